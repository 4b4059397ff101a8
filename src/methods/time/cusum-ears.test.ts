import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { poissonQuantile } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { bayesLimit, type CusumTransform, countCusum, ears, rkiLimit, tabularCusum } from './index.ts';

const throws = (code: string, argument: string, run: () => unknown): void => {
  assert.throws(run, (error) => error instanceof MethodError && error.code === code && error.argument === argument, `${code} ${argument}`);
};

test('the worked example of a textbook: Montgomery, 7th edition, table 9.2', () => {
  const x = [
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62, 10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5,
    10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
  ];
  const { up, down, signals } = tabularCusum(x, { target: 10, sigma: 1, k: 0.5, h: 5 });
  // As printed, to two places.
  for (const [i, high, low] of [
    [2, 0, 1.56],
    [5, 2.82, 0],
    [23, 1.79, 0],
    [28, 4.47, 0],
    [29, 5.28, 0],
    [30, 5.3, 0],
  ] as const) {
    assert.ok(Math.abs((up[i - 1] ?? 99) - high) < 0.0051, `up ${i}: ${up[i - 1]}`);
    assert.ok(Math.abs((down[i - 1] ?? 99) - low) < 0.0051, `down ${i}: ${down[i - 1]}`);
  }
  // Out of control at 29; the sum was last zero at 22; the new mean is 10 + 0.5 + 5.28 / 7 = 11.25.
  assert.deepEqual(
    signals.map(({ at, direction, began }) => [at, direction, began]),
    [[29, 'up', 23]],
  );
  assert.ok(Math.abs((signals[0]?.shiftedMean ?? 0) - 11.25) < 0.01);
});

test('a mirrored series alarms downwards, and units do not matter', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 60 }), (hundredths) => {
      const values = hundredths.map((value) => value / 100);
      const one = tabularCusum(values, { target: 0, sigma: 1, h: 4 });
      const other = tabularCusum(
        values.map((value) => 50 - 7 * value),
        { target: 50, sigma: 7, h: 4 },
      );
      assert.ok(one.up.every((sum, i) => Math.abs(sum - (other.down[i] ?? 99)) < 1e-9));
      assert.equal(one.signals.length, other.signals.length);
    }),
    { seed: 1, numRuns: 100 },
  );
});

test('a false alarm comes about once in 465 values (k 0.5, h 5)', () => {
  const random = draws(77);
  const runs = 250;
  let total = 0;
  for (let run = 0; run < runs; run++) {
    const values = Float64Array.from({ length: 5000 }, () => random.normal());
    total += tabularCusum(values, { target: 0, sigma: 1 }).signals[0]?.at ?? 5000;
  }
  // Standard error of the mean of 250 nearly geometric lengths: 29.
  assert.ok(total / runs > 380 && total / runs < 550, `${total / runs}`);
});

test('a head start halves the wait for a shift that is there from the start', () => {
  const shifted = new Array(20).fill(1);
  assert.equal(tabularCusum(shifted, { target: 0, sigma: 1 }).signals[0]?.at, 11);
  assert.equal(tabularCusum(shifted, { target: 0, sigma: 1, headStart: 2.5 }).signals[0]?.at, 6);
});

test('sums begin anew after an alarm where that is asked for', () => {
  const high = new Array(12).fill(3);
  const kept = tabularCusum(high, { target: 0, sigma: 1, h: 4 });
  const anew = tabularCusum(high, { target: 0, sigma: 1, h: 4, restart: true });
  assert.deepEqual([kept.signals.length, anew.signals.length], [1, 6]);
  assert.deepEqual(anew.signals.map(({ at, began }) => [at, began]).slice(0, 2), [
    [2, 1],
    [4, 3],
  ]);
});

