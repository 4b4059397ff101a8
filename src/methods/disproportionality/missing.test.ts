import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { drawBinomial, drawGamma } from './draw.ts';
import { allocateUnknown, imputeUnknown, missingRatioBounds, rubinPool, rubinPoolRatio, tippingShare } from './index.ts';

// Expected: the reference results on missing ethnicity (R), and R's log-Wald limits of 312 : 1752 and 712 : 1352 events.
test('bounds of a ratio: all unknowns to the reference, all to the group, and the limits of both', () => {
  const found = missingRatioBounds(312, 44_473, 1352, 212_031, 400);
  near(found.observed.value ?? 0, 1.10022329883819, 1e-12);
  near(found.none ?? 0, 0.849030764856867, 1e-12);
  near(found.all ?? 0, 2.51076598965638, 1e-12);
  near(found.tippingShare ?? 0, 0.114647568848829, 1e-10);
  near(found.lower, 0.752694017294718, 1e-12);
  near(found.upper ?? 0, 2.74929282672811, 1e-12);
  assert.equal(found.direction, 'open');
  assert.equal(missingRatioBounds(36, 7157, 751, 244_252, 150).direction, 'above');
  assert.equal(missingRatioBounds(10, 1000, 500, 1000, 20).direction, 'below');
  assert.deepEqual([missingRatioBounds(10, 100, 10, 100, 0).direction, missingRatioBounds(10, 100, 10, 100, 0).tippingShare], ['open', null]);
  const noReference = missingRatioBounds(4, 10, 0, 10, 6);
  assert.deepEqual([noReference.observed.value, noReference.all, noReference.upper, noReference.direction], [null, null, null, 'open']);
  near(noReference.none ?? 0, 4 / 6, 1e-14);
  const nobody = missingRatioBounds(0, 10, 0, 10, 6);
  assert.deepEqual([nobody.observed, nobody.none, nobody.lower, nobody.direction], [{ value: null, lower: 0, upper: null, method: 'exact' }, 0, 0, 'open']);
  assert.deepEqual(missingRatioBounds(4, 10, 0, 10, 0).direction, 'above', 'nothing at all is known or unknown in the reference');
  near(missingRatioBounds(10, 100, 10, 200, 4).observed.value ?? 0, 2, 1e-12, 'as many here as there');
  assert.equal(missingRatioBounds(5, 10, 5, 10, 10).all, 3, 'as many unknown as known');
  assert.equal(missingRatioBounds(0, 10, 1, 10, 0).all, 0, 'a single event is something to compare with');
  throws('no-information', 'a', () => missingRatioBounds(0, 10, 0, 10, 0));
  throws('not-whole', 'unknown', () => missingRatioBounds(1, 10, 1, 10, 0.5));
  throws('not-positive', 'n2', () => missingRatioBounds(1, 10, 1, 0, 1));
  throws('out-of-range', 'level', () => missingRatioBounds(1, 10, 1, 10, 1, { level: 0 }));
});

test('the tipping share makes the ratio its target', () => {
  const found = tippingShare(312, 44_473, 1352, 212_031, 400);
  near(found.share, 0.114647568848829, 1e-10);
  near(found.events ?? 0, 45.8590275395316, 1e-10);
  near(found.knownShare ?? 0, 0.1875, 1e-12);
  // Odds of 0.11465 among the unknowns against 312 : 1352 among the known.
  near(found.oddsRatio ?? 0, (0.114647568848829 / 0.885352431151171) * (1352 / 312), 1e-9);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (a, n1, b, n2, unknown, target) => {
        const { share, possible, events, oddsRatio } = tippingShare(a, n1, b, n2, unknown, target);
        near((a + share * unknown) * n2, target * (b + (1 - share) * unknown) * n1, 1e-6);
        assert.equal(possible, share >= 0 && share <= 1);
        assert.equal(events, possible ? share * unknown : null);
        assert.equal(oddsRatio === null, !possible || a === 0 || share === 1);
      },
    ),
    { seed: 107, numRuns: 300 },
  );
  assert.equal(tippingShare(7, 10, 7, 20, 8).knownShare, 0.5);
  assert.deepEqual(tippingShare(0, 10, 0, 10, 8), { share: 0.5, possible: true, events: 4, knownShare: null, oddsRatio: null });
  assert.deepEqual(tippingShare(4, 10, 0, 10, 4), { share: 0, possible: true, events: 0, knownShare: 1, oddsRatio: 0 });
  assert.equal(tippingShare(0, 10, 4, 10, 4).share, 1);
  assert.equal(tippingShare(0, 10, 4, 10, 4).possible, true);
  assert.equal(tippingShare(36, 7157, 751, 244_252, 150).possible, false);
  throws('not-positive', 'unknown', () => tippingShare(1, 1, 1, 1, 0));
  throws('not-positive', 'target', () => tippingShare(1, 1, 1, 1, 1, 0));
  throws('out-of-range', 'n1', () => tippingShare(1, 1e300, 1, 1e-300, 1));
});

