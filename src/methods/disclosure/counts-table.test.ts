import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { throws } from '../testing/throws.ts';
import { auditShown, countsTable, dominanceRule, flowAudit, frequencyRule, marginTable, pPercentRule, printedTable, suppress } from './index.ts';

test('a table of exact counts becomes what is shown of it', () => {
  const input = countsTable([
    [31, 4, 22],
    [0, 7, 8],
  ]);
  assert.deepEqual([...(input.values as Float64Array)], [31, 4, 22, 0, 7, 8]);
  assert.deepEqual(input.hidden, [false, true, false, false, true, false]);
  assert.deepEqual([input.rows, input.cols, input.rowTotals, input.colTotals, input.total], [2, 3, [57, 15], [31, 11, 30], 72]);
  assert.deepEqual([input.slack, input.zeroIsExact], [0, true]);
  const rounded = countsTable([[31, 4, 22]], { base: 5, largestHidden: 3 });
  assert.deepEqual([[...(rounded.values as Float64Array)], rounded.total, rounded.slack, rounded.rowTotals], [[30, 5, 20], 55, 2, undefined]);
  assert.deepEqual(
    [countsTable([[1]], { base: 5, largestHidden: 1 }).zeroIsExact, countsTable([[1]], { base: 5, largestHidden: 2 }).zeroIsExact],
    [false, true],
    '2 is shown as 0 unless hidden',
  );
  assert.deepEqual(
    [countsTable([[1]], { base: 10, largestHidden: 3 }).zeroIsExact, countsTable([[1]], { base: 10, largestHidden: 4 }).zeroIsExact],
    [false, true],
  );
  assert.equal(countsTable([[1]], { base: 10 }).slack, 5);
  const bare = countsTable([[3, 9]], { margins: 'none' });
  assert.deepEqual([bare.total, bare.rowTotals, bare.colTotals], [undefined, undefined, undefined]);
  assert.deepEqual(
    countsTable([
      [3, 0],
      [1, 0],
    ]).rowTotals,
    ['hidden', 'hidden'],
    'a small total is as small as a cell',
  );
  assert.deepEqual(
    countsTable([
      [3, 0],
      [1, 0],
    ]).colTotals,
    ['hidden', 0],
  );
  throws('shape', 'counts[1]', () => countsTable([[1, 2], [3]]));
  throws('too-few', 'counts', () => countsTable([]));
  throws('too-few', 'counts', () => countsTable([[]]));
  throws('not-whole', 'counts[0][1]', () => countsTable([[1, 2.5]]));
  throws('not-positive', 'base', () => countsTable([[1]], { base: 0 }));
  throws('not-whole', 'base', () => countsTable([[1]], { base: 2.5 }));
});

test('and is printed with [c] where something is concealed', () => {
  const input = countsTable([
    [31, 4, 22],
    [18, 25, 40],
    [12, 16, 9],
  ]);
  const found = suppress(input);
  assert.deepEqual(printedTable(input, found.marks), {
    cells: [
      [31, '[c]', '[c]'],
      [18, 25, 40],
      [12, '[c]', '[c]'],
    ],
    rowTotals: [57, 83, 37],
    colTotals: [61, 45, 71],
    total: 177,
  });
  const list = countsTable([[3, 0]]);
  assert.deepEqual(printedTable(list, suppress(list).marks), { cells: [['[c]', 0]], rowTotals: null, colTotals: null, total: '[c]' });
  const bare = countsTable([[3, 9]], { margins: 'none' });
  assert.deepEqual(printedTable(bare, suppress(bare).marks), { cells: [['[c]', 9]], rowTotals: null, colTotals: null, total: null });
  const column = countsTable([[3], [20], [40]]);
  assert.deepEqual(printedTable(column, suppress(column).marks).cells.flat(), ['[c]', '[c]', 40]);
  const small = countsTable([
    [1, 2],
    [0, 3],
  ]);
  const printed = printedTable(small, suppress(small).marks);
  assert.deepEqual([printed.rowTotals, printed.colTotals, printed.total], [['[c]', '[c]'], ['[c]', '[c]'], '[c]']);
});

test('a table rounded after counting still audits as consistent, and holds the truth', () => {
  const cell = fc.integer({ min: 0, max: 40 });
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(1, 3, 5, 10),
      fc.integer({ min: 0, max: 8 }),
      (counts, base, largestHidden) => {
        const input = countsTable(counts, { base, largestHidden });
        const found = flowAudit(marginTable(input)) ?? assert.fail('contradicts itself');
        for (const { cell: place, min, max } of found) {
          const [r, c] = [Math.floor(place / 4), place % 4];
          if (r === counts.length || c === 3) continue;
          const truth = counts[r]?.[c] ?? Number.NaN;
          assert.ok(min <= truth && truth <= max);
        }
      },
    ),
    { seed: 227, numRuns: 150 },
  );
});

