import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { HeadwaterError } from '../../errors.ts';
import { type Acting, insertKept, makeActing, SERVICE, transaction, type Tx, type Who } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { policy } from '../policy.ts';
import { monthsBefore } from './due.ts';
import { disposeRecord, purgeRecords, readPersonDisposal, readRetention, retentionActions, retentionReads, RULES, setRetention } from './index.ts';

test('months go back to the same day, or to the last of a shorter month', () => {
  assert.equal(monthsBefore('2026-03-31', 1), '2026-02-28');
  assert.equal(monthsBefore('2024-03-31', 1), '2024-02-29');
  assert.equal(monthsBefore('2026-01-15', 12), '2025-01-15');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 240 }), (from, months) => {
      const day = new Date(Date.UTC(2024, 0, 1 + from)).toISOString().slice(0, 10);
      assert.ok(monthsBefore(day, months) < day && monthsBefore(day, months + 1) <= monthsBefore(day, months));
    }),
  );
});

test('every rule says what starts its clock and what it rests on, and what is no local choice cannot be set', () => {
  for (const rule of RULES) assert.ok(rule.clock !== '' && rule.basis !== '', rule.id);
  assert.deepEqual(
    RULES.filter((rule) => rule.confirmed).map((rule) => rule.id),
    ['inspection'],
  );
  assert.ok(RULES.filter((rule) => rule.fate === 'purge').every((rule) => rule.standing === 'service'));
});

/** The rule that each table stands under. One that a migration brings must be put here. */
const UNDER: Readonly<Record<(typeof RULES)[number]['id'], readonly string[]>> = {
  person: ['person', 'credential', 'identity'],
  membership: ['membership'],
  session: ['session'],
  'sign-in-flow': ['sign_in_flow'],
  'sign-in-try': ['sign_in_try'],
  'kept-form': ['kept_form'],
  invitation: ['invitation'],
  'access-token': ['access_token', 'calendar_feed'],
  'kept-answer': ['kept_answer'],
  task: ['task'],
  document: ['document'],
  'import-proposal': ['import_proposal'],
  agreement: ['agreement', 'agreement_party', 'agreement_item', 'agreement_feed'],
  meeting: ['meeting', 'attendance', 'decision', 'meeting_action'],
  'picture-look': ['picture_look'],
  'panel-case': ['panel_case', 'case_decision', 'case_action'],
  inspection: [
    ...['inspection', 'inspection_source', 'inspection_item', 'slug_taken', 'milestone', 'evidence', 'response', 'response_item', 'response_version'],
    ...['chief_comment', 'chief_comment_item', 'distribution', 'withheld_words', 'field_restriction'],
  ],
  audit: ['audit_event', 'audit_head', 'tombstone'],
  partnership: [
    ...['partnership', 'organisation', 'contact_point', 'core_seat', 'terms', 'terms_role', 'terms_receipt', 'panel', 'post', 'post_share'],
    ...['product', 'product_receipt', 'retention_choice'],
  ],
  'delivery-query': ['known_delivery', 'delivery_query', 'delivery_sign_off'],
};

