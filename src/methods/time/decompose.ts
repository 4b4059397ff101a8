/** Classical decomposition by moving averages. */
import { at } from '../check.ts';
import { MethodError } from '../error.ts';
import { seriesValues, twoPeriods, wholePeriod } from './series.ts';

export interface Decomposition {
  readonly kind: 'additive' | 'multiplicative';
  /** The pattern of one period: the unit of the series, summing to 0 (additive), or factors with mean 1 (multiplicative). */
  readonly figure: Float64Array;
  /** The figure repeated, one entry a step. */
  readonly seasonal: Float64Array;
  /** Centred moving average over a period; null for the half period at either end, where it does not reach. */
  readonly trend: readonly (number | null)[];
  /** What is left: values - trend - seasonal, or values / (trend x seasonal); null where the trend is. */
  readonly remainder: readonly (number | null)[];
}

/**
 * Classical decomposition: the trend is a centred moving average over one period (half weight on the two outer steps of an even one), the
 * season the mean of what is left by position in the period.
 *
 * @param values one entry a step, no gaps, at least two periods; above zero where multiplicative
 * @param options.period steps of a period; @param options.kind `additive` (default) or `multiplicative`
 * @throws MethodError `not-a-number` (a gap), `too-few`, `not-positive` (multiplicative), `out-of-range`, `not-whole`, `too-large`
 * @source Kendall and Stuart (1983), The Advanced Theory of Statistics, vol. 3, 410-414; as R `decompose`
 */
export function classicalDecomposition(
  values: ArrayLike<number>,
  options: { readonly period: number; readonly kind?: 'additive' | 'multiplicative' },
): Decomposition {
  const y = seriesValues('values', values);
  const period = wholePeriod(options.period);
  const kind = options.kind ?? 'additive';
  const n = y.length;
  twoPeriods('values', n, period);
  const multiplicative = kind === 'multiplicative';
  for (let i = 0; i < n; i++) {
    if (multiplicative && at(y, i) <= 0)
      throw new MethodError('not-positive', `values[${i}]`, `a multiplicative decomposition needs values above zero, not ${y[i]}`);
    if (Math.abs(at(y, i)) > 1e150) throw new MethodError('too-large', `values[${i}]`, 'values beyond 1e150 cannot be decomposed: change the unit');
  }

  const trend = centredAverage(y, period);
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let i = 0; i < n; i++) {
    const level = trend[i];
    if (level === null || level === undefined) continue;
    const phase = i % period;
    sums[phase] = at(sums, phase) + (multiplicative ? at(y, i) / level : at(y, i) - level);
    counts[phase] = at(counts, phase) + 1;
  }
  const figure = sums.map((sum, phase) => sum / at(counts, phase));
  const centre = figure.reduce((a, b) => a + b, 0) / period;
  for (let phase = 0; phase < period; phase++) figure[phase] = multiplicative ? at(figure, phase) / centre : at(figure, phase) - centre;
  const seasonal = y.map((_, i) => at(figure, i % period));
  return {
    kind,
    figure,
    seasonal,
    trend,
    remainder: trend.map((level, i) => (level === null ? null : multiplicative ? at(y, i) / (level * at(seasonal, i)) : at(y, i) - level - at(seasonal, i))),
  };
}

function centredAverage(y: Float64Array, period: number): (number | null)[] {
  const half = period >> 1;
  const trend: (number | null)[] = [];
  for (let i = 0; i < y.length; i++) {
    if (i < half || i + half >= y.length) {
      trend.push(null);
      continue;
    }
    let sum = 0;
    for (let j = i - half; j <= i + half; j++) sum += at(y, j);
    if (period % 2 === 0) sum -= (at(y, i - half) + at(y, i + half)) / 2;
    trend.push(sum / period);
  }
  return trend;
}
