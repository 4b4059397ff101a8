import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HeadwaterError } from '../../errors.ts';
import { InputError, StaleError } from '../../register/index.ts';
import { deadlineCalendar, listDeadlines, remindOfDeadlines } from '../deadlines/index.ts';
import { addItem, closeItem, editItem, listItems, readItem } from '../items/index.ts';
import { exportForPortal } from '../portal/index.ts';
import { SERVICE } from '../../register/index.ts';
import { ITEM, openRoom, REPORT, type Room } from '../testing/room.ts';
import { addInspection, editInspection, listInspections, readInspection, slugOf } from './index.ts';

const refused = async (work: Promise<unknown>): Promise<HeadwaterError> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HeadwaterError, String(error));
  return error;
};
const issues = async (work: Promise<unknown>): Promise<Record<string, string>> => {
  const error = await refused(work);
  assert.ok(error instanceof InputError, error.message);
  return Object.fromEntries(error.issues.map((issue) => [issue.path, issue.message]));
};

describe('a report on file', () => {
  let room: Room;
  before(async () => {
    room = await openRoom();
  });
  after(() => room?.remove());

  const add = (change: object = {}) => room.acting.act(addInspection, { ...REPORT, ...change }, room.officer);
  const tasks = () => room.look((tx) => tx.selectFrom('task').select(['key', 'dueOn', 'organisationId', 'role', 'doneAt']).execute());

  test('opens the policing body’s task for the last day in law', async () => {
    const { id, slug } = await add();
    assert.equal(slug, 'how-well-the-police-tackle-serious-youth-violence-2023');
    const task = (await tasks()).find((each) => each.key === `response:${id}`);
    assert.deepEqual([task?.dueOn, task?.organisationId, task?.role], ['2023-05-02', room.body, 'policing-body-officer']);
    const seen = await room.acting.read(readInspection, { slug }, room.partner);
    assert.equal(seen.deadline?.lastDay, '2023-05-02');
  });

  test('a second report of the same title has an address of its own', async () => {
    assert.equal((await add()).slug, 'how-well-the-police-tackle-serious-youth-violence-2023-2');
    assert.equal(slugOf('The <b>HTML</b> of “it”', '2024-01-02'), 'b-html-b-of-it-2024');
    assert.equal(slugOf('¿¿', '2024-01-02'), 'report-2024');
  });

  test('the local record’s 15 January 2025 is one day late in law', async () => {
    const { slug } = await add({ title: 'Multi-agency responses', kind: 'joint-targeted', publishedOn: '2024-11-20', localDeadline: '2025-01-15' });
    const report = await room.acting.read(readInspection, { slug }, room.officer);
    assert.equal(report.deadline?.lastDay, '2025-01-14');
    assert.match(report.local?.warning ?? '', /one day late in law/);
  });

  test('a thematic report on all forces with no recommendation needs a response, whatever anybody says (R147)', async () => {
    const wrong = await issues(add({ title: 'Thematic', response: 'not-needed', noResponseReason: 'We were not inspected' }));
    assert.match(wrong['response'] ?? '', /even where this force was not inspected/);
    const { id } = await add({ title: 'Thematic without recommendations' });
    assert.ok((await tasks()).some((task) => task.key === `response:${id}`));
  });

  test('one on other forces can be taken out with a reason, one of another body too (R077)', async () => {
    const other = { title: 'One force', scope: 'one', forces: ['norfolk'], response: 'not-needed', noResponseReason: 'Only about custody in Norfolk' };
    const { id } = await add(other);
    assert.ok(!(await tasks()).some((task) => task.key === `response:${id}`));
    assert.match((await issues(add({ ...other, forces: ['varrowshire'] })))['response'] ?? '', /names this force/);
    const complaint = await add({
      title: 'Police super-complaint on stop and search',
      kind: 'super-complaint',
      inspectorates: [],
      otherBody: 'Independent Office for Police Conduct',
      response: 'not-needed',
      noResponseReason: 'Not a report of the inspectors of constabulary',
    });
    const { id: item } = await room.acting.act(addItem, { inspectionId: complaint.id, fields: { ...ITEM, number: '1' } }, room.officer);
    assert.equal((await room.acting.read(readItem, { id: item }, room.analyst)).organisationId, room.force);
  });

  test('what cannot be so is said, field by field', async () => {
    const wrong = await issues(
      add({
        title: ' ',
        inspectorates: [],
        publishedOn: { day: '30', month: '2', year: '2024' },
        scope: 'several',
        forces: ['norfolk'],
        link: 'javascript:alert(1)',
      }),
    );
    assert.equal(wrong['title'], 'Enter the title of the report');
    assert.equal(wrong['publishedOn'], 'The publication date must be a real date');
    assert.equal(wrong['link'], 'The link to the report must be an address that begins with https:// or http://');
    assert.match((await issues(add({ embargoOn: '2024-01-01', embargoTime: '25:00' })))['embargoTime'] ?? '', /00:01/);
    assert.match((await issues(add({ scope: 'several', forces: ['norfolk'] })))['forces'] ?? '', /two or more/);
    assert.match((await issues(add({ link: 'data:text/html,x' })))['link'] ?? '', /https/);
  });

  test('two people editing: the second is told who changed what, and nothing is lost', async () => {
    const { id, slug } = await add({ title: 'Edited by two' });
    const { version } = await room.acting.read(readInspection, { slug }, room.officer);
    const edit = (change: object) => room.acting.act(editInspection, { id, version, fields: { ...REPORT, title: 'Edited by two', ...change } }, room.officer);
    await edit({ grade: 'Good' });
    const error = await refused(edit({ summary: 'Mine' }));
    assert.ok(error instanceof StaleError);
    assert.deepEqual(error.changes[0]?.fields, ['grade']);
    assert.equal((await room.acting.read(readInspection, { slug }, room.officer)).summary, '');
  });

  test('sent twice, it is filed once', async () => {
    const input = { ...REPORT, title: 'Sent twice' };
    const [one, two] = await Promise.all([1, 2].map(() => room.acting.act(addInspection, input, room.officer, { key: 'same' })));
    assert.deepEqual(one, two);
    assert.equal((await room.acting.read(listInspections, {}, room.officer)).filter((report) => report.title === 'Sent twice').length, 1);
  });

  test('a changed publication date moves the task, no response needed settles it, and back', async () => {
    const { id } = await add({ title: 'Moved', scope: 'several', forces: ['norfolk', 'kent'] });
    const edit = (version: number, change: object) =>
      room.acting.act(
        editInspection,
        { id, version, fields: { ...REPORT, title: 'Moved', scope: 'several', forces: ['norfolk', 'kent'], ...change } },
        room.officer,
      );
    const task = async () => (await tasks()).find((each) => each.key === `response:${id}`);
    await edit(1, { publishedOn: '2023-03-09' });
    assert.equal((await task())?.dueOn, '2023-05-03');
    await edit(2, { response: 'not-needed', noResponseReason: 'Other forces only' });
    assert.ok((await task())?.doneAt instanceof Date);
    await edit(3, {});
    assert.equal((await task())?.doneAt, null);
  });

  test('only the policing body’s officer files, and only their own reports are changed', async () => {
    assert.equal((await refused(room.acting.act(addInspection, REPORT, room.chief))).code, 'not-allowed');
    const { id } = await add({ title: 'Ours' });
    const elsewhere = { ...room.officer, organisationId: room.council };
    assert.equal((await refused(room.acting.act(editInspection, { id, version: 1, fields: REPORT }, elsewhere))).code, 'not-allowed');
  });

  test('HTML stays text', async () => {
    const html = '<script>alert(1)</script><b>x</b>';
    const { id, slug } = await add({ title: html, summary: html, grade: html, otherBody: html });
    const { id: item } = await room.acting.act(addItem, { inspectionId: id, fields: { ...ITEM, number: '<i>1</i>', text: html, themes: html } }, room.officer);
    assert.equal((await room.acting.read(readInspection, { slug }, room.officer)).title, html);
    const seen = await room.acting.read(readItem, { id: item }, room.officer);
    assert.deepEqual([seen.text, seen.number, seen.themes], [html, '<i>1</i>', [html]]);
  });
});

