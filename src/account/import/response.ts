/** The response in a text: what the chief officer and the policing body say, to which recommendation, with what position, and to whom it was sent. */
import type { DistributionCode } from '../rules/index.ts';
import { found } from './fields.ts';
import { cleanWords, type Flat, linesWithin } from './flatten.ts';
import type { ItemHeading } from './items.ts';
import { bulletOf, sentences } from './lists.ts';
import { type Section, type SectionKey, trim } from './sections.ts';
import type { Author, Found, ProposedAnswer, ProposedItem, ProposedResponse, ProposedStance, ProposedTick } from './types.ts';

const PARTS: readonly { readonly key: SectionKey; readonly author: Author }[] = [
  { key: 'chiefResponse', author: 'chief-officer' },
  { key: 'bodyResponse', author: 'policing-body' },
  { key: 'initialResponse', author: 'policing-body' },
  { key: 'overallComments', author: 'policing-body' },
];

/** Null where no part of a response stands in the text. */
export function readResponse(
  doc: Flat,
  sections: readonly Section[],
  headings: readonly ItemHeading[],
  items: readonly ProposedItem[],
): ProposedResponse | null {
  const whole = (key: SectionKey): Found<string> | null => {
    const one = sections.find((section) => section.key === key && section.end > section.start);
    return one === undefined ? null : passage(doc, one.start, one.end, 'It stands under its own heading.');
  };
  const answers = PARTS.flatMap(({ key, author }) =>
    sections.filter((one) => one.key === key).flatMap((section) => answersIn(doc, section, author, headings, items)),
  );
  const stances = PARTS.flatMap(({ key, author }) => sections.filter((one) => one.key === key).flatMap((section) => stancesIn(doc, section, author, answers)));
  const distribution = sections.filter((one) => one.key === 'officeUse').flatMap((section) => ticksIn(doc, section));
  const chief = sections.find((one) => one.key === 'chiefResponse' && one.end > one.start);
  const response: ProposedResponse = {
    chiefOfficer: whole('chiefResponse'),
    chiefOfficerGeneral: chief === undefined ? null : general(doc, chief, headings),
    policingBody: whole('bodyResponse'),
    initialResponse: whole('initialResponse'),
    overallComments: whole('overallComments'),
    answers,
    stances,
    distribution,
  };
  const any = response.chiefOfficer ?? response.policingBody ?? response.initialResponse ?? response.overallComments ?? distribution[0];
  return any === undefined ? null : response;
}

const passage = (doc: Flat, start: number, end: number, because: string): Found<string> =>
  found(doc, start, end, cleanWords(doc, start, end), 'certain', because);

const inside = (section: Section, headings: readonly ItemHeading[]): readonly ItemHeading[] =>
  headings.filter((one) => one.start >= section.start && one.start < section.end);

function general(doc: Flat, section: Section, headings: readonly ItemHeading[]): Found<string> | null {
  const first = inside(section, headings)[0];
  const [start, end] = trim(doc.flat, section.start, first?.start ?? section.end);
  return end > start ? passage(doc, start, end, first === undefined ? 'It is the whole section.' : 'It stands before the first recommendation.') : null;
}

/** Under each item's heading: all but the item's own words, if they are repeated there. */
function answersIn(doc: Flat, section: Section, author: Author, headings: readonly ItemHeading[], items: readonly ProposedItem[]): readonly ProposedAnswer[] {
  const own = inside(section, headings);
  return own.flatMap((heading, at): ProposedAnswer[] => {
    const repeated = heading.words !== null && items.some((item) => item.occurrences.some((one) => one.start === heading.words?.start));
    const under = repeated ? heading.words?.end : (heading.words?.start ?? doc.lines[heading.line]?.end);
    const [start, end] = trim(doc.flat, under ?? heading.start, own[at + 1]?.start ?? section.end);
    return end > start ? [{ author, kind: heading.kind, number: heading.number, text: doc.source.slice(start, end), start, end }] : [];
  });
}

