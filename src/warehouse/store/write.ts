/** Builds the data files of a new snapshot: the touched datasets, the frame when its sources changed, and then every file of facts again. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { itemByCode, monthText } from '../../reference/index.ts';
import type { Home } from '../home.ts';
import type { DataFile, DeliveryEntry, FieldNote, SnapshotEntry } from '../manifest.ts';
import { type Builder, openBuilder } from './builder.ts';
import { placeFile } from './commit.ts';
import { forceCode, readEditions, readTables } from './coverage.ts';
import { FACTS, type FactTable, factTable } from './facts.ts';
import { buildFrame } from './frame.ts';
import { FRAME_DATASETS, type Present } from './frame-sources.ts';
import { mergeFacts } from './merge-facts.ts';
import { mergeReference } from './merge-reference.ts';
import { completenessNotes, type DistrictMonth } from './notes.ts';

/** Old rows that go. Deliveries are numbers. */
export interface Dropped {
  readonly whole: readonly number[];
  /** Single months of facts, and single editions of reference data. */
  readonly months: readonly { readonly delivery: number; readonly force: number; readonly month: number }[];
  readonly editions: readonly { readonly delivery: number; readonly edition: string }[];
}

/** What one dataset gains and loses. */
export interface Change {
  readonly dataset: string;
  readonly dropped: Dropped;
  readonly staged: readonly { readonly database: string; readonly deliveries: readonly number[] }[];
}

export interface WriteRequest {
  readonly home: Home;
  readonly workDir: string;
  /** Number of the commit: part of the names of the new files. */
  readonly sequence: number;
  readonly before: SnapshotEntry | undefined;
  readonly changes: readonly Change[];
  /** Every delivery that is live after the commit. */
  readonly live: readonly DeliveryEntry[];
  readonly onFile?: (dataset: string) => void;
}

export interface Written {
  readonly files: Readonly<Record<string, DataFile>>;
  /** Warnings of the placing, by delivery number. */
  readonly warnings: ReadonlyMap<number, readonly FieldNote[]>;
}

export async function writeFiles(request: WriteRequest): Promise<Written> {
  const files: Record<string, DataFile> = { ...request.before?.files };
  const warnings = new Map<number, readonly FieldNote[]>();
  const changed = new Map(request.changes.map((change) => [change.dataset, change]));
  for (const change of request.changes) {
    if (factTable(change.dataset)) continue;
    request.onFile?.(change.dataset);
    files[change.dataset] = await writeReference(request, change);
  }
  const reframed = FRAME_DATASETS.some((dataset) => changed.has(dataset));
  if (reframed) {
    request.onFile?.('frame');
    files.frame = await writeFrame(request, files);
  }
  for (const fact of FACTS) {
    const change = changed.get(fact.dataset) ?? (reframed && files[fact.dataset] ? unchanged(fact.dataset) : undefined);
    if (change === undefined) continue;
    request.onFile?.(fact.dataset);
    const written = await writeFacts(request, fact, change, files.frame, reframed);
    files[fact.dataset] = written.file;
    for (const [delivery, notes] of written.warnings) warnings.set(delivery, notes);
  }
  return { files, warnings };
}

function unchanged(dataset: string): Change {
  return { dataset, dropped: { whole: [], months: [], editions: [] }, staged: [] };
}

type Described = Omit<DataFile, 'name' | 'dataset' | 'bytes' | 'sha256' | 'contractVersion'>;

/** Opens a new file, lets `work` fill it, and moves it into `snapshots/`. */
async function write(request: WriteRequest, dataset: string, work: (builder: Builder) => Promise<Described>): Promise<DataFile> {
  const name = `${dataset}-${request.sequence}.duckdb`;
  const path = join(request.workDir, name);
  const builder = await openBuilder(path, request.workDir);
  let described: Described;
  try {
    described = await work(builder);
  } catch (error) {
    builder.abandon();
    throw error;
  }
  await builder.close();
  const contractVersion = request.live.findLast((entry) => entry.dataset === dataset)?.contractVersion ?? '1';
  return { name, dataset, ...described, ...(await placeFile(request.home, path, name)), contractVersion };
}

async function attachAll(
  request: WriteRequest,
  builder: Builder,
  change: Change,
): Promise<{ old: boolean; staged: { alias: string; deliveries: readonly number[] }[] }> {
  const before = request.before?.files[change.dataset];
  if (before) await builder.attach(join(request.home.paths.snapshots, before.name), 'old');
  const staged = [];
  for (const [at, { database, deliveries }] of change.staged.entries()) {
    await builder.attach(database, `s${at}`);
    staged.push({ alias: `s${at}`, deliveries });
  }
  return { old: before !== undefined, staged };
}