test('proportional allocation adds up, and leaves one stratum’s ratio as it was', () => {
  const one = allocateUnknown([[312, 1352]], [400], { populations: [44_473, 212_031], reference: 1 });
  near(one.ratios?.[0] ?? 0, 1.10022329883819, 1e-12);
  assert.equal(one.ratios?.[1], 1);
  // Two areas: 10 : 10 with 20 unknown, and 10 : 90 with none.
  const areas = allocateUnknown(
    [
      [10, 10],
      [10, 90],
    ],
    [20, 0],
    { populations: [200, 1000], reference: 1 },
  );
  assert.deepEqual(areas.allocated, [
    [20, 20],
    [10, 90],
  ]);
  assert.deepEqual(
    [areas.known, areas.total],
    [
      [20, 100],
      [30, 110],
    ],
  );
  near(areas.observedRatios?.[0] ?? 0, 1, 1e-12);
  near(areas.ratios?.[0] ?? 0, 30 / 200 / (110 / 1000), 1e-12);
  assert.deepEqual([allocateUnknown([[1, 2]], [0]).ratios, allocateUnknown([[1, 2]], [0]).observedRatios], [null, null]);
  assert.deepEqual(allocateUnknown([[0, 0]], [0]).allocated, [[0, 0]], 'an empty stratum without unknowns is no matter');
  const pooled = allocateUnknown(
    [
      [3, 9],
      [0, 0],
    ],
    [0, 8],
    { whereNoneKnown: 'pooled' },
  );
  assert.deepEqual(pooled.allocated[1], [2, 6]);
  assert.deepEqual(allocateUnknown([[3, 0]], [1], { populations: [1, 1], reference: 1 }).ratios, [null, null]);
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 }), (known) => {
      const unknown = known.map((_, i) => 10 * i);
      const { total } = allocateUnknown(known, unknown);
      const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
      near(sum(total), sum(known.flat()) + sum(unknown), 1e-12);
    }),
    { seed: 109, numRuns: 100 },
  );
  throws('no-information', 'known[0]', () => allocateUnknown([[0, 0]], [4]));
  throws('no-information', 'known[0]', () => allocateUnknown([[0, 0]], [1]));
  throws('negative', 'known[0][0]', () => allocateUnknown([[-1, 2]], [4]));
  throws('no-information', 'known[0]', () => allocateUnknown([[0, 0]], [4], { whereNoneKnown: 'pooled' }));
  throws('too-few', 'known', () => allocateUnknown([[1]], [4]));
  throws('too-few', 'known', () => allocateUnknown([], []));
  throws('shape', 'known[1]', () => allocateUnknown([[1, 2], [1]], [4, 4]));
  throws('shape', 'unknown', () => allocateUnknown([[1, 2]], [4, 4]));
  throws('negative', 'unknown[0]', () => allocateUnknown([[1, 2]], [-4]));
  throws('negative', 'known[0][1]', () => allocateUnknown([[1, -2]], [4]));
  throws('input', 'reference', () => allocateUnknown([[1, 2]], [4], { populations: [1, 1] }));
  throws('out-of-range', 'reference', () => allocateUnknown([[1, 2]], [4], { populations: [1, 1], reference: 2 }));
  throws('shape', 'populations', () => allocateUnknown([[1, 2]], [4], { populations: [1], reference: 0 }));
  throws('not-positive', 'populations[0]', () => allocateUnknown([[1, 2]], [4], { populations: [0, 1], reference: 1 }));
});

// Expected: R mice::pool.scalar (the reference results), and R qt for the limits.
test("Rubin's rules", () => {
  const pooled = rubinPool([0.62, 0.55, 0.71, 0.6, 0.58], [0.01, 0.012, 0.011, 0.009, 0.01], { n: 500 });
  near(pooled.value, 0.612, 1e-12);
  near(pooled.within, 0.0104, 1e-12);
  near(pooled.between, 0.00367, 1e-12);
  near(pooled.total, 0.014804, 1e-12);
  near(pooled.df ?? 0, 40.0181005459148, 1e-11);
  near(pooled.increase, 0.423461538461538, 1e-12);
  near(pooled.missingInformation, 0.33014843265358, 1e-12);
  const large = rubinPool([0.1, 0.3, 0.2], [0.04, 0.05, 0.06]);
  near(large.df ?? 0, 45.125, 1e-12);
  near(large.lower, -0.3068328201968, 1e-9);
  near(large.upper, 0.7068328201968, 1e-9);
  near(large.missingInformation, 0.243335611756664, 1e-12);
  near(rubinPool([0.1, 0.3, 0.2], [0.04, 0.05, 0.06], { level: 0.9 }).upper, 0.2 + 1.67932962267186 * Math.sqrt(0.19 / 3), 1e-9);
});

