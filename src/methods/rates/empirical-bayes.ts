/** Empirical Bayes: rates of small places drawn towards the whole, the more so the less they know of themselves. */
import { at, confidence, count, each, positive, sized } from '../check.ts';
import { digamma, gammaLower, gammaUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { LEVEL } from './interval.ts';
import { exactable, representable } from './pair.ts';
import type { RateOptions } from './rate.ts';
import { crossing } from './root.ts';

export interface ShrunkRates {
  /** The mean rate that places are drawn towards, per `per`. */
  readonly mean: number;
  /** Crude rate of each place. */
  readonly crude: readonly number[];
  /** Shrunk rate of each place. */
  readonly shrunk: readonly number[];
  /** Weight that each place's own rate has in its shrunk one, 0 to 1. */
  readonly weight: readonly number[];
}

/**
 * Global empirical Bayes shrinkage by the method of moments.
 *
 * @param events whole count of each place; @param populations of each place, above 0
 * @param options `per` (default 1,000)
 * @returns crude and shrunk rates; `variance` is that between places beyond chance, in squared events for one resident (0: all are drawn to the mean)
 * @throws MethodError `shape`, `too-few` (fewer than 2 places), `not-whole`, `negative`, `not-positive`, `zero-events` (none anywhere)
 * @source Marshall (1991), Applied Statistics 40:283, as R `spdep::EBest`
 */
export function empiricalBayesRates(
  events: ArrayLike<number>,
  populations: ArrayLike<number>,
  options: Pick<RateOptions, 'per'> = {},
): ShrunkRates & { readonly variance: number } {
  const { x, n, total, people, per } = read(events, populations, options.per);
  const mean = total / people;
  let spread = 0;
  for (let i = 0; i < x.length; i++) spread += (at(n, i) / people) * (at(x, i) / at(n, i) - mean) ** 2;
  const variance = Math.max(0, spread - (mean * x.length) / people);
  const weight = Array.from(n, (size) => (variance === 0 ? 0 : variance / (variance + mean / size)));
  return representable('populations', { ...told(x, n, mean, weight, per), variance });
}

export interface GammaPoissonRates extends ShrunkRates {
  /** Limits of each place's underlying rate: gamma quantiles, taking the fitted gamma as known. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Shape of the gamma distribution of rates; null when the places differ by no more than chance, and then all are drawn to the mean. */
  readonly shape: number | null;
}

/**
 * Empirical Bayes shrinkage with a gamma distribution of rates fitted by maximum likelihood (the counts are then negative binomial).
 *
 * @returns as {@link empiricalBayesRates}, with an interval for each place
 * @throws MethodError as {@link empiricalBayesRates}; `out-of-range`
 * @source Clayton and Kaldor (1987), Biometrics 43:671, section 3; the fit is that of R `MASS::glm.nb` with a constant and an offset
 */
export function empiricalBayesGamma(events: ArrayLike<number>, populations: ArrayLike<number>, options: RateOptions = {}): GammaPoissonRates {
  const { x, n, per, total, people } = read(events, populations, options.per);
  const tail = (1 - confidence('level', options.level ?? LEVEL)) / 2;
  const shape = fitShape(x, n, total / people);
  if (shape === null) {
    const mean = total / people;
    const flat = told(
      x,
      n,
      mean,
      Array.from(n, () => 0),
      per,
    );
    return representable('populations', { ...flat, lower: flat.shrunk, upper: flat.shrunk, shape });
  }
  const mean = meanAt(shape, x, n, total / people);
  const posterior = (quantile: (tail: number, shape: number) => number): number[] =>
    Array.from(x, (value, i) => (quantile(tail, shape + value) / (shape / mean + at(n, i))) * per);
  const weight = Array.from(n, (size) => (size * mean) / (shape + size * mean));
  return representable('populations', { ...told(x, n, mean, weight, per), lower: posterior(gammaLower), upper: posterior(gammaUpper), shape });
}

/** The likeliest shape: the root of the profile score in ln shape; null when the likelihood still rises at a million times the counts. */
function fitShape(x: Float64Array, n: Float64Array, start: number): number | null {
  const score = (u: number): number => {
    const shape = Math.exp(u);
    const mean = meanAt(shape, x, n, start);
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const [value, fit] = [at(x, i), at(n, i) * mean];
      sum += digamma(shape + value) - digamma(shape) - Math.log1p(fit / shape) + (fit - value) / (shape + fit);
    }
    return sum;
  };
  // From a shape that is far too small, where the likelihood rises, to the first at which it falls.
  const most = Math.log(Math.max(...x) + 1) + Math.log(1e6);
  let low = Math.log(1e-4);
  for (let high = low + 0.5; high < most; high += 0.5) {
    if (score(high) < 0) {
      const root = crossing((u) => -score(u), (low + high) / 2);
      return root === null ? null : Math.exp(root);
    }
    low = high;
  }
  return null;
}

/** The likeliest mean rate for a shape: sum of (x + shape) n / (shape + n mean) = sum of x / mean, by Newton's steps on ln mean. */
function meanAt(shape: number, x: Float64Array, n: Float64Array, start: number): number {
  let mean = start;
  for (let step = 0; step < 100; step++) {
    let [score, information] = [0, 0];
    for (let i = 0; i < x.length; i++) {
      const fit = at(n, i) * mean;
      const pull = shape / (shape + fit);
      score += (at(x, i) - fit) * pull;
      information += fit * pull * ((shape + at(x, i)) / (shape + fit));
    }
    const move = Math.max(-2, Math.min(2, score / information));
    mean *= Math.exp(move);
    if (Math.abs(move) < 1e-15) break;
  }
  return mean;
}

function read(events: ArrayLike<number>, populations: ArrayLike<number>, per = 1000) {
  sized('populations', populations, events.length);
  if (events.length < 2) throw new MethodError('too-few', 'events', 'one place has nothing to be drawn towards');
  const x = each('events', events, count);
  const n = each('populations', populations, positive);
  const total = x.reduce((sum, value) => sum + value, 0);
  const people = n.reduce((sum, value) => sum + value, 0);
  exactable('events', total);
  if (total === 0) throw new MethodError('zero-events', 'events', 'no events anywhere: there are no rates');
  if (!Number.isFinite((total / people) * positive('per', per)) || total / people === 0)
    throw new MethodError('out-of-range', 'populations', 'make rates that cannot be told');
  return { x, n, total, people, per };
}

function told(x: Float64Array, n: Float64Array, mean: number, weight: readonly number[], per: number): ShrunkRates {
  const crude = Array.from(x, (value, i) => value / at(n, i));
  return {
    mean: mean * per,
    crude: crude.map((rate) => rate * per),
    shrunk: crude.map((rate, i) => (mean + (weight[i] ?? 0) * (rate - mean)) * per),
    weight,
  };
}
