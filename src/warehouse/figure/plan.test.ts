import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HeadwaterError } from '../../errors.ts';
import { itemByCode, monthInt } from '../../reference/index.ts';
import { makePlan, validDimensions } from './plan.ts';
import { measures } from './measures.ts';
import { parseSlice } from './slice.ts';
import type { Question } from './types.ts';
import { resolveValues } from './values.ts';

const extent = { from: monthInt('2018-10') as number, to: monthInt('2020-09') as number };
const plan = (measure: string, by: string[], slice = '') =>
  makePlan({ measure, by: by as Question['by'], slice: parseSlice(slice), clearance: 'partner' }, (dimension) => resolveValues(dimension, undefined), extent);
const refused = (make: () => unknown, code: string) => assert.throws(make, (error) => error instanceof HeadwaterError && error.code === code);
const id = (list: 'outcome' | 'crime-type', code: string) => itemByCode(list, code)?.id as number;

describe('plan', () => {
  it('leaves anti-social behaviour out of recorded offences', () => {
    assert.deepEqual(plan('recorded-offences', ['month']).main.conditions, [
      { column: 'crime_type', not: true, ids: [id('crime-type', 'anti-social-behaviour')] },
    ]);
  });

  it('joins a filter with the measure’s own condition on the same column', () => {
    const made = plan('recorded-offences', [], 'crime-type=robbery&crime-type=anti-social-behaviour');
    assert.deepEqual(made.main.conditions, [{ column: 'crime_type', ids: [id('crime-type', 'robbery')] }]);
    assert.equal(plan('robbery', [], 'crime-type=burglary').empty, true);
  });

  it('never puts offences without an outcome yet in the denominator of outcome shares', () => {
    const made = plan('outcome-share', []);
    assert.deepEqual(
      made.by.map((each) => each.id),
      ['outcome-group'],
    );
    assert.equal(made.split?.aside.has(id('outcome', 'under-investigation')), true);
    assert.equal(made.split?.aside.has(id('outcome', 'not-applicable')), true);
    assert.equal(made.split?.aside.has(id('outcome', 'not-recorded')), false);
  });

  it('keeps the denominator whole when one outcome is chosen', () => {
    const made = plan('outcome-share', [], 'outcome-group=charged');
    assert.equal(
      made.main.conditions.some((each) => each.column === 'outcome'),
      false,
    );
    assert.equal(made.split?.numerator.has(id('outcome', 'charged')), true);
    assert.equal(made.split?.numerator.has(id('outcome', 'local-resolution')), false);
  });

  it('keeps section 60 out of the find rate', () => {
    assert.equal(plan('find-rate', [], 'power=section-60').empty, true);
    assert.equal(plan('find-rate', ['power']).empty, false);
  });

  it('compares the same months a year before, by default the last twelve', () => {
    const made = plan('offences-change', []);
    assert.deepEqual([made.slice.from, made.slice.to], ['2019-10', '2020-09']);
    assert.equal(made.main.from, monthInt('2018-10'));
  });

  it('refuses a dimension that the data do not carry, naming those that can be used', () => {
    refused(() => plan('robbery', ['age-band']), 'dimension-invalid');
    refused(() => plan('robbery', ['colour']), 'dimension-unknown');
    refused(() => plan('murders', []), 'measure-unknown');
    refused(() => plan('robbery', [], 'force=atlantis'), 'value-unknown');
    refused(() => plan('robbery', ['district']), 'no-frame');
    refused(() => plan('recorded-offences', ['month', 'crime-type', 'outcome', 'force']), 'too-many-groupings');
  });

  it('lets every measure be split by each dimension that it says it has', () => {
    for (const measure of measures()) {
      for (const dimension of validDimensions(measure)) {
        if (['csp', 'district', 'ward', 'lsoa', 'lsoa21'].includes(dimension.id)) continue;
        assert.ok(plan(measure.id, [dimension.id]).main.by.includes(dimension.column), `${measure.id} by ${dimension.id}`);
      }
    }
  });
});
