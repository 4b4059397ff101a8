import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { eValue, eValueRiskDifference, fourFifths } from './index.ts';

// Published with the method: VanderWeele and Ding (2017), and the vignette of the R package EValue.
test('E-values of published risk ratios', () => {
  const breast = eValue(10.73, { lower: 8.02, upper: 14.36 });
  near(breast.point, 20.94777373012341, 1e-12);
  near(breast.limit ?? 0, 15.523359247696995, 1e-12);
  const protective = eValue(0.8, { lower: 0.71, upper: 0.91 });
  near(protective.point, 1.8090169943749475, 1e-12);
  near(protective.limit ?? 0, 1.4285714285714282, 1e-12);
  const open = eValue(1.1, { lower: 0.97, upper: 1.24 });
  near(open.point, 1.4316624790355403, 1e-12);
  assert.equal(open.limit, 1);
  assert.equal(eValue(0.9, { upper: 1 }).limit, 1);
  assert.equal(eValue(3.9).limit, null);
  assert.equal(eValue(3.9, { upper: 8 }).limit, null, 'the far limit says nothing');
  assert.equal(eValue(2, { lower: 0 }).limit, 1);
  assert.deepEqual(eValue(1, { lower: 0.5, upper: 2 }), { riskRatio: 1, point: 1, limit: 1 });
});

// Expected: R, the formulae of VanderWeele (2017) written out.
test('odds and hazard ratios of common outcomes are brought to risk ratios, and targets other than 1 are allowed', () => {
  const odds = eValue(0.86, { lower: 0.75, upper: 0.99, measure: 'odds-ratio-common' });
  near(odds.riskRatio, 0.92736184954957, 1e-13);
  near(odds.point, 1.36895286109248, 1e-12);
  near(odds.limit ?? 0, 1.0761939452959, 1e-12);
  near(eValue(0.86, { measure: 'odds-ratio-rare' }).riskRatio, 0.86, 1e-15);
  const hazard = eValue(0.56, { lower: 0.46, upper: 0.69, measure: 'hazard-ratio-common' });
  near(hazard.riskRatio, 0.670083951663016, 1e-13);
  near(hazard.point, 2.34953125732243, 1e-12);
  near(hazard.limit ?? 0, 1.90800394327444, 1e-12);
  near(eValue(3.2, { measure: 'hazard-ratio-common' }).point, 3.84951994293371, 1e-12);
  near(eValue(3.2, { measure: 'hazard-ratio-rare' }).riskRatio, 3.2, 1e-15);
  near(eValue(0.9, { target: 1.1 }).point, 1.74337952886927, 1e-12);
  near(eValue(4, { target: 2, measure: 'odds-ratio-common' }).point, Math.SQRT2 + Math.sqrt(Math.SQRT2 * (Math.SQRT2 - 1)), 1e-12);
  near(eValue(3, { target: 2, lower: 2.4 }).limit ?? 0, 1.2 + Math.sqrt(1.2 * 0.2), 1e-12);
});

test('a ratio and its reciprocal have the same E-value, never under the ratio itself', () => {
  const ratio = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(ratio, fc.constantFrom('risk-ratio', 'odds-ratio-common', 'hazard-ratio-common'), (r, measure) => {
      const one = eValue(r, { measure });
      near(one.point, eValue(1 / r, { measure }).point, 1e-8);
      assert.ok(one.point >= Math.max(one.riskRatio, 1 / one.riskRatio) - 1e-9);
    }),
    { seed: 131, numRuns: 300 },
  );
  near(eValue(1e8).point, 2e8 - 0.5, 1e-12);
  throws('not-positive', 'estimate', () => eValue(0));
  throws('inconsistent', 'lower', () => eValue(2, { lower: 3 }));
  throws('inconsistent', 'upper', () => eValue(2, { upper: 1 }));
  throws('not-positive', 'target', () => eValue(2, { target: 0 }));
  throws('not-a-number', 'lower', () => eValue(2, { lower: Number.NaN }));
  throws('out-of-range', 'estimate', () => eValue(1e308, { target: 1e-10 }));
});

