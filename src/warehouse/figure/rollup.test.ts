import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { itemByCode, monthInt } from '../../reference/index.ts';
import type { CountTable } from './counts.ts';
import { makePlan, type Plan } from './plan.ts';
import { cellOf } from './protect.ts';
import { packKey, rollUp } from './rollup.ts';
import { parseSlice } from './slice.ts';
import type { Question } from './types.ts';
import { resolveValues } from './values.ts';

const ANALYST = { clearance: 'analyst', zeros: 'shown' } as const;
const PARTNER = { clearance: 'partner', zeros: 'shown' } as const;
const extent = { from: monthInt('2018-10') as number, to: monthInt('2020-09') as number };
const planOf = (measure: string, by: string[], slice = ''): Plan =>
  makePlan({ measure, by: by as Question['by'], slice: parseSlice(slice), clearance: 'analyst' }, (dimension) => resolveValues(dimension, undefined), extent);
const month = (text: string) => monthInt(text) as number;
const outcome = (code: string) => itemByCode('outcome', code)?.id as number;

/** Rows of [keys..., exact]. */
function table(plan: Plan, rows: number[][]): CountTable {
  const size = plan.main.by.length;
  return {
    by: plan.main.by,
    rows: rows.length,
    keys: plan.main.by.map((_, index) => Float64Array.from(rows, (row) => row[index] as number)),
    exact: Float64Array.from(rows, (row) => row[size] as number),
    perturbed: Float64Array.from(rows, (row) => 3 * (row[size] as number)),
    variance: new Float64Array(rows.length),
  };
}

describe('roll-up', () => {
  it('adds months into quarters', () => {
    const plan = planOf('recorded-offences', ['quarter']);
    const { rows, total } = rollUp(
      plan,
      table(plan, [
        [month('2019-01'), 10],
        [month('2019-03'), 5],
        [month('2019-04'), 7],
      ]),
    );
    assert.deepEqual(
      [...rows.values()].map((row) => [plan.values[0]?.describe(row.key[0] as number).code, row.part.exact]),
      [
        ['2019-Q1', 15],
        ['2019-Q2', 7],
      ],
    );
    assert.equal(total.part.exact, 22);
  });

  it('sets offences without an outcome yet beside the denominator, and keeps unknown in it', () => {
    const plan = planOf('outcome-share', []);
    const { rows, total } = rollUp(
      plan,
      table(plan, [
        [outcome('charged'), 30],
        [outcome('local-resolution'), 10],
        [outcome('status-update-unavailable'), 10],
        [outcome('under-investigation'), 50],
      ]),
    );
    assert.equal(total.whole.exact, 50);
    assert.equal(total.aside.exact, 50);
    const share = (group: string) =>
      [...rows.values()]
        .map((row) => cellOf(plan.measure, [plan.values[0]?.describe(row.key[0] as number).code ?? ''], row, ANALYST, null))
        .find((cell) => cell.key[0] === group)?.value;
    assert.equal(share('charged'), 0.6);
    assert.equal(share('not-recorded'), 0.2);
    assert.equal(share('not-yet-assigned'), undefined);
  });

  it('counts a find rate among recorded links only and reports the rest', () => {
    const plan = planOf('find-rate', []);
    const { total } = rollUp(
      plan,
      table(plan, [
        [0, 60],
        [1, 10],
        [2, 30],
      ]),
    );
    assert.deepEqual([total.part.exact, total.whole.exact, total.aside.exact], [10, 40, 60]);
  });

  it('sets each month against the same month a year before', () => {
    const plan = planOf('offences-change', ['month'], 'from=2020-01&to=2020-02');
    const { rows } = rollUp(
      plan,
      table(
        plan,
        [
          [month('2019-01'), 100],
          [month('2019-02'), 50],
          [month('2019-06'), 999],
          [month('2020-01'), 110],
          [month('2020-02'), 40],
        ].filter((row) => row[0] !== month('2019-06')),
      ),
    );
    const row = rows.get(packKey([month('2020-01')]));
    assert.equal(row && cellOf(plan.measure, [], row, ANALYST, null).value?.toFixed(3), '0.100');
  });

  it('shows nothing of a small count to a partner, and the count to an analyst', () => {
    const plan = planOf('recorded-offences', []);
    const { total } = rollUp(plan, table(plan, [[7]]));
    assert.equal(cellOf(plan.measure, [], total, PARTNER, null).state, 'hidden');
    assert.equal(cellOf(plan.measure, [], total, PARTNER, null).upper, null);
    assert.equal(cellOf(plan.measure, [], total, ANALYST, null).value, 7);
  });
});
