import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { poissonQuantile } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { harmonicPoisson, ljungBox, seasonalFriedman, seasonalKruskalWallis } from './index.ts';

const throws = (code: string, argument: string, run: () => unknown): void => {
  assert.throws(run, (error) => error instanceof MethodError && error.code === code && error.argument === argument, `${code} ${argument}`);
};

/** Four fictional years of quarters, with ties. */
const TIED = [3, 5, 5, 2, 4, 6, 5, 4, 3, 7, 5, 5, 2, 6, 6, 3];
const BY_MONTH = [38, 22, 35, 44, 41, 57, 52, 61, 40, 45, 27, 33];
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

test('rank tests and Ljung-Box as R 4.2.2 gives them, ties and all', () => {
  const kruskal = seasonalKruskalWallis(TIED, { period: 4 });
  near(kruskal.statistic, 11.1692307692308, 1e-13);
  near(kruskal.p, 0.0108451082750266, 1e-12);
  const friedman = seasonalFriedman(TIED, { period: 4 });
  near(friedman.statistic, 10.0833333333333, 1e-13);
  near(friedman.p, 0.0178708928936255, 1e-12);
  assert.equal(friedman.degreesOfFreedom, 3);
  const box = ljungBox(TIED, { lags: 4, fitted: 1 });
  near(box.statistic, 9.66691440942074, 1e-13);
  near(box.p, 0.0216203917269071, 1e-12);
});

test('rank tests do not change with a rising transformation, Friedman not with the level of a year', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 24, maxLength: 24 }), (values) => {
      fc.pre(new Set(values).size > 12);
      const plain = seasonalKruskalWallis(values, { period: 6 });
      near(
        seasonalKruskalWallis(
          values.map((value) => Math.exp(value)),
          { period: 6 },
        ).statistic,
        plain.statistic,
        1e-12,
      );
      const friedman = seasonalFriedman(values, { period: 6 });
      const lifted = values.map((value, i) => value + 1000 * Math.floor(i / 6) ** 2);
      near(seasonalFriedman(lifted, { period: 6 }).statistic, friedman.statistic, 1e-12);
      // The years in another order, and the positions in another order.
      near(seasonalFriedman([...values.slice(12), ...values.slice(0, 12)], { period: 6 }).statistic, friedman.statistic, 1e-11);
      const turned = values.map((_, i) => values[i - (i % 6) + ((i + 2) % 6)] ?? 0);
      near(seasonalKruskalWallis(turned, { period: 6 }).statistic, plain.statistic, 1e-11);
    }),
    { seed: 9, numRuns: 100 },
  );
});

test('without a season 5 % of tests say that there is one', () => {
  const random = draws(12);
  const runs = 1500;
  const found = { kruskal: 0, friedman: 0, harmonic: 0, box: 0 };
  for (let run = 0; run < runs; run++) {
    const values = Float64Array.from({ length: 120 }, () => random.normal());
    if (seasonalKruskalWallis(values, { period: 12 }).p < 0.05) found.kruskal++;
    if (seasonalFriedman(values, { period: 12 }).p < 0.05) found.friedman++;
    if (ljungBox(values, { lags: 10 }).p < 0.05) found.box++;
    if (
      run < 500 &&
      harmonicPoisson(
        Float64Array.from({ length: 12 }, () => poissonQuantile(random.uniform(), 30)),
        { period: 12 },
      ).p < 0.05
    )
      found.harmonic++;
  }
  // Monte Carlo error: 0.0056, and 0.0097 of 500. Chi-squared is a little cautious for ranks.
  for (const [name, share] of [
    ['kruskal', found.kruskal / runs],
    ['friedman', found.friedman / runs],
    ['box', found.box / runs],
    ['harmonic', found.harmonic / 500],
  ] as const)
    assert.ok(share > 0.025 && share < 0.078, `${name} ${share}`);
});

// Twelve fictional monthly counts with days as exposure: R 4.2.2 glm(family = poisson).
test('harmonic Poisson regression as R gives it: exposure, trend, two harmonics', () => {
  const two = harmonicPoisson(BY_MONTH, { period: 12, harmonics: 2, exposure: DAYS, trend: true });
  const expected = [0.40873004439415417, -0.22323908935963008, -0.24590866279843362, 0.00687301456305367, 0.03257809360436296, -0.01996979664008345];
  expected.forEach((value, i) => {
    near(two.coefficients[i] ?? Number.NaN, value, 1e-8);
  });
  near(two.statistic, 23.907154542271, 1e-9);
  near(two.dispersion ?? Number.NaN, 1.4366855174472, 1e-8);
  assert.deepEqual([two.amplitude, two.peakToTrough.lower, two.degreesOfFreedom], [null, null, 4]);
  const one = harmonicPoisson(BY_MONTH, { period: 12, exposure: DAYS });
  const [s, c] = [-0.152536744967278, -0.269765712295804];
  const amplitude = Math.hypot(s, c);
  near(one.amplitude ?? Number.NaN, amplitude, 1e-8);
  near(one.peak, (12 * (Math.atan2(s, c) + 2 * Math.PI)) / (2 * Math.PI), 1e-8);
  // R's vcov of the two coefficients, by the delta method and widened by the dispersion.
  const variance = (s * s * 0.00413156456720312 + c * c * 0.00415677235598782 + 2 * s * c * 5.30062652557075e-5) / amplitude ** 2;
  const reach = 1.959963984540054 * Math.sqrt(variance * (one.dispersion ?? 1));
  near(one.peakToTrough.lower ?? 0, Math.exp(2 * (amplitude - reach)), 1e-7);
  near(one.peakToTrough.upper ?? 0, Math.exp(2 * (amplitude + reach)), 1e-7);
});

