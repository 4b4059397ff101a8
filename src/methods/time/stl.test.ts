import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { classicalDecomposition, stl } from './index.ts';

/** Fictional quarters of six years and a half. */
const QUARTERS = [21, 26, 34, 27, 23, 28, 37, 26, 26, 29, 40, 30, 26, 33, 41, 32, 31, 36, 45, 36, 30, 35, 44, 35, 33, 40];

const throws = (code: string, argument: string, run: () => unknown): void => {
  assert.throws(run, (error) => error instanceof MethodError && error.code === code && error.argument === argument, `${code} ${argument}`);
};

const allNear = (actual: ArrayLike<number | null>, expected: readonly number[], relative: number, from = 0): void => {
  expected.forEach((value, i) => {
    near(actual[from + i] ?? Number.NaN, value, relative);
  });
};

test('STL of a small series as R 4.2.2 gives it', () => {
  const seven = stl(QUARTERS, { period: 4, seasonalWindow: 7 });
  allNear(seven.seasonal, [-5.05391594410242, -0.703159094547261, 7.75615461660044, -2.00123822697709], 1e-12);
  allNear([seven.trend[0], seven.trend[12], seven.trend[25]].map(Number), [26.0460342066551, 32.3400990235036, 39.3377835050865], 1e-12);
  assert.deepEqual([seven.windows, seven.jumps, seven.degrees, seven.inner, seven.outer], [[7, 9, 5], [1, 1, 1], [0, 1, 1], 2, 0]);
  const periodic = stl(QUARTERS, { period: 4 });
  allNear(periodic.seasonal, [-5.28837119014969, -0.591938959639772, 7.8138131547603, -1.93350203082658], 1e-12);
  allNear([periodic.trend[0], periodic.trend[12], periodic.trend[25]].map(Number), [26.0063296317724, 32.324088702576, 39.9875737151217], 1e-12);
});

test('robust STL as statsmodels 0.13.5 gives it, with an outlier set aside', () => {
  const values = QUARTERS.with(14, 78);
  const found = stl(values, { period: 4, seasonalWindow: 7, robust: true });
  allNear(found.seasonal, [-5.070356790448597, -0.732265728407488, 7.867657538767349, -2.0645081879396474], 1e-11);
  allNear([found.trend[0], found.trend[14], found.trend[25]].map(Number), [26.047534272326196, 33.97340045533203, 39.39326260573498], 1e-11);
  allNear([found.weights[0], found.weights[18]].map(Number), [0.9999525119944113, 0.9884080548030899], 1e-11);
  assert.equal(found.weights[14], 0);
});

test('the parts add up, and shifting or stretching the series does the same to them', () => {
  const series = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 24, maxLength: 80 });
  fc.assert(
    fc.property(series, fc.constantFrom(3, 4, 7, 12), fc.boolean(), (values, period, robust) => {
      const options = { period, seasonalWindow: 7, ...(robust && { inner: 1, outer: 1 }) } as const;
      const plain = stl(values, options);
      const moved = stl(
        values.map((value) => 1000 + 8 * value),
        options,
      );
      for (let i = 0; i < values.length; i++) {
        const [s, t, r] = [plain.seasonal[i] ?? 0, plain.trend[i] ?? 0, plain.remainder[i] ?? 0];
        assert.ok(Math.abs(s + t + r - (values[i] ?? 0)) < 1e-10);
        assert.ok(Math.abs((moved.trend[i] ?? 0) - 1000 - 8 * t) < 1e-6, 'the trend moves along');
        assert.ok(Math.abs((moved.seasonal[i] ?? 0) - 8 * s) < 1e-6, 'the season is stretched');
      }
    }),
    { seed: 4, numRuns: 100 },
  );
});

test('a straight line and a pattern are taken apart exactly, however large the level', () => {
  const pattern = [5, -2, -8, 5];
  for (const level of [0, 1e8]) {
    const values = Array.from({ length: 40 }, (_, i) => level + 0.5 * i + (pattern[i % 4] ?? 0));
    const found = stl(values, { period: 4, seasonalWindow: 9, seasonalDegree: 1 });
    for (let i = 0; i < 40; i++) {
      assert.ok(Math.abs((found.seasonal[i] ?? 0) - (pattern[i % 4] ?? 0)) < 1e-6);
      assert.ok(Math.abs(found.remainder[i] ?? 1) < 1e-6);
    }
  }
});

