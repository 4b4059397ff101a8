/** The validation of a delivery in a real browser: the analyst asks, the force answers and signs off, and nobody else sees it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axeFindings, complaintsOf, launchBrowser, noBrowser, overflowOf, WIDTHS } from '../browser.ts';
import { type Governed, governed } from '../partnership/setting.ts';

describe('validation of a delivery by its supplier', { skip: noBrowser }, () => {
  let house: Governed;
  let browser: Browser;
  let base: string;
  let delivery: string;

  before(async () => {
    house = await governed();
    base = await house.listen();
    browser = await launchBrowser();
    delivery = house.warehouse.manifest().deliveries.find((each) => each.dataset === 'street' && each.review.length > 0)?.id ?? '';
  });
  after(async () => {
    await browser?.close();
    await house?.remove();
  });

  const open = async (width: number): Promise<{ page: Page; close: () => Promise<void> }> => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    return {
      page,
      async close() {
        // The form that came back with its errors is a 400, which the browser tells too.
        assert.deepEqual(
          complaints.filter((each) => !each.includes('400 (Bad Request)')),
          [],
        );
        await context.close();
      },
    };
  };
  const sound = async (page: Page, path: string): Promise<string> => {
    const answer = await page.goto(base + path);
    assert.equal(answer?.status(), 200, path);
    assert.deepEqual(await axeFindings(page), [], path);
    assert.ok((await overflowOf(page)) <= 0, `${path} is wider than the window`);
    const cut =
      "[...document.querySelectorAll('.hw-scroll')].filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.scrollWidth - each.clientWidth)";
    if (path.startsWith('/deliveries')) assert.deepEqual(await page.evaluate(cut), [], `${path}: a table has to be pushed sideways to be read`);
    return page.innerText('main');
  };

  for (const width of WIDTHS) {
    test(`${width} pixels wide: from the question to the sign-off`, async () => {
      const { page, close } = await open(width);
      house.as('analyst');
      const before = await sound(page, `/deliveries/${delivery}`);
      assert.match(before, /Checks against what is held/);
      assert.match(before, /Supplied by Varrowshire Police/);
      await sound(page, `/deliveries/${delivery}/queries/new`);
      await page.fill('#question', `Is the file complete, at ${width}?`);
      await page.click('button:has-text("Ask")');
      assert.match(await page.innerText('main'), new RegExp(`Is the file complete, at ${width}\\?`));
      assert.match(await sound(page, '/deliveries/queries'), /Varrowshire Police/);
      await sound(page, '/deliveries');
      assert.match(await sound(page, '/catalogue/datasets/street'), /Queries open: 1/);

      house.as('chief');
      assert.match(await sound(page, '/deliveries/supplied'), /1 to answer/);
      await sound(page, `/deliveries/supplied/${delivery}`);
      await page.click('a:has-text("Answer")');
      const answerPath = new URL(page.url()).pathname;
      await sound(page, answerPath);
      await page.click('button:has-text("Send the answer")');
      assert.match(await page.innerText('.govuk-error-summary'), /Choose whether the data are right/);
      await page.check('#answerKind');
      await page.fill('#answer', 'It is: two stations report late.');
      await page.click('button:has-text("Send the answer")');
      assert.match(await page.innerText('main'), /two stations report late/);
      await sound(page, `/deliveries/supplied/${delivery}/sign-off`);
      assert.match(await page.innerText('main'), /Queries that are still open: 1/);
      await page.click('button:has-text("Sign off")');
      assert.match(await page.innerText('main'), /Validated by Varrowshire Police \(Dev Marsh\) on 2 Nov/);

      house.as('analyst');
      assert.match(await sound(page, `/deliveries/${delivery}`), /Validated by Varrowshire Police/);
      await page.click('a:has-text("Close")');
      await sound(page, new URL(page.url()).pathname);
      await page.fill('#closingNote', 'Late stations are in the next file.');
      await page.click('button:has-text("Close the query")');
      assert.match(await page.innerText('main'), /Queries open: 0/);
      assert.match(await sound(page, '/catalogue/datasets/street'), /1 of \d+ deliveries in use signed off/);

      // For the next width: the force takes its word back.
      house.as('chief');
      await sound(page, `/deliveries/supplied/${delivery}/take-back`);
      await page.fill('#reason', 'A station was left out.');
      await page.click('button:has-text("Take it back")');
      assert.match(await page.innerText('main'), /Taken back/);
      await close();
    });
  }

  test('another organisation sees neither the delivery nor its queries, and the force sees no list of all', async () => {
    const get = (url: string) => house.app.inject({ url, headers: { accept: 'text/html' } });
    house.as('youth');
    assert.match((await get('/deliveries/supplied')).body, /Nothing yet/);
    assert.equal((await get(`/deliveries/supplied/${delivery}`)).statusCode, 404);
    house.as('chief');
    assert.equal((await get('/deliveries')).statusCode, 403);
    assert.equal((await get(`/deliveries/${delivery}`)).statusCode, 403);
    assert.equal((await get(`/deliveries/${delivery}/queries/new`)).statusCode, 403);
  });
});
