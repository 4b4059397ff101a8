/** Signing in, in a real browser: a secure `__Host-` cookie over http://localhost included. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { createInvitation } from '../../src/access/sign-in/index.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { axeFindings, complaintsOf, launchBrowser, noBrowser, overflowOf, WIDTHS } from '../browser.ts';
import { type House, openHouse, PASSWORD } from './house.ts';

const COOKIE = '__Host-headwater';
const MINUTE = 60_000;

describe('signing in, in a browser', { skip: noBrowser }, () => {
  let house: House;
  let browser: Browser;
  let clock = new Date('2026-03-02T09:00:00Z').getTime();

  before(async () => {
    house = await openHouse({ passwords: ['Ada Moss', 'Ben Hale', 'Cara Lind', 'Dan Orme', 'Eve Stone'], now: new Date(clock) });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  const pass = (ms: number): void => {
    clock += ms;
    house.register.setNow(new Date(clock));
  };
  const fresh = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => (await browser.newContext(options)).newPage();
  const fill = async (page: Page, email: string, password = PASSWORD): Promise<void> => {
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  const signIn = async (page: Page, email: string, path = '/sign-in'): Promise<void> => {
    await page.goto(house.base + path);
    await fill(page, email);
  };
  const cookieOf = async (context: BrowserContext) => (await context.cookies()).find((each) => each.name === COOKIE);
  const pathOf = (page: Page): string => new URL(page.url()).pathname + new URL(page.url()).search;
  const person = (page: Page): Promise<string> => page.locator('.hw-header__person').innerText();
  const totpOf = (typed: string): TOTP => new TOTP({ secret: Secret.fromBase32(typed.replaceAll(' ', '')) });
  /** As if they had never set one up. */
  const withoutFactor = (name: string) =>
    house.system((tx) =>
      tx
        .updateTable('credential')
        .set({ totpConfirmedAt: null })
        .where('personId', '=', house.people[name] ?? '')
        .execute(),
    );
  const setUp = async (page: Page): Promise<TOTP> => {
    await page.locator('summary', { hasText: 'cannot scan' }).click();
    const totp = totpOf(await page.locator('.hw-secret').innerText());
    await page.getByLabel('Code from your authenticator app').fill(totp.generate({ timestamp: clock }));
    await page.getByRole('button', { name: 'Set up and sign in' }).click();
    return totp;
  };

  test('with a password, one comes back to the page that one wanted; the cookie is the browser’s alone', async () => {
    const page = await fresh();
    await page.goto(`${house.base}/you`);
    assert.equal(pathOf(page), '/sign-in?next=%2Fyou');
    await fill(page, 'eve.stone@council.example');
    assert.equal(pathOf(page), '/you');
    assert.match(await person(page), /Eve Stone\s+Varrow Council/);
    const cookie = await cookieOf(page.context());
    assert.ok(cookie?.secure && cookie.httpOnly && cookie.sameSite === 'Lax' && cookie.path === '/' && cookie.domain === 'localhost' && cookie.expires === -1);
    assert.equal(await page.evaluate('document.cookie'), '');
    await page.context().close();
  });

  test('a session that somebody planted is not the one that is signed in', async () => {
    const page = await fresh();
    const planted = 'p'.repeat(43);
    await page.context().addCookies([{ name: COOKIE, value: planted, url: house.base.replace('http:', 'https:'), secure: true, httpOnly: true }]);
    await signIn(page, 'eve.stone@council.example');
    const first = (await cookieOf(page.context()))?.value;
    assert.ok(first !== undefined && first !== planted);
    await signIn(page, 'dan.orme@charity.example');
    const second = (await cookieOf(page.context()))?.value;
    assert.notEqual(second, first);
    await page.context().addCookies([{ name: COOKIE, value: first, url: house.base.replace('http:', 'https:'), secure: true, httpOnly: true }]);
    await page.goto(`${house.base}/you`);
    assert.match(pathOf(page), /^\/sign-in/, 'the first session is over');
    await page.context().close();
  });

  test('a wrong password and an unknown e-mail read alike, and the typed e-mail stays', async () => {
    const page = await fresh();
    const said: string[] = [];
    for (const email of ['eve.stone@council.example', 'nobody@nowhere.example']) {
      await page.goto(`${house.base}/sign-in`);
      await fill(page, email, 'wrong wrong wrong');
      said.push(await page.locator('.govuk-error-summary').innerText());
      assert.equal(await page.getByLabel('E-mail address').inputValue(), email);
      assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '');
      assert.match(await page.title(), /^Error: /);
    }
    assert.equal(said[0], said[1]);
    await page.context().close();
  });

  test('after five wrong tries there is a pause that says until when, for a known and an unknown e-mail alike', async () => {
    const page = await fresh();
    for (const email of ['dan.orme@charity.example', 'no.one@nowhere.example']) {
      for (let n = 0; n < 5; n += 1) {
        await page.goto(`${house.base}/sign-in`);
        await fill(page, email, 'wrong wrong wrong');
      }
      assert.match(await page.locator('.govuk-error-summary').innerText(), /next one can be made after 9:01am/);
      await fill(page, email);
      assert.match(await page.locator('.govuk-error-summary').innerText(), /too many wrong tries. Try again after 9:01am, or ask the administrator/);
    }
    pass(MINUTE);
    await signIn(page, 'dan.orme@charity.example');
    assert.equal(pathOf(page), '/');
    await page.context().close();
  });

  test('an administrator sets a second factor up before anything else, and gives a code from then on', async () => {
    const page = await fresh();
    const complaints = complaintsOf(page);
    await signIn(page, 'ben.hale@council.example', '/sign-in?next=%2Fyou');
    assert.equal(pathOf(page), '/sign-in/set-up');
    await page.goto(`${house.base}/you`);
    assert.match(pathOf(page), /^\/sign-in\?/, 'nothing opens before it');
    await page.goto(`${house.base}/sign-in/set-up`);
    assert.ok(await page.getByRole('img', { name: 'Square to scan with an authenticator app' }).isVisible());
    const totp = await setUp(page);
    assert.equal(await page.locator('.hw-codes li').count(), 10);
    assert.match(await person(page), /Ben Hale/);
    const recovery = await page.locator('.hw-codes li').first().innerText();
    await page.getByRole('button', { name: /go on/ }).click();
    assert.equal(pathOf(page), '/you');
    assert.match(await page.locator('main').innerText(), /10 codes left/);

    await page.locator('.hw-header__button').click();
    await fill(page, 'ben.hale@council.example');
    assert.equal(pathOf(page), '/sign-in/code');
    await page.getByLabel('Code from your authenticator app').fill(totp.generate({ timestamp: clock }));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    assert.match(await page.locator('.govuk-error-summary').innerText(), /not the code that the app shows now, or it has been used/);
    pass(30_000);
    await page.getByLabel('Code from your authenticator app').fill(totp.generate({ timestamp: clock }));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    assert.match(await person(page), /Ben Hale/);

    await page.locator('.hw-header__button').click();
    await fill(page, 'ben.hale@council.example');
    await page.getByLabel('Code from your authenticator app').fill(recovery);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    assert.match(await page.locator('main').innerText(), /You used a recovery code. 9 codes are left/);
    assert.deepEqual(
      complaints.filter((line) => !/status of 40[01]/.test(line)),
      [],
    );
    await page.context().close();
  });

  test('an administrator sees a pause and ends it, and takes a lost second factor away', async () => {
    const analyst = await fresh();
    await signIn(analyst, 'cara.lind@police.example');
    await setUp(analyst);
    await analyst.getByRole('button', { name: /go on/ }).click();
    const other = await fresh();
    for (let n = 0; n < 5; n += 1) {
      await other.goto(`${house.base}/sign-in`);
      await fill(other, 'cara.lind@police.example', 'wrong wrong wrong');
    }
    await withoutFactor('Ben Hale');
    const page = await fresh();
    await signIn(page, 'ben.hale@council.example');
    await setUp(page);
    await page.goto(`${house.base}/partnership/people/${house.people['Cara Lind']}/sign-in`);
    assert.match(await page.locator('main').innerText(), /They can try again after/);
    await page.getByRole('button', { name: 'End the pause' }).click();
    assert.match(await page.locator('main').innerText(), /Cara Lind can try to sign in again/);
    await page.getByRole('button', { name: 'Take the second factor away' }).click();
    assert.match(await page.locator('main').innerText(), /taken away, and they are signed out/);
    await analyst.goto(`${house.base}/you`);
    assert.match(pathOf(analyst), /^\/sign-in/);
    await signIn(other, 'cara.lind@police.example');
    assert.equal(pathOf(other), '/sign-in/set-up');
    for (const each of [analyst, other, page]) await each.context().close();
  });

  test('a link lets its person choose a password once', async () => {
    const token = await house.system((tx) => createInvitation(tx, house.people['Eve Stone'] ?? '', 'reset', { personId: null }, house.register.now()));
    const page = await fresh();
    await page.goto(`${house.base}/join/${token}`);
    assert.match(await page.locator('main').innerText(), /eve\.stone@council\.example/);
    await page.getByLabel('Password', { exact: true }).fill('evestone2026!');
    await page.getByLabel('The same password again').fill('evestone2026!');
    await page.getByRole('button', { name: 'Save the password' }).click();
    assert.match(await page.locator('.govuk-error-summary').innerText(), /common word, your name/);
    await page.getByLabel('Password', { exact: true }).fill('granite kettle violin');
    await page.getByLabel('The same password again').fill('granite kettle violin');
    await page.getByRole('button', { name: 'Save the password' }).click();
    assert.match(await page.locator('main').innerText(), /Your password is set/);
    await fill(page, 'eve.stone@council.example', 'granite kettle violin');
    assert.match(await person(page), /Eve Stone/);
    await page.goto(`${house.base}/join/${token}`);
    assert.match(await page.locator('main').innerText(), /has been used, has run out, or was replaced/);
    await page.context().close();
  });

  test('somebody with two organisations changes between them in the page, under a new token', async () => {
    const page = await fresh();
    await signIn(page, 'ada.moss@police.example');
    const before = (await cookieOf(page.context()))?.value;
    await page.getByRole('link', { name: 'Change organisation' }).click();
    const other = page.locator('input[name=membership]:not(:checked)');
    const wanted = (await page.locator(`label[for="${await other.getAttribute('id')}"]`).innerText()).split(':')[0] ?? '';
    await other.check();
    await page.getByRole('button', { name: 'Change organisation' }).click();
    assert.match(await page.locator('main').innerText(), new RegExp(`You now act for ${wanted}`));
    assert.match(await person(page), new RegExp(wanted));
    assert.notEqual((await cookieOf(page.context()))?.value, before);
    await page.context().close();
  });

  test('signing out everywhere ends the other browser too', async () => {
    const [here, there] = [await fresh(), await fresh()];
    await signIn(here, 'ada.moss@police.example');
    await signIn(there, 'ada.moss@police.example');
    await here.goto(`${house.base}/you`);
    assert.ok((await here.locator('main tbody tr').count()) >= 2);
    await here.getByRole('button', { name: 'Sign out everywhere' }).click();
    assert.match(await here.locator('main').innerText(), /signed out here and in every other browser/);
    assert.equal(await cookieOf(here.context()), undefined);
    await there.goto(`${house.base}/you`);
    assert.match(pathOf(there), /^\/sign-in/);
    for (const each of [here, there]) await each.context().close();
  });

  describe('a session that ends while a form is open', () => {
    const FORM = '/partnership/organisations/new';
    const typed = 'A shelter with a long name that nobody wants to type twice';

    for (const scripts of [true, false])
      test(`what was typed comes back to the same person, ${scripts ? 'with' : 'without'} scripts`, async () => {
        const page = await fresh({ javaScriptEnabled: scripts });
        await house.system((tx) =>
          tx
            .deleteFrom('session')
            .where('personId', '=', house.people['Ada Moss'] ?? '')
            .execute(),
        );
        await signIn(page, 'ada.moss@police.example');
        await page.goto(house.base + FORM);
        if (!(await page.getByLabel('Short name').isVisible())) {
          await page.goto(`${house.base}/you`);
          await page.getByLabel(/Partnership lead/).check();
          await page.getByRole('button', { name: 'Change organisation' }).click();
          await page.goto(house.base + FORM);
        }
        await page.getByLabel('Name', { exact: true }).fill(typed);
        pass(31 * MINUTE);
        await page.getByRole('button', { name: 'Save' }).click();
        assert.match(pathOf(page), /^\/sign-in\?next=%2Fpartnership%2Forganisations%2Fnew&why=kept$/);
        assert.match(await page.locator('main').innerText(), /Nothing that you typed is lost/);
        await fill(page, 'ada.moss@police.example', 'wrong wrong wrong');
        await fill(page, 'ada.moss@police.example');
        assert.equal(pathOf(page), `${FORM}?kept`);
        assert.match(await page.locator('main').innerText(), /Your time had run out/);
        assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), typed);
        await page.getByLabel('Short name').fill('Shelter');
        await page.getByRole('button', { name: 'Save' }).click();
        assert.doesNotMatch(pathOf(page), /sign-in/, 'and the form that came back works');
        await page.context().close();
      });

    test('and not to another', async () => {
      const page = await fresh();
      await signIn(page, 'ada.moss@police.example');
      await page.goto(house.base + FORM);
      await page.getByLabel('Name', { exact: true }).fill(typed);
      pass(31 * MINUTE);
      await page.getByRole('button', { name: 'Save' }).click();
      await house.system((tx) =>
        tx
          .updateTable('membership')
          .set({ roles: ['partnership-lead'] })
          .where('personId', '=', house.people['Dan Orme'] ?? '')
          .execute(),
      );
      await fill(page, 'dan.orme@charity.example');
      assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), '');
      await page.context().close();
    });

    test('two minutes before, the page warns and can stay; when it is over, it says so', async () => {
      const page = await fresh();
      await page.clock.install();
      await signIn(page, 'ada.moss@police.example');
      await page.goto(`${house.base}/you`);
      pass(28 * MINUTE + 30_000);
      await page.clock.fastForward(28 * MINUTE + 30_000);
      const dialog = page.getByRole('dialog', { name: 'You are about to be signed out' });
      await dialog.waitFor();
      assert.match(await dialog.innerText(), /less than 2 minutes/);
      assert.deepEqual(await axeFindings(page), []);
      await dialog.getByRole('button', { name: 'Stay signed in' }).click();
      await dialog.waitFor({ state: 'hidden' });
      pass(29 * MINUTE);
      await page.clock.fastForward(29 * MINUTE);
      await dialog.waitFor();
      pass(2 * MINUTE);
      await page.clock.fastForward(2 * MINUTE);
      await page.getByText('You have been signed out.').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await page.context().close();
    });
  });

  test('a token is made, shown once, and taken away', async () => {
    await withoutFactor('Cara Lind');
    const page = await fresh();
    await signIn(page, 'cara.lind@police.example');
    await setUp(page);
    await page.goto(`${house.base}/you/tokens`);
    await page.getByLabel('What it is for').fill('Monthly figures');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = await page.locator('#token').innerText();
    const ask = async (): Promise<number> => (await fetch(`${house.base}/api/v1/deliveries`, { headers: { authorization: `Bearer ${token}` } })).status;
    assert.equal(await ask(), 200);
    await page.goto(`${house.base}/you/tokens`);
    assert.doesNotMatch(await page.content(), new RegExp(token));
    await page.getByRole('button', { name: 'Take away Monthly figures' }).click();
    assert.match(await page.locator('main').innerText(), /was taken away/);
    assert.equal(await ask(), 401);
    await page.context().close();
  });

  for (const width of WIDTHS)
    test(`${width} pixels wide: axe finds nothing on any of these pages, nothing is refused, nothing overflows`, async () => {
      await withoutFactor('Ben Hale');
      const page = await fresh({ viewport: { width, height: 900 } });
      const complaints = complaintsOf(page);
      const look = async (path?: string): Promise<void> => {
        if (path !== undefined) await page.goto(house.base + path);
        assert.deepEqual(await axeFindings(page), [], page.url());
        assert.ok((await overflowOf(page)) <= 0, `${page.url()} is wider than the window`);
      };
      for (const why of ['expired', 'kept', 'out', 'everywhere', 'joined']) await look(`/sign-in?why=${why}`);
      // An address is one long word.
      const eve = house.people['Eve Stone'] ?? '';
      const address = (email: string) => house.system((tx) => tx.updateTable('person').set({ email }).where('id', '=', eve).execute());
      await address('eve.stone.of.the.partnership@council.varrowshire.example');
      await look(`/join/${await house.system((tx) => createInvitation(tx, eve, 'join', { personId: null }, house.register.now()))}`);
      await address('eve.stone@council.example');
      await signIn(page, 'ben.hale@council.example');
      await look();
      await setUp(page);
      await look();
      for (const path of [
        '/you',
        '/you/password',
        '/you/second-factor',
        '/you/recovery-codes',
        '/you/tokens',
        '/sign-out',
        `/partnership/people/${house.people['Cara Lind']}/sign-in`,
      ])
        await look(path);
      assert.deepEqual(complaints, []);
      await page.context().close();
    });
});
