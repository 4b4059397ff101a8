/**
 * The server and its database are killed with SIGKILL in the middle of writes, a hundred times. Whatever was acknowledged is there afterwards,
 * with both its rows and its audit event; nothing is there by half; and the audit chain has no gap.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, test } from 'node:test';
import { insertKept, openRegister, type Register, SERVICE, transaction, verifyAudit } from '../../src/register/index.ts';

const ROUNDS = 100;
/** Half a minute on a free machine; each round starts a server and a database, and a busy one takes long over that. */
const PATIENCE_MS = 800_000;
/** Writes go on for at most this long before the kill. */
const LONGEST_MS = 120;

const home = mkdtempSync(join(tmpdir(), 'headwater-register-kill-'));
after(() => rmSync(home, { recursive: true, force: true }));

const asService = <T>(register: Register, work: Parameters<typeof transaction<T>>[2]): Promise<T> =>
  transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, work);

async function makeOrganisation(): Promise<string> {
  const register = await openRegister({ homeDir: home, env: {} });
  try {
    return await asService(register, (tx) =>
      insertKept(
        tx,
        'organisation',
        { name: 'Varrowshire Council', shortName: 'Council', type: 'local-authority' },
        { who: SERVICE, reach: 'system', at: register.now() },
      ),
    );
  } finally {
    await register.close();
  }
}

/** Random, and the same in every run. */
function* draws(): Generator<number> {
  let state = 20_260_301;
  for (;;) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    yield state / 2 ** 32;
  }
}

interface Writer {
  readonly child: ChildProcess;
  readonly done: Set<string>;
  readonly ready: Promise<void>;
}

function startWriter(organisationId: string, done: Set<string>): Writer {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), home, organisationId], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      const [word, key] = line.split(' ');
      if (word === 'ready') resolve();
      if (word === 'done' && key !== undefined) done.add(key);
    });
    child.once('exit', () => reject(new Error(`the writer ended before it was ready: ${said}`)));
  });
  return { child, done, ready };
}

/** Process of the database, from its own file. */
const postmaster = (): number => Number(readFileSync(join(home, 'register', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has gone by itself: the database follows its server in some orders.
  }
}

describe('the register under kill -9', () => {
  test(`nothing acknowledged is lost and nothing is half-written, over ${ROUNDS} kills`, { timeout: PATIENCE_MS }, async () => {
    const organisationId = await makeOrganisation();
    const random = draws();
    const next = (): number => random.next().value ?? 0;
    const acknowledged = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const writer = startWriter(organisationId, acknowledged);
      await writer.ready;
      await new Promise((resolve) => setTimeout(resolve, next() * LONGEST_MS));
      const database = postmaster();
      const exited = once(writer.child, 'exit');
      // The server alone, the database alone and then the server, or both at once.
      const way = Math.floor(next() * 3);
      if (way !== 0) killNow(database);
      if (way === 1) await new Promise((resolve) => setTimeout(resolve, next() * 30));
      writer.child.kill('SIGKILL');
      await exited;
    }

    const register = await openRegister({ homeDir: home, env: {} });
    try {
      const { rows, events, verdict } = await asService(register, async (tx) => ({
        rows: await tx.selectFrom('task').select(['kind', 'subjectId']).execute(),
        events: await tx.selectFrom('auditEvent').select('subjectId').where('action', '=', 'test.add-task').execute(),
        verdict: await verifyAudit(tx),
      }));
      const first = new Set(rows.filter((row) => row.kind === 'first').map((row) => row.subjectId));
      const twin = new Set(rows.filter((row) => row.kind === 'twin').map((row) => row.subjectId));
      const logged = new Set(events.map((event) => event.subjectId));
      assert.ok(acknowledged.size > ROUNDS, `only ${acknowledged.size} writes were acknowledged: the test is too weak`);
      assert.deepEqual(
        [...acknowledged].filter((key) => !first.has(key)),
        [],
        'acknowledged and lost',
      );
      assert.deepEqual(
        [...first].filter((key) => !twin.has(key) || !logged.has(key)),
        [],
        'half-written',
      );
      assert.equal(twin.size, first.size);
      assert.equal(logged.size, first.size);
      assert.deepEqual(verdict.faults, []);
    } finally {
      await register.close();
    }
  });
});
