import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { axeFindings, complaintsOf, launchBrowser, noBrowser, overflowOf, WIDTHS } from '../browser.ts';
import { type SmallHome, smallHome } from './home.ts';
import { signedInAs } from '../who.ts';

describe('every page in a real browser', { skip: noBrowser }, () => {
  let small: SmallHome;
  let warehouse: Warehouse;
  let app: FastifyInstance;
  let browser: Browser;
  let base: string;
  let odd: string;
  let corrected: string;

  before(async () => {
    small = await smallHome();
    const delivered = small.results.flatMap((result) => result.delivered);
    odd = delivered.find((delivery) => delivery.review.length > 0)?.id ?? '';
    corrected = delivered.at(-1)?.id ?? '';
    warehouse = await openWarehouse(small.dir);
    app = await buildApp({ identify: signedInAs('analyst', 'data-quality-lead'), warehouse });
    await app.listen({ host: '127.0.0.1', port: 0 });
    base = `http://localhost:${(app.server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await app?.close();
    await warehouse?.close();
    small?.remove();
  });

  const pages = (): readonly string[] => [
    '/',
    '/deliveries',
    '/deliveries?dataset=street&state=superseded',
    `/deliveries/${odd}`,
    `/deliveries/${corrected}`,
    '/catalogue',
    '/catalogue/datasets/street',
    '/catalogue/datasets/exclusions',
    '/catalogue/measures/find-rate',
    '/catalogue/dimensions/ethnicity',
    '/catalogue/dimensions/month',
    '/catalogue/codes/power',
    '/methods',
    '/methods/trend-guard',
    '/methods/rounding',
    '/snapshots',
    '/figure/recorded-offences',
    '/figure/recorded-offences?by=month',
    '/figure/robbery?by=month&by=outcome-group',
    '/figure/find-rate?by=age-band&force=varrowshire&snapshot=s1',
    '/figure/offences-change?from=2025-09&to=2025-10',
    '/about/protection',
    '/about/accessibility',
    '/about/licences',
    '/api',
  ];

  for (const width of WIDTHS) {
    for (const scripts of [true, false]) {
      test(`${width} pixels wide, ${scripts ? 'with' : 'without'} scripts: axe finds nothing, nothing is refused, nothing overflows`, async () => {
        const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: scripts });
        const page = await context.newPage();
        const complaints = complaintsOf(page);
        for (const path of pages()) {
          const answer = await page.goto(base + path);
          assert.equal(answer?.status(), 200, path);
          if (scripts) {
            assert.deepEqual(await axeFindings(page), [], path);
            assert.ok((await overflowOf(page)) <= 0, `${path} is wider than the window`);
          } else {
            assert.ok(await page.locator('main h1').isVisible(), path);
            // With scripts the links fold into a menu; without, they must all be there.
            assert.ok(await page.getByRole('link', { name: 'Data', exact: true }).isVisible(), path);
          }
        }
        assert.deepEqual(complaints, []);
        await context.close();
      });
    }
  }

  test('an error is a page too', async () => {
    const page = await browser.newPage();
    const answer = await page.goto(`${base}/figure/recorded-offences?from=2026-05&to=2026-01`);
    assert.equal(answer?.status(), 400);
    assert.match(await page.locator('main').innerText(), /ends .* before it starts[\s\S]*Swap the two months/);
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('link', { name: 'this page without any filters' }).click();
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/figure/recorded-offences');
    await page.close();
  });

  test('without scripts, the form asks differently and a chip takes a filter away', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${base}/figure/stops`);
    await page.getByLabel('Group by').selectOption({ label: 'Age band' });
    await page.locator('summary', { hasText: 'Kind of power' }).click();
    await page.getByLabel('Section 60 (no suspicion needed)').check();
    await page.getByRole('button', { name: 'Show the figure' }).click();
    assert.match(await page.locator('h1').innerText(), /Stop and search by age band/i);
    assert.match(page.url(), /by=age-band/);
    assert.match(await page.locator('main').innerText(), /kind of power: Section 60/i);
    assert.ok(await page.locator('table').first().getByText('Age not recorded').isVisible(), 'the unknown is a group');
    await page.getByRole('link', { name: /Remove this filter: Kind of power/ }).click();
    assert.doesNotMatch(page.url(), /power-group/);
    assert.match(page.url(), /by=age-band/);
    await context.close();
  });

  test('a small count is shown as [c] with its reason, and a true number beside it', async () => {
    const page = await browser.newPage();
    await page.goto(`${base}/figure/robbery?by=month&by=outcome-group`);
    const hidden = page.locator('td abbr', { hasText: '[c]' }).first();
    assert.match((await hidden.getAttribute('title')) ?? '', /small|worked out/i);
    assert.match(await page.locator('dl.hw-notes').innerText(), /\[c\]/);
    await page.close();
  });

  test('everything on a figure’s page is reached by keyboard, the skip link first', async () => {
    const page = await browser.newPage();
    await page.goto(`${base}/figure/recorded-offences?by=month`);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to main content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate('document.activeElement.closest("main") !== null'));
    const seen = new Set<string>();
    for (let at = 0; at < 60; at += 1) {
      seen.add(String(await page.evaluate('document.activeElement.textContent.trim().slice(0, 40)')));
      await page.keyboard.press('Tab');
    }
    for (const wanted of ['Download CSV', 'Cite', 'Copy citation', 'Show the figure'])
      assert.ok(
        [...seen].some((text) => text.startsWith(wanted)),
        `${wanted} in ${[...seen].join(', ')}`,
      );
    await page.close();
  });

  test('a delivery’s page adds up, names what was refused, and its quarantine can be fetched', async () => {
    const page = await browser.newPage();
    await page.goto(`${base}/deliveries/${odd}`);
    const sum = (await page.locator('.hw-sum').innerText()).replaceAll(/\s+/g, ' ');
    assert.equal(sum, '305 read = 302 accepted + 2 in quarantine + 1 exact repeats');
    assert.match(await page.locator('main').innerText(), /Piracy/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Download the quarantined rows/ }).click()]);
    assert.equal(download.suggestedFilename(), `quarantine-${odd}.csv`);
    await page.goto(`${base}/deliveries/${corrected}`);
    await page.getByRole('link', { name: '2025-08-varrowshire-street.csv' }).click();
    assert.match(await page.locator('main').innerText(), /Superseded by/);
    await page.close();
  });
});
