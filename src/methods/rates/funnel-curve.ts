/** The lines of a funnel drawn by events, and standardised rates on a funnel. */
import { confidence, count, each, nonNegative, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { type FunnelLevels, type FunnelPoint, funnelOfRates } from './funnel.ts';
import { LEVEL } from './interval.ts';
import { representable } from './pair.ts';
import { EXACT_BELOW, exactPoisson } from './rate.ts';

export interface FunnelCurvePoint {
  readonly events: number;
  /** The lower line passes here: with so many events, a larger expected number (population) would make them too few. */
  readonly lower: { readonly population: number; readonly value: number };
  /** The upper line; null for no events, which are never too many. */
  readonly upper: { readonly population: number; readonly value: number } | null;
}

/**
 * The lines of a funnel of counts, rates or ratios, drawn through whole numbers of events: the populations at which so many are just not too few, and just not too many.
 *
 * @param events whole counts, such as 1 to 100
 * @param options `baseline`: events for one unit of population (1: the population is the expected count), `per`: what the value is told for, `level`
 * @returns a point of each line for each count; populations in the unit of the baseline
 * @throws MethodError `not-whole`, `negative`, `not-positive`, `out-of-range`
 * @source PHE Fingertips technical guidance; PHEindicatormethods `calculate_funnel_limits` (which stops its search at 6e-8 of events / (events + expected))
 */
export function funnelCurve(
  events: ArrayLike<number>,
  options: { readonly baseline?: number; readonly per?: number; readonly level?: number } = {},
): FunnelCurvePoint[] {
  const baseline = positive('baseline', options.baseline ?? 1);
  const per = positive('per', options.per ?? 1);
  const level = confidence('level', options.level ?? LEVEL);
  return Array.from(each('events', events, count), (x) => {
    const { lower, upper } = exactPoisson(x, level);
    const at = (expected: number) => ({ population: expected / baseline, value: (x / expected) * baseline * per });
    return representable('baseline', { events: x, lower: at(upper), upper: lower === 0 ? null : at(lower) });
  });
}

/**
 * The population in which so many events would make the crude rate that a standardised rate says: what puts a standardised rate on a funnel.
 *
 * @param events whole count; @param rate the standardised rate, in events per `per`, above 0
 * @returns a population (person-years where the rate is for a year and events are of several)
 * @throws MethodError `not-whole`, `negative`, `not-positive`
 * @source PHEindicatormethods `calculate_funnel_points`
 */
export function effectivePopulation(events: number, rate: number, per = 100_000): number {
  const population = (count('events', events) / positive('rate', rate)) * positive('per', per);
  return representable('rate', { population }).population;
}

export interface StandardisedFunnel {
  readonly baseline: number;
  /** null for a place of under 10 events: it has no standardised rate. */
  readonly places: readonly (FunnelPoint | null)[];
}

/**
 * Places on a funnel of directly standardised rates, each at its {@link effectivePopulation}. Places of under 10 events are left out.
 *
 * @param events whole count of each place; @param rates its standardised rate in events per `per` (0 is read as none); @param options `per` (default 100,000), `levels`
 * @returns value, limits and position of each place, in the order given
 * @throws MethodError `shape`, `not-whole`, `negative`, `not-positive`, `too-few` (no place has 10 events)
 * @source PHEindicatormethods `assign_funnel_significance`, rate type dsr
 */
export function funnelOfStandardisedRates(
  events: ArrayLike<number>,
  rates: ArrayLike<number>,
  options: { readonly per?: number; readonly levels?: FunnelLevels } = {},
): StandardisedFunnel {
  sized('rates', rates, events.length);
  const per = positive('per', options.per ?? 100_000);
  const x = each('events', events, count);
  const r = each('rates', rates, nonNegative);
  const kept = Array.from(x.keys()).filter((i) => (x[i] as number) >= EXACT_BELOW);
  if (kept.length === 0) throw new MethodError('too-few', 'events', `no place has the ${EXACT_BELOW} events that a standardised rate needs`);
  const { baseline, places } = funnelOfRates(
    kept.map((i) => x[i] as number),
    kept.map((i) => effectivePopulation(x[i] as number, positive(`rates[${i}]`, r[i] as number), per)),
    options.levels === undefined ? { per } : { per, levels: options.levels },
  );
  const found = new Map(kept.map((i, k) => [i, places[k] ?? null]));
  return { baseline, places: Array.from(x, (_, i) => found.get(i) ?? null) };
}
