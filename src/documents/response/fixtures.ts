import type { Doc } from '../model.ts';
import { blockText } from '../plain.ts';
import type { ResponseDocumentData } from './data.ts';

/** A response with something in every field; the place and its people are invented. */
export const FULL: ResponseDocumentData = {
  version: '2',
  policingBody: {
    organisation: 'Office of the Police, Fire and Crime Commissioner for Northshire',
    title: 'Police, Fire and Crime Commissioner',
    shortTitle: 'PFCC',
    holderName: 'Avery Marlow',
  },
  force: { name: 'Northshire Constabulary', area: 'Northshire', chiefTitle: 'Chief Constable', chiefShortTitle: 'CC', chiefName: 'Robin Tarn' },
  report: {
    title: 'How well the police tackle serious youth violence',
    inspectorates: ['Inspectorate of Constabulary', 'Inspectorate of Probation'],
    publishedOn: '2024-11-20',
    publicationTypes: ['Thematic inspection', 'Joint inspection'],
    scope: 'All local forces in England and Wales',
    link: { address: 'https://example.org/report', words: 'The report' },
    grade: 'Requires improvement',
    summary: 'First finding.\n\n- a point\n- another point',
    recommendationsNote: 'Two of the four recommendations are for chief constables.',
  },
  statutoryLastDay: '2025-01-14',
  localDeadline: '2025-01-15',
  recommendations: [
    {
      number: '3',
      kind: 'recommendation',
      text: 'Train officers.',
      position: 'accepted',
      chiefText: 'Training is under way.',
      bodyText: 'We shall watch it.',
      action: 'A course for all.',
      reason: null,
    },
    {
      number: '4b',
      kind: 'recommendation',
      text: 'Understand disproportionality.',
      position: 'not-accepted',
      chiefText: 'A dashboard exists.',
      bodyText: null,
      action: null,
      reason: 'It is done already.',
    },
    { number: '1', kind: 'lesson', text: 'Refer in time.', position: null, chiefText: null, bodyText: null, action: null, reason: null },
  ],
  areasForImprovement: [
    {
      number: '2',
      kind: 'area-for-improvement',
      text: 'Record ethnicity.',
      position: 'partly-accepted',
      chiefText: 'Recording improves.',
      bodyText: 'More is needed.',
      action: 'An audit.',
      reason: null,
    },
  ],
  ownedByOthers: [{ number: '2', kind: 'recommendation', text: 'Define the duty.', owner: 'Home Office' }],
  chiefInvitedBy: '2024-12-10',
  chiefReceivedOn: '2024-12-08',
  chiefGeneralResponse: 'The force welcomes the report.',
  bodyInitialResponse: 'Violence is a priority.',
  bodyOverallComments: 'I shall hold the force to account.',
  opinion: 'More recommendations would have helped.',
  distribution: [
    { label: 'Response forwarded to the Chief Constable', done: true, on: '2025-01-10' },
    { label: 'Response published on the website', done: false, on: null },
  ],
  date: '2025-01-10',
  marking: 'OFFICIAL',
};

/** The same response with nothing entered that can be left out. */
export const EMPTY: ResponseDocumentData = {
  ...FULL,
  version: null,
  policingBody: { ...FULL.policingBody, holderName: null },
  force: { ...FULL.force, chiefName: null },
  report: { ...FULL.report, publicationTypes: [], scope: '', link: null, grade: null, summary: '', recommendationsNote: null },
  localDeadline: null,
  recommendations: [],
  areasForImprovement: [],
  ownedByOthers: [],
  chiefInvitedBy: null,
  chiefReceivedOn: null,
  chiefGeneralResponse: null,
  bodyInitialResponse: null,
  bodyOverallComments: null,
  opinion: null,
  distribution: [],
  date: null,
  marking: null,
};

/** The words under a heading of the first level, up to the next. */
export function section(doc: Doc, title: string): string {
  const from = doc.blocks.findIndex((each) => each.kind === 'heading' && each.level === 1 && each.text === title);
  if (from === -1) throw new Error(`no section "${title}"`);
  const rest = doc.blocks.slice(from + 1);
  const next = rest.findIndex((each) => each.kind === 'heading' && each.level === 1);
  return rest
    .slice(0, next === -1 ? rest.length : next)
    .map(blockText)
    .join('\n\n');
}

/** The value beside a key in any of the document's tables of details. */
export function row(doc: Doc, key: string): string {
  for (const block of doc.blocks) {
    const found = block.kind === 'details' ? block.rows.find((each) => each.key === key) : undefined;
    if (found !== undefined) return blockText({ kind: 'note', blocks: found.value });
  }
  throw new Error(`no row "${key}"`);
}

/** The titles of the sections and the keys of the rows, in order. */
export function outline(doc: Doc): string[] {
  return doc.blocks.flatMap((block) =>
    block.kind === 'heading' && block.level === 1 ? [block.text] : block.kind === 'details' ? block.rows.map((each) => each.key) : [],
  );
}