test('the limit of a count CUSUM is the smallest count that alarms', () => {
  const transforms = fc.constantFrom<CusumTransform>('rossi', 'standard', 'anscombe', 'anscombe-second-order', 'none');
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0.3, max: 30, noNaN: true }),
      transforms,
      (counts, mean, transform) => {
        const { upper, alarm, sum } = countCusum(counts, { mean, transform });
        counts.forEach((value, i) => {
          const limit = upper[i] ?? 0;
          assert.equal(alarm[i], value >= limit, 'an alarm is a count at the limit or above');
          if (limit > 0) assert.equal(countCusum([...counts.slice(0, i), limit - 1], { mean, transform }).alarm[i], false);
          assert.ok((sum[i] ?? -1) >= 0);
        });
      },
    ),
    { seed: 6, numRuns: 300 },
  );
  // Rossi's z3 of a count of 9 where 4 were expected: (9 - 12 + 2 x 6) / 4.
  near(countCusum([9], { mean: 4, k: 0, h: 1 }).sum[0] ?? 0, 2.25, 1e-14);
  near(countCusum([8], { mean: 1, k: 0, h: 1, transform: 'anscombe' }).sum[0] ?? 0, 1.5 * (4 - 1), 1e-14);
  near(countCusum([8], { mean: 8, k: 0, h: 1, transform: 'anscombe-second-order' }).sum[0] ?? 0, 1.5 / 18 / Math.SQRT2, 1e-13);
  assert.deepEqual(Array.from(countCusum([4, 4], { mean: [4, 100], transform: 'standard', k: 0, h: 1 }).upper), [6, 110], 'an expected count for each');
});

/** Fictional days. */
const DAYS = [3, 5, 4, 2, 6, 4, 3, 5, 4, 3, 6, 8, 9, 13, 5];

test('EARS by hand', () => {
  const c1 = ears(DAYS, { rule: 'C1' });
  // Days 1 to 7: mean 27/7, sum of squares 76/7.
  near(c1.mean[0] ?? 0, 27 / 7, 1e-14);
  near(c1.sigma[0] ?? 0, Math.sqrt(76 / 42), 1e-14);
  near(c1.upper[0] ?? 0, 27 / 7 + 3.09023230616781 * Math.sqrt(76 / 42), 1e-12);
  assert.deepEqual([c1.from, c1.alarm.indexOf(true) + c1.from], [8, 14]);
  const c2 = ears(DAYS, { rule: 'C2' });
  assert.equal(c2.from, 10);
  near(c2.upper[0] ?? 0, c1.upper[0] ?? 1, 1e-14, 'two days later, the same baseline');
  const c3 = ears(DAYS, { rule: 'C3' });
  assert.equal(c3.from, 12);
  const excess = (day: number): number => Math.max(0, ((DAYS[day - 1] ?? 0) - (c2.mean[day - 10] ?? 0)) / (c2.sigma[day - 10] ?? 1) - 1);
  c3.alarm.forEach((alarm, i) => {
    const day = 12 + i;
    assert.equal(alarm, excess(day) + excess(day - 1) + excess(day - 2) > 1.959963984540054, `day ${day}`);
  });
});

test('a C3 limit above zero is where its alarm begins', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 12, maxLength: 12 }), fc.integer({ min: 0, max: 40 }), (counts, today) => {
      const { upper, alarm } = ears([...counts.slice(0, 11), today], { rule: 'C3', minimumSigma: 0.5 });
      if ((upper[0] ?? 0) > 0) assert.equal(alarm[0], today > (upper[0] ?? 0));
    }),
    { seed: 5, numRuns: 500 },
  );
});

test('a baseline that never varies', () => {
  const flat = [4, 4, 4, 4, 4, 4, 4, 5];
  assert.deepEqual(ears(flat, { rule: 'C1' }).alarm, [true]);
  assert.deepEqual(ears(flat, { rule: 'C1', minimumSigma: 0.5 }).alarm, [false]);
  for (const convention of ['published', 'surveillance'] as const) {
    const { upper, alarm } = ears([4, 4, 4, 4, 4, 4, 4, 4, 4, 9, 4, 4, 4], { rule: 'C3', convention });
    assert.deepEqual([upper[0], alarm[0]], [0, true], 'the day after a count above it');
  }
});

test('false alarms of C1 on Poisson counts are nearer two in a hundred than one in a thousand', () => {
  const random = draws(4);
  const counts = Float64Array.from({ length: 20_000 }, () => poissonQuantile(random.uniform(), 20));
  const { alarm } = ears(counts, { rule: 'C1' });
  const share = alarm.filter(Boolean).length / alarm.length;
  // t with six degrees of freedom, widened by the error of the mean: P(t > 3.09 / sqrt(8/7)) = 1.4 % for normal counts.
  assert.ok(share > 0.012 && share < 0.024, `${share}`);
});

