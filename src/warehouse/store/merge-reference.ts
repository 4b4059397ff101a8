/** Writes one data file of reference data: every table of the rows that stay and the rows that are new. */
import { HeadwaterError } from '../../errors.ts';
import type { Builder } from './builder.ts';
import { editionSql, readTables } from './coverage.ts';
import type { Dropped } from './write.ts';

export interface ReferenceMerge {
  readonly old: boolean;
  readonly dropped: Dropped;
  readonly staged: readonly { readonly alias: string; readonly deliveries: readonly number[] }[];
}

/** Returns the number of rows in all tables. */
export async function mergeReference(builder: Builder, { old, dropped, staged }: ReferenceMerge): Promise<number> {
  await builder.run('CREATE TEMP TABLE dropped (delivery UINTEGER, edition VARCHAR)');
  // Editions are text from the files: they are bound, never written into a statement.
  for (const { delivery, edition } of dropped.editions) await builder.run('INSERT INTO dropped VALUES ($1, $2)', [delivery, edition]);
  const selects = new Map<string, string[]>();
  const add = (table: string, select: string): void => {
    selects.set(plain(table), [...(selects.get(table) ?? []), select]);
  };
  if (old) {
    const whole = dropped.whole.length > 0 ? `delivery NOT IN (${dropped.whole.join(', ')})` : 'true';
    for (const { table, columns } of await readTables(builder, 'old')) {
      add(
        table,
        `SELECT * FROM old.${table} t WHERE ${whole} AND NOT EXISTS (FROM dropped d WHERE d.delivery = t.delivery AND d.edition = ${editionSql(columns)})`,
      );
    }
  }
  for (const { alias, deliveries } of staged) {
    if (deliveries.length === 0) continue;
    for (const { table } of await readTables(builder, alias)) add(table, `SELECT * FROM ${alias}.${table} WHERE delivery IN (${deliveries.join(', ')})`);
  }
  let rows = 0;
  for (const [table, parts] of [...selects].sort()) {
    await builder.run(`CREATE TABLE ${table} AS ${parts.join(' UNION ALL BY NAME ')}`);
    rows += (await builder.read(`SELECT count(*) AS n FROM ${table}`)).numbers('n')[0] ?? 0;
  }
  return rows;
}

/** A table's name becomes part of statements, so anything but a plain name is refused. */
function plain(table: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(table)) throw new HeadwaterError('fault', 'table-name', 'A data file holds a table of an unexpected name.', { detail: table });
  return table;
}
