import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import fc from 'fast-check';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { FORMULA, type SmallHome, smallHome } from './home.ts';
import { signedInAs } from '../who.ts';

describe('what the server says', () => {
  let small: SmallHome;
  let warehouse: Warehouse;
  let app: FastifyInstance;

  before(async () => {
    small = await smallHome();
    warehouse = await openWarehouse(small.dir);
    app = await buildApp({ identify: signedInAs('analyst', 'data-quality-lead'), warehouse, requestsAMinute: 0 });
  });

  after(async () => {
    await app?.close();
    await warehouse?.close();
    small?.remove();
  });

  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers: { host: 'localhost:3000', accept: 'text/html', ...headers } });
  const json = async (url: string, headers: Record<string, string> = {}) => {
    const answer = await get(url, headers);
    return { status: answer.statusCode, type: String(answer.headers['content-type']), body: answer.json<Record<string, unknown>>() };
  };

  test('another name in the Host header is turned away, so that no web page elsewhere can read it', async () => {
    for (const host of ['evil.example', 'evil.example:3000', 'localhost.evil.example', '10.0.0.1:3000'])
      assert.equal((await get('/', { host })).statusCode, 400, host);
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'localhost']) assert.equal((await get('/', { host })).statusCode, 200, host);
  });

  test('exact counts are not given where no look at them can be recorded, however they are asked for', async () => {
    for (const path of ['/figure/stops', '/figure/stops.csv', '/figure/stops.json', '/api/v1/figures/stops']) {
      for (const query of ['as=analyst', 'as=partner&as=analyst', 'by=month&as=analyst&snapshot=s1']) {
        const answer = await get(`${path}?${query}`);
        assert.equal(answer.statusCode, 503, `${path}?${query}`);
        assert.match(answer.body, /no look at them could be recorded/);
      }
      for (const query of ['as=chief', 'clearance=analyst']) assert.equal((await get(`${path}?${query}`)).statusCode, 400, query);
    }
    assert.equal((await get('/figure/stops?as=partner')).statusCode, 200);
    // A page of many figures always draws protected ones.
    assert.equal((await get('/?as=analyst')).body, (await get('/')).body);
  });

  test('a figure says whose it is, and its cells are the same for a partner and for the public', async () => {
    const open = await buildApp({ warehouse, requestsAMinute: 0 });
    const ask = async (from: typeof app) =>
      (await from.inject({ url: '/figure/stops.json?by=age-band', headers: { host: 'localhost' } })).json<Record<string, unknown>>();
    const [partner, everybody] = [await ask(app), await ask(open)];
    assert.equal(partner['clearance'], 'partner');
    assert.equal(everybody['clearance'], 'public');
    assert.deepEqual(everybody['cells'], partner['cells']);
    await open.close();
  });

  test('no figure shows a count of 1 to 7', async () => {
    for (const query of ['by=crime-type&by=month', 'by=crime-type&by=month&by=outcome-group', 'crime-type=robbery&by=month']) {
      const { body } = await json(`/figure/street-records.json?${query}`);
      const cells = body['cells'] as { value: number | null; state: string }[];
      assert.ok(
        cells.some((cell) => cell.state === 'hidden' && cell.value === null),
        query,
      );
      for (const cell of cells) assert.ok(cell.value === null || cell.value === 0 || cell.value >= 8, JSON.stringify(cell));
    }
  });

  test('pages may run nothing but our own scripts, and set no cookie', async () => {
    for (const path of ['/', '/figure/stops', '/deliveries', '/api', '/nowhere']) {
      const answer = await get(path);
      const policy = String(answer.headers['content-security-policy']);
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /unsafe|data:|https?:/);
      assert.equal(answer.headers['set-cookie'], undefined);
      assert.doesNotMatch(answer.body, /<script(?![^>]*\ssrc=)|\sstyle="|\son\w+="/, path);
    }
  });

  test('people get a page, programs get problem details, both with the same words', async () => {
    const page = await get('/figure/stops?by=colour');
    assert.equal(page.statusCode, 400);
    assert.match(String(page.headers['content-type']), /html/);
    for (const [url, headers] of [
      ['/figure/stops.json?by=colour', {}],
      ['/api/v1/figures/stops?by=colour', {}],
      ['/figure/stops?by=colour', { accept: 'application/json' }],
    ] as const) {
      const problem = await json(url, headers);
      assert.equal(problem.status, 400);
      assert.match(problem.type, /^application\/problem\+json/);
      assert.equal(problem.body['type'], 'urn:headwater:error:dimension-unknown');
      assert.ok(page.body.includes(String(problem.body['title'])));
      assert.match(String(problem.body['detail']), /month.*force/);
    }
  });

  test('each bad question is answered in the user’s words, naming what was wrong', async () => {
    const cases: readonly [url: string, status: number, words: RegExp][] = [
      ['/figure/murders', 404, /no such measure/],
      ['/figure/stops?by=crime-type', 400, /cannot be split or filtered by crime type/],
      ['/figure/stops?colour=red', 400, /no dimension called “colour”/],
      ['/figure/stops?force=atlantis', 400, /no police force “atlantis”/],
      ["/figure/stops?force=norfolk'%20OR%201=1--", 400, /no police force/],
      ['/figure/stops?from=2026-13', 400, /“2026-13” is not a month/],
      ['/figure/stops?from=2026-02&to=2026-01', 400, /ends .* before it starts/],
      ['/figure/stops?snapshot=../../etc', 400, /‘snapshot’/],
      ['/figure/stops?snapshot=s999', 404, /no snapshot of that name/],
      ['/deliveries/nothing', 404, /no such delivery/],
      ['/deliveries/..%2F..%2Fmanifest.json/quarantine.csv', 404, /no such delivery/],
      ['/deliveries?state=lost', 400, /‘state’/],
      ['/deliveries?page=0', 400, /‘page’/],
      ['/catalogue/datasets/gossip', 404, /no such dataset/],
      ['/catalogue/codes/../../../package', 404, /not found|no such/i],
      ['/api/v1/measures?page=minus', 400, /whole number/],
      ['/assets/../../package.json', 404, /not found/i],
      ['/nowhere', 404, /not found/],
    ];
    for (const [url, status, words] of cases) {
      const answer = await get(url);
      assert.equal(answer.statusCode, status, `${url}: ${answer.body.slice(0, 300)}`);
      assert.match(answer.body.replaceAll('&#39;', "'").replaceAll('&quot;', '"'), words, url);
    }
  });

  test('whatever an address says, the answer is never a fault and never repeats markup', async () => {
    const word = fc.string({ unit: 'binary', maxLength: 30 });
    const name = fc.oneof(fc.constantFrom('by', 'from', 'to', 'force', 'snapshot', 'crime-type', 'page'), word);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, fc.oneof(word, fc.constant('<script>alert(1)</script>'))), { maxLength: 4 }), async (pairs) => {
        const answer = await get(`/figure/recorded-offences?${new URLSearchParams(pairs)}`);
        assert.ok([200, 400, 404].includes(answer.statusCode), String(answer.statusCode));
        assert.doesNotMatch(answer.body, /<script>alert/);
      }),
      { numRuns: 150 },
    );
  });

  test('who asks too often is told to wait', async () => {
    const busy = await buildApp({ identify: signedInAs('analyst', 'data-quality-lead'), warehouse, requestsAMinute: 3 });
    const ask = () => busy.inject({ url: '/about/protection', headers: { host: 'localhost', accept: 'text/html' } });
    for (let at = 0; at < 3; at += 1) assert.equal((await ask()).statusCode, 200);
    const answer = await ask();
    assert.equal(answer.statusCode, 429);
    assert.match(answer.body, /Wait a minute/);
    await busy.close();
  });

  test('only reading is possible', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'] as const) {
      const answer = await app.inject({ method, url: '/figure/stops', headers: { host: 'localhost', accept: 'application/json' } });
      assert.ok([404, 405].includes(answer.statusCode), method);
    }
  });

  test('a permanent address gives the same cells after newer data, and may be kept', async () => {
    const first = await json('/figure/recorded-offences.json?by=month&snapshot=s1');
    const now = await json('/figure/recorded-offences.json?by=month');
    assert.equal((first.body['snapshot'] as { id: string }).id, 's1');
    assert.equal((now.body['snapshot'] as { id: string }).id, 's2');
    assert.notDeepEqual(first.body['cells'], now.body['cells']);
    const again = await json(String(first.body['address']).replace('/figure/recorded-offences?', '/figure/recorded-offences.json?'));
    assert.deepEqual(again.body['cells'], first.body['cells']);

    const csv = await get('/figure/recorded-offences.csv?by=month&snapshot=s1');
    assert.match(String(csv.headers['cache-control']), /max-age=3600/);
    const held = await get('/figure/recorded-offences.csv?by=month&snapshot=s1', { 'if-none-match': String(csv.headers['etag']) });
    assert.equal(held.statusCode, 304);
    assert.equal(held.body, '');
  });

  test('the CSV, its metadata and the JSON are of the same cells, and name each other', async () => {
    const csv = await get('/figure/stops.csv?by=age-band');
    assert.match(String(csv.headers['content-disposition']), /attachment; filename="stops-by-age-band-s2\.csv"/);
    const described = /<([^>]+)>; rel="describedby"/.exec(String(csv.headers['link']))?.[1] ?? '';
    const metadata = await json(described);
    assert.match(String(metadata.body['url']), /^http:\/\/localhost:3000\/figure\/stops\.csv\?/);
    const figure = await json('/figure/stops.json?by=age-band');
    assert.equal(csv.body.trim().split('\r\n').length - 1, (figure.body['cells'] as unknown[]).length);
    assert.match(csv.body, /not-recorded,Age not recorded/);
  });

  test('quarantined rows come with line, text, field and reason, and cannot run in a spreadsheet', async () => {
    const delivery = small.results[0]?.delivered.find((each) => each.counts.quarantined > 0);
    const answer = await get(`/deliveries/${delivery?.id}/quarantine.csv`);
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const lines = answer.body.trim().split('\r\n');
    assert.match(lines[0] ?? '', /line/);
    assert.equal(lines.length - 1, delivery?.counts.quarantined);
    assert.ok(answer.body.includes('HYPERLINK'));
    assert.ok(!answer.body.split(/,(?=")|\r\n/).some((cell) => cell.startsWith(FORMULA) || cell.startsWith('"=')), answer.body);
    const clean = small.results[0]?.delivered.find((each) => each.counts.quarantined === 0);
    assert.equal((await get(`/deliveries/${clean?.id}/quarantine.csv`)).statusCode, 404);
  });

  test('the fictional banner and the classification stand on every page', async () => {
    for (const path of ['/', '/deliveries', '/catalogue', '/snapshots', '/figure/stops', '/explore/stop', '/about/protection', '/nowhere']) {
      const { body } = await get(path);
      assert.match(body, /Fictional data\./, path);
      assert.match(body, /OFFICIAL/, path);
    }
  });

  test('assets can be kept for ever, and none is of gov.uk alone', async () => {
    const { body } = await get('/');
    const addresses = [...body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    assert.ok(addresses.length >= 5);
    for (const address of addresses) {
      const asset = await get(address);
      assert.equal(asset.statusCode, 200, address);
      assert.match(String(asset.headers['cache-control']), /immutable/);
      assert.doesNotMatch(asset.body, /GDS Transport|govuk-crest|sourceMappingURL/, address);
    }
  });

  test('the address of a snapshot that was removed says so, and what to do', async () => {
    const path = join(small.dir, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as { snapshots: Record<string, unknown>[] };
    const [first, ...rest] = manifest.snapshots;
    writeFileSync(path, JSON.stringify({ ...manifest, snapshots: [{ ...first, removed: '2026-12-01T00:00:00.000Z' }, ...rest] }));
    const later = await openWarehouse(small.dir);
    const aged = await buildApp({ identify: signedInAs('analyst', 'data-quality-lead'), warehouse: later });
    const answer = await aged.inject({ url: '/figure/stops?snapshot=s1', headers: { host: 'localhost', accept: 'text/html' } });
    assert.equal(answer.statusCode, 410);
    assert.match(answer.body, /removed|no longer/i);
    const list = await aged.inject({ url: '/snapshots', headers: { host: 'localhost' } });
    assert.match(list.body, /Its files were removed on 1 December 2026/);
    await aged.close();
    await later.close();
  });

  test('a fault tells nothing of its inside', async () => {
    rmSync(join(small.dir, 'snapshots'), { recursive: true });
    const later = await openWarehouse(small.dir);
    const broken = await buildApp({ identify: signedInAs('analyst', 'data-quality-lead'), warehouse: later });
    for (const accept of ['application/json', 'text/html']) {
      const answer = await broken.inject({ url: '/figure/stops', headers: { host: 'localhost', accept } });
      assert.equal(answer.statusCode, 500);
      assert.match(answer.body, /there is a problem with the service/);
      assert.doesNotMatch(answer.body, /duckdb|node_modules|\.ts\b|\/tmp\//i);
    }
    await broken.close();
    await later.close();
  });
});
