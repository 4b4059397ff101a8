import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MethodError } from '../error.ts';
import { differencing, dominanceRule, frequencyRule, pPercentRule, pqRule, randomRoundOdds, redactThenRound, round5, roundBase, roundMid6 } from './index.ts';

test('rounding to the nearest 5, halves up, and its relatives', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 7, 8, 12, 13].map(round5), [0, 0, 0, 5, 5, 5, 5, 10, 10, 15]);
  assert.deepEqual([round5(2.5), round5(7.5), roundBase(14, 10), roundBase(15, 10)], [5, 10, 10, 20]);
  assert.deepEqual([0, 1, 6, 7, 12, 13].map(roundMid6), [0, 3, 3, 9, 9, 15]);
  assert.deepEqual(
    [0, 1, 7, 8, 12].map((n) => redactThenRound(n)),
    [0, null, null, 10, 10],
  );
  assert.deepEqual(randomRoundOdds(12, 5), { candidates: [10, 15], up: 0.4 });
  assert.deepEqual(randomRoundOdds(10, 5), { candidates: [10], up: 0 });
  assert.throws(
    () => roundBase(1, 0),
    (e) => e instanceof MethodError && e.argument === 'base',
  );
});

test('primary rules', () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((n) => frequencyRule(n, 2)),
    [false, true, true, false],
  );
  // sdcTable microdata1: men of region D hold 366, of which one holds 280.
  const dominated = [280, 11, 10, 9, 8, 8, 8, 8, 8, 8, 8];
  assert.equal(dominanceRule(dominated, 2, 75), true, '291 of 366 is 79.5 %');
  assert.equal(dominanceRule(dominated, 1, 77), false, '280 of 366 is 76.5 %');
  assert.equal(pPercentRule(dominated, 70), true, '75 left is less than 70 % of 280');
  assert.equal(pPercentRule(dominated, 26), false);
  assert.equal(pqRule(dominated, 60, 80), true);
  assert.equal(pqRule([10, 10, 10], 60, 80), false);
  assert.equal(dominanceRule([], 2, 75), false, 'an empty cell reveals nobody');
  assert.throws(
    () => pqRule([1], 80, 60),
    (e) => e instanceof MethodError && e.argument === 'p',
  );
  assert.throws(
    () => dominanceRule([-1], 1, 75),
    (e) => e instanceof MethodError && e.code === 'negative',
  );
});

test('differencing: nested areas, revised releases, rounded numbers', () => {
  const one = (value: number | null) => [{ key: 'x', value }];
  assert.deepEqual(differencing(one(57), one(55), { nested: true }), [{ key: 'x', min: 2, max: 2, disclosive: true }]);
  assert.deepEqual(differencing(one(105), one(104)), [{ key: 'x', min: 1, max: 1, disclosive: true }]);
  assert.deepEqual(differencing(one(104), one(105))[0]?.disclosive, true, 'one fewer tells as much');
  assert.deepEqual(differencing(one(60), one(55), { slack: 2 }), [{ key: 'x', min: 1, max: 9, disclosive: false }]);
  assert.deepEqual(differencing(one(12), one(12), { nested: true })[0]?.disclosive, false, 'nobody between');
  assert.deepEqual(differencing(one(null), one(12)), [], 'what was withheld cannot be subtracted');
  assert.deepEqual(differencing(one(12), []), []);
  assert.throws(
    () => differencing(one(5), one(12), { nested: true }),
    (e) => e instanceof MethodError && e.code === 'inconsistent',
  );
});
