/** One number for a whole map: do like values lie side by side? */
import { at, nonNegative, positive, sized, whole } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { centre, checkWeights, type PermutationTest, type SpatialTest, standardised, tally } from './moments.ts';
import { type SpatialWeights, type WeightSums, weightSums } from './weights.ts';

/**
 * `randomisation` (default): the values that there are could have lain in any order on the map. `normality`: they are draws from one normal
 * distribution.
 */
export type SpatialAssumption = 'randomisation' | 'normality';

export interface GlobalTest extends SpatialTest {
  readonly value: number;
}

/**
 * Moran's I: the correlation between an area and its neighbours.
 *
 * @param values one a area, any unit; @param weights as {@link spatialWeights} makes them
 * @returns I, its expectation -1 / (n - 1), variance, z and two-sided p. Islands count in n and in the mean, and have no lag.
 * @throws MethodError `shape`, `not-a-number`, `too-few` (under 4 areas), `no-variation`, `no-information`
 * @source Moran (1950), Biometrika 37:17; Cliff and Ord (1981), Spatial Processes, pp. 42-46; as R spdep `moran.test`
 */
export function moranI(values: ArrayLike<number>, weights: SpatialWeights, assumption: SpatialAssumption = 'randomisation'): GlobalTest {
  const centred = centre(values, checkWeights(weights).areas, 4);
  const n = weights.areas;
  const { s0, s1, s2 } = weightSums(weights);
  const value = crossProducts(centred.z, weights) / (centred.m2 * s0);
  const expected = -1 / (n - 1);
  const square =
    assumption === 'normality'
      ? (n * n * s1 - n * s2 + 3 * s0 * s0) / ((n * n - 1) * s0 * s0)
      : (n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0) - centred.b2 * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0)) /
        ((n - 1) * (n - 2) * (n - 3) * s0 * s0);
  return { value, ...standardised('values', value, expected, square - expected * expected) };
}

/**
 * Moran's I against random orders of the values.
 *
 * @param permutations how many orders are drawn, such as 999; @param seed of the draws
 * @returns I with the tails: pGreater is the one for clustering
 * @throws MethodError as {@link moranI}; `not-positive`, `not-whole` (permutations, seed)
 * @source Hope (1968), JRSS B 30:582; as R spdep `moran.mc`
 */
export function moranPermutation(
  values: ArrayLike<number>,
  weights: SpatialWeights,
  options: { readonly permutations: number; readonly seed: number },
): PermutationTest & { readonly value: number } {
  const { z, m2 } = centre(values, checkWeights(weights).areas, 3);
  const permutations = permutationsOf(options.permutations);
  const random = draws(options.seed);
  let s0 = 0;
  for (const weight of weights.weights) s0 += weight;
  const value = crossProducts(z, weights) / (m2 * s0);
  const counted = tally(value, Math.max(1, Math.abs(value)), options.seed);
  for (let r = 0; r < permutations; r++) {
    random.shuffle(z);
    counted.add(crossProducts(z, weights) / (m2 * s0));
  }
  return { value, ...counted.result() };
}

/** The most permutations that are taken on. */
const PERMUTATION_LIMIT = 1_000_000;

export function permutationsOf(permutations: number): number {
  if (positive('permutations', whole('permutations', permutations)) > PERMUTATION_LIMIT)
    throw new MethodError('too-large', 'permutations', `must be at most ${PERMUTATION_LIMIT.toLocaleString('en-GB')}`);
  return permutations;
}

function crossProducts(z: Float64Array, weights: SpatialWeights): number {
  const { areas, start, ids } = weights;
  const w = weights.weights;
  let total = 0;
  let place = 0;
  for (let i = 0; i < areas; i++) {
    const end = at(start, i + 1);
    let lag = 0;
    for (; place < end; place++) lag += at(w, place) * at(z, at(ids, place));
    total += at(z, i) * lag;
  }
  return total;
}

/**
 * Geary's C: squared differences between neighbours. 1 where there is no pattern, below 1 where neighbours are alike, above where they differ.
 *
 * @returns C, its expectation 1, variance, z (turned round: above zero means that neighbours are alike) and two-sided p
 * @throws MethodError as {@link moranI}
 * @source Geary (1954), Incorporated Statistician 5:115; Cliff and Ord (1981), pp. 42-46; as R spdep `geary.test`
 */
export function gearyC(values: ArrayLike<number>, weights: SpatialWeights, assumption: SpatialAssumption = 'randomisation'): GlobalTest {
  const { z, m2, b2 } = centre(values, checkWeights(weights).areas, 4);
  const n = weights.areas;
  const { s0, s1, s2 } = weightSums(weights);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let place = at(weights.start, i); place < at(weights.start, i + 1); place++) {
      const difference = at(z, i) - at(z, at(weights.ids, place));
      sum += at(weights.weights, place) * difference * difference;
    }
  }
  const value = ((n - 1) * sum) / (2 * s0 * n * m2);
  const variance =
    assumption === 'normality'
      ? ((2 * s1 + s2) * (n - 1) - 4 * s0 * s0) / (2 * (n + 1) * s0 * s0)
      : ((n - 1) * s1 * (n * n - 3 * n + 3 - (n - 1) * b2) -
          ((n - 1) * s2 * (n * n + 3 * n - 6 - (n * n - n + 2) * b2)) / 4 +
          s0 * s0 * (n * n - 3 - (n - 1) ** 2 * b2)) /
        (n * (n - 2) * (n - 3) * s0 * s0);
  return { value, ...standardised('values', value, 1, variance, -1) };
}

