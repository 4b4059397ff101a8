/** Reports, items and responses of the demonstration. */
import { plusDays } from '../access/index.ts';
import type { Doing, Result } from './doing.ts';
import { REPORTS, type ReportPlan } from './reports.ts';
import { APPROVER, type ResponsePlan } from './responses.ts';

/** Steps of the distribution checklist, each with invented evidence. */
const STEPS: readonly (readonly [step: string, evidence: string])[] = [
  ['chief-constable', 'Sent to the Chief Constable’s staff office; acknowledged the same day'],
  ['police-and-crime-panel', 'Circulated with the panel’s papers, item 7'],
  ['inspectors', 'Sent to the inspectorate’s section 55 mailbox; automatic receipt kept'],
  ['monitoring-portal', 'Entered on the monitoring portal'],
  ['secretary-of-state', 'Sent to the Home Office’s police strategy inbox'],
  ['website', 'Published at this service’s own public address'],
];

export interface Filed {
  readonly id: string;
  readonly slug: string;
  readonly items: Readonly<Record<string, string>>;
}

export const publicationOf = (report: ReportPlan, today: string): string =>
  typeof report.publishedOn === 'number' ? plusDays(today, report.publishedOn) : report.publishedOn;

/** On the day of its publication, which is `it.today`. */
export async function fileReport(it: Doing, report: ReportPlan, known: ReadonlyMap<string, string>): Promise<Filed> {
  const publishedOn = it.today;
  const { id, slug } = await it.do('body-officer', 'inspection.add', {
    title: report.title,
    kind: report.kind,
    inspectorates: report.inspectorates,
    otherBody: '',
    publishedOn,
    embargoOn: report.embargo?.on ?? null,
    embargoTime: report.embargo?.time ?? '',
    scope: report.scope,
    forces: report.forces ?? [],
    link: report.link ?? '',
    grade: '',
    summary: report.summary,
    localDeadline: report.localDeadline ?? null,
    response: 'needed',
    noResponseReason: '',
  });
  const items: Record<string, string> = {};
  for (const item of report.items) {
    const filed = await it.do('body-officer', 'item.add', {
      inspectionId: id,
      fields: {
        kind: item.kind,
        number: item.number,
        text: item.text,
        owner: item.owner,
        ownerName: '',
        organisationId: null,
        dueOn: item.dueOn ?? null,
        dueNote: item.dueNote ?? '',
        themes: item.themes,
        measures: item.measures ?? [],
        repeatsId: item.repeats === undefined ? null : (items[item.repeats] ?? known.get(item.repeats) ?? null),
      },
    });
    items[item.key] = filed.id;
  }
  return { id, slug: String(slug), items };
}

/** Opens and writes a response as far as its approval. Gives it as it stands. */
export async function writeResponse(it: Doing, plan: ResponsePlan, report: Filed, replyBy: string, late: boolean): Promise<Result> {
  const on = (action: string, input: object): Promise<Result> => it.do('body-officer', action, input, plan.body);
  let at = await on('response.open', { inspectionId: report.id });
  const step = async (action: string, input: object): Promise<void> => {
    at = await on(action, { id: at.id, version: at.version, ...input });
  };
  const { officeTitle, chiefTitle, layout } = plan;
  await step('response.describe', { layout, officeTitle, officeHolder: '', chiefTitle, chiefOfficer: '' });
  if (plan.chiefGeneral !== '') {
    await step('response.invite', { replyBy, lateKnown: late });
    const items = Object.entries(plan.answers).map(([key, answer]) => ({ itemId: report.items[key] ?? '', text: answer.chief }));
    const force = plan.body === 'norfolk' ? 'norfolk-police' : plan.body === 'staffordshire' ? 'staffordshire-police' : 'police';
    await it.do('chief', 'chief-comment.save', { id: at.id, version: 1, general: plan.chiefGeneral, items, send: true }, force);
  }
  const sections = { 'key-findings': plan.keyFindings ?? '', 'initial-response': plan.initial, comments: plan.comments, opinion: plan.opinion };
  for (const [section, text] of Object.entries(sections)) if (text !== '') await step('response.write', { section, text });
  for (const [key, { position, action }] of Object.entries(plan.answers))
    await step('response.position', { itemId: report.items[key], position, action, noActionReason: '' });
  return at;
}

export async function publishResponse(it: Doing, plan: ResponsePlan, written: Result): Promise<Result> {
  const { id } = written;
  const submitted = await it.do('body-officer', 'response.submit', { id, version: written.version }, plan.body);
  const approved = await it.do(APPROVER, 'response.approve', { id, version: submitted.version }, plan.body);
  return it.do('body-officer', 'response.publish', { id, version: approved.version, known: true }, plan.body);
}

export async function distribute(it: Doing, plan: ResponsePlan, id: string, doneOn: string): Promise<void> {
  for (const [step, evidence] of STEPS) await it.do('body-officer', 'response.distribute', { id, step, doneOn, evidence }, plan.body);
}

export const reportOf = (key: string): ReportPlan => {
  const found = REPORTS.find((report) => report.key === key);
  if (found === undefined) throw new Error(`there is no report “${key}”`);
  return found;
};
