import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { poissonQuantile } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import {
  designEffect,
  detectableDidCounts,
  detectableIts,
  detectableProportion,
  detectableTwoRates,
  didCounts,
  type ItsPowerInput,
  placeboPower,
  powerDidCounts,
  powerIts,
  powerPanel,
  powerSteppedWedge,
  powerTwoProportions,
  powerTwoRates,
  sampleTwoProportions,
  simulateItsPower,
  twoWayFixedEffects,
  waldDetectable,
  waldPower,
} from './index.ts';

const code = (expected: string, argument?: string) => (error: unknown) => {
  assert.ok(error instanceof MethodError, String(error));
  assert.equal(error.code, expected, error.message);
  if (argument !== undefined) assert.equal(error.argument, argument);
  return true;
};

test('the multiples everybody knows', () => {
  // (1.96 + 0.84) standard errors for 80 % power; with both tails a hair less.
  near(waldDetectable(1), 2.8015852, 1e-5);
  near(waldPower(waldDetectable(2, { power: 0.9, level: 0.99 }), 2, 0.99), 0.9, 1e-9);
  near(waldPower(0, 1), 0.05, 1e-12);
  near(waldPower(0, 1, 0.95, 7), 0.05, 1e-9);
});

// Reference: R 4.2.2, power.prop.test(n = 500, p1 = 0.2, p2 = 0.15, strict = TRUE) and the others of its kind.
test('two proportions, as R has them', () => {
  near(powerTwoProportions({ n1: 500, n2: 500, share1: 0.2, share2: 0.15 }), 0.54815005673, 1e-10);
  near(powerTwoProportions({ n1: 200, n2: 350, share1: 0.3, share2: 0.2 }), 0.7500463261669, 1e-11);
  near(sampleTwoProportions({ share1: 0.2, share2: 0.15 }) ?? 0, 905.365777967, 1e-5);
  near(detectableProportion({ n1: 500, n2: 500, share1: 0.2 }).above ?? 0, 0.275331707036, 1e-6);
  near(designEffect(25, 0.05), 2.2, 1e-15);
  near(
    powerTwoProportions({ n1: 1100, n2: 1100, share1: 0.2, share2: 0.15, clusterSize: 25, icc: 0.05 }),
    powerTwoProportions({ n1: 500, n2: 500, share1: 0.2, share2: 0.15 }),
    1e-12,
  );
});

test('two rates, with overdispersion', () => {
  const input = { exposure1: 4000, exposure2: 5000, rate1: 0.012, dispersion: 1.5 };
  near(powerTwoRates({ ...input, ratio: 0.7 }), 0.2808257251001, 1e-11);
  const found = detectableTwoRates(input);
  near(powerTwoRates({ ...input, ratio: found.fall ?? 1 }), 0.8, 1e-9);
  near(powerTwoRates({ ...input, ratio: found.rise ?? 1 }), 0.8, 1e-9);
  // Five events cannot show any fall.
  assert.equal(detectableTwoRates({ exposure1: 5, exposure2: 5, rate1: 1 }).fall, null);
  // Twice the events and twice the dispersion are as good.
  near(powerTwoRates({ ...input, ratio: 0.7, exposure1: 8000, exposure2: 10_000, dispersion: 3 }), 0.2808257251001, 1e-11);
});

test('four counts: what is found in simulation is what was foretold', () => {
  const input = { treatedBefore: 200, comparisonBefore: 400, comparisonAfter: 420 };
  const ratio = detectableDidCounts(input).fall ?? 0;
  near(powerDidCounts({ ...input, ratio }), 0.8, 1e-9);
  const random = draws(4);
  const runs = 1500;
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const poisson = (mean: number): number => poissonQuantile(random.uniform(), mean);
    const p = didCounts({ treatedBefore: poisson(200), treatedAfter: poisson(210 * ratio), comparisonBefore: poisson(400), comparisonAfter: poisson(420) }).p;
    if (p < 0.05) found++;
  }
  assert.ok(Math.abs(found / runs - 0.8) < 3 * Math.sqrt(0.16 / runs) + 0.01, `${found / runs}`);
});

const series: ItsPowerInput = { before: 36, after: 24, mean: 40, trend: 1.002, dispersion: 2, autocorrelation: 0.3, change: 'level-and-slope' };

test('interrupted time series: the formula, as written out in R', () => {
  near(powerIts(series, { level: 0.8 }).level ?? 0, 0.2856156492278, 1e-9);
  near(powerIts(series, {}).level ?? 0, 0.05, 1e-9);
  near(powerIts(series, {}).slope ?? 0, 0.05, 1e-9);
  assert.equal(powerIts({ ...series, change: 'level' }, { level: 0.8 }).slope, null);
  const found = detectableIts({ ...series, change: 'level' });
  near(powerIts({ ...series, change: 'level' }, { level: found.level?.fall ?? 1 }).level ?? 0, 0.8, 1e-8);
  near(powerIts({ ...series, change: 'level' }, { level: found.level?.rise ?? 1 }).level ?? 0, 0.8, 1e-8);
  const slope = detectableIts(series).slope;
  near(powerIts(series, { slope: slope?.fall ?? 1 }).slope ?? 0, 0.8, 1e-8);
  // A model that asks for less finds more.
  assert.ok((powerIts({ ...series, change: 'level' }, { level: 0.8 }).level ?? 0) > (powerIts(series, { level: 0.8 }).level ?? 1));
});

