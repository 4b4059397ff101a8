/** What a killed delivery, a swap under readers and a full disk must not break. Real processes, real signals, real files. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { HeadwaterError } from '../src/errors.ts';
import { openEngine } from '../src/warehouse/engine/index.ts';
import { type Home, openHome, readManifest } from '../src/warehouse/index.ts';
import { deliverMany, listSnapshots, tidyHome } from '../src/warehouse/store/index.ts';
import { filesOf } from './kill/plan.ts';
import { assertSound, assertTidy, assertWhole } from './kill/state.ts';

const made: string[] = [];
/** What the children compiled, so that a hundred of them start quickly. */
const compiled = mkdtempSync(join(tmpdir(), 'headwater-compiled-'));
made.push(compiled);
const children = new Set<ChildProcess>();
after(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const dir of made) rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
});

function freshHome(): Home {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-kill-'));
  made.push(dir);
  return openHome(join(dir, 'home'), { create: true });
}

function start(script: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'kill', script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
}

const ended = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once('exit', () => resolve()));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Numbers from 0 to 1, the same in every run: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const KILLS = 104;
const LANES = 2;
/** Steps after which to kill: any, and the commit as often as all the others, for it is the shortest. */
const MARKS = ['ready', 'reading', 'checking', 'deciding', 'writing', 'writing', 'committing', 'committing', 'committing', 'committing', 'committed'] as const;

/** Kills one writer a random while after a random step; says whether the delivery in hand was committed. */
async function killOnce(home: Home, random: () => number): Promise<'before' | 'after'> {
  const mark = MARKS[Math.floor(random() * MARKS.length)] ?? 'ready';
  const skip = random() < 0.1 ? 1 : 0;
  const wait = random() * (mark === 'committing' ? 40 : 80);
  const sequence = readManifest(home).sequence;
  const writer = start('writer.ts', home.dir);
  assert.ok(writer.stdout);
  let seen = 0;
  let commits = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    if (line === 'committed') commits += 1;
    if (line === mark && seen++ === (mark === 'ready' ? 0 : skip)) break;
  }
  await pause(wait);
  writer.kill('SIGKILL');
  await ended(writer);
  const now = readManifest(home).sequence;
  assert.ok(now === sequence + commits || now >= sequence + commits, `went back from ${sequence + commits} to ${now}`);
  return now > sequence + commits ? 'after' : 'before';
}

test(`${KILLS} kills at random instants of a delivery leave the old snapshot or the new one, and the next start tidies up`, { timeout: 500_000 }, async (t) => {
  // Without a home it only compiles, and ends.
  await ended(start('writer.ts'));
  const outcomes = { before: 0, after: 0 };
  let rubbish = 0;
  const lane = async (seed: number): Promise<void> => {
    const home = freshHome();
    const random = seeded(seed);
    const engine = await openEngine(home);
    for (let kill = 0; kill < KILLS / LANES; kill++) {
      outcomes[await killOnce(home, random)] += 1;
      const sequence = await assertSound(home, engine);
      if (kill % 4 !== 0) continue;
      // As at a start of the server; every other time the next delivery does it.
      rubbish += (await tidyHome(home)).length;
      assertTidy(home);
      assert.equal(await assertSound(home, engine), sequence);
    }
    await deliverMany(home, filesOf(readManifest(home).sequence + 1, `${home.dir}-files`));
    await engine.close();
    await assertSound(home);
    assertTidy(home);
  };
  await Promise.all(Array.from({ length: LANES }, (_, at) => lane(20261122 + at)));
  t.diagnostic(`old snapshot left ${outcomes.before} times, new one ${outcomes.after} times; ${rubbish} pieces of rubbish removed`);
  assert.ok(outcomes.before > 0 && outcomes.after > 0 && rubbish > 0, 'the kills were spread over the delivery');
});

test('readers in another process see no error and no mixed counts while 20 swaps happen', { timeout: 200_000 }, async (t) => {
  const home = freshHome();
  const deliver = (n: number) => deliverMany(home, filesOf(n, `${home.dir}-files`));
  await deliver(1);
  const reader = start('reader.ts', home.dir);
  assert.ok(reader.stdout && reader.stdin);
  const said = createInterface({ input: reader.stdout })[Symbol.asyncIterator]();
  // In this process too, as a server that delivers does.
  const engine = await openEngine(home);
  for (let n = 2; n <= 21; n++) {
    await deliver(n);
    await engine.with(undefined, assertWhole);
    await pause(40);
  }
  await pause(400);
  reader.stdin.end();
  const { value } = await said.next();
  await engine.close();
  const result = JSON.parse(String(value)) as { reads: number; seen: number; errors: string[] };
  t.diagnostic(`${result.reads} reads, ${result.seen} snapshots seen`);
  assert.deepEqual(result.errors, []);
  assert.ok(result.seen >= 5 && result.reads >= 20, 'the reader ran through the swaps');
});

