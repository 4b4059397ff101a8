/** Where the embedded database keeps what, below `<data home>/register`; and files that are whole or absent. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileTrouble } from './troubles.ts';

export interface Paths {
  /** Absolute, with symbolic links resolved. */
  readonly dir: string;
  /** PostgreSQL's own data directory. */
  readonly data: string;
  /** Generated passwords, mode 600. Beside the data directory, so that a copy of the one is not a copy of the other. */
  readonly secrets: string;
  readonly log: string;
  /** Held while somebody starts or stops the database. */
  readonly lock: string;
  /** A file for each process that uses the database. */
  readonly users: string;
}

/** Makes the folder when it is absent. `open` lets other accounts pass through it (not list it). */
export function preparePaths(wanted: string, open: boolean): Paths {
  try {
    mkdirSync(resolve(wanted), { recursive: true, mode: open ? 0o711 : 0o700 });
    const dir = realpathSync(wanted);
    const users = join(dir, 'users');
    mkdirSync(users, { recursive: true, mode: 0o700 });
    return { dir, data: join(dir, 'data'), secrets: join(dir, 'secrets.json'), log: join(dir, 'server.log'), lock: join(dir, 'lock'), users };
  } catch (cause) {
    throw fileTrouble(resolve(wanted), cause);
  }
}

/** Written, forced to the disk, and only then given its name. Mode 600. */
export function writeWhole(path: string, content: string): void {
  const fresh = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const fd = openSync(fresh, 'wx', 0o600);
    try {
      const bytes = Buffer.from(content, 'utf8');
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(fresh, path);
    syncFolder(dirname(path));
  } catch (cause) {
    rmSync(fresh, { force: true });
    throw fileTrouble(dirname(path), cause);
  }
}

/** Forces a new name to the disk. Windows has no such thing for folders. */
export function syncFolder(dir: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
