import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { HeadwaterError } from '../../errors.ts';
import { SERVICE, transaction, type Tx } from '../index.ts';
import { type TestRegister, testRegister } from '../testing/index.ts';
import { appendAudit } from './append.ts';
import { readSeals, sealAudit } from './seals.ts';
import { verifyAudit } from './verify.ts';

describe('the audit chain while others write, and its seals', () => {
  const home = mkdtempSync(join(tmpdir(), 'headwater-seals-'));
  const file = join(home, 'audit-seals.jsonl');
  let register: TestRegister;
  before(async () => {
    register = await testRegister();
  });
  after(async () => {
    await register?.remove();
    rmSync(home, { recursive: true, force: true });
  });

  const system = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, work);
  const event = () => system((tx) => appendAudit(tx, { at: register.now(), who: SERVICE, action: 'test.event', outcome: 'done' }));
  const seal = () => system((tx) => sealAudit(tx, home, register.now()));

  test('a line that a crash cut short is passed over, and sealing goes on after it', async () => {
    await event();
    await seal();
    const whole = readFileSync(file, 'utf8');
    appendFileSync(file, whole.slice(0, 40));
    assert.deepEqual(
      readSeals(home).map((each) => each.seq),
      [1],
    );
    await event();
    await seal();
    assert.deepEqual(
      readSeals(home).map((each) => each.seq),
      [1, 2],
    );
    assert.ok(readFileSync(file, 'utf8').startsWith(whole), 'what was whole is as it was');
  });

  test('the key is whole and the account’s alone; a shorter one is none', () => {
    const path = join(home, 'audit-seal.key');
    const key = readFileSync(path);
    assert.equal(key.length, 32);
    assert.equal(statSync(path).mode & 0o077, 0);
    writeFileSync(path, '');
    assert.throws(
      () => readSeals(home),
      (error: unknown) => error instanceof HeadwaterError && error.code === 'seals-changed',
    );
    writeFileSync(path, key);
  });

  test('a seal with another sum, of whatever letters and length, is not as it was written', () => {
    const lines = readFileSync(file, 'utf8');
    for (const mac of ['é'.repeat(64), '', '00']) {
      writeFileSync(file, lines.replace(/"mac":"[0-9a-f]{64}"/, `"mac":"${mac}"`));
      assert.throws(
        () => readSeals(home),
        (error: unknown) => error instanceof HeadwaterError && error.code === 'seals-changed',
      );
    }
    writeFileSync(file, lines);
  });

  test('an event that is written while the chain is verified is no fault', async () => {
    const { faults } = await system((tx) => verifyAudit(whileOthersWrite(tx, event)));
    assert.deepEqual(faults, []);
  });
});

/** The transaction, with an event of somebody else’s committed after each of its statements. */
const whileOthersWrite = (tx: Tx, event: () => Promise<unknown>): Tx =>
  tx.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      await event();
      return result;
    },
  });
