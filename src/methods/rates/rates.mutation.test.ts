/** Arithmetic that could be changed without another test's notice (docs/methods/mutation.md), held to numbers from elsewhere. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import {
  differencePercentChange,
  effectivePopulation,
  empiricalBayesGamma,
  empiricalBayesRates,
  funnelOfProportions,
  funnelOfRates,
  inequalityIndices,
  mantelHaenszelOddsRatio,
  mantelHaenszelRateRatio,
  mantelHaenszelRiskRatio,
  oddsRatioMidP,
  oddsRatioWald,
  perturbationVariance,
  proportionDifferenceScore,
  protectedProportion,
  protectedRateInterval,
  rateDifference,
  ratioBounds,
} from './index.ts';

// Expected: scipy 1.10 brentq on the score of Miettinen and Nurminen, the restricted shares found by brentq too.
test('score intervals of a difference, on either side of the cubic', () => {
  for (const [a, n1, b, n2, lower, upper] of [
    [90, 100, 20, 50, 0.3463588242337942, 0.6362568836561115],
    [1, 20, 19, 20, -0.9727573807574831, -0.6658422825688881],
    [45, 50, 90, 100, -0.123188561717002, 0.09554093589624744],
    [9, 10, 5, 10, -0.013048918898581705, 0.7050273375674944],
    [19, 20, 3, 40, 0.6687392034621443, 0.9520129841856606],
    [7, 10, 9, 10, -0.5406910046206811, 0.1799561653633579],
  ] as const) {
    const found = proportionDifferenceScore(a, n1, b, n2);
    near(found.lower, lower, 1e-10);
    near(found.upper, upper, 1e-10);
  }
});

// Expected: Byar's limits and Zou and Donner's formula written out in Python.
test('a difference of rates for 1,000', () => {
  const found = rateDifference(30, 1000, 12, 800);
  near(found.value, 15, 1e-12);
  near(found.lower, 0.13940120543277779, 1e-9);
  near(found.upper, 29.739312283559606, 1e-12);
});

// Expected: R 4.2.2 lm on the mid-ranks, weighted by population; limits by the delta method with numerical derivatives.
test('slope and relative index on each scale', () => {
  const values = [0.3, 0.25, 0.22, 0.15];
  const errors = [0.1, 0.08, 0.09, 0.12];
  const populations = [1000, 1500, 1200, 900];
  for (const [scale, transform, slope, slopeLower, slopeUpper, relative, relativeLower, relativeUpper, intercept] of [
    ['value', false, -0.17400954653938, -0.520764943507399, 0.17274585042864, 0.457039755609123, 0.0766678035042896, 2.72455096741568, 0.320483034139255],
    ['rate', false, -0.17400954653938, -0.253733682509811, -0.0942854105689478, 0.457039755609123, 0.313684241575058, 0.665909569312124, 0.320483034139255],
    ['rate', true, -0.185480088080896, -0.27110583473459, -0.099854341427202, 0.452140932008984, 0.319653798593862, 0.639540100249816, 0.338554381806706],
    [
      'proportion',
      false,
      -0.17400954653938,
      -0.233188698571732,
      -0.114830394507027,
      0.457039755609123,
      0.343270370518349,
      0.608515491423928,
      0.320483034139255,
    ],
    [
      'proportion',
      true,
      -0.179681620481781,
      -0.240332587951958,
      -0.119030653011604,
      0.457685926177916,
      0.351187798801161,
      0.596479740288302,
      0.331323912019162,
    ],
  ] as const) {
    const found = inequalityIndices(values, errors, populations, { scale, transform });
    near(found.slope.value, slope, 1e-12);
    near(found.slope.lower, slopeLower, 1e-8);
    near(found.slope.upper, slopeUpper, 1e-8);
    near(found.relative?.value ?? 0, relative, 1e-12);
    near(found.relative?.lower ?? 0, relativeLower, 1e-8);
    near(found.relative?.upper ?? 0, relativeUpper, 1e-8);
    near(found.intercept, intercept, 1e-12);
    const turned = inequalityIndices(values, errors, populations, { scale, transform, reverse: true, per: 100 });
    near(turned.slope.value, -100 * slope, 1e-12);
    near(turned.slope.lower, -100 * slopeUpper, 1e-8);
    near(turned.slope.upper, -100 * slopeLower, 1e-8);
    near(turned.relative?.lower ?? 0, 1 / relativeUpper, 1e-8);
  }
  const simulated = inequalityIndices(values, errors, populations, { scale: 'rate', seed: 3, repetitions: 4000 });
  near(simulated.slope.lower, -0.253733682509811, 0.05);
  near(simulated.relative?.upper ?? 0, 0.665909569312124, 0.05);
  assert.ok(inequalityIndices(values, errors, populations, { seed: 3, repetitions: 100 }).relative);
  throws('too-few', 'repetitions', () => inequalityIndices(values, errors, populations, { seed: 3, repetitions: 99 }));
});

// Expected: R mantelhaen.test(correct = FALSE); Breslow and Day's statistic with Tarone's correction written out with uniroot.
test('two strata pooled, with their test and their heterogeneity', () => {
  const strata = [
    { a: 12, n1: 100, b: 5, n2: 100 },
    { a: 20, n1: 80, b: 18, n2: 120 },
  ];
  const odds = mantelHaenszelOddsRatio(strata);
  near(odds.value, 2.09210526315789, 1e-12);
  near(odds.lower, 1.156952787132, 1e-11);
  near(odds.upper, 3.78313141280637, 1e-11);
  near(odds.test.statistic, 6.07891574545826, 1e-12);
  near(odds.heterogeneity?.statistic ?? 0, 0.229209331828077, 1e-9);
  near(odds.heterogeneity?.pValue ?? 0, 0.632110717716251, 1e-9);
  assert.deepEqual([odds.heterogeneity?.df, mantelHaenszelOddsRatio(strata.slice(1)).heterogeneity], [1, null]);
  near(mantelHaenszelRiskRatio(strata).test.statistic, 6.07891574545826, 1e-12);
  const three = mantelHaenszelRateRatio([...strata, { a: 9, n1: 50, b: 7, n2: 90 }]);
  assert.equal(three.heterogeneity?.df, 2);
  // A stratum with a single event counts: sum of a n2 / (n1 + n2) over sum of b n1 / (n1 + n2).
  const single = mantelHaenszelRateRatio([
    { a: 1, n1: 10, b: 0, n2: 20 },
    { a: 5, n1: 100, b: 8, n2: 120 },
  ]);
  near(single.value, (20 / 30 + 600 / 220) / (800 / 220), 1e-12);
  assert.equal(single.strata, 2);
});

test('odds ratios with an empty cell', () => {
  throws('zero-events', 'a', () => oddsRatioWald(0, 10, 3, 10));
  throws('zero-events', 'a', () => oddsRatioWald(10, 10, 3, 10));
  throws('zero-events', 'b', () => oddsRatioWald(3, 10, 0, 10));
  throws('zero-events', 'b', () => oddsRatioWald(3, 10, 10, 10));
  const none = oddsRatioMidP(0, 10, 3, 10);
  assert.deepEqual([none.value, none.lower], [0, 0]);
  const all = oddsRatioMidP(10, 10, 3, 10);
  assert.deepEqual([all.value, all.upper], [null, null]);
});

test('funnels: which side, for how many, and for nobody in between', () => {
  const rates = funnelOfRates([100, 125, 80, 1000], [10_000, 10_000, 10_000, 100_000]);
  assert.deepEqual(
    rates.places.map(({ position }) => position),
    ['inside', 'high', 'low', 'inside'],
  );
  near(rates.baseline, (100_000 * 1305) / 130_000, 1e-12);
  const shares = funnelOfProportions([30, 50], [100, 100], { per: 100 });
  near(shares.baseline, 40, 1e-12);
  throws('no-variation', 'events', () => funnelOfProportions([5, 5], [5, 5]));
  throws('no-variation', 'events', () => funnelOfProportions([0, 0], [5, 5]));
  near(effectivePopulation(20, 400), 5000, 1e-14);
});

test('places that differ no more than chance are all drawn to the mean', () => {
  const moments = empiricalBayesRates([5, 5], [100, 100]);
  assert.deepEqual([moments.variance, moments.weight, moments.shrunk], [0, [0, 0], [50, 50]]);
  const gamma = empiricalBayesGamma([5, 5], [100, 100]);
  assert.deepEqual([gamma.shape, gamma.weight, gamma.shrunk, gamma.lower], [null, [0, 0], [50, 50], [50, 50]]);
});

test('a single unknown tips too, and none cannot', () => {
  assert.equal(ratioBounds(1, 10, 2, 10, 0).tippingShare, null);
  assert.equal(ratioBounds(1, 10, 1, 10, 1).tippingShare, 0.5);
});

// Expected: the formulae of docs/methods/rates.md written out in Python.
test('protected counts: variances, a rate and a share', () => {
  near(perturbationVariance(100, null), 100 / 3 + 25 / 12, 1e-14);
  near(perturbationVariance(100, null, false), 100 / 3, 1e-14);
  near(perturbationVariance(100, { large: 2, small: 30 }), 8 + 10 + 25 / 12, 1e-14);
  near(perturbationVariance(1000, 3), 92 / 3 + 25 / 12, 1e-14, 'the worst mix of three atoms');
  near(perturbationVariance(15, 3, false), 5, 1e-14, 'no more than of all by weights');
  assert.equal(perturbationVariance(0, null), 0);
  const rate = protectedRateInterval({ value: 100, variance: 100 / 3 + 25 / 12 }, 5000);
  near(rate.value, 20, 1e-14);
  near(rate.lower, 15.69949465924712, 1e-11);
  near(rate.upper, 25.114427587726833, 1e-11);
  assert.ok(protectedRateInterval({ value: 100, variance: 35 }, 5000, { level: 0.5 }).lower > 18);
  const share = protectedProportion({ value: 40, variance: 15.4 }, { value: 60, variance: 22.1 });
  near(share.lower, 0.29505662599604787, 1e-11);
  near(share.upper, 0.5150004902168385, 1e-11);
  const none = protectedProportion({ value: 0, variance: 0 }, { value: 30, variance: 12 });
  assert.deepEqual([none.value, none.lower], [0, 0]);
  near(none.upper, 0.11417275878653317, 1e-10);
  const all = protectedProportion({ value: 30, variance: 12 }, { value: 0, variance: 0 });
  assert.deepEqual([all.value, all.upper], [1, 1]);
  near(all.lower, 1 - 0.11417275878653317, 1e-10);
});

test('ten events are enough for a change by log-Wald', () => {
  assert.deepEqual(
    [
      [20, 10],
      [10, 20],
      [20, 9],
      [9, 20],
    ].map(([before = 0, after = 0]) => differencePercentChange(before, after).method),
    ['log-wald', 'log-wald', 'exact', 'exact'],
  );
});
