import type { CellInterval } from './flow.ts';
import { formBounds, type Known, type LinearSystem } from './linear.ts';
import { bounds, concealed, forward, type MarginTable, marginTable, type TableInput } from './table.ts';

/**
 * Feasible interval of every concealed cell of a table with margins, by integer programming (HiGHS): the least and the most that the cell can be, given
 * everything that is shown, its rounding, and that counts are whole. The independent check of {@link flowAudit}, which is faster.
 *
 * @param input the table as shown, with what has been withheld marked as hidden; see {@link TableInput}
 * @returns an interval for every concealed cell or margin, by its index in the (rows + 1) x (cols + 1) grid; null when what is shown contradicts itself
 * @throws MethodError as {@link marginTable}; `not-converged`
 * @source Fischetti and Salazar-González (2000), JASA 95:916, the attacker's problem
 */
export async function intervalAudit(input: TableInput): Promise<readonly CellInterval[] | null> {
  const table = marginTable(input);
  const cells = table.marks.flatMap((mark, cell) => (concealed(mark) ? [cell] : []));
  const found = await formBounds(
    tableSystem(table),
    cells.map((cell) => ({ index: [cell], coefficient: [1] })),
  );
  return found?.map(([min, max], i) => ({ cell: cells[i] as number, min, max })) ?? null;
}

/** The attacker's system of a table: a variable for every grid cell, an equation for every line. */
export function tableSystem(table: MarginTable, marks = table.marks): LinearSystem {
  const size = table.height * table.width;
  const lower = new Float64Array(size);
  const upper = new Float64Array(size);
  for (let cell = 0; cell < size; cell++) {
    const [low, high] = bounds(table, cell, marks[cell]);
    lower[cell] = Math.ceil(low - 1e-9);
    upper[cell] = Number.isFinite(high) ? Math.floor(high + 1e-9) : high;
  }
  return { lower, upper, known: lines(table), whole: true };
}

/** Every line of the grid sums to zero, parts with plus and totals with minus. */
export function lines(table: MarginTable): Known[] {
  const { height, width } = table;
  const line = (index: number[]): Known => ({ index, coefficient: index.map((cell) => (forward(table, cell) ? 1 : -1)), lower: 0, upper: 0 });
  const rows = Array.from({ length: height }, (_, r) => line(Array.from({ length: width }, (__, c) => r * width + c)));
  const cols = Array.from({ length: width }, (_, c) => line(Array.from({ length: height }, (__, r) => r * width + c)));
  return [...rows, ...cols];
}
