import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { noticeOf, SHARING, shareable, sharedTypes } from './index.ts';

const type = fc.constantFrom(...sharedTypes);
const listed = (of: (typeof sharedTypes)[number]): string[] => Object.keys(SHARING[of].fields);
/** Keys of every type, keys of objects themselves, and any others. */
const key = fc.oneof(fc.constantFrom(...sharedTypes.flatMap(listed)), fc.constantFrom('constructor', 'toString', '__proto__', 'hasOwnProperty'), fc.string());
const rows = fc.uniqueArray(key, { maxLength: 30 }).map((keys) => Object.fromEntries(keys.map((each) => [each, `value of ${each}`])));

describe('what of a record leaves its organisation', () => {
  test('no field that is not listed ever passes to another organisation or the public, and no own field', () => {
    fc.assert(
      fc.property(type, rows, fc.constantFrom('police', 'council', null), fc.constantFrom('police', null), (of, row, viewer, owner) => {
        const given = shareable(of, row, viewer, owner);
        const fields: Readonly<Record<string, { readonly to: string }>> = SHARING[of].fields;
        if (viewer !== null && viewer === owner) return assert.deepEqual(given, row);
        for (const name of Object.keys(given)) {
          assert.ok(listed(of).includes(name), `${name} is not listed`);
          assert.notEqual(fields[name]?.to, 'own');
          if (viewer === null) assert.equal(fields[name]?.to, 'public');
        }
        for (const name of Object.keys(row).filter((each) => listed(of).includes(each)))
          assert.equal(Object.hasOwn(given, name), fields[name]?.to === 'public' || (viewer !== null && fields[name]?.to === 'partnership'), name);
      }),
    );
  });

  test('nobody is the owner of what is the partnership’s as a whole', () => {
    assert.deepEqual(shareable('decision', { text: 'Fund it', createdBy: 'somebody' }, 'council', null), { text: 'Fund it' });
    assert.deepEqual(shareable('decision', { text: 'Fund it' }, null, null), {});
  });

  test('every field says why', () => {
    for (const of of sharedTypes) for (const [name, field] of Object.entries(SHARING[of].fields)) assert.ok(field.why.length > 20 && field.label !== '', name);
  });

  test('the notice says who withholds, and why', () => {
    assert.equal(noticeOf('Varrowshire Police', 'operational', null), 'Withheld by Varrowshire Police: operational confidentiality');
    assert.equal(noticeOf('Varrowshire Police', 'other', 'asked for by the court'), 'Withheld by Varrowshire Police: asked for by the court');
  });
});
