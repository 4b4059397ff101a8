/** Indirect standardisation: what happened, against what would have at a reference's rates for each age. */
import { confidence, count, nonNegative, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL } from './interval.ts';
import { representable } from './pair.ts';
import { poissonInterval, type RateOptions } from './rate.ts';

/** The reference: its events and people in each age band, in the order of the place's bands. */
export interface Reference {
  readonly events: ArrayLike<number>;
  readonly populations: ArrayLike<number>;
}

/**
 * Events to be expected at the reference's rates.
 *
 * @param populations of the place, each age band
 * @returns the sum over bands of population x reference rate
 * @throws MethodError `shape`, `negative`, `not-positive`, `not-a-number`
 */
export function expectedEvents(populations: ArrayLike<number>, reference: Reference): number {
  sized('reference.events', reference.events, populations.length);
  sized('reference.populations', reference.populations, populations.length);
  let expected = 0;
  for (let i = 0; i < populations.length; i++) {
    const rate =
      nonNegative(`reference.events[${i}]`, reference.events[i] as number) / positive(`reference.populations[${i}]`, reference.populations[i] as number);
    expected += nonNegative(`populations[${i}]`, populations[i] as number) * rate;
  }
  return expected;
}

export interface StandardisedRatio extends Interval {
  readonly observed: number;
  readonly expected: number;
  readonly method: 'exact' | 'byar';
}

/**
 * Indirectly standardised ratio (SMR where the events are deaths): observed over expected, with the interval of the observed count (exact
 * under 10, Byar's from 10). The expected is taken as known.
 *
 * @param observed whole count of events in the place; @param expected by {@link expectedEvents}, above 0
 * @param options `per`: 1 (default) for a ratio, 100 for the customary figure; `level`
 * @throws MethodError `not-whole`, `negative`, `not-positive`, `out-of-range`
 * @source Breslow and Day (1987), Statistical Methods in Cancer Research II, ch. 2; PHEindicatormethods `calculate_ISRatio`
 */
export function indirectlyStandardisedRatio(observed: number, expected: number, options: RateOptions = {}): StandardisedRatio {
  count('observed', observed);
  positive('expected', expected);
  const scale = positive('per', options.per ?? 1) / expected;
  const { value, lower, upper, method } = poissonInterval(observed, confidence('level', options.level ?? LEVEL));
  return representable('expected', { value: value * scale, lower: lower * scale, upper: upper * scale, observed, expected, method });
}

/**
 * Indirectly standardised rate: the ratio times the reference's crude rate.
 *
 * @param observed whole count of events in the place; @param populations of the place, each age band
 * @param options `per` (default 100,000), `level`
 * @returns rate and limits in events per `per`, with the reference's rate in the same unit
 * @throws MethodError as {@link expectedEvents} and {@link indirectlyStandardisedRatio}; `no-information` when no events are to be expected
 * @source PHEindicatormethods `calculate_ISRate`
 */
export function indirectlyStandardisedRate(
  observed: number,
  populations: ArrayLike<number>,
  reference: Reference,
  options: RateOptions = {},
): StandardisedRatio & { readonly referenceRate: number } {
  const per = positive('per', options.per ?? 100_000);
  const expected = expectedEvents(populations, reference);
  if (expected === 0) throw new MethodError('no-information', 'reference.events', 'no events are to be expected at these rates');
  let [events, people] = [0, 0];
  for (let i = 0; i < populations.length; i++) {
    events += reference.events[i] as number;
    people += reference.populations[i] as number;
  }
  const referenceRate = (events / people) * per;
  const ratio = indirectlyStandardisedRatio(observed, expected, options.level === undefined ? {} : { level: options.level });
  return representable('populations', {
    ...ratio,
    value: ratio.value * referenceRate,
    lower: ratio.lower * referenceRate,
    upper: ratio.upper * referenceRate,
    referenceRate,
  });
}
