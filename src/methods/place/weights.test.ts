import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { at } from '../check.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { contiguityNeighbours, distanceNeighbours, type Neighbours, nearestNeighbours, neighboursFromLists, spatialLag, spatialWeights } from './index.ts';
import { numberingOfPairs } from './numbering.ts';
import { board, TEN } from './testing.ts';
import { checkPairs, mutual, NEIGHBOUR_PAIR_LIMIT, weightSums } from './weights.ts';

const lists = ({ areas, start, ids }: Neighbours): number[][] => Array.from({ length: areas }, (_, i) => [...ids.subarray(at(start, i), at(start, i + 1))]);

test('on a chessboard a queen goes to eight squares and a rook to four', () => {
  const queen = lists(contiguityNeighbours(board(3, 3)));
  assert.deepEqual(queen[4], [0, 1, 2, 3, 5, 6, 7, 8]);
  assert.deepEqual(queen[0], [1, 3, 4]);
  const rook = lists(contiguityNeighbours(board(3, 3), { of: 'rook' }));
  assert.deepEqual(rook[4], [1, 3, 5, 7]);
  assert.deepEqual(rook[0], [1, 3]);
});

test('an enclave, an island and a detached part', () => {
  const square = (x: number, y: number, side: number): [number, number][] => [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ];
  const polygons = [[square(0, 0, 4), square(1, 1, 1)], [square(1, 1, 1)], [square(9, 9, 1)], [square(4, 0, 4), square(20, 0, 1)], [square(21, 0, 1)]];
  const found = contiguityNeighbours(polygons, { of: 'rook' });
  assert.deepEqual(lists(found), [[1, 3], [0], [], [0, 4], [3]]);
  assert.deepEqual(found.islands, [2]);
});

test('points drawn a hair apart are one with snap, and two without', () => {
  const polygons = board(1, 2).map((rings, i) => rings.map((ring) => ring.map(([x, y]): [number, number] => [x + i * 1e-6, y])));
  assert.deepEqual(contiguityNeighbours(polygons).islands, [0, 1]);
  assert.deepEqual(lists(contiguityNeighbours(polygons, { snap: 1e-5 })), [[1], [0]]);
});

test('pairs are numbered in the order that they first come, and 0 is the same as negative 0', () => {
  const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-0, 0.5, 1e300, 5e-324), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number), { maxLength: 80 }), (pairs) => {
      const { numberOf, count } = numberingOfPairs(pairs.length);
      const names = pairs.map(([a, b]) => `${a + 0} ${b + 0}`);
      const order = [...new Set(names)];
      assert.deepEqual(
        pairs.map(([a, b]) => numberOf(a, b)),
        names.map((name) => order.indexOf(name)),
      );
      assert.equal(count(), order.length);
    }),
  );
});

const points = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), { minLength: 3, maxLength: 60 })
  .map((all) => ({ x: all.map((each) => each[0]), y: all.map((each) => each[1]) }));

test('neighbours within a distance and nearest neighbours are those of a search through all pairs', () => {
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 8 }), ({ x, y }, distance, wanted) => {
      const far = (i: number, j: number): number => Math.hypot(at(x, i) - at(x, j), at(y, i) - at(y, j));
      const others = (i: number): number[] => x.map((_, j) => j).filter((j) => j !== i);
      assert.deepEqual(
        lists(distanceNeighbours(x, y, distance)),
        x.map((_, i) => others(i).filter((j) => far(i, j) <= distance)),
      );
      const k = Math.min(wanted, x.length - 1);
      const found = nearestNeighbours(x, y, k);
      const ranked = x.map((_, i) => others(i).sort((a, b) => far(i, a) - far(i, b) || a - b));
      assert.deepEqual(
        lists(found),
        ranked.map((row) => row.slice(0, k).sort((a, b) => a - b)),
      );
      assert.deepEqual(
        found.tied,
        x
          .map((_, i) => i)
          .filter((i) => {
            const row = ranked[i] ?? [];
            return k < row.length && far(i, row[k - 1] ?? 0) === far(i, row[k] ?? 0);
          }),
      );
    }),
    { numRuns: 60 },
  );
});

test('three hundred points on one spot still have their nearest neighbours', () => {
  const random = draws(3);
  const x = Array.from({ length: 400 }, (_, i) => (i < 300 ? 5 : 100 * random.uniform()));
  const found = nearestNeighbours(x, new Float64Array(400), 3);
  assert.equal(found.ids.length, 1200);
  assert.ok(found.tied.length >= 300);
  assert.equal(nearestNeighbours(new Float64Array(10), new Float64Array(10), 2).tied.length, 10);
});

