/** What Farrington's algorithms compare a count with: the weeks of the baseline, and the model fitted to them. */
import { at } from '../check.ts';
import { tUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import type { GroupedFit, GroupedPoisson } from './grouped-poisson.ts';

export interface BaselineModel {
  /** Steps from the present (negative) of each row of the baseline, ascending, and its level of the seasonal factor: 0 for the window about the same week. */
  readonly time: Int32Array;
  readonly group: Int32Array;
  readonly groups: number;
  /** The first step that the model reaches back to. */
  readonly earliest: number;
}

/**
 * The baseline of the present step: windows of 2 w + 1 steps about the same week of earlier years, and with a seasonal factor of more than one level all
 * steps between them in `periods - 1` nearly equal blocks (the longer ones first).
 *
 * @throws MethodError `out-of-range`
 * @source Noufaily et al. (2013), section 3.2
 */
export function baselineModel(of: {
  readonly stepsPerYear: number;
  readonly years: number;
  readonly halfWindow: number;
  readonly periods: number;
  readonly excludeRecent: number;
}): BaselineModel {
  const { stepsPerYear, years, halfWindow, periods, excludeRecent } = of;
  const between = stepsPerYear - 2 * halfWindow - 1;
  if (between < 0) throw new MethodError('out-of-range', 'halfWindow', `a window of ${2 * halfWindow + 1} steps is longer than the year of ${stepsPerYear}`);
  if (periods > 1 && between < periods - 1) {
    throw new MethodError('out-of-range', 'periods', `${periods - 1} blocks cannot be made of the ${between} steps between windows`);
  }
  const time: number[] = [];
  const group: number[] = [];
  const put = (step: number, level: number): void => {
    if (step >= -excludeRecent) return;
    time.push(step);
    group.push(level);
  };
  const length = periods > 1 ? Math.floor(between / (periods - 1)) : 0;
  const longer = periods > 1 ? between % (periods - 1) : 0;
  for (let year = years; year >= 0; year--) {
    const same = -year * stepsPerYear;
    for (let step = same - halfWindow; step <= same + halfWindow && step < 0; step++) put(step, 0);
    if (year === 0) break;
    let step = same + halfWindow + 1;
    for (let block = 1; block < periods; block++) for (let i = 0; i < length + (block <= longer ? 1 : 0); i++) put(step++, block);
  }
  return { time: Int32Array.from(time), group: Int32Array.from(group), groups: periods, earliest: -years * stepsPerYear - halfWindow };
}

export interface BaselineRules {
  readonly trend: boolean;
  readonly trendThreshold: number;
  readonly reweight: boolean;
  readonly weightsThreshold: number;
  readonly years: number;
  /** Scale of the standard errors: see {@link StandardErrorRule}. */
  readonly standardErrors: StandardErrorRule;
}

/**
 * `model`: the quasi-Poisson model's own. `surveillance`: as R surveillance 1.20.3 computes them in `farringtonFlexible`, where the prior weights stand in
 * for the working weights when residuals are squared, so that errors of means above 1 come out too small.
 */
export type StandardErrorRule = 'model' | 'surveillance';

export interface Prediction {
  readonly expected: number;
  readonly standardError: number;
  /** Standard error of the log of the expected count. */
  readonly linearError: number;
  readonly dispersion: number;
  readonly trend: number | null;
}

/**
 * Fits the baseline of step k and predicts it. A trend stays where its p-value is under the threshold, there are three years or more, and the
 * prediction is not above every count of the baseline.
 *
 * @returns null where no model settles. A baseline window without a case predicts 0.
 */
export function predict(
  y: Float64Array,
  offset: Float64Array | null,
  k: number,
  model: BaselineModel,
  rules: BaselineRules,
  work: GroupedPoisson,
): Prediction | null {
  const rows = model.time.length;
  let largest = 0;
  let same = 0;
  for (let i = 0; i < rows; i++) {
    const t = model.time[i] as number;
    const cases = y[k + t] as number;
    work.y[i] = cases;
    work.time[i] = t;
    work.group[i] = model.group[i] as number;
    work.offset[i] = offset === null ? 0 : (offset[k + t] as number);
    largest = Math.max(largest, cases);
    if (model.group[i] === 0) same += cases;
  }
  if (same === 0) return { expected: 0, standardError: 0, linearError: 0, dispersion: 1, trend: null };
  const now = offset === null ? 0 : at(offset, k);

  if (rules.trend && rules.years >= 3) {
    const fit = weighted(work, rows, true, rules);
    if (fit !== null && Math.exp(fit.linear + now) <= largest && significant(fit, rules)) return predicted(fit, now, fit.slope, rules);
  }
  const fit = weighted(work, rows, false, rules);
  return fit === null ? null : predicted(fit, now, null, rules);
}

function predicted(fit: GroupedFit, now: number, trend: number | null, rules: BaselineRules): Prediction {
  const dispersion = Math.max(1, fit.dispersion);
  const expected = Math.exp(fit.linear + now);
  const scale = rules.standardErrors === 'surveillance' ? fit.workingDispersion : dispersion;
  const linearError = Math.sqrt(scale) * fit.linearError;
  return { expected, standardError: expected * linearError, linearError, dispersion, trend };
}

/** Two-sided t test of the slope, with the dispersion as estimated (not held at 1). */
function significant(fit: GroupedFit, rules: BaselineRules): boolean {
  if (rules.trendThreshold === 1) return fit.slope !== 0;
  const scale = rules.standardErrors === 'surveillance' ? fit.workingDispersion : fit.dispersion;
  const error = Math.sqrt(scale) * fit.slopeError;
  return error === 0 ? fit.slope !== 0 : 2 * tUpperTail(Math.abs(fit.slope) / error, fit.df) < rules.trendThreshold;
}

/** Fits once with equal weights, and again with less weight for large standardised Anscombe residuals (Farrington et al. 1996, section 3.6). */
function weighted(work: GroupedPoisson, rows: number, line: boolean, rules: BaselineRules): GroupedFit | null {
  const { y, weights, mean, leverage } = work;
  for (let i = 0; i < rows; i++) weights[i] = 1;
  const first = work.fit(rows, line);
  if (first === null || !rules.reweight) return first;
  const phi = Math.max(1, first.dispersion);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const mu = mean[i] as number;
    const rest = 1 - (leverage[i] as number);
    const cases = y[i] as number;
    // A row that its group's mean passes through has no residual to judge.
    const raw = mu === 0 || rest < 1e-9 ? 0 : (1.5 * (Math.cbrt(cases * cases) - Math.cbrt(mu * mu))) / Math.sqrt(Math.cbrt(mu));
    const size = raw === 0 ? 0 : raw / Math.sqrt(phi * rest);
    const weight = size > rules.weightsThreshold ? 1 / (size * size) : 1;
    weights[i] = weight;
    sum += weight;
  }
  for (let i = 0; i < rows; i++) weights[i] = ((weights[i] as number) * rows) / sum;
  return work.fit(rows, line);
}
