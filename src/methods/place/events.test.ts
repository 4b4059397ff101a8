import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { at, entry } from '../check.ts';
import { logBinomial, logHypergeometric } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { circularScan, knox, nearRepeat, type ScanInput } from './index.ts';
import { binomialDraw, hypergeometricDraw } from './scan-draws.ts';
import { zonesOf } from './scan-zones.ts';

/** Fictional events: some in runs, most scattered. */
function runs(seed: number, events: number, together: number): { x: number[]; y: number[]; day: number[] } {
  const random = draws(seed);
  const x: number[] = [];
  const y: number[] = [];
  const day: number[] = [];
  for (let i = 0; i < events; i++) {
    const repeat = i >= 2 && random.uniform() < together;
    x.push(repeat ? entry(x, i - 1) + random.below(40) : random.below(2000));
    y.push(repeat ? entry(y, i - 1) + random.below(40) : random.below(2000));
    day.push(repeat ? entry(day, i - 1) + random.below(3) : random.below(300));
  }
  return { x, y, day };
}

test('near-repeat tables are those of a search through all pairs', () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom('euclidean', 'manhattan'), (seed, metric) => {
      const events = runs(seed, 40, 0.4);
      const space = [0, 1, 50, 300];
      const time = [0, 1, 7, 30];
      const band = (starts: number[], value: number): number => starts.findLastIndex((start) => start <= value);
      const observed = space.map(() => time.map(() => 0));
      let close = 0;
      for (let i = 0; i < 40; i++) {
        for (let j = i + 1; j < 40; j++) {
          const dx = Math.abs(entry(events.x, i) - entry(events.x, j));
          const dy = Math.abs(entry(events.y, i) - entry(events.y, j));
          const far = metric === 'manhattan' ? dx + dy : Math.hypot(dx, dy);
          const apart = Math.abs(entry(events.day, i) - entry(events.day, j));
          const row = entry(observed, band(space, far));
          row[band(time, apart)] = (row[band(time, apart)] ?? 0) + 1;
          if (far <= 50 && apart <= 7) close++;
        }
      }
      const result = nearRepeat({ ...events, metric }, { space, time, permutations: 3, seed: 1 });
      assert.deepEqual(result.observed, observed);
      assert.equal(knox({ ...events, metric }, 50, 7).closeInBoth, close);
      // Margins of the expected tables are those of the observed.
      time.forEach((_, t) => {
        near(
          result.expected.reduce((sum, row) => sum + entry(row, t), 0),
          observed.reduce((sum, row) => sum + entry(row, t), 0),
          1e-12,
        );
      });
    }),
    { numRuns: 25 },
  );
});

test('runs of events are found, with the key numbers of the test in agreement', () => {
  const events = runs(5, 120, 0.4);
  const result = knox(events, 60, 7, { permutations: 999, seed: 1 });
  assert.ok((result.ratio ?? 0) > 5 && result.pPermutation === 0.001 && result.pPoisson < 1e-6);
  const table = nearRepeat(events, { space: [0, 60], time: [0, 8], permutations: 999, seed: 1 });
  near(entry(entry(table.expected, 0), 0), (result.closeInSpace * result.closeInTime) / result.pairs, 0.2);
  assert.equal(entry(entry(table.p, 0), 0), 0.001);
});

test('Knox does not change with the order of events, the unit of either scale or the day that is counted from', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 500 }), fc.integer({ min: -1000, max: 1000 }), (seed, scale, shift) => {
      const { x, y, day } = runs(seed, 30, 0.3);
      const order = x.map((_, i) => i);
      draws(seed).shuffle(order);
      const moved = {
        x: order.map((i) => entry(x, i) * scale + shift),
        y: order.map((i) => entry(y, i) * scale - shift),
        day: order.map((i) => entry(day, i) + shift),
      };
      assert.deepEqual(knox(moved, 60 * scale, 7), knox({ x, y, day }, 60, 7));
    }),
    { numRuns: 40 },
  );
});

test('the expected number of Knox is the mean over all orders of the days, and p the share of them with as many', () => {
  const x = [0, 1, 2, 10, 11];
  const y = [0, 0, 0, 0, 0];
  const day = [0, 1, 5, 6, 20];
  const counts = arrangements(day).map((order) => knox({ x, y, day: order }, 1, 2).closeInBoth);
  const permutations = 4999;
  const result = knox({ x, y, day }, 1, 2, { permutations, seed: 1 });
  near(result.expected, counts.reduce((sum, count) => sum + count, 0) / counts.length, 1e-12);
  const share = counts.filter((count) => count >= result.closeInBoth).length / counts.length;
  const error = 4 * Math.sqrt((share * (1 - share)) / permutations) + 1 / permutations;
  assert.ok(share > 0.1 && share < 0.9 && Math.abs((result.pPermutation ?? 0) - share) < error, `${result.pPermutation}, ${share}`);
  // The near-repeat table of the same bands: under 2 apart, under 3 days.
  const table = nearRepeat({ x, y, day }, { space: [0, 2], time: [0, 3], permutations, seed: 2 });
  assert.ok(Math.abs(entry(entry(table.p, 0), 0) - share) < error);
});

