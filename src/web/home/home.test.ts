import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DataState, DeliveryEntry } from '../../warehouse/index.ts';
import { cellOf, figureOf } from '../figure/figure.fixture.ts';
import { attention } from './attention.ts';
import { headlineView, latestYear } from './headlines.ts';

const EMPTY: DataState = { snapshot: null, datasets: [], missing: [], fictional: false };
const counts = { read: 100, accepted: 90, quarantined: 10, repeats: 0 };
// The parts of a delivery that attention looks at.
const delivery = (number: number, more: Partial<DeliveryEntry>) =>
  ({ id: `d${number}`, number, fileName: `f${number}.csv`, counts: { ...counts, quarantined: 0 }, review: [], ...more }) as DeliveryEntry;

test('a code in many files is one task, for it is mapped once', () => {
  const review = [{ field: 'Crime type', list: 'crime-type', value: 'Piracy', count: 40 }];
  const { tasks } = attention(EMPTY, [delivery(1, { review }), delivery(2, { review })]);
  assert.deepEqual(tasks, [{ text: '“Piracy” (crime type) is not in our code list: 80 rows in 2 deliveries', href: '/deliveries/d2' }]);
});

test('files with refused rows are tasks, worst first, and the rest are counted', () => {
  const live = Array.from({ length: 8 }, (_, at) => delivery(at, { counts: { ...counts, quarantined: at } }));
  const { tasks, more } = attention(EMPTY, live);
  assert.match(tasks[0]?.text ?? '', /f7\.csv: 7 rows of 100 could not be used/);
  assert.equal(tasks.length + more, 7);
});

test('the headline period is the latest year, or all there is', () => {
  assert.deepEqual(latestYear('2020-01', '2022-06'), { from: '2021-07', to: '2022-06', where: {} });
  assert.deepEqual(latestYear('2022-04', '2022-06'), { from: '2022-04', to: '2022-06', where: {} });
  assert.deepEqual(latestYear(null, null), { from: null, to: null, where: {} });
});

test('a change that is refused says so and leads to the reason; one that is given has its interval', () => {
  const change = { measure: { kind: 'change' as const, unit: '% change' } };
  const refused = figureOf({ ...change, refusal: { code: 'x', reason: 'No.', instead: '' }, address: '/figure/offences-change?snapshot=s1' });
  assert.deepEqual(headlineView([figureOf({}), refused], '')?.lines, [
    { text: 'Change on a year before: not given, and why', href: '/figure/offences-change?snapshot=s1' },
  ]);
  const given = figureOf({ ...change, total: cellOf([], -0.031, { lower: -0.05, upper: -0.01 }) });
  assert.deepEqual(
    headlineView([figureOf({}), given], '')?.lines.map((line) => line.text),
    ['−3.1% (−5.0% to −1.0%) on the same months a year before'],
  );
});
