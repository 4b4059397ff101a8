import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HeadwaterError } from '../../errors.ts';
import { dimensions } from './dimensions.ts';
import { formatSlice, parseSlice, show } from './slice.ts';

const code = (error: unknown) => (error instanceof HeadwaterError ? error.code : String(error));

describe('slice grammar', () => {
  it('reads a period and repeated names as "any of"', () => {
    const slice = parseSlice('from=2018-10&to=2019-02&force=norfolk&crime-type=robbery&crime-type=burglary');
    assert.equal(slice.from, '2018-10');
    assert.equal(slice.to, '2019-02');
    assert.deepEqual(slice.where, { 'crime-type': ['burglary', 'robbery'], force: ['norfolk'] });
  });

  it('gives the same text for the same slice, whatever the order and repeats', () => {
    assert.equal(
      formatSlice(parseSlice('force=norfolk&crime-type=robbery&crime-type=robbery&from=')),
      formatSlice(parseSlice('crime-type=robbery&force=norfolk')),
    );
  });

  it('leaves names of the page itself alone', () => {
    assert.deepEqual(parseSlice('by=month&snapshot=s3&view=map').where, {});
  });

  for (const [query, expected] of [
    ['from=2019-13', 'slice-month'],
    ['from=soon', 'slice-month'],
    ['from=2019-02&to=2018-10', 'slice-range'],
    ['shoe-size=9', 'dimension-unknown'],
    [`force=${'x'.repeat(200)}`, 'slice-value'],
    [Array.from({ length: 600 }, (_, i) => `lsoa=E0${1000000 + i}`).join('&'), 'slice-long'],
  ] as const) {
    it(`refuses ${query.slice(0, 40)} as ${expected}`, () => {
      assert.throws(
        () => parseSlice(query),
        (error) => code(error) === expected,
      );
    });
  }

  it('never repeats control characters or long text to the user', () => {
    assert.equal(show('a\u0000b\u202e'), 'a�b�');
    assert.ok(show('x'.repeat(500)).length <= 60);
  });

  it('either refuses with a coded error or gives a slice that prints and reads back as itself', () => {
    const names = fc.oneof(fc.constantFrom('from', 'to', ...dimensions().map((each) => each.id)), fc.string());
    const values = fc.oneof(
      fc.constantFrom('2019-02', '2018-10', 'norfolk', "'; DROP TABLE street; --", '<script>', '=1+1', '%00'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values), { maxLength: 8 }), (pairs) => {
        try {
          const slice = parseSlice(new URLSearchParams(pairs));
          assert.deepEqual(parseSlice(formatSlice(slice)), slice);
        } catch (error) {
          assert.ok(error instanceof HeadwaterError, String(error));
          assert.equal(error.status, 400);
        }
      }),
      { numRuns: 2000, seed: 20261121 },
    );
  });
});
