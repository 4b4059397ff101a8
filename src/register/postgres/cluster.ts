/** Makes the database at the first start, beside its place, and gives it its name when it is complete: a kill leaves nothing half-made. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Account, dataName } from './account.ts';
import { type Binaries, serverEnvironment } from './binaries.ts';
import { type Paths, syncFolder } from './paths.ts';
import { APP, DATABASE, OWNER, type Secrets, SUPERUSER } from './secrets.ts';
import { INITIAL } from './settings.ts';
import { fileTrouble, notOurs, otherMajor, programFailed } from './troubles.ts';

export interface Cluster {
  readonly paths: Paths;
  readonly account: Account | null;
  readonly binaries: Binaries;
  readonly secrets: Secrets;
}

const UNFINISHED = 'data.new-';
const ACCESS = '# Passwords always, from this machine alone.\nlocal all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n';

/** Called under the lock. Throws where the data directory is another version's or another account's. */
export function ensureCluster(cluster: Cluster, options: { readonly sync: boolean } = { sync: true }): { made: boolean } {
  const { paths, binaries } = cluster;
  for (const name of readdirSync(paths.dir)) {
    if (name.startsWith(UNFINISHED)) rmSync(join(paths.dir, name), { recursive: true, force: true });
  }
  if (!existsSync(paths.data)) {
    makeCluster(cluster, options.sync);
    return { made: true };
  }
  const uid = process.getuid?.();
  if (uid !== undefined && uid !== 0 && statSync(paths.data).uid !== uid) throw notOurs(paths.dir);
  mendCopy(cluster);
  const found = readFileSync(join(paths.data, 'PG_VERSION'), 'utf8').trim();
  if (found !== binaries.major) throw otherMajor(paths.dir, found, binaries.major);
  return { made: false };
}

/** Copying a data home may lose owner and mode, and PostgreSQL insists on both. */
function mendCopy({ paths, account }: Cluster): void {
  const { uid, mode } = statSync(paths.data);
  if ((mode & 0o077) !== 0 && process.platform !== 'win32') chmodSync(paths.data, 0o700);
  if (account === null || uid !== 0) return;
  const names = readdirSync(paths.data, { recursive: true, encoding: 'utf8' });
  // The folder itself last: until then a kill leaves it to be done again.
  for (const name of [...names, '']) lchownSync(join(paths.data, name), account.uid, account.gid);
}

function makeCluster(cluster: Cluster, sync: boolean): void {
  const { paths, account } = cluster;
  const fresh = join(paths.dir, `${UNFINISHED}${randomBytes(4).toString('hex')}`);
  try {
    mkdirSync(fresh, { mode: 0o700 });
    if (account !== null) chownSync(fresh, account.uid, account.gid);
    run(cluster, cluster.binaries.initdb, fresh, initArguments(dataName(account, fresh), sync));
    run(cluster, cluster.binaries.postgres, fresh, singleArguments(dataName(account, fresh)), rolesAndDatabase(cluster.secrets));
    // The file is there, and its owner the server's account. Nobody connected while it said otherwise: the server did not listen.
    writeFileSync(join(fresh, 'pg_hba.conf'), ACCESS, { flush: true });
    renameSync(fresh, paths.data);
    syncFolder(paths.dir);
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true });
    throw fileTrouble(paths.dir, cause);
  }
}

// PostgreSQL's own C.UTF-8 sorts and folds by code point, the same on every platform and after every upgrade of the system's libraries.
function initArguments(data: string, sync: boolean): string[] {
  const settings = Object.entries(INITIAL).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const text = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'];
  const safety = ['--data-checksums', '--auth=trust', ...(sync ? [] : ['--no-sync'])];
  return ['-D', data, '-U', SUPERUSER, ...text, ...safety, ...settings];
}

const singleArguments = (data: string): string[] => ['--single', '-D', data, '-c', 'exit_on_error=on', '-c', 'log_min_messages=error', 'postgres'];

/** One statement a line, which is how the single-user mode reads them. Passwords come by standard input: arguments can be seen by everybody. */
function rolesAndDatabase(secrets: Secrets): string {
  return `${[
    `alter role ${SUPERUSER} password '${secrets.superuser}'`,
    `create role ${OWNER} login createrole password '${secrets.owner}'`,
    `create role ${APP} login password '${secrets.app}'`,
    `grant ${APP} to ${OWNER} with admin option`,
    // A restore loads tables in any order.
    `grant set on parameter session_replication_role to ${OWNER}`,
    `create database ${DATABASE} owner ${OWNER}`,
    `revoke all on database ${DATABASE} from public`,
    `grant connect on database ${DATABASE} to ${APP}`,
    'revoke connect on database postgres from public',
    'revoke connect on database template1 from public',
  ].join('\n')}\n`;
}

function run(cluster: Cluster, program: string, cwd: string, args: readonly string[], input = ''): void {
  const done: SpawnSyncReturns<string> = spawnSync(program, args, {
    cwd,
    input,
    encoding: 'utf8',
    env: serverEnvironment(),
    ...(cluster.account ?? {}),
  });
  if (done.error !== undefined) throw done.error;
  if (done.status === 0) return;
  appendFileSync(cluster.paths.log, `${done.stderr}\n`, { mode: 0o600 });
  throw programFailed(program, cluster.paths.dir, `${done.stderr}\n${done.stdout}`);
}
