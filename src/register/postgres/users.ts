/** Who uses the database of a folder: a file for each, so that the last one to leave stops it. Called under the lock. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from './paths.ts';
import { isSame, markOf } from './processes.ts';

const user = z.object({ pid: z.number(), started: z.string(), role: z.enum(['server', 'command']), since: z.string() });
export type User = z.infer<typeof user>;

/** Those that live. Files that dead ones left are removed. */
export function liveUsers(folder: string): User[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const found = parse(path);
    if (found !== null && isSame(found)) return [found];
    rmSync(path, { force: true });
    return [];
  });
}

/** Returns what takes the name off the list again. */
export function enlist(folder: string, role: User['role']): () => void {
  const path = join(folder, `${process.pid}-${randomBytes(4).toString('hex')}.json`);
  const mine: User = { pid: process.pid, started: markOf(process.pid)?.started ?? '', role, since: new Date().toISOString() };
  writeWhole(path, JSON.stringify(mine));
  return () => rmSync(path, { force: true });
}

function parse(path: string): User | null {
  try {
    return user.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
