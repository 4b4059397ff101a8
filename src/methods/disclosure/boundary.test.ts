/** Values at the very edge of what is allowed or counted, found by changing the arithmetic and seeing that nothing failed (docs/methods/mutation.md). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../testing/near.ts';
import { auditShown, cellKeyNoise, cellKeyTable, differencing, flowAudit, formBounds, marginTable, suppress } from './index.ts';

test('a key on the border of two noises gets the upper one', () => {
  const halves = cellKeyTable({ deviation: 1, variance: 1 });
  assert.deepEqual(halves.rows[0]?.probability, [0.5, 0, 0.5]);
  assert.equal(cellKeyNoise(halves, 1, 2 ** 31), 1);
  assert.equal(cellKeyNoise(halves, 1, 2 ** 31 - 1), -1);
});

test('a tiny variance over a wide range is still a distribution', () => {
  const { rows } = cellKeyTable({ deviation: 50, variance: 1e-9 });
  for (const { noise, probability } of rows) {
    const still = probability[noise.indexOf(0)] ?? Number.NaN;
    near(1 - still, 1e-9, 1e-6);
    near(
      probability.reduce((sum, p) => sum + p, 0),
      1,
      1e-13,
    );
  }
});

test('rounded numbers near nought: neither the whole nor the part can be below it', () => {
  const one = (value: number) => [{ key: 'x', value }];
  assert.deepEqual(differencing(one(0), one(0), { slack: 2 }), [{ key: 'x', min: -2, max: 2, disclosive: false }]);
  assert.deepEqual(differencing(one(5), one(0), { slack: 2 }), [{ key: 'x', min: 1, max: 7, disclosive: true }]);
  assert.deepEqual(differencing(one(0), one(5), { slack: 2 }), [{ key: 'x', min: -7, max: -1, disclosive: true }]);
  assert.deepEqual(differencing(one(5), one(0), { slack: 2, largestHidden: 6 })[0]?.disclosive, false);
  assert.deepEqual(differencing(one(0), one(5), { slack: 2, largestHidden: 6 })[0]?.disclosive, false);
  assert.deepEqual(differencing(one(5), one(1), { slack: 2, nested: true }), [{ key: 'x', min: 0, max: 7, disclosive: false }]);
  assert.deepEqual(
    differencing(one(0), one(4), { slack: 2, nested: true }),
    [{ key: 'x', min: 0, max: 0, disclosive: false }],
    'as far apart as rounding can bring them',
  );
});

test('a gap that is known to be at least two, and has no upper end', () => {
  const input = {
    rows: 1,
    cols: 3,
    values: [5, 9, 4],
    hidden: [true, true, false],
    total: 'hidden' as const,
    hiddenRange: [2, Number.POSITIVE_INFINITY] as const,
  };
  assert.deepEqual(flowAudit(marginTable(input)), [
    { cell: 0, min: 2, max: Number.POSITIVE_INFINITY },
    { cell: 1, min: 2, max: Number.POSITIVE_INFINITY },
    { cell: 3, min: 8, max: Number.POSITIVE_INFINITY },
  ]);
  const grid = {
    rows: 2,
    cols: 2,
    values: [5, 9, 4, 3],
    hidden: [true, true, false, true],
    rowTotals: ['hidden', 20] as const,
    colTotals: [null, null] as unknown as readonly 'hidden'[],
    hiddenRange: [2, Number.POSITIVE_INFINITY] as const,
  };
  assert.deepEqual(
    flowAudit(marginTable(grid))?.map(({ min, max }) => [min, max]),
    [
      [2, Number.POSITIVE_INFINITY],
      [2, Number.POSITIVE_INFINITY],
      [4, Number.POSITIVE_INFINITY],
      [16, 16],
    ],
  );
});

test('a gap exactly as wide as is asked is wide enough', () => {
  const table = { cells: [[null, null]], total: 5 };
  assert.deepEqual([auditShown({ ...table, width: 5 }).narrow, auditShown({ ...table, width: 5.1 }).narrow], [0, 2]);
});

test('a list of known ends: what is left to a hidden cell decides', () => {
  // Two hidden cells of at most 9 that add up to 13 are 4 to 9 each: wide enough. That add up to 14 they are 5 to 9.
  const list = (total: number) => suppress({ rows: 1, cols: 3, values: [3, 4, 20], hidden: [true, true, false], hiddenRange: [0, 9], total });
  assert.deepEqual(list(33).cells, []);
  assert.deepEqual(list(34).cells, [2]);
  assert.deepEqual([list(38).consistent, list(39).consistent, list(20).consistent, list(19).consistent], [true, false, true, false]);
  const low = auditShown({ cells: [[null, null]], total: 10, hiddenRange: [2, 9] });
  assert.deepEqual(
    low.intervals.map(({ min, max }) => [min, max]),
    [
      [2, 8],
      [2, 8],
    ],
  );
});

test('halves stay halves where numbers are not whole', () => {
  assert.deepEqual(auditShown({ cells: [[null, 10]], total: 20, slack: 0.25 }).intervals[0], { row: 0, column: 0, min: 9.5, max: 10.5, narrow: true });
});

test('sums of whole numbers are bounded by whole numbers, unless it is said that they need not be whole', async () => {
  const system = { lower: [0, 0], upper: [5, 5], known: [{ index: [0, 1], coefficient: [2, 2], lower: 3, upper: 5 }] };
  const both = { index: [0, 1], coefficient: [1, 1] };
  assert.deepEqual(await formBounds(system, [both]), [[2, 2]]);
  assert.deepEqual(await formBounds({ ...system, whole: false }, [both]), [[1.5, 2.5]]);
});
