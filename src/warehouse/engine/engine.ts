/**
 * DuckDB for readers: one in-memory instance that may open nothing but the files in `snapshots/`, and those only to read. A request
 * takes one session; the session's files stay attached until it ends, whatever is delivered meanwhile.
 */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { HeadwaterError } from '../../errors.ts';
import type { Home } from '../home.ts';
import type { Manifest, SnapshotEntry } from '../manifest.ts';
import { attachedFiles } from './files.ts';
import { followManifest } from './follow.ts';
import { gate } from './gate.ts';
import type { Parameter } from './parameters.ts';
import { connectionPool } from './pool.ts';
import { runStatement } from './run.ts';
import { findSnapshot } from './snapshot.ts';
import type { Table } from './table.ts';

export interface EngineOptions {
  /** DuckDB's worker threads. */
  readonly threads?: number;
  /** DuckDB's size text, such as `2GB`. */
  readonly memoryLimit?: string;
  /** Statements at work at once. Below libuv's four threads, so that files and names can still be looked up. */
  readonly concurrency?: number;
  /** Older snapshots kept attached after use. */
  readonly oldSnapshots?: number;
  readonly timeoutMs?: number;
  readonly maxRows?: number;
}

export interface RunOptions {
  /** Stop the statement after this long: HeadwaterError `query-timeout`. */
  readonly timeoutMs?: number;
  readonly maxRows?: number;
}

export interface Session {
  readonly snapshot: SnapshotEntry;
  readonly manifest: Manifest;
  /** The prefix of a dataset's tables (or `frame`), dot included: `${session.alias('street')}street_atom`. Undefined when the snapshot has no such dataset. */
  alias(dataset: string): string | undefined;
  /** Runs one statement. `sql` is our own text; what a user chose goes in `parameters` ($1, $2, ...). */
  run(sql: string, parameters?: readonly Parameter[], options?: RunOptions): Promise<Table>;
  /** Stops the statement at work and those still to come: they reject with HeadwaterError `query-stopped`. */
  interrupt(): void;
}

export interface WithOptions {
  /** Aborting stops the statement at work, and those to come. */
  readonly signal?: AbortSignal;
}

export interface Engine {
  /**
   * Runs `work` with a session on a snapshot (the current one when undefined). The session ends when `work` settles.
   * Throws HeadwaterError: `no-data` (nothing delivered yet), `snapshot-unknown`, `snapshot-removed`.
   */
  with<T>(snapshotId: string | undefined, work: (session: Session) => Promise<T>, options?: WithOptions): Promise<T>;
  manifest(): Manifest;
  /** The names of the files that are attached now: for tests and for a status page. */
  attached(): readonly string[];
  close(): Promise<void>;
}

const DEFAULTS = { threads: 2, memoryLimit: '2GB', concurrency: 3, oldSnapshots: 4, timeoutMs: 30_000, maxRows: 500_000 } as const;

