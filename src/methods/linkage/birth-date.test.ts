import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { compareBirthDates } from './birth-date.ts';

test('the slips that people make in a date of birth', () => {
  for (const [a, b, agreement, level] of [
    ['2014-03-09', '2014-03-09', 'same', 3],
    ['2014-03-09', '2014-09-03', 'swapped-day-month', 2],
    ['2014-03-09', '2014-03-19', 'one-digit', 2],
    ['2014-03-09', '2013-03-09', 'one-digit', 2],
    ['2014-03-12', '2014-03-21', 'swapped-digits', 2],
    ['2014-03-09', '2041-03-09', 'swapped-digits', 2],
    ['2014-03-09', '2014-11-26', 'same-year', 1],
    // Two digits differ, in different parts: no single slip.
    ['2014-03-09', '2013-03-19', 'different', 0],
    // Across the border of two parts: 2014-03 and 2010-43 would be no date.
    ['2014-03-09', '2009-12-25', 'different', 0],
    ['2014-03-09', null, 'missing', 255],
    [null, null, 'missing', 255],
  ] as const) {
    const found = compareBirthDates(a, b);
    assert.deepEqual([found.agreement, found.level], [agreement, level], `${a} ${b}`);
  }
});

test('1 January may stand for "only the year is known"', () => {
  assert.equal(compareBirthDates('2014-01-01', '2014-01-01').placeholder, true);
  assert.equal(compareBirthDates('2014-05-01', '2014-01-01').placeholder, true);
  assert.equal(compareBirthDates('2014-01-10', null).placeholder, false);
});

test('what is no date is refused', () => {
  const code = (wanted: string, argument: string) => (error: unknown) => error instanceof MethodError && error.code === wanted && error.argument === argument;
  assert.throws(() => compareBirthDates('09/03/2014', '2014-03-09'), code('input', 'a'));
  assert.throws(() => compareBirthDates('2014-03-09', '2014-02-29'), code('out-of-range', 'b'));
  assert.throws(() => compareBirthDates('2014-13-09', null), code('out-of-range', 'a'));
  assert.throws(() => compareBirthDates('2014-04-00', null), code('out-of-range', 'a'));
  assert.equal(compareBirthDates('2012-02-29', '2012-02-29').level, 3);
  assert.throws(() => compareBirthDates('1900-02-29', null), code('out-of-range', 'a'));
});

test('it does not matter which date comes first', () => {
  const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10));
  fc.assert(
    fc.property(date, date, (a, b) => {
      assert.deepEqual(compareBirthDates(a, b), compareBirthDates(b, a));
      assert.equal(compareBirthDates(a, a).level, 3);
    }),
    { seed: 4, numRuns: 500 },
  );
});
