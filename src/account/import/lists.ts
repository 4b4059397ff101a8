/** Paragraphs and lists, as places in the text. */
import type { Flat, Line } from './flatten.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Bullet extends Span {
  /** The number that the list itself gives; null for a bullet. */
  readonly number: string | null;
}

const BULLET = /^(?:[-*\u2022\u25cf\u25aa\u00b7]|(\d{1,3})[.)]|\(?[a-z]\))\s+(?=\S)/;

/** A mark of a list at the head of a line, or null. */
export function bulletOf(line: Line): { readonly number: string | null; readonly length: number } | null {
  const match = BULLET.exec(line.text.slice(0, 12));
  return match === null ? null : { number: match[1] ?? null, length: match[0].length };
}

/** The next line with words, from an index on; page furniture is passed over. */
export function nextWords(doc: Flat, from: number): number {
  let at = from;
  while (at < doc.lines.length) {
    const line = doc.lines[at];
    if (line !== undefined && line.text !== '' && !line.furniture) return at;
    at += 1;
  }
  return -1;
}

/** The list that begins at or after a line: marked lines, each with the unmarked lines that go on from it. `stops` tells lines that no list runs into. */
export function listFrom(
  doc: Flat,
  from: number,
  stops: (index: number) => boolean = () => false,
): { readonly bullets: readonly Bullet[]; readonly next: number } {
  const bullets: Bullet[] = [];
  let at = nextWords(doc, from);
  let next = from;
  while (at >= 0) {
    const line = doc.lines[at];
    const bullet = line === undefined ? null : bulletOf(line);
    if (line === undefined || bullet === null) break;
    let end = line.end;
    let following = at + 1;
    for (; following < doc.lines.length && !stops(following); following += 1) {
      const on = doc.lines[following];
      if (on === undefined || on.text === '' || on.furniture || bulletOf(on) !== null) break;
      end = on.end;
    }
    bullets.push({ number: bullet.number, start: line.start + bullet.length, end });
    next = following;
    at = nextWords(doc, following);
  }
  return { bullets, next };
}

/** Where the first sentence of a stretch ends: after its full stop, or at the stretch's end. */
export function sentenceEnd(doc: Flat, start: number, end: number): number {
  const stop = /[.!?]["')\]]{0,2}(?= +["'(]?[A-Z])/.exec(doc.flat.slice(start, end));
  return stop === null ? end : start + stop.index + stop[0].length;
}

/** The sentences of one line, none longer than is sensible to read. */
export function* sentences(line: Line, longest = 800): Generator<Span & { readonly words: string }> {
  const stop = /[.!?]["')\]]{0,2}(?= +["'(]?[A-Z])/g;
  let from = 0;
  for (;;) {
    const match = stop.exec(line.text);
    const to = match === null ? line.text.length : match.index + match[0].length;
    const lead = line.text.slice(from, to).search(/\S/);
    if (lead >= 0 && to - from <= longest) yield { start: line.start + from + lead, end: line.start + to, words: line.text.slice(from + lead, to) };
    if (match === null) return;
    from = to;
  }
}
