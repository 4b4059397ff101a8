/** Opens the register: the organisation's own PostgreSQL where DATABASE_URL says so, else the embedded one in the data home. */
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { HeadwaterError } from '../errors.ts';
import { openDatabase, openPool } from './database.ts';
import { refuseUnguarded } from './guarded.ts';
import { installQueue } from './jobs/index.ts';
import { APP_ROLE, migrate } from './migrate.ts';
import { type EmbeddedServer, reachRegister, startEmbedded } from './postgres/index.ts';
import type { Tables } from './tables/index.ts';

export interface Register {
  readonly db: Kysely<Tables>;
  /** For migrations, jobs' own tables, backup and restore. Never for a request. */
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Role to take on with `appUrl`, or null where that sign-in is the application's own. */
  readonly role: string | null;
  readonly now: () => Date;
  close(): Promise<void>;
}

export interface RegisterOptions {
  /** Folder of the data home. */
  readonly homeDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly now?: () => Date;
  /** False for a command beside a running server: uses the database that is up, and starts it only where there is none. */
  readonly serves?: boolean;
}

export async function openRegister(options: RegisterOptions): Promise<Register> {
  const outside = options.env['DATABASE_URL'];
  if (outside) return connect({ ownerUrl: options.env['DATABASE_OWNER_URL'] || outside, appUrl: outside }, options.now);
  const dir = join(options.homeDir, 'register');
  const server = await (options.serves === false ? reachRegister(dir) : startEmbedded(dir));
  try {
    return await connect(server, options.now, server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Migrates and connects. `server` is stopped with the register.
 * @throws HeadwaterError as migrate() and refuseUnguarded(), `register-away`
 */
export async function connect(urls: { ownerUrl: string; appUrl: string }, now: () => Date = () => new Date(), server?: EmbeddedServer): Promise<Register> {
  const role = urls.appUrl === urls.ownerUrl ? APP_ROLE : null;
  try {
    await migrate(urls.ownerUrl);
    await installQueue(urls.ownerUrl, APP_ROLE);
  } catch (cause) {
    throw reachable(cause);
  }
  const pool = openPool(urls.appUrl, role);
  try {
    await refuseUnguarded(pool, APP_ROLE);
  } catch (cause) {
    await pool.end();
    throw reachable(cause);
  }
  const db = openDatabase(pool);
  let closed: Promise<void> | undefined;
  return {
    db,
    ownerUrl: urls.ownerUrl,
    appUrl: urls.appUrl,
    role,
    now,
    close() {
      closed ??= db.destroy().then(() => server?.stop());
      return closed;
    },
  };
}

const AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'EPIPE', '57P01', '57P02', '57P03', '53300']);

export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return AWAY.has(code) || /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message);
}

function reachable(cause: unknown): unknown {
  if (!isAway(cause)) return cause;
  return new HeadwaterError('busy', 'register-away', 'The register’s database does not answer.', {
    advice: 'Check that PostgreSQL runs and that DATABASE_URL is right, then try again.',
    cause,
  });
}
