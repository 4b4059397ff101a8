import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { poissonQuantile } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { didCounts, differenceInDifferences, eventStudy, type PanelErrors, twoWayFixedEffects } from './index.ts';

/** Six fictional areas over five years; C and D start in 2022, E in 2023, the others never. */
const unit = ['A', 'B', 'C', 'D', 'E', 'F'].flatMap((name) => [name, name, name, name, name]);
const time = unit.map((_, i) => 2020 + (i % 5));
const y = [10, 11, 12, 12, 14, 20, 22, 21, 24, 23, 15, 16, 13, 12, 12, 30, 29, 27, 25, 24, 8, 9, 10, 7, 8, 12, 14, 13, 15, 16];
const adopted = unit.map((name) => (name === 'C' || name === 'D' ? 2022 : name === 'E' ? 2023 : null));
const treatment = adopted.map((first, i) => (first !== null && (time[i] ?? 0) >= first ? 1 : 0));
const panel = { y, unit, time };

const code = (expected: string, argument?: string) => (error: unknown) => {
  assert.ok(error instanceof MethodError, String(error));
  assert.equal(error.code, expected, error.message);
  if (argument !== undefined) assert.equal(error.argument, argument);
  return true;
};

// Reference values: R 4.2.2 (lm and glm with dummies, sandwich::vcovCL).
test('two-way fixed effects, balanced, and with rows missing and weights', () => {
  for (const [errors, se] of [
    ['CR0', 0.59122729339837],
    ['all', 0.80014242132191],
    ['iid', 0.79935759299361],
  ] as const satisfies readonly (readonly [PanelErrors, number])[]) {
    const { coefficients } = twoWayFixedEffects({ ...panel, treatment, errors });
    near(coefficients[0]?.estimate ?? 0, -4.6129032258065, 1e-12);
    near(coefficients[0]?.standardError ?? 0, se, 1e-12);
  }
  const kept = y.map((_, i) => i).filter((i) => ![2, 16, 27].includes(i));
  const pick = <T>(values: readonly T[]): T[] => kept.map((i) => values[i] as T);
  const weights = pick(unit.map((name) => [5, 3, 4, 6, 2, 7]['ABCDEF'.indexOf(name)] ?? 0));
  const uneven = { y: pick(y), unit: pick(unit), time: pick(time), treatment: pick(treatment), weights };
  near(twoWayFixedEffects({ ...uneven, errors: 'CR0' }).coefficients[0]?.estimate ?? 0, -5.5923559739969, 1e-12);
  near(twoWayFixedEffects({ ...uneven, errors: 'CR0' }).coefficients[0]?.standardError ?? 0, 1.0221261881492, 1e-11);
  near(twoWayFixedEffects({ ...uneven, errors: 'iid' }).coefficients[0]?.standardError ?? 0, 0.91100134343087, 1e-11);
});

test('Poisson with effects of areas and years', () => {
  const exposure = unit.map((name) => [1000, 2000, 1500, 2500, 900, 1300]['ABCDEF'.indexOf(name)] ?? 0);
  const found = twoWayFixedEffects({ ...panel, treatment, exposure, family: 'poisson', errors: 'CR0' });
  near(found.coefficients[0]?.estimate ?? 0, -0.29607065796586, 1e-10);
  near(found.coefficients[0]?.standardError ?? 0, 0.030105825799645, 1e-8);
  near(twoWayFixedEffects({ ...panel, treatment, exposure, family: 'poisson', errors: 'iid' }).coefficients[0]?.standardError ?? 0, 0.17708545273671, 1e-9);
  near(found.ratio?.value ?? 0, Math.exp(-0.29607065796586), 1e-10);
  // An area without events says nothing of a ratio.
  const more = twoWayFixedEffects({
    y: [...y, 0, 0, 0, 0, 0],
    unit: [...unit, 'G', 'G', 'G', 'G', 'G'],
    time: [...time, 2020, 2021, 2022, 2023, 2024],
    treatment: [...treatment, 0, 0, 1, 1, 1],
    exposure: [...exposure, 9, 9, 9, 9, 9],
    family: 'poisson',
    errors: 'CR0',
  });
  near(more.coefficients[0]?.estimate ?? 0, found.coefficients[0]?.estimate ?? 1, 1e-10);
  assert.equal(more.panel.unitsWithoutEvents, 1);
});

