import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Cell, DimensionId, DimensionValue, Figure } from '../warehouse/index.ts';
import { boards } from './boards.ts';
import { finding, trendFinding } from './findings.ts';
import type { PlannedView } from './types.ts';
import { aboutWords, cellText, monthShifted, written } from './words.ts';

const cell = (key: readonly string[], value: number | null, more: Partial<Cell> = {}): Cell => ({
  key,
  state: value === null ? 'hidden' : 'shown',
  value,
  lower: null,
  upper: null,
  numerator: null,
  denominator: null,
  ...more,
});
const value = (code: string, label = code, unknown = false): DimensionValue => ({ code, label, unknown });

function figure(
  by: readonly (readonly [DimensionId, readonly DimensionValue[]])[],
  cells: readonly Cell[],
  more: { kind?: Figure['measure']['kind']; total?: Cell; refusal?: Figure['refusal'] } = {},
): Figure {
  return {
    id: 'f',
    measure: { id: 'm', version: '1', title: 'Recorded offences', definition: '', unit: 'offences', kind: more.kind ?? 'count', definitionId: 'd' },
    slice: { from: null, to: null, where: {} },
    words: 'all',
    basis: '',
    clearance: 'partner',
    snapshot: { id: 's1', at: '2026-01-01T00:00:00Z' },
    asAt: '2026-01',
    dimensions: by.map(([id, values]) => ({ id, title: id, values })),
    cells,
    total:
      more.total ??
      cell(
        [],
        cells.reduce((sum, each) => sum + (each.value ?? 0), 0),
      ),
    unknowns: [],
    caveats: [],
    refusal: more.refusal ?? null,
    staleness: [],
    sources: [],
    coverage: [],
    protection: { applied: true, text: '' },
    address: '/figure/m',
  };
}

function planned(id: string, board = boards[0]): PlannedView {
  const view = board?.views.find((each) => each.id === id);
  assert.ok(view);
  return { view, question: 0, refusal: null, by: [], option: null, selects: [] };
}

const months = (from: string, values: readonly (number | null)[]) => values.map((each, at) => cell([monthShifted(from, at)], each));
const monthly = (cells: readonly Cell[]) => figure([['month', cells.map((each) => value(each.key[0] ?? ''))]], cells);
const types = [value('a', 'Burglary'), value('b', 'Violence and sexual offences'), value('u', 'Not recorded', true)];

