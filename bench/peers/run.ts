/**
 * `npm run bench:peers`: eight counts under one filter, and under none, on Headwater and on what else npm has. Their packages are installed beside
 * this file and are no dependency of Headwater. Every answer is compared with Headwater's, count by count. `--rows N` (10,000,000, or 1,000,000
 * where there is too little memory).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { askMany, type DimensionId, type Figure, openWarehouse, type Question, type Slice } from '../../src/warehouse/index.ts';
import { areaInt, codeList, type ListName, monthInt, monthText } from '../../src/reference/index.ts';
import { benchHome } from '../lib/home.ts';
import { quantile } from '../lib/measure.ts';
import { FILTERS, TYPES, VIEWS } from './columns.mjs';

interface PeerResult {
  readonly name: string;
  readonly loadMs: number;
  readonly memoryMb: number;
  readonly boards: Readonly<Record<string, { readonly firstMs: number; readonly ms: readonly number[]; readonly answers: readonly string[] }>>;
}

/** Memory that crossfilter2, the hungriest, wants for ten million rows. */
const ENOUGH = 11 * 2 ** 30;
const here = import.meta.dirname;
const { values } = parseArgs({ options: { rows: { type: 'string' } } });
const rows = values.rows === undefined ? (freemem() > ENOUGH ? 10_000_000 : 1_000_000) : Number(values.rows);
console.log(
  `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB (${Math.round(freemem() / 2 ** 30)} free), Node ${process.version}, ${rows.toLocaleString('en-GB')} rows`,
);

const PAIR: readonly DimensionId[] = ['crime-type', 'outcome'];
const DIMENSION: Readonly<Record<string, DimensionId>> = {
  month: 'month',
  crime_type: 'crime-type',
  outcome: 'outcome',
  district: 'district',
  decile: 'decile',
  located: 'located',
  force: 'force',
};

const codeOf = (list: ListName, id: number): string => codeList(list).items.find((item) => item.id === id)?.code ?? '';

install();
const home = await benchHome(rows);
const columns = join(home, 'staging', 'peers');
await exportColumns();
const ours = [await headwater('analyst', 'Headwater, exact'), await headwater('partner', 'Headwater, protected')];
const peers = ['polars', 'arquero', 'crossfilter'].map(peer);
rmSync(columns, { recursive: true, force: true });
report();

function install(): void {
  if (
    existsSync(join(here, 'node_modules', 'crossfilter2')) &&
    existsSync(join(here, 'node_modules', 'arquero')) &&
    existsSync(join(here, 'node_modules', 'nodejs-polars'))
  )
    return;
  console.log('Installing the peers into bench/peers/node_modules ...');
  // npm goes by the Node that runs it: an older one on the path would leave out Polars' binary.
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
  const done = spawnSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund'], {
    cwd: here,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  if (done.status !== 0) throw new Error('npm could not install the peers');
}

