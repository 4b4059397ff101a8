import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { HeadwaterError } from '../../errors.ts';
import { itemByCode, monthInt } from '../../reference/index.ts';
import { openEngine } from '../engine/index.ts';
import { type Home, openHome, readManifest } from '../home.ts';
import { checksum } from './commit.ts';
import { type DeliverOptions, type DeliverRequest, type DeliverResult, deliverBatch } from './deliver.ts';
import { lockWriter } from './lock.ts';
import { AREA_FILES, DEPRIVATION_FILES, ETHNICITY_FILES, lsoaCode, POPULATION_FILE, west } from './testing/county.ts';
import { fixtureFile, fixtureStage, streetSql } from './testing/fixture.ts';

const made: string[] = [];
after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

function freshHome(): Home {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-store-'));
  made.push(dir);
  return openHome(join(dir, 'home'), { create: true });
}

const month = (text: string): number => monthInt(text) ?? 0;
const NORFOLK = itemByCode('force', 'norfolk')?.id ?? 0;
const ESSEX = itemByCode('force', 'essex')?.id ?? 0;

const deliver = (home: Home, requests: readonly DeliverRequest[], options: DeliverOptions = {}): Promise<DeliverResult> =>
  deliverBatch(home, fixtureStage, requests, options);

function street(fileName: string, months: readonly string[], rows: number, more: { force?: number; lsoas?: readonly number[]; salt?: number } = {}): string {
  return fixtureFile({ fileName, tables: { street: streetSql(more.force ?? NORFOLK, months.map(month), rows, more.lsoas, more.salt) } });
}

/** One number, or one row of numbers, from the current snapshot. */
async function ask(home: Home, dataset: string, sql: (alias: string) => string): Promise<number[][]> {
  const engine = await openEngine(home);
  try {
    return await engine.with(undefined, async (session) => {
      const table = await session.run(sql(session.alias(dataset) ?? 'absent.'));
      const columns = table.names.map((name) => table.numbers(name));
      return Array.from({ length: table.rows }, (_, row) => columns.map((column) => column[row] ?? Number.NaN));
    });
  } finally {
    await engine.close();
  }
}

const rowsOf = async (home: Home): Promise<number> => (await ask(home, 'street', (a) => `SELECT count(*) AS n FROM ${a}street`))[0]?.[0] ?? Number.NaN;
const stateOf = (home: Home, id: string): string | undefined => readManifest(home).deliveries.find((entry) => entry.id === id)?.state;

test('a delivery makes a snapshot with its rows, and the same file again changes nothing', async () => {
  const home = freshHome();
  const file = street('a.csv', ['2018-10', '2018-11'], 100);
  const first = await deliver(home, [{ dataset: 'street', inputs: [file] }]);
  assert.equal(first.snapshot?.id, 's1');
  assert.equal(first.delivered[0]?.state, 'live');
  assert.deepEqual(first.snapshot?.files.street?.coverage, { norfolk: { '2018-10': 100, '2018-11': 100 } });
  assert.deepEqual([first.snapshot?.files.street?.from, first.snapshot?.files.street?.to, first.snapshot?.files.street?.rows], ['2018-10', '2018-11', 200]);
  assert.equal(await rowsOf(home), 200);

  const manifest = readFileSync(home.paths.manifest, 'utf8');
  const second = await deliver(home, [{ dataset: 'street', inputs: [file] }]);
  assert.equal(second.snapshot, null);
  assert.deepEqual(second.already, [{ fileName: 'a.csv', delivery: first.delivered[0]?.id }]);
  assert.equal(readFileSync(home.paths.manifest, 'utf8'), manifest);
});

test('rows are sorted by force and month, whatever order they came in', async () => {
  const home = freshHome();
  await deliver(home, [{ dataset: 'street', inputs: [street('e.csv', ['2019-02'], 50, { force: ESSEX }), street('n.csv', ['2019-02', '2018-10'], 50)] }]);
  await deliver(home, [{ dataset: 'street', inputs: [street('e2.csv', ['2018-12'], 50, { force: ESSEX })] }]);
  const rows = await ask(home, 'street', (a) => `SELECT force, month FROM ${a}street ORDER BY rowid`);
  const expected = [...rows].sort((x, y) => (x[0] ?? 0) - (y[0] ?? 0) || (x[1] ?? 0) - (y[1] ?? 0));
  assert.deepEqual(rows, expected);
  assert.equal(rows.length, 200);
});

