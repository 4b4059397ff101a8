/** Nobody is led to a page that they may not open, or to a form that cannot be sent as things stand. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { recordStep } from '../../src/account/responses/index.ts';
import { PUBLIC, type Who } from '../../src/register/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { type SmallHome, smallHome } from '../web/home.ts';
import { type County, county } from './county.ts';
import { journey } from './journey.ts';

describe('ways to and within a response', () => {
  let c: County;
  let small: SmallHome;
  let warehouse: Warehouse;
  let app: FastifyInstance;
  let who: Who = PUBLIC;

  before(async () => {
    small = await smallHome();
    warehouse = await openWarehouse(small.dir);
    c = await county();
    app = await buildApp({ warehouse, acting: c.acting, identify: async () => ({ who, session: null, expired: null }), now: () => c.register.now() });
  });
  after(async () => {
    await app?.close();
    await warehouse?.close();
    await c?.remove();
    small?.remove();
  });

  /** What is in the page's `main`, as its markup. */
  const get = async (as: Who, url: string) => {
    who = as;
    const answer = await app.inject({ url, headers: { accept: 'text/html' } });
    return { status: answer.statusCode, to: answer.headers.location, main: /<main[\s\S]*<\/main>/.exec(answer.body)?.[0] ?? '' };
  };

  test('of a report that nobody answers yet, the officer is led to open the response, and the lead to the report', async () => {
    const report = await c.inspection({ title: 'A report that waits' });
    const start = `/account/responses/start/${report.slug}`;
    const named = `/account/responses/${report.slug}`;
    assert.ok((await get(c.officer, '/account/responses')).main.includes(`href="${start}"`));
    assert.equal((await get(c.officer, named)).to, start);
    assert.match((await get(c.officer, `/account/inspections/${report.slug}`)).main, new RegExp(`href="${named}">Work on the response`));

    const list = await get(c.lead, '/account/responses');
    assert.ok(list.main.includes(`href="/account/inspections/${report.slug}"`));
    assert.ok(!list.main.includes(start));
    assert.equal((await get(c.lead, named)).to, `/account/inspections/${report.slug}`);
    const read = await get(c.lead, `/account/inspections/${report.slug}`);
    assert.match(read.main, /No response is open yet: an officer of the policing body opens it/);
    assert.ok(!read.main.includes(named));

    const { open } = journey(c, report);
    const id = await open();
    assert.match((await get(c.lead, `/account/inspections/${report.slug}`)).main, new RegExp(`href="/account/responses/${id}">See the response`));
    assert.ok(!(await get(c.chief, `/account/inspections/${report.slug}`)).main.includes('/account/responses/'));
  });

  test('a draft offers no form that returns, corrects, publishes or records what cannot be recorded', async () => {
    const j = journey(c, await c.inspection({ title: 'A report in its draft' }));
    const id = await j.open();
    const page = (rest: string) => get(c.officer, `/account/responses/${id}${rest}`);
    for (const [rest, words] of [
      ['/return', /There is nothing to return: the response is a draft/],
      ['/correct', /There is nothing to correct: the response is not published yet/],
      ['/review', /There is nothing to approve: the response is a draft/],
      ['/publish', /It is a draft now/],
      ['/no-comments', /has not been invited yet[\s\S]*invite">Invite them to comment/],
    ] as const) {
      const { main } = await page(rest);
      assert.match(main, words, rest);
      assert.doesNotMatch(main, /<form method="post"/, rest);
    }
    await j.invite('2023-04-12');
    assert.match((await page('/no-comments')).main, /has until the end of 12 April 2023/);
    assert.doesNotMatch((await page('/no-comments')).main, /<form method="post"/);
  });

  test('what is published is no draft in its preview, and a step that is not recorded cannot be taken back', async () => {
    const j = journey(c, await c.inspection({ title: 'A report that was answered' }));
    await j.published();
    const page = (rest: string) => get(c.officer, `/account/responses/${j.id()}${rest}`);
    for (const layout of ['norfolk', 'staffordshire']) assert.doesNotMatch((await page(`/preview?layout=${layout}`)).main, /Draft, version/, layout);
    const takeBack = '/distribution/inspectors/take-back';
    assert.match((await page(takeBack)).main, /There is nothing to take back/);
    await c.acting.act(recordStep, { id: j.id(), step: 'inspectors', doneOn: '2023-03-09', evidence: 'Acknowledged' }, c.officer);
    assert.match((await page(takeBack)).main, /<form method="post"[\s\S]*Take it back/);
    assert.match((await page('/correct')).main, /<form method="post"[\s\S]*Open the correction/);
  });
});
