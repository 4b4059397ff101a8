import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { type CellKeyRow, cellKey, cellKeyNoise, cellKeyPerturb, cellKeyTable } from './index.ts';

const KEYS = 2 ** 32;

const momentsOf = ({ noise, probability }: CellKeyRow): readonly [number, number, number] => {
  const sum = (of: (v: number, p: number) => number): number => noise.reduce((total, v, i) => total + of(v, probability[i] ?? Number.NaN), 0);
  return [sum((_, p) => p), sum((v, p) => v * p), sum((v, p) => v * v * p)];
};

// Expected: scipy 1.10 fsolve on mean 0 and the variance, p(v) ~ exp(a v + b v²).
test('rows are those of largest entropy', () => {
  const { rows } = cellKeyTable({ deviation: 5, variance: 2 });
  assert.equal(rows.length, 5);
  const [one, , three] = rows;
  assert.deepEqual(one?.noise, [-1, 0, 1, 2, 3, 4, 5]);
  const expected = [0.520382152619936, 0.230253636789897, 0.112381244819869, 0.060504045353022, 0.03593173782371, 0.023538309344938, 0.017008873248628];
  expected.forEach((p, i) => {
    near(one?.probability[i] ?? Number.NaN, p, 1e-12);
  });
  near(three?.probability[0] ?? Number.NaN, 0.034338669120506, 1e-12);
  near(three?.probability[8] ?? Number.NaN, 0.000695182433551, 1e-11);
  const last = rows[4] ?? assert.fail();
  const even = [0.281937472542637, 0.219642369463367, 0.10384989796851, 0.029800439162448, 0.005189982462039, 0.000548574672318];
  assert.deepEqual(last.noise, [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5]);
  last.noise.forEach((v, i) => {
    near(last.probability[i] ?? Number.NaN, even[Math.abs(v)] ?? Number.NaN, 1e-11, 'even on both sides');
  });
  const blocked = cellKeyTable({ deviation: 6, variance: 3, blocked: 2 });
  assert.deepEqual([blocked.rows.length, blocked.deviation, blocked.variance, blocked.blocked], [8, 6, 3, 2]);
  assert.deepEqual(blocked.rows[0]?.noise, [-1, 2, 3, 4, 5, 6]);
  near(blocked.rows[0]?.probability[0] ?? Number.NaN, 0.732603584612066, 1e-11);
  assert.deepEqual(blocked.rows[3]?.noise, [-4, -1, 0, 1, 2, 3, 4, 5, 6], 'of four either nothing is left or three and more');
  near(blocked.rows[3]?.probability[0] ?? Number.NaN, 0.082658440227827, 1e-11);
});

test('every row adds to 1, has mean 0 and the variance, and leads to values that may be shown', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 6 }),
      fc.double({ min: 0.001, max: 12, noNaN: true }),
      (deviation, blocked, variance) => {
        let table: ReturnType<typeof cellKeyTable>;
        try {
          table = cellKeyTable({ deviation, variance, blocked });
        } catch (error) {
          assert.match(String(error), /^MethodError: (variance|blocked): /);
          return;
        }
        table.rows.forEach((row, i) => {
          assert.equal(row.count, i + 1);
          const [sum, mean, square] = momentsOf(row);
          near(sum, 1, 1e-13);
          assert.ok(Math.abs(mean) < 1e-9 * Math.sqrt(variance), `mean ${mean}`);
          near(square, variance, 1e-8);
          for (const v of row.noise) assert.ok(Math.abs(v) <= deviation && (row.count + v === 0 || row.count + v > blocked));
          for (const p of row.probability) assert.ok(p >= 0 && p <= 1);
        });
      },
    ),
    { seed: 211, numRuns: 150 },
  );
});

test('where only one distribution is possible it is that one, and where none is, it is said', () => {
  assert.deepEqual(cellKeyTable({ deviation: 2, variance: 2 }).rows[0], { count: 1, noise: [-1, 0, 1, 2], probability: [2 / 3, 0, 0, 1 / 3] });
  assert.deepEqual(cellKeyTable({ deviation: 1, variance: 1 }).rows[0]?.probability, [0.5, 0, 0.5]);
  // Of one record with 1 and 2 blocked, noise is -1 or 2: their least variance is 2.
  assert.deepEqual(cellKeyTable({ deviation: 3, variance: 2, blocked: 2 }).rows[0]?.probability, [2 / 3, 1 / 3, 0]);
  const wide = cellKeyTable({ deviation: 4, variance: 2, blocked: 2 }).rows[0];
  assert.deepEqual(
    [wide?.noise, wide?.probability],
    [
      [-1, 2, 3, 4],
      [2 / 3, 1 / 3, 0, 0],
    ],
  );
  throws('inconsistent', 'variance', () => cellKeyTable({ deviation: 2, variance: 2.01 }));
  throws('inconsistent', 'variance', () => cellKeyTable({ deviation: 5, variance: 1.99, blocked: 2 }));
  throws('inconsistent', 'blocked', () => cellKeyTable({ deviation: 2, variance: 1, blocked: 3 }));
  throws('out-of-range', 'deviation', () => cellKeyTable({ deviation: 51, variance: 1 }));
  throws('out-of-range', 'blocked', () => cellKeyTable({ deviation: 50, variance: 1, blocked: 51 }));
  throws('not-positive', 'variance', () => cellKeyTable({ deviation: 2, variance: 0 }));
  throws('not-positive', 'deviation', () => cellKeyTable({ deviation: 0, variance: 1 }));
  assert.equal(cellKeyTable({ deviation: 50, variance: 20, blocked: 0 }).rows.length, 50);
  assert.equal(cellKeyTable({ deviation: 50, variance: 20, blocked: 6 }).rows.length, 56);
});

