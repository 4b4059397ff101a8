import { type Cell, type CellBlock, staysTogether, type Table } from '../model.ts';
import { escapeAttribute } from '../xml/text.ts';
import { paragraphXml, textXml } from './paragraph.ts';

type CellXml = (block: CellBlock, style: string) => string;

/** The width between the margins of an A4 page (see `package.ts`), in twentieths of a point. */
const TEXT_WIDTH = 9638;
const SHADE = 'E8EEF4';

/** A table with its caption above it, its alternative text, and a head that is repeated on every page. */
export function tableXml(table: Table, cellXml: CellXml): string {
  const widths = columnWidths(table);
  const byRow = table.header === 'row';
  const rows = table.rows.map((row, index) => rowXml(row, widths, (column) => (byRow ? index === 0 : column === 0), byRow && index === 0, cellXml));
  return [
    paragraphXml('Caption', textXml(table.caption, '')),
    `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>`,
    `<w:tblLook w:val="${byRow ? '0620' : '0680'}" w:firstRow="${byRow ? 1 : 0}" w:lastRow="0" w:firstColumn="${byRow ? 0 : 1}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`,
    `<w:tblCaption w:val="${escapeAttribute(table.caption)}"/><w:tblDescription w:val="${escapeAttribute(table.description)}"/></w:tblPr>`,
    `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>`,
    ...rows,
    // Two tables that touch would be one: Word joins them.
    '</w:tbl><w:p><w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>',
  ].join('\n');
}

function columnWidths(table: Table): number[] {
  const columns = Math.max(1, ...table.rows.map((row) => row.length));
  const shares = Array.from({ length: columns }, (_, column) => table.widths?.[column] ?? 1);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => Math.round((TEXT_WIDTH * share) / whole));
}

function rowXml(row: readonly Cell[], widths: readonly number[], heads: (column: number) => boolean, repeated: boolean, cellXml: CellXml): string {
  const cells = widths.map((width, column) => {
    const head = heads(column);
    const shade = head ? `<w:shd w:val="clear" w:color="auto" w:fill="${SHADE}"/>` : '';
    const style = head ? 'TableHeading' : 'TableText';
    const blocks = (row[column] ?? []).map((block) => cellXml(block, style));
    const last = row[column]?.at(-1);
    // A cell must end with a paragraph; an item of a list is one.
    const content = last === undefined || (last.kind === 'list' && last.items.length === 0) ? [...blocks, paragraphXml(style, '')] : blocks;
    return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${shade}</w:tcPr>${content.join('')}</w:tc>`;
  });
  const together = staysTogether(row) ? '<w:cantSplit/>' : '';
  return `<w:tr><w:trPr>${together}${repeated ? '<w:tblHeader/>' : ''}</w:trPr>${cells.join('')}</w:tr>`;
}
