import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { type CellMark, flowAudit, intervalAudit, marginTable, round5, suppress, suppressOptimal, type TableInput } from './index.ts';

/** A table of exact counts as it would be shown: 1 to `most` hidden, the rest rounded when `slack` is not 0. */
function shown(inner: readonly (readonly number[])[], { most = 7, slack = 0, margins = true } = {}): TableInput & { readonly exact: readonly number[] } {
  const number = (n: number): number => (slack === 0 ? n : round5(n));
  const margin = (n: number): number | 'hidden' => (n > 0 && n <= most && slack > 0 ? 'hidden' : number(n));
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const exact = inner.flat();
  const cols = inner[0]?.length ?? 0;
  const colSums = Array.from({ length: cols }, (_, c) => sum(inner.map((row) => row[c] ?? 0)));
  const oneRow = inner.length === 1;
  return {
    rows: inner.length,
    cols,
    values: exact.map(number),
    hidden: exact.map((n) => n > 0 && n <= most),
    ...(margins && !oneRow ? { rowTotals: inner.map((row) => margin(sum(row))), colTotals: colSums.map(margin) } : {}),
    ...(margins ? { total: margin(sum(exact)) } : {}),
    slack,
    exact,
  };
}

const gridOf = (input: TableInput, exact: readonly number[], cell: number): number => {
  const [r, c] = [Math.floor(cell / (input.cols + 1)), cell % (input.cols + 1)];
  let sum = 0;
  for (let i = 0; i < exact.length; i++) {
    const inRow = r === input.rows || Math.floor(i / input.cols) === r;
    const inCol = c === input.cols || i % input.cols === c;
    if (inRow && inCol) sum += exact[i] ?? 0;
  }
  return sum;
};

const count = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 60 }));
const table = fc.integer({ min: 1, max: 6 }).chain((cols) => fc.array(fc.array(count, { minLength: cols, maxLength: cols }), { minLength: 1, maxLength: 6 }));

test('one hidden cell under a total takes the next smallest with it', () => {
  const found = suppress(shown([[3, 20, 12, 0, 90]]));
  assert.deepEqual([found.cells, found.total, found.unprotected], [[2], false, []]);
  assert.deepEqual(suppress(shown([[3, 20, 12]], { margins: false })).cells, [], 'without a total there is nothing to subtract from');
  assert.deepEqual(suppress(shown([[9, 20, 12]])).cells, [], 'nothing hidden, nothing to do');
  assert.deepEqual(suppress(shown([[1, 2, 20]])).cells, [2], 'two hidden cells that must add up to 3 leave each other too little room');
  assert.deepEqual(suppress(shown([[7, 0, 0]])).cells.length, 1, 'zeros are taken only when there is nothing else');
});

test('with only zeros and a total left, the total goes', () => {
  const input = { rows: 1, cols: 2, values: [3, 0], hidden: [true, false], structural: [false, true], total: 3 };
  assert.deepEqual(suppress(input).total, true);
  const fixed = suppress(input, { margins: false });
  assert.deepEqual(fixed.unprotected, [0], 'and where totals must stay, it is said that the cell is not protected');
});

test('two in every row and column is not protection: the audit finds w|b to be exactly 47', async () => {
  // sdcTable problemdata(); every line has at least two concealed cells.
  const inner = [
    [30, 47, 64, 89],
    [90, 124, 5, 31],
    [92, 100, 59, 85],
    [800, 991, 651, 685],
  ];
  const open = new Set(['0,3', '1,1', '1,3', '2,0', '2,2', '3,0', '3,2']);
  const input = { ...shown(inner, { most: 0 }), hidden: inner.flatMap((row, r) => row.map((_, c) => !open.has(`${r},${c}`))) };
  const expected = [
    [0, 25, 94],
    [1, 47, 47],
    [2, 0, 69],
    [5, 26, 95],
    [7, 0, 69],
    [11, 0, 185],
    [13, 0, 185],
    [16, 906, 1091],
    [18, 585, 770],
  ];
  assert.deepEqual(
    (await intervalAudit(input))?.map(({ cell, min, max }) => [cell, min, max]),
    expected,
  );
  assert.deepEqual(
    flowAudit(marginTable(input))?.map(({ cell, min, max }) => [cell, min, max]),
    expected,
  );
  assert.ok(suppress(input).cells.length > 0, 'so more is withheld');
});

