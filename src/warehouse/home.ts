/**
 * The data home: one folder that holds everything Headwater keeps. Reading never writes to it, so a read-only copy can be served.
 * The layout is in docs/architecture.md.
 */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { HeadwaterError } from '../errors.ts';
import type { Manifest } from './manifest.ts';
import { parseManifest } from './manifest-schema.ts';

export interface HomePaths {
  readonly manifest: string;
  readonly secret: string;
  readonly writer: string;
  readonly deliveries: string;
  readonly snapshots: string;
  readonly staging: string;
}

export interface Home {
  /** Absolute, with symbolic links resolved. */
  readonly dir: string;
  readonly paths: HomePaths;
  /** The 32 bytes that seed the record keys. Read at first use: readers need none. Throws HeadwaterError when it is missing or damaged. */
  readonly secret: Uint8Array;
}

const SECRET_BYTES = 32;
const OURS = new Set([
  'manifest.json',
  'secret.key',
  'writer.duckdb',
  'writer.duckdb.wal',
  'deliveries',
  'snapshots',
  'staging',
  'register',
  'audit-seals.jsonl',
  'audit-seal.key',
  'sign-in.key',
]);
const EMPTY: Manifest = { version: 1, sequence: 0, current: null, snapshots: [], deliveries: [] };

/** Which folder is meant: the flag, else HEADWATER_HOME, else `.headwater` here. */
export function homeDir(flag?: string, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(flag ?? (env.HEADWATER_HOME || '.headwater'));
}

/**
 * Opens a home, or makes one where `create` is set and the folder is absent or empty.
 * Throws HeadwaterError: `home-missing`, `home-is-file`, `home-foreign` (a folder of something else), `home-unwritable`.
 */
export function openHome(dir: string = homeDir(), options: { readonly create?: boolean } = {}): Home {
  const wanted = resolve(dir);
  const kind = kindOf(wanted);
  if (kind === 'file') throw new HeadwaterError('bad-input', 'home-is-file', `${wanted} is a file. The data home must be a folder.`);
  if (kind === 'absent' && !options.create) throw missing(wanted);
  if (options.create) make(wanted, kind);
  const real = realpathSync(wanted);
  const paths = pathsOf(real);
  if (kindOf(paths.manifest) !== 'file') {
    throw looksLikeOurs(real) ? missing(wanted) : foreign(wanted);
  }
  let secret: Uint8Array | undefined;
  return {
    dir: real,
    paths,
    get secret(): Uint8Array {
      secret ??= readSecret(paths.secret);
      return secret;
    },
  };
}

/**
 * The manifest, checked. Throws HeadwaterError `manifest-unreadable` or `manifest-damaged`; nothing is ever deleted or rewritten then.
 */
export function readManifest(home: Pick<Home, 'paths'>): Manifest {
  let text: string;
  try {
    text = readFileSync(home.paths.manifest, 'utf8');
  } catch (cause) {
    throw new HeadwaterError('fault', 'manifest-unreadable', `${home.paths.manifest} cannot be read.`, {
      advice: 'Check that the folder is there and that this account may read it.',
      detail: String(cause),
      cause,
    });
  }
  return parseManifest(text, home.paths.manifest);
}

/** Throws HeadwaterError `home-unwritable` unless this account can write to the home. */
export function requireWritable(home: Home): void {
  try {
    for (const path of [home.dir, home.paths.snapshots, home.paths.staging, home.paths.deliveries]) accessSync(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw unwritable(home.dir, cause);
  }
}

/** Flushes a folder's entries, so that a rename in it survives a power cut. */
export function syncFolder(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Writes a file and flushes it to the disk. `mode` applies to a new file. */
export function writeSynced(path: string, content: string | Uint8Array, mode = 0o644): void {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const fd = openSync(path, 'w', mode);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function pathsOf(dir: string): HomePaths {
  return {
    manifest: join(dir, 'manifest.json'),
    secret: join(dir, 'secret.key'),
    writer: join(dir, 'writer.duckdb'),
    deliveries: join(dir, 'deliveries'),
    snapshots: join(dir, 'snapshots'),
    staging: join(dir, 'staging'),
  };
}

function kindOf(path: string): 'absent' | 'file' | 'folder' {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? 'absent' : stat.isDirectory() ? 'folder' : 'file';
}

/** A folder in which a killed `make` left only part of a home is still ours to finish. */
function looksLikeOurs(dir: string): boolean {
  return readdirSync(dir).every((name) => OURS.has(name) || name.startsWith('.new-'));
}

function make(dir: string, kind: 'absent' | 'folder'): void {
  const paths = pathsOf(dir);
  if (kind === 'folder') {
    if (kindOf(paths.manifest) === 'file') return;
    if (!looksLikeOurs(dir)) throw foreign(dir);
  }
  try {
    for (const path of [paths.deliveries, paths.snapshots, paths.staging]) mkdirSync(path, { recursive: true });
    createOnce(paths.secret, randomBytes(SECRET_BYTES), 0o600);
    createOnce(paths.manifest, `${JSON.stringify(EMPTY, null, 1)}\n`, 0o644);
    syncFolder(dir);
  } catch (cause) {
    throw unwritable(dir, cause);
  }
}

/** Makes the whole file or nothing, and never replaces one that another process made first. */
function createOnce(path: string, content: string | Uint8Array, mode: number): void {
  if (kindOf(path) !== 'absent') return;
  const fresh = join(dirname(path), `.new-${process.pid}-${randomBytes(6).toString('hex')}`);
  writeSynced(fresh, content, mode);
  try {
    linkSync(fresh, path);
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause;
  } finally {
    rmSync(fresh, { force: true });
  }
}

function readSecret(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new HeadwaterError('fault', 'secret-unreadable', `${path} cannot be read. Without it records cannot be given the keys that they had before.`, {
      advice: 'Put secret.key back from a backup. If it is lost, make a new home and deliver the files again.',
      detail: String(cause),
      cause,
    });
  }
  if (bytes.length !== SECRET_BYTES) {
    throw new HeadwaterError('fault', 'secret-damaged', `${path} is ${bytes.length} bytes long; it must be ${SECRET_BYTES}.`, {
      advice: 'Put secret.key back from a backup.',
    });
  }
  return bytes;
}

function missing(dir: string): HeadwaterError {
  return new HeadwaterError('not-found', 'home-missing', `There is no Headwater data home at ${dir}.`, {
    advice: 'Deliver a file to make one, or name another with --home or HEADWATER_HOME.',
  });
}

function foreign(dir: string): HeadwaterError {
  return new HeadwaterError('bad-input', 'home-foreign', `${dir} is not a Headwater data home: it holds other files and no manifest.json.`, {
    advice: 'Name an empty folder, or one that does not exist yet.',
  });
}

function unwritable(dir: string, cause: unknown): HeadwaterError {
  if (cause instanceof HeadwaterError) return cause;
  const full = isCode(cause, 'ENOSPC') || isCode(cause, 'EDQUOT');
  return full
    ? new HeadwaterError('fault', 'disk-full', `There is no space left for ${dir}.`, {
        advice: 'Free some space and try again. Nothing was lost.',
        detail: String(cause),
        cause,
      })
    : new HeadwaterError('bad-input', 'home-unwritable', `This account cannot write to ${dir}.`, {
        advice: 'Change the permissions of the folder, or name another with --home or HEADWATER_HOME.',
        detail: String(cause),
        cause,
      });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