test('with nothing to tell them apart the imputations say what complete data would', () => {
  const same = rubinPool([0.5, 0.5], [0.04, 0.04]);
  assert.deepEqual([same.df, same.between, same.increase, same.missingInformation], [null, 0, 0, 0]);
  near(same.upper, 0.5 + 1.95996398454005 * 0.2, 1e-12);
  const small = rubinPool([0.5, 0.5], [0.04, 0.04], { n: 21, parameters: 1 });
  near(small.df ?? 0, (21 / 23) * 20, 1e-12);
  const ratio = rubinPoolRatio([2, 8], [0.1, 0.1]);
  near(ratio.ratio.value, 4, 1e-12, 'the geometric mean');
  near(ratio.ratio.lower * ratio.ratio.upper, 16, 1e-10);
  near(ratio.value, Math.log(4), 1e-12);
  throws('too-few', 'estimates', () => rubinPool([1], [1]));
  throws('shape', 'variances', () => rubinPool([1, 2], [1]));
  throws('not-positive', 'variances[1]', () => rubinPool([1, 2], [1, 0]));
  throws('out-of-range', 'n', () => rubinPool([1, 2], [1, 1], { n: 3, parameters: 3 }));
  throws('out-of-range', 'level', () => rubinPool([1, 2], [1, 1], { level: 2 }));
  throws('not-positive', 'ratios[0]', () => rubinPoolRatio([0, 2], [1, 1]));
  throws('out-of-range', 'estimates', () => rubinPool([1e200, -1e200], [1, 1]));
});

test('unknowns imputed at random leave the ratio as it is and make it as uncertain as the known ones alone', () => {
  const [group, reference] = imputeUnknown([[312, 1352]], [400], { populations: [44_473, 212_031], reference: 1, seed: 7, imputations: 2000 });
  // The likelihood of the known shares: ratio 1.1002, standard error of its logarithm sqrt(1/312 + 1/1352), whatever the number of unknowns.
  near(group?.ratio?.value ?? 0, 1.10022329883819, 0.006);
  near(group?.standardError ?? 0, Math.sqrt(1 / 312 + 1 / 1352), 0.02);
  near(group?.events ?? 0, 312 * (1 + 400 / 1664), 0.005);
  near((group?.events ?? 0) + (reference?.events ?? 0), 2064, 1e-9);
  near(group?.missingInformation ?? 0, 400 / 2064, 0.1);
  assert.deepEqual([reference?.ratio, reference?.standardError, reference?.known, group?.known], [null, 0, 1352, 312]);
});

test('the assumption moves the ratio: odds ten times as high bring most unknowns to the group', () => {
  const run = (odds: number[], seed = 3) => imputeUnknown([[300, 300]], [400], { populations: [1000, 1000], reference: 1, seed, odds, imputations: 400 });
  near(run([10, 1])[0]?.events ?? 0, 300 + (400 * 10) / 11, 0.01);
  near(run([1, 10])[0]?.events ?? 0, 300 + 400 / 11, 0.01);
  near(run([10, 1])[0]?.ratio?.value ?? 0, (300 + 4000 / 11) / (300 + 400 / 11), 0.02);
  assert.deepEqual(run([2, 2]), run([1, 1]), 'only proportions matter');
  assert.deepEqual(run([1, 1], 9), run([1, 1], 9), 'a seed gives the same for ever');
  assert.notDeepEqual(run([1, 1], 9), run([1, 1], 10));
});

test('strata are imputed each by its own known ones', () => {
  const found = imputeUnknown(
    [
      [90, 10, 10],
      [10, 90, 10],
    ],
    [110, 0],
    { populations: [100, 100, 100], reference: 1, seed: 5, imputations: 500 },
  );
  near(found[0]?.events ?? 0, 190, 0.02);
  near(found[2]?.events ?? 0, 30, 0.05);
  assert.equal(found.length, 3);
  const pooled = imputeUnknown([[100, 100, 20]], [110], { populations: [100, 100, 100], reference: 1, seed: 5, imputations: 500 });
  near(pooled[0]?.events ?? 0, 150, 0.02);
});

