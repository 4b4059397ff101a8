import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axeFindings, complaintsOf, launchBrowser, noBrowser, overflowOf, WIDTHS } from '../browser.ts';
import { type ServedCounty, serveCounty } from './county.ts';

const BOARDS = ['street', 'stop'] as const;

describe('Explore in a browser', { skip: noBrowser }, () => {
  let county: ServedCounty;
  let browser: Browser;

  before(async () => {
    county = await serveCounty();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await county?.stop();
  });

  async function visit(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    await page.goto(county.url + path);
    return page;
  }

  const textOf = async (page: Page, selector: string) => (await page.locator(selector).textContent()) ?? '';
  const totalOf = (page: Page) => textOf(page, '.hw-chips__total');
  const queryOf = (page: Page) => new URL(page.url()).searchParams;
  /** Waits until the board on the page is the one of its address. */
  const settled = (page: Page, text: string) => page.locator(`#hw-board[data-url*="${text}"]`).waitFor();
  /** An attribute of what has the focus. */
  const focused = (page: Page, attribute: string): Promise<string | null> => page.evaluate(`document.activeElement?.getAttribute('${attribute}') ?? null`);
  const total = (page: Page, text: string) => page.locator('.hw-chips__total', { hasText: text }).waitFor();

  for (const board of BOARDS) {
    for (const width of WIDTHS) {
      test(`${board} at ${width} px: axe finds nothing, nothing is cut off, no script or style is refused`, async () => {
        const context = await browser.newContext({ viewport: { width, height: 900 } });
        const page = await context.newPage();
        const complaints = complaintsOf(page);
        await page.goto(`${county.url}/explore/${board}?force=varrowshire`);
        assert.ok((await page.locator('[data-view]').count()) >= 8);
        assert.deepEqual(await axeFindings(page), []);
        await page.locator('#hw-filter > summary').click();
        for (const summary of await page.locator('.hw-details > summary').all()) await summary.click();
        // The tables are the same at both widths, and axe takes seconds over them.
        if (width === WIDTHS[0]) assert.deepEqual(await axeFindings(page), []);
        assert.equal(await overflowOf(page), 0);
        assert.deepEqual(complaints, []);
        await context.close();
      });
    }
  }

  test('choosing a bar filters every other view, makes a chip and an address; reload keeps it and Back undoes it', async () => {
    const page = await visit('/explore/street?force=varrowshire');
    const before = { total: await totalOf(page), outcome: await page.locator('#view-outcome .hw-view__chart').innerHTML() };
    const types = await page.locator('#view-type .hw-bar').count();
    await page.locator('#view-type .hw-bar', { hasText: 'Robbery' }).click();
    await settled(page, 'crime-type=robbery');
    assert.deepEqual(queryOf(page).getAll('crime-type'), ['robbery']);
    assert.equal(await page.locator('#hw-chips .moj-filter__tag', { hasText: 'Robbery' }).count(), 1);
    assert.notEqual(await totalOf(page), before.total);
    assert.notEqual(await page.locator('#view-outcome .hw-view__chart').innerHTML(), before.outcome);
    assert.equal(await page.locator('#view-type .hw-bar').count(), types, 'the other values stay in sight');
    assert.equal(await page.locator('#view-type .hw-bar.is-chosen').count(), 1);
    assert.match(await textOf(page, '#hw-say'), /offences/);

    const chosen = await totalOf(page);
    await page.reload();
    assert.equal(await totalOf(page), chosen);
    await page.goBack();
    await settled(page, 'force=varrowshire');
    await page.locator('#view-type .is-chosen').waitFor({ state: 'detached' });
    assert.equal(await totalOf(page), before.total);
    assert.equal(queryOf(page).has('crime-type'), false);
  });

  test('the map goes from the force to its districts and to their LSOAs, and back up', async () => {
    const page = await visit('/explore/street');
    await page.locator('#view-map .hw-area').first().click();
    await settled(page, 'force=varrowshire');
    const districts = await page.locator('#view-map .hw-area').count();
    assert.ok(districts > 1);
    assert.equal(await page.locator('#view-areas .hw-point').count(), districts);
    await page.locator('#view-areas .hw-point').first().click();
    await settled(page, 'district=');
    assert.ok((await page.locator('#view-map .hw-area').count()) > districts);
    await page.locator('#view-map .hw-trail a').last().click();
    await page.locator('#hw-board:not([data-url*="district="])').waitFor();
    assert.equal(await page.locator('#view-map .hw-area').count(), districts);
    assert.equal(queryOf(page).has('district'), false);
  });

  test('dragging over the trend filters while it moves, and letting go is one step that Back undoes', async () => {
    const page = await visit('/explore/stop?force=varrowshire');
    const whole = await totalOf(page);
    const box = await page.locator('.hw-trend__canvas').boundingBox();
    assert.ok(box);
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.3, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, y, { steps: 5 });
    await page.locator('.hw-chips__total', { hasNotText: whole }).waitFor();
    assert.equal(queryOf(page).has('from'), false, 'the address waits for the pointer to be let go');
    const last = await page.locator('.hw-handle').nth(1).getAttribute('aria-valuetext');
    await total(page, `to ${last}`);
    const moving = await totalOf(page);
    await page.mouse.up();
    // A move has said so already; the step that Back undoes is there when the address has it.
    await page.waitForURL(/from=/);
    await settled(page, 'from=');
    assert.equal(await totalOf(page), moving, 'the index gives the figures that a fresh question gives');
    await page.goBack();
    await total(page, whole);
  });

  test('all of it by keyboard: a table row chooses, focus stays on it, the ends of the period move by arrows, a chip is removed', async () => {
    const page = await visit('/explore/stop?force=varrowshire');
    await page.locator('#table-object > summary').focus();
    await page.keyboard.press('Enter');
    const row = page.locator('#table-object a').first();
    await row.waitFor();
    await page.keyboard.press('Tab');
    const key = await focused(page, 'data-key');
    assert.match(key ?? '', /^object:object=/);
    await page.keyboard.press('Enter');
    await settled(page, 'object=');
    assert.equal(await focused(page, 'data-key'), key);
    assert.equal(await focused(page, 'aria-current'), 'true');

    await page.locator('.hw-handle').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await settled(page, 'from=2025-10');
    assert.equal(await focused(page, 'aria-valuetext'), 'October 2025');

    await page.locator('#hw-chips .moj-filter__tag').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('#hw-board:not([data-url*="from="])').waitFor();
    assert.equal(await page.evaluate("document.activeElement?.closest('#hw-chips') !== null"), true);
  });

  test('without scripts the form and the links do the same', async () => {
    const page = await visit('/explore/street?force=varrowshire', { javaScriptEnabled: false });
    const whole = await totalOf(page);
    await page.locator('#hw-filter > summary').click();
    await page.getByRole('checkbox', { name: 'Burglary', exact: true }).check();
    await page.getByLabel('From', { exact: true }).selectOption('2026-01');
    await page.getByRole('button', { name: 'Apply filters' }).click();
    assert.equal(new URL(page.url()).search, '?from=2026-01&crime-type=burglary&force=varrowshire', 'a short address without the empty fields');
    assert.notEqual(await totalOf(page), whole);
    await page.locator('#table-type > summary').click();
    await page.locator('#table-type a', { hasText: 'Drugs' }).click();
    assert.deepEqual(queryOf(page).getAll('crime-type').sort(), ['burglary', 'drugs']);
    await page.getByRole('link', { name: 'Reset' }).click();
    assert.equal(new URL(page.url()).search, '');
  });

  test('a view that cannot answer says why and what to ask instead, and the others go on', async () => {
    const page = await visit('/explore/stop?force=varrowshire&sex=female');
    assert.match(await textOf(page, '#view-areas .hw-view__refusal'), /count/, 'it says what could be asked instead');
    await page.locator('#view-areas .hw-switch a', { hasText: 'Count' }).click();
    await settled(page, 'areas=count');
    assert.equal(await page.locator('#view-areas .hw-view__refusal').count(), 0);
    assert.equal(await page.locator('#view-map .hw-view__refusal').count(), 0);
  });

  test('a slice held to compare stands beside the next, drawn to the same scale, and can be let go', async () => {
    const page = await visit('/explore/street?force=varrowshire');
    await page.getByRole('link', { name: 'Hold to compare' }).click();
    await settled(page, 'compare=');
    await page.locator('#view-type .hw-pair__side').first().locator('.hw-bar', { hasText: 'Burglary' }).click();
    await settled(page, 'crime-type=burglary');
    const sides = page.locator('#view-trend .hw-pair__side');
    assert.equal(await sides.count(), 2);
    const [own, held] = [sides.nth(0), sides.nth(1)];
    assert.deepEqual(await own.locator('.hw-trend__y text').allTextContents(), await held.locator('.hw-trend__y text').allTextContents());
    assert.notEqual(await own.locator('.hw-line').first().getAttribute('d'), await held.locator('.hw-line').first().getAttribute('d'));
    assert.equal(await held.locator('a[href]').count(), 0, 'a choice is always one of the slice above');
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('link', { name: 'Stop comparing' }).click();
    await page.locator('.hw-pair').first().waitFor({ state: 'detached' });
    assert.equal(queryOf(page).get('crime-type'), 'burglary');
  });

  test('every view has its table, its CSV and its permanent address, and they answer', async () => {
    const page = await visit('/explore/street?force=varrowshire');
    for (const view of await page.locator('[data-view]').all()) {
      const [csv, cite] = [view.getByRole('link', { name: /Download CSV/ }), view.getByRole('link', { name: /Cite this figure/ })];
      const [csvHref, citeHref] = [await csv.getAttribute('href'), await cite.getAttribute('href')];
      assert.match(citeHref ?? '', /snapshot=s1/);
      assert.equal((await page.request.get(county.url + csvHref)).headers()['content-type']?.startsWith('text/csv'), true);
      assert.equal((await page.request.get(county.url + citeHref)).status(), 200);
    }
  });

  test('what is typed into the address by mistake is answered in words', async () => {
    const page = await visit('/explore/street?from=2026-09&to=2026-01');
    assert.match(await textOf(page, 'main'), /ends .* before it starts/i);
    await page.goto(`${county.url}/explore/street?crime-type=${encodeURIComponent("x' OR 1=1 --<script>")}`);
    assert.match(await textOf(page, 'main'), /There is no crime type/i);
    await page.goto(`${county.url}/explore/nowhere`);
    assert.match(await textOf(page, 'main'), /no such board/i);
  });
});