test('event study with its pre-trend test', () => {
  const study = eventStudy({ ...panel, adopted, errors: 'CR0' });
  const estimates = [-0.34897781101969, 0.44527549239592, -3.18854400398903, -4.96880453752181, -7.35195400149589];
  const errors = [0.35217285900738, 0.68228302374078, 0.41061096986375, 0.2517503484571, 0.6952149889947];
  study.rows.forEach((row, j) => {
    near(row.estimate, estimates[j] ?? 0, 1e-10);
    near(row.standardError, errors[j] ?? 0, 1e-10);
  });
  near(study.preTrend?.statistic ?? 0, 3.109509878299, 1e-9);
  assert.equal(study.preTrend?.df2, 5);
  near(study.averageAfter?.estimate ?? 0, (-3.18854400398903 - 4.96880453752181 - 7.35195400149589) / 3, 1e-10);
  const binned = eventStudy({ ...panel, adopted, from: -2, to: 1 });
  assert.deepEqual(
    binned.rows.map(({ relative }) => relative),
    [-2, 0, 1],
  );
});

test('the weights of the rows, in the example of de Chaisemartin and d’Haultfoeuille', () => {
  // Two groups, three periods, treated from the second and from the third: weights 1, 1/2 and -1/2 (their section I).
  const { adoption, coefficients } = twoWayFixedEffects({
    y: [0, 1, 4, 0, 0, 1],
    unit: ['early', 'early', 'early', 'late', 'late', 'late'],
    time: [1, 2, 3, 1, 2, 3],
    treatment: [0, 1, 1, 0, 0, 1],
    errors: 'iid',
  });
  assert.deepEqual([adoption.negativeWeights?.rows, adoption.negativeWeights?.treatedRows], [1, 3]);
  near(adoption.negativeWeights?.sum ?? 0, -0.5, 1e-12);
  // Every effect here is positive (1, 4, 1) and the coefficient, 1 + 1/2 - 2, is negative.
  near(coefficients[0]?.estimate ?? 0, -0.5, 1e-12);
  assert.match(adoption.warning ?? '', /negative weight/);
  assert.equal(twoWayFixedEffects({ ...panel, treatment }).adoption.negativeWeights?.rows, 0);
  const once = unit.map((name, i) => ('CDE'.includes(name) && (time[i] ?? 0) >= 2022 ? 1 : 0));
  assert.equal(twoWayFixedEffects({ ...panel, treatment: once }).adoption.warning, null);
  assert.match(twoWayFixedEffects({ ...panel, treatment: once.map((value, i) => (i === 14 ? 0 : value)) }).adoption.warning ?? '', /ends again/);
});

