import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { HeadwaterError } from '../../errors.ts';
import { boards } from '../../understand/index.ts';
import { makeSlice } from '../../warehouse/index.ts';
import { boardPath, findBoard, readState, stateAddress, stateHref, stateQuery } from './addresses.ts';

const [street, stop] = boards;
assert.ok(street && stop);

describe('the address of a board', () => {
  const code = fc.constantFrom('robbery', 'drugs', 'E07000148', '1', 'not-recorded');
  const slice = fc
    .record({ types: fc.uniqueArray(code), forces: fc.uniqueArray(code), from: fc.constantFrom(null, '2025-01'), to: fc.constantFrom(null, '2025-12') })
    .map((each) => makeSlice(each.from, each.to, { 'outcome-group': each.types, force: each.forces }));

  test('holds all of the state, and the same state always has the same address', () => {
    const measure = fc.constantFrom(...street.measures.map((each) => each.id));
    const switches = fc.constantFrom({}, { areas: 'count' });
    fc.assert(
      fc.property(slice, measure, switches, fc.option(slice, { nil: undefined }), (own, id, chosen, held) => {
        const state = { slice: own, measure: id, switches: chosen, ...(held === undefined ? {} : { held }) };
        const query = stateQuery(street, state);
        const read = readState(street, new URLSearchParams(query));
        assert.deepEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(state)));
        assert.equal(stateQuery(street, read), query);
      }),
    );
  });

  test('leaves out what is as it always is', () => {
    const state = readState(street, new URLSearchParams('measure=recorded-offences&areas=rate&force=&from='));
    assert.equal(stateAddress(street, state), boardPath('street'));
    assert.equal(stateHref(street, state), '/explore/street', 'a link without a query must name the board, or it would keep the old one');
  });

  test('an unknown measure or switch is as none; an unknown filter is refused in words', () => {
    const state = readState(stop, new URLSearchParams('measure=x&ethnicity-by=y'));
    assert.deepEqual([state.measure, state.switches], ['stops', {}]);
    assert.throws(
      () => readState(stop, new URLSearchParams('nonsense=1')),
      (error) => error instanceof HeadwaterError && error.kind === 'bad-input' && error.message.includes('nonsense'),
    );
    assert.throws(() => readState(stop, new URLSearchParams('compare=nonsense%3D1')), HeadwaterError);
  });

  test('whatever is typed, it is a state or a refusal in words', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webQueryParameters()), (text) => {
        try {
          stateQuery(street, readState(street, new URLSearchParams(text)));
        } catch (error) {
          assert.ok(error instanceof HeadwaterError && error.kind === 'bad-input', String(error));
        }
      }),
    );
  });

  test('there are two boards and no other', () => {
    assert.equal(findBoard('street'), street);
    assert.equal(findBoard('__proto__'), undefined);
  });
});
