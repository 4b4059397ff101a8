/** Complementary suppression, the fast way: cheapest rectangles, then an exact audit. For the fewest cells see `suppress-optimal.ts`. */
import { at, nonNegative } from '../check.ts';
import { flowNetwork } from './flow.ts';
import { isOneLine, lineNetwork } from './line.ts';
import { type CellMark, concealed, isMargin, type MarginTable, marginTable, type TableInput } from './table.ts';

export interface SuppressOptions {
  /** A concealed cell's feasible interval must be at least this wide. Default 5: never better known than a number rounded to base 5. */
  readonly width?: number;
  /** Whether margins may be withheld, where cells alone do not do. Default true. */
  readonly margins?: boolean;
}

export interface Suppression {
  /** Inner cells to withhold besides the hidden ones: indexes into `values`, ascending. */
  readonly cells: readonly number[];
  readonly rowTotals: readonly number[];
  readonly colTotals: readonly number[];
  readonly total: boolean;
  /** Marks of the whole grid after it all: (rows + 1) x (cols + 1). */
  readonly marks: readonly CellMark[];
  /** Grid cells that stay better known than required (nothing more could be withheld): the caller must withhold the table or drop its margins. */
  readonly unprotected: readonly number[];
  /** False when the margins shown contradict the cells beyond the slack given: then only the rule of two in a line was applied. */
  readonly consistent: boolean;
}

export const REQUIRED_WIDTH = 5;

/**
 * Which further cells, or margins, to withhold so that no concealed cell can be worked out.
 *
 * Floor: no line (row, column, or line of totals) whose parts are all there has exactly one concealed member. Then the feasible interval
 * of every concealed cell is computed exactly and widened until it is at least `width`. Small cells are preferred, zeros and margins are last.
 *
 * @param input the table as shown; see {@link TableInput}
 * @returns indexes to withhold; never fails for a table that can be read
 * @throws MethodError as {@link marginTable}
 * @source hypercube method: Repsilber (1994); Giessing and Repsilber (2002), LNCS 2316:181; audit: Cox (1995), JASA 90:1453
 */
export function suppress(input: TableInput, options: SuppressOptions = {}): Suppression {
  const table = marginTable(input);
  const width = nonNegative('width', options.width ?? REQUIRED_WIDTH);
  const marks = [...table.marks];
  if (!marks.some(concealed)) return outcome(table, marks, [], true);
  const costs = cellCosts(table, options.margins ?? true);
  const one = isOneLine(table);
  if (one) floorOfLine(table, marks, costs);
  else for (const cell of hiddenCells(marks)) if (lonely(table, marks, cell)) rectangle(table, marks, costs, cell, false);
  // Cells withheld on the way need a partner too, and each round only adds, so this ends.
  for (;;) {
    const network = one ? lineNetwork(table, marks) : flowNetwork(table, marks);
    if (!network.consistent) return outcome(table, marks, [], false);
    const weak = hiddenCells(marks).filter((cell) => !wideEnough(network.interval(cell, width), width));
    if (weak.length === 0) return outcome(table, marks, [], true);
    let grown = false;
    if (one) grown = widenLine(table, marks, costs);
    else for (const cell of weak) grown = rectangle(table, marks, costs, cell, true) || grown;
    if (!grown) return outcome(table, marks, weak, true);
  }
}

export function wideEnough(interval: readonly [number, number], width: number): boolean {
  return interval[1] - interval[0] >= width - 1e-6;
}

function hiddenCells(marks: readonly CellMark[]): number[] {
  const found: number[] = [];
  for (let cell = 0; cell < marks.length; cell++) if (concealed(marks[cell])) found.push(cell);
  return found;
}

/** Cost of withholding each grid cell: fewest first, then the smallest; margins and zeros only when nothing else is left; Infinity never. */
export function cellCosts(table: MarginTable, margins: boolean): Float64Array {
  const costs = new Float64Array(table.values.length);
  let sum = 1;
  for (let cell = 0; cell < costs.length; cell++) if (!isMargin(table, cell)) sum += at(table.values, cell);
  for (let cell = 0; cell < costs.length; cell++) {
    const mark = table.marks[cell];
    const value = at(table.values, cell);
    if (concealed(mark) || mark === 'absent') costs[cell] = 0;
    else if (mark === 'structural') costs[cell] = Number.POSITIVE_INFINITY;
    else if (isMargin(table, cell)) costs[cell] = margins ? costs.length * 2 * sum + value : Number.POSITIVE_INFINITY;
    else if (value === 0) costs[cell] = costs.length * sum;
    else costs[cell] = sum + value;
  }
  return costs;
}