describe('the finding of a view', () => {
  test('a clear change on the year before is said with its size, an unclear one is not', () => {
    const year = (n: number) => Array.from({ length: 12 }, () => n);
    assert.equal(trendFinding(monthly(months('2024-01', [...year(1000), ...year(1200)])), null, null), 'Up about 20% on the 12 months before');
    assert.equal(trendFinding(monthly(months('2024-01', [...year(100), ...year(102)])), null, null), 'No clear change on the year before');
  });

  test('a change is never worked out across a gap or a hidden month', () => {
    const withGap = months('2024-01', [...Array.from({ length: 12 }, () => 1000), ...Array.from({ length: 12 }, () => 2000)]).filter(
      (each) => each.key[0] !== '2024-06',
    );
    assert.doesNotMatch(trendFinding(monthly(withGap), null, null), /Up|Down/);
    const hidden = months('2024-01', [...Array.from({ length: 11 }, () => 1000), null, ...Array.from({ length: 12 }, () => 2000)]);
    assert.doesNotMatch(trendFinding(monthly(hidden), null, null), /Up|Down/);
  });

  test('nothing is read from a month whose file looks incomplete', () => {
    const cells = months('2025-01', [500, 10, 520]);
    const caveats = [{ code: 'incomplete-month', text: '', months: ['2025-02'] }];
    assert.equal(trendFinding({ ...monthly(cells), caveats }, null, null), 'Between 500 and 520 a month');
  });

  test('a season is not read from under three years', () => {
    assert.match(
      finding(
        planned('season'),
        monthly(
          months(
            '2024-01',
            Array.from({ length: 24 }, (_, at) => 100 + at),
          ),
        ),
      ),
      /no season read/,
    );
    assert.match(
      finding(
        planned('season'),
        monthly(
          months(
            '2023-01',
            Array.from({ length: 36 }, (_, at) => 100 + (at % 12)),
          ),
        ),
      ),
      /Highest on average in December, lowest in January/,
    );
  });

  test('the largest known group is named, never the unknown', () => {
    const cells = [cell(['a'], 100), cell(['b'], 300), cell(['u'], 600)];
    assert.equal(finding(planned('type'), figure([['crime-type', types]], cells)), 'About 3 in 10: Violence and sexual offences');
  });

  test('a place is called highest only where its interval clears the next', () => {
    const areas = [value('x', 'Aldham'), value('y', 'Brinstead')];
    const rate = (upper: number) =>
      figure([['district', areas]], [cell(['x'], 20, { lower: 18, upper: 22 }), cell(['y'], 15, { lower: 13, upper })], { kind: 'rate', total: cell([], 17) });
    assert.equal(finding(planned('areas'), rate(17)), 'Aldham is clearly highest');
    assert.equal(finding(planned('areas'), rate(19)), 'Aldham highest, but not clearly above 1 other');
    const counts = figure([['district', areas]], [cell(['x'], 20), cell(['y'], 15)]);
    assert.doesNotMatch(finding(planned('areas'), counts), /highest/, 'counts do not rank places');
  });

  test('much that is not known comes first where ethnicity is asked about', () => {
    const cells = [cell(['a'], 500), cell(['b'], 200), cell(['u'], 300)];
    assert.equal(finding(planned('ethnicity', boards[1]), figure([['ethnicity-group', types]], cells)), 'Ethnicity is not known in about 3 in 10');
  });

  test('a find rate is not headlined where most searches do not say what was found', () => {
    const known = figure([['object', types]], [cell(['a'], 0.9)], { kind: 'share', total: cell([], 0.935, { lower: 0.92, upper: 0.95 }) });
    assert.equal(finding(planned('find-rate', boards[1]), known), 'Object found in about 9 in 10 (92% to 95%)');
    const unknowns = [{ dimension: 'linked' as const, share: 0.78, state: 'shown' as const }];
    assert.equal(finding(planned('find-rate', boards[1]), { ...known, unknowns }), 'Rate uncertain: not recorded in about 8 in 10 searches');
  });

  test('a refusal, an empty answer and a hidden one are told apart', () => {
    assert.match(finding(planned('type'), figure([['crime-type', types]], [], { refusal: { code: 'r', reason: '', instead: '' } })), /Cannot be answered/);
    assert.match(finding(planned('type'), figure([['crime-type', types]], [])), /No records/);
    assert.match(finding(planned('type'), figure([['crime-type', types]], [cell(['a'], null)])), /too small/);
  });

  test('whatever the cells, ten words or fewer', () => {
    const label = fc.constantFrom(
      'Formal action or further investigation not in the public interest',
      'Norwich',
      'Criminal Justice and Public Order Act 1994 (section 60)',
    );
    const any = fc.array(fc.record({ label, value: fc.option(fc.integer({ min: 0, max: 1e6 })) }), { maxLength: 12 });
    fc.assert(
      fc.property(
        any,
        fc.constantFrom('type', 'outcome', 'areas', 'map', 'deprivation', 'located'),
        fc.constantFrom('count', 'rate', 'share'),
        (rows, id, kind) => {
          const values = rows.map((row, at) => value(String(at), row.label));
          const cells = rows.map((row, at) => cell([String(at)], row.value, row.value === null ? {} : { lower: row.value * 0.9, upper: row.value * 1.1 }));
          const text = finding(planned(id), figure([['district', values]], cells, { kind }));
          assert.ok(text.length > 0 && text.split(/\s+/).length <= 10, text);
        },
      ),
    );
  });
});

describe('numbers in words', () => {
  test('shares as people read them', () => {
    assert.deepEqual([0.31, 0.05, 0.101, 0.97, 0.997, 0.0001].map(aboutWords), [
      'about 3 in 10',
      'about 1 in 20',
      'about 1 in 10',
      'more than 9 in 10',
      'nearly all',
      'under 1 in 2,000',
    ]);
  });

  test('counts, rates, shares and changes', () => {
    assert.deepEqual(
      [written(1234567, 'count'), written(8.44, 'rate'), written(0.123, 'share'), written(0.04, 'change'), written(-0.04, 'change')],
      ['1,234,567', '8.4', '12.3%', '+4.0%', '−4.0%'],
    );
  });

  test('what has no number has its shorthand', () => {
    assert.deepEqual(
      [
        cellText({ state: 'hidden', value: null }, 'count'),
        cellText({ state: 'withheld', value: null }, 'rate'),
        cellText({ state: 'na', value: null }, 'rate'),
      ],
      ['[c]', '[c]', '[z]'],
    );
  });

  test('thousands are parted as Intl parts them', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (n) => assert.equal(written(n, 'count'), n.toLocaleString('en-GB'))));
  });
});
