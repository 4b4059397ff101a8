import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { draftAgreement } from '../../src/access/agreements/index.ts';
import { verifyChain } from '../../src/access/audit/index.ts';
import { insertKept, SERVICE, transaction } from '../../src/register/index.ts';
import { noBrowser } from '../browser.ts';
import { desk, testEveryWidth } from './desk.ts';

describe('the audit log and retention in a real browser', { skip: noBrowser }, () => {
  let leaver: string;
  const at = desk(async ({ register, organisations }) => {
    const by = { who: SERVICE, reach: 'system', at: register.now() } as const;
    leaver = await transaction(register.db, by, async (tx) => {
      const id = await insertKept(tx, 'person', { name: 'Zora Quill', email: 'zora@varrow.example', phone: '01632 960555' }, by);
      const membership = { personId: id, organisationId: organisations.council, roles: ['analyst'], fromOn: '2024-01-01', toOn: '2025-06-30' };
      await insertKept(tx, 'membership', membership, by);
      return id;
    });
  });
  const { main, press, open } = at;

  test('who did what is read in plain words, filtered, and its file cannot run in a spreadsheet', async () => {
    await at.setting.acting.act(draftAgreement, { reference: '=cmd|x', title: 'Odd' }, at.setting.as('governor'));
    await at.setting.acting.act(verifyChain, { seals: [] }, SERVICE);
    at.setting.as('lead');
    assert.equal((await open('/partnership/audit'))?.status(), 403);
    at.setting.as('governor');
    await open('/partnership/audit');
    assert.match(await main(), /As it was written[\s\S]*Last checked on 2 November 2026 at 9:00am/);
    assert.match(await main(), /Ada Moss[\s\S]*Draft a sharing agreement/);
    assert.match(await main(), /Ben Reed[\s\S]*Open the page \/partnership\/audit[\s\S]*Refused/);
    await at.page.locator('summary', { hasText: 'Filter' }).click();
    await at.page.getByLabel('Outcome').selectOption('Refused');
    await press('Filter');
    const rows = at.page.locator('tbody tr');
    assert.equal(await rows.count(), 1);
    const csv = await (await at.page.request.get(`${at.base}/partnership/audit.csv`)).text();
    assert.match(csv, /^number,at,what,action,outcome/);
    assert.ok(!csv.split(/,(?=")|\r\n|,/).some((cell) => /^"?[=@]/.test(cell)), csv);
    await open('/partnership/audit?action=audit.export');
    assert.match(await main(), /Download part of the audit log/);
  });

  test('a person who left is disposed of; who looked at them can be seen, and nothing of them is left to see', async () => {
    await open('/partnership/retention');
    assert.match(await main(), /Zora Quill[\s\S]*People[\s\S]*30 June 2025/);
    await at.page.getByRole('link', { name: /Dispose.*of Zora Quill/ }).click();
    await press('Dispose of it');
    assert.match(await main(), /Say why/);
    await at.page.getByLabel('Why').fill('Left more than a year ago');
    await press('Dispose of it');
    assert.match(await main(), /It is disposed of[\s\S]*1 tombstone[\s\S]*Nothing is due/);
    await open(`/partnership/audit/person/${leaver}`);
    assert.match(await main(), /Who has seen this person[\s\S]*Dispose of a record[\s\S]*See what a person’s disposal would meet/);
    assert.doesNotMatch(await main(), /Zora/);
  });

  test('a local choice is set, with its reason', async () => {
    await open('/partnership/retention');
    await at.page.getByRole('link', { name: /Set.*Tasks that are done/ }).click();
    await at.page.getByLabel('Months').fill('');
    await at.page.getByLabel('Why').fill('Agreed');
    await press('Save');
    assert.match(await main(), /Enter the months as a whole number/);
    await at.page.getByLabel('Months').fill('12');
    await press('Save');
    assert.match(await main(), /12 months \(set by the partnership\)/);
  });

  testEveryWidth(at, 'governor', () => [
    '/partnership/audit',
    '/partnership/audit?outcome=refused',
    `/partnership/audit/person/${leaver}`,
    '/partnership/retention',
    '/partnership/retention/rules/person',
    `/partnership/retention/person/${at.setting.people['chief']?.personId}`,
  ]);
});
