import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../testing/near.ts';
import type { Model, Row } from '../testing/models.ts';
import { oraclesAbsent, readOracle, readOracleText } from '../testing/oracles.ts';
import { type ItsInput, interruptedTimeSeries } from './index.ts';

interface Golden extends Record<'model1_poisson' | 'model2_quasipoisson' | 'model3_quasi_harmonic', Model> {
  readonly counterfactual_m3: { readonly fitted: number[]; readonly counterfactual: number[]; readonly excess_post_total: number };
  readonly segmented_ols_rate: Record<'ols' | 'newey_west_lag1' | 'newey_west_lag3' | 'newey_west_lag3_adjust' | 'newey_west_lag12', Row[]> & {
    readonly durbin_watson: number;
    readonly ljung_box_lag12: { readonly stat: number; readonly p: number };
    readonly bg_lag1: { readonly stat: number; readonly p: number };
    readonly acf: number[];
    readonly pacf: number[];
  };
}

const TERMS: Readonly<Record<string, string>> = {
  '(Intercept)': 'intercept',
  smokban: 'level change',
  time: 'trend',
  sin1: 'sine 1',
  cos1: 'cosine 1',
  sin2: 'sine 2',
  cos2: 'cosine 2',
  'I((time - 36) * smokban)': 'slope change',
};

test("acute coronary events in Sicily before and after the smoking ban (Lopez Bernal and others' tutorial)", {
  skip: oraclesAbsent('its/its_sicily.json'),
}, () => {
  const golden = readOracle('its/its_sicily.json') as Golden;
  const [head = '', ...lines] = readOracleText('its/sicily.csv').trim().split('\n');
  const names = head.replaceAll('"', '').split(',');
  const column = (name: string): number[] => lines.map((line) => Number(line.split(',')[names.indexOf(name)]));
  const y = column('aces');
  const exposure = column('stdpop');
  const interruption = column('smokban').indexOf(1);
  assert.equal(interruption, 36);

  const rowsSame = (input: ItsInput, expected: readonly Row[]): void => {
    const rows = interruptedTimeSeries(input).coefficients;
    const normal = interruptedTimeSeries({ ...input, reference: 'normal' }).coefficients;
    assert.equal(rows.length, expected.length);
    for (const each of expected) {
      const row = rows.find(({ name }) => name === TERMS[each.term]);
      const interval = normal.find(({ name }) => name === TERMS[each.term]);
      assert.ok(row && interval);
      near(row.estimate, each.estimate, 1e-8, each.term);
      near(row.standardError, each.se, 1e-8, `${each.term} se`);
      near(row.statistic ?? 0, each.stat, 1e-8, `${each.term} statistic`);
      near(row.p ?? 0, each.p, 1e-7, `${each.term} p`);
      if (each.irr === undefined) continue;
      near(Math.exp(interval.estimate), each.irr, 1e-8);
      near(Math.exp(interval.lower), each.irr_lo, 1e-8);
      near(Math.exp(interval.upper), each.irr_hi, 1e-8);
    }
  };
  const base: ItsInput = { y, exposure, interruption, change: 'level', family: 'poisson', convention: 'r' };
  const harmonic: ItsInput = { ...base, family: 'quasi-poisson', harmonics: 2, seasonLength: 12 };
  for (const [input, model] of [
    [base, golden.model1_poisson],
    [{ ...base, family: 'quasi-poisson' }, golden.model2_quasipoisson],
    [harmonic, golden.model3_quasi_harmonic],
  ] as const) {
    rowsSame(input, model.coef);
    const result = interruptedTimeSeries(input);
    near(result.dispersion, model.dispersion, 1e-8);
    near(result.deviance, model.deviance, 1e-8);
    assert.equal(result.dfResidual, model.df_residual);
    if (model.aic !== null) near(-2 * (result.fit.logLikelihood ?? 0) + 2 * model.coef.length, model.aic, 1e-9);
  }

  const third = interruptedTimeSeries(harmonic);
  golden.counterfactual_m3.fitted.forEach((value, i) => {
    near(third.periods[i]?.fitted ?? 0, value, 1e-9);
    near(third.periods[i]?.counterfactual ?? 0, golden.counterfactual_m3.counterfactual[i] ?? 0, 1e-9);
  });
  near(third.difference.value, golden.counterfactual_m3.excess_post_total, 1e-8);
  // What the corrected tutorial prints: 0.885 (0.839 to 0.933).
  const printed = interruptedTimeSeries({ ...harmonic, reference: 'normal' }).levelChange;
  assert.deepEqual(
    [printed?.value, printed?.lower, printed?.upper].map((value) => value?.toFixed(3)),
    ['0.885', '0.839', '0.933'],
  );

  const rate = y.map((count, i) => (count / (exposure[i] ?? 1)) * 1e5);
  const segmented: ItsInput = { y: rate, interruption, change: 'level-and-slope', slopeZero: 'last-before', family: 'gaussian' };
  const expected = golden.segmented_ols_rate;
  rowsSame(segmented, expected.ols);
  rowsSame({ ...segmented, neweyWestLag: 1 }, expected.newey_west_lag1);
  rowsSame({ ...segmented, neweyWestLag: 3 }, expected.newey_west_lag3);
  rowsSame({ ...segmented, neweyWestLag: 3, neweyWestAdjust: true }, expected.newey_west_lag3_adjust);
  rowsSame({ ...segmented, neweyWestLag: 12 }, expected.newey_west_lag12);
  const { diagnostics } = interruptedTimeSeries(segmented);
  near(diagnostics.durbinWatson, expected.durbin_watson, 1e-9);
  near(diagnostics.ljungBox.statistic, expected.ljung_box_lag12.stat, 1e-9);
  near(diagnostics.ljungBox.p, expected.ljung_box_lag12.p, 1e-8);
  near(diagnostics.breuschGodfrey.statistic, expected.bg_lag1.stat, 1e-8);
  near(diagnostics.breuschGodfrey.p, expected.bg_lag1.p, 1e-8);
  expected.acf.forEach((value, lag) => {
    near(diagnostics.acf[lag] ?? 0, value, 1e-8, `acf ${lag}`);
  });
  expected.pacf.forEach((value, lag) => {
    near(diagnostics.pacf[lag] ?? 0, value, 1e-8, `pacf ${lag + 1}`);
  });
});
