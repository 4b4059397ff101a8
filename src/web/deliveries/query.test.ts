import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HeadwaterError } from '../../errors.ts';
import { filterQuery, parseFilter } from './query.ts';

const LEGAL = {
  state: (value: string) => ['live', 'part-superseded', 'superseded'].includes(value),
  wrong: (value: string) => value === 'yes',
  page: (value: string) => Number.isInteger(Number(value)) && Number(value) >= 1 && Number(value) <= 1_000_000,
};

test('a filter survives being written into an address', () => {
  const filters = fc.record(
    {
      dataset: fc.constantFrom(null, 'street', 'stop'),
      state: fc.constantFrom(null, 'live' as const, 'superseded' as const),
      wrong: fc.boolean(),
      page: fc.integer({ min: 1, max: 99 }),
    },
    { noNullPrototype: true },
  );
  fc.assert(fc.property(filters, (filter) => assert.deepEqual(parseFilter(filterQuery(filter, filter.page)), filter)));
});

test('empty fields of a form are no filter', () => {
  assert.deepEqual(parseFilter(new URLSearchParams('dataset=&state=&wrong=')), { dataset: null, state: null, wrong: false, page: 1 });
});

test('anything else is refused with the field’s name', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('state' as const, 'page' as const, 'wrong' as const),
      fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('live', 'yes', '7', '0', '-1', '1.5')),
      (field, value) => {
        const parse = () => parseFilter(new URLSearchParams([[field, value]]));
        if (LEGAL[field](value)) return void parse();
        assert.throws(
          parse,
          (error) => error instanceof HeadwaterError && error.kind === 'bad-input' && error.message.includes(field) && error.advice !== undefined,
        );
      },
    ),
  );
  assert.throws(() => parseFilter(new URLSearchParams('state=lost')), /‘state’/);
});
