/** What the tests of the partnership's pages in a real browser have in common. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axeFindings, complaintsOf, launchBrowser, overflowOf, WIDTHS } from '../browser.ts';
import { type Governed, governed } from './setting.ts';

export interface Desk {
  /** These four are there once the tests begin. */
  setting: Governed;
  browser: Browser;
  base: string;
  page: Page;
  /** Text of the page's main part. */
  main(): Promise<string>;
  open(path: string): ReturnType<Page['goto']>;
  press(button: string): Promise<void>;
  follow(link: string): Promise<void>;
  /** Fills the three inputs of a date. */
  date(legend: string, day: string, month: string, year: string): Promise<void>;
}

/** The partnership of `setting.ts` and a page on it, for the tests of the `describe` that calls this; `prepare` runs before them. */
export function desk(prepare: (setting: Governed) => Promise<void> = async () => {}): Desk {
  const at: Desk = {
    // Set before the first test.
    ...({} as Pick<Desk, 'setting' | 'browser' | 'base' | 'page'>),
    main: () => at.page.locator('main').innerText(),
    open: (path) => at.page.goto(`${at.base}${path}`),
    press: (name) => at.page.getByRole('button', { name, exact: true }).click(),
    follow: (name) => at.page.locator('main').getByRole('link', { name, exact: true }).click(),
    async date(legend, day, month, year) {
      const group = at.page.getByRole('group', { name: legend });
      await group.getByLabel('Day').fill(day);
      await group.getByLabel('Month').fill(month);
      await group.getByLabel('Year').fill(year);
    },
  };
  before(async () => {
    at.setting = await governed();
    await prepare(at.setting);
    at.base = await at.setting.listen();
    at.browser = await launchBrowser();
    at.page = await at.browser.newPage();
    at.page.setDefaultTimeout(8_000);
  });
  after(async () => {
    await at.browser?.close();
    await at.setting?.remove();
  });
  return at;
}

/** Tables that are wider than the window, and so have to be pushed aside to be read. */
const tablesAside = (page: Page): Promise<string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('.hw-scroll')].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.getAttribute('aria-label'))`,
  );

/** Asserts that a page answers, that axe finds nothing on it, and that nothing of it is wider than the window. */
export async function assertFits(page: Page, address: string): Promise<void> {
  const answer = await page.goto(address);
  assert.equal(answer?.status(), 200, address);
  assert.deepEqual(await axeFindings(page), [], address);
  assert.ok((await overflowOf(page)) <= 0, `${address} is wider than the window`);
  // A table of words never has to be pushed aside; one of figures, as on Home, may.
  if (new URL(address).pathname.startsWith('/partnership')) assert.deepEqual(await tablesAside(page), [], `tables of ${address} are wider than the window`);
}

/** A test a width: every page fits, and the browser complains of none. `paths` may use a page to find or make what it names. */
export function testEveryWidth(at: Desk, who: string, paths: (page: Page, width: number) => Promise<readonly string[]> | readonly string[]): void {
  for (const width of WIDTHS) {
    test(`${width} pixels wide: axe finds nothing, nothing is refused, nothing overflows`, async () => {
      at.setting.as(who);
      const context = await at.browser.newContext({ viewport: { width, height: 900 } });
      const page = await context.newPage();
      const complaints = complaintsOf(page);
      const shots = process.env['HEADWATER_SHOTS'];
      for (const path of await paths(page, width)) {
        await assertFits(page, at.base + path);
        if (shots) await page.screenshot({ path: `${shots}/${path.replaceAll(/[/?=]/g, '-').slice(1)}-${width}.png`, fullPage: true });
      }
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }
}
