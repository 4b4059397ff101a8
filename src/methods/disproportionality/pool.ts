/** Rubin's rules: one estimate from several completed data sets. */
import { at, confidence, each, finite, positive, sized } from '../check.ts';
import { normalUpper, tUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL } from '../rates/index.ts';
import { checked } from './ratio.ts';

export interface PoolOptions {
  /** Number of observations of the complete data, for small samples (Barnard and Rubin's degrees of freedom). Default: as many as one likes. */
  readonly n?: number;
  /** Number of parameters that the complete-data analysis estimated. Default 1. */
  readonly parameters?: number;
  readonly level?: number;
}

export interface Pooled extends Interval {
  /** Mean of the variances: what the chance of complete data would be. */
  readonly within: number;
  /** Variance between the estimates: what not knowing adds. */
  readonly between: number;
  /** within + (1 + 1/m) between. */
  readonly total: number;
  /** Degrees of freedom of t; null for infinitely many (the normal). */
  readonly df: number | null;
  /** Relative increase of variance by the missing values: (1 + 1/m) between / within. */
  readonly increase: number;
  /** Share of the information that is missing, 0 to 1. */
  readonly missingInformation: number;
}

/**
 * Pools the estimates of m imputed data sets.
 *
 * @param estimates m estimates, on a scale on which they are about normal: pool **logarithms** of ratios ({@link rubinPoolRatio} takes them back)
 * @param variances their variances, squares of the standard errors
 * @throws MethodError `too-few` (under two), `shape`, `not-positive`, `out-of-range` (n not above the parameters), `not-a-number`
 * @source Rubin (1987), Multiple Imputation for Nonresponse in Surveys, ch. 3; Barnard and Rubin (1999), Biometrika 86:948; as R `mice::pool.scalar`
 */
export function rubinPool(estimates: ArrayLike<number>, variances: ArrayLike<number>, options: PoolOptions = {}): Pooled {
  const q = each('estimates', estimates, finite);
  const m = q.length;
  if (m < 2) throw new MethodError('too-few', 'estimates', 'two or more imputations are needed to see how much they differ');
  const u = each('variances', sized('variances', variances, m), positive);
  const level = confidence('level', options.level ?? LEVEL);
  let value = 0;
  let within = 0;
  for (let i = 0; i < m; i++) {
    value += at(q, i) / m;
    within += at(u, i) / m;
  }
  let between = 0;
  for (let i = 0; i < m; i++) between += (at(q, i) - value) ** 2 / (m - 1);
  const extra = checked('estimates', (1 + 1 / m) * between);
  const total = within + extra;
  const increase = checked('variances', extra / within);
  const df = degreesOfFreedom(m, extra / total, options);
  const tail = (1 - level) / 2;
  // Beyond 1e8 degrees of freedom t is the normal to 1e-8.
  const spread = checked('variances', (df === null || df > 1e8 ? normalUpper(tail) : tUpper(tail, df)) * Math.sqrt(total));
  return {
    value,
    lower: value - spread,
    upper: value + spread,
    within,
    between,
    total,
    df,
    increase,
    missingInformation: (increase + (df === null ? 0 : 2 / (df + 3))) / (1 + increase),
  };
}

/** `share`: of the total variance, that which not knowing adds. */
function degreesOfFreedom(m: number, share: number, options: PoolOptions): number | null {
  const old = (m - 1) / share ** 2;
  if (options.n === undefined) return Number.isFinite(old) ? old : null;
  const complete = positive('n', options.n) - positive('parameters', options.parameters ?? 1);
  if (complete <= 0) throw new MethodError('out-of-range', 'n', `must be above the number of parameters, and is ${options.n}`);
  const observed = ((complete + 1) / (complete + 3)) * complete * (1 - share);
  return old === Number.POSITIVE_INFINITY ? observed : (old * observed) / (old + observed);
}

/**
 * {@link rubinPool} of ratios: pooled as logarithms, told as ratios.
 *
 * @param ratios above 0; @param logVariances variances of their logarithms
 * @returns `ratio` with limits as ratios; the rest on the log scale
 * @throws MethodError as {@link rubinPool}; `not-positive`
 */
export function rubinPoolRatio(ratios: ArrayLike<number>, logVariances: ArrayLike<number>, options: PoolOptions = {}): Pooled & { readonly ratio: Interval } {
  const logs = each('ratios', ratios, positive).map(Math.log);
  const pooled = rubinPool(logs, logVariances, options);
  const told = (log: number): number => checked('ratios', Math.exp(log));
  return { ...pooled, ratio: { value: told(pooled.value), lower: told(pooled.lower), upper: told(pooled.upper) } };
}