/** Raw little-endian columns for those that take arrays, Parquet for Polars, in the order of Headwater's own table. */
async function exportColumns(): Promise<void> {
  mkdirSync(columns, { recursive: true });
  const instance = await DuckDBInstance.create(join(home, 'snapshots', 'street-1.duckdb'), { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT ${Object.keys(TYPES).join(', ')} FROM street) TO '${join(columns, 'street.parquet')}' (FORMAT parquet)`);
  for (const [name, Type] of Object.entries(TYPES)) {
    const result = await connection.run(`SELECT ${name} FROM street`);
    const out = new Type(result.rowCount);
    let at = 0;
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const vector = chunk.getColumnVector(0);
      for (let i = 0; i < chunk.rowCount; i += 1) out[at + i] = Number(vector.getItem(i));
      at += chunk.rowCount;
    }
    writeFileSync(join(columns, `${name}.bin`), out);
  }
  connection.closeSync();
  instance.closeSync();
}

/** The same eight views as figures: plan, scan, gate and all. */
async function headwater(clearance: Question['clearance'], name: string): Promise<PeerResult> {
  const started = performance.now();
  const warehouse = await openWarehouse(home, { cached: 0 });
  const boards: Record<string, { firstMs: number; ms: number[]; answers: string[] }> = {};
  try {
    const loadMs = performance.now() - started;
    for (let i = 0; i < 6; i += 1) {
      for (const [filterName, filter] of Object.entries(FILTERS)) {
        const questions = VIEWS.map(
          (view): Question => ({
            measure: 'street-records',
            by: view === 'crime_type_outcome' ? PAIR : [DIMENSION[view] ?? 'month'],
            slice: sliceOf(filter),
            clearance,
          }),
        );
        const at = performance.now();
        const figures = await askMany(warehouse, questions);
        const ms = performance.now() - at;
        boards[filterName] ??= { firstMs: ms, ms: [], answers: figures.map((figure, v) => answerOf(figure, VIEWS[v] ?? '')) };
        if (i > 0) boards[filterName].ms.push(ms);
      }
    }
    return { name, loadMs, memoryMb: Math.round(process.resourceUsage().maxRSS / 1024), boards };
  } finally {
    await warehouse.close();
  }
}

function sliceOf(filter: (typeof FILTERS)[string] | undefined): Slice {
  if (!filter) return { from: null, to: null, where: {} };
  return {
    from: monthText(filter.from),
    to: monthText(filter.to),
    where: { force: [codeOf('force', filter.force)], 'crime-type': filter.crimeTypes.map((id) => codeOf('crime-type', id)) },
  };
}

/** A figure's counts as the peers write theirs. */
function answerOf(figure: Figure, view: string): string {
  return figure.cells
    .map((cell): readonly [number, number] => [keyOf(view, cell.key), cell.value ?? 0])
    .filter(([, n]) => n > 0)
    .sort((a, b) => a[0] - b[0])
    .map(([value, n]) => `${value}:${n}`)
    .join(',');
}

function peer(file: string): PeerResult {
  console.log(`  ${file} ...`);
  const done = spawnSync(process.execPath, ['--max-old-space-size=14000', join(here, `${file}.mjs`), columns], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (done.status !== 0) throw new Error(`${file} failed: ${done.stderr.slice(-400)}`);
  return JSON.parse(done.stdout);
}

/** A figure's code back to the number that stands in the column. The home's own areas are numbered in the order of their codes. */
function idOf(view: string, code: string): number {
  if (code === 'unknown') return 0;
  if (view === 'month') return monthInt(code) ?? -1;
  if (view === 'decile') return Number(code);
  if (view === 'district') return (areaInt(code) ?? 0) - 207_000_000;
  const list = DIMENSION[view];
  return codeList(list as ListName).items.find((item) => item.code === code)?.id ?? -1;
}

function keyOf(view: string, key: readonly string[]): number {
  const [first = '', second = ''] = key;
  return view === 'crime_type_outcome' ? idOf('crime_type', first) * 256 + idOf('outcome', second) : idOf(view, first);
}

function report(): void {
  const [exact] = ours;
  if (!exact) return;
  for (const filterName of Object.keys(FILTERS)) {
    const base = quantile(exact.boards[filterName]?.ms ?? [], 0.5);
    console.log(`\nEight counts, ${filterName}`);
    console.log(
      ['', 'first'.padStart(10), 'median'.padStart(10), 'ratio'.padStart(8), 'load'.padStart(9), 'memory'.padStart(9), '  answers']
        .join(' ')
        .replace(/^/, ' '.repeat(20)),
    );
    for (const result of [...ours, ...peers]) {
      const board = result.boards[filterName];
      if (!board) continue;
      const median = quantile(board.ms, 0.5);
      const equal = board.answers.every((answer, v) => answer === exact.boards[filterName]?.answers[v]);
      const verdict = result.name.includes('protected') ? 'protected: not comparable' : equal ? 'equal' : 'DIFFERENT';
      if (verdict === 'DIFFERENT') process.exitCode = 1;
      const cells = [`${board.firstMs.toFixed(0)} ms`.padStart(10), `${median.toFixed(1)} ms`.padStart(10), `${(median / base).toFixed(1)} x`.padStart(8)];
      console.log(
        `${result.name.padEnd(21)}${cells.join(' ')} ${`${(result.loadMs / 1000).toFixed(1)} s`.padStart(9)} ${`${result.memoryMb} MB`.padStart(9)}   ${verdict}`,
      );
    }
  }
  console.log(
    '\nLoad: opening the data (and for crossfilter2 building its indexes). Memory: the peak of the process. First: the first board, which pays for what is made once.',
  );
}
