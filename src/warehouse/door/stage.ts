/** The door: files in, one DuckDB file of staged tables and a record of each delivery out. Commits nothing: that is the store's part. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeadwaterError } from '../../errors.ts';
import type { DeliveryEntry, FieldNote } from '../manifest.ts';
import { compile } from './compile.ts';
import type { MonthRows } from './completeness.ts';
import { gaps } from './completeness.ts';
import { contractOf, layoutOf } from './contract.ts';
import type { Contract } from './contract.ts';
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { describeRows, placeRows } from './describe.ts';
import { isDiskFull, readingFault } from './faults.ts';
import { emptyFile, fileNotes } from './file-notes.ts';
import { findInputs } from './inputs.ts';
import type { Source } from './inputs.ts';
import { saltOf } from './key.ts';
import { load } from './load.ts';
import { receive } from './receive.ts';
import type { Received } from './receive.ts';
import { recogniseLayout } from './recognise.ts';
import { readRecords } from './records.ts';
import { editionOf, forceOf } from './source.ts';

export interface StagedDelivery extends Omit<DeliveryEntry, 'state' | 'supersededBy' | 'supersedes'> {
  /** Gzipped CSV in the work folder; null when no row was quarantined. */
  readonly quarantinePath: string | null;
  /** Rows by source and period. */
  readonly coverage: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface StagedBatch {
  /** DuckDB file in the work folder with the staged tables. */
  readonly database: string;
  readonly tables: readonly string[];
  readonly deliveries: readonly StagedDelivery[];
  readonly refused: readonly { readonly fileName: string; readonly error: HeadwaterError }[];
  /** Files that are known already, or that the batch has twice: not loaded again. */
  readonly already: readonly { readonly fileName: string; readonly sha256: string }[];
}

export interface Progress {
  readonly fileName: string;
  /** Place of the file in the batch, from 1, and how many there are. */
  readonly file: number;
  readonly files: number;
  readonly step: 'reading' | 'checking' | 'done';
  readonly bytes: number;
}

export interface StageOptions {
  /** A folder that the caller made and will remove. */
  readonly workDir: string;
  /** Seeds the record keys. */
  readonly secret: string | Uint8Array;
  readonly dataset: string;
  /** Files, folders and globs; .csv, .csv.gz, .zip of them, .geojson. */
  readonly inputs: readonly string[];
  readonly layout?: string;
  /** The force that the rows are from, where the file does not say: code, name or alias. */
  readonly source?: string;
  readonly edition?: string;
  /** Number of the first delivery. */
  readonly nextNumber: number;
  readonly now: Date;
  /** Whether a live delivery of the dataset has these bytes. */
  readonly known?: (sha256: string, dataset: string) => boolean;
  readonly onProgress?: (progress: Progress) => void;
  readonly memoryLimit?: string;
  readonly threads?: number;
}

async function headerOf(received: Received): Promise<string> {
  for await (const record of readRecords(received.path)) return record.text;
  return '';
}

interface FileContext {
  readonly db: Database;
  readonly contract: Contract;
  readonly options: StageOptions;
  readonly salt: string;
}

interface StagedFile {
  readonly delivery: StagedDelivery;
  readonly months: readonly MonthRows[];
  readonly places: readonly MonthRows[];
  readonly tables: readonly string[];
}

async function stageFile(context: FileContext, source: Source, received: Received, number: number): Promise<StagedFile> {
  const { db, contract, options, salt } = context;
  const { fileName } = source;
  const now = { month: (options.now.getUTCFullYear() - 2000) * 12 + options.now.getUTCMonth(), instant: options.now.toISOString() };
  const header = await headerOf(received);
  const { fit, delimiter } = recogniseLayout(header, {
    dataset: options.dataset,
    fileName,
    ...(options.layout === undefined ? {} : { layout: options.layout }),
  });
  if (received.scan.records <= 1 && !received.scan.ragged) throw emptyFile(fileName);
  const { layout } = fit;
  const edition = editionOf(layout, fileName, options.edition);
  const force = forceOf(options.source, source);
  const plan = compile({ fit, contract, salt, now, edition, source: force });
  const id = `d${number}-${received.sha256.slice(0, 8)}`;
  const loaded = await load({ db, workDir: options.workDir, received, delimiter, plan, layout, delivery: number, salt });
  try {
    await received.verify();
    const described = await describeRows(db, plan, number, layout, edition);
    const places = await placeRows(db, fit, loaded, id);
    const months = described.months.map((one) => ({ ...one, delivery: id }));
    const delivery: StagedDelivery = {
      id,
      number,
      dataset: contract.id,
      layout: layout.id,
      fileName,
      sha256: received.sha256,
      bytes: received.bytes,
      receivedAt: options.now.toISOString(),
      source: described.source,
      publisher: layout.publisher ?? contract.publisher,
      licence: layout.licence ?? contract.licence,
      edition,
      fictional: described.fictional,
      from: described.from,
      to: described.to,
      counts: loaded.counts,
      warnings: [...fileNotes(received, fit, loaded.mended), ...loaded.warnings],
      review: loaded.review,
      quarantined: loaded.quarantined,
      contractVersion: contract.version,
      quarantinePath: loaded.quarantinePath,
      coverage: described.coverage,
    };
    return { delivery, months, places, tables: plan.tables.map(({ table }) => table.name) };
  } finally {
    await loaded.discard();
  }
}

