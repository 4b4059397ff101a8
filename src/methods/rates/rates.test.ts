import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { near } from '../testing/near.ts';
import { seeded } from '../disclosure/attack/index.ts';
import {
  byar,
  differencePercentChange,
  exactPoisson,
  poissonInterval,
  proportion,
  rateInterval,
  ratioBounds,
  ratioExact,
  ratioLogWald,
  shareBounds,
  wilson,
} from './index.ts';

const throws = (code: string, argument: string, act: () => unknown): void => {
  assert.throws(act, (error) => error instanceof MethodError && error.code === code && error.argument === argument);
};

// Expected values: R package PHEindicatormethods 2.1.0 (PHE's own), 15 digits.
test('a share has the Wilson interval that public health publishes', () => {
  for (const [events, n, lower95, upper95, lower998, upper998] of [
    [0, 100, 0, 0.0369934982069857, 0, 0.0871709372799556],
    [65, 100, 0.55254443296888, 0.736357517569025, 0.495494657407045, 0.778354061408968],
    [100, 100, 0.963006501793014, 1, 0.912829062720044, 1],
    [1045, 5000, 0.197955498800133, 0.22049130373189, 0.191793817990153, 0.227315629025258],
    [1, 1, 0.206549314377238, 1, 0.0947909015013205, 1],
  ] as const) {
    near(wilson(events, n).lower, lower95, 1e-10);
    near(wilson(events, n).upper, upper95, 1e-10);
    near(wilson(events, n, 0.998).lower, lower998, 1e-10);
    near(wilson(events, n, 0.998).upper, upper998, 1e-10);
  }
  near(proportion(65, 100, { per: 100, level: 0.998 }).upper, 77.8354061408968, 1e-10, 'as a percentage');
  assert.deepEqual(proportion(65, 100), wilson(65, 100));
});

test('a count has exact limits under 10 and Byar limits from 10', () => {
  near(exactPoisson(9).lower, 4.11537309737833, 1e-10);
  near(exactPoisson(9, 0.998).upper, 22.6573733090629, 1e-10);
  near(exactPoisson(0).upper, 3.68887945411394, 1e-10);
  near(exactPoisson(25000).lower, 24691.0507216375, 1e-10);
  near(byar(65).lower, 50.1631877104595, 1e-10);
  near(byar(65, 0.998).upper, 94.000290844318, 1e-10);
  near(byar(25000).upper, 25311.8498717951, 1e-10);
  assert.deepEqual([poissonInterval(9).method, poissonInterval(10).method], ['exact', 'byar']);
  assert.deepEqual(byar(0).lower, 0, 'no events: the lower limit is nought, not a failure');
  assert.equal(byar(1, 0.998).lower, 0, 'where the cube would be of a negative number');
});

test('a rate has the interval of its count', () => {
  const few = rateInterval(1, 100, { per: 100_000 });
  assert.equal(few.method, 'exact');
  near(few.value, 1000, 1e-12);
  near(few.lower, 25.3178079842899, 1e-10);
  near(few.upper, 5571.6433909389, 1e-10);
  const many = rateInterval(65, 100, { per: 100_000, level: 0.998 });
  assert.equal(many.method, 'byar');
  near(many.lower, 42880.2614714802, 1e-10);
  near(many.upper, 94000.290844318, 1e-10);
  near(rateInterval(1e8, 1e9).lower, 99.9804, 1e-6, 'large counts keep their digits');
});

// Expected values: R epitools::rateratio / riskratio and poisson.test.
test('a ratio of two rates, by log-Wald and exactly', () => {
  const rate = ratioLogWald(312, 44473, 1352, 212031);
  near(rate.value, 1.10022329883819, 1e-12);
  near(rate.lower, 0.972789908734055, 1e-10);
  near(rate.upper, 1.2443501895303, 1e-10);
  const risk = ratioLogWald(312, 44473, 1352, 212031, { of: 'risk' });
  near(risk.lower, 0.973203591515992, 1e-10);
  near(risk.upper, 1.24382124959153, 1e-10);
  const exact = ratioExact(3, 40, 5, 400);
  near(exact.lower, 0.931750409935089, 1e-9);
  near(exact.upper ?? Number.NaN, 30.8391270374818, 1e-9);
  const none = ratioExact(0, 703, 122, 89012);
  assert.deepEqual([none.value, none.lower], [0, 0]);
  near(none.upper ?? Number.NaN, 3.88696142517734, 1e-9);
});

test('a ratio turned round has turned-round limits', () => {
  const count = fc.integer({ min: 0, max: 5000 });
  const people = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(count, people, count, people, (a, n1, b, n2) => {
      fc.pre(a + b > 0);
      const one = ratioExact(a, n1, b, n2);
      const other = ratioExact(b, n2, a, n1);
      near(one.lower, other.upper === null ? 0 : 1 / other.upper, 1e-8);
      if (a > 0 && b > 0) near(ratioLogWald(a, n1, b, n2).lower, 1 / ratioLogWald(b, n2, a, n1).upper, 1e-9);
    }),
    { seed: 3, numRuns: 200 },
  );
});

