/** Writes one data file of reference data: every table of the rows that stay and the rows that are new. */
import { HeadwaterError } from '../../errors.ts';
import type { Builder } from './builder.ts';

export interface ReferenceMerge {
  readonly old: boolean;
  readonly dropped: readonly number[];
  readonly staged: readonly { readonly alias: string; readonly deliveries: readonly number[] }[];
}

/** Returns the number of rows in all tables. */
export async function mergeReference(builder: Builder, merge: ReferenceMerge): Promise<number> {
  const sources = [
    ...(merge.old ? [{ alias: 'old', where: merge.dropped.length > 0 ? `delivery NOT IN (${merge.dropped.join(', ')})` : 'true' }] : []),
    ...merge.staged
      .filter(({ deliveries }) => deliveries.length > 0)
      .map(({ alias, deliveries }) => ({ alias, where: `delivery IN (${deliveries.join(', ')})` })),
  ];
  const selects = new Map<string, string[]>();
  for (const { alias, where } of sources) {
    for (const table of await tablesOf(builder, alias)) selects.set(table, [...(selects.get(table) ?? []), `SELECT * FROM ${alias}.${table} WHERE ${where}`]);
  }
  let rows = 0;
  for (const [table, parts] of [...selects].sort()) {
    await builder.run(`CREATE TABLE ${table} AS ${parts.join(' UNION ALL BY NAME ')}`);
    rows += (await builder.read(`SELECT count(*) AS n FROM ${table}`)).numbers('n')[0] ?? 0;
  }
  return rows;
}

/** Names of the tables of an attached file. They become part of statements, so anything but a plain name is refused. */
export async function tablesOf(builder: Builder, alias: string): Promise<string[]> {
  const found = await builder.read('SELECT table_name FROM duckdb_tables() WHERE database_name = $1 ORDER BY table_name', [alias]);
  const names = found.texts('table_name').filter((name) => name !== null);
  const odd = names.find((name) => !/^[a-z][a-z0-9_]*$/.test(name));
  if (odd !== undefined) throw new HeadwaterError('fault', 'table-name', 'A data file holds a table of an unexpected name.', { detail: odd });
  return names;
}
