import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { at, entry } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import {
  adjustPValues,
  contiguityNeighbours,
  getisOrd,
  localMoran,
  localMoranPermutation,
  moranI,
  nearestNeighbours,
  neighboursFromLists,
  spatialLag,
  spatialWeights,
} from './index.ts';
import { board, TEN } from './testing.ts';

/** Fictional events in ten areas; expected numbers by R spdep 1.2-7. */
const EVENTS = [12, 3, 8, 0, 15, 22, 7, 4, 1, 9];
const ten = neighboursFromLists(TEN);
const row = spatialWeights(ten);
const binary = spatialWeights(ten, 'binary');

test('local statistics of ten fictional areas are those of R spdep 1.2-7', () => {
  const conditional = localMoran(EVENTS, row);
  near(at(conditional.value, 0), -0.24322379467498198, 1e-13);
  near(at(conditional.expected, 5), -0.514938301217985, 1e-13);
  near(at(conditional.variance, 5), 0.624442117891802, 1e-13);
  near(at(conditional.z, 4), 1.5724272550828773, 1e-12);
  near(at(conditional.p, 4), 0.11585149752593, 1e-12);
  assert.deepEqual(conditional.quadrant, [
    'high-low',
    'low-low',
    'low-high',
    'low-high',
    'high-high',
    'high-low',
    'low-low',
    'low-high',
    'low-low',
    'high-low',
  ]);
  const total = localMoran(EVENTS, row, 'total');
  near(at(total.variance, 0), 0.359568847285805, 1e-13);
  near(at(total.z, 4), 1.7519961427950195, 1e-12);
  near(at(total.p, 9), 0.9869856814238146, 1e-11);
  const gi = getisOrd(EVENTS, binary, { of: 'gi' });
  near(at(gi.z, 0), -0.4913538149119955, 1e-12);
  near(at(gi.z, 4), 1.5724272550828773, 1e-12);
  const star = getisOrd(EVENTS, binary);
  near(at(star.z, 0), -0.1318071628974316, 1e-11);
  near(at(star.z, 4), 1.8588988453507476, 1e-12);
});

const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 10, maxLength: 10 }).filter((all) => new Set(all).size > 2);

test('local Moran adds up to the global one; unit, shift and scale of the weights change neither z nor quadrant', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 500 }), fc.integer({ min: -500, max: 500 }), (x, scale, shift) => {
      const local = localMoran(x, row);
      near(local.value.reduce((sum, value) => sum + value, 0) / 10 + 10, moranI(x, row).value + 10, 1e-12);
      const moved = x.map((value) => value * scale + shift);
      const heavier = { ...row, weights: row.weights.map((weight) => weight * 3) };
      for (const other of [localMoran(moved, row), localMoran(x, heavier)]) {
        assert.deepEqual(other.quadrant, local.quadrant);
        other.z.forEach((z, i) => {
          assert.ok(Math.abs(z - at(local.z, i)) < 1e-8);
        });
      }
      // Upside down: high becomes low, and no z of Moran changes; those of Gi* turn round.
      const down = x.map((value) => -value);
      localMoran(down, row).z.forEach((z, i) => {
        assert.ok(Math.abs(z - at(local.z, i)) < 1e-9);
      });
      const star = getisOrd(x, row);
      getisOrd(down, binary).z.forEach((z, i) => {
        assert.ok(Math.abs(z + at(star.z, i)) < 1e-9);
      });
    }),
    { numRuns: 60 },
  );
});

test('z of Gi and of conditional Moran are one but for the sign of the own deviation', () => {
  const local = localMoran(EVENTS, row);
  const mean = EVENTS.reduce((a, b) => a + b, 0) / 10;
  getisOrd(EVENTS, row, { of: 'gi' }).z.forEach((z, i) => {
    near(z, Math.sign(entry(EVENTS, i) - mean) * at(local.z, i), 1e-11);
  });
});

test('permutation p-values are those of all possible draws', () => {
  const uneven = Float64Array.from(ten.ids, (_, place) => 1 + (place % 3));
  for (const weights of [row, spatialWeights(ten, 'row', uneven)]) {
    const permutations = 19_999;
    const result = localMoranPermutation(EVENTS, weights, { permutations, seed: 12 });
    const mean = EVENTS.reduce((a, b) => a + b, 0) / 10;
    const lag = spatialLag(EVENTS, weights);
    for (let i = 0; i < 10; i++) {
      const own = weights.weights.subarray(at(ten.start, i), at(ten.start, i + 1));
      const others = EVENTS.filter((_, j) => j !== i);
      const all = arrangements(others, own.length).map((drawn) => drawn.reduce((sum, value, place) => sum + value * at(own, place), 0));
      const side = Math.sign(entry(EVENTS, i) - mean);
      const asLarge = all.filter((value) => side * (value - at(lag, i)) >= -1e-9).length / all.length;
      const asSmall = all.filter((value) => side * (value - at(lag, i)) <= 1e-9).length / all.length;
      // Five standard errors, and the observed draw counted in.
      const error = (p: number): number => 5 * Math.sqrt((p * (1 - p)) / permutations) + 2 / permutations;
      assert.ok(Math.abs(at(result.pGreater, i) - asLarge) < error(asLarge), `area ${i}: ${at(result.pGreater, i)}, ${asLarge}`);
      assert.ok(Math.abs(at(result.pLess, i) - asSmall) < error(asSmall), `area ${i}: ${at(result.pLess, i)}, ${asSmall}`);
    }
  }
});

