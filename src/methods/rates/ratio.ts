import { confidence, count } from '../check.ts';
import { betaLowerOdds, betaCdfOf, logBinomial, normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL, type OpenInterval } from './interval.ts';
import { checkRates, checkRisks, exactable, needEvents, representable } from './pair.ts';
import { EXACT_BELOW } from './rate.ts';
import { crossing } from './root.ts';

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
  const risk = options.of === 'risk';
  (risk ? checkRisks : checkRates)(a, n1, b, n2);
  const level = confidence('level', options.level ?? LEVEL);
  needEvents(a, b, 'the exact one does not');
  const variance = risk ? (n1 - a) / a / n1 + (n2 - b) / b / n2 : 1 / a + 1 / b;
  const value = a / n1 / (b / n2);
  const spread = Math.exp(normalUpper((1 - level) / 2) * Math.sqrt(variance));
  return representable('n1', { value, lower: value / spread, upper: value * spread });
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
  const tail = tailOf(a, n1, b, n2, options.level);
  return representable('n1', {
    value: b === 0 ? null : a / n1 / (b / n2),
    lower: a === 0 ? 0 : (betaLowerOdds(tail, a, b + 1) * n2) / n1,
    // The upper limit is found from the other side, so that a share close to one keeps its digits.
    upper: b === 0 ? null : n2 / n1 / betaLowerOdds(tail, b, a + 1),
  });
}

/**
 * Ratio of two Poisson rates, conditional as {@link ratioExact} but counting only half of the probability of what was seen (mid-P): on average the stated
 * confidence, where the exact interval has more. The estimate is the median-unbiased one, not the plain quotient.
 *
 * @returns the ratio and its limits, and `pValue`, the two-sided mid-P value of equal rates; with b = 0 value and upper are null
 * @throws MethodError `no-information` when a = b = 0; else as {@link ratioLogWald}
 * @source Rothman and Boice (1979); Berry and Armitage (1995), The Statistician 44:417; as R `epitools::rateratio.midp`
 */
export function rateRatioMidP(
  a: number,
  n1: number,
  b: number,
  n2: number,
  options: Pick<RatioOptions, 'level'> = {},
): OpenInterval & { readonly pValue: number } {
  const tail = tailOf(a, n1, b, n2, options.level);
  const total = a + b;
  // ln odds of the share of events that are the group's; P(X < a) + P(X = a) / 2 falls as it rises.
  const below = (u: number): number => {
    const [p, q] = [1 / (1 + Math.exp(-u)), 1 / (1 + Math.exp(u))];
    const here = Math.exp(u < 0 ? logBinomial(a, total, p) : logBinomial(b, total, q));
    return (a === 0 ? 0 : betaCdfOf(q, p, b + 1, a)) + here / 2;
  };
  const above = (u: number): number => {
    const [p, q] = [1 / (1 + Math.exp(-u)), 1 / (1 + Math.exp(u))];
    const here = Math.exp(u < 0 ? logBinomial(a, total, p) : logBinomial(b, total, q));
    return (b === 0 ? 0 : betaCdfOf(p, q, a + 1, b)) + here / 2;
  };
  const start = Math.log((a + 0.5) / (b + 0.5));
  const width = Math.sqrt(1 / (a + 0.5) + 1 / (b + 0.5));
  const scaled = (u: number | null): number | null => (u === null ? null : (Math.exp(u) * n2) / n1);
  const equal = Math.log(n1 / n2);
  return representable('n1', {
    value: b === 0 ? null : a === 0 ? 0 : scaled(crossing((u) => 0.5 - below(u), start, width)),
    lower: a === 0 ? 0 : (scaled(crossing((u) => Math.log(above(u) / tail), start, width)) ?? 0),
    upper: b === 0 ? null : scaled(crossing((u) => Math.log(tail / below(u)), start, width)),
    pValue: Math.min(1, 2 * Math.min(below(equal), above(equal))),
  });
}

