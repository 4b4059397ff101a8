/** Who inspected: from a label, from the title, from the sentence that says who carried the inspection out, or from the imprint. */
import { INSPECTORATES } from '../rules/index.ts';
import type { Flat } from './flatten.ts';
import { type Section, trim } from './sections.ts';
import type { Found, Sure } from './types.ts';

/** Codes of those named in some words, in the order in which they are named. */
export function namedInspectorates(words: string): readonly string[] {
  const low = words.toLowerCase();
  return INSPECTORATES.flatMap(({ code, aliases }) => {
    const places = aliases.map((alias) => low.indexOf(alias.toLowerCase())).filter((at) => at >= 0);
    return places.length === 0 ? [] : [{ code, at: Math.min(...places) }];
  })
    .toSorted((a, b) => a.at - b.at)
    .map(({ code }) => code);
}

export function findInspectorates(doc: Flat, label: Section | undefined, title: Found<string> | null): Found<readonly string[]> | null {
  const as = (start: number, end: number, sure: Sure, because: string): Found<readonly string[]> | null => {
    const value = namedInspectorates(doc.flat.slice(start, end));
    return value.length === 0 ? null : { text: doc.source.slice(start, end), start, end, value, sure, because };
  };
  return (
    (label === undefined ? null : as(label.start, label.end, 'certain', 'It stands under its own label.')) ??
    (title === null ? null : as(title.start, lineEnd(doc, title.start), 'likely', 'The title names it.')) ??
    carriedOut(doc, as) ??
    imprint(doc, as)
  );
}

const lineEnd = (doc: Flat, start: number): number => {
  const newline = doc.flat.indexOf('\n', start);
  return trim(doc.flat, start, newline < 0 ? doc.flat.length : newline)[1];
};

type Read = (start: number, end: number, sure: Sure, because: string) => Found<readonly string[]> | null;

/** `Ofsted, the Care Quality Commission and HMICFRS carried out a joint targeted area inspection`: the names before the verb. */
function carriedOut(doc: Flat, as: Read): Found<readonly string[]> | null {
  for (const line of doc.lines) {
    if (line.text.length > 4000 || !line.text.includes('inspection')) continue;
    const verb = /\b(?:carried out|conducted|undertook)\b/.exec(line.text);
    if (verb === null || !/^[^.]{0,120}\binspection/.test(line.text.slice(verb.index))) continue;
    const from = Math.max(0, line.text.lastIndexOf('. ', verb.index) + 1);
    const [start, end] = trim(doc.flat, line.start + from, line.start + verb.index);
    const read = as(start, end, 'likely', 'The text says that they carried the inspection out.');
    if (read !== null) return read;
  }
  return null;
}

function imprint(doc: Flat, as: Read): Found<readonly string[]> | null {
  const line = doc.lines.findLast((one) => one.text.length < 200 && one.text.includes('\u00a9'));
  return line === undefined ? null : as(line.start, line.end, 'likely', "It stands in the report's imprint.");
}