function arrangements(values: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return values.flatMap((first, i) => arrangements(values.toSpliced(i, 1), size - 1).map((rest) => [first, ...rest]));
}

test('an area next to all others draws the same neighbours every time: p is 1', () => {
  const star = spatialWeights(neighboursFromLists([[1, 2, 3, 4], [0], [0], [0], [0]]));
  const result = localMoranPermutation([9, 1, 2, 3, 4], star, { permutations: 99, seed: 1 });
  assert.deepEqual([at(result.pGreater, 0), at(result.pLess, 0), at(result.p, 0)], [1, 1, 1]);
  const analytic = localMoran([9, 1, 2, 3, 4], star);
  assert.deepEqual([at(analytic.z, 0), at(analytic.p, 0), at(analytic.variance, 0)], [0, 1, 0]);
});

test('where there is no pattern one area in twenty has p at or below 0.05', () => {
  const random = draws(31);
  const weights = spatialWeights(contiguityNeighbours(board(20, 20)));
  const counts = { analytic: 0, permutation: 0, gi: 0 };
  const maps = 40;
  for (let map = 0; map < maps; map++) {
    const x = Array.from({ length: 400 }, () => random.normal());
    counts.analytic += localMoran(x, weights).p.filter((p) => p <= 0.05).length;
    counts.permutation += localMoranPermutation(x, weights, { permutations: 199, seed: map }).p.filter((p) => p <= 0.05).length;
    counts.gi += getisOrd(x, weights).p.filter((p) => p <= 0.05).length;
  }
  // 0.006 is 3.5 standard errors of 16,000 areas; neighbours share neighbours, so it is fewer in truth.
  for (const [name, called] of Object.entries(counts)) assert.ok(Math.abs(called / (400 * maps) - 0.05) < 0.006, `${name} ${called / (400 * maps)}`);
});

test('a gathering of high values is found where it is, and an odd one out too', () => {
  const random = draws(32);
  const weights = spatialWeights(contiguityNeighbours(board(20, 20)));
  const x = Array.from({ length: 400 }, (_, i) => random.normal() + (Math.floor(i / 20) < 5 && i % 20 < 5 ? 4 : 0));
  const centre = 2 * 20 + 2;
  x[centre] = -4;
  const result = localMoranPermutation(x, weights, { permutations: 999, seed: 3 });
  assert.equal(result.quadrant[centre], 'low-high');
  assert.equal(result.quadrant[21 + 2], 'high-high');
  const adjusted = adjustPValues(result.p);
  assert.ok(at(adjusted, centre) < 0.05 && at(adjusted, 23) < 0.05);
  const hot = adjustPValues(getisOrd(x, weights).p);
  assert.ok(at(hot, 23) < 1e-4 && at(hot, 399) > 0.05);
});

test('the same seed gives the same map; another seed one within Monte Carlo error', () => {
  const a = localMoranPermutation(EVENTS, row, { permutations: 4999, seed: 1 });
  assert.deepEqual(localMoranPermutation(EVENTS, row, { permutations: 4999, seed: 1 }), a);
  const b = localMoranPermutation(EVENTS, row, { permutations: 4999, seed: 2 });
  a.pGreater.forEach((p, i) => {
    assert.ok(Math.abs(p - at(b.pGreater, i)) < 5 * Math.sqrt((2 * 0.25) / 4999));
  });
});

test('an area on the mean belongs to no quadrant and is never called, whatever the unit', () => {
  const x = [-11, 46, -44, -31, 32, -45, -25, 46, -5, -13];
  for (const scale of [1, 9, 0.1, 1 / 3]) {
    const local = localMoran(
      x.map((value) => value * scale),
      row,
    );
    assert.deepEqual([at(local.value, 8), at(local.z, 8), at(local.p, 8), local.quadrant[8]], [0, 0, 1, 'none']);
  }
});

test('islands have p 1 and no quadrant; Gi* judges them by themselves', () => {
  const weights = spatialWeights(neighboursFromLists([[1], [0, 2], [1, 3], [2], []]));
  const x = [1, 2, 3, 4, 100];
  const local = localMoran(x, weights);
  assert.deepEqual([at(local.value, 4), at(local.z, 4), at(local.p, 4), local.quadrant[4]], [0, 0, 1, 'none']);
  assert.equal(at(localMoranPermutation(x, weights, { permutations: 19, seed: 1 }).p, 4), 1);
  assert.equal(at(getisOrd(x, weights, { of: 'gi' }).p, 4), 1);
  // Its own deviation, 78, over the standard deviation, with n W2 - W^2 over n - 1 equal to 1.
  near(at(getisOrd(x, weights).z, 4), 78 / Math.sqrt(1522), 1e-12);
});

