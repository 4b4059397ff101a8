/** Areas, populations and other wide layouts, on invented areas. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { kit, note, quarantineOf } from './test-kit.ts';

const at = kit();
after(() => at.close());

const square = (x: number, y: number) => ({
  type: 'MultiPolygon',
  coordinates: [
    [
      [
        [x, y],
        [x + 1, y],
        [x + 1, y + 1],
        [x, y + 1],
        [x, y],
      ],
    ],
  ],
});
const collection = (features: readonly unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });
const feature = (code: string, geometry: unknown, name = 'A “place”, here') => ({
  type: 'Feature',
  properties: { pfa20_name: name, pfa20_code: code },
  geometry,
});

test('boundaries: features become rows with their box; those without a polygon are quarantined', async () => {
  const path = at.file(
    'pfa.geojson',
    collection([feature('X23000001', square(-2, 51)), feature('X23000002', { type: 'Point', coordinates: [0, 0] }), feature('S23000009', square(1, 1))]),
  );
  const delivery = await at.deliver('area', path);
  assert.deepEqual(delivery.counts, { read: 3, accepted: 1, quarantined: 2, repeats: 0 });
  assert.equal(delivery.fictional, true);
  assert.deepEqual(await at.rows('SELECT level, edition, code, name, west, south, east, north FROM boundary'), [
    ['force', 2020, 223000001, 'A “place”, here', -2, 51, -1, 52],
  ]);
  assert.deepEqual(
    (await quarantineOf(delivery)).map(([, , field, , rule]) => [field, rule]),
    [
      ['Geometry (GeoJSON)', 'missing'],
      ['Area', 'out-of-scope'],
    ],
  );
});

test('boundaries that are cut short, in metres or no GeoJSON are refused', async () => {
  const whole = collection([feature('X23000001', square(-2, 51)), feature('X23000002', square(-1, 51))]);
  const cases: [string, string, string][] = [
    ['cut.geojson', whole.slice(0, -80), 'file-truncated'],
    ['metres.geojson', collection([feature('X23000001', square(530000, 180000))]), 'geojson-projection'],
    ['shape.geojson', '{"type":"Topology","objects":{}}', 'geojson-shape'],
    ['none.geojson', collection([]), 'file-empty'],
  ];
  for (const [name, text, code] of cases) {
    const { refused } = await at.stage('area', at.file(name, text));
    assert.equal(refused[0]?.error.code, code, `${name}: ${refused[0]?.error.message}`);
  }
});

test('population by age: columns become rows; parts that do not make the total are said; the edition must be known', async () => {
  const ages = [...Array.from({ length: 90 }, (_, age) => String(age)), '90+'];
  const row = (code: string, total: number, odd = '1') => [code, String(total), ...ages.map((_, age) => (age === 5 ? odd : '1'))].join(',');
  const text = [
    ['lsoa21_code', 'total_population', ...ages].join(','),
    row('X01000001', 91),
    row('X01000002', 95),
    row('X01000003', 91, 'many'),
    row('X01000001', 91),
    row('X01000001', 92, '2'),
  ].join('\n');
  const path = at.file('people.csv', text);
  const { refused } = await at.stage('population', path);
  assert.equal(refused[0]?.error.code, 'edition-needed');
  const delivery = await at.deliver('population', path, { edition: 'mid-2024' });
  assert.deepEqual(delivery.counts, { read: 5, accepted: 2, quarantined: 2, repeats: 1 });
  assert.deepEqual([delivery.from, delivery.to, delivery.edition], ['2024', '2024', 'mid-2024']);
  assert.equal(note(delivery, 'All ages', 'parts'), 1);
  assert.deepEqual(
    (await quarantineOf(delivery)).map(([line, , , value, rule]) => [line, value, rule]),
    [
      ['4', 'many', 'format'],
      ['6', 'X01000001', 'unique'],
    ],
  );
  assert.deepEqual(await at.rows('SELECT area, count(*)::INTEGER, sum(n)::INTEGER, max(age) FROM population GROUP BY 1 ORDER BY 1'), [
    [201000001, 91, 91, 90],
    [201000002, 91, 91, 90],
  ]);
  assert.equal((await at.deliver('population', at.file('population_22_areas.csv', text))).edition, 'mid-2022');
});

test('numbers: thousands and decimal commas, N/A, “-” as nought and “x” as withheld are read and said', async () => {
  const header =
    'Measure,Time,Ethnicity,Ethnicity_type,Geography,Number of stop and searches,Total number of stop and search carried out in this year in this area (excluding cases where the ethnicity was unreported),Population by ethnicity,"Rate per 1,000 population by ethnicity",Proportion of total stop and searches of this ethnicity in the financial year (excludes unreported)';
  const facts = await at.deliver(
    'published-stops',
    at.file(
      'facts.csv',
      [
        header,
        'Stops,2016/17,Asian,5+1,Norfolk,"1,234"," 12,345 ",N/A,"9,5",12%',
        'Stops,2016/17,Black,5+1,Norfolk, - ,"12,345",100,0.5,N/A',
        'Stops,2016/17,White,5+1,Norfolk,1.5,1,1,1,1',
      ].join('\n'),
    ),
  );
  assert.deepEqual(facts.counts, { read: 3, accepted: 3, quarantined: 0, repeats: 0 });
  assert.deepEqual(await at.rows('SELECT number, total, population, rate, share FROM published_stop ORDER BY ethnicity'), [
    [1234, 12345, null, 9.5, 12],
    [0, 12345, 100, 0.5, null],
    [null, 1, 1, 1, 1],
  ]);
  for (const [field, rule] of [
    ['Searches', 'thousands-comma'],
    ['Searches per 1,000 residents', 'decimal-comma'],
    ['Row', 'not-available'],
    ['Row', 'zero'],
    ['Searches', 'format'],
  ] as const) {
    assert.ok(note(facts, field, rule) > 0, `${field} ${rule}`);
  }
});

test('exclusions: a withheld number is unknown and never nought', async () => {
  const kinds = ['perm', 'fixed'].flatMap((kind) =>
    [
      'physical_pupils',
      'physical_adult',
      'verbal_pupil',
      'verbal_adult',
      'bullying',
      'racist_abuse',
      'sexual_misconduct',
      'drug_alcohol',
      'damage',
      'theft',
      'persistent_disruptive',
      'other',
    ].map((reason) => `${kind}_${reason}`),
  );
  const path = at.file(
    'reasons.csv',
    [
      ['year', 'la_name', 'school_type', ...kinds].join(','),
      ['201617', 'Norfolk', 'Special', 'x', '0', '4.61538', ...kinds.slice(3).map(() => '5')].join(','),
    ].join('\n'),
  );
  const delivery = await at.deliver('exclusions', path);
  assert.deepEqual([delivery.from, note(delivery, 'Row', 'suppressed'), note(delivery, 'Exclusions', 'fraction')], ['2016/17', 1, 1]);
  assert.deepEqual(await at.rows("SELECT reason, n, suppressed FROM exclusion WHERE kind = 'permanent' LIMIT 3"), [
    ['physical pupils', null, true],
    ['physical adult', 0, false],
    ['verbal pupil', 5, false],
  ]);
});

test('a district made of several former ones keeps a row for each of its partnerships', async () => {
  const header = 'ltla24_code,ltla24_name,csp24_code,csp24_name,pfa24_code,pfa24_name';
  const path = at.file(
    'districts.csv',
    [
      header,
      'X06000001,North,X22000001,One,X23000001,Varrowshire',
      'X06000001,North,X22000002,Two,X23000001,Varrowshire',
      'X06000001,Norf,X22000002,Two,X23000001,Varrowshire',
    ].join('\n'),
  );
  const delivery = await at.deliver('area', path);
  assert.deepEqual(delivery.counts, { read: 3, accepted: 2, quarantined: 1, repeats: 0 });
  assert.equal(delivery.edition, '2024');
});
