import type { Block, Cell, CellBlock, Doc, Item, Run, TickList } from './model.ts';
import { legal } from './xml/text.ts';

/**
 * The document's words in reading order, as plain text: blocks parted by a blank line, list items and rows a line each, "- " for a bullet, the number or label of an
 * item before it, a tab between cells. Header, footer and metadata are left out. It is what comes back out of the files (see `textOf`).
 */
export function plainText(doc: Doc): string {
  return [legal(doc.title), ...doc.blocks.map(blockText)].filter((each) => each.trim() !== '').join('\n\n');
}

/** The words of one block; a page break has none. */
export function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return legal(block.text);
    case 'paragraph':
    case 'list':
      return cellBlockText(block);
    case 'note':
      return cellText(block.blocks);
    case 'table':
      return captioned(
        block.caption,
        block.rows.map((row) => row.map(cellText).join('\t')),
      );
    case 'details':
      return captioned(
        block.caption,
        block.rows.map((row) => `${legal(row.key)}\t${cellText(row.value)}`),
      );
    case 'ticks':
      return block.items.map(tickText).join('\n');
    case 'page-break':
      return '';
  }
}

/** "✓ Done: Sent to the inspectorate (14 January 2025)": the word carries the meaning, the mark only helps the eye. */
export function tickText(item: TickList['items'][number]): string {
  const detail = item.detail === undefined ? '' : ` (${item.detail})`;
  return legal(`${item.done ? '✓ Done' : '☐ Not done'}: ${item.label}${detail}`);
}

/** What stands before an item's words in plain text. */
export function markText(item: Item): string {
  if (item.mark === 'bullet') return '-';
  return item.mark === 'number' ? `${item.number}.` : legal(item.label);
}

const captioned = (caption: string, lines: string[]): string => [legal(caption), lines.join('\n')].join('\n\n');

const cellText = (blocks: Cell): string => blocks.map(cellBlockText).join('\n\n');

function cellBlockText(block: CellBlock): string {
  if (block.kind === 'paragraph') return runsText(block.runs);
  return block.items.map((item) => `${markText(item)} ${runsText(item.runs)}`).join('\n');
}

const runsText = (runs: readonly Run[]): string => runs.map((each) => legal(each.text)).join('');
