import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { reachRegister, startEmbedded } from './index.ts';
import { ask, elsewhere, hasCode, kill, leave, using } from './test-kit.ts';
import { startThrowaway } from './testing.ts';

// A folder closed to every other account, as a home directory is.
const root = mkdtempSync(join(tmpdir(), 'headwater-postgres-'));
const shared = join(root, 'shared', 'register');

before(() => chmodSync(root, 0o700));
after(() => rmSync(root, { recursive: true, force: true }));

test('the first start makes a database in a folder that others cannot enter; what is written is there after a stop', async () => {
  await using(shared, async ({ ownerUrl, appUrl, version }) => {
    assert.match(version, /^18\.\d+$/);
    await ask(
      ownerUrl,
      `create table note (text text); insert into note values ('Zoë'); grant usage on schema public to headwater_app; grant select on note to headwater_app`,
    );
    assert.deepEqual(await ask(appUrl, 'select text, current_user as me from note'), [{ text: 'Zoë', me: 'headwater_app' }]);
  });
  assert.equal(existsSync(join(shared, 'data', 'postmaster.pid')), false, 'stopped');
  assert.deepEqual(readdirSync(join(shared, 'users')), []);
  await using(shared, async ({ ownerUrl }) => assert.deepEqual(await ask(ownerUrl, 'select text from note'), [{ text: 'Zoë' }]));
});

test('nothing is lost for speed, nothing is reached without a password, and no statement gets into the log', async () => {
  await using(shared, async ({ ownerUrl, appUrl }) => {
    const settings = await ask<{ name: string; setting: string }>(
      ownerUrl,
      `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'server_encoding', 'listen_addresses') order by name`,
    );
    assert.deepEqual(
      settings.map(({ name, setting }) => `${name}=${setting}`),
      ['data_checksums=on', 'fsync=on', 'full_page_writes=on', 'listen_addresses=127.0.0.1', 'server_encoding=UTF8', 'synchronous_commit=on'],
    );
    const stranger = new URL(appUrl);
    stranger.password = 'guess';
    await assert.rejects(ask(stranger.href, 'select 1'), /password authentication failed/);
    await assert.rejects(ask(appUrl, 'create table mine ()'), /permission denied/);
    await assert.rejects(ask(appUrl, 'create role mine'), /permission denied/);
    await assert.rejects(ask(ownerUrl, `select 'Marigold Quennell'::integer`), /invalid input syntax/);
    await assert.rejects(ask(ownerUrl, `select pg_read_file('/etc/passwd')`), /permission denied/);
  });
  assert.doesNotMatch(readFileSync(join(shared, 'server.log'), 'utf8'), /Quennell/);
  assert.equal(statSync(join(shared, 'secrets.json')).mode & 0o777, 0o600);
  assert.equal(statSync(join(shared, 'data')).mode & 0o077, 0);
});

test('a second server on the same folder is refused while the first lives, here or in another process', async () => {
  await using(shared, async () => assert.rejects(startEmbedded(shared), hasCode('register-in-use')));
  const { child } = await elsewhere(shared, 'startEmbedded');
  await assert.rejects(startEmbedded(shared), hasCode('register-in-use'));
  await kill(child);
  await using(shared, async ({ ownerUrl }) => assert.equal((await ask(ownerUrl, 'select 1')).length, 1));
});

test('two servers that start at the same instant: one has it, the other is refused', async () => {
  const starts = await Promise.allSettled([startEmbedded(shared), startEmbedded(shared), startEmbedded(shared)]);
  const won = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  assert.equal(won.length, 1);
  assert.ok(starts.every((start) => start.status === 'fulfilled' || hasCode('register-in-use')(start.reason)));
  await won[0]?.stop();
});

test('a command uses the server’s database and leaves it running; without a server it has one for as long as it needs it', async () => {
  await using(shared, async (server) => {
    await using(shared, async (command) => assert.equal(command.appUrl, server.appUrl), reachRegister);
    assert.equal((await ask(server.ownerUrl, 'select 1')).length, 1);
  });
  await using(shared, async (command) => assert.equal((await ask(command.ownerUrl, 'select 1')).length, 1), reachRegister);
  assert.equal(existsSync(join(shared, 'data', 'postmaster.pid')), false);
});

test('a server that starts while a command runs keeps the database when the command ends; the last one stops it', async () => {
  const { child, urls } = await elsewhere(shared, 'reachRegister');
  const server = await startEmbedded(shared);
  assert.equal(server.ownerUrl, urls.ownerUrl);
  await leave(child);
  assert.equal((await ask(server.ownerUrl, 'select 1')).length, 1);
  const late = await elsewhere(shared, 'reachRegister');
  await server.stop();
  await server.stop();
  assert.equal((await ask(late.urls.ownerUrl, 'select 1')).length, 1, 'the command is not cut off');
  await leave(late.child);
  assert.equal(existsSync(join(shared, 'data', 'postmaster.pid')), false);
});

test('a database for a test is there at once, apart from every other, and gone afterwards', async () => {
  const [one, other] = await Promise.all([startThrowaway(), startThrowaway()]);
  await ask(one.ownerUrl, 'create table mine ()');
  assert.deepEqual(await ask(other.ownerUrl, `select to_regclass('mine') as there`), [{ there: null }]);
  await one.remove();
  await assert.rejects(ask(one.ownerUrl, 'select 1'), /ECONNREFUSED/);
  await other.remove();
});
