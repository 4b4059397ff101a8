import { readXml } from '../xml/read.ts';
import { gather } from './gather.ts';
import { odtCounter, odtListStyles } from './odt-lists.ts';

const TEXT = 'urn:oasis:names:tc:opendocument:xmlns:text:1.0';
const TABLE = 'urn:oasis:names:tc:opendocument:xmlns:table:1.0';
const OFFICE = 'urn:oasis:names:tc:opendocument:xmlns:office:1.0';
const SVG = 'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0';
/** A cell may claim to be repeated a million times; a text has no use for more than a few. */
const MAX_REPEATED = 100;

/**
 * The words of an OpenDocument text, lists with the marks that are printed. Left out: what tracked changes deleted, comments, notes, the titles and
 * descriptions of tables and pictures, headers and footers.
 */
export function odtText(content: string, styles: string | null): string {
  const out = gather();
  const counter = odtCounter(odtListStyles(styles, content));
  const paragraphs: { text: string; folding: boolean; mark: string | null }[] = [];
  let skipped = 0;
  let inBody = false;
  let mark: string | null = null;
  let items = 0;
  const add = (text: string, folding = false) => {
    const open = paragraphs.at(-1);
    if (open === undefined) return;
    open.text += text;
    open.folding = folding;
  };
  readXml(content, {
    open(element) {
      const { uri, local } = element;
      if (uri === OFFICE && local === 'body') inBody = true;
      if (skipped > 0 || isSkipped(uri, local)) {
        skipped += 1;
      } else if (uri === TEXT) {
        if (local === 'p' || local === 'h') {
          paragraphs.push({ text: '', folding: true, mark });
          mark = null;
        } else if (local === 's') add(' '.repeat(Math.min(MAX_REPEATED, Number(element.attribute(TEXT, 'c') ?? 1) || 1)));
        else if (local === 'tab') add('\t');
        else if (local === 'line-break') add('\n');
        else if (local === 'list')
          counter.openList(
            element.attribute(TEXT, 'style-name'),
            element.attribute(TEXT, 'continue-numbering') === 'true' || element.attribute(TEXT, 'continue-list') !== null,
          );
        else if (local === 'list-item') {
          items += 1;
          mark = counter.mark(element.attribute(TEXT, 'start-value'));
        }
      } else if (uri === TABLE && inBody) {
        if (local === 'table') out.openTable();
        else if (local === 'table-row') out.openRow();
        else if (local === 'table-cell') out.openCell();
      }
    },
    text(text) {
      const open = paragraphs.at(-1);
      if (open === undefined || skipped > 0) return;
      // White space folds to one space, also across elements (ODF 1.3 part 3, section 6.1.2).
      const folded = text.replace(/[ \t\n\r]+/g, ' ');
      const words = open.folding && folded.startsWith(' ') ? folded.slice(1) : folded;
      if (words !== '') add(words, words.endsWith(' '));
    },
    close({ uri, local }) {
      if (skipped > 0) {
        skipped -= 1;
      } else if (uri === TEXT) {
        if (local === 'list') counter.closeList();
        else if (local === 'list-item') items -= 1;
        else if (local === 'p' || local === 'h') {
          const open = paragraphs.pop();
          if (open !== undefined) out.paragraph(open.mark === null || open.mark === '' ? open.text : `${open.mark} ${open.text}`, items > 0);
        }
      } else if (uri === TABLE && inBody) {
        if (local === 'table') out.closeTable();
        else if (local === 'table-cell') out.closeCell();
      }
    },
  });
  return out.text();
}

function isSkipped(uri: string, local: string): boolean {
  if (uri === TEXT) return ['tracked-changes', 'note', 'ruby-text'].includes(local);
  if (uri === TABLE || uri === SVG) return ['title', 'desc'].includes(local);
  return uri === OFFICE && (local === 'annotation' || local === 'forms');
}
