/**
 * `npm run bench:web`: 50 signed-in people at once on this machine, reading and writing: first each at a pace, together `--pace` requests a second, then
 * each as soon as the last has been answered. One in ten writes a milestone through the API, in a transaction with its audit event, flushed to the disk.
 * In the paced run a request counts from when it was due, so that one that had to wait for the one before it is not counted as quick. `--people N`,
 * `--seconds N` of each run.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbedded } from '../src/register/postgres/index.ts';
import { type Line, line, missed, quantile, tableText } from './lib/measure.ts';

const { values } = parseArgs({
  options: { people: { type: 'string', default: '50' }, seconds: { type: 'string', default: '20' }, pace: { type: 'string', default: '230' } },
});
const PEOPLE = Number(values.people);
const SECONDS = Number(values.seconds);
const PACE = Number(values.pace);
const WARM_SECONDS = 4;
const SESSION_COOKIE = '__Host-headwater';
const WRITERS = new Set(['chief-officer', 'serious-violence-lead', 'neighbourhoods-lead', 'criminal-justice-lead', 'disposal-champion']);

interface Ready {
  readonly port: number;
  readonly cookies: readonly { readonly token: string; readonly roles: readonly string[]; readonly organisationId: string }[];
  readonly known: { readonly inspections: readonly string[]; readonly items: readonly { readonly id: string; readonly organisationId: string }[] };
}

interface Sample {
  readonly ms: number;
  readonly kind: 'read' | 'write';
  readonly page: string;
}

interface Run {
  readonly samples: readonly Sample[];
  readonly errors: readonly string[];
  readonly seconds: number;
  /** Of the server's event loop. */
  readonly delay: { readonly maxMs: number; readonly p99Ms: number };
}

