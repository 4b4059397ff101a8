import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { entry } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import {
  contiguityNeighbours,
  type GlobalTest,
  gearyC,
  generalG,
  joinCounts,
  moranI,
  moranOfRates,
  moranPermutation,
  neighboursFromLists,
  type SpatialWeights,
  spatialWeights,
} from './index.ts';
import { tally } from './moments.ts';
import { board, TEN } from './testing.ts';

/** Fictional events in the ten areas, and people. */
const EVENTS = [12, 3, 8, 0, 15, 22, 7, 4, 1, 9];
const PEOPLE = [1000, 400, 900, 150, 1200, 1500, 800, 600, 300, 1100];
const ten = neighboursFromLists(TEN);
const row = spatialWeights(ten);
const binary = spatialWeights(ten, 'binary');

test('global statistics of ten fictional areas are those of R spdep 1.2-7', () => {
  const check = ({ value, variance }: GlobalTest, expected: readonly [number, number], what: string): void => {
    near(value, expected[0], 1e-12, what);
    near(variance, expected[1], 1e-12, `${what}, variance`);
  };
  check(moranI(EVENTS, row), [-0.0955464939633805, 0.0541440320512008], 'moran.test, W');
  near(moranI(EVENTS, row).z, 0.0668903002686274, 1e-11);
  near(moranI(EVENTS, row).p, 2 * 0.4733345175044703, 1e-12);
  check(moranI(EVENTS, spatialWeights(ten, 'variance')), [-0.1013291868065024, 0.0522875603185609], 'moran.test, S');
  check(gearyC(EVENTS, row), [0.9844087311105781, 0.0451622044881059], 'geary.test, W');
  check(gearyC(EVENTS, row, 'normality'), [0.9844087311105781, 0.0472727272727272], 'geary.test, normality');
  check(generalG(EVENTS, binary), [0.31158892128279886, 0.00282334128909714], 'globalG.test, B');
  const joins = joinCounts(
    EVENTS.map((events) => (events > 7.5 ? 1 : 0)),
    binary,
  );
  assert.deepEqual(
    joins.map((join) => [join.classes, join.value]),
    [
      [[0, 0], 3],
      [[0, 1], 7],
      [[1, 1], 3],
    ],
  );
  near(entry(joins, 0).variance, 0.8765432098765, 1e-12, 'joincount.multi');
  near(entry(joins, 1).expected, 7.2222222222222, 1e-12, 'joincount.multi');
  near(entry(joins, 1).variance, 2.8395061728395, 1e-12, 'joincount.multi');
});

test('joins over all classes, observed and expected, add up to half the sum of the weights', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 10, maxLength: 10 }), (classes) => {
      fc.pre(new Set(classes).size > 1);
      const rows = joinCounts(classes, binary);
      // A class with a single area has no joins with itself, and its row is left out.
      near(
        rows.reduce((sum, each) => sum + each.value, 0),
        13,
        1e-12,
      );
      near(
        rows.reduce((sum, each) => sum + each.expected, 0),
        13,
        1e-12,
      );
    }),
  );
});

test('the empirical Bayes index of ten fictional areas is that of spdep', () => {
  const result = moranOfRates(EVENTS, PEOPLE, row, { permutations: 9999, seed: 1 });
  near(result.value, -0.0199145950736188, 1e-12, 'EBImoran.mc, no variance beyond chance');
  const more = EVENTS.with(0, 52).with(6, 47);
  near(moranOfRates(more, PEOPLE, row, { permutations: 9, seed: 1 }).value, -0.26076582807509, 1e-12, 'EBImoran.mc');
  // 0.35562 of 99,999 draws there; four standard errors of ours.
  assert.ok(Math.abs(result.pGreater - 0.35562) < 4 * Math.sqrt((0.356 * 0.644) / 9999), `${result.pGreater}`);
});

const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 10, maxLength: 10 }).filter((all) => new Set(all).size > 2);

test('Moran and Geary do not change with the unit, the order of the areas or the scale of the weights', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0.001, max: 1000, noNaN: true }), fc.integer({ min: -1000, max: 1000 }), fc.integer(), (x, scale, shift, seed) => {
      const order = x.map((_, i) => i);
      draws(seed).shuffle(order);
      const place = order.map((_, i) => order.indexOf(i));
      const relabelled = spatialWeights(neighboursFromLists(order.map((area) => entry(TEN, area).map((id) => entry(place, id)))));
      const moved = order.map((area) => entry(x, area) * scale + shift * scale);
      for (const statistic of [moranI, gearyC]) {
        for (const assumption of ['randomisation', 'normality'] as const) {
          const [before, after] = [statistic(x, row, assumption), statistic(moved, relabelled, assumption)];
          assert.ok(Math.abs(before.value - after.value) < 1e-9, 'value');
          near(after.variance, before.variance, 1e-9, 'variance');
          assert.ok(Math.abs(before.z - after.z) < 1e-8, 'z');
        }
      }
      const heavier = { ...row, weights: row.weights.map((weight) => weight * 7) };
      near(moranI(x, heavier).variance, moranI(x, row).variance, 1e-9);
    }),
    { numRuns: 50 },
  );
});

