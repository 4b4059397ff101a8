/** A regression as an analyst asks for it: columns by name, categories, a choice of standard errors; back comes the table. */
import { each, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import {
  type CoefficientEstimate,
  type ClusterConvention,
  clusterCovariance,
  coefficientTable,
  compareFits,
  fitGlm,
  fitNegativeBinomial,
  type GlmFit,
  type JointTest,
  type NegativeBinomialFit,
  neweyWestCovariance,
  type SandwichKind,
  sandwichCovariance,
  treatmentContrasts,
} from '../glm/index.ts';

export type RegressionErrors = 'model' | SandwichKind | ClusterConvention | 'newey-west';

export interface RegressionInput {
  /** Outcome, one a row: counts; shares or 0/1 for binomial; anything for gaussian. */
  readonly y: ArrayLike<number>;
  /** Numeric columns by name, each as long as y. */
  readonly columns: Readonly<Record<string, ArrayLike<number>>>;
  /** Categories by name: values row by row, and the value the others are compared with (the first in order unless given). */
  readonly factors?: Readonly<Record<string, { readonly values: readonly (string | number)[]; readonly reference?: string | number }>>;
  readonly family: 'poisson' | 'quasi-poisson' | 'negative-binomial' | 'binomial' | 'gaussian';
  /** Size of the negative binomial; estimated unless given. */
  readonly theta?: number;
  /** True unless told: a column of ones comes first. */
  readonly intercept?: boolean;
  /** Population or time at risk: its log is the offset. Not together with offset. */
  readonly exposure?: ArrayLike<number>;
  readonly offset?: ArrayLike<number>;
  /** Prior weights; trials for binomial. */
  readonly weights?: ArrayLike<number>;
  readonly errors?: RegressionErrors;
  readonly clusters?: ArrayLike<string | number>;
  /** Longest lag of Newey-West. */
  readonly lag?: number;
  readonly reference?: 'model' | 'normal' | 't';
  readonly convention?: 'exact' | 'r';
  readonly level?: number;
}

export interface RegressionRow extends CoefficientEstimate {
  readonly name: string;
  /** exp of estimate and limits, for the log and logit links; null for gaussian, and where it is too large for a number. */
  readonly ratio: number | null;
  readonly ratioLower: number | null;
  readonly ratioUpper: number | null;
}

export interface RegressionTable {
  readonly coefficients: readonly RegressionRow[];
  readonly fit: GlmFit;
  readonly theta: number | null;
  readonly thetaStandardError: number | null;
  /** Deviance of the model with the intercept alone (and offset and weights; at the same theta); null without an intercept. */
  readonly nullDeviance: number | null;
  /** Akaike's criterion, theta and a gaussian variance counted as parameters; null where there is no likelihood. */
  readonly aic: number | null;
}

/**
 * Fits a regression and makes its table.
 *
 * @throws MethodError as {@link fitGlm}; `inconsistent` where two options exclude each other; `shape`
 */
export function regressionTable(input: RegressionInput): RegressionTable {
  const { names, x, common } = designOf(input);
  const fit = fitAs(input, { ...common, x, names });
  const rows = coefficientTable(fit, names, { covariance: covarianceOf(fit, input), reference: input.reference ?? 'model', level: input.level ?? 0.95 });
  const theta = 'theta' in fit ? fit.theta : input.family === 'negative-binomial' ? (input.theta ?? null) : null;
  const family = input.family === 'negative-binomial' ? { negativeBinomial: theta ?? 1 } : input.family;
  const nullDeviance = input.intercept === false ? null : fitGlm({ ...common, x: x.slice(0, 1), family }).deviance;
  const parameters = names.length + (input.family === 'gaussian' || 'theta' in fit ? 1 : 0);
  return {
    coefficients: rows.map((row) => ({ ...row, ...ratios(row, input.family) })),
    fit,
    theta,
    thetaStandardError: 'theta' in fit ? fit.thetaStandardError : null,
    nullDeviance,
    aic: fit.logLikelihood === null ? null : 2 * parameters - 2 * fit.logLikelihood,
  };
}

/**
 * Compares the regression with the one that leaves some of its columns or categories out.
 *
 * @param without names of columns and factors
 * @throws MethodError as {@link regressionTable} and {@link compareFits}; `inconsistent` for a name that does not occur
 */
export function regressionComparison(input: RegressionInput, without: readonly string[]): JointTest & { readonly larger: GlmFit; readonly smaller: GlmFit } {
  for (const name of without)
    if (!(name in input.columns || name in (input.factors ?? {}))) throw new MethodError('inconsistent', 'without', `there is no column or factor ${name}`);
  if (without.length === 0) throw new MethodError('too-few', 'without', 'needs the name of at least one column or factor');
  const kept = <T>(named: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(named).filter(([name]) => !without.includes(name)));
  const large = designOf(input);
  const small = designOf({ ...input, columns: kept(input.columns), factors: kept(input.factors ?? {}) });
  const larger = fitAs(input, { ...large.common, x: large.x, names: large.names });
  const smaller = fitAs(input, { ...small.common, x: small.x, names: small.names });
  return { ...compareFits(smaller, larger), larger, smaller };
}

interface Common {
  readonly y: ArrayLike<number>;
  readonly offset?: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  readonly convention: 'exact' | 'r';
}

function designOf(input: RegressionInput): { names: string[]; x: Float64Array[]; common: Common } {
  const n = input.y.length;
  const names: string[] = [];
  const x: Float64Array[] = [];
  const add = (name: string, column: Float64Array): void => {
    names.push(name);
    x.push(column);
  };
  if (input.intercept !== false) add('intercept', new Float64Array(n).fill(1));
  for (const [name, values] of Object.entries(input.columns)) add(name, Float64Array.from(sized(`columns.${name}`, values, n)));
  for (const [name, { values, reference }] of Object.entries(input.factors ?? {})) {
    const contrasts = treatmentContrasts(sized(`factors.${name}`, values, n), reference);
    contrasts.columns.forEach((column, j) => {
      add(`${name}: ${contrasts.values[j]} against ${contrasts.reference}`, column);
    });
  }
  if (input.exposure !== undefined && input.offset !== undefined)
    throw new MethodError('inconsistent', 'offset', 'cannot be given together with exposure, whose log it would be');
  if (input.exposure !== undefined && (input.family === 'gaussian' || input.family === 'binomial'))
    throw new MethodError('inconsistent', 'exposure', 'is for the count families');
  const offset = input.exposure === undefined ? input.offset : each('exposure', sized('exposure', input.exposure, n), positive).map(Math.log);
  return {
    names,
    x,
    common: { y: input.y, convention: input.convention ?? 'exact', ...(offset && { offset }), ...(input.weights && { weights: input.weights }) },
  };
}

function fitAs(
  input: RegressionInput,
  common: Common & { readonly x: readonly Float64Array[]; readonly names: readonly string[] },
): GlmFit | NegativeBinomialFit {
  if (input.theta !== undefined && input.family !== 'negative-binomial') throw new MethodError('inconsistent', 'theta', 'is of the negative binomial');
  if (input.family !== 'negative-binomial') return fitGlm({ ...common, family: input.family });
  return input.theta === undefined ? fitNegativeBinomial(common) : fitGlm({ ...common, family: { negativeBinomial: input.theta } });
}

function covarianceOf(fit: GlmFit, input: RegressionInput): Float64Array {
  const errors = input.errors ?? 'model';
  const clustered = errors === 'CR0' || errors === 'CR1' || errors === 'stata';
  if (clustered !== (input.clusters !== undefined))
    throw new MethodError('inconsistent', 'clusters', clustered ? `are needed for ${errors}` : `are given, and ${errors} does not use them`);
  if ((errors === 'newey-west') !== (input.lag !== undefined))
    throw new MethodError('inconsistent', 'lag', errors === 'newey-west' ? 'is needed for newey-west' : `is given, and ${errors} does not use it`);
  if (errors === 'model') return fit.covariance;
  if (errors === 'newey-west') return neweyWestCovariance(fit, { lag: input.lag ?? 0 });
  return clustered ? clusterCovariance(fit, input.clusters ?? [], { convention: errors }) : sandwichCovariance(fit, errors);
}

function ratios(row: CoefficientEstimate, family: RegressionInput['family']): Pick<RegressionRow, 'ratio' | 'ratioLower' | 'ratioUpper'> {
  const of = (value: number): number | null => (family === 'gaussian' || !Number.isFinite(Math.exp(value)) ? null : Math.exp(value));
  return { ratio: of(row.estimate), ratioLower: of(row.lower), ratioUpper: of(row.upper) };
}
