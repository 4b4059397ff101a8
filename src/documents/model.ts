/**
 * A document before it is a page or a file: frozen plain data that every renderer reads. Nothing here knows of HTML, Word or OpenDocument, so a
 * layout is written once and its three renderings cannot say different things.
 */

/** Words in one style. `href` makes them a link if its scheme is http or https; any other is shown as words alone. */
export interface Run {
  readonly text: string;
  readonly bold?: true;
  readonly italic?: true;
  readonly href?: string;
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly runs: readonly Run[];
}

/**
 * An item and its mark. A number is the item's own and is never counted again: items 3 and 4 of a report stay 3 and 4. A label is for marks that are no
 * whole number ("2a", "AFI 1").
 */
export type Item = { readonly runs: readonly Run[] } & (
  | { readonly mark: 'bullet' }
  | { readonly mark: 'number'; readonly number: number }
  | { readonly mark: 'label'; readonly label: string }
);

export interface List {
  readonly kind: 'list';
  readonly items: readonly Item[];
}

/** What may stand in a cell. */
export type CellBlock = Paragraph | List;
export type Cell = readonly CellBlock[];

export interface Heading {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly text: string;
}

/** `description` is the alternative text: what the table holds, for somebody who does not see it. `header` says which cells head the others. */
export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly description: string;
  readonly header: 'row' | 'column';
  /** Shares of the width, one a column; equal if left out. */
  readonly widths?: readonly number[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Names and what is said under them. An empty value stays as an empty row: that nothing was entered is information. */
export interface Details {
  readonly kind: 'details';
  readonly caption: string;
  readonly description: string;
  readonly rows: readonly { readonly key: string; readonly value: Cell }[];
}

/** What has to be done, each done or not, said in words beside the mark. `detail` is when, or how it is known. */
export interface TickList {
  readonly kind: 'ticks';
  readonly items: readonly { readonly label: string; readonly done: boolean; readonly detail?: string }[];
}

/** Something set apart from the text around it. */
export interface Note {
  readonly kind: 'note';
  readonly blocks: readonly CellBlock[];
}

export type Block = Heading | Paragraph | List | Table | Details | TickList | Note | { readonly kind: 'page-break' };

export interface DocumentMeta {
  /** The organisation whose document it is. */
  readonly organisation: string;
  readonly subject: string;
  /** ISO date, or null for none. */
  readonly date: string | null;
  /** The marking that heads and foots every page (Government Security Classifications), or null for none. */
  readonly marking: 'OFFICIAL' | 'OFFICIAL-SENSITIVE' | null;
}

export interface Doc {
  readonly title: string;
  readonly language: 'en-GB';
  readonly meta: DocumentMeta;
  readonly blocks: readonly Block[];
}

/** A document, frozen all the way down. Throws nothing: hostile text is made harmless where it is written out. */
export function document(title: string, meta: DocumentMeta, blocks: readonly Block[]): Doc {
  return deepFreeze({ title, language: 'en-GB', meta, blocks });
}

export const run = (text: string): Run => ({ text });
export const bold = (text: string): Run => ({ text, bold: true });
export const link = (text: string, href: string): Run => ({ text, href });
export const heading = (level: Heading['level'], text: string): Heading => ({ kind: 'heading', level, text });
export const paragraph = (...runs: (Run | string)[]): Paragraph => ({
  kind: 'paragraph',
  runs: runs.map((each) => (typeof each === 'string' ? run(each) : each)),
});
export const note = (...blocks: CellBlock[]): Note => ({ kind: 'note', blocks });

/** The same rows as a table of two columns whose first heads the second. */
export function detailsTable(details: Details): Table {
  const rows = details.rows.map((row): readonly Cell[] => [[paragraph(row.key)], row.value]);
  return { kind: 'table', caption: details.caption, description: details.description, header: 'column', widths: [3, 7], rows };
}

/** A row that fits on a part of a page is kept on one; a long one has to break. The limit is in characters, about a sixth of a page. */
export function staysTogether(row: readonly Cell[]): boolean {
  const length = (cell: Cell) =>
    cell
      .flatMap((block) => (block.kind === 'paragraph' ? block.runs : block.items.flatMap((item) => item.runs)))
      .reduce((sum, each) => sum + each.text.length, 0);
  return Math.max(0, ...row.map(length)) < 500;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
