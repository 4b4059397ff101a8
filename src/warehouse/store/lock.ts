/**
 * The writer's lock: at most one delivery at a time in a home. It is DuckDB's own lock on `writer.duckdb`, which the kernel frees when
 * the process dies, kill -9 included. File locks do not exclude the process that holds them, so a set of held homes does that.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { HeadwaterError } from '../../errors.ts';
import { type Home, requireWritable, writeSynced } from '../home.ts';

export interface WriterLock {
  release(): void;
}

const held = new Map<string, string>();
const NOTE = 'writer.json';
const SMALL = { threads: '1', memory_limit: '32MB' };

/**
 * Throws HeadwaterError `delivery-running` (busy) when another holds it, `home-unwritable`.
 * Nothing else in this process may open and close `writer.duckdb`: that would drop the lock (POSIX record locks).
 */
export async function lockWriter(home: Home, now: Date): Promise<WriterLock> {
  requireWritable(home);
  const mine = held.get(home.dir);
  if (mine !== undefined) throw running(process.pid, mine);
  const since = now.toISOString();
  held.set(home.dir, since);
  try {
    await makeLockFile(home);
    const instance = await DuckDBInstance.create(home.paths.writer, SMALL);
    // For the words of the next process's refusal; the lock itself is DuckDB's.
    writeSynced(join(home.paths.staging, NOTE), JSON.stringify({ pid: process.pid, since }));
    return {
      release() {
        instance.closeSync();
        held.delete(home.dir);
      },
    };
  } catch (cause) {
    held.delete(home.dir);
    if (!/conflicting lock|could not set lock/i.test(String(cause))) throw cause;
    const holder = readHolder(home);
    throw running(holder?.pid ?? Number(/PID (\d+)/.exec(String(cause))?.[1] ?? 0), holder?.since);
  }
}

/** Whole or not at all: a file that a kill cut short could never be opened again. */
async function makeLockFile(home: Home): Promise<void> {
  if (existsSync(home.paths.writer)) return;
  const fresh = join(home.dir, `.new-${process.pid}-${randomBytes(6).toString('hex')}.duckdb`);
  try {
    (await DuckDBInstance.create(fresh, SMALL)).closeSync();
    linkSync(fresh, home.paths.writer);
  } catch (cause) {
    // Another process was first.
    if (!existsSync(home.paths.writer)) throw cause;
  } finally {
    rmSync(fresh, { force: true });
  }
}

function readHolder(home: Home): { pid: number; since: string } | undefined {
  try {
    const note: unknown = JSON.parse(readFileSync(join(home.paths.staging, NOTE), 'utf8'));
    if (typeof note !== 'object' || note === null || !('pid' in note) || !('since' in note)) return undefined;
    return { pid: Number(note.pid), since: String(note.since) };
  } catch {
    return undefined;
  }
}

function running(pid: number, since: string | undefined): HeadwaterError {
  const started = since === undefined ? '' : `, since ${since.slice(0, 16).replace('T', ' ')} UTC`;
  return new HeadwaterError('busy', 'delivery-running', `Another delivery is running (process ${pid}${started}).`, {
    advice: 'Wait for it to finish, then try again. Nothing was changed.',
  });
}
