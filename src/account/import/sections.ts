/** The labels and headings that reports, responses and records of inspection use, and the stretch of text that stands under each. */
import type { Flat, Line } from './flatten.ts';

export type SectionKey =
  | 'title'
  | 'published'
  | 'publicationType'
  | 'scope'
  | 'link'
  | 'localDeadline'
  | 'inspectorates'
  | 'grade'
  | 'version'
  | 'force'
  | 'policingBody'
  | 'chiefOfficer'
  | 'summary'
  | 'description'
  | 'keyFindings'
  | 'recommendations'
  | 'areas'
  | 'causes'
  | 'lessons'
  | 'chiefResponse'
  | 'bodyResponse'
  | 'initialResponse'
  | 'overallComments'
  | 'officeUse'
  | 'otherHeading';

export interface Section {
  readonly key: SectionKey;
  /** Index of the label's own line. */
  readonly line: number;
  /** What stands beside the label, or under it up to the next; trimmed, start = end where it is blank. */
  readonly start: number;
  readonly end: number;
  /** Something stands on the label's own line. */
  readonly inline: boolean;
}

const BODY = `(?:pf?cc|(?:police|deputy mayor|mayor|commissioner|local policing body|policing body)[a-z, ]{0,50}?)(?:'s)?`;
const TO_REPORT = String.raw`(?: to (?:the |this )?(?:report|inspection)(?: and any recommendations)?(?: ?\/ ?areas for improvement)?)?`;

/** `bare` may stand without colon or tab. Matched against the whole label in lower case, at most {@link LONGEST_LABEL} characters. */
const LABELS: readonly { readonly key: SectionKey; readonly bare: boolean; readonly words: RegExp }[] = [
  { key: 'title', bare: false, words: /^(?:inspection title|title of (?:the )?(?:inspection|report)|report title)$/ },
  { key: 'published', bare: false, words: /^(?:published(?: on)?|date published|publication date|date of publication)$/ },
  { key: 'publicationType', bare: false, words: /^publication types?$/ },
  { key: 'scope', bare: false, words: /^police forces?(?: inspected)?$/ },
  { key: 'link', bare: false, words: /^link to (?:the )?report$/ },
  { key: 'localDeadline', bare: false, words: /^(?:section 55 )?response deadline$/ },
  { key: 'inspectorates', bare: false, words: /^inspectorates?$/ },
  { key: 'grade', bare: false, words: /^(?:overall )?(?:grade|judg?ement)$/ },
  { key: 'version', bare: false, words: /^version$/ },
  { key: 'force', bare: false, words: /^force$/ },
  { key: 'policingBody', bare: false, words: /^(?:police(?:,? fire,?)? and crime commissioner|pf?cc|local policing body|policing body|mayor)$/ },
  { key: 'chiefOfficer', bare: false, words: /^chief (?:constable|officer)$/ },
  { key: 'summary', bare: true, words: /^summary(?: of (?:the )?inspection)?$/ },
  { key: 'description', bare: false, words: /^description$/ },
  { key: 'keyFindings', bare: true, words: /^key findings$/ },
  { key: 'recommendations', bare: true, words: /^recommendations$/ },
  { key: 'areas', bare: true, words: /^areas for improvement$/ },
  { key: 'causes', bare: true, words: /^causes of concern$/ },
  { key: 'lessons', bare: true, words: /^lessons(?: (?:learned|learnt|identified))?$/ },
  { key: 'chiefResponse', bare: true, words: new RegExp(`^chief (?:constable|officer)(?:'?s)? (?:response|comments)${TO_REPORT}$`) },
  { key: 'initialResponse', bare: true, words: new RegExp(`^${BODY} initial response$`) },
  { key: 'overallComments', bare: true, words: new RegExp(`^${BODY} overall comments$`) },
  { key: 'bodyResponse', bare: true, words: new RegExp(`^${BODY} (?:response|comments)${TO_REPORT}$`) },
  { key: 'officeUse', bare: true, words: /^for office use only$/ },
];

const LONGEST_LABEL = 120;
/** A form has some twenty labels. More than this is no form, and what is worked out for each pair of label and item stays small. */
const MOST_SECTIONS = 400;

/** Labels that hold one line; the others hold all up to the next label. */
const ONE_LINE = new Set<SectionKey>([
  'title',
  'published',
  'publicationType',
  'scope',
  'localDeadline',
  'inspectorates',
  'grade',
  'version',
  'force',
  'policingBody',
  'chiefOfficer',
]);

interface Label {
  readonly key: SectionKey;
  readonly line: number;
  /** Where the label's own words end. */
  readonly after: number;
}