test('the same records have the same key in any order, and keys of parts add up', () => {
  const keys = fc.array(fc.integer({ min: 0, max: KEYS - 1 }), { maxLength: 40 });
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      assert.equal(cellKey([...a, ...b]), cellKey([...b, ...a]));
      assert.equal(cellKey([...a, ...b]), (cellKey(a) + cellKey(b)) % KEYS);
      assert.equal(cellKey(a), Number(a.reduce((sum, key) => sum + BigInt(key), 0n) % BigInt(KEYS)));
    }),
    { seed: 223, numRuns: 200 },
  );
  assert.equal(cellKey([]), 0);
  assert.equal(cellKey([KEYS - 1, 1]), 0);
  throws('out-of-range', 'recordKeys[0]', () => cellKey([KEYS]));
  throws('not-whole', 'recordKeys[1]', () => cellKey([1, 0.5]));
});

test('noise is looked up from below: the first whose cumulative probability is above the key', () => {
  const table = cellKeyTable({ deviation: 1, variance: 0.5 });
  // 1/4, 1/2, 1/4 for -1, 0, 1, whatever the count.
  const at = (share: number, n = 9): number => cellKeyNoise(table, n, Math.floor(share * KEYS));
  assert.deepEqual([at(0), at(0.24), at(0.26), at(0.5), at(0.74), at(0.76)], [-1, -1, 0, 0, 0, 1]);
  assert.equal(cellKeyNoise(table, 1, KEYS - 1), 1);
  assert.equal(cellKeyNoise(table, 0, 12345), 0, 'nothing is added to nothing');
  assert.equal(cellKeyPerturb(table, 1, 0), 0);
  assert.equal(cellKeyPerturb(table, 1e8, KEYS - 1), 1e8 + 1);
  assert.equal(cellKeyNoise(cellKeyTable({ deviation: 2, variance: 2 }), 1, KEYS - 1), 2);
  throws('not-whole', 'count', () => cellKeyNoise(table, 1.5, 0));
  throws('out-of-range', 'cellKey', () => cellKeyNoise(table, 1, KEYS));
  // Rows differ: of two, both can go.
  const rows = cellKeyTable({ deviation: 3, variance: 1 });
  assert.deepEqual([cellKeyNoise(rows, 1, 0), cellKeyNoise(rows, 2, 0), cellKeyNoise(rows, 3, 0), cellKeyNoise(rows, 4, 0)], [-1, -2, -3, -3]);
});

test('over random keys the noise has the frequencies of its row, and no count is negative', () => {
  const random = draws(5);
  const table = cellKeyTable({ deviation: 5, variance: 2, blocked: 1 });
  const runs = 100_000;
  for (const n of [1, 2, 4, 30]) {
    const row = table.rows[Math.min(n, table.rows.length) - 1] ?? assert.fail();
    const seen = new Map<number, number>();
    for (let i = 0; i < runs; i++) {
      const v = cellKeyNoise(table, n, random.bits());
      seen.set(v, (seen.get(v) ?? 0) + 1);
    }
    row.noise.forEach((v, i) => {
      const p = row.probability[i] ?? Number.NaN;
      assert.ok(Math.abs((seen.get(v) ?? 0) / runs - p) < 5 * Math.sqrt((p * (1 - p)) / runs) + 1e-5, `${n}: P(${v})`);
    });
    for (const v of seen.keys()) assert.ok(n + v === 0 || n + v >= 2);
  }
});

test('what it does not protect from: the noise of overlapping questions averages out', () => {
  const random = draws(77);
  const table = cellKeyTable({ deviation: 5, variance: 2 });
  const wanted = [random.bits(), random.bits(), random.bits()];
  let sum = 0;
  const questions = 2000;
  for (let i = 0; i < questions; i++) {
    const others = Array.from({ length: 20 }, () => random.bits());
    sum += cellKeyPerturb(table, 23, cellKey([...wanted, ...others])) - cellKeyPerturb(table, 20, cellKey(others));
  }
  assert.equal(Math.round(sum / questions), 3, 'three records, known for certain');
});