test('with two groups and two periods, regression, fixed effects and the four means agree', () => {
  const rows = { y: [10, 12, 11, 17, 20, 23, 19, 25], unit: ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd'], time: [1, 2, 1, 2, 1, 2, 1, 2] };
  const group = [0, 0, 0, 0, 1, 1, 1, 1];
  const post = [0, 1, 0, 1, 0, 1, 0, 1];
  const found = differenceInDifferences({ y: rows.y, treated: group, post, clusters: rows.unit, errors: 'CR0' });
  const mean = (treated: number, after: number): number => found.cells.find((cell) => cell.treated === treated && cell.post === after)?.mean ?? 0;
  near(found.effect.estimate, mean(1, 1) - mean(1, 0) - (mean(0, 1) - mean(0, 0)), 1e-12);
  const fixed = twoWayFixedEffects({ ...rows, treatment: group.map((value, i) => value * (post[i] ?? 0)), errors: 'CR0' });
  near(fixed.coefficients[0]?.estimate ?? 0, found.effect.estimate, 1e-12);
  near(fixed.coefficients[0]?.standardError ?? 0, found.effect.standardError, 1e-10);
});

test('a ratio of ratios from Poisson regression is that of the four counts', () => {
  // Reference: R glm, ratio exp(-0.212022027970347), standard error 0.23298966174957; quasi 0.069456045175962.
  const data = { y: [40, 44, 30, 28, 50, 61, 33, 29], treated: [0, 0, 1, 1, 0, 0, 1, 1], post: [0, 0, 0, 0, 1, 1, 1, 1] };
  const exposure = [10, 11, 8, 7, 10, 11, 8, 7].map((value) => value * 1000);
  const found = differenceInDifferences({ ...data, exposure, family: 'poisson' });
  near(found.effect.estimate, -0.212022027970347, 1e-11);
  near(found.effect.standardError, 0.23298966174957, 1e-10);
  near(found.effect.p ?? 0, 0.362819259884113, 1e-9);
  const quasi = differenceInDifferences({ ...data, exposure, family: 'quasi-poisson' });
  near(quasi.effect.standardError, 0.069456045175962, 1e-9);
  near(quasi.effect.p ?? 0, 0.037931424254216, 1e-8);
  const four = didCounts({ treatedBefore: 58, treatedAfter: 62, comparisonBefore: 84, comparisonAfter: 111 });
  near(four.logRatio, found.effect.estimate, 1e-11);
  near(four.standardError, found.effect.standardError, 1e-9);
  near(four.ratio.upper, found.ratio?.upper ?? 0, 1e-9);
  near(four.p, found.effect.p ?? 0, 1e-9);
  near(four.avoided.value, 62 * (Math.exp(0.212022027970347) - 1), 1e-11);
});

test('four counts: exchanging before and after, or the groups, inverts the ratio; dispersion widens it', () => {
  const count = fc.integer({ min: 1, max: 100_000_000 });
  fc.assert(
    fc.property(count, count, count, count, fc.double({ min: 1, max: 5, noNaN: true }), (a, b, c, d, dispersion) => {
      const found = didCounts({ treatedBefore: a, treatedAfter: b, comparisonBefore: c, comparisonAfter: d }, { dispersion });
      const turned = didCounts({ treatedBefore: b, treatedAfter: a, comparisonBefore: d, comparisonAfter: c }, { dispersion });
      near(turned.ratio.lower, 1 / found.ratio.upper, 1e-9);
      const groups = didCounts({ treatedBefore: c, treatedAfter: d, comparisonBefore: a, comparisonAfter: b }, { dispersion });
      near(groups.ratio.upper, 1 / found.ratio.lower, 1e-9);
      assert.ok(found.avoided.lower <= found.avoided.value && found.avoided.value <= found.avoided.upper);
      assert.ok(found.standardError >= didCounts({ treatedBefore: a, treatedAfter: b, comparisonBefore: c, comparisonAfter: d }).standardError);
    }),
    { numRuns: 200, seed: 1 },
  );
});

test('order of rows and names of areas do not matter', () => {
  const order = [...unit.keys()].reverse();
  const shuffled = {
    y: order.map((i) => y[i] ?? 0),
    unit: order.map((i) => 100 - (unit[i] ?? '').charCodeAt(0)),
    time: order.map((i) => time[i] ?? 0),
    treatment: order.map((i) => treatment[i] ?? 0),
  };
  const a = twoWayFixedEffects({ ...panel, treatment }).coefficients[0];
  const b = twoWayFixedEffects(shuffled).coefficients[0];
  near(b?.estimate ?? 0, a?.estimate ?? 1, 1e-12);
  near(b?.standardError ?? 0, a?.standardError ?? 1, 1e-11);
});

test('bad input is named', () => {
  assert.throws(() => twoWayFixedEffects({ ...panel, treatment: y.map(() => 0) }), code('no-variation', 'treatment'));
  assert.throws(() => twoWayFixedEffects({ ...panel, treatment: unit.map((name) => (name === 'A' ? 1 : 0)) }), code('singular', 'columns[0]'));
  assert.throws(() => twoWayFixedEffects({ ...panel, treatment: time.map((t) => (t > 2022 ? 1 : 0)) }), code('singular'));
  assert.throws(() => twoWayFixedEffects({ ...panel, treatment, covariates: { size: unit.map((name) => name.charCodeAt(0)) } }), code('singular'));
  assert.throws(() => twoWayFixedEffects({ ...panel, unit: unit.map(() => 'A'), treatment }), code('too-few', 'unit'));
  assert.throws(() => twoWayFixedEffects({ ...panel, time: time.map(() => 2020), treatment }), code('too-few', 'time'));
  assert.throws(() => twoWayFixedEffects({ ...panel, time: [2021, ...time.slice(1)], treatment }), code('inconsistent', 'unit'));
  assert.throws(() => twoWayFixedEffects({ ...panel, treatment: [1] }), code('shape', 'treatment'));
  assert.throws(() => twoWayFixedEffects({ ...panel, treatment, clusters: y.map(() => 1) }), code('too-few', 'clusters'));
  assert.throws(() => twoWayFixedEffects({ ...panel, treatment, exposure: y }), code('inconsistent', 'exposure'));
  assert.throws(() => eventStudy({ ...panel, adopted: y.map(() => null) }), code('no-variation', 'adopted'));
  assert.throws(() => eventStudy({ ...panel, adopted: adopted.map((first, i) => (i === 10 ? 2021 : first)) }), code('inconsistent', 'adopted'));
  assert.throws(() => eventStudy({ ...panel, adopted, reference: -9 }), code('inconsistent', 'reference'));
  // Everybody adopts at once: time since adoption is the calendar.
  assert.throws(() => eventStudy({ ...panel, adopted: y.map(() => 2022) }), code('singular'));
  const data = { y: [1, 2, 3, 4], treated: [0, 0, 1, 1], post: [0, 1, 0, 1] };
  assert.throws(() => differenceInDifferences({ ...data, treated: [0, 0, 1, 2] }), code('out-of-range', 'treated[3]'));
  assert.throws(() => differenceInDifferences({ ...data, post: [0, 1, 1, 1] }), code('too-few', 'y'));
  assert.throws(() => differenceInDifferences({ ...data, errors: 'CR0' }), code('inconsistent', 'clusters'));
  assert.throws(() => differenceInDifferences({ ...data, errors: 'HC1', clusters: [1, 2, 3, 4] }), code('inconsistent', 'clusters'));
  assert.throws(() => differenceInDifferences(data), code('too-few', 'y'));
  const four = { treatedBefore: 3, treatedAfter: 0, comparisonBefore: 5, comparisonAfter: 6 };
  assert.throws(() => didCounts(four), code('zero-events', 'treatedAfter'));
  assert.throws(() => didCounts({ ...four, treatedAfter: -1 }), code('negative', 'treatedAfter'));
});

test('hostile panels give a coded error or finite results', () => {
  const hostile = fc.oneof(fc.double(), fc.constantFrom(0, 1, 1e8, 1e300), fc.integer({ min: 0, max: 50 }));
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 30, maxLength: 30 }), fc.constantFrom('gaussian', 'poisson'), (values, family) => {
      try {
        const found = twoWayFixedEffects({ ...panel, y: values, treatment, family });
        for (const row of found.coefficients)
          for (const value of [row.estimate, row.standardError, row.lower, row.upper]) assert.ok(Number.isFinite(value), String(value));
      } catch (error) {
        assert.ok(error instanceof MethodError, String(error));
      }
    }),
    { numRuns: 150, seed: 9 },
  );
});

