/** One received file into the staged tables: DuckDB reads, checks and writes; the counts are held against the intake's own. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadwaterError } from '../../errors.ts';
import type { DeliveryCounts, FieldNote, UnmappedCode } from '../manifest.ts';
import type { Plan } from './compile.ts';
import { createTableSql } from './compile.ts';
import type { Layout } from './contract.ts';
import { columnsOf, createTypeSql, typeOfList } from './expressions.ts';
import type { Database } from './database.ts';
import { bigOf, numberOf } from './database.ts';
import { isDiskFull } from './faults.ts';
import { LIMITS } from './limits.ts';
import { mend } from './mend.ts';
import { tally, writeQuarantine } from './quarantine.ts';
import type { Received } from './receive.ts';
import { setAsideRepeats } from './repeats.ts';
import { bit, literal } from './sql.ts';

export interface LoadOptions {
  readonly db: Database;
  readonly workDir: string;
  readonly received: Received;
  readonly delimiter: string;
  readonly plan: Plan;
  readonly layout: Layout;
  readonly delivery: number;
  readonly salt: string;
}

export interface Loaded {
  readonly counts: DeliveryCounts;
  readonly warnings: readonly FieldNote[];
  readonly review: readonly UnmappedCode[];
  readonly quarantined: readonly FieldNote[];
  readonly quarantinePath: string | null;
  readonly mended: boolean;
  /** FROM clause that gives the checked rows of this file again, until `discard`. */
  readonly checked: string;
  readonly good: string;
  readonly discard: () => Promise<void>;
}

function readCsv(path: string, plan: Plan, delimiter: string, careful: boolean, longest: number): string {
  const columns = Array.from({ length: plan.columns }, (_, position) => `'r${position}': 'VARCHAR'`).join(', ');
  // DuckDB takes buffers of sixteen such lines: no larger than the file needs.
  const line = Math.max(1 << 21, longest + 1024);
  return `read_csv(${literal(path)}, columns = {${columns}}, auto_detect = false, header = true, delim = ${literal(delimiter)}, quote = '"', escape = '"', strict_mode = true, null_padding = false, max_line_size = ${line}, parallel = ${!careful})`;
}

/** Tables and word lists of this layout that the batch does not have yet. */
export async function ensureTables(db: Database, plan: Plan): Promise<void> {
  for (const list of plan.lists) {
    const there = await db.rows(`SELECT 1 FROM duckdb_types() WHERE type_name = ${literal(typeOfList(list).slice(1, -1))}`);
    if (there.length === 0) await db.run(createTypeSql(list));
  }
  for (const { table } of plan.tables) {
    const there = await db.rows(`SELECT 1 FROM duckdb_tables() WHERE table_name = ${literal(table.name)} AND NOT temporary`);
    if (there.length === 0) await db.run(createTableSql(table, plan.direct));
  }
}

const CHECKED = 'door_checked';

/** Reads and checks every record; gives how many there were. Direct plans land in the staged table, others in a table of checked rows. */
async function readInto(options: LoadOptions, from: string): Promise<number> {
  const { db, plan, delivery } = options;
  if (!plan.direct) return db.run(`CREATE OR REPLACE TEMP TABLE ${CHECKED} AS ${plan.checked(from)}`);
  const [planned] = plan.tables;
  if (!planned) throw new Error('a direct plan has one table');
  const select = columnsOf(planned.table).map(({ name }) => (name === 'delivery' ? `${delivery}::UINTEGER` : `${planned.select.get(name)} AS "${name}"`));
  return db.run(`INSERT INTO "${planned.table.name}" SELECT ${select.join(', ')}, row_hash, issues FROM (${plan.checked(from)})`);
}

async function forget(options: LoadOptions): Promise<void> {
  const { db, plan, delivery } = options;
  for (const { table } of plan.tables) await db.run(`DELETE FROM "${table.name}" WHERE delivery = ${delivery}`);
  await db.run(`DROP TABLE IF EXISTS ${CHECKED}`);
}

interface ReadRows {
  readonly read: number;
  readonly malformed: number;
  readonly from: string;
  readonly mended: boolean;
}

/**
 * First as it stands; when the file is not well formed, or DuckDB finds another number of records than the intake did, again from a mended
 * copy. If the numbers still differ the file is refused: nothing may be lost.
 */
