import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { poissonQuantile } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { fitGlm } from '../glm/index.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { type FarringtonFlexibleOptions, type FarringtonStep, farrington, farringtonFlexible } from './index.ts';

const throws = (code: string, argument: string, run: () => unknown): void => {
  assert.throws(run, (error) => error instanceof MethodError && error.code === code && error.argument === argument, `${code} ${argument}`);
};

/** Six fictional years of weeks with a season, an old outbreak in weeks 200 and 201 and a new one in the last. */
const WEEKS = Array.from({ length: 312 }, (_, i) => {
  const t = i + 1;
  if (t === 200) return 40;
  if (t === 201) return 35;
  if (t === 312) return 30;
  return ((t * 37) % 13) + (t % 52 < 26 ? 5 : 0) + ((t * t) % 7 === 3 ? 4 : 0);
});

const only = (steps: readonly FarringtonStep[]): FarringtonStep => {
  const [step] = steps;
  assert.ok(step);
  return step;
};
const at305 = WEEKS.slice(0, 305);

// R 4.2.2 glm(family = quasipoisson), with the steps of the papers written out.
test('limits of a fictional series as R gives them', () => {
  assert.equal(
    WEEKS.reduce((a, b) => a + b, 0),
    2748,
  );
  const old = only(farrington(at305));
  near(old.expected ?? 0, 7.69071804417373, 1e-9);
  near(old.standardError ?? 0, 1.23069293705348, 1e-9);
  near(old.dispersion ?? 0, 4.13572666737373, 1e-9);
  near(old.upper ?? 0, 26.63224390067887, 1e-9);
  near(only(farrington(WEEKS)).upper ?? 0, 24.06418943686937, 1e-9);
  for (const [counts, expected, error, dispersion, trend, delta, plugin, muan] of [
    [at305, 6.97066594454259, 0.818641998778293, 1.99899591655042, 2.49846489443818e-5, 18.8565374420263, 19, 23],
    [WEEKS, 8.5315984531823, 0.893732885462025, 1.90827772296381, 7.79865294183141e-5, 21.1522398705624, 21, 26],
  ] as const) {
    const found = only(farringtonFlexible(counts, { threshold: 'delta' }));
    near(found.expected ?? 0, expected, 1e-9);
    near(found.standardError ?? 0, error, 1e-9);
    near(found.dispersion ?? 0, dispersion, 1e-9);
    near(found.trend ?? 0, trend, 1e-6);
    near(found.upper ?? 0, delta, 1e-9);
    assert.equal(only(farringtonFlexible(counts)).upper, plugin);
    assert.equal(only(farringtonFlexible(counts, { threshold: 'muan' })).upper, muan);
  }
  const last = only(farringtonFlexible(WEEKS));
  near(last.p ?? 0, 1.07803561207536e-4, 1e-8);
  assert.deepEqual([last.alarm, last.verdict, last.step], [true, 'alarm', 312]);
  near(last.score ?? 0, (30 - 8.5315984531823) / (21 - 8.5315984531823), 1e-9);
});

test('the fit is that of the general regression, factor, trend, population and all', () => {
  const random = draws(15);
  for (let run = 0; run < 10; run++) {
    const population = Array.from({ length: 90 }, (_, i) => 1000 * (1 + i / 200 + random.uniform() / 10));
    const counts = population.map((people, i) => poissonQuantile(random.uniform(), (people / 100) * (1 + 0.3 * Math.sin(i / 2))));
    const options = { stepsPerYear: 12, years: 6, halfWindow: 1, periods: 4, excludeRecent: 6, reweight: false, population };
    const found = only(farringtonFlexible(counts, options));
    // Blocks of the year by hand: a window of 3 months, then three of 3.
    const time: number[] = [];
    const group: number[] = [];
    for (let back = 73; back > 6; back--) {
      time.push(-back);
      group.push(Math.floor(((((-back + 1) % 12) + 12) % 12) / 3));
    }
    const rows = time.map((back) => 89 + back);
    const dummies = [0, 1, 2, 3].map((level) => group.map((each) => (each === level ? 1 : 0)));
    const kept = found.trend !== null;
    const fit = fitGlm({
      y: rows.map((i) => counts[i] ?? 0),
      x: [...dummies, ...(kept ? [time] : [])],
      family: 'quasi-poisson',
      offset: rows.map((i) => Math.log(population[i] ?? 1)),
    });
    // The detector stops where R's glm does, at a change of 1e-8 of the deviance.
    near(found.expected ?? 0, (population[89] ?? 0) * Math.exp(fit.coefficients[0] ?? 0), 1e-6);
    near(found.dispersion ?? 0, Math.max(1, fit.dispersion), 1e-4);
    const linearError = Math.sqrt((Math.max(1, fit.dispersion) / fit.dispersion) * (fit.covariance[0] ?? 0));
    near((found.standardError ?? 0) / (found.expected ?? 1), linearError, 1e-4);
    if (kept) near(found.trend ?? 0, fit.coefficients[4] ?? 0, 1e-4);
  }
});

