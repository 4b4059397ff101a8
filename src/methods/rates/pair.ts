/** Guards for two groups: a events of n1, b of n2. */
import { count, positive } from '../check.ts';
import { MethodError } from '../error.ts';

/** Whole counts over person-time: a count may exceed its person-time. */
export function checkRates(a: number, n1: number, b: number, n2: number): void {
  count('a', a);
  positive('n1', n1);
  count('b', b);
  positive('n2', n2);
}

/** Whole counts of people out of groups: a count cannot exceed its group. */
export function checkRisks(a: number, n1: number, b: number, n2: number): void {
  checkRates(a, n1, b, n2);
  if (a > n1) throw new MethodError('more-events-than-people', 'a', `${a} is more than the ${n1} people of the group`);
  if (b > n2) throw new MethodError('more-events-than-people', 'b', `${b} is more than the ${n2} people of the group`);
}

/** As {@link checkRisks}, of groups that are whole numbers of people, as a 2 x 2 table has. */
export function checkTable(a: number, n1: number, b: number, n2: number): void {
  checkRisks(a, n1, b, n2);
  count('n1', n1);
  count('n2', n2);
}

/** The largest total that an exact method is asked for: the work grows with its square root, and nothing is gained over log-Wald or Byar. */
const EXACT_MOST = 1e10;

export function exactable(argument: string, total: number): void {
  if (total > EXACT_MOST) throw new MethodError('too-large', argument, `${total} is too large for an exact method; an approximate one loses nothing here`);
}

/** For estimates on the log scale. */
export function needEvents(a: number, b: number, instead: string): void {
  if (a === 0 || b === 0) throw new MethodError('zero-events', a === 0 ? 'a' : 'b', `a log-Wald interval needs events in both groups; ${instead}`);
}

/** A result too large or too small for a double, anywhere in it, is refused by the argument that made it so: no infinity and no NaN leaves a method. */
export function representable<T extends object>(argument: string, result: T): T {
  for (const value of Object.values(result)) {
    if (typeof value === 'object' && value !== null) representable(argument, value);
    else if (typeof value === 'number' && !Number.isFinite(value))
      throw new MethodError('out-of-range', argument, 'is too large or too small: the result cannot be told');
  }
  return result;
}
