/** Interrupted time series: what happened after a change at a known time, against what the trend and season before it would have come to. */
import { at, confidence, each, finite, nonNegative, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import {
  type CoefficientRow,
  coefficientTable,
  compareFits,
  type CoefficientEstimate,
  estimateOf,
  fitGlm,
  fitNegativeBinomial,
  type GlmFit,
  type GlmInput,
  type JointTest,
  type NegativeBinomialFit,
  neweyWestCovariance,
  waldTest,
} from '../glm/index.ts';
import { type ItsDesign, type ItsShape, itsDesign, withoutChange } from './its-design.ts';
import { breuschGodfrey, durbinWatson, type LagTest, residualLjungBox, residualAcf, residualPacf } from './its-diagnostics.ts';

export type ItsFamily = 'poisson' | 'quasi-poisson' | 'negative-binomial' | 'gaussian';

export interface ItsInput extends Omit<ItsShape, 'periods'> {
  /** One outcome a period, in order, evenly spaced: counts, or for gaussian any number (a rate, a mean). */
  readonly y: ArrayLike<number>;
  /** Population or time at risk of each period; its log is the offset. Not with gaussian. */
  readonly exposure?: ArrayLike<number>;
  readonly family: ItsFamily;
  /** Other columns by name, such as days in the month or a lockdown indicator. */
  readonly covariates?: Readonly<Record<string, ArrayLike<number>>>;
  /** Newey-West standard errors up to this lag; the model's own unless given. */
  readonly neweyWestLag?: number;
  /** Multiply Newey-West by n / (n - p). */
  readonly neweyWestAdjust?: boolean;
  readonly reference?: 'model' | 'normal' | 't';
  /** As {@link GlmInput.convention}. */
  readonly convention?: 'exact' | 'r';
  readonly level?: number;
}

/** Values of one period with what they would have been; intervals are of the mean, not of a single month. */
export interface ItsPeriod {
  readonly observed: number;
  readonly fitted: number;
  readonly counterfactual: number;
  readonly counterfactualLower: number;
  readonly counterfactualUpper: number;
}

/** A value with its limits, in its own unit. */
export interface Ranged {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

export interface ItsResult {
  /** On the scale of the linear predictor: logs of rates, or for gaussian the unit of y. */
  readonly coefficients: readonly CoefficientRow[];
  /** Ratio of rates at the change (difference, for gaussian). Null where the shape has no level change. */
  readonly levelChange: Ranged | null;
  /** Ratio of the trends after and before, per period (difference, for gaussian). Null where the shape has none. */
  readonly slopeChange: Ranged | null;
  /** The periods after the change together: sum of the fitted less sum of the counterfactual. */
  readonly difference: Ranged;
  /** Sum of the fitted by sum of the counterfactual, after the change; null for gaussian. */
  readonly ratio: Ranged | null;
  /** Wald test that nothing changed (level and slope together), with the covariance in use. */
  readonly changeTest: JointTest;
  /** F or likelihood-ratio test against the model without change: the model's own variance, whatever the covariance in use. */
  readonly comparison: JointTest;
  readonly periods: readonly ItsPeriod[];
  readonly dispersion: number;
  readonly dfResidual: number;
  readonly deviance: number;
  /** Null but for the negative binomial. */
  readonly theta: number | null;
  readonly diagnostics: ItsDiagnostics;
  readonly fit: GlmFit;
}

export interface ItsDiagnostics {
  readonly durbinWatson: number;
  readonly ljungBox: LagTest;
  readonly breuschGodfrey: LagTest;
  /** Lags 0 upward. */
  readonly acf: Float64Array;
  /** Lags 1 upward. */
  readonly pacf: Float64Array;
}

/**
 * Segmented regression of an interrupted time series.
 *
 * @throws MethodError `too-few`, `shape`, `out-of-range`, `inconsistent` (exposure with gaussian), `no-variation` where the model fits without residual, and as {@link fitGlm}
 * @source Lopez Bernal, Cummins and Gasparrini (2017), International Journal of Epidemiology 46; Wagner et al. (2002), Journal of Clinical Pharmacy and Therapeutics 27
 */
export function interruptedTimeSeries(input: ItsInput): ItsResult {
  const level = confidence('level', input.level ?? 0.95);
  const y = each('y', input.y, input.family === 'gaussian' ? finite : nonNegative);
  const shape = itsDesign({ ...input, periods: y.length });
  const extra = Object.entries(input.covariates ?? {});
  const columns = [...shape.columns, ...extra.map(([name, values]) => each(`covariates.${name}`, sized(`covariates.${name}`, values, y.length), finite))];
  const design: ItsDesign = { ...shape, columns, names: [...shape.names, ...extra.map(([name]) => name)] };
  const ratioScale = input.family !== 'gaussian';
  if (input.exposure !== undefined && !ratioScale) throw new MethodError('inconsistent', 'exposure', 'is for counts: with gaussian divide y by it');
  const offset = input.exposure === undefined ? undefined : each('exposure', sized('exposure', input.exposure, y.length), positive).map(Math.log);
  const model = (x: readonly Float64Array[], names: readonly string[]): GlmFit | NegativeBinomialFit =>
    fitFamily(input.family, { y, x, names, convention: input.convention ?? 'exact', ...(offset && { offset }) });

  const fit = model(columns, design.names);
  const kept = columns.flatMap((_, j) => (design.changed.includes(j) ? [] : [j]));
  const without = model(
    kept.map((j) => columns[j] as Float64Array),
    kept.map((j) => design.names[j] as string),
  );
  const covariance =
    input.neweyWestLag === undefined ? fit.covariance : neweyWestCovariance(fit, { lag: input.neweyWestLag, adjust: input.neweyWestAdjust ?? false });
  const inference = { covariance, reference: input.reference ?? 'model', level } as const;
  const rows = coefficientTable(fit, design.names, inference);
  const df = inference.reference === 't' || (inference.reference === 'model' && fit.estimatedDispersion) ? fit.dfResidual : null;
  const change = (j: number): Ranged | null => (j < 0 ? null : ranged(rows[j] as CoefficientRow, ratioScale));
  const total = totals(fit, design, offset, covariance, input.interruption, ratioScale);
  return {
    coefficients: rows,
    levelChange: change(design.level),
    slopeChange: change(design.slope),
    difference: ranged(estimateOf(total.difference, total.differenceError, df, level), false),
    ratio: ratioScale ? ranged(estimateOf(total.logRatio, total.logRatioError, df, level), true) : null,
    changeTest: waldTest(fit, design.changed, inference),
    comparison: compareFits(without, fit),
    periods: periodsOf(y, fit, design, offset, covariance, df, level, ratioScale),
    dispersion: fit.dispersion,
    dfResidual: fit.dfResidual,
    deviance: fit.deviance,
    theta: 'theta' in fit ? fit.theta : null,
    diagnostics: diagnose(fit, input.seasonLength),
    fit,
  };
}

function fitFamily(family: ItsFamily, input: Omit<GlmInput, 'family'>): GlmFit | NegativeBinomialFit {
  return family === 'negative-binomial' ? fitNegativeBinomial(input) : fitGlm({ ...input, family });
}

function ranged(row: CoefficientEstimate, exponential: boolean): Ranged {
  const of = exponential ? Math.exp : (value: number): number => value;
  return { value: of(row.estimate), lower: of(row.lower), upper: of(row.upper) };
}

interface Totals {
  readonly difference: number;
  readonly differenceError: number;
  readonly logRatio: number;
  readonly logRatioError: number;
}

/** Sums over the periods after the change, with standard errors by the delta method. */
function totals(fit: GlmFit, design: ItsDesign, offset: Float64Array | undefined, covariance: Float64Array, from: number, logLink: boolean): Totals {
  const p = design.columns.length;
  const base = withoutChange(design);
  const slopeWith = new Float64Array(p);
  const slopeWithout = new Float64Array(p);
  let withChange = 0;
  let without = 0;
  for (let i = from; i < fit.fitted.length; i++) {
    const mean = at(fit.fitted, i);
    const other = meanAt(base, fit.coefficients, offset, i, logLink);
    withChange += mean;
    without += other;
    for (let j = 0; j < p; j++) {
      slopeWith[j] = at(slopeWith, j) + (logLink ? mean : 1) * at(design.columns[j] as Float64Array, i);
      slopeWithout[j] = at(slopeWithout, j) + (logLink ? other : 1) * at(base[j] as Float64Array, i);
    }
  }
  const error = (gradient: Float64Array): number => Math.sqrt(Math.max(0, variance(covariance, gradient)));
  return {
    difference: withChange - without,
    differenceError: error(slopeWith.map((value, j) => value - at(slopeWithout, j))),
    logRatio: logLink ? Math.log(withChange / without) : 0,
    logRatioError: logLink ? error(slopeWith.map((value, j) => value / withChange - at(slopeWithout, j) / without)) : 0,
  };
}

function linear(columns: readonly Float64Array[], coefficients: Float64Array, offset: Float64Array | undefined, i: number): number {
  let sum = offset === undefined ? 0 : at(offset, i);
  for (let j = 0; j < columns.length; j++) sum += at(coefficients, j) * at(columns[j] as Float64Array, i);
  return sum;
}

function meanAt(columns: readonly Float64Array[], coefficients: Float64Array, offset: Float64Array | undefined, i: number, logLink: boolean): number {
  const eta = linear(columns, coefficients, offset, i);
  return logLink ? Math.exp(eta) : eta;
}

function variance(covariance: Float64Array, gradient: Float64Array): number {
  const p = gradient.length;
  let sum = 0;
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) sum += at(gradient, j) * at(gradient, k) * at(covariance, j * p + k);
  return sum;
}

function periodsOf(
  y: Float64Array,
  fit: GlmFit,
  design: ItsDesign,
  offset: Float64Array | undefined,
  covariance: Float64Array,
  df: number | null,
  level: number,
  logLink: boolean,
): ItsPeriod[] {
  const base = withoutChange(design);
  return Array.from(y, (observed, i) => {
    const row = Float64Array.from(base, (column) => at(column, i));
    const counterfactual = ranged(estimateOf(linear(base, fit.coefficients, offset, i), Math.sqrt(Math.max(0, variance(covariance, row))), df, level), logLink);
    return {
      observed,
      fitted: at(fit.fitted, i),
      counterfactual: counterfactual.value,
      counterfactualLower: counterfactual.lower,
      counterfactualUpper: counterfactual.upper,
    };
  });
}

/** Of Pearson residuals, up to a season's lags (or 12), at most a third of the series; Breusch-Godfrey at one lag. */
function diagnose(fit: GlmFit, seasonLength: number | undefined): ItsDiagnostics {
  const e = fit.pearsonResiduals;
  const lags = Math.max(1, Math.min(Math.round(seasonLength ?? 12), Math.floor(e.length / 3)));
  const weighted = fit.x.map((column) => column.map((value, i) => value * Math.sqrt(at(fit.workingWeights, i))));
  return {
    durbinWatson: durbinWatson(e),
    ljungBox: residualLjungBox(e, lags),
    breuschGodfrey: breuschGodfrey(e, weighted, 1),
    acf: residualAcf(e, lags),
    pacf: residualPacf(e, lags),
  };
}
