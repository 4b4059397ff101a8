/** The command line as a script meets it: real files, a real home, real processes where the process matters. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { generateCounty } from '../synthetic/index.ts';
import type { Io } from './io.ts';
import { main } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'headwater-cli-'));
const home = join(folder, 'home');
const county = join(folder, 'county');
const COMMAND = join(import.meta.dirname, '..', 'cli.ts');
const DATASETS = ['area', 'population', 'population-ethnicity', 'deprivation', 'street', 'stop'] as const;

/** Runs a command line in this process and gives what it printed. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const io: Io = {
    out: (text) => {
      out += `${text}\n`;
    },
    write: (text) => {
      out += text;
    },
    err: (text) => {
      err += `${text}\n`;
    },
    input: async () => '',
    terminal: false,
    env: { HEADWATER_HOME: home },
  };
  const code = await main(args, io);
  return { code, out, err };
}

const files = generateCounty({ dir: county, end: '2025-12', months: 3 });
const of = (dataset: string): string[] => files.filter((file) => file.dataset === dataset).map((file) => file.path);

before(async () => {
  for (const dataset of DATASETS) {
    const { code, out, err } = await run('deliver', dataset, ...of(dataset));
    assert.equal(code, 0, err);
    assert.match(out, /read [\d,]+ = accepted [\d,]+ \+ quarantined [\d,]+ \+ exact repeats [\d,]+/);
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('every command has a help page, and the general one names them all', async () => {
  const general = await run('--help');
  for (const name of ['serve', 'deliver', 'deliveries', 'snapshots', 'catalogue', 'figure', 'method', 'audit', 'demo']) {
    assert.match(general.out, new RegExp(`^  ${name} `, 'm'));
    const own = await run(name, '--help');
    assert.equal(own.code, 0);
    assert.match(own.out, new RegExp(`Usage: headwater ${name}`));
    assert.deepEqual(await run('help', name), own);
  }
});

test('the same file again changes nothing and says so', async () => {
  const snapshots = (await run('snapshots', '--format', 'json')).out;
  const again = await run('deliver', 'street', ...of('street'));
  assert.equal(again.code, 0);
  assert.match(again.out, /Already delivered, nothing changed: .*street\.csv \(as d\d+/);
  assert.equal((await run('snapshots', '--format', 'json')).out, snapshots);
});

test('deliveries add up, and one can be looked at', async () => {
  const all = JSON.parse((await run('deliveries', '--format', 'json')).out) as {
    id: string;
    counts: Record<'read' | 'accepted' | 'quarantined' | 'repeats', number>;
  }[];
  assert.equal(all.length, files.length);
  for (const { counts } of all) assert.equal(counts.read, counts.accepted + counts.quarantined + counts.repeats);
  const one = await run('deliveries', all[0]?.id ?? '');
  assert.match(one.out, /FICTIONAL DATA/);
  const none = await run('deliveries', 'd99-none');
  assert.equal(none.code, 3);
});

test('a figure is the same as a table, CSV and JSON', async () => {
  const ask = ['figure', 'recorded-offences', '--by', 'month', '--where', 'month=2025-10..2025-12', '--as', 'analyst'];
  const json = JSON.parse((await run(...ask, '--format', 'json')).out) as { total: { value: number }; cells: { key: string[]; value: number }[] };
  assert.deepEqual(
    json.cells.map((cell) => cell.key[0]),
    ['2025-10', '2025-11', '2025-12'],
  );
  const table = (await run(...ask)).out;
  assert.ok(table.includes(json.total.value.toLocaleString('en-GB')));
  const csv = await run(...ask, '--format=csv');
  for (const cell of json.cells) assert.match(csv.out, new RegExp(`^${cell.key[0]},[^,]+,${cell.value},`, 'm'));
  assert.match(csv.err, /^Measure: recorded-offences/);
});

test('exact counts are given to an analyst alone, and they are those of the files', async () => {
  const rows = of('street').flatMap((path) => readFileSync(path, 'utf8').trimEnd().split('\n').slice(1));
  const repeats = (JSON.parse((await run('deliveries', '--format', 'json')).out) as { dataset: string; counts: { repeats: number } }[])
    .filter((entry) => entry.dataset === 'street')
    .reduce((sum, entry) => sum + entry.counts.repeats, 0);
  const value = async (as: string): Promise<number> =>
    (JSON.parse((await run('figure', 'street-records', '--as', as, '--format', 'json')).out) as { total: { value: number } }).total.value;
  assert.equal(await value('analyst'), rows.length - repeats);
  assert.equal((await value('partner')) % 5, 0);
  assert.equal((await run('figure', 'street-records', '--as', 'everyone')).code, 2);
});

test('a figure that must not be given is refused with exit code 5', async () => {
  const refused = await run('figure', 'find-rate', '--where', 'power-group=section-60');
  assert.equal(refused.code, 5, refused.out + refused.err);
  assert.match(refused.out, /^Refused: .+\nInstead: .+/m);
});

test('bad input is told in words with exit code 2, and as problem details when JSON was asked for', async () => {
  for (const args of [
    ['figure'],
    ['figure', 'stops', '--by', 'colour'],
    ['figure', 'stops', '--where', 'force'],
    ['figure', 'stops', '--from', '2025-12', '--to', '2025-10'],
    ['figure', 'stops', '--by', 'crime-type'],
    ['figure', 'stops', '--where', "force='; DROP TABLE stop; --"],
    ['deliver', 'street'],
    ['nonsense'],
  ]) {
    const { code, out, err } = await run(...args);
    assert.equal(code, 2, `${args.join(' ')}: ${err}`);
    assert.equal(out, '');
    assert.match(err, /^headwater: [^\n]+\n/);
    assert.doesNotMatch(err, /Binder|Parser|SELECT|at .*\.ts:/);
  }
  const { err } = await run('figure', 'stops', '--by', 'colour', '--format', 'json');
  const problem = JSON.parse(err) as { type: string; status: number };
  assert.equal(problem.status, 400);
  assert.match(problem.type, /^urn:headwater:error:/);
  assert.equal((await run('figure', 'no-such-measure')).code, 3);
  assert.equal((await run('figure', 'stops', '--snapshot', 's99')).code, 3);
  assert.equal((await run('figure', 'stops', '--home', join(folder, 'nowhere'))).code, 3);
});

test('a file that cannot be read is refused by name, and the others are live', async () => {
  const bad = join(folder, 'bad.csv');
  writeFileSync(bad, 'colour,shape\nred,round\n');
  const { code, err } = await run('deliver', 'street', bad, ...of('street'));
  assert.equal(code, 2);
  assert.match(err, /Refused: bad\.csv\nheadwater: /);
});

test('the catalogue tells about measures before there is any data', async () => {
  const { code, out } = await run('catalogue', '--home', join(folder, 'nowhere'));
  assert.equal(code, 0);
  assert.match(out, /there is no data home here yet/);
  assert.match(out, /^find-rate /m);
  assert.match((await run('catalogue', 'find-rat')).err, /Did you mean find-rate\?/);
  assert.equal(readdirSync(folder).includes('nowhere'), false);
});

test('a reader that goes away ends the command quietly', async () => {
  const child = spawn(process.execPath, [COMMAND, 'figure', 'recorded-offences', '--by', 'lsoa,month', '--format', 'csv', '--home', home], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [code] = await once(child, 'exit');
  assert.equal(code, 0, err);
  assert.doesNotMatch(err, /EPIPE/);
});

test('the exit code of a process is the error’s', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'figure', 'stops', '--by', 'colour', '--home', home], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /There is no dimension called “colour”/);
});

test('a method of the statistics library: JSON in, JSON out, and all about it', async () => {
  assert.match((await run('method')).out, /Rates and intervals\n {2}\S/);
  assert.match((await run('method', '--help')).out, /Usage: headwater method/);
  const page = (await run('method', 'proportion', '--help')).out;
  assert.match(page, /Input, one JSON object:\n {2}events /);
  assert.deepEqual(await run('help', 'method', 'proportion'), await run('method', 'proportion', '--help'));
  const schema = JSON.parse((await run('method', 'proportion', '--schema')).out) as { required: string[]; additionalProperties: boolean };
  assert.ok(schema.required.includes('events') && schema.additionalProperties === false);

  const pipe = (input: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'method', 'proportion', ...args], { input, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const done = pipe('{"events": 65, "n": 100}');
  assert.equal(done.status, 0, done.stderr);
  assert.ok(Math.abs((JSON.parse(done.stdout) as { lower: number }).lower - 0.5525) < 1e-4);
  for (const [input, said] of [
    ['', /nothing on standard input/],
    ['{"events": 65', /not JSON/],
    ['[1]', /input: /],
    ['{"events": 165, "n": 100}', /events: 165 is more than the 100/],
    ['{"events": 65, "n": 100, "levle": 0.9}', /levle/],
  ] as const) {
    const refused = pipe(input);
    assert.equal(refused.status, 2);
    assert.equal(refused.stdout, '');
    assert.match(refused.stderr, said);
  }
  const lines = pipe('{"events": 1, "n": 2}\n\n{"events": 3, "n": 2}\n{"events": 2, "n": 2}\n', '--lines');
  assert.equal(lines.status, 2);
  const results = lines.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { value?: number; error?: { type: string } });
  assert.deepEqual(
    results.map((each) => each.value ?? each.error?.type),
    [0.5, 'urn:headwater:error:method-more-events-than-people', 1],
  );
  const typo = await run('method', 'proportoin');
  assert.equal(typo.code, 3);
  assert.match(typo.err, /Did you mean “proportion”/);
});
