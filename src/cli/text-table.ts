/** Aligned columns of text. Pure. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Width as the terminal sees it, near enough for the Latin text of our labels: combining marks take no room. */
const width = (text: string): number => [...text.normalize('NFC')].length;

const pad = (text: string, size: number, align: Column['align']): string => {
  const space = ' '.repeat(Math.max(0, size - width(text)));
  return align === 'right' ? space + text : text + space;
};

/** Control characters would let a label move the cursor or colour the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed
const clean = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');

/** A head, a rule and a line for each row; two spaces between columns and none at the end of a line. A row may be null: a rule there. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[] | null)[]): string {
  const cells = rows.map((row) => row?.map(clean) ?? null);
  const sizes = columns.map((column, i) => Math.max(width(column.title), ...cells.map((row) => width(row?.[i] ?? ''))));
  const line = (values: readonly string[]): string =>
    columns
      .map((column, i) => pad(values[i] ?? '', sizes[i] ?? 0, column.align))
      .join('  ')
      .trimEnd();
  const rule = sizes.map((size) => '-'.repeat(size)).join('  ');
  return [line(columns.map((column) => column.title)), rule, ...cells.map((row) => (row === null ? rule : line(row)))].join('\n');
}

/** Names and values in two columns; pairs without a value are left out. */
export function textPairs(pairs: readonly (readonly [string, string | null | undefined])[]): string[] {
  const present = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const longest = Math.max(0, ...present.map(([name]) => name.length));
  return present.map(([name, value]) => `${name.padEnd(longest)}  ${clean(value ?? '')}`);
}
