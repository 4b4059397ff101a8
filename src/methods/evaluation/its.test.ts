import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { poissonQuantile } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import {
  breuschGodfrey,
  durbinWatson,
  fourierColumns,
  type ItsInput,
  interruptedTimeSeries,
  itsDesign,
  residualLjungBox,
  type Ranged,
  residualAcf,
  residualPacf,
} from './index.ts';

/** Three fictional years of monthly assaults; something changed from the 25th month. */
const y = [52, 47, 58, 61, 66, 71, 69, 74, 60, 55, 49, 50, 55, 46, 60, 66, 70, 73, 76, 75, 66, 57, 53, 48, 44, 40, 47, 50, 56, 58, 55, 60, 47, 44, 38, 41];
const exposure = y.map((_, i) => 20_000 + 25 * (i + 1));
const input: ItsInput = { y, exposure, interruption: 24, change: 'level-and-slope', family: 'quasi-poisson', harmonics: 1, seasonLength: 12 };

const code = (expected: string, argument?: string) => (error: unknown) => {
  assert.ok(error instanceof MethodError, String(error));
  assert.equal(error.code, expected, error.message);
  if (argument !== undefined) assert.equal(error.argument, argument);
  return true;
};

function range(found: Ranged | null, expected: readonly [number, number, number], tolerance: number): void {
  assert.ok(found);
  near(found.value, expected[0], tolerance);
  near(found.lower, expected[1], tolerance);
  near(found.upper, expected[2], tolerance);
}

// Reference values: R 4.2.2 (glm with epsilon 1e-15, sandwich, lmtest), the deltas written out by hand there.
test('quasi-Poisson with a level and a slope change and one harmonic', () => {
  const result = interruptedTimeSeries(input);
  const row = Object.fromEntries(result.coefficients.map((each) => [each.name, each]));
  near(row['level change']?.estimate ?? 0, -0.2262662853577361, 1e-11);
  near(row['level change']?.standardError ?? 0, 0.0474982218056774, 1e-9);
  near(row['level change']?.p ?? 0, 4.5372648001755e-5, 1e-8);
  near(row['slope change']?.estimate ?? 0, -0.0091895660976817, 1e-10);
  near(row.trend?.estimate ?? 0, 0.0014926846338103, 1e-10);
  near(row['cosine 1']?.estimate ?? 0, -0.1965659038685294, 1e-11);
  near(result.dispersion, 0.18152237399002, 1e-9);
  assert.equal(result.dfResidual, 30);
  near(result.comparison.statistic, 26.89945, 1e-6);
  near(result.comparison.p, 2.0335e-7, 1e-4);
  range(result.difference, [-184.83589091888, -240.88659252346, -128.78518931431], 1e-8);
  range(result.ratio, [0.7583326134227, 0.70214924358985, 0.81901156745591], 1e-9);
  const last = result.periods[35];
  near(last?.counterfactual ?? 0, 52.595415391736, 1e-10);
  near(last?.counterfactualLower ?? 0, 48.111664582033, 1e-8);
  near(last?.counterfactualUpper ?? 0, 57.497027888374, 1e-8);
  near(result.levelChange?.value ?? 0, Math.exp(-0.2262662853577361), 1e-11);
  near(result.slopeChange?.value ?? 0, Math.exp(-0.0091895660976817), 1e-11);
  near(result.diagnostics.ljungBox.statistic, 37.8561255882, 1e-8);
  near(result.diagnostics.durbinWatson, 2.8303837620724, 1e-9);
  near(result.diagnostics.breuschGodfrey.statistic, 8.5538242101644, 1e-8);
});

test('Newey-West errors go through to every interval, and the joint test', () => {
  const result = interruptedTimeSeries({ ...input, neweyWestLag: 3 });
  near(result.coefficients[2]?.standardError ?? 0, 0.0334930621913161, 1e-8);
  near(result.changeTest.statistic, 73.297395544142, 1e-7);
  assert.equal(result.changeTest.df2, 30);
  assert.ok((result.ratio?.upper ?? 0) < (interruptedTimeSeries(input).ratio?.upper ?? 0));
});

test('tests of autocorrelation on least-squares residuals', () => {
  const { columns } = itsDesign({ periods: 36, interruption: 24, change: 'level-and-slope' });
  const result = interruptedTimeSeries({ y, interruption: 24, change: 'level-and-slope', family: 'gaussian' });
  assert.equal(result.ratio, null);
  const e = result.fit.pearsonResiduals;
  const second = breuschGodfrey(e, columns, 2);
  near(second.statistic, 19.5602482854, 1e-9);
  near(second.p, 5.6564773508e-5, 1e-8);
  [0.70606544927647, -0.23136604045132, -0.49214458905676, -0.37412155572714].forEach((value, i) => {
    near(residualPacf(e, 4)[i] ?? 0, value, 1e-9);
  });
  assert.equal(residualAcf(e, 3)[0], 1);
  assert.throws(() => residualLjungBox(e, 36), code('out-of-range', 'lags'));
  assert.throws(() => residualLjungBox(e, 2, 2), code('out-of-range', 'fitted'));
  assert.throws(() => durbinWatson([1, 2]), code('too-few', 'residuals'));
  assert.throws(() => durbinWatson([0, 0, 0]), code('no-variation', 'residuals'));
  assert.throws(() => residualAcf([2, 2, 2], 1), code('no-variation', 'residuals'));
});

