import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, count, day, list, moment, period, plural, shortDay, shortSpan, span } from './words.ts';

test('periods are written as people say them, whatever their kind', () => {
  assert.equal(period('2018-10'), 'October 2018');
  assert.equal(period('2016/17'), '2016/17');
  assert.equal(period('2021'), '2021');
  assert.equal(period('2026-11-21'), '21 November 2026');
  assert.equal(span('2018-10', '2019-02'), 'October 2018 to February 2019');
  assert.equal(span('2018-10', '2018-10'), 'October 2018');
  assert.equal(span(null, '2021'), '2021');
  assert.equal(span(null, null), '');
  assert.equal(shortSpan('2018-10', '2019-05'), 'Oct 2018 to May 2019');
});

test('an instant is told in local time, summer time included', () => {
  assert.equal(moment('2026-07-01T22:30:00Z'), '1 July 2026 at 11:30pm');
  assert.equal(moment('2026-01-14T15:05:00Z'), '14 January 2026 at 3:05pm');
  assert.equal(day('2026-03-29'), '29 March 2026');
  assert.equal(shortDay('2026-03-29'), '29 Mar 2026');
});

test('counts, plurals, sizes and lists', () => {
  assert.equal(count(1234567), '1,234,567');
  assert.equal(plural(1, 'row'), '1 row');
  assert.equal(plural(1200, 'delivery', 'deliveries'), '1,200 deliveries');
  assert.equal(bytes(950), '950 bytes');
  assert.equal(bytes(23_300_000), '23.3 MB');
  assert.equal(bytes(136_350), '136 kB');
  assert.equal(list(['a', 'b', 'c']), 'a, b and c');
  assert.equal(list(['a']), 'a');
});
