/**
 * Items of a report in a text: under their own headings (`Recommendation 3`), in the lists of their sections, as lessons, and as recommendations of an
 * earlier report that this one repeats. The same one in several places is one item with several places.
 */
import type { ItemKind } from '../rules/index.ts';
import { cleanWords, type Flat, plainWords } from './flatten.ts';
import { bulletOf, listFrom, nextWords, sentenceEnd, type Span } from './lists.ts';
import { proposeOwner } from './owner.ts';
import { findRepeated } from './repeated.ts';
import type { Section, SectionKey } from './sections.ts';
import type { NoneStated, Passage, ProposedItem, ProposedOwner, ProposeOptions, Sure } from './types.ts';
import { proposeDue } from './when.ts';

/** A heading of an item: where it stands, and where what follows it begins. */
export interface ItemHeading {
  readonly kind: ItemKind;
  readonly number: string | null;
  /** Index of its line. */
  readonly line: number;
  readonly start: number;
  /** The item's own words; null where the heading has none under it that are the item's. */
  readonly words: Span | null;
}

export interface Candidate extends Span {
  readonly kind: ItemKind;
  readonly number: string | null;
  readonly sure: Sure;
  readonly because: string;
  readonly owner?: ProposedOwner | null;
  readonly repeats?: ProposedItem['repeats'];
}