/** Whether a cell is the only one unknown in its row or its column. */
export function lonely(table: MarginTable, marks: readonly CellMark[], cell: number): boolean {
  const row = Math.floor(cell / table.width) * table.width;
  const col = cell % table.width;
  let inRow = 0;
  let inCol = 0;
  for (let c = 0; c < table.width; c++) if (unknown(marks[row + c])) inRow++;
  for (let r = 0; r < table.height; r++) if (unknown(marks[r * table.width + col])) inCol++;
  return inRow < 2 || inCol < 2;
}

function unknown(mark: CellMark | undefined): boolean {
  return mark === 'absent' || concealed(mark);
}

/** Withholds the cheapest rectangle through a cell; with `more`, the cheapest that adds something. False when there is none. */
function rectangle(table: MarginTable, marks: CellMark[], costs: Float64Array, cell: number, more: boolean): boolean {
  const { height, width } = table;
  const row = Math.floor(cell / width);
  const col = cell % width;
  let best = Number.POSITIVE_INFINITY;
  let corner = -1;
  for (let r = 0; r < height; r++) {
    if (r === row) continue;
    const side = at(costs, r * width + col);
    if (side >= best) continue;
    for (let c = 0; c < width; c++) {
      if (c === col) continue;
      const cost = side + at(costs, row * width + c) + at(costs, r * width + c);
      if (cost < best && (cost > 0 || !more)) {
        best = cost;
        corner = r * width + c;
      }
    }
  }
  if (corner < 0) return false;
  const r = Math.floor(corner / width);
  const c = corner % width;
  for (const other of [r * width + col, row * width + c, corner]) withhold(marks, costs, other);
  return best > 0;
}

function withhold(marks: CellMark[], costs: Float64Array, cell: number): void {
  if (marks[cell] === 'shown') marks[cell] = 'withheld';
  costs[cell] = 0;
}

/** One-way: one hidden cell under a shown total needs a second. */
function floorOfLine(table: MarginTable, marks: CellMark[], costs: Float64Array): void {
  const total = table.width - 1;
  if (marks[total] === 'absent') return;
  let concealedCells = 0;
  for (let cell = 0; cell <= total; cell++) if (concealed(marks[cell])) concealedCells++;
  if (concealedCells === 1) widenLine(table, marks, costs);
}

/** One-way: withholds the cheapest cell that is still shown (the total at last). */
function widenLine(table: MarginTable, marks: CellMark[], costs: Float64Array): boolean {
  let best = -1;
  for (let cell = 0; cell < table.width; cell++) {
    if (marks[cell] === 'shown' && at(costs, cell) < (best < 0 ? Number.POSITIVE_INFINITY : at(costs, best))) best = cell;
  }
  if (best < 0) return false;
  withhold(marks, costs, best);
  return true;
}

/** The outcome in the terms of the caller's arrays. */
export function outcome(table: MarginTable, marks: readonly CellMark[], unprotected: readonly number[], consistent: boolean): Suppression {
  const rows = table.height - 1;
  const cols = table.width - 1;
  const cells: number[] = [];
  const rowTotals: number[] = [];
  const colTotals: number[] = [];
  for (let cell = 0; cell < marks.length; cell++) {
    if (marks[cell] !== 'withheld') continue;
    const r = Math.floor(cell / table.width);
    const c = cell % table.width;
    if (r < rows && c < cols) cells.push(r * cols + c);
    else if (r < rows) rowTotals.push(r);
    else if (c < cols) colTotals.push(c);
  }
  const total = marks[marks.length - 1] === 'withheld' || (rows === 1 && marks[cols] === 'withheld');
  return { cells, rowTotals, colTotals, total, marks, unprotected, consistent };
}
