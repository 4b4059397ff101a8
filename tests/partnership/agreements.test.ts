import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axeFindings, complaintsOf, launchBrowser, noBrowser, overflowOf, WIDTHS } from '../browser.ts';
import { type Governed, governed } from './setting.ts';

describe('sharing agreements in a real browser', { skip: noBrowser }, () => {
  let setting: Governed;
  let browser: Browser;
  let base: string;
  let page: Page;

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
  const save = (name = 'Save') => page.getByRole('button', { name, exact: true }).click();
  const date = async (legend: string, day: string, month: string, year: string): Promise<void> => {
    const group = page.getByRole('group', { name: legend });
    await group.getByLabel('Day').fill(day);
    await group.getByLabel('Month').fill(month);
    await group.getByLabel('Year').fill(year);
  };
  const change = (section: string) => page.getByRole('link', { name: `Change ${section}`, exact: true }).click();

  test('from nothing to a signed agreement, whose feed stops when it is suspended and says why', async () => {
    setting.as('governor');
    await page.goto(`${base}/partnership/agreements`);
    assert.match(await main(), /There are no sharing agreements yet/);
    await page.getByRole('button', { name: 'Draft an agreement' }).click();
    await save('Save and go on');
    assert.match(await main(), /Enter the reference, such as ISA 2026\/04[\s\S]*Enter the title/);
    await page.getByLabel('Reference').fill('ISA 2026/01');
    await page.getByLabel('Title').fill('Injuries by violence');
    await save('Save and go on');
    assert.match(await main(), /The draft is saved/);
    assert.match(await main(), /Before it can be signed[\s\S]*Say what the data are shared for/);

    await change('about it');
    await page.getByLabel('Purpose').fill('To see where children are hurt');
    await date('When does it start?', '31', '2', '2026');
    await save();
    assert.match(await main(), /must be a real date/);
    assert.equal(await page.getByLabel('Purpose').inputValue(), 'To see where children are hurt', 'nothing typed is lost');
    await date('When does it start?', '1', '10', '2026');
    await date('What is its last day?', '30', '9', '2027');
    await date('When must it be reviewed by?', '31', '8', '2027');
    await save();

    await change('parties');
    await page.getByLabel('Varrowshire Integrated Care Board').selectOption('Supplies data');
    await page.getByLabel('Varrow County Council').selectOption('Receives data');
    await save();
    await change('data');
    await page.getByLabel('Anonymous').check();
    await page.getByLabel('Items').fill('Month\nWard\nAge band');
    await page.getByLabel('How often').fill('Every month');
    await save();
    await change('law');
    await page.getByLabel('Police, Crime, Sentencing and Courts Act 2022, section 16').check();
    await save();
    await change('keeping and protecting');
    await page.getByLabel('How many months are the data kept?').fill('24');
    await save();
    assert.match(await main(), /Section 16 alone does not authorise what Varrowshire Integrated Care Board would supply/);
    await page.getByRole('link', { name: 'Check and record as signed' }).click();
    await date('When did the last party sign?', '1', '10', '2026');
    await save('Record as signed');
    assert.match(await main(), /There is a problem[\s\S]*Section 16 alone/);
    await page.getByRole('link', { name: 'Cancel' }).click();

    await change('law');
    await page.getByLabel('Common law').check();
    await page.getByLabel('More about the power').fill('A public interest that outweighs confidence; the file holds counts only');
    await save();
    await change('feeds');
    await page.getByLabel('Street-level crime from varrowshire').check();
    await save();
    await page.getByRole('link', { name: 'Check and record as signed' }).click();
    await date('When did the last party sign?', '1', '10', '2026');
    await save('Record as signed');
    assert.match(await main(), /The agreement is recorded as signed[\s\S]*Live/);
    assert.equal(await page.getByRole('link', { name: /^Change/ }).count(), 0, 'what was signed stays as it is');

    await page.goto(`${base}/catalogue/datasets/street`);
    assert.match(await main(), /ISA 2026\/01: Injuries by violence/);
    await page.goto(`${base}/partnership/agreements`);
    await page.getByRole('link', { name: 'ISA 2026/01' }).click();
    await page.getByRole('link', { name: 'Suspend', exact: true }).click();
    await page.getByLabel('Why').fill('A file went astray');
    await save('Suspend');
    assert.match(await main(), /Suspended since 2 November 2026: A file went astray[\s\S]*Its feeds have stopped/);
    await page.goto(`${base}/catalogue/datasets/street`);
    assert.match(
      await main(),
      /Stopped The sharing agreement for “street” from varrowshire is not live: ISA 2026\/01 has been suspended since 2 November 2026/,
    );
  });

  test('who may not keep agreements sees them and is offered nothing else; the file is on record', async () => {
    setting.as('analyst');
    await page.goto(`${base}/partnership/agreements`);
    assert.equal(await page.getByRole('button', { name: 'Draft an agreement' }).count(), 0);
    const csv = await page.request.get(`${base}/partnership/agreements.csv`);
    assert.match(await csv.text(), /^reference,title,state/);
    assert.match(await csv.text(), /ISA 2026\/01,Injuries by violence,Suspended/);
    assert.equal((await page.goto(`${base}/partnership/agreements/new`))?.status(), 403);
  });

  for (const width of WIDTHS) {
    test(`${width} pixels wide: axe finds nothing, nothing is refused, nothing overflows`, async () => {
      setting.as('governor');
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      const narrow = await context.newPage();
      const complaints = complaintsOf(narrow);
      await narrow.goto(`${base}/partnership/agreements`);
      const href = (await narrow.getByRole('link', { name: 'ISA 2026/01' }).getAttribute('href')) ?? '';
      await narrow.goto(`${base}${href}/renew`);
      await narrow.getByLabel('Reference of the new agreement').fill(`ISA ${width}`);
      await narrow.getByRole('button', { name: 'Make the new draft' }).click();
      await narrow.waitForURL((url) => !url.pathname.endsWith('/renew'));
      const draft = new URL(narrow.url()).pathname;
      const paths = [
        '/partnership/agreements',
        href,
        draft,
        '/partnership/agreements/new',
        ...['about', 'parties', 'data', 'law', 'keeping', 'feeds', 'sign', 'end'].map((each) => `${draft}/${each}`),
        `${href}/resume`,
      ];
      for (const path of paths) {
        assert.equal((await narrow.goto(base + path))?.status(), 200, path);
        assert.deepEqual(await axeFindings(narrow), [], path);
        assert.ok((await overflowOf(narrow)) <= 0, `${path} is wider than the window`);
        if (process.env['HEADWATER_SHOTS'])
          await narrow.screenshot({ path: `${process.env['HEADWATER_SHOTS']}/agreements-${paths.indexOf(path)}-${width}.png`, fullPage: true });
      }
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }
});