/** Crow and Gardner's upper limits from their definition, by going up the means. */
function crowGardner(most: number, step: number): number[] {
  const upper = new Array<number>(most + 1).fill(0);
  let start = 0;
  for (let mean = step; mean < 32; mean += step) {
    const below = [0];
    let term = Math.exp(-mean);
    for (let k = 0; k < 90; k++) {
      below.push((below[k] ?? 0) + term);
      term *= mean / (k + 1);
    }
    search: for (let length = 1; ; length++) {
      for (let from = 89 - length; from >= start; from--) {
        if ((below[from + length] ?? 0) - (below[from] ?? 0) < 0.95) continue;
        start = from;
        for (let k = from; k <= Math.min(most, from + length - 1); k++) upper[k] = mean;
        break search;
      }
    }
  }
  return upper;
}

test('the limits of the RKI rule are those of Crow and Gardner', () => {
  const step = 0.002;
  const found = crowGardner(20, step);
  for (let mean = 0; mean <= 20; mean++) {
    const upper = rkiLimit([mean, mean, mean, mean], { stepsPerYear: 3, years: 1, halfWindow: 1 })[0];
    const limit = rkiLimit([...new Array(7).fill(mean)], { stepsPerYear: 3, years: 1, halfWindow: 1 })[0]?.upper ?? 0;
    assert.equal(upper?.upper, null, 'three steps are too short a history');
    assert.ok(Math.abs(limit - (found[mean] ?? 0)) <= step + 0.0006, `${mean}: ${limit} and ${found[mean]}`);
  }
});

test('limits from reference weeks: above 20 by the normal, and by Bayes', () => {
  const counts = [...[30, 26, 34, 30, 30, 30], 50];
  // Reference of the last: steps 3 to 5 earlier year of 3 steps, half-window 1: 34, 30, 30.
  const [rki] = rkiLimit(counts, { stepsPerYear: 3, years: 1, halfWindow: 1 });
  near(rki?.mean ?? 0, 94 / 3, 1e-14);
  near(rki?.upper ?? 0, 94 / 3 + 2 * Math.sqrt((2 * (4 / 3) ** 2 + (8 / 3) ** 2) / 2), 1e-13);
  assert.equal(rki?.verdict, 'alarm');
  // R 4.2.2: qnbinom(0.95, 94.5, mu = 31.5).
  assert.equal(bayesLimit(counts, { stepsPerYear: 3, years: 1, halfWindow: 1, recent: false })[0]?.upper, 43);
  assert.deepEqual(bayesLimit(counts, { stepsPerYear: 3, years: 3, halfWindow: 1 })[0]?.verdict, 'cannot say: history too short');
});

test('what cannot be used is named', () => {
  throws('not-a-number', 'counts[3]', () => ears(DAYS.with(3, Number.NaN), { rule: 'C1' }));
  throws('too-few', 'counts', () => ears(DAYS.slice(0, 11), { rule: 'C3' }));
  throws('out-of-range', 'baseline', () => ears(DAYS, { rule: 'C1', baseline: 2 }));
  throws('out-of-range', 'alpha', () => ears(DAYS, { rule: 'C1', alpha: 0.5 }));
  throws('out-of-range', 'alpha', () => ears(DAYS, { rule: 'C1', alpha: 0 }));
  throws('negative', 'minimumSigma', () => ears(DAYS, { rule: 'C1', minimumSigma: -1 }));
  throws('not-positive', 'sigma', () => tabularCusum([1], { target: 0, sigma: 0 }));
  throws('not-positive', 'h', () => tabularCusum([1], { target: 0, sigma: 1, h: 0 }));
  throws('negative', 'k', () => tabularCusum([1], { target: 0, sigma: 1, k: -1 }));
  throws('out-of-range', 'headStart', () => tabularCusum([1], { target: 0, sigma: 1, headStart: 5 }));
  throws('too-few', 'values', () => tabularCusum([], { target: 0, sigma: 1 }));
  throws('not-a-number', 'target', () => tabularCusum([1], { target: Number.NaN, sigma: 1 }));
  throws('not-positive', 'mean', () => countCusum([1], { mean: 0 }));
  throws('shape', 'mean', () => countCusum([1, 2], { mean: [1] }));
  throws('not-positive', 'mean[1]', () => countCusum([1, 2], { mean: [1, 0] }));
  throws('negative', 'counts[0]', () => countCusum([-1], { mean: 1 }));
  throws('out-of-range', 'halfWindow', () => rkiLimit(DAYS, { stepsPerYear: 6 }));
  throws('out-of-range', 'years', () => rkiLimit(DAYS, { stepsPerYear: 12, years: 0, halfWindow: 1 }));
  throws('too-few', 'counts', () => rkiLimit(DAYS, { last: 16 }));
});