describe('retention', () => {
  let register: TestRegister;
  let acting: Acting;
  let governor: Who;
  let council: string;
  let owner: pg.Client;

  test('every table stands under a rule', async () => {
    const { rows } = await owner.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration'");
    const under = new Set(Object.values(UNDER).flat());
    assert.deepEqual(
      rows.map((row) => row.name).filter((name) => !under.has(name)),
      [],
    );
  });

  const asSystem = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, work);

  before(async () => {
    register = await testRegister('2026-03-02T09:00:00Z');
    acting = makeActing(register, policy, retentionActions, retentionReads);
    owner = new pg.Client({ connectionString: register.ownerUrl });
    await owner.connect();
    const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
    await transaction(register.db, setting, async (tx) => {
      council = await insertKept(tx, 'organisation', { name: 'Varrow Council', shortName: 'Council', type: 'local-authority' }, setting);
      const personId = await insertKept(tx, 'person', { name: 'Ada Moss', email: 'ada@varrow.example' }, setting);
      await insertKept(tx, 'membership', { personId, organisationId: council, roles: ['information-governance'], fromOn: '2025-01-01' }, setting);
      governor = {
        ...SERVICE,
        kind: 'person',
        personId,
        name: 'Ada Moss',
        organisationId: council,
        organisationName: 'Varrow Council',
        roles: ['information-governance'],
        via: 'page',
      };
    });
  });
  after(async () => {
    await owner?.end();
    await register?.remove();
  });

  const failure = async (work: Promise<unknown>): Promise<HeadwaterError> => {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof HeadwaterError, String(error));
    return error;
  };

  /** Somebody who left, with something in every table that a person is in. */
  async function leaver(name: string, email: string, phone: string, toOn: string | null): Promise<string> {
    const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
    const at = register.now();
    return asSystem(async (tx) => {
      const id = await insertKept(tx, 'person', { name, email, phone, post: `Manager, ${name}` }, setting);
      const membershipId = await insertKept(
        tx,
        'membership',
        { personId: id, organisationId: council, roles: ['analyst'], fromOn: '2020-01-01', toOn },
        setting,
      );
      await tx
        .insertInto('credential')
        .values({ personId: id, passwordHash: 'x', passwordSetAt: at, totpSecret: null, totpConfirmedAt: null, totpLastStep: null })
        .execute();
      await tx.insertInto('identity').values({ issuer: 'https://id.example', subject: email, personId: id }).execute();
      await tx
        .insertInto('session')
        .values({
          id: Buffer.from(randomUUID()),
          personId: id,
          membershipId,
          method: 'password',
          secondFactor: true,
          createdAt: at,
          seenAt: at,
          expiresAt: at,
          endedAt: null,
          agent: `Browser of ${name}`,
        })
        .execute();
      await tx
        .insertInto('invitation')
        .values({ id: Buffer.from(randomUUID()), personId: id, purpose: 'join', createdBy: null, expiresAt: at, usedAt: null })
        .execute();
      await tx
        .insertInto('accessToken')
        .values({ hash: Buffer.from(randomUUID()), personId: id, membershipId, title: `Token of ${name}`, expiresAt: at, usedAt: null, revokedAt: null })
        .execute();
      await tx
        .insertInto('keptForm')
        .values({ personId: id, path: '/x', body: JSON.stringify({ name }), keptAt: at })
        .execute();
      await tx
        .insertInto('keptForm')
        .values({ personId: governor.personId ?? '', path: '/people', body: JSON.stringify({ email: email.toUpperCase() }), keptAt: at })
        .execute();
      await tx
        .insertInto('keptAnswer')
        .values({
          personId: governor.personId ?? '',
          key: randomUUID(),
          action: 'person.invite',
          inputHash: Buffer.from('x'),
          answer: JSON.stringify({ phone }),
          at,
        })
        .execute();
      await tx
        .insertInto('signInFlow')
        .values({ id: Buffer.from(randomUUID()), kind: 'password', data: JSON.stringify({ email }), expiresAt: at })
        .execute();
      await insertKept(tx, 'coreSeat', { organisationId: council, seat: 'other', personId: id, fromOn: '2020-01-01', toOn: '2024-12-31' }, setting);
      await insertKept(tx, 'contactPoint', { organisationId: council, personId: id, fromOn: '2020-01-01', toOn: '2024-12-31' }, setting);
      return id;
    });
  }

  /** As the owner of the database, over every column of every table that can hold words: nothing of ours decides where to look. */
  async function everywhere(words: readonly string[]): Promise<string[]> {
    const { rows } = await owner.query<{ table: string; column: string }>(
      "select c.table_name as table, c.column_name as column from information_schema.columns c join information_schema.tables t using (table_schema, table_name) where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type not in ('uuid', 'integer', 'bigint', 'boolean', 'date', 'timestamp with time zone', 'numeric')",
    );
    const found: string[] = [];
    for (const { table, column } of rows) {
      for (const word of words) {
        const text = `encode(convert_to("${column}"::text, 'UTF8'), 'escape')`;
        const { rowCount } = await owner.query(
          `select 1 from "${table}" where position($1 in lower("${column}"::text)) > 0 or position($1 in lower(${text})) > 0 limit 1`,
          [word.toLowerCase()],
        );
        if ((rowCount ?? 0) > 0) found.push(`${table}.${column}: ${word}`);
      }
    }
    return found;
  }

  test('after disposal nothing of the person is left in any column of any table, and what points at them still stands', async () => {
    const words = ['Zebedee Quillfeather', 'zebedee.q@varrow.example', '01632 960777'] as const;
    const id = await leaver(...words, '2024-12-31');
    assert.ok((await everywhere(words)).length >= 9, 'they were in many places before');
    const { due } = await acting.read(readRetention, {}, governor);
    assert.deepEqual(
      due.filter((each) => each.rule === 'person').map((each) => [each.id, each.since]),
      [[id, '2024-12-31']],
    );
    assert.match(
      (await failure(acting.act(disposeRecord, { type: 'person', id, reason: 'Zebedee Quillfeather has left' }, governor))).message,
      /without the person’s name/,
    );
    await acting.act(disposeRecord, { type: 'person', id, reason: 'Left more than a year ago' }, governor);
    assert.deepEqual(await everywhere(words), []);
    await asSystem(async (tx) => {
      assert.equal((await tx.selectFrom('membership').select('id').where('personId', '=', id).execute()).length, 1);
      assert.equal((await tx.selectFrom('coreSeat').select('id').where('personId', '=', id).execute()).length, 1);
      const stone = await tx.selectFrom('tombstone').selectAll().where('recordId', '=', id).executeTakeFirstOrThrow();
      assert.deepEqual([stone.recordType, stone.rule, stone.reason, stone.disposedBy], ['person', 'person', 'Left more than a year ago', governor.personId]);
      const event = await tx
        .selectFrom('auditEvent')
        .selectAll()
        .where('action', '=', 'retention.dispose')
        .where('outcome', '=', 'done')
        .executeTakeFirstOrThrow();
      assert.deepEqual([event.subjectType, event.subjectId, event.details], ['person', id, { rule: 'person' }]);
    });
    assert.equal((await failure(acting.act(disposeRecord, { type: 'person', id, reason: 'Again' }, governor))).code, 'disposed-already');
    assert.deepEqual((await acting.read(readRetention, {}, governor)).due, []);
  });

  test('who still holds something, or whose name somebody wrote down, is not disposed of before that is put right', async () => {
    const id = await leaver('Yolanda Brackenridge', 'yolanda@varrow.example', '01632 960888', null);
    const held = await failure(acting.act(disposeRecord, { type: 'person', id, reason: 'Left' }, governor));
    assert.equal(held.code, 'still-in-use');
    assert.match(held.message, /a membership/);
    const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
    const meeting = await asSystem(async (tx) => {
      await tx.updateTable('membership').set({ toOn: '2024-12-31' }).where('personId', '=', id).execute();
      const panelId = await insertKept(
        tx,
        'panel',
        { name: 'Board', purpose: 'x', hostId: null, chairId: null, weeksLeast: 6, weeksMost: 8, closedOn: null },
        setting,
      );
      return insertKept(
        tx,
        'meeting',
        { panelId, onDay: '2024-06-03', state: 'held', note: 'Thanks to YOLANDA BRACKENRIDGE for her work', snapshot: null },
        setting,
      );
    });
    const preview = await acting.read(readPersonDisposal, { id }, governor);
    assert.deepEqual(preview.mentions, [{ table: 'meeting', column: 'note', rows: 1 }]);
    const mentioned = await failure(acting.act(disposeRecord, { type: 'person', id, reason: 'Left' }, governor));
    assert.equal(mentioned.code, 'still-mentioned');
    assert.ok((await everywhere(['yolanda@varrow.example'])).length > 0, 'a refusal undoes everything');
    await asSystem((tx) => tx.updateTable('meeting').set({ note: 'Thanks to the manager' }).where('id', '=', meeting).execute());
    await acting.act(disposeRecord, { type: 'person', id, reason: 'Left' }, governor);
    assert.deepEqual(await everywhere(['Yolanda Brackenridge', 'yolanda@varrow.example', '01632 960888']), []);
    assert.equal((await failure(acting.act(disposeRecord, { type: 'person', id: governor.personId, reason: 'Me' }, governor))).code, 'own-record');
  });

  test('the partnership sets how long a local choice is; nobody sets what is not one', async () => {
    const id = await leaver('Xanthe Plover', 'xanthe@varrow.example', '01632 960999', '2025-12-31');
    const people = async () => (await acting.read(readRetention, {}, governor)).due.filter((each) => each.rule === 'person').map((each) => each.id);
    assert.deepEqual(await people(), []);
    await acting.act(setRetention, { rule: 'person', months: 2, reason: 'Agreed by the board' }, governor);
    assert.deepEqual(await people(), [id]);
    await acting.act(setRetention, { rule: 'person', months: 24, reason: 'Agreed again' }, governor);
    assert.deepEqual(await people(), []);
    for (const rule of ['audit', 'session', 'inspection', 'membership', 'unknown'])
      assert.match((await failure(acting.act(setRetention, { rule, months: 1, reason: 'x' }, governor))).message, /not for the partnership to choose/, rule);
  });

  test('what only the service needs goes by itself when its days are over, and not before', async () => {
    const count = () =>
      asSystem(async (tx) =>
        Promise.all([
          tx.selectFrom('session').select('id').execute(),
          tx.selectFrom('keptForm').select('id').execute(),
          tx.selectFrom('invitation').select('id').execute(),
        ]),
      ).then((all) => all.map((each) => each.length));
    const before = await count();
    assert.ok(before.every((n) => n > 0));
    await acting.act(purgeRecords, {}, SERVICE);
    assert.deepEqual(await count(), before);
    register.setNow('2026-04-05T09:00:00Z');
    const counts = await acting.act(purgeRecords, {}, SERVICE);
    assert.ok((counts['session'] ?? 0) > 0 && (counts['kept-answer'] ?? 0) > 0, JSON.stringify(counts));
    assert.deepEqual(await count(), [0, 0, 0]);
    assert.equal((await failure(acting.act(purgeRecords, {}, governor))).code, 'not-allowed');
  });

  test('nobody else disposes of anything', async () => {
    const administrator = { ...governor, roles: ['administrator'] };
    await acting.read(readRetention, {}, administrator);
    assert.equal((await failure(acting.act(disposeRecord, { type: 'person', id: governor.personId, reason: 'x' }, administrator))).code, 'not-allowed');
  });
});
