/** Guards that every method for a series of equal steps shares. */
import { positive, whole } from '../check.ts';
import { MethodError } from '../error.ts';

/**
 * The values as a Float64Array. A gap is an error that names it: none of these methods may silently skip a month, for then every later month would
 * be taken for the one before it.
 *
 * @throws MethodError `not-a-number` naming the first entry that is missing or infinite (counted from 0)
 */
export function seriesValues(argument: string, values: ArrayLike<number>): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new MethodError('not-a-number', `${argument}[${i}]`, `the series has a gap or no number here (${value}): fill it, or use the part after it`);
    }
    out[i] = value;
  }
  return out;
}

/** As {@link seriesValues}, for counts: whole numbers, zero or more. */
export function countSeries(argument: string, values: ArrayLike<number>): Float64Array {
  const out = seriesValues(argument, values);
  for (let i = 0; i < out.length; i++) {
    const value = out[i] as number;
    if (value < 0) throw new MethodError('negative', `${argument}[${i}]`, `a count must not be negative, and is ${value}`);
    if (!Number.isSafeInteger(value)) throw new MethodError('not-whole', `${argument}[${i}]`, `a count must be a whole number, and is ${value}`);
  }
  return out;
}

/** A period: a whole number of steps, 2 or more (12 for months of a year). */
export function wholePeriod(period: number): number {
  if (whole('period', period) < 2) throw new MethodError('out-of-range', 'period', `must be 2 or more steps, such as 12 for months, and is ${period}`);
  return period;
}

/** Two whole periods at least: with less, what repeats cannot be told from what changes. */
export function twoPeriods(argument: string, length: number, period: number): void {
  if (length < 2 * period) {
    throw new MethodError('too-few', argument, `must hold at least two whole periods (${2 * period} values of period ${period}), and has ${length}`);
  }
}

/** A whole number, at least `least`. */
export function wholeFrom(argument: string, value: number, least: number): number {
  if (whole(argument, value) < least) throw new MethodError('out-of-range', argument, `must be ${least} or more, and is ${value}`);
  return value;
}

/** A whole number from `least` to `most`. */
export function wholeTo(argument: string, value: number, least: number, most: number): number {
  if (wholeFrom(argument, value, least) > most) throw new MethodError('out-of-range', argument, `must be ${most} or less, and is ${value}`);
  return value;
}

/** The largest magnitude; 1 for a series of zeros, so that it can be divided by. */
export function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] as number));
  return most === 0 ? 1 : positive('values', most);
}

/** Sample variance (divisor n - 1). */
export function sampleVariance(values: Float64Array): number {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += ((values[i] as number) - mean) / (i + 1);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((values[i] as number) - mean) ** 2;
  return squares / (n - 1);
}