test('the data file is where the manifest says, with its size and checksum, and staging is left empty', async () => {
  const home = freshHome();
  const { snapshot } = await deliver(home, [{ dataset: 'street', inputs: [street('a.csv', ['2018-10'], 10)] }]);
  const file = snapshot?.files.street;
  assert.ok(file);
  assert.equal(await checksum(join(home.paths.snapshots, file.name)), file.sha256);
  assert.deepEqual(readdirSync(home.paths.snapshots), [file.name]);
  assert.deepEqual(readdirSync(home.paths.staging), ['writer.json']);
  const record: unknown = JSON.parse(readFileSync(join(home.paths.deliveries, 'd1', 'record.json'), 'utf8'));
  assert.deepEqual(record, readManifest(home).deliveries[0]);
});

test('a corrected file supersedes the earlier one; both stay on record; the old bytes again are a correction back', async () => {
  const home = freshHome();
  const wrong = street('oct.csv', ['2018-10'], 100);
  const right = street('oct.csv', ['2018-10'], 120, { salt: 1 });
  await deliver(home, [{ dataset: 'street', inputs: [wrong] }]);
  const corrected = await deliver(home, [{ dataset: 'street', inputs: [right] }]);
  assert.deepEqual(corrected.delivered[0]?.supersedes, ['d1']);
  assert.equal(await rowsOf(home), 120);
  assert.deepEqual([stateOf(home, 'd1'), stateOf(home, 'd2')], ['superseded', 'live']);
  assert.equal(readManifest(home).deliveries[0]?.supersededBy, 'd2');
  assert.deepEqual(corrected.snapshot?.live, ['d2']);

  const back = await deliver(home, [{ dataset: 'street', inputs: [wrong] }]);
  assert.equal(back.delivered[0]?.id, 'd3');
  assert.equal(await rowsOf(home), 100);
  assert.deepEqual([stateOf(home, 'd1'), stateOf(home, 'd2'), stateOf(home, 'd3')], ['superseded', 'superseded', 'live']);
});

test('a figure’s old snapshot still answers after a correction', async () => {
  const home = freshHome();
  await deliver(home, [{ dataset: 'street', inputs: [street('oct.csv', ['2018-10'], 100)] }]);
  await deliver(home, [{ dataset: 'street', inputs: [street('oct.csv', ['2018-10'], 120, { salt: 1 })] }]);
  const engine = await openEngine(home);
  const count = async (id: string | undefined) =>
    engine.with(id, async (s) => (await s.run(`SELECT count(*) AS n FROM ${s.alias('street')}street`)).numbers('n')[0]);
  assert.deepEqual([await count('s1'), await count('s2'), await count(undefined)], [100, 120, 120]);
  await engine.close();
});

test('a file that overlaps part of an earlier one is refused by name, or replaces that part when asked', async () => {
  const home = freshHome();
  await deliver(home, [{ dataset: 'street', inputs: [street('quarter.csv', ['2018-10', '2018-11', '2018-12'], 100)] }]);
  const request = { dataset: 'street', inputs: [street('november.csv', ['2018-11'], 130, { salt: 1 })] };
  const refused = await deliver(home, [request]);
  assert.equal(refused.snapshot, null);
  assert.equal(refused.refused[0]?.error.code, 'overlap');
  assert.match(refused.refused[0]?.error.message ?? '', /november\.csv holds norfolk 2018-11, which delivery d1 \(quarter\.csv\)/);
  assert.equal(await rowsOf(home), 300);

  const taken = await deliver(home, [{ ...request, part: true }]);
  assert.deepEqual(taken.snapshot?.files.street?.coverage, { norfolk: { '2018-10': 100, '2018-11': 130, '2018-12': 100 } });
  assert.equal(stateOf(home, 'd1'), 'part-superseded');
  // What is left of the quarter can now be replaced whole.
  const rest = await deliver(home, [
    { dataset: 'street', inputs: [street('oct.csv', ['2018-10'], 90, { salt: 2 }), street('dec.csv', ['2018-12'], 90, { salt: 2 })] },
  ]);
  assert.equal(rest.refused.length, 0);
  assert.equal(stateOf(home, 'd1'), 'superseded');
  assert.equal(await rowsOf(home), 310);
});

test('two files of one batch that cover the same month are both refused, and the others are taken', async () => {
  const home = freshHome();
  const inputs = [street('x.csv', ['2018-10'], 10), street('y.csv', ['2018-10'], 11, { salt: 3 }), street('z.csv', ['2018-11'], 12)];
  const result = await deliver(home, [{ dataset: 'street', inputs }]);
  assert.deepEqual(
    result.refused.map(({ fileName, error }) => [fileName, error.code]),
    [
      ['x.csv', 'overlap-in-batch'],
      ['y.csv', 'overlap-in-batch'],
    ],
  );
  assert.equal(await rowsOf(home), 12);
});