describe('before an embargo ends', () => {
  let room: Room;
  let slug: string;
  let item: string;
  before(async () => {
    room = await openRoom('2023-03-07T12:00:00Z');
    const filed = await room.acting.act(addInspection, { ...REPORT, embargoOn: '2023-03-08', embargoTime: '00.01' }, room.officer);
    slug = filed.slug;
    item = (await room.acting.act(addItem, { inspectionId: filed.id, fields: ITEM }, room.officer)).id;
  });
  after(() => room?.remove());

  const sees = async (who: Room['chief']): Promise<boolean> => {
    const lists = [
      (await room.acting.read(listInspections, {}, who)).length > 0,
      (await room.acting.read(listItems, {}, who)).length > 0,
      (await room.acting.read(listDeadlines, {}, who)).length > 0,
    ];
    const one = await room.acting.read(readInspection, { slug }, who).then(
      () => true,
      (error: HeadwaterError) => error.code !== 'no-such-report',
    );
    const thing = await room.acting.read(readItem, { id: item }, who).then(
      () => true,
      () => false,
    );
    assert.equal(new Set([...lists, one, thing]).size, 1, JSON.stringify([lists, one, thing]));
    return one;
  };

  test('00:00 is blocked and 00:01 allowed, to the minute in Europe/London', async () => {
    room.register.setNow('2023-03-08T00:00:59Z');
    assert.equal(await sees(room.chief), false);
    assert.equal(await sees(room.partner), false);
    assert.equal(await sees(room.officer), true);
    room.register.setNow('2023-03-08T00:01:00Z');
    assert.equal(await sees(room.chief), true);
    assert.equal(await sees(room.partner), true);
  });

  test('nothing of it is in a calendar or an export, not even for whoever filed it; no task of it goes to another organisation', async () => {
    const events = async () => (await room.acting.read(deadlineCalendar, { origin: 'http://localhost' }, room.officer)).split('BEGIN:VEVENT').length - 1;
    const rows = async () => (await room.acting.read(exportForPortal, {}, room.officer)).rows.length;
    const elsewhere = () => room.look((tx) => tx.selectFrom('task').select('key').where('organisationId', '!=', room.body).execute());
    room.register.setNow('2023-03-08T00:00:00Z');
    await room.acting.act(remindOfDeadlines, {}, SERVICE);
    assert.deepEqual([await events(), await rows(), await elsewhere()], [0, 0, []]);
    room.register.setNow('2023-03-08T00:01:00Z');
    assert.deepEqual([await events(), await rows(), await elsewhere()], [2, 1, []]);
    await room.acting.act(remindOfDeadlines, {}, SERVICE);
    assert.deepEqual(await elsewhere(), [{ key: `plan:${item}` }]);
  });
});

