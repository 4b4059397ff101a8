import { type Block, type CellBlock, detailsTable, type Item, type List, type Paragraph, type Run } from '../model.ts';
import { tickText } from '../plain.ts';
import { escapeAttribute, safeHref } from '../xml/text.ts';
import { BULLET_ID, type Numbering } from './numbering.ts';
import { paragraphXml, textXml } from './paragraph.ts';
import { tableXml } from './table.ts';

/** What the body needs of the rest of the file: counts of its lists and addresses of its links. */
export interface Surroundings {
  readonly numbering: Numbering;
  /** The relationship of an address: the same one each time it is linked to. */
  linkId(href: string): string;
}

export function blockXml(block: Block, around: Surroundings): string {
  switch (block.kind) {
    case 'heading':
      return paragraphXml(`Heading${block.level}`, textXml(block.text, ''));
    case 'paragraph':
    case 'list':
      return cellBlockXml(block, around, 'Normal');
    case 'table':
      return tableXml(block, (each, style) => cellBlockXml(each, around, style));
    case 'details':
      return tableXml(detailsTable(block), (each, style) => cellBlockXml(each, around, style));
    case 'ticks':
      return block.items.map((item) => paragraphXml('Checklist', textXml(tickText(item), ''))).join('\n');
    case 'note':
      return block.blocks.map((each) => cellBlockXml(each, around, 'Note')).join('\n');
    case 'page-break':
      return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';
  }
}

function cellBlockXml(block: CellBlock, around: Surroundings, style: string): string {
  return block.kind === 'paragraph' ? styledParagraph(block, around, style) : listXml(block, around);
}

const styledParagraph = (block: Paragraph, around: Surroundings, style: string): string => paragraphXml(style, runsXml(block.runs, around));

function listXml(list: List, around: Surroundings): string {
  return list.items.map((item, index) => itemXml(item, index === 0, around)).join('\n');
}

function itemXml(item: Item, first: boolean, around: Surroundings): string {
  const runs = runsXml(item.runs, around);
  if (item.mark === 'label') return paragraphXml('ListLabel', `${textXml(item.label, '<w:b/>')}<w:r><w:tab/></w:r>${runs}`);
  const id = item.mark === 'bullet' ? BULLET_ID : around.numbering.numberId(item.number, first);
  const style = item.mark === 'bullet' ? 'ListBullet' : 'ListNumber';
  return paragraphXml(style, runs, `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${id}"/></w:numPr>`);
}

function runsXml(runs: readonly Run[], around: Surroundings): string {
  return runs.map((run) => runXml(run, around)).join('');
}

function runXml(run: Run, around: Surroundings): string {
  const look = `${run.bold ? '<w:b/>' : ''}${run.italic ? '<w:i/>' : ''}`;
  const href = run.href === undefined ? null : safeHref(run.href);
  if (href === null) return textXml(run.text, look);
  return `<w:hyperlink r:id="${escapeAttribute(around.linkId(href))}" w:history="1">${textXml(run.text, `<w:rStyle w:val="Hyperlink"/>${look}`)}</w:hyperlink>`;
}