test('the audit of a printed table: two gaps in every line, and one of them exactly 17', () => {
  const table = {
    cells: [
      [null, null, null, 30],
      [null, null, 22, 25],
      [40, 35, null, null],
      [28, 31, null, null],
    ],
    rowTotals: [68, 69, 92, 82],
    colTotals: [88, 89, 58, 76],
    total: 311,
  };
  const found = auditShown(table);
  assert.equal(found.consistent, true);
  assert.deepEqual(
    found.intervals.find(({ row, column }) => row === 0 && column === 2),
    { row: 0, column: 2, min: 17, max: 17, narrow: true },
  );
  assert.equal(found.narrow, 1);
  // By hand: the first two columns leave 21 and 22 for rows of 20 and 22 without the 17.
  assert.deepEqual(found.intervals[0], { row: 0, column: 0, min: 0, max: 20, narrow: false });
  assert.deepEqual(
    [17, 18, 21].map((width) => auditShown({ ...table, width }).narrow),
    [1, 5, 9],
  );
  const loose = auditShown({ ...table, slack: 2 });
  assert.ok(loose.narrow === 0, 'rounded numbers leave it open');
  const gaps = auditShown({ cells: [[null, 4]], total: null });
  assert.deepEqual(gaps.intervals, [
    { row: 0, column: 0, min: 0, max: null, narrow: false },
    { row: 0, column: null, min: 4, max: null, narrow: false },
  ]);
  assert.deepEqual(auditShown({ cells: [[null, 4]] }).intervals[0], { row: 0, column: 0, min: 0, max: null, narrow: false });
  assert.deepEqual(auditShown({ cells: [[null, null]], total: 9, hiddenRange: [1, 7] }).intervals[0], { row: 0, column: 0, min: 2, max: 7, narrow: false });
  const total = auditShown({ cells: [[3], [4]], rowTotals: [3, 4], colTotals: [null], total: null });
  assert.deepEqual(
    total.intervals.map(({ row, column, min, max }) => [row, column, min, max]),
    [
      [null, 0, 7, 7],
      [null, null, 7, 7],
    ],
  );
  const wrong = auditShown({ cells: [[3, null]], total: 2 });
  assert.deepEqual([wrong.consistent, wrong.intervals, wrong.narrow], [false, [], 0]);
  throws('shape', 'cells[1]', () => auditShown({ cells: [[1, 2], [3]] }));
  throws('too-few', 'cells', () => auditShown({ cells: [] }));
  throws('shape', 'rowTotals', () => auditShown({ cells: [[1], [2]], rowTotals: [1] }));
  throws('negative', 'slack', () => auditShown({ cells: [[1]], slack: -1 }));
  throws('negative', 'width', () => auditShown({ cells: [[1]], width: -1 }));
});

// The ACRO project (UWE Bristol; MIT) checks research outputs with these defaults: threshold 10, the two largest over 90 %, p-ratio 10 %.
test('the rules that researchers’ outputs are checked by', () => {
  const flags = (amounts: number[]): boolean[] => [frequencyRule(amounts.length, 9), dominanceRule(amounts, 2, 90), pPercentRule(amounts, 10)];
  const ten = [100, 90, 80, 70, 60, 50, 40, 30, 20, 10];
  assert.deepEqual(flags(ten), [false, false, false], '10 contributors; 190 of 550 is 35 %; 360 is left beside 100');
  assert.deepEqual(flags(ten.slice(0, 9)), [true, false, false], 'one fewer than ten');
  assert.deepEqual(
    flags([500, 400, ...new Array<number>(8).fill(12.5)]),
    [false, false, false],
    '900 of 1,000 is 90 % and not over it; 100 left is a fifth of 500',
  );
  assert.deepEqual(flags([500, 401, ...new Array<number>(9).fill(11)]), [false, true, false], '901 of 1,000');
  assert.deepEqual(flags([900, 60, ...new Array<number>(8).fill(11.25)]), [false, true, false], '90 left is exactly 10 % of 900');
  assert.deepEqual(flags([900, 60, ...new Array<number>(8).fill(11)]), [false, true, true], '88 is less');
});
