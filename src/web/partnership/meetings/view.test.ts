import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MeetingPage } from '../../../access/meetings/index.ts';
import { attendanceView } from './view.ts';

const seat = (id: string, there: boolean): MeetingPage['seats'][number] => ({ id, seat: 'police', organisation: 'O', person: 'P', voting: true, there });
const meeting = (core: boolean): MeetingPage['meeting'] => ({
  id: 'm',
  version: 1,
  panelId: 'p',
  panel: 'Panel',
  core,
  onDay: '2026-10-06',
  state: 'held',
  note: '',
  snapshot: null,
});

test('at a meeting of the core membership every seat is named, there or not', () => {
  const { seats, words } = attendanceView({ meeting: meeting(true), seats: [seat('a', true), seat('b', false)] });
  assert.deepEqual(
    seats.map(({ id, there }) => [id, there]),
    [
      ['a', true],
      ['b', false],
    ],
  );
  assert.equal(words, '');
  assert.match(attendanceView({ meeting: meeting(true), seats: [] }).words, /had no seats/);
});

test('at another panel nobody of the core membership is missing: only those who were there are named', () => {
  const some = attendanceView({ meeting: meeting(false), seats: [seat('a', true), seat('b', false)] });
  assert.deepEqual(
    some.seats.map(({ id }) => id),
    ['a'],
  );
  assert.match(some.words, /were there\. This panel is not the core membership/);
  const none = attendanceView({ meeting: meeting(false), seats: [seat('b', false)] });
  assert.deepEqual(none.seats, []);
  assert.match(none.words, /No member of the core membership is recorded/);
});