test('two deliveries at once: one is told which process is at it, and nothing is spoilt', { timeout: 120_000 }, async () => {
  const home = freshHome();
  const writer = start('writer.ts', home.dir);
  assert.ok(writer.stdout);
  for await (const line of createInterface({ input: writer.stdout })) if (line === 'reading') break;
  await assert.rejects(
    deliverMany(home, filesOf(1, `${home.dir}-files`)),
    (error: unknown) => error instanceof HeadwaterError && error.kind === 'busy' && error.message.includes(`process ${writer.pid}, since 20`),
  );
  assert.deepEqual(await tidyHome(home), []);
  writer.kill('SIGKILL');
  await ended(writer);
  await deliverMany(home, filesOf(readManifest(home).sequence + 1, `${home.dir}-files`));
  await assertSound(home);
});

/** Delivers commit `n` in a process of its own, under a shell that sets its limits; prints the code of the error. */
const LIMITED = `
  import { openHome } from '${join(import.meta.dirname, '../src/warehouse/index.ts')}';
  import { deliverMany } from '${join(import.meta.dirname, '../src/warehouse/store/index.ts')}';
  const [dir, ...files] = process.argv.slice(1);
  try {
    await deliverMany(openHome(dir), [{ dataset: 'street', inputs: files }]);
    console.log('delivered');
  } catch (error) {
    console.log(error.code ?? String(error));
  }`;

function largeFile(path: string, month: string, rows: number): string {
  const header = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';
  const lines = Array.from(
    { length: rows },
    (_, i) => `${month}-${i},${month},Norfolk Constabulary,Norfolk Constabulary,0.1,52.1,On or near A Road,,,Burglary,Under investigation,`,
  );
  writeFileSync(path, [header, ...lines, ''].join('\n'));
  return path;
}

function assertUntouched(home: Home, manifest: string): void {
  assert.equal(readFileSync(home.paths.manifest, 'utf8'), manifest);
  assertTidy(home);
}

test('a file that may not grow further (a quota) is a clear error that loses nothing, wherever it strikes', { timeout: 120_000 }, async () => {
  const home = freshHome();
  const folder = join(home.dir, '..');
  await deliverMany(home, [{ dataset: 'street', inputs: [largeFile(join(folder, 'a.csv'), '2019-01', 150_000)] }]);
  const manifest = readFileSync(home.paths.manifest, 'utf8');
  const small = largeFile(join(folder, 'b.csv'), '2019-02', 10);
  const large = largeFile(join(folder, 'c.csv'), '2019-03', 150_000);
  // In blocks of 512 bytes: 1 MB. The small file can be staged, but not merged with what is there; the large one cannot be staged.
  for (const file of [small, large]) {
    const run = spawnSync('sh', ['-c', 'ulimit -f 2000; exec "$@"', 'sh', process.execPath, '--input-type=module-typescript', '-e', LIMITED, home.dir, file], {
      encoding: 'utf8',
    });
    assert.equal(run.stdout.trim(), 'disk-full', run.stderr);
    assertUntouched(home, manifest);
  }
  assert.equal((await deliverMany(home, [{ dataset: 'street', inputs: [small] }])).snapshot?.id, 's2');
});

const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', tmpdir()]).status === 0;
test('a full disk is a clear error that loses nothing', {
  skip: canMount ? false : 'needs leave to mount a small tmpfs (unshare -rm)',
  timeout: 120_000,
}, async () => {
  const home = freshHome();
  const folder = join(home.dir, '..');
  await deliverMany(home, [{ dataset: 'street', inputs: [largeFile(join(folder, 'a.csv'), '2019-01', 10_000)] }]);
  const manifest = readFileSync(home.paths.manifest, 'utf8');
  const file = largeFile(join(folder, 'b.csv'), '2019-02', 100_000);
  const copy = join(folder, 'copied');
  // The home is copied on to a disk of 5 MB, delivered to there, and copied back for a look.
  const script =
    'mkdir disk && mount -t tmpfs -o size=5m tmpfs disk && cp -a home disk/ && "$1" --input-type=module-typescript -e "$2" "$PWD/disk/home" "$3"; cp -a disk/home "$4"';
  const run = spawnSync('unshare', ['-rm', 'sh', '-c', script, 'sh', process.execPath, LIMITED, file, copy], { encoding: 'utf8', cwd: folder });
  assert.equal(run.stdout.trim(), 'disk-full', run.stderr);
  assertUntouched(openHome(copy), manifest);
});

test('a home that was copied is whole, and a copy from which the secret was left out says so when delivered to', async () => {
  const home = freshHome();
  await deliverMany(home, filesOf(1, `${home.dir}-files`));
  const copy = `${home.dir}-copy`;
  cpSync(home.dir, copy, { recursive: true });
  await assertSound(openHome(copy));
  rmSync(join(copy, 'secret.key'));
  await assertSound(openHome(copy));
  await assert.rejects(
    deliverMany(openHome(copy), filesOf(2, `${home.dir}-files`)),
    (error: unknown) => error instanceof HeadwaterError && error.code === 'secret-unreadable',
  );
  assert.deepEqual(
    listSnapshots(openHome(copy)).map(({ id }) => id),
    ['s1'],
  );
  assert.ok(existsSync(join(copy, 'snapshots', 'street-1.duckdb')) && readdirSync(join(copy, 'staging')).every((name) => name === 'writer.json'));
});
