/** The fields of a report: from labels where there are any, and from usual forms of words where not. */
import { parseEmbargo, type Scope } from '../rules/index.ts';
import { cleanWords, type Flat, plainWords } from './flatten.ts';
import { findInspectorates } from './inspectorates.ts';
import type { Section, SectionKey } from './sections.ts';
import type { BlankName, DocumentKind, FieldName, Found, ReportFields, Sure } from './types.ts';
import { readDate } from './when.ts';

export interface FieldReading {
  readonly fields: ReportFields;
  readonly blank: readonly BlankName[];
  readonly notes: readonly string[];
}

export const found = <T>(doc: Flat, start: number, end: number, value: T, sure: Sure, because: string): Found<T> => ({
  text: doc.source.slice(start, end),
  start,
  end,
  value,
  sure,
  because,
});

const TEXTS = ['publicationType', 'grade', 'version', 'force', 'policingBody', 'chiefOfficer', 'keyFindings', 'summary', 'description'] as const;
/** Fields whose label may stand there with nothing beside it. */
const LABELLED: readonly (FieldName & SectionKey)[] = ['title', 'inspectorates', 'published', 'scope', 'link', 'localDeadline', ...TEXTS];

export function readFields(doc: Flat, sections: readonly Section[], kind: DocumentKind, skipped: ReadonlySet<number>): FieldReading {
  const notes: string[] = [];
  const labelled = (key: SectionKey): Section | undefined => sections.find((one) => one.key === key && one.end > one.start);
  const text = (key: SectionKey): Found<string> | null => {
    const section = labelled(key);
    return section === undefined
      ? null
      : found(doc, section.start, section.end, cleanWords(doc, section.start, section.end), 'certain', `It stands under its own label.`);
  };
  const date = (key: SectionKey): Found<string> | null => {
    const section = labelled(key);
    if (section === undefined) return null;
    const words = doc.flat.slice(section.start, section.end);
    const read = readDate(words);
    if (read?.date == null) {
      notes.push(`'${words.slice(0, 60)}' could not be read as a date.`);
      return null;
    }
    return found(
      doc,
      section.start,
      section.end,
      read.date,
      read.figures ? 'likely' : 'certain',
      read.figures ? 'Labelled; figures are read as day, month and year.' : 'It stands under its own label.',
    );
  };

  const embargo = readEmbargo(doc, notes);
  const title = text('title') ?? headTitle(doc, kind, skipped);
  const texts = Object.fromEntries(TEXTS.map((key) => [key, text(key)])) as Record<(typeof TEXTS)[number], Found<string> | null>;
  const fields: ReportFields = {
    title,
    inspectorates: findInspectorates(doc, labelled('inspectorates'), title),
    published: date('published') ?? fromEmbargo(doc, embargo, notes),
    scope: readScope(text('scope')),
    link: readLink(doc, labelled('link'), notes),
    localDeadline: date('localDeadline'),
    embargo,
    ...texts,
  };
  const empty = (key: SectionKey): boolean => sections.some((one) => one.key === key && one.end === one.start) && labelled(key) === undefined;
  const blank: BlankName[] = LABELLED.filter((key) => fields[key] === null && empty(key));
  if (empty('recommendations')) blank.push('recommendations');
  if (empty('areas')) blank.push('areas-for-improvement');
  return { fields, blank, notes };
}

function readEmbargo(doc: Flat, notes: string[]): Found<string> | null {
  const reading = parseEmbargo(doc.flat);
  if (reading === null) return null;
  if ('problem' in reading) {
    notes.push(reading.problem);
    return null;
  }
  const { start, end, instant, warnings } = reading.found;
  notes.push(...warnings);
  return found(doc, start, end, instant, warnings.length > 0 ? 'unsure' : 'certain', `The text says so; it is ${reading.found.time} in Europe/London.`);
}

const MONTH_YEAR = '(?:january|february|march|april|may|june|july|august|september|october|november|december) [0-9]{4}';
const IMPRINT = new RegExp(`^(${MONTH_YEAR})\\b.*[|\u00a9]|\\((${MONTH_YEAR})\\)$`, 'i');

