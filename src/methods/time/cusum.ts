/** Cumulative sums: small shifts that last, which no single value shows. */
import { at, each, finite, nonNegative, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { countSeries, seriesValues } from './series.ts';

export interface TabularCusum {
  /** The sums above and below target after each value, in standard deviations. */
  readonly up: Float64Array;
  readonly down: Float64Array;
  readonly alarm: readonly ('up' | 'down' | null)[];
  /** Entries (from 1) at which an alarm began: the first, and each after a step without. */
  readonly signals: readonly CusumSignal[];
}

export interface CusumSignal {
  readonly at: number;
  readonly direction: 'up' | 'down';
  /** Where the shift is thought to have begun: the entry (from 1) after the sum was last zero. */
  readonly began: number;
  /** The mean since, in the unit of the values: target plus or minus sigma (k + sum / entries). */
  readonly shiftedMean: number;
}

/**
 * The standard two-sided tabular CUSUM of individual values: `up = max(0, up + z - k)`, `down = max(0, down - z - k)`, alarm above h.
 *
 * @param values one a step, no gaps; @param options.target the mean in control; @param options.sigma its standard deviation, from a quiet time before
 * @param options.k allowance in standard deviations, half the shift worth finding; 0.5 unless given; @param options.h decision interval; 5 unless given (with
 * k = 0.5 a false alarm about once in 465 values, two-sided)
 * @param options.headStart sums begin at this, for a fast initial response (h / 2 is usual); 0 unless given
 * @param options.restart sums begin anew after an alarm; false unless given
 * @throws MethodError `not-a-number` (a gap), `not-positive` (sigma, h), `negative` (k, headStart), `out-of-range`, `too-few`
 * @source Page (1954), Biometrika 41:100; Montgomery (2013), Introduction to Statistical Quality Control, 7th edition, 9.1; head start: Lucas and Crosier (1982), Technometrics 24:199
 */
export function tabularCusum(
  values: ArrayLike<number>,
  options: {
    readonly target: number;
    readonly sigma: number;
    readonly k?: number;
    readonly h?: number;
    readonly headStart?: number;
    readonly restart?: boolean;
  },
): TabularCusum {
  const y = seriesValues('values', values);
  if (y.length === 0) throw new MethodError('too-few', 'values', 'must hold at least one value');
  const target = finite('target', options.target);
  const sigma = positive('sigma', options.sigma);
  const k = nonNegative('k', options.k ?? 0.5);
  const h = positive('h', options.h ?? 5);
  const headStart = nonNegative('headStart', options.headStart ?? 0);
  if (headStart >= h) throw new MethodError('out-of-range', 'headStart', `must be under h = ${h}, and is ${headStart}`);
  const up = new Float64Array(y.length);
  const down = new Float64Array(y.length);
  const alarm: ('up' | 'down' | null)[] = [];
  const signals: CusumSignal[] = [];
  let [high, low] = [headStart, headStart];
  let [highFrom, lowFrom] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    const z = (at(y, i) - target) / sigma;
    if (!Number.isFinite(z)) throw new MethodError('too-large', `values[${i}]`, 'is too many standard deviations from the target to be summed');
    if (options.restart && i > 0 && alarm[i - 1] !== null) {
      [high, low] = [headStart, headStart];
      [highFrom, lowFrom] = [i, i];
    }
    high = Math.max(0, high + z - k);
    low = Math.max(0, low - z - k);
    if (high === 0) highFrom = i + 1;
    if (low === 0) lowFrom = i + 1;
    up[i] = high;
    down[i] = low;
    const direction = high > h ? 'up' : low > h ? 'down' : null;
    if (direction !== null && (i === 0 || options.restart || alarm[i - 1] !== direction)) {
      const [sum, from, sign] = direction === 'up' ? [high, highFrom, 1] : [low, lowFrom, -1];
      signals.push({ at: i + 1, direction, began: from + 1, shiftedMean: target + sign * sigma * (k + sum / (i + 1 - from)) });
    }
    alarm.push(direction);
  }
  return { up, down, alarm, signals };
}

/**
 * How a count becomes a nearly standard normal score: `rossi` (default), `standard` (y - m) / sqrt m, `anscombe`, `anscombe-second-order`, or
 * `none` (the count itself, k and h then being in counts).
 */
