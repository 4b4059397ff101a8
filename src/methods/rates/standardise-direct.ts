/** Direct standardisation: the rate that a place would have if its people had the ages of a standard population. */
import { confidence, count, nonNegative, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL } from './interval.ts';
import { representable } from './pair.ts';
import { byar, EXACT_BELOW, type RateOptions } from './rate.ts';

export interface StandardisedRate {
  /** Events per `per`; null under 10 events, where none is to be published. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly events: number;
  readonly population: number;
  readonly method: 'dobson' | 'too-few-events';
}

/** One age band of a place whose people may have several events each. */
export interface RepeatBand {
  readonly population: number;
  /** Its share of the standard population, in any unit. */
  readonly standard: number;
  /** persons[k] is the number of people with k + 1 events. */
  readonly persons: readonly number[];
}

/**
 * Directly standardised rate with Dobson's interval (Byar's limits of the total, scaled to the rate's own variance).
 *
 * @param events whole count of each age band; @param populations of each band, above 0
 * @param standard the standard population's number in each band, in any unit (only proportions matter)
 * @param options `per` (default 100,000), `level`
 * @returns the rate and limits in events per `per`; under 10 events in all they are null and `method` says so: such rates are unstable and are not published
 * @throws MethodError `shape`, `negative`, `not-whole`, `not-positive`, `not-a-number`, `out-of-range`, `no-information` (no bands, or a standard of nobody)
 * @source Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10:457; PHEindicatormethods `phe_dsr`
 */
export function directlyStandardisedRate(
  events: ArrayLike<number>,
  populations: ArrayLike<number>,
  standard: ArrayLike<number>,
  options: RateOptions = {},
): StandardisedRate {
  sized('populations', populations, events.length);
  sized('standard', standard, events.length);
  for (let i = 0; i < events.length; i++) count(`events[${i}]`, events[i] as number);
  return standardise(events, events, populations, standard, options);
}

/**
 * Directly standardised rate of events that come several to a person: its variance counts people, so that the interval is as wide as it should be.
 *
 * @returns as {@link directlyStandardisedRate}
 * @throws MethodError as {@link directlyStandardisedRate}
 * @source PHEindicatormethods `phe_dsr` with `independent_events = FALSE`; after Glynn, Stukel, Sharp, Bubolz, Freeman and Fisher (1993), American Journal of Epidemiology 137:776
 */
export function directlyStandardisedRateOfRepeats(bands: readonly RepeatBand[], options: RateOptions = {}): StandardisedRate {
  const events = new Float64Array(bands.length);
  const squares = new Float64Array(bands.length);
  bands.forEach((band, i) => {
    band.persons.forEach((persons, k) => {
      count(`bands[${i}].persons[${k}]`, persons);
      events[i] = (events[i] as number) + persons * (k + 1);
      squares[i] = (squares[i] as number) + persons * (k + 1) ** 2;
    });
  });
  return standardise(
    events,
    squares,
    bands.map((band) => band.population),
    bands.map((band) => band.standard),
    options,
  );
}

/** `variances` of the events of each band: the events themselves where each comes by itself. */
function standardise(
  events: ArrayLike<number>,
  variances: ArrayLike<number>,
  populations: ArrayLike<number>,
  standard: ArrayLike<number>,
  options: RateOptions,
): StandardisedRate {
  const per = positive('per', options.per ?? 100_000);
  const level = confidence('level', options.level ?? LEVEL);
  let [total, people, weights, sum, variance] = [0, 0, 0, 0, 0];
  for (let i = 0; i < events.length; i++) {
    const population = positive(`populations[${i}]`, populations[i] as number);
    const weight = nonNegative(`standard[${i}]`, standard[i] as number);
    total += events[i] as number;
    people += population;
    weights += weight;
    sum += (weight * (events[i] as number)) / population;
    variance += (weight / population) ** 2 * (variances[i] as number);
  }
  if (!(weights > 0)) throw new MethodError('no-information', 'standard', 'the standard population has nobody in it');
  if (total < EXACT_BELOW)
    return representable('populations', { value: null, lower: null, upper: null, events: total, population: people, method: 'too-few-events' });
  const value = sum / weights;
  const scale = Math.sqrt(variance / total) / weights;
  const limits: Interval = byar(total, level);
  const result = {
    value: value * per,
    lower: (value + scale * (limits.lower - total)) * per,
    upper: (value + scale * (limits.upper - total)) * per,
    events: total,
    population: people,
    method: 'dobson',
  } as const;
  return representable('populations', result);
}
