/**
 * Exact repeats within a file, and keys for rows that look alike (docs/adr/0003-exact-repeats.md).
 *
 * A repeat is a row of which every column of the file is the same (128 bits: the hash of the whole row, and its key). Where a row has no
 * identifier and may be a second event, it is kept, and the second, third... of rows with one key get keys of their own: rows that shared one
 * would share their noise.
 */
import type { Table } from './contract.ts';
import type { Database } from './database.ts';
import { numberOf } from './database.ts';
import { countWeightSql, recordWeightSql } from '../protection.ts';
import { occurrenceKeySql } from './key.ts';

export interface Repeats {
  readonly repeats: number;
  /** Rows kept although another is exactly alike. */
  readonly alike: number;
}

/** For tables with record keys. Sets aside repeats among the good rows of a delivery. */
export async function setAsideRepeats(db: Database, table: Table, delivery: number, spoilMask: bigint, salt: string): Promise<Repeats> {
  // One transaction: a checkpoint between the statements could move rows, and they are told by their place.
  await db.run('BEGIN TRANSACTION');
  try {
    const found = await inTransaction(db, table, delivery, spoilMask, salt);
    await db.run('COMMIT');
    return found;
  } catch (error) {
    // The first failure is the one to tell; a rollback that fails too adds nothing.
    await db.run('ROLLBACK').catch(() => 0);
    throw error;
  }
}

async function inTransaction(db: Database, table: Table, delivery: number, spoilMask: bigint, salt: string): Promise<Repeats> {
  const name = `"${table.name}"`;
  const good = `delivery = ${delivery} AND issues & ${spoilMask}::UBIGINT = 0`;
  const twins = await db.run(`CREATE OR REPLACE TEMP TABLE door_twin AS SELECT key FROM ${name} WHERE ${good} GROUP BY key HAVING count(*) > 1`);
  if (twins === 0) return { repeats: 0, alike: 0 };
  const only = table.repeats === 'all' ? undefined : table.repeats.only;
  const identity = only === undefined ? 'true' : `"${table.fields.find((field) => field.type === 'identifier' && field.of === only)?.name ?? only}" <> 0`;
  const counted = table.weight === undefined ? '' : `, "${table.weight}" AS n`;
  await db.run(`CREATE OR REPLACE TEMP TABLE door_alike AS
    SELECT t.rowid AS id, t.key${counted}, row_number() OVER (PARTITION BY t.key, t.row_hash ORDER BY t.rowid) AS nth, ${identity} AS identified
    FROM ${name} t SEMI JOIN door_twin ON t.key = door_twin.key WHERE ${good}`);
  const [tallies] = await db.rows(
    'SELECT count(*) FILTER (nth > 1 AND identified) AS repeats, count(*) FILTER (nth > 1 AND NOT identified) AS alike FROM door_alike',
  );
  await db.run(`DELETE FROM ${name} WHERE rowid IN (SELECT id FROM door_alike WHERE nth > 1 AND identified)`);
  const key = occurrenceKeySql(salt, 'key', 'occurrence');
  const weight = table.weight === undefined ? recordWeightSql('again') : countWeightSql('again', 'n');
  await db.run(`UPDATE ${name} AS t SET key = fresh.again, w = fresh.weight FROM (
      SELECT id, again, ${weight} AS weight FROM (
        SELECT *, ${key} AS again FROM (SELECT *, row_number() OVER (PARTITION BY key ORDER BY id) AS occurrence FROM door_alike WHERE nth = 1 OR NOT identified)
        WHERE occurrence > 1)
    ) AS fresh WHERE t.rowid = fresh.id`);
  await db.run('DROP TABLE door_twin');
  await db.run('DROP TABLE door_alike');
  return { repeats: numberOf(tallies?.['repeats']), alike: numberOf(tallies?.['alike']) };
}
