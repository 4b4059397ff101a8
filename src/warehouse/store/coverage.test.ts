import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemByCode, monthInt } from '../../reference/index.ts';
import { claims, editionSql, referenceClaims } from './coverage.ts';

const NORFOLK = itemByCode('force', 'norfolk')?.id ?? 0;
const span = (month: string, rows: number, force = NORFOLK) => ({ delivery: 1, force, month: monthInt(month) ?? 0, rows });

test('a delivery claims every month that it has rows of', () => {
  assert.deepEqual(
    [...claims([span('2018-10', 5), span('2018-11', 700), span('2018-12', 800)])].map(([key]) => key),
    ['norfolk 2018-10', 'norfolk 2018-11', 'norfolk 2018-12'],
  );
});

test('the few rows that a month’s file has of the next month, by the clock, do not claim it', () => {
  assert.deepEqual([...claims([span('2022-06', 995), span('2022-07', 5)])], [['norfolk 2022-06', 995]]);
  assert.deepEqual([...claims([span('2022-06', 950), span('2022-07', 50)])].length, 2);
  // A year apart is no spill.
  assert.deepEqual([...claims([span('2022-06', 999), span('2023-06', 1)])].length, 2);
});

test('reference data claim their editions, of all their tables together', () => {
  const entry = { source: 'ons', layout: 'boundary-lsoa' };
  const held = [
    { delivery: 1, edition: '2011', rows: 3 },
    { delivery: 1, edition: '2011', rows: 4 },
    { delivery: 1, edition: '', rows: 1 },
  ];
  assert.deepEqual(
    [...referenceClaims(entry, held)],
    [
      ['ons boundary-lsoa 2011', 7],
      ['ons boundary-lsoa', 1],
    ],
  );
});

test('the edition of a row is its edition, else its year, else nothing', () => {
  assert.match(editionSql(['year', 'edition']), /t\.edition/);
  assert.match(editionSql(['year', 'n']), /t\.year/);
  assert.equal(editionSql(['n']), "''");
});
