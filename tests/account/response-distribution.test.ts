import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  correctResponse,
  describeResponse,
  listVersions,
  readPublished,
  readResponse,
  readVersion,
  recordStep,
  responseDocument,
  takeBackStep,
  writeSection,
} from '../../src/account/responses/index.ts';
import { renderDocx, renderHtml, renderOdt, textOf } from '../../src/documents/index.ts';
import { HeadwaterError } from '../../src/errors.ts';
import { InputError, PUBLIC } from '../../src/register/index.ts';
import { type County, county } from './county.ts';
import { journey } from './journey.ts';

const refused = async (work: Promise<unknown>): Promise<HeadwaterError> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HeadwaterError, `expected a refusal, got ${String(error)}`);
  return error;
};

const STEPS = ['chief-constable', 'police-and-crime-panel', 'inspectors', 'monitoring-portal', 'secretary-of-state', 'website'];

describe('sending a published response', () => {
  let c: County;
  before(async () => {
    c = await county();
  });
  after(() => c?.remove());

  const open = (id: string) =>
    c.system((tx) =>
      tx.selectFrom('task').select('key').where('subjectId', '=', id).where('kind', '=', 'response-distribution').where('doneAt', 'is', null).execute(),
    );

  test('is complete when every step has its day and its evidence, and not before', async () => {
    const j = journey(c, await c.inspection());
    await j.complete();
    const id = j.id();
    const record = (step: string, more: object = {}) =>
      c.acting.act(recordStep, { id, step, doneOn: '2023-03-09', evidence: `Reference ${step}`, ...more }, c.officer);
    assert.equal((await refused(record('website'))).code, 'not-published');
    await j.submit();
    await j.approve();
    const { path } = await j.publish();
    assert.equal((await open(id)).length, 1);
    for (const bad of [{ evidence: ' ' }, { doneOn: '2023-03-10' }, { doneOn: '2023-02-30' }, { doneOn: '2023-03-07' }, { documentId: c.body }])
      assert.ok((await refused(record('website', bad))) instanceof InputError, JSON.stringify(bad));
    for (const [index, step] of STEPS.entries()) {
      const result = await record(step);
      assert.equal(result.complete, index === STEPS.length - 1, step);
    }
    assert.deepEqual(await open(id), []);
    assert.equal((await refused(record('website'))).code, 'step-recorded');
    assert.ok((await refused(c.acting.act(takeBackStep, { id, step: 'website', reason: '' }, c.officer))) instanceof InputError);
    await c.acting.act(takeBackStep, { id, step: 'website', reason: 'The wrong address.' }, c.officer);
    assert.equal((await open(id)).length, 1, 'it is work again');
    const back = await c.acting.read(readResponse, { id }, c.officer);
    assert.equal(back.distribution?.complete, false);
    const gone = back.sent.find((row) => row.withdrawn !== null);
    assert.deepEqual([gone?.step, gone?.withdrawn?.reason, gone?.withdrawn?.by], ['website', 'The wrong address.', 'Orla Penhallow']);
    assert.equal((await refused(c.acting.act(takeBackStep, { id, step: 'website', reason: 'Again.' }, c.officer))).code, 'step-open');
    assert.equal((await record('website')).complete, true);
    assert.deepEqual(await open(id), []);
    const shown = await c.acting.read(readPublished, { path }, PUBLIC);
    assert.ok(shown.sent.every((step) => step.done && step.on === '2023-03-09'));
    assert.doesNotMatch(JSON.stringify(shown), /Reference website|Orla/, 'evidence and names stay inside');
    const events = await c.system((tx) =>
      tx
        .selectFrom('auditEvent')
        .select(['action', 'details'])
        .where('subjectId', '=', id)
        .where('action', 'in', ['response.distribute', 'response.take-back'])
        .execute(),
    );
    assert.equal(events.length, STEPS.length + 2, 'each tick and its taking back is in the log');
    assert.doesNotMatch(JSON.stringify(events), /wrong address/);
  });

  test('a document of the organisation can be the evidence, and another’s cannot', async () => {
    const j = journey(c, await c.inspection());
    await j.published();
    const document = (organisationId: string, name: string) =>
      c.system((tx) =>
        tx
          .insertInto('document')
          .values({
            organisationId,
            name,
            mediaType: 'text/plain',
            bytes: 1,
            sha256: Buffer.alloc(32),
            content: Buffer.from('x'),
            reviewOn: null,
            createdBy: null,
          })
          .returning('id')
          .executeTakeFirstOrThrow(),
      );
    const own = await document(c.body, 'panel-receipt.txt');
    const other = await document(c.otherBody, 'theirs.txt');
    const input = { id: j.id(), step: 'police-and-crime-panel', doneOn: '2023-03-09', evidence: 'Receipt' };
    assert.ok((await refused(c.acting.act(recordStep, { ...input, documentId: other.id }, c.officer))) instanceof InputError);
    await c.acting.act(recordStep, { ...input, documentId: own.id }, c.officer);
    const one = await c.acting.read(readResponse, { id: j.id() }, c.officer);
    assert.equal(one.sent[0]?.document?.name, 'panel-receipt.txt');
    assert.deepEqual(
      one.documents.map((each) => each.name),
      ['panel-receipt.txt'],
    );
  });

  test('a correction is sent anew', async () => {
    const j = journey(c, await c.inspection());
    await j.published();
    const id = j.id();
    for (const step of STEPS) await c.acting.act(recordStep, { id, step, doneOn: '2023-03-09', evidence: 'Sent' }, c.officer);
    await c.acting.act(correctResponse, { id, version: await j.version(), reason: 'A date.' }, c.officer);
    assert.equal((await j.read()).distribution?.complete, true, 'what is published is sent');
    await j.write('comments', 'Corrected.');
    await j.submit();
    await j.approve();
    await j.publish();
    const now = await j.read();
    assert.equal(now.distribution?.done, 0);
    assert.equal(now.sent.length, STEPS.length, 'the earlier records are kept');
  });
});

