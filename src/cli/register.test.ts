/** The register's commands as a script meets them: a real home, a real server process beside them, a real password afterwards. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { main } from './main.ts';

const CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'headwater');
const COMMAND = join(import.meta.dirname, '..', 'cli.ts');
const root = mkdtempSync(join(tmpdir(), 'headwater-register-cli-'));
const home = join(root, 'home');
const PASSWORD = 'copper lantern orchard';
const EMAIL = 'ben.hale@council.example';

let server: { child: ChildProcess; url: string } | undefined;

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command in this process, beside the server in another. */
async function runIn(where: string, input: string, ...args: string[]): Promise<Told> {
  const said = { out: '', err: '' };
  const write = (to: 'out' | 'err', text: string): void => {
    said[to] += text;
  };
  const code = await main([...args, '--home', where], {
    out: (text) => write('out', `${text}\n`),
    write: (text) => write('out', text),
    err: (text) => write('err', `${text}\n`),
    input: async () => input,
    terminal: false,
    env: environment(),
  });
  return { code, ...said };
}
const run = (...args: string[]) => runIn(home, '', ...args);
const act = (input: object, ...args: string[]) => runIn(home, JSON.stringify(input), 'act', ...args, '--input', '-');

/** The same as a process of its own. */
function alone(...args: string[]): Told {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args, '--home', home], { encoding: 'utf8', env: environment() });
  return { code: status ?? -1, out: stdout, err: stderr };
}

function environment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _one, DATABASE_OWNER_URL: _other, HEADWATER_SIGN_IN_KEY: _key, ...rest } = process.env;
  return { ...rest, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: CACHE };
}

async function serve(where: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', '--home', where], { stdio: ['ignore', 'pipe', 'inherit'], env: environment() });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    const url = /http:\/\/localhost:\d+/.exec(text)?.[0];
    if (url !== undefined && text.includes('Ctrl+C')) return { child, url };
  }
  return assert.fail(`the server did not start: ${text}`);
}

async function stop(): Promise<void> {
  if (server === undefined) return;
  const { child } = server;
  server = undefined;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

const send = (url: string, fields: Record<string, string>): Promise<Response> =>
  fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });

before(async () => {
  const made = await run('admin', 'create', '--name', 'Ben Hale', '--email', EMAIL, '--organisation', 'Varrow Council');
  assert.equal(made.code, 0, made.err);
  server = await serve(home);
  const link = new URL(made.out.trim()).pathname;
  const joined = await send(`${server.url}${link}`, { password: PASSWORD, again: PASSWORD, confirm: PASSWORD });
  assert.equal(joined.status, 303, await joined.text());
});
after(async () => {
  await stop();
  rmSync(root, { recursive: true, force: true });
});

