import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { draftAgreement } from '../../src/access/agreements/index.ts';
import { verifyChain } from '../../src/access/audit/index.ts';
import { insertKept, SERVICE, transaction } from '../../src/register/index.ts';
import { axeFindings, complaintsOf, launchBrowser, noBrowser, overflowOf, WIDTHS } from '../browser.ts';
import { type Governed, governed, NOW } from './setting.ts';

describe('the audit log and retention in a real browser', { skip: noBrowser }, () => {
  let setting: Governed;
  let browser: Browser;
  let base: string;
  let page: Page;
  let leaver: string;

  before(async () => {
    setting = await governed();
    const at = new Date(NOW);
    leaver = await transaction(setting.register.db, { reach: 'system', who: SERVICE, at }, async (tx) => {
      const id = await insertKept(
        tx,
        'person',
        { name: 'Zora Quill', email: 'zora@varrow.example', phone: '01632 960555' },
        { who: SERVICE, reach: 'system', at },
      );
      await insertKept(
        tx,
        'membership',
        { personId: id, organisationId: setting.organisations.council, roles: ['analyst'], fromOn: '2024-01-01', toOn: '2025-06-30' },
        { who: SERVICE, reach: 'system', at },
      );
      return id;
    });
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

  test('who did what is read in plain words, filtered, and its file cannot run in a spreadsheet', async () => {
    await setting.acting.act(draftAgreement, { reference: '=cmd|x', title: 'Odd' }, setting.as('governor'));
    await setting.acting.act(verifyChain, { seals: [] }, SERVICE);
    setting.as('lead');
    assert.equal((await page.goto(`${base}/partnership/audit`))?.status(), 403);
    setting.as('governor');
    await page.goto(`${base}/partnership/audit`);
    assert.match(await main(), /As it was written[\s\S]*Last checked on 2 November 2026 at 9:00am/);
    assert.match(await main(), /Ada Moss[\s\S]*Draft a sharing agreement/);
    assert.match(await main(), /Ben Reed[\s\S]*Open the page \/partnership\/audit[\s\S]*Refused/);
    await page.locator('summary', { hasText: 'Filter' }).click();
    await page.getByLabel('Outcome').selectOption('Refused');
    await page.getByRole('button', { name: 'Filter' }).click();
    const rows = page.locator('tbody tr');
    assert.equal(await rows.count(), 1);
    const csv = await (await page.request.get(`${base}/partnership/audit.csv`)).text();
    assert.match(csv, /^number,at,what,action,outcome/);
    assert.ok(!csv.split(/,(?=")|\r\n|,/).some((cell) => /^"?[=@]/.test(cell)), csv);
    await page.goto(`${base}/partnership/audit?action=audit.export`);
    assert.match(await main(), /Download part of the audit log/);
  });

  test('a person who left is disposed of; who looked at them can be seen, and nothing of them is left to see', async () => {
    await page.goto(`${base}/partnership/retention`);
    assert.match(await main(), /Zora Quill[\s\S]*People[\s\S]*30 June 2025/);
    await page.getByRole('link', { name: /Dispose.*of Zora Quill/ }).click();
    await page.getByRole('button', { name: 'Dispose of it' }).click();
    assert.match(await main(), /Say why/);
    await page.getByLabel('Why').fill('Left more than a year ago');
    await page.getByRole('button', { name: 'Dispose of it' }).click();
    assert.match(await main(), /It is disposed of[\s\S]*1 tombstone[\s\S]*Nothing is due/);
    await page.goto(`${base}/partnership/audit/person/${leaver}`);
    assert.match(await main(), /Who has seen this person[\s\S]*Dispose of a record[\s\S]*See what a person’s disposal would meet/);
    assert.doesNotMatch(await main(), /Zora/);
  });

  test('a local choice is set, with its reason', async () => {
    await page.goto(`${base}/partnership/retention`);
    await page.getByRole('link', { name: /Set.*Tasks that are done/ }).click();
    await page.getByLabel('Months').fill('');
    await page.getByLabel('Why').fill('Agreed');
    await page.getByRole('button', { name: 'Save' }).click();
    assert.match(await main(), /Enter the months as a whole number/);
    await page.getByLabel('Months').fill('12');
    await page.getByRole('button', { name: 'Save' }).click();
    assert.match(await main(), /12 months \(set by the partnership\)/);
  });

  for (const width of WIDTHS) {
    test(`${width} pixels wide: axe finds nothing, nothing is refused, nothing overflows`, async () => {
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      const narrow = await context.newPage();
      const complaints = complaintsOf(narrow);
      const paths = [
        '/partnership/audit',
        '/partnership/audit?outcome=refused',
        `/partnership/audit/person/${leaver}`,
        '/partnership/retention',
        '/partnership/retention/rules/person',
        `/partnership/retention/person/${setting.people['chief']?.personId}`,
      ];
      for (const path of paths) {
        assert.equal((await narrow.goto(base + path))?.status(), 200, path);
        assert.deepEqual(await axeFindings(narrow), [], path);
        assert.ok((await overflowOf(narrow)) <= 0, `${path} is wider than the window`);
        if (process.env['HEADWATER_SHOTS'])
          await narrow.screenshot({ path: `${process.env['HEADWATER_SHOTS']}/governance-${paths.indexOf(path)}-${width}.png`, fullPage: true });
      }
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }
});
