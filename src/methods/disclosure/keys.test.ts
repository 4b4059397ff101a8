import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { randomKey, seeded } from './attack/index.ts';
import { ATOM_NOISE_FROM_KEPT, atomNoise, atomValue, countWeight, HIDDEN_AT_MOST, perturbedCount, protectCount, recordWeight, SHOWN_FROM } from './index.ts';

const key = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });

test('a record is kept three times in four, by bits 0 and 32 of its key', () => {
  assert.deepEqual([0n, 1n, 1n << 32n, (1n << 32n) | 1n, 2n, 1n << 33n].map(recordWeight), [0, 4, 4, 4, 0, 0]);
  const random = seeded(1);
  const runs = 20_000;
  let kept = 0;
  for (let i = 0; i < runs; i++) if (recordWeight(randomKey(random)) > 0) kept++;
  assert.ok(Math.abs(kept / runs - 0.75) < 0.012);
});

test('a row of one record weighs as a record, and a row of n as n draws', () => {
  fc.assert(
    fc.property(key, fc.integer({ min: 0, max: 32 }), (k, n) => {
      assert.equal(countWeight(k, 1), recordWeight(k));
      let bits = 0;
      for (let i = 0n; i < BigInt(n); i++) bits += recordWeight((k >> i) & ((1n << 32n) | 1n));
      assert.equal(countWeight(k, n), bits);
    }),
    { seed: 1 },
  );
  fc.assert(
    fc.property(key, fc.integer({ min: 33, max: 100_000 }), (k, n) => assert.equal(countWeight(k, n), 3 * (n + atomNoise(k)))),
    { seed: 2 },
  );
});

test('atom noise is discrete Laplace: half as likely a step further out', () => {
  assert.equal(atomNoise((1n << 32n) | 1n), 0);
  assert.equal(atomNoise((1n << 32n) | 8n), 3);
  assert.equal(atomNoise((8n << 32n) | 1n), -3);
  assert.equal(atomNoise(1n << 32n), 32, 'no bit below');
  const random = seeded(3);
  const runs = 40_000;
  const seen = new Map<number, number>();
  let squares = 0;
  for (let i = 0; i < runs; i++) {
    const e = atomNoise(randomKey(random));
    seen.set(e, (seen.get(e) ?? 0) + 1);
    squares += e * e;
  }
  for (const e of [-3, -2, -1, 0, 1, 2, 3]) assert.ok(Math.abs((seen.get(e) ?? 0) / runs - 2 ** -Math.abs(e) / 3) < 0.01, `P(${e})`);
  assert.ok(Math.abs(squares / runs - 4) < 0.2, `variance ${squares / runs}`);
});

test('an atom goes by its weights while fewer than 24 of its records are kept', () => {
  assert.equal(ATOM_NOISE_FROM_KEPT, 24);
  assert.equal(atomValue(40, (1n << 32n) | 8n, 92), 92);
  assert.equal(atomValue(40, (1n << 32n) | 8n, 96), 3 * 43);
});

test('one to seven records are never shown as a number, whatever their keys', () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 7 }), key, (keys, hash) => {
      const thirds = keys.reduce((sum, k) => sum + recordWeight(k), 0);
      assert.ok(perturbedCount(thirds) <= HIDDEN_AT_MOST && HIDDEN_AT_MOST < SHOWN_FROM);
      assert.deepEqual(protectCount(keys.length, perturbedCount(thirds)), { state: 'hidden' });
      assert.deepEqual(protectCount(keys.length, perturbedCount(atomValue(keys.length, hash, thirds))), { state: 'hidden' });
      assert.deepEqual(protectCount(keys.length, perturbedCount(countWeight(hash, keys.length))), { state: 'hidden' });
      assert.deepEqual(protectCount(keys.length, 1000), { state: 'hidden' }, 'even where the perturbed count were wrong');
    }),
    { seed: 7, numRuns: 500 },
  );
});

test('what is shown is 0, or at least 10, to the nearest 5', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: -96, max: 400_000 }), (exact, thirds) => {
      const found = protectCount(exact, perturbedCount(thirds));
      if (found.state === 'hidden') return;
      assert.ok(found.value === 0 ? exact === 0 : found.value >= 10 && found.value % 5 === 0 && Math.abs(found.value - thirds / 3) <= 2.5);
    }),
    { seed: 8, numRuns: 1000 },
  );
  assert.deepEqual(protectCount(0, 0, { zeros: 'hidden' }), { state: 'hidden' });
  assert.deepEqual(protectCount(8, 32 / 3), { state: 'shown', value: 10 });
  assert.deepEqual(protectCount(8, 28 / 3), { state: 'hidden' });
});

test('keys are unsigned 64-bit numbers', () => {
  assert.throws(
    () => recordWeight(-1n),
    (e) => e instanceof MethodError && e.code === 'out-of-range' && e.argument === 'key',
  );
  assert.throws(() => atomNoise(1n << 64n), MethodError);
  assert.throws(() => protectCount(1.5, 0), MethodError);
  assert.throws(() => protectCount(1, Number.NaN), MethodError);
});