test('windows beyond the series, jumps and degrees are taken as told', () => {
  const values = Array.from({ length: 30 }, (_, i) => 10 + Math.sin(i) + (i % 3));
  const found = stl(values, {
    period: 3,
    seasonalWindow: 8,
    seasonalDegree: 1,
    trendWindow: 99,
    trendJump: 7,
    lowPassWindow: 4,
    lowPassDegree: 0,
    trendDegree: 0,
    inner: 3,
    outer: 1,
  });
  assert.deepEqual(
    [found.windows, found.jumps, found.degrees],
    [
      [9, 99, 5],
      [1, 7, 1],
      [1, 0, 0],
    ],
  );
  // Between fitted points the trend is straight.
  near((found.trend[1] ?? 0) - (found.trend[0] ?? 0), (found.trend[6] ?? 0) - (found.trend[5] ?? 0), 1e-9);
});

test('strengths are high for what is there and low for what is not', () => {
  const random = draws(5);
  const noise = Float64Array.from({ length: 240 }, () => random.normal());
  const none = stl(noise, { period: 12 });
  assert.ok((none.seasonalStrength ?? 1) < 0.25 && (none.trendStrength ?? 1) < 0.25);
  const both = stl(
    noise.map((e, i) => e + i / 5 + 8 * Math.sin((2 * Math.PI * i) / 12)),
    { period: 12 },
  );
  assert.ok((both.seasonalStrength ?? 0) > 0.95 && (both.trendStrength ?? 0) > 0.95);
  assert.equal(stl(new Float64Array(24), { period: 12 }).seasonalStrength, null);
});

test('classical decomposition as R 4.2.2 gives it', () => {
  const times = classicalDecomposition(QUARTERS, { period: 4, kind: 'multiplicative' });
  allNear(times.figure, [0.836941552149624, 0.977457095901842, 1.24388779295271, 0.941713558995821], 1e-12);
  allNear(times.trend, [27.25, 27.75, 28.375], 1e-12, 2);
  allNear(times.remainder, [1.00306991441452, 1.03319418487558, 0.968493779694379], 1e-12, 2);
  assert.deepEqual([times.trend[1], times.trend[24], times.remainder[0]], [null, null, null]);
  const odd = classicalDecomposition(QUARTERS, { period: 5 });
  allNear(odd.figure, [-0.483999999999999, -0.134, 0.806, 0.0459999999999986, -0.234], 1e-10);
  allNear(odd.trend, [26.2, 27.6, 29.8], 1e-12, 2);
});

test('a figure sums to nothing, or has mean one, and the parts make the series', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 24, maxLength: 60 }), fc.integer({ min: 2, max: 12 }), (values, period) => {
      const add = classicalDecomposition(values, { period });
      const times = classicalDecomposition(values, { period, kind: 'multiplicative' });
      assert.ok(Math.abs(add.figure.reduce((a, b) => a + b, 0)) < 1e-9);
      near(times.figure.reduce((a, b) => a + b, 0) / period, 1, 1e-12);
      values.forEach((value, i) => {
        const [a, t] = [add.trend[i], times.trend[i]];
        if (a === null || a === undefined || t === null || t === undefined) return;
        assert.ok(Math.abs(a + (add.seasonal[i] ?? 0) + (add.remainder[i] ?? 0) - value) < 1e-9);
        near(t * (times.seasonal[i] ?? 0) * (times.remainder[i] ?? 0), value, 1e-12);
      });
    }),
    { seed: 6, numRuns: 100 },
  );
});

test('gaps, short series and bad parameters are named', () => {
  const gap: number[] = QUARTERS.with(5, Number.NaN);
  throws('not-a-number', 'values[5]', () => stl(gap, { period: 4 }));
  throws('not-a-number', 'values[5]', () => classicalDecomposition(gap, { period: 4 }));
  throws('too-few', 'values', () => stl(QUARTERS, { period: 14 }));
  throws('too-few', 'values', () => classicalDecomposition(QUARTERS, { period: 14 }));
  throws('out-of-range', 'period', () => stl(QUARTERS, { period: 1 }));
  throws('not-whole', 'period', () => stl(QUARTERS, { period: 2.5 }));
  throws('out-of-range', 'seasonalWindow', () => stl(QUARTERS, { period: 4, seasonalWindow: 0 }));
  throws('not-whole', 'trendWindow', () => stl(QUARTERS, { period: 4, trendWindow: 7.5 }));
  throws('out-of-range', 'trendJump', () => stl(QUARTERS, { period: 4, trendJump: 0 }));
  throws('out-of-range', 'inner', () => stl(QUARTERS, { period: 4, inner: 0 }));
  throws('out-of-range', 'outer', () => stl(QUARTERS, { period: 4, outer: -1 }));
  throws('out-of-range', 'trendDegree', () => stl(QUARTERS, { period: 4, trendDegree: 2 as 1 }));
  throws('too-large', 'values', () => stl(QUARTERS.with(0, 1e200), { period: 4 }));
  throws('not-positive', 'values[3]', () => classicalDecomposition(QUARTERS.with(3, 0), { period: 4, kind: 'multiplicative' }));
});
