import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { z } from 'zod';
import { HeadwaterError } from '../errors.ts';
import { changeKept, insertKept, InputError, makeActing, makeDefine, type Policy, StaleError, transaction, verifyAudit, type Who } from './index.ts';
import { type TestRegister, testRegister } from './testing/index.ts';

const { defineAction, defineRead } = makeDefine<'edit' | 'look' | 'nothing'>();

const rename = defineAction({
  name: 'organisation.rename',
  title: 'Rename an organisation',
  allowed: 'edit',
  input: z.object({ id: z.uuid(), version: z.number().int(), name: z.string().min(1, 'Enter a name'), fail: z.boolean().optional() }),
  subject: async (tx, { id }) => {
    const row = await tx.selectFrom('organisation').select('id').where('id', '=', id).executeTakeFirst();
    return row && { organisationId: row.id };
  },
  async effect(tx, { id, version, name, fail }, setting) {
    const changed = await changeKept(tx, 'organisation', id, version, { name }, setting);
    if (fail) throw new HeadwaterError('refused', 'no', 'No');
    return { id, ...changed };
  },
  audit: (_input, result) => ({ subject: { type: 'organisation', id: result.id, version: result.version }, details: { changed: result.fields } }),
});

const list = defineRead({
  name: 'organisation.list',
  title: 'See organisations',
  allowed: 'look',
  input: z.object({}),
  answer: (tx) => tx.selectFrom('task').select('title').execute(),
});

const forbidden = defineAction({
  name: 'no.way',
  title: 'Do the impossible',
  allowed: 'nothing',
  input: z.object({}),
  effect: async () => null,
  audit: () => ({}),
});

const turnAway = defineRead({
  name: 'figure.turn-away',
  title: 'Ask for what is not given',
  allowed: 'look',
  input: z.object({ source: z.string() }),
  answer: async (_tx, { source }): Promise<null> => {
    throw new HeadwaterError('forbidden', 'not-live', 'Not yours', { detail: source });
  },
});

const policy: Policy = { reach: (who, key) => (key === 'nothing' ? 'none' : who.roles.includes('lead') ? 'partnership' : 'organisation') };

