import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { kit, note, quarantineOf, STOP, STREET, stopRow, streetRow } from './test-kit.ts';

const at = kit();
after(() => at.close());

const street = (name: string, rows: readonly string[], end = '\n') => at.file(name, [STREET, ...rows].join(end) + end);

test('a good file is accepted whole, with its period, source and coverage', async () => {
  const delivery = await at.deliver('street', street('good.csv', [streetRow(1), streetRow(2, { month: '2024-04' })]));
  assert.deepEqual(delivery.counts, { read: 2, accepted: 2, quarantined: 0, repeats: 0 });
  assert.equal(delivery.source, 'norfolk');
  assert.deepEqual([delivery.from, delivery.to], ['2024-03', '2024-04']);
  assert.deepEqual(delivery.coverage, { norfolk: { '2024-03': 1, '2024-04': 1 } });
  assert.match(delivery.id, /^d1-[0-9a-f]{8}$/);
  assert.equal(delivery.quarantinePath, null);
  const rows = await at.rows('SELECT force, month, crime_type, outcome, lsoa_code, crime_key <> 0, delivery FROM street ORDER BY month');
  assert.deepEqual(rows, [
    [26, 290, 9, 27, 1026800, true, 1],
    [26, 291, 9, 27, 1026800, true, 1],
  ]);
});

test('rows that cannot be kept are quarantined with line, text, field, value, rule and reason', async () => {
  const bad = streetRow(2, { month: '2024-13' });
  const delivery = await at.deliver(
    'street',
    street('bad.csv', [streetRow(1), bad, streetRow(3, { month: '2027-01' }), streetRow(4, { force: '' }), 'one,two', streetRow(5)]),
  );
  assert.deepEqual(delivery.counts, { read: 6, accepted: 2, quarantined: 4, repeats: 0 });
  assert.deepEqual(
    (await quarantineOf(delivery)).map(([line, , field, value, rule]) => [line, field, value, rule]),
    [
      ['3', 'Month', '2024-13', 'format'],
      ['4', 'Month', '2027-01', 'future'],
      ['5', 'Police force', '', 'missing'],
      ['6', 'Row', '', 'columns'],
    ],
  );
  assert.equal((await quarantineOf(delivery))[0]?.[1], bad);
  assert.equal(
    delivery.quarantined.reduce((sum, one) => sum + one.count, 0),
    4,
  );
});

test('what does not spoil a row is counted by field and reason', async () => {
  const delivery = await at.deliver(
    'street',
    street('warn.csv', [
      streetRow(1, { lsoa: '' }),
      streetRow(2, { lsoa: 'E0100' }),
      streetRow(3, { lsoa: 'S01006506' }),
      streetRow(4, { outcome: '' }),
      streetRow(5, { id: '', type: 'Anti-social behaviour', outcome: '' }),
      streetRow(6, { outcome: 'Status update unavailable' }),
      streetRow(7, { month: '2009-01' }),
    ]),
  );
  assert.equal(delivery.counts.accepted, 7);
  assert.equal(note(delivery, 'LSOA', 'missing'), 1);
  assert.equal(note(delivery, 'LSOA', 'format'), 1);
  assert.equal(note(delivery, 'LSOA', 'out-of-scope'), 1);
  assert.equal(note(delivery, 'Last known outcome', 'missing'), 1, 'a blank outcome of anti-social behaviour is not missing');
  assert.equal(note(delivery, 'Last known outcome', 'unknown'), 1);
  assert.equal(note(delivery, 'Month', 'early'), 1);
  assert.deepEqual(await at.rows('SELECT outcome FROM street WHERE crime_type = 1'), [[90]]);
});

test('a code that is in no list waits on the review list and its row is kept', async () => {
  const delivery = await at.deliver(
    'street',
    street('review.csv', [streetRow(1, { type: 'Cattle rustling' }), streetRow(2, { type: 'Cattle rustling' }), streetRow(3, { type: '  robBERY ' })]),
  );
  assert.deepEqual(delivery.review, [{ field: 'Crime type', list: 'crime-type', value: 'Cattle rustling', count: 2 }]);
  assert.deepEqual(await at.rows('SELECT crime_type FROM street ORDER BY 1'), [[9], [250], [250]]);
});

