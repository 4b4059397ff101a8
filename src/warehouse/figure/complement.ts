/**
 * Complementary cells: the field's own rule on top of the perturbed atoms (which already make subtraction useless, docs/adr/0002-protection.md). No hidden
 * cell stands alone in a line whose total is, or can be, shown, and no hidden cell is better known from its margins than a number rounded to 5.
 */
import { HIDDEN_AT_MOST, suppress } from '../../methods/disclosure/index.ts';
import type { Plan } from './plan.ts';
import { gateOf, see } from './protect.ts';
import type { Rollup, Sum } from './rollup.ts';
import type { Cell, Figure } from './types.ts';

/** Larger tables have so many rounded cells that their margins tell nothing; they keep the rule of two in a line. */
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

/** One line and its total: the cheapest further cell, where exactly one is hidden. */
function ruleOfTwo(cells: Cell[], positions: readonly number[]): void {
  const hidden = positions.filter((at) => isHidden(cells[at] as Cell));
  if (hidden.length !== 1) return;
  const candidates = positions.filter((at) => cells[at]?.state === 'shown').sort((a, b) => cost(cells[a] as Cell) - cost(cells[b] as Cell));
  if (candidates[0] !== undefined) withhold(cells, candidates[0]);
}

/** Zeros last: withholding one says nothing that was not known. */
function cost(cell: Cell): number {
  return counted(cell) === 0 ? Number.MAX_SAFE_INTEGER : counted(cell);
}

function oneWay(figure: Figure, cells: Cell[]): void {
  const all = cells.map((_, at) => at);
  const hidden = all.filter((at) => isHidden(cells[at] as Cell)).length;
  const total = figure.measure.kind === 'share' ? figure.total.denominator : figure.total.numerator;
  if (hidden === 0 || total === null) return;
  // Two hidden cells or more and one that is shown leave each an interval of at least the rounding of two numbers.
  if (hidden > 1 && (hidden < cells.length || total > SLACK * 2)) return;
  if (cells.length > AUDITED_CELLS) {
    ruleOfTwo(cells, all);
    return;
  }
  const found = suppress(
    { rows: 1, cols: cells.length, values: cells.map(counted), hidden: cells.map(isHidden), total, slack: SLACK, hiddenRange: C_RANGE },
    { margins: false },
  );
  for (const at of found.cells) withhold(cells, at);
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
  if (cells.length > AUDITED_CELLS) {
    for (let row = 0; row < rows; row++)
      ruleOfTwo(
        cells,
        range(cols, (col) => row * cols + col),
      );
    for (let col = 0; col < cols; col++)
      ruleOfTwo(
        cells,
        range(rows, (row) => row * cols + col),
      );
    return;
  }
  const gate = gateOf(plan, figure.clearance);
  const margins = [0, 1].map((index) => {
    const sums = sumBy(rollup, index);
    const byCode = new Map([...sums].map(([id, sum]) => [plan.values[index]?.describe(id).code ?? '', sum]));
    return (figure.dimensions[index]?.values ?? []).map((value) => {
      const sum = byCode.get(value.code);
      return sum ? (see(sum, gate).value ?? ('hidden' as const)) : 0;
    });
  });
  const found = suppress(
    {
      rows,
      cols,
      values: cells.map(counted),
      hidden: cells.map(isHidden),
      rowTotals: margins[0] ?? null,
      colTotals: margins[1] ?? null,
      total: figure.total.numerator,
      slack: SLACK,
      hiddenRange: C_RANGE,
    },
    { margins: false },
  );
  for (const at of found.cells) withhold(cells, at);
}

function range(size: number, at: (step: number) => number): number[] {
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
