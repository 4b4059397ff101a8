/**
 * Complementary suppression with the fewest cells: integer programming with cuts made by the attacker's own linear programmes.
 *
 * A master problem chooses cells (binary y). For every concealed cell whose feasible interval is too narrow, the duals of the attacker's two programmes
 * give an inequality that every good choice satisfies and this one does not; it is added and the master solved again, until nothing is too narrow.
 *
 * Source: Fischetti and Salazar-González (2000), Models and algorithms for optimizing cell suppression in tabular data with linear constraints, JASA 95:916.
 */
import type { Highs, Model } from 'highs';
import { at, nonNegative } from '../check.ts';
import { lines, tableSystem } from './audit.ts';
import { flowNetwork } from './flow.ts';
import { buildModel, type Known, solver } from './linear.ts';
import { cellCosts, outcome, REQUIRED_WIDTH, type SuppressOptions, type Suppression, suppress, wideEnough } from './suppress.ts';
import { bounds, type CellMark, concealed, type MarginTable, marginTable, type TableInput } from './table.ts';

export interface OptimalOptions extends SuppressOptions {
  /** Rounds of cuts before the better of what was found and {@link suppress} is returned. Default 60. */
  readonly rounds?: number;
}

export interface OptimalSuppression extends Suppression {
  /** True when no choice of fewer (then smaller) cells protects as much; false when the rounds ran out first. */
  readonly proven: boolean;
}

/**
 * The cheapest complementary suppression: fewest cells, then the smallest sum; zeros and margins only when nothing else does.
 *
 * @param input, options as {@link suppress}
 * @throws MethodError as {@link suppress}
 */
export async function suppressOptimal(input: TableInput, options: OptimalOptions = {}): Promise<OptimalSuppression> {
  return suppressOptimalWith(await solver(), input, options);
}

/** {@link suppressOptimal} once the solver is loaded. */
export function suppressOptimalWith(highs: Highs, input: TableInput, options: OptimalOptions = {}): OptimalSuppression {
  const table = marginTable(input);
  const fast = suppress(input, options);
  if (!table.marks.some(concealed) || !fast.consistent) return { ...fast, proven: fast.consistent };
  const width = nonNegative('width', options.width ?? REQUIRED_WIDTH);
  const costs = cellCosts(table, options.margins ?? true);
  const candidates = table.marks.flatMap((mark, cell) => (mark === 'shown' && Number.isFinite(at(costs, cell)) ? [cell] : []));
  const column = new Map(candidates.map((cell, i) => [cell, i]));
  const scale = 1 / Math.min(...candidates.map((cell) => at(costs, cell)));
  const cuts: Known[] = floors(table, column);
  const attacker = createAttacker(buildModel(highs, { ...tableSystem(table), whole: false }, false), table);
  try {
    for (let round = 0; round < (options.rounds ?? 60); round++) {
      const master = buildModel(
        highs,
        { lower: candidates.map(() => 0), upper: candidates.map(() => 1), known: cuts },
        true,
        candidates.map((cell) => at(costs, cell) * scale),
      );
      let marks: CellMark[];
      try {
        master.options.set({ mip_rel_gap: 0, mip_abs_gap: 0 });
        master.run();
        if (master.getModelStatus() !== highs.constants.modelStatus.optimal) return { ...fast, proven: false };
        const chosen = master.getSolution().colValue;
        marks = table.marks.map((mark, cell) => (at(chosen, column.get(cell) ?? -1) > 0.5 ? 'withheld' : mark));
      } finally {
        master.dispose();
      }
      const network = flowNetwork(table, marks);
      const weak = marks.flatMap((mark, cell) => (concealed(mark) && !wideEnough(network.interval(cell, width), width) ? [cell] : []));
      if (weak.length === 0) return { ...outcome(table, marks, [], true), proven: true };
      const added = weak.flatMap((cell) => attacker.cut(cell, marks, width, column));
      if (added.length === 0) return { ...fast, proven: false };
      cuts.push(...added);
    }
    return { ...fast, proven: false };
  } finally {
    attacker.dispose();
  }
}

