import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { at } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { covariate, fictional, force } from './callaway-fixture.ts';
import { type AttEstimator, type CallawayOptions, callawaySantAnna, type StaggeredPanel } from './index-causal.ts';

const adjusted: StaggeredPanel = { ...fictional, covariates: [covariate] };
const ESTIMATORS: readonly AttEstimator[] = ['doubly-robust', 'outcome-regression', 'inverse-probability'];

function same(actual: number | null | undefined, expected: number, tolerance = 1e-8, what = ''): void {
  assert.ok(typeof actual === 'number' && Math.abs(actual - expected) <= tolerance, `${what}: ${actual} is not ${expected}`);
}

test('without covariates the three estimators are the difference in mean changes', () => {
  const [or, ipw, dr] = ESTIMATORS.map((estimator) => callawaySantAnna(fictional, { estimator }));
  const mean = (first: number | null): number => {
    const rows = fictional.firstTreated.length;
    let [sum, n] = [0, 0];
    for (let row = 0; row < rows; row++) {
      if (fictional.firstTreated[row] !== first) continue;
      if (fictional.time[row] === 2023) sum += at(fictional.outcome, row);
      if (fictional.time[row] === 2021) sum -= at(fictional.outcome, row);
      if (fictional.time[row] === 2023) n++;
    }
    return sum / n;
  };
  same(or?.effects.find(({ group, time }) => group === 2022 && time === 2023)?.att, mean(2022) - mean(null), 1e-12);
  or?.effects.forEach((effect, k) => {
    for (const other of [ipw, dr]) {
      same(other?.effects[k]?.att, effect.att, 1e-12);
      same(other?.effects[k]?.standardError, effect.standardError ?? Number.NaN, 1e-12);
    }
  });
});

test('nothing hangs on names, the order of rows, the units of outcome and covariate, or a constant added', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.double({ min: 0.01, max: 1e6, noNaN: true }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constantFrom(...ESTIMATORS),
      (seed, scale, shift, estimator) => {
        const before = callawaySantAnna({ ...adjusted, cluster: force }, { control: 'not-yet', estimator });
        const order = Float64Array.from(covariate.keys());
        draws(seed).shuffle(order);
        const take = <T>(column: ArrayLike<T>): T[] => Array.from(order, (row) => column[row] as T);
        const after = callawaySantAnna(
          {
            unit: take(fictional.unit).map((name) => `x${name}`),
            time: take(fictional.time).map((time) => time + 100),
            outcome: take(fictional.outcome).map((y) => scale * y + shift),
            firstTreated: take(fictional.firstTreated).map((first) => (first === null ? null : first + 100)),
            covariates: [take(covariate).map((x) => 3 - scale * x)],
            cluster: take(force).map((f) => `force ${f}`),
          },
          { control: 'not-yet', estimator },
        );
        const tolerance = 1e-9 * (scale + Math.abs(shift));
        before.effects.forEach((effect, k) => {
          same(after.effects[k]?.att, scale * effect.att, tolerance);
          same(after.effects[k]?.standardError, scale * (effect.standardError ?? 0), tolerance);
        });
        same(after.pretest?.p, before.pretest?.p ?? 0, 1e-5 * (1 + Math.abs(shift) / scale));
      },
    ),
    { numRuns: 25 },
  );
});

test('the two bases agree after the start, and a universal one is zero just before it', () => {
  const varying = callawaySantAnna(adjusted, { base: 'varying' });
  const universal = callawaySantAnna(adjusted, { base: 'universal' });
  for (const effect of universal.effects) {
    const other = varying.effects.find(({ group, time }) => group === effect.group && time === effect.time);
    if (effect.time >= effect.group) assert.deepEqual(effect, other);
    if (effect.time === effect.group - 1) assert.deepEqual([effect.att, effect.standardError, effect.lower], [0, null, null]);
  }
  same(universal.pretest?.statistic, varying.pretest?.statistic ?? 0, 1);
});

test('clusters of one unit each change nothing, and clusters of copies do not make news of them', () => {
  const alone = callawaySantAnna({ ...adjusted, cluster: fictional.unit });
  const plain = callawaySantAnna(adjusted);
  alone.effects.forEach((effect, k) => {
    same(effect.standardError, plain.effects[k]?.standardError ?? 0, 1e-12);
  });
  // Every area twice, each pair one cluster: as sure as with one.
  const twice = <T>(column: ArrayLike<T>): T[] => [...Array.from(column), ...Array.from(column)];
  const doubled = callawaySantAnna({
    unit: [...Array.from(fictional.unit, (name) => `${name} a`), ...Array.from(fictional.unit, (name) => `${name} b`)],
    time: twice(fictional.time),
    outcome: twice(fictional.outcome),
    firstTreated: twice(fictional.firstTreated),
    covariates: [twice(covariate)],
    cluster: twice(fictional.unit),
  });
  doubled.effects.forEach((effect, k) => {
    same(effect.att, plain.effects[k]?.att ?? 0, 1e-10);
    same(effect.standardError, plain.effects[k]?.standardError ?? 0, 1e-10);
  });
});

