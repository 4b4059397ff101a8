/**
 * The effect on the treated of one two-group, two-period comparison, with its influence function. In the notation of Sant'Anna and Zhao (2020),
 * J. Econometrics 219:101: D is treatment, dY the change in outcome, X covariates with a constant, p(X) the chance of being treated,
 * m(X) the change expected without treatment.
 */
import { at } from '../check.ts';
import { MethodError } from '../error.ts';
import { columnMeans, standardised } from './callaway-design.ts';
import { fitLogit } from './callaway-logit.ts';
import { subsetRegression } from './callaway-regression.ts';

export type AttEstimator = 'doubly-robust' | 'outcome-regression' | 'inverse-probability';

export interface TwoGroupEffect {
  readonly att: number;
  /** One entry a unit; mean zero. The variance of `att` is their mean square over their number. */
  readonly influence: Float64Array;
  /** Comparison units left out because their chance of treatment is so near one that each would stand for hundreds. */
  readonly trimmed: number;
}

/** A comparison unit with a chance of treatment from here up gets no weight (DRDID 1.2 does the same). */
export const PROPENSITY_TRIM = 0.995;

/**
 * @param change change in outcome of each unit
 * @param treated 1 where the unit is treated, 0 where it is a comparison
 * @param covariates columns, one entry a unit, without the constant
 * @throws MethodError `singular` (a covariate that does not vary among the comparison units, or is a sum of others), `too-few` (no more units than
 *   coefficients), `separation` (the covariates tell treated from comparison units perfectly)
 */
export function twoGroupEffect(change: Float64Array, treated: Uint8Array, covariates: readonly Float64Array[], estimator: AttEstimator): TwoGroupEffect {
  const x = standardised(covariates, change.length);
  if (estimator === 'outcome-regression') return outcomeRegression(change, treated, x);
  return weighted(change, treated, x, estimator === 'doubly-robust');
}

/** The change less m(X), which is fitted to the comparison units: outcome regression. */
function outcomeRegression(change: Float64Array, treated: Uint8Array, x: readonly Float64Array[]): TwoGroupEffect {
  const n = change.length;
  const fit = subsetRegression(change, untreated(treated), x, 'the comparison units');
  let [share, observed, expected] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    share += at(treated, i) / n;
    observed += (at(treated, i) * at(change, i)) / n;
    expected += (at(treated, i) * at(fit.expected, i)) / n;
  }
  observed /= share;
  expected /= share;
  const slope = fit.direction(columnMeans(x, treated));
  const influence = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const own = at(treated, i) * (at(change, i) - observed - at(fit.expected, i) + expected);
    influence[i] = (own - fit.score(i, slope)) / share;
  }
  return { att: observed - expected, influence, trimmed: 0 };
}

/** Inverse-probability weights (Abadie 2005, normalised as Hajek's); with `robust` applied to dY - m(X), the doubly robust estimator. */
function weighted(change: Float64Array, treated: Uint8Array, x: readonly Float64Array[], robust: boolean): TwoGroupEffect {
  const n = change.length;
  const logit = fitLogit(treated, x);
  const regression = robust ? subsetRegression(change, untreated(treated), x, 'the comparison units') : undefined;
  const weight = new Float64Array(n);
  const rest = regression ? change.map((value, i) => value - at(regression.expected, i)) : change;
  let [share, total, observed, expected, trimmed] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const chance = at(logit.chance, i);
    if (at(treated, i)) {
      share += 1 / n;
      observed += at(rest, i) / n;
    } else if (chance < PROPENSITY_TRIM) {
      weight[i] = chance / (1 - chance);
      total += at(weight, i) / n;
      expected += (at(weight, i) * at(rest, i)) / n;
    } else trimmed++;
  }
  if (!(total > 0)) throw new MethodError('separation', 'covariates', 'tell treated from comparison units so well that nothing can be compared');
  observed /= share;
  expected /= total;

  // What the estimated chance of treatment adds: the mean of d(weight)/d(coefficients) times the deviation, through the score of the logit.
  const tilt = logit.direction(columnMeans(x, weight, (i) => at(rest, i) - expected));
  const slopeTreated = regression?.direction(columnMeans(x, treated));
  const slopeWeighted = regression?.direction(columnMeans(x, weight));
  const influence = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let own = at(treated, i) * (at(rest, i) - observed);
    let other = at(weight, i) * (at(rest, i) - expected) + logit.score(i, tilt);
    if (regression && slopeTreated && slopeWeighted) {
      own -= regression.score(i, slopeTreated);
      other -= regression.score(i, slopeWeighted);
    }
    influence[i] = own / share - other / total;
  }
  return { att: observed - expected, influence, trimmed };
}

const untreated = (treated: Uint8Array): Uint8Array => treated.map((flag) => 1 - flag);