test('a file with under half of the rows that it replaces is taken with a warning', async () => {
  const home = freshHome();
  await deliver(home, [{ dataset: 'street', inputs: [street('a.csv', ['2018-10'], 100)] }]);
  const result = await deliver(home, [{ dataset: 'street', inputs: [street('a.csv', ['2018-10'], 49, { salt: 1 })] }]);
  assert.deepEqual(
    result.delivered[0]?.warnings.map(({ rule, count }) => [rule, count]),
    [['fewer-than-replaced', 51]],
  );
});

test('reference data is replaced by edition: two editions of a layout stand together, and years overlap like months', async () => {
  const home = freshHome();
  const table = (fileName: string, years: readonly string[], n: number): DeliverRequest => ({
    dataset: 'exclusions',
    inputs: [
      fixtureFile({
        fileName,
        layout: 'dfe-reason',
        tables: { exclusion: `SELECT year, ${n} AS n FROM (SELECT unnest([${years.map((year) => `'${year}'`).join(', ')}]) AS year)` },
      }),
    ],
  });
  const held = () => ask(home, 'exclusions', (a) => `SELECT left(year, 4)::INTEGER AS y, n FROM ${a}exclusion ORDER BY 1`);
  await deliver(home, [table('a.csv', ['2015/16', '2016/17'], 1), table('b.csv', ['2017/18'], 2)]);
  assert.equal((await deliver(home, [table('c.csv', ['2016/17', '2018/19'], 3)])).refused[0]?.error.code, 'overlap');
  await deliver(home, [{ ...table('c.csv', ['2016/17', '2018/19'], 3), part: true }]);
  assert.deepEqual(await held(), [
    [2015, 1],
    [2016, 3],
    [2017, 2],
    [2018, 3],
  ]);
  await deliver(home, [table('all.csv', ['2015/16', '2016/17', '2017/18', '2018/19'], 4)]);
  assert.deepEqual(
    (await held()).map(([, n]) => n),
    [4, 4, 4, 4],
  );
  assert.deepEqual(
    readManifest(home).deliveries.map((entry) => entry.state),
    ['superseded', 'superseded', 'superseded', 'live'],
  );
});

const FRAME_REQUESTS: readonly DeliverRequest[] = [
  { dataset: 'area', inputs: Object.values(AREA_FILES) },
  { dataset: 'deprivation', inputs: DEPRIVATION_FILES },
  { dataset: 'population', inputs: [POPULATION_FILE] },
  { dataset: 'population-ethnicity', inputs: ETHNICITY_FILES },
];

test('several datasets are delivered in one commit, and facts are placed in the frame of the same commit', async () => {
  const home = freshHome();
  // 13 and 14 ended with 2011; 99 never was.
  const lsoas = [lsoaCode(1), lsoaCode(13), lsoaCode(14), lsoaCode(4), lsoaCode(99), 0];
  const result = await deliver(home, [...FRAME_REQUESTS, { dataset: 'street', inputs: [street('a.csv', ['2018-10'], 600, { lsoas })] }]);
  assert.equal(result.refused.length, 0);
  assert.equal(result.snapshot?.id, 's1');
  assert.deepEqual(Object.keys(result.snapshot?.files ?? {}).sort(), ['area', 'deprivation', 'frame', 'population', 'population-ethnicity', 'street']);
  const located = await ask(home, 'street', (a) => `SELECT located, count(*) AS n, min(district) AS d FROM ${a}street GROUP BY located ORDER BY located`);
  assert.deepEqual(located, [
    [0, 100, 0],
    [1, 400, 1],
    [2, 100, 0],
  ]);
  const warnings = result.delivered.find((entry) => entry.dataset === 'street')?.warnings;
  assert.deepEqual(
    warnings?.map(({ rule, count }) => [rule, count]),
    [
      ['lsoa-edition', 100],
      ['lsoa-ended', 300],
    ],
  );
  // 13 lies in District 4 (its 2021 area does), though the 2011 lookup names a district that no longer exists.
  assert.deepEqual(await ask(home, 'street', (a) => `SELECT DISTINCT district FROM ${a}street WHERE lsoa_code = ${lsoaCode(13)}`), [[4]]);
  assert.deepEqual(await ask(home, 'street', (a) => `SELECT DISTINCT decile FROM ${a}street WHERE lsoa_code = ${lsoaCode(13)}`), [[4]]);
});

