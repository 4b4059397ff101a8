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
 * @throws HeadwaterError `register-old-postgres`, `register-no-rights`, `register-newer` for a database of a later version, `migration-changed` where a migration is not the one that ran
 */
export async function migrate(ownerUrl: string, migrations: readonly Migration[] = ours): Promise<Migrated> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'headwater migrations' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await prepare(client);
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

/**
 * The role, and the owner's right to take it on, for a server whose application has no sign-in of its own. Told again it does nothing. Roles are the
 * whole server's: a register beside this one may be making it too. From 16 on who makes a role is its member and may still not take it on.
 */
const ROLE = `do $$
declare
  oldest constant integer := 150000;
  taking constant text := case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end;
begin
  if current_setting('server_version_num')::integer < oldest then
    raise exception 'too old' using errcode = 'feature_not_supported';
  end if;
  if not exists (select from pg_roles where rolname = '${APP_ROLE}') then
    begin
      create role ${APP_ROLE} nologin;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if not pg_has_role(current_user, '${APP_ROLE}', taking) then execute format('grant ${APP_ROLE} to %I', current_user); end if;
end $$`;

async function prepare(client: pg.Client): Promise<void> {
  try {
    await client.query(ROLE);
    await client.query('create table if not exists migration (name text primary key, hash text not null, at timestamptz not null default now())');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === '0A000')
      throw new HeadwaterError('refused', 'register-old-postgres', 'The register needs PostgreSQL 15 or later.', {
        advice: 'Name a later server in DATABASE_URL, or leave it out for the one that comes with Headwater.',
        cause,
      });
    if (code !== '42501') throw cause;
    throw new HeadwaterError('refused', 'register-no-rights', 'The register’s owner may not make its tables, or the role that the application takes on.', {
      advice: `Let the sign-in of DATABASE_OWNER_URL (else of DATABASE_URL) own the database and make roles; or make the role ${APP_ROLE} yourself and grant it to that sign-in.`,
      cause,
    });
  }
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