/** No line without unknowns of its own may end with exactly one: each concealed member asks for another. */
function floors(table: MarginTable, column: ReadonlyMap<number, number>): Known[] {
  const cuts: Known[] = [];
  for (const { index } of lines(table)) {
    if (index.some((cell) => table.marks[cell] === 'absent')) continue;
    const free = index.flatMap((cell) => column.get(cell) ?? []);
    const already = index.filter((cell) => concealed(table.marks[cell])).length;
    if (already === 1) cuts.push({ index: free, coefficient: free.map(() => 1), lower: 1, upper: Number.POSITIVE_INFINITY });
    if (already > 0) continue;
    for (const one of free) {
      // others - one >= 0
      cuts.push({ index: free, coefficient: free.map((other) => (other === one ? -1 : 1)), lower: 0, upper: Number.POSITIVE_INFINITY });
    }
  }
  return cuts;
}

interface Attacker {
  cut(cell: number, marks: readonly CellMark[], width: number, column: ReadonlyMap<number, number>): Known[];
  dispose(): void;
}

/** The attacker's programme, kept warm, with the bounds of the choice under trial. */
function createAttacker(model: Model, table: MarginTable): Attacker {
  const size = table.height * table.width;
  let current: readonly CellMark[] = table.marks;

  const tryOut = (marks: readonly CellMark[]): void => {
    for (let cell = 0; cell < size; cell++) {
      if (marks[cell] === current[cell]) continue;
      const [low, high] = bounds(table, cell, marks[cell]);
      model.changeColBounds(cell, low, high);
    }
    current = marks;
  };

  /** Reduced costs of making a cell as small (sign 1) or as large (sign -1) as can be; null when it is unbounded. */
  const reducedCosts = (cell: number, sign: 1 | -1): Float64Array | null => {
    model.changeColCost(cell, sign);
    model.run();
    const { colDual } = model.getSolution();
    const finite = Number.isFinite(model.getObjectiveValue()) && colDual.length === size;
    model.changeColCost(cell, 0);
    return finite ? colDual : null;
  };

  /**
   * For any choice y: max - min of the cell <= sum over cells of (their bounds as y has them) x (reduced costs), since the rows are equations
   * to zero. So that sum must reach the width, where the cell itself is concealed.
   */
  const cut = (cell: number, marks: readonly CellMark[], width: number, column: ReadonlyMap<number, number>): Known[] => {
    tryOut(marks);
    const low = reducedCosts(cell, 1);
    const high = reducedCosts(cell, -1);
    if (!low || !high) return [];
    let fixed = 0;
    const gain = new Map<number, number>();
    for (let other = 0; other < size; other++) {
      const here = reach(table, other, table.marks[other], at(low, other)) + reach(table, other, table.marks[other], at(high, other));
      fixed += here;
      const y = column.get(other);
      if (y === undefined) continue;
      const open = reach(table, other, 'withheld', at(low, other)) + reach(table, other, 'withheld', at(high, other));
      if (open - here > 1e-9) gain.set(y, open - here);
    }
    const own = column.get(cell);
    const need = width - fixed;
    if (need <= 1e-9) return [];
    const index: number[] = [];
    const coefficient: number[] = [];
    for (const [y, value] of gain) {
      if (y === own) continue;
      index.push(y);
      // No cell need count for more than the whole of what is missing.
      coefficient.push(Math.min(value, need) / need);
    }
    // A cell that is withheld only by choice asks for protection only when it is.
    if (own !== undefined) {
      index.push(own);
      coefficient.push(-1);
    }
    return [{ index, coefficient, lower: own === undefined ? 1 : 0, upper: Number.POSITIVE_INFINITY }];
  };

  return { cut, dispose: () => model.dispose() };
}

/** The most that a cell's bounds allow a reduced cost to add to the spread: - d x lower for d > 0, - d x upper for d < 0. */
function reach(table: MarginTable, cell: number, mark: CellMark | undefined, dual: number): number {
  if (Math.abs(dual) < 1e-9) return 0;
  const [low, high] = bounds(table, cell, mark);
  // A bound that does not exist is given a size no table of counts has, so that cuts stay finite.
  return dual > 0 ? -dual * low : -dual * Math.min(high, 1e7);
}