test('false alarms come as often as alpha says, and outbreaks are found', () => {
  const random = draws(55);
  const season = (t: number): number => 12 * Math.exp(0.4 * Math.sin((2 * Math.PI * t) / 52));
  let false1 = 0;
  let judged = 0;
  let found = 0;
  for (let run = 0; run < 120; run++) {
    const counts = Float64Array.from({ length: 312 }, (_, t) => poissonQuantile(random.uniform(), season(t)));
    for (const { alarm } of farringtonFlexible(counts, { last: 13, alpha: 0.025 })) {
      judged++;
      if (alarm) false1++;
    }
    counts[311] = (counts[311] ?? 0) + 15;
    if (only(farringtonFlexible(counts)).alarm) found++;
  }
  // A discrete limit is passed a little less often, the seasonal blocks make it a little more.
  assert.ok(false1 / judged > 0.01 && false1 / judged < 0.04, `${false1 / judged}`);
  assert.ok(found > 100, `${found} of 120`);
});

test('words: no alarm for few cases, nothing said on a short history or an unsettled model', () => {
  assert.deepEqual(
    farringtonFlexible(WEEKS.slice(0, 264), { last: 2 }).map(({ verdict, alarm, upper }) => [verdict, alarm, upper]),
    [
      ['cannot say: history too short', null, null],
      ['no alarm', false, only(farringtonFlexible(WEEKS.slice(0, 264))).upper],
    ],
  );
  const rare = Array.from({ length: 312 }, (_, i): number => (i % 20 === 0 ? 1 : 0)).with(311, 4);
  const step = only(farringtonFlexible(rare));
  assert.deepEqual([step.verdict, step.alarm], ['no alarm: too few recent cases', false]);
  assert.ok(step.observed > (step.upper ?? 99), 'although the limit was passed');
  assert.equal(only(farringtonFlexible(rare, { minimumCases: { cases: 4, steps: 4 } })).verdict, 'alarm');
  // One year of one step has no degree of freedom left.
  const bare = only(farringtonFlexible([3, 4, 5, 6, 7, 8], { stepsPerYear: 4, years: 1, halfWindow: 0, periods: 1, excludeRecent: 0, trend: false }));
  assert.deepEqual([bare.verdict, bare.alarm, bare.expected], ['cannot say: the model did not settle', null, null]);
});

test('a time of the year without any case: the first cases are above what was', () => {
  const summers = Array.from({ length: 312 }, (_, i) => (i % 52 > 20 && i % 52 < 32 ? 6 + (i % 3) : 0));
  const quiet = only(farringtonFlexible(summers, { excludeRecent: 20 }));
  assert.deepEqual([quiet.expected, quiet.upper, quiet.p, quiet.alarm], [0, 0, null, false]);
  const struck = only(farringtonFlexible(summers.with(311, 7), { excludeRecent: 20 }));
  assert.deepEqual([struck.alarm, struck.verdict, struck.score], [true, 'alarm', null]);
  // A block without cases elsewhere in the year leaves the window's estimate alone.
  const peak = only(farringtonFlexible(summers.slice(0, 287), { excludeRecent: 20, trend: false, reweight: false }));
  assert.ok(Math.abs((peak.expected ?? 0) - 7) < 0.5);
  const never = only(farringtonFlexible(new Array(312).fill(0)));
  assert.deepEqual([never.expected, never.verdict], [0, 'no alarm: too few recent cases']);
});

