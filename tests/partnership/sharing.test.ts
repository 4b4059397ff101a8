import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { insertKept, SERVICE, transaction } from '../../src/register/index.ts';
import { axeFindings, complaintsOf, launchBrowser, noBrowser, overflowOf, WIDTHS } from '../browser.ts';
import { type Governed, governed } from './setting.ts';

describe('what is shared, in a real browser', { skip: noBrowser }, () => {
  let setting: Governed;
  let browser: Browser;
  let base: string;
  let page: Page;
  let meeting: string;

  before(async () => {
    setting = await governed();
    base = await setting.listen();
    const by = { who: SERVICE, reach: 'system', at: setting.register.now() } as const;
    await transaction(setting.register.db, by, async (tx) => {
      const panel = {
        name: 'Tactical group',
        purpose: 'Plans',
        hostId: null,
        chairId: null,
        weeksLeast: 4,
        weeksMost: 6,
        routeIn: '',
        decisionsOut: '',
        dataUsed: '',
      };
      const panelId = await insertKept(tx, 'panel', { ...panel, core: false }, by);
      meeting = await insertKept(tx, 'meeting', { panelId, onDay: '2026-10-20', state: 'held' }, by);
      const action = {
        meetingId: meeting,
        organisationId: setting.organisations.police,
        text: 'Search the fairground on Friday',
        dueOn: '2026-11-20',
        doneOn: null,
      };
      await insertKept(tx, 'meetingAction', action, by);
    });
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
  const open = (path: string) => page.goto(`${base}${path}`);
  const meetingPage = () => open(`/partnership/meetings/${meeting}`);

  test('the police withhold the words of their action; others see why, until they are shared again', async () => {
    setting.as('chief');
    await meetingPage();
    await page.getByRole('link', { name: /^Withhold/ }).click();
    await press('Withhold the words');
    assert.match(await main(), /There is a problem[\s\S]*Choose why the words are withheld/);
    await page.getByLabel('Another reason').check();
    await press('Withhold the words');
    assert.match(await main(), /Say why, without what is to be withheld/);
    await page.getByLabel('Operational confidentiality').check();
    await press('Withhold the words');
    assert.match(
      await main(),
      /are withheld from other organisations[\s\S]*Search the fairground on Friday\s+Others see: Withheld by Varrowshire Police: operational confidentiality/,
    );

    setting.as('lead');
    await meetingPage();
    assert.match(await main(), /Withheld by Varrowshire Police: operational confidentiality/);
    assert.doesNotMatch(await main(), /fairground|Others see|Share again/);
    await page.getByRole('link', { name: 'What is shared', exact: true }).click();
    assert.match(await main(), /Withheld now[\s\S]*Action of a meeting[\s\S]*Withheld by Varrowshire Police: operational confidentiality/);

    setting.as('chief');
    await meetingPage();
    await page.getByRole('link', { name: /^Share again/ }).click();
    await press('Share the words');
    setting.as('lead');
    await meetingPage();
    assert.match(await main(), /Search the fairground on Friday/);
    await open('/partnership/sharing');
    assert.match(await main(), /Nothing is withheld/);
  });

  test('the table and the form are accessible and fit a phone', async () => {
    const complaints = complaintsOf(page);
    setting.as('chief');
    await meetingPage();
    const form = await page.getByRole('link', { name: /^Withhold/ }).getAttribute('href');
    for (const path of ['/partnership/sharing', form ?? '', `/partnership/meetings/${meeting}`]) {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await open(path);
        assert.deepEqual(await axeFindings(page), [], `${path} at ${width}`);
        assert.equal(await overflowOf(page), 0, `${path} at ${width}`);
      }
    }
    assert.deepEqual(complaints, []);
  });
});
