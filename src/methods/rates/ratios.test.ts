import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import {
  oddsRatioFisher,
  oddsRatioMidP,
  oddsRatioWald,
  type OpenInterval,
  proportionDifference,
  proportionDifferenceAgrestiCaffo,
  proportionDifferenceScore,
  rateDifference,
  rateRatioMidP,
  rateRatioScore,
  rateRatioTest,
  ratioExact,
  ratioLogWald,
  riskRatioScore,
  riskRatioSmallSample,
  twoByTwoTest,
} from './index.ts';

type Four = readonly [a: number, n1: number, b: number, n2: number];

function is(found: OpenInterval, value: number, lower: number, upper: number, relative = 1e-11): void {
  near(found.value ?? Number.NaN, value, relative, 'value');
  near(found.lower, lower, relative, 'lower');
  near(found.upper ?? Number.NaN, upper, relative, 'upper');
}

// Expected values: R 4.2.2, the defining equations solved with `uniroot` at a tolerance of 1e-15 over `pbinom` and `dhyper`. (`fisher.test` and
// `epitools::rateratio.midp` stop at 1e-4 and differ from these from the fifth digit, for one event of 703 from the second.)
test('mid-P and conditional maximum likelihood', () => {
  is(rateRatioMidP(312, 44_473, 1352, 212_031), 1.100675121744358, 0.971589248913995, 1.242976232229595);
  is(rateRatioMidP(1, 703, 388, 89_012), 0.3738870670810852, 0.0162833903597355, 1.6172558751038315);
  is(rateRatioMidP(3, 40, 5, 400), 6.1209528508443, 1.18067597480909, 25.97544263788384);
  is(rateRatioMidP(3, 40, 5, 400, { level: 0.998 }), 6.1209528508443, 0.350784630267863, 63.190716679618276);
  is(oddsRatioFisher(312, 44_473, 1352, 212_031), 1.100930956615502, 0.969864924581192, 1.246625810608899);
  is(oddsRatioFisher(3, 40, 5, 400, { level: 0.998 }), 6.35365476668433, 0.281617012775476, 82.692341999957875, 1e-10);
  is(oddsRatioMidP(15, 60, 6, 55), 2.663562247093675, 0.979397736753113, 8.166508323443308);
  near(oddsRatioFisher(15, 60, 6, 55).pValue, 0.0573399198079014, 1e-12);
});

test('p-values of R fisher.test, poisson.test and chisq.test', () => {
  // From the shared reference results: 409 of 35,567 against 1,037 of 149,361.
  near(oddsRatioFisher(409, 35_567, 1037, 149_361).pValue, 6.73720575271528e-17, 1e-12);
  near(rateRatioTest(409, 35_567, 1037, 149_361).exact, 8.95224528375613e-17, 1e-12);
  near(rateRatioTest(15, 60, 6, 55).exact, 0.084228876238581, 1e-12);
  const { pearson, yates, expectedLeast } = twoByTwoTest(3, 40, 5, 400);
  near(pearson.statistic, 7.95717592592592, 1e-12);
  near(yates.pValue, 0.0277884250612375, 1e-12);
  near(expectedLeast, 8 / 11, 1e-15);
});

// Expected values: statsmodels 0.13 `confint_proportions_2indep` (Newcombe, Agresti-Caffo, score ratio without correction); the score difference from R,
// the constrained likelihood maximised numerically (statsmodels fails on some, and Newcombe 1998 table II prints 0.0528 to 0.3382 for the first).
test('differences of shares and the score ratio of risks', () => {
  is(proportionDifference(56, 70, 48, 80), 0.2, 0.0524314724024, 0.333872654037);
  is(proportionDifferenceAgrestiCaffo(56, 70, 48, 80), 0.2, 0.0524529266381, 0.335758455476);
  is(proportionDifferenceScore(56, 70, 48, 80), 0.2, 0.052829713245845, 0.338172940015868);
  is(proportionDifferenceScore(0, 20, 4, 25), -0.16, -0.348949941297862, 0.015976060310354);
  is(proportionDifferenceScore(9, 10, 3, 10), 0.6, 0.1700250164244, 0.84064954394333);
  is(riskRatioScore(15, 60, 6, 55), 2.29166666666667, 0.997553255061, 5.42134148527);
  is(riskRatioScore(7, 8, 1, 9), 7.875, 1.86045901511, 44.4937364788);
  is(riskRatioSmallSample(3, 40, 5, 400), 5.0125, 1.24354972620537, 20.2043840471648);
  is(oddsRatioWald(3, 40, 5, 400), 6.40540540540541, 1.47205166415938, 27.8721320769856);
});

