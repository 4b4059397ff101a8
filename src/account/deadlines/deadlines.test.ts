import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SERVICE } from '../../register/index.ts';
import { addInspection } from '../inspections/index.ts';
import { addItem } from '../items/index.ts';
import { addMilestone } from '../plan/index.ts';
import { ITEM, openRoom, REPORT, type Room } from '../testing/room.ts';
import { deadlineCalendar, dueReminders, isMonth, listDeadlines, makeFeed, monthView, readFeed, remindOfDeadlines, revokeFeed, whoseFeed } from './index.ts';

describe('deadlines', () => {
  let room: Room;
  let item: string;
  before(async () => {
    room = await openRoom('2023-04-20T09:00:00Z');
    const { id } = await room.acting.act(addInspection, REPORT, room.officer);
    item = (await room.acting.act(addItem, { inspectionId: id, fields: ITEM }, room.officer)).id;
    await room.acting.act(addItem, { inspectionId: id, fields: { ...ITEM, number: '1', owner: 'home-office' } }, room.officer);
    await room.acting.act(addMilestone, { itemId: item, fields: { title: 'Audit done', dueOn: '2023-04-25' } }, room.chief);
  });
  after(() => room?.remove());

  const tasks = () =>
    room.look((tx) =>
      tx.selectFrom('task').select(['title', 'organisationId', 'role']).where('kind', '=', 'reminder').where('doneAt', 'is', null).orderBy('dueOn').execute(),
    );

  test('are one list, first due first, and a milestone is seen by whose business it is', async () => {
    const kinds = async (who: Room['chief']) => (await room.acting.read(listDeadlines, {}, who)).map((each) => each.kind);
    assert.deepEqual(await kinds(room.officer), ['milestone', 'response', 'item', 'item']);
    assert.deepEqual(await kinds(room.partner), ['response', 'item', 'item']);
  });

  test('the day’s round reminds once of each, and not of what others own', async () => {
    const first = await room.acting.act(remindOfDeadlines, {}, SERVICE);
    assert.deepEqual(first, { reminders: 2, settled: 0 });
    assert.deepEqual(await room.acting.act(remindOfDeadlines, {}, SERVICE), { reminders: 0, settled: 0 });
    assert.deepEqual(
      (await tasks()).map((task) => [task.organisationId, task.role]),
      [
        [room.force, null],
        [room.body, 'policing-body-officer'],
      ],
    );
    assert.match((await tasks())[1]?.title ?? '', /due on 2 May 2023, in 12 days/);
  });

  test('a later reminder takes the place of the earlier one', async () => {
    const round = await room.look((tx) => dueReminders(tx, new Date('2023-05-01T09:00:00Z')));
    assert.deepEqual(round, { reminders: 2, settled: 2 });
    assert.equal((await tasks()).length, 2);
    assert.match((await tasks())[0]?.title ?? '', /overdue by 6 days/);
  });

  test('a calendar of one’s own has an address that is shown once, can be ended, and ends with the role', async () => {
    const { token } = await room.acting.act(makeFeed, {}, room.partner);
    const who = await whoseFeed(room.register, token);
    assert.deepEqual([who?.personId, who?.organisationId, who?.roles], [room.partner.personId, room.council, ['youth-justice']]);
    const text = await room.acting.read(deadlineCalendar, { origin: 'https://headwater.example' }, who ?? room.partner);
    assert.equal(text.split('BEGIN:VEVENT').length - 1, 3);
    assert.doesNotMatch(text, /Audit done/);
    assert.match(text.replaceAll('\r\n ', ''), /URL:https:\/\/headwater\.example\/account\/recommendations\//);
    assert.equal(await whoseFeed(room.register, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`), null);
    assert.equal(await whoseFeed(room.register, '../../etc'), null);
    const kept = await room.look((tx) => tx.selectFrom('calendarFeed').selectAll().execute());
    assert.ok(!JSON.stringify(kept).includes(token));
    // A program may send a key with any deed: the answer of this one is kept nowhere all the same.
    const second = await room.acting.act(makeFeed, {}, room.partner, { key: 'one-of-a-program' });
    assert.equal(await room.look((tx) => tx.selectFrom('keptAnswer').select('key').where('key', '=', 'one-of-a-program').executeTakeFirst()), undefined);
    assert.equal(await whoseFeed(room.register, token), null);
    assert.ok((await room.acting.read(readFeed, {}, room.partner)) !== null);
    assert.equal(await room.acting.read(readFeed, {}, room.chief), null);
    await room.look((tx) => tx.updateTable('membership').set({ toOn: '2023-04-01' }).where('personId', '=', room.partner.personId).execute());
    assert.equal(await whoseFeed(room.register, second.token), null);
    await room.look((tx) => tx.updateTable('membership').set({ toOn: null }).where('personId', '=', room.partner.personId).execute());
    assert.ok((await whoseFeed(room.register, second.token)) !== null);
    await room.acting.act(revokeFeed, {}, room.partner);
    assert.equal(await whoseFeed(room.register, second.token), null);
  });
});

test('a month is whole weeks from Monday, with its neighbours', () => {
  const march = monthView('2024-03');
  assert.equal(march.title, 'March 2024');
  assert.deepEqual(
    march.weeks[0]?.map((cell) => cell.date),
    [null, null, null, null, '2024-03-01', '2024-03-02', '2024-03-03'],
  );
  assert.equal(march.weeks.at(-1)?.at(-1)?.date, '2024-03-31');
  assert.deepEqual([march.previous, march.next], ['2024-02', '2024-04']);
  assert.deepEqual([isMonth('2024-13'), isMonth('2024-02'), isMonth('x')], [false, true, false]);
});
