import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { HeadwaterError } from '../../errors.ts';
import { migrate } from '../migrate.ts';
import { order } from './catalogue.ts';
import { backupRegister, restoreRegister } from './index.ts';
import { startThrowaway, type Throwaway } from './testing.ts';

const root = mkdtempSync(join(tmpdir(), 'headwater-backup-'));
const file = (name: string): string => join(root, name);
let from: Throwaway;
let to: Throwaway;

before(async () => {
  [from, to] = await Promise.all([startThrowaway(), startThrowaway()]);
});
after(async () => {
  await Promise.all([from.remove(), to.remove()]);
  rmSync(root, { recursive: true, force: true });
});
afterEach(async () => {
  for (const server of [from, to]) await ask(server.ownerUrl, 'drop schema if exists pgboss cascade; drop schema public cascade; create schema public');
});

async function ask<T extends pg.QueryResultRow>(url: string, sql: string, values?: unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

const both = (sql: string) => Promise.all([ask(from.ownerUrl, sql), ask(to.ownerUrl, sql)]);
const hasCode = (code: string) => (error: unknown) => error instanceof HeadwaterError && error.code === code;

/** The lines of a good backup, changed, with sums that agree again. */
function forge(good: string, bad: string, change: (lines: string[]) => string[]): void {
  const lines = change(gunzipSync(readFileSync(good)).toString('utf8').split('\n').slice(0, -2));
  const { end } = JSON.parse(gunzipSync(readFileSync(good)).toString('utf8').trimEnd().split('\n').at(-1) ?? '');
  const body = `${lines.join('\n')}\n`;
  const sha256 = createHash('sha256').update(body).digest('hex');
  writeFileSync(bad, gzipSync(`${body}${JSON.stringify({ end: { ...end, sha256 } })}\n`));
}

const TYPES = `
  create type mood as enum ('calm', 'it''s', 'back\\slash');
  create table every_type ("id" bigint generated always as identity primary key, "Odd ""name" text, b bytea, j jsonb, t text[], n numeric, f float8,
    d date, ts timestamptz, tod time, i interval, u uuid, e mood, ok boolean, ip inet, c char(4), r int4range, twice numeric generated always as (n * 2) stored)`;

test('every type, null, line feed, tab, backslash and letter comes back as it was', async () => {
  await both(TYPES);
  const text = fc.string({ unit: 'binary', maxLength: 12 }).map((value) => value.replaceAll('\0', ''));
  const nasty = fc.oneof(text, fc.constantFrom('', '\\.', '\\N', '\n\\.\n', 'a\tb', '\r\n', '\\', 'Zoë 🌊', '{"table":{}}', ' ', 'null'));
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 });
  const row = fc.tuple(
    maybe(nasty),
    maybe(fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes))),
    maybe(fc.jsonValue().map((value) => JSON.stringify(value).replaceAll('\\u0000', ''))),
    maybe(fc.array(maybe(nasty), { maxLength: 4 })),
    maybe(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map((value) => `${value}.${(value < 0n ? -value : value) % 1000n}`)),
    maybe(fc.double().map(String)),
    maybe(fc.constantFrom('0001-01-01', '2024-02-29', 'infinity', '4713-01-01 BC')),
    maybe(fc.constantFrom('2024-10-27 00:59:59.999999+00', '-infinity', '1847-12-01 00:00:00+00')),
    maybe(fc.constantFrom('24:00:00', '00:00:00.000001')),
    maybe(fc.constantFrom('1 year -2 days 03:04:05.6', '-1 mon')),
    maybe(fc.uuid()),
    maybe(fc.constantFrom('calm', "it's", 'back\\slash')),
    maybe(fc.boolean()),
    maybe(fc.constantFrom('10.0.0.0/8', '::1')),
    maybe(fc.constantFrom('a', 'abcd', '')),
    maybe(fc.constantFrom('empty', '[1,5)', '(,)')),
  );
  const all = 'select every_type::text as whole, b, ts::text from every_type order by id';
  const insert = `insert into every_type ("Odd ""name", b, j, t, n, f, d, ts, tod, i, u, e, ok, ip, c, r) values (${Array.from({ length: 16 }, (_, at) => `$${at + 1}`).join()})`;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 25 }), async (rows) => {
      await both('truncate every_type');
      const client = new pg.Client({ connectionString: from.ownerUrl });
      await client.connect();
      for (const values of rows) await client.query(insert, values);
      await client.end();
      assert.deepEqual(await backupRegister(from.ownerUrl, file('types')), { tables: 1, rows: rows.length });
      assert.deepEqual(await restoreRegister(to.ownerUrl, file('types')), { tables: 1, rows: rows.length });
      const [there, back] = await both(all);
      assert.deepEqual(back, there);
      const next = `insert into every_type (n) values (1) returning id`;
      assert.deepEqual(await ask(to.ownerUrl, next), await ask(from.ownerUrl, next), 'the next number goes on');
    }),
    { numRuns: 20 },
  );
});

