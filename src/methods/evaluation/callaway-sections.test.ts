import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { at } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { covariate, fictional, force } from './callaway-fixture.ts';
import { type AttEstimator, aggregateGroupTime, callawayCrossSections, callawaySantAnna, type CrossSections } from './index-causal.ts';

/** The fictional panel as if each row were another person; of every eleven one is missing, so that periods differ in who was asked. */
const kept = Array.from(covariate.keys()).filter((row) => (row * 7) % 11 !== 3);
const take = <T>(column: ArrayLike<T>): T[] => kept.map((row) => column[row] as T);
const survey: CrossSections = {
  time: take(fictional.time),
  outcome: take(fictional.outcome),
  firstTreated: take(fictional.firstTreated),
  covariates: [take(covariate)],
};

/** Python with numpy 1.24 and scipy 1.10: estimating equations stacked and solved numerically, as for the panel. Not-yet-treated comparisons. */
const REFERENCE: Readonly<Record<AttEstimator, readonly (readonly [group: number, time: number, att: number, error: number, byForce: number])[]>> = {
  'doubly-robust': [
    [2021, 2020, -0.687034076, 2.357302519, 0.891418182],
    [2021, 2021, -1.452337484, 2.494712363, 0.778685096],
    [2021, 2022, -2.239777928, 2.295693122, 0.573016876],
    [2021, 2023, -1.733680036, 2.448481885, 0.955385489],
    [2022, 2020, -0.635993309, 2.878718859, 1.0834765],
    [2022, 2021, 0.702399803, 3.185463065, 1.067547123],
    [2022, 2022, -0.456346665, 3.249687945, 1.494861058],
    [2022, 2023, -3.404150216, 3.094658372, 0.669809132],
    [2023, 2020, -1.406625606, 1.704264224, 0.999006327],
    [2023, 2021, 0.805986643, 2.282538298, 0.813227458],
    [2023, 2022, 1.019806751, 2.425307301, 0.832797362],
    [2023, 2023, -2.687856263, 2.455240092, 0.62596333],
  ],
  'outcome-regression': [
    [2021, 2020, -0.662717564, 2.360619236, 0.936288498],
    [2021, 2023, -1.779596366, 2.47249938, 0.988287284],
    [2022, 2022, -1.024437591, 3.88596472, 1.942631746],
    [2023, 2020, -1.155937243, 1.778720177, 1.046429791],
    [2023, 2023, -2.691413015, 2.449913845, 0.734000462],
  ],
  'inverse-probability': [
    [2021, 2020, -0.609280407, 2.48091542, 1.008004954],
    [2021, 2023, -1.270697825, 2.520515465, 1.048055906],
    [2022, 2022, -0.985787137, 3.943892955, 1.837655248],
    [2022, 2023, -3.123610514, 3.588836511, 0.781202627],
    [2023, 2023, -2.458683772, 2.510494175, 0.788907923],
  ],
};

function same(actual: number | null | undefined, expected: number, tolerance: number): void {
  assert.ok(typeof actual === 'number' && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

test('effects and standard errors from people asked once, as an independent derivation has them', () => {
  for (const [name, effects] of Object.entries(REFERENCE)) {
    const estimator = name as AttEstimator;
    const found = callawayCrossSections(survey, { control: 'not-yet', estimator });
    const byForce = callawayCrossSections({ ...survey, cluster: take(force) }, { control: 'not-yet', estimator });
    for (const [group, time, att, error, clustered] of effects) {
      const is = (each: { group: number; time: number }): boolean => each.group === group && each.time === time;
      same(found.effects.find(is)?.att, att, 2e-9);
      same(found.effects.find(is)?.standardError, error, 2e-9);
      same(byForce.effects.find(is)?.standardError, clustered, 2e-9);
    }
  }
});

test('a panel whose rows are told apart by unit gives what the panel gives', () => {
  const { unit, ...rows } = fictional;
  const panel = callawaySantAnna(fictional, { base: 'universal' });
  const sections = callawayCrossSections({ ...rows, cluster: unit }, { base: 'universal' });
  panel.effects.forEach((effect, k) => {
    same(sections.effects[k]?.att, effect.att, 1e-10);
    if (effect.standardError === null) assert.equal(sections.effects[k]?.standardError, null);
    else same(sections.effects[k]?.standardError, effect.standardError, 1e-10);
  });
  same(sections.pretest?.statistic, panel.pretest?.statistic ?? Number.NaN, 1e-8);
  for (const kind of ['simple', 'dynamic', 'group', 'calendar'] as const) {
    const [a, b] = [aggregateGroupTime(panel, kind).overall, aggregateGroupTime(sections, kind).overall];
    same(b.att, a.att, 1e-10);
    same(b.standardError, a.standardError ?? Number.NaN, 1e-10);
  }
});

test('order, scale and a constant change nothing', () => {
  const before = callawayCrossSections(survey);
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.01, max: 1e5, noNaN: true }), fc.double({ min: -1e4, max: 1e4, noNaN: true }), (seed, scale, shift) => {
      const order = Float64Array.from(kept.keys());
      draws(seed).shuffle(order);
      const mixed = <T>(column: ArrayLike<T>): T[] => Array.from(order, (row) => column[row] as T);
      const after = callawayCrossSections({
        time: mixed(survey.time),
        outcome: mixed(survey.outcome).map((y) => scale * y + shift),
        firstTreated: mixed(survey.firstTreated),
        covariates: (survey.covariates ?? []).map((column) => mixed(column).map((x) => 1 - scale * x)),
      });
      before.effects.forEach((effect, k) => {
        same(after.effects[k]?.att, scale * effect.att, 1e-9 * (scale + Math.abs(shift)));
        same(after.effects[k]?.standardError, scale * (effect.standardError ?? 0), 1e-9 * (scale + Math.abs(shift)));
      });
    }),
    { numRuns: 15 },
  );
});

