/** The gate: exact and perturbed sums go in, what the viewer may see comes out. Nothing else in a figure is made from a sum. */
import { protectCount } from '../../methods/disclosure/protect-count.ts';
import { differencePercentChange, poissonInterval, wilson } from '../../methods/rates/index.ts';
import { THIRDS } from '../protection.ts';
import type { Measure } from './measures.ts';
import type { Row, Sum } from './rollup.ts';
import type { Cell, CellState, Clearance } from './types.ts';

/** What is seen of one sum, with the variance that protection added to it. */
export interface Seen {
  readonly state: CellState;
  readonly value: number | null;
  readonly noise: number;
}

/** Variance of rounding to 5: uniform over five values. */
const ROUNDING = 2;
/** Variance of one atom's noise (docs/adr/0002-protection.md). */
const ATOM_NOISE = 4;

const HIDDEN: Seen = Object.freeze({ state: 'hidden', value: null, noise: 0 });

export function see(sum: Sum, clearance: Clearance): Seen {
  if (clearance === 'analyst') return { state: 'shown', value: sum.exact, noise: 0 };
  const found = protectCount(sum.exact, sum.perturbed / THIRDS);
  if (found.state === 'hidden') return HIDDEN;
  if (found.value === 0) return { state: 'shown', value: 0, noise: 0 };
  // Off the atoms each record adds 1/3; an atom adds 4, and less when it is small enough to be weighed by record.
  const noise = sum.atoms > 0 ? Math.min(sum.atoms * ATOM_NOISE, found.value / 3) : found.value / 3;
  return { state: 'shown', value: found.value, noise: noise + ROUNDING };
}

const BLANK = { value: null, lower: null, upper: null, numerator: null, denominator: null } as const;

function blank(key: readonly string[], state: CellState): Cell {
  return { key, state, ...BLANK };
}

/** Limits of a Poisson count, widened for what protection added: the count is scaled to the one whose relative spread is the whole spread. */
export function countLimits(seen: Seen): { lower: number; upper: number } {
  const value = seen.value as number;
  if (value === 0 || seen.noise === 0) return poissonInterval(value);
  const { lower, upper } = poissonInterval(value);
  const widen = Math.sqrt(1 + seen.noise / value);
  return { lower: Math.max(0, value - (value - lower) * widen), upper: value + (upper - value) * widen };
}

function countCell(key: readonly string[], row: Row, clearance: Clearance): Cell {
  const seen = see(row.part, clearance);
  if (seen.value === null) return blank(key, seen.state);
  return { key, state: 'shown', value: seen.value, ...countLimits(seen), numerator: seen.value, denominator: null };
}

function rateCell(key: readonly string[], row: Row, clearance: Clearance, residents: number | null): Cell {
  const seen = see(row.part, clearance);
  if (seen.value === null) return blank(key, seen.state);
  if (residents === null || residents <= 0) return { ...blank(key, 'na'), numerator: seen.value };
  const scale = 1000 / residents;
  const { lower, upper } = countLimits(seen);
  return { key, state: 'shown', value: seen.value * scale, lower: lower * scale, upper: upper * scale, numerator: seen.value, denominator: residents };
}

function shareCell(key: readonly string[], row: Row, clearance: Clearance): Cell {
  const whole = see(row.whole, clearance);
  if (whole.state === 'shown' && whole.value === 0) return { ...blank(key, 'na'), denominator: 0 };
  const part = see(row.part, clearance);
  if (whole.value === null || part.value === null) return { ...blank(key, 'hidden'), denominator: whole.value };
  const top = Math.min(part.value, whole.value);
  // The sample that would give the whole spread, protection included.
  const effective = whole.value / (1 + (part.noise + whole.noise) / Math.max(1, whole.value));
  const share = top / whole.value;
  const { lower, upper } = wilson(share * effective, effective);
  return { key, state: 'shown', value: share, lower: Math.min(lower, share), upper: Math.max(upper, share), numerator: top, denominator: whole.value };
}

function changeCell(key: readonly string[], row: Row, clearance: Clearance): Cell {
  const after = see(row.part, clearance);
  const before = see(row.whole, clearance);
  if (after.value === null || before.value === null) return blank(key, 'hidden');
  if (before.value === 0) return { ...blank(key, 'na'), numerator: after.value, denominator: 0 };
  const found = differencePercentChange(before.value, after.value);
  const widen = Math.sqrt(1 + (after.noise + before.noise) / Math.max(1, after.value + before.value));
  const middle = Math.log1p(Math.max(-0.999, found.value ?? 0));
  const stretch = (limit: number | null) => (limit === null || limit <= -1 ? limit : Math.expm1(middle + (Math.log1p(limit) - middle) * widen));
  return { key, state: 'shown', value: found.value, lower: stretch(found.lower), upper: stretch(found.upper), numerator: after.value, denominator: before.value };
}

/** The cell of one row of the roll-up under a clearance. */
export function cellOf(measure: Measure, key: readonly string[], row: Row, clearance: Clearance, residents: number | null): Cell {
  switch (measure.form) {
    case 'count':
      return countCell(key, row, clearance);
    case 'rate':
      return rateCell(key, row, clearance, residents);
    case 'share':
    case 'mix':
      return shareCell(key, row, clearance);
    case 'change':
      return changeCell(key, row, clearance);
  }
}

/** Share of what is set aside or unknown in the whole; hidden when either count is. */
export function shareOf(part: Sum, whole: Sum, clearance: Clearance): { share: number | null; state: CellState } {
  const top = see(part, clearance);
  const bottom = see(whole, clearance);
  if (bottom.state === 'shown' && bottom.value === 0) return { share: null, state: 'na' };
  if (top.value === null || bottom.value === null) return { share: null, state: 'hidden' };
  return { share: Math.min(1, top.value / (bottom.value as number)), state: 'shown' };
}
