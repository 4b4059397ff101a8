/** A consistent copy of the register in one file, from any PostgreSQL: what was committed when it began, while others go on writing. */
import pg from 'pg';
import { type BackupWriter, writeBackup } from './backup-file.ts';
import { END_OF_ROWS, FORMAT, type Header, line, VERSION } from './backup-format.ts';
import { appliedMigrations, carriedSequences, carriedTables, columnList, quoted, STEADY } from './catalogue.ts';
import { copyOut } from './copy.ts';

export interface Carried {
  readonly tables: number;
  readonly rows: number;
}

/**
 * Writes all tables of the schemas `public` and `pgboss` to `file`, mode 600. The file has its name only when it is whole and on the disk.
 * @param ownerUrl the tables' owner: row security must not hide a row, and is an error where it would
 * @throws HeadwaterError `backup-unwritable`
 */
export async function backupRegister(ownerUrl: string, file: string): Promise<Carried> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'headwater backup' });
  // Lost in mid-work: the statement that runs then fails, and tells.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const writer = writeBackup(file);
    try {
      await client.query('begin isolation level repeatable read, read only');
      await client.query(STEADY);
      const sums = await writeAll(client, writer);
      await client.query('commit');
      await writer.finish(sums);
      return { tables: sums.tables, rows: sums.rows };
    } catch (cause) {
      await writer.abandon();
      throw cause;
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function writeAll(client: pg.Client, writer: BackupWriter): Promise<{ tables: number; rows: number; counts: number[] }> {
  await writer.write(line(await headerOf(client)));
  const counts: number[] = [];
  for (const table of await carriedTables(client)) {
    await writer.write(line({ table }));
    counts.push(await copyOut(client, `copy (select ${columnList(table)} from ${quoted(table)}) to stdout`, (chunk) => writer.write(chunk)));
    await writer.write(Buffer.from(`${END_OF_ROWS}\n`));
  }
  // After the rows: a sequence is outside transactions, and must not fall behind them.
  for (const { schema, name, step } of await carriedSequences(client)) {
    const { rows } = await client.query<{ next: string }>(
      `select (case when is_called then last_value::numeric + $1::numeric else last_value end)::text as next from ${quoted({ schema, name })}`,
      [step],
    );
    await writer.write(line({ sequence: { schema, name, next: rows[0]?.next ?? '1' } }));
  }
  return { tables: counts.length, rows: counts.reduce((sum, count) => sum + count, 0), counts };
}

async function headerOf(client: pg.Client): Promise<Header> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  return {
    format: FORMAT,
    version: VERSION,
    postgres: rows[0]?.server_version ?? '',
    migrations: await appliedMigrations(client),
    at: new Date().toISOString(),
  };
}
