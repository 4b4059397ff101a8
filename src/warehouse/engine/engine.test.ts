import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { HeadwaterError } from '../../errors.ts';
import { type Home, openHome, readManifest } from '../home.ts';
import type { DataFile, Manifest } from '../manifest.ts';
import { openEngine } from './index.ts';

const made: string[] = [];
after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

function freshHome(): Home {
  const dir = mkdtempSync(join(tmpdir(), "headwater engine's-"));
  made.push(dir);
  return openHome(join(dir, 'home'), { create: true });
}

/** A data file with one table `street(n)` whose rows all hold `value`. */
async function dataFile(home: Home, name: string, value: number, rows = 1000): Promise<DataFile> {
  const path = join(home.paths.snapshots, name);
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE street AS SELECT ${value}::INTEGER AS n, 'text' AS t, DATE '2020-02-29' AS d FROM range(${rows})`);
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
  const bytes = statSync(path).size;
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  return { name, dataset: 'street', rows, bytes, sha256, from: null, to: null, contractVersion: '1', coverage: {}, notes: [] };
}

function commit(home: Home, files: Record<string, DataFile>): string {
  const before = readManifest(home);
  const id = `s${before.sequence + 1}`;
  const manifest: Manifest = {
    ...before,
    sequence: before.sequence + 1,
    current: id,
    snapshots: [...before.snapshots, { id, at: new Date().toISOString(), files, live: [] }],
  };
  write(home, manifest);
  return id;
}

function write(home: Home, manifest: Manifest): void {
  writeFileSync(`${home.paths.manifest}.next`, JSON.stringify(manifest));
  renameSync(`${home.paths.manifest}.next`, home.paths.manifest);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const coded = (code: string) => (error: unknown) => error instanceof HeadwaterError && error.code === code;

test('an empty home says that nothing has been delivered', async () => {
  const engine = await openEngine(freshHome());
  await assert.rejects(
    engine.with(undefined, async () => 1),
    coded('no-data'),
  );
  await engine.close();
});

test('a session answers by column, from the snapshot that is asked for', async () => {
  const home = freshHome();
  const first = await dataFile(home, 'street-1.duckdb', 7);
  commit(home, { street: first });
  const engine = await openEngine(home);
  await engine.with(undefined, async (session) => {
    const table = await session.run(
      `SELECT sum(n) AS total, count(*) AS rows, NULL::INTEGER AS none, true AS yes, 1.5 AS decimal, min(t) AS t, min(d) AS d FROM ${session.alias('street')}street WHERE n = $1 AND n IN (SELECT unnest($2))`,
      [7, [7, 8]],
    );
    assert.equal(table.rows, 1);
    assert.deepEqual([...table.numbers('total')], [7000]);
    assert.deepEqual([...table.numbers('rows')], [1000]);
    assert.deepEqual([...table.numbers('none')], [Number.NaN]);
    assert.deepEqual([...table.numbers('yes')], [1]);
    assert.deepEqual([...table.numbers('decimal')], [1.5]);
    assert.deepEqual(table.texts('t'), ['text']);
    assert.deepEqual(table.texts('d'), ['2020-02-29']);
    assert.throws(() => table.numbers('t'));
    assert.equal(session.alias('stop'), undefined);
  });
  await assert.rejects(
    engine.with('s9', async () => 1),
    coded('snapshot-unknown'),
  );
  await assert.rejects(
    engine.with("s1'; DROP TABLE street --", async () => 1),
    coded('snapshot-unknown'),
  );
  await engine.close();
});

test('a bound whole number lets DuckDB skip row groups', async () => {
  const home = freshHome();
  commit(home, { street: await dataFile(home, 'street-1.duckdb', 7) });
  const engine = await openEngine(home);
  const plan = await engine.with(undefined, (s) => s.run(`EXPLAIN SELECT count(*) FROM ${s.alias('street')}street WHERE n = $1`, [7]));
  assert.doesNotMatch(plan.texts('explain_value').join('\n'), /CAST/);
  await engine.close();
});

test('a reader keeps its file while another takes the new one, and the old file is let go after the last reader', async () => {
  const home = freshHome();
  commit(home, { street: await dataFile(home, 'street-1.duckdb', 1) });
  const engine = await openEngine(home, { oldSnapshots: 0 });
  const sum = `SELECT sum(n) AS n`;
  await engine.with(undefined, async (old) => {
    commit(home, { street: await dataFile(home, 'street-2.duckdb', 2) });
    await pause(120);
    await engine.with(undefined, async (fresh) => {
      assert.equal(fresh.snapshot.id, 's2');
      assert.deepEqual([...(await fresh.run(`${sum} FROM ${fresh.alias('street')}street`)).numbers('n')], [2000]);
    });
    assert.deepEqual([...(await old.run(`${sum} FROM ${old.alias('street')}street`)).numbers('n')], [1000]);
    assert.deepEqual([...engine.attached()].sort(), ['street-1.duckdb', 'street-2.duckdb']);
  });
  assert.deepEqual(engine.attached(), ['street-2.duckdb']);
  const again = await engine.with('s1', async (s) => (await s.run(`${sum} FROM ${s.alias('street')}street`)).numbers('n')[0]);
  assert.equal(again, 1000);
  await engine.close();
});

test('older snapshots stay attached for a while, the least lately used goes first', async () => {
  const home = freshHome();
  for (const n of [1, 2, 3, 4]) commit(home, { street: await dataFile(home, `street-${n}.duckdb`, n) });
  const engine = await openEngine(home, { oldSnapshots: 2 });
  for (const id of ['s1', 's2', 's1', 's3', 's4']) await engine.with(id, async () => undefined);
  assert.deepEqual([...engine.attached()].sort(), ['street-1.duckdb', 'street-3.duckdb', 'street-4.duckdb']);
  await engine.close();
});

test('a removed snapshot is gone, and the message states the rule', async () => {
  const home = freshHome();
  const file = await dataFile(home, 'street-1.duckdb', 1);
  commit(home, { street: file });
  commit(home, { street: await dataFile(home, 'street-2.duckdb', 2) });
  const manifest = readManifest(home);
  write(home, { ...manifest, snapshots: manifest.snapshots.map((s) => (s.id === 's1' ? { ...s, removed: '2026-01-02T00:00:00.000Z' } : s)) });
  const engine = await openEngine(home);
  await assert.rejects(
    engine.with('s1', async () => 1),
    (error: unknown) => error instanceof HeadwaterError && error.status === 410 && /24 months/.test(error.message),
  );
  await engine.close();
});

test('a data file that has vanished is a coded error, and comes back when it is put back', async () => {
  const home = freshHome();
  commit(home, { street: await dataFile(home, 'street-1.duckdb', 1) });
  renameSync(join(home.paths.snapshots, 'street-1.duckdb'), join(home.dir, 'aside'));
  const engine = await openEngine(home);
  await assert.rejects(
    engine.with(undefined, async () => 1),
    coded('data-file-unreadable'),
  );
  renameSync(join(home.dir, 'aside'), join(home.paths.snapshots, 'street-1.duckdb'));
  assert.equal(await engine.with(undefined, async () => 1), 1);
  await engine.close();
});

test('readers cannot leave the snapshots folder, write, or change the settings', async () => {
  const home = freshHome();
  commit(home, { street: await dataFile(home, 'street-1.duckdb', 1) });
  writeFileSync(join(home.dir, 'outside.csv'), 'a,b\n1,2\n');
  const engine = await openEngine(home);
  await engine.with(undefined, async (s) => {
    for (const sql of [
      `SELECT * FROM read_csv('${join(home.dir, 'outside.csv').replaceAll("'", "''")}')`,
      `SELECT * FROM read_text('/etc/hostname')`,
      `ATTACH '${join(home.dir, 'x.duckdb').replaceAll("'", "''")}' AS x`,
      `DELETE FROM ${s.alias('street')}street`,
      'SET enable_external_access = true',
      'SET threads = 9',
      'INSTALL httpfs',
    ]) {
      await assert.rejects(s.run(sql), coded('query-failed'), sql);
    }
  });
  await engine.close();
});

