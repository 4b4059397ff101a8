/** Jobs in a real queue: put in with the action or not at all, done again after a failure and after kill -9, on time when the clocks change. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { sql } from 'kysely';
import { SERVICE, transaction, type Tx } from '../index.ts';
import { type TestRegister, testRegister } from '../testing/index.ts';
import { enqueue, type JobDefinition, type JobRun, type JobStanding, occurrences, standings, startWorkers, type Workers } from './index.ts';

const QUICK = { poll: 0.5, clock: 1, supervise: 1 };
const WORKER = fileURLToPath(new URL('./killed-worker.fixture.ts', import.meta.url));

let register: TestRegister;
let workers: Workers | undefined;

before(async () => {
  register = await testRegister();
  await asOwner(`update pgboss.queue set retry_delay = 0, retry_backoff = false, heartbeat_seconds = 10 where name = 'headwater'`);
});
after(() => register?.remove());
beforeEach(async () => {
  await workers?.stop();
  workers = undefined;
  await asOwner(`delete from pgboss.job; delete from pgboss.schedule`);
});

async function asOwner(text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: register.ownerUrl });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, work);
const put = (name: string, data = {}): Promise<string> => inTx((tx) => enqueue(tx, name, data));
const standing = async (name: string): Promise<JobStanding | undefined> => (await inTx(standings)).find((each) => each.job === name);
const job = (name: string, run: (run: JobRun) => Promise<unknown>, schedule: string | null = null): JobDefinition => ({ name, title: name, schedule, run });

async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await wait(100);
  }
  return assert.fail(`never: ${what}`);
}

describe('a job', () => {
  test('is there when the action is done, and never when it was undone', async () => {
    await assert.rejects(
      inTx(async (tx) => {
        await enqueue(tx, 'undone');
        throw new Error('the action refuses');
      }),
    );
    assert.equal(await standing('undone'), undefined);
    await put('kept');
    assert.equal((await standing('kept'))?.waiting, 1);
  });

  test('that waits already is the same one; other data make another', async () => {
    const ids = await Promise.all([put('check'), put('check'), put('check', { id: 'a' }), put('check', { id: 'b' }), put('check', { id: 'a' })]);
    assert.equal(ids[0], ids[1]);
    assert.equal(ids[2], ids[4]);
    assert.equal(new Set(ids).size, 3);
    assert.equal((await standing('check'))?.waiting, 3);
  });

  test('is worked off by the restricted role, and tells what came of it', async () => {
    const seen: JobRun['data'][] = [];
    workers = await startWorkers(register, [job('count', async ({ data }) => ({ counted: seen.push(data) }))], { every: QUICK });
    await put('count', { of: 'apples' });
    const ended = await until('done', async () => ((await standing('count'))?.doneAt ? standing('count') : undefined));
    assert.deepEqual(ended?.result, { counted: 1 });
    assert.deepEqual(seen, [{ of: 'apples' }]);
    assert.equal(ended?.failure, null);
  });

  test('that fails is tried again, and its failure shows until it is done', async () => {
    const lines: string[] = [];
    let open = false;
    let tries = 0;
    const flaky = job('flaky', async () => {
      tries += 1;
      if (!open) throw Object.assign(new Error('the disk is full'), { detail: 'Key (email)=(ada@example.org)' });
    });
    workers = await startWorkers(register, [flaky], { every: QUICK, log: (line) => lines.push(line) });
    await put('flaky');
    const bad = await until('it failed', async () => ((await standing('flaky'))?.failure ? standing('flaky') : undefined));
    assert.equal(bad?.failure, 'the disk is full');
    assert.equal(bad?.retries, true);
    assert.match(lines.join('\n'), /The job flaky failed and will be tried again: the disk is full/);
    const { rows } = await asOwner(`select output::text from pgboss.job where output is not null`);
    assert.doesNotMatch(JSON.stringify(rows), /ada@example/, 'values of rows stay out of the queue');
    open = true;
    const good = await until('it was done', async () => ((await standing('flaky'))?.doneAt ? standing('flaky') : undefined));
    assert.equal(good?.failure, null);
    assert.ok(tries > 1);
  });

  test('that no version knows any more fails, and says so', async () => {
    workers = await startWorkers(register, [], { every: QUICK });
    await put('gone');
    const bad = await until('it failed', async () => ((await standing('gone'))?.failure ? standing('gone') : undefined));
    assert.match(bad?.failure ?? '', /There is no job “gone”/);
  });

  test('whose process is killed in the middle is done by the next, under the same id', { skip: process.platform === 'win32' && 'no signals' }, async () => {
    const id = await put('slow');
    const child = spawn(process.execPath, [WORKER, JSON.stringify({ ownerUrl: register.ownerUrl, appUrl: register.appUrl })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    assert.equal(await firstLine(child), `begun ${id} 1`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok((await standing('slow'))?.runningSince, 'nobody knows yet');
    const runs: JobRun[] = [];
    workers = await startWorkers(register, [job('slow', async (run) => runs.push(run))], { every: QUICK });
    await until('done', async () => Boolean((await standing('slow'))?.doneAt));
    assert.deepEqual(
      runs.map((run) => [run.id, run.attempt]),
      [[id, 2]],
    );
  });

  test('by the clock: what was missed while no server ran is done once, and a schedule that is no more is taken away', async () => {
    workers = await startWorkers(register, [job('old', async () => 0, '0 3 * * *'), job('nightly', async () => 0, '0 3 * * *')], { every: QUICK });
    await workers.stop();
    await asOwner(`update pgboss.schedule set created_on = now() - interval '4 days'; update pgboss.version set cron_on = now() - interval '3 days'`);
    let done = 0;
    workers = await startWorkers(register, [job('nightly', async () => (done += 1), '0 3 * * *')], { every: QUICK });
    await until('the night that was missed', async () => Boolean((await standing('nightly'))?.doneAt));
    assert.equal(done, 1);
    assert.deepEqual((await asOwner('select key, timezone from pgboss.schedule')).rows, [{ key: 'nightly', timezone: 'Europe/London' }]);
  });
});

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.split('\n')[0] ?? '';
}

describe('the clock', () => {
  const at = (schedule: string, from: string, count: number): string[] => occurrences(schedule, new Date(from), count).map((each) => each.toISOString());

  test('02:30 in London comes once a day, also when the clocks go forward and back', () => {
    // 29 March 2026: 01:00 becomes 02:00. 25 October 2026: 02:00 becomes 01:00.
    assert.deepEqual(at('30 2 * * *', '2026-03-28T00:00:00Z', 3), ['2026-03-28T02:30:00.000Z', '2026-03-29T01:30:00.000Z', '2026-03-30T01:30:00.000Z']);
    assert.deepEqual(at('30 2 * * *', '2026-10-24T00:00:00Z', 3), ['2026-10-24T01:30:00.000Z', '2026-10-25T02:30:00.000Z', '2026-10-26T02:30:00.000Z']);
  });

  test('every hour goes on through both', () => {
    const gaps = (from: string): number[] => {
      const times = occurrences('7 * * * *', new Date(from), 6).map((each) => each.getTime());
      return times.slice(1).map((time, i) => (time - (times[i] ?? 0)) / 3_600_000);
    };
    assert.deepEqual(gaps('2026-03-28T23:30:00Z'), [1, 1, 1, 1, 1]);
    assert.deepEqual(gaps('2026-10-24T23:30:00Z'), [1, 1, 1, 1, 1]);
  });
});

test('the application may use the queue’s rows, and make or drop nothing of it', async () => {
  for (const text of ['create table pgboss.mine (n integer)', 'drop table pgboss.schedule', 'alter table pgboss.queue add column n integer'])
    await assert.rejects(sql.raw(text).execute(register.db), /permission denied|must be owner/);
});