export type CusumTransform = 'rossi' | 'standard' | 'anscombe' | 'anscombe-second-order' | 'none';

export interface CountCusum {
  /** The sum after each count. */
  readonly sum: Float64Array;
  readonly alarm: readonly boolean[];
  /** The smallest count that would have given an alarm. */
  readonly upper: Float64Array;
}

/**
 * Upward CUSUM of Poisson counts whose expected number may differ from step to step: S = max(0, S + score - k), alarm from h on. It is not set
 * back after an alarm, so an outbreak stays in sight until it ends.
 *
 * @param counts one a step, no gaps; @param options.mean expected count of every step, or one for all; above 0
 * @param options.k allowance in standard deviations; 1.04 unless given; @param options.h decision value; 2.26 unless given (with k = 1.04 an
 * in-control run length of about 500, for standard normal scores)
 * @throws MethodError `not-a-number` (a gap), `negative`, `not-whole`, `not-positive`, `shape`, `too-few`, `too-large`
 * @source Rossi, Lampugnani and Marchi (1999), Statistics in Medicine 18:2111; Anscombe residuals: Pierce and Schafer (1986), JASA 81:977; as R surveillance `algo.cusum`
 */
export function countCusum(
  counts: ArrayLike<number>,
  options: { readonly mean: number | ArrayLike<number>; readonly k?: number; readonly h?: number; readonly transform?: CusumTransform },
): CountCusum {
  const y = countSeries('counts', counts);
  const n = y.length;
  if (n === 0) throw new MethodError('too-few', 'counts', 'must hold at least one count');
  const means =
    typeof options.mean === 'number' ? new Float64Array(n).fill(positive('mean', options.mean)) : each('mean', sized('mean', options.mean, n), positive);
  const k = nonNegative('k', options.k ?? 1.04);
  const h = positive('h', options.h ?? 2.26);
  const { score, count } = TRANSFORMS[options.transform ?? 'rossi'];
  const sum = new Float64Array(n);
  const upper = new Float64Array(n);
  const alarm: boolean[] = [];
  let held = 0;
  for (let i = 0; i < n; i++) {
    const mean = at(means, i);
    upper[i] = smallest(count(h + k - held, mean), (x) => held + score(x, mean) - k >= h);
    held = Math.max(0, held + score(at(y, i), mean) - k);
    sum[i] = held;
    alarm.push(held >= h);
  }
  return { sum, alarm, upper };
}

/** The smallest whole number that alarms, from where the inverse of the score says it is. */
function smallest(guess: number, alarms: (count: number) => boolean): number {
  if (!(guess < 1e12)) throw new MethodError('too-large', 'h', 'with such a mean, k and h no count could ever give an alarm');
  let x = Math.max(0, Math.ceil(guess));
  while (x > 0 && alarms(x - 1)) x--;
  while (!alarms(x)) x++;
  return x;
}

interface Transform {
  readonly score: (count: number, mean: number) => number;
  /** The count that has this score; 0 where even none has more. */
  readonly count: (score: number, mean: number) => number;
}

const anscombe = (centre: (mean: number) => number): Transform => ({
  score: (y, m) => (1.5 * (Math.cbrt(y * y) - centre(m))) / m ** (1 / 6),
  count: (z, m) => Math.max(0, centre(m) + (z * m ** (1 / 6)) / 1.5) ** 1.5,
});

const TRANSFORMS: Readonly<Record<CusumTransform, Transform>> = {
  none: { score: (y) => y, count: (z) => z },
  standard: { score: (y, m) => (y - m) / Math.sqrt(m), count: (z, m) => m + z * Math.sqrt(m) },
  rossi: {
    score: (y, m) => (y - 3 * m + 2 * Math.sqrt(y * m)) / (2 * Math.sqrt(m)),
    count: (z, m) => Math.max(0, Math.sqrt(Math.max(0, 4 * m + 2 * z * Math.sqrt(m))) - Math.sqrt(m)) ** 2,
  },
  anscombe: anscombe((m) => Math.cbrt(m * m)),
  'anscombe-second-order': anscombe((m) => Math.cbrt(m * m) - 1 / (9 * Math.cbrt(m))),
};