/**
 * Stages a batch of files of one dataset. A file that cannot be used is refused by itself and the others go on; a full disk ends the batch.
 *
 * @throws HeadwaterError `unknown-dataset`, `unknown-layout`, `unknown-source`, `disk-full`
 */
export async function stage(options: StageOptions): Promise<StagedBatch> {
  const contract = contractOf(options.dataset);
  if (options.layout !== undefined) layoutOf(options.layout, options.dataset);
  if (options.source !== undefined) forceOf(options.source, undefined);
  const database = join(options.workDir, 'staged.duckdb');
  try {
    const tempDir = join(options.workDir, 'spill');
    await mkdir(tempDir, { recursive: true });
    const found = await findInputs(options.inputs);
    const db = await openDatabase({ path: database, tempDir, memoryLimit: options.memoryLimit ?? '700MB', threads: options.threads ?? 2 });
    try {
      return await stageAll({ db, contract, options, salt: saltOf(options.secret) }, found.sources, found.refused, database);
    } finally {
      await db.close();
    }
  } catch (error) {
    if (isDiskFull(error)) throw readingFault(error, options.dataset);
    throw error;
  }
}

async function stageAll(context: FileContext, sources: readonly Source[], notFound: StagedBatch['refused'], database: string): Promise<StagedBatch> {
  const { db, options } = context;
  const staged: StagedFile[] = [];
  const refused = [...notFound];
  const already: { fileName: string; sha256: string }[] = [];
  const seen = new Set<string>();
  let number = options.nextNumber;
  for (const [index, source] of sources.entries()) {
    let bytes = 0;
    const tell = (step: Progress['step']) => options.onProgress?.({ fileName: source.fileName, file: index + 1, files: sources.length, step, bytes });
    let received: Received | undefined;
    try {
      tell('reading');
      received = await receive(source, {
        workDir: options.workDir,
        tag: `file-${index}`,
        onBytes: (n) => {
          const before = bytes;
          bytes += n;
          if (Math.floor(bytes / 2 ** 26) > Math.floor(before / 2 ** 26)) tell('reading');
        },
      });
      if (seen.has(received.sha256) || options.known?.(received.sha256, options.dataset)) {
        already.push({ fileName: source.fileName, sha256: received.sha256 });
        continue;
      }
      tell('checking');
      staged.push(await stageFile(context, source, received, number));
      seen.add(received.sha256);
      number++;
    } catch (error) {
      if (isDiskFull(error)) throw error;
      refused.push({ fileName: source.fileName, error: readingFault(error, source.fileName) });
    } finally {
      await received?.discard();
      tell('done');
    }
  }
  const tables = [...new Set(staged.flatMap((one) => one.tables))];
  await dropHelpers(db, tables);
  return { database, tables, deliveries: withGaps(staged), refused, already };
}

async function dropHelpers(db: Database, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    for (const helper of ['row_hash', 'issues']) await db.run(`ALTER TABLE "${table}" DROP COLUMN IF EXISTS ${helper}`);
  }
  for (const row of await db.rows("SELECT type_name FROM duckdb_types() WHERE logical_type = 'ENUM' AND NOT internal")) {
    await db.run(`DROP TYPE "${String(row['type_name'])}"`);
  }
  await db.run('CHECKPOINT');
}

/** Adds what only the batch as a whole shows: months that look unfinished. */
function withGaps(staged: readonly StagedFile[]): StagedDelivery[] {
  const found = [
    ...gaps(
      staged.flatMap((one) => one.months),
      'Month',
      50,
    ),
    ...gaps(
      staged.flatMap((one) => one.places),
      'District',
      20,
    ),
  ];
  return staged.map(({ delivery }) => {
    const notes: FieldNote[] = found.filter((gap) => gap.delivery === delivery.id).map((gap) => gap.note);
    return notes.length === 0 ? delivery : { ...delivery, warnings: [...delivery.warnings, ...notes] };
  });
}
