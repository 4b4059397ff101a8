import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { nameContact } from '../../src/access/contacts/index.ts';
import { openTask, policy } from '../../src/access/index.ts';
import { addPost } from '../../src/access/posts/index.ts';
import { addSeat } from '../../src/access/seats/index.ts';
import { draftTerms, publishTerms, setTermsRole } from '../../src/access/terms/index.ts';
import { type PersonName, type SmallPartnership, smallPartnership } from '../../src/access/testing/index.ts';
import { type Acting, makeActing } from '../../src/register/index.ts';
import { type TestRegister, testRegister } from '../../src/register/testing/index.ts';
import { actions, reads } from '../../src/service/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { complaintsOf, launchBrowser, noBrowser, WIDTHS } from '../browser.ts';
import { type SmallHome, smallHome } from '../web/home.ts';
import { assertFits } from './desk.ts';

const NOW = '2026-03-02T09:00:00Z';
const ROLES = [
  'administrator',
  'partnership-lead',
  'analyst',
  'chief-officer',
  'probation',
  'youth-justice',
  'supervisor',
  'policing-body-officer',
  'information-governance',
  'childrens-social-care',
];

describe('the partnership’s people and organisations in a real browser', { skip: noBrowser }, () => {
  let home: SmallHome;
  let warehouse: Warehouse;
  let register: TestRegister;
  let acting: Acting;
  let small: SmallPartnership;
  let app: FastifyInstance;
  let browser: Browser;
  let base: string;
  let looks: PersonName = 'admin';

  before(async () => {
    home = await smallHome();
    warehouse = await openWarehouse(home.dir);
    register = await testRegister(NOW);
    acting = makeActing(register, policy, actions, reads);
    small = await smallPartnership(register);
    app = await buildApp({ warehouse, acting, identify: async () => ({ who: small.who(looks), session: null, expired: null }), requestsAMinute: 100_000 });
    await app.listen({ host: '127.0.0.1', port: 0 });
    base = `http://localhost:${(app.server.address() as AddressInfo).port}`;
    browser = await launchBrowser();

    const { organisations, people } = small;
    const admin = small.who('admin');
    const lead = small.who('lead');
    const contact = { fromOn: '2026-01-01' };
    await acting.act(
      nameContact,
      { ...contact, organisationId: organisations.youth, personId: people.youth, deputyId: people.youthTwo, toOn: '2026-03-20' },
      admin,
    );
    await acting.act(nameContact, { ...contact, organisationId: organisations.probation, personId: people.probation }, admin);
    const seat = { voting: true, fromOn: '2026-01-01', toOn: null };
    await acting.act(addSeat, { ...seat, seat: 'youth-offending-team', organisationId: organisations.youth, personId: people.youth }, admin);
    await acting.act(addSeat, { ...seat, seat: 'fire', organisationId: organisations.fire, personId: '' }, admin);
    const post = {
      title: 'Programme lead',
      hostId: organisations.police,
      fromOn: '2026-01-01',
      toOn: '2026-04-30',
      shares: [{ funderId: organisations.police, percent: 100 }],
    };
    await acting.act(addPost, post, lead);
    const text = { title: 'Terms of reference', objectives: 'Fewer children hurt.', text: 'We meet every six weeks.', effectiveOn: '2026-03-01' };
    const { id } = await acting.act(draftTerms, { ...text, purpose: 'We keep children safe from serious violence.' }, lead);
    for (const role of ROLES) await acting.act(setTermsRole, { id, role, means: `You may ask us about any child (${role}).`, brings: 'What you know.' }, lead);
    await acting.act(publishTerms, { id, version: 1 }, lead);
    await small.system((tx) =>
      openTask(
        tx,
        {
          kind: 'x',
          key: 'late',
          title: 'Send the response',
          href: '/partnership',
          subjectType: 'x',
          subjectId: organisations.body,
          organisationId: organisations.body,
          dueOn: '2026-02-27',
        },
        register.now(),
      ),
    );
  });

  after(async () => {
    await browser?.close();
    await app?.close();
    await warehouse?.close();
    await register?.remove();
    home?.remove();
  });

  const main = (page: Page): Promise<string> => page.locator('main').innerText();

  const pages = (): readonly (readonly [PersonName, string])[] => {
    const { youth, south, body } = small.organisations;
    const person = `/partnership/people/${small.people.youth}`;
    return [
      ['officer', '/'],
      ['analyst', '/'],
      ['youth', '/'],
      ['lead', '/partnership'],
      ['lead', '/partnership/describe'],
      ['social', '/partnership/directory'],
      ['social', '/partnership/directory?text=nobody+at+all'],
      ['lead', '/partnership/organisations'],
      ['lead', '/partnership/organisations/new'],
      ['lead', '/partnership/organisations/spokes'],
      ['social', '/partnership/organisations/duty-holders'],
      ['admin', `/partnership/organisations/${youth}`],
      ['social', `/partnership/organisations/${body}`],
      ['admin', `/partnership/organisations/${youth}/edit`],
      ['admin', `/partnership/organisations/${youth}/close`],
      ['admin', `/partnership/organisations/${south}/close`],
      ['youth', `/partnership/organisations/${youth}/contact`],
      ['lead', '/partnership/organisations/posts'],
      ['lead', '/partnership/organisations/posts/new'],
      ['lead', '/partnership/core'],
      ['lead', '/partnership/core/new'],
      ['admin', '/partnership/people'],
      ['admin', '/partnership/people/new'],
      ['admin', person],
      ['admin', `${person}/edit`],
      ['admin', `${person}/access`],
      ['admin', `${person}/link`],
      ['admin', `${person}/memberships/new`],
      ['youth', '/you/record'],
      ['probation', '/partnership/terms'],
      ['lead', '/partnership/terms/versions/1'],
      ['lead', '/partnership/terms/receipts'],
      ['lead', '/partnership/terms/draft/new'],
    ];
  };

  for (const width of WIDTHS) {
    test(`${width} pixels wide: axe finds nothing, nothing is refused by the policy, nothing overflows`, async () => {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const complaints = complaintsOf(page);
      for (const [who, path] of pages()) {
        looks = who;
        await assertFits(page, base + path);
      }
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }

  const withoutScripts = async (): Promise<{ context: BrowserContext; page: Page }> => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    return { context, page: await context.newPage() };
  };

  test('without scripts: from Home, the contact of probation is two clicks away, and a search finds it by what it is', async () => {
    looks = 'social';
    const { context, page } = await withoutScripts();
    await page.goto(base);
    await page.getByRole('link', { name: 'Partnership', exact: true }).click();
    await page.getByRole('link', { name: 'Directory', exact: true }).click();
    assert.match(await main(page), /Varrowshire Probation[\s\S]*esi\.grant@varrowshire\.example/);
    await page.locator('main').getByLabel('Search', { exact: true }).fill('probation');
    await page.getByRole('button', { name: 'Find' }).click();
    assert.match(await main(page), /1 organisation found/);
    assert.match(await main(page), /Esi Grant[\s\S]*None named/);
    await context.close();
  });

  test('by the keyboard alone: the terms are read, said to be read, and Home asks no longer', async () => {
    looks = 'probation';
    const page = await browser.newPage();
    await page.goto(base);
    assert.match(
      await main(page),
      /We keep children safe from serious violence[\s\S]*What it means for you[\s\S]*You may ask us about any child \(probation\)[\s\S]*What you bring[\s\S]*Not read yet/,
    );
    const press = async (name: string | RegExp): Promise<void> => {
      const target = page.getByRole(typeof name === 'string' ? 'button' : 'link', { name });
      for (let at = 0; at < 60; at += 1) {
        if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) break;
        await page.keyboard.press('Tab');
      }
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    };
    await press(/Read the terms of reference/);
    assert.match(await main(page), /What this means for your role\s+Probation[\s\S]*You may ask us about any child \(probation\)/);
    await press('I have read this');
    assert.match(await main(page), /That you have read version 1 is on record/);
    assert.equal(await page.getByRole('button', { name: 'I have read this' }).count(), 0);
    await page.goto(base);
    assert.doesNotMatch(await main(page), /Not read yet/);
    await page.close();
  });

  test('Home begins with the late task of a policing body, in words', async () => {
    looks = 'officer';
    const page = await browser.newPage();
    await page.goto(base);
    assert.match(await main(page), /^Home\s[\s\S]*Your deadlines\s+Overdue\s+Send the response\s+3 days overdue: was due on 27 February 2026/i);
    looks = 'probation';
    await page.goto(base);
    assert.doesNotMatch(await main(page), /Send the response/, 'another organisation’s work is not shown');
    await page.close();
  });

  test('an invitation with a date that is none keeps what was typed; put right, it leads to a link that is shown once', async () => {
    looks = 'admin';
    const { context, page } = await withoutScripts();
    await page.goto(`${base}/partnership/people/new`);
    await page.getByLabel('Full name').fill('<b>Rae</b> Snow');
    await page.getByLabel('E-mail address at work').fill('rae.snow@varrowshire.example');
    await page.getByLabel('Organisation', { exact: true }).selectOption({ label: 'Northam Council' });
    await page.getByLabel('Education', { exact: true }).check();
    const first = page.getByRole('group', { name: 'First day' });
    await first.getByLabel('Day').fill('30');
    await first.getByLabel('Month').fill('2');
    await first.getByLabel('Year').fill('2026');
    await page.getByRole('button', { name: 'Invite' }).click();
    assert.match(await page.title(), /^Error: /);
    assert.match(await main(page), /There is a problem\s+The first day must be a real date/);
    assert.equal(await page.getByLabel('Full name').inputValue(), '<b>Rae</b> Snow');
    assert.ok(await page.getByLabel('Education', { exact: true }).isChecked());
    assert.equal(await page.getByRole('link', { name: 'The first day must be a real date' }).getAttribute('href'), '#fromOn-day');
    await first.getByLabel('Day').fill('28');
    await page.getByRole('button', { name: 'Invite' }).click();
    assert.match(await main(page), /<b>Rae<\/b> Snow is on the register/);
    await page.getByRole('button', { name: 'Make the link' }).click();
    assert.match(await main(page), /\/join\/[\w-]{43}\b/);
    await context.close();
  });

  test('an organisation with something open shows what, with links, and closes when nothing is', async () => {
    looks = 'admin';
    const { context, page } = await withoutScripts();
    await page.goto(`${base}/partnership/organisations/${small.organisations.fire}/close`);
    assert.match(await main(page), /It cannot be closed yet: 1 thing is open[\s\S]*Seat of the core membership: Fire and rescue/);
    assert.equal(await page.getByRole('button').filter({ hasText: 'Close this organisation' }).count(), 0);
    await page.goto(`${base}/partnership/organisations/${small.organisations.south}/close`);
    await page.getByRole('button', { name: 'Close this organisation' }).click();
    assert.match(await main(page), /Enter why it is closed/);
    await page.getByLabel('Why is it closed?').fill('Merged into the northern partnership');
    await page.getByRole('button', { name: 'Close this organisation' }).click();
    assert.match(await main(page), /is closed\. Its record stays\.[\s\S]*Closed on 2 March 2026\. Merged into the northern partnership/);
    await context.close();
  });

  test('who may not keep people or organisations is offered no page for it, and is refused one by address', async () => {
    looks = 'social';
    const page = await browser.newPage();
    await page.goto(`${base}/partnership/organisations`);
    assert.equal(await page.getByRole('link', { name: 'Add an organisation' }).count(), 0);
    assert.equal(await page.getByRole('link', { name: 'People', exact: true }).count(), 0);
    const other = `/partnership/people/${small.people.youth}`;
    for (const path of [
      '/partnership/people',
      '/partnership/organisations/new',
      '/partnership/terms/receipts',
      other,
      `/partnership/organisations/${small.organisations.youth}/contact`,
    ])
      assert.equal((await page.goto(base + path))?.status(), 403, path);
    await page.close();
  });
});