test('a slow statement is stopped at its limit, by its caller or by the session, and the connection is good for the next', async () => {
  const home = freshHome();
  commit(home, { street: await dataFile(home, 'street-1.duckdb', 1) });
  const engine = await openEngine(home);
  const slow = 'SELECT count(*) AS n FROM range(1000000) a, range(1000000) b WHERE (a.range + b.range) % 7 = 3';
  const began = performance.now();
  await assert.rejects(
    engine.with(undefined, (s) => s.run(slow, [], { timeoutMs: 50 })),
    coded('query-timeout'),
  );
  await assert.rejects(
    engine.with(undefined, (s) => s.run(slow), { signal: AbortSignal.timeout(50) }),
    coded('query-stopped'),
  );
  await assert.rejects(
    engine.with(undefined, async (s) => {
      setTimeout(() => s.interrupt(), 50);
      await s.run(slow);
    }),
    coded('query-stopped'),
  );
  assert.ok(performance.now() - began < 5000);
  assert.equal(await engine.with(undefined, async (s) => (await s.run('SELECT 1 AS n')).numbers('n')[0]), 1);
  await engine.close();
});

test('an answer that is too large is refused', async () => {
  const home = freshHome();
  commit(home, { street: await dataFile(home, 'street-1.duckdb', 1) });
  const engine = await openEngine(home);
  await assert.rejects(
    engine.with(undefined, (s) => s.run('SELECT * FROM range(5000)', [], { maxRows: 4999 })),
    coded('result-too-large'),
  );
  await engine.close();
});