test('the register with its audit chain and its jobs comes back', async () => {
  for (const server of [from, to]) {
    await migrate(server.ownerUrl);
    await queue(server, async (boss) => boss.createQueue('reminders'));
  }
  await ask(
    from.ownerUrl,
    `select audit_append(now(), 'cli', 'test.line', 'done', null, null, '{}', null, null, null, null, jsonb_build_object('n', n)) from generate_series(1, 5000) n`,
  );
  await queue(from, async (boss) => boss.send('reminders', { due: '2026-01-14' }));
  const saved = await backupRegister(from.ownerUrl, file('register'));
  assert.ok(saved.rows > 5000);
  assert.deepEqual(await restoreRegister(to.ownerUrl, file('register')), saved);
  for (const sql of ['select * from audit_head', 'select * from audit_event order by seq', 'select name, data from pgboss.job']) {
    const [there, back] = await both(sql);
    assert.ok(there.length > 0, sql);
    assert.deepEqual(back, there);
  }
  await queue(to, async (boss) => assert.deepEqual((await boss.fetch<object>('reminders'))[0]?.data, { due: '2026-01-14' }));
  await assert.rejects(restoreRegister(to.ownerUrl, file('register')), hasCode('restore-not-empty'));
});

async function queue(server: Throwaway, work: (boss: PgBoss) => Promise<unknown>): Promise<void> {
  const boss = new PgBoss({ connectionString: server.ownerUrl, schedule: false, supervise: false });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    await work(boss);
  } finally {
    await boss.stop({ graceful: false });
  }
}

test('a backup under way sees one moment, while others go on writing', async () => {
  await both('create table purse (id integer primary key, pence integer not null)');
  await ask(from.ownerUrl, 'insert into purse select n, 100 from generate_series(1, 20000) n');
  const client = new pg.Client({ connectionString: from.ownerUrl });
  await client.connect();
  let over = false;
  let transfers = 0;
  const writing = (async () => {
    for (; !over; transfers++) {
      const [a, b] = [1 + ((transfers * 7919) % 20000), 1 + ((transfers * 104729) % 20000)];
      await client.query('update purse set pence = pence + case id when $1 then 1 else -1 end where id in ($1, $2) and $1 <> $2', [a, b]);
    }
  })();
  await backupRegister(from.ownerUrl, file('moment'));
  over = true;
  await writing;
  await client.end();
  assert.ok(transfers > 0);
  await restoreRegister(to.ownerUrl, file('moment'));
  assert.deepEqual(await ask(to.ownerUrl, 'select sum(pence)::integer as pence, count(*)::integer as purses from purse'), [
    { pence: 2_000_000, purses: 20000 },
  ]);
});

test('a table comes before those that refer to it, so that a database of one’s own, which may not put checks off, can be loaded too', async () => {
  await ask(
    to.ownerUrl,
    `do $$ begin if to_regrole('plain') is null then create role plain login password 'plain-password'; end if; end $$; grant usage, create on schema public to plain`,
  );
  const plain = to.ownerUrl.replace(/headwater_owner:[^@]*/, 'plain:plain-password');
  await ask(to.ownerUrl, 'grant connect on database headwater to plain');
  const tables = `create table z_parent (id integer primary key, older integer references z_parent); create table a_child (parent integer references z_parent)`;
  await ask(from.ownerUrl, tables);
  await ask(plain, tables);
  await ask(from.ownerUrl, 'insert into z_parent values (1, null), (2, 1); insert into a_child values (2)');
  await backupRegister(from.ownerUrl, file('references'));
  await restoreRegister(plain, file('references'));
  assert.deepEqual(await ask(plain, 'select parent from a_child'), [{ parent: 2 }]);
  assert.deepEqual(
    order(
      [{ oid: 'a' }, { oid: 'b' }],
      [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
      ],
    ).length,
    2,
    'a circle does not hang it',
  );
});

test('a policy that would hide rows from the backup stops it', async () => {
  await ask(
    from.ownerUrl,
    'create table hidden (n integer); insert into hidden values (1); alter table hidden enable row level security; alter table hidden force row level security',
  );
  await assert.rejects(backupRegister(from.ownerUrl, file('hidden')), /row-level security/);
  assert.deepEqual(
    readdirSync(root).filter((name) => name.startsWith('hidden')),
    [],
  );
});

