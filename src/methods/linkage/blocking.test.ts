import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { assignGreedy, assignOptimal } from './assign.ts';
import { type BlockingPass, blockingSize, candidatePairs } from './blocking.ts';

const code = (wanted: string, argument?: string) => (error: unknown) =>
  error instanceof MethodError && error.code === wanted && (argument === undefined || error.argument === argument);

const key = fc.constantFrom('a', 'b', 'c', '', null);
const keys = (length: number): fc.Arbitrary<(string | null)[]> => fc.array(key, { minLength: length, maxLength: length });

test('every pair that shares a key in some pass, once: between two files and within one', () => {
  const agree = (a: string | null | undefined, b: string | null | undefined): boolean => a !== null && a !== '' && a === b;
  fc.assert(
    fc.property(keys(6), keys(6), keys(5), keys(5), fc.boolean(), (a1, a2, b1, b2, within) => {
      const passes: BlockingPass[] = within
        ? [{ left: a1 }, { left: a2 }]
        : [
            { left: a1, right: b1 },
            { left: a2, right: b2 },
          ];
      const [r1, r2] = within ? [a1, a2] : [b1, b2];
      const wanted = new Set<string>();
      for (let i = 0; i < 6; i++) for (let j = within ? i + 1 : 0; j < r1.length; j++) if (agree(a1[i], r1[j]) || agree(a2[i], r2[j])) wanted.add(`${i} ${j}`);
      const { left, right, pass } = candidatePairs(passes);
      const found = Array.from(left, (i, n) => `${i} ${right[n]}`);
      assert.equal(found.length, new Set(found).size);
      assert.deepEqual(new Set(found), wanted);
      pass.forEach((p, n) => {
        assert.equal(p, agree(a1[left[n] ?? 0], r1[right[n] ?? 0]) ? 0 : 1);
      });
      const size = blockingSize(passes);
      const blocks = [a1, a2].flatMap((left, p) =>
        ['a', 'b', 'c'].map((key) => {
          const [m, n] = [left, [r1, r2][p] ?? []].map((side) => side.filter((each) => each === key).length) as [number, number];
          return within ? (m * (m - 1)) / 2 : m * n;
        }),
      );
      assert.equal(size.largestBlock, Math.max(...blocks));
      assert.equal(
        size.atMost,
        blocks.reduce((sum, n) => sum + n, 0),
      );
      assert.ok(size.atMost >= found.length);
      assert.equal(size.possible, within ? 15 : 30);
    }),
    { seed: 12, numRuns: 300 },
  );
});

test('a pass is counted before it is made, and a key that says little is refused', () => {
  const left = Array.from({ length: 60_000 }, () => '1900-01-01');
  const size = blockingSize([{ left }]);
  assert.equal(size.atMost, 1_799_970_000);
  assert.equal(size.largestBlock, 1_799_970_000);
  assert.throws(() => candidatePairs([{ left }]), code('too-large', 'passes'));
  assert.throws(() => candidatePairs([{ left: ['a', 'a'] }], 0), code('too-large', 'passes'));
});

test('bad passes are named', () => {
  assert.throws(() => candidatePairs([]), code('too-few', 'passes'));
  assert.throws(() => candidatePairs([{ left: ['a'] }, { left: ['a', 'b'] }]), code('shape', 'passes[1].left'));
  assert.throws(() => candidatePairs([{ left: ['a'], right: ['a'] }, { left: ['a'] }]), code('inconsistent', 'passes[1].right'));
  assert.throws(() => candidatePairs([{ left: [7 as unknown as string] }]), code('input', 'passes[0]'));
});

const edge = fc.record({ left: fc.nat(4), right: fc.nat(4), weight: fc.integer({ min: -5, max: 20 }) });

test('the optimal assignment is the best of all one-to-one choices, and the greedy one is never better', () => {
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 11 }), fc.integer({ min: -2, max: 5 }), (edges, threshold) => {
      const pairs = { left: edges.map((e) => e.left), right: edges.map((e) => e.right), weights: edges.map((e) => e.weight) };
      const worth = (chosen: Uint32Array): number => {
        const picked = Array.from(chosen, (i) => edges[i]);
        assert.equal(new Set(picked.map((e) => e?.left)).size, picked.length);
        assert.equal(new Set(picked.map((e) => e?.right)).size, picked.length);
        assert.ok(picked.every((e) => e !== undefined && e.weight >= threshold));
        return picked.reduce((sum, e) => sum + (e?.weight ?? 0) - threshold, 0);
      };
      const best = (i: number, left: number, right: number): number => {
        const e = edges[i];
        if (e === undefined) return 0;
        const without = best(i + 1, left, right);
        if (e.weight < threshold || (left >> e.left) & 1 || (right >> e.right) & 1) return without;
        return Math.max(without, e.weight - threshold + best(i + 1, left | (1 << e.left), right | (1 << e.right)));
      };
      const optimal = worth(assignOptimal(pairs, threshold));
      assert.ok(Math.abs(optimal - best(0, 0, 0)) < 1e-9);
      assert.ok(worth(assignGreedy(pairs, threshold)) <= optimal + 1e-9);
    }),
    { seed: 14, numRuns: 500 },
  );
});

test('the best pair can stand in the way of two good ones', () => {
  const pairs = { left: [0, 0, 1], right: [0, 1, 0], weights: [10, 9, 9] };
  assert.deepEqual([...assignGreedy(pairs, 0)], [0]);
  assert.deepEqual([...assignOptimal(pairs, 0)], [1, 2]);
});

test('bad pairs are named', () => {
  for (const assign of [assignGreedy, assignOptimal]) {
    assert.throws(() => assign({ left: [0], right: [0, 1], weights: [1] }, 0), code('shape', 'right'));
    assert.throws(() => assign({ left: [0.5], right: [0], weights: [1] }, 0), code('not-whole', 'left[0]'));
    assert.throws(() => assign({ left: [0], right: [-1], weights: [1] }, 0), code('negative', 'right[0]'));
    assert.throws(() => assign({ left: [0], right: [0], weights: [Number.NaN] }, 0), code('not-a-number', 'weights[0]'));
    assert.throws(() => assign({ left: [0], right: [0], weights: [1] }, Number.POSITIVE_INFINITY), code('not-a-number', 'threshold'));
    assert.equal(assign({ left: [], right: [], weights: [] }, 0).length, 0);
  }
  const n = 2001;
  const chain = {
    left: Array.from({ length: 2 * n }, (_, i) => i >> 1),
    right: Array.from({ length: 2 * n }, (_, i) => ((i + 1) >> 1) % n),
    weights: Array.from({ length: 2 * n }, () => 1),
  };
  assert.throws(() => assignOptimal(chain, 0), code('too-large', 'pairs'));
});
