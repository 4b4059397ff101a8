/**
 * The effect on the treated of one two-group, two-period comparison where each period has other people: the estimators for repeated cross-sections
 * of Sant'Anna and Zhao (2020), J. Econometrics 219:101; the doubly robust one is their locally efficient form.
 */
import { at, entry } from '../check.ts';
import { MethodError } from '../error.ts';
import { type AttEstimator, PROPENSITY_TRIM, type TwoGroupEffect } from './callaway-cell.ts';
import { columnMeans, standardised } from './callaway-design.ts';
import { fitLogit } from './callaway-logit.ts';
import { subsetRegression } from './callaway-regression.ts';

type Regression = ReturnType<typeof subsetRegression>;

/** A weighted mean of `value`, and its influence function through everything that was estimated to make it. */
interface WeightedMean {
  readonly mean: number;
  readonly influence: Float64Array;
}

/**
 * @param outcome of each observation, @param treated 1 where its place is treated, @param after 1 in the later period
 * @param covariates columns, one entry an observation, without the constant
 * @throws MethodError as twoGroupEffect; `too-few` also where a group has nobody in a period
 */
export function twoGroupSections(
  outcome: Float64Array,
  treated: Uint8Array,
  after: Uint8Array,
  covariates: readonly Float64Array[],
  estimator: AttEstimator,
): TwoGroupEffect {
  const n = outcome.length;
  const cell = (group: number, period: number): Uint8Array => treated.map((flag, i) => Number(flag === group && at(after, i) === period));
  const cells = [cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1)];
  if (cells.some((each) => !each.includes(1))) throw new MethodError('too-few', 'time', 'a group has nobody in one of the two periods');
  const x = standardised(covariates, n);
  const who = ['comparison observations before', 'comparison observations after', 'treated observations before', 'treated observations after'];
  const regress = (c: number): Regression => subsetRegression(outcome, entry(cells, c), x, `the ${entry(who, c)}`);

  /** `tilt` is the logit whose chance the weights are made from; `slopes` how much of each regression's expectation there is in `value`, per observation. */
  const mean = (
    weight: ArrayLike<number>,
    value: (i: number) => number,
    slopes: readonly (readonly [Regression, (i: number) => number])[] = [],
    tilt?: ReturnType<typeof fitLogit>,
  ): WeightedMean => {
    let [total, sum] = [0, 0];
    for (let i = 0; i < n; i++) {
      if (at(weight, i) === 0) continue;
      total += at(weight, i) / n;
      sum += (at(weight, i) * value(i)) / n;
    }
    if (!(total > 0)) throw new MethodError('separation', 'covariates', 'tell treated from comparison observations so well that nothing can be compared');
    const centre = sum / total;
    const directions = slopes.map(([regression, part]) => [regression, regression.direction(columnMeans(x, weight, part))] as const);
    const leaning = tilt?.direction(columnMeans(x, weight, (i) => value(i) - centre));
    const influence = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let own = at(weight, i) === 0 ? 0 : at(weight, i) * (value(i) - centre);
      for (const [regression, direction] of directions) own += regression.score(i, direction);
      if (tilt && leaning) own += tilt.score(i, leaning);
      influence[i] = own / total;
    }
    return { mean: centre, influence };
  };
  const combine = (parts: readonly (readonly [sign: number, part: WeightedMean])[], trimmed: number): TwoGroupEffect => {
    const influence = new Float64Array(n);
    for (const [sign, part] of parts) for (let i = 0; i < n; i++) influence[i] = at(influence, i) + sign * at(part.influence, i);
    return { att: parts.reduce((sum, [sign, part]) => sum + sign * part.mean, 0), influence, trimmed };
  };
  const y = (i: number): number => at(outcome, i);
  const [treatedBefore, treatedAfter] = [entry(cells, 2), entry(cells, 3)];

  if (estimator === 'outcome-regression') {
    const [before, later] = [regress(0), regress(1)];
    const trend = (i: number): number => at(later.expected, i) - at(before.expected, i);
    return combine(
      [
        [1, mean(treatedAfter, y)],
        [-1, mean(treatedBefore, y)],
        [
          -1,
          mean(treated, trend, [
            [later, () => 1],
            [before, () => -1],
          ]),
        ],
      ],
      0,
    );
  }

  const logit = fitLogit(treated, x);
  let trimmed = 0;
  const odds = logit.chance.map((chance, i) => {
    if (at(treated, i)) return 0;
    if (chance < PROPENSITY_TRIM) return chance / (1 - chance);
    trimmed++;
    return 0;
  });
  const weightBefore = odds.map((weight, i) => (at(after, i) ? 0 : weight));
  const weightAfter = odds.map((weight, i) => (at(after, i) ? weight : 0));
  if (estimator === 'inverse-probability') {
    return combine(
      [
        [1, mean(treatedAfter, y)],
        [-1, mean(treatedBefore, y)],
        [-1, mean(weightAfter, y, [], logit)],
        [1, mean(weightBefore, y, [], logit)],
      ],
      trimmed,
    );
  }

  const [comparisonBefore, comparisonAfter, ownBefore, ownAfter] = [regress(0), regress(1), regress(2), regress(3)];
  const rest = (regression: Regression) => (i: number) => y(i) - at(regression.expected, i);
  const residual = (weight: ArrayLike<number>, regression: Regression, tilt?: typeof logit): WeightedMean =>
    mean(weight, rest(regression), [[regression, () => -1]], tilt);
  const gain = (weight: ArrayLike<number>, own: Regression, comparison: Regression): WeightedMean =>
    mean(weight, (i) => at(own.expected, i) - at(comparison.expected, i), [
      [own, () => 1],
      [comparison, () => -1],
    ]);
  return combine(
    [
      [1, residual(treatedAfter, comparisonAfter)],
      [-1, residual(treatedBefore, comparisonBefore)],
      [-1, residual(weightAfter, comparisonAfter, logit)],
      [1, residual(weightBefore, comparisonBefore, logit)],
      // The treated of both periods are one population, so what a period's own sample has of it too much or too little is put right.
      [1, gain(treated, ownAfter, comparisonAfter)],
      [-1, gain(treatedAfter, ownAfter, comparisonAfter)],
      [-1, gain(treated, ownBefore, comparisonBefore)],
      [1, gain(treatedBefore, ownBefore, comparisonBefore)],
    ],
    trimmed,
  );
}
