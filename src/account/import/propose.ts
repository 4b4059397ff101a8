/** A report's or response's text read field by field into a proposal. Nothing is filed by it: a person confirms each part. */
import { readText } from './decode.ts';
import { readFields } from './fields.ts';
import { cleanWords, type Flat, flatten } from './flatten.ts';
import { findHeadings, findItems, findNone, type ItemHeading } from './items.ts';
import { listFrom } from './lists.ts';
import { findMentions } from './mentions.ts';
import { readResponse } from './response.ts';
import { contents, findSections, type Section } from './sections.ts';
import type { DocumentKind, Passage, Proposal, ProposedItem, ProposeOptions } from './types.ts';

/**
 * @param input the text as pasted, or the bytes of a text file. Time and memory are linear in its length.
 * @returns places are in {@link Proposal.source}
 * @throws HeadwaterError bad input: `import-empty`, `import-too-long`, `import-not-text`
 */
export function proposeFromText(input: string | Uint8Array, options: ProposeOptions = {}): Proposal {
  const { text: source, notes: decoding } = readText(input);
  const doc = flatten(source);
  const { lines: skipped, headings: promised } = contents(doc);
  const sections = findSections(doc, skipped, promised);
  const labels = new Set(sections.map((one) => one.line));
  const headings = findHeadings(doc, labels, skipped);
  const kind = kindOf(doc, sections, headings, skipped.size > 0);
  const { fields, blank, notes: fieldNotes } = readFields(doc, sections, kind, skipped);
  const { items, notes: itemNotes } = findItems(doc, sections, headings, options);
  const none = findNone(doc);
  const { mentions, stated } = findMentions(
    doc,
    items.flatMap((item) => item.occurrences),
  );
  return {
    kind,
    source,
    fields,
    blank,
    findings: findFindings(doc),
    items,
    mentions,
    none,
    statedRecommendations: stated,
    response: readResponse(doc, sections, headings, items),
    notes: [...new Set([...decoding, ...doc.notes, ...fieldNotes, ...itemNotes, ...countNotes(items, stated)])],
  };
}

function kindOf(doc: Flat, sections: readonly Section[], headings: readonly ItemHeading[], hasContents: boolean): DocumentKind {
  const has = (...keys: Section['key'][]): boolean => sections.some((one) => keys.includes(one.key));
  if (has('initialResponse', 'overallComments') || doc.lines.slice(0, 40).some((line) => /\binspection response record\b/i.test(line.text.slice(0, 200))))
    return 'record';
  if (has('chiefResponse', 'bodyResponse', 'officeUse')) return 'response';
  return hasContents || headings.length > 0 || doc.lines.slice(0, 40).some((line) => /\bembargo\b/i.test(line.text.slice(0, 100))) ? 'report' : 'summary';
}

/** The list after a line that ends `found:`. */
function findFindings(doc: Flat): readonly Passage[] {
  const at = doc.lines.findIndex((line) => line.text.length <= 400 && /\bfound:$/i.test(line.text));
  if (at < 0) return [];
  return listFrom(doc, at + 1).bullets.map(({ start, end }) => ({ text: doc.source.slice(start, end), start, end }));
}

function countNotes(items: readonly ProposedItem[], stated: number | null): readonly string[] {
  const own = items.filter((one) => one.kind === 'recommendation' && one.repeats === null).length;
  if (stated === null || stated === own) return [];
  return [`The text says that there are ${stated} recommendations, and the words of ${own} are in it. The others are not proposed: take them from the report.`];
}

/** A proposal's passage as a person reads it: page furniture, tags and links' addresses left out. */
export const readable = (proposal: Pick<Proposal, 'source'>, passage: Passage): string => cleanWords(flatten(proposal.source), passage.start, passage.end);