test('a planted effect is found among other people each year, and intervals hold it 95 times in 100', () => {
  const runs = 70;
  const held = { 'doubly-robust': 0, 'outcome-regression': 0, 'inverse-probability': 0 };
  const mean = { 'doubly-robust': 0, 'outcome-regression': 0, 'inverse-probability': 0 };
  for (let run = 0; run < runs; run++) {
    const { normal, uniform, below } = draws(run);
    const rows = Array.from({ length: 500 }, () => {
      const x = normal();
      const first = uniform() < 1 / (1 + Math.exp(-0.5 * x)) ? 2 : null;
      const time = 1 + below(2);
      return { x, first, time, y: 3 + x + time * (0.5 + 0.8 * x) + (first === time ? 1.5 : 0) + normal() };
    });
    for (const estimator of ['doubly-robust', 'outcome-regression', 'inverse-probability'] as const) {
      const found = callawayCrossSections(
        {
          time: rows.map(({ time }) => time),
          outcome: rows.map(({ y }) => y),
          firstTreated: rows.map(({ first }) => first),
          covariates: [rows.map(({ x }) => x)],
        },
        { estimator },
      ).effects[0];
      mean[estimator] += (found?.att ?? 0) / runs;
      if ((found?.lower ?? 0) <= 1.5 && 1.5 <= (found?.upper ?? 0)) held[estimator]++;
    }
  }
  for (const estimator of ['doubly-robust', 'outcome-regression', 'inverse-probability'] as const) {
    assert.ok(Math.abs(mean[estimator] - 1.5) < 0.1, `${estimator} ${mean[estimator]}`);
    // Monte Carlo error 2.6 points.
    assert.ok(held[estimator] / runs > 0.89 && held[estimator] / runs <= 1, `${estimator} ${held[estimator]} of ${runs}`);
  }
});

test('what cannot be used is named, and nothing comes back as NaN', () => {
  const bad = (change: Partial<CrossSections>, code: string, argument: string): void => {
    assert.throws(() => callawayCrossSections({ ...survey, ...change }), { name: 'MethodError', code, argument });
  };
  bad({ outcome: [1] }, 'shape', 'outcome');
  bad({ firstTreated: [1] }, 'shape', 'firstTreated');
  bad({ covariates: [[1]] }, 'shape', 'covariates[0]');
  bad({ cluster: [1] }, 'shape', 'cluster');
  bad({ time: Array.from(survey.time, () => 1) }, 'too-few', 'time');
  bad({ outcome: Array.from(survey.outcome, () => Number.NaN) }, 'not-a-number', 'outcome[0]');
  bad({ firstTreated: Array.from(survey.firstTreated, () => null) }, 'no-information', 'firstTreated');
  bad({ covariates: [Array.from(survey.outcome, () => 1)] }, 'singular', 'covariates[0]');
  // Nobody of the last group was asked in 2022, the year that its effect is told from.
  const unasked = kept
    .keys()
    .filter((row) => !(survey.firstTreated[row] === 2023 && survey.time[row] === 2022))
    .toArray();
  const some = <T>(column: ArrayLike<T>): T[] => unasked.map((row) => column[row] as T);
  bad({ time: some(survey.time), outcome: some(survey.outcome), firstTreated: some(survey.firstTreated), covariates: [] }, 'too-few', 'time');
  const already = callawayCrossSections({ ...survey, firstTreated: Array.from(survey.firstTreated, (first) => (first === 2021 ? 2019 : first)) });
  assert.deepEqual(already.alreadyTreated, [2019]);
  const hostile = fc.oneof(
    fc.integer({ min: -2, max: 2 }),
    fc.constantFrom(1e150, -1e150, 5e-324, 1e8),
    fc.double({ min: -5, max: 5, noNaN: true }),
    fc.double(),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(1, 2, 3), hostile, hostile, fc.constantFrom(null, 2, 3)), { minLength: 6, maxLength: 25 }),
      fc.boolean(),
      (rows, adjust) => {
        try {
          const found = callawayCrossSections({
            time: rows.map(([time]) => time),
            outcome: rows.map(([, y]) => y),
            firstTreated: rows.map(([, , , first]) => first),
            ...(adjust ? { covariates: [rows.map(([, , x]) => x)] } : {}),
          });
          for (const effect of found.effects) assert.ok(Object.values(effect).every((value) => value === null || Number.isFinite(value)));
          assert.ok(at([found.units], 0) > 0);
        } catch (error) {
          assert.ok(error instanceof MethodError, String(error));
        }
      },
    ),
    { numRuns: 300 },
  );
});
