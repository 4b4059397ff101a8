import { confidence, nonNegative, positive } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL } from './interval.ts';
import { representable } from './pair.ts';

/**
 * Wilson's score interval for a proportion.
 *
 * @param events those with the attribute; 0 or more, at most `n`. Need not be whole (weighted counts)
 * @param n those asked about; above 0
 * @param level confidence level, such as 0.95
 * @returns value and limits as shares, 0 to 1
 * @throws MethodError `negative`, `not-positive`, `more-events-than-people`, `out-of-range`, `not-a-number`
 * @source Wilson (1927), JASA 22:209; Newcombe (1998), Statistics in Medicine 17:857, method 3; PHEindicatormethods `phe_proportion`
 */
export function wilson(events: number, n: number, level: number = LEVEL): Interval {
  nonNegative('events', events);
  positive('n', n);
  confidence('level', level);
  if (events > n) throw new MethodError('more-events-than-people', 'events', `${events} is more than the ${n} asked about`);
  const p = events / n;
  const z2 = normalUpper((1 - level) / 2) ** 2 / n;
  const centre = 2 * p + z2;
  const spread = Math.sqrt(z2 * (z2 + 4 * p * (1 - p)));
  const base = 2 * (1 + z2);
  return representable('n', {
    value: p,
    // At the ends the two terms are equal in theory and differ by rounding in practice.
    lower: events === 0 ? 0 : (centre - spread) / base,
    upper: events === n ? 1 : (centre + spread) / base,
  });
}

/**
 * A share as it is published, with its Wilson interval: {@link wilson} told out of `per` (1 for a share, 100 for a percentage).
 *
 * @throws MethodError as {@link wilson}; `not-positive` (per)
 * @source PHEindicatormethods `phe_proportion` with its `multiplier`
 */
export function proportion(events: number, n: number, options: { readonly per?: number; readonly level?: number } = {}): Interval {
  const per = positive('per', options.per ?? 1);
  const { value, lower, upper } = wilson(events, n, options.level ?? LEVEL);
  return representable('per', { value: value * per, lower: lower * per, upper: upper * per });
}
