/**
 * Makes a data home of any size for benchmarks, by a seeded generator in SQL: `node_modules/.bin/node bench/make-home.ts --rows 10000000 --dir /tmp/x`.
 * The files have the schema of docs/architecture.md, so the server and the command line work on the home as on any other.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { areaInt, monthInt, monthText } from '../src/reference/index.ts';
import type { DataFile, DeliveryEntry, Manifest } from '../src/warehouse/manifest.ts';
import { stopSql, streetSql } from './home/facts.ts';
import type { Span } from './home/facts.ts';
import { AREAS, benchForces, frameSql, geographySql } from './home/geography.ts';

export interface HomeOptions {
  readonly dir: string;
  /** Street rows. */
  readonly rows: number;
  /** Stops; a tenth of `rows` when absent. */
  readonly stops?: number;
  readonly seed?: number;
  /** Small areas in the country; fewer only for tests. */
  readonly areas?: number;
  /** Last month, `YYYY-MM`. */
  readonly end?: string;
  readonly months?: number;
  readonly log?: (line: string) => void;
}

/** Writes the home; a home that is already there is left alone (`made: false`). */
export async function makeHome(options: HomeOptions): Promise<{ made: boolean; seconds: number }> {
  const { dir, rows, stops = Math.round(rows / 10), seed = 1, areas = AREAS, end = '2026-09', months = 144, log = () => undefined } = options;
  const started = performance.now();
  if (existsSync(join(dir, 'manifest.json'))) return { made: false, seconds: 0 };
  const last = monthInt(end);
  if (last === undefined || months % 12 !== 0) throw new Error('--end must be YYYY-MM and --months whole years');
  const span: Span = { first: last - months + 1, months };
  // Not a secret: everything in this home is invented, and a fixed key keeps the protected answers the same from run to run.
  const secret = createHash('sha256').update(`bench ${seed}`).digest();
  for (const folder of ['snapshots', 'deliveries', 'staging']) mkdirSync(join(dir, folder), { recursive: true });

  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '6GB', temp_directory: join(dir, 'staging'), preserve_insertion_order: 'true' });
  const connection = await instance.connect();
  try {
    for (const sql of geographySql(seed, benchForces(areas), areaInt)) await connection.run(sql);
    const write = async (name: string, statements: readonly string[]): Promise<string> => {
      const at = performance.now();
      const path = join(dir, 'snapshots', `${name}-1.duckdb`);
      await connection.run(`ATTACH '${path.replaceAll("'", "''")}' AS out`);
      await connection.run('USE out');
      for (const sql of statements) await connection.run(sql);
      await connection.run('CHECKPOINT out');
      log(`${name}: ${((performance.now() - at) / 1000).toFixed(1)} s, ${Math.round(statSync(path).size / 1e6)} MB`);
      return path;
    };
    const files: Record<string, DataFile> = {};
    files.frame = await describe(connection, await write('frame', frameSql()), 'frame', 'lsoa', null);
    await connection.run('USE memory');
    await connection.run('DETACH out');
    files.street = await describe(connection, await write('street', streetSql(rows, span, secret)), 'street', 'street', span);
    await connection.run('USE memory');
    await connection.run('DETACH out');
    files.stop = await describe(connection, await write('stop', stopSql(stops, span, secret)), 'stop', 'stop', span);
    await connection.run('USE memory');
    await connection.run('DETACH out');
    commit(dir, secret, files, span);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return { made: true, seconds: (performance.now() - started) / 1000 };
}

async function describe(connection: DuckDBConnection, path: string, dataset: string, table: string, span: Span | null): Promise<DataFile> {
  const count = await connection.runAndReadAll(`SELECT count(*)::INTEGER AS n FROM out.${table}`);
  const coverage: Record<string, Record<string, number>> = {};
  if (span) {
    const held = await connection.runAndReadAll(
      `SELECT f.slug, t.month, count(*)::INTEGER AS n FROM out.${table} t JOIN g_force f USING (force) GROUP BY ALL ORDER BY ALL`,
    );
    for (const row of held.getRowObjectsJS()) {
      const slug = String(row.slug);
      coverage[slug] ??= {};
      coverage[slug][monthText(Number(row.month))] = Number(row.n);
    }
  }
  const sha = createHash('sha256');
  await pipeline(createReadStream(path), sha);
  return {
    name: `${dataset}-1.duckdb`,
    dataset,
    rows: Number(count.getRowObjectsJS()[0]?.n),
    bytes: statSync(path).size,
    sha256: sha.digest('hex'),
    from: span && monthText(span.first),
    to: span && monthText(span.first + span.months - 1),
    contractVersion: '1.0.0',
    coverage,
    notes: ['Made by the benchmark generator'],
  };
}

function commit(dir: string, secret: Uint8Array, files: Readonly<Record<string, DataFile>>, span: Span): void {
  const at = '2026-11-01T09:00:00.000Z';
  const delivery = (dataset: string, number: number): DeliveryEntry => ({
    id: `bench-${dataset}`,
    number,
    dataset,
    layout: 'bench',
    fileName: `${dataset}.bench`,
    sha256: files[dataset]?.sha256 ?? '',
    bytes: files[dataset]?.bytes ?? 0,
    receivedAt: at,
    source: 'bench',
    publisher: 'Headwater benchmark generator',
    licence: 'None: invented data',
    edition: null,
    fictional: true,
    from: monthText(span.first),
    to: monthText(span.first + span.months - 1),
    counts: { read: files[dataset]?.rows ?? 0, accepted: files[dataset]?.rows ?? 0, quarantined: 0, repeats: 0 },
    warnings: [],
    review: [],
    quarantined: [],
    state: 'live',
    contractVersion: '1.0.0',
  });
  const deliveries = [delivery('street', 1), delivery('stop', 2)];
  for (const entry of deliveries) {
    mkdirSync(join(dir, 'deliveries', entry.id), { recursive: true });
    writeFileSync(join(dir, 'deliveries', entry.id, 'record.json'), JSON.stringify(entry, null, 1));
  }
  const manifest: Manifest = {
    version: 1,
    sequence: 1,
    current: 's1',
    snapshots: [{ id: 's1', at, files, live: deliveries.map((entry) => entry.id) }],
    deliveries,
  };
  writeFileSync(join(dir, 'secret.key'), secret, { mode: 0o600 });
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest, null, 1));
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      stops: { type: 'string' },
      dir: { type: 'string' },
      seed: { type: 'string', default: '1' },
      end: { type: 'string', default: '2026-09' },
    },
  });
  if (!values.dir) {
    console.error('Usage: node bench/make-home.ts --dir FOLDER [--rows N] [--stops N] [--seed N] [--end YYYY-MM]');
    process.exit(2);
  }
  const done = await makeHome({
    dir: values.dir,
    rows: Number(values.rows),
    ...(values.stops === undefined ? {} : { stops: Number(values.stops) }),
    seed: Number(values.seed),
    end: values.end,
    log: (line) => console.log(line),
  });
  console.log(done.made ? `Made in ${done.seconds.toFixed(1)} s.` : 'There is a data home there already; nothing was changed.');
}
