/** What is read off a fit: tables of coefficients, joint tests, comparisons of two models, combinations of coefficients. */
import { at, confidence, each, finite, sized } from '../check.ts';
import { chiSquaredUpperTail, fUpperTail, normalUpper, normalUpperTail, tUpper, tUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { standardErrorsOf } from './covariance.ts';
import { triangle } from './factor.ts';
import type { GlmFit } from './fit.ts';

/** A normal or a t reference; `model` takes t where the dispersion was estimated (quasi-Poisson, gaussian) and normal elsewhere. */
export type GlmReference = 'model' | 'normal' | 't';

export interface InferenceOptions {
  /** Another covariance than the model's own: sandwich, cluster, Newey-West. */
  readonly covariance?: Float64Array;
  /** GlmReference of tests and intervals; `model` unless given. */
  readonly reference?: GlmReference;
  /** Degrees of freedom of t; the residual ones unless given. */
  readonly df?: number;
  readonly level?: number;
}

export interface CoefficientEstimate {
  readonly estimate: number;
  readonly standardError: number;
  /** CoefficientEstimate by its standard error; null where that is zero. */
  readonly statistic: number | null;
  /** Two-sided; null where the standard error is zero. */
  readonly p: number | null;
  readonly lower: number;
  readonly upper: number;
}

export interface CoefficientRow extends CoefficientEstimate {
  readonly name: string;
}

/** CoefficientEstimate with test and interval, given its standard error and its reference (t with `df`, normal where null). */
export function estimateOf(estimate: number, standardError: number, df: number | null, level: number): CoefficientEstimate {
  const tail = (1 - confidence('level', level)) / 2;
  const z = df === null ? normalUpper(tail) : tUpper(tail, df);
  const statistic = standardError > 0 ? estimate / standardError : null;
  return {
    estimate,
    standardError,
    statistic,
    p: statistic === null ? null : Math.min(1, 2 * (df === null ? normalUpperTail(Math.abs(statistic)) : tUpperTail(Math.abs(statistic), df))),
    lower: estimate - z * standardError,
    upper: estimate + z * standardError,
  };
}

/** Degrees of freedom of the reference distribution: null for the normal. */
export function referenceDf(fit: GlmFit, options: InferenceOptions): number | null {
  const reference = options.reference ?? 'model';
  if (reference === 'normal' || (reference === 'model' && !fit.estimatedDispersion && options.df === undefined)) return null;
  const df = options.df ?? fit.dfResidual;
  if (!(df > 0)) throw new MethodError('too-few', 'df', 'the t distribution needs at least one degree of freedom');
  return df;
}

/** One row a coefficient, on the scale of the linear predictor (log rate, log odds): take exp for a ratio. */
export function coefficientTable(fit: GlmFit, names: readonly string[], options: InferenceOptions = {}): CoefficientRow[] {
  const errors = standardErrorsOf(options.covariance ?? fit.covariance);
  const df = referenceDf(fit, options);
  sized('names', names, fit.coefficients.length);
  return names.map((name, j) => ({ name, ...estimateOf(at(fit.coefficients, j), at(errors, j), df, options.level ?? 0.95) }));
}

/** A combination sum(l_j b_j) of the coefficients, with test and interval. */
export function linearCombination(fit: GlmFit, combination: ArrayLike<number>, options: InferenceOptions = {}): CoefficientEstimate {
  const p = fit.coefficients.length;
  const l = each('combination', sized('combination', combination, p), finite);
  const covariance = options.covariance ?? fit.covariance;
  let estimate = 0;
  let variance = 0;
  for (let j = 0; j < p; j++) {
    estimate += at(l, j) * at(fit.coefficients, j);
    for (let k = 0; k < p; k++) variance += at(l, j) * at(l, k) * at(covariance, j * p + k);
  }
  return estimateOf(estimate, Math.sqrt(Math.max(0, variance)), referenceDf(fit, options), options.level ?? 0.95);
}

export interface JointTest {
  readonly statistic: number;
  readonly df1: number;
  /** Null for a chi-squared test. */
  readonly df2: number | null;
  readonly p: number;
}

/**
 * Wald test that these coefficients are all zero: chi-squared, or F where the reference is t.
 *
 * @param which indices of the columns
 * @throws MethodError `singular` where their covariance has no inverse (fewer clusters than coefficients)
 */
export function waldTest(fit: GlmFit, which: readonly number[], options: InferenceOptions = {}): JointTest {
  const p = fit.coefficients.length;
  const covariance = options.covariance ?? fit.covariance;
  const k = which.length;
  if (k === 0) throw new MethodError('too-few', 'which', 'needs at least one coefficient');
  const b = new Float64Array(k);
  const part = new Float64Array(k * k);
  which.forEach((j, row) => {
    if (!Number.isInteger(j) || j < 0 || j >= p) throw new MethodError('out-of-range', 'which', `has no column ${j}`);
    b[row] = at(fit.coefficients, j);
    which.forEach((l, column) => {
      part[row * k + column] = at(covariance, j * p + l);
    });
  });
  const statistic = quadraticForm(part, b, 'covariance');
  const df = referenceDf(fit, options);
  if (df === null) return { statistic, df1: k, df2: null, p: chiSquaredUpperTail(statistic, k) };
  return { statistic: statistic / k, df1: k, df2: df, p: fUpperTail(statistic / k, k, df) };
}

/** b' S^-1 b for a covariance S, scaled to unit diagonal first. */
export function quadraticForm(covariance: Float64Array, b: Float64Array, argument: string): number {
  const k = b.length;
  const scale = Float64Array.from({ length: k }, (_, j) => Math.sqrt(at(covariance, j * k + j)));
  // A correlation matrix C = U'U; then b'S^-1 b is the square of U'^-1 (b / scale).
  const u = new Float64Array(k * k);
  const z = new Float64Array(k);
  let sum = 0;
  for (let j = 0; j < k; j++) {
    for (let m = j; m < k; m++) {
      let value = at(covariance, j * k + m) / at(scale, j) / at(scale, m);
      for (let l = 0; l < j; l++) value -= at(u, l * k + j) * at(u, l * k + m);
      if (m === j && !(value > 1e-12)) throw new MethodError('singular', argument, 'the covariance of these coefficients has no inverse');
      u[j * k + m] = m === j ? Math.sqrt(value) : value / at(u, j * k + j);
    }
    let value = at(b, j) / at(scale, j);
    for (let l = 0; l < j; l++) value -= at(u, l * k + j) * at(z, l);
    z[j] = value / at(u, j * k + j);
    sum += at(z, j) ** 2;
  }
  return sum;
}

/** True where every column of `small` is a combination of those of `large` (both fits of the same rows). */
function nested(small: GlmFit, large: GlmFit): boolean {
  const n = large.score.length;
  const ones = new Float64Array(n).fill(1);
  const p = large.x.length;
  const flat = new Float64Array(n * (p + 1));
  large.x.forEach((column, j) => {
    flat.set(column, j * n);
  });
  return small.x.every((column) => {
    flat.set(column, p * n);
    try {
      triangle(flat, n, p + 1, String).factor(ones);
      return false;
    } catch (error) {
      if (error instanceof MethodError && error.code === 'singular') return true;
      throw error;
    }
  });
}

/**
 * Compares two nested fits of the same rows by their deviances: likelihood-ratio (chi-squared) where the dispersion is 1, F with the larger model's
 * dispersion where it is estimated. Two negative binomial fits are compared by their likelihoods, each at its own theta.
 *
 * @throws MethodError `inconsistent` where the models are not of the same outcome and family, or not nested; `shape`
 * @source McCullagh and Nelder (1989), section 4.4; Venables and Ripley (2002), section 7.5
 */
export function compareFits(small: GlmFit, large: GlmFit): JointTest {
  if (small.score.length !== large.score.length) throw new MethodError('shape', 'small', 'the two models must be fitted to the same rows');
  const negativeBinomial = typeof small.family === 'object' && typeof large.family === 'object';
  if (small.family !== large.family && !negativeBinomial) throw new MethodError('inconsistent', 'small', 'the two models must be of the same family');
  const df1 = small.dfResidual - large.dfResidual;
  if (df1 <= 0 || !nested(small, large))
    throw new MethodError('inconsistent', 'small', 'every column of the smaller model must be a combination of those of the larger');
  // Two negative binomial fits have each their own theta, so it is their likelihoods that are compared.
  const drop = Math.max(0, negativeBinomial ? 2 * ((large.logLikelihood ?? 0) - (small.logLikelihood ?? 0)) : small.deviance - large.deviance);
  if (!large.estimatedDispersion) return { statistic: drop, df1, df2: null, p: chiSquaredUpperTail(drop, df1) };
  if (!(large.dispersion > 0)) throw new MethodError('no-variation', 'large', 'fits without residual, so there is no dispersion to compare with');
  const statistic = drop / df1 / large.dispersion;
  return { statistic, df1, df2: large.dfResidual, p: fUpperTail(statistic, df1, large.dfResidual) };
}
