import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { lookUp, transaction } from './actions/transaction.ts';
import { namesOf } from './prepared.ts';
import { type TestRegister, testRegister } from './testing/index.ts';
import { SERVICE } from './who.ts';

describe('which statements are prepared', () => {
  test('one that is asked often, and always under the same name', () => {
    const names = namesOf({ often: 3 });
    assert.deepEqual([names.of('a'), names.of('a'), names.of('b'), names.of('a'), names.of('a')], [null, null, null, 'headwater_1', 'headwater_1']);
    names.of('b');
    assert.equal(names.of('b'), 'headwater_2');
  });

  test('never more than there is room for, and none once it is stopped', () => {
    const names = namesOf({ often: 1, most: 2 });
    assert.deepEqual(['a', 'b', 'c', 'a'].map(names.of), ['headwater_1', 'headwater_2', null, 'headwater_1']);
    names.stop();
    assert.equal(names.of('a'), null);
  });

  test('texts that are asked once do not fill the memory', () => {
    const names = namesOf({ often: 2, counted: 10 });
    for (let i = 0; i < 1000; i += 1) assert.equal(names.of(`text ${i}`), null);
    names.of('again');
    assert.equal(names.of('again'), 'headwater_1');
  });
});

describe('prepared statements of a real database', () => {
  let register: TestRegister;
  let owner: pg.Client;
  before(async () => {
    register = await testRegister();
    owner = new pg.Client({ connectionString: register.ownerUrl });
    await owner.connect();
    await owner.query(`create table rain (fell integer); grant select, insert on rain to public; insert into rain values (1), (2)`);
  });
  after(async () => {
    await owner.end();
    await register.remove();
  });

  const ask = () => lookUp(register.db, sql<Record<string, unknown>>`select * from rain where fell = ${2}`);

  test('a question that is asked often is prepared, and a table that changes under it changes the answer, not the outcome', async () => {
    for (let i = 0; i < 8; i += 1) assert.deepEqual(await ask(), { fell: 2 });
    const { rows } = await sql<{ name: string }>`select name from pg_prepared_statements`.execute(register.db);
    assert.ok(rows.some(({ name }) => name.startsWith('headwater_')));
    await owner.query('alter table rain add column measured text default $$gauge$$');
    for (let i = 0; i < 8; i += 1) assert.deepEqual(await ask(), { fell: 2, measured: 'gauge' });
  });

  test('row security holds for a prepared statement as for any other', async () => {
    const seen = (reach: 'system' | 'none') =>
      transaction(register.db, { reach, who: SERVICE, at: new Date() }, (tx) =>
        sql<{ id: string }>`select id from partnership where name <> ${'x'}`.execute(tx),
      );
    for (let i = 0; i < 8; i += 1) assert.equal((await seen('none')).rows.length, 0);
    assert.equal((await seen('system')).rows.length, (await seen('system')).rows.length);
  });
});