test('a file cut short, changed, or of something else is refused, and nothing is written', async () => {
  await both('create table kept (id integer generated always as identity, text text)');
  await ask(from.ownerUrl, `insert into kept (text) select md5(n::text) from generate_series(1, 3000) n`);
  await backupRegister(from.ownerUrl, file('good'));
  assert.equal(statSync(file('good')).mode & 0o777, 0o600);
  assert.equal(existsSync(file('good.partial')), false);
  const whole = readFileSync(file('good'));
  for (const length of [0, 5, 1000, Math.floor(whole.length / 2), whole.length - 9, whole.length - 1]) {
    writeFileSync(file('cut'), whole.subarray(0, length));
    await assert.rejects(restoreRegister(to.ownerUrl, file('cut')), hasCode('backup-damaged'), `cut to ${length} bytes`);
  }
  const lines = gunzipSync(whole).toString('utf8').trimEnd().split('\n');
  for (const keep of [1, 2, 1500, lines.length - 2, lines.length - 1]) {
    writeFileSync(file('cut'), gzipSync(`${lines.slice(0, keep).join('\n')}\n`));
    await assert.rejects(restoreRegister(to.ownerUrl, file('cut')), hasCode('backup-damaged'), `cut to ${keep} lines`);
  }
  writeFileSync(file('changed'), gzipSync(`${lines.with(5, lines[6] ?? '').join('\n')}\n`));
  await assert.rejects(restoreRegister(to.ownerUrl, file('changed')), hasCode('backup-damaged'));
  writeFileSync(file('longer'), gzipSync(`${lines.join('\n')}\nmore\n`));
  await assert.rejects(restoreRegister(to.ownerUrl, file('longer')), hasCode('backup-damaged'));
  writeFileSync(file('text'), 'Dear all,\n');
  await assert.rejects(restoreRegister(to.ownerUrl, file('text')), hasCode('backup-foreign'));
  writeFileSync(file('other'), gzipSync('Dear all,\n'));
  await assert.rejects(restoreRegister(to.ownerUrl, file('other')), hasCode('backup-foreign'));
  await assert.rejects(restoreRegister(to.ownerUrl, file('none')), hasCode('backup-missing'));
  await assert.rejects(backupRegister(from.ownerUrl, file('no/such/folder')), hasCode('backup-unwritable'));
  assert.deepEqual(await ask(to.ownerUrl, 'select * from kept'), []);
});

test('a load that fails half-way leaves nothing, not even a number taken from a sequence', async () => {
  await both('create table first (id integer generated always as identity); create table second (n integer); create sequence third');
  await ask(from.ownerUrl, `insert into first default values; insert into second select generate_series(1, 20000); select nextval('third')`);
  await backupRegister(from.ownerUrl, file('good'));
  forge(file('good'), file('bad'), (lines) => lines.map((line) => (line === '19999' ? 'nineteen' : line)));
  await assert.rejects(restoreRegister(to.ownerUrl, file('bad')), /invalid input syntax/);
  forge(file('good'), file('bad'), (lines) => lines.map((line) => line.replace(/("third","next":)"2"/, '$1"-5"')));
  await assert.rejects(restoreRegister(to.ownerUrl, file('bad')), /less than MINVALUE/);
  assert.deepEqual(await ask(to.ownerUrl, 'select (select count(*) from first)::integer a, (select count(*) from second)::integer b'), [{ a: 0, b: 0 }]);
  assert.deepEqual(await ask(to.ownerUrl, 'insert into first default values returning id'), [{ id: 1 }]);
});

test('a backup of other migrations is refused, and says which', async () => {
  await both('create table migration (name text primary key); create table kept (n integer)');
  await ask(from.ownerUrl, `insert into migration values ('0001-a'), ('0003-c'); insert into kept values (1)`);
  await ask(to.ownerUrl, `insert into migration values ('0001-a'), ('0002-b')`);
  await backupRegister(from.ownerUrl, file('migrations'));
  await assert.rejects(
    restoreRegister(to.ownerUrl, file('migrations')),
    (error: unknown) => hasCode('restore-other-migrations')(error) && /only in the backup: 0003-c; only in this register: 0002-b/.test(String(error)),
  );
  await ask(to.ownerUrl, `truncate migration; insert into migration values ('0001-a'), ('0003-c'); alter table kept drop column n`);
  await assert.rejects(restoreRegister(to.ownerUrl, file('migrations')), hasCode('restore-tables-differ'));
});
