import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chiSquaredUpperTail } from '../distributions/index.ts';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle } from '../testing/oracles.ts';
import { throws } from '../testing/throws.ts';
import {
  empiricalBayesGamma,
  empiricalBayesRates,
  inequalityIndices,
  mantelHaenszelOddsRatio,
  mantelHaenszelRateRatio,
  mantelHaenszelRiskRatio,
  oddsRatioWald,
  ratioLogWald,
  type Stratum,
  standardErrorsFromLimits,
  twoByTwoTest,
} from './index.ts';

const strata: Stratum[] = [
  { a: 12, n1: 100, b: 10, n2: 200 },
  { a: 30, n1: 100, b: 25, n2: 150 },
  { a: 4, n1: 50, b: 2, n2: 100 },
  { a: 20, n1: 50, b: 30, n2: 90 },
];

// Expected values: R 4.2.2 mantelhaen.test(correct = FALSE); heterogeneity from statsmodels 0.13 StratifiedTable.test_equal_odds(adjust = True); the rate and risk
// ratios by their published formulae in R.
test('ratios pooled over strata', () => {
  const odds = mantelHaenszelOddsRatio(strata);
  near(odds.value, 1.99023788150808, 1e-13);
  near(odds.lower, 1.33973905636795, 1e-13);
  near(odds.upper, 2.95658084024826, 1e-13);
  near(odds.test.statistic, 11.970708478535, 1e-13);
  near(odds.test.pValue, 0.0005404338939979, 1e-12);
  near(odds.heterogeneity?.statistic ?? 0, 2.3873621915868624, 1e-12);
  near(odds.heterogeneity?.pValue ?? 0, 0.4959914823827034, 1e-12);
  assert.equal(odds.heterogeneity?.df, 3);
  const rates = mantelHaenszelRateRatio(strata);
  near(rates.value, 1.68015414258189, 1e-13);
  near(rates.lower, 1.19575414194126, 1e-13);
  near(rates.upper, 2.3607845825666, 1e-13);
  near(rates.test.statistic, 9.14380269597951, 1e-13);
  near(rates.heterogeneity?.statistic ?? 0, 3.20557682140383, 1e-13);
  const risks = mantelHaenszelRiskRatio(strata);
  near(risks.value, 1.68015414258189, 1e-13);
  near(risks.lower, 1.2516082915421, 1e-13);
  near(risks.upper, 2.25543243993453, 1e-13);
});

test('the tails of R mantelhaen.test, down to 1e-227', { skip: oraclesAbsent('disproportionality/rate_ratio_golden.json') }, () => {
  const golden = readOracle('disproportionality/rate_ratio_golden.json') as {
    mantel_haenszel_2021_by_force: Record<string, { mh_risk_ratio_and_or: { stat: number; p: number } }>;
  };
  const forces = Object.values(golden.mantel_haenszel_2021_by_force);
  for (const { mh_risk_ratio_and_or } of forces) {
    if (mh_risk_ratio_and_or.p > 0) near(chiSquaredUpperTail(mh_risk_ratio_and_or.stat, 1), mh_risk_ratio_and_or.p, 1e-11);
  }
  assert.ok(forces.length > 40);
});

test('one stratum pooled is that stratum; twice the same is the same with more behind it', () => {
  const [one] = strata;
  assert.ok(one);
  const { a, n1, b, n2 } = one;
  const odds = mantelHaenszelOddsRatio([one]);
  near(odds.value, oddsRatioWald(a, n1, b, n2).value, 1e-12);
  near(odds.upper, oddsRatioWald(a, n1, b, n2).upper, 1e-12);
  assert.equal(odds.heterogeneity, null);
  near(mantelHaenszelRateRatio([one]).upper, ratioLogWald(a, n1, b, n2).upper, 1e-12);
  near(mantelHaenszelRiskRatio([one]).upper, ratioLogWald(a, n1, b, n2, { of: 'risk' }).upper, 1e-12);
  near(odds.test.statistic, (twoByTwoTest(a, n1, b, n2).pearson.statistic * (n1 + n2 - 1)) / (n1 + n2), 1e-12);
  const twice = mantelHaenszelRateRatio([one, one]);
  near(twice.value, mantelHaenszelRateRatio([one]).value, 1e-12);
  near(Math.log(twice.upper / twice.value) * Math.SQRT2, Math.log(mantelHaenszelRateRatio([one]).upper / twice.value), 1e-12);
  assert.ok((twice.heterogeneity?.statistic ?? 1) < 1e-12);
});

