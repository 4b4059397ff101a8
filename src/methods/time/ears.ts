/** The Early Aberration Reporting System's three rules, for series too short for a year's pattern. */
import { at, nonNegative, share } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { countSeries, wholeFrom } from './series.ts';

export type EarsRule = 'C1' | 'C2' | 'C3';

export interface EarsOptions {
  readonly rule: EarsRule;
  /** Days or weeks of the baseline, 3 or more; 7 unless given. */
  readonly baseline?: number;
  /** Probability of a false alarm on any one day were counts normal; 0.001 for C1 and C2 (z = 3.09), 0.025 for C3 (z = 1.96). */
  readonly alpha?: number;
  /**
   * C3 only. `published` (default): the excesses of the day itself and of the two before are added up. `surveillance`: as R surveillance 1.20.3 computes
   * it, where the day's own count enters threshold and count alike, so that an alarm tells of the two days before.
   */
  readonly convention?: 'published' | 'surveillance';
  /** The baseline's standard deviation is not taken for less; 0 unless given. 0.5 or so keeps a run of equal counts from alarming at the next one. */
  readonly minimumSigma?: number;
}

export interface EarsResult {
  /** The first entry judged, counted from 1: those before have no whole baseline. */
  readonly from: number;
  /** One entry for each count from there on. */
  readonly observed: Float64Array;
  /** Mean and standard deviation of its baseline. */
  readonly mean: Float64Array;
  readonly sigma: Float64Array;
  /** An alarm is a count above this. 0 where (C3) the two days before make an alarm by themselves. */
  readonly upper: Float64Array;
  readonly alarm: readonly boolean[];
}

/**
 * EARS C1, C2 and C3. C1: the count against mean and standard deviation of the entries just before it. C2: the same with a gap of two, so that
 * a slow start does not raise its own baseline. C3: the excesses of the C2 statistic above 1 of the
 * day and the two before, added up.
 *
 * @param counts one a day (or week), no gaps; more than baseline (C1), baseline + 2 (C2), baseline + 4 (C3)
 * @throws MethodError `not-a-number` (a gap), `negative`, `not-whole`, `too-few`, `out-of-range`
 * @source Hutwagner et al. (2003), Journal of Urban Health 80 (suppl. 1): i89; Fricker, Hegler and Dunfee (2008), Statistics in Medicine 27:3407; as R surveillance `earsC`
 */
export function ears(counts: ArrayLike<number>, options: EarsOptions): EarsResult {
  const y = countSeries('counts', counts);
  const { rule } = options;
  const baseline = wholeFrom('baseline', options.baseline ?? 7, 3);
  const z = normalUpper(openShare('alpha', options.alpha ?? (rule === 'C3' ? 0.025 : 0.001)));
  const least = nonNegative('minimumSigma', options.minimumSigma ?? 0);
  const gap = rule === 'C1' ? 0 : 2;
  const back = rule === 'C3' ? 2 : 0;
  const first = baseline + gap + back;
  if (y.length <= first) throw new MethodError('too-few', 'counts', `history too short: ${rule} needs more than ${first} counts, and there are ${y.length}`);

  // Baselines of the entries judged, and for C3 of the two before.
  const start = first - back;
  const means = new Float64Array(y.length);
  const sigmas = new Float64Array(y.length);
  for (let t = start; t < y.length; t++) {
    const from = t - gap - baseline;
    let mean = 0;
    for (let i = from; i < from + baseline; i++) mean += at(y, i) / baseline;
    let squares = 0;
    for (let i = from; i < from + baseline; i++) squares += (at(y, i) - mean) ** 2;
    means[t] = mean;
    sigmas[t] = Math.max(least, Math.sqrt(squares / (baseline - 1)));
  }
  const excess = (t: number): number => {
    const over = at(y, t) - at(means, t) - at(sigmas, t);
    return over <= 0 ? 0 : over / at(sigmas, t);
  };
  const judged = y.length - first;
  const upper = new Float64Array(judged);
  const alarm: boolean[] = [];
  for (let i = 0; i < judged; i++) {
    const t = first + i;
    const sigma = at(sigmas, t);
    let limit = at(means, t) + z * sigma;
    if (rule === 'C3') {
      const before = excess(t - 1) + excess(t - 2);
      const room = z - before;
      if (options.convention === 'surveillance') {
        limit = before === Number.POSITIVE_INFINITY ? 0 : Math.max(0, at(y, t) + sigma * room);
        alarm.push(at(y, t) > limit);
      } else {
        limit = room < 0 ? 0 : at(means, t) + sigma * (1 + room);
        alarm.push(before + excess(t) > z);
      }
    } else alarm.push(at(y, t) > limit);
    upper[i] = limit;
  }
  return { from: first + 1, observed: y.slice(first), mean: means.slice(first), sigma: sigmas.slice(first), upper, alarm };
}

/** A probability under one half and above zero. */
function openShare(argument: string, value: number): number {
  if (share(argument, value) <= 0 || value >= 0.5)
    throw new MethodError('out-of-range', argument, `must lie between 0 and 0.5, such as 0.001, and is ${value}`);
  return value;
}
