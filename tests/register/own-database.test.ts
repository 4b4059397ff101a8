/**
 * The register on the organisation's own PostgreSQL: Debian's, where it is installed, and the npm package's as a server that is not ours. The same commands
 * and the same server process, with DATABASE_URL.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { HeadwaterError } from '../../src/errors.ts';
import { openRegister, type Register, SERVICE, transaction } from '../../src/register/index.ts';
import { createOutside, debianPrograms, type OwnServer, startOwnServer, tell } from '../../src/register/testing/index.ts';
import { command, commandWith, EMAIL, firstPerson, type Place, serve, signIn } from './command.ts';

const debian = debianPrograms();

for (const [name, programs, skip] of [
  ['Debian’s PostgreSQL', debian, debian === null ? 'no PostgreSQL of Debian in /usr/lib/postgresql: apt-get install postgresql' : false],
  ['PostgreSQL of the npm package', null, false],
] as const) {
  describe(`the organisation’s own database: ${name}`, { skip }, () => {
    const root = mkdtempSync(join(tmpdir(), 'headwater-own-'));
    let server: OwnServer;
    let place: Place;

    before(async () => {
      server = await startOwnServer(programs);
      place = { home: join(root, 'home'), database: { DATABASE_URL: server.url } };
    });
    after(async () => {
      await server?.remove();
      rmSync(root, { recursive: true, force: true });
    });

    const open = (database: Readonly<Record<string, string>>): Promise<Register> => openRegister({ homeDir: place.home, env: database });
    const codeOf = async (work: Promise<Register>): Promise<string> => {
      const error: unknown = await work.then(
        (register) => register.close(),
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof HeadwaterError, String(error));
      assert.ok(error.advice, 'says what to do');
      return error.code;
    };
    const ask = async (url: string, question: string): Promise<pg.QueryResultRow[]> => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query(question)).rows;
      } finally {
        await client.end();
      }
    };

    test('migrations from nothing, a person, their session, an action and the jobs', async () => {
      const link = await firstPerson(place);
      const status = await command(place, 'register', 'status');
      assert.match(status.out, new RegExp(`${server.version.replace('.', '\\.')}.*of DATABASE_URL`));
      const served = await serve(place);
      try {
        const cookie = await signIn(served, link, place);
        assert.equal((await fetch(`${served.url}/partnership/organisations`, { headers: { cookie } })).status, 200);
        const organisation = JSON.stringify({ name: 'Millbrook Trust', shortName: 'Millbrook', type: 'voluntary' });
        const done = await commandWith(place, organisation, 'act', 'organisation.add', '--as', EMAIL, '--input', '-');
        assert.equal(done.code, 0, done.err);
        const run = await command(place, 'jobs', 'run', 'audit.verify');
        assert.equal(run.code, 0, run.err);
      } finally {
        await served.stop();
      }
      const [{ n } = { n: 0 }] = await ask(server.url, `select count(*)::integer as n from pgboss.job where state = 'completed'`);
      assert.ok(n > 0);
    });

    test('the application is held by row security, and may add to the audit log and nothing else', async () => {
      const register = await open(place.database);
      try {
        const { rows } = await sql<{ me: string; sees: number }>`select current_user::text as me, (select count(*)::integer from person) as sees`.execute(
          register.db,
        );
        assert.deepEqual(rows, [{ me: 'headwater_app', sees: 0 }]);
        const all = await transaction(register.db, { reach: 'system', who: SERVICE, at: register.now(), readOnly: true }, (tx) =>
          tx.selectFrom('person').select('id').execute(),
        );
        assert.ok(all.length > 0);
        for (const statement of ["update audit_event set action = 'x'", 'delete from audit_event', 'truncate audit_event', 'create table mine (n integer)'])
          await assert.rejects(sql.raw(statement).execute(register.db), /permission denied/, statement);
      } finally {
        await register.close();
      }
      await assert.rejects(ask(server.url, 'delete from audit_event'), /append-only/);
    });

    test('a sign-in of the application’s own beside the owner’s', async () => {
      await tell(server.url, "create role web_x login password 'lantern'");
      const url = new URL(server.url);
      url.username = 'web_x';
      url.password = 'lantern';
      const database = { DATABASE_URL: url.href, DATABASE_OWNER_URL: server.url };
      assert.equal(await codeOf(open(database)), 'register-app-rights');
      await tell(server.url, 'grant headwater_app to web_x');
      const listed = await command({ ...place, database }, 'read', 'organisation.list', '--as', EMAIL, '--format', 'text');
      assert.equal(listed.code, 0, listed.err);
      assert.match(listed.out, /Millbrook Trust/);
    });

    test('a sign-in that row security would not hold is refused', async () => {
      const same = new URL(server.url);
      same.searchParams.set('application_name', 'other');
      assert.equal(await codeOf(open({ DATABASE_URL: same.href, DATABASE_OWNER_URL: server.url })), 'register-unguarded');
    });

    test('an owner that may make nothing is told what it needs', async () => {
      await tell(server.url, "create role reader login password 'lantern'");
      const url = new URL((await createOutside(server.url)).url);
      url.username = 'reader';
      url.password = 'lantern';
      assert.equal(await codeOf(open({ DATABASE_URL: url.href })), 'register-no-rights');
    });

    test('a backup is restored into another database of the server, and the audit log holds', async () => {
      const folder = join(root, 'backup');
      const backup = await command(place, 'backup', folder);
      assert.equal(backup.code, 0, backup.err);
      const { url } = await createOutside(server.url);
      const other: Place = { home: join(root, 'other'), database: { DATABASE_URL: url } };
      const restored = await command(other, 'restore', folder);
      assert.equal(restored.code, 0, restored.err);
      const verified = await command(other, 'audit', 'verify');
      assert.equal(verified.code, 0, verified.err);
      const organisations = 'select name, version from organisation order by id';
      assert.deepEqual(await ask(url, organisations), await ask(server.url, organisations));
      const again = await command(other, 'read', 'organisation.list', '--as', EMAIL, '--format', 'text');
      assert.match(again.out, /Millbrook Trust/, again.err);
      assert.notEqual((await command(other, 'restore', folder)).code, 0, 'never over what is there');
    });
  });
}
