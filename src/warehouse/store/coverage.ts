/** What deliveries cover, for {@link supersede}: read from the rows themselves, not from file names. */
import { itemById, monthText } from '../../reference/index.ts';
import type { DeliveryEntry } from '../manifest.ts';
import type { Builder } from './builder.ts';
import type { FactTable } from './facts.ts';

/** Rows of facts by delivery number, force and month. */
export interface Span {
  readonly delivery: number;
  readonly force: number;
  readonly month: number;
  readonly rows: number;
}

export async function readSpans(builder: Builder, alias: string, fact: FactTable): Promise<Span[]> {
  const table = await builder.read(`SELECT delivery, force, month, count(*) AS rows FROM ${alias}.${fact.table} GROUP BY ALL ORDER BY ALL`);
  const [delivery, force, month, rows] = [table.numbers('delivery'), table.numbers('force'), table.numbers('month'), table.numbers('rows')];
  return Array.from(delivery, (number, i) => ({ delivery: number, force: force[i] ?? 0, month: month[i] ?? 0, rows: rows[i] ?? 0 }));
}

/** The code of a force, as coverage and messages name it. */
export function forceCode(id: number): string {
  return itemById('force', id)?.code ?? `force-${id}`;
}

export function partition(force: number, month: number): string {
  return `${forceCode(force)} ${monthText(month)}`;
}

/** A month with less than this share of a two-month delivery was spilled into it by the clock change, and is not claimed. */
const SPILT = 0.01;

/**
 * The partitions that one delivery of facts claims. A file of one month may hold a few rows of the next or the last, because times are
 * published in UTC and held in local time: those rows stay, but the file does not claim their month.
 */
export function claims(spans: readonly Span[]): Map<string, number> {
  const claimed = new Map<string, number>();
  const byForce = Map.groupBy(spans, (span) => span.force);
  for (const [force, held] of byForce) {
    const all = held.reduce((sum, span) => sum + span.rows, 0);
    const adjacent = held.length === 2 && Math.abs((held[0]?.month ?? 0) - (held[1]?.month ?? 0)) === 1;
    for (const span of held) if (!adjacent || span.rows >= all * SPILT) claimed.set(partition(force, span.month), span.rows);
  }
  return claimed;
}

/** Rows of reference data by delivery number and edition. */
export interface EditionSpan {
  readonly delivery: number;
  readonly edition: string;
  readonly rows: number;
}

/** The column that tells editions apart, first found: the edition of an area, the year of a published table. */
const EDITION_COLUMNS = ['edition', 'year'] as const;

/** SQL of the edition of a row, as text, in the table `t` with these columns. */
export function editionSql(columns: readonly string[]): string {
  const column = EDITION_COLUMNS.find((name) => columns.includes(name));
  return column === undefined ? "''" : `coalesce(t.${column}::VARCHAR, '')`;
}

/** The tables of delivered rows in an attached file, with their columns. */
export async function readTables(builder: Builder, alias: string): Promise<{ readonly table: string; readonly columns: readonly string[] }[]> {
  const found = await builder.read(
    'SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = $1 AND NOT internal ORDER BY table_name, column_index',
    [alias],
  );
  const [names, columns] = [found.texts('table_name'), found.texts('column_name')];
  const rows = names.map((name, i) => ({ table: name ?? '', column: columns[i] ?? '' }));
  const tables = [...Map.groupBy(rows, (row) => row.table)].map(([table, held]) => ({ table, columns: held.map((row) => row.column) }));
  return tables.filter(({ columns }) => columns.includes('delivery'));
}

/** Reads the editions in every table of an attached file. A table without such a column is one edition, of no name. */
export async function readEditions(builder: Builder, alias: string): Promise<EditionSpan[]> {
  const spans: EditionSpan[] = [];
  for (const { table, columns } of await readTables(builder, alias)) {
    const found = await builder.read(
      `SELECT t.delivery, ${editionSql(columns)} AS edition, count(*) AS rows FROM "${alias}"."${table}" t GROUP BY ALL ORDER BY ALL`,
    );
    const [delivery, text, rows] = [found.numbers('delivery'), found.texts('edition'), found.numbers('rows')];
    for (let row = 0; row < found.rows; row++) spans.push({ delivery: delivery[row] ?? 0, edition: text[row] ?? '', rows: rows[row] ?? 0 });
  }
  return spans;
}

export function editionPartition(entry: Pick<DeliveryEntry, 'source' | 'layout'>, edition: string): string {
  return [entry.source, entry.layout, edition].filter((part) => part !== '').join(' ');
}

/** The partitions that one delivery of reference data claims: the editions of one layout of a source. */
export function referenceClaims(entry: Pick<DeliveryEntry, 'source' | 'layout'>, spans: readonly EditionSpan[]): Map<string, number> {
  const claimed = new Map<string, number>();
  for (const { edition, rows } of spans) {
    const key = editionPartition(entry, edition);
    claimed.set(key, (claimed.get(key) ?? 0) + rows);
  }
  return claimed;
}
