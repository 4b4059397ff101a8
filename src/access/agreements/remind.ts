/** Tasks for information governance: agreements that are to be reviewed, or that run out. */
import { z } from 'zod';
import type { Tx } from '../../register/index.ts';
import { asService } from '../as-service.ts';
import { civilDay } from '../civil-day.ts';
import { plusDays } from '../days.ts';
import { defineAction } from '../define.ts';
import { openTask } from '../tasks.ts';
import { type Agreement, loadAgreements } from './load.ts';
import { isInForce } from './state.ts';

/** Days before its date that a task is opened: time to consult the parties. */
export const REMIND_DAYS = 42;

type Dated = Pick<Agreement, 'id' | 'reviewOn' | 'endsOn'>;
const reviewKey = ({ id, reviewOn }: Dated): string => `agreement-review:${id}:${reviewOn}`;
const endKey = ({ id, endsOn }: Dated): string => `agreement-end:${id}:${endsOn}`;

/** Settles what was opened for it: its review, or everything. */
export async function finishTasks(tx: Tx, agreementId: string, kinds: readonly Reminder['kind'][], at: Date): Promise<void> {
  await asService(tx, () =>
    tx
      .updateTable('task')
      .set({ doneAt: at })
      .where('subjectType', '=', 'agreement')
      .where('subjectId', '=', agreementId)
      .where('kind', 'in', [...kinds])
      .where('doneAt', 'is', null)
      .execute(),
  );
}

export interface Reminder {
  readonly key: string;
  readonly kind: 'agreement-review' | 'agreement-end';
  readonly title: string;
  readonly dueOn: string;
  readonly agreementId: string;
}

/** What is due within {@link REMIND_DAYS} of `today`, or overdue, of agreements in force. Pure. */
export function remindersOf(agreements: readonly Agreement[], today: string): Reminder[] {
  const until = plusDays(today, REMIND_DAYS);
  return agreements
    .filter((agreement) => isInForce(agreement.state) || agreement.state === 'suspended')
    .flatMap((agreement): Reminder[] => {
      const { id, reference, title, reviewOn, endsOn } = agreement;
      return [
        ...(reviewOn !== null && reviewOn <= until && reviewOn !== endsOn
          ? [
              {
                key: reviewKey(agreement),
                kind: 'agreement-review' as const,
                title: `Review sharing agreement ${reference}: ${title}`,
                dueOn: reviewOn,
                agreementId: id,
              },
            ]
          : []),
        ...(endsOn !== null && endsOn <= until
          ? [
              {
                key: endKey(agreement),
                kind: 'agreement-end' as const,
                title: `Renew or end sharing agreement ${reference}: ${title}`,
                dueOn: endsOn,
                agreementId: id,
              },
            ]
          : []),
      ];
    });
}

/** Opens the tasks, at every organisation that has somebody in information governance. Run by the clock, once a day. */
export const remindOfAgreements = defineAction({
  name: 'agreement.remind',
  title: 'Remind of agreements to review or renew',
  allowed: 'service.run',
  input: z.object({}),
  async effect(tx, _input, { at }) {
    const today = civilDay(at);
    const reminders = remindersOf(await loadAgreements(tx, today), today);
    const organisations = await governors(tx, today);
    for (const { key, kind, title, dueOn, agreementId } of reminders) {
      for (const { id } of organisations) {
        await openTask(
          tx,
          {
            kind,
            key: `${key}:${id}`,
            title,
            href: `/partnership/agreements/${agreementId}`,
            subjectType: 'agreement',
            subjectId: agreementId,
            organisationId: id,
            role: 'information-governance',
            dueOn,
          },
          at,
        );
      }
    }
    return { reminders: reminders.length, organisations: organisations.length };
  },
  audit: (_input, result) => ({ details: result }),
});

/** Organisations with somebody in information governance today. */
export async function governors(tx: Tx, today: string): Promise<{ id: string; name: string }[]> {
  return tx
    .selectFrom('membership as m')
    .innerJoin('organisation as o', 'o.id', 'm.organisationId')
    .select(['o.id', 'o.name'])
    .distinct()
    .where((eb) => eb(eb.val('information-governance'), '=', eb.fn.any('m.roles')))
    .where('m.fromOn', '<=', today)
    .where((eb) => eb.or([eb('m.toOn', 'is', null), eb('m.toOn', '>=', today)]))
    .orderBy('o.name')
    .execute();
}
