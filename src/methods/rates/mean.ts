import { confidence, finite } from '../check.ts';
import { tUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL } from './interval.ts';
import { representable } from './pair.ts';

/**
 * Mean of a sample with Student's interval.
 *
 * @param values one for each person or place; at least two
 * @returns mean and limits in the unit of the values; `standardDeviation` divides by n - 1
 * @throws MethodError `too-few`, `not-a-number`, `out-of-range`
 * @source Student (1908), Biometrika 6:1; PHEindicatormethods `phe_mean`
 */
export function meanInterval(
  values: ArrayLike<number>,
  level: number = LEVEL,
): Interval & { readonly count: number; readonly sum: number; readonly standardDeviation: number } {
  const n = values.length;
  const tail = (1 - confidence('level', level)) / 2;
  if (n < 2) throw new MethodError('too-few', 'values', 'an interval of a mean needs at least two values');
  let sum = 0;
  for (let i = 0; i < n; i++) sum += finite(`values[${i}]`, values[i] as number);
  const value = sum / n;
  let squares = 0;
  let rest = 0;
  for (let i = 0; i < n; i++) {
    const away = (values[i] as number) - value;
    squares += away * away;
    rest += away;
  }
  // What rounding has left over of the first pass is taken out again.
  const standardDeviation = Math.sqrt(Math.max(0, squares - (rest * rest) / n) / (n - 1));
  const spread = tUpper(tail, n - 1) * (standardDeviation / Math.sqrt(n));
  return representable('values', { value, lower: value - spread, upper: value + spread, count: n, sum, standardDeviation });
}