describe('the register by command', async () => {
  test('an action is done as a person, under one key once, and is on record as through the command', async () => {
    const input = { name: 'Millbrook Trust', shortName: 'Millbrook', type: 'voluntary' };
    const made = await act(input, 'organisation.add', '--as', EMAIL, '--key', 'first');
    assert.equal(made.code, 0, made.err);
    const { id } = JSON.parse(made.out) as { id: string };
    assert.deepEqual(JSON.parse((await act(input, 'organisation.add', '--as', EMAIL, '--key', 'first')).out), { id, name: 'Millbrook Trust' });
    const listed = await run('read', 'organisation.list', '--as', EMAIL, '--format', 'text');
    assert.equal(listed.code, 0, listed.err);
    assert.equal(listed.out.split('\n').filter((line) => line.includes('name: Millbrook Trust')).length, 1, listed.out);
    const file = join(root, 'input.json');
    writeFileSync(file, JSON.stringify({ ...input, name: 'By File' }));
    assert.equal((await run('act', 'organisation.add', '--as', EMAIL.toUpperCase(), '--input', file)).code, 0);
  });

  test('what is wrong has its exit code and names its fields', async () => {
    const bad = await act({ name: '', shortName: 'x', type: 'circus' }, 'organisation.add', '--as', EMAIL);
    assert.equal(bad.code, 2);
    assert.match(bad.err, /^ {2}name: /m);
    assert.match(bad.err, /^ {2}type: /m);
    const asJson = await act({ name: '', shortName: 'x', type: 'voluntary' }, 'organisation.add', '--as', EMAIL, '--format', 'json');
    assert.deepEqual(
      (JSON.parse(asJson.err) as { errors: { field: string }[] }).errors.map((each) => each.field),
      ['name'],
    );
    for (const [code, ...args] of [
      [2, 'act', 'organisation.add'],
      [2, 'act', 'organisation.add', '--as', EMAIL, '--organisation', 'Elsewhere'],
      [3, 'act', 'organisation.add', '--as', 'nobody@council.example'],
      [3, 'act', 'organisation.ad', '--as', EMAIL],
      [3, 'act', 'organisation.add', '--as', EMAIL, '--input', join(root, 'absent.json')],
      [3, 'read', 'organisation.one', '--as', EMAIL, '--input', join(root, 'id.json')],
      [7, 'read', 'audit.read', '--as', EMAIL],
      [7, 'act', 'agreement.remind', '--as', EMAIL],
      [2, 'read', 'organisation.list', '--as', EMAIL, '--key', 'x'],
      [2, 'register', 'nonsense'],
      [2, 'register', 'backup'],
      [2, 'jobs', 'run'],
      [3, 'jobs', 'run', 'nonsense'],
      [3, 'restore', join(root, 'absent')],
    ] as const) {
      writeFileSync(join(root, 'id.json'), JSON.stringify({ id: '00000000-0000-4000-8000-000000000000' }));
      const { code: found, out, err } = await run(...args);
      assert.equal(found, code, `${args.join(' ')}: ${out}${err}`);
      assert.match(err, /^headwater: /);
    }
    assert.match((await act({}, 'organisation.ad', '--as', EMAIL)).err, /Did you mean “organisation.add”/);
  });

  test('help lists them and prints the fields of one', async () => {
    assert.match((await run('act')).out, /^organisation\.add +Add an organisation$/m);
    assert.match((await run('read')).out, /^organisation\.list +/m);
    const help = (await run('act', 'organisation.add', '--help')).out;
    assert.match(help, /For who may add and change organisations/);
    assert.match(help, /^ {2}name +text, at most 200 characters; needed$/m);
    assert.match(help, /^ {2}outside +true or false; else false$/m);
  });

  test('whoever runs the machine may do what is for running it, and nothing else', async () => {
    const done = await run('act', 'agreement.remind');
    assert.equal(done.code, 0, done.err);
    const jobs = await run('jobs', '--format', 'json');
    assert.equal(jobs.code, 0, jobs.err);
    assert.ok((JSON.parse(jobs.out) as { name: string }[]).some((job) => job.name === 'audit.seal'));
    const sealed = await run('jobs', 'run', 'audit.seal');
    assert.equal(sealed.code, 0, sealed.err);
    assert.match(sealed.out, /^audit\.seal was done: \{"event":\d+\}/);
    assert.match((await run('jobs')).out, /^audit\.seal +Seal the audit log +\d+ \w+ \d{4}/m);
  });

  test('status tells what is in it, and changes nothing', async () => {
    const { applied, pending, events, people } = JSON.parse((await run('register', 'status', '--format', 'json')).out) as Record<string, unknown>;
    assert.ok(Array.isArray(applied) && applied.length > 0);
    assert.deepEqual([pending, people], [[], 1]);
    assert.ok(Number(events) > 0);
    assert.match((await run('register', 'migrate')).out, /at this version already/);
  });

  test('backup while the server runs, wipe, restore: everybody is there, signs in, and the log is as it was written', async () => {
    const dir = join(root, 'backup');
    const kept = alone('backup', dir);
    assert.equal(kept.code, 0, kept.err);
    assert.equal(statSync(join(dir, 'register.backup')).mode & 0o077, 0);
    assert.equal((await run('backup', dir)).code, 4, 'never over another');
    const before = JSON.parse((await run('read', 'organisation.list', '--as', EMAIL)).out) as unknown;
    assert.equal((await run('restore', dir)).code, 6, 'not under a running server');
    await stop();
    assert.equal((await run('restore', dir)).code, 4, 'not over what is there');
    rmSync(home, { recursive: true });

    const damaged = join(root, 'damaged');
    cpSync(dir, damaged, { recursive: true });
    appendFileSync(join(damaged, 'audit-seals.jsonl'), '{}\n');
    assert.equal((await run('restore', damaged)).code, 2);
    rmSync(join(damaged, 'sign-in.key'), { force: true });
    assert.equal((await run('restore', damaged)).code, 2);
    assert.equal(existsSync(home), false, 'nothing was made for a backup that is refused');

    const put = alone('restore', dir);
    assert.equal(put.code, 0, put.err);
    for (const name of ['secret.key', 'audit-seal.key', 'audit-seals.jsonl'])
      assert.deepEqual(readFileSync(join(home, name)), readFileSync(join(dir, name)), name);
    assert.equal(
      readdirSync(home).some((name) => name.endsWith('.restoring')),
      false,
    );
    const verified = await run('audit', 'verify');
    assert.equal(verified.code, 0, verified.out);
    assert.match(verified.out, /[1-9]\d* seals were checked/);
    assert.deepEqual(JSON.parse((await run('read', 'organisation.list', '--as', EMAIL)).out), before);
    server = await serve(home);
    assert.equal((await send(`${server.url}/sign-in`, { email: EMAIL, password: PASSWORD })).status, 303);
    const wrong = await send(`${server.url}/sign-in`, { email: EMAIL, password: 'something else entirely' });
    assert.notEqual(wrong.status, 303, 'a wrong password does not');
  });

  test('the register alone goes into a file and back, and names the files that belong to it', async () => {
    const file = join(root, 'register.file');
    const kept = await run('register', 'backup', file);
    assert.equal(kept.code, 0, kept.err);
    for (const name of ['secret.key', 'sign-in.key', 'audit-seal.key', 'audit-seals.jsonl']) assert.match(kept.out, new RegExp(name));
    const other = join(root, 'other');
    const put = await runIn(other, '', 'register', 'restore', file);
    assert.equal(put.code, 0, put.err);
    assert.equal((await runIn(other, '', 'register', 'restore', file)).code, 4);
    const people = JSON.parse((await runIn(other, '', 'register', 'status', '--format', 'json')).out) as { people: number };
    assert.equal(people.people, 1);
  });
});
