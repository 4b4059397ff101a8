/** Two simple limits from the same weeks of earlier years: the older system of the Robert Koch Institute, and a Bayesian prediction. */
import { at, confidence, count } from '../check.ts';
import { negativeBinomialQuantile } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { countSeries, wholeFrom, wholeTo } from './series.ts';

export interface ReferenceOptions {
  /** Judge this many entries at the end of the series; 1 unless given. */
  readonly last?: number;
  /** Steps of a year; 52 unless given. */
  readonly stepsPerYear?: number;
  /** Years of reference weeks; 2 unless given; 0 with `recent` for the last weeks only. */
  readonly years?: number;
  /** Steps to either side of the same week; 4 unless given. */
  readonly halfWindow?: number;
  /** Take the `halfWindow` steps just before, too; false for {@link rkiLimit} and true for {@link bayesLimit} unless given. */
  readonly recent?: boolean;
}

export interface ReferenceStep {
  /** Its number in the series, from 1. */
  readonly step: number;
  readonly observed: number;
  /** Mean of the reference weeks; null where the history is too short, as are the next two. */
  readonly mean: number | null;
  readonly upper: number | null;
  readonly alarm: boolean | null;
  readonly verdict: 'alarm' | 'no alarm' | 'cannot say: history too short';
}

/**
 * Upper 95 % limits for a Poisson mean by the count observed, 0 to 20. They can be had from their definition: for each mean the shortest run of counts with
 * 95 % probability, its ends never falling back as the mean rises, the highest run where several are as short.
 *
 * @source Crow and Gardner (1959), Biometrika 46:441, table 1
 */
const CROW_GARDNER = [
  3.285, 5.323, 6.686, 8.102, 9.598, 11.177, 12.817, 13.765, 14.921, 16.768, 17.633, 19.05, 20.335, 21.364, 22.945, 23.762, 25.4, 26.306, 27.735, 28.966,
  30.017,
];

/**
 * The RKI's older limit: mean of the reference weeks plus two standard deviations where the mean is above 20, else Crow and Gardner's upper 95 % limit
 * of the mean rounded down. An alarm is a count above it. `{ years: 2, halfWindow: 4 }` is the system called RKI 3.
 *
 * @param counts one a step, no gaps
 * @throws MethodError `not-a-number` (a gap), `negative`, `not-whole`, `out-of-range`, `too-few`
 * @source Salmon, Schumacher and Höhle (2016), JSS 70(10); as R surveillance `algo.rki`
 */
export function rkiLimit(counts: ArrayLike<number>, options: ReferenceOptions = {}): readonly ReferenceStep[] {
  return judge(counts, options, (reference, observed) => {
    const mean = reference.reduce((sum, y) => sum + y, 0) / reference.length;
    let upper = CROW_GARDNER[Math.floor(mean)] ?? 0;
    if (mean > 20) {
      const squares = reference.reduce((sum, y) => sum + (y - mean) ** 2, 0);
      upper = mean + 2 * Math.sqrt(squares / (reference.length - 1));
    }
    return { mean, upper, alarm: observed > upper };
  });
}

/**
 * Bayesian prediction: the reference weeks are Poisson with Jeffreys' prior for their mean, so the next count is negative binomial; its 1 - alpha quantile
 * is the limit, and a count at it or above is an alarm.
 *
 * @param counts one a step, no gaps; @param options.alpha 0.05 unless given
 * @throws MethodError as {@link rkiLimit}
 * @source Riebler (2004); Höhle (2007), Computational Statistics 22:571; as R surveillance `algo.bayes`
 */
export function bayesLimit(counts: ArrayLike<number>, options: ReferenceOptions & { readonly alpha?: number } = {}): readonly ReferenceStep[] {
  const alpha = confidence('alpha', options.alpha ?? 0.05);
  return judge(counts, { ...options, recent: options.recent ?? true }, (reference, observed) => {
    const sum = reference.reduce((total, y) => total + y, 0);
    const size = sum + 0.5;
    const upper = negativeBinomialQuantile(1 - alpha, size, size / reference.length);
    return { mean: sum / reference.length, upper, alarm: observed >= upper };
  });
}

function judge(
  counts: ArrayLike<number>,
  options: ReferenceOptions,
  rule: (reference: Float64Array, observed: number) => { readonly mean: number; readonly upper: number; readonly alarm: boolean },
): ReferenceStep[] {
  const y = countSeries('counts', counts);
  const last = wholeFrom('last', options.last ?? 1, 1);
  if (last > y.length) throw new MethodError('too-few', 'counts', `there are ${y.length} steps, and ${last} of them are to be judged`);
  const stepsPerYear = wholeTo('stepsPerYear', options.stepsPerYear ?? 52, 2, 400);
  const years = wholeTo('years', options.years ?? 2, 0, 100);
  const halfWindow = count('halfWindow', options.halfWindow ?? 4);
  if (2 * halfWindow >= stepsPerYear)
    throw new MethodError('out-of-range', 'halfWindow', `a window of ${2 * halfWindow + 1} steps is longer than the year of ${stepsPerYear}`);
  const from: number[] = [];
  for (let year = years; year >= 1; year--) for (let i = -halfWindow; i <= halfWindow; i++) from.push(i - year * stepsPerYear);
  if (options.recent) for (let i = -halfWindow; i < 0; i++) from.push(i);
  if (from.length < 2) throw new MethodError('out-of-range', 'years', 'there must be at least two reference weeks: give years, or recent and a halfWindow');
  const earliest = at(from, 0);

  const out: ReferenceStep[] = [];
  for (let k = y.length - last; k < y.length; k++) {
    const observed = at(y, k);
    const common = { step: k + 1, observed };
    if (k + earliest < 0) out.push({ ...common, mean: null, upper: null, alarm: null, verdict: 'cannot say: history too short' });
    else {
      const found = rule(
        Float64Array.from(from, (back) => at(y, k + back)),
        observed,
      );
      out.push({ ...common, ...found, verdict: found.alarm ? 'alarm' : 'no alarm' });
    }
  }
  return out;
}