const REFUSES = /\b(?:(?:does|do|did) not|doesn't|don't|cannot|can't|not) accept\b|\brejects?\b/i;
const PARTLY = /\b(?:partly|partially|accepts? in part|in part)\b/i;
const ACCEPTS = /\baccept(?:s|ed)?\b/i;
const WHICH = /\brecommendations? (\d{1,3}(?:\.\d{1,2})?[a-z]?)\b/gi;
const EVERY = /\b(?:both|all|these|the (?:two|three|four|five)|each of the)(?: of)?(?: the| these)?(?: [a-z]+)? recommendations\b/i;

function stancesIn(doc: Flat, section: Section, author: Author, answers: readonly ProposedAnswer[]): readonly ProposedStance[] {
  const stances: ProposedStance[] = [];
  for (const line of linesWithin(doc, section.start, section.end)) {
    if (!/accept|reject/i.test(line.text)) continue;
    for (const { start, end, words } of sentences(line)) {
      if (!/\brecommendations?\b/i.test(words)) continue;
      const stance = REFUSES.test(words) ? 'not-accepted' : PARTLY.test(words) && ACCEPTS.test(words) ? 'partly' : ACCEPTS.test(words) ? 'accepted' : null;
      if (stance === null) continue;
      const named = Array.from(words.matchAll(WHICH), (match) => match[1] ?? null);
      const under = /\bthis recommendation\b/i.test(words) ? answers.find((one) => one.author === author && start >= one.start && start < one.end) : undefined;
      const about = named.length > 0 ? named : under !== undefined ? [under.number] : EVERY.test(words) ? [null] : [];
      const because = `The ${author === 'chief-officer' ? "chief officer's" : "policing body's"} words are: '${words.slice(0, 200)}'`;
      stances.push(
        ...about.map((number): ProposedStance => ({ author, number, stance, sure: 'likely', because, text: doc.source.slice(start, end), start, end })),
      );
    }
  }
  return stances;
}

const STEPS: readonly { readonly step: DistributionCode; readonly words: RegExp }[] = [
  { step: 'monitoring-portal', words: /\bportal\b/i },
  { step: 'police-and-crime-panel', words: /\bcrime panel\b/i },
  { step: 'chief-constable', words: /\bchief (?:constable|officer)\b/i },
  { step: 'secretary-of-state', words: /\b(?:secretary of state|home secretary|home office)\b/i },
  { step: 'website', words: /\bweb ?site\b/i },
  { step: 'inspectors', words: /\b(?:hmi-?cfrs|hmic|inspectors?|inspectorate)\b/i },
];
const TICKED = /^(?:[\u2713\u2714\u2611\u2705\u2612]|\[[xX\u2713\u2714]\])\s*/;
const UNTICKED = /^(?:[\u2610\u25a1]|\[ ?\])\s*/;

function ticksIn(doc: Flat, section: Section): readonly ProposedTick[] {
  const lines = linesWithin(doc, section.start, section.end).flatMap((line) => {
    const marker = bulletOf(line)?.length ?? 0;
    const rest = line.text.slice(marker);
    const ticked = TICKED.exec(rest);
    const mark = ticked ?? UNTICKED.exec(rest);
    if (line.text === '' || line.furniture || (marker === 0 && mark === null)) return [];
    const start = line.start + marker + (mark?.[0].length ?? 0);
    const words = doc.flat.slice(start, line.end);
    return [
      {
        start,
        end: line.end,
        text: doc.source.slice(start, line.end),
        step: STEPS.find((one) => one.words.test(words))?.step ?? null,
        ticked: ticked !== null,
        marked: mark !== null,
      },
    ];
  });
  // Where no line is marked, the marks were lost when the text was taken out of its document: nothing is known.
  const marks = lines.some((one) => one.marked);
  return lines.map(({ marked: _, ticked, ...tick }) => ({ ...tick, ticked: marks ? ticked : null }));
}
