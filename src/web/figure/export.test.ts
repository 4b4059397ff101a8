import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvwMetadata, figureCsv } from './export.ts';
import { cellOf, dimensionOf, figureOf } from './figure.fixture.ts';

const FORCES = dimensionOf('force', 'Police force', ['norfolk', { code: 'bad', label: '=HYPERLINK("x")', unknown: false }]);
const linesOf = (figure: Parameters<typeof figureCsv>[0]) => [...figureCsv(figure)].join('').split('\r\n').slice(0, -1);

test('every line carries the slice, the snapshot, the source and the caveats', () => {
  const lines = linesOf(figureOf({ dimensions: [FORCES], cells: [cellOf(['norfolk'], 105), cellOf(['bad'], null)] }));
  assert.equal(lines.length, 3);
  for (const line of lines.slice(1)) {
    for (const part of [
      's3',
      'Norfolk Constabulary; October 2018 to February 2019',
      'Locations are map points.',
      'Open Government Licence v3.0',
      'snapshot=s3',
    ])
      assert.ok(line.includes(part), part);
  }
});

test('a hidden cell has no value and is marked; a label cannot run in a spreadsheet', () => {
  const [, , hidden] = linesOf(figureOf({ dimensions: [FORCES], cells: [cellOf(['norfolk'], 105), cellOf(['bad'], null)] }));
  assert.ok(hidden?.startsWith(`bad,"'=HYPERLINK(""x"")",,,,,,[c],offences,`), hidden);
});

test('a refused figure is one line that says why', () => {
  const lines = linesOf(figureOf({ dimensions: [FORCES], refusal: { code: 'break', reason: 'The method changed.', instead: 'Ask for each period.' } }));
  assert.equal(lines.length, 2);
  assert.ok(lines[1]?.endsWith('The method changed. Ask for each period.'));
});

test('late data are told in the file', () => {
  const [, line] = linesOf(figureOf({ cells: [], staleness: [{ dataset: 'street', since: '2026-10-01', text: 'Late.' }] }));
  assert.ok(line?.includes('street 2026-10-01'));
});

test('the metadata describes every column of the file, in order, by names that CSVW allows', () => {
  const figure = figureOf({ dimensions: [FORCES], cells: [] });
  const [head] = linesOf(figure);
  const metadata = csvwMetadata(figure, 'http://localhost/x.csv') as { tableSchema: { columns: { name: string; titles: string }[] }; 'rdfs:comment': string[] };
  assert.deepEqual(metadata.tableSchema.columns.map((column) => column.titles).join(','), head);
  for (const column of metadata.tableSchema.columns) assert.match(column.name, /^[a-z0-9_]+$/);
  assert.ok(metadata['rdfs:comment'].includes('Locations are map points.'));
});