test('intervals hold the truth 95 times in 100: four counts, and a panel whose areas have each their own course', () => {
  const random = draws(21);
  const runs = 600;
  let counts = 0;
  let panels = 0;
  const areas = 40;
  for (let run = 0; run < runs; run++) {
    const poisson = (mean: number): number => poissonQuantile(random.uniform(), mean);
    const { ratio } = didCounts({ treatedBefore: poisson(80), treatedAfter: poisson(64), comparisonBefore: poisson(120), comparisonAfter: poisson(130) });
    const truth = 64 / 80 / (130 / 120);
    if (ratio.lower <= truth && ratio.upper >= truth) counts++;
    const rows = Array.from({ length: areas * 6 }, (_, i) => ({ area: Math.floor(i / 6), t: i % 6 }));
    let level = 0;
    const outcome = rows.map(({ area, t }) => {
      // A random walk within each area: errors that no homoscedastic formula covers.
      level = t === 0 ? random.normal() : level + random.normal();
      return area + 0.5 * t + level + (area % 2 === 1 && t >= 3 ? 2 : 0);
    });
    const found = twoWayFixedEffects({
      y: outcome,
      unit: rows.map(({ area }) => area),
      time: rows.map(({ t }) => t),
      treatment: rows.map(({ area, t }) => (area % 2 === 1 && t >= 3 ? 1 : 0)),
    });
    const row = found.coefficients[0];
    if (row && row.lower <= 2 && row.upper >= 2) panels++;
  }
  const error = 3 * Math.sqrt((0.95 * 0.05) / runs);
  assert.ok(Math.abs(counts / runs - 0.95) < error, `counts ${counts / runs}`);
  assert.ok(Math.abs(panels / runs - 0.95) < error, `panels ${panels / runs}`);
});
