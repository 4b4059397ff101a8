import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  approveResponse,
  correctResponse,
  findResponse,
  inviteChief,
  listComments,
  listPublished,
  listResponses,
  listVersions,
  openResponse,
  publishResponse,
  readAccountability,
  readComments,
  readPublished,
  readResponse,
  readVersion,
  recordNone,
  recordStep,
  returnResponse,
  saveComments,
  setPosition,
  submitResponse,
  takeBackStep,
  writeSection,
} from '../../src/account/responses/index.ts';
import { HeadwaterError } from '../../src/errors.ts';
import { PUBLIC, transaction, type Who } from '../../src/register/index.ts';
import { type County, county } from './county.ts';
import { journey } from './journey.ts';

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof HeadwaterError ? error.code : error === null ? 'done' : String(error);
};

describe('who may see and change a response', () => {
  let c: County;
  let id: string;
  let itemId: string;
  let inspectionId: string;
  before(async () => {
    c = await county();
    const report = await c.inspection();
    inspectionId = report.id;
    itemId = report.items[1] ?? '';
    const j = journey(c, report);
    id = await j.complete();
  });
  after(() => c?.remove());

  /** Every action and every read of one response, with input that would be good. */
  const tries = (who: Who): readonly (readonly [string, () => Promise<unknown>])[] => {
    const at = { id, version: 1 };
    const { acting } = c;
    return [
      ['response.write', () => acting.act(writeSection, { ...at, section: 'comments', text: 'x' }, who)],
      ['response.position', () => acting.act(setPosition, { ...at, itemId, position: 'accepted', action: 'x', noActionReason: '' }, who)],
      ['response.invite', () => acting.act(inviteChief, { ...at, replyBy: '2023-04-12' }, who)],
      ['response.none-received', () => acting.act(recordNone, at, who)],
      ['response.submit', () => acting.act(submitResponse, at, who)],
      ['response.return', () => acting.act(returnResponse, { ...at, reason: 'x' }, who)],
      ['response.approve', () => acting.act(approveResponse, at, who)],
      ['response.publish', () => acting.act(publishResponse, { ...at, known: true }, who)],
      ['response.distribute', () => acting.act(recordStep, { id, step: 'website', doneOn: '2023-03-09', evidence: 'x' }, who)],
      ['response.take-back', () => acting.act(takeBackStep, { id, step: 'website', reason: 'x' }, who)],
      ['response.read', () => acting.read(readResponse, { id }, who)],
      ['response.versions', () => acting.read(listVersions, { id }, who)],
      ['response.version', () => acting.read(readVersion, { id, number: 1 }, who)],
    ];
  };

  test('another policing body is told that there is no such response, whatever it tries', async () => {
    for (const [name, work] of tries(c.stranger)) assert.equal(await codeOf(work()), 'no-such-record', name);
    assert.equal(await codeOf(c.acting.read(readComments, { id }, c.stranger)), 'no-such-record');
    const seen = await c.acting.read(listResponses, {}, c.stranger);
    assert.deepEqual(
      seen.filter((row) => row.id !== null),
      [],
      'the report is theirs to answer too, this response is not',
    );
    assert.equal(
      (await c.acting.read(findResponse, { slug: (await c.acting.read(readResponse, { id }, c.officer)).content.report.slug }, c.stranger))?.id,
      null,
    );
  });

  test('the force, an analyst and the public have no way to a draft', async () => {
    for (const who of [c.chief, c.analyst]) for (const [name, work] of tries(who)) assert.equal(await codeOf(work()), 'not-allowed', name);
    for (const [name, work] of tries(PUBLIC)) assert.equal(await codeOf(work()), 'sign-in-first', name);
  });

  test('who approves does not draft, publish or record', async () => {
    for (const [name, work] of tries(c.lead)) {
      const code = await codeOf(work());
      const may = ['response.return', 'response.approve', 'response.read', 'response.versions', 'response.version'].includes(name);
      assert.equal(code === 'not-allowed', !may, `${name}: ${code}`);
    }
    assert.equal(await codeOf(c.acting.act(openResponse, { inspectionId }, c.lead)), 'not-allowed');
  });

  test('the chief officer writes the force’s comments and nobody else does', async () => {
    const input = { id, version: 1, general: 'x', items: [], send: true };
    assert.equal(await codeOf(c.acting.act(saveComments, input, c.officer)), 'not-allowed');
    const both = { ...c.officer, roles: ['policing-body-officer', 'chief-officer'] };
    assert.equal(await codeOf(c.acting.act(saveComments, input, both)), 'not-allowed', 'a role at the body does not make them the force');
    const otherChief = { ...c.stranger, roles: ['chief-officer'] };
    assert.equal(await codeOf(c.acting.act(saveComments, input, otherChief)), 'no-such-record');
    assert.deepEqual(await c.acting.read(listComments, {}, otherChief), []);
  });

  test('what the chief officer is shown holds nothing of the body’s draft', async () => {
    const secret = 'A sentence that only the body has seen.';
    const report = await c.inspection();
    const j = journey(c, report);
    const own = await j.open();
    await j.invite();
    for (const section of ['comments', 'opinion', 'key-findings', 'initial-response', 'chief-reply']) await j.write(section, secret);
    await j.answer(report.items[1] ?? '', 'not-accepted', secret, secret);
    const shown = JSON.stringify([await c.acting.read(readComments, { id: own }, c.chief), await c.acting.read(listComments, {}, c.chief)]);
    assert.doesNotMatch(shown, /only the body/);
    assert.doesNotMatch(shown, /not-accepted/);
    assert.match(shown, /officers are trained in outcome 22/, 'the report’s items are shown');
  });

  test('the second wall: without the reach, the database itself shows no row', async () => {
    const rows = (who: Who, reach: 'public' | 'organisation') =>
      transaction(c.register.db, { reach, who, at: c.register.now() }, async (tx) => ({
        responses: (await tx.selectFrom('response').select('id').execute()).length,
        items: (await tx.selectFrom('responseItem').select('itemId').execute()).length,
        versions: (await tx.selectFrom('responseVersion').select('number').where('published', '=', false).execute()).length,
        comments: (await tx.selectFrom('chiefComment').select('id').execute()).length,
        texts: (await tx.selectFrom('chiefCommentItem').select('itemId').execute()).length,
      }));
    const none = { responses: 0, items: 0, versions: 0, comments: 0, texts: 0 };
    assert.deepEqual(await rows(PUBLIC, 'public'), none);
    assert.deepEqual(await rows(c.stranger, 'organisation'), none);
    const force = await rows(c.chief, 'organisation');
    assert.deepEqual({ ...force, comments: 0, texts: 0 }, none, 'the force sees its comments and no more');
    assert.ok(force.comments > 0);
    const wrote = transaction(c.register.db, { reach: 'organisation', who: c.chief, at: c.register.now() }, (tx) =>
      tx.updateTable('responseVersion').set({ note: 'x' }).execute(),
    );
    await assert.rejects(wrote, /permission denied/, 'a version cannot be changed');
  });

  test('while a correction is drafted, signed in or not, public reads give what is published', async () => {
    const report = await c.inspection();
    const j = journey(c, report);
    const { path } = await j.published();
    await c.acting.act(correctResponse, { id: j.id(), version: await j.version(), reason: 'A reason for the officers.' }, c.officer);
    await j.write('comments', 'Words of the correction.');
    for (const who of [PUBLIC, c.officer, c.stranger, c.chief, c.analyst]) {
      const shown = JSON.stringify([
        await c.acting.read(readPublished, { path }, who),
        await c.acting.read(listPublished, {}, who),
        await c.acting.read(readAccountability, {}, who),
      ]);
      assert.doesNotMatch(shown, /Words of the correction|A reason for the officers/);
    }
  });

  test('a report under embargo is on no public page, not even for who has filed it', async () => {
    await c.inspection({ title: 'Not yet out', slug: 'not-yet-out', embargoAt: new Date('2023-03-10T00:01:00Z') });
    await c.inspection({ title: 'Dated tomorrow', slug: 'dated-tomorrow', publishedOn: '2023-03-10' });
    for (const who of [PUBLIC, c.officer]) assert.doesNotMatch(JSON.stringify(await c.acting.read(readAccountability, {}, who)), /Not yet out|Dated tomorrow/);
    c.register.setNow('2023-03-10T00:01:00Z');
    assert.match(JSON.stringify(await c.acting.read(readAccountability, {}, PUBLIC)), /Not yet out/);
    c.register.setNow('2023-03-09T10:00:00Z');
  });

  test('a version that was tampered with is not shown as what was published', async () => {
    const report = await c.inspection();
    const { path } = await journey(c, report).published();
    await c.system((tx) => tx.selectFrom('responseVersion').select('number').where('path', '=', path).executeTakeFirstOrThrow());
    await c.asOwner(`update response_version set content = jsonb_set(content, '{comments}', '"We disagree."') where path = '${path}'`);
    assert.equal(await codeOf(c.acting.read(readPublished, { path }, PUBLIC)), 'proof-broken');
    await c.asOwner(`update response_version set content = jsonb_set(content, '{comments}', '"I welcome the report."') where path = '${path}'`);
    assert.equal(await codeOf(c.acting.read(readPublished, { path }, PUBLIC)), 'done');
  });
});
