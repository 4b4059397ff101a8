/** Rank tests of whether a series has a season. */
import { at } from '../check.ts';
import { chiSquaredUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { seriesValues, twoPeriods, wholePeriod } from './series.ts';

export interface RankTest {
  /** Compared with chi-squared. */
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  /** Probability of a statistic this large without a season. */
  readonly p: number;
  /** Mean rank of each position of the period, in order: which are high and which low. */
  readonly meanRanks: Float64Array;
}

/** Ranks from 1, the mean of theirs for equal values; and the sum over ties of t^3 - t. */
function midRanks(values: Float64Array): { readonly ranks: Float64Array; readonly ties: number } {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => at(values, a) - at(values, b));
  const ranks = new Float64Array(n);
  let ties = 0;
  for (let i = 0; i < n; ) {
    let j = i + 1;
    while (j < n && at(values, at(order, j)) === at(values, at(order, i))) j++;
    for (let k = i; k < j; k++) ranks[at(order, k)] = (i + 1 + j) / 2;
    ties += (j - i) ** 3 - (j - i);
    i = j;
  }
  return { ranks, ties };
}

/**
 * Kruskal and Wallis's test with the positions of the period (all Januaries, all Februaries, ...) as groups. Ties corrected.
 *
 * @param values one entry a step, no gaps, at least two periods; without a trend, or as remainder from one
 * @param options.period steps of a period
 * @throws MethodError `not-a-number` (a gap), `too-few`, `no-variation`, `out-of-range`, `not-whole`
 * @source Kruskal and Wallis (1952), JASA 47:583; as R `kruskal.test`
 */
export function seasonalKruskalWallis(values: ArrayLike<number>, options: { readonly period: number }): RankTest {
  const y = seriesValues('values', values);
  const period = wholePeriod(options.period);
  const n = y.length;
  twoPeriods('values', n, period);
  const { ranks, ties } = midRanks(y);
  const correction = 1 - ties / (n ** 3 - n);
  if (correction <= 0) throw new MethodError('no-variation', 'values', 'are all the same: there is nothing to rank');
  const meanRanks = new Float64Array(period);
  let between = 0;
  for (let phase = 0; phase < period; phase++) {
    let sum = 0;
    let m = 0;
    for (let i = phase; i < n; i += period, m++) sum += at(ranks, i);
    meanRanks[phase] = sum / m;
    between += m * (sum / m - (n + 1) / 2) ** 2;
  }
  return chiSquared(((12 / (n * (n + 1))) * between) / correction, period - 1, meanRanks);
}

/**
 * Friedman's test: values ranked within each period (year), so that a level that changes from year to year does not matter. Ties corrected.
 *
 * @param values whole periods only, at least two of them, no gaps; @param options.period steps of a period
 * @throws MethodError `shape` (a part of a period at the end), `not-a-number` (a gap), `too-few`, `no-variation`, `out-of-range`, `not-whole`
 * @source Friedman (1937), JASA 32:675; Conover (1999), Practical Nonparametric Statistics, 3rd edition, 5.8; as R `friedman.test`
 */
export function seasonalFriedman(values: ArrayLike<number>, options: { readonly period: number }): RankTest {
  const y = seriesValues('values', values);
  const period = wholePeriod(options.period);
  twoPeriods('values', y.length, period);
  if (y.length % period !== 0) {
    throw new MethodError(
      'shape',
      'values',
      `must be whole periods of ${period}, and has ${y.length} entries: leave out the ${y.length % period} of the period that is not whole`,
    );
  }
  const years = y.length / period;
  const meanRanks = new Float64Array(period);
  let ties = 0;
  for (let year = 0; year < years; year++) {
    const ranked = midRanks(y.subarray(year * period, (year + 1) * period));
    ties += ranked.ties;
    for (let phase = 0; phase < period; phase++) meanRanks[phase] = at(meanRanks, phase) + at(ranked.ranks, phase) / years;
  }
  let between = 0;
  for (let phase = 0; phase < period; phase++) between += (years * (at(meanRanks, phase) - (period + 1) / 2)) ** 2;
  const scale = years * period * (period + 1) - ties / (period - 1);
  // Every year a tie throughout: the scale is then zero up to rounding.
  if (scale <= 1e-9 * years * period * period)
    throw new MethodError('no-variation', 'values', 'are the same throughout every period: there is nothing to rank');
  return chiSquared((12 * between) / scale, period - 1, meanRanks);
}

function chiSquared(statistic: number, degreesOfFreedom: number, meanRanks: Float64Array): RankTest {
  return { statistic, degreesOfFreedom, p: chiSquaredUpperTail(statistic, degreesOfFreedom), meanRanks };
}