// Expected: R uniroot on the bias formula of Ding and VanderWeele (2016); EValue::evalues.RD gives 15.95703 for the first, on its grid.
test('E-values of a difference of risks', () => {
  const smoking = eValueRiskDifference(397, 78_954, 51, 108_829);
  near(smoking.point, 20.9473341844629, 1e-10);
  near(smoking.limit, 15.9569705758512, 1e-9);
  near(smoking.difference, 397 / 78_954 - 51 / 108_829, 1e-13);
  const part = eValueRiskDifference(397, 78_954, 51, 108_829, { target: 0.001, level: 0.99 });
  near(part.point, 12.5556779875477, 1e-9);
  near(part.limit, 8.75731988096883, 1e-9);
  const common = eValueRiskDifference(60, 400, 80, 900);
  near(common.point, 2.76460549622588, 1e-10);
  near(common.limit, 1.73454725174502, 1e-9);
  assert.equal(eValueRiskDifference(60, 400, 120, 900).limit, 1, 'the interval holds no difference');
  assert.equal(eValueRiskDifference(1, 10, 10, 100).point, 1);
  near(eValueRiskDifference(10, 10, 10, 100).point, 10 + Math.sqrt(90), 1e-9);
  throws('inconsistent', 'a', () => eValueRiskDifference(1, 100, 10, 100));
  throws('zero-events', 'b', () => eValueRiskDifference(1, 100, 0, 100));
  throws('more-events-than-people', 'a', () => eValueRiskDifference(101, 100, 1, 100));
  throws('more-events-than-people', 'b', () => eValueRiskDifference(1, 100, 101, 100));
  throws('out-of-range', 'target', () => eValueRiskDifference(20, 100, 10, 100, { target: 0.2 }));
  throws('not-positive', 'n2', () => eValueRiskDifference(20, 100, 10, 0));
  throws('out-of-range', 'level', () => eValueRiskDifference(20, 100, 10, 100, { level: 1 }));
});

// Uniform Guidelines, Questions and Answers 12: 48 of 80 and 12 of 40.
test('the four-fifths rule', () => {
  const white = { name: 'White', selected: 48, considered: 80 };
  const black = { name: 'Black', selected: 12, considered: 40 };
  const found = fourFifths([white, black]);
  assert.deepEqual([found.highest, found.passes, found.groups[0]?.rate, found.groups[1]?.ratio], ['White', false, 0.6, 0.5]);
  assert.deepEqual([found.groups[0]?.passes, found.groups[1]?.passes, found.groups[0]?.interval, found.groups[0]?.ratio], [true, false, null, 1]);
  // R: 0.5 exp(-/+ qnorm(.975) sqrt(1/12 - 1/40 + 1/48 - 1/80))
  near(found.groups[1]?.interval?.lower ?? 0, 0.301432941045597, 1e-10);
  near(found.groups[1]?.interval?.upper ?? 0, 0.829371863382984, 1e-10);
  assert.equal(fourFifths([black, white]).highest, 'White', 'in whatever order');
  const pair = (a: number, b: number, n = 100) =>
    fourFifths([
      { name: 'a', selected: a, considered: n },
      { name: 'b', selected: b, considered: 100 },
    ]);
  assert.equal(pair(40, 50).passes, true, 'exactly four fifths');
  assert.equal(pair(39, 50).passes, false);
  assert.deepEqual(
    [pair(9, 50).groups[0]?.small, pair(10, 50).groups[0]?.small, pair(91, 50).groups[0]?.small, pair(90, 50).groups[0]?.small],
    [true, false, true, false],
  );
  assert.deepEqual(
    pair(50, 9).groups.map(({ small }) => small),
    [false, true],
  );
  assert.deepEqual(
    pair(9, 5).groups.map(({ small }) => small),
    [true, true],
    'small beside a small one',
  );
  assert.deepEqual([pair(1, 50, 2).groups[0]?.underTwoPercent, pair(1, 50, 3).groups[0]?.underTwoPercent], [true, false]);
  assert.equal(pair(0, 50).groups[0]?.interval, null);
  assert.deepEqual([pair(30, 30).highest, pair(30, 30).passes], ['a', true]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30_000_000 }), fc.integer({ min: 1, max: 30_000_000 }), (n, m) => {
      fc.pre(n % 5 === 0 && m % 4 === 0);
      // 4/5 of n and of 4/5 ... exactly at the line, whatever the size.
      const exact = fourFifths([
        { name: 'a', selected: (n / 5) * 2, considered: n },
        { name: 'b', selected: m / 2, considered: m },
      ]);
      assert.ok(exact.passes);
    }),
    { seed: 137, numRuns: 100 },
  );
  throws('too-few', 'groups', () => fourFifths([white]));
  throws('no-information', 'groups', () => pair(0, 0));
  throws('more-events-than-people', 'groups[0].selected', () => pair(101, 50));
  throws('too-large', 'groups[0].considered', () => pair(1, 1, 30_000_001));
  throws('not-positive', 'groups[0].considered', () => pair(0, 1, 0));
  throws('not-whole', 'groups[0].selected', () => pair(0.5, 1));
  throws('out-of-range', 'level', () => fourFifths([white, black], { level: 0 }));
});