const stratum = fc
  .record({
    n1: fc.integer({ min: 5, max: 300 }),
    n2: fc.integer({ min: 5, max: 300 }),
    x: fc.integer({ min: 1, max: 1000 }),
    y: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ n1, n2, x, y }) => ({ a: Math.ceil((x / 1000) * (n1 - 1)), n1, b: Math.ceil((y / 1000) * (n2 - 1)), n2 }));

test('pooling does not depend on the order, turns round with the groups, and passes by strata that say nothing', () => {
  fc.assert(
    fc.property(fc.array(stratum, { minLength: 1, maxLength: 8 }), (rows) => {
      for (const method of [mantelHaenszelOddsRatio, mantelHaenszelRateRatio, mantelHaenszelRiskRatio]) {
        const found = method(rows);
        const turned = method([...rows].reverse().map(({ a, n1, b, n2 }) => ({ a: b, n1: n2, b: a, n2: n1 })));
        near(found.value, 1 / turned.value, 1e-9);
        near(found.lower, 1 / turned.upper, 1e-9);
        near(found.test.pValue, turned.test.pValue, 1e-6);
        if (found.heterogeneity && turned.heterogeneity)
          assert.ok(Math.abs(found.heterogeneity.statistic - turned.heterogeneity.statistic) < 1e-6 * (1 + found.heterogeneity.statistic));
        assert.ok(found.lower <= found.value && found.value <= found.upper);
        assert.deepEqual(method([...rows, { a: 0, n1: 50, b: 0, n2: 70 }]), found);
      }
    }),
    { seed: 2, numRuns: 200 },
  );
});

const places = [0, 3, 12, 5, 41, 2, 9, 30];
const residents = [120, 800, 2500, 900, 6100, 150, 2600, 4000];

// Expected values: R 4.2.2 spdep::EBest; MASS::glm.nb(x ~ 1 + offset(log(n))) at 1e-14, and gamma quantiles of its posterior.
test('rates drawn towards the whole', () => {
  const marshall = empiricalBayesRates(places, residents);
  near(marshall.variance, 9.06647964729421e-8, 1e-11);
  [5.92973417293899, 5.9141705628131, 5.89867439229385, 5.93537694047908, 6.00708669723936, 5.95747949914488, 5.84597724133561, 6.03031485387228].forEach(
    (expected, i) => {
      near(marshall.shrunk[i] ?? 0, expected, 1e-12);
    },
  );
  const gamma = empiricalBayesGamma(places, residents);
  near(gamma.shape ?? 0, 89.6041352532764, 1e-10);
  near(gamma.mean, 5.8526629843992, 1e-12);
  [5.8071464187267, 5.74824754078122, 5.70489988106847, 5.83616717523417, 6.10015301267927, 5.92524398226427, 5.50554228263945, 6.19390358180011].forEach(
    (expected, i) => {
      near(gamma.shrunk[i] ?? 0, expected, 1e-11);
    },
  );
  near(gamma.lower[4] ?? 0, 5.09887968104227, 1e-10);
  near(gamma.upper[4] ?? 0, 7.18985521953945, 1e-10);
});

