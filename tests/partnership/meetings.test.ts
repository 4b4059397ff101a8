import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axeFindings, complaintsOf, launchBrowser, noBrowser, overflowOf, WIDTHS } from '../browser.ts';
import { type Governed, governed } from './setting.ts';

describe('meetings and products in a real browser', { skip: noBrowser }, () => {
  let setting: Governed;
  let browser: Browser;
  let base: string;
  let page: Page;
  let panel: string;
  let meeting: string;
  let product: string;

  before(async () => {
    setting = await governed();
    base = await setting.listen();
    browser = await launchBrowser();
    page = await browser.newPage();
    page.setDefaultTimeout(8_000);
  });
  after(async () => {
    await browser?.close();
    await setting?.remove();
  });

  const main = () => page.locator('main').innerText();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const follow = (name: string) => page.locator('main').getByRole('link', { name, exact: true }).click();
  const date = async (legend: string, day: string, month: string, year: string): Promise<void> => {
    const group = page.getByRole('group', { name: legend });
    await group.getByLabel('Day').fill(day);
    await group.getByLabel('Month').fill(month);
    await group.getByLabel('Year').fill(year);
  };
  const here = () => new URL(page.url()).pathname;

  test('a panel is added, meets, decides without the youth offending team on money, and that is marked', async () => {
    setting.as('lead');
    await page.goto(`${base}/partnership/meetings`);
    assert.match(await main(), /There are no panels yet/);
    await follow('Add a panel');
    await page.getByLabel('Name').fill('Strategic board');
    await page.getByLabel('Purpose').fill('Leads the work on serious violence');
    await page.getByLabel('Weeks between meetings: at least').fill('9');
    await press('Save');
    assert.match(await main(), /The longest time between meetings must not be shorter/);
    await page.getByLabel('Weeks between meetings: at least').fill('6');
    await page.getByLabel('The core membership meets here').check();
    await press('Save');
    panel = here();
    await follow('Plan a meeting');
    await date('When does it meet?', '25', '10', '2026');
    await press('Plan the meeting');
    assert.match(await main(), /planned for 25 October 2026\. It is at a weekend/);
    meeting = here();
    await follow('Record the meeting');
    for (const seat of ['Local authority: Varrow County Council', 'Police: Varrowshire Police', 'Health: Varrowshire Integrated Care Board'])
      await page.getByLabel(seat).check();
    await page.getByLabel('Note').fill('Heard from the hospital');
    await press('Save');
    await follow('Record a decision');
    await page.getByLabel('Money').check();
    await page.getByLabel('What was decided?').fill('Fund the hospital navigators');
    await press('Record the decision');
    assert.match(await main(), /was not quorate[\s\S]*Not quorate[\s\S]*3 voting members there, 3 needed\. Missing: Youth offending team/);
    await follow('Give an action');
    await page.getByLabel('What is to be done?').fill('Bring the plan for the navigators');
    await page.getByLabel('Who does it?').selectOption('Varrowshire Integrated Care Board');
    await date('By when?', '30', '10', '2026');
    await press('Save');
    assert.match(await main(), /Bring the plan for the navigators[\s\S]*Overdue/);
    await page.goto(`${base}/partnership`);
    assert.match(await main(), /A decision on money of Strategic board on 25 October 2026 was taken without quorum/);
  });

  test('nine weeks later it is overdue; the next day is suggested without weekends and bank holidays', async () => {
    setting.register.setNow('2026-12-28T09:00:00Z');
    await page.goto(`${base}/partnership/meetings`);
    assert.match(await main(), /Overdue[\s\S]*It was to meet again by 20 December 2026/);
    await page.goto(`${base}${panel}/plan`);
    assert.match(await main(), /29 December 2026/);
    assert.doesNotMatch(await main(), /1 January 2027/);
    setting.register.setNow('2026-11-02T09:00:00Z');
  });

  test('the papers hold open actions, deadlines and figures of one named snapshot', async () => {
    await page.goto(`${base}${meeting}/papers`);
    assert.match(await main(), /snapshot s2[\s\S]*Open actions[\s\S]*Bring the plan[\s\S]*Deadlines[\s\S]*Street-level crime/i);
  });

  test('an organisation completes its own action', async () => {
    setting.as('health');
    await page.goto(`${base}${meeting}`);
    await page.getByRole('link', { name: /^Complete.*Bring the plan/ }).click();
    await press('Complete the action');
    assert.match(await main(), /The action is done[\s\S]*Done 2 November 2026/);
    setting.as('chief');
    await page.goto(`${base}${meeting}`);
    assert.equal(await page.getByRole('link', { name: /^Complete/ }).count(), 0);
  });

  test('a product is sent, and each organisation confirms for itself', async () => {
    setting.as('lead');
    await page.goto(`${base}/partnership/products`);
    await follow('Add a product');
    await page.getByLabel('Title').fill('Strategic needs assessment');
    await page.getByLabel('Who owes it?').selectOption('Varrow County Council');
    await date('When is it due?', '1', '10', '2026');
    await press('Save');
    product = here();
    assert.match(await main(), /Late/);
    await follow('Record the approval');
    await press('Record the approval');
    await follow('Record who it was sent to');
    await page.getByLabel('Varrowshire Police').check();
    await page.getByLabel('Varrow Youth Justice Service').check();
    await press('Save');
    setting.as('chief');
    await page.goto(base + product);
    await follow('Confirm that your organisation has it');
    await press('Confirm');
    assert.match(await main(), /Varrowshire Police\s+2 November 2026\s+2 November 2026/);
    await page.goto(`${base}/partnership/products`);
    assert.match(await main(), /Waiting for confirmation\s+Varrow Youth Justice Service/);
  });

  for (const width of WIDTHS) {
    test(`${width} pixels wide: axe finds nothing, nothing is refused, nothing overflows`, async () => {
      setting.as('lead');
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      const narrow = await context.newPage();
      const complaints = complaintsOf(narrow);
      const paths = [
        '/partnership/meetings',
        '/partnership/meetings/participation',
        panel,
        `${panel}/plan`,
        `${panel}/edit`,
        meeting,
        `${meeting}/record`,
        `${meeting}/decision`,
        `${meeting}/action`,
        `${meeting}/papers`,
        '/partnership/products',
        product,
        `${product}/send`,
        `${product}/edit`,
      ];
      for (const path of paths) {
        assert.equal((await narrow.goto(base + path))?.status(), 200, path);
        assert.deepEqual(await axeFindings(narrow), [], path);
        assert.ok((await overflowOf(narrow)) <= 0, `${path} is wider than the window`);
        if (process.env['HEADWATER_SHOTS'])
          await narrow.screenshot({ path: `${process.env['HEADWATER_SHOTS']}/meetings-${paths.indexOf(path)}-${width}.png`, fullPage: true });
      }
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }
});
