/** A recommendation of an earlier report that this one repeats, quoted after a sentence that says so. */
import type { Flat, Line } from './flatten.ts';
import type { Candidate } from './items.ts';
import { nextWords, type Span } from './lists.ts';

const SAYS_SO = /\brepeat(?:s|ed|ing)?\b[^.]{0,80}\brecommendation\b/i;
const REPORT = /\b(?:in|of) (?:our|the|its)? ?\[?\*?([^*\][]{3,200}?)\*?(?:\]\([^()\s]{0,500}\))? report\b/i;
const MONTH_YEAR = /\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b/;

export function findRepeated(doc: Flat): readonly Candidate[] {
  return doc.lines.flatMap((line, index): Candidate[] => {
    if (line.text.length > 2000 || !line.text.includes('repeat')) return [];
    const says = SAYS_SO.exec(line.text);
    if (says === null) return [];
    const quoted = quotedAfter(doc, line, index, says.index + says[0].length);
    // A mark that opens and says nothing quotes nothing.
    if (quoted === null || doc.source.slice(quoted.start, quoted.end).trim() === '') return [];
    const sentence = line.text.slice(says.index, says.index + 600);
    const report = REPORT.exec(sentence)?.[1]?.trim() ?? null;
    const credit = doc.lines[nextWords(doc, quoted.line + 1)]?.text.slice(0, 400) ?? '';
    const credited = report !== null && credit.toLowerCase().includes(report.toLowerCase());
    return [
      {
        kind: 'recommendation',
        number: null,
        start: quoted.start,
        end: quoted.end,
        sure: 'likely',
        because: `The text says that it repeats it from an earlier report: '${line.text.slice(0, 160)}'.`,
        repeats: { report, published: credited ? (MONTH_YEAR.exec(credit)?.[0] ?? null) : null },
      },
    ];
  });
}

/** What stands within quotation marks: later in the line, or as the next paragraph. */
function quotedAfter(doc: Flat, line: Line, index: number, from: number): (Span & { readonly line: number }) | null {
  const open = line.text.indexOf('"', from);
  const close = open < 0 ? -1 : line.text.indexOf('"', open + 1);
  if (close > open) return { start: line.start + open + 1, end: line.start + close, line: index };
  const at = nextWords(doc, index + 1);
  const next = doc.lines[at];
  if (next === undefined || !next.text.startsWith('"')) return null;
  const end = next.text.indexOf('"', 1);
  return { start: next.start + 1, end: end < 0 ? next.end : next.start + end, line: at };
}
