import { readXml } from '../xml/read.ts';
import { docxLists, type ListPlace, wordAttribute } from './docx-lists.ts';
import { gather } from './gather.ts';

export interface DocxParts {
  readonly document: string;
  readonly numbering: string | null;
  readonly styles: string | null;
}

const WORD = new Set(['http://schemas.openxmlformats.org/wordprocessingml/2006/main', 'http://purl.oclc.org/ooxml/wordprocessingml/main']);
const COMPATIBILITY = 'http://schemas.openxmlformats.org/markup-compatibility/2006';

interface Open {
  text: string;
  style: string | null;
  numId: string | null;
  level: number;
}

/**
 * The words of a Word document's body, lists with the marks that Word prints. Left out: what tracked changes deleted or moved away, fields' codes, comments,
 * footnotes, headers and footers.
 */
export function docxText(parts: DocxParts): string {
  const lists = docxLists(parts.numbering, parts.styles);
  const out = gather();
  const paragraphs: Open[] = [];
  let skipped = 0;
  let inText = false;
  const add = (text: string) => {
    const open = paragraphs.at(-1);
    if (open !== undefined) open.text += text;
  };
  readXml(parts.document, {
    open(element) {
      const { uri, local } = element;
      if (skipped > 0 || isSkipped(uri, local)) {
        skipped += 1;
        return;
      }
      if (!WORD.has(uri)) return;
      const open = paragraphs.at(-1);
      if (local === 'p') paragraphs.push({ text: '', style: null, numId: null, level: 0 });
      else if (local === 'tbl') out.openTable();
      else if (local === 'tr') out.openRow();
      else if (local === 'tc') out.openCell();
      else if (local === 't') inText = true;
      else if (local === 'br' || local === 'cr') add(wordAttribute(element, 'type') === 'page' ? '' : '\n');
      else if (local === 'tab') add('\t');
      else if (local === 'noBreakHyphen') add('-');
      else if (open !== undefined && local === 'pStyle') open.style = wordAttribute(element, 'val');
      else if (open !== undefined && local === 'ilvl') open.level = Number(wordAttribute(element, 'val') ?? 0);
      else if (open !== undefined && local === 'numId') open.numId = wordAttribute(element, 'val');
    },
    text(text) {
      if (inText && skipped === 0) add(text);
    },
    close({ uri, local }) {
      if (skipped > 0) {
        skipped -= 1;
        return;
      }
      if (!WORD.has(uri)) return;
      if (local === 't') inText = false;
      else if (local === 'tc') out.closeCell();
      else if (local === 'tbl') out.closeTable();
      else if (local === 'p') {
        const open = paragraphs.pop();
        if (open === undefined) return;
        const place = placeOf(open, lists.styled(open.style ?? ''));
        const mark = place === null ? null : lists.mark(place);
        out.paragraph(mark === null || open.text.trim() === '' ? open.text : `${mark} ${open.text}`, mark !== null);
      }
    },
  });
  return out.text();
}

/** A paragraph's own place goes before its style's; number 0 takes it out of any list. */
function placeOf(open: Open, styled: ListPlace | null): ListPlace | null {
  const place = open.numId === null ? styled : { numId: open.numId, level: open.level };
  return place === null || place.numId === '0' ? null : place;
}

/** The properties of paragraphs list tab stops under the name of a tab. What is offered twice (`Fallback`) is read once. */
function isSkipped(uri: string, local: string): boolean {
  if (uri === COMPATIBILITY) return local === 'Fallback';
  return WORD.has(uri) && ['del', 'moveFrom', 'instrText', 'delText', 'tabs', 'sectPr', 'pPrChange', 'rPrChange'].includes(local);
}