test('95 % intervals after imputation hold the truth about 95 times in 100', () => {
  const random = draws(2024);
  const runs = 600;
  let held = 0;
  for (let i = 0; i < runs; i++) {
    // True ratio 2: means of 120 and 180 events over 1,000 and 3,000 people; a third lose their group at random.
    const events = [120, 180].map((mean) => drawBinomial(random, 100_000, mean / 100_000));
    const known = events.map((n) => drawBinomial(random, n, 2 / 3));
    const unknown = events.reduce((a, b) => a + b, 0) - known.reduce((a, b) => a + b, 0);
    const [group] = imputeUnknown([known], [unknown], { populations: [1000, 3000], reference: 1, seed: i, imputations: 20 });
    const ratio = group?.ratio ?? assert.fail();
    if (ratio.lower <= 2 && 2 <= ratio.upper) held++;
  }
  // Monte Carlo error of 600 runs: 0.009.
  assert.ok(Math.abs(held / runs - 0.95) < 0.025, `${held / runs}`);
});

test('draws have the moments of their distributions', () => {
  const random = draws(11);
  const moments = (runs: number, one: () => number): [number, number] => {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < runs; i++) {
      const x = one();
      sum += x;
      squares += x * x;
    }
    return [sum / runs, squares / runs - (sum / runs) ** 2];
  };
  for (const shape of [0.5, 1, 4.5, 300]) {
    const [mean, variance] = moments(20_000, () => drawGamma(random, shape));
    assert.ok(Math.abs(mean - shape) < 4 * Math.sqrt(shape / 20_000), `gamma ${shape}: mean ${mean}`);
    near(variance, shape, 0.07, `gamma ${shape}: variance`);
  }
  for (const [n, p] of [
    [10, 0.3],
    [24, 0.5],
    [25, 0.9],
    [1000, 0.02],
    [1000, 0.5],
    [1_000_000, 0.999],
  ] as const) {
    const [mean, variance] = moments(20_000, () => drawBinomial(random, n, p));
    assert.ok(Math.abs(mean - n * p) < 4 * Math.sqrt((n * p * (1 - p)) / 20_000), `binomial ${n}, ${p}: mean ${mean}`);
    near(variance, n * p * (1 - p), 0.05, `binomial ${n}, ${p}: variance`);
  }
  // A seed gives the same for ever, whatever becomes of the code.
  const seeded = draws(42);
  const pinned = [drawGamma(seeded, 0.5), drawGamma(seeded, 1), drawGamma(seeded, 4.5), drawGamma(seeded, 300)];
  [1.0264582358056373, 1.0325220064803098, 5.872438519989659, 293.97281861983305].forEach((value, i) => {
    near(pinned[i] ?? Number.NaN, value, 1e-12, 'the gamma drawn');
  });
  assert.deepEqual(
    [24, 25, 60, 1000, 1e9].map((n) => drawBinomial(seeded, n, 0.3)),
    [6, 6, 15, 316, 299_982_753],
  );
  assert.deepEqual([drawBinomial(random, 1000, 0), drawBinomial(random, 1000, 1), drawBinomial(random, 0, 0.5), drawBinomial(random, 9, 1)], [0, 1000, 0, 9]);
});

test('an imputation that cannot be made is refused by name', () => {
  const options = { populations: [10, 10], reference: 0, seed: 1 };
  throws('zero-events', 'known', () => imputeUnknown([[0, 4]], [2], options));
  throws('not-whole', 'known[0][0]', () => imputeUnknown([[1.5, 4]], [2], options));
  throws('not-whole', 'unknown[0]', () => imputeUnknown([[1, 4]], [2.5], options));
  throws('out-of-range', 'imputations', () => imputeUnknown([[1, 4]], [2], { ...options, imputations: 1 }));
  throws('out-of-range', 'imputations', () => imputeUnknown([[1, 4]], [2], { ...options, imputations: 10_001 }));
  throws('out-of-range', 'reference', () => imputeUnknown([[1, 4]], [2], { ...options, reference: 2 }));
  throws('shape', 'odds', () => imputeUnknown([[1, 4]], [2], { ...options, odds: [1] }));
  throws('not-positive', 'odds[1]', () => imputeUnknown([[1, 4]], [2], { ...options, odds: [1, 0] }));
  throws('not-positive', 'populations[0]', () => imputeUnknown([[1, 4]], [2], { ...options, populations: [0, 1] }));
  throws('not-whole', 'seed', () => imputeUnknown([[1, 4]], [2], { ...options, seed: 0.5 }));
});
