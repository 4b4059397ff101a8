/** Whether the residuals of a model of a time series are still correlated in time. Residuals are in the order of time, evenly spaced. */
import { at, each, finite, positive, sized, whole } from '../check.ts';
import { chiSquaredUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { fitGlm } from '../glm/index.ts';

export interface LagTest {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Durbin-Watson statistic: about 2 without autocorrelation at one lag, near 0 where it is strongly positive, near 4 where negative. No p-value: use
 * {@link breuschGodfrey}.
 *
 * @throws MethodError `too-few` (two residuals), `no-variation`
 * @source Durbin and Watson (1950), Biometrika 37
 */
export function durbinWatson(residuals: ArrayLike<number>): number {
  const e = checked(residuals);
  let squares = 0;
  let steps = 0;
  for (let i = 0; i < e.length; i++) {
    squares += at(e, i) ** 2;
    if (i > 0) steps += (at(e, i) - at(e, i - 1)) ** 2;
  }
  return steps / squares;
}

/**
 * Autocorrelations at lags 0 to `lags`, about the mean, every lag divided by the sum of squares of the whole series.
 *
 * @throws MethodError `out-of-range` where a lag is not shorter than the series; `no-variation`
 */
export function residualAcf(residuals: ArrayLike<number>, lags: number): Float64Array {
  const e = checked(residuals);
  lagWithin(lags, e.length);
  let mean = 0;
  for (const value of e) mean += value / e.length;
  const out = new Float64Array(lags + 1);
  for (let l = 0; l <= lags; l++) {
    let sum = 0;
    for (let i = l; i < e.length; i++) sum += (at(e, i) - mean) * (at(e, i - l) - mean);
    out[l] = sum;
  }
  const variance = at(out, 0);
  if (!(variance > 0)) throw new MethodError('no-variation', 'residuals', 'are all the same');
  return out.map((value) => value / variance);
}

/**
 * Partial autocorrelations at lags 1 to `lags`, by the recursion of Durbin and Levinson.
 *
 * @throws MethodError as {@link residualAcf}
 * @source Durbin (1960), Review of the International Statistical Institute 28
 */
export function residualPacf(residuals: ArrayLike<number>, lags: number): Float64Array {
  const r = residualAcf(residuals, lags);
  const out = new Float64Array(lags);
  let phi = new Float64Array(0);
  for (let l = 1; l <= lags; l++) {
    let above = at(r, l);
    let below = 1;
    for (let k = 1; k < l; k++) {
      above -= at(phi, k - 1) * at(r, l - k);
      below -= at(phi, k - 1) * at(r, k);
    }
    // A series that its own past foretells exactly leaves nothing for longer lags.
    const partial = below > 1e-12 ? above / below : 0;
    const next = new Float64Array(l);
    for (let k = 1; k < l; k++) next[k - 1] = at(phi, k - 1) - partial * at(phi, l - k - 1);
    next[l - 1] = partial;
    phi = next;
    out[l - 1] = partial;
  }
  return out;
}

/**
 * Ljung and Box's test of autocorrelation at any lag up to `lags`. Degrees of freedom are `lags` less `fitted`, the number of autoregressive and
 * moving-average terms in the model (0 for a regression).
 *
 * @source Ljung and Box (1978), Biometrika 65
 */
export function residualLjungBox(residuals: ArrayLike<number>, lags: number, fitted = 0): LagTest {
  const r = residualAcf(residuals, lags);
  const n = residuals.length;
  const df = lags - whole('fitted', fitted);
  if (!(df > 0)) throw new MethodError('out-of-range', 'fitted', `must be under the ${lags} lags`);
  let sum = 0;
  for (let l = 1; l <= lags; l++) sum += at(r, l) ** 2 / (n - l);
  const statistic = n * (n + 2) * sum;
  return { statistic, df, p: chiSquaredUpperTail(statistic, df) };
}

/**
 * Breusch and Godfrey's test of autocorrelation up to `order` in the residuals of a regression: n R^2 of the residuals on the columns and their own
 * lags (zeros before the start), chi-squared.
 *
 * For a generalised linear model give Pearson residuals, and the columns each times the square root of the working weight.
 *
 * @param columns of the regression, intercept included
 * @source Breusch (1978), Australian Economic Papers 17; Godfrey (1978), Econometrica 46
 */
export function breuschGodfrey(residuals: ArrayLike<number>, columns: readonly ArrayLike<number>[], order = 1): LagTest {
  const e = checked(residuals);
  lagWithin(order, e.length);
  positive('order', order);
  columns.forEach((column, j) => {
    sized(`columns[${j}]`, column, e.length);
  });
  let scale = 0;
  for (const value of e) scale = Math.max(scale, Math.abs(value));
  const y = e.map((value) => value / scale);
  const lagged = Array.from({ length: order }, (_, l) => Float64Array.from(y, (_value, i) => (i > l ? at(y, i - l - 1) : 0)));
  const fit = fitGlm({ y, x: [...columns, ...lagged], family: 'gaussian' });
  let total = 0;
  for (const value of y) total += value * value;
  const statistic = Math.max(0, e.length * (1 - fit.deviance / total));
  return { statistic, df: order, p: chiSquaredUpperTail(statistic, order) };
}

function checked(residuals: ArrayLike<number>): Float64Array {
  const e = each('residuals', residuals, finite);
  if (e.length < 3) throw new MethodError('too-few', 'residuals', 'needs at least three');
  if (e.every((value) => value === 0)) throw new MethodError('no-variation', 'residuals', 'are all zero');
  return e;
}

function lagWithin(lags: number, n: number): void {
  if (whole('lags', lags) < 1 || lags >= n) throw new MethodError('out-of-range', 'lags', `must be from 1 to ${n - 1}, and is ${lags}`);
}
