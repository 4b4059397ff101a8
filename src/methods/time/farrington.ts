/** Farrington's algorithm for outbreak detection, as first published and as improved by Noufaily and others. */
import { at, confidence, count, positive, share, sized } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { groupedPoisson } from './grouped-poisson.ts';
import { type BaselineRules, baselineModel, predict, type StandardErrorRule } from './farrington-baseline.ts';
import { type PowerTransform, type ThresholdRule, threshold } from './farrington-threshold.ts';
import { countSeries, wholeFrom, wholeTo } from './series.ts';

export interface FarringtonOptions {
  /** Judge this many entries at the end of the series; 1 unless given. */
  readonly last?: number;
  /** Steps of a year: 52 for weeks (default), 12 for months. */
  readonly stepsPerYear?: number;
  /** Years of history. */
  readonly years?: number;
  /** Steps to either side of the same week in earlier years. */
  readonly halfWindow?: number;
  /** Probability of a false alarm; see the function. */
  readonly alpha?: number;
  /** Fit a trend where the rules allow one; true unless given. */
  readonly trend?: boolean;
  /** Give past outbreaks less weight; true unless given. */
  readonly reweight?: boolean;
  /** Scale on which the prediction is taken for normal; `2/3` unless given. */
  readonly power?: PowerTransform;
  /** No alarm with fewer cases than this in the last steps, the present one included; 5 in 4 unless given. */
  readonly minimumCases?: { readonly cases: number; readonly steps: number };
}

export interface FarringtonFlexibleOptions extends FarringtonOptions {
  /** Levels of the seasonal factor: the window and this less one blocks over the rest of the year; 10 unless given, 1 for windows only. */
  readonly periods?: number;
  /** Standardised Anscombe residuals above this are weighted down; 2.58 unless given. */
  readonly weightsThreshold?: number;
  /** The latest steps left out of the baseline, the present one aside; half a year unless given. */
  readonly excludeRecent?: number;
  /** A trend stays when its p-value is under this; 1 (always) unless given. */
  readonly trendThreshold?: number;
  /** `nb-plugin` (default), `muan` or `delta`. */
  readonly threshold?: ThresholdRule;
  /** `model` (default), or `surveillance` to have R's numbers; without effect on `nb-plugin` with every trend kept. */
  readonly standardErrors?: StandardErrorRule;
  /** People at risk at every step; its log becomes an offset. */
  readonly population?: ArrayLike<number>;
}

/** Why a step has the verdict it has. */
export type FarringtonVerdict =
  | 'alarm'
  | 'no alarm'
  | 'no alarm: too few recent cases'
  | 'cannot say: history too short'
  | 'cannot say: the model did not settle';

export interface FarringtonStep {
  /** Its number in the series, from 1. */
  readonly step: number;
  readonly observed: number;
  /** What was expected without an outbreak, and its standard error; null where it cannot be said. */
  readonly expected: number | null;
  readonly standardError: number | null;
  /** A count above this is unusual. */
  readonly upper: number | null;
  /** Exceedance: (observed - expected) / (upper - expected); above 1 is above the limit. */
  readonly score: number | null;
  /** Probability of a count this high or higher without an outbreak. */
  readonly p: number | null;
  /** Overdispersion, 1 or more. */
  readonly dispersion: number | null;
  /** Change of the log of the expected count a step; null where no trend was kept. */
  readonly trend: number | null;
  /** Null where it cannot be said. */
  readonly alarm: boolean | null;
  readonly verdict: FarringtonVerdict;
}

/**
 * The original algorithm: the same weeks of earlier years, a quasi-Poisson line through them, past outbreaks weighted down, an upper limit from a
 * two-sided interval on the 2/3 power scale.
 *
 * @param counts one a step, no gaps
 * @param options.years 3 unless given; @param options.halfWindow 3 unless given; @param options.alpha of the two-sided interval, 0.01 unless given
 * @returns a verdict for each of the last `last` steps
 * @throws MethodError `not-a-number` (a gap), `negative`, `not-whole`, `out-of-range`, `too-few` (no such steps)
 * @source Farrington, Andrews, Beale and Catchpole (1996), JRSS A 159:547; as R surveillance `algo.farrington`
 */
export function farrington(counts: ArrayLike<number>, options: FarringtonOptions = {}): readonly FarringtonStep[] {
  const halfWindow = options.halfWindow ?? 3;
  return judge(
    counts,
    {
      ...options,
      years: options.years ?? 3,
      halfWindow,
      periods: 1,
      weightsThreshold: 1,
      excludeRecent: halfWindow,
      trendThreshold: 0.05,
      threshold: 'delta',
    },
    confidence('alpha', options.alpha ?? 0.01) / 2,
  );
}

