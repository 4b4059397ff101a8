/** Whether a report needs a response of the local policing body, and the task that follows. From here on the response itself takes over. */
import { asService, openTask } from '../../access/index.ts';
import { badField, type Tx } from '../../register/index.ts';
import { embargoState, responseNeed, statutoryLastDay } from '../rules/index.ts';
import type { Bodies } from './bodies.ts';
import type { InspectionValues } from './input.ts';

/** Section 55 is about reports of the inspectors of constabulary. */
const CONSTABULARY = 'hmicfrs';

/**
 * Refuses what the law does not leave open: a report of the inspectors of constabulary on all forces, or one that names this force, cannot be taken out,
 * with or without recommendations (R147).
 */
export function checkNeed(values: InspectionValues, forceCode: string): void {
  if (values.responseNeeded || !values.inspectorates.includes(CONSTABULARY)) return;
  const need = responseNeed({ scope: values.scope, forces: values.forces, ownForce: forceCode, clearlyNotAbout: values.noResponseReason });
  if (need.needed) throw badField('response', need.because);
}

export interface ReportOnFile {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly publishedOn: string;
  readonly embargoAt: Date | null;
  readonly responseNeeded: boolean;
  readonly organisationId: string;
}

export const responseKey = (inspectionId: string): string => `response:${inspectionId}`;

/**
 * Makes the policing body's task fit the report: opened, moved, or settled where no response is needed after all. Before the embargo ends nothing
 * reaches another organisation, so a task there waits for the day's round (`deadlines/reminders.ts`).
 */
export async function fitResponseTask(tx: Tx, report: ReportOnFile, bodies: Bodies, at: Date): Promise<void> {
  const { policingBody } = bodies;
  const key = responseKey(report.id);
  if (!report.responseNeeded) {
    await asService(tx, () => tx.updateTable('task').set({ doneAt: at }).where('key', '=', key).where('doneAt', 'is', null).execute());
    return;
  }
  if (policingBody === null) return;
  if (report.organisationId !== policingBody.id && embargoState(report.embargoAt, at) === 'embargoed') return;
  const dueOn = statutoryLastDay(report.publishedOn);
  const title = `Respond to “${report.title}”`;
  await openTask(
    tx,
    {
      kind: 'response',
      key,
      title,
      href: `/account/responses/${report.slug}`,
      subjectType: 'inspection',
      subjectId: report.id,
      organisationId: policingBody.id,
      role: 'policing-body-officer',
      dueOn,
    },
    at,
  );
  await asService(tx, async () => {
    const published = await tx
      .selectFrom('response')
      .select('id')
      .where('inspectionId', '=', report.id)
      .where('organisationId', '=', policingBody.id)
      .where('publishedAt', 'is not', null)
      .executeTakeFirst();
    if (published === undefined) await tx.updateTable('task').set({ dueOn, title, doneAt: null }).where('key', '=', key).execute();
  });
}

/**
 * An embargo that is set on a report already on file: the open tasks about it that other organisations have are taken back. The day's round opens them
 * again when it ends.
 */
export async function takeBackTasks(tx: Tx, report: ReportOnFile, at: Date): Promise<void> {
  if (embargoState(report.embargoAt, at) === 'lifted') return;
  await asService(tx, async () => {
    const items = await tx.selectFrom('inspectionItem').select('id').where('inspectionId', '=', report.id).execute();
    const itemIds = items.map((item) => item.id);
    const milestones = itemIds.length === 0 ? [] : await tx.selectFrom('milestone').select('id').where('itemId', 'in', itemIds).execute();
    const about = [report.id, ...itemIds, ...milestones.map((milestone) => milestone.id)];
    await tx.deleteFrom('task').where('doneAt', 'is', null).where('organisationId', '!=', report.organisationId).where('subjectId', 'in', about).execute();
  });
}
