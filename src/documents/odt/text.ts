import type { Run } from '../model.ts';
import { escapeAttribute, escapeText, legal, safeHref } from '../xml/text.ts';

/**
 * Words as OpenDocument text. Its readers fold white space (1.3 part 3, section 6.1.2), so line ends and tabs are elements, and so is every space that
 * follows another or stands at an edge of the words.
 */
export function textXml(text: string): string {
  return legal(text)
    .split(/(\n|\t| {2,}|^ | $)/)
    .filter((piece) => piece !== '')
    .map(pieceXml)
    .join('');
}

function pieceXml(piece: string, index: number, pieces: readonly string[]): string {
  if (piece === '\n') return '<text:line-break/>';
  if (piece === '\t') return '<text:tab/>';
  if (/^ +$/.test(piece)) return `<text:s text:c="${piece.length}"/>`;
  // A space beside a line end or a tab would be folded by some readers.
  const before = index > 0 && piece.startsWith(' ') ? '<text:s text:c="1"/>' : '';
  const after = index < pieces.length - 1 && piece.endsWith(' ') ? '<text:s text:c="1"/>' : '';
  return `${before}${escapeText(piece.slice(before === '' ? 0 : 1, after === '' ? undefined : -1))}${after}`;
}

export const runsXml = (runs: readonly Run[]): string => runs.map(runXml).join('');

function runXml(run: Run): string {
  const style = run.bold ? (run.italic ? 'BoldItalic' : 'Bold') : run.italic ? 'Italic' : null;
  const words = style === null ? textXml(run.text) : `<text:span text:style-name="${style}">${textXml(run.text)}</text:span>`;
  const href = run.href === undefined ? null : safeHref(run.href);
  return href === null ? words : `<text:a xlink:type="simple" xlink:href="${escapeAttribute(href)}">${words}</text:a>`;
}

export const paragraphXml = (style: string, content: string): string => `<text:p text:style-name="${style}">${content}</text:p>`;
