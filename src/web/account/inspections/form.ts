/** The form of a report: what it shows at first, and what it sends. */
import type { FastifyRequest } from 'fastify';
import { forceName, type FormChoices, INSPECTION_KINDS, inspectorateName, type InspectionView, kindWords } from '../../../account/inspections/index.ts';
import { INSPECTORATES } from '../../../account/rules/index.ts';
import { codeList } from '../../../reference/index.ts';
import { dateParts, type FormBody, text, texts } from '../../forms/body.ts';
import { day, list, moment } from '../../words.ts';
import { dateValues, fieldNames } from '../shared.ts';
import { scopeWords } from './filter.ts';

const NAMES = ['title', 'kind', 'inspectorates', 'otherBody', 'embargoTime', 'scope', 'link', 'grade', 'summary', 'response', 'noResponseReason'];

/** Fields of the form for the paths of the action’s input. */
export const REPORT_FIELDS = fieldNames([...NAMES, 'forces'], ['publishedOn', 'embargoOn', 'localDeadline']);

/** Labels for what somebody else changed meanwhile. */
export const REPORT_LABELS = {
  title: 'Title',
  kind: 'Kind of report',
  inspectorates: 'Who made it',
  publishedOn: 'Published',
  embargoAt: 'Embargo',
  scope: 'Which forces it is about',
  forces: 'Forces',
  link: 'Link',
  grade: 'Grade',
  summary: 'Summary',
  localDeadline: 'Date in the local record',
  responseNeeded: 'A response is needed',
  noResponseReason: 'Why no response is needed',
};

/** The same fields as they are on file, in words. */
export const reportHeld = (report: InspectionView): Record<keyof typeof REPORT_LABELS, string> => ({
  title: report.title,
  kind: kindWords(report.kind),
  inspectorates: list(report.inspectorates.map(inspectorateName)),
  publishedOn: day(report.publishedOn),
  embargoAt: report.embargoAt === null ? 'None' : moment(report.embargoAt.toISOString()),
  scope: scopeWords(report.scope),
  forces: report.forces.length === 0 ? 'None named' : list(report.forces.map(forceName)),
  link: report.link ?? 'None',
  grade: report.grade ?? 'None',
  summary: report.summary || 'None',
  localDeadline: report.localDeadline === null ? 'None' : day(report.localDeadline),
  responseNeeded: report.responseNeeded ? 'Yes' : 'No',
  noResponseReason: report.noResponseReason ?? 'None',
});

/** What the form sends, for the action. */
export const reportInput = (body: FormBody) => ({
  title: text(body, 'title'),
  kind: text(body, 'kind'),
  inspectorates: texts(body, 'inspectorates'),
  otherBody: text(body, 'otherBody'),
  publishedOn: dateParts(body, 'publishedOn'),
  embargoOn: dateParts(body, 'embargoOn'),
  embargoTime: text(body, 'embargoTime'),
  scope: text(body, 'scope'),
  forces: text(body, 'scope') === 'all' ? [] : texts(body, 'forces'),
  link: text(body, 'link'),
  grade: text(body, 'grade'),
  summary: text(body, 'summary'),
  localDeadline: dateParts(body, 'localDeadline'),
  response: text(body, 'response'),
  noResponseReason: text(body, 'noResponseReason'),
});

const EMPTY = {
  title: '',
  kind: 'thematic',
  inspectorates: ['hmicfrs'],
  otherBody: '',
  embargoTime: '',
  scope: '',
  forces: [],
  link: '',
  grade: '',
  summary: '',
};

export const newReport = (): FormBody => ({
  ...EMPTY,
  ...dateValues('publishedOn', null),
  ...dateValues('embargoOn', null),
  ...dateValues('localDeadline', null),
  response: 'needed',
  noResponseReason: '',
});

const london = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'short' });

export function reportValues(report: InspectionView): FormBody {
  const codes = new Set(INSPECTORATES.map((each) => each.code));
  const [embargoDay = null, embargoTime = ''] = report.embargoAt === null ? [] : london.format(report.embargoAt).split(' ');
  return {
    title: report.title,
    kind: report.kind,
    inspectorates: report.inspectorates.filter((code) => codes.has(code)),
    otherBody: report.inspectorates.filter((code) => !codes.has(code)).join('; '),
    ...dateValues('publishedOn', report.publishedOn),
    ...dateValues('embargoOn', embargoDay),
    embargoTime,
    scope: report.scope,
    forces: [...report.forces],
    link: report.link ?? '',
    grade: report.grade ?? '',
    summary: report.summary,
    ...dateValues('localDeadline', report.localDeadline),
    response: report.responseNeeded ? 'needed' : 'not-needed',
    noResponseReason: report.noResponseReason ?? '',
  };
}

/** What the form offers. The own force stands first. */
export function reportChoices(choices: FormChoices) {
  const known = codeList('force').items.filter((item) => item.unknown !== true);
  const ordered = [...known].sort((a, b) => Number(b.code === choices.forceCode) - Number(a.code === choices.forceCode) || (a.label < b.label ? -1 : 1));
  const forces = ordered.map((item) => ({ value: item.code, text: item.label }));
  return {
    kinds: Object.entries(INSPECTION_KINDS).map(([value, words]) => ({ value, text: words })),
    inspectorates: INSPECTORATES.map((each) => ({ value: each.code, text: each.label === each.short ? each.label : `${each.label} (${each.short})` })),
    forces,
  };
}

export const slugParam = (request: FastifyRequest): string => (request.params as { slug?: string }).slug ?? '';
