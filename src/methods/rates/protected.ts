/**
 * Intervals for counts that have been perturbed and rounded (docs/adr/0002-protection.md). A protected count X estimates the true count n with a known variance V, so
 * as an estimate of the underlying Poisson mean it has variance n + V. It is treated as a Poisson count of X / f events, each standing for f = (X + V) / X
 * of them: Byar's or exact limits of X / f, times f. For records kept with probability 3/4 this is exact theory
 * (thinning a Poisson count leaves a Poisson count, f = 4/3); for atom noise and rounding it matches mean and variance.
 */
import { confidence, nonNegative, positive } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL } from './interval.ts';
import { representable } from './pair.ts';
import { poissonInterval, type RateOptions } from './rate.ts';

/** Variance that keeping three records in four adds, as a share of the count: (1 - p) / p. */
const SAMPLING = 1 / 3;
/** Variance of the noise of one large atom (discrete Laplace with ratio 1/2). */
const ATOM = 4;
/** Variance of rounding to the nearest 5: uniform over five. */
const ROUNDING = 25 / 12;

export interface PerturbedCount {
  /** The count as shown: perturbed and rounded. */
  readonly value: number;
  /** Variance of `value` about the true count: {@link perturbationVariance}. */
  readonly variance: number;
}

/** What a protected count was summed from, where that was atoms. */
export interface AtomMix {
  /** Atoms that carry noise of their own (24 or more kept records, so values of 32 and up). */
  readonly large: number;
  /** Sum of the values of the others, which vary by their records' weights. */
  readonly small: number;
}

/**
 * Variance of a protected count about the true one.
 *
 * @param value the count as shown, 0 or more
 * @param atoms what the question was answered by: null for record weights; an {@link AtomMix}; or just the number of atoms, and then the
 *   worst mix of that many is assumed
 * @param rounded whether it was rounded to base 5; default true
 * @returns `value / 3` for record weights, `4 x large + small / 3` for atoms, plus 25/12 for rounding; a true zero has none
 * @throws MethodError `negative`, `not-a-number`
 */
export function perturbationVariance(value: number, atoms: AtomMix | number | null, rounded = true): number {
  if (nonNegative('value', value) === 0) return 0;
  return sourceVariance(value, atoms) + (rounded ? ROUNDING : 0);
}

function sourceVariance(value: number, atoms: AtomMix | number | null): number {
  if (atoms === null) return value * SAMPLING;
  if (typeof atoms === 'object') return nonNegative('atoms.large', atoms.large) * ATOM + nonNegative('atoms.small', atoms.small) * SAMPLING;
  // The most variable atom is the largest that still goes by weights: 23 kept records, a value of 92 / 3.
  return Math.min(value * SAMPLING, nonNegative('atoms', atoms) * (92 / 3) * SAMPLING);
}

/**
 * Interval of the Poisson mean behind a protected count.
 *
 * @param shown see {@link PerturbedCount}
 * @returns limits in events
 * @throws MethodError `negative`, `not-a-number`, `out-of-range`
 */
export function protectedCountInterval(shown: PerturbedCount, level: number = LEVEL): Interval {
  const value = nonNegative('value', shown.value);
  const variance = nonNegative('variance', shown.variance);
  const factor = value === 0 ? 1 : (value + variance) / value;
  const { lower, upper } = poissonInterval(value / factor, level);
  return representable('value', { value, lower: lower * factor, upper: upper * factor });
}

/**
 * Rate of a protected count over a known population.
 *
 * @returns events per `per` (default 1,000), limits in the same unit
 * @throws MethodError `not-positive`, and as {@link protectedCountInterval}
 */
export function protectedRateInterval(shown: PerturbedCount, population: number, options: RateOptions = {}): Interval {
  const scale = positive('per', options.per ?? 1000) / positive('population', population);
  const { value, lower, upper } = protectedCountInterval(shown, options.level ?? LEVEL);
  return representable('population', { value: value * scale, lower: lower * scale, upper: upper * scale });
}

/**
 * Share of one protected count in the sum of it and another (those with the attribute and those without), by Wilson's interval on the number of people who would
 * give the same variance.
 *
 * @param inside protected count with the attribute; @param outside protected count without it
 * @returns value and limits, 0 to 1
 * @throws MethodError `no-information` when both are 0; `negative`, `not-a-number`, `out-of-range`
 * @source Wilson's score with an effective sample size, as for complex surveys: Korn and Graubard (1998), Survey Methodology 24:193
 */
export function protectedProportion(inside: PerturbedCount, outside: PerturbedCount, level: number = LEVEL): Interval {
  const x = nonNegative('inside', inside.value);
  const y = nonNegative('outside', outside.value);
  const n = x + y;
  if (n === 0) throw new MethodError('no-information', 'inside', 'nobody to take a share of');
  const p = x / n;
  // Delta method for x / (x + y); at the ends the share is taken as one of half a unit, so that a zero does not look certain.
  const q = Math.min(Math.max(p, 0.5 / (n + 1)), 1 - 0.5 / (n + 1));
  const binomial = (q * (1 - q)) / n;
  const noise = ((1 - q) ** 2 * nonNegative('inside', inside.variance) + q ** 2 * nonNegative('outside', outside.variance)) / n ** 2;
  const effective = (q * (1 - q)) / (binomial + noise);
  const z2 = normalUpper((1 - confidence('level', level)) / 2) ** 2;
  const centre = 2 * effective * p + z2;
  const spread = Math.sqrt(z2 * (z2 + 4 * effective * p * (1 - p)));
  const base = 2 * (effective + z2);
  return representable('inside', { value: p, lower: p === 0 ? 0 : (centre - spread) / base, upper: p === 1 ? 1 : (centre + spread) / base });
}

/**
 * Change from one protected count to another over equal periods: log-normal interval of the ratio, less one.
 *
 * @returns change as a share (0.1 is +10 %)
 * @throws MethodError `zero-events` when either is 0 (a hidden or empty period has no change that can be told); as {@link protectedCountInterval}
 */
export function protectedChange(before: PerturbedCount, after: PerturbedCount, level: number = LEVEL): Interval {
  for (const [name, shown] of [
    ['before', before],
    ['after', after],
  ] as const) {
    nonNegative(name, shown.variance);
    if (nonNegative(name, shown.value) === 0) throw new MethodError('zero-events', name, 'a change cannot be told from or to zero');
  }
  const relative = ({ value, variance }: PerturbedCount): number => (value + variance) / value ** 2;
  const z = normalUpper((1 - confidence('level', level)) / 2);
  const spread = Math.exp(z * Math.sqrt(relative(before) + relative(after)));
  const ratio = after.value / before.value;
  return representable('after', { value: ratio - 1, lower: ratio / spread - 1, upper: ratio * spread - 1 });
}
