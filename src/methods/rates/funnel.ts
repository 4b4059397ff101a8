/** Funnel plots: is a place further from the whole than chance would put it? Limits of 95 and 99.8 %, as English public health draws them. */
import { confidence, count, each, nonNegative, positive, share, sized } from '../check.ts';
import { gammaCdf, gammaUpperTail, normalUpper, poissonCdf, poissonUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { exactable, representable } from './pair.ts';
import { crossing } from './root.ts';

/** Two standard deviations and three, as near as makes no difference: 2.5 % and 0.1 % outside on each side. */
export const FUNNEL_LEVELS: FunnelLevels = { inner: 0.95, outer: 0.998 };

export interface FunnelLevels {
  readonly inner: number;
  readonly outer: number;
}

export interface FunnelLimits {
  readonly lower: number;
  readonly upper: number;
}

/** Where a place stands: beyond the outer limits is `far-`. */
export type FunnelPosition = 'far-low' | 'low' | 'inside' | 'high' | 'far-high';

/**
 * Limits within which the share of a group of n would fall by chance, if it were like the whole.
 *
 * @param baseline share of the whole, 0 to 1; @param n people in the group
 * @returns shares: baseline -+ z sqrt(baseline (1 - baseline) / n), within 0 to 1. A share is outside them exactly when its Wilson interval misses the baseline
 * @throws MethodError `out-of-range`, `not-positive`, `not-a-number`
 * @source Spiegelhalter (2005), Statistics in Medicine 24:1185; PHEindicatormethods `calculate_funnel_limits`
 */
export function funnelProportionLimits(baseline: number, n: number, level: number = FUNNEL_LEVELS.inner): FunnelLimits {
  share('baseline', baseline);
  const z = normalUpper((1 - confidence('level', level)) / 2);
  const spread = z * Math.sqrt((baseline * (1 - baseline)) / positive('n', n));
  return representable('n', { lower: Math.max(0, baseline - spread), upper: Math.min(1, baseline + spread) });
}

/**
 * Limits within which a count would fall by chance, given what was to be expected: counts whose exact Poisson interval just touches the expected. They are not whole:
 * the gamma relation between the whole numbers keeps the funnel smooth.
 *
 * @param expected events, above 0
 * @returns counts; a lower limit of 0 where even no events would be no surprise
 * @throws MethodError `not-positive`, `out-of-range`, `not-a-number`
 * @source as {@link funnelProportionLimits}
 */
export function funnelCountLimits(expected: number, level: number = FUNNEL_LEVELS.inner): FunnelLimits {
  exactable('expected', positive('expected', expected));
  const tail = (1 - confidence('level', level)) / 2;
  const far = normalUpper(tail) * Math.sqrt(expected);
  // P(X <= lower) and P(X >= upper) are the tail: the first rises with the limit, the second falls.
  const lower =
    Math.exp(-expected) >= tail ? 0 : (crossing((u) => Math.log(gammaUpperTail(Math.exp(u), expected) / tail), Math.log(1 + Math.max(0, expected - far))) ?? 0);
  const upper = crossing((u) => Math.log(tail / gammaCdf(Math.exp(u), expected)), Math.log(expected + far));
  if (upper === null) throw new MethodError('out-of-range', 'expected', `${expected} is too small to tell limits for`);
  return { lower: lower === 0 ? 0 : Math.max(0, Math.expm1(lower)), upper: Math.exp(upper) };
}

export interface FunnelPoint {
  readonly value: number;
  readonly inner: FunnelLimits;
  readonly outer: FunnelLimits;
  readonly position: FunnelPosition;
}

export interface Funnel {
  /** The whole's share, rate or ratio, in the unit of the values. */
  readonly baseline: number;
  readonly places: readonly FunnelPoint[];
}

export interface FunnelOptions {
  /** What the values are told out of, or for: 1 for a share or ratio, 100 for a percentage, 100,000 for a rate. */
  readonly per?: number;
  /** The whole's share, rate (events for one resident) or ratio, where it is not that of all these places together. */
  readonly baseline?: number;
  readonly levels?: FunnelLevels;
}

/**
 * Places on a funnel of proportions.
 *
 * @param events people with the attribute in each place (need not be whole); @param people in each place
 * @returns value, limits and position of each place, in the order given; `per` 1 unless given
 * @throws MethodError `shape`, `negative`, `not-positive`, `more-events-than-people`, `out-of-range`, `no-variation` (nobody or everybody has the attribute)
 * @source as {@link funnelProportionLimits}
 */
export function funnelOfProportions(events: ArrayLike<number>, people: ArrayLike<number>, options: FunnelOptions = {}): Funnel {
  sized('people', people, events.length);
  const [per, levels] = read(options, 1);
  const x = each('events', events, nonNegative);
  const n = each('people', people, positive);
  x.forEach((value, i) => {
    if (value > (n[i] as number)) throw new MethodError('more-events-than-people', `events[${i}]`, `${value} is more than the ${n[i]} people of the place`);
  });
  const baseline = share('baseline', options.baseline ?? sum(x) / sum(n));
  if (baseline === 0 || baseline === 1) throw new MethodError('no-variation', 'events', 'nobody or everybody has the attribute: there is no funnel');
  const places = Array.from(x, (value, i): FunnelPoint => {
    const size = n[i] as number;
    const z = (value / size - baseline) / Math.sqrt((baseline * (1 - baseline)) / size);
    return {
      value: (value / size) * per,
      inner: scaled(funnelProportionLimits(baseline, size, levels.inner), per),
      outer: scaled(funnelProportionLimits(baseline, size, levels.outer), per),
      position: place((level) => (Math.abs(z) <= normalUpper((1 - level) / 2) ? 0 : z), levels),
    };
  });
  return representable('people', { baseline: baseline * per, places });
}

/**
 * Places on a funnel of crude rates.
 *
 * @param events whole count of each place; @param populations residents or person-years of each place
 * @returns as {@link funnelOfProportions}; `per` 100,000 unless given
 * @throws MethodError `shape`, `not-whole`, `negative`, `not-positive`, `out-of-range`, `zero-events` (none anywhere)
 * @source as {@link funnelProportionLimits}; positions by exact Poisson tails
 */
export function funnelOfRates(events: ArrayLike<number>, populations: ArrayLike<number>, options: FunnelOptions = {}): Funnel {
  sized('populations', populations, events.length);
  const [per, levels] = read(options, 100_000);
  const x = each('events', events, count);
  const n = each('populations', populations, positive);
  const baseline = nonNegative('baseline', options.baseline ?? sum(x) / sum(n));
  if (baseline === 0) throw new MethodError('zero-events', 'events', 'no events anywhere: there is no funnel');
  return representable('populations', {
    baseline: baseline * per,
    places: Array.from(x, (value, i) => countPoint(value, baseline * (n[i] as number), baseline * per, levels)),
  });
}

/**
 * Places on a funnel of ratios of observed to expected (indirectly standardised ratios).
 *
 * @param observed whole count of each place; @param expected events of each place, above 0
 * @returns as {@link funnelOfProportions}; `per` and `baseline` 1 unless given
 * @throws MethodError `shape`, `not-whole`, `negative`, `not-positive`, `out-of-range`
 * @source as {@link funnelOfRates}
 */
export function funnelOfRatios(observed: ArrayLike<number>, expected: ArrayLike<number>, options: FunnelOptions = {}): Funnel {
  sized('expected', expected, observed.length);
  const [per, levels] = read(options, 1);
  const x = each('observed', observed, count);
  const e = each('expected', expected, positive);
  const baseline = positive('baseline', options.baseline ?? 1);
  return representable('expected', {
    baseline: baseline * per,
    places: Array.from(x, (value, i) => countPoint(value, baseline * (e[i] as number), baseline * per, levels)),
  });
}

/** A count against its expected number, told in units of which the expected is `unit`. */
function countPoint(events: number, expected: number, unit: number, levels: FunnelLevels): FunnelPoint {
  exactable('expected', positive('expected', expected));
  exactable('events', events);
  const few = poissonCdf(events, expected);
  const many = poissonUpperTail(events, expected);
  return {
    value: (events / expected) * unit,
    inner: scaled(funnelCountLimits(expected, levels.inner), unit / expected),
    outer: scaled(funnelCountLimits(expected, levels.outer), unit / expected),
    position: place((level) => (many < (1 - level) / 2 ? 1 : few < (1 - level) / 2 ? -1 : 0), levels),
  };
}

/** `beyond` gives the side of the limits of a level on which the place lies: 0 within them. */
function place(beyond: (level: number) => number, levels: FunnelLevels): FunnelPosition {
  const outer = beyond(levels.outer);
  if (outer !== 0) return outer > 0 ? 'far-high' : 'far-low';
  const inner = beyond(levels.inner);
  return inner === 0 ? 'inside' : inner > 0 ? 'high' : 'low';
}

function read(options: FunnelOptions, per: number): [per: number, levels: FunnelLevels] {
  const levels = options.levels ?? FUNNEL_LEVELS;
  confidence('levels.inner', levels.inner);
  confidence('levels.outer', levels.outer);
  if (levels.outer < levels.inner) throw new MethodError('inconsistent', 'levels', 'the outer level must not be below the inner one');
  return [positive('per', options.per ?? per), levels];
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

const scaled = ({ lower, upper }: FunnelLimits, by: number): FunnelLimits => ({ lower: lower * by, upper: upper * by });
