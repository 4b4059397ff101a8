/** The service's own jobs, on the real register: each ends, each is on record, and none is done twice. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { type Acting, OPERATOR, SERVICE, transaction, type Tx } from '../../register/index.ts';
import { enqueue, occurrences } from '../../register/jobs/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { openHome, openWarehouse, type Warehouse } from '../../warehouse/index.ts';
import { actingOn } from '../index.ts';
import { JOBS, jobOutcome, listJobs, runJob, startJobs } from './index.ts';

const QUICK = { poll: 0.5, clock: 1, supervise: 1 };
const KILLED = fileURLToPath(new URL('./killed-server.fixture.ts', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'headwater-jobs-'));

let register: TestRegister;
let acting: Acting;
let warehouse: Warehouse;

before(async () => {
  register = await testRegister();
  acting = actingOn(register);
  warehouse = await openWarehouse(openHome(join(dir, 'home'), { create: true }));
  const owner = new pg.Client({ connectionString: register.ownerUrl });
  await owner.connect();
  await owner.query(`update pgboss.queue set retry_delay = 0, retry_backoff = false, heartbeat_seconds = 10 where name = 'headwater'`);
  await owner.end();
});
after(async () => {
  await warehouse?.close();
  await register?.remove();
  rmSync(dir, { recursive: true, force: true });
});

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, work);
const setting = () => ({ acting, warehouse, homeDir: join(dir, 'home') });

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await look()) return;
    await wait(100);
  }
  assert.fail(`never: ${what}`);
}

describe('the service’s jobs', () => {
  test('have hours that a change of clocks neither takes away nor gives twice', () => {
    for (const { name, schedule } of JOBS) {
      if (schedule === null || schedule.includes('* * * *')) continue;
      for (const day of ['2026-03-28T12:00:00Z', '2026-10-24T12:00:00Z']) {
        const dates: string[] = occurrences(schedule, new Date(day), 3).map((each) =>
          new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London' }).format(each),
        );
        assert.equal(new Set(dates).size, 3, `${name}: ${dates.join(', ')}`);
      }
    }
  });

  test('each can be run by hand on an empty register, and says when it was done', async () => {
    const ids = new Map<string, string>();
    for (const { name } of JOBS) ids.set(name, (await acting.act(runJob, { name }, OPERATOR)).id);
    const workers = await startJobs(setting(), { every: QUICK });
    try {
      for (const [name, id] of ids) {
        await until(`${name} ended`, async () => (await acting.read(jobOutcome, { id }, OPERATOR)) !== null);
        assert.deepEqual({ ...(await acting.read(jobOutcome, { id }, OPERATOR)), result: 0 }, { done: true, failure: null, result: 0 }, name);
      }
      const listed = await acting.read(listJobs, {}, OPERATOR);
      assert.deepEqual(
        listed.map((job) => job.name),
        JOBS.map((job) => job.name),
      );
      for (const job of listed) {
        assert.ok(job.doneAt, job.name);
        assert.ok(job.schedule === null || job.nextAt, job.name);
      }
    } finally {
      await workers.stop();
    }
    await assert.rejects(acting.act(runJob, { name: 'nonsense' }, OPERATOR), /There is no job “nonsense”/);
  });

  test('kill -9 after the action and before the end of the job: run again, done once', { skip: process.platform === 'win32' && 'no signals' }, async () => {
    const events = async (): Promise<number> =>
      inTx(async (tx) => {
        const { rows } = await sql<{ n: number }>`select count(*) as n from audit_event where action = 'agreement.remind' and via = 'job'`.execute(tx);
        return rows[0]?.n ?? 0;
      });
    const before = await events();
    const id = await inTx((tx) => enqueue(tx, 'agreement.remind'));
    const child = spawn(process.execPath, [KILLED, JSON.stringify({ ownerUrl: register.ownerUrl, appUrl: register.appUrl })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    assert.match(String(chunk), /committed/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(await events(), before + 1);
    const workers = await startJobs(setting(), { every: QUICK });
    try {
      await until('the job was done', async () => (await acting.read(jobOutcome, { id }, OPERATOR))?.done === true);
    } finally {
      await workers.stop();
    }
    assert.equal(await events(), before + 1, 'the second try got the first one’s answer');
  });
});
