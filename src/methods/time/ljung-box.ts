import { at } from '../check.ts';
import { chiSquaredUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { largest, seriesValues, wholeFrom } from './series.ts';

export interface LjungBox {
  readonly statistic: number;
  /** Lags less fitted parameters. */
  readonly degreesOfFreedom: number;
  /** Probability of a statistic this large were the values independent of each other. */
  readonly p: number;
  /** Autocorrelations at lag 1, 2, ..., -1 to 1. */
  readonly autocorrelations: Float64Array;
}

/**
 * Ljung and Box's portmanteau test: whether a series (or the residuals of a model) is correlated with its own past.
 *
 * @param values one entry a step, no gaps; @param options.lags how many lags are taken together, fewer than the values
 * @param options.fitted parameters of the time-series model whose residuals these are (p + q of an ARMA); 0 unless given
 * @throws MethodError `not-a-number` (a gap), `out-of-range`, `not-whole`, `no-variation`, `too-few`
 * @source Ljung and Box (1978), Biometrika 65:297; as R `Box.test(type = "Ljung-Box")`
 */
export function ljungBox(values: ArrayLike<number>, options: { readonly lags: number; readonly fitted?: number }): LjungBox {
  const y = seriesValues('values', values);
  const n = y.length;
  if (n < 3) throw new MethodError('too-few', 'values', `must hold at least 3 values, and has ${n}`);
  const lags = wholeFrom('lags', options.lags, 1);
  if (lags >= n) throw new MethodError('out-of-range', 'lags', `must be fewer than the ${n} values, and is ${lags}`);
  const fitted = wholeFrom('fitted', options.fitted ?? 0, 0);
  if (fitted >= lags) throw new MethodError('out-of-range', 'fitted', `must be fewer than the ${lags} lags, and is ${fitted}`);
  const scale = largest(y);
  let mean = 0;
  for (let i = 0; i < n; i++) mean += at(y, i) / scale / n;
  const off = y.map((value) => value / scale - mean);
  const power = off.reduce((sum, value) => sum + value * value, 0);
  if (power <= n * 1e-30) throw new MethodError('no-variation', 'values', 'are all the same: they have no autocorrelation');
  const autocorrelations = new Float64Array(lags);
  let sum = 0;
  for (let lag = 1; lag <= lags; lag++) {
    let product = 0;
    for (let i = lag; i < n; i++) product += at(off, i) * at(off, i - lag);
    const r = product / power;
    autocorrelations[lag - 1] = r;
    sum += (r * r) / (n - lag);
  }
  const statistic = n * (n + 2) * sum;
  return { statistic, degreesOfFreedom: lags - fitted, p: chiSquaredUpperTail(statistic, lags - fitted), autocorrelations };
}
