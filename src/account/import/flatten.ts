/**
 * A text made easy to read without moving a character: quotes straight, dashes and spaces plain, direction marks blank, HTML tags blank, lines split. All is
 * replaced one for one, so that a place in the flat text is the same place in the source, and what is proposed is the source's own words.
 */

export interface Line {
  /** Of the words, without the spaces around them. */
  readonly start: number;
  readonly end: number;
  /** Flat words from start to end; '' for a blank line. */
  readonly text: string;
  /** The line begins with a tab: the second column of a table goes on. */
  readonly indented: boolean;
  /** Split off where a recommendation begins in mid-line, so it may run on into other words. */
  readonly soft: boolean;
  /** A header, footer or page number. */
  readonly furniture: boolean;
}

export interface Flat {
  readonly source: string;
  readonly flat: string;
  readonly lines: readonly Line[];
  readonly notes: readonly string[];
}

const REPLACED = new Map<string, string>([
  ...[...'\u2018\u2019\u201a\u201b\u2032\u0092\u0091'].map((char) => [char, "'"] as const),
  ...[...'\u201c\u201d\u201e\u201f\u2033\u0093\u0094'].map((char) => [char, '"'] as const),
  ...[...'\u2010\u2011\u2012\u2013\u2014\u2015\u2212'].map((char) => [char, '-'] as const),
  ...[...'\r\v\f\u0085\u2028\u2029'].map((char) => [char, '\n'] as const),
]);
const ODD = /[\u0085\u0091-\u0094\u00a0\u00ad\u2000-\u200f\u2010-\u2015\u2018-\u201f\u2028-\u202f\u2032\u2033\u205f-\u2069\u2212\u3000\ufeff\r\v\f]/g;
const BIDI = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const TAG = /<\/?(p|br|ol|ul|li|div|span|b|strong|i|em|u|h[1-6]|table|tbody|thead|tr|td|th|a|sup|sub|font|script|style|img)(?:\s[^<>]{0,500})?\/?>/gi;
const INLINE = new Set(['span', 'b', 'strong', 'i', 'em', 'u', 'a', 'sup', 'sub', 'font']);
const FURNITURE = /^(?:under (?:strict )?embargo|\||page \d{1,4}(?: of \d{1,4})?|\d{1,4})$/i;
const MID_LINE =
  /(?<=[.;:"')\]] )(?:Recommendation|Area for improvement|Cause of concern) \d{1,3}[:.]? (?=By |Within |Immediately|With immediate |The |All |Chief |Police |Forces )/g;

export function flatten(source: string): Flat {
  const notes: string[] = [];
  // A line end of two characters is one line end.
  let flat = source.replaceAll(/\r(?=\n)/g, ' ').replaceAll(ODD, (char) => REPLACED.get(char) ?? ' ');
  if (BIDI.test(source))
    notes.push(
      'The text holds hidden marks that turn the direction of writing. They are kept in the source and passed over in reading: check that the words read as they look.',
    );
  const plain = flat;
  flat = flat.replaceAll(TAG, (tag, name: string) => `${INLINE.has(name.toLowerCase()) ? ' ' : '\n'}${' '.repeat(tag.length - 1)}`);
  if (flat !== plain) notes.push('The text holds HTML. It is treated as text: tags are passed over in reading and kept in the source.');
  return { source, flat, lines: split(flat), notes };
}

function split(flat: string): readonly Line[] {
  const lines: Line[] = [];
  const breaks = Array.from(flat.matchAll(MID_LINE), (match) => match.index);
  let nextBreak = 0;
  let at = 0;
  let soft = false;
  while (at <= flat.length) {
    const newline = flat.indexOf('\n', at);
    const lineEnd = newline < 0 ? flat.length : newline;
    while ((breaks[nextBreak] ?? Number.POSITIVE_INFINITY) <= at) nextBreak += 1;
    const cut = breaks[nextBreak] ?? Number.POSITIVE_INFINITY;
    const end = Math.min(lineEnd, cut);
    lines.push(line(flat, at, end, soft));
    soft = cut < lineEnd;
    at = soft ? cut : lineEnd + 1;
  }
  return lines;
}

function line(flat: string, from: number, to: number, soft: boolean): Line {
  let [start, end] = [from, to];
  while (start < end && isSpace(flat.charCodeAt(start))) start += 1;
  while (end > start && isSpace(flat.charCodeAt(end - 1))) end -= 1;
  const text = flat.slice(start, end);
  return { start, end, text, indented: flat.charAt(from) === '\t', soft, furniture: text.length <= 24 && FURNITURE.test(text) };
}

const isSpace = (code: number): boolean => code === 32 || code === 9;

/** Words for a person and for comparing: tags and marks of links and emphasis left out, spaces single, paragraphs kept. */
export function cleanWords(doc: Flat, start: number, end: number): string {
  const paragraphs: string[] = [];
  let held: string[] = [];
  const settle = (): void => {
    if (held.length > 0) paragraphs.push(held.join('\n'));
    held = [];
  };
  for (const one of linesWithin(doc, start, end)) {
    if (one.furniture) continue;
    if (one.text === '') settle();
    else held.push(plainWords(doc.source.slice(Math.max(start, one.start), Math.min(end, one.end))));
  }
  settle();
  return paragraphs.join('\n\n');
}

const LINK = /\[([^\][]{0,500})\]\([^()\s]{0,500}\)/g;

/** One line's words without tags, links' addresses and emphasis. */
export const plainWords = (text: string): string =>
  text
    .replaceAll(TAG, ' ')
    .replaceAll(LINK, '$1')
    .replaceAll(/(?<![\w*])\*([^*\n]{1,300})\*(?![\w*])/g, '$1')
    .replaceAll(/[^\S\n]+/g, ' ')
    .trim();

/** The lines that lie in a range, found by halving. */
export function linesWithin(doc: Flat, start: number, end: number): readonly Line[] {
  const from = firstLine(doc, start);
  let to = from;
  while (to < doc.lines.length && (doc.lines[to]?.start ?? end) < end) to += 1;
  return doc.lines.slice(from, to);
}

/** Index of the first line that ends after a place. */
export function firstLine(doc: Flat, place: number): number {
  let [low, high] = [0, doc.lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((doc.lines[middle]?.end ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
