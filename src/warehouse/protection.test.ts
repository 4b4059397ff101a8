import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { atomNoise, atomValue, countWeight, recordWeight } from '../methods/disclosure/index.ts';
import { atomValueSql, countWeightSql, laplaceSql, recordWeightSql } from './protection.ts';

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
after(() => {
  connection.closeSync();
  instance.closeSync();
});

async function rows(sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRows();
}

const KEYS = "(SELECT i, (md5_number('k' || i) & 18446744073709551615::UHUGEINT)::UBIGINT AS key, (i % 70)::UINTEGER AS n FROM range(4000) t(i))";

/** The proof is about the TypeScript; what runs is the SQL. */
describe('the SQL of protection is the arithmetic that was proved', () => {
  it('weighs records alike', async () => {
    for (const [key, w] of await rows(`SELECT key, ${recordWeightSql('key')} FROM ${KEYS}`)) assert.equal(w, recordWeight(key as bigint));
  });

  it('weighs counts alike, above and below 32 records', async () => {
    for (const [key, n, w] of await rows(`SELECT key, n, ${countWeightSql('key', 'n')} FROM ${KEYS}`)) assert.equal(w, countWeight(key as bigint, n as number));
  });

  it('draws the noise of atoms alike', async () => {
    for (const [key, e] of await rows(`SELECT key, ${laplaceSql('key')} FROM ${KEYS}`)) assert.equal(Number(e), atomNoise(key as bigint));
  });

  it('values atoms alike, small and large, and mixes the xor of the keys with the secret', async () => {
    const secret = 'ab12';
    const found = await rows(
      `SELECT count(*)::INTEGER, bit_xor(key), sum(w)::INTEGER, ${atomValueSql('count(*)', secret)} FROM (SELECT *, ${recordWeightSql('key')} AS w FROM ${KEYS}) GROUP BY (sqrt(i))::INTEGER ORDER BY 1`,
    );
    assert.ok(found.some(([n]) => Number(n) > 60) && found.some(([n]) => Number(n) < 20));
    for (const [n, xor, sum, v] of found) {
      // md5_number reads the sixteen bytes as little-endian: its low 64 bits are the first eight.
      const hash = createHash('md5').update(`${secret}${xor}`).digest().readBigUInt64LE(0);
      assert.equal(v, atomValue(Number(n), hash, Number(sum)), `atom of ${n}`);
    }
  });
});