export async function openEngine(home: Home, options: EngineOptions = {}): Promise<Engine> {
  const settings = { ...DEFAULTS, ...options };
  const instance = await lockedDown(home, settings.threads, settings.memoryLimit);
  const admin = await instance.connect();
  const pool = connectionPool(instance);
  const turn = gate(settings.concurrency);
  const files = attachedFiles(
    async (name, alias) => void (await admin.run(`ATTACH ${literal(join(home.paths.snapshots, name))} AS ${alias} (READ_ONLY)`)),
    async (alias) => void (await admin.run(`DETACH ${alias}`)),
  );
  /** Ids of old snapshots, least lately used first. */
  let recent: string[] = [];
  let open = 0;
  let closing = false;
  const idle = new EventTarget();

  const follower = followManifest(home, pinFiles);

  function pinFiles(manifest: Manifest): void {
    const kept = manifest.snapshots.filter((s) => s.removed === undefined && (s.id === manifest.current || recent.includes(s.id)));
    files.pin(new Set(kept.flatMap((snapshot) => fileNames(snapshot))));
  }

  function remember(manifest: Manifest, id: string): void {
    if (id === manifest.current) return;
    if (recent.at(-1) === id) return;
    recent = [...recent.filter((other) => other !== id), id].slice(-settings.oldSnapshots);
    pinFiles(manifest);
  }

  /** The snapshot with its files held. One retry: the files may have been removed since the manifest was read. */
  async function hold(id: string | undefined): Promise<{ manifest: Manifest; snapshot: SnapshotEntry; alias: ReadonlyMap<string, string>; release(): void }> {
    for (let attempt = 0; ; attempt++) {
      const manifest = follower.read();
      const snapshot = findSnapshot(manifest, id);
      try {
        const held = await files.hold(fileNames(snapshot));
        remember(manifest, snapshot.id);
        return { manifest, snapshot, ...held };
      } catch (cause) {
        if (attempt > 0) {
          throw new HeadwaterError('fault', 'data-file-unreadable', `A data file of snapshot ${snapshot.id} cannot be opened.`, {
            advice: 'Check that the snapshots folder is complete and can be read. Figures from other snapshots still answer.',
            detail: String(cause),
            cause,
          });
        }
        follower.expire();
      }
    }
  }

  return {
    async with(snapshotId, work, { signal } = {}) {
      if (closing) throw new HeadwaterError('busy', 'closing', 'Headwater is closing down.');
      open += 1;
      try {
        const { manifest, snapshot, alias, release } = await hold(snapshotId);
        try {
          const connection = await pool.take();
          const stop = new AbortController();
          const stopSignal = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
          // One at a time on a connection: a statement's parameters belong to the statement until it has run.
          const inOrder = gate(1);
          const running = new Set<Promise<unknown>>();
          try {
            return await work({
              snapshot,
              manifest,
              alias: (dataset) => {
                const file = snapshot.files[dataset];
                const name = file && alias.get(file.name);
                return name === undefined ? undefined : `${name}.`;
              },
              run: (sql, parameters = [], { timeoutMs = settings.timeoutMs, maxRows = settings.maxRows } = {}) => {
                const answer = inOrder(() => turn(() => runStatement(connection, sql, parameters, { timeoutMs, maxRows, signal: stopSignal })));
                running.add(answer);
                const ended = (): void => void running.delete(answer);
                answer.then(ended, ended);
                return answer;
              },
              interrupt: () => stop.abort(),
            });
          } finally {
            // Where one of several statements failed, the others still run, and nobody waits for them. A connection that is closed under a running statement
            // locks DuckDB's thread for good.
            if (running.size > 0) {
              stop.abort();
              await Promise.allSettled(running);
            }
            pool.give(connection);
          }
        } finally {
          release();
        }
      } finally {
        open -= 1;
        if (open === 0) idle.dispatchEvent(new Event('idle'));
      }
    },
    manifest: () => follower.read(),
    attached: () => files.attached(),
    async close() {
      if (closing) return;
      closing = true;
      if (open > 0) await new Promise((resolve) => idle.addEventListener('idle', resolve, { once: true }));
      pool.close();
      admin.closeSync();
      instance.closeSync();
    },
  };
}

function fileNames(snapshot: SnapshotEntry): string[] {
  return [...new Set(Object.values(snapshot.files).map((file) => file.name))];
}

/** Order matters: the folder is allowed, then everything else is shut, then the settings themselves are locked. */
async function lockedDown(home: Home, threads: number, memoryLimit: string): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: memoryLimit,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
    // Groups by outcome, decile and location need 13 bits together; at the default of 12 they are hashed, which takes half as long again.
    perfect_ht_threshold: '16',
  });
  const connection = await instance.connect();
  try {
    await connection.run(`SET allowed_directories = [${literal(home.paths.snapshots)}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
  } finally {
    connection.closeSync();
  }
  return instance;
}

/** A path as an SQL text. Only paths of the home, which the operator chose, are ever written into a statement. */
function literal(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}