test('interrupted time series: simulation comes to the formula, and false alarms to 5 %', () => {
  const plain: ItsPowerInput = { before: 36, after: 24, mean: 40, dispersion: 2, change: 'level' };
  const formula = powerIts(plain, { level: 0.75 }).level ?? 0;
  const found = simulateItsPower(plain, { level: 0.75 }, { seed: 8, runs: 600 });
  assert.ok(Math.abs((found.level ?? 0) - formula) < 3.5 * found.monteCarloError + 0.01, `${found.level} and ${formula}`);
  const none = simulateItsPower(plain, {}, { seed: 9, runs: 600 });
  assert.ok(Math.abs((none.level ?? 0) - 0.05) < 3.5 * Math.sqrt(0.0475 / 600), `${none.level}`);
  // Errors that ignore autocorrelation cry wolf.
  const blind = simulateItsPower({ ...plain, autocorrelation: 0.6 }, {}, { seed: 10, runs: 300 });
  assert.ok((blind.level ?? 0) > 0.12, `${blind.level}`);
  assert.deepEqual(simulateItsPower(plain, {}, { seed: 3, runs: 50 }), simulateItsPower(plain, {}, { seed: 3, runs: 50 }));
});

test('a panel: the variance written out in R, the 2x2 design, and simulation', () => {
  const adopted = [4, 4, 4, 6, 6, null, null, null, null, null];
  near(powerPanel({ adopted, periods: 8, sd: 1.5, autocorrelation: 0.4 }).standardError, 0.7526020818523, 1e-11);
  // Without autocorrelation, m periods before and r after: sd^2 (1/m + 1/r)(1/n1 + 1/n0), McKenzie's formula.
  const two = powerPanel({ adopted: [4, 4, 4, 4, null, null, null, null, null, null], periods: 8, sd: 2 });
  near(two.standardError, 2 * Math.sqrt((1 / 3 + 1 / 5) * (1 / 4 + 1 / 6)), 1e-12);
  assert.equal(two.df, 9);
  near(powerPanel({ adopted, periods: 8, sd: 1.5 }, powerPanel({ adopted, periods: 8, sd: 1.5 }).detectable).power ?? 0, 0.8, 1e-9);

  const random = draws(12);
  const starts = Array.from({ length: 40 }, (_, u) => (u < 12 ? 4 : u < 20 ? 6 : null));
  const plan = { adopted: starts, periods: 8, sd: 1, autocorrelation: 0.5 };
  const effect = powerPanel(plan).detectable;
  const runs = 300;
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const unit: number[] = [];
    const time: number[] = [];
    const y: number[] = [];
    const treatment: number[] = [];
    starts.forEach((start, u) => {
      let error = random.normal();
      for (let t = 1; t <= 8; t++) {
        if (t > 1) error = 0.5 * error + Math.sqrt(0.75) * random.normal();
        const on = start !== null && t >= start ? 1 : 0;
        unit.push(u);
        time.push(t);
        treatment.push(on);
        y.push(u + 0.3 * t + effect * on + error);
      }
    });
    if ((twoWayFixedEffects({ y, unit, time, treatment }).coefficients[0]?.p ?? 1) < 0.05) found++;
  }
  assert.ok(Math.abs(found / runs - 0.8) < 3 * Math.sqrt(0.16 / runs) + 0.03, `${found / runs}`);
});

test('the stepped wedge is Hussey and Hughes’ closed form', () => {
  const steps = [3, 2, 4, 3];
  const m = 20;
  const icc = 0.07;
  const sd = 0.4;
  const clusters = 12;
  const periods = 5;
  const x = steps.flatMap((size, s) => Array.from({ length: size }, () => Array.from({ length: periods }, (_, t) => (t > s ? 1 : 0))));
  const u = x.flat().reduce<number>((sum, value) => sum + value, 0);
  const w = Array.from({ length: periods }, (_, t) => x.reduce((sum, row) => sum + (row[t] ?? 0), 0) ** 2).reduce((sum, value) => sum + value, 0);
  const v = x.map((row) => row.reduce<number>((sum, value) => sum + value, 0) ** 2).reduce((sum, value) => sum + value, 0);
  const tau = icc * sd * sd;
  const cell = ((1 - icc) * sd * sd) / m;
  // Their equation 8.
  const variance =
    (clusters * cell * (cell + periods * tau)) / ((clusters * u - w) * cell + (u * u + clusters * periods * u - periods * w - clusters * v) * tau);
  const found = powerSteppedWedge({ steps, perPeriod: m, sd, icc }, 0.1);
  near(found.standardError, Math.sqrt(variance), 1e-10);
  near(found.power ?? 0, waldPower(0.1, Math.sqrt(variance)), 1e-10);
  assert.equal(found.clusters, 12);
  // Periods that remember less of each other make for a worse comparison within clusters.
  assert.ok(powerSteppedWedge({ steps, perPeriod: m, sd, icc, cac: 0.8 }).standardError > found.standardError);
});

