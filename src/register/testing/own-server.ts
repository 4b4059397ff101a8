/**
 * A PostgreSQL as an organisation has one, for a test: Debian's where it is installed, or the one of the npm package, with a sign-in that owns an empty
 * database, may make databases and roles, and is nothing more. It can be stopped and started again at its address.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Account, dataName, serverAccount } from '../postgres/account.ts';
import { type Binaries, findBinaries, serverEnvironment } from '../postgres/binaries.ts';
import { preparePaths } from '../postgres/paths.ts';
import { startPostmaster, stopPostmaster } from '../postgres/postmaster.ts';
import { DATABASE, keepSecrets, OWNER, urlOf } from '../postgres/secrets.ts';
import { FORGETFUL } from '../postgres/settings.ts';
import { freshFolder } from '../postgres/testing.ts';

const DEBIAN = '/usr/lib/postgresql';
const OLDEST = 15;
/** As a server in Britain has it: names sort otherwise than in the embedded one. */
const BRITISH = ['--locale-provider=icu', '--icu-locale=en-GB', '--locale=C'];

export interface OwnServer {
  /** As DATABASE_URL has it. */
  readonly url: string;
  /** "15.14" */
  readonly version: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** The newest that Debian has installed and the register can use, or null. */
export function debianPrograms(): Binaries | null {
  if (!existsSync(DEBIAN)) return null;
  const [major] = readdirSync(DEBIAN)
    .filter((name) => Number(name) >= OLDEST && existsSync(join(DEBIAN, name, 'bin', 'initdb')))
    .sort((a, b) => Number(b) - Number(a));
  if (major === undefined) return null;
  const program = (name: string): string => join(DEBIAN, major, 'bin', name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl'), version: major, major };
}

/** @param programs those of the npm package where left out */
export async function startOwnServer(programs: Binaries | null = null): Promise<OwnServer> {
  const root = freshFolder();
  const paths = preparePaths(join(root, 'register'), false);
  const account = serverAccount(paths.data);
  const binaries = programs ?? findBinaries(paths.dir, account);
  const cluster = { paths, account, binaries, secrets: keepSecrets(paths) };
  makeData(paths.data, account);
  run(binaries.initdb, [
    '-D',
    dataName(account, paths.data),
    '-U',
    'postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--no-sync',
    ...(programs === null ? ['--locale=C'] : BRITISH),
  ]);
  run(
    binaries.postgres,
    ['--single', '-D', dataName(account, paths.data), '-c', 'exit_on_error=on', '-c', 'log_min_messages=error', 'postgres'],
    `create role ${OWNER} login createdb createrole password '${cluster.secrets.owner}'\ncreate database ${DATABASE} owner ${OWNER}\n`,
  );
  writeFileSync(join(paths.data, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n');
  let postmaster = await startPostmaster(cluster, { settings: FORGETFUL });
  const { port, version } = postmaster;
  const stop = (): Promise<void> => stopPostmaster(cluster, postmaster.mark);
  return {
    url: urlOf(OWNER, cluster.secrets.owner, port),
    version,
    stop,
    async start() {
      postmaster = await startPostmaster(cluster, { port, settings: FORGETFUL });
    },
    async remove() {
      await stop();
      rmSync(root, { recursive: true, force: true });
    },
  };

  function run(program: string, args: readonly string[], input = ''): void {
    execFileSync(program, args, { cwd: paths.data, input, env: serverEnvironment(), stdio: ['pipe', 'ignore', 'pipe'], ...(account ?? {}) });
  }
}

function makeData(data: string, account: Account | null): void {
  mkdirSync(data, { mode: 0o700 });
  if (account === null) return;
  for (const folder of [dirname(data), dirname(dirname(data))]) chmodSync(folder, 0o711);
  chownSync(data, account.uid, account.gid);
}
