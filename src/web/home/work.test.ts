import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roleIds } from '../../access/index.ts';
import { dueWords, foldedTasks, orderOf, sectionsOf, taskViews } from './work.ts';

const TODAY = '2026-03-02';
const task = (title: string, dueOn: string | null, own = false) => ({ id: title, kind: 'x', title, href: '/x', dueOn, own, shared: !own });

test('overdue first, then by the clock, those without a date last; each says when in words', () => {
  const views = taskViews(
    [task('none', null), task('soon', '2026-03-07', true), task('later', '2026-06-01'), task('late', '2026-02-27')],
    TODAY,
    'Varrow Council',
  );
  assert.deepEqual(
    views.map(({ title, when, mark, whose }) => [title, when, mark?.text ?? '', whose]),
    [
      ['late', '3 days overdue: was due on 27 February 2026', 'Overdue', 'For Varrow Council'],
      ['soon', 'Due in 5 days, on 7 March 2026', 'Soon', 'For you'],
      ['later', 'Due on 1 June 2026', '', 'For Varrow Council'],
      ['none', 'No date', '', 'For Varrow Council'],
    ],
  );
});

test('days are counted over a change of the clock', () => {
  assert.equal(dueWords('2026-03-30', '2026-03-28'), 'Due in 2 days, on 30 March 2026');
  assert.equal(dueWords(TODAY, TODAY), 'Due today, 2 March 2026');
  assert.equal(dueWords('2026-03-03', TODAY), 'Due tomorrow, 3 March 2026');
});

test('every role has a Home with each section once; the policing body’s begins with deadlines, the analyst’s with the data', () => {
  for (const role of roleIds) assert.deepEqual([...orderOf([role]).sections].sort(), ['data', 'health', 'tasks', 'terms'], role);
  assert.deepEqual([orderOf(['policing-body-officer']).sections[0], orderOf(['policing-body-officer']).heading], ['tasks', 'Your deadlines']);
  assert.equal(orderOf(['analyst']).sections[0], 'data');
  assert.equal(orderOf(['probation']).sections[0], 'tasks');
});

test('who has no task reads first what the partnership is for and what they bring; the analyst’s data stay first', () => {
  assert.deepEqual(sectionsOf(orderOf(['childrens-social-care']), false), ['terms', 'tasks', 'health', 'data']);
  assert.deepEqual(sectionsOf(orderOf(['childrens-social-care']), true), ['tasks', 'terms', 'health', 'data']);
  assert.deepEqual(sectionsOf(orderOf(['analyst']), false), orderOf(['analyst']).sections);
});

test('the lead has every subject of the partnership’s health, information governance the agreements', () => {
  assert.equal(orderOf(['partnership-lead']).subjects, 'all');
  assert.deepEqual(orderOf(['information-governance']).subjects, ['agreements']);
  assert.deepEqual(orderOf(['custody']).subjects, []);
});

test('many tasks of the whole organisation are folded for who does not answer for them; their own stay open, and none is lost', () => {
  const views = taskViews([task('mine', null, true), ...['a', 'b', 'c', 'd'].map((title) => task(title, null))], TODAY, 'Varrow Police');
  const titles = (list: readonly { title: string }[]) => list.map((each) => each.title);
  const { open, folded } = foldedTasks(views, false);
  assert.deepEqual([titles(open), titles(folded)], [['mine'], ['a', 'b', 'c', 'd']]);
  assert.equal(foldedTasks(views, true).open.length, 5);
  assert.equal(foldedTasks(views.slice(0, 4), false).folded.length, 0);
});
