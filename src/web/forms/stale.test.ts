import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StaleError } from '../../register/index.ts';
import { staleView } from './stale.ts';

const AT = new Date('2025-11-03T09:05:00Z');
const NOW = { title: 'A title', grade: null, dueOn: '2026-02-01', granted: true, roles: ['one', 'two'], embargoAt: AT, target: 95, version: 3 };

describe('a form that somebody else was faster with', () => {
  test('who changed what, and when, is said in words', () => {
    const view = staleView(new StaleError([{ by: 'Olga Finch', at: AT, fields: ['dueOn', 'grade', 'comment on item 3'] }], NOW));
    assert.equal(view.title, 'Olga Finch changed this while you had it open');
    assert.deepEqual(view.changes, ['Olga Finch changed due on, grade and comment on item 3 on 3 November 2025 at 9:05am']);
  });

  test('only what was changed is told as it is now: a date as a date, nothing as nothing', () => {
    const fields = ['grade', 'dueOn', 'granted', 'roles', 'embargoAt', 'target'];
    assert.deepEqual(staleView(new StaleError([{ by: 'Olga Finch', at: AT, fields }], NOW)).now, {
      grade: 'Nothing',
      dueOn: '1 February 2026',
      granted: 'Yes',
      roles: 'one and two',
      embargoAt: '3 November 2025 at 9:05am',
      target: '95',
    });
  });

  test('where the log names no field, everything is told; where the page has its own words, those', () => {
    assert.deepEqual(Object.keys(staleView(new StaleError([{ by: 'Olga Finch', at: AT, fields: [] }], NOW)).now), Object.keys(NOW));
    const held = { kind: 'Thematic inspection', grade: 'Good' };
    const changed = (...fields: string[]) => staleView(new StaleError([{ by: 'Olga Finch', at: AT, fields }], NOW), held).now;
    assert.deepEqual(changed('kind'), { kind: 'Thematic inspection' });
    assert.deepEqual(changed('comment on item 3'), held);
  });
});