/** A report under embargo is published when the embargo ends. A month alone, in the imprint or beside the title, gives no date. */
function fromEmbargo(doc: Flat, embargo: Found<string> | null, notes: string[]): Found<string> | null {
  const match = doc.lines.flatMap((line) => (line.text.length < 300 ? [IMPRINT.exec(line.text)] : [])).find((one) => one !== null);
  const month = match?.[1] ?? match?.[2] ?? null;
  if (embargo === null) {
    if (month !== null) notes.push(`The text says ${month} and no day, so no publication date is proposed.`);
    return null;
  }
  const read = readDate(doc.flat.slice(embargo.start, embargo.end));
  if (read?.date == null) return null;
  notes.push('The publication date is taken from the embargo: check it.');
  const because = `The embargo ends on that day${month === null ? '' : `, and the imprint says ${month}`}; the text states no publication date.`;
  return found(doc, embargo.start, embargo.end, read.date, 'unsure', because);
}

const ALL = /\ball (?:local |police |territorial )*forces\b|\bevery (?:police )?force\b/i;

function readScope(words: Found<string> | null): Found<Scope | null> | null {
  if (words === null) return null;
  const { value } = words;
  if (ALL.test(value.slice(0, 400))) return { ...words, value: 'all', because: `'${value.slice(0, 80)}' means all forces.` };
  const names = value.split(/[,;\n]| and (?=[A-Z])/).filter((name) => name.trim() !== '');
  // 'Avon and Somerset' is one force: a single 'and' does not tell.
  if (names.length > 2 || (names.length === 2 && /[,;\n]/.test(value)))
    return { ...words, value: 'several', sure: 'likely', because: `${names.length} forces seem to be named.` };
  if (names.length === 2) return { ...words, value: null, sure: 'unsure', because: 'It may name one force or two.' };
  return { ...words, value: 'one', sure: 'likely', because: 'One force seems to be named.' };
}

function readLink(doc: Flat, section: Section | undefined, notes: string[]): Found<string> | null {
  if (section === undefined) return null;
  const words = doc.source.slice(section.start, section.end);
  const parts = words.split(/\s+/);
  const from = parts.findIndex((part) => /https?:\/\//i.test(part));
  if (from < 0) {
    notes.push('The link to the report has no address in the text.');
    return null;
  }
  const joined = parts.slice(from).join('');
  const bare = /https?:\/\/[^\s)\]<>"]+/i.exec(joined)?.[0] ?? '';
  if (!URL.canParse(bare)) {
    notes.push('The link to the report is no address that can be opened.');
    return null;
  }
  const whole = parts.length - from === 1;
  if (!whole) notes.push('The link to the report was broken over lines and has been joined: check it.');
  return found(
    doc,
    section.start,
    section.end,
    bare,
    whole ? 'certain' : 'likely',
    whole ? 'It stands under its own label.' : 'Labelled; its two lines are joined.',
  );
}

/** Without a label, a report's title is its first line. */
function headTitle(doc: Flat, kind: DocumentKind, skipped: ReadonlySet<number>): Found<string> | null {
  if (kind === 'response' || kind === 'record') return null;
  const at = doc.lines.findIndex((line, index) => line.text !== '' && !line.furniture && !skipped.has(index) && !/\bembargo/i.test(line.text.slice(0, 40)));
  const line = doc.lines[at];
  if (line === undefined || line.text.length > 300 || !/[a-z]{3}/i.test(line.text)) return null;
  // '<title> - <inspectorate> (<month>)' on a page that tells of a report.
  const dash = line.text.lastIndexOf(' - ');
  const tail = dash > 0 && /inspectorate|hmicfrs|ofsted|commission/i.test(line.text.slice(dash)) ? dash : line.text.length;
  const end = line.start + line.text.slice(0, tail).trimEnd().length;
  return found(doc, line.start, end, plainWords(doc.source.slice(line.start, end)), 'likely', 'It is the first line of the text.');
}