const people = fc.integer({ min: 1, max: 400 });
const table = fc
  .record({ n1: people, n2: people, x: fc.double({ min: 0, max: 1, noNaN: true }), y: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ n1, n2, x, y }): Four => [Math.round(x * n1), n1, Math.round(y * n2), n2]);
const RATIOS = { rateRatioMidP, rateRatioScore, ratioExact, riskRatioScore } as const;

test('turned round, every ratio is its inverse and every difference its negative', () => {
  fc.assert(
    fc.property(table, ([a, n1, b, n2]) => {
      if (a + b > 0) {
        for (const [name, method] of Object.entries(RATIOS)) {
          const one = method(a, n1, b, n2);
          const other = method(b, n2, a, n1);
          if (a > 0) near(1 / one.lower, other.upper ?? Number.NaN, 1e-9, name);
          else assert.equal(other.upper, null);
          if (a > 0 && b > 0) near(one.value ?? Number.NaN, 1 / (other.value ?? Number.NaN), 1e-9, name);
        }
      }
      for (const method of [proportionDifference, proportionDifferenceAgrestiCaffo, proportionDifferenceScore, rateDifference]) {
        const one = method(a, n1, b, n2);
        const other = method(b, n2, a, n1);
        assert.ok(Math.abs(one.lower + other.upper) < 1e-9 * Math.max(1, Math.abs(one.lower)));
        assert.ok(Math.abs(one.value + other.value) < 1e-12 * Math.max(1, Math.abs(one.value)));
      }
      if (a + b > 0 && a + b < n1 + n2) {
        const one = oddsRatioFisher(a, n1, b, n2);
        const other = oddsRatioFisher(b, n2, a, n1);
        near(one.pValue, other.pValue, 1e-9);
        if (one.lower > 0) near(1 / one.lower, other.upper ?? Number.NaN, 1e-9);
        // Counting who has not got the attribute turns it round as well.
        const without = oddsRatioFisher(n1 - a, n1, n2 - b, n2);
        if (one.upper !== null && one.upper > 0) near(one.upper, 1 / without.lower, 1e-9);
        near(twoByTwoTest(a, n1, b, n2).pearson.statistic, twoByTwoTest(n1 - a, n1, n2 - b, n2).pearson.statistic, 1e-8);
      }
    }),
    { seed: 3, numRuns: 300 },
  );
});

test('limits stand about the estimate, wider for more confidence, and agree with their tests', () => {
  fc.assert(
    fc.property(table, ([a, n1, b, n2]) => {
      fc.pre(a + b > 0);
      for (const [name, method] of Object.entries(RATIOS)) {
        const found = method(a, n1, b, n2);
        const wide = method(a, n1, b, n2, { level: 0.998 });
        const value = found.value ?? Number.POSITIVE_INFINITY;
        assert.ok(found.lower <= value * (1 + 1e-12) && value <= (found.upper ?? Number.POSITIVE_INFINITY) * (1 + 1e-12), name);
        assert.ok(wide.lower <= found.lower && (found.upper ?? 0) <= (wide.upper ?? Number.POSITIVE_INFINITY), name);
      }
      const exact = ratioExact(a, n1, b, n2);
      const midP = rateRatioMidP(a, n1, b, n2);
      assert.ok(exact.lower <= midP.lower && (midP.upper ?? 0) <= (exact.upper ?? Number.POSITIVE_INFINITY), 'mid-P within exact');
      // A p-value of one in twenty to the last digit may fall on either side.
      if (Math.abs(midP.pValue - 0.05) > 1e-9)
        assert.equal(midP.pValue < 0.05, midP.lower > 1 || (midP.upper !== null && midP.upper < 1), 'the interval holds 1 unless the test rejects it');
      near(midP.pValue, rateRatioTest(a, n1, b, n2).midP, 1e-9);
      if (a + b === n1 + n2) return;
      const fisher = oddsRatioFisher(a, n1, b, n2);
      assert.equal(fisher.lower > 1, fisher.pGreater < 0.025);
      assert.equal(fisher.upper !== null && fisher.upper < 1, fisher.pLess < 0.025);
      const odds = oddsRatioMidP(a, n1, b, n2);
      if (Math.abs(odds.pValue - 0.05) > 1e-9) assert.equal(odds.pValue < 0.05, odds.lower > 1 || (odds.upper !== null && odds.upper < 1));
    }),
    { seed: 4, numRuns: 300 },
  );
});

