import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noBrowser } from '../browser.ts';
import { desk, testEveryWidth } from './desk.ts';

describe('sharing agreements in a real browser', { skip: noBrowser }, () => {
  const at = desk();
  const { main, date, open, follow } = at;
  const save = (name = 'Save') => at.press(name);
  const change = (section: string) => follow(`Change ${section}`);

  test('from nothing to a signed agreement, whose feed stops when it is suspended and says why', async () => {
    at.setting.as('governor');
    await open('/partnership/agreements');
    assert.match(await main(), /There are no sharing agreements yet/);
    await at.page.getByRole('button', { name: 'Draft an agreement' }).click();
    await save('Save and go on');
    assert.match(await main(), /Enter the reference, such as ISA 2026\/04[\s\S]*Enter the title/);
    await at.page.getByLabel('Reference').fill('ISA 2026/01');
    await at.page.getByLabel('Title').fill('Injuries by violence');
    await save('Save and go on');
    assert.match(await main(), /The draft is saved/);
    assert.match(await main(), /Before it can be signed[\s\S]*Say what the data are shared for/);

    await change('about the agreement');
    await at.page.getByLabel('Purpose').fill('To see where children are hurt');
    await date('When does it start?', '31', '2', '2026');
    await save();
    await at.page.getByLabel('Title').fill('');
    await save();
    assert.match(await main(), /There is a problem\s+Enter the title\s+The day that it starts must be a real date/, 'all that is wrong, at once');
    await at.page.getByLabel('Title').fill('Injuries by violence');
    assert.equal(await at.page.getByLabel('Purpose').inputValue(), 'To see where children are hurt', 'nothing typed is lost');
    await date('When does it start?', '1', '10', '2026');
    await date('What is its last day?', '30', '9', '2027');
    await date('When must it be reviewed by?', '31', '8', '2027');
    await save();

    await change('parties');
    await at.page.getByLabel('Varrowshire Integrated Care Board').selectOption('Supplies data');
    await at.page.getByLabel('Varrow County Council').selectOption('Receives data');
    await save();
    await change('data shared');
    await at.page.getByLabel('Anonymous').check();
    await at.page.getByLabel('Items').fill('Month\nWard\nAge band');
    await at.page.getByLabel('How often').fill('Every month');
    await save();
    await change('what it rests on');
    await at.page.getByLabel('Police, Crime, Sentencing and Courts Act 2022, section 16').check();
    await save();
    await change('keeping and protecting');
    await at.page.getByLabel('How many months are the data kept?').fill('24');
    await save();
    assert.match(await main(), /Section 16 alone does not authorise what Varrowshire Integrated Care Board would supply/);
    await at.page.getByRole('link', { name: 'Check and record as signed' }).click();
    await date('When did the last party sign?', '1', '10', '2026');
    await save('Record as signed');
    assert.match(await main(), /There is a problem[\s\S]*Section 16 alone/);
    await at.page.getByRole('link', { name: 'Cancel' }).click();

    await change('what it rests on');
    await at.page.getByLabel('Common law').check();
    await at.page.getByLabel('More about the power').fill('A public interest that outweighs confidence; the file holds counts only');
    await save();
    await change('feeds');
    await at.page.getByLabel('Street-level crime from varrowshire').check();
    await at.page.getByLabel('Other feeds').fill('nonsense');
    await save();
    assert.match(await main(), /There is a problem\s+“nonsense”: Choose a source/);
    await follow('“nonsense”: Choose a source');
    assert.equal(await at.page.evaluate('document.activeElement.id'), 'others', 'the summary leads to the field');
    await at.page.getByLabel('Other feeds').fill('');
    await save();
    await at.page.getByRole('link', { name: 'Check and record as signed' }).click();
    await date('When did the last party sign?', '1', '10', '2026');
    await save('Record as signed');
    assert.match(await main(), /The agreement is recorded as signed[\s\S]*Live/);
    assert.equal(await at.page.getByRole('link', { name: /^Change/ }).count(), 0, 'what was signed stays as it is');

    await open('/catalogue/datasets/street');
    assert.match(await main(), /ISA 2026\/01: Injuries by violence/);
    await open('/partnership/agreements');
    await at.page.getByRole('link', { name: 'ISA 2026/01' }).click();
    await at.page.getByRole('link', { name: 'Suspend', exact: true }).click();
    await at.page.getByLabel('Why').fill('A file went astray');
    await save('Suspend');
    assert.match(await main(), /Suspended since 2 November 2026: A file went astray[\s\S]*Its feeds have stopped/);
    await open('/catalogue/datasets/street');
    assert.match(
      await main(),
      /Stopped The sharing agreement for “street” from varrowshire is not live: ISA 2026\/01 has been suspended since 2 November 2026/,
    );
  });

  test('who may not keep agreements sees them and is offered nothing else; the file is on record', async () => {
    at.setting.as('analyst');
    await open('/partnership/agreements');
    assert.equal(await at.page.getByRole('button', { name: 'Draft an agreement' }).count(), 0);
    const csv = await at.page.request.get(`${at.base}/partnership/agreements.csv`);
    assert.match(await csv.text(), /^reference,title,state/);
    assert.match(await csv.text(), /ISA 2026\/01,Injuries by violence,Suspended/);
    assert.equal((await open('/partnership/agreements/new'))?.status(), 403);
  });

  testEveryWidth(at, 'governor', async (page, width) => {
    await page.goto(`${at.base}/partnership/agreements`);
    const href = (await page.getByRole('link', { name: 'ISA 2026/01' }).getAttribute('href')) ?? '';
    await page.goto(`${at.base}${href}/renew`);
    await page.getByLabel('Reference of the new agreement').fill(`ISA ${width}`);
    await page.getByRole('button', { name: 'Make the new draft' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith('/renew'));
    const draft = new URL(page.url()).pathname;
    return [
      '/partnership/agreements',
      href,
      draft,
      '/partnership/agreements/new',
      ...['about', 'parties', 'data', 'law', 'keeping', 'feeds', 'sign', 'end'].map((each) => `${draft}/${each}`),
      `${href}/resume`,
    ];
  });
});
