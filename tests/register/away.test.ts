/** A real server whose database goes away in the middle of service, and comes back: what people are told, and what they typed. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { enqueue, outcomeOf } from '../../src/register/jobs/index.ts';
import { openRegister, SERVICE, transaction } from '../../src/register/index.ts';
import { type OwnServer, startOwnServer } from '../../src/register/testing/index.ts';
import { firstPerson, type Place, type Served, send, serve, signIn } from './command.ts';

const ORGANISATIONS = '/partnership/organisations';
const NEW = `${ORGANISATIONS}/new`;
const TYPED = { name: 'Millbrook Trust & <Sons>', shortName: 'Millbrook', type: 'voluntary' };

/** The hidden fields of the form that posts to `action`. */
function hiddenOf(html: string, action: string): Record<string, string> {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    ]),
  );
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds()) return;
    await wait(50);
  }
  assert.fail(`never: ${what}`);
}

describe('a database that goes away', () => {
  const root = mkdtempSync(join(tmpdir(), 'headwater-away-'));
  let database: OwnServer;
  let place: Place;
  let served: Served;
  let cookie: string;

  before(async () => {
    database = await startOwnServer();
    place = { home: join(root, 'home'), database: { DATABASE_URL: database.url } };
    const link = await firstPerson(place);
    served = await serve(place);
    cookie = await signIn(served, link, place);
  });
  after(async () => {
    await served?.stop();
    await database?.remove();
    rmSync(root, { recursive: true, force: true });
  });

  const get = (path: string, as = cookie): Promise<Response> =>
    fetch(served.url + path, { redirect: 'manual', headers: { accept: 'text/html', ...(as === '' ? {} : { cookie: as }) } });

  test('pages say so, public ones go on, what was typed can be sent again, and all goes on without a restart', async () => {
    const opened = await get(NEW);
    assert.equal(opened.status, 200);
    const hidden = hiddenOf(await opened.text(), NEW);
    assert.ok(hidden['_form'] && hidden['_once']);

    await database.stop();
    for (const path of [ORGANISATIONS, '/', '/about/protection']) {
      const answer = await get(path);
      const page = await answer.text();
      assert.equal(answer.status, 503, path);
      assert.match(page, /The register does not answer at the moment/);
      assert.match(page, /Try again in a moment/);
      assert.doesNotMatch(page, /ECONNREFUSED|>Sign in</, path);
    }
    for (const path of ['/', '/about/protection', '/catalogue']) assert.equal((await get(path, '')).status, 200, `${path}, signed out`);
    const asked = await fetch(`${served.url}/api/v1/register/organisation.list`, {
      method: 'POST',
      headers: { authorization: `Bearer hw_${'a'.repeat(43)}`, 'content-type': 'application/json' },
      body: '{}',
    });
    assert.ok(asked.status < 500 || asked.status === 503, String(asked.status));

    const refused = await send(served.url + NEW, { ...hidden, ...TYPED }, cookie);
    const page = await refused.text();
    assert.equal(refused.status, 503);
    assert.match(page, /What you sent is kept on this page/);
    const kept = hiddenOf(page, NEW);
    assert.deepEqual(kept, { ...hidden, ...TYPED });

    const elsewhere = await fetch(served.url + NEW, {
      method: 'POST',
      headers: { cookie, origin: 'https://elsewhere.example', accept: 'text/html' },
      body: new URLSearchParams(TYPED),
    });
    assert.equal(elsewhere.status, 403, 'another site’s form is not given back to be sent from here');
    const secret = await send(`${served.url}/you/password`, { present: 'old secret words', password: 'new secret words', again: 'new secret words' }, cookie);
    assert.doesNotMatch(await secret.text(), /secret words/);

    await database.start();
    await until('the page is back', async () => (await get(ORGANISATIONS)).status === 200);
    for (let twice = 0; twice < 2; twice += 1) assert.equal((await send(served.url + NEW, kept, cookie)).status, 303);
    const list = await (await get(ORGANISATIONS)).text();
    assert.equal(list.split('Millbrook Trust &amp; &lt;Sons&gt;').length - 1, 1, 'once, however often it was sent');
  });

  test('the jobs go on', async () => {
    await database.stop();
    await database.start();
    const register = await openRegister({ homeDir: place.home, env: place.database });
    const look = <T>(work: Parameters<typeof transaction<T>>[2]): Promise<T> =>
      transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, work);
    try {
      const id = await look((tx) => enqueue(tx, 'audit.verify'));
      await until('the server has done the job', async () => (await look((tx) => outcomeOf(tx, id)))?.done === true);
    } finally {
      await register.close();
    }
    assert.doesNotThrow(() => process.kill(served.pid, 0), 'the same process');
  });
});

describe('an embedded database that is killed', () => {
  const root = mkdtempSync(join(tmpdir(), 'headwater-away-'));
  const place: Place = { home: join(root, 'home'), database: {} };
  let served: Served | undefined;
  after(async () => {
    await served?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  test('is started again; meanwhile every answer is the page or 503, and no form is lost', async () => {
    const link = await firstPerson(place);
    served = await serve(place);
    const { url } = served;
    const cookie = await signIn(served, link, place);
    const show = (): Promise<Response> => fetch(url + ORGANISATIONS, { headers: { cookie, accept: 'text/html' } });
    const hidden = hiddenOf(await (await fetch(url + NEW, { headers: { cookie } })).text(), NEW);
    const add = (n: number): Promise<Response> =>
      send(url + NEW, { ...hidden, _once: `${hidden['_once']}-${n}`, name: `Millbrook ${n}`, shortName: `M ${n}`, type: 'voluntary' }, cookie);
    const pid = Number(readFileSync(join(place.home, 'register', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const statuses: number[] = [];
    let killed = false;
    for (let n = 0; n < 400; n += 1) {
      const answers = await Promise.all([show(), show(), add(n)]);
      statuses.push(...answers.map((answer) => answer.status));
      const page = (await answers[2]?.text()) ?? '';
      if (answers[2]?.status === 503) assert.equal(hiddenOf(page, NEW)['name'], `Millbrook ${n}`);
      if (n === 2) {
        process.kill(pid, 'SIGKILL');
        killed = true;
      }
      if (killed && statuses.includes(503) && answers.every((answer) => answer.status !== 503)) break;
      await wait(20);
    }
    assert.deepEqual([...new Set(statuses)].sort(), [200, 303, 503]);
    assert.equal((await show()).status, 200);
  });
});
