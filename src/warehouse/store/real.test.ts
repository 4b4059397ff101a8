/** The store behind the real door, on real files and on files of our own. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openEngine } from '../engine/index.ts';
import { type Home, openHome, readManifest } from '../home.ts';
import { deliver, deliverMany } from './index.ts';

const made: string[] = [];
after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

function freshHome(): Home {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-real-'));
  made.push(dir);
  return openHome(join(dir, 'home'), { create: true });
}

const HEADER = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';
const crime = (id: string, month: string): string =>
  `${id},${month},Norfolk Constabulary,Norfolk Constabulary,0.1,52.1,On or near A Road,,,Burglary,Under investigation,`;

function file(home: Home, name: string, lines: readonly string[]): string {
  const path = join(home.dir, '..', name);
  writeFileSync(path, [HEADER, ...lines, ''].join('\n'));
  return path;
}

test('the quarantined rows are kept beside the record of the delivery', async () => {
  const home = freshHome();
  const path = file(home, '2018-10-norfolk-street.csv', [crime('a', '2018-10'), crime('b', '2018-99'), crime('c', '2018-10')]);
  const { delivered } = await deliver(home, { dataset: 'street', inputs: [path] });
  const [entry] = delivered;
  assert.deepEqual(entry?.counts, { read: 3, accepted: 2, quarantined: 1, repeats: 0 });
  const folder = join(home.paths.deliveries, entry?.id ?? '');
  assert.deepEqual(readdirSync(folder).sort(), ['quarantine.csv.gz', 'record.json']);
  assert.match(gunzipSync(readFileSync(join(folder, 'quarantine.csv.gz'))).toString(), /2018-99/);
});

test('a file of which every row is quarantined is on record and changes no figure', async () => {
  const home = freshHome();
  await deliver(home, { dataset: 'street', inputs: [file(home, '2018-10-norfolk-street.csv', [crime('a', '2018-10')])] });
  const bad = await deliver(home, { dataset: 'street', inputs: [file(home, '2018-11-norfolk-street.csv', [crime('b', 'November')])] });
  assert.deepEqual(
    bad.delivered.map(({ counts, state }) => [counts.accepted, counts.quarantined, state]),
    [[0, 1, 'live']],
  );
  assert.equal(bad.snapshot?.files.street?.rows, 1);
});

test('one file twice in a batch is taken once', async () => {
  const home = freshHome();
  const [one, two] = [file(home, '2018-10-norfolk-street.csv', [crime('a', '2018-10')]), file(home, 'copy-norfolk-street.csv', [crime('a', '2018-10')])];
  const result = await deliver(home, { dataset: 'street', inputs: [one, two] });
  assert.equal(result.delivered.length, 1);
  assert.deepEqual(result.already, [{ fileName: 'copy-norfolk-street.csv', delivery: null }]);
});

const shared = join(import.meta.dirname, '../../../../shared/data');
test('Merseyside’s crimes of 2018-19 find their 2011 areas, and the 22 codes that have ended since are reported', {
  skip: existsSync(shared) ? false : 'needs ../shared/data',
}, async () => {
  const home = freshHome();
  const geography = (name: string): string => join(shared, 'geography', name);
  const months = ['2018-10', '2018-11', '2018-12', '2019-01', '2019-02'];
  const result = await deliverMany(home, [
    {
      dataset: 'area',
      inputs: ['lookup_lsoa11_lsoa21_ltla22.csv', 'lookup_lsoa11_ltla21.csv', 'lookup_lsoa21_ward24_ltla24.csv', 'lookup_ltla24_csp24_pfa24.csv'].map(
        geography,
      ),
    },
    { dataset: 'street', inputs: months.map((month) => join(shared, 'police/street', month, `${month}-merseyside-street.csv`)) },
  ]);
  assert.deepEqual(result.refused, []);
  const engine = await openEngine(home);
  await engine.with(undefined, async (session) => {
    const [street, frame] = [session.alias('street'), session.alias('frame')];
    const ended = await session.run(
      `SELECT count(DISTINCT lsoa_code) AS codes, count(*) AS rows FROM ${street}street WHERE lsoa_code > 0 AND lsoa_code NOT IN (SELECT code FROM ${frame}lsoa WHERE vintage = 2021)`,
    );
    assert.equal(ended.numbers('codes')[0], 22);
    const warned = result.delivered.flatMap((entry) => entry.warnings).filter((note) => note.rule === 'lsoa-ended');
    assert.equal(
      warned.reduce((sum, note) => sum + note.count, 0),
      ended.numbers('rows')[0],
    );
    const odd = await session.run(
      `SELECT count(*) AS n FROM ${street}street f LEFT JOIN ${frame}lsoa l ON l.idx = f.lsoa WHERE f.located = 1 AND (l.vintage <> 2011 OR l.code <> f.lsoa_code OR l.district <> f.district)`,
    );
    assert.equal(odd.numbers('n')[0], 0);
  });
  await engine.close();
  assert.equal(readManifest(home).snapshots.length, 1);
});
