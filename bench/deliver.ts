/**
 * `npm run bench:deliver`: a delivery of street-level rows against a bare DuckDB load of the same file.
 *
 *     --rows N     rows (10,000,000)
 *     --runs N     runs of each, of which the fastest counts (1)
 *
 * Each load is a process of its own, so that its peak memory is its own. "Bare" is `CREATE TABLE ... AS SELECT ... FROM read_csv(...) ORDER BY`
 * with DuckDB's defaults: no check, no count, no key, no code list, no repeat, no second file. It is run twice: with every column of the file,
 * and with only the columns that Headwater keeps.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { openHome } from '../src/warehouse/home.ts';
import { deliver } from '../src/warehouse/store/index.ts';

const TARGET_SHARE = 0.4;
const TARGET_MB = 1536;

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '10000000' }, runs: { type: 'string', default: '1' }, child: { type: 'string' }, folder: { type: 'string' } },
});

/** A street file in the layout of data.police.uk: 43 forces, 36 months, about 35,000 LSOAs, a fifth anti-social behaviour. Seeded by row number. */
function makeSql(rows: number, path: string): string {
  const pick = (list: readonly string[], seed: number) => `([${list.map((word) => `'${word}'`).join(', ')}])[1 + (hash(i + ${seed}) % ${list.length})::BIGINT]`;
  const forces = (JSON.parse(readFileSync(join(import.meta.dirname, '../reference/force.json'), 'utf8')) as { items: { id: number; label: string }[] }).items
    .filter((item) => item.id >= 1 && item.id <= 43)
    .map((item) => item.label.replaceAll("'", "''"));
  const types = [
    'Violence and sexual offences',
    'Criminal damage and arson',
    'Shoplifting',
    'Robbery',
    'Burglary',
    'Public order',
    'Drugs',
    'Vehicle crime',
    'Other theft',
  ];
  const outcomes = [
    'Investigation complete; no suspect identified',
    'Unable to prosecute suspect',
    'Court result unavailable',
    'Status update unavailable',
    'Under investigation',
    'Local resolution',
  ];
  const asb = 'hash(i + 5) % 5 = 0';
  return `COPY (
    SELECT CASE WHEN ${asb} THEN NULL ELSE md5(i::VARCHAR) || md5((i + 7)::VARCHAR) END AS "Crime ID",
      printf('%d-%02d', 2021 + (i % 36) // 12, (i % 36) % 12 + 1) AS "Month", f AS "Reported by", f AS "Falls within",
      printf('%.6f', -3 + (hash(i + 1) % 4000000) / 1e6) AS "Longitude", printf('%.6f', 51 + (hash(i + 2) % 3000000) / 1e6) AS "Latitude",
      'On or near ' || ${pick(['High Street', 'Station Road', 'Park Lane', 'Church Road'], 3)} AS "Location",
      printf('E01%06d', hash(i + 4) % 35000) AS "LSOA code", 'Somewhere 0' || (i % 90) || 'A' AS "LSOA name",
      CASE WHEN ${asb} THEN 'Anti-social behaviour' ELSE ${pick(types, 6)} END AS "Crime type",
      CASE WHEN ${asb} THEN NULL ELSE ${pick(outcomes, 7)} END AS "Last outcome category", NULL AS "Context"
    FROM (SELECT i, ${pick(forces, 8)} AS f FROM range(${rows}) t(i))
  ) TO '${path}' (HEADER)`;
}

async function run(sql: string, database = ':memory:'): Promise<void> {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

const KEPT = ['Crime ID', 'Month', 'Falls within', 'LSOA code', 'Crime type', 'Last outcome category'];

/** What a child process does, by name. */
const CHILDREN: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  make: (folder) => run(makeSql(Number(values.rows), join(folder, 'street.csv'))),
  'bare-all': (folder) =>
    run(`CREATE TABLE street AS SELECT * FROM read_csv('${join(folder, 'street.csv')}') ORDER BY "Falls within", "Month"`, join(folder, 'bare.duckdb')),
  'bare-kept': (folder) =>
    run(
      `CREATE TABLE street AS SELECT ${KEPT.map((name) => `"${name}"`).join(', ')} FROM read_csv('${join(folder, 'street.csv')}') ORDER BY "Falls within", "Month"`,
      join(folder, 'bare.duckdb'),
    ),
  headwater: async (folder) => {
    const home = openHome(join(folder, 'home'), { create: true });
    const { delivered, refused } = await deliver(home, { dataset: 'street', inputs: [join(folder, 'street.csv')] });
    if (refused[0]) throw refused[0].error;
    const counts = delivered[0]?.counts;
    if (counts?.read !== Number(values.rows) || counts.read !== counts.accepted + counts.quarantined + counts.repeats)
      throw new Error('the delivery does not reconcile');
  },
};

interface Timed {
  readonly seconds: number;
  /** Peak resident memory. */
  readonly mb: number;
}

function child(name: string, folder: string): Timed {
  const { status, stdout, stderr } = spawnSync(process.execPath, [import.meta.filename, '--child', name, '--folder', folder, '--rows', values.rows], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  const [seconds = 0, mb = 0] = stdout.trim().split(' ').map(Number);
  return { seconds, mb };
}

if (values.child !== undefined && values.folder !== undefined) {
  const work = CHILDREN[values.child];
  if (!work) throw new Error(`no such child: ${values.child}`);
  const start = performance.now();
  await work(values.folder);
  const seconds = (performance.now() - start) / 1000;
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  console.log(`${seconds} ${Number(peak ?? 0) / 1024}`);
} else {
  const rows = Number(values.rows);
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'));
  try {
    child('make', folder);
    console.log(`${rows.toLocaleString('en-GB')} rows, ${(statSync(join(folder, 'street.csv')).size / 2 ** 20).toFixed(0)} MB of CSV`);
    const best = new Map<string, Timed>();
    for (let round = 0; round < Number(values.runs); round++) {
      for (const name of ['bare-all', 'bare-kept', 'headwater']) {
        for (const left of ['bare.duckdb', 'bare.duckdb.wal', 'home']) rmSync(join(folder, left), { recursive: true, force: true });
        const timed = child(name, folder);
        if (timed.seconds < (best.get(name)?.seconds ?? Infinity)) best.set(name, timed);
      }
    }
    const of = (name: string): Timed => best.get(name) ?? { seconds: NaN, mb: NaN };
    const label: Record<string, string> = { 'bare-all': 'bare DuckDB, every column', 'bare-kept': 'bare DuckDB, columns kept', headwater: 'Headwater' };
    for (const [name, { seconds, mb }] of best) {
      console.log(
        `${(label[name] ?? name).padEnd(28)} ${seconds.toFixed(1).padStart(7)} s ${Math.round(rows / seconds)
          .toLocaleString('en-GB')
          .padStart(12)} rows/s ${mb.toFixed(0).padStart(6)} MB peak`,
      );
    }
    const ours = of('headwater');
    const share = (name: string) => of(name).seconds / ours.seconds;
    console.log(
      `Throughput: ${(100 * share('bare-all')).toFixed(0)} % of bare with every column, ${(100 * share('bare-kept')).toFixed(0)} % of bare with the columns kept (target ${100 * TARGET_SHARE} %)`,
    );
    const met = share('bare-kept') >= TARGET_SHARE && share('bare-all') >= TARGET_SHARE && ours.mb < TARGET_MB;
    console.log(`Memory: ${ours.mb.toFixed(0)} MB (target under ${TARGET_MB} MB). ${met ? 'Targets met.' : 'TARGETS MISSED.'}`);
    process.exitCode = met ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