const HEAD = /^(Recommendation|Area for improvement|AFI|Cause of concern|Lesson)(?: (?:no\.? ?|number )?(\d{1,3}(?:\.\d{1,2})?[a-z]?))?(?: ?[:.)-])?(?:\s+|$)/i;
/** How an item's own words begin; a heading with other words beside it is a sentence about it. */
const OPENING =
  /^["']?(?:By |Within |Immediately|With immediate |As soon as |The |All |Chief |Police |Forces |Each |Every |[A-Z][a-z]+ (?:Police|Constabulary) )/;
const KINDS: Readonly<Record<string, ItemKind>> = {
  recommendation: 'recommendation',
  'area for improvement': 'area-for-improvement',
  afi: 'area-for-improvement',
  'cause of concern': 'cause-of-concern',
  lesson: 'lesson',
};

/** No report has so many; a text that does is not read to its end as if it were one. */
const MOST_ITEMS = 500;

/** All headings of items, in the order of the text. */
export function findHeadings(doc: Flat, labels: ReadonlySet<number>, skipped: ReadonlySet<number>): readonly ItemHeading[] {
  const headings: ItemHeading[] = [];
  for (const [index, line] of doc.lines.entries()) {
    if (headings.length > MOST_ITEMS) break;
    if (line.text === '' || labels.has(index) || skipped.has(index)) continue;
    const match = HEAD.exec(line.text.slice(0, 80));
    const kind = match === null ? undefined : KINDS[(match[1] ?? '').toLowerCase()];
    if (match === null || kind === undefined || !/^[A-Z]/.test(line.text)) continue;
    const beside = line.text.slice(match[0].length, match[0].length + 600);
    if (beside === '') headings.push({ kind, number: match[2] ?? null, line: index, start: line.start, words: paragraph(doc, index + 1, labels) });
    else if (OPENING.test(beside) && /\b(?:should|must)\b/.test(beside)) {
      const start = line.start + match[0].length;
      const last = line.soft ? index : paragraphLast(doc, index, labels);
      const end = line.soft || isSoft(doc, index + 1) ? sentenceEnd(doc, start, line.end) : (doc.lines[last]?.end ?? line.end);
      headings.push({ kind, number: match[2] ?? null, line: index, start: line.start, words: { start, end } });
    }
  }
  return headings;
}

const isSoft = (doc: Flat, index: number): boolean => doc.lines[index]?.soft === true;
const isHeading = (doc: Flat, index: number): boolean => /^[A-Z]/.test(doc.lines[index]?.text ?? '') && HEAD.test((doc.lines[index]?.text ?? '').slice(0, 80));

/** Index of the last line of the paragraph that a line is in. */
function paragraphLast(doc: Flat, from: number, labels: ReadonlySet<number>): number {
  let last = from;
  for (let at = from + 1; at < doc.lines.length; at += 1) {
    const line = doc.lines[at];
    if (line === undefined || line.text === '' || line.furniture || labels.has(at) || isHeading(doc, at)) break;
    last = at;
  }
  return last;
}

/** The paragraph under a heading, with the list that it introduces. */
function paragraph(doc: Flat, from: number, labels: ReadonlySet<number>): Span | null {
  const first = nextWords(doc, from);
  const line = doc.lines[first];
  if (line === undefined || labels.has(first) || isHeading(doc, first)) return null;
  const last = paragraphLast(doc, first, labels);
  let end = doc.lines[last]?.end ?? line.end;
  if (doc.flat.charAt(end - 1) === ':') end = listFrom(doc, last + 1, (at) => labels.has(at) || isHeading(doc, at)).bullets.at(-1)?.end ?? end;
  return { start: line.start, end };
}

const LISTED: readonly { readonly key: SectionKey; readonly kind: ItemKind; readonly name: string }[] = [
  { key: 'recommendations', kind: 'recommendation', name: 'Recommendations' },
  { key: 'areas', kind: 'area-for-improvement', name: 'Areas for improvement' },
  { key: 'causes', kind: 'cause-of-concern', name: 'Causes of concern' },
];
const DIRECTIVE =
  /^["']?(?:By |Within |Immediately|With immediate |As soon as )[\s\S]{0,400}\b(?:should|must)\b|^["']?(?:The (?:force|constabulary)|Chief constables?|All (?:police )?forces|The Home Office)\b[\s\S]{0,200}\b(?:should|must)\b/i;

/** Items in the section of their kind that have no heading of their own: list lines, and paragraphs that ask for something. */
function listed(doc: Flat, sections: readonly Section[], taken: readonly ItemHeading[]): readonly Candidate[] {
  return LISTED.flatMap(({ key, kind, name }) =>
    sections
      .filter((one) => one.key === key && one.end > one.start)
      .flatMap((section): Candidate[] => {
        if (taken.some((one) => one.start >= section.start && one.start < section.end)) return [];
        const found: Candidate[] = [];
        for (let at = section.line + (section.inline ? 0 : 1); at < doc.lines.length; at += 1) {
          const line = doc.lines[at];
          if (line === undefined || line.start >= section.end) break;
          if (line.end <= section.start || line.text === '' || line.furniture) continue;
          const start = Math.max(line.start, section.start);
          const bullet = start === line.start ? bulletOf(line) : null;
          const words = doc.flat.slice(start + (bullet?.length ?? 0), Math.min(section.end, line.end));
          if (
            !DIRECTIVE.test(words.slice(0, 700)) &&
            !(bullet !== null && kind !== 'recommendation' && /\b(?:should|must|needs? to)\b/.test(words.slice(0, 700)))
          )
            continue;
          found.push({
            kind,
            number: bullet?.number ?? null,
            start: start + (bullet?.length ?? 0),
            end: Math.min(section.end, line.end),
            sure: 'likely',
            because: `It stands under '${name}'.`,
          });
        }
        return found;
      }),
  );
}

/** Lessons: a list under a line that says so. */
function lessons(doc: Flat, sections: readonly Section[]): readonly Candidate[] {
  const labels = new Set(sections.map((one) => one.line));
  const found: Candidate[] = [];
  const starts = new Set(sections.filter((one) => one.key === 'lessons').map((one) => one.line));
  for (let at = 0; at < doc.lines.length; at += 1) {
    const line = doc.lines[at];
    if (line === undefined || !(starts.has(at) || (line.text.endsWith(':') && line.text.length <= 400 && /\blessons?\b/i.test(line.text)))) continue;
    const { bullets, next } = listFrom(doc, at + 1, (index) => labels.has(index) || isHeading(doc, index));
    const police = /\bpolic(?:e|ing)\b/i.exec(line.text);
    const owner: ProposedOwner | null =
      police === null ? null : { owner: 'own-force', name: police[0], sure: 'unsure', because: `The list is introduced by '${line.text.slice(0, 120)}'.` };
    found.push(
      ...bullets.map(
        (one): Candidate => ({ ...one, kind: 'lesson', sure: 'likely', because: `It is in a list introduced by '${line.text.slice(0, 120)}'.`, owner }),
      ),
    );
    if (bullets.length > 0) at = next - 1;
  }
  return found;
}

const NONE =
  /^(?:there (?:are|were) )?no (recommendations|areas for improvement|causes of concern)(?: (?:are |were |have been )?(?:made|identified))?(?: in (?:this|the) report)?\.?$/i;

/** Where the text says that there are none of a kind. */
export function findNone(doc: Flat): readonly NoneStated[] {
  const kinds: Readonly<Record<string, ItemKind>> = {
    recommendations: 'recommendation',
    'areas for improvement': 'area-for-improvement',
    'causes of concern': 'cause-of-concern',
  };
  return doc.lines.flatMap((line) => {
    const kind = line.text.length > 120 ? undefined : kinds[(NONE.exec(line.text)?.[1] ?? '').toLowerCase()];
    return kind === undefined ? [] : [{ kind, text: doc.source.slice(line.start, line.end), start: line.start, end: line.end }];
  });
}

/** Only letters and digits, so that quotation marks, links and capitals make no difference. */
const essence = (words: string): string =>
  plainWords(words)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

export interface ItemReading {
  readonly items: readonly ProposedItem[];
  readonly notes: readonly string[];
}

export function findItems(doc: Flat, sections: readonly Section[], headings: readonly ItemHeading[], options: ProposeOptions): ItemReading {
  const notes: string[] = [];
  const candidates: Candidate[] = [
    ...headings.flatMap(({ words, kind, number, start }): Candidate[] =>
      words === null || (inResponse(sections, start) && !asks(doc, words))
        ? []
        : [{ ...words, kind, number, sure: 'certain', because: `It stands under the heading '${heading(doc, start)}'.` }],
    ),
    ...listed(doc, sections, headings),
    ...lessons(doc, sections),
    ...findRepeated(doc),
  ].toSorted((a, b) => a.start - b.start);
  if (candidates.length > MOST_ITEMS) notes.push(`The text seems to have ${candidates.length} items: the first ${MOST_ITEMS} are proposed.`);

  const byKey = new Map<string, { first: Candidate; words: string; clean: string; places: Passage[]; because: string[] }>();
  for (const one of candidates.slice(0, MOST_ITEMS)) {
    const place: Passage = { text: doc.source.slice(one.start, one.end), start: one.start, end: one.end };
    const clean = cleanWords(doc, one.start, one.end);
    const words = essence(clean);
    const key = `${one.kind}|${one.repeats ? 'repeated' : ''}|${one.number ?? words}`;
    const held = byKey.get(key);
    if (held === undefined) byKey.set(key, { first: one, words, clean, places: [place], because: [one.because] });
    else if (held.words === words) held.places.push(place);
    else if (!inResponse(sections, one.start))
      notes.push(`${heading(doc, one.start, one)} stands in the text twice with different words. The first is proposed: check the other.`);
  }
  const items = Array.from(byKey.values(), ({ first, clean, places, because }): ProposedItem => {
    const place = places[0] as Passage; // each entry is made with one
    const due = proposeDue(clean);
    const owner = first.owner === undefined ? proposeOwner(clean, options) : first.owner;
    const more = places.length > 1 ? [`It stands in the text ${places.length} times.`] : [];
    return {
      ...place,
      kind: first.kind,
      number: first.number,
      owner,
      due,
      repeats: first.repeats ?? null,
      sure: first.sure,
      because: [...because, ...more],
      occurrences: places,
    };
  });
  return { items, notes };
}

const heading = (doc: Flat, start: number, one?: Candidate): string =>
  one === undefined ? (HEAD.exec(doc.flat.slice(start, start + 80))?.[0] ?? '').trim() : `${one.kind} ${one.number ?? ''}`.trim();

/** The words ask for something, so they are an item's and not an answer to it. */
function asks(doc: Flat, { start, end }: Span): boolean {
  const words = doc.flat.slice(start, Math.min(end, start + 600));
  return OPENING.test(words) && /\b(?:should|must)\b/.test(words);
}

/** A response answers under the item's heading with words of its own. */
const inResponse = (sections: readonly Section[], start: number): boolean =>
  sections.some(
    (one) =>
      (one.key === 'chiefResponse' || one.key === 'bodyResponse' || one.key === 'initialResponse' || one.key === 'overallComments') &&
      start >= one.start &&
      start < one.end,
  );