/**
 * The improved algorithm: all weeks of the earlier years with a seasonal factor, the last half-year left out, only clear outliers weighted down, the
 * trend kept unless it extrapolates. The defaults are those that its authors advise.
 *
 * @param counts one a step, no gaps
 * @param options.years 5 unless given; @param options.halfWindow 3 unless given; @param options.alpha one-sided, 0.005 unless given, under 0.5
 * @returns a verdict for each of the last `last` steps
 * @throws MethodError `not-a-number` (a gap), `negative`, `not-whole`, `out-of-range`, `shape` (population), `not-positive` (population), `too-few`
 * @source Noufaily et al. (2013), Statistics in Medicine 32:1206; Salmon, Schumacher and Höhle (2016), JSS 70(10); as R surveillance `farringtonFlexible`
 */
export function farringtonFlexible(counts: ArrayLike<number>, options: FarringtonFlexibleOptions = {}): readonly FarringtonStep[] {
  const alpha = confidence('alpha', options.alpha ?? 0.005);
  if (alpha >= 0.5) throw new MethodError('out-of-range', 'alpha', `must be under 0.5, such as 0.005, and is ${alpha}`);
  return judge(counts, options, alpha);
}

function judge(counts: ArrayLike<number>, options: FarringtonFlexibleOptions, tail: number): FarringtonStep[] {
  const y = countSeries('counts', counts);
  const last = wholeFrom('last', options.last ?? 1, 1);
  if (last > y.length) throw new MethodError('too-few', 'counts', `there are ${y.length} steps, and ${last} of them are to be judged`);
  const model = baselineModel({
    stepsPerYear: wholeTo('stepsPerYear', options.stepsPerYear ?? 52, 2, 400),
    years: wholeTo('years', options.years ?? 5, 1, 100),
    halfWindow: count('halfWindow', options.halfWindow ?? 3),
    periods: wholeFrom('periods', options.periods ?? 10, 1),
    excludeRecent: count('excludeRecent', options.excludeRecent ?? Math.floor((options.stepsPerYear ?? 52) / 2)),
  });
  const rules: BaselineRules = {
    trend: options.trend ?? true,
    trendThreshold: share('trendThreshold', options.trendThreshold ?? 1),
    reweight: options.reweight ?? true,
    weightsThreshold: positive('weightsThreshold', options.weightsThreshold ?? 2.58),
    years: options.years ?? 5,
    standardErrors: options.standardErrors ?? 'model',
  };
  const offset = logPopulation(options.population, y.length);
  const limit = { rule: options.threshold ?? 'nb-plugin', power: options.power ?? '2/3', tail, z: normalUpper(tail) };
  const cases = count('minimumCases.cases', options.minimumCases?.cases ?? 5);
  const steps = wholeFrom('minimumCases.steps', options.minimumCases?.steps ?? 4, 1);
  const work = groupedPoisson(model.time.length, model.groups);

  const out: FarringtonStep[] = [];
  for (let k = y.length - last; k < y.length; k++) {
    const observed = at(y, k);
    if (k + model.earliest < 0) {
      out.push(unknown(k, observed, 'cannot say: history too short'));
      continue;
    }
    const found = predict(y, offset, k, model, rules, work);
    const bound = found === null ? null : threshold(found, observed, limit);
    if (found === null || bound === null) {
      out.push(unknown(k, observed, 'cannot say: the model did not settle'));
      continue;
    }
    const { upper, p } = bound;
    let recent = 0;
    for (let i = Math.max(0, k - steps + 1); i <= k; i++) recent += at(y, i);
    const alarm = recent >= cases && observed > upper;
    const { expected, standardError, dispersion, trend } = found;
    out.push({
      step: k + 1,
      observed,
      expected,
      standardError,
      upper,
      score: upper > expected ? (observed - expected) / (upper - expected) : null,
      p,
      dispersion,
      trend,
      alarm,
      verdict: alarm ? 'alarm' : recent < cases ? 'no alarm: too few recent cases' : 'no alarm',
    });
  }
  return out;
}

function unknown(k: number, observed: number, verdict: FarringtonVerdict): FarringtonStep {
  return { step: k + 1, observed, expected: null, standardError: null, upper: null, score: null, p: null, dispersion: null, trend: null, alarm: null, verdict };
}

function logPopulation(population: ArrayLike<number> | undefined, n: number): Float64Array | null {
  if (population === undefined) return null;
  sized('population', population, n);
  return Float64Array.from({ length: n }, (_, i) => Math.log(positive(`population[${i}]`, at(population, i))));
}
