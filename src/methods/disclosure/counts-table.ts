/** From rows of exact counts to a table as it would be shown, and from marks back to what is printed. */
import { at, count, entry, positive } from '../check.ts';
import { MethodError } from '../error.ts';
import { LARGEST_HIDDEN } from './protect-count.ts';
import { roundBase } from './round.ts';
import { type CellMark, concealed, type Margin, type TableInput } from './table.ts';

export interface CountsTableOptions {
  /** Counts from 1 to this are hidden, in cells and margins alike. Default 7. */
  readonly largestHidden?: number;
  /** Base to which everything shown is rounded; 1 (default) leaves counts exact. */
  readonly base?: number;
  /** Which margins the table shows. Default `all`. */
  readonly margins?: 'all' | 'none';
}

/**
 * The table that a primary rule and rounding make of exact counts. Margins are made from the exact counts, as they usually are.
 *
 * @param counts rows of whole counts, all of the same length; one row is a list with a total
 * @throws MethodError `shape`, `too-few` (no cells), `not-whole`, `negative`, `not-positive` (base), `too-large` (a total over 2^53)
 */
export function countsTable(counts: readonly ArrayLike<number>[], options: CountsTableOptions = {}): TableInput {
  const rows = counts.length;
  const cols = counts[0]?.length ?? 0;
  if (cols === 0) throw new MethodError('too-few', 'counts', 'needs one row or more of one cell or more');
  const largest = count('largestHidden', options.largestHidden ?? LARGEST_HIDDEN);
  const base = positive('base', count('base', options.base ?? 1));
  const hide = (n: number): boolean => n > 0 && n <= largest;
  const margin = (n: number): Margin => (hide(n) ? 'hidden' : roundBase(n, base));
  const values = new Float64Array(rows * cols);
  const hidden = new Array<boolean>(rows * cols).fill(false);
  const rowSums = new Array<number>(rows).fill(0);
  const colSums = new Array<number>(cols).fill(0);
  let total = 0;
  counts.forEach((row, r) => {
    if (row.length !== cols) throw new MethodError('shape', `counts[${r}]`, `must have ${cols} entries, as the first row, and has ${row.length}`);
    for (let c = 0; c < cols; c++) {
      const n = count(`counts[${r}][${c}]`, at(row, c));
      values[r * cols + c] = roundBase(n, base);
      hidden[r * cols + c] = hide(n);
      rowSums[r] = entry(rowSums, r) + n;
      colSums[c] = entry(colSums, c) + n;
      total += n;
    }
  });
  if (total > Number.MAX_SAFE_INTEGER) throw new MethodError('too-large', 'counts', `add up to ${total}, past which whole numbers are no longer told apart`);
  const margins = options.margins !== 'none';
  return {
    rows,
    cols,
    values,
    hidden,
    ...(margins && rows > 1 ? { rowTotals: rowSums.map(margin), colTotals: colSums.map(margin) } : {}),
    ...(margins ? { total: margin(total) } : {}),
    // The nearest multiple, halves up: a whole count is at most half a base (rounded down) away.
    slack: Math.floor(base / 2),
    // A rounded zero may be a small count that the rule does not hide.
    zeroIsExact: Math.ceil(base / 2) <= largest + 1,
  };
}

/** What is printed of a cell: its number, or `[c]`. */
export type Printed = number | '[c]';

export interface PrintedTable {
  readonly cells: readonly (readonly Printed[])[];
  /** Null where the table does not show them. */
  readonly rowTotals: readonly Printed[] | null;
  readonly colTotals: readonly Printed[] | null;
  readonly total: Printed | null;
}

/**
 * A table as it is printed once the marks of a suppression are applied.
 *
 * @param marks of the whole (rows + 1) x (cols + 1) grid, as `suppress` returns them
 */
export function printedTable(input: TableInput, marks: readonly CellMark[]): PrintedTable {
  const { rows, cols } = input;
  const width = cols + 1;
  const print = (cell: number, value: number): Printed => (concealed(marks[cell]) ? '[c]' : value);
  const margin = (cell: number, value: Margin | null | undefined): Printed => print(cell, typeof value === 'number' ? value : 0);
  const list = (values: ArrayLike<Margin> | null | undefined, cellOf: (i: number) => number): Printed[] | null =>
    values ? Array.from(values, (value, i) => margin(cellOf(i), value)) : null;
  const oneRow = rows === 1 && !input.rowTotals;
  return {
    cells: Array.from({ length: rows }, (_, r) => Array.from({ length: cols }, (__, c) => print(r * width + c, at(input.values, r * cols + c)))),
    rowTotals: list(input.rowTotals, (r) => r * width + cols),
    colTotals: list(input.colTotals, (c) => rows * width + c),
    total: input.total === null || input.total === undefined ? null : margin(oneRow ? cols : rows * width + cols, input.total),
  };
}