test('placebos: how small p can get, and the power by simulation', () => {
  const found = placeboPower({ donors: 39, gapSd: 2, effect: 6 });
  near(found.smallestP, 1 / 40, 1e-15);
  assert.equal(found.donorsNeeded, 19);
  // R's integrate: 0.8177279347341.
  near(found.power ?? 0, 0.8177279347341, 1e-8);
  near(placeboPower({ donors: 39, gapSd: 2, effect: found.detectable ?? 0 }).power ?? 0, 0.8, 1e-8);
  const few = placeboPower({ donors: 10, gapSd: 1, effect: 100 });
  assert.deepEqual([few.possible, few.power, few.detectable], [false, 0, null]);
  assert.equal(placeboPower({ donors: 19 }).possible, true);
  near(placeboPower({ donors: 19, gapSd: 1, effect: 0 }).power ?? 0, 0.05, 1e-8);
  const random = draws(2);
  const runs = 2000;
  let hits = 0;
  for (let run = 0; run < runs; run++) {
    const treated = Math.abs(3 + random.normal());
    let larger = 0;
    for (let d = 0; d < 39; d++) if (Math.abs(random.normal()) >= treated) larger++;
    if ((1 + larger) / 40 <= 0.05) hits++;
  }
  assert.ok(Math.abs(hits / runs - 0.8177) < 3 * Math.sqrt(0.15 / runs), `${hits / runs}`);
});

test('more data, a larger effect or a lower level never lessen power', () => {
  const events = fc.integer({ min: 20, max: 100_000 });
  fc.assert(
    fc.property(events, fc.double({ min: 0.3, max: 0.95, noNaN: true }), fc.double({ min: 1, max: 4, noNaN: true }), (n, ratio, dispersion) => {
      const at = (exposure: number, of: number, level = 0.95): number =>
        powerTwoRates({ exposure1: exposure, exposure2: exposure, rate1: 1, ratio: of, dispersion, level });
      assert.ok(at(2 * n, ratio) >= at(n, ratio) - 1e-12);
      assert.ok(at(n, ratio, 0.9) >= at(n, ratio) - 1e-12);
      for (const value of [at(n, ratio), at(n, 1 / ratio)]) assert.ok(value >= 0 && value <= 1);
    }),
    { numRuns: 100, seed: 6 },
  );
});

test('bad input is named', () => {
  assert.throws(() => waldPower(1, 0), code('not-positive', 'standardError'));
  assert.throws(() => waldDetectable(1, { power: 0.04 }), code('out-of-range', 'power'));
  assert.throws(() => waldDetectable(1, { power: 1 }), code('out-of-range', 'power'));
  assert.throws(() => designEffect(0.5, 0.1), code('out-of-range', 'clusterSize'));
  assert.throws(() => powerTwoProportions({ n1: 0, n2: 10, share1: 0.1, share2: 0.2 }), code('not-positive', 'n1'));
  assert.throws(() => powerTwoProportions({ n1: 10, n2: 10, share1: 1.1, share2: 0.2 }), code('out-of-range', 'share1'));
  assert.equal(sampleTwoProportions({ share1: 0.2, share2: 0.2 }), null);
  assert.throws(() => powerTwoRates({ exposure1: 1, exposure2: 1, rate1: 1, ratio: 0 }), code('not-positive', 'ratio'));
  assert.throws(() => powerDidCounts({ treatedBefore: 0, comparisonBefore: 1, comparisonAfter: 1, ratio: 1 }), code('not-positive', 'treatedBefore'));
  assert.throws(() => powerIts({ ...series, before: 2 }, {}), code('too-few', 'interruption'));
  assert.throws(() => powerIts({ ...series, autocorrelation: 1 }, {}), code('out-of-range', 'autocorrelation'));
  assert.throws(() => powerIts({ ...series, trend: 1e9 }, {}), code('too-large', 'trend'));
  assert.throws(() => simulateItsPower({ ...series, dispersion: 0.5 }, {}, { seed: 1 }), code('out-of-range', 'dispersion'));
  assert.throws(() => powerPanel({ adopted: [2, 2, 2], periods: 4, sd: 1 }), code('no-variation', 'adopted'));
  assert.throws(() => powerPanel({ adopted: [2, null], periods: 4, sd: 1 }), code('too-few', 'adopted'));
  assert.throws(() => powerSteppedWedge({ steps: [4], perPeriod: 10, sd: 1, icc: 0.1 }), code('too-few', 'steps'));
  assert.throws(() => powerSteppedWedge({ steps: [4, 4], perPeriod: 10, sd: 1, icc: 1 }), code('singular', 'icc'));
  assert.throws(() => placeboPower({ donors: 0 }), code('too-few', 'donors'));
});
