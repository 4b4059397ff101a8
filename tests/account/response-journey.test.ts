import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { recordStep } from '../../src/account/responses/index.ts';
import { PUBLIC, type Who } from '../../src/register/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { axeFindings, complaintsOf, launchBrowser, noBrowser, overflowOf, WIDTHS } from '../browser.ts';
import { type SmallHome, smallHome } from '../web/home.ts';
import { type County, county } from './county.ts';
import { journey } from './journey.ts';

describe('a response in the browser', { skip: noBrowser }, () => {
  let c: County;
  let small: SmallHome;
  let warehouse: Warehouse;
  let app: FastifyInstance;
  let browser: Browser;
  let base: string;
  let who: Who = PUBLIC;

  before(async () => {
    small = await smallHome();
    warehouse = await openWarehouse(small.dir);
    c = await county();
    app = await buildApp({
      warehouse,
      acting: c.acting,
      identify: async () => ({ who, session: null, expired: null }),
      requestsAMinute: 0,
      now: () => c.register.now(),
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    base = `http://localhost:${(app.server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
    await warehouse?.close();
    await c?.remove();
    small?.remove();
  });

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const follow = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('link', { name }).first().click();
  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();

  for (const scripts of [true, false]) {
    test(`from draft to distribution, by three people, ${scripts ? 'with' : 'without'} scripts`, async () => {
      const title = `How well the police listen to children, ${scripts ? 'one' : 'two'}`;
      const report = await c.inspection({ title });
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: scripts });
      const page = await context.newPage();
      const complaints = complaintsOf(page);

      who = c.officer;
      await page.goto(`${base}/account/responses`);
      await follow(page, title);
      await press(page, 'Open the response');
      assert.match(await page.innerText('main'), /The response is open: do the tasks in any order/);
      const response = page.url();

      // What is missing is a list of ways to it.
      await follow(page, 'Check the answers and submit for approval');
      assert.equal(await page.getByRole('button', { name: 'Submit for approval' }).count(), 0);
      await follow(page, /policing body's comments/);
      await page.getByLabel('Overall comments').fill('I welcome the report.\n\n- It is clear\n- It is short');
      await press(page, 'Save');
      assert.match(await page.innerText('main'), /Overall comments: saved/);

      await follow(page, 'Invite the chief officer to comment');
      const date = async (day: string, month: string, year: string) => {
        await page.getByLabel('Day').fill(day);
        await page.getByLabel('Month').fill(month);
        await page.getByLabel('Year').fill(year);
      };
      await date('30', '2', '2023');
      await press(page, 'Invite');
      assert.match(await page.getByRole('alert').innerText(), /There is a problem/);
      assert.equal(await page.getByLabel('Day').inputValue(), '30', 'what was typed is still there');
      await date('3', '5', '2023');
      await press(page, 'Invite');
      assert.match(await page.getByRole('alert').innerText(), /3 May 2023 is after 2 May 2023/);
      await date('12', '4', '2023');
      await press(page, 'Invite');
      assert.match(await page.innerText('main'), /The chief officer is invited/);

      who = c.chief;
      await page.goto(`${base}/account/comments`);
      await follow(page, title);
      await page.getByLabel('Your comments on the report').fill('The force accepts both.');
      await press(page, 'Save and come back later');
      assert.match(await page.innerText('main'), /They have not been sent/);
      await follow(page, title);
      assert.equal(await page.getByLabel('Your comments on the report').inputValue(), 'The force accepts both.');
      await page.getByLabel('Your comment on recommendation 3 (optional)').fill('Training is refreshed.');
      await press(page, 'Send to the policing body');
      assert.match(await page.innerText('main'), /Your comments were sent to the policing body/);

      who = c.officer;
      for (const item of ['Recommendation 3', 'Recommendation 4']) {
        await page.goto(response);
        await follow(page, item);
        await page.getByLabel('Partly accepted').check();
        await page.getByLabel('Action taken or proposed').fill(`What is done about ${item}.`);
        await press(page, 'Save');
      }
      await follow(page, 'Check the answers and submit for approval');
      assert.match(await page.innerText('main'), /Training is refreshed\./);
      await press(page, 'Submit for approval');
      await follow(page, 'Approve or return');
      assert.match(await page.innerText('main'), /You cannot approve this\. You wrote version \d+/);
      assert.equal(await page.getByRole('button', { name: 'Approve', exact: true }).count(), 0);

      who = c.lead;
      await page.goto(`${response}/review`);
      assert.match(await page.innerText('main'), /What is done about Recommendation 4\./);
      await follow(page, 'Return it with a reason');
      await press(page, 'Return it');
      assert.match(await page.getByRole('alert').innerText(), /Enter why it is returned/);
      await page.getByLabel('Why is it returned?').fill('Say by when.');
      await press(page, 'Return it');

      who = c.officer;
      await page.goto(response);
      assert.match(await page.innerText('main'), /Say by when\./);
      await follow(page, 'Overall comments');
      await page.getByLabel('Overall comments').fill('I welcome the report, and ask for both by June.');
      await press(page, 'Save');
      await follow(page, 'Check the answers and submit for approval');
      await press(page, 'Submit for approval');
      who = c.lead;
      await page.goto(`${response}/review`);
      await press(page, 'Approve');
      assert.match(await page.innerText('main'), /The response is approved and can be published/);

      who = c.officer;
      await page.goto(`${response}/publish`);
      assert.equal(await heading(page), 'This becomes public');
      await press(page, 'Publish');
      assert.match(await page.getByRole('alert').innerText(), /Tick that you have seen what becomes public/);
      await page.getByLabel('I have seen what becomes public').check();
      await press(page, 'Publish');
      assert.equal(await heading(page), 'Who the response was sent to');
      const path = new URL(
        (await page
          .getByRole('main')
          .getByRole('link', { name: /\/responses\// })
          .getAttribute('href')) ?? '',
        base,
      ).pathname;

      await follow(page, /Record \(Published on the policing body/);
      await date('9', '3', '2023');
      assert.equal(await page.getByLabel('What shows it?').inputValue(), `${base}${path}`);
      await press(page, 'Record');
      for (const step of [
        /Record \(Sent to the chief constable/,
        /Record \(Sent to the police and crime panel/,
        /Record \(Copy sent to the inspectors/,
        /Record \(Entered on/,
        /Record \(Copy sent to the Secretary/,
      ]) {
        await follow(page, step);
        await date('9', '3', '2023');
        await page.getByLabel('What shows it?').fill('Acknowledged by e-mail');
        await press(page, 'Record');
      }
      assert.match(await page.innerText('main'), /Everything is recorded: the response is complete/);

      who = PUBLIC;
      const shown = await page.goto(base + path);
      assert.equal(shown?.status(), 200);
      const text = await page.innerText('main');
      assert.match(text, /and ask for both by June/);
      assert.match(text, /Proof of publication/);
      assert.doesNotMatch(text, /Say by when|Penhallow|Acknowledged/);
      const [download] = await Promise.all([page.waitForEvent('download'), follow(page, 'Download as Word (DOCX)')]);
      assert.match(download.suggestedFilename(), /^report-\d+-response\.docx$/);

      who = c.officer;
      await page.goto(`${response}/versions`);
      await page.getByLabel('Compare version').fill('1');
      await press(page, 'Compare');
      assert.match(await heading(page), /^What is different between version 1 and version \d+$/);
      assert.ok((await page.locator('.hw-difference ins').count()) > 3);
      assert.match((await page.locator('.hw-difference ins').first().textContent()) ?? '', /\(added: /, 'said in words too');
      // A refused form is answered with its status, which the browser notes; nothing else is complained of.
      assert.deepEqual(
        complaints.filter((line) => !/status of 4(00|09|22)/.test(line)),
        [],
      );
      await context.close();
      assert.ok(report.id);
    });
  }

  test('the second of two people sees who was faster, and keeps what they typed', async () => {
    const j = journey(c, await c.inspection());
    const id = await j.open();
    const page = await browser.newPage();
    who = c.colleague;
    await page.goto(`${base}/account/responses/${id}/write/comments`);
    await page.getByLabel('Overall comments').fill('What the colleague typed.');
    await j.write('comments', 'What the officer saved.');
    await press(page, 'Save');
    const alert = await page.getByRole('alert').innerText();
    assert.match(alert, /Orla Penhallow changed this while you had it open/);
    assert.match(alert, /What the officer saved\./);
    assert.equal(await page.getByLabel('Overall comments').inputValue(), 'What the colleague typed.');
    await press(page, 'Save');
    assert.match(await page.innerText('main'), /Overall comments: saved/);
    assert.equal((await j.read()).content.comments, 'What the colleague typed.');
    await page.close();
  });

  test('by the keyboard alone: a form is reached, filled and sent', async () => {
    const j = journey(c, await c.inspection());
    const id = await j.open();
    const page = await browser.newPage();
    who = c.officer;
    await page.goto(`${base}/account/responses/${id}`);
    const tabTo = async (wanted: string) => {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press('Tab');
        if (((await page.evaluate('document.activeElement?.textContent ?? ""')) as string).trim() === wanted) return;
      }
      assert.fail(`the keyboard does not reach “${wanted}”`);
    };
    await tabTo('Opinion of the report');
    await page.keyboard.press('Enter');
    await page.waitForURL(/write\/opinion/);
    await page.getByLabel('Opinion of the report').focus();
    await page.keyboard.type('It is a good report.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`${id}$`));
    assert.equal((await j.read()).content.opinion, 'It is a good report.');
    await page.close();
  });

  test('every page, at both widths, with and without scripts: axe finds nothing and nothing overflows', async () => {
    const draftReport = await c.inspection({ title: 'A report with a draft', localDeadline: '2023-05-03' });
    const draft = journey(c, draftReport);
    await draft.complete();
    const waiting = journey(c, await c.inspection({ title: 'A report whose response waits' }));
    await waiting.complete();
    await waiting.submit();
    const approved = journey(c, await c.inspection({ title: 'A report whose response is approved' }));
    await approved.complete();
    await approved.submit();
    await approved.approve();
    const published = journey(c, await c.inspection({ title: 'A report that was answered' }));
    const { path } = await published.published();
    await c.acting.act(recordStep, { id: published.id(), step: 'inspectors', doneOn: '2023-03-09', evidence: 'Acknowledged' }, c.officer);
    const none = await c.inspection({ title: 'A report that waits to be answered' });
    const of = (id: string, rest = '') => `/account/responses/${id}${rest}`;
    const pages: readonly (readonly [Who, readonly string[]])[] = [
      [
        c.officer,
        [
          '/account/responses',
          `/account/responses/start/${none.slug}`,
          ...[
            '',
            '/names',
            '/write/comments',
            `/items/${draftReport.items[1]}`,
            '/invite',
            '/comments',
            '/no-comments',
            '/preview',
            '/preview?layout=staffordshire',
            '/check',
            '/versions',
            '/versions/compare?from=1&to=4',
            '/distribution',
          ].map((rest) => of(draft.id(), rest)),
          of(waiting.id(), '/review'),
          of(approved.id(), '/publish'),
          ...['', '/correct', '/distribution', '/distribution/website', '/distribution/inspectors/take-back'].map((rest) => of(published.id(), rest)),
        ],
      ],
      [c.lead, [of(waiting.id(), '/review'), of(waiting.id(), '/return'), of(approved.id(), '/review')]],
      [c.chief, ['/account/comments', `/account/comments/${waiting.id()}`, `/account/comments/${published.id()}`]],
      [PUBLIC, ['/responses', path, `${path}/editions/1`, '/accountability']],
    ];
    for (const width of WIDTHS) {
      // Without scripts the page is the same: one width is enough to see that it comes.
      for (const scripts of width === 375 ? [true, false] : [true]) {
        const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: scripts });
        const page = await context.newPage();
        const complaints = complaintsOf(page);
        for (const [as, paths] of pages) {
          who = as;
          for (const each of paths) {
            const answer = await page.goto(base + each);
            assert.equal(answer?.status(), 200, each);
            assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, each);
            if (scripts) {
              assert.deepEqual(await axeFindings(page), [], each);
              assert.ok((await overflowOf(page)) <= 0, `${each} is wider than ${width}`);
            }
          }
        }
        assert.deepEqual(complaints, []);
        await context.close();
      }
    }
  });

  test('on paper a page has the whole width, without the navigation beside it', async () => {
    who = PUBLIC;
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.emulateMedia({ media: 'print' });
    for (const path of ['/responses', '/accountability']) {
      await page.goto(base + path);
      const box = await page.locator('main').boundingBox();
      assert.ok((box?.width ?? 0) > 900, `${path} is ${box?.width} pixels wide`);
    }
    await page.close();
  });
});
