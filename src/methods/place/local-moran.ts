/** Local Moran's I: which areas lie in a cluster of like values, and which stand out from their neighbours. */
import { at } from '../check.ts';
import { draws } from '../random/index.ts';
import { permutationsOf } from './global.ts';
import { type Centred, centre, checkWeights, twoSided } from './moments.ts';
import { type SpatialWeights, spatialLag } from './weights.ts';

/** The area's own value, then its neighbours' lag: above (high) or below (low) the mean. `none` for an island or a value or lag on the mean. */
export type MoranQuadrant = 'high-high' | 'low-low' | 'high-low' | 'low-high' | 'none';

export interface LocalMoran {
  /** I of each area; they add up to the sum of the weights times the global I. 0 for an island. */
  readonly value: Float64Array;
  readonly expected: Float64Array;
  readonly variance: Float64Array;
  /** 0 where there is no variance: an island, an area on the mean, an area next to all others. */
  readonly z: Float64Array;
  /** Two-sided, not adjusted for the many areas: see adjustPValues. 1 for an island. */
  readonly p: Float64Array;
  readonly quadrant: readonly MoranQuadrant[];
}

/**
 * `conditional` (default): the area's value stays, its neighbours' are drawn from the other areas. `total`: all values lie in random order, the
 * area's own as well; the variance then does not know how far out the area's value is.
 */
export type LocalNull = 'conditional' | 'total';

/**
 * Local Moran's I with analytic expectation and variance.
 *
 * @param values one a area, any unit; @param weights row-standardised, as a rule
 * @throws MethodError `shape`, `not-a-number`, `too-few` (under 4 areas), `no-variation`, `no-information`
 * @source Anselin (1995), Geographical Analysis 27:93; moments: Sokal, Oden and Thomson (1998), Geographical Analysis 30:331; as R spdep `localmoran`
 */
export function localMoran(values: ArrayLike<number>, weights: SpatialWeights, against: LocalNull = 'conditional'): LocalMoran {
  const centred = centre(values, checkWeights(weights).areas, 4);
  const { z, m2, b2 } = centred;
  const n = weights.areas;
  const { value, quadrant } = observed(centred, weights);
  const out = { value, expected: new Float64Array(n), variance: new Float64Array(n), z: new Float64Array(n), p: new Float64Array(n).fill(1), quadrant };
  for (let i = 0; i < n; i++) {
    let sum = 0;
    let squares = 0;
    for (let place = at(weights.start, i); place < at(weights.start, i + 1); place++) {
      sum += at(weights.weights, place);
      squares += at(weights.weights, place) ** 2;
    }
    const own = at(z, i) / Math.sqrt(m2);
    const expected = (against === 'total' ? -sum : -own * own * sum) / (n - 1) + 0;
    const variance =
      against === 'total'
        ? (squares * (n - b2)) / (n - 1) + ((sum * sum - squares) * (2 * b2 - n)) / ((n - 1) * (n - 2)) - expected * expected
        : (own * own * n * (squares - (sum * sum) / (n - 1)) * (1 - (own * own) / (n - 1))) / (n - 2);
    out.expected[i] = expected;
    // Below this the variance is rounding: an area next to all others, or one that holds all the variation.
    if (!(variance > 1e-13 * squares * (against === 'total' ? 1 : own * own))) continue;
    out.variance[i] = variance;
    const standard = (at(value, i) - expected) / Math.sqrt(variance);
    out.z[i] = standard;
    out.p[i] = twoSided(standard);
  }
  return out;
}

