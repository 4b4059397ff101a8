/** A case as those who bring it, decide on it and act in it meet it; and as it looks to whoever is no party. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { insertKept, SERVICE, transaction } from '../../src/register/index.ts';
import { noBrowser } from '../browser.ts';
import { desk, testEveryWidth } from './desk.ts';
import type { Governed } from './setting.ts';

async function prepare({ register, organisations, acting, people }: Governed): Promise<void> {
  const by = { who: SERVICE, reach: 'system', at: register.now() } as const;
  await transaction(register.db, by, async (tx) => {
    const words = { purpose: 'One plan for each child', routeIn: '', decisionsOut: '', dataUsed: '' };
    const panel = { ...words, name: 'Missing and exploited panel', hostId: organisations.council, chairId: null, weeksLeast: 2, weeksMost: 6, core: false };
    const panelId = await insertKept(tx, 'panel', panel, by);
    await insertKept(tx, 'meeting', { panelId, onDay: '2026-11-01', state: 'held' }, by);
  });
  const governor = people['governor'];
  const [draft, edit, sign] = ['agreement.draft', 'agreement.edit', 'agreement.sign'].map((name) => acting.actions.get(name));
  assert.ok(governor && draft && edit && sign);
  const made = (await acting.act(draft, { reference: 'ISA-7', title: 'Cases at the missing and exploited panel' }, governor)) as {
    id: string;
    version: number;
  };
  const terms = {
    id: made.id,
    version: made.version,
    purpose: 'One plan for each child who is at risk',
    startsOn: '2026-01-01',
    endsOn: '2027-12-31',
    reviewOn: '2027-06-01',
    parties: [
      { organisationId: organisations.youth, part: 'supplies' },
      { organisationId: organisations.council, part: 'receives' },
    ],
    kinds: ['personal', 'children'],
    items: ['Reference and what is asked'],
    frequency: 'When a case is brought',
    powers: ['ca-2004-s10'],
    lawfulBases: ['gdpr-6-1-e'],
    compellingReason: 'They cannot be kept safe without it',
    dpiaReference: 'DPIA-7',
    retentionMonths: 12,
  };
  const edited = (await acting.act(edit, terms, governor)) as { version: number };
  await acting.act(sign, { id: made.id, version: edited.version, signedOn: '2026-11-02' }, governor);
}

describe('cases at panels, in a real browser', { skip: noBrowser }, () => {
  const at = desk(prepare);
  const { main, press, open, follow, date } = at;
  let address: string;

  test('a case is brought with its reason, decided, acted on and closed, and the whole way is on one page', async () => {
    at.setting.as('youth');
    await open('/partnership/cases');
    assert.match(await main(), /takes part in no case yet/);
    await follow('Bring a case to a panel');
    assert.match(await main(), /Your own reference of the case/);
    await open('/partnership/meetings');
    await follow('Missing and exploited panel');
    await follow('Bring a case to this panel');
    const { page } = at;
    await page.getByLabel('Your own reference of the case').fill('Finn Holt');
    await date('When was it brought?', '30', '2', '2026');
    await press('Bring the case');
    assert.match(await main(), /There is a problem[\s\S]*must be a real date/, 'said with all else that is wrong');
    assert.match(await main(), /There is a problem[\s\S]*Do not enter a name[\s\S]*Choose why it is brought[\s\S]*Say what the panel is asked/);
    await page.getByRole('link', { name: 'Choose why it is brought' }).click();
    assert.equal(await page.evaluate('document.activeElement.name'), 'grounds', 'the error leads to its field');
    await page.getByLabel('Your own reference of the case').fill('YJS/2026/0142');
    await page.getByLabel('Goes missing').check();
    await page.getByLabel('What is the panel asked?').fill('Agree <b>one</b> plan');
    await date('When was it brought?', '1', '11', '2026');
    await press('Bring the case');
    assert.match(await main(), /The case is brought to the panel[\s\S]*Waiting for the panel[\s\S]*Goes missing[\s\S]*Agree <b>one<\/b> plan/);
    address = new URL(page.url()).pathname;
    assert.equal(await page.getByRole('link', { name: 'Record what was decided' }).count(), 0, 'who brings a case does not decide on it');

    at.setting.as('lead');
    await open(address);
    await follow('Record what was decided');
    await page.getByLabel('One plan, with a lead professional').check();
    await page.getByLabel('In a few words').fill('Youth justice leads');
    await press('Record the decision');
    await follow('Give somebody something to do');
    await page.getByLabel('Who does it?').selectOption({ label: 'Varrow Youth Justice Service' });
    await page.getByLabel('What is to be done?').fill('Find a mentor');
    await date('By when?', '30', '2', '2027');
    await press('Save');
    assert.match(await main(), /There is a problem/);
    assert.equal(await page.getByLabel('What is to be done?').inputValue(), 'Find a mentor', 'what was typed is kept');
    await date('By when?', '16', '11', '2026');
    await press('Save');
    await follow('Close the case');
    await page.getByLabel('The risk is lower').check();
    await press('Close the case');
    assert.match(await main(), /Something is still to be done in this case/);

    at.setting.as('youth');
    await open('/');
    await page.getByRole('link', { name: /Do what was asked in a case: Missing and exploited panel/ }).click();
    await page.getByRole('link', { name: /^Say what came of it/ }).click();
    await page.getByLabel('What came of it?').fill('A mentor was found');
    await press('Save');

    at.setting.as('lead');
    await open(`${address}/close`);
    await page.getByLabel('The risk is lower').check();
    await press('Close the case');
    const trace = await main();
    assert.match(trace, /Closed[\s\S]*Brought to the panel[\s\S]*Decided: one plan[\s\S]*What came of it: A mentor was found[\s\S]*Ended: the risk is lower/);
    assert.match(await page.locator('.hw-header__marking').innerText(), /OFFICIAL-SENSITIVE/);
  });

  test('it is found by part of its reference; nobody else finds or opens it', async () => {
    const { page } = at;
    at.setting.as('youth');
    await open('/partnership/cases');
    await page.getByLabel('Find a case').fill('0142');
    await press('Find');
    await follow('YJS/2026/0142');
    assert.equal(new URL(page.url()).pathname, address);
    at.setting.as('health');
    await open('/partnership/cases?reference=0142');
    assert.doesNotMatch(await main(), /YJS/);
    assert.equal((await open(address))?.status(), 404);
    at.setting.as('governor');
    assert.equal((await open(address))?.status(), 403);
    await open('/partnership/audit');
    assert.match(await main(), /case\.read|Follow a case at a panel/, 'who followed it is on record');
  });

  testEveryWidth(at, 'lead', async (page) => {
    await page.goto(at.base + address);
    return ['/partnership/cases', '/partnership/cases?reference=nothing', address];
  });
  testEveryWidth(at, 'youth', () => ['/partnership/cases/new']);
});
