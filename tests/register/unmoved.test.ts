/**
 * A shared read may say that some actions never change its answer (`unmovedBy`). Here the whole demonstration is put in by the real actions, the database
 * itself counts which tables each of them wrote and which ones the read looked at, and none may be in both.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { policy } from '../../src/access/index.ts';
import { seedDemonstration } from '../../src/demonstration/index.ts';
import { type Acting, type AnyRead, makeActing, OPERATOR, PUBLIC, type Register, SERVICE, type Tx } from '../../src/register/index.ts';
import { type TestRegister, testRegister } from '../../src/register/testing/index.ts';
import { actions, reads } from '../../src/service/index.ts';

type Counts = ReadonlyMap<string, number>;

/** What the database has counted for this connection: rows written, or times looked at. Earlier transactions may be in it. */
async function counted(tx: Tx, what: 'written' | 'looked'): Promise<Counts> {
  const count = sql.raw<number>(what === 'written' ? 'n_tup_ins + n_tup_upd + n_tup_del' : 'seq_scan + coalesce(idx_scan, 0)');
  const { rows } = await sql<{ relname: string; n: number }>`select relname, ${count} as n from pg_stat_xact_user_tables`.execute(tx);
  return new Map(rows.map(({ relname, n }) => [relname, n]));
}

/** The tables that `work` wrote or looked at. */
async function during<T>(tx: Tx, what: 'written' | 'looked', work: () => Promise<T>): Promise<{ result: T; tables: string[] }> {
  const before = await counted(tx, what);
  const result = await work();
  const now = await counted(tx, what);
  return { result, tables: [...now].filter(([table, n]) => n > (before.get(table) ?? 0)).map(([table]) => table) };
}

/** Written by every action, whatever it does. */
const ALWAYS = new Set(['audit_event', 'audit_head', 'kept_answer']);

describe('what leaves a shared answer as it is', () => {
  let register: TestRegister;
  const written = new Map<string, Set<string>>();
  const kindOf = (name: string): string => name.split('.')[0] ?? name;

  function watched(each: Register): Acting {
    const acting = makeActing(each, policy, actions, reads);
    return {
      ...acting,
      act: (action, input, who, options) =>
        acting.act(
          {
            ...action,
            effect: async (tx, given, setting) => {
              const { result, tables } = await during(tx, 'written', async () => action.effect(tx, given, setting));
              const all = written.get(kindOf(action.name)) ?? new Set();
              written.set(kindOf(action.name), all);
              for (const table of tables) if (!ALWAYS.has(table)) all.add(table);
              return result;
            },
          },
          input,
          who,
          options,
        ),
    };
  }

  before(async () => {
    register = await testRegister();
    await seedDemonstration(register, watched);
  });
  after(() => register.remove());

  test('the database has counted: a milestone is written by what adds one', () => {
    assert.ok(written.get('milestone')?.has('milestone'));
    assert.ok(written.get('seat')?.has('core_seat'));
  });

  const claiming = reads.filter((read: AnyRead) => read.unmovedBy !== undefined);

  test('there are such reads, and all are shared ones', () => {
    assert.ok(claiming.length > 0);
    for (const read of claiming) assert.ok(read.shared !== undefined, read.name);
  });

  for (const read of claiming) {
    test(`${read.name} looks at nothing that they write`, async () => {
      let looked: string[] = [];
      const spying: AnyRead = {
        ...read,
        answer: async (tx, input, setting) => {
          const { result, tables } = await during(tx, 'looked', async () => read.answer(tx, input, setting));
          looked = [...looked, ...tables];
          return result;
        },
      };
      const acting = makeActing(register, { reach: () => 'system' }, actions, reads);
      for (const who of [SERVICE, OPERATOR, PUBLIC]) await acting.read(spying, {}, who);
      assert.ok(looked.length > 0, 'it looks at something');
      for (const kind of read.unmovedBy ?? []) {
        assert.ok(written.has(kind), `the demonstration does nothing with '${kind}'`);
        assert.deepEqual(
          [...(written.get(kind) ?? [])].filter((table) => looked.includes(table)),
          [],
          kind,
        );
      }
    });
  }
});