test('neighbour relations do not depend on where the map lies or how it is turned', () => {
  fc.assert(
    fc.property(points, fc.integer({ min: -1000, max: 1000 }), ({ x, y }, shift) => {
      const moved = distanceNeighbours(
        x.map((each) => -(each + shift)),
        y.map((each) => each - shift),
        5,
      );
      assert.deepEqual(lists(moved), lists(distanceNeighbours(x, y, 5)));
    }),
    { numRuns: 30 },
  );
});

test('weights of each style add up as they should, and variance-stabilising ones are those of spdep', () => {
  const neighbours = neighboursFromLists(TEN);
  const variance = spatialWeights(neighbours, 'variance');
  near(at(variance.weights, 0), 0.440588056361781, 1e-13);
  near(at(variance.weights, 4), 0.359738641616986, 1e-13);
  const sum = (weights: Float64Array): number => weights.reduce((a, b) => a + b, 0);
  near(sum(variance.weights), 10, 1e-14);
  near(sum(spatialWeights(neighbours).weights), 10, 1e-14);
  assert.equal(sum(spatialWeights(neighbours, 'binary').weights), 26);
  const { s0, s1, s2 } = weightSums(spatialWeights(neighbours, 'binary'));
  // Symmetric binary weights: S1 is twice S0, S2 four times the sum of squared row sums.
  assert.deepEqual([s0, s1, s2], [26, 52, 4 * (4 * 4 + 6 * 9)]);
  assert.ok(mutual(neighbours));
  assert.ok(!mutual(neighboursFromLists([[1], [2], [0]])));
});

test('raw weights are kept in proportion, and an island has no lag', () => {
  const weights = spatialWeights(neighboursFromLists([[1, 2], [0], [0], []]), 'row', [1, 3, 5, 7]);
  assert.deepEqual([...weights.weights], [0.25, 0.75, 1, 1]);
  assert.deepEqual([...spatialLag([10, 20, 40, 99], weights)], [35, 10, 10, 0]);
  assert.deepEqual(weights.islands, [3]);
});

test('what cannot be neighbours is refused by name', () => {
  throws('too-few', 'neighbours', () => neighboursFromLists([]));
  throws('inconsistent', 'neighbours[1]', () => neighboursFromLists([[1], [1]]));
  throws('inconsistent', 'neighbours[0]', () => neighboursFromLists([[1, 1], [0]]));
  throws('out-of-range', 'neighbours[0]', () => neighboursFromLists([[2], [0]]));
  throws('not-whole', 'neighbours[0]', () => neighboursFromLists([[0.5], [0]]));
  throws('negative', 'neighbours[0]', () => neighboursFromLists([[-1], [0]]));
  throws('no-information', 'neighbours', () => spatialWeights(neighboursFromLists([[], []])));
  throws('shape', 'raw', () => spatialWeights(neighboursFromLists([[1], [0]]), 'row', [1]));
  throws('not-positive', 'raw[1]', () => spatialWeights(neighboursFromLists([[1], [0]]), 'row', [1, 0]));
  throws('too-few', 'polygons', () => contiguityNeighbours([]));
  throws('too-few', 'polygons[0]', () => contiguityNeighbours([[]]));
  throws('too-few', 'polygons[0]', () =>
    contiguityNeighbours([
      [
        [
          [0, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    ]),
  );
  throws('not-a-number', 'polygons[0][0][1][1]', () =>
    contiguityNeighbours([
      [
        [
          [0, 0],
          [1, Number.NaN],
          [1, 1],
        ],
      ],
    ]),
  );
  throws('negative', 'snap', () => contiguityNeighbours(board(1, 2), { snap: -1 }));
  throws('shape', 'y', () => distanceNeighbours([1, 2], [1], 1));
  throws('too-few', 'x', () => distanceNeighbours([1], [1], 1));
  throws('not-positive', 'distance', () => distanceNeighbours([1, 2], [1, 2], 0));
  throws('not-a-number', 'x[1]', () => distanceNeighbours([1, Number.POSITIVE_INFINITY], [1, 2], 1));
  throws('out-of-range', 'y[0]', () => distanceNeighbours([1, 2], [1e200, 2], 1));
  throws('out-of-range', 'k', () => nearestNeighbours([1, 2], [1, 2], 2));
  throws('not-positive', 'k', () => nearestNeighbours([1, 2], [1, 2], 0));
  throws('not-whole', 'k', () => nearestNeighbours([1, 2, 3], [1, 2, 3], 1.5));
});

test('more neighbour pairs than memory should hold are refused', () => {
  throws('too-large', 'distance', () => checkPairs('distance', NEIGHBOUR_PAIR_LIMIT + 1));
  checkPairs('distance', NEIGHBOUR_PAIR_LIMIT);
});
