/** Signing in with the organisation’s own account, against a real OpenID provider on this machine. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import OidcProvider from 'oidc-provider';
import type { Browser, Page } from 'playwright-core';
import { makeProvider, type ProviderSettings, providerSettings } from '../../src/access/sign-in/index.ts';
import { launchBrowser, noBrowser } from '../browser.ts';
import { type House, openHouse } from './house.ts';

const NAME = 'your Varrowshire account';
const SECRET = 'a-secret-of-the-test-that-is-long-enough';

interface Account {
  readonly email: string;
  readonly verified: boolean;
}

describe('the organisation’s own sign-in', { skip: noBrowser }, () => {
  let house: House;
  let browser: Browser;
  let server: Server;
  let issuer: string;
  /** Who signs in at the provider next, and what it then says of how. */
  let next: { account: string; amr?: string[]; deny?: boolean } = { account: '' };
  const accounts = new Map<string, Account>();

  before(async () => {
    let handle: (request: IncomingMessage, response: ServerResponse) => unknown = (_request, response) => response.end();
    server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const settings: ProviderSettings = {
      issuer: new URL(issuer),
      clientId: 'headwater',
      clientSecret: SECRET,
      name: NAME,
      strongAcr: [],
      // Known once the service listens.
      get publicUrl() {
        return house.base;
      },
    };
    house = await openHouse({ provider: makeProvider(settings) });
    const provider = new OidcProvider(issuer, {
      clients: [
        {
          client_id: 'headwater',
          client_secret: SECRET,
          redirect_uris: [`${house.base}/sign-in/return`],
          post_logout_redirect_uris: [`${house.base}/sign-in`],
        },
      ],
      claims: { openid: ['sub', 'amr', 'acr'], email: ['email', 'email_verified'], profile: ['name'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
      cookies: { keys: ['key of the test'] },
      pkce: { required: () => true },
      findAccount: async (_context, id) => {
        const account = accounts.get(id);
        return account && { accountId: id, claims: async () => ({ sub: id, email: account.email, email_verified: account.verified }) };
      },
    });
    const callback = provider.callback();
    handle = async (request, response) => {
      if (!request.url?.startsWith('/interaction/')) return callback(request, response);
      const { prompt, params, session } = await provider.interactionDetails(request, response);
      if (next.deny) return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'not you' });
      if (prompt.name === 'login') {
        return provider.interactionFinished(request, response, { login: { accountId: next.account, remember: false, ...(next.amr ? { amr: next.amr } : {}) } });
      }
      const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) });
      grant.addOIDCScope('openid email profile');
      return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
    };
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await house?.close();
    server?.closeAllConnections();
    server?.close();
  });

  const go = async (account: typeof next, path = '/sign-in'): Promise<Page> => {
    next = account;
    const page = await (await browser.newContext()).newPage();
    await page.goto(house.base + path);
    await page.getByRole('button', { name: `Sign in with ${NAME}` }).click();
    return page;
  };
  const main = (page: Page): Promise<string> => page.locator('main').innerText();
  const identities = () => house.system((tx) => tx.selectFrom('identity').selectAll().orderBy('linkedAt').execute());
  const people = () => house.system((tx) => tx.selectFrom('person').select('id').execute());

  test('somebody who was invited is found by their verified e-mail at the first time and by the account from then on', async () => {
    accounts.set('dan', { email: 'Dan.Orme@charity.example', verified: true });
    const first = await go({ account: 'dan' }, '/sign-in?next=%2Fyou');
    assert.equal(new URL(first.url()).pathname, '/you');
    assert.match(await main(first), /your organisation’s sign-in\s+Linked/i);
    assert.deepEqual(
      (await identities()).map(({ issuer: from, subject, personId }) => [from, subject, personId]),
      [[issuer, 'dan', house.people['Dan Orme']]],
    );
    accounts.set('dan', { email: 'changed@charity.example', verified: true });
    const second = await go({ account: 'dan' });
    assert.match(await second.locator('.hw-header__person').innerText(), /Dan Orme/);
    for (const page of [first, second]) await page.context().close();
  });

  test('nobody is let in, linked or added whom the register does not know, or whose e-mail is not verified', async () => {
    const before = (await people()).length;
    accounts.set('stranger', { email: 'stranger@elsewhere.example', verified: true });
    accounts.set('sly', { email: 'ben.hale@council.example', verified: false });
    for (const account of ['stranger', 'sly']) {
      const page = await go({ account });
      assert.match(await main(page), /knows you, and this service does not[\s\S]*Ask the administrator of your partnership to invite you/);
      await page.goto(`${house.base}/you`);
      assert.match(page.url(), /\/sign-in/);
      await page.context().close();
    }
    assert.equal((await people()).length, before);
    assert.equal((await identities()).length, 1);
    const refused = await house.system((tx) => tx.selectFrom('auditEvent').select('details').where('action', '=', 'sign-in.provider').execute());
    assert.deepEqual(
      refused.map((row) => row.details['reason']),
      ['unknown', 'no verified e-mail'],
    );
  });

  test('an address that went to a new colleague does not open the old one’s account', async () => {
    accounts.set('dan-the-second', { email: 'dan.orme@charity.example', verified: true });
    const page = await go({ account: 'dan-the-second' });
    assert.match(await main(page), /this service does not/);
    await page.context().close();
  });

  test('a role that needs a second factor: one that the provider asked for counts, else one is set up here', async () => {
    accounts.set('cara', { email: 'cara.lind@police.example', verified: true });
    const without = await go({ account: 'cara', amr: ['pwd'] });
    assert.equal(new URL(without.url()).pathname, '/sign-in/set-up');
    const page = await go({ account: 'cara', amr: ['pwd', 'mfa'] }, '/sign-in?next=%2Fyou');
    assert.equal(new URL(page.url()).pathname, '/you');
    const session = await house.system((tx) =>
      tx
        .selectFrom('session')
        .selectAll()
        .where('personId', '=', house.people['Cara Lind'] ?? '')
        .executeTakeFirstOrThrow(),
    );
    assert.deepEqual([session.method, session.secondFactor], ['oidc', true]);
    for (const each of [without, page]) await each.context().close();
  });

  test('after signing out, one can sign out of the provider too', async () => {
    const page = await go({ account: 'dan' });
    await page.locator('.hw-header__button').click();
    assert.match(await main(page), /You may still be signed in to your Varrowshire account/);
    await page.getByRole('link', { name: /sign out of your Varrowshire account too/ }).click();
    assert.equal(new URL(page.url()).origin, issuer);
    assert.match(await page.locator('body').innerText(), /sign-out|sign out|log ?out/i);
    await page.context().close();
  });

  test('one who is refused there, or stops half-way, is told so', async () => {
    const page = await go({ account: 'dan', deny: true });
    assert.match(await main(page), /did not let you in, or you stopped half-way/);
    await page.context().close();
  });

  test('an answer that was not asked for by this browser, or was changed on its way, lets nobody in', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${house.base}/sign-in/return?code=stolen&state=x`);
    assert.match(await main(page), /begun in another browser/);
    const start = await page.request.get(`${house.base}/sign-in/provider`, { maxRedirects: 0 });
    const href = new URL(start.headers()['location'] ?? '');
    assert.equal(href.searchParams.get('code_challenge_method'), 'S256');
    assert.ok(href.searchParams.get('nonce') && href.searchParams.get('state'));
    for (const query of [`code=stolen&state=${href.searchParams.get('state')}`, 'code=stolen&state=other']) {
      await page.request.get(`${house.base}/sign-in/provider`, { maxRedirects: 0 });
      await page.goto(`${house.base}/sign-in/return?${query}&iss=${encodeURIComponent(issuer)}`);
      assert.match(await main(page), /could not be trusted/);
    }
    await page.goto(`${house.base}/you`);
    assert.match(page.url(), /\/sign-in/);
    await page.context().close();
  });

  test('a provider that is down is said to be, and comes back by itself', async () => {
    const away = makeProvider({ issuer: new URL('http://127.0.0.1:9'), clientId: 'x', clientSecret: 'y', name: NAME, publicUrl: house.base, strongAcr: [] });
    await assert.rejects(away.start(house.register, '/'), { code: 'provider-away', kind: 'busy' });
    await assert.rejects(away.start(house.register, '/'), { code: 'provider-away' });
  });

  test('its settings are all there or none, and plain HTTP is for this machine alone', () => {
    const env = {
      HEADWATER_OIDC_ISSUER: 'https://login.example',
      HEADWATER_OIDC_CLIENT_ID: 'x',
      HEADWATER_OIDC_CLIENT_SECRET: 'y',
      HEADWATER_PUBLIC_URL: 'https://headwater.example/',
    };
    assert.equal(providerSettings({}), null);
    assert.equal(providerSettings({ HEADWATER_PUBLIC_URL: 'https://headwater.example' }), null);
    assert.equal(providerSettings(env)?.publicUrl, 'https://headwater.example');
    for (const name of Object.keys(env)) assert.throws(() => providerSettings({ ...env, [name]: '' }), { code: 'oidc-settings' }, name);
    assert.throws(() => providerSettings({ ...env, HEADWATER_OIDC_ISSUER: 'http://login.example' }), { code: 'oidc-settings' });
    assert.ok(providerSettings({ ...env, HEADWATER_OIDC_ISSUER: 'http://localhost:4000' }));
  });
});
