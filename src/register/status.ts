/** What stands in a register, before it is opened: for the command. Changes nothing. */
import pg from 'pg';
import { migrations } from './migrations/index.ts';
import { appliedMigrations } from './postgres/index.ts';

export interface RegisterStatus {
  /** PostgreSQL's own version. */
  readonly postgres: string;
  readonly bytes: number;
  readonly applied: readonly string[];
  /** Migrations of this version that have not run: the next start runs them. */
  readonly pending: readonly string[];
  /** Applied ones that this version does not know: a later version made it. */
  readonly unknown: readonly string[];
  readonly events: number;
  readonly people: number;
  readonly organisations: number;
}

export async function registerStatus(ownerUrl: string): Promise<RegisterStatus> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'headwater status' });
  await client.connect();
  try {
    const applied = await appliedMigrations(client);
    const names = migrations.map((each) => each.name);
    const { rows } = await client.query<{ postgres: string; bytes: string }>(
      `select current_setting('server_version') as postgres, pg_database_size(current_database())::text as bytes`,
    );
    const count = async (table: string): Promise<number> => {
      const { rows: found } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [`public.${table}`]);
      if (found[0]?.there !== true) return 0;
      const { rows: counted } = await client.query<{ n: string }>(`select count(*)::text as n from public.${pg.escapeIdentifier(table)}`);
      return Number(counted[0]?.n ?? 0);
    };
    return {
      postgres: rows[0]?.postgres ?? '',
      bytes: Number(rows[0]?.bytes ?? 0),
      applied,
      pending: names.filter((name) => !applied.includes(name)),
      unknown: applied.filter((name) => !names.includes(name)),
      events: await count('audit_event'),
      people: await count('person'),
      organisations: await count('organisation'),
    };
  } finally {
    await client.end();
  }
}