function observed({ z, m2, mean }: Centred, weights: SpatialWeights): { value: Float64Array; lag: Float64Array; quadrant: MoranQuadrant[] } {
  const lag = spatialLag(z, weights);
  const value = new Float64Array(weights.areas);
  const quadrant: MoranQuadrant[] = [];
  // What rounding leaves of zero is neither high nor low.
  const zero = 1e-12 * Math.max(Math.sqrt(m2), 1e-4 * Math.abs(mean));
  for (let i = 0; i < weights.areas; i++) {
    // Adding 0 makes a plain 0 of a negative one.
    value[i] = (at(z, i) * at(lag, i)) / m2 + 0;
    const [own, near] = [at(z, i), at(lag, i)];
    if (Math.abs(own) <= zero || Math.abs(near) <= zero) quadrant.push('none');
    else if (own > 0) quadrant.push(near > 0 ? 'high-high' : 'high-low');
    else quadrant.push(near > 0 ? 'low-high' : 'low-low');
  }
  return { value, lag, quadrant };
}

export interface LocalMoranPermutation {
  readonly value: Float64Array;
  /** Share of the draws, the observed one among them, with an I at least as large. */
  readonly pGreater: Float64Array;
  /** ... at least as small. */
  readonly pLess: Float64Array;
  /** Twice the smaller of the two, at most 1; not adjusted for the many areas. GeoDa prints half of it. 1 for an island. */
  readonly p: Float64Array;
  readonly simulatedMean: Float64Array;
  readonly simulatedVariance: Float64Array;
  readonly quadrant: readonly MoranQuadrant[];
  readonly permutations: number;
  readonly seed: number;
}

/**
 * Local Moran's I against conditional permutations: the area's value stays where it is, and its k neighbours' values are drawn without
 * replacement from the other n - 1.
 *
 * What is shared. Each permutation draws one sequence of k_max + 1 different areas at random, and every area i takes the first k_i of it, passing over
 * itself. For any one area these are k_i different areas of the other n - 1, each set as likely as any other: taking one member out of a uniformly random
 * sequence without repeats leaves one of the rest. So each area's reference distribution, and its p-value, are those of separate draws. What sharing makes is
 * dependence *between* areas: areas with as many neighbours see nearly the same draws, so their Monte Carlo errors go the same way. Each p-value is
 * within its usual Monte Carlo error (0.007 at p = 0.05 with 999); should two seeds disagree on the map, draw more.
 *
 * @param options.permutations draws, such as 999: the smallest p is 2 / (draws + 1); @param options.seed of the draws
 * @throws MethodError as {@link localMoran}; `not-positive`, `not-whole`, `too-large` (permutations)
 * @source Anselin (1995), Geographical Analysis 27:93, section 4
 */
