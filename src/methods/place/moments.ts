/** What global and local statistics of place need to know of the values. */
import { at, finite, sized } from '../check.ts';
import { normalUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import type { SpatialWeights } from './weights.ts';

export interface Centred {
  readonly mean: number;
  /** Deviations from the mean. */
  readonly z: Float64Array;
  /** Mean square deviation (divided by n). */
  readonly m2: number;
  /** Fourth moment over the square of the second: 3 for a normal distribution. */
  readonly b2: number;
}

/**
 * Checks values against the areas and takes their mean off.
 *
 * @throws MethodError `shape`, `not-a-number`, `too-few` (under `fewest` areas), `no-variation`, `out-of-range` (too large to be squared)
 */
export function centre(values: ArrayLike<number>, areas: number, fewest: number, argument = 'values'): Centred {
  sized(argument, values, areas);
  if (areas < fewest) throw new MethodError('too-few', argument, `needs at least ${fewest} areas, and has ${areas}`);
  let largest = 0;
  let mean = 0;
  for (let i = 0; i < areas; i++) {
    const value = finite(`${argument}[${i}]`, at(values, i));
    largest = Math.max(largest, Math.abs(value));
    mean += (value - mean) / (i + 1);
  }
  if (largest > 1e70) throw new MethodError('out-of-range', argument, 'are too large: their fourth powers are past what a number can hold');
  // A second pass takes off what rounding left of the mean: counts of 1e8 that differ by a few keep their digits.
  let rest = 0;
  for (let i = 0; i < areas; i++) rest += at(values, i) - mean;
  mean += rest / areas;
  const z = new Float64Array(areas);
  let squares = 0;
  let fourths = 0;
  let widest = 0;
  for (let i = 0; i < areas; i++) {
    const difference = at(values, i) - mean;
    // A value on the mean has no side: what rounding leaves of its deviation must not give it one.
    const deviation = Math.abs(difference) <= largest * 1e-14 ? 0 : difference;
    z[i] = deviation;
    widest = Math.max(widest, Math.abs(deviation));
    squares += deviation * deviation;
  }
  if (squares === 0) throw new MethodError('no-variation', argument, 'are all the same: nothing can lie together or apart');
  for (let i = 0; i < areas; i++) fourths += (at(z, i) / widest) ** 4;
  const scaled = squares / widest / widest;
  const m2 = squares / areas;
  if (!(m2 > 1e-140)) throw new MethodError('out-of-range', argument, 'differ by too little: the squares of their deviations vanish');
  return { mean, z, m2, b2: (areas * fourths) / (scaled * scaled) };
}

/** A statistic against what no pattern would give. */
export interface SpatialTest {
  readonly expected: number;
  readonly variance: number;
  /** Standardised so that above zero means "like beside like". */
  readonly z: number;
  /** Two-sided, from the normal distribution. */
  readonly p: number;
}

/** z and two-sided p; `direction` -1 turns z round for statistics that are small where like lies beside like. */
export function standardised(argument: string, value: number, expected: number, variance: number, direction: 1 | -1 = 1): SpatialTest {
  // Rounding leaves something where the variance is nothing; no real map comes near a millionth of the expectation.
  if (!(variance > 1e-12 * expected * expected))
    throw new MethodError(
      'no-information',
      argument,
      'leaves the statistic no variance: with so few areas or such neighbours it is the same however the values lie',
    );
  const z = (direction * (value - expected)) / Math.sqrt(variance) + 0;
  return { expected, variance, z, p: twoSided(z) };
}

/** Two-sided p-value of a standard normal z. */
export function twoSided(z: number): number {
  return Math.min(1, 2 * normalUpperTail(Math.abs(z)));
}

export interface PermutationTest {
  readonly permutations: number;
  readonly seed: number;
  /** Share of the permutations, the observed one among them, with a statistic at least as large. */
  readonly pGreater: number;
  /** ... at least as small. */
  readonly pLess: number;
  /** Twice the smaller of the two, at most 1. */
  readonly pTwoSided: number;
  readonly simulatedMean: number;
  readonly simulatedVariance: number;
}

/** Counts simulated values against the observed one. What differs by rounding alone (1 part in 10^10 of the scale) counts as equal, for and against. */
export function tally(observed: number, scale: number, seed: number): { add: (simulated: number) => void; result: () => PermutationTest } {
  const tolerance = Math.abs(scale) * 1e-10;
  let permutations = 0;
  let greater = 0;
  let less = 0;
  let mean = 0;
  let squares = 0;
  return {
    add(simulated) {
      permutations++;
      if (simulated >= observed - tolerance) greater++;
      if (simulated <= observed + tolerance) less++;
      const delta = simulated - mean;
      mean += delta / permutations;
      squares += delta * (simulated - mean);
    },
    result() {
      const pGreater = (greater + 1) / (permutations + 1);
      const pLess = (less + 1) / (permutations + 1);
      return {
        permutations,
        seed,
        pGreater,
        pLess,
        pTwoSided: Math.min(1, 2 * Math.min(pGreater, pLess)),
        simulatedMean: mean,
        simulatedVariance: permutations > 1 ? squares / (permutations - 1) : 0,
      };
    },
  };
}

/** The weights must have a row for every value. */
export function checkWeights(weights: SpatialWeights): SpatialWeights {
  sized('weights', weights.weights, weights.ids.length);
  if (weights.ids.length === 0) throw new MethodError('no-information', 'neighbours', 'no area has a neighbour');
  return weights;
}