test('a change on a year before: exact when either count is small', () => {
  const large = differencePercentChange(100, 130);
  assert.equal(large.method, 'log-wald');
  near(large.value ?? Number.NaN, 0.3, 1e-12);
  near(large.lower, 1.3 / Math.exp(1.95996398454005 * Math.sqrt(1 / 100 + 1 / 130)) - 1, 1e-9);
  const small = differencePercentChange(5, 3);
  assert.equal(small.method, 'exact');
  near(small.value ?? Number.NaN, -0.4, 1e-12);
  assert.ok(small.lower < -0.4 && (small.upper ?? 0) > 0, 'from 5 to 3 says nothing');
  const fromNothing = differencePercentChange(0, 4);
  assert.deepEqual([fromNothing.value, fromNothing.upper], [null, null]);
  assert.equal(differencePercentChange(4, 0).value, -1);
});

test('bounds when some are unknown: none of them, or all of them, in the group', () => {
  assert.deepEqual(shareBounds(30, 50, 20), { observed: 0.375, none: 0.3, all: 0.5 });
  assert.deepEqual(shareBounds(0, 0, 20), { observed: null, none: 0, all: 1 });
  // R, reference results for missing ethnicity.
  const found = ratioBounds(312, 44473, 1352, 212031, 400);
  near(found.observed ?? 0, 1.10022329883819, 1e-12);
  near(found.none ?? 0, 0.849030764856867, 1e-12);
  near(found.all ?? 0, 2.51076598965638, 1e-12);
  near(found.tippingShare ?? 0, 0.114647568848829, 1e-10);
  assert.equal(ratioBounds(3, 10, 0, 10, 0).observed, null);
});

test('intervals hold their estimate, narrow with numbers and widen with confidence', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 1_000_000 }), (events, people) => {
      const rate = rateInterval(events, people);
      assert.ok(rate.lower <= rate.value && rate.value <= rate.upper);
      const wide = rateInterval(events, people, { level: 0.998 });
      assert.ok(wide.lower <= rate.lower && rate.upper <= wide.upper);
      if (events <= people) {
        const share = wilson(events, people);
        assert.ok(0 <= share.lower && share.lower <= share.value && share.value <= share.upper && share.upper <= 1);
        const more = wilson(events * 10, people * 10);
        assert.ok(more.upper - more.lower <= share.upper - share.lower + 1e-12);
      }
    }),
    { seed: 1, numRuns: 500 },
  );
});

test('95 % intervals hold the truth about 95 times in 100', () => {
  const random = seeded(11);
  const binomial = (n: number, p: number): number => Array.from({ length: n }, () => (random() < p ? 1 : 0)).reduce<number>((a, b) => a + b, 0);
  const runs = 4000;
  let share = 0;
  let count = 0;
  for (let i = 0; i < runs; i++) {
    const p = 0.05 + 0.9 * random();
    const { lower, upper } = wilson(binomial(80, p), 80);
    if (lower <= p && p <= upper) share++;
    const mean = 15 + 20 * random();
    const interval = poissonInterval(binomial(400, mean / 400));
    if (interval.lower <= mean && mean <= interval.upper) count++;
  }
  // Monte Carlo error of 4,000 runs: 0.0035. The count is binomial with a small share, a little narrower than Poisson, so coverage is on the high side.
  assert.ok(Math.abs(share / runs - 0.95) < 0.012, `Wilson ${share / runs}`);
  assert.ok(count / runs > 0.94 && count / runs < 0.975, `Poisson ${count / runs}`);
});

test('what cannot be used is named', () => {
  throws('negative', 'events', () => wilson(-1, 10));
  throws('more-events-than-people', 'events', () => wilson(11, 10));
  throws('not-positive', 'n', () => wilson(0, 0));
  throws('out-of-range', 'level', () => wilson(1, 10, 1));
  throws('not-a-number', 'events', () => byar(Number.NaN));
  throws('not-whole', 'events', () => rateInterval(1.5, 10));
  throws('not-positive', 'population', () => rateInterval(1, 0));
  throws('not-positive', 'per', () => rateInterval(1, 10, { per: 0 }));
  throws('zero-events', 'b', () => ratioLogWald(1, 10, 0, 10));
  throws('more-events-than-people', 'a', () => ratioLogWald(11, 10, 1, 10, { of: 'risk' }));
  throws('no-information', 'a', () => ratioExact(0, 10, 0, 10));
  throws('no-information', 'before', () => differencePercentChange(0, 0));
  throws('no-information', 'inGroup', () => shareBounds(0, 0, 0));
  throws('not-positive', 'n2', () => ratioBounds(1, 10, 1, 0, 0));
});