test('the moments under randomisation are those of all orders of the values', () => {
  const square = spatialWeights(neighboursFromLists([[1, 2], [0], [0, 3, 4], [2], [1]]));
  const x = [1, 4, 9, 2, 7];
  const orders = permutationsOf(x);
  assert.equal(orders.length, 120);
  for (const statistic of [
    (order: number[]): GlobalTest => moranI(order, square),
    (order: number[]): GlobalTest => gearyC(order, square),
    (order: number[]): GlobalTest => generalG(order, square),
    (order: number[]): GlobalTest =>
      entry(
        joinCounts(
          order.map((value) => (value > 5 ? 1 : 0)),
          square,
        ),
        0,
      ),
    (order: number[]): GlobalTest =>
      entry(
        joinCounts(
          order.map((value) => (value > 5 ? 1 : 0)),
          square,
        ),
        1,
      ),
  ]) {
    const all = orders.map((order) => statistic(order).value);
    const mean = all.reduce((a, b) => a + b, 0) / 120;
    const { expected, variance } = statistic(x);
    near(mean, expected, 1e-12, 'mean');
    near(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 120, variance, 1e-11, 'variance');
  }
});

function permutationsOf(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((first, i) => permutationsOf(values.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

test('a chessboard is the far end below, halves are the far end above', () => {
  const rook = spatialWeights(contiguityNeighbours(board(8, 8), { of: 'rook' }));
  const chess = Array.from({ length: 64 }, (_, i) => (Math.floor(i / 8) + i) % 2);
  const halves = Array.from({ length: 64 }, (_, i) => (i < 32 ? 0 : 1));
  near(moranI(chess, rook).value, -1, 1e-12);
  assert.ok(moranI(halves, rook).value > 0.8);
  assert.ok(gearyC(chess, rook).z < -5 && gearyC(halves, rook).z > 5);
  const mc = moranPermutation(halves, rook, { permutations: 999, seed: 1 });
  assert.deepEqual([mc.pGreater, mc.pLess, mc.pTwoSided], [0.001, 1, 0.002]);
});

test('where there is no pattern one map in twenty has p at or below 0.05, by formula and by permutation', () => {
  const random = draws(11);
  const rook = spatialWeights(contiguityNeighbours(board(6, 6), { of: 'rook' }));
  const maps = 600;
  let byFormula = 0;
  let byPermutation = 0;
  for (let map = 0; map < maps; map++) {
    const x = Array.from({ length: 36 }, () => random.normal());
    if (moranI(x, rook).p <= 0.05) byFormula++;
    if (moranPermutation(x, rook, { permutations: 99, seed: map }).pGreater <= 0.05) byPermutation++;
  }
  // Four standard errors of a share of 0.05 among 600.
  for (const called of [byFormula, byPermutation]) assert.ok(Math.abs(called / maps - 0.05) < 4 * Math.sqrt((0.05 * 0.95) / maps), `${called}`);
});

test('the same seed gives the same p, and the mean and variance of the draws are those of the formula', () => {
  const a = moranPermutation(EVENTS, row, { permutations: 4999, seed: 9 });
  assert.deepEqual(moranPermutation(EVENTS, row, { permutations: 4999, seed: 9 }), a);
  const exact = moranI(EVENTS, row);
  assert.ok(Math.abs(a.simulatedMean - exact.expected) < 4 * Math.sqrt(exact.variance / 4999));
  near(a.simulatedVariance, exact.variance, 0.08);
});

test('simulated values are tallied as a hand would, ties for and against', () => {
  const counted = tally(11, 1, 5);
  for (const value of [10, 11, 12, 15]) counted.add(value);
  const { pGreater, pLess, pTwoSided, simulatedMean, simulatedVariance, permutations, seed } = counted.result();
  assert.deepEqual([pGreater, pLess, pTwoSided, simulatedMean, permutations, seed], [4 / 5, 3 / 5, 1, 12, 4, 5]);
  near(simulatedVariance, (4 + 1 + 0 + 9) / 3, 1e-14);
});

test('counts of 1e8 that differ by a few, and rates of 1e-9, keep their digits', () => {
  const plain = moranI(EVENTS, row);
  for (const values of [EVENTS.map((each) => 1e8 + each), EVENTS.map((each) => each * 1e-9), EVENTS.map((each) => each * 1e60)])
    near(moranI(values, row).z, plain.z, 1e-6);
  // Far beyond what a normal tail taken from one could show.
  const strip = spatialWeights(contiguityNeighbours(board(2, 2000), { of: 'rook' }));
  const trend = moranI(
    Array.from({ length: 4000 }, (_, i) => i % 2000),
    strip,
  );
  assert.ok(trend.p === 0 || trend.p < 1e-300);
});

test('an island is named, keeps its place in the mean and has no lag', () => {
  const weights = spatialWeights(neighboursFromLists([[1], [0, 2], [1, 3], [2], []]));
  assert.deepEqual(weights.islands, [4]);
  const x = [1, 2, 3, 4, 100];
  const result = moranI(x, weights);
  assert.equal(result.expected, -1 / 4);
  // By hand: mean 22, deviations -21 -20 -19 -18 78; lags -20 -20 -19 -19; sum 420 + 400 + 361 + 342 over 4 weights; mean square 1522.
  near(result.value, 1523 / 4 / 1522, 1e-12);
  // R spdep with adjust.n = FALSE; its default takes islands off n, and finds a negative variance here.
  near(result.variance, 0.0823390791281097, 1e-12);
});

test('what has no pattern to measure is refused by name', () => {
  throws('no-variation', 'values', () => moranI(Array(10).fill(0.1), row));
  throws('no-variation', 'values', () => moranI(Array(10).fill(1e8 + 0.1), row));
  throws('shape', 'values', () => moranI([1, 2, 3], row));
  throws('not-a-number', 'values[3]', () => gearyC(EVENTS.with(3, Number.NaN), row));
  throws('out-of-range', 'values', () => moranI(EVENTS.with(0, 1e300), row));
  throws('negative', 'values[0]', () => generalG(EVENTS.with(0, -1), binary));
  throws('no-information', 'values', () => generalG([0, 0, 0, 5, 0, 0, 0, 0, 0, 0], binary));
  throws('too-few', 'values', () => moranI([1, 2, 3], spatialWeights(neighboursFromLists([[1], [0, 2], [1]]))));
  // Where all are neighbours of all, I is -1 / (n - 1) however the values lie.
  const all = spatialWeights(neighboursFromLists(Array.from({ length: 6 }, (_, i) => [0, 1, 2, 3, 4, 5].filter((j) => j !== i))));
  throws('no-information', 'values', () => moranI([1, 5, 2, 8, 3, 9], all));
  throws('no-information', 'values', () => gearyC([1, 5, 2, 8, 3, 9], all));
  throws('no-variation', 'classes', () => joinCounts(Array(10).fill(1), binary));
  throws('not-whole', 'classes[0]', () => joinCounts(EVENTS.with(0, 0.5), binary));
  throws('negative', 'classes[0]', () => joinCounts(EVENTS.with(0, -1), binary));
  throws('too-large', 'classes', () => joinCounts(EVENTS.with(0, 51), binary));
  throws('not-positive', 'permutations', () => moranPermutation(EVENTS, row, { permutations: 0, seed: 1 }));
  throws('too-large', 'permutations', () => moranPermutation(EVENTS, row, { permutations: 1e7, seed: 1 }));
  throws('not-whole', 'seed', () => moranPermutation(EVENTS, row, { permutations: 9, seed: 0.5 }));
  throws('zero-events', 'events', () => moranOfRates(Array(10).fill(0), PEOPLE, row, { permutations: 9, seed: 1 }));
  throws('not-positive', 'population[0]', () => moranOfRates(EVENTS, PEOPLE.with(0, 0), row, { permutations: 9, seed: 1 }));
  throws('not-whole', 'events[0]', () => moranOfRates(EVENTS.with(0, 1.5), PEOPLE, row, { permutations: 9, seed: 1 }));
});

test('whatever the numbers: finite results or a coded error', () => {
  const odd = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e308, 5e-324, 1e-160, 1e69, Number.NaN, Number.POSITIVE_INFINITY), fc.integer({ min: -3, max: 3 }));
  fc.assert(
    fc.property(fc.array(odd, { minLength: 10, maxLength: 10 }), (x) => {
      const weights: SpatialWeights[] = [row, binary];
      for (const w of weights) {
        for (const statistic of [
          (): object => moranI(x, w),
          (): object => gearyC(x, w),
          (): object => generalG(x, w),
          (): object => moranPermutation(x, w, { permutations: 5, seed: 1 }),
          (): object => moranOfRates(x, PEOPLE, w, { permutations: 5, seed: 1 }),
          (): object => moranOfRates(EVENTS, x, w, { permutations: 5, seed: 1 }),
        ]) {
          try {
            for (const value of Object.values(statistic())) {
              const numbers = typeof value === 'number' ? [value] : Array.from(value as Float64Array);
              for (const number of numbers) assert.ok(Number.isFinite(number), `${number} of ${x.join()}`);
            }
          } catch (error) {
            if (!(error instanceof MethodError)) throw error;
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});
