/** Power of a two-sided test and the smallest effect that it would find, given a standard error. The other power files say what the standard error is. */
import { confidence, finite, positive, share } from '../check.ts';
import { normalUpper, normalUpperTail, tUpper, tUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';

export interface PowerOptions {
  /** Of the interval whose test it is: 0.95 for a two-sided test at 5 %. */
  readonly level?: number;
  /** Wanted power; 0.8 unless given. */
  readonly power?: number;
}

/** The smallest change that would be found, as a ratio: downward and upward. Null where no change that way would be. */
export interface DetectableRatio {
  readonly fall: number | null;
  readonly rise: number | null;
}

/**
 * Power of a two-sided Wald test.
 *
 * @param effect true effect, in the unit of its standard error
 * @param nullError standard error where the effect is zero, if it differs
 * @param df degrees of freedom of t; normal where null. With t the shifted central t is used, as Bloom's multiples do
 * @source Bloom (1995), Evaluation Review 19
 */
export function waldPower(effect: number, standardError: number, level = 0.95, df: number | null = null, nullError = standardError): number {
  const tail = (1 - confidence('level', level)) / 2;
  positive('standardError', standardError);
  const critical = (df === null ? normalUpper(tail) : tUpper(tail, positive('df', df))) * positive('nullError', nullError);
  const above = (value: number): number => (df !== null ? tUpperTail(value, df) : value < -30 ? 1 : normalUpperTail(value));
  const size = Math.abs(finite('effect', effect));
  return Math.min(1, above((critical - size) / standardError) + above((critical + size) / standardError));
}

/** Smallest effect found with the wanted power by a test with this standard error, whatever the effect. */
export function waldDetectable(standardError: number, options: PowerOptions = {}, df: number | null = null): number {
  positive('standardError', standardError);
  const wanted = wantedPower(options.power, options.level);
  return smallest((size) => waldPower(size, standardError, options.level, df), wanted, standardError * 1e4) ?? 0;
}

/** A wanted power: under 1, and above the share of false alarms (else every effect would do). */
export function wantedPower(power = 0.8, level = 0.95): number {
  share('power', power);
  if (power >= 1 || power <= 1 - confidence('level', level))
    throw new MethodError('out-of-range', 'power', `must lie between ${(1 - level).toPrecision(3)}, the share of false alarms, and 1, and is ${power}`);
  return power;
}

/** The smallest size in [0, most] at which an increasing power comes up to what is wanted; null where it never does. */
export function smallest(power: (size: number) => number, wanted: number, most: number): number | null {
  if (!(power(most) >= wanted)) return null;
  let low = 0;
  let high = most;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (power(middle) >= wanted) high = middle;
    else low = middle;
  }
  return high;
}

/** The smallest fall and rise that are found, `power` being that of a log ratio. */
export function detectableRatio(power: (logRatio: number) => number, wanted: number): DetectableRatio {
  // Ratios of up to a million: what cannot be seen at that is not seen at all. A fall may lose power again as its counts run out, so it is sought from above.
  const rise = smallest((size) => power(size), wanted, Math.log(1e6));
  let fall: number | null = null;
  for (let size = 0.005; size < Math.log(1e6); size *= 1.02) {
    if (power(-size) < wanted) continue;
    fall = smallest((inner) => power(-inner), wanted, size);
    break;
  }
  return { fall: fall === null ? null : Math.exp(-fall), rise: rise === null ? null : Math.exp(rise) };
}
