/** Difference of two shares, or of two rates: the absolute comparison, in the unit of the thing itself. */
import { confidence, positive } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { type Interval, LEVEL } from './interval.ts';
import { checkRates, checkRisks, representable } from './pair.ts';
import { wilson } from './proportion.ts';
import { poissonInterval, type RateOptions } from './rate.ts';
import { crossing } from './root.ts';

interface DifferenceOptions {
  readonly level?: number;
}

/**
 * Difference of two proportions with Newcombe's hybrid score interval, made of the two Wilson intervals. The usual choice; never beyond -1 or 1.
 *
 * @param a people with the attribute in the group; @param n1 people in it; @param b with it in the reference group; @param n2 people in that
 * @returns a / n1 - b / n2 and its limits, as shares (0.1 is 10 percentage points)
 * @throws MethodError `not-whole`, `negative`, `not-positive`, `more-events-than-people`, `out-of-range`
 * @source Newcombe (1998), Statistics in Medicine 17:873, method 10
 */
export function proportionDifference(a: number, n1: number, b: number, n2: number, options: DifferenceOptions = {}): Interval {
  checkRisks(a, n1, b, n2);
  return representable('n1', hybrid(wilson(a, n1, options.level ?? LEVEL), wilson(b, n2, options.level ?? LEVEL)));
}

/**
 * Difference of two proportions with Agresti and Caffo's interval: Wald's after one success and one failure are added to each group. Conservative for very small
 * shares; the estimate told is the plain difference.
 *
 * @throws MethodError as {@link proportionDifference}
 * @source Agresti and Caffo (2000), The American Statistician 54:280
 */
export function proportionDifferenceAgrestiCaffo(a: number, n1: number, b: number, n2: number, options: DifferenceOptions = {}): Interval {
  checkRisks(a, n1, b, n2);
  const z = normalUpper((1 - confidence('level', options.level ?? LEVEL)) / 2);
  const [p1, p2] = [(a + 1) / (n1 + 2), (b + 1) / (n2 + 2)];
  const spread = z * Math.sqrt((p1 * (1 - p1)) / (n1 + 2) + (p2 * (1 - p2)) / (n2 + 2));
  const value = a / n1 - b / n2;
  return representable('n1', { value, lower: Math.max(-1, p1 - p2 - spread), upper: Math.min(1, p1 - p2 + spread) });
}

/**
 * Difference of two proportions with Miettinen and Nurminen's score interval: every difference that a score test would not reject, its variance
 * times N / (N - 1). The best coverage of the three for small groups.
 *
 * @throws MethodError as {@link proportionDifference}
 * @source Miettinen and Nurminen (1985), Statistics in Medicine 4:213
 */
export function proportionDifferenceScore(a: number, n1: number, b: number, n2: number, options: DifferenceOptions = {}): Interval {
  checkRisks(a, n1, b, n2);
  const z = normalUpper((1 - confidence('level', options.level ?? LEVEL)) / 2);
  const value = a / n1 - b / n2;
  // The difference goes from -1 to 1 as u goes over the whole line, and the score falls as it rises.
  const score = (u: number): number => differenceScore(a, n1, b, n2, Math.tanh(u));
  const start = Math.atanh(0.98 * value);
  const lower = crossing((u) => z - score(u), start);
  const upper = crossing((u) => -z - score(u), start);
  return { value, lower: lower === null ? -1 : Math.min(value, Math.tanh(lower)), upper: upper === null ? 1 : Math.max(value, Math.tanh(upper)) };
}

/** Signed score of a difference d, with the shares that fit it best: the middle root of the likelihood's cubic, by its trigonometric form. */
function differenceScore(a: number, n1: number, b: number, n2: number, d: number): number {
  const n = n1 + n2;
  const excess = a / n1 - b / n2 - d;
  const l3 = n;
  const l2 = (n1 + 2 * n2) * d - n - a - b;
  const l1 = (n2 * d - n - 2 * b) * d + a + b;
  const l0 = b * d * (1 - d);
  const q = l2 ** 3 / (3 * l3) ** 3 - (l1 * l2) / (6 * l3 ** 2) + l0 / (2 * l3);
  const p = (q < 0 ? -1 : 1) * Math.sqrt(Math.max(0, l2 ** 2 / (3 * l3) ** 2 - l1 / (3 * l3)));
  const cosine = p === 0 ? 0 : Math.max(-1, Math.min(1, q / p ** 3));
  const angle = (Math.PI + Math.acos(cosine)) / 3;
  const share2 = Math.max(0, Math.min(1, 2 * p * Math.cos(angle) - l2 / (3 * l3)));
  const share1 = Math.max(0, Math.min(1, share2 + d));
  const variance = ((share1 * (1 - share1)) / n1 + (share2 * (1 - share2)) / n2) * (n / (n - 1));
  if (excess === 0) return 0;
  return variance > 0 ? excess / Math.sqrt(variance) : excess * Number.POSITIVE_INFINITY;
}

/**
 * Difference of two rates with its interval, made of the intervals of the two rates (exact under 10 events, Byar's from 10) as Newcombe's is of two Wilsons.
 *
 * @param a events in the group; @param n1 its population or person-time; @param b events in the reference group; @param n2 its population
 * @returns a / n1 - b / n2 and its limits, in events per `per` (default 1,000)
 * @throws MethodError `not-whole`, `negative`, `not-positive`, `out-of-range`
 * @source Zou and Donner (2008), Statistics in Medicine 27:1693 (limits of a difference from the limits of its parts)
 */
export function rateDifference(a: number, n1: number, b: number, n2: number, options: RateOptions = {}): Interval {
  checkRates(a, n1, b, n2);
  const per = positive('per', options.per ?? 1000);
  const of = (events: number, population: number): Interval => {
    const { value, lower, upper } = poissonInterval(events, options.level ?? LEVEL);
    return { value: (value * per) / population, lower: (lower * per) / population, upper: (upper * per) / population };
  };
  return representable('n1', hybrid(of(a, n1), of(b, n2)));
}

/** Each limit stands off by the root of the squared distances of the limits that make it. */
function hybrid(one: Interval, other: Interval): Interval {
  const value = one.value - other.value;
  return {
    value,
    lower: value - Math.hypot(one.value - one.lower, other.upper - other.value),
    upper: value + Math.hypot(one.upper - one.value, other.value - other.lower),
  };
}
