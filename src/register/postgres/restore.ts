/** Loads a backup into a new register: all of it, or nothing. */
import pg from 'pg';
import { HeadwaterError } from '../../errors.ts';
import type { Carried } from './backup.ts';
import { readBackup } from './backup-file.ts';
import type { BackupTable, Header } from './backup-format.ts';
import { appliedMigrations, carriedTables, columnList, fullName, quoted, STEADY } from './catalogue.ts';
import { type CopyIn, copyIn } from './copy.ts';

/** What a register that was just made holds already: the head of the empty audit chain, and what the job queue put there at its start. */
const isSeeded = (table: BackupTable): boolean => table.schema === 'pgboss' || fullName(table) === 'public.audit_head';

/**
 * The database must have had the migrations that the backup's had, and hold nothing yet. The file is read to its end and checked before
 * anything is written; then everything is loaded in one transaction.
 * @param besides what belongs to the rows and stands elsewhere: done when all is loaded and before it holds, so that who is killed in between can do it all again
 * @throws HeadwaterError `backup-missing`, `backup-foreign`, `backup-newer`, `backup-damaged`, `restore-other-migrations`,
 * `restore-tables-differ`, `restore-not-empty`
 */
export async function restoreRegister(ownerUrl: string, file: string, besides: () => void = () => undefined): Promise<Carried> {
  const content = await survey(file);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'headwater restore' });
  // Lost in mid-work: the statement that runs then fails, and tells.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin');
    await client.query(STEADY);
    compareMigrations(content.header.migrations, await appliedMigrations(client));
    const targets = await carriedTables(client);
    compareTables(content.tables, targets);
    const wanted = new Set(content.tables.filter((table) => table.rows > 0).map(fullName));
    await emptyHanded(client, targets);
    await freeOrder(client);
    const rows = await load(client, file, wanted);
    besides();
    await client.query('commit');
    return { tables: content.tables.length, rows };
  } finally {
    // Whatever was not committed is undone with the session.
    await client.end().catch(() => undefined);
  }
}

interface Content {
  readonly header: Header;
  readonly tables: readonly (BackupTable & { rows: number })[];
}

async function survey(file: string): Promise<Content> {
  let header: Header | undefined;
  const tables: (BackupTable & { rows: number })[] = [];
  for await (const part of readBackup(file)) {
    if (part.kind === 'header') header = part.header;
    if (part.kind === 'table') tables.push({ ...part.table, rows: 0 });
    const current = tables.at(-1);
    if (part.kind === 'rows' && current !== undefined) current.rows += part.count;
  }
  // The reader yields a header first, or throws.
  if (header === undefined) throw new Error('backup without a header');
  return { header, tables };
}

function compareMigrations(backup: readonly string[], here: readonly string[]): void {
  const lacking = backup.filter((name) => !here.includes(name));
  const more = here.filter((name) => !backup.includes(name));
  if (lacking.length === 0 && more.length === 0) return;
  const words = [
    ...(lacking.length > 0 ? [`only in the backup: ${lacking.join(', ')}`] : []),
    ...(more.length > 0 ? [`only in this register: ${more.join(', ')}`] : []),
  ];
  throw new HeadwaterError('refused', 'restore-other-migrations', `The backup is of another version of the register (${words.join('; ')}).`, {
    advice: 'Restore it with the version of Headwater that wrote it, then start this one, which brings the register up to date. Nothing was changed.',
  });
}

function compareTables(backup: Content['tables'], here: readonly BackupTable[]): void {
  const known = new Map(here.map((table) => [fullName(table), new Set(table.columns)]));
  const strange = backup.filter((table) => table.rows > 0 && !table.columns.every((name) => known.get(fullName(table))?.has(name) === true));
  if (strange.length === 0) return;
  throw new HeadwaterError('refused', 'restore-tables-differ', `This register lacks tables or columns of the backup: ${strange.map(fullName).join(', ')}.`, {
    advice: 'Restore it with the version of Headwater that wrote it. Nothing was changed.',
  });
}

/** Nobody else gets in until the end; what is there is refused; what a new register starts with is taken out. */
async function emptyHanded(client: pg.Client, targets: readonly BackupTable[]): Promise<void> {
  if (targets.length === 0) return;
  await client.query(`lock table ${targets.map(quoted).join(', ')} in access exclusive mode`);
  const filled: string[] = [];
  for (const table of targets.filter((one) => !isSeeded(one))) {
    const { rows } = await client.query<{ some: boolean }>(`select exists (select 1 from ${quoted(table)}) as some`);
    if (rows[0]?.some === true) filled.push(fullName(table));
  }
  if (filled.length > 0) {
    throw new HeadwaterError(
      'conflict',
      'restore-not-empty',
      `This register is not empty: ${filled.slice(0, 5).join(', ')}${filled.length > 5 ? ' and more' : ''}.`,
      {
        advice: 'A backup is restored into a new register only. Nothing was changed.',
      },
    );
  }
  for (const table of targets.toReversed().filter(isSeeded)) await client.query(`delete from ${quoted(table)}`);
}

/** Checks of references and triggers are left out where we may (the rows passed them once); else the order of the file has to do. */
async function freeOrder(client: pg.Client): Promise<void> {
  await client.query('savepoint free_order');
  try {
    await client.query('set local session_replication_role = replica');
  } catch {
    await client.query('rollback to savepoint free_order');
    await client.query('set constraints all deferred');
  }
}

async function load(client: pg.Client, file: string, wanted: ReadonlySet<string>): Promise<number> {
  let copy: CopyIn | null = null;
  let rows = 0;
  try {
    for await (const part of readBackup(file)) {
      if (part.kind === 'table' && wanted.has(fullName(part.table))) {
        copy = await copyIn(client, `copy ${quoted(part.table)} (${columnList(part.table)}) from stdin`);
      } else if (part.kind === 'rows') {
        await copy?.send(part.lines);
      } else if (part.kind === 'table-end') {
        rows += (await copy?.end()) ?? 0;
        copy = null;
      } else if (part.kind === 'sequence') {
        await restart(client, part.sequence);
      }
    }
  } catch (cause) {
    await copy?.fail('the backup could not be read');
    throw cause;
  }
  return rows;
}

/** By ALTER, which a rollback undoes, where setval() would stay. One that this register does not have is passed over: nothing here uses it. */
async function restart(client: pg.Client, sequence: { schema: string; name: string; next: string }): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [quoted(sequence)]);
  if (rows[0]?.there === true) await client.query(`alter sequence ${quoted(sequence)} restart with ${BigInt(sequence.next)}`);
}
