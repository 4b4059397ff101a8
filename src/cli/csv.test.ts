import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvField, csvLine } from './csv.ts';

test('a text that a spreadsheet would run as a formula is made a text', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) assert.match(csvField(text), /^"?'/);
});

test('a negative number stays a number', () => {
  assert.equal(csvField(-0.25), '-0.25');
});

test('quotes, commas and line ends survive', () => {
  assert.equal(csvLine(['a,b', 'say "x"', 'two\nlines', null, 3]), '"a,b","say ""x""","two\nlines",,3');
});

test('no text whatever begins a cell with a formula sign', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(csvField(text).replace(/^"/, ''), /^[=+\-@\t\r]/);
    }),
  );
});