async function readRows(options: LoadOptions, mendedPath: string): Promise<ReadRows> {
  const { received, plan, delimiter } = options;
  const { scan } = received;
  const expected = scan.records - 1;
  if (!scan.ragged && !(scan.crlf > 0 && scan.lf > 0)) {
    const from = readCsv(received.path, plan, delimiter, false, scan.longest);
    try {
      if ((await readInto(options, from)) === expected) return { read: expected, malformed: 0, from, mended: false };
    } catch (error) {
      if (isDiskFull(error)) throw error;
    }
    await forget(options);
  }
  const { read, malformed } = await mend(received.path, mendedPath, plan.columns, delimiter);
  const from = readCsv(mendedPath, plan, ',', true, Math.min(scan.longest * 2, LIMITS.record * 2));
  const loaded = await readInto(options, from);
  if (loaded !== read - malformed) {
    throw new HeadwaterError(
      'refused',
      'count-mismatch',
      `“${received.source.fileName}” was refused: the intake counted ${read - malformed} well-formed rows and the loader ${loaded}.`,
      {
        advice: 'Nothing of it was kept. Deliver it again; if it happens again, report it with the file’s first lines.',
      },
    );
  }
  return { read, malformed, from, mended: true };
}

/** Marks what only the whole file shows, in a table of checked rows: repeats (set aside) and second rows for the same area (spoiled). */
async function markWhole(options: LoadOptions): Promise<number> {
  const { db, plan } = options;
  const good = `issues & ${plan.spoilMask}::UBIGINT = 0`;
  await db.run(`ALTER TABLE ${CHECKED} ADD COLUMN repeat BOOLEAN DEFAULT false`);
  const repeats = await db.run(`UPDATE ${CHECKED} SET repeat = true WHERE rowid IN (
    SELECT rowid FROM ${CHECKED} WHERE ${good} QUALIFY row_number() OVER (PARTITION BY row_hash ORDER BY rowid) > 1)`);
  for (const { by, bit: which } of plan.unique) {
    await db.run(`UPDATE ${CHECKED} SET issues = issues | ${bit(which)} WHERE rowid IN (
      SELECT rowid FROM ${CHECKED} WHERE ${good} AND NOT repeat QUALIFY row_number() OVER (PARTITION BY ${by.join(', ')} ORDER BY rowid) > 1)`);
  }
  return repeats;
}

async function insertChecked(options: LoadOptions): Promise<void> {
  const { db, plan, delivery } = options;
  for (const { table, select, long } of plan.tables) {
    const columns = columnsOf(table);
    const given = columns.map(({ name, type }) => {
      if (name === 'delivery') return `${delivery}::UINTEGER AS "delivery"`;
      const sql = select.get(name) ?? 'NULL';
      return `${long && (sql.startsWith('[') || sql.startsWith('l_')) ? `unnest(${sql})` : sql}::${type} AS "${name}"`;
    });
    await db.run(`INSERT INTO "${table.name}" SELECT ${given.join(', ')} FROM ${CHECKED} WHERE issues & ${plan.spoilMask}::UBIGINT = 0 AND NOT repeat`);
  }
}

/** Values that are in no code list, most frequent first, the tail of a long list as one line. */
async function reviewList(db: Database, plan: Plan, checked: string, bits: bigint): Promise<UnmappedCode[]> {
  const review: UnmappedCode[] = [];
  for (const rule of plan.rules) {
    if (rule.level !== 'review' || ((bits >> BigInt(rule.bit)) & 1n) === 0n) continue;
    const [position] = rule.positions;
    if (position === undefined) continue;
    const found = `SELECT trim(r${position}) AS value, count(*) AS n FROM ${checked} WHERE ${rule.test} GROUP BY 1 ORDER BY n DESC, value`;
    const rows = await db.rows(`${found} LIMIT ${LIMITS.review}`);
    const base = { field: rule.field, list: rule.list ?? '' };
    review.push(...rows.map((row) => ({ ...base, value: String(row['value'] ?? ''), count: numberOf(row['n']) })));
    if (rows.length === LIMITS.review) {
      const [rest] = await db.rows(`SELECT count(*) AS k, sum(n)::BIGINT AS n FROM (${found} OFFSET ${LIMITS.review})`);
      if (numberOf(rest?.['k']) > 0) review.push({ ...base, value: `(${numberOf(rest?.['k'])} other values)`, count: numberOf(rest?.['n']) });
    }
  }
  return review;
}

/** @throws HeadwaterError; nothing of the delivery is left in the tables then */
export async function load(options: LoadOptions): Promise<Loaded> {
  const mendedPath = join(options.workDir, `mended-${options.delivery}.csv`);
  const discard = async () => {
    await rm(mendedPath, { force: true });
    await options.db.run(`DROP TABLE IF EXISTS ${CHECKED}`);
  };
  try {
    await ensureTables(options.db, options.plan);
    return await loadRows(options, mendedPath, discard);
  } catch (error) {
    if (!isDiskFull(error)) await forget(options);
    await discard();
    if (error instanceof HeadwaterError || isDiskFull(error)) throw error;
    throw new HeadwaterError('refused', 'load-failed', `“${options.received.source.fileName}” could not be loaded. Nothing of it was kept.`, {
      detail: error instanceof Error ? error.message : String(error),
      cause: error,
      advice: 'The log says where it failed.',
    });
  }
}

