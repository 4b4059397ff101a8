/** Values at the very edge of what is allowed or counted, found by changing the arithmetic and seeing that nothing failed (docs/methods/mutation.md). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../testing/near.ts';
import { draws } from '../random/index.ts';
import { throws } from '../testing/throws.ts';
import {
  auditShown,
  type CellMark,
  cellKeyNoise,
  cellKeyTable,
  countsTable,
  differencing,
  dominanceRule,
  flowAudit,
  formBounds,
  marginTable,
  pPercentRule,
  pqRule,
  protectCount,
  suppress,
  suppressOptimal,
} from './index.ts';

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

test('sums without an end, and contradictions', async () => {
  const open = {
    lower: [1, 0],
    upper: [Number.POSITIVE_INFINITY, 3],
    known: [{ index: [0, 1], coefficient: [1, 1], lower: 4, upper: Number.POSITIVE_INFINITY }],
  };
  assert.deepEqual(await formBounds(open, [{ index: [0], coefficient: [1] }]), [[1, Number.POSITIVE_INFINITY]]);
  assert.deepEqual(await formBounds(open, [{ index: [0], coefficient: [-2] }]), [[Number.NEGATIVE_INFINITY, -2]]);
  assert.equal(await formBounds({ ...open, upper: [2, 1] }, [{ index: [0], coefficient: [1] }]), null);
});

test('amounts under one, single contributors and percentages under one', () => {
  assert.equal(dominanceRule([0.5], 1, 75), true);
  assert.equal(dominanceRule([99.4, 0.6], 1, 0.5), true);
  assert.deepEqual([pPercentRule([], 10), pqRule([], 10, 20)], [false, false]);
  assert.deepEqual([pPercentRule([10], 5), pqRule([10], 5, 100)], [true, true]);
  assert.equal(pPercentRule([10, 0, 0.04], 0.5), true);
  throws('out-of-range', 'p', () => pPercentRule([10], -0.5));
  throws('out-of-range', 'k', () => dominanceRule([10], 1, 100.5));
  assert.equal(dominanceRule([10], 1, 100), false, 'all of it is not more than all of it');
});

test('ten is shown', () => {
  assert.deepEqual(protectCount(10, 10), { state: 'shown', value: 10 });
  assert.deepEqual(protectCount(8, 12), { state: 'shown', value: 10 });
});

test('the fewest cells are those that trying every choice finds', async () => {
  const random = draws(31);
  let saved = 0;
  for (let run = 0; run < 6; run++) {
    const counts = Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => 1 + Math.floor(-15 * Math.log(1 - random.uniform()))));
    const input = countsTable(counts, { largestHidden: 4 });
    const table = marginTable(input);
    const free = counts.flat().flatMap((n, i) => (n > 4 ? [i] : []));
    let best = { cells: Number.POSITIVE_INFINITY, sum: Number.POSITIVE_INFINITY };
    for (let choice = 0; choice < 2 ** free.length; choice++) {
      const taken = free.filter((_, bit) => (choice >> bit) & 1);
      const sum = taken.reduce((total, i) => total + (counts.flat()[i] ?? 0), 0);
      if (taken.length > best.cells || (taken.length === best.cells && sum >= best.sum)) continue;
      const marks: CellMark[] = [...table.marks];
      for (const i of taken) marks[5 * Math.floor(i / 4) + (i % 4)] = 'withheld';
      if ((flowAudit(table, marks) ?? []).every(({ min, max }) => max - min >= 5) && !alone(marks)) best = { cells: taken.length, sum };
    }
    const found = await suppressOptimal(input, { margins: false });
    assert.equal(found.proven, Number.isFinite(best.sum));
    if (!found.proven) continue;
    assert.deepEqual({ cells: found.cells.length, sum: found.cells.reduce((total, i) => total + (counts.flat()[i] ?? 0), 0) }, best);
    const quick = suppress(input, { margins: false });
    saved += quick.cells.length - best.cells;
    const stopped = await suppressOptimal(input, { margins: false, rounds: 0 });
    assert.deepEqual([stopped.proven, stopped.cells], [false, quick.cells], 'without a round there is only the quick answer');
  }
  assert.ok(saved > 0, 'the quick way takes more somewhere');
});

function alone(marks: readonly CellMark[]): boolean {
  const lines = [
    ...Array.from({ length: 4 }, (_, r) => marks.slice(5 * r, 5 * r + 5)),
    ...Array.from({ length: 5 }, (_, c) => marks.filter((__, i) => i % 5 === c)),
  ];
  return lines.some((line) => line.filter((mark) => mark !== 'shown').length === 1);
}

test('where totals contradict the cells, two in every line is still kept', () => {
  const contradictory = (hidden: readonly number[]) =>
    suppress({
      rows: 3,
      cols: 3,
      values: new Array<number>(9).fill(20),
      hidden: Array.from({ length: 9 }, (_, i) => hidden.includes(i)),
      rowTotals: [60, 60, 99],
      colTotals: [60, 60, 60],
      total: 180,
    });
  const one = contradictory([4]);
  assert.deepEqual([one.consistent, one.cells.length, one.rowTotals, one.colTotals, one.total], [false, 3, [], [], false]);
  const lines = (cells: readonly number[]) =>
    [0, 1, 2].flatMap((k) => [cells.filter((i) => Math.floor(i / 3) === k).length, cells.filter((i) => i % 3 === k).length]);
  assert.ok(!lines([4, ...one.cells]).includes(1));
  assert.deepEqual(contradictory([0, 1]).cells.length, 2);
  assert.deepEqual(contradictory([0, 6]).cells.length, 2);
  assert.deepEqual(contradictory([0, 1, 3, 4]).cells, []);
  assert.deepEqual(contradictory([4, 5, 7, 8]).cells, []);
  assert.deepEqual(contradictory([0, 2, 6, 8]).cells, []);
});
