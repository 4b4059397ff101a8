import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HIDDEN_AT_MOST } from '../../methods/disclosure/index.ts';
import { monthInt } from '../../reference/index.ts';
import { withComplement } from './complement.ts';
import { makePlan } from './plan.ts';
import { parseSlice } from './slice.ts';
import type { Cell, Figure } from './types.ts';
import { resolveValues } from './values.ts';

const plan = makePlan({ measure: 'stops', by: ['sex'], slice: parseSlice(''), clearance: 'partner' }, (dimension) => resolveValues(dimension, undefined), {
  from: monthInt('2019-12') as number,
  to: monthInt('2020-02') as number,
});

/** A one-way figure of counts; null is `[c]`. Only what the rule reads. */
function figure(values: (number | null)[], total: number): Figure {
  const cell = (value: number | null, at: number): Cell => ({
    key: [String(at)],
    state: value === null ? 'hidden' : 'shown',
    value,
    lower: value,
    upper: value,
    numerator: value,
    denominator: null,
  });
  return {
    measure: { kind: 'count' },
    clearance: 'partner',
    refusal: null,
    dimensions: [{ id: 'sex', title: 'Sex', values: [] }],
    cells: values.map(cell),
    total: cell(total, 0),
  } as unknown as Figure;
}

const states = (values: (number | null)[], total: number) =>
  withComplement(plan, { rows: new Map(), total: { key: [], part: ZERO, whole: ZERO, aside: ZERO } }, figure(values, total)).cells.map((each) => each.state);
const ZERO = { exact: 0, perturbed: 0, variance: 0 };

describe('complementary cells', () => {
  it('withholds the smallest cell where the total would pin the hidden one', () => {
    assert.deepEqual(states([100, 20, null], 115), ['shown', 'withheld', 'hidden']);
  });

  it('withholds nothing where rounding leaves the hidden cell no better known than [c] or a rounded number', () => {
    assert.deepEqual(states([100, 20, null], 125), ['shown', 'shown', 'hidden']);
    assert.deepEqual(states([100, 20, 40, 35, null, null], 200), ['shown', 'shown', 'shown', 'shown', 'hidden', 'hidden']);
  });

  it('leaves zeros alone and does nothing without hidden cells', () => {
    assert.deepEqual(states([100, 0, null], 95), ['withheld', 'shown', 'hidden']);
    assert.deepEqual(states([100, 0, 20], 120), ['shown', 'shown', 'shown']);
  });

  it('never leaves a hidden cell better known than a number rounded to 5, while anything is left to withhold', () => {
    const value = fc.option(
      fc.integer({ min: 2, max: 60 }).map((n) => n * 5),
      { freq: 3 },
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 8 }), fc.integer({ min: -3, max: 4 }), (values, off) => {
        const total = Math.max(10, values.reduce<number>((sum, each) => sum + (each ?? 0), 0) + off * 5);
        const after = withComplement(plan, { rows: new Map(), total: { key: [], part: ZERO, whole: ZERO, aside: ZERO } }, figure(values, total)).cells;
        const hidden = after.filter((each) => each.state === 'hidden').length;
        const shown = after.filter((each) => each.state === 'shown');
        if (hidden === 0 || shown.length === 0 || after.some((each) => each.state === 'withheld')) return;
        const slack = 2.5 * (shown.length + 1);
        const residual = total - shown.reduce((sum, each) => sum + (each.value ?? 0), 0);
        const width = Math.min(HIDDEN_AT_MOST, residual + slack) - Math.max(0, residual - slack - (hidden - 1) * HIDDEN_AT_MOST);
        assert.ok(width >= 5, `${width}`);
      }),
      { numRuns: 2000, seed: 8 },
    );
  });
});
