/**
 * Migrations on a real database: from nothing, from every earlier release with rows in it, by two processes at once, and what is refused. A release
 * is a prefix of the list, because one that has been released is never changed.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { HeadwaterError } from '../errors.ts';
import { connect, SERVICE, transaction, verifyAudit } from './index.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { type TestDatabase, testDatabase } from './testing/index.ts';

const names = migrations.map((each) => each.name);
const MIGRATE = fileURLToPath(new URL('./migrate.fixture.ts', import.meta.url));

let server: TestDatabase;
before(async () => {
  server = await testDatabase();
});
after(() => server?.remove());

async function sql<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

beforeEach(() => sql('drop schema if exists pgboss cascade; drop schema public cascade; create schema public'));

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HeadwaterError, String(error));
  assert.ok(error.advice, 'says what to do');
  return error.code;
};

/** Tables, columns, constraints, indexes, policies, functions and grants, as the catalogue tells them. */
const shape = (): Promise<object[]> =>
  sql(`
    select 'column' as kind, table_name || '.' || column_name as name, data_type || coalesce(' ' || column_default, '') || is_nullable as is
      from information_schema.columns where table_schema = 'public'
    union all select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
    union all select 'policy', tablename || '.' || policyname, coalesce(qual, '') || coalesce(with_check, '') || cmd from pg_policies where schemaname = 'public'
    union all select 'function', oid::regprocedure::text, md5(prosrc) || prosecdef from pg_proc where pronamespace = 'public'::regnamespace
    union all select 'grant', table_name || '.' || privilege_type, grantee from information_schema.table_privileges where table_schema = 'public'
    union all select 'security', relname, (relrowsecurity, relforcerowsecurity)::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
    order by 1, 2, 3`);

/** Rows such as a register of that release would have: in every table that can have one without others, and events in the chain. */
async function fill(): Promise<number> {
  const has = async (table: string): Promise<boolean> =>
    (await sql<{ there: boolean }>('select to_regclass($1) is not null as there', [`public.${table}`]))[0]?.there === true;
  for (let n = 0; n < 5; n += 1)
    await sql(`select audit_append(now(), 'page', 'test.${n}', 'done', gen_random_uuid(), null, array['analyst'], 'person', 'x', 1, null, '{"a": "é"}')`);
  await sql(`insert into kept_answer (person_id, key, action, input_hash, answer, at) values (gen_random_uuid(), 'k', 'a', '\\x00', '{}', now())`);
  if (await has('organisation')) {
    await sql(
      `insert into organisation (id, name, short_name, type) values ('00000000-0000-4000-8000-00000000000a', 'Varrow Council', 'Varrow', 'local-authority')`,
    );
    await sql(`insert into person (id, name, email) values ('00000000-0000-4000-8000-00000000000b', 'Ada Moss', 'ada@varrow.example')`);
    await sql(`insert into membership (person_id, organisation_id, roles, from_on)
      values ('00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000a', array['analyst'], '2026-01-01')`);
  }
  const [row] = await sql<{ n: string }>('select count(*) as n from audit_event');
  return Number(row?.n);
}

describe('migrations', () => {
  test('from nothing: all of them, in order, and a second time none', async () => {
    assert.deepEqual(await migrate(server.ownerUrl), { applied: names, before: [] });
    assert.deepEqual(await migrate(server.ownerUrl), { applied: [], before: names });
    assert.deepEqual(names, [...names].sort(), 'names sort as they run');
  });

  test('from every earlier release with rows in it: the same tables as from nothing, every row still there, the audit chain whole', async () => {
    await migrate(server.ownerUrl);
    const wanted = await shape();
    for (let release = 1; release < migrations.length; release += 1) {
      await sql('drop schema public cascade; create schema public');
      await migrate(server.ownerUrl, migrations.slice(0, release));
      const events = await fill();
      const tables = await sql<{ name: string }>(
        `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
      );
      const counts = new Map<string, string>();
      for (const { name } of tables) counts.set(name, (await sql<{ n: string }>(`select count(*) as n from ${pg.escapeIdentifier(name)}`))[0]?.n ?? '');
      assert.deepEqual(await migrate(server.ownerUrl), { applied: names.slice(release), before: names.slice(0, release) });
      assert.deepEqual(await shape(), wanted, `from ${names[release - 1]}`);
      for (const [name, n] of counts) {
        if (name === 'migration') continue;
        assert.equal((await sql<{ n: string }>(`select count(*) as n from ${pg.escapeIdentifier(name)}`))[0]?.n, n, `${name} from ${names[release - 1]}`);
      }
      const register = await connect(server);
      try {
        const verdict = await transaction(register.db, { reach: 'system', who: SERVICE, at: new Date(), readOnly: true }, (tx) => verifyAudit(tx));
        assert.deepEqual([verdict.events, verdict.faults], [events, []]);
      } finally {
        await register.close();
      }
    }
  });

  test('two processes at once: each migration runs once, and both find it done', async () => {
    const children = [0, 1, 2].map(() => spawn(process.execPath, [MIGRATE, server.ownerUrl, server.appUrl], { stdio: ['ignore', 'pipe', 'inherit'] }));
    const applied = await Promise.all(
      children.map(async (child) => {
        let text = '';
        child.stdout.on('data', (chunk) => {
          text += String(chunk);
        });
        const [code] = (await once(child, 'close')) as [number];
        assert.equal(code, 0);
        return JSON.parse(text) as string[];
      }),
    );
    assert.deepEqual(applied.flat().sort(), names);
    assert.deepEqual(
      (await sql<{ name: string }>('select name from migration order by name')).map((row) => row.name),
      names,
    );
  });

  test('a migration that is not the one that ran is refused, and nothing is changed', async () => {
    const [first, ...rest] = migrations;
    assert.ok(first);
    await migrate(server.ownerUrl, [first]);
    const before = await shape();
    assert.equal(await codeOf(migrate(server.ownerUrl, [{ ...first, up: `${first.up}\n-- changed` }, ...rest])), 'migration-changed');
    assert.deepEqual(await shape(), before);
  });

  test('a register of a later version is refused, and nothing is changed', async () => {
    await migrate(server.ownerUrl, [...migrations, { name: '9999-later', up: 'create table later (n integer)' }]);
    const before = await shape();
    assert.equal(await codeOf(migrate(server.ownerUrl)), 'register-newer');
    assert.equal(await codeOf(connect(server)), 'register-newer');
    assert.deepEqual(await shape(), before);
  });

  test('one that fails in the middle leaves nothing of itself, and all of those before it', async () => {
    const bad = { name: '9999-bad', up: 'create table half (n integer); insert into half values (1); select 1 / 0' };
    assert.equal(await codeOf(migrate(server.ownerUrl, [...migrations, bad])), 'migration-failed');
    assert.deepEqual((await sql<{ there: boolean }>(`select to_regclass('public.half') is not null as there`))[0]?.there, false);
    assert.deepEqual(await migrate(server.ownerUrl), { applied: [], before: names });
    const mended = { ...bad, up: 'create table half (n integer)' };
    assert.deepEqual(await migrate(server.ownerUrl, [...migrations, mended]), { applied: ['9999-bad'], before: names });
  });
});
