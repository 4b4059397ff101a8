/** Brings a database to this version's tables. Forward only, one transaction each, one process at a time. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { HeadwaterError } from '../errors.ts';
import { type Migration, migrations as ours } from './migrations/index.ts';

/** The application's role: owns nothing, and may do what migrations grant. */
export const APP_ROLE = 'headwater_app';

/** Any number that nobody else uses for pg_advisory_lock in this database. */
const LOCK = 4_820_221;

export interface Migrated {
  readonly applied: readonly string[];
  readonly before: readonly string[];
}

/**
 * @param ownerUrl a sign-in that may create tables, and the role {@link APP_ROLE} where it is not there yet
 * @throws HeadwaterError `register-newer` for a database of a later version, `migration-changed` where a migration is not the one that ran
 */
export async function migrate(ownerUrl: string, migrations: readonly Migration[] = ours): Promise<Migrated> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'headwater migrations' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await ensureRole(client);
    await client.query('create table if not exists migration (name text primary key, hash text not null, at timestamptz not null default now())');
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from migration order by name');
    refuseStrange(rows, migrations);
    const applied: string[] = [];
    for (const migration of migrations.slice(rows.length)) {
      await apply(client, migration);
      applied.push(migration.name);
    }
    return { applied, before: rows.map((row) => row.name) };
  } finally {
    // Ends the session, and with it the lock.
    await client.end();
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.up);
    await client.query('insert into migration (name, hash) values ($1, $2)', [migration.name, hashOf(migration)]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new HeadwaterError('fault', 'migration-failed', `The register could not be brought to this version: ${migration.name} failed, and was undone.`, {
      advice: 'Nothing was changed. The log has what the database said.',
      cause,
    });
  }
}

async function ensureRole(client: pg.Client): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [APP_ROLE]);
  if (found.rowCount === 0) await client.query(`create role ${APP_ROLE} nologin`);
  // So that a server without an application sign-in of its own can take the role on. Told again it does nothing.
  await client.query(`do $$ begin
    if not pg_has_role(current_user, '${APP_ROLE}', 'member') then execute format('grant ${APP_ROLE} to %I', current_user); end if;
  end $$`);
}

export const hashOf = (migration: Migration): string => createHash('sha256').update(migration.up).digest('hex');

function refuseStrange(rows: readonly { name: string; hash: string }[], migrations: readonly Migration[]): void {
  rows.forEach((row, at) => {
    const mine = migrations[at];
    if (mine === undefined || mine.name !== row.name) {
      throw new HeadwaterError(
        'refused',
        'register-newer',
        `The register was made by another version of Headwater: it has “${row.name}”, which this version does not know.`,
        {
          advice: 'Run the version that made it, or a later one. Migrations only go forward.',
        },
      );
    }
    if (hashOf(mine) !== row.hash) {
      throw new HeadwaterError('refused', 'migration-changed', `The register’s “${row.name}” is not the one that this version has.`, {
        advice: 'A released migration is never changed: run the version that made the register, or restore a backup of it into a new one.',
      });
    }
  });
}
