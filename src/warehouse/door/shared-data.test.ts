/**
 * Every real file through the door. The numbers expected here were counted apart from Headwater, with Python's csv module. Skips where the
 * data are not at hand; the same behaviours are proved on invented rows in the other tests.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { StagedBatch, StagedDelivery } from './stage.ts';
import { kit } from './test-kit.ts';

const data = join(import.meta.dirname, '../../../../shared/data');
const skip = existsSync(data) ? false : 'the real data of ../shared/data are not here';
const at = kit();
after(() => at.close());

const stage = (dataset: string, ...paths: string[]): Promise<StagedBatch> =>
  at.stage(
    dataset,
    paths.map((path) => join(data, path)),
  );
const total = (deliveries: readonly StagedDelivery[], count: keyof StagedDelivery['counts']): number =>
  deliveries.reduce((sum, one) => sum + one.counts[count], 0);
const warned = (deliveries: readonly StagedDelivery[], field: string, rule: string): number =>
  deliveries
    .flatMap((one) => one.warnings)
    .filter((one) => one.field === field && one.rule === rule)
    .reduce((sum, one) => sum + one.count, 0);
const byName = (batch: StagedBatch, name: string): StagedDelivery => {
  const found = batch.deliveries.find((one) => one.fileName.startsWith(name));
  assert.ok(found, `${name} is delivered`);
  return found;
};
const one = async (sql: string): Promise<unknown[]> => (await at.rows(sql))[0] ?? [];

function reconciles(batch: StagedBatch, files: number): void {
  assert.deepEqual(
    batch.refused.map((file) => `${file.fileName}: ${file.error.message} ${file.error.detail ?? ''}`),
    [],
  );
  assert.equal(batch.deliveries.length, files);
  for (const { fileName, counts } of batch.deliveries) assert.equal(counts.read, counts.accepted + counts.quarantined + counts.repeats, fileName);
}

test('street', { skip }, async () => {
  const batch = await stage('street', 'police/street');
  reconciles(batch, 20);
  const { deliveries } = batch;
  assert.deepEqual([total(deliveries, 'read'), total(deliveries, 'quarantined'), total(deliveries, 'repeats')], [201_550, 0, 1]);
  assert.equal(warned(deliveries, 'Row', 'alike'), 13_021);
  assert.equal(warned(deliveries, 'LSOA', 'missing'), 7_064);
  assert.equal(warned(deliveries, 'Last known outcome', 'missing'), 0);
  assert.deepEqual(
    await one('SELECT count(*)::INTEGER, count(*) FILTER (crime_type = 1)::INTEGER, count(DISTINCT key)::INTEGER FROM street'),
    [201_549, 41_615, 201_549],
  );
  assert.deepEqual(await at.rows('SELECT force, count(*)::INTEGER FROM street GROUP BY 1 ORDER BY 1'), [
    [24, 66_359],
    [26, 31_191],
    [31, 56_031],
    [34, 47_968],
  ]);
});

test('stop and search', { skip }, async () => {
  const batch = await stage('stop', 'police/stop-and-search', 'police/stop-and-search-london');
  reconciles(batch, 10);
  const of = (source: string) => batch.deliveries.filter((each) => each.source.includes(source));
  const figures = (source: string) => [
    total(of(source), 'read'),
    total(of(source), 'repeats'),
    warned(of(source), 'Age band', 'missing'),
    warned(of(source), 'Self-defined ethnicity', 'unknown'),
    warned(of(source), 'Outcome linked to object', 'missing'),
    warned(of(source), 'Longitude', 'missing'),
  ];
  assert.deepEqual(figures('essex'), [5_355, 550, 412, 443, 0, 77]);
  assert.deepEqual(figures('leicestershire'), [701, 18, 35, 121, 629, 0]);
  assert.deepEqual(figures('merseyside'), [9_631, 1, 464, 1_244, 7_598, 2_031]);
  assert.deepEqual(figures('metropolitan'), [150_152, 4_616, 19_562, 41_364, 138_772, 0]);
  const gaps = batch.deliveries
    .flatMap((each) => each.warnings)
    .filter((each) => each.rule === 'incomplete')
    .map((each) => /(\w+) has .* rows in (\S+)/.exec(each.reason)?.slice(1).join(' '));
  assert.deepEqual(gaps, ['leicestershire 2019-12', 'metropolitan 2022-06', 'metropolitan 2022-11']);
  assert.equal(warned(of('essex'), 'File', 'line-ends'), 5_358);
});

test('counts by LSOA and month', { skip }, async () => {
  const batch = await stage('lsoa-month-counts', 'police/lsoa-month-counts');
  reconciles(batch, 35);
  assert.deepEqual(await one('SELECT count(*)::INTEGER, sum(n)::INTEGER, min(force), max(force) FROM area_count'), [148_996, 434_350, 24, 24]);
  const lost = batch.deliveries
    .filter((each) => each.warnings.some((warning) => warning.field === 'District' && warning.rule === 'incomplete'))
    .map((each) => each.from);
  assert.deepEqual(lost, ['2023-05', '2023-06', '2024-09', '2024-10', '2025-03', '2025-11']);
});

test('population, by age and by ethnic group', { skip }, async () => {
  reconciles(await stage('population', 'population/population20_lsoa11.csv', 'population/population20_ltla21.csv'), 2);
  assert.deepEqual(await at.rows('SELECT level, edition, count(*)::INTEGER, sum(n)::INTEGER, max(age) FROM population GROUP BY ALL ORDER BY ALL'), [
    ['district', 'mid-2020', 331 * 91, 59_719_724, 90],
    ['lsoa11', 'mid-2020', 34_753 * 91, 59_719_724, 90],
  ]);
  const batch = await stage('population-ethnicity', 'population/*ethnic*.csv');
  reconciles(batch, 3);
  assert.deepEqual(
    batch.deliveries.flatMap((each) => each.review),
    [],
  );
  assert.equal(byName(batch, 'ethnicity21_ltla21').counts.quarantined, 6_289, 'percentages');
  assert.equal(byName(batch, 'census2021').counts.quarantined, 331, '“Does not apply”');
  assert.deepEqual(
    await at.rows(
      'SELECT level, delivery, count(*)::INTEGER, sum(n)::INTEGER, count(DISTINCT eth)::INTEGER FROM population_ethnicity GROUP BY ALL ORDER BY ALL',
    ),
    [
      ['district', 1, 6_289, 59_597_578, 19],
      ['district', 3, 6_289, 59_597_578, 19],
      ['lsoa21', 2, 178_360, 59_597_576, 5],
    ],
  );
});

test('deprivation', { skip }, async () => {
  const batch = await stage('deprivation', 'deprivation');
  reconciles(batch, 4);
  assert.equal(byName(batch, 'UK_IMD_E').counts.quarantined, 6_976 + 890, 'Scotland and Northern Ireland');
  assert.deepEqual(await at.rows('SELECT edition, vintage, count(*)::INTEGER, min(decile), max(decile) FROM deprivation GROUP BY ALL ORDER BY ALL'), [
    ['IMD 2019', 2011, 32_844, 1, 10],
    ['IMD 2025', 2021, 33_755, 1, 10],
    ['UK composite', 2011, 34_753, 1, 10],
    ['WIMD 2019', 2011, 1_909, 1, 10],
  ]);
  assert.deepEqual(await one("SELECT decile, rank FROM deprivation_domain WHERE edition = 'IMD 2019' AND area = 1000001 AND domain = 'Crime'"), [10, 32662]);
});

test('areas', { skip }, async () => {
  const batch = await stage('area', 'geography');
  reconciles(batch, 11);
  const counts = Object.fromEntries(batch.deliveries.map((each) => [each.fileName, [each.counts.accepted, each.counts.quarantined]]));
  assert.deepEqual(counts, {
    'LAD20_CSP20_PFA20_EW_lookup.csv': [342, 0],
    'boundaries_lsoa11.geojson': [34_753, 0],
    'boundaries_lsoa21.geojson': [35_672, 0],
    'boundaries_ltla24.geojson': [318, 43],
    'boundaries_pfa20.geojson': [43, 0],
    'drkane_lsoa_latlong.csv': [36_778, 11_646],
    'lookup_lsoa11_lsoa21_ltla22.csv': [35_795, 0],
    'lookup_lsoa11_ltla21.csv': [34_753, 0],
    'lookup_lsoa21_ward24_ltla24.csv': [35_672, 0],
    'lookup_ltla24_csp24_pfa24.csv': [332, 0],
    'ruc11_lsoa11.csv': [34_753, 0],
  });
  assert.equal(warned([byName(batch, 'LAD20')], 'File', 'byte-order-mark'), 1);
  assert.deepEqual(await at.rows('SELECT level, edition, count(*)::INTEGER FROM boundary GROUP BY ALL ORDER BY ALL'), [
    ['district', 2024, 318],
    ['force', 2020, 43],
    ['lsoa', 2011, 34_753],
    ['lsoa', 2021, 35_672],
  ]);
  assert.deepEqual(await one('SELECT min(west) > -7, max(east) < 2, min(south) > 49, max(north) < 56 FROM boundary'), [true, true, true, true]);
  assert.deepEqual(await at.rows('SELECT DISTINCT edition FROM district_lookup ORDER BY 1'), [[2020], [2024]]);
});

test('school exclusions', { skip }, async () => {
  const batch = await stage('exclusions', 'education');
  reconciles(batch, 4);
  const reason = byName(batch, 'SFR35_2017_reason');
  assert.equal(warned([reason], 'Exclusions', 'fraction'), 815);
  assert.deepEqual([reason.from, reason.to], ['2006/07', '2015/16']);
  const [rows, suppressed, whole] = await one(
    `SELECT count(*)::INTEGER, count(*) FILTER (suppressed)::INTEGER, count(*) FILTER (suppressed AND n IS NOT NULL)::INTEGER FROM exclusion WHERE delivery = ${reason.number}`,
  );
  assert.deepEqual([rows, suppressed, whole], [6_367 * 24, 19_883, 0]);
  const la = byName(batch, 'clean_la_data');
  assert.deepEqual(la.counts, { read: 7_122, accepted: 7_120, quarantined: 2, repeats: 0 }, 'two regions without a name');
});

test('published statistics', { skip }, async () => {
  const batch = await stage('published-stops', 'published');
  assert.deepEqual(batch.refused, []);
  assert.equal(batch.deliveries.length, 6);
  assert.deepEqual(byName(batch, 'extractss_data_dictionary').counts, { read: 28, accepted: 28, quarantined: 0, repeats: 0 });
  const facts = byName(batch, 'ethnicity-facts-figures');
  assert.deepEqual(facts.counts, { read: 13_104, accepted: 13_104, quarantined: 0, repeats: 0 });
  assert.deepEqual(await one(`SELECT sum(number)::INTEGER FROM published_stop WHERE series = 'ethnicity-facts-figures'`), [87_513_507]);
  assert.equal(warned([facts], 'Row', 'zero'), 126);
  assert.deepEqual(
    await one(`SELECT count(*)::INTEGER, sum(number)::INTEGER FROM published_stop WHERE series = 'object-legislation-outcome'`),
    [27_166, 2_872_209],
  );
  assert.deepEqual(
    await one(
      `SELECT count(*)::INTEGER, round(sum(rate_ratio), 6), count(*) FILTER (rate_ratio IS NULL)::INTEGER FROM published_stop_ratio WHERE series = 'rate-ratios-2019-2021'`,
    ),
    [993, 3503.221019, 4],
  );
});
