import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atomValue, perturbedCount, protectCount, recordWeight, round5 } from '../disclosure/index.ts';
import { randomKey, seeded } from '../disclosure/attack/index.ts';
import { MethodError } from '../error.ts';
import { near } from '../testing/near.ts';
import { byar, perturbationVariance, protectedChange, protectedCountInterval, protectedProportion, protectedRateInterval } from './index.ts';

const random = seeded(2024);

function poisson(mean: number): number {
  // Sum of small Poissons, so that the product method does not underflow.
  let left = mean;
  let n = 0;
  for (; left > 0; left -= 20) {
    const floor = Math.exp(-Math.min(20, left));
    for (let product = random(); product > floor; product *= random()) n++;
  }
  return n;
}

const weights = (n: number): number => {
  let thirds = 0;
  for (let i = 0; i < n; i++) thirds += recordWeight(randomKey(random));
  return thirds;
};

/** A count as Headwater would show it, by the real weights. */
const byRecords = (n: number): number => round5(perturbedCount(weights(n)));
const byAtoms = (sizes: readonly number[]): number => round5(perturbedCount(sizes.reduce((sum, n) => sum + atomValue(n, randomKey(random), weights(n)), 0)));

const RUNS = 3000;
// Monte Carlo error at 95 %: 0.004. Three of them either way.
const close = (held: number, runs: number, what: string): void => {
  assert.ok(held / runs > 0.938 && held / runs < 0.968, `${what}: ${((100 * held) / runs).toFixed(1)} % of intervals hold the truth`);
};

test('95 % of intervals of counts protected by record weights hold the mean behind them', () => {
  // Means are drawn from a band: at a single mean, steps of five make coverage jump a little up or down.
  for (const [from, to] of [
    [25, 45],
    [45, 120],
    [120, 400],
  ] as const) {
    let held = 0;
    let naive = 0;
    for (let run = 0; run < RUNS; run++) {
      const mean = from + (to - from) * random();
      const value = byRecords(poisson(mean));
      const { lower, upper } = protectedCountInterval({ value, variance: perturbationVariance(value, null) });
      if (lower <= mean && mean <= upper) held++;
      const plain = byar(value);
      if (plain.lower <= mean && mean <= plain.upper) naive++;
    }
    close(held, RUNS, `means of ${from} to ${to}`);
    assert.ok(naive / RUNS < 0.93, `without widening they would not: ${naive / RUNS}`);
  }
});

test('95 % of intervals of counts protected by atoms hold the mean behind them', () => {
  let held = 0;
  let exactly = 0;
  for (let run = 0; run < RUNS; run++) {
    const sizes = [60, 45, 80].map(poisson);
    const value = byAtoms(sizes);
    const { lower, upper } = protectedCountInterval({ value, variance: perturbationVariance(value, { large: 3, small: 0 }) });
    if (lower <= 185 && 185 <= upper) exactly++;
    const cautious = protectedCountInterval({ value, variance: perturbationVariance(value, 3) });
    if (cautious.lower <= 185 && 185 <= cautious.upper) held++;
  }
  close(exactly, RUNS, 'mix known');
  assert.ok(held >= exactly, 'the worst mix of that many atoms gives a wider interval');
});

test('95 % of intervals of protected shares hold the share', () => {
  for (const [p, n] of [
    [0.3, 200],
    [0.12, 400],
  ] as const) {
    let held = 0;
    for (let run = 0; run < RUNS; run++) {
      let inside = 0;
      for (let i = 0; i < n; i++) if (random() < p) inside++;
      const [x, y] = [byRecords(inside), byRecords(n - inside)];
      const { lower, upper } = protectedProportion(
        { value: x, variance: perturbationVariance(x, null) },
        { value: y, variance: perturbationVariance(y, null) },
      );
      if (lower <= p && p <= upper) held++;
    }
    close(held, RUNS, `share ${p}`);
  }
});

test('95 % of intervals of protected changes hold the change', () => {
  let held = 0;
  for (let run = 0; run < RUNS; run++) {
    const [before, after] = [byRecords(poisson(120)), byRecords(poisson(150))];
    const { lower, upper } = protectedChange(
      { value: before, variance: perturbationVariance(before, null) },
      { value: after, variance: perturbationVariance(after, null) },
    );
    if (lower <= 0.25 && 0.25 <= upper) held++;
  }
  close(held, RUNS, 'change');
});

test('a protected count estimates the true one without bias, with the variance stated', () => {
  let sum = 0;
  let squares = 0;
  const n = 90;
  for (let run = 0; run < RUNS; run++) {
    const value = byRecords(n);
    sum += value;
    squares += (value - n) ** 2;
  }
  assert.ok(Math.abs(sum / RUNS - n) < 0.4, `mean ${sum / RUNS}`);
  const stated = perturbationVariance(n, null);
  assert.ok(Math.abs(squares / RUNS / stated - 1) < 0.1, `variance ${squares / RUNS}, stated ${stated}`);
});

test('three kept in four is exact theory: the interval is 4/3 of that of the kept', () => {
  const { lower, upper } = protectedCountInterval({ value: 100, variance: 100 / 3 });
  near(lower, (byar(75).lower * 4) / 3, 1e-12);
  near(upper, (byar(75).upper * 4) / 3, 1e-12);
});

test('a true zero, a rate, and what cannot be used', () => {
  assert.deepEqual(protectCount(0, 0), { state: 'shown', value: 0 });
  assert.equal(perturbationVariance(0, null), 0);
  near(protectedCountInterval({ value: 0, variance: 0 }).upper, 3.68887945411394, 1e-10);
  near(protectedRateInterval({ value: 100, variance: 0 }, 1000, { per: 1000 }).lower, 81.3621054905279, 1e-10);
  assert.throws(
    () => protectedChange({ value: 0, variance: 0 }, { value: 10, variance: 3 }),
    (e) => e instanceof MethodError && e.code === 'zero-events',
  );
  assert.throws(
    () => protectedProportion({ value: 0, variance: 0 }, { value: 0, variance: 0 }),
    (e) => e instanceof MethodError && e.code === 'no-information',
  );
  assert.throws(
    () => protectedCountInterval({ value: 10, variance: -1 }),
    (e) => e instanceof MethodError && e.code === 'negative',
  );
});