test('an embargo that is set later takes the tasks of others back, and they come again when it ends', async () => {
  const room = await openRoom('2023-03-07T12:00:00Z');
  try {
    const { id } = await room.acting.act(addInspection, REPORT, room.officer);
    await room.acting.act(addItem, { inspectionId: id, fields: ITEM }, room.officer);
    const elsewhere = async () => (await room.look((tx) => tx.selectFrom('task').select('key').where('organisationId', '!=', room.body).execute())).length;
    assert.equal(await elsewhere(), 1);
    await room.acting.act(editInspection, { id, version: 1, fields: { ...REPORT, embargoOn: '2023-03-08', embargoTime: '00:01' } }, room.officer);
    assert.equal(await elsewhere(), 0);
    room.register.setNow('2023-03-08T00:01:00Z');
    await room.acting.act(remindOfDeadlines, {}, SERVICE);
    assert.equal(await elsewhere(), 1);
  } finally {
    await room.remove();
  }
});

describe('the register of recommendations', () => {
  let room: Room;
  let report: string;
  before(async () => {
    room = await openRoom();
    report = (await room.acting.act(addInspection, REPORT, room.officer)).id;
  });
  after(() => room?.remove());
  const add = (change: object, inspectionId = report) => room.acting.act(addItem, { inspectionId, fields: { ...ITEM, ...change } }, room.officer);

  test('two own and two external, each with the report’s number (R151)', async () => {
    await add({ number: '1', owner: 'home-office' });
    await add({ number: '2', owner: 'home-office' });
    await add({});
    await add({ number: '4' });
    const items = await room.acting.read(listItems, {}, room.chief);
    assert.deepEqual(
      items.map(({ number, own, organisation }) => [number, own, organisation]),
      [
        ['1', false, null],
        ['2', false, null],
        ['3', true, 'Varrowshire Police'],
        ['4', true, 'Varrowshire Police'],
      ],
    );
  });

  test('a number is given once, and never changed for another', async () => {
    assert.equal((await issues(add({})))['number'], 'Recommendation 3 of this report is on file already');
    await add({ kind: 'lesson', number: '3', text: 'A lesson with the same number is another thing' });
    await add({ kind: 'area-for-improvement', number: '', text: 'One without a number' });
    await add({ kind: 'area-for-improvement', number: '', text: 'And another' });
  });

  test('a repeated recommendation is linked, and seen from both sides (R096)', async () => {
    const earlier = await room.acting.act(addInspection, { ...REPORT, title: 'Engagement with women and girls', publishedOn: '2021-09-17' }, room.officer);
    const first = await add({ number: '2', text: 'Protected characteristics of victims accurately recorded', dueOn: '2022-03-31' }, earlier.id);
    const again = await add({ number: '', kind: 'area-for-improvement', text: 'Protected characteristics again', repeatsId: first.id });
    assert.equal((await room.acting.read(readItem, { id: again.id }, room.chief)).repeats?.id, first.id);
    assert.deepEqual(
      (await room.acting.read(readItem, { id: first.id }, room.chief)).repeatedBy.map((link) => link.id),
      [again.id],
    );
    assert.match(
      (await issues(room.acting.act(editItem, { id: first.id, version: 1, fields: { ...ITEM, number: '2', repeatsId: again.id } }, room.officer)))[
        'repeatsId'
      ] ?? '',
      /already/,
    );
    assert.match((await issues(add({ number: '9', repeatsId: again.id })))['repeatsId'] ?? '', /another report/);
  });

  test('a due date on 30 February is refused, and so is an owner without a name', async () => {
    assert.equal((await issues(add({ number: '9', dueOn: { day: '30', month: '2', year: '2024' } })))['fields.dueOn'], 'The due date must be a real date');
    assert.equal((await issues(add({ number: '9', owner: 'other' })))['fields.ownerName'], 'Enter who owns it');
  });

  test('nothing is closed without evidence, and nobody signs off in another’s name', async () => {
    const { id } = await add({ number: '10' });
    const close = (route: string, who = room.officer) =>
      room.acting.act(closeItem, { id, version: 1, route, closedOn: '2023-03-09', note: 'Letter of 9 March 2023' }, who);
    assert.match((await issues(close('chief-officer')))['route'] ?? '', /Somebody else signs off/);
    const error = await refused(close('policing-body'));
    assert.equal(error.code, 'no-evidence');
    assert.equal((await refused(close('inspectorate-verified', room.partner))).code, 'not-allowed');
  });
});