/**
 * Ratio of two Poisson rates with the score interval: Wilson's limits of the group's share of all events, as odds. A closed form, close to mid-P,
 * that needs no events in either group but some in one.
 *
 * @returns the ratio and its limits; with b = 0 value and upper limit are null
 * @throws MethodError `no-information` when a = b = 0; else as {@link ratioLogWald}
 * @source Graham, Mengersen and Morton (2003), Statistics in Medicine 22:2071
 */
export function rateRatioScore(a: number, n1: number, b: number, n2: number, options: Pick<RatioOptions, 'level'> = {}): OpenInterval {
  const tail = tailOf(a, n1, b, n2, options.level);
  const z = normalUpper(tail);
  // Odds of Wilson's limits: roots of (a - odds b)^2 = z^2 odds (a + b), told without subtracting what is nearly equal.
  const middle = 2 * a * b + z * z * (a + b);
  const root = Math.sqrt(middle * middle - 4 * a * a * b * b);
  const scale = n2 / n1;
  return representable('n1', {
    value: b === 0 ? null : (a / b) * scale,
    lower: a === 0 ? 0 : ((2 * a * a) / (middle + root)) * scale,
    upper: b === 0 ? null : ((middle + root) / (2 * b * b)) * scale,
  });
}

/**
 * Exact test that two Poisson rates are equal: given the total, the group's events are binomial.
 *
 * @returns `exact`: two-sided p-value summing every outcome no likelier than that seen (as R `poisson.test`); `midP`: twice the smaller tail with half of
 *   the probability of what was seen
 * @throws MethodError `no-information` when a = b = 0; `not-whole`, `negative`, `not-positive`
 * @source Przyborowski and Wilenski (1940); Fay (2010), The R Journal 2:53 (the choice of two-sided p-value)
 */
export function rateRatioTest(a: number, n1: number, b: number, n2: number): { readonly exact: number; readonly midP: number } {
  tailOf(a, n1, b, n2, LEVEL);
  const total = a + b;
  const p = n1 / (n1 + n2);
  const q = n2 / (n1 + n2);
  const log = (x: number): number => (p < 0.5 ? logBinomial(x, total, p) : logBinomial(total - x, total, q));
  const lower = (x: number): number => (x < 0 ? 0 : x >= total ? 1 : betaCdfOf(q, p, total - x, x + 1));
  const upper = (x: number): number => (x <= 0 ? 1 : x > total ? 0 : betaCdfOf(p, q, x, total - x + 1));
  // Outcomes that tie with the one seen must not be lost to rounding: R allows the same 1e-7.
  const seen = log(a) + 1e-7;
  const middle = Math.min(total, Math.floor((total + 1) * p));
  let exact: number;
  if (log(middle) <= seen) exact = 1;
  else if (a < middle) exact = lower(a) + upper(firstNoLikelier(log, seen, middle, total + 1));
  else exact = upper(a) + lower(firstNoLikelier(log, seen, middle, -1));
  const here = Math.exp(log(a)) / 2;
  return { exact: Math.min(1, exact), midP: Math.min(1, 2 * Math.min(lower(a - 1) + here, upper(a + 1) + here)) };
}

/** Going out from the mode towards `end`, the first outcome no likelier than `seen` (the probabilities fall on that side). */
export function firstNoLikelier(log: (x: number) => number, seen: number, mode: number, end: number): number {
  let likelier = mode;
  let not = end;
  while (Math.abs(not - likelier) > 1) {
    const middle = Math.floor((likelier + not) / 2);
    if (log(middle) <= seen) not = middle;
    else likelier = middle;
  }
  return not;
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

function tailOf(a: number, n1: number, b: number, n2: number, level: number = LEVEL): number {
  checkRates(a, n1, b, n2);
  if (a + b === 0) throw new MethodError('no-information', 'a', 'no events in either group: their ratio cannot be told');
  exactable('a', a + b);
  return (1 - confidence('level', level)) / 2;
}