test('small places are drawn in more than large ones, and all of them when they differ by chance alone', () => {
  const gamma = empiricalBayesGamma([0, 40, 4, 90, 1, 12], [100, 8000, 300, 9000, 20, 4000], { per: 1 });
  assert.ok(gamma.shape !== null);
  const order = [4, 0, 2, 5, 1, 3];
  const weights = order.map((i) => gamma.weight[i] ?? 0);
  assert.deepEqual(
    weights,
    [...weights].sort((a, b) => a - b),
  );
  gamma.shrunk.forEach((rate, i) => {
    const [own, whole] = [gamma.crude[i] ?? 0, gamma.mean];
    assert.ok(Math.min(own, whole) <= rate && rate <= Math.max(own, whole));
    assert.ok((gamma.lower[i] ?? 0) < rate && rate < (gamma.upper[i] ?? 0));
  });
  const flat = empiricalBayesGamma([10, 20, 30], [1000, 2000, 3000]);
  assert.equal(flat.shape, null);
  for (const rate of [...flat.shrunk, ...empiricalBayesRates([10, 20, 30], [1000, 2000, 3000]).shrunk]) near(rate, 10, 1e-12);
});

// Expected values: R 4.2.2 lm(value ~ rank, weights = share), limits by the delta method there.
test('slope and relative index of inequality', () => {
  const values = [12.1, 10.4, 9.9, 8.2, 6.5];
  const errors = [0.5, 0.45, 0.4, 0.38, 0.36];
  const sizes = [2000, 2200, 1800, 2100, 1900];
  const plain = inequalityIndices(values, errors, sizes);
  near(plain.intercept, 12.772297060662915, 1e-13);
  near(plain.slope.value, -6.650594121325829, 1e-13);
  near(plain.slope.lower, -7.9909439549337, 1e-13);
  near(plain.slope.upper, -5.310244287717959, 1e-13);
  near(plain.relative?.value ?? 0, 0.479295377351594, 1e-13);
  near(plain.relative?.lower ?? 0, 0.409654019012168, 1e-13);
  near(plain.relative?.upper ?? 0, 0.560775796377048, 1e-13);
  const logs = errors.map((error, i) => error / (values[i] ?? 1));
  const logged = inequalityIndices(values, logs, sizes, { scale: 'rate', transform: true });
  near(logged.intercept, 13.336161804174798, 1e-13);
  near(logged.slope.value, -6.928264765136486, 1e-13);
  near(logged.slope.lower, -8.367955587187597, 1e-13);
  near(logged.relative?.upper ?? 0, 0.557022580548376, 1e-13);
  const turned = inequalityIndices(values, errors, sizes, { reverse: true, per: 100 });
  near(turned.slope.value, 665.0594121325829, 1e-13);
  near(turned.slope.lower, 531.0244287717959, 1e-13);
  near(turned.relative?.upper ?? 0, 1 / 0.409654019012168, 1e-13);
  const drawn = inequalityIndices(values, errors, sizes, { seed: 1, repetitions: 20_000 });
  assert.ok(Math.abs(drawn.slope.lower - plain.slope.lower) < 0.05 && Math.abs(drawn.slope.upper - plain.slope.upper) < 0.05);
  assert.ok(Math.abs((drawn.relative?.lower ?? 0) - (plain.relative?.lower ?? 0)) < 0.005);
  assert.deepEqual(inequalityIndices(values, errors, sizes, { seed: 1, repetitions: 20_000 }), drawn, 'the same seed, the same limits');
  assert.notDeepEqual(inequalityIndices(values, errors, sizes, { seed: 2, repetitions: 20_000 }), drawn);
});

