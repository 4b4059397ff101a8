import { type Block, type CellBlock, detailsTable, type Item, type List, staysTogether, type Table } from '../model.ts';
import { tickText } from '../plain.ts';
import { escapeAttribute } from '../xml/text.ts';
import { paragraphXml, runsXml, textXml } from './text.ts';

/** What the parts before `content.xml` need to know of it: how wide the columns of each table are. */
export interface TableStyles {
  /** The name of the table that comes next, and of its styles, and the shares of its columns. */
  add(shares: readonly number[]): string;
}

export function blockXml(block: Block, tables: TableStyles): string {
  switch (block.kind) {
    case 'heading':
      return `<text:h text:style-name="Heading_20_${block.level}" text:outline-level="${block.level}">${textXml(block.text)}</text:h>`;
    case 'paragraph':
    case 'list':
      return cellBlockXml(block, 'Standard');
    case 'table':
      return tableXml(block, tables);
    case 'details':
      return tableXml(detailsTable(block), tables);
    case 'ticks':
      return block.items.map((item) => paragraphXml('Checklist', textXml(tickText(item)))).join('\n');
    case 'note':
      return block.blocks.map((each) => cellBlockXml(each, 'Note')).join('\n');
    case 'page-break':
      return paragraphXml('PageBreak', '');
  }
}

const cellBlockXml = (block: CellBlock, style: string): string => (block.kind === 'paragraph' ? paragraphXml(style, runsXml(block.runs)) : listXml(block));

/** Labelled items are paragraphs with a tab: OpenDocument's lists count, and a label is not a count. */
function listXml(list: List): string {
  const chunks: string[] = [];
  let open: Item['mark'] | null = null;
  for (const item of list.items) {
    if (open !== null && open !== item.mark && open !== 'label') chunks.push('</text:list>');
    if (item.mark !== 'label' && open !== item.mark) chunks.push(`<text:list text:style-name="${item.mark === 'bullet' ? 'Bullets' : 'Numbers'}">`);
    chunks.push(itemXml(item));
    open = item.mark;
  }
  if (open !== null && open !== 'label') chunks.push('</text:list>');
  return chunks.join('\n');
}

function itemXml(item: Item): string {
  const runs = runsXml(item.runs);
  if (item.mark === 'label') return paragraphXml('Labelled', `<text:span text:style-name="Bold">${textXml(item.label)}</text:span><text:tab/>${runs}`);
  const start = item.mark === 'number' ? ` text:start-value="${item.number}"` : '';
  return `<text:list-item${start}>${paragraphXml('ListItem', runs)}</text:list-item>`;
}

function tableXml(table: Table, tables: TableStyles): string {
  const columns = Math.max(1, ...table.rows.map((row) => row.length));
  const name = tables.add(Array.from({ length: columns }, (_, column) => table.widths?.[column] ?? 1));
  const byRow = table.header === 'row';
  const columnsXml = Array.from({ length: columns }, (_, column) => `<table:table-column table:style-name="${name}.${column + 1}"/>`);
  const [firstColumn = '', ...otherColumns] = columnsXml;
  const rows = table.rows.map((row, index) => {
    const cells = columnsXml.map((_, column) => {
      const head = byRow ? index === 0 : column === 0;
      const blocks = (row[column] ?? []).map((block) => cellBlockXml(block, head ? 'TableHeading' : 'TableText'));
      const content = blocks.length === 0 ? paragraphXml('TableText', '') : blocks.join('');
      return `<table:table-cell table:style-name="${head ? 'HeadCell' : 'Cell'}" office:value-type="string">${content}</table:table-cell>`;
    });
    return `<table:table-row table:style-name="${staysTogether(row) ? 'Row' : 'LongRow'}">${cells.join('')}</table:table-row>`;
  });
  const [firstRow = '', ...otherRows] = rows;
  return [
    paragraphXml('Caption', textXml(table.caption)),
    `<table:table table:name="${name}" table:style-name="${name}"><table:title>${escapeAttribute(table.caption)}</table:title><table:desc>${escapeAttribute(table.description)}</table:desc>`,
    byRow ? columnsXml.join('') : `<table:table-header-columns>${firstColumn}</table:table-header-columns>${otherColumns.join('')}`,
    ...(byRow && rows.length > 0 ? [`<table:table-header-rows>${firstRow}</table:table-header-rows>`, ...otherRows] : rows),
    '</table:table>',
    paragraphXml('AfterTable', ''),
  ].join('\n');
}