const dir = mkdtempSync(join(tmpdir(), 'headwater-bench-web-'));
const child: ChildProcess = fork(join(import.meta.dirname, 'web', 'serve.ts'), [join(dir, 'home'), String(PEOPLE)], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
try {
  const [ready] = (await once(child, 'message')) as [Ready];
  console.log(
    `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  );
  await run(ready, WARM_SECONDS, null);
  const paced = await run(ready, SECONDS, PACE);
  const unpaced = await run(ready, SECONDS, null);
  report(paced, unpaced, await bareTransactions());
} finally {
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  rmSync(dir, { recursive: true, force: true });
}

/** @param pace requests a second of all people together; null where nobody pauses */
async function run(ready: Ready, seconds: number, pace: number | null): Promise<Run> {
  child.send('reset');
  const agent = new Agent({ keepAlive: true, maxSockets: PEOPLE });
  const samples: Sample[] = [];
  const errors: string[] = [];
  const begun = performance.now();
  const end = begun + seconds * 1000;
  await Promise.all(
    ready.cookies.map(async ({ token, roles, organisationId }, person) => {
      const mine = ready.known.items.filter((item) => item.organisationId === organisationId);
      const writes = roles.some((role) => WRITERS.has(role)) && mine.length > 0;
      for (let i = 0; performance.now() < end; i += 1) {
        const due = pace === null ? performance.now() : begun + (i + person / PEOPLE) * ((1000 * PEOPLE) / pace);
        if (due >= end) break;
        if (due > performance.now()) await wait(due - performance.now());
        // The writers are about one in five, and every second request of theirs writes.
        const write = writes && i % 2 === 0;
        const item = mine[i % Math.max(1, mine.length)]?.id ?? '';
        const asked = write ? writing(item, person, i) : { method: 'GET', path: reading(ready, person, i), body: '' };
        const status = await send(ready.port, agent, token, asked);
        samples.push({ ms: performance.now() - due, kind: write ? 'write' : 'read', page: asked.path.replace(/(inspections)\/.+/, '$1/…') });
        if (status !== 200) errors.push(`${asked.method} ${asked.path}: ${status}`);
      }
    }),
  );
  agent.destroy();
  const took = (performance.now() - begun) / 1000;
  child.send('read');
  const [delay] = (await once(child, 'message')) as [Run['delay']];
  return { samples, errors, seconds: took, delay };
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** The pages that people of every role may open, in an order of their own. */
function reading({ known }: Ready, person: number, i: number): string {
  const slug = known.inspections[(person + i) % known.inspections.length] ?? '';
  const pages = [
    '/',
    '/account',
    '/account/recommendations',
    `/account/inspections/${slug}`,
    '/account/deadlines',
    '/partnership',
    '/partnership/directory',
    '/responses',
  ];
  return pages[(person * 3 + i) % pages.length] ?? '/';
}

function writing(itemId: string, person: number, i: number): Asked {
  const fields = { title: `Step ${i} of person ${person}`, dueOn: '2027-03-31', organisationId: null, measure: null, target: null };
  return { method: 'POST', path: '/api/v1/actions/milestone.add', body: JSON.stringify({ itemId, fields }) };
}

function send(port: number, agent: Agent, token: string, { method, path, body }: Asked): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      cookie: `${SESSION_COOKIE}=${token}`,
      accept: body === '' ? 'text/html' : 'application/json',
      'accept-encoding': 'gzip',
      ...(body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    const sent = request({ host: '127.0.0.1', port, method, path, agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Milliseconds of a bare transaction of two inserts with 8 clients, on the same machine minutes later, for a ratio. */
async function bareTransactions(): Promise<number[]> {
  const server = await startEmbedded(join(dir, 'bare'));
  const pool = new pg.Pool({ connectionString: server.ownerUrl, max: 8 });
  // One that is still closing when the server stops has nothing more to say.
  pool.on('error', () => undefined);
  const samples: number[] = [];
  try {
    await pool.query('create table bare (id serial primary key, text text)');
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const client = await pool.connect();
        for (let i = 0; i < 150; i += 1) {
          const started = performance.now();
          await client.query('begin');
          await client.query('insert into bare (text) values ($1)', ['one']);
          await client.query('insert into bare (text) values ($1)', ['two']);
          await client.query('commit');
          samples.push(performance.now() - started);
        }
        client.release();
      }),
    );
  } finally {
    await pool.end();
    await server.stop();
  }
  return samples;
}

function report(paced: Run, unpaced: Run, bare: readonly number[]): void {
  const target = { target: 150 };
  const lines = [...linesOf(`${PEOPLE} people, ${PACE} requests a second wanted`, paced, target), line('a bare transaction of two inserts, 8 clients', bare)];
  console.log(`\n${tableText('Signed-in people, reading and writing, at a pace', lines)}\n`);
  const rate = say(paced, bare);
  console.log(`\n${tableText('The same people, without a pause', linesOf(`${PEOPLE} people, every request`, unpaced, target))}\n`);
  say(unpaced, bare);
  console.log(`Load average during the runs: ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores.`);
  if (lines.some(missed) || rate <= 200 || paced.errors.length + unpaced.errors.length > 0) process.exitCode = 1;
}

function linesOf(title: string, { samples, delay }: Run, target: { readonly target: number }): Line[] {
  const of = (wanted: (sample: Sample) => boolean): number[] => samples.filter(wanted).map(({ ms }) => ms);
  const pages = [...new Set(samples.map(({ page }) => page))].sort();
  return [
    line(
      title,
      of(() => true),
      target,
    ),
    line(
      '  pages read',
      of(({ kind }) => kind === 'read'),
    ),
    ...pages.map((page) =>
      line(
        `    ${page}`,
        of((sample) => sample.page === page),
      ),
    ),
    { what: '  event loop of the server, longest block', median: delay.p99Ms, p95: delay.p99Ms, max: delay.maxMs, unit: 'ms' },
  ];
}

/** What the table does not hold, and the rate. */
function say({ samples, errors, seconds }: Run, bare: readonly number[]): number {
  const writes = samples.filter(({ kind }) => kind === 'write').map(({ ms }) => ms);
  const rate = samples.length / seconds;
  console.log(
    `${rate.toFixed(0)} requests a second (target: over 200: ${rate > 200 ? 'pass' : 'MISS'}), ${writes.length} writes of ${samples.length} requests in ${seconds.toFixed(0)} s.`,
  );
  console.log(`A write is ${(quantile(writes, 0.5) / quantile(bare, 0.5)).toFixed(1)} times a bare transaction.`);
  console.log(errors.length === 0 ? 'No error.' : `${errors.length} ERRORS, such as: ${[...new Set(errors)].slice(0, 5).join('; ')}`);
  return rate;
}