test('equal groups have no slope; a group split in two leaves it; a straight line is found', () => {
  const sizes = [10, 20, 30, 15];
  const flat = inequalityIndices([5, 5, 5, 5], [1, 1, 1, 1], sizes);
  assert.ok(Math.abs(flat.slope.value) < 1e-12);
  near(flat.relative?.value ?? 0, 1, 1e-12);
  // Ranks of the middles: 1/15, 4/15, 3/5, 9/10.
  const line = inequalityIndices(
    [1 / 15, 4 / 15, 3 / 5, 9 / 10].map((rank) => 3 - 2 * rank),
    [0, 0, 0, 0],
    sizes,
  );
  near(line.slope.value, -2, 1e-12);
  near(line.intercept, 3, 1e-12);
  near(line.slope.lower, -2, 1e-12);
  near(
    inequalityIndices(
      [5, 4, 3, 1].map((x) => x * 7),
      [1, 1, 1, 1],
      sizes,
    ).slope.value,
    7 *
      inequalityIndices(
        [5, 4, 3, 1],
        [1, 1, 1, 1],
        sizes.map((n) => n * 3),
      ).slope.value,
    1e-12,
  );
  const crossed = inequalityIndices([-1, 0, 2, 4], [1, 1, 1, 1], sizes);
  assert.equal(crossed.relative, null, 'a line that meets nought has no ratio of its ends');
});

test('errors come back from limits', () => {
  const [error] = standardErrorsFromLimits([Math.exp(1 - 1.959963984540054 * 0.3)], [Math.exp(1 + 1.959963984540054 * 0.3)], 'rate');
  near(error ?? 0, 0.3, 1e-12);
  near(standardErrorsFromLimits([4], [6], 'value', 0.998)[0] ?? 0, 1 / 3.0902323061678132, 1e-12);
});

test('what cannot be pooled, shrunk or sloped is named', () => {
  throws('no-information', 'strata', () => mantelHaenszelRateRatio([]));
  throws('no-information', 'strata', () => mantelHaenszelOddsRatio([{ a: 0, n1: 10, b: 0, n2: 10 }]));
  throws('zero-events', 'strata', () => mantelHaenszelRateRatio([{ a: 0, n1: 10, b: 3, n2: 10 }]));
  throws('more-events-than-people', 'strata[1].a', () => mantelHaenszelOddsRatio([strata[0] as Stratum, { a: 11, n1: 10, b: 3, n2: 10 }]));
  throws('negative', 'strata[0].b', () => mantelHaenszelRateRatio([{ a: 1, n1: 10, b: -3, n2: 10 }]));
  throws('out-of-range', 'level', () => mantelHaenszelRateRatio(strata, { level: 2 }));
  throws('too-few', 'events', () => empiricalBayesRates([1], [10]));
  throws('zero-events', 'events', () => empiricalBayesGamma([0, 0], [10, 10]));
  throws('not-positive', 'populations[0]', () => empiricalBayesGamma([1, 0], [0, 10]));
  throws('shape', 'populations', () => empiricalBayesRates([1, 2], [10]));
  throws('not-whole', 'events[0]', () => empiricalBayesRates([1.5, 2], [10, 10]));
  throws('too-few', 'values', () => inequalityIndices([1, 2], [1, 1], [1, 1]));
  throws('shape', 'populations', () => inequalityIndices([1, 2, 3], [1, 1, 1], [1, 1]));
  throws('shape', 'standardErrors', () => inequalityIndices([1, 2, 3], [1, 1], [1, 1, 1]));
  throws('negative', 'standardErrors[2]', () => inequalityIndices([1, 2, 3], [1, 1, -1], [1, 1, 1]));
  throws('not-positive', 'populations[0]', () => inequalityIndices([1, 2, 3], [1, 1, 1], [0, 1, 1]));
  throws('not-positive', 'values[0]', () => inequalityIndices([0, 2, 3], [1, 1, 1], [1, 1, 1], { scale: 'rate' }));
  throws('out-of-range', 'values[1]', () => inequalityIndices([0.5, 1, 0.2], [1, 1, 1], [1, 1, 1], { scale: 'proportion' }));
  throws('too-few', 'repetitions', () => inequalityIndices([1, 2, 3], [1, 1, 1], [1, 1, 1], { seed: 1, repetitions: 10 }));
  throws('not-whole', 'repetitions', () => inequalityIndices([1, 2, 3], [1, 1, 1], [1, 1, 1], { seed: 1, repetitions: 1000.5 }));
  throws('inconsistent', 'lower[0]', () => standardErrorsFromLimits([3], [2]));
});
