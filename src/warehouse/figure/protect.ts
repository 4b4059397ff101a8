/** The gate: exact and perturbed sums go in, what the viewer may see comes out. Nothing else in a figure is made from a sum. */
import { perturbedCount, protectCount } from '../../methods/disclosure/index.ts';
import {
  differencePercentChange,
  perturbationVariance,
  poissonInterval,
  protectedChange,
  protectedCountInterval,
  protectedProportion,
  wilson,
} from '../../methods/rates/index.ts';
import { FACTS } from './dimensions.ts';
import type { Measure } from './measures.ts';
import type { Plan } from './plan.ts';
import type { Row, Sum } from './rollup.ts';
import type { Cell, CellState, Clearance } from './types.ts';

/** What is seen of one sum, with the variance that protection added to it. */
export type Seen = { readonly state: 'shown'; readonly value: number; readonly variance: number } | { readonly state: 'hidden'; readonly value: null };

const HIDDEN: Seen = Object.freeze({ state: 'hidden', value: null });

/** Who looks, and at what kind of question. */
export interface Gate {
  readonly clearance: Clearance;
  /** Zeros are hidden with the small counts where a question cuts finely: seen zeros are what is left to guess presence by. */
  readonly zeros: 'shown' | 'hidden';
}

/** Fact columns beside force, district, month and kind that a question may filter or group by before its zeros are hidden. */
const FINE_FROM = 3;

export function gateOf(plan: Plan, clearance: Clearance): Gate {
  const { kind } = FACTS[plan.measure.dataset];
  const kept = new Set<string>(['force', 'district', 'month', kind]);
  const own = new Set<string>(plan.measure.base.map((each) => each.column));
  const columns = new Set(
    [...plan.main.by, ...plan.main.conditions.map((each) => each.column).filter((column) => !own.has(column))].filter((column) => !kept.has(column)),
  );
  return { clearance, zeros: columns.size >= FINE_FROM ? 'hidden' : 'shown' };
}

export function see(sum: Sum, gate: Gate): Seen {
  if (gate.clearance === 'analyst') return { state: 'shown', value: sum.exact, variance: 0 };
  const found = protectCount(sum.exact, perturbedCount(sum.perturbed), { zeros: gate.zeros });
  if (found.state === 'hidden') return HIDDEN;
  return { state: 'shown', value: found.value, variance: perturbationVariance(found.value, { large: 0, small: sum.variance / 3 }) };
}

const BLANK = { value: null, lower: null, upper: null, numerator: null, denominator: null } as const;

function blank(key: readonly string[], state: CellState): Cell {
  return { key, state, ...BLANK };
}

type Shown = Extract<Seen, { state: 'shown' }>;

function limits(seen: Shown): { lower: number; upper: number } {
  const { lower, upper } = seen.variance === 0 ? poissonInterval(seen.value) : protectedCountInterval(seen);
  return { lower, upper };
}

function countCell(key: readonly string[], row: Row, gate: Gate): Cell {
  const seen = see(row.part, gate);
  if (seen.state === 'hidden') return blank(key, 'hidden');
  return { key, state: 'shown', value: seen.value, ...limits(seen), numerator: seen.value, denominator: null };
}

function rateCell(key: readonly string[], row: Row, gate: Gate, residents: number | null): Cell {
  const seen = see(row.part, gate);
  if (seen.state === 'hidden') return blank(key, 'hidden');
  if (residents === null || residents <= 0) return { ...blank(key, 'na'), numerator: seen.value };
  const scale = 1000 / residents;
  const { lower, upper } = limits(seen);
  return { key, state: 'shown', value: seen.value * scale, lower: lower * scale, upper: upper * scale, numerator: seen.value, denominator: residents };
}

/** Both counts are protected each by itself; the part may then exceed the whole by a rounding, and is held at it. */
function shareCell(key: readonly string[], row: Row, gate: Gate): Cell {
  const whole = see(row.whole, gate);
  if (whole.value === 0) return { ...blank(key, 'na'), denominator: 0 };
  const part = see(row.part, gate);
  if (whole.state === 'hidden' || part.state === 'hidden') return { ...blank(key, 'hidden'), denominator: whole.value };
  const top = Math.min(part.value, whole.value);
  const rest = whole.value - top;
  const found =
    whole.variance === 0
      ? wilson(top, whole.value)
      : protectedProportion({ value: top, variance: part.variance }, { value: rest, variance: Math.max(0, whole.variance - part.variance) });
  return { key, state: 'shown', value: found.value, lower: found.lower, upper: found.upper, numerator: top, denominator: whole.value };
}

function changeCell(key: readonly string[], row: Row, gate: Gate): Cell {
  const after = see(row.part, gate);
  const before = see(row.whole, gate);
  if (after.state === 'hidden' || before.state === 'hidden') return blank(key, 'hidden');
  if (before.value === 0) return { ...blank(key, 'na'), numerator: after.value, denominator: 0 };
  const found = after.variance > 0 && before.variance > 0 ? protectedChange(before, after) : differencePercentChange(before.value, after.value);
  return { key, state: 'shown', value: found.value, lower: found.lower, upper: found.upper, numerator: after.value, denominator: before.value };
}

/** The cell of one row of the roll-up under a clearance. */
export function cellOf(measure: Measure, key: readonly string[], row: Row, gate: Gate, residents: number | null): Cell {
  switch (measure.form) {
    case 'count':
      return countCell(key, row, gate);
    case 'rate':
      return rateCell(key, row, gate, residents);
    case 'share':
    case 'mix':
      return shareCell(key, row, gate);
    case 'change':
      return changeCell(key, row, gate);
  }
}

/** Share of what is set aside or unknown in the whole; hidden when either count is. */
export function shareOf(part: Sum, whole: Sum, gate: Gate): { share: number | null; state: CellState } {
  const top = see(part, gate);
  const bottom = see(whole, gate);
  if (bottom.value === 0) return { share: null, state: 'na' };
  if (top.state === 'hidden' || bottom.state === 'hidden') return { share: null, state: 'hidden' };
  return { share: Math.min(1, top.value / bottom.value), state: 'shown' };
}
