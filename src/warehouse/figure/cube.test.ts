import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Cube, countCube, spans } from './cube.ts';
import type { CountQuery } from './counts.ts';
import type { BaseColumn } from './dimensions.ts';

/** Two forces, two districts, three months, two kinds; sorted by level and force as the loader leaves them. */
const ROWS = [0, 1].flatMap((level) =>
  [3, 9].flatMap((force) =>
    [5, 6].flatMap((district) =>
      [220, 221, 222].flatMap((month) => [1, 2].map((kind) => ({ level, force, district: level === 0 ? 0 : district, month, kind }))),
    ),
  ),
);
const n = (at: number) => 10 + at;
const level = (at: 0 | 1): Cube => {
  const rows = ROWS.map((row, index) => ({ ...row, index })).filter((row) => row.level === at);
  const force = Uint8Array.from(rows, (row) => row.force);
  return {
    columns: new Map<BaseColumn, Uint8Array | Uint16Array>([
      ['force', force],
      ['district', Uint16Array.from(rows, (row) => row.district)],
      ['month', Uint16Array.from(rows, (row) => row.month)],
      ['crime_type', Uint8Array.from(rows, (row) => row.kind)],
    ]),
    n: Uint32Array.from(rows, (row) => n(row.index)),
    v: Int32Array.from(rows, (row) => 3 * n(row.index)),
    ...spans(force),
    atoms: true,
    byMonth: false,
  };
};
const countAtoms = (asked: CountQuery, at: 0 | 1) => countCube(level(at), asked);
const query = (more: Partial<CountQuery>): CountQuery => ({ dataset: 'street', conditions: [], from: null, to: null, by: [], ...more });
const expected = (level: number, keep: (row: (typeof ROWS)[number]) => boolean) =>
  ROWS.reduce((sum, row, at) => sum + (row.level === level && keep(row) ? n(at) : 0), 0);

describe('counts from the atoms in memory', () => {
  it('filters by force, district, kind and period, and sums exactly', () => {
    const found = countAtoms(
      query({
        from: 221,
        to: 222,
        conditions: [
          { column: 'crime_type', not: true, ids: [1] },
          { column: 'district', ids: [6] },
          { column: 'force', ids: [9] },
        ],
      }),
      1,
    );
    assert.equal(found.rows, 1);
    assert.equal(
      found.exact[0],
      expected(1, (row) => row.force === 9 && row.district === 6 && row.kind === 2 && row.month >= 221),
    );
    assert.equal(found.perturbed[0], 3 * (found.exact[0] ?? 0));
  });

  it('groups by one column and by all four', () => {
    const months = countAtoms(query({ by: ['month'] }), 0);
    assert.deepEqual([...(months.keys[0] ?? [])], [220, 221, 222]);
    assert.equal(
      months.exact[1],
      expected(0, (row) => row.month === 221),
    );
    const all = countAtoms(query({ by: ['force', 'district', 'month', 'crime_type'] }), 1);
    assert.equal(all.rows, 24);
    assert.equal(
      all.exact.reduce((sum, each) => sum + each, 0),
      expected(1, () => true),
    );
  });

  it('has no row where nothing is counted, and passes chosen months', () => {
    assert.equal(countAtoms(query({ conditions: [{ column: 'force', ids: [] }] }), 0).rows, 0);
    assert.equal(countAtoms(query({ conditions: [{ column: 'month', ids: [220] }], by: ['month'] }), 0).rows, 1);
  });
});
