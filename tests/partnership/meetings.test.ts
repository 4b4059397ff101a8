import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noBrowser } from '../browser.ts';
import { desk, testEveryWidth } from './desk.ts';

describe('meetings and products in a real browser', { skip: noBrowser }, () => {
  const at = desk();
  const { main, press, follow, date, open } = at;
  let panel: string;
  let meeting: string;
  let product: string;
  const here = () => new URL(at.page.url()).pathname;

  test('a panel is added, meets, decides without the youth offending team on money, and that is marked', async () => {
    at.setting.as('lead');
    await open('/partnership/meetings');
    assert.match(await main(), /There are no panels yet/);
    await follow('Add a panel');
    await at.page.getByLabel('Name').fill('Strategic board');
    await at.page.getByLabel('Purpose').fill('Leads the work on serious violence');
    await at.page.getByLabel('Weeks between meetings: at least').fill('9');
    await press('Save');
    assert.match(await main(), /The longest time between meetings must not be shorter/);
    await at.page.getByLabel('Weeks between meetings: at least').fill('6');
    await at.page.getByLabel('The core membership meets here').check();
    await press('Save');
    panel = here();
    await follow('Plan a meeting');
    await date('When does it meet?', '25', '10', '2026');
    await press('Plan the meeting');
    assert.match(await main(), /planned for 25 October 2026\. It is at a weekend/);
    meeting = here();
    await follow('Record the meeting');
    for (const seat of ['Local authority: Varrow County Council', 'Police: Varrowshire Police', 'Health: Varrowshire Integrated Care Board'])
      await at.page.getByLabel(seat).check();
    await at.page.getByLabel('Note').fill('Heard from the hospital');
    await press('Save');
    await follow('Record a decision');
    await at.page.getByLabel('Money').check();
    await at.page.getByLabel('What was decided?').fill('Fund the hospital navigators');
    await press('Record the decision');
    assert.match(await main(), /was not quorate[\s\S]*Not quorate[\s\S]*3 voting members there, 3 needed\. Missing: Youth offending team/);
    await follow('Give an action');
    await at.page.getByLabel('What is to be done?').fill('Bring the plan for the navigators');
    await at.page.getByLabel('Who does it?').selectOption('Varrowshire Integrated Care Board');
    await date('By when?', '30', '10', '2026');
    await press('Save');
    assert.match(await main(), /Bring the plan for the navigators[\s\S]*Overdue/);
    await open('/partnership');
    assert.match(await main(), /A decision on money of Strategic board on 25 October 2026 was taken without quorum/);
  });

  test('nine weeks later it is overdue; the next day is suggested without weekends and bank holidays', async () => {
    at.setting.register.setNow('2026-12-28T09:00:00Z');
    await open('/partnership/meetings');
    assert.match(await main(), /Overdue[\s\S]*It was to meet again by 20 December 2026/);
    await open(`${panel}/plan`);
    assert.match(await main(), /29 December 2026/);
    assert.doesNotMatch(await main(), /1 January 2027/);
    at.setting.register.setNow('2026-11-02T09:00:00Z');
  });

  test('the papers hold open actions, deadlines and figures of one named snapshot', async () => {
    await open(`${meeting}/papers`);
    assert.match(await main(), /snapshot s2[\s\S]*Open actions[\s\S]*Bring the plan[\s\S]*Deadlines[\s\S]*Street-level crime/i);
  });

  test('an organisation completes its own action, the lead any; nobody else is offered it', async () => {
    const offered = async (who: string): Promise<number> => {
      at.setting.as(who);
      await open(`${meeting}`);
      return at.page.getByRole('link', { name: /^Complete.*Bring the plan/ }).count();
    };
    // An administrator keeps meetings, and may complete no action of another organisation.
    assert.deepEqual([await offered('lead'), await offered('administrator'), await offered('youth')], [1, 0, 0]);
    at.setting.as('health');
    await open(`${meeting}`);
    await at.page.getByRole('link', { name: /^Complete.*Bring the plan/ }).click();
    await press('Complete the action');
    assert.match(await main(), /The action is done[\s\S]*Done 2 November 2026/);
    at.setting.as('chief');
    await open(`${meeting}`);
    assert.equal(await at.page.getByRole('link', { name: /^Complete/ }).count(), 0);
  });

  test('a product is sent, and each organisation confirms for itself', async () => {
    at.setting.as('lead');
    await open('/partnership/products');
    await follow('Add a product');
    await at.page.getByLabel('Title').fill('Strategic needs assessment');
    await at.page.getByLabel('Who owes it?').selectOption('Varrow County Council');
    await date('When is it due?', '1', '10', '2026');
    await press('Save');
    product = here();
    assert.match(await main(), /Late/);
    await follow('Record the approval');
    await press('Record the approval');
    await follow('Record who it was sent to');
    await at.page.getByLabel('Varrowshire Police').check();
    await at.page.getByLabel('Varrow Youth Justice Service').check();
    await press('Save');
    at.setting.as('chief');
    await open(product);
    await follow('Confirm that your organisation has it');
    await press('Confirm');
    assert.match(await main(), /Varrowshire Police\s+2 November 2026\s+2 November 2026/);
    await open('/partnership/products');
    assert.match(await main(), /Not confirmed by all\s+Varrow Youth Justice Service/);
  });

  testEveryWidth(at, 'lead', () => [
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
  ]);
});