function arrangements(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((first, i) => arrangements(values.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

test('where place and time are unconnected one trial in twenty has p at or below 0.05', () => {
  const trials = 400;
  let called = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { x, y } = runs(trial, 60, 0.5);
    const { day } = runs(trial + 10_000, 60, 0);
    if ((knox({ x, y, day }, 100, 20, { permutations: 99, seed: trial }).pPermutation ?? 1) <= 0.05) called++;
  }
  // Ties make the test keep below 0.05; above it four standard errors are allowed.
  assert.ok(called / trials < 0.05 + 4 * Math.sqrt((0.05 * 0.95) / trials) && called > 4, `${called}`);
});

test('events that cannot be paired are refused by name', () => {
  const { x, y, day } = runs(1, 10, 0);
  const options = { space: [0, 10], time: [0, 7], permutations: 9, seed: 1 };
  throws('too-few', 'x', () => knox({ x: [1, 2], y: [1, 2], day: [1, 2] }, 1, 1));
  throws('shape', 'day', () => knox({ x, y, day: [1] }, 1, 1));
  throws('not-a-number', 'day[2]', () => knox({ x, y, day: day.with(2, Number.NaN) }, 1, 1));
  throws('negative', 'distance', () => knox({ x, y, day }, -1, 1));
  throws('negative', 'days', () => knox({ x, y, day }, 1, -1));
  throws('too-few', 'space', () => nearRepeat({ x, y, day }, { ...options, space: [0] }));
  throws('inconsistent', 'space[0]', () => nearRepeat({ x, y, day }, { ...options, space: [1, 2] }));
  throws('inconsistent', 'time[2]', () => nearRepeat({ x, y, day }, { ...options, time: [0, 7, 7] }));
  throws('not-a-number', 'time[1]', () => nearRepeat({ x, y, day }, { ...options, time: [0, Number.POSITIVE_INFINITY] }));
  throws('too-large', 'permutations', () =>
    nearRepeat({ x, y, day }, { ...options, space: Array.from({ length: 100 }, (_, i) => i), permutations: 1_000_000 }),
  );
});

test('random binomial and hypergeometric counts have their distribution', () => {
  const random = draws(41);
  const many = 40_000;
  for (const [n, p] of [
    [7, 0.3],
    [1000, 0.002],
    [5000, 0.7],
    [1e9, 3e-9],
  ] as const) {
    check(
      () => binomialDraw(random, n, p),
      n * p,
      n * p * (1 - p),
      (k) => logBinomial(k, n, p),
      `binomial ${n} ${p}`,
    );
  }
  for (const [inside, outside, drawn] of [
    [10, 15, 12],
    [2000, 98_000, 60],
    [40_000, 1000, 39_000],
  ] as const) {
    const all = inside + outside;
    const mean = (drawn * inside) / all;
    const variance = (mean * (outside / all) * (all - drawn)) / (all - 1);
    check(
      () => hypergeometricDraw(random, inside, outside, drawn),
      mean,
      variance,
      (k) => logHypergeometric(k, inside, outside, drawn),
      `hypergeometric ${inside}`,
    );
  }
  assert.deepEqual([binomialDraw(random, 5, 0), binomialDraw(random, 5, 1), binomialDraw(random, 0, 0.5)], [0, 5, 0]);
  assert.equal(hypergeometricDraw(random, 5, 0, 3), 3);

  function check(draw: () => number, mean: number, variance: number, log: (k: number) => number, what: string): void {
    const counts = new Map<number, number>();
    let sum = 0;
    for (let i = 0; i < many; i++) {
      const value = draw();
      counts.set(value, (counts.get(value) ?? 0) + 1);
      sum += value;
    }
    assert.ok(Math.abs(sum / many - mean) < 4.5 * Math.sqrt(variance / many), `${what}: mean ${sum / many}, ${mean}`);
    let chi = 0;
    let cells = 0;
    for (const [value, count] of counts) {
      const expected = many * Math.exp(log(value));
      if (expected < 10) continue;
      chi += (count - expected) ** 2 / expected;
      cells++;
    }
    assert.ok(chi < cells + 4.5 * Math.sqrt(2 * cells), `${what}: chi-squared ${chi} of ${cells}`);
  }
});

/** Twenty-five fictional areas on a lattice moved about a little, with people. */
function country(seed: number): { x: number[]; y: number[]; population: number[] } {
  const random = draws(seed);
  const all = Array.from({ length: 25 }, (_, i) => i);
  return {
    x: all.map((i) => (i % 5) + 0.3 * random.uniform()),
    y: all.map((i) => Math.floor(i / 5) + 0.3 * random.uniform()),
    population: all.map(() => 500 + random.below(2000)),
  };
}

test('circles are those of a search, with areas equally far coming in together', () => {
  const { x, y, population } = country(1);
  const people = Float64Array.from(population);
  const cap = people.reduce((a, b) => a + b) * 0.4;
  const zones = zonesOf(x, y, people, cap);
  for (let i = 0; i < 25; i++) {
    const order = x
      .map((_, j) => j)
      .sort((a, b) => Math.hypot(entry(x, a) - entry(x, i), entry(y, a) - entry(y, i)) - Math.hypot(entry(x, b) - entry(x, i), entry(y, b) - entry(y, i)));
    const within: number[] = [];
    let held = 0;
    for (const area of order) {
      held += entry(population, area);
      if (held > cap) break;
      within.push(area);
    }
    assert.deepEqual([...zones.ids.subarray(at(zones.start, i), at(zones.start, i + 1))], within);
  }
  // On a cross the four arms are equally far from the middle.
  const cross = zonesOf([0, 1, -1, 0, 0], [0, 0, 0, 1, -1], new Float64Array(5).fill(1), 5);
  assert.deepEqual([...cross.ids.subarray(0, 5)], [0, 1, 2, 3, 4]);
  assert.deepEqual([...cross.ends.subarray(0, 5)], [1, 0, 0, 0, 1]);
});

test('the most likely cluster is found where it was put, and its likelihood ratio is the formula', () => {
  const { x, y, population } = country(2);
  const random = draws(7);
  for (const model of ['poisson', 'binomial'] as const) {
    const put = [6, 7, 11];
    const cases = population.map((people, i) => binomialDraw(random, people, put.includes(i) ? 0.03 : 0.01));
    const { clusters } = circularScan({ x, y, cases, population, model, permutations: 199, seed: 1 });
    const best = entry(clusters, 0);
    assert.ok(put.every((area) => best.areas.includes(area)) && best.areas.length <= 5, best.areas.join());
    assert.equal(best.p, 1 / 200);
    const to = (area: number): number => Math.hypot(entry(x, area) - entry(x, best.centre), entry(y, area) - entry(y, best.centre));
    near(best.radius, Math.max(...best.areas.map(to)), 1e-12);
    const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
    const [C, M] = [sum(cases), sum(population)];
    const [c, m] = [best.cases, best.population];
    const e = (m * C) / M;
    const poisson = c * Math.log(c / e) + (C - c) * Math.log((C - c) / (C - e));
    const term = (a: number, b: number): number => a * Math.log(a / b) + (b - a) * Math.log((b - a) / b);
    near(best.logLikelihoodRatio, model === 'poisson' ? poisson : term(c, m) + term(C - c, M - m) - term(C, M), 1e-9, model);
    near(best.relativeRisk ?? 0, c / e / ((C - c) / (C - e)), 1e-12);
    const covered = clusters.flatMap((cluster) => cluster.areas);
    assert.equal(new Set(covered).size, covered.length, 'clusters share no area');
    clusters.slice(1).forEach((cluster, i) => {
      assert.ok(cluster.logLikelihoodRatio <= entry(clusters, i).logLikelihoodRatio && cluster.p >= entry(clusters, i).p);
    });
  }
});

test('the scan does not change with the order of the areas or the unit of the map', () => {
  const { x, y, population } = country(3);
  const cases = population.map((people, i) => Math.round(people / 100) + (i < 4 ? 15 : 0));
  const order = x.map((_, i) => i);
  draws(1).shuffle(order);
  const pick = <T>(values: readonly T[]): T[] => order.map((i) => entry(values, i));
  const plain = entry(circularScan({ x, y, cases, population, permutations: 499, seed: 1 }).clusters, 0);
  const other = entry(
    circularScan({
      x: pick(x).map((each) => 1000 * each + 5),
      y: pick(y).map((each) => 1000 * each),
      cases: pick(cases),
      population: pick(population),
      permutations: 499,
      seed: 1,
    }).clusters,
    0,
  );
  const sorted = (areas: readonly number[]): number[] => areas.toSorted((a, b) => a - b);
  assert.deepEqual(sorted(other.areas.map((i) => entry(order, i))), sorted(plain.areas));
  near(other.logLikelihoodRatio, plain.logLikelihoodRatio, 1e-9);
  assert.ok(Math.abs(other.p - plain.p) < 0.03);
});

test('where there is no cluster one map in twenty has one with p at or below 0.05', () => {
  const random = draws(51);
  const { x, y, population } = country(4);
  for (const model of ['poisson', 'binomial'] as const) {
    const maps = 250;
    let called = 0;
    for (let map = 0; map < maps; map++) {
      const cases = population.map((people) => binomialDraw(random, people, model === 'binomial' ? 0.2 : 0.004));
      if (entry(circularScan({ x, y, cases, population, model, permutations: 39, seed: map }).clusters, 0).p <= 0.05) called++;
    }
    assert.ok(Math.abs(called / maps - 0.05) < 4 * Math.sqrt((0.05 * 0.95) / maps), `${model} ${called}`);
  }
});

test('a cluster that holds all cases has no rate outside to be compared with; even cases have no cluster', () => {
  const { x, y, population } = country(5);
  const alone = circularScan({ x, y, cases: population.map((_, i) => (i === 12 ? 9 : 0)), population, permutations: 99, seed: 1 });
  assert.deepEqual([entry(alone.clusters, 0).areas, entry(alone.clusters, 0).relativeRisk, entry(alone.clusters, 0).p], [[12], null, 0.01]);
  assert.deepEqual(circularScan({ x, y, cases: population.map(() => 5), population: population.map(() => 100), permutations: 9, seed: 1 }).clusters, []);
});

test('a scan that cannot be made is refused by name', () => {
  const { x, y, population } = country(6);
  const given: ScanInput = { x, y, population, cases: population.map(() => 3), permutations: 9, seed: 1 };
  throws('shape', 'cases', () => circularScan({ ...given, cases: [1] }));
  throws('not-whole', 'cases[0]', () => circularScan({ ...given, cases: population.map(() => 0.5) }));
  throws('negative', 'population[1]', () => circularScan({ ...given, population: population.with(1, -1) }));
  throws('zero-events', 'cases', () => circularScan({ ...given, cases: population.map(() => 0) }));
  throws('more-events-than-people', 'cases[2]', () => circularScan({ ...given, model: 'binomial', population: population.with(2, 2) }));
  throws('no-information', 'cases[2]', () => circularScan({ ...given, population: population.with(2, 0) }));
  throws('no-information', 'cases', () => circularScan({ ...given, model: 'binomial', population: population.map(() => 3) }));
  throws('no-information', 'population', () => circularScan({ ...given, population: population.map(() => 0) }));
  throws('out-of-range', 'maxShare', () => circularScan({ ...given, maxShare: 0.7 }));
  throws('not-positive', 'maxShare', () => circularScan({ ...given, maxShare: 0 }));
  throws('inconsistent', 'expected', () => circularScan({ ...given, model: 'binomial', expected: population }));
  throws('not-positive', 'most', () => circularScan({ ...given, most: 0 }));
  throws('too-few', 'x', () => circularScan({ x: [1], y: [1], cases: [1], population: [5], permutations: 9, seed: 1 }));
});

test('whatever the numbers: finite results or a coded error', () => {
  const odd = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e15, 1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY), fc.integer({ min: -1, max: 9 }));
  const column = fc.array(odd, { minLength: 6, maxLength: 6 });
  const small = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(fc.oneof(column, small), fc.oneof(column, small), fc.oneof(column, small), small, (a, b, c, d) => {
      for (const act of [
        (): object => circularScan({ x: d, y: a, cases: b, population: c, permutations: 3, seed: 1 }),
        (): object => circularScan({ x: d, y: d, cases: d, population: c, expected: a, permutations: 3, seed: 1 }),
        (): object => circularScan({ x: d, y: d, cases: d, population: b, model: 'binomial', permutations: 3, seed: 1 }),
        (): object => knox({ x: a, y: b, day: c }, 5, 5, { permutations: 3, seed: 1 }),
        (): object => nearRepeat({ x: d, y: a, day: c }, { space: [0, 5], time: [0, 5], permutations: 3, seed: 1 }),
      ]) {
        try {
          finiteThroughout(act());
        } catch (error) {
          if (!(error instanceof MethodError)) throw error;
        }
      }
    }),
    { numRuns: 200 },
  );
});

function finiteThroughout(value: unknown): void {
  if (typeof value === 'number') assert.ok(Number.isFinite(value), String(value));
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) finiteThroughout(each);
}
