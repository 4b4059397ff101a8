import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { numberWords } from './number.ts';
import { isPart, monthsOf } from './periods.ts';
import { cellOf, dimensionOf, figureOf } from './figure.fixture.ts';
import { figureView } from './view.ts';

const options = { origin: 'http://localhost:3000' };
const FORCES = dimensionOf('force', 'Police force', ['norfolk', 'essex']);
const BANDS = dimensionOf('age-band', 'Age band', ['10-17', '18-24']);

test('a hidden cell shows its mark and the reason; a reason is given once for a mark', () => {
  const view = figureView(figureOf({ dimensions: [FORCES], cells: [cellOf(['norfolk'], null), cellOf(['essex'], null, { state: 'withheld' })] }), options);
  assert.deepEqual(
    view.rows.map((row) => row.text),
    ['[c]', '[c]'],
  );
  assert.ok(view.rows.every((row) => row.reason !== null));
  assert.deepEqual(
    view.notes.map((note) => note.mark),
    ['[c]'],
  );
});

test('counts by two groupings stand as a cross-table; rates keep a line each, for their intervals', () => {
  const cells = FORCES.values.flatMap((force) => BANDS.values.map((band) => cellOf([force.code, band.code], 100)));
  assert.deepEqual(
    figureView(figureOf({ dimensions: [FORCES, BANDS], cells }), options).cross?.rows.map((row) => row.cells.length),
    [2, 2],
  );
  const rate = figureView(figureOf({ measure: { kind: 'rate' }, dimensions: [FORCES, BANDS], cells }), options);
  assert.equal(rate.cross, null);
  assert.equal(rate.rows.length, 4);
});

test('a citation can be pasted anywhere: whole address, snapshot, version and source', () => {
  const { citation } = figureView(figureOf({ dimensions: [FORCES], cells: [] }), options);
  for (const part of ['Recorded offences by police force', 'version 1', 'snapshot s3', 'Police', 'http://localhost:3000/figure/recorded-offences?'])
    assert.ok(citation.includes(part), part);
});

test('numbers keep their order and sign when written', () => {
  const { value } = numberWords('change', 0.5);
  assert.equal(value(0.042), '+4.2%');
  assert.equal(value(-0.042), '−4.2%');
  assert.equal(value(0.0001), '0.0%');
  assert.equal(numberWords('rate', 0.062).value(0.0598), '0.0598');
  assert.equal(numberWords('rate', 61.2).value(61.24), '61.2');
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e9 }), (n) => Number(numberWords('count', n).value(n).replaceAll(',', '')) === n));
});

test('a quarter or a year is a part where the slice or the data do not cover it', () => {
  assert.deepEqual(monthsOf('2024-Q2'), ['2024-04', '2024-06']);
  assert.equal(monthsOf('10-17'), undefined);
  const figure = figureOf({ slice: { from: null, to: null, where: {} } });
  assert.equal(isPart(figure, '2018-Q4'), false);
  assert.equal(isPart(figure, '2018'), true);
  assert.equal(isPart({ ...figure, slice: { from: '2018-11', to: null, where: {} } }, '2018-Q4'), true);
});
