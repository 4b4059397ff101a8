/**
 * The day's round: reminders of what falls due, as tasks for whoever is to meet it, and the tasks that had to wait for the end of an embargo. Run by a job each
 * day; running it twice changes nothing.
 */
import { z } from 'zod';
import { asService, defineAction, openTask } from '../../access/index.ts';
import type { Tx } from '../../register/index.ts';
import { bodiesOf, everyReport, fitResponseTask } from '../inspections/index.ts';
import { askForPlan } from '../items/index.ts';
import { civilDay, reminderDue } from '../rules/index.ts';
import { type Deadline, gatherDeadlines } from './gather.ts';

export interface Round {
  readonly reminders: number;
  readonly settled: number;
}

const SUBJECTS: Readonly<Record<Deadline['kind'], string>> = { response: 'inspection', comment: 'response', item: 'inspectionItem', milestone: 'milestone' };

const hrefOf = (deadline: Deadline): string =>
  deadline.itemId !== null ? `/account/recommendations/${deadline.itemId}` : `/account/responses/${deadline.slug}`;

/**
 * @param tx with the service's own reach
 * @param at the instant it is; the day is that of Europe/London
 */
export async function dueReminders(tx: Tx, at: Date): Promise<Round> {
  await openWhatWaited(tx, at);
  const today = civilDay(at);
  let reminders = 0;
  let settled = 0;
  for (const deadline of await gatherDeadlines(tx, at)) {
    // Nothing of a report under embargo is sent round, and what others own is theirs to be reminded of.
    if (deadline.embargoed || deadline.external || deadline.organisationId === null) continue;
    const { id, title, state, met } = deadline;
    const reminder = reminderDue({ id: `${deadline.kind}:${id}`, title, lastDay: state.lastDay, met }, today);
    const key = reminder === null ? null : `reminder:${reminder.key}`;
    settled += await settleOthers(tx, deadline, key, at);
    if (reminder === null || key === null) continue;
    const before = await tx.selectFrom('task').select('id').where('key', '=', key).executeTakeFirst();
    if (before !== undefined) continue;
    await openTask(
      tx,
      {
        kind: 'reminder',
        key,
        title: reminder.words,
        href: hrefOf(deadline),
        subjectType: SUBJECTS[deadline.kind],
        subjectId: id,
        organisationId: deadline.organisationId,
        ...(deadline.kind === 'response' ? { role: 'policing-body-officer' } : deadline.kind === 'comment' ? { role: 'chief-officer' } : {}),
        dueOn: state.lastDay,
      },
      at,
    );
    reminders += 1;
  }
  return { reminders, settled };
}

/** A newer reminder takes the place of the older one; a deadline that is met has none. */
async function settleOthers(tx: Tx, deadline: Deadline, key: string | null, at: Date): Promise<number> {
  const result = await asService(tx, () =>
    tx
      .updateTable('task')
      .set({ doneAt: at })
      .where('kind', '=', 'reminder')
      .where('subjectType', '=', SUBJECTS[deadline.kind])
      .where('subjectId', '=', deadline.id)
      .where('doneAt', 'is', null)
      .$if(key !== null, (query) => query.where('key', '!=', key ?? ''))
      .executeTakeFirst(),
  );
  return Number(result.numUpdatedRows);
}

async function openWhatWaited(tx: Tx, at: Date): Promise<void> {
  const bodies = await bodiesOf(tx);
  const reports = await everyReport(tx);
  for (const report of reports) if (report.responseNeeded) await fitResponseTask(tx, report, bodies, at);
  const items = await tx
    .selectFrom('inspectionItem as i')
    .leftJoin('milestone as m', 'm.itemId', 'i.id')
    .select(['i.id', 'i.kind', 'i.number', 'i.dueOn', 'i.organisationId', 'i.inspectionId'])
    .where('i.closedOn', 'is', null)
    .where('m.id', 'is', null)
    .execute();
  for (const item of items) {
    const report = reports.find((each) => each.id === item.inspectionId);
    if (report !== undefined) await askForPlan(tx, item, report, at);
  }
}

export const remindOfDeadlines = defineAction({
  name: 'deadline.remind',
  title: 'Open the reminders of the day',
  allowed: 'service.run',
  input: z.object({}),
  effect: (tx, _input, { at }) => dueReminders(tx, at),
  audit: (_input, round) => ({ details: { ...round } }),
});
