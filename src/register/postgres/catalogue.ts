/** Which tables and sequences a backup carries, as the database itself tells. */
import pg from 'pg';
import type { BackupTable } from './backup-format.ts';

/** What a server keeps for itself: which migrations ran (compared, not loaded), and the queue's own housekeeping. */
const NOT_CARRIED = new Set(['public.migration', 'pgboss.version', 'pgboss.instance', 'pgboss.queue_stats', 'pgboss.warning', 'pgboss.bam']);

export const fullName = (of: { schema: string; name: string }): string => `${of.schema}.${of.name}`;

export const quoted = (of: { schema: string; name: string }): string => `${pg.escapeIdentifier(of.schema)}.${pg.escapeIdentifier(of.name)}`;

export const columnList = (table: BackupTable): string => table.columns.map((name) => pg.escapeIdentifier(name)).join(', ');

// A partitioned table is one table: its parts are made by the server that loads it. Computed columns are computed again.
const TABLES = `
  select n.nspname as schema, c.relname as name, c.oid::int8::text as oid,
    coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attname is not null), '{}') as columns
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p') and not c.relispartition
    and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  group by 1, 2, 3 order by 1, 2`;

const REFERENCES = `
  select distinct conrelid::int8::text as "from", confrelid::int8::text as "to" from pg_constraint where contype = 'f' and conrelid <> confrelid`;

/** Tables before those that refer to them. */
export async function carriedTables(client: pg.Client): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable & { oid: string }>(TABLES);
  const references = (await client.query<{ from: string; to: string }>(REFERENCES)).rows;
  const tables = rows.filter((table) => !NOT_CARRIED.has(fullName(table)));
  return order(tables, references).map(({ schema, name, columns }) => ({ schema, name, columns }));
}

/** Those in a circle come last; loading them needs the right to put reference checks off. */
export function order<T extends { readonly oid: string }>(tables: readonly T[], references: readonly { from: string; to: string }[]): T[] {
  const ordered: T[] = [];
  let rest = [...tables];
  while (rest.length > 0) {
    const waiting = new Set(rest.map((table) => table.oid));
    const free = rest.filter((table) => !references.some((one) => one.from === table.oid && one.to !== table.oid && waiting.has(one.to)));
    const next = free.length > 0 ? free : rest;
    ordered.push(...next);
    const taken = new Set(next);
    rest = rest.filter((table) => !taken.has(table));
  }
  return ordered;
}

export async function carriedSequences(client: pg.Client): Promise<{ schema: string; name: string; step: string }[]> {
  const { rows } = await client.query<{ schema: string; name: string; step: string }>(`
    select schemaname as schema, sequencename as name, increment_by::text as step from pg_sequences where schemaname in ('public', 'pgboss') order by 1, 2`);
  return rows;
}

/** Names of the migrations applied, in order; none where there is no such table. */
export async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows: found } = await client.query<{ there: boolean }>(`select to_regclass('public.migration') is not null as there`);
  if (found[0]?.there !== true) return [];
  const { rows } = await client.query<{ name: string }>('select name from public.migration order by name');
  return rows.map((row) => row.name);
}

/** For text that reads the same wherever it is loaded; and a policy that would hide rows makes an error, not a smaller backup. */
export const STEADY = `set local client_encoding = 'UTF8'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local extra_float_digits = 1;
  set local row_security = off; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`;