/** @param skipped lines that are no labels: the table of contents */
export function findSections(doc: Flat, skipped: ReadonlySet<number>, headings: ReadonlySet<string>): readonly Section[] {
  const labels: Label[] = [];
  for (const [index, line] of doc.lines.entries()) {
    if (line.text === '' || skipped.has(index)) continue;
    const label = labelOf(doc, line);
    if (label !== null) labels.push({ ...label, line: index });
    else if (line.text.length <= LONGEST_LABEL && headings.has(line.text.toLowerCase())) labels.push({ key: 'otherHeading', after: line.end, line: index });
  }
  return labels.slice(0, MOST_SECTIONS).map((label, at) => section(doc, label, labels[at + 1]));
}

function labelOf(doc: Flat, line: Line): { key: SectionKey; after: number } | null {
  const { text } = line;
  const head = text.slice(0, LONGEST_LABEL + 1);
  const tab = head.indexOf('\t');
  const colon = head.indexOf(':');
  const ends = [tab, colon].filter((at) => at > 0);
  if (text.length <= LONGEST_LABEL) ends.push(text.length);
  for (const end of ends.toSorted((a, b) => a - b)) {
    // A tab after it is a second column that is blank.
    const marked = end < text.length || text.endsWith(':') || doc.flat.charAt(line.end) === '\t';
    const words = text
      .slice(0, end)
      .replace(/[:\s]+$/, '')
      .replaceAll(/\s+/g, ' ')
      .toLowerCase();
    const found = LABELS.find((label) => (label.bare || marked) && label.words.test(words));
    if (found === undefined) continue;
    return { key: found.key, after: line.start + Math.min(text.length, end + 1) };
  }
  return null;
}

function section(doc: Flat, label: Label, next: Label | undefined): Section {
  const own = doc.lines[label.line];
  const limit = next === undefined ? doc.flat.length : (doc.lines[next.line]?.start ?? doc.flat.length);
  const beside = own === undefined ? label.after : own.end;
  const [inlineStart, inlineEnd] = trim(doc.flat, label.after, beside);
  const inline = inlineEnd > inlineStart;
  if (!ONE_LINE.has(label.key) && label.key !== 'link') return made(label, trim(doc.flat, inline ? inlineStart : label.after, limit), inline);
  if (label.key === 'link') return made(label, trim(doc.flat, inline ? inlineStart : label.after, linkEnd(doc, label.line, limit, inline)), inline);
  if (inline) return made(label, [inlineStart, inlineEnd], true);
  // The next line with words, unless a label comes first. A tag's blank lines lie between as well.
  for (let at = label.line + 1; at < doc.lines.length; at += 1) {
    const line = doc.lines[at];
    if (line === undefined || line.start >= limit) break;
    if (line.text !== '' && !line.furniture) return made(label, [line.start, line.end], false);
  }
  return made(label, [label.after, label.after], false);
}

const made = (label: Label, [start, end]: readonly [number, number], inline: boolean): Section => ({ key: label.key, line: label.line, start, end, inline });

/** A link that was broken over lines goes on in lines that begin with a tab. */
function linkEnd(doc: Flat, from: number, limit: number, inline: boolean): number {
  let end = inline ? (doc.lines[from]?.end ?? limit) : -1;
  for (let at = from + 1; at < doc.lines.length; at += 1) {
    const line = doc.lines[at];
    if (line === undefined || line.start >= limit) break;
    if (end < 0 && line.text === '') continue;
    if (line.text === '' || (end >= 0 && !line.indented)) break;
    end = line.end;
  }
  return end < 0 ? limit : end;
}

export function trim(flat: string, from: number, to: number): readonly [number, number] {
  let [start, end] = [from, to];
  while (start < end && /\s/.test(flat.charAt(start))) start += 1;
  while (end > start && /\s/.test(flat.charAt(end - 1))) end -= 1;
  return [start, end];
}

/** The table of contents: which lines it is, and the headings it promises, in lower case. */
export function contents(doc: Flat): { readonly lines: ReadonlySet<number>; readonly headings: ReadonlySet<string> } {
  const lines = new Set<number>();
  const headings = new Set<string>();
  const from = doc.lines.findIndex((line) => /^(?:table of )?contents$/i.test(line.text.slice(0, 20)));
  if (from < 0) return { lines, headings };
  for (let at = from + 1; at < doc.lines.length; at += 1) {
    const line = doc.lines[at];
    if (line === undefined) break;
    if (line.text === '' || line.furniture) continue;
    const entry = line.text.length <= 300 ? /^(.*\S)[\s.]+\d{1,4}$/.exec(line.text) : null;
    if (entry === null) break;
    lines.add(at);
    headings.add((entry[1] ?? '').replace(/[\s.]+$/, '').toLowerCase());
  }
  lines.add(from);
  return { lines, headings };
}
