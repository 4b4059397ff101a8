import { type Block, type Cell, type CellBlock, type Doc, detailsTable, type Item, type List, type Run, type Table, type TickList } from '../model.ts';
import { escapeAttribute, escapeText, safeHref } from '../xml/text.ts';

export interface HtmlOptions {
  /** The level of the document's own title: 1 (the default) where the document is the page, 2 where the page has a title of its own. */
  readonly titleLevel?: 1 | 2;
}

/**
 * The document as a fragment of HTML with GOV.UK Frontend's classes: everything escaped, no style or script, well-formed as XML too. Put it inside a page's `main`.
 */
export function renderHtml(doc: Doc, options: HtmlOptions = {}): string {
  const top = options.titleLevel ?? 1;
  const marking = doc.meta.marking === null ? [] : [`<p class="govuk-body-s">Classification: <strong>${doc.meta.marking}</strong></p>`];
  return [
    `<article lang="${doc.language}">`,
    ...marking,
    `<h${top} class="govuk-heading-xl">${words(doc.title)}</h${top}>`,
    ...doc.blocks.map((block) => blockHtml(block, top)),
    '</article>',
    '',
  ].join('\n');
}

const HEADING_SIZES = { 1: 'l', 2: 'm', 3: 's' } as const;

function blockHtml(block: Block, top: number): string {
  switch (block.kind) {
    case 'heading':
      return `<h${top + block.level} class="govuk-heading-${HEADING_SIZES[block.level]}">${words(block.text)}</h${top + block.level}>`;
    case 'paragraph':
    case 'list':
      return cellBlockHtml(block);
    case 'table':
      return tableHtml(block);
    case 'details':
      return tableHtml(detailsTable(block));
    case 'ticks':
      return ticksHtml(block);
    case 'note':
      return `<div class="govuk-inset-text">\n${block.blocks.map(cellBlockHtml).join('\n')}\n</div>`;
    case 'page-break':
      return '<hr class="govuk-section-break govuk-section-break--xl govuk-section-break--visible" />';
  }
}

const words = (text: string): string => escapeText(text).replace(/\n/g, '<br />');

const runsHtml = (runs: readonly Run[]): string => runs.map(runHtml).join('');

function runHtml(run: Run): string {
  let html = words(run.text);
  if (run.italic) html = `<em>${html}</em>`;
  if (run.bold) html = `<strong>${html}</strong>`;
  const href = run.href === undefined ? null : safeHref(run.href);
  return href === null ? html : `<a class="govuk-link" href="${escapeAttribute(href)}">${html}</a>`;
}

function cellBlockHtml(block: CellBlock): string {
  return block.kind === 'paragraph' ? `<p class="govuk-body">${runsHtml(block.runs)}</p>` : listHtml(block);
}

/** A list's kind is that of its first item. Numbers are written out as values, so that a reader's own count cannot renumber them. */
function listHtml(list: List): string {
  if (list.items.length === 0) return '';
  const mark = list.items[0]?.mark;
  const tag = mark === 'number' ? 'ol' : 'ul';
  const style = mark === 'number' ? ' govuk-list--number' : mark === 'bullet' ? ' govuk-list--bullet' : '';
  return `<${tag} class="govuk-list${style}">\n${list.items.map(itemHtml).join('\n')}\n</${tag}>`;
}

function itemHtml(item: Item): string {
  if (item.mark === 'number') return `<li value="${item.number}">${runsHtml(item.runs)}</li>`;
  return `<li>${item.mark === 'label' ? `<strong>${words(item.label)}</strong> ` : ''}${runsHtml(item.runs)}</li>`;
}

function tableHtml(table: Table): string {
  const [first, ...rest] = table.rows;
  const headed = table.header === 'row' && first !== undefined;
  const head = headed ? ['<thead class="govuk-table__head">', rowHtml(first, () => 'col'), '</thead>'] : [];
  const scope = (column: number) => (table.header === 'column' && column === 0 ? 'row' : null);
  const body = (headed ? rest : table.rows).map((row) => rowHtml(row, scope));
  const described = table.description === '' ? '' : `<span class="govuk-visually-hidden">. ${words(table.description)}</span>`;
  const caption = `<caption class="govuk-table__caption govuk-table__caption--m">${words(table.caption)}${described}</caption>`;
  return ['<table class="govuk-table">', caption, ...head, '<tbody class="govuk-table__body">', ...body, '</tbody>', '</table>'].join('\n');
}

function rowHtml(row: readonly Cell[], scopeOf: (column: number) => 'row' | 'col' | null): string {
  const cells = row.map((cell, column) => {
    const scope = scopeOf(column);
    return scope === null ? `<td class="govuk-table__cell">${cellHtml(cell)}</td>` : `<th scope="${scope}" class="govuk-table__header">${cellHtml(cell)}</th>`;
  });
  return `<tr class="govuk-table__row">${cells.join('')}</tr>`;
}

/** One paragraph stands in its cell as it is; an empty cell says that it is empty, so that it does not look forgotten. */
function cellHtml(cell: Cell): string {
  const [only] = cell;
  if (only === undefined) return 'Not given';
  return cell.length === 1 && only.kind === 'paragraph' ? runsHtml(only.runs) : cell.map(cellBlockHtml).join('\n');
}

function ticksHtml(ticks: TickList): string {
  if (ticks.items.length === 0) return '';
  const items = ticks.items.map((item) => {
    const tag = item.done ? '<strong class="govuk-tag govuk-tag--green">Done</strong>' : '<strong class="govuk-tag govuk-tag--grey">Not done</strong>';
    const detail = item.detail === undefined ? '' : ` (${words(item.detail)})`;
    return `<li>${tag} ${words(item.label)}${detail}</li>`;
  });
  return `<ul class="govuk-list govuk-list--spaced">\n${items.join('\n')}\n</ul>`;
}
