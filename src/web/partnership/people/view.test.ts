import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deedsOf } from './view.ts';

const event = (action: string, more: { readonly at?: string; readonly by?: string | null; readonly personId?: string; readonly outcome?: string } = {}) => ({
  at: new Date(more.at ?? '2026-11-02T09:00:00Z'),
  action,
  outcome: more.outcome ?? 'done',
  by: more.by === undefined ? 'Ada Moss' : more.by,
  personId: more.personId ?? 'ada',
});
const lines = (...events: ReturnType<typeof event>[]): string[] =>
  deedsOf(events, 'ben', () => undefined).map(({ what, by, times }) => `${what} by ${by}${times > 1 ? ` x${times}` : ''}`);

test('what was done to a record is said in words, never by the name of an action', () => {
  assert.deepEqual(lines(event('person.sign-in'), event('person.one', { outcome: 'refused' }), event('session.start', { personId: 'ben' })), [
    'Ways to sign in looked at by Ada Moss',
    'Record looked at (refused) by Ada Moss',
    'Signed in by themselves',
  ]);
  assert.deepEqual(lines(event('person.new-deed', { by: null })), ['New deed person by somebody of the partnership']);
  assert.deepEqual(lines(event('sign-in.password', { outcome: 'refused', personId: 'ben' })), ['Wrong password typed by themselves']);
});

test('the same deed of the same person in the same minute is one line', () => {
  const one = event('person.one');
  const later = event('person.one', { at: '2026-11-02T09:01:00Z' });
  const other = event('person.one', { by: 'Cara Vale', personId: 'cara' });
  assert.deepEqual(lines(later, one, one, one, other, one), [
    'Record looked at by Ada Moss',
    'Record looked at by Ada Moss x3',
    'Record looked at by Cara Vale',
    'Record looked at by Ada Moss',
  ]);
});