describe('the register', () => {
  let register: TestRegister;
  let acting: ReturnType<typeof makeActing>;
  let mine: string;
  let theirs: string;
  let ada: Who;
  let lead: Who;

  before(async () => {
    register = await testRegister('2026-03-01T09:00:00Z');
    acting = makeActing(register, policy, [rename, forbidden], [list, turnAway]);
    const setting = {
      who: { kind: 'job', personId: null, name: '', organisationId: null, organisationName: null, roles: [], via: 'job' },
      reach: 'system',
      at: register.now(),
    } as const;
    await transaction(register.db, setting, async (tx) => {
      mine = await insertKept(tx, 'organisation', { name: 'Varrow Council', shortName: 'Varrow', type: 'local-authority' }, setting);
      theirs = await insertKept(tx, 'organisation', { name: 'Varrow Probation', shortName: 'Probation', type: 'probation' }, setting);
      const person = await insertKept(tx, 'person', { name: 'Ada Moss', email: 'ada@varrow.example' }, setting);
      ada = {
        ...setting.who,
        kind: 'person',
        personId: person,
        name: 'Ada Moss',
        organisationId: mine,
        organisationName: 'Varrow Council',
        roles: ['officer'],
        via: 'page',
      };
      lead = { ...ada, roles: ['lead'] };
      for (const [organisationId, title] of [
        [mine, 'ours'],
        [theirs, 'theirs'],
      ] as const)
        await tx.insertInto('task').values({ kind: 'x', key: title, title, href: '/', subjectType: 'x', subjectId: randomUUID(), organisationId }).execute();
    });
  });
  after(() => register?.remove());

  const codeOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof HeadwaterError, String(error));
    return error.code;
  };
  const versionOf = async (id: string): Promise<number> =>
    transaction(
      register.db,
      { reach: 'system', who: lead, at: register.now() },
      async (tx) => (await tx.selectFrom('organisation').select('version').where('id', '=', id).executeTakeFirstOrThrow()).version,
    );
  const events = (action: string) =>
    transaction(register.db, { reach: 'system', who: lead, at: register.now() }, (tx) =>
      tx.selectFrom('auditEvent').selectAll().where('action', '=', action).orderBy('seq').execute(),
    );

  test('an action changes the record and the log together, or neither', async () => {
    const done = await acting.act(rename, { id: mine, version: 1, name: 'Varrowshire Council' }, ada);
    assert.deepEqual(done, { id: mine, version: 2, fields: ['name'] });
    assert.equal((await events(rename.name)).length, 1);
    assert.equal(await codeOf(acting.act(rename, { id: mine, version: 2, name: 'Another', fail: true }, ada)), 'no');
    assert.equal(await versionOf(mine), 2);
    assert.equal((await events(rename.name)).length, 1);
  });

  test('a stale form is told who changed what', async () => {
    const error = await acting.act(rename, { id: mine, version: 1, name: 'Mine' }, ada).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof StaleError);
    assert.match(error.message, /^Ada Moss changed this/);
    assert.deepEqual(error.changes[0]?.fields, ['name']);
    assert.equal(error.now['name'], 'Varrowshire Council');
  });

  test('bad input names its field', async () => {
    const error = await acting.act(rename, { id: mine, version: 2, name: '' }, ada).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof InputError);
    assert.deepEqual(error.issues, [{ path: 'name', message: 'Enter a name' }]);
  });

  test('another organisation’s record is refused, and the refusal is on record', async () => {
    const before = (await events(rename.name)).length;
    assert.equal(await codeOf(acting.act(rename, { id: theirs, version: 1, name: 'Taken' }, ada)), 'not-allowed');
    const after = await events(rename.name);
    assert.equal(after.length, before + 1);
    assert.equal(after.at(-1)?.outcome, 'refused');
    assert.equal(await codeOf(acting.act(forbidden, {}, lead)), 'not-allowed');
    assert.equal((await events(forbidden.name)).at(-1)?.outcome, 'refused');
  });

  test('whatever is sent, a refusal is on record', async () => {
    for (const source of ['norfolk', 'nor\0folk', 'nor\ud800folk']) assert.equal(await codeOf(acting.read(turnAway, { source }, ada)), 'not-live');
    assert.deepEqual(
      (await events(turnAway.name)).map((event) => [event.outcome, event.details['about']]),
      [
        ['refused', 'norfolk'],
        ['refused', 'nor\u{fffd}folk'],
        ['refused', 'nor\u{fffd}folk'],
      ],
    );
  });

  test('a version that nothing ever had is bad input, and no fault of ours', async () => {
    for (const version of [2 ** 31, Number.MAX_SAFE_INTEGER])
      assert.equal(await codeOf(acting.act(rename, { id: mine, version, name: 'Far' }, ada)), 'not-possible');
  });

  test('the second wall: a query that forgets its scope sees no other organisation’s rows', async () => {
    assert.deepEqual(await acting.read(list, {}, ada), [{ title: 'ours' }]);
    assert.equal((await acting.read(list, {}, lead)).length, 2);
  });

  test('sent twice under one key, it is done once and answered twice', async () => {
    const version = await versionOf(theirs);
    const input = { id: theirs, version, name: 'Varrowshire Probation' };
    const [first, second] = await Promise.all([acting.act(rename, input, lead, { key: 'k1' }), acting.act(rename, input, lead, { key: 'k1' })]);
    assert.deepEqual(first, second);
    assert.equal(await versionOf(theirs), version + 1);
    assert.equal(await codeOf(acting.act(rename, { ...input, name: 'Other' }, lead, { key: 'k1' })), 'key-reused');
  });

  test('the application may not change, delete or write the log by itself', async () => {
    for (const statement of [
      "update audit_event set action = 'x'",
      'delete from audit_event',
      'truncate audit_event',
      'update audit_head set seq = 0',
      "insert into audit_head values (false, 1, 'x')",
    ]) {
      await assert.rejects(sql.raw(statement).execute(register.db), /permission denied/, statement);
    }
  });

  test('a connection that is dropped between two queries undoes the deed, says so, and ends nothing else', async () => {
    const owner = new pg.Client({ connectionString: register.ownerUrl });
    await owner.connect();
    try {
      const deed = transaction(register.db, { reach: 'system', who: lead, at: register.now() }, async (tx) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
        await sql`update organisation set name = 'Half' where id = ${mine}`.execute(tx);
        await owner.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
        await sql`select 1`.execute(tx);
      });
      assert.equal(await codeOf(deed), 'register-away');
    } finally {
      await owner.end();
    }
    assert.ok((await acting.read(list, {}, lead)).length > 0);
  });

  const verdict = () => transaction(register.db, { reach: 'system', who: lead, at: register.now(), readOnly: true }, (tx) => verifyAudit(tx));

  test('the chain holds, under many writers at once', async () => {
    await Promise.all(Array.from({ length: 40 }, () => codeOf(acting.act(forbidden, {}, ada))));
    const { faults, events: number } = await verdict();
    assert.deepEqual(faults, []);
    assert.ok(number > 40);
  });

  test('any edit, deletion or gap by the owner of the database is found', async () => {
    const client = new pg.Client({ connectionString: register.ownerUrl });
    await client.connect();
    const tamper = async (statement: string): Promise<string[]> => {
      await client.query('begin; alter table audit_event disable trigger audit_event_append_only');
      await client.query(statement);
      await client.query('alter table audit_event enable trigger audit_event_append_only; commit');
      return (await verdict()).faults.map((fault) => `${fault.fault} ${fault.seq}`);
    };
    try {
      const row = (await client.query('select details from audit_event where seq = 3')).rows[0];
      assert.ok((await tamper(`update audit_event set details = '{"x":1}' where seq = 3`)).includes('edited 3'));
      assert.deepEqual(await tamper(`update audit_event set details = '${JSON.stringify(row.details)}' where seq = 3`), []);
      assert.ok((await tamper('delete from audit_event where seq = 2')).some((fault) => fault.startsWith('missing 2')));
      assert.ok((await tamper('delete from audit_event where seq = (select max(seq) from audit_event)')).some((fault) => fault.startsWith('head')));
    } finally {
      await client.end();
    }
  });
});