export function localMoranPermutation(
  values: ArrayLike<number>,
  weights: SpatialWeights,
  options: { readonly permutations: number; readonly seed: number },
): LocalMoranPermutation {
  const centred = centre(values, checkWeights(weights).areas, 4);
  const { z, m2 } = centred;
  const permutations = permutationsOf(options.permutations);
  const { value, lag, quadrant } = observed(centred, weights);
  const { areas: n, start } = weights;
  const w = weights.weights;
  let widest = 0;
  for (let i = 0; i < n; i++) widest = Math.max(widest, at(start, i + 1) - at(start, i));
  const drawn = Math.min(n, widest + 1);
  const greater = new Int32Array(n);
  const less = new Int32Array(n);
  const sums = new Float64Array(n);
  const squares = new Float64Array(n);
  const tolerance = lagTolerance(z, weights);
  const sequence = new Float64Array(drawn);
  // Where an area's weights are all the same, its lag is a weight times a sum that all areas with as many neighbours share.
  const even = evenWeights(weights);
  const first = new Float64Array(drawn + 1);
  const chosen = new Int32Array(drawn);
  // The place of an area in this permutation's sequence; `drawn` where it is not in it.
  const placeIn = new Int32Array(n).fill(drawn);
  const choose = chooser(n, options.seed);
  for (let r = 0; r < permutations; r++) {
    choose(chosen);
    for (let place = 0; place < drawn; place++) {
      sequence[place] = at(z, at(chosen, place));
      placeIn[at(chosen, place)] = place;
    }
    for (let place = 0; place < drawn; place++) first[place + 1] = at(first, place) + at(sequence, place);
    for (let i = 0; i < n; i++) {
      const begin = at(start, i);
      const k = at(start, i + 1) - begin;
      const own = at(placeIn, i);
      const weight = at(even, i);
      let simulated = 0;
      if (weight > 0) simulated = weight * (own < k ? at(first, k + 1) - at(z, i) : at(first, k));
      else for (let place = 0; place < k; place++) simulated += at(w, begin + place) * at(sequence, place < own ? place : place + 1);
      // Differences from the observed lag, so that the squares keep their digits.
      const difference = simulated - at(lag, i);
      const slack = at(tolerance, i);
      if (difference >= -slack) greater[i] = at(greater, i) + 1;
      if (difference <= slack) less[i] = at(less, i) + 1;
      sums[i] = at(sums, i) + difference;
      squares[i] = at(squares, i) + difference * difference;
    }
    for (let place = 0; place < drawn; place++) placeIn[at(chosen, place)] = drawn;
  }
  const out = {
    value,
    pGreater: new Float64Array(n).fill(1),
    pLess: new Float64Array(n).fill(1),
    p: new Float64Array(n).fill(1),
    simulatedMean: new Float64Array(n),
    simulatedVariance: new Float64Array(n),
    quadrant,
    permutations,
    seed: options.seed,
  };
  for (let i = 0; i < n; i++) {
    if (start[i] === start[i + 1]) continue;
    // I rises with the lag where the area's own value is above the mean, and falls with it below.
    const own = at(z, i) / m2;
    const more = (at(greater, i) + 1) / (permutations + 1);
    const fewer = (at(less, i) + 1) / (permutations + 1);
    out.pGreater[i] = own === 0 ? 1 : own > 0 ? more : fewer;
    out.pLess[i] = own === 0 ? 1 : own > 0 ? fewer : more;
    out.p[i] = Math.min(1, 2 * Math.min(at(out.pGreater, i), at(out.pLess, i)));
    const mean = at(sums, i) / permutations;
    out.simulatedMean[i] = own * (at(lag, i) + mean) + 0;
    out.simulatedVariance[i] = permutations > 1 ? (own * own * Math.max(0, at(squares, i) - permutations * mean * mean)) / (permutations - 1) : 0;
  }
  return out;
}

/** Lags that differ by less than this differ by rounding alone: 1 part in 10^10 of the weights times the standard deviation. */
function lagTolerance(z: Float64Array, weights: SpatialWeights): Float64Array {
  const out = new Float64Array(weights.areas);
  let total = 0;
  for (const deviation of z) total += Math.abs(deviation);
  for (let i = 0; i < weights.areas; i++) {
    let sum = 0;
    for (let place = at(weights.start, i); place < at(weights.start, i + 1); place++) sum += at(weights.weights, place);
    out[i] = 1e-10 * sum * (total / weights.areas);
  }
  return out;
}

/** The weight of each area's neighbours where it is the same for all of them, else 0. */
function evenWeights({ areas, start, weights }: SpatialWeights): Float64Array {
  const out = new Float64Array(areas);
  for (let i = 0; i < areas; i++) {
    const row = weights.subarray(at(start, i), at(start, i + 1));
    out[i] = row.every((weight) => weight === row[0]) ? (row[0] ?? 0) : 0;
  }
  return out;
}

/** Fills an array with different areas in random order: the first steps of a Fisher-Yates shuffle of all of them. */
function chooser(n: number, seed: number): (out: Int32Array) => void {
  const random = draws(seed);
  const pool = Int32Array.from({ length: n }, (_, i) => i);
  return (out) => {
    for (let place = 0; place < out.length; place++) {
      const other = place + random.below(n - place);
      const taken = at(pool, other);
      pool[other] = at(pool, place);
      pool[place] = taken;
      out[place] = taken;
    }
  };
}
