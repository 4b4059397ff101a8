import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boards, planBoard } from '../../understand/index.ts';
import { type Cell, type Figure, makeSlice, type Slice } from '../../warehouse/index.ts';
import { readState } from './addresses.ts';
import { largestFirst, ranked, type Row, rowsOf } from './rows.ts';

const cell = (key: readonly string[], value: number | null, lower: number | null = null): Cell => ({
  key,
  state: value === null ? 'hidden' : 'shown',
  value,
  lower,
  upper: lower === null ? null : (value ?? 0) + 1,
  numerator: null,
  denominator: null,
});

const figure = (cells: readonly Cell[], unknown = 'unknown'): Figure => ({
  id: 'f',
  measure: { id: 'm', version: '1', title: 'Searches', definition: '', unit: 'searches', kind: 'count', definitionId: 'd' },
  slice: { from: null, to: null, where: {} },
  words: '',
  basis: '',
  clearance: 'partner',
  snapshot: { id: 's1', at: '' },
  asAt: '',
  dimensions: (cells[0]?.key ?? []).map((_, at) => ({
    id: 'object',
    title: 'x',
    values: [...new Set(cells.map((each) => each.key[at] ?? ''))].map((code) => ({ code, label: code, unknown: code === unknown })),
  })),
  cells,
  total: cell([], 100),
  unknowns: [],
  caveats: [],
  refusal: null,
  staleness: [],
  sources: [],
  coverage: [],
  protection: { applied: true, text: '' },
  address: '',
});

const [street, stop] = boards;
assert.ok(street && stop);

function rows(board: typeof street, where: Slice['where'], id: string, cells: readonly Cell[]): readonly Row[] {
  assert.ok(board);
  const plan = planBoard(board, { slice: makeSlice(null, null, where), measure: board.measures[0].id, switches: {} }, 'partner');
  const planned = plan.views.find((each) => each.view.id === id);
  assert.ok(planned);
  return rowsOf(plan, planned, figure(cells));
}

/** The slice that choosing a row leads to. */
function leadsTo(board: typeof street, row: Row | undefined): Slice['where'] {
  assert.ok(board && row);
  const href = (/href="([^"]*)"/.exec(row.link)?.[1] ?? '').replaceAll('&amp;', '&');
  return readState(board, new URLSearchParams(href.split('?')[1] ?? '')).slice.where;
}

describe('choosing a row', () => {
  test('adds its value to those chosen, and takes it away again', () => {
    const [robbery, drugs] = rows(street, { 'crime-type': ['robbery'], force: ['norfolk'] }, 'type', [cell(['robbery'], 10), cell(['drugs'], 20)]);
    assert.deepEqual([robbery?.chosen, drugs?.chosen], [true, false]);
    assert.deepEqual(leadsTo(street, robbery), { force: ['norfolk'] });
    assert.deepEqual(leadsTo(street, drugs), { 'crime-type': ['drugs', 'robbery'], force: ['norfolk'] });
  });

  test('a district goes down to its LSOAs and leaves behind those of another', () => {
    const [norwich] = rows(street, { force: ['norfolk'], lsoa: ['E01026869'] }, 'map', [cell(['E07000148'], 5)]);
    assert.deepEqual(leadsTo(street, norwich), { force: ['norfolk'], district: ['E07000148'] });
  });

  test('an area that is not known leads nowhere', () => {
    const [unknown] = rows(street, { force: ['norfolk'] }, 'map', [cell(['unknown'], 5)]);
    assert.equal(unknown?.isLink, false);
    assert.doesNotMatch(unknown?.link ?? '', /href/);
  });

  test('a cell of two groupings sets both', () => {
    const [friday] = rows(stop, { weekday: ['monday'] }, 'when', [cell(['friday', '22'], 5)]);
    assert.deepEqual(leadsTo(stop, friday), { weekday: ['friday'], hour: ['22'] });
  });

  test('a code with marks of its own cannot break out of its attribute', () => {
    const [evil] = rows(stop, {}, 'object', [cell([`"><script>'&x`], 5)]);
    assert.doesNotMatch(evil?.link ?? '', /<|'|"[^ ]*">/);
  });
});

describe('the order of rows', () => {
  const codes = (all: readonly Row[]) => all.map((row) => row.codes[0]);

  test('largest first, hidden next, unknown last', () => {
    assert.deepEqual(codes(largestFirst(rows(stop, {}, 'object', [cell(['unknown'], 900), cell(['a'], 5), cell(['b'], null), cell(['c'], 50)]))), [
      'c',
      'a',
      'b',
      'unknown',
    ]);
  });

  test('places are ranked by rates with intervals, and named in order of the alphabet otherwise', () => {
    assert.deepEqual(codes(ranked(rows(stop, {}, 'areas', [cell(['a'], 5, 4), cell(['b'], 9, 8)]))), ['b', 'a']);
    assert.deepEqual(codes(ranked(rows(stop, {}, 'areas', [cell(['b'], 9), cell(['a'], 5)]))), ['a', 'b']);
  });
});