async function loadRows(options: LoadOptions, mendedPath: string, discard: () => Promise<void>): Promise<Loaded> {
  const { db, plan, delivery, received } = options;
  const { read, malformed, from, mended } = await readRows(options, mendedPath);
  const [planned] = plan.tables;
  const direct = plan.direct ? planned : undefined;
  const table = direct ? `"${direct.table.name}"` : CHECKED;
  const mine = direct ? `delivery = ${delivery}` : 'true';
  const mask = `${plan.spoilMask}::UBIGINT`;
  let repeats = direct ? 0 : await markWhole(options);

  const [spoiled] = await db.rows(
    `SELECT min(rowid) AS base, max(rowid) AS last, count(*) AS n, count(*) FILTER (issues & ${mask} <> 0) AS bad FROM ${table} WHERE ${mine}`,
  );
  const base = numberOf(spoiled?.['base']);
  const n = numberOf(spoiled?.['n']);
  if (n > 0 && numberOf(spoiled?.['last']) - base + 1 !== n) throw new Error('rows of the delivery do not stand in one run: lines cannot be told');
  const bad = numberOf(spoiled?.['bad']) + malformed;
  const quarantinePath = bad > 0 ? join(options.workDir, `quarantine-${delivery}.csv.gz`) : null;
  const quarantined = quarantinePath
    ? await writeQuarantine({
        db,
        from: received.path,
        to: quarantinePath,
        columns: plan.columns,
        delimiter: options.delimiter,
        rules: plan.rules,
        spoiled: `SELECT rowid - ${base} AS ordinal, issues FROM ${table} WHERE ${mine} AND issues & ${mask} <> 0 ORDER BY 1`,
      })
    : { rows: 0, notes: [] };
  if (quarantined.rows !== bad) throw new Error(`quarantine holds ${quarantined.rows} rows of ${bad}`);

  const notes = new Map<string, FieldNote>();
  if (direct) {
    await db.run(`DELETE FROM ${table} WHERE ${mine} AND issues & ${mask} <> 0`);
    const set = await setAsideRepeats(db, direct.table, delivery, plan.spoilMask, options.salt);
    repeats = set.repeats;
    if (set.alike > 0)
      tally(
        notes,
        { field: 'Row', rule: 'alike', reason: 'Exactly like another row and without an identifier: kept, for it may be a second incident' },
        set.alike,
      );
  } else await insertChecked(options);

  const kept = direct ? mine : `NOT repeat AND issues & ${mask} = 0`;
  let accepted = 0;
  let bits = 0n;
  for (const row of await db.rows(`SELECT issues, count(*) AS n FROM ${table} WHERE ${kept} GROUP BY issues`)) {
    const issues = bigOf(row['issues']);
    const count = numberOf(row['n']);
    accepted += count;
    bits |= issues;
    for (const rule of plan.rules) {
      if (rule.level === 'warn' && ((issues >> BigInt(rule.bit)) & 1n) === 1n) tally(notes, { field: rule.field, rule: rule.rule, reason: rule.reason }, count);
    }
  }
  const checked = direct ? `(${plan.checked(from)})` : CHECKED;
  const good = direct ? `issues & ${mask} = 0` : kept;
  const review = await reviewList(db, plan, `(SELECT * FROM ${checked} WHERE ${good})`, bits);
  if (!direct) for (const note of await sumNotes(options, good)) tally(notes, note, note.count);
  const counts = { read, accepted, quarantined: bad, repeats };
  if (read !== accepted + bad + repeats) {
    throw new HeadwaterError(
      'refused',
      'count-mismatch',
      `“${received.source.fileName}” was refused: of ${read} rows read, ${accepted} accepted, ${bad} quarantined and ${repeats} repeats do not make the whole.`,
    );
  }
  return { counts, warnings: [...notes.values()], review, quarantined: quarantined.notes, quarantinePath, mended, checked, good, discard };
}

/** Sums between rows that the layout says must agree. */
async function sumNotes(options: LoadOptions, good: string): Promise<FieldNote[]> {
  const { db, layout } = options;
  const notes: FieldNote[] = [];
  for (const { by, parts, total, reason } of layout.sums) {
    const name = (field: string) => `v0_${field}`;
    const [row] = await db.rows(
      `SELECT count(*) AS n FROM (SELECT 1 FROM ${CHECKED} WHERE ${good} GROUP BY ${by.map(name).join(', ')} HAVING sum(${name(parts)}) <> any_value(${name(total)}))`,
    );
    const count = numberOf(row?.['n']);
    if (count > 0) notes.push({ field: total, rule: 'parts', reason, count });
  }
  return notes;
}
