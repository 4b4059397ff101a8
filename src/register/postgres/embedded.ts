/**
 * The register's own PostgreSQL. Whoever needs it puts a name on the folder's list; the first starts the server, the last to leave stops it.
 * What a killed process leaves behind (its name, a server that goes on) is cleared or taken over by the next.
 */
import { serverAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { type Cluster, ensureCluster } from './cluster.ts';
import { withLock } from './lock.ts';
import { type Paths, preparePaths } from './paths.ts';
import { isSame } from './processes.ts';
import { findRunning, type Postmaster, runningMark, startPostmaster, stopPostmaster } from './postmaster.ts';
import { APP, keepSecrets, OWNER, urlOf } from './secrets.ts';
import { inUse } from './troubles.ts';
import { enlist, liveUsers, type User } from './users.ts';

export interface EmbeddedServer {
  /** Owns the database and may make roles: for migrations, backup and restore. */
  readonly ownerUrl: string;
  /** May do what migrations grant. */
  readonly appUrl: string;
  /** PostgreSQL's, as "18.4". */
  readonly version: string;
  /** Leaves; the last to leave stops the server. More calls do nothing. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** What the supervisor did, a line each. Holds no passwords and no data. */
  readonly log?: (line: string) => void;
}

const WATCH_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * For the server: one a folder. `dir` is `<data home>/register`; made when absent. A database server that is killed is started again, at
 * the same address.
 * @throws HeadwaterError `register-in-use` (busy) while another server has it; `register-no-binaries`, `register-binaries-broken`,
 * `register-no-account`, `register-unwritable`, `register-disk-full`, `register-other-postgres`, `register-other-account`,
 * `register-secrets-lost`, `register-not-started`
 */
export async function startEmbedded(dir: string, options: StartOptions = {}): Promise<EmbeddedServer> {
  return join(dir, 'server', options);
}

/** For a command: the server that runs, or one started for as long as the command needs it. Throws as {@link startEmbedded}, but for `register-in-use`. */
export async function reachRegister(dir: string, options: StartOptions = {}): Promise<EmbeddedServer> {
  return join(dir, 'command', options);
}

async function join(dir: string, role: User['role'], { log = () => undefined }: StartOptions): Promise<EmbeddedServer> {
  const paths = preparePaths(dir, process.getuid?.() === 0 && process.platform !== 'linux');
  const { cluster, postmaster, leave } = await withLock(paths.lock, async () => {
    const others = liveUsers(paths.users);
    const server = others.find((user) => user.role === 'server');
    if (role === 'server' && server !== undefined) throw inUse(paths.dir, server.pid, server.since);
    const cluster = describe(paths);
    if (ensureCluster(cluster).made) log(`Made the register’s database in ${paths.dir}.`);
    const postmaster = await bringUp(cluster, others.length > 0, log);
    return { cluster, postmaster, leave: enlist(paths.users, role) };
  });
  const watch = role === 'server' ? keepUp(cluster, postmaster, log) : null;
  let stopped: Promise<void> | undefined;
  return {
    ownerUrl: urlOf(OWNER, cluster.secrets.owner, postmaster.port),
    appUrl: urlOf(APP, cluster.secrets.app, postmaster.port),
    version: postmaster.version,
    stop() {
      watch?.end();
      stopped ??= withLock(paths.lock, async () => {
        leave();
        if (liveUsers(paths.users).length > 0) return;
        // Not the one we found: another process may have started it again since.
        const running = runningMark(cluster);
        if (running !== null) await stopPostmaster(cluster, running);
        log('Stopped the register’s database.');
      });
      return stopped;
    },
  };
}

function describe(paths: Paths): Cluster {
  const account = serverAccount(paths.data);
  return { paths, account, binaries: findBinaries(paths.dir, account), secrets: keepSecrets(paths) };
}

/** Takes over what runs, or starts it. One of an earlier release that nobody uses is replaced. */
async function bringUp(cluster: Cluster, used: boolean, log: (line: string) => void): Promise<Postmaster> {
  const running = await findRunning(cluster);
  if (running !== null && (used || running.version === cluster.binaries.version)) {
    log(`Took over the register’s database, which was running (process ${running.mark.pid}, port ${running.port}).`);
    return running;
  }
  if (running !== null) await stopPostmaster(cluster, running.mark);
  const started = await startPostmaster(cluster);
  log(`Started the register’s database: PostgreSQL ${started.version}, process ${started.mark.pid}, port ${started.port}.`);
  return started;
}

/** Starts a server that was killed again, on its port, since connections are made to that address. */
function keepUp(cluster: Cluster, first: Postmaster, log: (line: string) => void): { end(): void } {
  let postmaster = first;
  let ended = false;
  let busy = false;
  let failures = 0;
  let notBefore = 0;
  const look = async (): Promise<void> => {
    if (ended || busy || Date.now() < notBefore || isSame(postmaster.mark)) return;
    busy = true;
    try {
      await withLock(cluster.paths.lock, async () => {
        if (ended) return;
        log('The register’s database ended without being told to; starting it again.');
        postmaster = (await findRunning(cluster)) ?? (await startPostmaster(cluster, { port: first.port }));
      });
      failures = 0;
    } catch (cause) {
      notBefore = Date.now() + Math.min(WATCH_MS * 2 ** ++failures, LONGEST_WAIT_MS);
      log(`The register’s database could not be started again: ${String(cause)}`);
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void look(), WATCH_MS);
  timer.unref();
  return {
    end() {
      ended = true;
      clearInterval(timer);
    },
  };
}
