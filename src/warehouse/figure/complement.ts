/**
 * Complementary cells: on top of the perturbed atoms (which already keep subtraction from telling a count, docs/adr/0002-protection.md), no hidden cell is
 * better known from its margins than a number rounded to 5. Where it would be, the smallest cells beside it are withheld.
 */
import { flowAudit, HIDDEN_AT_MOST, marginTable, REQUIRED_WIDTH, suppress, type TableInput } from '../../methods/disclosure/index.ts';
import type { Plan } from './plan.ts';
import { gateOf, see } from './protect.ts';
import type { Rollup, Sum } from './rollup.ts';
import type { Cell, Figure } from './types.ts';

/** Larger tables are guarded line by line instead of audited as a whole. */
const AUDITED_CELLS = 600;

/** Half of the rounding base, for cells and for margins; the perturbation is not counted, so the audit errs on the safe side. */
const SLACK = 2.5;

/** What `[c]` says by itself, of a perturbed count. */
const C_RANGE = [0, HIDDEN_AT_MOST] as const;

const BLANK = { value: null, lower: null, upper: null, numerator: null, denominator: null } as const;

function withhold(cells: Cell[], at: number): void {
  const cell = cells[at];
  if (cell?.state === 'shown') cells[at] = { key: cell.key, state: 'withheld', ...BLANK };
}

const isHidden = (cell: Cell): boolean => cell.state === 'hidden' || cell.state === 'withheld';
const counted = (cell: Cell): number => cell.numerator ?? 0;

/**
 * What a line and its total tell of one of its `unknown` hidden cells: the residual, give or take the rounding of every number in it. True when that is
 * narrower than a number rounded to 5.
 */
function isNarrow(total: number, shown: readonly number[], unknown: number): boolean {
  const residual = total - shown.reduce((sum, value) => sum + value, 0);
  const slack = SLACK * (shown.length + 1);
  const most = Math.min(HIDDEN_AT_MOST, residual + slack);
  const least = Math.max(0, residual - slack - (unknown - 1) * HIDDEN_AT_MOST);
  return most - least < REQUIRED_WIDTH;
}

/** Withholds the smallest of a line until its hidden cells are no better known than a rounded number. Zeros stay: everybody knows them. */
function guardLine(cells: Cell[], positions: readonly number[], total: number): void {
  for (;;) {
    const hidden = positions.filter((at) => isHidden(cells[at] as Cell));
    const shown = positions.filter((at) => cells[at]?.state === 'shown' && counted(cells[at] as Cell) > 0);
    const values = shown.map((at) => counted(cells[at] as Cell));
    // A withheld cell may be as large as it likes, so it bounds nothing once it is among the unknown.
    if (hidden.length === 0 || shown.length === 0 || hidden.some((at) => cells[at]?.state === 'withheld') || !isNarrow(total, values, hidden.length)) return;
    const smallest = shown.reduce((best, at) => (counted(cells[at] as Cell) < counted(cells[best] as Cell) ? at : best));
    withhold(cells, smallest);
  }
}

function oneWay(figure: Figure, cells: Cell[]): void {
  const total = figure.measure.kind === 'share' ? figure.total.denominator : figure.total.numerator;
  if (total === null) return;
  guardLine(
    cells,
    cells.map((_, at) => at),
    total,
  );
}

function sumBy(rollup: Rollup, index: number): Map<number, Sum> {
  const out = new Map<number, Sum>();
  for (const row of rollup.rows.values()) {
    const id = row.key[index] as number;
    const sum = out.get(id) ?? { exact: 0, perturbed: 0, variance: 0 };
    sum.exact += row.part.exact;
    sum.perturbed += row.part.perturbed;
    sum.variance += row.part.variance;
    out.set(id, sum);
  }
  return out;
}

/** Two-way: the margins are not in the table, but they can be asked for, so they are taken as shown. */
function twoWay(plan: Plan, rollup: Rollup, figure: Figure, cells: Cell[]): void {
  const [down, across] = figure.dimensions;
  if (!down || !across || !cells.some(isHidden)) return;
  const rows = down.values.length;
  const cols = across.values.length;
  if (cells.length !== rows * cols) return;
  const gate = gateOf(plan, figure.clearance);
  const margins = [0, 1].map((index) => {
    const sums = sumBy(rollup, index);
    const byCode = new Map([...sums].map(([id, sum]) => [plan.values[index]?.describe(id).code ?? '', sum]));
    return (figure.dimensions[index]?.values ?? []).map((value) => {
      const sum = byCode.get(value.code);
      return sum ? (see(sum, gate).value ?? ('hidden' as const)) : 0;
    });
  });
  if (cells.length > AUDITED_CELLS) {
    const lines = [
      ...range(rows, (row) => [margins[0]?.[row], range(cols, (col) => row * cols + col)] as const),
      ...range(cols, (col) => [margins[1]?.[col], range(rows, (row) => row * cols + col)] as const),
    ];
    for (const [total, positions] of lines) if (typeof total === 'number') guardLine(cells, positions, total);
    return;
  }
  const table: TableInput = {
    rows,
    cols,
    values: cells.map(counted),
    hidden: cells.map(isHidden),
    rowTotals: margins[0] ?? null,
    colTotals: margins[1] ?? null,
    total: figure.total.numerator,
    slack: SLACK,
    hiddenRange: C_RANGE,
  };
  if (audited(table)) return;
  for (const at of suppress(table, { margins: false }).cells) withhold(cells, at);
}

/** True when every hidden cell is wide enough as it is. Margins that contradict the cells (they were perturbed by another route) bound nothing. */
function audited(table: TableInput): boolean {
  const found = flowAudit(marginTable(table));
  return found === null || found.every(({ min, max }) => max - min >= REQUIRED_WIDTH);
}

function range<T>(size: number, at: (step: number) => T): T[] {
  return Array.from({ length: size }, (_, step) => at(step));
}

/** @returns the figure with further cells withheld where the rule asks for it */
export function withComplement(plan: Plan, rollup: Rollup, figure: Figure): Figure {
  const additive = plan.measure.form === 'count' || plan.measure.form === 'rate' || plan.measure.form === 'mix';
  if (figure.clearance === 'analyst' || figure.refusal !== null || !additive || figure.dimensions.length === 0) return figure;
  const cells = [...figure.cells];
  if (figure.dimensions.length === 1) oneWay(figure, cells);
  else if (figure.dimensions.length === 2 && plan.measure.form === 'count') twoWay(plan, rollup, figure, cells);
  return Object.freeze({ ...figure, cells });
}
