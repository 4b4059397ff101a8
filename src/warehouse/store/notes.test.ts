import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monthInt } from '../../reference/index.ts';
import { completenessNotes, type DistrictMonth } from './notes.ts';

const name = (code: string): string => code.toUpperCase();
const months = (counts: readonly number[], from = 1): Record<string, number> =>
  Object.fromEntries(counts.map((n, i) => [`2022-${String(from + i).padStart(2, '0')}`, n]));
const districts = (of: Record<string, readonly number[]>): DistrictMonth[] =>
  Object.entries(of).flatMap(([district, counts]) =>
    counts.flatMap((rows, i) => (rows > 0 ? [{ force: 'met', district, month: monthInt(`2022-${String(i + 1).padStart(2, '0')}`) ?? 0, rows }] : [])),
  );

test('a month with far fewer rows than its source’s others is said to be low; ordinary ups and downs are not', () => {
  assert.deepEqual(completenessNotes({ met: months([1000, 900, 1200, 300, 1100]) }, [], name), [
    'MET: April 2022 has far fewer rows than usual and may be incomplete. A fall there may not be real.',
  ]);
  assert.deepEqual(completenessNotes({ met: months([1000, 700, 1300, 500, 1100]) }, [], name), []);
});

test('three months have no usual level', () => {
  assert.deepEqual(completenessNotes({ met: months([1000, 10, 1000]) }, [], name), []);
});

test('months missing between the first and the last are named', () => {
  assert.deepEqual(completenessNotes({ met: { '2021-12': 100, '2022-03': 100 } }, [], name), ['MET: no data for January 2022 and February 2022.']);
});

test('a district that a month lost is named, whole or nearly; a small district is not', () => {
  const rows = districts({ Brent: [200, 210, 0, 190, 205], Camden: [300, 310, 20, 290, 305], Tiny: [5, 4, 0, 6, 5], Whole: [400, 400, 400, 400, 400] });
  assert.deepEqual(completenessNotes({ met: months([905, 924, 420, 886, 915]) }, rows, name), [
    'MET: few or no rows for Brent, Camden in March 2022. A low month there may not be a fall.',
  ]);
});

test('the districts of a month that is low as a whole are not listed one by one', () => {
  const rows = districts({ Brent: [200, 210, 1, 190, 205], Camden: [300, 310, 2, 290, 305] });
  assert.equal(completenessNotes({ met: months([500, 520, 3, 480, 510]) }, rows, name).length, 1);
});

test('no note gives a count', () => {
  const rows = districts({ Brent: [200, 210, 7, 190, 205], Camden: [300, 310, 300, 290, 305] });
  const said = completenessNotes({ met: months([503, 523, 3, 483, 513]) }, rows, name).join(' ');
  assert.doesNotMatch(said.replaceAll(/\b20\d\d\b/g, ''), /\d/);
});
