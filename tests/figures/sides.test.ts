/** Sums held in memory beside the questions: the same figures as SQL gives, to the last digit. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { askMany, type DimensionId, openWarehouse, parseSlice, type Question } from '../../src/warehouse/index.ts';
import { recording, type Statement } from '../../bench/lib/recording.ts';
import { NOW, openCounty } from './county.ts';

const county = await openCounty(6);
const plain = await openWarehouse(county.dir, { cached: 0, now: () => NOW, sides: false });
after(async () => {
  await plain.close();
  await county.close();
});

const ASKED: readonly (readonly [string, readonly DimensionId[], string])[] = [
  ['recorded-offences', ['outcome-group'], ''],
  ['recorded-offences', ['outcome'], 'from=2026-05&to=2026-08'],
  ['recorded-offences', ['month', 'located'], 'crime-type=robbery&crime-type=drugs'],
  ['recorded-offences', ['decile'], 'crime-type=robbery'],
  ['outcome-share', ['outcome-group'], 'from=2026-04&to=2026-04'],
  ['offence-rate', ['decile'], ''],
  ['violence-and-sexual-offences', ['crime-type'], 'outcome-group=charged'],
  ['offence-rate', ['district'], 'outcome-group=charged&from=2026-05'],
  ['recorded-offences', ['district'], 'decile=1'],
  ['outcome-share', ['outcome-group'], 'decile=1&decile=2'],
  ['recorded-offences', ['located'], 'outcome-group=charged'],
  ['stops', ['age-band', 'sex'], 'power-group=suspicion'],
  ['stops', ['ethnicity-group'], 'from=2026-05'],
  ['stops', ['ethnicity-officer', 'month'], ''],
  ['stops', ['weekday', 'hour'], 'from=2026-06&to=2026-09'],
  ['stops', ['stop-outcome-group'], ''],
  ['find-rate', ['object'], ''],
  ['stops-10-to-24', ['quarter'], ''],
];

test('figures from memory are those of SQL', async () => {
  const { engine, contexts } = county.warehouse.internals;
  const sides = (dataset: 'street' | 'stop') => engine.with(undefined, async (session) => (await contexts.of(session)).sides(dataset));
  for (const clearance of ['analyst', 'partner', 'public'] as const) {
    const questions = ASKED.map(([measure, by, slice]): Question => ({ measure, by, slice: parseSlice(slice), clearance }));
    const bySql = await askMany(plain, questions);
    assert.deepEqual(await askMany(county.warehouse, questions), bySql, `${clearance}, while they are being added up`);
    while ((await sides('street')).length === 0 || (await sides('stop')).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await sides('street')).length, 8);
    const statements: Statement[] = [];
    const fromMemory = await askMany(recording(county.warehouse, statements), questions);
    assert.deepEqual(fromMemory, bySql, clearance);
    assert.deepEqual(
      statements.filter(({ sql }) => /FROM \w+\.(street|stop)\b/.test(sql)),
      [],
      'no statement reads the rows',
    );
  }
});