test('exact repeats are set aside only where the row has an identifier (ADR 3)', async () => {
  const asb = streetRow(0, { id: '', type: 'Anti-social behaviour', outcome: '' });
  const delivery = await at.deliver(
    'street',
    street('repeats.csv', [streetRow(1), streetRow(1), streetRow(1, { location: 'On or near Oak Row' }), asb, asb, asb]),
  );
  assert.deepEqual(delivery.counts, { read: 6, accepted: 5, quarantined: 0, repeats: 1 });
  assert.equal(note(delivery, 'Row', 'alike'), 2);
  const [[rows, keys, weights] = []] = await at.rows('SELECT count(*)::INTEGER, count(DISTINCT key)::INTEGER, max(w)::INTEGER FROM street');
  assert.equal(rows, 5);
  assert.equal(keys, 5, 'rows that look alike do not share their noise');
  assert.equal(Number(weights), 4, 'a kept record weighs four thirds');
});

test('the same record has the same key in another file and order, and an outcome that changes does not change it', async () => {
  const keys = 'SELECT key::VARCHAR FROM street ORDER BY key';
  await at.deliver('street', street('keys-1.csv', [streetRow(1), streetRow(2)]));
  const first = await at.rows(keys);
  await at.deliver('street', street('keys-2.csv', [streetRow(2, { outcome: 'Offender fined' }), streetRow(1)], '\r\n'));
  assert.deepEqual(await at.rows(keys), first);
  await at.deliver('street', street('keys-3.csv', [streetRow(1), streetRow(2)]), { secret: 'another' });
  assert.notDeepEqual(await at.rows(keys), first);
});

test('stops: times are UTC, months, days and hours are of London', async () => {
  const delivery = await at.deliver(
    'stop',
    at.file(
      '2023-06-norfolk-stop-and-search.csv',
      [STOP, stopRow({ date: '2023-06-30T23:30:00+00:00' }), stopRow({ date: '2023-01-31T23:30:00+00:00' }), stopRow({ date: '2023-02-01' })].join('\n'),
    ),
  );
  assert.equal(delivery.source, 'norfolk');
  assert.deepEqual(await at.rows('SELECT month, date::VARCHAR, dow, hour, lon, lat FROM stop ORDER BY date'), [
    [276, '2023-01-31', 2, 23, 1290000, 52630000],
    [277, '2023-02-01', 3, 255, 1290000, 52630000],
    [282, '2023-07-01', 6, 0, 1290000, 52630000],
  ]);
  assert.equal(note(delivery, 'Date and time', 'no-time'), 1);
});

test('stops: unknowns stay apart, and any exact repeat is set aside', async () => {
  const row = stopRow({ self: 'Other ethnic group - Not stated', age: '', linked: '', lat: '', lon: '' });
  const delivery = await at.deliver('stop', at.file('2024-01-essex-stop-and-search.csv', [STOP, row, row, stopRow({ outcome: '' })].join('\r\n')));
  assert.deepEqual(delivery.counts, { read: 3, accepted: 2, quarantined: 0, repeats: 1 });
  assert.equal(note(delivery, 'Self-defined ethnicity', 'unknown'), 1);
  assert.equal(note(delivery, 'Age band', 'missing'), 1);
  assert.equal(note(delivery, 'Outcome linked to object', 'missing'), 1);
  assert.equal(note(delivery, 'Outcome', 'missing'), 1);
  assert.deepEqual(await at.rows('SELECT eth_self, age_band, linked, lon FROM stop ORDER BY lon NULLS FIRST'), [
    [30, 0, 0, null],
    [2, 3, 1, 1290000],
  ]);
});

test('a stop file that does not say its force is refused with what to do, or told by --source', async () => {
  const path = at.file('stops.csv', [STOP, stopRow()].join('\n'));
  const { refused } = await at.stage('stop', path);
  assert.equal(refused[0]?.error.code, 'source-needed');
  assert.match(refused[0]?.error.advice ?? '', /--source/);
  assert.equal((await at.deliver('stop', path, { source: 'West Midlands Police' })).source, 'west-midlands');
  await assert.rejects(at.stage('stop', path, { source: 'Atlantis' }), { code: 'unknown-source' });
});

