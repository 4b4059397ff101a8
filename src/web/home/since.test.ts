import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SeenFigure } from '../../access/looks/index.ts';
import { sinceThen } from './since.ts';

const seen = (more: Partial<SeenFigure> = {}): SeenFigure => ({
  measure: 'stops',
  version: '1',
  title: 'Stop and search',
  period: 'October 2024 to September 2025',
  value: '100',
  interval: '80 to 120',
  ...more,
});
const now = (more: Partial<SeenFigure> = {}) => ({ ...seen(more), href: '/figure/stops' });
const before = (figures: readonly SeenFigure[]) => ({ snapshot: 's1', at: new Date('2026-01-02T10:00:00Z'), figures });

test('who has never looked is told nothing', () => {
  assert.equal(sinceThen(null, [now()]), null);
});

test('what moved stands with its interval and period, then and now; what did not is left out', () => {
  const found = sinceThen(before([seen(), seen({ measure: 'robbery', title: 'Robbery' })]), [
    now({ value: '110', interval: '89 to 131', period: 'November 2024 to October 2025' }),
    now({ measure: 'robbery', title: 'Robbery' }),
    now({ measure: 'new-one', title: 'New' }),
  ]);
  assert.deepEqual(found?.rows, [
    {
      title: 'Stop and search',
      href: '/figure/stops',
      before: '100 (80 to 120)',
      beforePeriod: 'October 2024 to September 2025',
      now: '110 (89 to 131)',
      nowPeriod: 'November 2024 to October 2025',
    },
  ]);
  assert.equal(found?.same, false);
});

test('a measure that is defined in another way is not set beside what it was', () => {
  const found = sinceThen(before([seen()]), [now({ version: '2', value: '400' })]);
  assert.deepEqual([found?.rows, found?.redefined, found?.same], [[], ['Stop and search'], false]);
});

test('new data that move nothing say so', () => {
  assert.equal(sinceThen(before([seen()]), [now()])?.same, true);
});
