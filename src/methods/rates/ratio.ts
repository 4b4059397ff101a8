import { confidence, count, positive } from '../check.ts';
import { betaLower, normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL, type OpenInterval } from './interval.ts';
import { EXACT_BELOW } from './rate.ts';

export interface RatioOptions {
  readonly level?: number;
  /** `rate`: Poisson counts over person-time (default). `risk`: people out of people, so a count cannot exceed its group. */
  readonly of?: 'rate' | 'risk';
}

/**
 * Ratio of two rates (or two risks) with the log-Wald interval.
 *
 * @param a events in the group, above 0; @param n1 its population
 * @param b events in the reference group, above 0; @param n2 its population
 * @returns (a / n1) / (b / n2) and its limits; no unit
 * @throws MethodError `zero-events` (use {@link ratioExact}), `not-whole`, `negative`, `not-positive`, `more-events-than-people`, `out-of-range`
 * @source Rothman, Greenland and Lash (2008), Modern Epidemiology 3rd ed., ch. 14; risks: Katz et al. (1978), Biometrics 34:469; as R `epitools::rateratio.wald`, `riskratio.wald`
 */
export function ratioLogWald(a: number, n1: number, b: number, n2: number, options: RatioOptions = {}): Interval {
  checkPair(a, n1, b, n2);
  const level = confidence('level', options.level ?? LEVEL);
  if (a === 0 || b === 0) throw new MethodError('zero-events', a === 0 ? 'a' : 'b', 'a log-Wald interval needs events in both groups');
  let variance = 1 / a + 1 / b;
  if (options.of === 'risk') {
    if (a > n1) throw new MethodError('more-events-than-people', 'a', `${a} is more than the ${n1} people of the group`);
    if (b > n2) throw new MethodError('more-events-than-people', 'b', `${b} is more than the ${n2} people of the group`);
    variance -= 1 / n1 + 1 / n2;
  }
  const value = a / n1 / (b / n2);
  const spread = Math.exp(normalUpper((1 - level) / 2) * Math.sqrt(Math.max(0, variance)));
  return { value, lower: value / spread, upper: value * spread };
}

/**
 * Ratio of two Poisson rates with the exact conditional interval: given a + b events, a is binomial (Clopper-Pearson), whatever the common rate.
 * Zero events are allowed in either group, not in both.
 *
 * @returns the ratio and its limits; with b = 0 the value and the upper limit are null (no number is large enough)
 * @throws MethodError `no-information` when a = b = 0; else as {@link ratioLogWald}
 * @source Przyborowski and Wilenski (1940), Biometrika 31:313; as R `poisson.test`
 */
export function ratioExact(a: number, n1: number, b: number, n2: number, options: Pick<RatioOptions, 'level'> = {}): OpenInterval {
  checkPair(a, n1, b, n2);
  const tail = (1 - confidence('level', options.level ?? LEVEL)) / 2;
  if (a + b === 0) throw new MethodError('no-information', 'a', 'no events in either group: their ratio cannot be told');
  const scale = n2 / n1;
  const low = a === 0 ? 0 : betaLower(tail, a, b + 1);
  // The upper limit is found from the other side, so that a share close to one keeps its digits.
  const rest = b === 0 ? 0 : betaLower(tail, b, a + 1);
  return {
    value: b === 0 ? null : (a / b) * scale,
    lower: a === 0 ? 0 : (low / (1 - low)) * scale,
    upper: b === 0 ? null : ((1 - rest) / rest) * scale,
  };
}

/**
 * Change from one count to another, both Poisson, over equal periods and places: `after / before - 1`. This is an interval for the ratio of
 * the two counts: exact conditional when either is under 10, log-Wald otherwise.
 *
 * @param before whole count of the earlier period; @param after of the later one
 * @returns change as a share (0.1 is +10 %, -1 is "none left") with limits and the method; from before = 0 value and upper limit are null
 * @throws MethodError `no-information` when both are 0; `not-whole`, `negative`, `out-of-range`
 * @source {@link ratioExact}, {@link ratioLogWald}
 */
export function differencePercentChange(
  before: number,
  after: number,
  options: { readonly level?: number } = {},
): OpenInterval & { readonly method: 'exact' | 'log-wald' } {
  count('before', before);
  count('after', after);
  const small = before < EXACT_BELOW || after < EXACT_BELOW;
  if (before + after === 0) throw new MethodError('no-information', 'before', 'no events in either period: their change cannot be told');
  const ratio = small ? ratioExact(after, 1, before, 1, options) : ratioLogWald(after, 1, before, 1, options);
  return {
    value: ratio.value === null ? null : ratio.value - 1,
    lower: ratio.lower - 1,
    upper: ratio.upper === null ? null : ratio.upper - 1,
    method: small ? 'exact' : 'log-wald',
  };
}

function checkPair(a: number, n1: number, b: number, n2: number): void {
  count('a', a);
  positive('n1', n1);
  count('b', b);
  positive('n2', n2);
}