test('facts that came first are placed when the frame comes, and again when it changes', async () => {
  const home = freshHome();
  await deliver(home, [{ dataset: 'street', inputs: [street('a.csv', ['2023-05'], 100, { lsoas: [lsoaCode(41), lsoaCode(131)] })] }]);
  assert.deepEqual(await ask(home, 'street', (a) => `SELECT DISTINCT located, district FROM ${a}street`), [[2, 0]]);
  const framed = await deliver(home, [{ dataset: 'area', inputs: Object.values(AREA_FILES) }]);
  assert.notEqual(framed.snapshot?.files.street?.name, 'street-1.duckdb');
  assert.deepEqual(await ask(home, 'street', (a) => `SELECT DISTINCT located, district, decile FROM ${a}street ORDER BY ALL`), [
    [1, 1, 0],
    [1, 4, 0],
  ]);
  await deliver(home, [{ dataset: 'deprivation', inputs: DEPRIVATION_FILES }]);
  assert.deepEqual(await ask(home, 'street', (a) => `SELECT DISTINCT decile FROM ${a}street ORDER BY decile`), [[2]]);
  // A dataset that does not change keeps its file.
  const stop = await deliver(home, [{ dataset: 'street', inputs: [street('b.csv', ['2023-06'], 5, { lsoas: [lsoaCode(41)] })] }]);
  assert.equal(stop.snapshot?.files.frame?.name, readManifest(home).snapshots.at(-2)?.files.frame?.name);
});

test('codes that fit both editions are read by their months, and the delivery says so', async () => {
  const home = freshHome();
  const both = [lsoaCode(1), lsoaCode(5)];
  const files = [street('old.csv', ['2018-10'], 10, { lsoas: both }), street('new.csv', ['2023-05'], 10, { lsoas: both, salt: 1 })];
  const result = await deliver(home, [...FRAME_REQUESTS, { dataset: 'street', inputs: files }]);
  const assumed = result.delivered
    .filter((entry) => entry.dataset === 'street')
    .map((entry) => entry.warnings.map(({ rule, reason }) => [rule, /20\d\d was assumed/.exec(reason)?.[0]]));
  assert.deepEqual(assumed, [[['lsoa-edition-assumed', '2011 was assumed']], [['lsoa-edition-assumed', '2021 was assumed']]]);
  const engine = await openEngine(home);
  const vintages = await engine.with(undefined, async (s) =>
    (
      await s.run(
        `SELECT f.month, min(l.vintage) AS v, max(l.vintage) AS x FROM ${s.alias('street')}street f JOIN ${s.alias('frame')}lsoa l ON l.idx = f.lsoa GROUP BY 1 ORDER BY 1`,
      )
    ).numbers('v'),
  );
  assert.deepEqual([...vintages], [2011, 2021]);
  await engine.close();
});

test('the frame holds every area with its parents, its residents at every level, and says what is missing', async () => {
  const home = freshHome();
  const { snapshot } = await deliver(home, FRAME_REQUESTS);
  const frame = (sql: string) => ask(home, 'frame', (a) => sql.replaceAll('@', a));
  assert.deepEqual(await frame('SELECT vintage, count(*) AS n, min(idx) AS first FROM @lsoa GROUP BY 1 ORDER BY 1'), [
    [2011, 16, 1],
    [2021, 16, 17],
  ]);
  // Unchanged and merged areas lead to one 2021 area, split ones to none.
  assert.deepEqual(
    await frame(
      `SELECT (SELECT code FROM @lsoa m WHERE m.idx = l.to21) AS c FROM @lsoa l WHERE vintage = 2011 AND code IN (${[4, 13, 16].map(lsoaCode).join(', ')}) ORDER BY code`,
    ),
    [[Number.NaN], [lsoaCode(131)], [lsoaCode(16)]],
  );
  assert.deepEqual(await frame('SELECT idx, csp, force FROM @district ORDER BY idx'), [
    [1, 1, NORFOLK],
    [2, 1, NORFOLK],
    [3, 2, NORFOLK],
    [4, 0, NORFOLK],
  ]);
  const total = 16 * 91 * 10;
  const residents = (level: string, where: string) => frame(`SELECT sum(n) AS n FROM @residents WHERE level = '${level}' AND ${where}`);
  for (const level of ['lsoa', 'district', 'force', 'decile11']) {
    assert.deepEqual(await residents(level, "edition = 'mid-2020' AND age_from = 0 AND age_to = 255"), [[total]], level);
    assert.deepEqual(await residents(level, "edition = 'mid-2020' AND age_from = 10 AND age_to = 17"), [[16 * 8 * 10]], level);
  }
  assert.deepEqual(await residents('district', 'age_from = 14 AND age_to = 14'), [[160]]);
  assert.deepEqual(await residents('csp', "edition = 'mid-2020' AND age_from = 0 AND age_to = 255"), [[total * 0.75]]);
  for (const level of ['lsoa', 'ward', 'district', 'force', 'decile21'])
    assert.deepEqual(await residents(level, "edition = 'census-2021' AND eth_group = 0 AND eth = 0"), [[16 * 150]], level);
  assert.deepEqual(await residents('district', 'idx = 1 AND eth_group = 1 AND eth = 0'), [[50]]);
  // Roma (5) has no 18+1 code and is counted in any other White (id 4 of ethnicity-self).
  assert.deepEqual(await frame("SELECT eth, n FROM @residents WHERE level = 'district' AND eth > 0 ORDER BY eth"), [
    [4, 10],
    [9, 30],
    [10, 20],
  ]);
  assert.ok(snapshot?.files.frame?.notes.some((note) => /District 4/.test(note)));
  assert.ok(snapshot?.files.frame?.notes.some((note) => /1 LSOAs of 2011 were split/.test(note)));
});

