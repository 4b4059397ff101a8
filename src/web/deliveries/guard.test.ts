import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { guarded, guardedWords } from './guard.ts';

test('no count of 1 to 9 is told, and none is told exactly but zero', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (n) => {
      const told = guarded(n);
      if (n === 0) assert.equal(told, 0);
      else if (n < 10) assert.equal(told, null);
      else assert.ok(told !== null && told % 5 === 0 && Math.abs(told - n) <= 2);
    }),
  );
  assert.equal(guardedWords(3), 'fewer than 10');
  assert.equal(guardedWords(1234), '1,235');
});
