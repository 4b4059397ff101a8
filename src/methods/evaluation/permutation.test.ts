import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { at } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { permutationInterval, permutationTest } from './index-causal.ts';

const first = (k: number, n: number): boolean[] => Array.from({ length: n }, (_, i) => i < k);

test('changes of 12 counties, 5 treated: all 792 assignments', () => {
  // Log employment 2006 to 2007 in 12 counties (R did's example data), gone through by an independent program.
  const values = [
    0.109191366684541, 0.0465200156348908, 1.04982212449868, 0.1058566704683, -0.02172503977995, -0.0262679268206201, -0.0358344530092101, -0.63040883992653,
    -0.10237543881437, 0.28768207245178, -0.0487021398746696, 0.0531098253139399,
  ];
  const found = permutationTest(values, first(5, 12));
  near(found.difference, 0.329761156169818, 1e-12);
  near(found.p, 112 / 792, 1e-12);
  near(found.pLower, 723 / 792, 1e-12);
  near(found.pUpper, 70 / 792, 1e-12);
  near(found.standardDeviation, 0.221502626016444, 1e-12);
  assert.deepEqual([found.assignments, found.exact], [792, true]);
});

test('small cases by hand, ties among them', () => {
  // Two of four treated with 3 and 4 against 1 and 2: six assignments, of which one is as high and one as low.
  const { standardDeviation, ...rest } = permutationTest([3, 4, 1, 2], [true, true, false, false]);
  assert.deepEqual(rest, { difference: 2, p: 2 / 6, pLower: 1, pUpper: 1 / 6, assignments: 6, exact: true });
  near(standardDeviation, Math.sqrt((4 + 1 + 0 + 0 + 1 + 4) / 6), 1e-12);
  // One treated of three with a tie: of three assignments two are as high.
  const tied = permutationTest([0.1 + 0.2, 0.3, 0], [true, false, false]);
  near(tied.pUpper, 2 / 3, 1e-12);
});

test('a test that is never too eager: over all assignments p is at most a in at most a of them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 4, maxLength: 7 }),
      fc.constantFrom(0.1, 0.2, 0.34, 0.5),
      (values, level) => {
        fc.pre(new Set(values).size > 1 && Math.max(...values) - Math.min(...values) > 1e-6);
        let [rejected, all] = [0, 0];
        for (let i = 0; i < values.length; i++) {
          for (let j = 0; j < i; j++) {
            all++;
            const { p } = permutationTest(
              values,
              values.map((_, m) => m === i || m === j),
            );
            if (p <= level + 1e-12) rejected++;
          }
        }
        assert.ok(rejected <= level * all + 1e-9, `${rejected} of ${all}`);
      },
    ),
    { numRuns: 60 },
  );
});

test('shifting, scaling and naming change nothing, and turning the sign swaps the sides', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 9 }),
      fc.integer({ min: 1, max: 4 }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      (values, k, scale) => {
        fc.pre(new Set(values).size > 1);
        const treated = first(k, values.length);
        const found = permutationTest(values, treated);
        const moved = permutationTest(
          values.map((value) => 1000 * scale + scale * value),
          treated,
        );
        const turned = permutationTest(values.map((value) => -value).reverse(), treated.slice().reverse());
        for (const [a, b] of [
          [moved.p, found.p],
          [moved.pUpper, found.pUpper],
          [turned.pLower, found.pUpper],
          [turned.p, found.p],
        ] as const)
          near(a, b, 1e-12);
        assert.ok(found.pLower + found.pUpper >= 1);
      },
    ),
  );
});

test('draws come near to going through all, never say zero, and hang on the seed alone', () => {
  const { normal } = draws(3);
  const values = Array.from({ length: 14 }, (_, i) => normal() + (i < 5 ? 0.9 : 0));
  const exact = permutationTest(values, first(5, 14));
  const drawn = permutationTest(values, first(5, 14), { limit: 100, seed: 1, draws: 20_000 });
  assert.deepEqual([exact.assignments, drawn.exact, drawn.assignments], [2002, false, 20_001]);
  assert.ok(Math.abs(drawn.p - exact.p) < 4 * Math.sqrt((exact.p * (1 - exact.p)) / 20_000), `${drawn.p} ${exact.p}`);
  near(drawn.standardDeviation, exact.standardDeviation, 0.03);
  assert.deepEqual(drawn, permutationTest(values, first(5, 14), { limit: 100, seed: 1, draws: 20_000 }));
  const huge = permutationTest(
    Array.from({ length: 60 }, (_, i) => (i < 30 ? 1000 + i : i)),
    first(30, 60),
    { seed: 2, draws: 500 },
  );
  near(huge.p, 1 / 501, 1e-12);
});

