/**
 * A table with margins, as an attacker sees it: one-way (one row) or two-way. Cells and margins are kept in one grid of (rows + 1) x (cols + 1),
 * row by row, the last column being the row totals, the last row the column totals, and the corner the grand total. In every line of that grid the
 * parts add up to the last cell, which is what an attacker uses.
 */
import { at, count, nonNegative, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';

/** What is done with a cell. `absent`: a margin that the table does not have. `structural`: a zero that everybody knows to be one. */
export type CellMark = 'shown' | 'hidden' | 'withheld' | 'absent' | 'structural';

/** A total as shown, or `hidden` where the primary rule hides it. */
export type Margin = number | 'hidden';

export interface TableInput {
  readonly rows: number;
  readonly cols: number;
  /** rows x cols values, row by row, as shown (already perturbed and rounded); for a hidden cell any value, used only as the cost of it. */
  readonly values: ArrayLike<number>;
  /** rows x cols: true where the primary rule hides the cell. */
  readonly hidden: ArrayLike<boolean>;
  /** Margins as shown; null (or left out) where the table does not show them. A table of one row gives its total as `total`. */
  readonly rowTotals?: ArrayLike<Margin> | null;
  readonly colTotals?: ArrayLike<Margin> | null;
  readonly total?: Margin | null;
  /** rows x cols: true for zeros that are known to everybody and never withheld. */
  readonly structural?: ArrayLike<boolean>;
  /** A shown value v leaves the truth between v - slack and v + slack. 0 for exact tables, 2.5 after rounding to base 5 (2 for whole counts). */
  readonly slack?: number;
  /** The same for margins, where they were made by another route than the cells; default `slack`. */
  readonly marginSlack?: number;
  /** What a primary [c] says of its cell; default 0 to infinity, so nothing. */
  readonly hiddenRange?: readonly [number, number];
  /** A shown 0 is a true zero (default), rather than 0 to slack. */
  readonly zeroIsExact?: boolean;
}

export interface MarginTable {
  /** Lines of the grid: rows + 1 and cols + 1. */
  readonly height: number;
  readonly width: number;
  readonly values: Float64Array;
  readonly marks: readonly CellMark[];
  readonly slack: number;
  readonly marginSlack: number;
  readonly hiddenRange: readonly [number, number];
  readonly zeroIsExact: boolean;
}

/**
 * The grid of a table.
 *
 * @throws MethodError `shape` (lengths), `negative`, `not-a-number` (values and margins), `out-of-range` (hiddenRange upside down)
 */
export function marginTable(input: TableInput): MarginTable {
  const rows = positive('rows', count('rows', input.rows));
  const cols = positive('cols', count('cols', input.cols));
  sized('values', input.values, rows * cols);
  sized('hidden', input.hidden, rows * cols);
  if (input.rowTotals) sized('rowTotals', input.rowTotals, rows);
  if (input.colTotals) sized('colTotals', input.colTotals, cols);
  if (input.structural) sized('structural', input.structural, rows * cols);
  const hiddenRange = input.hiddenRange ?? [0, Number.POSITIVE_INFINITY];
  if (!(hiddenRange[0] >= 0 && hiddenRange[1] >= hiddenRange[0]))
    throw new MethodError('out-of-range', 'hiddenRange', 'must run from a lower bound of 0 or more to a higher one');
  const height = rows + 1;
  const width = cols + 1;
  const values = new Float64Array(height * width);
  const marks: CellMark[] = new Array<CellMark>(height * width).fill('shown');
  const margin = (index: number, name: string, value: Margin | null | undefined): void => {
    if (value === null || value === undefined) marks[index] = 'absent';
    else if (value === 'hidden') marks[index] = 'hidden';
    else values[index] = nonNegative(name, value);
  };
  const oneRow = rows === 1 && !input.rowTotals;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      const from = r * cols + c;
      const to = r * width + c;
      values[to] = nonNegative('values', at(input.values, from));
      if (input.hidden[from]) marks[to] = 'hidden';
      else if (input.structural?.[from]) marks[to] = 'structural';
    }
    margin(r * width + cols, oneRow ? 'total' : 'rowTotals', oneRow ? input.total : input.rowTotals?.[r]);
  }
  for (let c = 0; c < cols; c++) margin(rows * width + c, 'colTotals', input.colTotals?.[c]);
  margin(rows * width + cols, 'total', oneRow ? null : input.total);
  const slack = nonNegative('slack', input.slack ?? 0);
  return {
    height,
    width,
    values,
    marks,
    slack,
    marginSlack: nonNegative('marginSlack', input.marginSlack ?? slack),
    hiddenRange,
    zeroIsExact: input.zeroIsExact ?? true,
  };
}

/** Whether a cell's number is kept from the reader. */
export function concealed(mark: CellMark | undefined): boolean {
  return mark === 'hidden' || mark === 'withheld';
}

/** Whether a grid cell is a margin. */
export function isMargin(table: MarginTable, cell: number): boolean {
  return cell % table.width === table.width - 1 || cell >= (table.height - 1) * table.width;
}

/**
 * Whether a cell enters its lines with a plus sign. Inner cells and the grand total do, row and column totals with a minus: then every line, the
 * last ones included, sums to zero under flow conservation (rows give, columns take).
 */
export function forward(table: MarginTable, cell: number): boolean {
  const lastRow = cell >= (table.height - 1) * table.width;
  const lastCol = cell % table.width === table.width - 1;
  return lastRow === lastCol;
}

/** What an attacker knows of a cell before looking at any other: lower and upper bound. */
export function bounds(table: MarginTable, cell: number, mark: CellMark | undefined = table.marks[cell]): readonly [number, number] {
  if (mark === 'absent' || mark === 'withheld') return [0, Number.POSITIVE_INFINITY];
  // A total is hidden for the same reason and by the same rule as a cell.
  if (mark === 'hidden') return table.hiddenRange;
  const value = at(table.values, cell);
  if (mark === 'structural' || (value === 0 && table.zeroIsExact)) return [0, 0];
  const slack = isMargin(table, cell) ? table.marginSlack : table.slack;
  return [Math.max(0, value - slack), value + slack];
}