test('stops are placed by their point, and by their district where only that is known', async () => {
  const home = freshHome();
  const at = (n: number): string => `${Math.round((west(n) + 0.005) * 1e6)}::INTEGER, 52005000::INTEGER`;
  const stop = (i: number, place: string): string => `(${i}, ${place})`;
  const rows = [
    stop(1, `0::UINTEGER, ${at(41)}`),
    stop(2, `${lsoaDistrict(1)}::UINTEGER, ${at(41)}`),
    stop(3, `${lsoaDistrict(3)}::UINTEGER, ${at(41)}`),
    stop(4, `${lsoaDistrict(2)}::UINTEGER, NULL, NULL`),
    stop(5, '0::UINTEGER, 5000000::INTEGER, 52005000::INTEGER'),
    stop(6, '0::UINTEGER, NULL, NULL'),
    // A district that was abolished, all of which went to District 4.
    stop(7, '7000800::UINTEGER, NULL, NULL'),
  ];
  const zero = ['type', 'power', 'object', 'outcome', 'linked', 'age_band', 'sex', 'eth_self', 'eth_officer'].map((name) => `0 AS ${name}`).join(', ');
  const select = `SELECT ${NORFOLK} AS force, ${month('2020-01')} AS month, DATE '2020-01-01' AS date, 3 AS dow, 255 AS hour, ${zero}, district_code, lon, lat, 4 AS w, i::UBIGINT AS key
    FROM (VALUES ${rows.join(', ')}) v(i, district_code, lon, lat)`;
  await deliver(home, [...FRAME_REQUESTS, { dataset: 'stop', inputs: [fixtureFile({ fileName: 's.csv', tables: { stop: select } })] }]);
  const placed = await ask(home, 'stop', (a) => `SELECT key::INTEGER AS i, district, (lsoa > 0)::INTEGER AS known, decile, located FROM ${a}stop ORDER BY 1`);
  assert.deepEqual(placed, [
    [1, 1, 1, 2, 1],
    [2, 1, 1, 2, 1],
    [3, 3, 0, 0, 3],
    [4, 2, 0, 0, 3],
    [5, 0, 0, 0, 2],
    [6, 0, 0, 0, 0],
    [7, 4, 0, 0, 3],
  ]);
});

const lsoaDistrict = (n: number): number => 7000900 + n;

test('atoms add up to the rows, by force and by district', async () => {
  const home = freshHome();
  await deliver(home, [
    ...FRAME_REQUESTS,
    { dataset: 'street', inputs: [street('a.csv', ['2018-10', '2018-11'], 3000, { lsoas: [lsoaCode(1), lsoaCode(7), 0] })] },
  ]);
  const whole = await ask(home, 'street', (a) => `SELECT force, month, crime_type, count(*) AS n FROM ${a}street GROUP BY ALL ORDER BY ALL`);
  for (const level of [0, 1]) {
    const atoms = await ask(
      home,
      'street',
      (a) => `SELECT force, month, kind, sum(n) AS n FROM ${a}street_atom WHERE level = ${level} GROUP BY ALL ORDER BY ALL`,
    );
    assert.deepEqual(atoms, whole);
  }
  // Few records: the sum of their weights. Many: near the count, in thirds.
  const odd = await ask(home, 'street', (a) => `SELECT count(*) AS n FROM ${a}street_atom WHERE abs(v - 3 * n::INTEGER) > 3 * 40`);
  assert.deepEqual(odd, [[0]]);
});

