/** The connections to the register: the owner's for migrations, the application's for everything else. */
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { preparing } from './prepared.ts';
import type { Tables } from './tables/index.ts';

/** A connection inside a transaction, with its reach set. */
export type Tx = Kysely<Tables>;

/** PostgreSQL's type numbers. */
const INT8 = 20;
const DATE = 1082;
const NUMERIC = 1700;

/** Whole numbers and decimals as numbers (none of ours is near 2^53), civil dates as the text that they are. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8 || oid === NUMERIC) return Number;
    if (oid === DATE) return String;
    // The two overloads of pg's own function take one format each.
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
  },
};

const CONNECTIONS = 12;

/** `role` is taken on by every connection, for a database where the application has no sign-in of its own. */
export function openPool(url: string, role: string | null): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    types,
    application_name: 'headwater',
    connectionTimeoutMillis: 10_000,
    ...(role === null ? {} : { options: `-c role=${role}` }),
  });
  // An idle connection that the server drops is replaced at the next query, which tells whoever asked.
  pool.on('error', () => undefined);
  // The pool does not listen to one that is in use: dropped between two queries, it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

export function openDatabase(pool: pg.Pool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }), plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] });
}