test('after suppression every concealed cell is open by five or more, and holds the truth', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom(0, 2), async (inner, slack) => {
      const input = shown(inner, { slack });
      for (const found of [suppress(input), await suppressOptimal(input)]) {
        assert.ok(found.consistent);
        assert.deepEqual(found.unprotected, []);
        const after = flowAudit(marginTable(input), found.marks);
        for (const { cell, min, max } of after ?? assert.fail()) {
          const truth = gridOf(input, input.exact, cell);
          assert.ok(min <= truth && truth <= max && max - min >= 5, `${truth} in ${min} to ${max}`);
        }
        assert.ok(!loneInLine(input, found.marks), 'no line has exactly one unknown');
      }
    }),
    { seed: 17, numRuns: 100 },
  );
});

test('the fewest cells are never more than the quick way takes', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (inner) => {
      const input = shown(inner);
      const quick = suppress(input);
      const best = await suppressOptimal(input);
      const taken = (s: typeof quick): number => s.cells.length + 1000 * (s.rowTotals.length + s.colTotals.length + (s.total ? 1 : 0));
      assert.ok(best.proven && taken(best) <= taken(quick));
    }),
    { seed: 19, numRuns: 100 },
  );
});

test('the audit by flow is the audit by integer programming', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom(0, 2), fc.boolean(), fc.integer({ min: 0, max: 9 }), async (inner, slack, ranged, extra) => {
      const base = shown(inner, { slack });
      const input: TableInput = {
        ...base,
        hidden: Array.from(base.hidden, (hidden, i) => hidden || i % 10 === extra),
        hiddenRange: ranged ? [0, 60] : [0, Number.POSITIVE_INFINITY],
      };
      const byFlow = flowAudit(marginTable(input));
      const byProgramme = await intervalAudit(input);
      assert.deepEqual(
        byFlow?.map(({ cell, min, max }) => [cell, min, max]),
        byProgramme?.map(({ cell, min, max }) => [cell, min, max]),
      );
    }),
    { seed: 23, numRuns: 60 },
  );
});

test('margins that contradict the cells are reported, and two in a line still holds', async () => {
  const input = { rows: 1, cols: 3, values: [20, 30, 0], hidden: [false, false, true], total: 20 };
  assert.equal(flowAudit(marginTable(input)), null);
  assert.equal(await intervalAudit(input), null);
  const found = suppress(input);
  assert.deepEqual([found.consistent, found.cells], [false, [0]]);
});

test('a table that cannot be read is refused by name', () => {
  const refused = (argument: string, input: TableInput): void => {
    assert.throws(
      () => suppress(input),
      (e) => e instanceof MethodError && e.argument === argument,
    );
  };
  refused('values', { rows: 2, cols: 2, values: [1, 2, 3], hidden: [false, false, false, false] });
  refused('hidden', { rows: 1, cols: 2, values: [1, 2], hidden: [false] });
  refused('values', { rows: 1, cols: 2, values: [1, Number.NaN], hidden: [false, false] });
  refused('rowTotals', { rows: 2, cols: 1, values: [1, 2], hidden: [false, false], rowTotals: [1] });
  refused('total', { rows: 1, cols: 1, values: [1], hidden: [false], total: -1 });
  refused('hiddenRange', { rows: 1, cols: 1, values: [1], hidden: [false], hiddenRange: [7, 1] });
  refused('rows', { rows: 0, cols: 1, values: [], hidden: [] });
});

function loneInLine(input: TableInput, marks: readonly CellMark[]): boolean {
  const width = input.cols + 1;
  const unknown = (cell: number): boolean => marks[cell] !== 'shown' && marks[cell] !== 'structural';
  const lines = [
    ...Array.from({ length: input.rows + 1 }, (_, r) => Array.from({ length: width }, (__, c) => r * width + c)),
    ...Array.from({ length: width }, (_, c) => Array.from({ length: input.rows + 1 }, (__, r) => r * width + c)),
  ];
  return lines.some((line) => {
    const [first, ...others] = line.filter(unknown);
    return first !== undefined && others.length === 0 && marks[first] !== 'absent';
  });
}
