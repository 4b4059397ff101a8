import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { insertKept, SERVICE, transaction } from '../../src/register/index.ts';
import { noBrowser } from '../browser.ts';
import { desk, testEveryWidth } from './desk.ts';

describe('what is shared, in a real browser', { skip: noBrowser }, () => {
  let meeting: string;
  const at = desk(async ({ register, organisations }) => {
    const by = { who: SERVICE, reach: 'system', at: register.now() } as const;
    await transaction(register.db, by, async (tx) => {
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
        organisationId: organisations.police,
        text: 'Search the fairground on Friday',
        dueOn: '2026-11-20',
        doneOn: null,
      };
      await insertKept(tx, 'meetingAction', action, by);
    });
  });
  const { main, press, open } = at;
  const meetingPage = () => open(`/partnership/meetings/${meeting}`);

  test('the police withhold the words of their action; others see why, until they are shared again', async () => {
    at.setting.as('chief');
    await meetingPage();
    await at.page.getByRole('link', { name: /^Withhold/ }).click();
    await press('Withhold the words');
    assert.match(await main(), /There is a problem[\s\S]*Choose why the words are withheld/);
    await at.page.getByLabel('Another reason').check();
    await press('Withhold the words');
    assert.match(await main(), /Say why, without what is to be withheld/);
    await at.page.getByLabel('Operational confidentiality').check();
    await press('Withhold the words');
    assert.match(
      await main(),
      /are withheld from other organisations[\s\S]*Search the fairground on Friday\s+Others see: Withheld by Varrowshire Police: operational confidentiality/,
    );

    at.setting.as('lead');
    await meetingPage();
    assert.match(await main(), /Withheld by Varrowshire Police: operational confidentiality/);
    assert.doesNotMatch(await main(), /fairground|Others see|Share again/);
    await at.page.getByRole('link', { name: 'What is shared', exact: true }).click();
    assert.match(await main(), /Withheld now[\s\S]*Action of a meeting[\s\S]*Withheld by Varrowshire Police: operational confidentiality/);
    // Whoever would close the police is told that nobody else can share them again; of another organisation there is nothing to tell.
    await open(`/partnership/organisations/${at.setting.organisations.police}/close`);
    assert.match(
      await main(),
      /Words that stay withheld\s+It withholds the words of 1 record[\s\S]*Action of a meeting: Withheld by Varrowshire Police: operational confidentiality/,
    );
    assert.doesNotMatch(await main(), /fairground/);
    await open(`/partnership/organisations/${at.setting.organisations.youth}/close`);
    assert.match(await main(), /cannot be closed yet/);
    assert.doesNotMatch(await main(), /Words that stay withheld/);

    at.setting.as('chief');
    await meetingPage();
    await at.page.getByRole('link', { name: /^Share again/ }).click();
    await press('Share the words');
    at.setting.as('lead');
    await meetingPage();
    assert.match(await main(), /Search the fairground on Friday/);
    await open('/partnership/sharing');
    assert.match(await main(), /Nothing is withheld/);
  });

  testEveryWidth(at, 'chief', async (page) => {
    await page.goto(`${at.base}/partnership/meetings/${meeting}`);
    const form = await page.getByRole('link', { name: /^Withhold/ }).getAttribute('href');
    return ['/partnership/sharing', form ?? '', `/partnership/meetings/${meeting}`];
  });
});