test('the two ways to count the time since the change are the same model', () => {
  const first = interruptedTimeSeries(input);
  const last = interruptedTimeSeries({ ...input, slopeZero: 'last-before' });
  near(first.deviance, last.deviance, 1e-12);
  near(first.ratio?.lower ?? 0, last.ratio?.lower ?? 1, 1e-9);
  near((last.levelChange?.value ?? 0) * (last.slopeChange?.value ?? 0), first.levelChange?.value ?? 1, 1e-10);
});

test('with a level change alone, the ratio of the totals is the level change', () => {
  const result = interruptedTimeSeries({ ...input, change: 'level', family: 'poisson' });
  range(result.ratio, [result.levelChange?.value ?? 0, result.levelChange?.lower ?? 0, result.levelChange?.upper ?? 0], 1e-9);
  near(result.changeTest.statistic, (result.coefficients[2]?.statistic ?? 0) ** 2, 1e-10);
});

test('population in other units moves the intercept and nothing else', () => {
  const a = interruptedTimeSeries(input);
  const b = interruptedTimeSeries({ ...input, exposure: exposure.map((value) => value / 1000) });
  near(a.ratio?.upper ?? 0, b.ratio?.upper ?? 1, 1e-10);
  near(a.difference.lower, b.difference.lower, 1e-9);
  near((b.coefficients[0]?.estimate ?? 0) - (a.coefficients[0]?.estimate ?? 0), Math.log(1000), 1e-11);
});

test('other columns, and the negative binomial', () => {
  const days = y.map((_, i) => [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][i % 12] ?? 0);
  const result = interruptedTimeSeries({ ...input, covariates: { days } });
  assert.equal(result.coefficients.at(-1)?.name, 'days');
  const wild = y.map((value, i) => (i % 3 === 0 ? value * 2 : value));
  const negative = interruptedTimeSeries({ ...input, y: wild, family: 'negative-binomial' });
  assert.ok((negative.theta ?? 0) > 0);
  assert.equal(negative.comparison.df1, 2);
  // These counts vary less than Poisson counts.
  assert.throws(() => interruptedTimeSeries({ ...input, family: 'negative-binomial' }), code('no-variation', 'y'));
});

test('bad input is named', () => {
  assert.throws(() => interruptedTimeSeries({ ...input, interruption: 2 }), code('too-few', 'interruption'));
  assert.throws(() => interruptedTimeSeries({ ...input, interruption: 34 }), code('too-few', 'interruption'));
  assert.throws(() => interruptedTimeSeries({ ...input, interruption: 24.5 }), code('not-whole', 'interruption'));
  assert.throws(() => interruptedTimeSeries({ ...input, exposure: [1] }), code('shape', 'exposure'));
  assert.throws(() => interruptedTimeSeries({ ...input, exposure: exposure.map(() => 0) }), code('not-positive', 'exposure[0]'));
  assert.throws(() => interruptedTimeSeries({ ...input, family: 'gaussian' }), code('inconsistent', 'exposure'));
  assert.throws(() => interruptedTimeSeries({ ...input, harmonics: 6 }), code('out-of-range', 'harmonics'));
  const { seasonLength: _, ...noSeason } = input;
  assert.throws(() => interruptedTimeSeries(noSeason), code('no-information', 'seasonLength'));
  assert.throws(() => interruptedTimeSeries({ ...input, y: [-1, ...y.slice(1)] }), code('negative', 'y[0]'));
  assert.throws(() => interruptedTimeSeries({ ...input, covariates: { again: y.map((_value, i) => 3 - i) } }), code('singular'));
  assert.throws(() => fourierColumns(10, 0, 1), code('not-positive', 'seasonLength'));
});

test('hostile series give a coded error or finite results', () => {
  const hostile = fc.oneof(fc.double(), fc.constantFrom(0, 1, 1e8, 1e300, -1), fc.integer({ min: 0, max: 50 }));
  fc.assert(
    fc.property(
      fc.array(hostile, { minLength: 6, maxLength: 16 }),
      fc.integer({ min: 2, max: 14 }),
      fc.constantFrom('poisson', 'quasi-poisson', 'negative-binomial', 'gaussian'),
      (series, interruption, family) => {
        try {
          const { ratio, difference, periods } = interruptedTimeSeries({ y: series, interruption, family, change: 'level' });
          for (const value of [ratio?.value ?? 0, difference.value, ...periods.map(({ counterfactual }) => counterfactual)])
            assert.ok(Number.isFinite(value), String(value));
        } catch (error) {
          assert.ok(error instanceof MethodError, String(error));
        }
      },
    ),
    { numRuns: 200, seed: 3 },
  );
});

test('the interval of the ratio holds the truth 95 times in 100', () => {
  const random = draws(7);
  const runs = 400;
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const counts = Array.from({ length: 40 }, (_, i) =>
      poissonQuantile(random.uniform(), 30 * Math.exp(0.005 * i + 0.2 * Math.sin((2 * Math.PI * (i + 1)) / 12) + (i >= 28 ? -0.25 : 0))),
    );
    const { ratio } = interruptedTimeSeries({ y: counts, interruption: 28, change: 'level', family: 'poisson', harmonics: 1, seasonLength: 12 });
    if (ratio && ratio.lower <= Math.exp(-0.25) && ratio.upper >= Math.exp(-0.25)) held++;
  }
  assert.ok(Math.abs(held / runs - 0.95) < 3 * Math.sqrt((0.95 * 0.05) / runs), `${held / runs}`);
});
