import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  approveResponse,
  correctResponse,
  inviteChief,
  listComments,
  listResponses,
  listVersions,
  openResponse,
  publishResponse,
  readComments,
  readPublished,
  readResponse,
  recordNone,
  returnResponse,
  saveComments,
  setPosition,
  submitResponse,
  writeSection,
} from '../../src/account/responses/index.ts';
import { HeadwaterError } from '../../src/errors.ts';
import { InputError, PUBLIC, StaleError, verifyAudit } from '../../src/register/index.ts';
import { type County, county } from './county.ts';
import { journey } from './journey.ts';

const failure = async (work: Promise<unknown>): Promise<HeadwaterError> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HeadwaterError, `expected a refusal, got ${String(error)}`);
  return error;
};

describe('the life of a response', () => {
  let c: County;
  before(async () => {
    c = await county();
  });
  after(() => c?.remove());

  const tasks = (like: string) => c.system((tx) => tx.selectFrom('task').selectAll().where('key', 'like', like).orderBy('createdAt').execute());

  test('from a report to a published response, by two people and the force', async () => {
    const report = await c.inspection();
    const j = journey(c, report);
    await c.system((tx) =>
      tx
        .insertInto('task')
        .values({
          kind: 'response',
          key: `response:${report.id}`,
          title: 'Respond',
          href: `/account/responses/${report.slug}`,
          subjectType: 'inspection',
          subjectId: report.id,
          organisationId: c.body,
          role: 'policing-body-officer',
          personId: null,
          dueOn: '2023-05-02',
          doneAt: null,
        })
        .execute(),
    );
    const before = (await c.acting.read(listResponses, {}, c.officer)).find((row) => row.inspectionId === report.id);
    assert.equal(before?.state, 'not-started');
    assert.equal(before?.deadline.lastDay, '2023-05-02');
    const id = await j.open();
    const opened = await j.read();
    assert.equal(opened.state, 'draft');
    assert.match(opened.content.keyFindings, /Twelve forces/, 'the report’s summary is where the key findings start from');
    assert.deepEqual(
      opened.gaps.filter((gap) => gap.required).map((gap) => gap.field.replace(/[0-9a-f-]{36}/, 'ID')),
      ['comments', 'invitedOn', 'commentsBy', 'chiefComments', 'positions.ID.stance', 'positions.ID.action', 'positions.ID.stance', 'positions.ID.action'],
    );
    assert.equal((await failure(j.submit())).code, 'response-gaps');
    assert.equal((await j.read()).state, 'draft', 'a refused submission changes nothing');

    await j.invite();
    const [asked] = await tasks(`chief-comment:${id}%`);
    assert.equal(asked?.organisationId, c.force);
    assert.equal(asked?.role, 'chief-officer');
    assert.equal(asked?.dueOn, '2023-04-12');
    await j.comment('Half a thought', [], false);
    assert.equal((await j.read()).content.chief.general, '', 'what is not sent is the force’s own');
    assert.equal((await c.acting.read(readComments, { id }, c.officer)).general, '');
    await j.comment('The force accepts both.', [{ itemId: report.items[1] ?? '', text: 'Training is refreshed.' }]);
    assert.ok((await tasks(`chief-comment:${id}%`))[0]?.doneAt, 'sending the comments does the task');
    assert.equal((await j.read()).content.items[1]?.chief, 'Training is refreshed.');

    await j.write('comments', 'I welcome the report.');
    await j.write('opinion', 'It is a pity that the report says nothing of rural places.');
    for (const itemId of report.items.slice(1)) await j.answer(itemId, 'partly', 'Work is under way.');
    assert.deepEqual((await j.read()).gaps, []);
    await j.submit();
    assert.equal((await failure(j.write('comments', 'Something else'))).code, 'response-state');
    assert.equal((await failure(c.acting.act(publishResponse, { id, version: await j.version(), known: true }, c.officer))).code, 'response-state');

    const own = await failure(c.acting.act(approveResponse, { id, version: await j.version() }, c.officer));
    assert.equal(own.code, 'own-words');
    assert.match(own.message, /^Nobody approves their own words\. You wrote version \d+/);
    await j.approve();
    assert.equal((await j.read()).state, 'approved');
    const published = await j.publish();
    assert.equal(published.lateBy, 0);
    assert.equal(published.path, `/responses/${report.slug}/varrowshire-police-and-crime-commissioner`);
    assert.ok((await tasks(`response:${report.id}`))[0]?.doneAt, 'publishing does the task that filing opened');
    const shown = await c.acting.read(readPublished, { path: published.path }, PUBLIC);
    assert.equal(shown.shown.hash, published.hash);
    assert.equal(shown.content.comments, 'I welcome the report.');
    assert.equal((await c.acting.read(listResponses, {}, c.officer)).find((row) => row.id === id)?.deadline.state, 'met');
    assert.equal((await verifyAudit(c.register.db)).faults.length, 0);
  });

  test('nobody approves what they have written a word of, and returning or approving is no writing', async () => {
    const report = await c.inspection();
    const j = journey(c, report);
    const id = await j.complete();
    await c.acting.act(writeSection, { id, version: await j.version(), section: 'opinion', text: 'One word of a colleague.' }, c.colleague);
    await j.submit();
    for (const writer of [c.officer, c.colleague]) {
      assert.equal((await failure(c.acting.act(approveResponse, { id, version: await j.version() }, writer))).code, 'own-words');
      assert.equal((await c.acting.read(readResponse, { id }, writer)).approval.allowed, false);
    }
    const refused = await c.system((tx) =>
      tx
        .selectFrom('auditEvent')
        .select('details')
        .where('action', '=', 'response.approve')
        .where('outcome', '=', 'refused')
        .where('personId', '=', c.colleague.personId)
        .execute(),
    );
    assert.deepEqual(refused.at(-1)?.details, { code: 'own-words' }, 'the attempt is on record');
    await c.acting.act(returnResponse, { id, version: await j.version(), reason: 'Say by when.' }, c.lead);
    const returned = await j.read();
    assert.equal(returned.state, 'draft');
    assert.equal(returned.returnReason, 'Say by when.');
    await j.write('comments', 'I welcome the report, and ask for it by June.');
    await j.submit();
    assert.equal((await j.read()).returnReason, '');
    await j.approve();
    assert.equal((await j.read()).state, 'approved');
    const open = await c.system((tx) => tx.selectFrom('task').select('key').where('key', 'like', `approve:${id}:%`).where('doneAt', 'is', null).execute());
    assert.deepEqual(open, []);
  });

  test('what another body publishes on the same report does not settle this one’s task', async () => {
    const report = await c.inspection({ items: [] });
    await c.system((tx) =>
      tx
        .insertInto('task')
        .values({
          kind: 'response',
          key: `response:${report.id}`,
          title: 'Respond',
          href: '/',
          subjectType: 'inspection',
          subjectId: report.id,
          organisationId: c.body,
          role: null,
          personId: null,
          dueOn: null,
          doneAt: null,
        })
        .execute(),
    );
    await c.system((tx) =>
      tx
        .insertInto('organisation')
        .values({
          name: 'Eastmoor Police',
          shortName: 'Eastmoor',
          type: 'police',
          force: 'eastmoor',
          parentId: null,
          area: null,
          closedOn: null,
          closedReason: null,
          createdBy: null,
          updatedBy: null,
        })
        .execute(),
    );
    const approver = { ...c.stranger, personId: c.lead.personId };
    const theirs = journey({ ...c, officer: c.stranger, lead: approver }, report);
    const id = await theirs.open();
    await theirs.invite();
    await theirs.write('comments', 'Eastmoor welcomes it.');
    c.register.setNow('2023-04-13T09:00:00Z');
    await c.acting.act(recordNone, { id, version: await theirs.version() }, c.stranger);
    await theirs.submit();
    await theirs.approve();
    const { path } = await theirs.publish();
    assert.equal(path, `/responses/${report.slug}/eastmoor-police-and-crime-commissioner`);
    assert.equal((await tasks(`response:${report.id}`))[0]?.doneAt, null);
    c.register.setNow('2023-03-09T10:00:00Z');
  });

  test('a reason is needed to return, and an approved response can still be returned', async () => {
    const j = journey(c, await c.inspection());
    const id = await j.complete();
    await j.submit();
    const blank = await failure(c.acting.act(returnResponse, { id, version: await j.version(), reason: '  ' }, c.lead));
    assert.ok(blank instanceof InputError);
    assert.equal(blank.issues[0]?.message, 'Enter why it is returned');
    await j.approve();
    await c.acting.act(returnResponse, { id, version: await j.version(), reason: 'A date is wrong.' }, c.lead);
    assert.equal((await j.read()).state, 'draft');
  });

  test('what waits for approval is what is approved: where the comments or the report’s entry move, it goes back', async () => {
    const report = await c.inspection();
    const j = journey(c, report);
    const id = await j.complete();
    await j.submit();
    await j.comment('The force has thought again.');
    assert.equal((await failure(j.approve())).code, 'moved-meanwhile');
    await c.acting.act(returnResponse, { id, version: await j.version(), reason: 'New comments came.' }, c.lead);
    await j.submit();
    await j.approve();
    await c.system((tx) =>
      tx
        .updateTable('inspectionItem')
        .set({ text: 'Other words.' })
        .where('id', '=', report.items[2] ?? '')
        .execute(),
    );
    assert.equal((await failure(j.publish())).code, 'moved-meanwhile');
  });

  test('late is allowed and said', async () => {
    const report = await c.inspection();
    const j = journey(c, report);
    await j.complete();
    await j.submit();
    await j.approve();
    c.register.setNow('2023-05-02T22:30:00Z');
    const lastHour = await j.read();
    assert.equal(lastHour.deadline.state, 'today', 'half past eleven in the evening in London');
    c.register.setNow('2023-05-05T09:00:00Z');
    assert.equal((await j.read()).deadline.words, 'Overdue by 3 days');
    const published = await j.publish();
    assert.equal(published.lateBy, 3);
    assert.equal((await c.acting.read(readPublished, { path: published.path }, PUBLIC)).lateBy, 3);
    assert.equal((await j.read()).deadline.words, 'Done on 5 May 2023, 3 days late');
    c.register.setNow('2023-03-09T10:00:00Z');
  });

  test('a correction is drafted while the published one stays, and both proofs are kept', async () => {
    const report = await c.inspection();
    const j = journey(c, report);
    const first = await j.published();
    const id = j.id();
    c.register.setNow('2023-06-01T10:00:00Z');
    await c.acting.act(correctResponse, { id, version: await j.version(), reason: 'The number of officers was wrong.' }, c.officer);
    await j.write('comments', 'I welcome the report. 300 officers were trained.');
    const meanwhile = await c.acting.read(readPublished, { path: first.path }, PUBLIC);
    assert.equal(meanwhile.content.comments, 'I welcome the report.');
    assert.equal(meanwhile.versions.length, 1);
    assert.equal((await j.read()).words, 'Published; correction: draft');
    await j.submit();
    await j.approve();
    const second = await j.publish();
    assert.equal(second.path, first.path, 'the address stays');
    assert.notEqual(second.hash, first.hash);
    assert.equal(second.lateBy, 0, 'the statute asks about the first publication');
    const now = await c.acting.read(readPublished, { path: first.path }, PUBLIC);
    assert.deepEqual(
      now.versions.map((version) => [version.edition, version.hash, version.correction]),
      [
        [1, first.hash, ''],
        [2, second.hash, 'The number of officers was wrong.'],
      ],
    );
    const old = await c.acting.read(readPublished, { path: first.path, edition: 1 }, PUBLIC);
    assert.equal(old.content.comments, 'I welcome the report.');
    assert.equal(old.newest, false);
    assert.equal((await failure(c.acting.read(readPublished, { path: first.path, edition: 3 }, PUBLIC))).kind, 'not-found');
    c.register.setNow('2023-03-09T10:00:00Z');
  });

  test('two people editing: the second is told who changed what, and nothing of theirs is written', async () => {
    const report = await c.inspection();
    const j = journey(c, report);
    const id = await j.open();
    const version = await j.version();
    await c.acting.act(writeSection, { id, version, section: 'comments', text: 'First.' }, c.officer);
    const stale = await failure(c.acting.act(writeSection, { id, version, section: 'comments', text: 'Second.' }, c.colleague));
    assert.ok(stale instanceof StaleError);
    assert.match(stale.message, /^Orla Penhallow changed this/);
    assert.deepEqual(stale.changes[0]?.fields, ['comments']);
    const item = report.items[1] ?? '';
    const held = await j.version();
    await c.acting.act(setPosition, { id, version: held, itemId: item, position: 'accepted', action: 'A', noActionReason: '' }, c.officer);
    const second = await failure(
      c.acting.act(setPosition, { id, version: held, itemId: item, position: 'partly', action: 'B', noActionReason: '' }, c.colleague),
    );
    assert.ok(second instanceof StaleError, 'positions stand beside the row, and are guarded by it');
    assert.deepEqual(second.changes[0]?.fields, ['position of item 3', 'action of item 3']);
    const race = await Promise.allSettled(
      ['x', 'y'].map(async (text) => c.acting.act(writeSection, { id, version: held + 1, section: 'opinion', text }, text === 'x' ? c.officer : c.colleague)),
    );
    assert.deepEqual(race.map((one) => one.status).sort(), ['fulfilled', 'rejected']);
    await j.invite();
    const form = await c.acting.read(readComments, { id }, c.chief);
    await c.acting.act(saveComments, { id, version: form.version, general: 'One', items: [], send: false }, c.chief);
    const late = await failure(c.acting.act(saveComments, { id, version: form.version, general: 'Two', items: [], send: true }, c.chief));
    assert.ok(late instanceof StaleError);
  });

  test('saving what is there already writes no version', async () => {
    const j = journey(c, await c.inspection());
    const id = await j.open();
    await j.write('comments', 'The same.');
    const before = await c.acting.read(listVersions, { id }, c.officer);
    await j.write('comments', 'The same.');
    assert.equal((await c.acting.read(listVersions, { id }, c.officer)).length, before.length);
  });

  test('the date for the chief officer’s comments', async () => {
    const j = journey(c, await c.inspection());
    const id = await j.open();
    const late = await failure(j.invite('2023-05-03'));
    assert.ok(late instanceof InputError);
    assert.match(late.issues[0]?.message ?? '', /3 May 2023 is after 2 May 2023/);
    assert.ok((await failure(j.invite('2023-03-01'))) instanceof InputError, 'not in the past');
    assert.ok((await failure(j.invite('2023-02-30'))) instanceof InputError, 'not 30 February');
    await j.invite('2023-05-03', true);
    assert.ok(
      (await j.read()).gaps.some((gap) => gap.field === 'commentsBy' && !gap.required),
      'the warning stays',
    );
    await j.invite('2023-04-20');
    const open = await c.system((tx) =>
      tx.selectFrom('task').select('dueOn').where('key', 'like', `chief-comment:${id}%`).where('doneAt', 'is', null).execute(),
    );
    assert.deepEqual(open, [{ dueOn: '2023-04-20' }], 'asking again moves the task');
    const early = await failure(c.acting.act(recordNone, { id, version: await j.version() }, c.officer));
    assert.equal(early.code, 'too-early');
    c.register.setNow('2023-04-21T09:00:00Z');
    await c.acting.act(recordNone, { id, version: await j.version() }, c.officer);
    assert.equal((await j.read()).content.chief.notReceivedOn, '2023-04-21');
    assert.equal(
      (await j.read()).gaps.some((gap) => gap.field === 'chiefComments'),
      false,
    );
    await j.comment('Late, but here.');
    assert.equal((await j.read()).content.chief.notReceivedOn, null, 'comments that come after all count');
    c.register.setNow('2023-03-09T10:00:00Z');
  });

  test('comments are closed by publication, and opened by being asked again', async () => {
    const report = await c.inspection();
    const j = journey(c, report);
    await j.published();
    assert.equal((await failure(j.comment('Too late'))).code, 'comments-closed');
    await c.acting.act(correctResponse, { id: j.id(), version: await j.version(), reason: 'A correction.' }, c.officer);
    await j.invite('2023-06-30');
    await j.comment('In time again.');
    assert.equal((await j.read()).content.chief.general, 'In time again.');
  });

  test('nothing goes out before the report itself', async () => {
    const report = await c.inspection({ publishedOn: '2023-03-20', embargoAt: new Date('2023-03-20T00:01:00Z') });
    const j = journey(c, report);
    const id = await j.open();
    assert.equal((await failure(j.invite())).code, 'embargoed');
    assert.deepEqual(
      (await c.acting.read(listComments, {}, c.chief)).filter((row) => row.id === id),
      [],
    );
    c.register.setNow('2023-03-20T00:00:59Z');
    assert.equal((await failure(j.invite())).code, 'embargoed');
    c.register.setNow('2023-03-20T00:01:00Z');
    await j.invite();
    await j.comment('Yes.');
    await j.write('comments', 'Good.');
    for (const itemId of report.items.slice(1)) await j.answer(itemId, 'accepted', 'Done.');
    await j.submit();
    await j.approve();
    c.register.setNow('2023-03-19T12:00:00Z');
    assert.equal((await failure(j.publish())).code, 'embargoed');
    c.register.setNow('2023-03-09T10:00:00Z');
  });

  test('a response is opened once, by a policing body, for a report that needs one', async () => {
    const report = await c.inspection();
    const j = journey(c, report);
    await j.open();
    assert.equal((await failure(j.open())).code, 'response-open');
    const none = await c.inspection({ responseNeeded: false, noResponseReason: 'Clearly not about this force' });
    assert.equal((await failure(journey(c, none).open())).code, 'no-response-needed');
    const force = { ...c.chief, roles: ['policing-body-officer'] };
    const other = await c.inspection();
    assert.equal((await failure(c.acting.act(openResponse, { inspectionId: other.id }, force))).code, 'not-a-policing-body');
    // A report on all forces is another body's to answer too, in its own response.
    await c.acting.act(openResponse, { inspectionId: other.id }, c.stranger);
    assert.equal((await c.acting.read(listResponses, {}, c.officer)).find((row) => row.inspectionId === other.id)?.state, 'not-started');
  });

  test('an item of another owner needs no position, and one of another report has none here', async () => {
    const report = await c.inspection();
    const other = await c.inspection();
    const j = journey(c, report);
    await j.open();
    assert.ok((await failure(j.answer(report.items[0] ?? '', 'accepted', 'x'))) instanceof InputError);
    assert.ok((await failure(j.answer(other.items[1] ?? '', 'accepted', 'x'))) instanceof InputError);
    await j.invite();
    const form = await c.acting.read(readComments, { id: j.id() }, c.chief);
    const strange = c.acting.act(
      saveComments,
      { id: j.id(), version: form.version, general: '', items: [{ itemId: other.items[1] ?? '', text: 'x' }], send: false },
      c.chief,
    );
    assert.ok((await failure(strange)) instanceof InputError);
    assert.equal((await failure(c.acting.act(submitResponse, { id: j.id(), version: 99 }, c.officer))).code, 'changed-meanwhile');
    assert.equal((await failure(c.acting.act(inviteChief, { id: j.id(), version: 1, replyBy: '' }, c.officer))).kind, 'bad-input');
  });
});
