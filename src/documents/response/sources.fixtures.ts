import type { DistributionTick, ResponseDocumentData, ResponseItem } from './data.ts';

// Published responses taken apart, each into the data that its own words fill in. None of the words are kept here.

/** The period of 56 days begins with the day of publication. */
const LAST_DAY_AFTER = 55;

function between(text: string, start: string, end: string | null): string {
  const from = text.indexOf(start);
  const to = end === null ? text.length : text.indexOf(end, from + start.length);
  if (from === -1 || to === -1) throw new Error(`not in the source: ${from === -1 ? start : end}`);
  return text.slice(from + start.length, to).trim();
}

function iso(words: string): string {
  return new Date(`${words} UTC`).toISOString().slice(0, 10);
}

function lastDay(published: string): string {
  const day = new Date(`${published}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + LAST_DAY_AFTER);
  return day.toISOString().slice(0, 10);
}

const ticks = (text: string): DistributionTick[] =>
  [...text.matchAll(/^- (✓ )?(.*)$/gm)].map(([, tick, label = '']) => ({ label: label.trim(), done: tick !== undefined, on: null }));

const item = (number: string, text: string, chiefText: string | null): ResponseItem => ({
  number,
  kind: 'recommendation',
  text,
  position: null,
  chiefText,
  bodyText: null,
  action: null,
  reason: null,
});

/** "Recommendation 3 … Recommendation 4 …" as numbers and words. */
function numbered(text: string): [number: string, words: string][] {
  return text
    .split(/^Recommendation (?=\d+\s*$)/m)
    .slice(1)
    .map((each) => [/^\d+/.exec(each)?.[0] ?? '', each.replace(/^\d+/, '').trim()]);
}

const NONE: Pick<
  ResponseDocumentData,
  'version' | 'areasForImprovement' | 'ownedByOthers' | 'chiefInvitedBy' | 'chiefReceivedOn' | 'bodyInitialResponse' | 'opinion' | 'date' | 'marking'
> = {
  version: null,
  areasForImprovement: [],
  ownedByOthers: [],
  chiefInvitedBy: null,
  chiefReceivedOn: null,
  bodyInitialResponse: null,
  opinion: null,
  date: null,
  marking: null,
};

const NORFOLK = {
  policingBody: {
    organisation: 'Office of the Police and Crime Commissioner for Norfolk',
    title: 'Police and Crime Commissioner',
    shortTitle: 'PCC',
    holderName: null,
  },
  force: { name: 'Norfolk Constabulary', area: 'Norfolk', chiefTitle: 'Chief Constable', chiefShortTitle: 'CC', chiefName: null },
};
const HMICFRS = "His Majesty's Inspectorate of Constabulary and Fire & Rescue Services";

/** Norfolk, March 2023: recommendations 3 and 4, answered one by one by the chief officer. */
export function norfolk2023(text: string): ResponseDocumentData {
  const chief = between(text, 'CHIEF CONSTABLE RESPONSE TO REPORT AND ANY RECOMMENDATIONS:', 'PCC RESPONSE TO REPORT');
  const asked = between(text, '\nRecommendations:', 'CHIEF CONSTABLE RESPONSE');
  const answers = new Map(numbered(chief));
  const publishedOn = iso(between(text, 'Published On:', '\n'));
  const recommendations = numbered(asked).map(([number, words]) => item(number, words, (answers.get(number) ?? '').replace(words, '').trim()));
  return {
    ...NONE,
    ...NORFOLK,
    report: {
      title: between(text, 'Inspection Title:', '\n'),
      inspectorates: [`${HMICFRS} (HMICFRS)`],
      publishedOn,
      publicationTypes: [between(text, 'Publication Types:', '\n')],
      scope: between(text, 'Police Forces:', '\n'),
      link: { address: between(text, 'Link to Report:', 'KEY FINDINGS:').replace(/\s/g, ''), words: null },
      grade: null,
      summary: between(text, 'KEY FINDINGS:', '\nRecommendations:'),
      recommendationsNote: asked.slice(0, asked.search(/^Recommendation \d/m)).trim(),
    },
    statutoryLastDay: lastDay(publishedOn),
    localDeadline: null,
    recommendations,
    chiefGeneralResponse: chief.slice(0, chief.search(/^Recommendation \d/m)).trim(),
    bodyOverallComments: between(text, 'PCC RESPONSE TO REPORT AND ANY RECOMMENDATIONS:', 'For Office Use Only:'),
    distribution: ticks(between(text, 'For Office Use Only:', null)),
  };
}

/** Norfolk, November 2024: no recommendation, and a deadline of its own. */
export function norfolk2024(text: string): ResponseDocumentData {
  const publishedOn = iso(between(text, 'Published on:', 'Publication Types:'));
  return {
    ...NONE,
    ...NORFOLK,
    report: {
      title: between(text, 'Inspection Title:', 'Published on:'),
      inspectorates: [HMICFRS],
      publishedOn,
      publicationTypes: [between(text, 'Publication Types:', 'Police Forces:')],
      scope: between(text, 'Police Forces:', 'Link to Report:'),
      link: { address: 'https://www.gov.uk/', words: between(text, 'Link to Report:\n\n[', '](') },
      grade: null,
      summary: between(text, '\nKey Findings', '\nRecommendations'),
      recommendationsNote: null,
    },
    statutoryLastDay: lastDay(publishedOn),
    localDeadline: iso(between(text, 'Section 55 Response Deadline:', 'Key Findings')),
    recommendations: [],
    chiefGeneralResponse: null,
    bodyOverallComments: between(text, 'PCC response to report and any Recommendations/Areas For Improvement', 'For Office Use Only:'),
    distribution: ticks(between(text, 'For Office Use Only:', null)),
  };
}

const unmarked = (text: string): string =>
  text
    .replace(/<[^>]*>/g, '\n\n')
    .replace(/\s(?=\d\. )/g, '\n')
    .trim();

/** Staffordshire, March 2023: a record in a table, with marks of HTML left in it. */
export function staffordshire2023(text: string): ResponseDocumentData {
  const cell = (key: string): string => unmarked(between(text, `\n${key}\t`, '\n'));
  const empty = (value: string): string | null => (value === '' ? null : value);
  const initial = "Police Crime and Commissioner's initial response";
  const overall = "Police Crime and Commissioner's overall comments";
  return {
    ...NONE,
    version: empty(between(text, 'Version:', 'Force\t')),
    policingBody: {
      organisation: 'Staffordshire Commissioner’s Office',
      title: 'Police and Crime Commissioner',
      shortTitle: 'PCC',
      holderName: cell('Police and Crime Commissioner'),
    },
    force: { name: 'Staffordshire Police', area: cell('Force'), chiefTitle: 'Chief Constable', chiefShortTitle: 'CC', chiefName: cell('Chief Constable') },
    report: {
      title: cell('Title of inspection'),
      inspectorates: [cell('Inspectorate')],
      publishedOn: '2023-03-08',
      publicationTypes: [],
      scope: '',
      link: null,
      grade: empty(cell('Grade')),
      summary: cell('Summary of inspection'),
      recommendationsNote: null,
    },
    statutoryLastDay: lastDay('2023-03-08'),
    localDeadline: null,
    recommendations: [...cell('Recommendations').matchAll(/Recommendation (\d+) ([^\n]*)/g)].map(([, number = '', words = '']) => item(number, words, null)),
    chiefGeneralResponse: between(text, "\nChief Constable's response", overall),
    bodyInitialResponse: between(text, initial, "\nChief Constable's response"),
    bodyOverallComments: between(text, overall, null),
    distribution: [],
  };
}