test('a second delivery at the same time is refused, in this process too', async () => {
  const home = freshHome();
  const lock = await lockWriter(home, new Date());
  await assert.rejects(
    deliver(home, [{ dataset: 'street', inputs: [] }]),
    (error: unknown) => error instanceof HeadwaterError && error.code === 'delivery-running' && error.message.includes(`process ${process.pid}, since`),
  );
  lock.release();
  assert.equal((await deliver(home, [{ dataset: 'street', inputs: [street('a.csv', ['2018-10'], 1)] }])).snapshot?.id, 's1');
});

test('a failure part way loses nothing and leaves nothing behind', async () => {
  const home = freshHome();
  await deliver(home, [{ dataset: 'street', inputs: [street('a.csv', ['2018-10'], 10)] }]);
  const manifest = readFileSync(home.paths.manifest, 'utf8');
  const broken = fixtureFile({ fileName: 'b.csv', tables: { street: streetSql(NORFOLK, [month('2018-11')], 5).replace('AS crime_key', 'AS other') } });
  await assert.rejects(deliver(home, [{ dataset: 'street', inputs: [broken] }]));
  assert.equal(readFileSync(home.paths.manifest, 'utf8'), manifest);
  assert.deepEqual(readdirSync(home.paths.snapshots), ['street-1.duckdb']);
  assert.deepEqual(readdirSync(home.paths.staging), ['writer.json']);
  assert.equal((await deliver(home, [{ dataset: 'street', inputs: [street('b.csv', ['2018-11'], 5)] }])).snapshot?.id, 's2');
});

test('a damaged manifest stops everything with advice, and nothing is deleted', async () => {
  const home = freshHome();
  await deliver(home, [{ dataset: 'street', inputs: [street('a.csv', ['2018-10'], 10)] }]);
  const whole = readFileSync(home.paths.manifest, 'utf8');
  writeFileSync(home.paths.manifest, whole.slice(0, whole.length / 2));
  const damaged = (error: unknown) => error instanceof HeadwaterError && error.code === 'manifest-damaged' && /backup/.test(error.advice ?? '');
  await assert.rejects(deliver(home, [{ dataset: 'street', inputs: [street('b.csv', ['2018-11'], 10)] }]), damaged);
  assert.throws(() => readManifest(home), damaged);
  assert.ok(existsSync(join(home.paths.snapshots, 'street-1.duckdb')));
  writeFileSync(home.paths.manifest, whole);
  assert.equal(await rowsOf(home), 10);
});

test('a clock that goes back does not put a snapshot before the one that it follows', async () => {
  const home = freshHome();
  await deliver(home, [{ dataset: 'street', inputs: [street('a.csv', ['2018-10'], 10)] }], { now: new Date('2026-11-22T10:00:00Z') });
  const { snapshot } = await deliver(home, [{ dataset: 'street', inputs: [street('b.csv', ['2018-11'], 10)] }], { now: new Date('2026-11-21T10:00:00Z') });
  assert.deepEqual([snapshot?.id, snapshot?.at], ['s2', '2026-11-22T10:00:00.000Z']);
});

test('files of snapshots past the retention rule are removed, and their entries stay', async () => {
  const home = freshHome();
  await deliver(home, [{ dataset: 'street', inputs: [street('a.csv', ['2018-10'], 10)] }], { now: new Date('2024-01-10T00:00:00Z') });
  await deliver(home, [{ dataset: 'street', inputs: [street('b.csv', ['2018-11'], 10)] }], { now: new Date('2024-01-20T00:00:00Z') });
  await deliver(home, [{ dataset: 'street', inputs: [street('c.csv', ['2018-12'], 10)] }], { now: new Date('2024-04-20T00:00:00Z') });
  assert.deepEqual(
    readManifest(home).snapshots.map(({ id, removed }) => [id, removed !== undefined]),
    [
      ['s1', true],
      ['s2', false],
      ['s3', false],
    ],
  );
  assert.deepEqual(readdirSync(home.paths.snapshots).sort(), ['street-2.duckdb', 'street-3.duckdb']);
});