describe('versions and hostile words', () => {
  let c: County;
  before(async () => {
    c = await county();
  });
  after(() => c?.remove());

  test('each saved state is held whole', async () => {
    const j = journey(c, await c.inspection());
    const id = await j.open();
    for (const text of ['One.', 'One and two.', 'Two.']) await j.write('comments', text);
    const rows = await c.acting.read(listVersions, { id }, c.officer);
    assert.deepEqual(
      rows.map((row) => [row.number, row.words, row.by]),
      [
        [1, 'Draft opened', 'Orla Penhallow'],
        [2, 'Saved', 'Orla Penhallow'],
        [3, 'Saved', 'Orla Penhallow'],
        [4, 'Saved', 'Orla Penhallow'],
      ],
    );
    assert.equal((await c.acting.read(readVersion, { id, number: 3 }, c.officer)).comments, 'One and two.');
    assert.equal((await refused(c.acting.read(readVersion, { id, number: 5 }, c.officer))).kind, 'not-found');
  });

  const HTML = '<script>alert("x")</script><img src=x onerror=alert(1)> & "quoted" \u0000\ud800 ]]> {{ 7 * 7 }}';

  test('HTML, broken characters and templates in every text are kept as words and shown as words', async () => {
    const report = await c.inspection({
      title: `Title ${HTML.slice(0, 60)}`,
      items: [{ number: '3', text: HTML.replace('\u0000\ud800', '') }],
      link: 'javascript:alert(1)',
      grade: '<b>Good</b>',
    });
    const j = journey(c, report);
    const id = await j.open();
    await j.invite();
    await j.comment(HTML, [{ itemId: report.items[0] ?? '', text: HTML }]);
    for (const section of ['key-findings', 'initial-response', 'comments', 'opinion', 'chief-reply']) await j.write(section, `${section} ${HTML}`);
    await j.answer(report.items[0] ?? '', 'accepted', HTML, HTML);
    await c.acting.act(
      describeResponse,
      {
        id,
        version: await j.version(),
        layout: 'norfolk',
        officeTitle: '<i>Mayor</i>',
        officeHolder: '<b>A</b>',
        chiefTitle: '<u>Chief</u>',
        chiefOfficer: HTML,
      },
      c.officer,
    );
    await j.submit();
    await j.approve();
    const { path } = await j.publish();
    const { content } = await c.acting.read(readPublished, { path }, PUBLIC);
    assert.match(content.comments, /^comments <script>alert\("x"\)<\/script>.* \{\{ 7 \* 7 \}\}$/s);
    for (const layout of ['norfolk', 'staffordshire'] as const) {
      const doc = responseDocument(content, { version: '1', date: '2023-03-09', sent: [] }, layout);
      const html = renderHtml(doc);
      assert.doesNotMatch(html, /<script|<img|javascript:[^<]*"|href="javascript/i);
      assert.doesNotMatch(html, /<b>|<i>|<u>/);
      for (const [bytes, kind] of [
        [renderDocx(doc), 'docx'],
        [renderOdt(doc), 'odt'],
      ] as const)
        assert.match(await textOf(bytes, kind), /opinion <script>alert\("x"\)<\/script>/);
    }
  });

  test('a text that is too long is refused in words', async () => {
    const j = journey(c, await c.inspection());
    await j.open();
    const error = await refused(j.write('comments', 'x'.repeat(60_001)));
    assert.ok(error instanceof InputError);
    assert.equal(error.issues[0]?.message, 'The text must be 60,000 characters or fewer');
    assert.equal((await refused(c.acting.act(writeSection, { id: j.id(), version: 1, section: 'elsewhere', text: 'x' }, c.officer))).kind, 'bad-input');
  });
});