test('a group already treated at the start is left out and named; one treated after the end is a comparison', () => {
  const firstTreated = Array.from(fictional.firstTreated, (first, row) =>
    fictional.unit[row] === 'area 1' ? 2019 : fictional.unit[row] === 'area 5' ? 2031 : first,
  );
  const found = callawaySantAnna({ ...fictional, firstTreated });
  assert.deepEqual(found.alreadyTreated, ['area 1']);
  assert.equal(found.units, 35);
  assert.equal(found.effects[0]?.comparisonUnits, 15);
});

test('with nobody never treated, the last group is compared until it starts and then there is nobody', () => {
  const keep = Array.from(fictional.firstTreated.length ? covariate.keys() : []).filter((row) => fictional.firstTreated[row] !== null);
  const panel: StaggeredPanel = {
    unit: keep.map((row) => fictional.unit[row] ?? ''),
    time: keep.map((row) => at(fictional.time, row)),
    outcome: keep.map((row) => at(fictional.outcome, row)),
    firstTreated: keep.map((row) => fictional.firstTreated[row] ?? null),
  };
  const found = callawaySantAnna(panel, { control: 'not-yet' });
  assert.deepEqual(
    found.withoutComparison,
    // The last group has no comparison the year before its start either: by then all others have started.
    [
      [2021, 2023],
      [2022, 2023],
      [2023, 2022],
      [2023, 2023],
    ].map(([group, time]) => ({ group, time })),
  );
  assert.throws(() => callawaySantAnna(panel), { code: 'no-information', argument: 'firstTreated' });
});

test('what cannot be used is named', () => {
  const bad = (change: Partial<StaggeredPanel>, code: string, argument: string, options: CallawayOptions = {}): void => {
    assert.throws(
      () => callawaySantAnna({ ...fictional, ...change }, options),
      (error) => error instanceof MethodError && error.code === code && error.argument === argument,
      `${code} ${argument}`,
    );
  };
  const but = <T>(column: ArrayLike<T>, row: number, value: T): T[] => Array.from(column, (each, r) => (r === row ? value : each));
  bad({ time: [2019] }, 'shape', 'time');
  bad({ outcome: [] }, 'shape', 'outcome');
  bad({ covariates: [[1]] }, 'shape', 'covariates[0]');
  bad({ cluster: ['a'] }, 'shape', 'cluster');
  bad({ outcome: but(fictional.outcome, 7, Number.NaN) }, 'not-a-number', 'outcome[7]');
  bad({ time: but(fictional.time, 0, Number.POSITIVE_INFINITY) }, 'not-a-number', 'time[0]');
  bad({ covariates: [but(covariate, 3, Number.NaN)] }, 'not-a-number', 'covariates[0][3]');
  bad({ firstTreated: but(fictional.firstTreated, 0, 2021) }, 'inconsistent', 'firstTreated');
  bad({ cluster: but(force, 1, 99) }, 'inconsistent', 'cluster');
  bad({ time: but(fictional.time, 0, 2020) }, 'inconsistent', 'unit');
  bad({ unit: ['a'], time: [1], outcome: [1], firstTreated: [null] }, 'too-few', 'unit');
  bad({ unit: ['a', 'b'], time: [1, 1], outcome: [1, 2], firstTreated: [null, 1] }, 'too-few', 'time');
  bad({ firstTreated: Array.from(covariate, () => null) }, 'no-information', 'firstTreated');
  bad({ covariates: [Array.from(covariate, () => 4)] }, 'singular', 'covariates[0]');
  bad({ covariates: [covariate, covariate.map((x) => 1 - 2 * x)] }, 'singular', 'covariates[1]');
  bad({ covariates: [Array.from(fictional.firstTreated, (first) => (first === null ? 0 : 1))] }, 'singular', 'covariates[0]', {
    estimator: 'outcome-regression',
  });
  const apart = Array.from(fictional.firstTreated, (first, row) => (first === null ? 0 : 10) + at(covariate, row) / 100);
  bad({ covariates: [apart] }, 'separation', 'covariates', { estimator: 'inverse-probability' });
  bad({}, 'out-of-range', 'level', { level: 1 });
  bad({}, 'negative', 'anticipation', { anticipation: -1 });
  bad({}, 'too-few', 'bootstrap.draws', { bootstrap: { seed: 1, draws: 10 } });
  bad({}, 'not-whole', 'bootstrap.seed', { bootstrap: { seed: 0.5 } });
  assert.throws(() => callawaySantAnna({ ...adjusted, covariates: [apart] }), /group 2021 in period 2020/);
});

test('an unbalanced panel is refused by the unit and period that are missing', () => {
  const without = <T>(column: ArrayLike<T>): T[] => Array.from(column).filter((_, row) => row !== 12);
  assert.throws(
    () =>
      callawaySantAnna({
        unit: without(fictional.unit),
        time: without(fictional.time),
        outcome: without(fictional.outcome),
        firstTreated: without(fictional.firstTreated),
      }),
    /area 3 has no row for period 2021/,
  );
});