test('limits of the peak-to-trough ratio hold the truth 95 times in 100', () => {
  const random = draws(21);
  const runs = 800;
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const counts = Float64Array.from({ length: 36 }, (_, i) =>
      poissonQuantile(random.uniform(), 40 * Math.exp(0.3 * Math.cos((2 * Math.PI * (i + 1 - 4)) / 12))),
    );
    const { lower, upper } = harmonicPoisson(counts, { period: 12 }).peakToTrough;
    if ((lower ?? 9) <= Math.exp(0.6) && Math.exp(0.6) <= (upper ?? 0)) held++;
  }
  // Monte Carlo error 0.0077; the dispersion is never taken for less than one, which is a little cautious.
  assert.ok(held / runs > 0.93 && held / runs < 0.985, `${held / runs}`);
});

test('turning the year turns the peak, more people lower the rate and nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 5, max: 200 }), { minLength: 12, maxLength: 12 }), fc.integer({ min: 1, max: 11 }), (counts, turn) => {
      const plain = harmonicPoisson(counts, { period: 12 });
      fc.pre((plain.amplitude ?? 0) > 0.02);
      const turned = harmonicPoisson([...counts.slice(turn), ...counts.slice(0, turn)], { period: 12 });
      near(turned.statistic, plain.statistic, 1e-6);
      const apart = Math.abs(((plain.peak - turn - turned.peak) % 12) + 18) % 12;
      assert.ok(Math.abs(apart - 6) < 1e-5, `${plain.peak} ${turned.peak} ${turn}`);
      const exposed = harmonicPoisson(counts, { period: 12, exposure: new Array(12).fill(1e6) });
      near(exposed.statistic, plain.statistic, 1e-6);
      near(exposed.coefficients[0] ?? 0, (plain.coefficients[0] ?? 0) - Math.log(1e6), 1e-7);
    }),
    { seed: 2, numRuns: 60 },
  );
  near(
    harmonicPoisson(
      BY_MONTH.map((n) => n * 1e6),
      { period: 12 },
    ).amplitude ?? 0,
    harmonicPoisson(BY_MONTH, { period: 12 }).amplitude ?? 1,
    1e-7,
    'large counts',
  );
});

test('what cannot be used is named', () => {
  throws('not-a-number', 'values[2]', () => seasonalKruskalWallis([1, 2, Number.NaN, 4, 5, 6], { period: 3 }));
  throws('too-few', 'values', () => seasonalKruskalWallis([1, 2, 3], { period: 2 }));
  throws('no-variation', 'values', () => seasonalKruskalWallis([4, 4, 4, 4], { period: 2 }));
  throws('shape', 'values', () => seasonalFriedman([1, 2, 3, 4, 5], { period: 2 }));
  throws('no-variation', 'values', () => seasonalFriedman([1, 1, 2, 2, 3, 3], { period: 2 }));
  throws('out-of-range', 'lags', () => ljungBox([1, 2, 3, 4], { lags: 4 }));
  throws('out-of-range', 'fitted', () => ljungBox([1, 2, 3, 4], { lags: 2, fitted: 2 }));
  throws('no-variation', 'values', () => ljungBox([5, 5, 5, 5], { lags: 1 }));
  throws('too-few', 'values', () => ljungBox([5, 6], { lags: 1 }));
  throws('negative', 'counts[1]', () => harmonicPoisson([1, -1, 2, 3], { period: 4 }));
  throws('not-whole', 'counts[0]', () => harmonicPoisson([1.5, 1, 2, 3], { period: 4 }));
  throws('zero-events', 'counts', () => harmonicPoisson(new Array(12).fill(0), { period: 12 }));
  throws('too-few', 'counts', () => harmonicPoisson([1, 2, 3], { period: 12 }));
  throws('shape', 'exposure', () => harmonicPoisson(BY_MONTH, { period: 12, exposure: [1] }));
  throws('not-positive', 'exposure[0]', () => harmonicPoisson(BY_MONTH, { period: 12, exposure: DAYS.with(0, 0) }));
  throws('out-of-range', 'harmonics', () => harmonicPoisson(BY_MONTH, { period: 12, harmonics: 6 }));
  throws('out-of-range', 'level', () => harmonicPoisson(BY_MONTH, { period: 12, level: 1 }));
});
