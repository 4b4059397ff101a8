import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { correctResponse, recordStep, returnResponse, takeBackStep } from '../../src/account/responses/index.ts';
import { textOf } from '../../src/documents/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { type SmallHome, smallHome } from '../web/home.ts';
import { type County, county } from './county.ts';
import { journey } from './journey.ts';

/** Words that are inside only, each with where they were written. None may be met from outside. */
const INSIDE = {
  draft: 'Kestrelfold, of a draft',
  correction: 'Marshlight, of a correction that is being drafted',
  returned: 'Thornapple, why it was returned',
  evidence: 'Larkspur, evidence of sending',
  taken: 'Hollowbrook, why it was taken back',
  unsent: 'Quillfeather, comments that were not sent',
  milestone: 'Bramblewick, a milestone',
  closure: 'Fernhollow, a note at closing',
  document: 'cinderford.pdf',
  embargoed: 'Gorsemoor, a report under embargo',
  task: 'Windlestraw, a task',
} as const;

describe('what anybody can reach without signing in', () => {
  let c: County;
  let small: SmallHome;
  let warehouse: Warehouse;
  let app: FastifyInstance;
  let path: string;
  let corrected: string;
  let overdue: string;
  let answered: readonly string[];

  before(async () => {
    small = await smallHome();
    warehouse = await openWarehouse(small.dir);
    c = await county();
    // Nobody is signed in: the app finds that out for itself.
    app = await buildApp({ warehouse, acting: c.acting, requestsAMinute: 0, now: () => c.register.now() });

    const draft = journey(c, await c.inspection({ title: 'A report whose response is a draft' }));
    await draft.open();
    await draft.invite();
    await draft.write('comments', INSIDE.draft);
    await draft.comment(INSIDE.unsent, [], false);

    const report = await c.inspection({ title: 'A report that was answered' });
    answered = report.items;
    const j = journey(c, report);
    await j.complete();
    await j.submit();
    await c.acting.act(returnResponse, { id: j.id(), version: await j.version(), reason: INSIDE.returned }, c.lead);
    await j.submit();
    await j.approve();
    ({ path } = await j.publish());
    const document = await c.system((tx) =>
      tx
        .insertInto('document')
        .values({
          organisationId: c.body,
          name: INSIDE.document,
          mediaType: 'application/pdf',
          bytes: 1,
          sha256: Buffer.alloc(32),
          content: Buffer.from('x'),
          reviewOn: null,
          createdBy: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow(),
    );
    const step = { id: j.id(), step: 'website', doneOn: '2023-03-09' };
    await c.acting.act(recordStep, { ...step, evidence: INSIDE.evidence, documentId: document.id }, c.officer);
    await c.acting.act(takeBackStep, { id: j.id(), step: 'website', reason: INSIDE.taken }, c.officer);
    await c.acting.act(recordStep, { ...step, evidence: INSIDE.evidence }, c.officer);
    await c.acting.act(correctResponse, { id: j.id(), version: await j.version(), reason: INSIDE.correction }, c.officer);
    await j.write('comments', INSIDE.correction);

    const k = journey(c, await c.inspection({ title: 'A report whose response was corrected' }));
    ({ path: corrected } = await k.published());
    await c.acting.act(correctResponse, { id: k.id(), version: await k.version(), reason: 'A number was wrong.' }, c.officer);
    await k.write('comments', 'I welcome the report. 300 officers were trained.');
    await k.submit();
    await k.approve();
    await k.publish();

    const late = journey(c, await c.inspection({ title: 'A report that was answered late', publishedOn: '2023-01-10' }));
    await late.complete(true);
    await late.submit();
    await late.approve();
    ({ path: overdue } = await late.publish());

    await c.inspection({ title: INSIDE.embargoed, slug: 'gorsemoor', publishedOn: '2023-03-10', embargoAt: new Date('2023-03-10T00:01:00Z') });
    await c.system(async (tx) => {
      await tx
        .updateTable('inspectionItem')
        .set({ closedOn: '2023-03-09', closureRoute: 'chief-officer', closureNote: INSIDE.closure })
        .where('id', '=', answered[1] ?? '')
        .execute();
      await tx
        .insertInto('milestone')
        .values({
          itemId: answered[2] ?? '',
          organisationId: c.force,
          title: INSIDE.milestone,
          dueOn: '2023-06-01',
          measure: null,
          target: null,
          withdrawnOn: null,
          withdrawnReason: null,
          createdBy: null,
          updatedBy: null,
        } as never)
        .execute();
      await tx
        .insertInto('task')
        .values({
          kind: 'x',
          key: 'x',
          title: INSIDE.task,
          href: '/',
          subjectType: 'response',
          subjectId: j.id(),
          organisationId: c.body,
          role: null,
          personId: null,
          dueOn: null,
          doneAt: null,
        })
        .execute();
    });
  });

  after(async () => {
    await app?.close();
    await warehouse?.close();
    await c?.remove();
    small?.remove();
  });

  const PEOPLE = ['Penhallow', 'Tamsin Quill', 'Ashdene', 'Fenwick-Stone', 'Brackwater', 'Saltmarsh', '@varrow.example'];
  const FORBIDDEN = [...Object.values(INSIDE).map((words) => words.split(',')[0] ?? words), ...PEOPLE];

  const get = (url: string) => app.inject({ method: 'GET', url, headers: { host: 'localhost' } });

  /** Every address of ours that a page leads to. */
  const linksOf = (html: string): string[] =>
    [...html.matchAll(/\b(?:href|src|action)="([^"#]*)/g)]
      .map((match) => (match[1] ?? '').replaceAll('&amp;', '&'))
      .filter((href) => href.startsWith('/') && !href.startsWith('/assets/'));

  test('a crawl from the public pages meets no draft, no person, no document and no note, and every page it reaches is public', async () => {
    const seen = new Set<string>();
    const queue = ['/', '/responses', '/accountability', path, corrected];
    const patterns = new Set<string>();
    let files = 0;
    while (queue.length > 0) {
      const url = queue.pop() ?? '/';
      // One of each figure and board is enough: their many slices have a test of their own.
      const key = /^\/(figure|explore|catalogue|methods|api|sign-in)/.test(url) ? url.replace(/\?.*$/, '') : url;
      if (seen.has(key)) continue;
      seen.add(key);
      const answer = await get(url);
      if (answer.statusCode === 303 || answer.statusCode === 302) {
        assert.match(String(answer.headers.location), /^\/(sign-in|explore)/, `${url} leads to ${answer.headers.location}`);
        continue;
      }
      assert.ok(answer.statusCode < 500, `${url}: ${answer.statusCode}`);
      const type = String(answer.headers['content-type']);
      let text = answer.body;
      if (type.includes('wordprocessingml') || type.includes('opendocument')) {
        files += 1;
        text = await textOf(answer.rawPayload, type.includes('opendocument') ? 'odt' : 'docx');
      }
      for (const words of FORBIDDEN) assert.equal(text.includes(words), false, `${url} holds “${words}”`);
      if (type.includes('html')) {
        patterns.add(url);
        queue.push(...linksOf(answer.body));
      }
    }
    for (const wanted of ['/responses', '/accountability', path, corrected, `${corrected}/editions/1`])
      assert.ok(patterns.has(wanted), `the crawl reaches ${wanted}`);
    assert.ok(seen.has(`${path}/content.json`));
    assert.ok(files >= 8, `${files} files were read`);
    assert.ok(
      [...seen].every((url) => !url.startsWith('/account/') && !url.startsWith('/partnership')),
      'no way leads inside',
    );
  });

  test('the words are there to be found: signed in, the same search finds them', async () => {
    const shown = JSON.stringify(await c.system((tx) => tx.selectFrom('responseVersion').select(['content', 'note']).execute()));
    for (const words of [INSIDE.draft, INSIDE.correction, INSIDE.returned]) assert.ok(shown.includes(words), words);
  });

  test('pages of the inside ask to sign in, and give nothing', async () => {
    const id = (await c.system((tx) => tx.selectFrom('response').select('id').executeTakeFirstOrThrow())).id;
    const inside = app.guarded.filter((route) => route.method === 'GET' && route.url.startsWith('/account/') && /responses|comments/.test(route.url));
    assert.ok(inside.length > 15);
    for (const route of inside) {
      const answer = await get(route.url.replace(':id', id).replace(/:\w+/g, 'website'));
      assert.equal(answer.statusCode, 303, route.url);
      assert.match(String(answer.headers.location), /^\/sign-in/);
      assert.equal(answer.body, '');
    }
  });

  test('the proof can be checked by anybody: the bytes of the content have the hash that the page shows', async () => {
    for (const [page, content] of [
      [path, `${path}/content.json`],
      [corrected, `${corrected}/content.json`],
      [`${corrected}/editions/1`, `${corrected}/editions/1/content.json`],
    ] as const) {
      const html = (await get(page)).body;
      const bytes = (await get(content)).rawPayload;
      const hash = createHash('sha256').update(bytes).digest('hex');
      assert.ok(html.includes(hash), `${page} shows ${hash}`);
      assert.ok(html.includes(content), `${page} leads to its content`);
      assert.match(html, /9 March 2023 at 10:00am/);
      assert.match(html, /2023-03-09T10:00:00\.000Z/);
    }
    const first = (await get(`${corrected}/editions/1`)).body;
    assert.match(first, /This is an earlier edition/);
    assert.match((await get(corrected)).body, /A number was wrong\./);
    for (const wrong of ['/responses/none/none', `${corrected}/editions/3`, `${corrected}/editions/x`, `${corrected}/editions/0`])
      assert.equal((await get(wrong)).statusCode, 404, wrong);
  });

  test('late is said wherever the response is, and in the pack', async () => {
    for (const url of [overdue, '/responses', '/accountability']) assert.match((await get(url)).body, /9 March 2023, 3 days after the statutory last day/, url);
    assert.match(await textOf((await get('/accountability/pack?type=odt')).rawPayload, 'odt'), /9 March 2023, 3 days after the statutory last day/);
  });

  test('a page whose content was changed by hand is not shown', async () => {
    await c.asOwner(`update response_version set content = jsonb_set(content, '{opinion}', '"Forged."') where path = '${path}'`);
    for (const url of [path, `${path}/content.json`, `${path}/file?type=docx&edition=1`, '/responses', '/accountability']) {
      const answer = await get(url);
      assert.equal(answer.statusCode, 409, url);
      assert.doesNotMatch(answer.body, /Forged/);
    }
    await c.asOwner(`update response_version set content = jsonb_set(content, '{opinion}', '""') where path = '${path}'`);
    assert.equal((await get(path)).statusCode, 200);
  });

  test('where the partnership keeps its picture to itself, so does this page', async () => {
    const setting = (shown: boolean) => c.system((tx) => tx.updateTable('partnership').set({ publicPicture: shown }).execute());
    assert.match((await get('/accountability')).body, /Volume: offences closed as/);
    await setting(false);
    assert.doesNotMatch((await get('/accountability')).body, /Volume: offences closed as/);
    const pack = await textOf((await get('/accountability/pack?type=odt')).rawPayload, 'odt');
    assert.doesNotMatch(pack, /Volume: offences closed as/);
    for (const said of [pack, (await get('/accountability')).body]) assert.match(said, /The partnership has not made its figures public/);
    await setting(true);
  });

  test('the pack says what the page says', async () => {
    const page = (await get('/accountability')).body;
    for (const type of ['docx', 'odt'] as const) {
      const answer = await get(`/accountability/pack?type=${type}`);
      const text = await textOf(answer.rawPayload, type);
      for (const words of ['1 of 8', 'closed on 9 March 2023, signed off by the chief officer', 'A report that was answered', 'No such thing'])
        assert.equal(text.includes(words), words !== 'No such thing', `${type}: ${words}`);
      assert.match(text, /A report whose response is a draft: due by 2 May 2023/);
      assert.doesNotMatch(text, /Gorsemoor/);
      assert.match(text, /Correctness: no audit of how outcomes were used is held/);
      const lines = text.split(/\n+/).map((line) => line.trim());
      assert.deepEqual(
        lines.filter((line, at) => line !== '' && line === lines[at - 1]),
        [],
        `${type}: a heading and what stands under it say the same`,
      );
    }
    assert.match(page, /Closed on|closed on 9 March 2023/);
    assert.match(page, /Correctness: no audit/);
  });
});
