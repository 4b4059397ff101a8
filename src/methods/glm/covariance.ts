/** Covariances of the coefficients that do not trust the model's variance. Row-major p by p, like the model's own. */
import { at, count } from '../check.ts';
import { MethodError } from '../error.ts';
import type { GlmFit } from './fit.ts';

export type SandwichKind = 'HC0' | 'HC1' | 'HC2' | 'HC3';

/**
 * Heteroscedasticity-consistent (sandwich) covariance.
 *
 * HC0 uses the squared scores as they are; HC1 multiplies by n / (n - p); HC2 divides each by 1 - leverage; HC3 by its square (safest in small samples).
 *
 * @throws MethodError `no-information` for HC2 and HC3 where a row has leverage 1; `too-few` for HC1 without residual degrees of freedom
 * @source MacKinnon and White (1985), Journal of Econometrics 29; Zeileis (2006), Journal of Statistical Software 16(9), for generalised linear models
 */
export function sandwichCovariance(fit: GlmFit, kind: SandwichKind = 'HC3'): Float64Array {
  const n = fit.score.length;
  const square = new Float64Array(n);
  const power = kind === 'HC2' ? 1 : kind === 'HC3' ? 2 : 0;
  for (let i = 0; i < n; i++) {
    const left = 1 - at(fit.hat, i);
    if (power > 0 && left < 1e-10)
      throw new MethodError('no-information', 'x', `row ${i} alone decides its own fit (leverage 1), so ${kind} does not exist: use HC1`);
    square[i] = at(fit.score, i) ** 2 / left ** power;
  }
  if (kind === 'HC1' && fit.dfResidual < 1) throw new MethodError('too-few', 'y', 'HC1 needs more rows than columns');
  return between(
    fit.bread,
    crossMeat(fit, (i) => at(square, i)),
    kind === 'HC1' ? fit.rows / fit.dfResidual : 1,
  );
}

/**
 * - `CR0`: no correction.
 * - `CR1`: G / (G - 1), G clusters (plm calls it sss when nothing else is counted).
 * - `stata`: G / (G - 1) x (n - 1) / (n - k), k all columns fitted (Stata's regress with vce(cluster), sandwich::vcovCL with HC1).
 */
export type ClusterConvention = 'CR0' | 'CR1' | 'stata';

export interface ClusterOptions {
  readonly convention?: ClusterConvention;
  /** k of the `stata` convention, where it is not the number of columns (fixed effects swept out beforehand). */
  readonly parameters?: number;
}

/**
 * Cluster-robust covariance. Trust it from some 40 clusters of like size; with few, it is too small.
 *
 * @param clusters one label a row
 * @throws MethodError `shape`, `too-few` (one cluster)
 * @source Liang and Zeger (1986), Biometrika 73; Cameron and Miller (2015), Journal of Human Resources 50, section II
 */
export function clusterCovariance(fit: GlmFit, clusters: ArrayLike<number | string>, options: ClusterOptions = {}): Float64Array {
  const n = fit.score.length;
  const p = fit.x.length;
  if (clusters.length !== n) throw new MethodError('shape', 'clusters', `must have ${n} entries, and has ${clusters.length}`);
  const index = new Map<number | string, number>();
  const of = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const label = clusters[i] as number | string;
    let found = index.get(label);
    if (found === undefined) {
      found = index.size;
      index.set(label, found);
    }
    of[i] = found;
  }
  const groups = index.size;
  if (groups < 2) throw new MethodError('too-few', 'clusters', 'needs at least two clusters');
  const sums = new Float64Array(groups * p);
  for (let j = 0; j < p; j++) {
    const column = fit.x[j] as Float64Array;
    for (let i = 0; i < n; i++) {
      const to = at(of, i) * p + j;
      sums[to] = at(sums, to) + at(fit.score, i) * at(column, i);
    }
  }
  const meat = new Float64Array(p * p);
  for (let g = 0; g < groups; g++) {
    for (let j = 0; j < p; j++) {
      for (let k = j; k < p; k++) meat[j * p + k] = at(meat, j * p + k) + at(sums, g * p + j) * at(sums, g * p + k);
    }
  }
  mirror(meat, p);
  return between(fit.bread, meat, clusterFactor(options.convention ?? 'stata', groups, fit.rows, options.parameters ?? p));
}