test('large counts, and what came after the step does not matter', () => {
  const many = WEEKS.map((count) => count * 1e7);
  const large = only(farringtonFlexible(many, { threshold: 'delta' }));
  // The dispersion grows with the unit, expected counts by exactly the unit but for weights that dispersion does not change.
  near(large.expected ?? 0, 1e7 * (only(farringtonFlexible(WEEKS)).expected ?? 0), 0.05);
  assert.ok(Number.isFinite(large.upper) && (large.upper ?? 0) > (large.expected ?? 0));
  assert.ok(Number.isFinite(only(farringtonFlexible(many)).upper));
  const early = farringtonFlexible(WEEKS, { last: 8 })[0];
  assert.deepEqual({ ...early }, { ...only(farringtonFlexible(at305)) });
});

test('whatever the counts: a verdict with finite numbers, and alarms only above the limit', () => {
  const options = fc.record({
    years: fc.integer({ min: 1, max: 4 }),
    halfWindow: fc.integer({ min: 0, max: 2 }),
    periods: fc.integer({ min: 1, max: 6 }),
    excludeRecent: fc.integer({ min: 0, max: 14 }),
    threshold: fc.constantFrom('delta', 'nb-plugin', 'muan'),
    power: fc.constantFrom('2/3', '1/2', 'none'),
    standardErrors: fc.constantFrom('model', 'surveillance'),
    trendThreshold: fc.constantFrom(1, 0.05),
    alpha: fc.constantFrom(0.001, 0.05, 0.4),
  }) as fc.Arbitrary<FarringtonFlexibleOptions>;
  const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 1e8 }));
  fc.assert(
    fc.property(fc.array(count, { minLength: 30, maxLength: 70 }), options, (counts, chosen) => {
      for (const step of farringtonFlexible(counts, { ...chosen, stepsPerYear: 12, last: 5 })) {
        for (const value of Object.values(step)) if (typeof value === 'number') assert.ok(Number.isFinite(value), JSON.stringify(step));
        if (step.alarm) assert.ok(step.observed > (step.upper ?? Number.POSITIVE_INFINITY));
        if (step.p !== null) assert.ok(step.p >= 0 && step.p <= 1);
        assert.equal(step.alarm === null, step.verdict.startsWith('cannot say'));
      }
    }),
    { seed: 17, numRuns: 300 },
  );
});

test('what cannot be used is named', () => {
  throws('not-a-number', 'counts[4]', () => farringtonFlexible(WEEKS.with(4, Number.NaN)));
  throws('negative', 'counts[4]', () => farrington(WEEKS.with(4, -1)));
  throws('not-whole', 'counts[4]', () => farrington(WEEKS.with(4, 0.5)));
  throws('too-few', 'counts', () => farrington([1, 2], { last: 3 }));
  throws('out-of-range', 'last', () => farrington(WEEKS, { last: 0 }));
  throws('out-of-range', 'alpha', () => farringtonFlexible(WEEKS, { alpha: 0.5 }));
  throws('out-of-range', 'alpha', () => farrington(WEEKS, { alpha: 0 }));
  throws('out-of-range', 'periods', () => farringtonFlexible(WEEKS, { periods: 47 }));
  throws('out-of-range', 'halfWindow', () => farringtonFlexible(WEEKS, { halfWindow: 26 }));
  throws('out-of-range', 'years', () => farringtonFlexible(WEEKS, { years: 0 }));
  throws('out-of-range', 'trendThreshold', () => farringtonFlexible(WEEKS, { trendThreshold: 2 }));
  throws('not-positive', 'weightsThreshold', () => farringtonFlexible(WEEKS, { weightsThreshold: 0 }));
  throws('shape', 'population', () => farringtonFlexible(WEEKS, { population: [1] }));
  throws('not-positive', 'population[3]', () => farringtonFlexible(WEEKS, { population: new Array(312).fill(10).with(3, 0) }));
  throws('not-whole', 'minimumCases.cases', () => farringtonFlexible(WEEKS, { minimumCases: { cases: 1.5, steps: 4 } }));
});