async function writeReference(request: WriteRequest, change: Change): Promise<DataFile> {
  return write(request, change.dataset, async (builder) => {
    const rows = await mergeReference(builder, { ...change, ...(await attachAll(request, builder, change)) });
    const live = request.live.filter((entry) => entry.dataset === change.dataset);
    const layouts = new Map(live.map((entry) => [entry.number, entry.layout]));
    const coverage: Record<string, Record<string, number>> = {};
    for (const { delivery, edition, rows: n } of await readEditions(builder, `${change.dataset}-${request.sequence}`)) {
      const layout = layouts.get(delivery) ?? '';
      const editions = coverage[layout] ?? {};
      coverage[layout] = { ...editions, [edition]: (editions[edition] ?? 0) + n };
    }
    const ends = live
      .flatMap((entry) => [entry.from, entry.to])
      .filter((end) => end !== null)
      .sort();
    return { rows, coverage, from: ends[0] ?? null, to: ends.at(-1) ?? null, notes: [] };
  });
}

async function writeFrame(request: WriteRequest, files: Readonly<Record<string, DataFile>>): Promise<DataFile> {
  return write(request, 'frame', async (builder) => {
    const present = new Map<string, Present>();
    for (const [at, dataset] of FRAME_DATASETS.entries()) {
      const file = files[dataset];
      if (file === undefined) continue;
      const alias = `r${at}`;
      await builder.attach(join(request.home.paths.snapshots, file.name), alias);
      present.set(dataset, { alias, tables: new Set((await readTables(builder, alias)).map(({ table }) => table)) });
    }
    await buildFrame(builder, present);
    const rows = (await builder.read('SELECT (SELECT count(*) FROM lsoa) + (SELECT count(*) FROM district) AS n')).numbers('n')[0] ?? 0;
    const notes = (await builder.read('SELECT text FROM frame_note')).texts('text').filter((text) => text !== null);
    return { rows, coverage: {}, from: null, to: null, notes };
  });
}

async function writeFacts(
  request: WriteRequest,
  fact: FactTable,
  change: Change,
  frame: DataFile | undefined,
  reframed: boolean,
): Promise<{ file: DataFile; warnings: ReadonlyMap<number, readonly FieldNote[]> }> {
  let warnings: ReadonlyMap<number, readonly FieldNote[]> = new Map();
  const file = await write(request, fact.dataset, async (builder) => {
    const attached = await attachAll(request, builder, change);
    if (frame) await builder.attach(join(request.home.paths.snapshots, frame.name), 'frame');
    warnings = await mergeFacts(builder, { fact, ...change, ...attached, framed: frame !== undefined, replace: reframed, secret: request.home.secret });
    return describeFacts(builder, fact, frame !== undefined);
  });
  // What the door staged of this dataset is in the new file now: give the space back before the next file needs it.
  for (const { database } of change.staged) rmSync(database, { force: true });
  return { file, warnings };
}

async function describeFacts(builder: Builder, fact: FactTable, framed: boolean): Promise<Described> {
  const held = await builder.read(`SELECT force, month, count(*) AS n FROM ${fact.table} GROUP BY ALL ORDER BY ALL`);
  const [force, month, n] = [held.numbers('force'), held.numbers('month'), held.numbers('n')];
  const coverage: Record<string, Record<string, number>> = {};
  for (let i = 0; i < held.rows; i++) {
    const code = forceCode(force[i] ?? 0);
    const months = coverage[code] ?? {};
    coverage[code] = months;
    months[monthText(month[i] ?? 0)] = n[i] ?? 0;
  }
  const months = Object.values(coverage)
    .flatMap((of) => Object.keys(of))
    .sort();
  const districts = framed ? await readDistrictMonths(builder, fact) : [];
  const notes = completenessNotes(coverage, districts, forceName);
  const rows = n.reduce((sum, count) => sum + count, 0);
  return { rows, coverage, from: months[0] ?? null, to: months.at(-1) ?? null, notes };
}

async function readDistrictMonths(builder: Builder, fact: FactTable): Promise<DistrictMonth[]> {
  const held = await builder.read(
    `SELECT a.force, d.name, a.month, sum(a.n) AS n FROM ${fact.table}_atom a JOIN frame.district d ON d.idx = a.district AND d.force = a.force WHERE a.level = 1 GROUP BY ALL`,
  );
  const [force, name, month, n] = [held.numbers('force'), held.texts('name'), held.numbers('month'), held.numbers('n')];
  return Array.from(force, (id, i) => ({ force: forceCode(id), district: name[i] ?? '', month: month[i] ?? 0, rows: n[i] ?? 0 }));
}

function forceName(code: string): string {
  return itemByCode('force', code)?.label ?? code;
}