test('counts of 1e8 that differ by a few keep their digits, and far tails do not vanish', () => {
  const large = EVENTS.map((each) => 1e8 + each);
  getisOrd(large, row).z.forEach((z, i) => {
    near(z, at(getisOrd(EVENTS, row).z, i), 1e-6);
  });
  const one = Array.from({ length: 5000 }, (_, i) => (i < 9 ? 1 : 0));
  const around = nearestNeighbours(
    one.map((_, i) => i),
    one.map(() => 0),
    8,
  );
  const hot = getisOrd(one, spatialWeights(around, 'binary'));
  assert.ok(at(hot.z, 4) > 60);
  assert.ok(at(hot.p, 4) >= 0 && at(hot.p, 4) < 1e-300);
});

test('adjusted p-values keep order, never fall, and Holm lies between', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (p) => {
      const [fdr, holm, bonferroni] = [adjustPValues(p), adjustPValues(p, 'holm'), adjustPValues(p, 'bonferroni')];
      p.forEach((own, i) => {
        assert.ok(own <= at(fdr, i) && at(fdr, i) <= at(holm, i) + 1e-15 && at(holm, i) <= at(bonferroni, i) && at(bonferroni, i) <= 1);
        p.forEach((other, j) => {
          if (own <= other) assert.ok(at(fdr, i) <= at(fdr, j) && at(holm, i) <= at(holm, j));
        });
      });
    }),
  );
  // R p.adjust(c(0.001, 0.012, 0.021, 0.04, 0.3, 0.62), "BH") and "holm".
  const p = [0.001, 0.012, 0.021, 0.04, 0.3, 0.62];
  adjustPValues(p).forEach((value, i) => {
    near(value, entry([0.006, 0.036, 0.042, 0.06, 0.36, 0.62], i), 1e-14);
  });
  adjustPValues(p, 'holm').forEach((value, i) => {
    near(value, entry([0.006, 0.06, 0.084, 0.12, 0.6, 0.62], i), 1e-14);
  });
});

test('among true nulls the false-discovery rate is kept', () => {
  const random = draws(33);
  let wrong = 0;
  for (let trial = 0; trial < 2000; trial++) {
    // Ten real effects among fifty tests.
    const p = Array.from({ length: 50 }, (_, i) => (i < 10 ? random.uniform() * 1e-4 : random.uniform()));
    const adjusted = adjustPValues(p);
    const called = [...adjusted.keys()].filter((i) => at(adjusted, i) <= 0.1);
    wrong += called.filter((i) => i >= 10).length / Math.max(1, called.length);
  }
  // Benjamini and Hochberg: exactly 0.1 x 40 / 50 for independent tests.
  assert.ok(Math.abs(wrong / 2000 - 0.08) < 0.008, `${wrong / 2000}`);
});

test('what cannot be tested is refused by name', () => {
  throws('no-variation', 'values', () => localMoran(Array(10).fill(3), row));
  throws('shape', 'values', () => getisOrd([1, 2], row));
  throws('not-a-number', 'values[0]', () => localMoranPermutation(EVENTS.with(0, Number.NaN), row, { permutations: 9, seed: 1 }));
  throws('not-positive', 'permutations', () => localMoranPermutation(EVENTS, row, { permutations: 0, seed: 1 }));
  throws('not-whole', 'permutations', () => localMoranPermutation(EVENTS, row, { permutations: 9.5, seed: 1 }));
  throws('not-positive', 'selfWeight', () => getisOrd(EVENTS, row, { selfWeight: 0 }));
  throws('inconsistent', 'selfWeight', () => getisOrd(EVENTS, row, { of: 'gi', selfWeight: 1 }));
  throws('too-few', 'p', () => adjustPValues([]));
  throws('out-of-range', 'p[1]', () => adjustPValues([0.5, 1.1]));
});

test('whatever the numbers: finite results or a coded error', () => {
  const odd = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e308, 5e-324, 1e-160, 1e69, Number.NaN, Number.POSITIVE_INFINITY), fc.integer({ min: -3, max: 3 }));
  fc.assert(
    fc.property(fc.array(odd, { minLength: 10, maxLength: 10 }), (x) => {
      for (const act of [
        (): object => localMoran(x, row),
        (): object => localMoran(x, row, 'total'),
        (): object => localMoranPermutation(x, row, { permutations: 5, seed: 1 }),
        (): object => getisOrd(x, row),
        (): object => getisOrd(x, binary, { of: 'gi' }),
        (): object => ({ adjusted: adjustPValues(x) }),
      ]) {
        try {
          for (const [name, value] of Object.entries(act()))
            if (value instanceof Float64Array) assert.ok(value.every(Number.isFinite), `${name} of ${x.join()}: ${value.join()}`);
        } catch (error) {
          if (!(error instanceof MethodError)) throw error;
        }
      }
    }),
    { numRuns: 300 },
  );
});
