/** Corners that a wrong sign or a wrong border would pass by elsewhere: found by changing the arithmetic in one place after another (docs/methods/mutation.md). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import {
  differencePercentChange,
  directlyStandardisedRate,
  effectivePopulation,
  empiricalBayesGamma,
  empiricalBayesRates,
  funnelCountLimits,
  funnelOfProportions,
  funnelOfRates,
  funnelOfRatios,
  inequalityIndices,
  mantelHaenszelOddsRatio,
  mantelHaenszelRateRatio,
  mantelHaenszelRiskRatio,
  oddsRatioMidP,
  oddsRatioWald,
  perturbationVariance,
  poissonInterval,
  proportionDifferenceScore,
  protectedCountInterval,
  protectedProportion,
  protectedRateInterval,
  rateDifference,
  rateRatioMidP,
  rateRatioTest,
  ratioLogWald,
  wilson,
} from './index.ts';

// Expected values: R 4.2.2, the published formulae written out there.
test('a difference of rates, to every digit and for its unit', () => {
  const found = rateDifference(18, 41_000, 64, 230_000, { per: 100_000 });
  near(found.value, 16.07635206786851, 1e-12);
  near(found.lower, -3.40926492711532, 1e-12);
  near(found.upper, 42.35303395105316, 1e-12);
  near(rateDifference(18, 41_000, 64, 230_000).upper, 0.4235303395105316, 1e-12, 'for 1,000 unless given');
});

test('score intervals of a difference at the ends of the shares', () => {
  for (const [a, n1, b, n2, lower, upper] of [
    [10, 10, 10, 12, -0.144068222727631, 0.455047821993424],
    [0, 9, 0, 12, -0.251568514140887, 0.309473428650609],
    [2, 5, 11, 12, -0.83551823504614, -0.0564662377476202],
  ] as const) {
    const found = proportionDifferenceScore(a, n1, b, n2);
    near(found.lower, lower, 1e-10);
    near(found.upper, upper, 1e-10);
  }
  const apart = proportionDifferenceScore(10, 10, 0, 10);
  assert.ok(apart.lower > 0.6 && apart.lower < 0.8 && apart.upper === 1);
  const other = proportionDifferenceScore(0, 10, 10, 10);
  near(other.upper, -apart.lower, 1e-10);
  assert.equal(other.lower, -1);
});

test('odds and ratios where a cell is empty, and where one share is close to 1', () => {
  throws('zero-events', 'b', () => oddsRatioWald(3, 10, 8, 8));
  assert.deepEqual([oddsRatioMidP(0, 10, 3, 10).value, oddsRatioMidP(0, 10, 3, 10).lower], [0, 0]);
  assert.ok((oddsRatioMidP(0, 10, 3, 10).upper ?? 0) < 3);
  assert.ok(oddsRatioMidP(10, 10, 3, 10).lower > 1);
  const [one, other] = [rateRatioMidP(3, 1, 10_000_000, 1), rateRatioMidP(10_000_000, 1, 3, 1)];
  near(one.lower, 1 / (other.upper ?? 0), 1e-11);
  near(one.upper ?? 0, 1 / other.lower, 1e-11);
  near(one.value ?? 0, 1 / (other.value ?? 0), 1e-11);
  // Binomial(4, 1/2): 4 of 4 or none of 4, 2/16; 3 of 4 or 1, and those, 10/16.
  near(rateRatioTest(4, 1, 0, 1).exact, 2 / 16, 1e-13);
  near(rateRatioTest(0, 1, 4, 1).midP, 1 / 16, 1e-13);
  near(rateRatioTest(1, 1, 3, 1).exact, 10 / 16, 1e-13);
  near(rateRatioTest(1, 1, 3, 1).midP, 2 * (1 / 16 + 2 / 16), 1e-13);
  assert.equal(rateRatioTest(2, 1, 2, 1).exact, 1);
  near(rateRatioTest(2, 1, 0, 3).exact, 1 / 16, 1e-13, 'two of two where a quarter is to be expected');
  near(ratioLogWald(10, 10, 5, 10, { of: 'risk' }).upper, 2 * Math.exp(1.959963984540054 * Math.sqrt(1 / 5 - 1 / 10)), 1e-12);
});

test('a change is exact with under 10 in either period, and log-Wald from 10 in both', () => {
  assert.deepEqual(
    [
      [20, 10],
      [10, 20],
      [9, 20],
      [20, 9],
    ].map(([before = 0, after = 0]) => differencePercentChange(before, after).method),
    ['log-wald', 'log-wald', 'exact', 'exact'],
  );
});

test('pooled ratios of two strata, a stratum of one event, and heterogeneity to its digits', () => {
  const strata = [
    { a: 12, n1: 100, b: 10, n2: 200 },
    { a: 30, n1: 100, b: 25, n2: 150 },
  ];
  const { heterogeneity } = mantelHaenszelRateRatio(strata);
  near(heterogeneity?.statistic ?? 0, 0.323426573426573, 1e-12);
  near(heterogeneity?.pValue ?? 0, 0.569555640117152, 1e-12);
  assert.equal(heterogeneity?.df, 1);
  assert.equal(mantelHaenszelOddsRatio(strata).heterogeneity?.df, 1);
  assert.equal(mantelHaenszelRiskRatio(strata).strata, 2);
  for (const pool of [mantelHaenszelRateRatio, mantelHaenszelOddsRatio, mantelHaenszelRiskRatio]) {
    const more = pool([...strata, { a: 1, n1: 100, b: 0, n2: 100 }]);
    assert.equal(more.strata, 3);
    assert.ok(more.value > pool(strata).value);
    assert.equal(pool([...strata, { a: 0, n1: 10, b: 0, n2: 10 }]).strata, 2);
  }
  // Everybody has it: nothing for odds and risks to compare, but rates have events.
  const full = { a: 10, n1: 10, b: 10, n2: 10 };
  assert.deepEqual([mantelHaenszelOddsRatio([...strata, full]).strata, mantelHaenszelRateRatio([...strata, full]).strata], [2, 3]);
});

test('shrinking: places that are alike have no weight of their own', () => {
  const alike = empiricalBayesRates([10, 20, 30], [1000, 2000, 3000]);
  assert.equal(alike.variance, 0);
  assert.deepEqual(alike.weight, [0, 0, 0]);
  near(alike.mean, 10, 1e-12);
  const flat = empiricalBayesGamma([10, 20, 30], [1000, 2000, 3000], { per: 100 });
  assert.deepEqual(flat.weight, [0, 0, 0]);
  near(flat.mean, 1, 1e-12);
  near(flat.lower[0] ?? 0, 1, 1e-12);
});

test('funnels are told for what they say they are', () => {
  near(funnelOfRates([5, 15], [1000, 1000]).baseline, 1000, 1e-12, 'for 100,000 unless given');
  near(funnelOfRates([5, 15], [1000, 1000]).places[1]?.value ?? 0, 1500, 1e-12);
  near(funnelOfProportions([5, 15], [50, 50]).baseline, 0.2, 1e-12);
  near(funnelOfProportions([5, 15], [50, 50], { per: 100 }).baseline, 20, 1e-12);
  near(funnelOfRatios([5, 15], [10, 10]).places[0]?.value ?? 0, 0.5, 1e-12);
  near(funnelOfRatios([5, 15], [10, 10], { per: 100, baseline: 2 }).baseline, 200, 1e-12);
  near(funnelOfRatios([5, 15], [10, 10], { per: 100, baseline: 2 }).places[0]?.value ?? 0, 50, 1e-12);
  assert.equal(effectivePopulation(50, 250), 20_000, 'for 100,000 unless given');
  // P(X <= 0) is 0.0302 for 3.5 and 0.0224 for 3.8: only then is there a lower limit.
  assert.equal(funnelCountLimits(3.5).lower, 0);
  assert.ok(funnelCountLimits(3.8).lower > 0);
  // Two-sided: 2.5 % on either side. P(X >= 6) is 0.0166 for 2, P(X >= 5) 0.0527; P(X <= 3) is 0.0103 for 10 and P(X <= 4) 0.0293.
  const positions = (observed: number, expected: number) => funnelOfRatios([observed], [expected]).places[0]?.position;
  assert.deepEqual([positions(6, 2), positions(5, 2), positions(3, 10), positions(4, 10)], ['high', 'inside', 'low', 'inside']);
});

test('inequality of rates and shares, without and with a transform', () => {
  const sizes = [2000, 2200, 1800, 2100, 1900];
  const shares = [0.3, 0.26, 0.25, 0.19, 0.14];
  const errors = [0.05, 0.06, 0.055, 0.06, 0.07];
  const plain = inequalityIndices(shares, errors, sizes, { scale: 'proportion' });
  near(plain.intercept, 0.325419824890557, 1e-12);
  near(plain.slope.value, -0.193439649781113, 1e-12);
  near(plain.slope.lower, -0.223637860948505, 1e-12);
  near(plain.relative?.value ?? 0, 0.405568945142879, 1e-12);
  near(plain.relative?.upper ?? 0, 0.474779245216596, 1e-12);
  const bent = inequalityIndices(shares, errors, sizes, { scale: 'proportion', transform: true });
  near(bent.intercept, 0.339004719872127, 1e-12);
  near(bent.slope.value, -0.200256686156553, 1e-12);
  near(bent.slope.lower, -0.231923966806157, 1e-12);
  near(bent.relative?.value ?? 0, 0.409280536766302, 1e-12);
  near(bent.relative?.upper ?? 0, 0.472721914190963, 1e-12);
  const rates = inequalityIndices([12.1, 10.4, 9.9, 8.2, 6.5], [0.04, 0.045, 0.04, 0.05, 0.055], sizes, { scale: 'rate' });
  near(rates.slope.lower, -7.982262525037413, 1e-12);
  near(rates.relative?.lower ?? 0, 0.409688130472585, 1e-12);
  const turned = inequalityIndices([12.1, 10.4, 9.9, 8.2, 6.5], [0.04, 0.045, 0.04, 0.05, 0.055], sizes, { scale: 'rate', reverse: true });
  near(turned.slope.upper, 7.982262525037413, 1e-12);
  near(turned.slope.lower, -rates.slope.upper, 1e-12);
  near(turned.relative?.lower ?? 0, 1 / (rates.relative?.upper ?? 0), 1e-12);
  // Simulated on the same scales: the middle half of what is drawn is near the analytic one.
  for (const transform of [false, true]) {
    const drawn = inequalityIndices(shares, errors, sizes, { scale: 'proportion', transform, seed: 3, repetitions: 4000 });
    const told = transform ? bent : plain;
    assert.ok(Math.abs(drawn.slope.lower - told.slope.lower) < 0.004 && Math.abs(drawn.slope.upper - told.slope.upper) < 0.004);
  }
});

test('simulated lines that meet nought leave the ratio open above', () => {
  const wide = inequalityIndices([1, 2, 3, 4], [2, 2, 2, 2], [10, 10, 10, 10], { seed: 5, repetitions: 1000 });
  assert.equal(wide.relative?.upper, null);
  assert.ok((wide.relative?.lower ?? -1) >= 0);
  const turned = inequalityIndices([1, 2, 3, 4], [2, 2, 2, 2], [10, 10, 10, 10], { seed: 5, repetitions: 1000, reverse: true });
  assert.equal(turned.relative?.lower, 0);
  assert.equal(inequalityIndices([1, 2, 3], [1, 1, 1], [1, 1, 1], { seed: 1, repetitions: 100 }).interval, 'simulated', 'a hundred is enough');
  throws('too-large', 'repetitions', () => inequalityIndices([1, 2, 3], [1, 1, 1], [1, 1, 1], { seed: 1, repetitions: 10_000_001 }));
});

test('what a protected count varies by, and intervals at the ends', () => {
  near(perturbationVariance(60, null), 60 / 3 + 25 / 12, 1e-14);
  near(perturbationVariance(60, null, false), 20, 1e-14);
  near(perturbationVariance(60, { large: 2, small: 9 }, false), 2 * 4 + 3, 1e-14);
  near(perturbationVariance(600, 3, false), (3 * 92) / 9, 1e-13);
  near(perturbationVariance(6, 3, false), 2, 1e-14);
  const f = 160 / 120;
  const { lower, upper } = poissonInterval(120 / f, 0.9);
  const counted = protectedCountInterval({ value: 120, variance: 40 }, 0.9);
  near(counted.lower, lower * f, 1e-12);
  near(counted.upper, upper * f, 1e-12);
  near(protectedRateInterval({ value: 120, variance: 40 }, 6000, { level: 0.9 }).upper, (upper * f * 1000) / 6000, 1e-12);
  // Without noise it is Wilson's interval of the same people.
  const plain = protectedProportion({ value: 30, variance: 0 }, { value: 90, variance: 0 });
  near(plain.lower, wilson(30, 120).lower, 1e-12);
  near(plain.upper, wilson(30, 120).upper, 1e-12);
  // (1 - q)^2 V1 + q^2 V2 over n^2, added to q (1 - q) / n.
  const [q, n] = [0.25, 120];
  const effective = (q * (1 - q)) / ((q * (1 - q)) / n + (0.75 ** 2 * 12 + 0.25 ** 2 * 32) / n ** 2);
  const noisy = protectedProportion({ value: 30, variance: 12 }, { value: 90, variance: 32 });
  near(noisy.lower, wilson(effective * q, effective).lower, 1e-12);
  near(noisy.upper, wilson(effective * q, effective).upper, 1e-12);
  const [none, all] = [
    protectedProportion({ value: 0, variance: 0 }, { value: 50, variance: 18 }),
    protectedProportion({ value: 50, variance: 18 }, { value: 0, variance: 0 }),
  ];
  assert.deepEqual([none.lower, all.upper], [0, 1]);
  near(none.upper, 1 - all.lower, 1e-12);
  assert.ok(none.upper > wilson(0, 50).upper - 1e-12);
});

test('ten events have a standardised rate, with the limits of ten', () => {
  const found = directlyStandardisedRate([4, 6], [1000, 1000], [1, 1]);
  const { lower, upper } = poissonInterval(10);
  near(found.lower ?? 0, lower * 50, 1e-12);
  near(found.upper ?? 0, upper * 50, 1e-12);
});
