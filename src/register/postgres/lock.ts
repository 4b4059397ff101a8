/**
 * One process at a time starts or stops the database of a folder. The lock is a file that names its holder; one whose holder is gone is
 * taken over. PostgreSQL's own interlock stands behind it: two servers never open one data directory, whatever happens here.
 */
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeadwaterError } from '../../errors.ts';
import { isSame, markOf, type ProcessMark } from './processes.ts';
import { codeOf, fileTrouble } from './troubles.ts';

const PATIENCE_MS = 120_000;

/** Runs `work` while the lock is held. Waits two minutes for another holder: making a database takes a second or two. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const mine = JSON.stringify({ ...markOf(process.pid), key: randomBytes(8).toString('hex') });
  const until = Date.now() + PATIENCE_MS;
  while (!take(path, mine)) {
    if (Date.now() > until) {
      throw new HeadwaterError('busy', 'register-starting', 'Another process has been starting or stopping the register’s database for two minutes.', {
        advice: 'Wait for it, or end it, then try again.',
      });
    }
    await sleep(20 + Math.random() * 20);
  }
  try {
    return await work();
  } finally {
    if (read(path) === mine) rmSync(path, { force: true });
  }
}

function take(path: string, mine: string): boolean {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(fresh, mine, { mode: 0o600, flag: 'wx' });
    // A link appears whole, or fails because the name is taken.
    linkSync(fresh, path);
    return true;
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw fileTrouble(dirname(path), cause);
    dropStale(path);
    return false;
  } finally {
    rmSync(fresh, { force: true });
  }
}

function dropStale(path: string): void {
  const seen = read(path);
  if (seen === null || holderLives(seen)) return;
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
    // Somebody else took it over between our look and our move: give it back.
    if (read(aside) !== seen) linkSync(aside, path);
  } catch {
    // Another process was first; look again.
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function holderLives(text: string): boolean {
  const mark = parseMark(text);
  return mark !== null && isSame(mark);
}

export function parseMark(text: string): ProcessMark | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value)) return null;
    return { pid: Number(value.pid), started: String(value.started) };
  } catch {
    return null;
  }
}