test('with many events all the intervals of a ratio come to the same', () => {
  const groups: Four = [400_000, 90_000_000, 500_000, 100_000_000];
  const wald = ratioLogWald(...groups);
  for (const method of Object.values(RATIOS)) is(method(...groups), wald.value, wald.lower, wald.upper, 2e-5);
  is(oddsRatioFisher(...groups), oddsRatioWald(...groups).value, oddsRatioWald(...groups).lower, oddsRatioWald(...groups).upper, 2e-5);
  is(riskRatioSmallSample(...groups), wald.value, wald.lower, wald.upper, 2e-5);
  const [a, b] = [proportionDifference(...groups), proportionDifferenceScore(...groups)];
  is(a, b.value, b.lower, b.upper, 1e-4);
});

test('counts of a hundred million, tiny rates, and p-values below 1e-300', () => {
  const huge = oddsRatioFisher(50_000_000, 100_000_000, 49_900_000, 100_000_000);
  is(huge, 1.004008016, 1.0034515462, 1.0045647945, 1e-9);
  assert.ok(huge.pValue < 1e-44 && huge.pValue > 1e-46);
  is(ratioExact(3, 1e8, 1, 1e8), 3, ratioExact(3, 1, 1, 1).lower, ratioExact(3, 1, 1, 1).upper ?? 0, 1e-12);
  near(rateDifference(3, 1e9, 1, 1e9, { per: 1e9 }).value, 2, 1e-12);
  const { pearson } = twoByTwoTest(3000, 10_000, 1100, 10_000);
  near(pearson.statistic, 1107.53183003528, 1e-13, 'R chisq.test');
  near(pearson.pValue, 7.6188521875522e-243, 1e-11, 'R chisq.test');
  assert.equal(twoByTwoTest(9000, 10_000, 100, 10_000).pearson.pValue, 0, 'no double is small enough');
});

test('what cannot be compared is named', () => {
  for (const method of Object.values(RATIOS)) {
    throws('no-information', 'a', () => method(0, 10, 0, 10));
    throws('negative', 'a', () => method(-1, 10, 0, 10));
    throws('not-whole', 'b', () => method(1, 10, 0.5, 10));
    throws('not-positive', 'n2', () => method(1, 10, 1, 0));
    throws('out-of-range', 'level', () => method(1, 10, 1, 10, { level: 0 }));
    throws('not-a-number', 'n1', () => method(1, Number.NaN, 1, 10));
  }
  throws('more-events-than-people', 'b', () => riskRatioScore(1, 10, 11, 10));
  throws('more-events-than-people', 'a', () => oddsRatioFisher(11, 10, 1, 10));
  throws('not-whole', 'n1', () => oddsRatioFisher(1, 10.5, 1, 10));
  throws('no-information', 'a', () => oddsRatioFisher(10, 10, 10, 10));
  throws('no-information', 'a', () => twoByTwoTest(0, 10, 0, 10));
  throws('zero-events', 'b', () => oddsRatioWald(1, 10, 0, 10));
  throws('zero-events', 'a', () => oddsRatioWald(10, 10, 1, 10));
  throws('zero-events', 'a', () => riskRatioSmallSample(0, 10, 1, 10));
  throws('too-large', 'a', () => ratioExact(2e10, 10, 1, 10));
  throws('more-events-than-people', 'a', () => proportionDifference(11, 10, 1, 10));
  throws('out-of-range', 'n1', () => ratioExact(5, 1e-300, 1, 1e300));
});

test('nothing in one group: an open end, and no more than that', () => {
  assert.equal(riskRatioScore(0, 20, 4, 25).lower, 0);
  near(riskRatioScore(0, 20, 4, 25).upper ?? 0, 1.08910149675, 1e-11);
  assert.deepEqual([riskRatioScore(4, 25, 0, 20).value, riskRatioScore(4, 25, 0, 20).upper], [null, null]);
  assert.deepEqual([rateRatioMidP(0, 10, 3, 10).value, rateRatioMidP(0, 10, 3, 10).lower], [0, 0]);
  assert.deepEqual(
    [oddsRatioFisher(0, 703, 122, 89_012).value, oddsRatioFisher(0, 703, 122, 89_012).lower, oddsRatioFisher(0, 703, 122, 89_012).pValue],
    [0, 0, 1],
  );
  near(oddsRatioFisher(0, 703, 122, 89_012).upper ?? 0, 3.891723465, 1e-8);
  assert.deepEqual([oddsRatioMidP(10, 10, 3, 10).value, oddsRatioMidP(10, 10, 3, 10).upper], [null, null]);
  assert.equal(proportionDifferenceScore(10, 10, 0, 10).upper, 1);
});
