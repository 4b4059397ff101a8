/** Two groups, two periods: difference-in-differences, and for counts the ratio of two ratios. */
import { at, confidence, each, finite, nonNegative, positive, sized } from '../check.ts';
import { normalUpper, normalUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import {
  type ClusterConvention,
  type CoefficientRow,
  clusterCovariance,
  coefficientTable,
  fitGlm,
  type GlmFit,
  type SandwichKind,
  sandwichCovariance,
} from '../glm/index.ts';

export type DidErrors = 'model' | SandwichKind | ClusterConvention;

export interface DidInput {
  /** Outcome, one a row (a person, or a place in a period). */
  readonly y: ArrayLike<number>;
  /** 1 in the group that gets the intervention, 0 in the other. */
  readonly treated: ArrayLike<number>;
  /** 1 after its start, 0 before. */
  readonly post: ArrayLike<number>;
  /** gaussian (least squares; a difference) unless told; the others give ratios of rates or odds. */
  readonly family?: 'gaussian' | 'poisson' | 'quasi-poisson' | 'binomial';
  readonly covariates?: Readonly<Record<string, ArrayLike<number>>>;
  /** Population or time at risk, for the count families. */
  readonly exposure?: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  /** HC2 unless told, or `stata` where there are clusters. */
  readonly errors?: DidErrors;
  /** One label a row: the unit that was given the intervention as a whole, such as the area. */
  readonly clusters?: ArrayLike<string | number>;
  /** Degrees of freedom of t for least squares: those of the residuals, or clusters less one (the default with clusters). */
  readonly df?: 'residual' | 'clusters';
  readonly level?: number;
}

export interface DidCell {
  readonly treated: 0 | 1;
  readonly post: 0 | 1;
  readonly rows: number;
  /** Mean of y, or events by exposure; weighted where weights are given. */
  readonly mean: number;
}

export interface DidResult {
  readonly cells: readonly DidCell[];
  /** intercept, treated, post, treated x post, covariates: on the scale of the linear predictor. */
  readonly coefficients: readonly CoefficientRow[];
  /** The row of treated x post. */
  readonly effect: CoefficientRow;
  /** exp of the effect with its interval: a ratio of ratios; null for gaussian. */
  readonly ratio: { readonly value: number; readonly lower: number; readonly upper: number } | null;
  readonly errors: DidErrors;
  /** Null where the reference is the normal distribution. */
  readonly df: number | null;
  readonly fit: GlmFit;
}

/**
 * Difference-in-differences of two groups and two periods by regression on treated, post and their product.
 *
 * @throws MethodError `too-few` where one of the four cells is empty; `shape`, `out-of-range` (treated and post are 0 or 1), `inconsistent`, and as {@link fitGlm}
 * @source Angrist and Pischke (2009), Mostly Harmless Econometrics, section 5.2; for ratios Puhani (2012), Economics Letters 115
 */
export function differenceInDifferences(input: DidInput): DidResult {
  const level = confidence('level', input.level ?? 0.95);
  const family = input.family ?? 'gaussian';
  const n = input.y.length;
  const treated = each('treated', sized('treated', input.treated, n), indicator);
  const post = each('post', sized('post', input.post, n), indicator);
  if (input.exposure !== undefined && (family === 'gaussian' || family === 'binomial'))
    throw new MethodError('inconsistent', 'exposure', 'is for the count families: give a rate, or weights, instead');
  const exposure = input.exposure === undefined ? undefined : each('exposure', sized('exposure', input.exposure, n), positive);
  const weights = input.weights === undefined ? undefined : each('weights', sized('weights', input.weights, n), nonNegative);
  const y = each('y', input.y, finite);
  const errors = input.errors ?? (input.clusters === undefined ? (family === 'gaussian' ? 'HC2' : 'model') : 'stata');
  const clustered = errors === 'CR0' || errors === 'CR1' || errors === 'stata';
  if (clustered !== (input.clusters !== undefined))
    throw new MethodError('inconsistent', 'clusters', clustered ? `are needed for ${errors}` : `are given, and ${errors} does not use them`);
  const cells = cellMeans(y, treated, post, weights, exposure);
  const covariates = Object.entries(input.covariates ?? {});
  const names = ['intercept', 'treated', 'post', 'treated x post', ...covariates.map(([name]) => name)];
  const fit = fitGlm({
    y,
    x: [new Float64Array(n).fill(1), treated, post, treated.map((value, i) => value * at(post, i)), ...covariates.map(([, values]) => values)],
    family,
    names,
    ...(exposure && { offset: exposure.map(Math.log) }),
    ...(weights && { weights }),
  });
  const covariance =
    errors === 'model' ? fit.covariance : clustered ? clusterCovariance(fit, input.clusters ?? [], { convention: errors }) : sandwichCovariance(fit, errors);
  const df = !fit.estimatedDispersion ? null : clustered && input.df !== 'residual' ? new Set(Array.from(input.clusters ?? [])).size - 1 : fit.dfResidual;
  const coefficients = coefficientTable(fit, names, { covariance, level, ...(df === null ? { reference: 'normal' } : { reference: 't', df }) });
  const effect = coefficients[3] as CoefficientRow;
  const ratio = family === 'gaussian' ? null : { value: Math.exp(effect.estimate), lower: Math.exp(effect.lower), upper: Math.exp(effect.upper) };
  return { cells, coefficients, effect, ratio, errors, df, fit };
}

function indicator(argument: string, value: number): number {
  if (finite(argument, value) !== 0 && value !== 1) throw new MethodError('out-of-range', argument, `must be 0 or 1, and is ${value}`);
  return value;
}

function cellMeans(
  y: Float64Array,
  treated: Float64Array,
  post: Float64Array,
  weights: Float64Array | undefined,
  exposure: Float64Array | undefined,
): DidCell[] {
  const rows = new Float64Array(4);
  const tops = new Float64Array(4);
  const bottoms = new Float64Array(4);
  for (let i = 0; i < y.length; i++) {
    const cell = 2 * at(treated, i) + at(post, i);
    const weight = weights === undefined ? 1 : at(weights, i);
    if (weight === 0) continue;
    rows[cell] = at(rows, cell) + 1;
    tops[cell] = at(tops, cell) + weight * at(y, i);
    bottoms[cell] = at(bottoms, cell) + weight * (exposure === undefined ? 1 : at(exposure, i));
  }
  return ([0, 1] as const).flatMap((group) =>
    ([0, 1] as const).map((period) => {
      const cell = 2 * group + period;
      if (at(rows, cell) === 0) throw new MethodError('too-few', 'y', `has no row with treated ${group} and post ${period}`);
      return { treated: group, post: period, rows: at(rows, cell), mean: at(tops, cell) / at(bottoms, cell) };
    }),
  );
}

export interface DidCounts {
  readonly treatedBefore: number;
  readonly treatedAfter: number;
  readonly comparisonBefore: number;
  readonly comparisonAfter: number;
}

export interface DidCountsResult {
  /** (treated after / before) / (comparison after / before). */
  readonly ratio: { readonly value: number; readonly lower: number; readonly upper: number };
  readonly p: number;
  readonly logRatio: number;
  readonly standardError: number;
  /** Events after, in the treated group, that there were fewer than had it changed as the comparison did; negative where there were more. */
  readonly avoided: { readonly value: number; readonly lower: number; readonly upper: number };
}

/**
 * Ratio of ratios from four counts: how the treated group changed, by how the comparison changed. Periods may differ in length as long as they do so in
 * both groups alike; populations are taken to have changed alike.
 *
 * @param dispersion what the variance of a count is of its mean: 1 for Poisson. Counts of crime are mostly more spread (1.5 to 5)
 * @throws MethodError `negative`, `zero-events` where a count is zero, `not-positive`
 * @source log-normal interval with variance dispersion x (1/a + 1/b + 1/c + 1/d), as for the odds ratio: Woolf (1955), Annals of Human Genetics 19
 */
export function didCounts(counts: DidCounts, options: { readonly dispersion?: number; readonly level?: number } = {}): DidCountsResult {
  const dispersion = positive('dispersion', options.dispersion ?? 1);
  const z = normalUpper((1 - confidence('level', options.level ?? 0.95)) / 2);
  let variance = 0;
  for (const name of ['treatedBefore', 'treatedAfter', 'comparisonBefore', 'comparisonAfter'] as const) {
    if (nonNegative(name, counts[name]) === 0) throw new MethodError('zero-events', name, 'is 0, so that the ratio has no log: pool periods or areas');
    variance += dispersion / counts[name];
  }
  const logRatio = Math.log(counts.treatedAfter) - Math.log(counts.treatedBefore) - (Math.log(counts.comparisonAfter) - Math.log(counts.comparisonBefore));
  const standardError = Math.sqrt(variance);
  const ratio = { value: Math.exp(logRatio), lower: Math.exp(logRatio - z * standardError), upper: Math.exp(logRatio + z * standardError) };
  if (!(ratio.lower > 0 && Number.isFinite(ratio.upper))) throw new MethodError('too-large', 'dispersion', 'makes the interval wider than a number can tell');
  const avoided = (r: number): number => counts.treatedAfter * (1 / r - 1);
  return {
    ratio,
    p: Math.min(1, 2 * normalUpperTail(Math.abs(logRatio) / standardError)),
    logRatio,
    standardError,
    avoided: { value: avoided(ratio.value), lower: avoided(ratio.upper), upper: avoided(ratio.lower) },
  };
}
