/** What is left after kill -9, and what the next start makes of it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { reachRegister, startEmbedded } from './index.ts';
import { markOf } from './processes.ts';
import { ask, elsewhere, INDEX, kill, pidOf, until, using } from './test-kit.ts';

// A folder closed to every other account, as a home directory is.
const root = mkdtempSync(join(tmpdir(), 'headwater-postgres-'));
const shared = join(root, 'shared', 'register');

before(() => chmodSync(root, 0o700));
after(() => rmSync(root, { recursive: true, force: true }));

test('after kill -9 of our process the next start takes the running database over, its connections and all', async () => {
  const { child, urls } = await elsewhere(shared, 'startEmbedded');
  const orphan = pidOf(shared);
  await kill(child);
  assert.notEqual(markOf(orphan), null, 'the database goes on');
  await using(shared, async (server) => {
    assert.equal(pidOf(shared), orphan);
    assert.equal(server.ownerUrl, urls.ownerUrl);
  });
  assert.equal(markOf(orphan), null);
});

test('an orphan that somebody told to stop and that waits for its sessions is not waited for', {
  skip: process.platform === 'win32' && 'no signals',
}, async () => {
  const { child, urls } = await elsewhere(shared, 'startEmbedded');
  const orphan = pidOf(shared);
  await kill(child);
  const session = new pg.Client({ connectionString: urls.ownerUrl });
  session.on('error', () => undefined);
  await session.connect();
  process.kill(orphan, 'SIGTERM');
  await until('it refuses new sessions', () => readFileSync(join(shared, 'data', 'postmaster.pid'), 'utf8').includes('stopping'));
  await using(shared, async (server) => {
    assert.notEqual(pidOf(shared), orphan);
    assert.equal((await ask(server.ownerUrl, 'select 1')).length, 1);
  });
  await session.end().catch(() => undefined);
});

test('kill -9 of the database: it comes back at the same address with every committed row', {
  skip: process.platform === 'win32' && 'no signals',
}, async () => {
  await using(shared, async ({ ownerUrl }) => {
    await ask(ownerUrl, 'create table if not exists kept (n integer)');
    for (let n = 1; n <= 3; n++) {
      await ask(ownerUrl, `insert into kept values (${n})`);
      const pid = pidOf(shared);
      process.kill(pid, 'SIGKILL');
      await until('the database answers again', async () => markOf(pid) === null && (await ask(ownerUrl, 'select 1').catch(() => [])).length === 1);
    }
    assert.deepEqual(await ask(ownerUrl, 'select n from kept order by n'), [{ n: 1 }, { n: 2 }, { n: 3 }]);
  });
});

test('one that another process started again is stopped too by the last to leave', { skip: process.platform === 'win32' && 'no signals' }, async () => {
  const command = await reachRegister(shared);
  const server = await startEmbedded(shared);
  const first = pidOf(shared);
  process.kill(first, 'SIGKILL');
  await until('the database answers again', async () => markOf(first) === null && (await ask(server.ownerUrl, 'select 1').catch(() => [])).length === 1);
  await server.stop();
  const second = pidOf(shared);
  await command.stop();
  assert.notEqual(second, first);
  assert.equal(markOf(second), null);
});

test('kill -9 of both: the next start recovers every committed row', { skip: process.platform === 'win32' && 'no signals' }, async () => {
  const { child, urls } = await elsewhere(shared, 'startEmbedded');
  await ask(urls.ownerUrl, 'create table both_killed (n integer); insert into both_killed values (7)');
  const database = pidOf(shared);
  await kill(child);
  process.kill(database, 'SIGKILL');
  await using(shared, async ({ ownerUrl }) => assert.deepEqual(await ask(ownerUrl, 'select n from both_killed'), [{ n: 7 }]));
});

test('a file that a dead database left does not keep the next from starting, even where its number is another program’s now', async () => {
  const pidFile = join(shared, 'data', 'postmaster.pid');
  const owner = statSync(join(shared, 'data'));
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid, cwd: '/' } : {});
  try {
    for (const pid of [2 ** 22 + 1, other.pid, process.pid]) {
      writeFileSync(pidFile, `${pid}\n/elsewhere\n1700000000\n5432\n\n127.0.0.1\n  2147435         8\nready   \n`);
      await using(shared, async ({ ownerUrl }) => assert.equal((await ask(ownerUrl, 'select 1')).length, 1));
    }
  } finally {
    other.kill('SIGKILL');
  }
});

test('locks and names that dead processes left are cleared', async () => {
  const dead = JSON.stringify({ pid: process.pid, started: 'some other time' });
  writeFileSync(join(shared, 'lock'), dead);
  writeFileSync(join(shared, 'users', '1-x.json'), JSON.stringify({ ...JSON.parse(dead), role: 'server', since: '2026-01-01T00:00:00.000Z' }));
  writeFileSync(join(shared, 'users', '2-x.json'), 'half a fi');
  await using(shared, async () => assert.equal(readdirSync(join(shared, 'users')).length, 1));
});

test('a first start that was killed leaves nothing half-made', async () => {
  const dir = join(root, 'killed', 'register');
  const made = () => existsSync(dir) && readdirSync(dir).some((name) => name.startsWith('data.new-'));
  const source = `await (await import(${INDEX})).startEmbedded(${JSON.stringify(dir)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { detached: true });
  await until('it has begun', made);
  await kill(child);
  assert.equal(existsSync(join(dir, 'data')), false);
  await using(dir, async ({ ownerUrl }) => assert.equal((await ask(ownerUrl, 'select 1')).length, 1));
  assert.equal(made(), false);
});
