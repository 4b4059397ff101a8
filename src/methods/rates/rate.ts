import { confidence, count, nonNegative, positive } from '../check.ts';
import { chiSquaredLower, chiSquaredUpper, normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL } from './interval.ts';
import { exactable } from './pair.ts';

/** Counts below this have exact limits, from it on Byar's (PHE Technical Guide; PHEindicatormethods `phe_rate`). */
export const EXACT_BELOW = 10;

/**
 * Byar's approximation to the limits of a Poisson count.
 *
 * @param events the count; 0 or more. Need not be whole, so that a count scaled for its variance can be passed
 * @param level confidence level
 * @returns limits in events. The lower limit of 0 events is 0 (the formula has none there)
 * @throws MethodError `negative`, `out-of-range`, `not-a-number`
 * @source Breslow and Day (1987), Statistical Methods in Cancer Research II, p. 69
 */
export function byar(events: number, level: number = LEVEL): Interval {
  nonNegative('events', events);
  const z = normalUpper((1 - confidence('level', level)) / 2);
  const above = events + 1;
  return {
    value: events,
    // Below about 0.43 events (95 %) the cube would be of a negative number.
    lower: events === 0 ? 0 : events * Math.max(0, 1 - 1 / (9 * events) - z / (3 * Math.sqrt(events))) ** 3,
    upper: above * (1 - 1 / (9 * above) + z / (3 * Math.sqrt(above))) ** 3,
  };
}

/**
 * Exact (Garwood) limits of a Poisson count, by the chi-squared relation.
 *
 * @param events the count; 0 or more. Need not be whole: the gamma relation is continuous in it
 * @param level confidence level
 * @returns limits in events; the lower limit of 0 is 0
 * @throws MethodError `negative`, `out-of-range`, `not-a-number`, `too-large` (above 1e10: Byar's are the same there)
 * @source Garwood (1936), Biometrika 28:437
 */
export function exactPoisson(events: number, level: number = LEVEL): Interval {
  exactable('events', nonNegative('events', events));
  const tail = (1 - confidence('level', level)) / 2;
  return {
    value: events,
    lower: events === 0 ? 0 : chiSquaredLower(tail, 2 * events) / 2,
    upper: chiSquaredUpper(tail, 2 * events + 2) / 2,
  };
}

/** Limits of a Poisson count as English public health publishes them: exact under 10 events, Byar's from 10. Units and errors as {@link byar}. */
export function poissonInterval(events: number, level: number = LEVEL): Interval & { readonly method: 'exact' | 'byar' } {
  return events < EXACT_BELOW ? { ...exactPoisson(events, level), method: 'exact' } : { ...byar(events, level), method: 'byar' };
}

export interface RateOptions {
  /** Residents a rate is told for, such as 1,000 or 100,000. Default 1,000. */
  readonly per?: number;
  readonly level?: number;
}

/**
 * A rate with its interval: exact under 10 events, Byar's from 10.
 *
 * @param events whole count of events; may exceed the population (one resident may have several)
 * @param population residents or person-years; above 0
 * @returns events per `per`, with limits in the same unit and the method used
 * @throws MethodError `not-whole`, `negative`, `not-positive`, `out-of-range`, `not-a-number`
 * @source PHEindicatormethods `phe_rate`
 */
export function rateInterval(events: number, population: number, options: RateOptions = {}): Interval & { readonly method: 'exact' | 'byar' } {
  count('events', events);
  positive('population', population);
  const scale = positive('per', options.per ?? 1000) / population;
  const { value, lower, upper, method } = poissonInterval(events, options.level ?? LEVEL);
  if (!Number.isFinite(upper * scale)) throw new MethodError('out-of-range', 'population', `${population} is too small to tell a rate for`);
  return { value: value * scale, lower: lower * scale, upper: upper * scale, method };
}
