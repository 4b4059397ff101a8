import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { wilson } from '../rates/proportion.ts';
import { near } from '../testing/near.ts';
import { levelShares, type ReviewedStratum, randomPairs, reviewedQuality } from './sample.ts';

const code = (wanted: string, argument?: string) => (error: unknown) =>
  error instanceof MethodError && error.code === wanted && (argument === undefined || error.argument === argument);

test('random pairs are of all records alike, and within one file never of a record with itself', () => {
  const { left, right } = randomPairs(5, null, 20_000, 3);
  const seen = new Map<string, number>();
  left.forEach((a, i) => {
    seen.set(`${a} ${right[i]}`, (seen.get(`${a} ${right[i]}`) ?? 0) + 1);
  });
  assert.equal(seen.size, 10);
  // 2,000 of each, standard deviation 42.
  for (const [pair, n] of seen) assert.ok(Math.abs(n - 2000) < 170, `${pair}: ${n}`);
  const two = randomPairs(2, 3, 6000, 3);
  assert.ok(two.left.every((a) => a < 2) && two.right.every((b) => b < 3));
  assert.deepEqual(randomPairs(50, 60, 10, 7), randomPairs(50, 60, 10, 7));
  assert.throws(() => randomPairs(1, null, 5, 1), code('too-few', 'left'));
  assert.throws(() => randomPairs(1, 0, 5, 1), code('too-few', 'right'));
  assert.throws(() => randomPairs(9, 9, 1e8, 1), code('too-large', 'n'));
  assert.throws(() => randomPairs(9, 9, 5, 0.5), code('not-whole', 'seed'));
});

test('shares of levels by hand, missing comparisons left out', () => {
  const patterns = { levels: [2, 3], vectors: Uint8Array.from([0, 0, 1, 0, 255, 2]), counts: Float64Array.of(6, 2, 4) };
  assert.deepEqual(levelShares(patterns, 0), [
    [0.75, 0.25],
    [8 / 12, 0, 4 / 12],
  ]);
  assert.deepEqual(levelShares(patterns, 1)[1], [9 / 15, 1 / 15, 5 / 15]);
  assert.throws(() => levelShares({ levels: [2], vectors: Uint8Array.of(255), counts: Float64Array.of(4) }, 0), code('no-information', 'patterns'));
  assert.throws(() => levelShares(patterns, -1), code('negative', 'smoothing'));
  assert.throws(() => levelShares({ ...patterns, counts: Float64Array.of(1, -1, 1) }), code('negative', 'counts[1]'));
});

test('one stratum of links is Wilson; what was reviewed in full is certain', () => {
  const large = reviewedQuality([{ pairs: 1e9, reviewed: 100, matches: 97, linked: true }]);
  near(large.precision?.lower ?? 0, wilson(97, 100).lower, 1e-6);
  near(large.precision?.upper ?? 0, wilson(97, 100).upper, 1e-6);
  assert.deepEqual(large.missed, { value: 0, lower: 0, upper: 0 });
  const full = reviewedQuality([
    { pairs: 50, reviewed: 50, matches: 40, linked: true },
    { pairs: 30, reviewed: 30, matches: 10, linked: false },
  ]);
  assert.deepEqual(full, {
    precision: { value: 0.8, lower: 0.8, upper: 0.8 },
    recall: { value: 0.8, lower: 0.8, upper: 0.8 },
    missed: { value: 10, lower: 10, upper: 10 },
  });
});

test('finding no match among a sample of the non-links does not mean that there are none', () => {
  const quality = reviewedQuality([
    { pairs: 1000, reviewed: 200, matches: 198, linked: true },
    { pairs: 50_000, reviewed: 300, matches: 0, linked: false },
  ]);
  assert.equal(quality.recall?.value, 1);
  assert.equal(quality.recall?.upper, 1);
  // Up to 1.26 % of 50,000 may be matches: 632 beside 990.
  assert.ok((quality.missed.upper > 600 && quality.missed.upper < 640) || assert.fail(`${quality.missed.upper}`));
  assert.ok((quality.recall?.lower ?? 1) > 0.58 && (quality.recall?.lower ?? 1) < 0.64);
});

