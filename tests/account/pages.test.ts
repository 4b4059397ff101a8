import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { fileContent } from '../../src/account/documents/index.ts';
import { addInspection } from '../../src/account/inspections/index.ts';
import { addItem } from '../../src/account/items/index.ts';
import { addDocumentEvidence, addFigureEvidence, addMilestone, recheckFigures } from '../../src/account/plan/index.ts';
import { proposeImport } from '../../src/account/proposals/index.ts';
import { ITEM, macros, openRoom, REPORT, type Room } from '../../src/account/testing/index.ts';
import type { Who } from '../../src/register/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { axeFindings, complaintsOf, launchBrowser, noBrowser, overflowOf, WIDTHS } from '../browser.ts';
import { type SmallHome, smallHome } from '../web/home.ts';

const TEXT = `Inspection Title:\tMulti-agency responses to serious youth violence
Published On:\t20 November 2024
Inspectorate:\tHMICFRS
Police Forces:\tAll local forces in England and Wales

Recommendations:

Recommendation 1

By 31 March 2026, chief constables should make sure that <b>referrals</b> are complete.
`;

describe('the Account room in a real browser', { skip: noBrowser }, () => {
  let room: Room;
  let small: SmallHome;
  let warehouse: Warehouse;
  let app: FastifyInstance;
  let browser: Browser;
  let base: string;
  let who: Who;
  let slug: string;
  let item: string;
  let milestone: string;
  let document: string;
  let proposal: string;

  before(async () => {
    room = await openRoom('2025-11-03T09:00:00Z');
    small = await smallHome();
    warehouse = await openWarehouse(small.dir);
    who = room.officer;
    app = await buildApp({ warehouse, acting: room.acting, identify: async () => ({ who, session: null, expired: null }) });
    await app.listen({ host: '127.0.0.1', port: 0 });
    base = `http://localhost:${(app.server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
    const { acting, officer, chief } = room;
    const filed = await acting.act(addInspection, { ...REPORT, publishedOn: '2025-10-01', localDeadline: '2025-11-26', summary: '<b>Not bold</b>' }, officer);
    slug = filed.slug;
    const add = async (change: object): Promise<string> =>
      (await acting.act(addItem, { inspectionId: filed.id, fields: { ...ITEM, dueOn: '2025-12-31', ...change } }, officer)).id;
    await add({ number: '1', owner: 'home-office' });
    item = await add({ measures: ['trained', 'applied'] });
    milestone = (
      await acting.act(addMilestone, { itemId: item, fields: { title: 'Everybody trained', dueOn: '2025-10-15', measure: 'trained', target: '95' } }, chief)
    ).id;
    const file = fileContent('training record.txt', Buffer.from('412 of 412'));
    const piece = await acting.act(
      addDocumentEvidence,
      { itemId: item, milestoneId: milestone, title: 'Training record', value: '100', reachedOn: '2025-10-10', file },
      chief,
    );
    document = piece.documentId;
    const address = '/figure/stops?by=ethnicity-group&from=2025-08&to=2025-09&snapshot=s1';
    await acting.act(addFigureEvidence, { itemId: item, milestoneId: null, title: 'Stops', address, reachedOn: '' }, chief);
    await recheckFigures(acting, warehouse);
    proposal = (await acting.act(proposeImport, { name: 'A response', text: TEXT, file: null }, officer)).id;
  });

  after(async () => {
    await browser?.close();
    await app?.close();
    await warehouse?.close();
    small?.remove();
    await room?.remove();
  });

  const pages = (): readonly (readonly [string, Who])[] => [
    ['/account', room.officer],
    ['/account', room.partner],
    ['/account/inspections', room.officer],
    ['/account/inspections?year=2025&scope=all&state=open', room.officer],
    ['/account/inspections/new', room.officer],
    [`/account/inspections/${slug}`, room.officer],
    [`/account/inspections/${slug}/edit`, room.officer],
    [`/account/inspections/${slug}/items/new`, room.officer],
    ['/account/inspections/import', room.officer],
    [`/account/inspections/import/${proposal}`, room.officer],
    [`/account/inspections/import/${proposal}/discard`, room.officer],
    ['/account/recommendations', room.analyst],
    ['/account/recommendations?group=theme&owner=own&due=90', room.officer],
    ['/account/recommendations/portal', room.officer],
    [`/account/recommendations/${item}`, room.chief],
    [`/account/recommendations/${item}`, room.partner],
    [`/account/recommendations/${item}/edit`, room.officer],
    [`/account/recommendations/${item}/close`, room.chief],
    [`/account/recommendations/${item}/milestones/new`, room.chief],
    [`/account/recommendations/${item}/milestones/${milestone}/edit`, room.chief],
    [`/account/recommendations/${item}/milestones/${milestone}/reached`, room.chief],
    [`/account/recommendations/${item}/milestones/${milestone}/withdraw`, room.chief],
    [`/account/recommendations/${item}/evidence/document?milestone=${milestone}`, room.chief],
    [`/account/recommendations/${item}/evidence/figure`, room.chief],
    ['/account/deadlines', room.officer],
    ['/account/deadlines?month=2025-11&whose=own', room.chief],
    ['/account/deadlines/calendar', room.partner],
  ];

  for (const width of WIDTHS) {
    test(`${width} pixels wide: axe finds nothing, nothing is refused, nothing overflows`, async () => {
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      const page = await context.newPage();
      const complaints = complaintsOf(page);
      for (const [path, as] of pages()) {
        who = as;
        const answer = await page.goto(base + path);
        assert.equal(answer?.status(), 200, path);
        assert.deepEqual(await axeFindings(page), [], path);
        assert.ok((await overflowOf(page)) <= 0, `${path} is wider than the window`);
      }
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }

  const date = async (page: Page, name: string, day: string, month: string, year: string): Promise<void> => {
    for (const [part, value] of [
      ['day', day],
      ['month', month],
      ['year', year],
    ] as const)
      await page.locator(`[name="${name}-${part}"]`).fill(value);
  };
  const send = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const main = (page: Page) => page.locator('main').innerText();

  test('without scripts: a report, a recommendation, a milestone, evidence, and a status that nobody typed', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    who = room.officer;
    await page.goto(`${base}/account`);
    await page.getByRole('button', { name: 'Put a report on file' }).click();
    await page.locator('#title').fill('An inspection of <i>referrals</i>');
    await date(page, 'publishedOn', '30', '2', '2025');
    await page.getByRole('radio', { name: /All forces/ }).check();
    await send(page, 'Put on file');
    assert.match(await main(page), /There is a problem[\s\S]*The publication date must be a real date/);
    assert.equal(await page.locator('#title').inputValue(), 'An inspection of <i>referrals</i>');
    await date(page, 'publishedOn', '1', '11', '2025');
    await date(page, 'localDeadline', '27', '12', '2025');
    await send(page, 'Put on file');
    assert.match(await main(page), /An inspection of <i>referrals<\/i>/);
    assert.match(await main(page), /last day in law is 26 December 2025/);
    assert.match(await main(page), /27 December 2025 is one day late in law/);

    await page.getByRole('button', { name: 'Add a recommendation or other item' }).click();
    await page.locator('#number').fill('7');
    await page.locator('[name=text]').fill('Forces should refer every child.');
    await page.getByRole('radio', { name: 'Own force' }).check();
    await date(page, 'dueOn', '31', '1', '2026');
    await send(page, 'Put on file');
    assert.match(await main(page), /Recommendation 7\s+Not started/);
    const address = page.url();

    who = room.chief;
    await page.goto(address);
    await page.getByRole('button', { name: 'Add a milestone' }).click();
    await page.locator('#title').fill('A form for referrals is in use');
    await date(page, 'dueOn', '1', '12', '2025');
    await send(page, 'Add the milestone');
    await page.getByRole('link', { name: /^Say whether it is reached/ }).click();
    await page.getByRole('radio', { name: 'Yes' }).check();
    await date(page, 'reachedOn', '2', '11', '2025');
    await send(page, 'Save');
    assert.match(await main(page), /Recommendation 7\s+At risk[\s\S]*no evidence of it/);

    await page
      .getByRole('link', { name: /^Add a document/ })
      .first()
      .click();
    await page.locator('#title').fill('The form, as it is used');
    await page.locator('#file').setInputFiles({ name: 'form.docx', mimeType: 'application/x', buffer: macros() });
    await send(page, 'Add the evidence');
    assert.match(await main(page), /The file contains macros, which are programs/);
    assert.equal(await page.locator('#title').inputValue(), 'The form, as it is used');
    await page.locator('#file').setInputFiles({ name: 'form.txt', mimeType: 'text/plain', buffer: Buffer.from('the form') });
    await send(page, 'Add the evidence');
    assert.match(await main(page), /Recommendation 7\s+Done/);
    await context.close();
  });

  test('a file of 40 MB is refused in words, and what was typed stays', async () => {
    const page = await browser.newPage();
    who = room.chief;
    await page.goto(`${base}/account/recommendations/${item}/evidence/document`);
    await page.locator('#title').fill('Too much');
    const big = join(small.dir, 'big.txt');
    writeFileSync(big, Buffer.alloc(40 * 2 ** 20, 'a'));
    await page.locator('#file').setInputFiles(big);
    await send(page, 'Add the evidence');
    assert.match(await main(page), /The selected file must be smaller than 25 MB/);
    assert.equal(await page.locator('#title').inputValue(), 'Too much');
    await page.close();
  });

  test('two people editing: the second sees who changed what, and saves knowingly', async () => {
    const [one, two] = [await browser.newPage(), await browser.newPage()];
    who = room.officer;
    for (const page of [one, two]) await page.goto(`${base}/account/inspections/${slug}/edit`);
    await one.locator('#grade').fill('Good');
    await send(one, 'Save');
    await two.locator('#summary').fill('Mine');
    await send(two, 'Save');
    assert.match(await main(two), /Olga Finch changed this while you had it open[\s\S]*Olga Finch changed grade[\s\S]*Grade now\s+Good/);
    assert.equal(await two.locator('#summary').inputValue(), 'Mine');
    await send(two, 'Save');
    assert.match(await main(two), /The report is changed/);
    for (const page of [one, two]) await page.close();
  });

  test('a figure is cited by its address; what is no figure is refused at its field', async () => {
    const page = await browser.newPage();
    who = room.chief;
    await page.goto(`${base}/account/recommendations/${item}/evidence/figure`);
    await page.locator('#address').fill('https://elsewhere.example/figure');
    await page.locator('#title').fill('Find rate');
    await send(page, 'Cite the figure');
    assert.match(await main(page), /That is not the address of a figure/);
    await page.locator('#address').fill(`${base}/figure/stops?by=month&from=2025-08&to=2025-09`);
    await send(page, 'Cite the figure');
    assert.match(await main(page), /The figure is cited[\s\S]*Find rate/);
    await page.close();
  });

  test('what was read in is filed by ticks alone, with the keyboard', async () => {
    const page = await browser.newPage();
    who = room.officer;
    await page.goto(`${base}/account/inspections/import/${proposal}`);
    const press = async (id: string): Promise<void> => {
      await page.locator(`[id="${id}"]`).focus();
      await page.keyboard.press('Space');
    };
    await page.getByRole('button', { name: 'Put what is confirmed on file' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.govuk-error-summary').waitFor();
    assert.match(await main(page), /There is a problem[\s\S]*Confirm the title, or change it/);
    await page.locator('.govuk-error-summary a').first().click();
    assert.equal(await page.evaluate('document.activeElement.id'), 'tick-title');
    for (const field of ['title', 'inspectorates', 'publishedOn', 'scope']) await press(`tick-${field}`);
    for (const part of ['file', 'ownerRight', 'dueRight']) await press(`items.0.${part}`);
    await page.getByRole('button', { name: 'Put what is confirmed on file' }).press('Enter');
    await page.waitForURL(/multi-agency/);
    assert.match(await main(page), /On file, with 1 item[\s\S]*Recommendation 1[\s\S]*The text as it was read in/);
    await page.close();
  });

  test('a document is sent to be saved, by its own name, and not to who may not open it', async () => {
    who = room.chief;
    const answer = await fetch(`${base}/documents/${document}`);
    assert.deepEqual(
      [answer.status, answer.headers.get('content-disposition'), answer.headers.get('x-content-type-options'), answer.headers.get('content-type')],
      [200, 'attachment; filename="training record.txt"; filename*=UTF-8\'\'training%20record.txt', 'nosniff', 'text/plain; charset=utf-8'],
    );
    who = room.partner;
    assert.equal((await fetch(`${base}/documents/${document}`)).status, 404);
  });

  test('the export says which columns are not confirmed, and no cell of it is a formula', async () => {
    const text = '=HYPERLINK("http://example.invalid")';
    await room.acting.act(
      addItem,
      {
        inspectionId: (await room.look((tx) => tx.selectFrom('inspection').select('id').where('slug', '=', slug).executeTakeFirstOrThrow())).id,
        fields: { ...ITEM, number: '66', text },
      },
      room.officer,
    );
    who = room.officer;
    const csv = await (await fetch(`${base}/account/recommendations/portal.csv`)).text();
    assert.match(csv, /^Report \(not confirmed\),/);
    assert.ok(csv.includes(`"'=HYPERLINK(""http://example.invalid"")"`));
    assert.match(await (await fetch(`${base}/account/recommendations/portal.csv-metadata.json`)).text(), /layout is not public/);
    who = room.partner;
    assert.equal((await fetch(`${base}/account/recommendations/portal.csv`)).status, 403);
  });

  test('a calendar follows its own address without signing in, until it is ended', async () => {
    const page = await browser.newPage();
    who = room.partner;
    await page.goto(`${base}/account/deadlines/calendar`);
    await send(page, 'Make an address');
    const address = await page.locator('#address').innerText();
    const ask = async () => (await fetch(address)).text();
    who = { ...room.partner, kind: 'public', personId: null, organisationId: null, roles: ['public'] };
    assert.match(await ask(), /^BEGIN:VCALENDAR[\s\S]*SUMMARY:Publish the response/);
    assert.equal((await fetch(address.replace(/.{5}\.ics$/, 'xxxxx.ics'))).status, 404);
    who = room.partner;
    await page.goto(`${base}/account/deadlines/calendar`);
    await send(page, 'End the address');
    assert.equal((await fetch(address)).status, 404);
    await page.close();
  });
});