test('the interval holds exactly the effects that are not rejected, and the true one at least as often as it says', () => {
  const runs = 120;
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const { normal } = draws(run);
    const values = Array.from({ length: 9 }, (_, i) => normal() + (i < 4 ? 2 : 0));
    const { lower, upper } = permutationInterval(values, first(4, 9), 0.9);
    if ((lower ?? 0) <= 2 && 2 <= (upper ?? 0)) held++;
    if (run > 5) continue;
    const p = (effect: number): number =>
      permutationTest(
        values.map((value, i) => value - (i < 4 ? effect : 0)),
        first(4, 9),
      ).p;
    assert.ok(p((lower ?? 0) + 1e-6) > 0.1 && p((lower ?? 0) - 1e-6) <= 0.1 + 1e-12);
    assert.ok(p((upper ?? 0) - 1e-6) > 0.1 && p((upper ?? 0) + 1e-6) <= 0.1 + 1e-12);
  }
  // 90 in 100 or a little more (p comes in steps of 1/126); Monte Carlo error 2.7 points.
  assert.ok(held / runs > 0.84 && held / runs <= 0.98, `${held} of ${runs}`);
  // With one of five treated the smallest p is 1/5: no effect can be rejected at 95 %.
  assert.deepEqual(permutationInterval([5, 1, 2, 3, 4], first(1, 5)), { lower: null, upper: null, level: 0.95 });
  // Without noise nothing but the effect itself explains the values.
  const clean = permutationInterval([5, 5, 5, 5, 1, 1, 1, 1], first(4, 8));
  near(clean.lower ?? 0, 4, 1e-6);
  near(clean.upper ?? 0, 4, 1e-6);
});

test('what cannot be used is named', () => {
  const bad = (values: number[], treated: boolean[], code: string, argument: string, options = {}): void => {
    assert.throws(() => permutationTest(values, treated, options), { name: 'MethodError', code, argument });
  };
  bad([1, Number.NaN], [true, false], 'not-a-number', 'values[1]');
  bad([1, 2], [true], 'shape', 'treated');
  bad([1, 2], [true, true], 'too-few', 'treated');
  bad([1, 2], [false, false], 'too-few', 'treated');
  bad([2, 2], [true, false], 'no-variation', 'values');
  bad([1.7e308, -1.7e308, -1.7e308], [true, false, false], 'too-large', 'values');
  bad([0, 0, 0, 2.4e294, 0, -Number.MAX_VALUE, 0, 0], [true, true, true, true, true, false, true, true], 'too-large', 'values');
  bad([1, 2, 3], [true, false, false], 'input', 'seed', { limit: 2 });
  bad([1, 2, 3], [true, false, false], 'not-positive', 'limit', { limit: 0 });
  bad([1, 2, 3], [true, false, false], 'not-positive', 'draws', { limit: 1, seed: 1, draws: 0 });
  const many = Array.from({ length: 20 }, (_, i) => i);
  assert.throws(() => permutationInterval(many, first(10, 20)), { code: 'too-large', argument: 'values' });
});

test('hostile numbers give a coded error or finite results', () => {
  fc.assert(
    fc.property(fc.array(fc.double(), { minLength: 2, maxLength: 8 }), fc.array(fc.boolean(), { minLength: 2, maxLength: 8 }), (values, treated) => {
      try {
        const found = permutationTest(values, treated);
        for (const value of [found.difference, found.p, found.pLower, found.pUpper, found.standardDeviation]) assert.ok(Number.isFinite(value));
        assert.ok(at([found.p], 0) > 0 && found.p <= 1);
      } catch (error) {
        assert.ok(error instanceof MethodError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
