/** Where words stand in the register: every text, list and JSON column of every table, found by the database's own catalogue, so that a table that comes later is searched too. */
import { sql } from 'kysely';
import type { Tx } from '../../register/index.ts';

export interface Mention {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
}

/**
 * Rows that hold any of `words`, upper and lower case alike. Needs the system's reach: what row security hides is not found. Files are not searched.
 * `tables` are names as the database has them.
 */
export async function mentionsOf(tx: Tx, words: readonly string[]): Promise<Mention[]> {
  const wanted = [...new Set(words.map((word) => word.trim().toLowerCase()).filter((word) => word.length >= 3))];
  if (wanted.length === 0) return [];
  const columns = await sql<{ tableName: string; columnName: string }>`
    select c.table_name, c.column_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      and (c.data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY') or c.udt_name = 'citext')
      and has_table_privilege(current_user, format('%I.%I', c.table_schema, c.table_name), 'select')
    order by c.table_name, c.column_name`.execute(tx);
  if (columns.rows.length === 0) return [];
  const parts = columns.rows.map(({ tableName, columnName }) => {
    const text = sql`lower(${sql.ref(columnName)}::text)`;
    const tests = wanted.map((word) => sql`position(${word} in ${text}) > 0`);
    return sql`select ${sql.lit(tableName)} as "table", ${sql.lit(columnName)} as "column", count(*)::int as rows from ${sql.table(tableName)} where ${sql.join(tests, sql` or `)}`;
  });
  const found = await sql<Mention>`select * from (${sql.join(parts, sql` union all `)}) as m where m.rows > 0`.execute(tx);
  return found.rows;
}
