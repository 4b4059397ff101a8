import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingOf } from './finding.ts';
import { cellOf, dimensionOf, figureOf } from './figure.fixture.ts';

const FORCES = dimensionOf('force', 'Police force', ['Norfolk', 'Essex', { code: 'not-recorded', label: 'Not recorded', unknown: true }]);
const between = (lower: number, upper: number) => ({ lower, upper });

test('a single number is told with its unit and interval', () => {
  assert.equal(findingOf(figureOf({ total: cellOf([], 1235, between(1170, 1300)) })), '1,235 offences, between 1,170 and 1,300 (95% interval).');
  assert.equal(findingOf(figureOf({ total: cellOf([], null) })), 'The count is too small to show.');
});

test('a share is first said as people say it', () => {
  const figure = figureOf({ measure: { kind: 'share', unit: '% of searches' }, total: cellOf([], 0.333) });
  assert.equal(findingOf(figure), 'About 1 in 3: 33.3% of searches.');
});

test('groups whose intervals overlap are not ranked', () => {
  const cells = [cellOf(['Norfolk'], 4.1, between(3.5, 4.7)), cellOf(['Essex'], 4.4, between(3.9, 4.9))];
  const figure = figureOf({ measure: { kind: 'rate', unit: 'per 1,000 residents' }, dimensions: [FORCES], cells, total: cellOf([], 4.2) });
  assert.match(findingOf(figure), /^Highest: Essex, 4\.40 per 1,000 residents, but it cannot be told apart from Norfolk/);
});

test('a rate without intervals is not ranked at all', () => {
  const figure = figureOf({
    measure: { kind: 'rate', unit: 'per 1,000 residents' },
    dimensions: [FORCES],
    cells: [cellOf(['Norfolk'], 4.1), cellOf(['Essex'], 9.4)],
  });
  assert.match(findingOf(figure), /without intervals they are not ranked/);
});

test('the unknown group is never the highest, and is told when it is large', () => {
  const cells = [cellOf(['Norfolk'], 100), cellOf(['Essex'], 80), cellOf(['not-recorded'], 820)];
  assert.equal(findingOf(figureOf({ dimensions: [FORCES], cells })), 'Highest: Norfolk, 100 (about 10% of the total), then Essex, 80. Not known for 820.');
});

test('a year that is held in part is not called a fall', () => {
  const years = dimensionOf('year', 'Year', ['2016', '2017', '2018']);
  const cells = [cellOf(['2016'], 900), cellOf(['2017'], 950), cellOf(['2018'], 200)];
  const source = { ...(figureOf({}).sources[0] as ReturnType<typeof figureOf>['sources'][number]), from: '2016-01', to: '2018-03' };
  const figure = figureOf({ dimensions: [years], cells, sources: [source], slice: { from: null, to: null, where: {} } });
  assert.equal(findingOf(figure), '900 in 2016, 950 in 2017.');
});

test('two months whose intervals overlap cannot be told apart', () => {
  const months = dimensionOf('month', 'Month', ['2018-10', '2018-11']);
  const cells = [cellOf(['2018-10'], 105, between(90, 120)), cellOf(['2018-11'], 95, between(80, 110))];
  assert.equal(findingOf(figureOf({ dimensions: [months], cells })), '105 in 2018-10, 95 in 2018-11: too close to tell apart.');
});

test('a refused figure has no finding', () => {
  assert.equal(findingOf(figureOf({ refusal: { code: 'x', reason: 'No.', instead: '' } })), '');
});

test('a table of two groupings says how much of it is hidden', () => {
  const cells = [cellOf(['Norfolk', '1'], 100), cellOf(['Norfolk', '2'], null), cellOf(['Essex', '1'], 20), cellOf(['Essex', '2'], 30)];
  const figure = figureOf({ dimensions: [FORCES, dimensionOf('decile', 'Deprivation decile', ['1', '2'])], cells });
  assert.equal(findingOf(figure), '1,000 offences in all. 1 of 4 cells are hidden to protect small counts.');
});
