import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../testing/near.ts';
import type { Model as RegressionModel } from '../testing/models.ts';
import { oraclesAbsent, readOracle, readOracleText } from '../testing/oracles.ts';
import { type CoefficientRow, coefficientTable, fitGlm, fitNegativeBinomial, type GlmFit, treatmentContrasts } from './index.ts';

interface Model extends RegressionModel {
  readonly theta?: number;
  readonly se_theta?: number;
  readonly twologlik?: number;
}

function table(name: string): Record<string, string>[] {
  const [head = '', ...lines] = readOracleText(name).trim().split('\n');
  const clean = (cell: string): string => cell.replaceAll('"', '');
  const names = head.split(',').map(clean);
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, j) => [names[j] ?? '', clean(cell)])));
}

const ones = (n: number): Float64Array => new Float64Array(n).fill(1);
const numbers = (rows: Record<string, string>[], name: string): Float64Array => Float64Array.from(rows, (row) => Number(row[name]));

function same(fit: GlmFit, model: Model, tolerance: { coef: number; se: number }): void {
  const rows = coefficientTable(
    fit,
    model.coef.map((row) => row.term),
  );
  // Those tables give normal intervals, whatever the test.
  const normal = coefficientTable(
    fit,
    model.coef.map((row) => row.term),
    { reference: 'normal' },
  );
  model.coef.forEach((expected, j) => {
    const row = rows[j] as CoefficientRow;
    const interval = normal[j] as CoefficientRow;
    near(row.estimate, expected.estimate, tolerance.coef, `${expected.term} estimate`);
    near(row.standardError, expected.se, tolerance.se, `${expected.term} se`);
    near(row.statistic ?? 0, expected.stat, tolerance.se * 2, `${expected.term} statistic`);
    // A p-value of 1e-190 moves by 400 times the relative error of its z.
    near(row.p ?? 0, expected.p, tolerance.se * Math.max(20, 4 * expected.stat ** 2), `${expected.term} p`);
    near(Math.exp(interval.estimate), expected.irr, tolerance.coef * 10);
    near(Math.exp(interval.lower), expected.irr_lo, tolerance.se * 10);
    near(Math.exp(interval.upper), expected.irr_hi, tolerance.se * 10);
  });
  near(fit.dispersion, model.dispersion, 1e-8, 'dispersion');
  near(fit.deviance, model.deviance, 1e-6, 'deviance');
  assert.equal(fit.dfResidual, model.df_residual);
}

test('the ships of MASS, Poisson and quasi-Poisson', { skip: oraclesAbsent('glm/glm_golden.json') }, () => {
  const golden = readOracle('glm/glm_golden.json') as Record<string, Model>;
  const ships = table('glm/ships.csv');
  const category = (name: string): string[] => ships.map((row) => row[name] ?? '');
  const x = [ones(ships.length), ...['type', 'year', 'period'].flatMap((name) => treatmentContrasts(category(name)).columns)];
  const y = numbers(ships, 'incidents');
  const offset = numbers(ships, 'service').map(Math.log);
  const poisson = fitGlm({ y, x, offset, family: 'poisson', convention: 'r' });
  const model = golden.ships_poisson as Model;
  same(poisson, model, { coef: 1e-8, se: 1e-5 });
  near(-2 * (poisson.logLikelihood ?? 0) + 2 * 9, model.aic ?? 0, 1e-9, 'aic');
  near(fitGlm({ y, x: [ones(ships.length)], offset, family: 'poisson' }).deviance, model.null_deviance, 1e-9, 'null deviance');
  const quasi = { y, x, offset, family: 'quasi-poisson' } as const;
  same(fitGlm({ ...quasi, convention: 'r' }), golden.ships_quasipoisson as Model, { coef: 1e-8, se: 1e-8 });
  // Run to convergence (epsilon 1e-15), R gives this instead.
  near(fitGlm(quasi).dispersion, 1.691010124992261, 1e-9, 'dispersion');
});

test('the school absences of MASS, negative binomial', { skip: oraclesAbsent('glm/glm_golden.json') }, () => {
  const golden = readOracle('glm/glm_golden.json') as Record<string, Model>;
  const quine = table('glm/quine.csv');
  const y = numbers(quine, 'Days');
  const is = (name: string, value: string): Float64Array => Float64Array.from(quine, (row) => (row[name] === value ? 1 : 0));
  const both = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value * (b[i] ?? 0));
  const female = is('Sex', 'F');
  const male = is('Sex', 'M');
  const main = [ones(y.length), is('Eth', 'N'), male, is('Age', 'F1'), is('Age', 'F2'), is('Age', 'F3'), is('Lrn', 'SL')];
  const ethLrn = both(is('Eth', 'N'), is('Lrn', 'SL'));
  // Age, Eth, Lrn and Eth:Lrn, each within each sex.
  const within = [is('Age', 'F1'), is('Age', 'F2'), is('Age', 'F3'), is('Eth', 'N'), is('Lrn', 'SL'), ethLrn].flatMap((column) => [
    both(female, column),
    both(male, column),
  ]);
  for (const [name, x] of [
    ['quine_main', main],
    ['quine_nested', [ones(y.length), male, ...within]],
  ] as const) {
    const model = golden[name] as Model;
    const fit = fitNegativeBinomial({ y, x });
    same(fit, model, { coef: 1e-6, se: 1e-5 });
    near(fit.theta, model.theta ?? 0, 1e-4, 'theta');
    near(fit.thetaStandardError, model.se_theta ?? 0, 1e-4, 'se of theta');
    near(2 * (fit.logLikelihood ?? 0), model.twologlik ?? 0, 1e-8, 'log-likelihood');
    near(-2 * (fit.logLikelihood ?? 0) + 2 * (x.length + 1), model.aic ?? 0, 1e-8, 'aic');
    near(fitGlm({ y, x: [ones(y.length)], family: { negativeBinomial: fit.theta } }).deviance, model.null_deviance, 1e-4, 'null deviance');
  }
});

test('the Sicilian admissions, negative binomial', { skip: oraclesAbsent('glm/glm_golden.json') }, () => {
  const model = (readOracle('glm/glm_golden.json') as Record<string, Model>).sicily_nb as Model;
  const rows = table('its/sicily.csv');
  const time = numbers(rows, 'time');
  const wave = (f: (angle: number) => number, k: number): Float64Array => time.map((t) => f((2 * Math.PI * k * t) / 12));
  const x = [ones(time.length), numbers(rows, 'smokban'), time, wave(Math.sin, 1), wave(Math.cos, 1), wave(Math.sin, 2), wave(Math.cos, 2)];
  const fit = fitNegativeBinomial({ y: numbers(rows, 'aces'), x, offset: numbers(rows, 'stdpop').map(Math.log) });
  same(fit, model, { coef: 1e-6, se: 1e-5 });
  near(fit.theta, model.theta ?? 0, 1e-4, 'theta');
  near(fit.thetaStandardError, model.se_theta ?? 0, 1e-3, 'se of theta');
  near(2 * (fit.logLikelihood ?? 0), model.twologlik ?? 0, 1e-8, 'log-likelihood');
});