/** What a convention multiplies the uncorrected covariance by. Throws `too-few` where there are not more rows than parameters. */
export function clusterFactor(convention: ClusterConvention, groups: number, rows: number, parameters: number): number {
  if (convention === 'CR0') return 1;
  const few = groups / (groups - 1);
  if (convention === 'CR1') return few;
  if (rows <= parameters) throw new MethodError('too-few', 'y', `the stata convention needs more rows than its ${parameters} parameters`);
  return (few * (rows - 1)) / (rows - parameters);
}

export interface NeweyWestOptions {
  /** Longest lag, in rows; 0 gives HC0. */
  readonly lag: number;
  /** Multiply by n / (n - p); false unless told. */
  readonly adjust?: boolean;
}

/**
 * Covariance that allows for autocorrelation up to a lag. The rows are in the order of time, evenly spaced. Bartlett weights 1 - l / (lag + 1), no prewhitening,
 * and no small-sample factor unless `adjust`: other software differs in all three.
 *
 * @throws MethodError `negative`, `not-whole`, `out-of-range` where the lag is not shorter than the series
 * @source Newey and West (1987), Econometrica 55
 */
export function neweyWestCovariance(fit: GlmFit, options: NeweyWestOptions): Float64Array {
  const n = fit.score.length;
  const p = fit.x.length;
  const lag = count('lag', options.lag);
  if (lag >= n) throw new MethodError('out-of-range', 'lag', `must be shorter than the series of ${n}, and is ${lag}`);
  if (options.adjust && fit.dfResidual < 1) throw new MethodError('too-few', 'y', 'adjust needs more rows than columns');
  const scores = fit.x.map((column) => column.map((value, i) => value * at(fit.score, i)));
  const meat = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    const left = scores[j] as Float64Array;
    for (let k = j; k < p; k++) {
      const right = scores[k] as Float64Array;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += at(left, i) * at(right, i);
      for (let l = 1; l <= lag; l++) {
        let shifted = 0;
        for (let i = l; i < n; i++) shifted += at(left, i) * at(right, i - l) + at(left, i - l) * at(right, i);
        sum += (1 - l / (lag + 1)) * shifted;
      }
      meat[j * p + k] = sum;
    }
  }
  mirror(meat, p);
  return between(fit.bread, meat, options.adjust ? fit.rows / fit.dfResidual : 1);
}

/** Square roots of the diagonal. A robust covariance can have a zero there; rounding below it counts as zero. */
export function standardErrorsOf(covariance: Float64Array): Float64Array {
  const p = Math.round(Math.sqrt(covariance.length));
  return Float64Array.from({ length: p }, (_, j) => Math.sqrt(Math.max(0, at(covariance, j * p + j))));
}

function crossMeat(fit: GlmFit, square: (i: number) => number): Float64Array {
  const n = fit.score.length;
  const p = fit.x.length;
  const meat = new Float64Array(p * p);
  const weighted = new Float64Array(n);
  for (let j = 0; j < p; j++) {
    const left = fit.x[j] as Float64Array;
    for (let i = 0; i < n; i++) weighted[i] = at(left, i) * square(i);
    for (let k = j; k < p; k++) {
      const right = fit.x[k] as Float64Array;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += at(weighted, i) * at(right, i);
      meat[j * p + k] = sum;
    }
  }
  mirror(meat, p);
  return meat;
}

function mirror(matrix: Float64Array, p: number): void {
  for (let j = 0; j < p; j++) for (let k = 0; k < j; k++) matrix[j * p + k] = at(matrix, k * p + j);
}

/** factor x bread x meat x bread. */
function between(bread: Float64Array, meat: Float64Array, factor: number): Float64Array {
  const p = Math.round(Math.sqrt(bread.length));
  const half = product(bread, meat, p);
  const out = product(half, bread, p);
  for (let i = 0; i < out.length; i++) out[i] = at(out, i) * factor;
  return out;
}

function product(a: Float64Array, b: Float64Array, p: number): Float64Array {
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let m = 0; m < p; m++) {
      const value = at(a, i * p + m);
      for (let k = 0; k < p; k++) out[i * p + k] = at(out, i * p + k) + value * at(b, m * p + k);
    }
  }
  return out;
}
