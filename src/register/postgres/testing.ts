/** A database for a test: real, empty, soon there, and without care for the disk. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { type Cluster, ensureCluster } from './cluster.ts';
import type { EmbeddedServer } from './embedded.ts';
import { parseMark } from './lock.ts';
import { type Paths, preparePaths } from './paths.ts';
import { isPostgresOf, isSame, markOf } from './processes.ts';
import { startPostmaster, stopPostmaster } from './postmaster.ts';
import { APP, keepSecrets, OWNER, urlOf } from './secrets.ts';
import { FORGETFUL } from './settings.ts';

const PREFIX = 'headwater-register-test-';
const MARK = 'test.json';

export interface Throwaway extends EmbeddedServer {
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

/** The first use on a machine makes a template (under a second); later ones copy it. Whatever a killed test left is cleared first. */
export async function startThrowaway(): Promise<Throwaway> {
  sweep();
  const template = makeTemplate();
  const root = freshFolder();
  copy(template, join(root, 'register'));
  const cluster = describe(preparePaths(join(root, 'register'), false));
  const postmaster = await startPostmaster(cluster, { settings: FORGETFUL });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= stopPostmaster(cluster, postmaster.mark);
    return stopped;
  };
  return {
    ownerUrl: urlOf(OWNER, cluster.secrets.owner, postmaster.port),
    appUrl: urlOf(APP, cluster.secrets.app, postmaster.port),
    version: postmaster.version,
    stop,
    async remove() {
      await stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function describe(paths: Paths): Cluster {
  const account = serverAccount(paths.data);
  return { paths, account, binaries: findBinaries(paths.dir, account), secrets: keepSecrets(paths) };
}

/** Of this process: swept away by a later test when this one is killed. */
export function freshFolder(): string {
  const root = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(root, MARK), JSON.stringify(markOf(process.pid)));
  return root;
}

/** Of this version and this account. Two tests that make it at once: the first to name theirs wins. */
function makeTemplate(): string {
  const root = freshFolder();
  try {
    const paths = preparePaths(join(root, 'register'), false);
    const account = serverAccount(paths.data);
    const binaries = findBinaries(paths.dir, account);
    const uid = process.getuid?.() ?? 0;
    const template = join(tmpdir(), `headwater-register-template-1-${binaries.version}-${uid}-${account?.uid ?? uid}`);
    // In a folder that everybody may write, a name alone is no proof.
    if (existsSync(template) && (process.getuid === undefined || statSync(template).uid === uid)) return template;
    ensureCluster({ paths, account, binaries, secrets: keepSecrets(paths) }, { sync: false });
    try {
      renameSync(paths.dir, template);
    } catch (cause) {
      if (!existsSync(join(template, 'data'))) throw cause;
    }
    return template;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** With owners, which Node's own copy does not keep. */
function copy(from: string, to: string): void {
  if (process.platform === 'win32') {
    cpSync(from, to, { recursive: true });
    return;
  }
  const done = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`cp: ${done.stderr}`);
}

function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const root = join(tmpdir(), name);
    const mark = parseMark(read(join(root, MARK)));
    // Without a mark it is being made.
    if (mark === null || isSame(mark)) continue;
    const data = join(root, 'register', 'data');
    const pid = Number(read(join(data, 'postmaster.pid')).split('\n')[0]);
    try {
      if (isPostgresOf(pid, data)) process.kill(pid, 'SIGQUIT');
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // Another test sweeps too.
    }
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
