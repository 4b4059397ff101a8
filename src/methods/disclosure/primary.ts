/** Primary rules: which cells of a table are too revealing by themselves. Magnitude rules look at the largest contributors of a cell. */
import { at, count, finite, nonNegative } from '../check.ts';
import { MethodError } from '../error.ts';

/**
 * Frequency rule: a cell of 1 to `max` units is hidden; an empty one is not.
 *
 * @throws MethodError `not-whole`, `negative`
 */
export function frequencyRule(units: number, max: number): boolean {
  return count('units', units) > 0 && units <= count('max', max);
}

/**
 * Dominance rule (n, k): hidden when the n largest contributors hold more than k % of the cell.
 *
 * @param contributions amounts of the cell's contributors, each 0 or more, in any order
 * @param k percentage, 0 to 100
 * @throws MethodError `negative`, `not-whole`, `out-of-range`
 * @source Hundepool et al. (2012), Statistical Disclosure Control, 4.2.2; sdcTable `nk`
 */
export function dominanceRule(contributions: ArrayLike<number>, n: number, k: number): boolean {
  const { sorted, total } = ranked(contributions);
  return total > 0 && sum(sorted.slice(0, count('n', n))) > (percent('k', k) / 100) * total;
}

/**
 * p % rule: hidden when the second largest contributor, taking their own amount and the cell's total, can tell the largest to within p %.
 *
 * @throws MethodError as {@link dominanceRule}
 * @source Hundepool et al. (2012), 4.2.2; sdcTable `p`
 */
export function pPercentRule(contributions: ArrayLike<number>, p: number): boolean {
  const { sorted, total } = ranked(contributions);
  if (total === 0) return false;
  const largest = sorted[0] ?? 0;
  return total - largest - (sorted[1] ?? 0) < (percent('p', p) / 100) * largest;
}

/**
 * pq rule: as the p % rule, when everybody already knew each amount to within q %.
 *
 * @throws MethodError as {@link dominanceRule}; `out-of-range` unless p < q
 * @source Hundepool et al. (2012), 4.2.2; sdcTable `pq`
 */
export function pqRule(contributions: ArrayLike<number>, p: number, q: number): boolean {
  const { sorted, total } = ranked(contributions);
  if (percent('p', p) >= percent('q', q)) throw new MethodError('out-of-range', 'p', `must be below q (${q}), and is ${p}`);
  if (total === 0) return false;
  const largest = sorted[0] ?? 0;
  return total - largest - (sorted[1] ?? 0) < (p / q) * largest;
}

function ranked(contributions: ArrayLike<number>): { readonly sorted: number[]; readonly total: number } {
  const sorted = Array.from(contributions, (value) => nonNegative('contributions', value)).sort((a, b) => b - a);
  return { sorted, total: sum(sorted) };
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += at(values, i);
  return total;
}

function percent(argument: string, value: number): number {
  if (finite(argument, value) < 0 || value > 100) throw new MethodError('out-of-range', argument, `must be a percentage from 0 to 100, and is ${value}`);
  return value;
}
