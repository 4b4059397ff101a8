/**
 * A door for the store's own tests: each "file" is a JSON text that gives its rows as SQL. Everything behind it is the real store on real
 * DuckDB files; the real door is tested with the store in tests of its own.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openBuilder } from '../builder.ts';
import type { StagedDelivery } from '../../door/index.ts';
import type { Stage } from '../stage.ts';

export interface FixtureFile {
  readonly fileName: string;
  /** Table to SELECT of its base columns, without `delivery`. */
  readonly tables: Readonly<Record<string, string>>;
  readonly layout?: string;
  readonly source?: string;
  readonly edition?: string;
}

export function fixtureFile(file: FixtureFile): string {
  return JSON.stringify(file);
}

export const fixtureStage: Stage = async (request) => {
  const database = join(request.workDir, 'staged.duckdb');
  const builder = await openBuilder(database, request.workDir);
  const tables = new Set<string>();
  const deliveries: StagedDelivery[] = [];
  const already: { fileName: string; sha256: string }[] = [];
  for (const input of request.inputs) {
    const file = JSON.parse(input) as FixtureFile;
    const sha256 = createHash('sha256').update(input).digest('hex');
    if (request.known?.(sha256, request.dataset)) {
      already.push({ fileName: file.fileName, sha256 });
      continue;
    }
    const number = request.nextNumber + deliveries.length;
    let accepted = 0;
    for (const [table, select] of Object.entries(file.tables)) {
      const rows = `SELECT *, ${number}::UINTEGER AS delivery FROM (${select})`;
      await builder.run(tables.has(table) ? `INSERT INTO ${table} BY NAME ${rows}` : `CREATE TABLE ${table} AS ${rows}`);
      tables.add(table);
      accepted += (await builder.read(`SELECT count(*) AS n FROM ${table} WHERE delivery = ${number}`)).numbers('n')[0] ?? 0;
    }
    deliveries.push(entry(file, request.dataset, number, sha256, accepted, request.now));
  }
  await builder.close();
  return { database, tables: [...tables], deliveries, already, refused: [] };
};

function entry(file: FixtureFile, dataset: string, number: number, sha256: string, accepted: number, now: Date): StagedDelivery {
  return {
    id: `d${number}`,
    number,
    dataset,
    layout: file.layout ?? 'fixture',
    fileName: file.fileName,
    sha256,
    bytes: file.fileName.length,
    receivedAt: now.toISOString(),
    source: file.source ?? 'fixture',
    publisher: 'Nobody',
    licence: 'None: invented',
    edition: file.edition ?? null,
    fictional: true,
    from: null,
    to: null,
    counts: { read: accepted, accepted, quarantined: 0, repeats: 0 },
    warnings: [],
    review: [],
    quarantined: [],
    contractVersion: '1.0.0',
    quarantinePath: null,
    coverage: {},
  };
}

/** `rows` street records a month for a force id, spread over `lsoas` area codes. `salt` makes other records of the same shape. */
export function streetSql(force: number, months: readonly number[], rows: number, lsoas: readonly number[] = [], salt = 0): string {
  const lsoa = lsoas.length > 0 ? `[${lsoas.join(', ')}][1 + (i % ${lsoas.length})::INTEGER]` : '0';
  return `SELECT ${force}::UTINYINT AS force, month::USMALLINT AS month, (1 + i % 14)::UTINYINT AS crime_type, (i % 5)::UTINYINT AS outcome,
      (${lsoa})::UINTEGER AS lsoa_code, 0::UBIGINT AS crime_key, (CASE WHEN i % 4 = 0 THEN 0 ELSE 4 END)::UTINYINT AS w, hash(${force}, month, i, ${salt}) AS key
    FROM range(${rows}) r(i), (SELECT unnest([${months.join(', ')}]) AS month)`;
}
