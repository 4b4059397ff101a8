/** What other sites, other sessions and made-up requests can do: nothing. Asked over HTTP, without a browser to help. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createToken, hashOfAccessToken, newAccessToken } from '../../src/access/sign-in/index.ts';
import { formToken, takeForm } from '../../src/access/index.ts';
import { openWarehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { type House, openHouse, PASSWORD } from './house.ts';

const COOKIE = '__Host-headwater';
const FORM = '/partnership/organisations/new';
const OTHER_SITE = [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }];

describe('the walls of the web', () => {
  let house: House;
  let token: string;

  before(async () => {
    house = await openHouse({ passwords: ['Eve Stone', 'Ada Moss'] });
    token = await signIn('eve.stone@council.example');
  });
  after(() => house?.close());

  const post = (url: string, body: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
    house.app.inject({
      method: 'POST',
      url,
      headers: { host: 'localhost:3000', accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(body).toString(),
    });
  const get = (url: string, headers: Readonly<Record<string, string>> = {}) =>
    house.app.inject({ url, headers: { host: 'localhost:3000', accept: 'text/html', ...headers } });
  const withCookie = (value: string) => ({ cookie: `${COOKIE}=${value}` });

  async function signIn(email: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
    const answer = await post('/sign-in', { email, password: PASSWORD, ...more });
    assert.equal(answer.statusCode, 303, answer.body);
    return answer.cookies.find((each) => each.name === COOKIE)?.value ?? '';
  }
  const isIn = async (value: string): Promise<boolean> => (await get('/you', withCookie(value))).statusCode === 200;

  test('a form of another site is refused, whatever cookies come with it, signing in and out included', async () => {
    for (const headers of OTHER_SITE) {
      for (const url of ['/sign-out', '/you/sessions', '/you/password', '/sign-in', '/sign-in/code', '/sign-in/demonstration', '/sign-in/time-left', FORM]) {
        const answer = await post(url, { _form: formToken(token), which: 'all', email: 'eve.stone@council.example', password: PASSWORD }, {
          ...withCookie(token),
          ...headers,
        } as Record<string, string>);
        assert.equal(answer.statusCode, 403, `${url} ${JSON.stringify(headers)}`);
      }
    }
    assert.ok(await isIn(token));
  });

  test('a form without this session’s token is refused, with another’s too', async () => {
    const other = await signIn('eve.stone@council.example');
    for (const given of [{}, { _form: '' }, { _form: 'x' }, { _form: formToken(other) }]) {
      assert.equal((await post('/sign-out', given, withCookie(token))).statusCode, 403);
      assert.equal((await post('/you/sessions', { which: 'all', ...given }, withCookie(token))).statusCode, 403);
    }
    assert.ok(await isIn(token));
    assert.ok(await isIn(other));
  });

  test('a file is not taken where none belongs, nor JSON where a form does', async () => {
    const file = await post('/sign-out', {}, { ...withCookie(token), 'content-type': 'multipart/form-data; boundary=x' });
    assert.equal(file.statusCode, 400);
    assert.match(file.body, /No file can be sent/);
    const json = await post('/you/sessions', { which: 'all' }, { ...withCookie(token), 'content-type': 'application/json' });
    assert.ok(json.statusCode >= 400 && json.statusCode < 500);
    assert.ok(await isIn(token));
  });

  test('signing in leads to a page of this service, whatever was asked for', async () => {
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)']) {
      const answer = await post('/sign-in', { email: 'eve.stone@council.example', password: PASSWORD, next });
      assert.equal(answer.headers['location'], '/', next);
      assert.doesNotMatch((await get(`/sign-in?next=${encodeURIComponent(next)}`)).body, /value="[^"]*evil/);
    }
    const script = await get(`/sign-in?next=${encodeURIComponent('/"><script>alert(1)</script>')}`);
    assert.doesNotMatch(script.body, /<script>alert/);
  });

  test('the session’s cookie is secure, the browser’s alone, of this host alone; signing out clears it and ends the session', async () => {
    const answer = await post('/sign-in', { email: 'eve.stone@council.example', password: PASSWORD });
    const header = [answer.headers['set-cookie']].flat().find((each) => each?.startsWith(`${COOKIE}=`)) ?? '';
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) assert.ok(header.includes(part), part);
    assert.doesNotMatch(header, /Domain|Expires|Max-Age/);
    const mine = answer.cookies.find((each) => each.name === COOKIE)?.value ?? '';
    const out = await post('/sign-out', { _form: formToken(mine) }, withCookie(mine));
    assert.equal(out.headers['clear-site-data'], '"cache"');
    assert.match(String([out.headers['set-cookie']].flat().join()), /__Host-headwater=;/);
    assert.equal(await isIn(mine), false);
  });

  test('a token of the database’s own is none: what is kept there does not open the door', async () => {
    const rows = await house.system((tx) => tx.selectFrom('session').select('id').execute());
    for (const { id } of rows) for (const guess of [id.toString('base64url'), id.toString('hex')]) assert.equal(await isIn(guess), false);
  });

  test('nobody signs in without a password where the register is no demonstration, even by hand', async () => {
    const answer = await post('/sign-in/demonstration', { person: house.people['Ben Hale'] ?? '' });
    assert.equal(answer.statusCode, 403);
    assert.match(answer.body, /this is not a demonstration/);
    assert.equal(
      answer.cookies.find((each) => each.name === COOKIE),
      undefined,
    );
    assert.doesNotMatch((await get('/sign-in')).body, /demonstration/);
  });

  test('pages say what they may run and are not kept; HTTPS is insisted on where it is there', async () => {
    const page = await get('/sign-in');
    const policy = String(page.headers['content-security-policy']);
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
      assert.ok(policy.includes(part), part);
    assert.doesNotMatch(policy, /unsafe|data:|https?:|\*/);
    assert.equal(page.headers['cache-control'], 'no-store');
    assert.equal(page.headers['x-content-type-options'], 'nosniff');
    assert.equal(page.headers['referrer-policy'], 'same-origin');
    assert.match(String(page.headers['permissions-policy']), /camera=\(\)/);
    assert.equal(page.headers['strict-transport-security'], undefined);
    assert.doesNotMatch(page.body, /<script>|<style|style="| on[a-z]+="/);
    const warehouse = await openWarehouse(house.home.dir);
    const app = await buildApp({ warehouse, https: true, hosts: ['headwater.example'], proxies: 'loopback' });
    const answer = await app.inject({ url: '/', headers: { host: 'headwater.example', accept: 'text/html', 'x-forwarded-proto': 'https' } });
    assert.equal(answer.headers['strict-transport-security'], 'max-age=31536000');
    assert.equal((await app.inject({ url: '/', headers: { host: 'evil.example' } })).statusCode, 400);
    await app.close();
    await warehouse.close();
  });

  describe('with an access token', () => {
    let access: string;
    before(async () => {
      access = newAccessToken();
      const membership = await house.system((tx) =>
        tx
          .selectFrom('membership')
          .select('id')
          .where('personId', '=', house.people['Cara Lind'] ?? '')
          .executeTakeFirstOrThrow(),
      );
      const who = {
        kind: 'person',
        personId: house.people['Cara Lind'] ?? '',
        name: 'Cara Lind',
        organisationId: house.organisations['Varrowshire Police'] ?? '',
        organisationName: 'Varrowshire Police',
        roles: ['analyst', 'data-quality-lead'],
        via: 'page',
      } as const;
      await house.acting.act(createToken, { title: 'R', days: 30, membershipId: membership.id, hash: hashOfAccessToken(access) }, who);
    });
    const ask = (url: string, authorization: string, more: Readonly<Record<string, string>> = {}) =>
      house.app.inject({ url, headers: { host: 'localhost:3000', accept: 'application/json', authorization, ...more } });

    test('the API answers its person, pages do not, and a cookie beside it counts for nothing', async () => {
      assert.equal((await ask('/api/v1/deliveries', `Bearer ${access}`)).statusCode, 200);
      assert.equal((await ask('/you', `Bearer ${access}`)).statusCode, 401);
      assert.equal((await ask('/api/v1/deliveries', '')).statusCode, 401);
      const wrong = await ask('/api/v1/deliveries', `Bearer hw_${'a'.repeat(43)}`, withCookie(token));
      assert.equal(wrong.statusCode, 401);
      assert.match(wrong.body, /token-unknown/);
    });

    test('guessing is stopped, from that address alone', async () => {
      const guess = () =>
        house.app.inject({
          url: '/api/v1/deliveries',
          remoteAddress: '203.0.113.9',
          headers: { host: 'localhost:3000', authorization: `Bearer hw_${'b'.repeat(43)}` },
        });
      const statuses: number[] = [];
      for (let n = 0; n < 25; n += 1) statuses.push((await guess()).statusCode);
      assert.ok(statuses.includes(401) && statuses.at(-1) === 429);
      assert.equal((await ask('/api/v1/deliveries', `Bearer ${access}`)).statusCode, 200);
    });
  });

  test('asking how long a session lasts tells it, and changes nothing without the form’s token', async () => {
    const answer = await get('/sign-in/time-left', { ...withCookie(token), accept: 'application/json' });
    assert.ok(answer.json<{ seconds: number }>().seconds > 1000);
    assert.deepEqual((await get('/sign-in/time-left', { accept: 'application/json' })).json(), { seconds: 0 });
    assert.equal((await post('/sign-in/time-left', {}, withCookie(token))).statusCode, 403);
  });

  test('a form with a file that comes after the session ended: its words are kept, its file is not, and nothing is done', async () => {
    const path = '/account/recommendations/00000000-0000-4000-8000-000000000001/evidence/document';
    const mine = await signIn('eve.stone@council.example');
    house.register.setNow(new Date(house.register.now().getTime() + 31 * 60_000));
    const body = new FormData();
    body.append('_form', formToken(mine));
    body.append('title', 'Minutes of the panel');
    body.append('file', new File([Buffer.alloc(2 * 1024 * 1024, 'x')], 'minutes.docx'));
    const answer = await fetch(house.base + path, { method: 'POST', body, headers: withCookie(mine), redirect: 'manual' });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), `/sign-in?next=${encodeURIComponent(path)}&why=kept`);
    assert.deepEqual(await takeForm(house.register, house.people['Eve Stone'] ?? '', path), { title: 'Minutes of the panel' });
  });

  test('passwords and codes that come after the session ended are kept nowhere', async () => {
    const mine = await signIn('eve.stone@council.example');
    house.register.setNow(new Date(house.register.now().getTime() + 31 * 60_000));
    for (const [path, body] of [
      ['/you/password', { present: PASSWORD, password: 'granite kettle violin', again: 'granite kettle violin' }],
      ['/you/second-factor', { sealed: 'x', code: '123456', present: PASSWORD }],
      ['/you/recovery-codes', { present: PASSWORD }],
    ] as const) {
      const answer = await post(path, { _form: formToken(mine), ...body }, withCookie(mine));
      assert.equal(answer.headers.location, `/sign-in?next=${encodeURIComponent(path)}&why=expired`);
    }
    const kept = await house.system((tx) => tx.selectFrom('keptForm').select(['path', 'body']).execute());
    assert.doesNotMatch(JSON.stringify(kept), /copper|granite|123456/);
  });
});