test('the same statement asked at once with different values gives each its own answer', async () => {
  const home = freshHome();
  commit(home, { street: await dataFile(home, 'street-1.duckdb', 1) });
  const engine = await openEngine(home);
  const wanted = Array.from({ length: 40 }, (_, i) => i);
  const got = await engine.with(undefined, (s) => Promise.all(wanted.map(async (i) => (await s.run('SELECT $1 + 0 AS n', [i])).numbers('n')[0])));
  assert.deepEqual(got, wanted);
  await engine.close();
});

test('a home that may only be read can be served', async () => {
  const home = freshHome();
  commit(home, { street: await dataFile(home, 'street-1.duckdb', 5) });
  const copy = `${home.dir}-copy`;
  cpSync(home.dir, copy, { recursive: true });
  for (const path of ['secret.key', 'staging', 'deliveries']) rmSync(join(copy, path), { recursive: true });
  const engine = await openEngine(openHome(copy));
  assert.equal(await engine.with(undefined, async (s) => (await s.run(`SELECT max(n) AS n FROM ${s.alias('street')}street`)).numbers('n')[0]), 5);
  await engine.close();
});

test('a statement that nobody waits for any more has ended before its connection is given back', async () => {
  const home = freshHome();
  commit(home, { street: await dataFile(home, 'street-1.duckdb', 7) });
  const engine = await openEngine(home);
  const ended: string[] = [];
  const work = engine.with(undefined, async (session) => {
    const slow = 'SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b';
    for (let i = 0; i < 2; i += 1) {
      session.run(slow).catch((error: unknown) => ended.push(error instanceof HeadwaterError ? error.code : String(error)));
    }
    await pause(50);
    throw new Error('one of several failed');
  });
  await assert.rejects(work, /one of several failed/);
  assert.deepEqual(ended, ['query-stopped', 'query-stopped']);
  // With the statement still running, this would close its connection under it, and the process would never end.
  await engine.close();
});