test('95 % of intervals hold the true precision and recall', () => {
  const truth = [
    { pairs: 900, matches: 890, linked: true, sample: 150 },
    { pairs: 300, matches: 255, linked: true, sample: 100 },
    { pairs: 400, matches: 120, linked: false, sample: 150 },
    { pairs: 3000, matches: 45, linked: false, sample: 300 },
  ];
  const precision = (890 + 255) / 1200;
  const recall = 1145 / (1145 + 165);
  const { uniform } = draws(41);
  const runs = 2000;
  let [holdsPrecision, holdsRecall] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const strata = truth.map(({ pairs, matches, linked, sample }): ReviewedStratum => {
      // Without replacement, one by one.
      let found = 0;
      for (let drawn = 0; drawn < sample; drawn++) if (uniform() * (pairs - drawn) < matches - found) found++;
      return { pairs, reviewed: sample, matches: found, linked };
    });
    const quality = reviewedQuality(strata);
    if (quality.precision !== null && quality.precision.lower <= precision && precision <= quality.precision.upper) holdsPrecision++;
    if (quality.recall !== null && quality.recall.lower <= recall && recall <= quality.recall.upper) holdsRecall++;
  }
  // Monte Carlo standard error 0.5 points.
  for (const held of [holdsPrecision, holdsRecall]) assert.ok(held / runs > 0.935 && held / runs < 0.975, `${held / runs}`);
});

test('whatever was reviewed, limits are in order and between 0 and 1', () => {
  const stratum = fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60), fc.boolean()).map(([a, b, c, linked]) => {
    const [matches = 0, reviewed = 0, pairs = 0] = [a, b, c].sort((x, y) => x - y);
    return { pairs: pairs * 1000 + reviewed, reviewed: Math.max(reviewed, 1), matches, linked };
  });
  fc.assert(
    fc.property(fc.array(stratum, { minLength: 1, maxLength: 4 }), (strata) => {
      let quality: ReturnType<typeof reviewedQuality>;
      try {
        quality = reviewedQuality(strata);
      } catch (error) {
        assert.ok(error instanceof MethodError && error.code === 'inconsistent');
        return;
      }
      for (const interval of [quality.precision, quality.recall]) {
        if (interval === null) continue;
        assert.ok(interval.lower >= 0 && interval.upper <= 1, JSON.stringify(interval));
        assert.ok(interval.lower <= interval.value + 1e-9 && interval.value <= interval.upper + 1e-9, JSON.stringify(interval));
      }
      assert.ok(quality.missed.lower <= quality.missed.value && quality.missed.value <= quality.missed.upper);
    }),
    { seed: 17, numRuns: 2000 },
  );
});

test('bad strata are named', () => {
  assert.throws(() => reviewedQuality([]), code('too-few', 'strata'));
  assert.throws(() => reviewedQuality([{ pairs: 9, reviewed: 0, matches: 0, linked: true }]), code('too-few', 'strata[0].reviewed'));
  assert.throws(() => reviewedQuality([{ pairs: 9, reviewed: 10, matches: 0, linked: true }]), code('inconsistent', 'strata[0].reviewed'));
  assert.throws(() => reviewedQuality([{ pairs: 9, reviewed: 5, matches: 6, linked: true }]), code('more-events-than-people', 'strata[0].matches'));
  assert.throws(() => reviewedQuality([{ pairs: 9.5, reviewed: 5, matches: 1, linked: true }]), code('not-whole', 'strata[0].pairs'));
  assert.throws(() => reviewedQuality([{ pairs: 9, reviewed: 5, matches: 1, linked: true }], 1), code('out-of-range', 'level'));
});