test('counts by LSOA: the force is the folder’s, n must be a whole number, and w is the sum of n draws', async () => {
  const header = 'lsoa_code,lsoa_name,borough,category,year,month,crime_count';
  const path = at.file(
    'counts.csv',
    [
      header,
      'E01006419,Knowsley 019A,Knowsley,Drugs,2024,5,40',
      'E01006419,Knowsley 019A,Knowsley,Robbery,2024,5,0',
      'E01006420,x,Knowsley,Drugs,2024,5,-1',
      'E01006420,x,Knowsley,Drugs,2024,5,1.5',
    ].join('\n'),
  );
  const delivery = await at.deliver('lsoa-month-counts', path, { source: 'merseyside' });
  assert.deepEqual(delivery.counts, { read: 4, accepted: 2, quarantined: 2, repeats: 0 });
  const rows = await at.rows('SELECT n, w FROM area_count ORDER BY n');
  assert.deepEqual(rows[0], [0, 0]);
  const w = Number(rows[1]?.[1]);
  assert.ok(w > 90 && w < 150, `w ${w} is of 40 records of three thirds each`);
});

test('a file that is known, and a second copy in the batch, are not loaded again', async () => {
  const one = street('same-1.csv', [streetRow(1)]);
  const two = street('same-2.csv', [streetRow(1)]);
  const batch = await at.stage('street', [one, two]);
  assert.equal(batch.deliveries.length, 1);
  assert.deepEqual(
    batch.already.map((file) => file.fileName),
    ['same-2.csv'],
  );
  const sha = batch.deliveries[0]?.sha256;
  const again = await at.stage('street', one, { known: (sha256) => sha256 === sha });
  assert.deepEqual([again.deliveries.length, again.already.length], [0, 1]);
});

test('one bad file does not stop the others, and numbers run on without gaps', async () => {
  const batch = await at.stage('street', [
    street('a.csv', [streetRow(1)]),
    at.file('b.csv', 'what,is,this\n1,2,3\n'),
    street('c.csv', [streetRow(3)]),
    '/nowhere/d.csv',
  ]);
  assert.deepEqual(
    batch.deliveries.map((one) => one.number),
    [1, 2],
  );
  assert.deepEqual(
    batch.refused.map((one) => [one.fileName, one.error.code]),
    [
      ['d.csv', 'file-vanished'],
      ['b.csv', 'layout-unknown'],
    ],
  );
  assert.deepEqual(await at.rows('SELECT delivery, count(*)::INTEGER FROM street GROUP BY 1 ORDER BY 1'), [
    [1, 1],
    [2, 1],
  ]);
});

test('a month far under the source’s others is reported', async () => {
  const rows = ['2024-01', '2024-02', '2024-03'].flatMap((month, m) => Array.from({ length: 100 }, (_, i) => streetRow(1000 * m + i, { month })));
  const delivery = await at.deliver('street', street('gap.csv', [...rows, streetRow(9999, { month: '2024-04' })]));
  const gap = delivery.warnings.find((one) => one.rule === 'incomplete');
  assert.match(gap?.reason ?? '', /norfolk has 1 rows in 2024-04 \(usually 100\)/);
});

test('invented codes mark a delivery as fictional', async () => {
  const delivery = await at.deliver('street', street('fiction.csv', [streetRow(1, { force: 'Varrowshire Police', lsoa: 'X01000001' })]));
  assert.equal(delivery.fictional, true);
  assert.deepEqual(await at.rows('SELECT lsoa_code FROM street'), [[201000001]]);
});

test('words of a file are never SQL and never a formula', async () => {
  const nasty = `=cmd|'/c calc'!A1'); DROP TABLE street; --`;
  const delivery = await at.deliver('street', street('nasty.csv', [streetRow(1, { type: nasty }), nasty.padEnd(30), streetRow(3, { id: `x' OR 1=1 --` })]));
  assert.deepEqual(delivery.counts, { read: 3, accepted: 2, quarantined: 1, repeats: 0 });
  assert.equal(delivery.review[0]?.value, nasty);
  assert.equal((await quarantineOf(delivery))[0]?.[1], `'${nasty.padEnd(30)}`);
  assert.deepEqual(await at.rows('SELECT count(*)::INTEGER FROM street'), [[2]]);
});
