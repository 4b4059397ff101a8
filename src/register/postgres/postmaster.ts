/** The running server: found, started, waited for, asked, stopped. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { dataName } from './account.ts';
import { serverEnvironment } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { isPostgresOf, isSame, markOf, type ProcessMark } from './processes.ts';
import { OWNER, urlOf } from './secrets.ts';
import { startArguments } from './settings.ts';
import { codeOf, fileTrouble, programFailed, secretsLost, unanswering } from './troubles.ts';

export interface Postmaster {
  readonly mark: ProcessMark;
  readonly port: number;
  readonly version: string;
}

const POLL_MS = 10;
const LOG_LIMIT = 1_000_000;
/** Recovery after a kill reads at most `max_wal_size`, which takes seconds; a slow disk gets its time. */
const START_MS = 300_000;
const ANSWER_MS = 15_000;
const FAST_MS = 20_000;
const IMMEDIATE_MS = 10_000;
const TRIES = 8;
const WRONG_PASSWORD = '28P01';

/** Line by line: process, data directory, start, port, socket folder, address, shared memory, status. */
interface PidFile {
  readonly pid: number;
  readonly port: number;
  /** PostgreSQL's word: starting, ready, stopping. */
  readonly status: string;
}

function readPidFile(data: string): PidFile | null {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? '' } : null;
  } catch {
    return null;
  }
}

/** The process of our data directory's server, whoever started it, answering or not. */
export function runningMark({ paths }: Cluster): ProcessMark | null {
  const pid = readPidFile(paths.data)?.pid ?? 0;
  return isPostgresOf(pid, paths.data) ? markOf(pid) : null;
}

/**
 * The server of our data directory that already runs, or null. One that is stopping is stopped faster; one that is silent for 15 seconds is
 * stopped. A file that a dead server left is no hindrance; nor is one whose number another program has now.
 */
export async function findRunning(cluster: Cluster): Promise<Postmaster | null> {
  const { data } = cluster.paths;
  const begun = Date.now();
  for (;;) {
    const file = readPidFile(data);
    const mark = file === null ? null : markOf(file.pid);
    if (file === null || mark === null) return null;
    if (!isPostgresOf(file.pid, data)) {
      // PostgreSQL would take any process of our account with that number for its own, and refuse to start.
      rmSync(join(data, 'postmaster.pid'), { force: true });
      return null;
    }
    const version = file.status === 'ready' ? await ask(cluster, file.port) : null;
    if (version !== null) return { mark, port: file.port, version };
    if (file.status === 'stopping' || Date.now() - begun > (file.status === 'starting' ? START_MS : ANSWER_MS)) {
      await stopPostmaster(cluster, mark);
      return null;
    }
    await sleep(POLL_MS * 5);
  }
}

/** `port` where it must come back where it was. */
export async function startPostmaster(cluster: Cluster, options: { port?: number; settings?: Readonly<Record<string, string>> } = {}): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const outcome = await tryStart(cluster, port, options.settings ?? {});
    if (typeof outcome !== 'string') return outcome;
    // Another program took the port between our look and the start; or the last processes of a killed server have not ended yet.
    const passing = /Address already in use|could not create any TCP\/IP sockets|pre-existing shared memory block|lock file .* already exists/.test(outcome);
    if (!passing || attempt === TRIES) throw programFailed('postgres', cluster.paths.dir, outcome);
    await sleep(100 * attempt);
  }
}

/** The running server, or what it said before it ended. */
async function tryStart(cluster: Cluster, port: number, settings: Readonly<Record<string, string>>): Promise<Postmaster | string> {
  const { paths, account, binaries } = cluster;
  const log = openLog(paths.log);
  const child = spawn(binaries.postgres, ['-D', dataName(account, paths.data), ...startArguments(port, settings)], {
    cwd: paths.data,
    env: serverEnvironment(),
    // A session of its own: Ctrl+C in the terminal ends us, and we end the server when requests are done.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    windowsHide: true,
    ...(account ?? {}),
  });
  closeSync(log.fd);
  let ended = false;
  let trouble = '';
  child.once('error', (cause) => {
    trouble = String(cause);
    ended = true;
  });
  child.once('exit', () => {
    ended = true;
  });
  child.unref();
  const until = Date.now() + START_MS;
  while (!ended) {
    const file = readPidFile(paths.data);
    const mark = markOf(child.pid ?? 0);
    try {
      const version = file?.pid === child.pid && file?.status === 'ready' ? await ask(cluster, port) : null;
      if (version !== null && mark !== null) return { mark, port, version };
      if (Date.now() > until) throw programFailed('postgres', paths.dir, since(log));
    } catch (cause) {
      if (mark !== null) await stopPostmaster(cluster, mark);
      throw cause;
    }
    await sleep(POLL_MS);
  }
  return `${trouble}\n${since(log)}`;
}

interface Log {
  readonly path: string;
  readonly fd: number;
  readonly from: number;
}

const since = (log: Log): string => readFileSync(log.path).subarray(log.from).toString('utf8');

function openLog(path: string): Log {
  try {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LOG_LIMIT) renameSync(path, `${path}.1`);
    return { path, fd: openSync(path, 'a', 0o600), from: size > LOG_LIMIT ? 0 : size };
  } catch (cause) {
    throw fileTrouble(path, cause);
  }
}

/**
 * The server's version, or null when it does not answer (yet). Only the server of our own data directory knows our password.
 * @throws HeadwaterError `register-secrets-lost` when the password is refused
 */
async function ask(cluster: Cluster, port: number): Promise<string | null> {
  const client = new pg.Client({
    connectionString: urlOf(OWNER, cluster.secrets.owner, port),
    connectionTimeoutMillis: 5000,
    application_name: 'headwater start',
  });
  // A server that goes away in mid-question is told by the question.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] ?? null;
  } catch (cause) {
    if (codeOf(cause) === WRONG_PASSWORD) throw secretsLost(cluster.paths.secrets);
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}

/** Fast: transactions that run are undone and sessions ended. When that hangs, at once: the next start recovers. Throws `register-unanswering`. */
export async function stopPostmaster(cluster: Cluster, mark: ProcessMark): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', FAST_MS],
    ['SIGQUIT', IMMEDIATE_MS],
  ] as const) {
    if (!isSame(mark)) return;
    send(cluster, mark.pid, signal);
    if (await isGone(mark, patience)) return;
  }
  throw unanswering(mark.pid, cluster.paths.dir);
}

function send(cluster: Cluster, pid: number, signal: 'SIGINT' | 'SIGQUIT'): void {
  if (process.platform === 'win32') {
    // Windows has no signals: pg_ctl speaks to the server through a pipe.
    execFileSync(cluster.binaries.pgCtl, ['stop', '-W', '-m', signal === 'SIGINT' ? 'fast' : 'immediate', '-D', cluster.paths.data], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(pid, signal);
  } catch {
    // Gone, or not ours to stop: the wait that follows tells which.
  }
}

async function isGone(mark: ProcessMark, patience: number): Promise<boolean> {
  for (const until = Date.now() + patience; Date.now() < until; await sleep(POLL_MS)) {
    if (!isSame(mark)) return true;
  }
  return false;
}