/**
 * Getis and Ord's general G: the share of all products of two areas' values that lies between neighbours. High where *high* values lie together,
 * low where low ones do, which Moran's I cannot tell apart.
 *
 * @param values zero or more, with a natural zero (counts, rates); @param weights binary, as a rule
 * @returns G, expectation, variance (under randomisation), z and two-sided p
 * @throws MethodError as {@link moranI}; `negative`
 * @source Getis and Ord (1992), Geographical Analysis 24:189, equations 3-5; as R spdep `globalG.test`
 */
export function generalG(values: ArrayLike<number>, weights: SpatialWeights): GlobalTest {
  const n = checkWeights(weights).areas;
  centre(values, n, 4);
  let [m1, m2, m3, m4] = [0, 0, 0, 0];
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, nonNegative(`values[${i}]`, at(values, i)));
  // Scaled to at most 1: G is a share, so nothing changes.
  const x = Float64Array.from(values, (value) => value / largest);
  for (const value of x) {
    m1 += value;
    m2 += value ** 2;
    m3 += value ** 3;
    m4 += value ** 4;
  }
  const pairs = m1 * m1 - m2;
  if (!(pairs > 1e-14 * m2)) throw new MethodError('no-information', 'values', 'only one area has any: there are no two to lie together');
  const { s0, s1, s2 } = weightSums(weights);
  const value = crossProducts(x, weights) / pairs;
  const expected = s0 / (n * (n - 1));
  const [b0, b1, b2, b3, b4] = getisOrdTerms(n, { s0, s1, s2 });
  const fourth = n * (n - 1) * (n - 2) * (n - 3);
  const square = (b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * m1 ** 4) / (pairs * pairs * fourth);
  return { value, ...standardised('values', value, expected, square - expected * expected) };
}

function getisOrdTerms(n: number, { s0, s1, s2 }: WeightSums): readonly [number, number, number, number, number] {
  const s00 = s0 * s0;
  return [
    (n * n - 3 * n + 3) * s1 - n * s2 + 3 * s00,
    -((n * n - n) * s1 - 2 * n * s2 + 6 * s00),
    -(2 * n * s1 - (n + 3) * s2 + 6 * s00),
    4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s00,
    s1 - s2 + s00,
  ];
}

export interface JoinCount extends GlobalTest {
  /** The two classes that are joined, the smaller number first; equal for joins within a class. */
  readonly classes: readonly [number, number];
}

/**
 * Join counts: how many neighbour pairs are of the same class, and of each two different classes.
 *
 * @param classes a whole number from 0 a area (0 and 1 for "not flagged" and "flagged")
 * @returns a row for each class and each pair of classes: joins (half the sum of the weights), expectation and variance when the same classes lie in
 *   random order, z (above zero: more such joins than chance), two-sided p. A class with a single area has no row with itself.
 * @throws MethodError `not-whole`, `negative`, `shape`, `too-few` (under 4 areas), `no-variation` (one class), `too-large` (more than 50 classes)
 * @source Cliff and Ord (1981), pp. 19-20 (non-free sampling); as R spdep `joincount.multi`
 */
export function joinCounts(classes: ArrayLike<number>, weights: SpatialWeights): JoinCount[] {
  const n = checkWeights(weights).areas;
  sized('classes', classes, n);
  if (n < 4) throw new MethodError('too-few', 'classes', `needs at least 4 areas, and has ${n}`);
  let kinds = 0;
  for (let i = 0; i < n; i++) kinds = Math.max(kinds, nonNegative(`classes[${i}]`, whole(`classes[${i}]`, at(classes, i))) + 1);
  if (kinds > 50) throw new MethodError('too-large', 'classes', `has classes up to ${kinds - 1}; at most 50 can be told apart`);
  const sizes = new Float64Array(kinds);
  for (let i = 0; i < n; i++) sizes[at(classes, i)] = at(sizes, at(classes, i)) + 1;
  if (sizes.includes(n)) throw new MethodError('no-variation', 'classes', 'are all the same');
  const joins = new Float64Array(kinds * kinds);
  for (let i = 0; i < n; i++) {
    for (let place = at(weights.start, i); place < at(weights.start, i + 1); place++) {
      const [a, b] = [at(classes, i), at(classes, at(weights.ids, place))];
      const cell = Math.min(a, b) * kinds + Math.max(a, b);
      joins[cell] = at(joins, cell) + at(weights.weights, place) / 2;
    }
  }
  const sums = weightSums(weights);
  const rows: JoinCount[] = [];
  for (let a = 0; a < kinds; a++) {
    for (let b = a; b < kinds; b++) {
      if (at(sizes, a) < (a === b ? 2 : 1) || at(sizes, b) === 0) continue;
      const value = at(joins, a * kinds + b);
      const { expected, variance } = joinMoments(n, sums, at(sizes, a), a === b ? undefined : at(sizes, b));
      rows.push({ classes: [a, b], value, ...standardised('classes', value, expected, variance) });
    }
  }
  return rows;
}

function joinMoments(n: number, { s0, s1, s2 }: WeightSums, a: number, b?: number): { expected: number; variance: number } {
  const two = n * (n - 1);
  const three = two * (n - 2);
  const four = three * (n - 3);
  if (b === undefined) {
    const own = a * (a - 1);
    const expected = (s0 * own) / two / 2;
    const square = (s1 * own) / two + ((s2 - 2 * s1) * own * (a - 2)) / three + ((s0 * s0 + s1 - s2) * own * (a - 2) * (a - 3)) / four;
    return { expected, variance: square / 4 - expected * expected };
  }
  const expected = (s0 * a * b) / two;
  const square = (2 * s1 * a * b) / two + ((s2 - 2 * s1) * a * b * (a + b - 2)) / three + (4 * (s0 * s0 + s1 - s2) * a * (a - 1) * b * (b - 1)) / four;
  return { expected, variance: square / 4 - expected * expected };
}