describe('a demonstration', () => {
  let house: House;
  let remote: House;
  before(async () => {
    house = await openHouse({ demonstration: true });
    remote = await openHouse({ demonstration: true, demonstrations: false });
  });
  after(async () => {
    await house?.close();
    await remote?.close();
  });
  const be = (at: House, name: string) =>
    at.app.inject({
      method: 'POST',
      url: '/sign-in/demonstration',
      headers: { host: 'localhost:3000', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ person: at.people[name] ?? '', next: '/you' }).toString(),
    });

  test('lets anybody in as anybody invented with one click, says so on every page, and nobody real', async () => {
    const page = await house.app.inject({ url: '/sign-in', headers: { host: 'localhost:3000', accept: 'text/html' } });
    assert.match(page.body, /Ben Hale[\s\S]*Administrator/);
    assert.doesNotMatch(page.body, /Eve Stone|Finn Gray/);
    const answer = await be(house, 'Ben Hale');
    assert.equal(answer.statusCode, 303);
    const cookie = answer.cookies.find((each) => each.name === COOKIE)?.value ?? '';
    for (const url of ['/', '/you', '/about/protection']) {
      const seen = await house.app.inject({ url, headers: { host: 'localhost:3000', accept: 'text/html', cookie: `${COOKIE}=${cookie}` } });
      assert.match(seen.body, /Anybody can sign in as anybody: do not enter real data\./, url);
    }
    assert.equal((await be(house, 'Eve Stone')).statusCode, 403);
    assert.equal((await be(house, 'nobody')).statusCode, 403);
  });

  test('does not where other machines can reach the server', async () => {
    assert.equal((await be(remote, 'Ben Hale')).statusCode, 403);
    const page = await remote.app.inject({ url: '/sign-in', headers: { host: 'localhost:3000', accept: 'text/html' } });
    assert.doesNotMatch(page.body, /Ben Hale/);
  });
});
