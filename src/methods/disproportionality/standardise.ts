/** Ratios of two groups' rates with the difference in their ages taken out, directly and indirectly. */
import { at, confidence, count, each, nonNegative, positive, sized } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { EXACT_BELOW, type Interval, LEVEL, poissonInterval } from '../rates/index.ts';
import { checked } from './ratio.ts';

/** A group by age band (or any other strata): arrays of the same length, band by band. */
export interface GroupByAge {
  readonly events: ArrayLike<number>;
  readonly population: ArrayLike<number>;
}

export interface StandardisedRateRatio extends Interval {
  /** Directly standardised rates, per `per`. */
  readonly groupRate: number;
  readonly referenceRate: number;
  /** The ratio of the crude rates, with ages as they are. */
  readonly crude: number;
}

/**
 * Ratio of two directly standardised rates, with the log-normal interval.
 *
 * @param group, reference events (whole) and population (above 0) in each age band
 * @param standard the standard population of each band, such as the European Standard Population or the two groups together; any scale
 * @param options `per` (default 1,000) of the two rates, `level`
 * @returns the ratio and its limits, and the two rates
 * @throws MethodError `too-few` under 10 events in either group (as a directly standardised rate is not published then), `shape`, `no-information` (a standard of nothing), `not-whole`, `negative`,
 *   `not-positive`, `out-of-range`, `not-a-number`
 * @source Breslow and Day (1987), Statistical Methods in Cancer Research II, 2.2-2.3; Rothman, Greenland and Lash (2008), ch. 15 (SRR)
 */
export function standardisedRateRatio(
  group: GroupByAge,
  reference: GroupByAge,
  standard: ArrayLike<number>,
  options: { readonly per?: number; readonly level?: number } = {},
): StandardisedRateRatio {
  const level = confidence('level', options.level ?? LEVEL);
  const per = positive('per', options.per ?? 1000);
  const weights = each('standard', standard, nonNegative);
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += at(weights, i);
  if (total === 0) throw new MethodError('no-information', 'standard', 'a standard population of nobody gives no weights');
  for (let i = 0; i < weights.length; i++) weights[i] = at(weights, i) / total;
  const one = directRate('group', group, weights);
  const other = directRate('reference', reference, weights);
  const value = checked('group', one.rate / other.rate);
  const spread = Math.exp(normalUpper((1 - level) / 2) * Math.sqrt(one.relativeVariance + other.relativeVariance));
  return {
    value,
    lower: value / spread,
    upper: checked('level', value * spread),
    groupRate: checked('per', one.rate * per),
    referenceRate: checked('per', other.rate * per),
    crude: checked('group', one.crude / other.crude),
  };
}

interface DirectRate {
  readonly rate: number;
  /** Variance of the rate over its square, which is that of its logarithm. */
  readonly relativeVariance: number;
  readonly crude: number;
}

function directRate(name: string, { events, population }: GroupByAge, weights: Float64Array): DirectRate {
  const { d, n } = bands(name, { events, population }, weights.length);
  let all = 0;
  let people = 0;
  let rate = 0;
  for (let i = 0; i < weights.length; i++) {
    all += at(d, i);
    people += at(n, i);
    rate += (at(weights, i) * at(d, i)) / at(n, i);
  }
  if (all < EXACT_BELOW) throw new MethodError('too-few', name, `has ${all} events; a directly standardised rate needs 10 or more`);
  if (rate === 0) throw new MethodError('zero-events', name, 'has events only in bands that the standard gives no weight');
  let relativeVariance = 0;
  for (let i = 0; i < weights.length; i++) {
    const part = (at(weights, i) * at(d, i)) / at(n, i) / rate;
    if (part > 0) relativeVariance += part ** 2 / at(d, i);
  }
  return { rate: checked(name, rate), relativeVariance, crude: all / people };
}

export interface IndirectRatio {
  /** Observed over expected. */
  readonly value: number;
  /** Limits with the chance in the group's count and in the reference's rates. */
  readonly lower: number;
  /** Null where the group has no events: then only {@link fixed} has an upper limit. */
  readonly upper: number | null;
  /** Limits with the reference's rates taken as known, as published standardised ratios have them: exact under 10 events, Byar's from 10. */
  readonly fixed: { readonly lower: number; readonly upper: number; readonly method: 'exact' | 'byar' };
  readonly observed: number;
  /** Events that the group would have at the reference's rates. */
  readonly expected: number;
  readonly crude: number;
}

/**
 * Indirectly standardised ratio: the group's events over those it would have at the reference's rates in each age band. For groups too small for
 * direct standardisation.
 *
 * @param group, reference events (whole) and population (above 0) in each age band
 * @throws MethodError `zero-events` (the reference's rates expect none), `shape`, `not-whole`, `negative`, `not-positive`, `out-of-range`, `not-a-number`
 * @source Breslow and Day (1987), 2.3, and (2.11) for rates that are themselves estimated; limits with fixed rates: PHEindicatormethods `calculate_ISRatio`
 */
export function indirectRateRatio(group: GroupByAge, reference: GroupByAge, options: { readonly level?: number } = {}): IndirectRatio {
  const level = confidence('level', options.level ?? LEVEL);
  const size = group.events.length;
  const { d, n } = bands('group', group, size);
  const { d: d0, n: n0 } = bands('reference', reference, size);
  let observed = 0;
  let people = 0;
  let expected = 0;
  let referenceEvents = 0;
  let referencePeople = 0;
  for (let i = 0; i < size; i++) {
    observed += at(d, i);
    people += at(n, i);
    expected += at(n, i) * (at(d0, i) / at(n0, i));
    referenceEvents += at(d0, i);
    referencePeople += at(n0, i);
  }
  if (expected === 0) throw new MethodError('zero-events', 'reference', 'has no events in any band where the group has people: nothing is expected');
  checked('group', expected);
  let variance = 0;
  for (let i = 0; i < size; i++) {
    const part = (at(n, i) * (at(d0, i) / at(n0, i))) / expected;
    if (part > 0) variance += part ** 2 / at(d0, i);
  }
  const value = checked('reference', observed / expected);
  const limits = poissonInterval(observed, level);
  const spread = observed === 0 ? null : Math.exp(normalUpper((1 - level) / 2) * Math.sqrt(1 / observed + variance));
  return {
    value,
    lower: spread === null ? 0 : value / spread,
    upper: spread === null ? null : checked('level', value * spread),
    fixed: { lower: limits.lower / expected, upper: checked('reference', limits.upper / expected), method: limits.method },
    observed,
    expected,
    crude: checked('reference', observed / people / (referenceEvents / referencePeople)),
  };
}

function bands(name: string, { events, population }: GroupByAge, size: number): { readonly d: Float64Array; readonly n: Float64Array } {
  if (size === 0) throw new MethodError('too-few', name, 'has no age bands');
  return {
    d: each(`${name}.events`, sized(`${name}.events`, events, size), count),
    n: each(`${name}.population`, sized(`${name}.population`, population, size), positive),
  };
}
