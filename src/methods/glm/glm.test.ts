import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import {
  clusterCovariance,
  coefficientTable,
  compareFits,
  fitGlm,
  fitNegativeBinomial,
  type GlmFamily,
  linearCombination,
  neweyWestCovariance,
  sandwichCovariance,
  standardErrorsOf,
  treatmentContrasts,
  waldTest,
} from './index.ts';

/** A fictional year: counts, month, an alternating group, population. */
const y = [12, 9, 15, 20, 18, 25, 30, 28, 33, 41, 38, 52];
const month = y.map((_, i) => i);
const group = y.map((_, i) => i % 2);
const population = [1000, 1100, 1050, 1200, 1150, 1300, 1250, 1400, 1350, 1500, 1450, 1600];
const one = y.map(() => 1);
const offset = population.map(Math.log);
const poisson = fitGlm({ y, x: [one, month, group], offset, family: 'poisson' });

function all(actual: ArrayLike<number>, expected: readonly number[], tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    near(actual[i] ?? Number.NaN, value, tolerance, `${what} ${i}`);
  });
}

const code = (expected: string, argument?: string) => (error: unknown) => {
  assert.ok(error instanceof MethodError, String(error));
  assert.equal(error.code, expected, error.message);
  if (argument !== undefined) assert.equal(error.argument, argument);
  return true;
};

// Reference values: R 4.2.2, glm (epsilon 1e-15), sandwich 3.0, MASS.
test('Poisson with an offset', () => {
  all(poisson.coefficients, [-4.47528624385779, 0.0952890979098983, -0.02315715394105087], 1e-12, 'coefficient');
  all(poisson.standardErrors, [0.14027492346835921, 0.01743135780440164, 0.1133789604782245], 1e-10, 'se');
  near(poisson.deviance, 3.897166113016645, 1e-13);
  near(poisson.logLikelihood ?? 0, -32.03757033169849, 1e-13);
  near(poisson.hat[0] ?? 0, 0.2240618720559213, 1e-10);
  near(poisson.hat[11] ?? 0, 0.4817382160360756, 1e-10);
  near(
    poisson.hat.reduce((sum, h) => sum + h, 0),
    3,
    1e-12,
  );
});

test('sandwich, cluster and Newey-West standard errors', () => {
  const of = (covariance: Float64Array): Float64Array => standardErrorsOf(covariance);
  all(of(sandwichCovariance(poisson, 'HC0')), [0.0750166699300906, 0.01095291605918, 0.066115980009892], 1e-9, 'HC0');
  all(of(sandwichCovariance(poisson, 'HC1')), [0.0866217891556943, 0.0126473380703579, 0.0763441577128941], 1e-9, 'HC1');
  all(of(sandwichCovariance(poisson, 'HC2')), [0.085396567573383, 0.013139184902028, 0.0798232522277429], 1e-9, 'HC2');
  all(of(sandwichCovariance(poisson, 'HC3')), [0.097448052492193, 0.0159443287409825, 0.0980131287865105], 1e-9, 'HC3');
  const quarter = month.map((m) => Math.floor(m / 3));
  all(of(clusterCovariance(poisson, quarter, { convention: 'CR0' })), [0.054551442154557955, 0.008248325275165646, 0.08738479529146004], 1e-9, 'CR0');
  all(of(clusterCovariance(poisson, quarter, { convention: 'CR1' })), [0.0629905796252327, 0.009524345635960961, 0.1009032701692096], 1e-9, 'CR1');
  all(of(clusterCovariance(poisson, quarter, { convention: 'stata' })), [0.0696387059813008, 0.0105295602827138, 0.1115527624237097], 1e-9, 'stata');
  all(of(neweyWestCovariance(poisson, { lag: 2 })), [0.05575989126444945, 0.008178982139211435, 0.071643800336059424], 1e-9, 'NW');
  all(of(neweyWestCovariance(poisson, { lag: 2, adjust: true })), [0.06438597646302829, 0.009444275079541728, 0.08272713481958342], 1e-9, 'NW adjusted');
  all(neweyWestCovariance(poisson, { lag: 0 }), [...sandwichCovariance(poisson, 'HC0')], 1e-12, 'lag 0');
  all(clusterCovariance(poisson, month, { convention: 'CR0' }), [...sandwichCovariance(poisson, 'HC0')], 1e-10, 'one row a cluster');
});

test('weighted least squares, and the weighted sandwich', () => {
  const fit = fitGlm({ y, x: [one, month, group], weights: population, family: 'gaussian' });
  all(fit.coefficients, [6.706303551045378, 3.467830360884076, 1.889503633885443], 1e-12, 'coefficient');
  all(fit.standardErrors, [2.3099867068602484, 0.3141537798346884, 2.1577641610452094], 1e-12, 'se');
  near(fit.logLikelihood ?? 0, -31.03850940249809, 1e-13);
  all(standardErrorsOf(sandwichCovariance(fit, 'HC3')), [3.2855725929817678, 0.5006722135330987, 2.5525422594372085], 1e-12, 'HC3');
});

test('logistic with trials', () => {
  const trials = [40, 40, 42, 38, 41];
  const share = [2, 5, 9, 14, 30].map((k, i) => k / (trials[i] ?? 1));
  const fit = fitGlm({ y: share, x: [one.slice(0, 5), [0, 1, 2, 3, 4]], weights: trials, family: 'binomial' });
  all(fit.coefficients, [-3.1496779699989998, 0.9728896388768541], 1e-12, 'coefficient');
  all(fit.standardErrors, [0.4495545255302683, 0.1549357153023422], 1e-9, 'se');
  near(fit.deviance, 1.791117227393216, 1e-12);
  near(fit.logLikelihood ?? 0, -9.743424041664415, 1e-12);
});

test('negative binomial with theta', () => {
  const counts = [0, 3, 1, 12, 7, 0, 25, 4, 9, 31, 2, 18, 6, 40, 11, 3];
  const x = [counts.map(() => 1), counts.map((_, i) => i / 4)];
  const fit = fitNegativeBinomial({ y: counts, x });
  all(fit.coefficients, [1.3056565127058277, 0.5069280903156853], 1e-9, 'coefficient');
  all(fit.standardErrors, [0.5236050118868674, 0.2322798016720761], 1e-9, 'se');
  near(fit.theta, 0.9888057099955935, 1e-9);
  // The observed information at glm.nb's estimates; its own SE.theta (0.393762) is that of one step before.
  near(fit.thetaStandardError, 0.3937691484501379, 1e-8);
  near(2 * (fit.logLikelihood ?? 0), -105.9976531867292, 1e-12);
  near(fit.deviance, 18.4268090141584, 1e-9);
  const flat = fitNegativeBinomial({ y: counts, x: x.slice(0, 1) });
  const test = compareFits(flat, fit);
  near(test.statistic, 2 * ((fit.logLikelihood ?? 0) - (flat.logLikelihood ?? 0)), 1e-12);
});

test('two models: likelihood ratio, and F where the dispersion is estimated', () => {
  const smaller = fitGlm({ y, x: [one, month], offset, family: 'poisson' });
  near(compareFits(smaller, poisson).statistic, 0.041687924618197, 1e-10);
  const quasi = (x: number[][]) => fitGlm({ y, x, offset, family: 'quasi-poisson' });
  const f = compareFits(quasi([one, month]), quasi([one, month, group]));
  near(f.statistic, 0.1003092206036478, 1e-8);
  near(f.p, 0.7586819204307067, 1e-8);
  assert.equal(f.df2, 9);
  assert.throws(() => compareFits(fitGlm({ y, x: [one, group], offset, family: 'poisson' }), smaller), code('inconsistent'));
  assert.throws(() => compareFits(poisson, smaller), code('inconsistent'));
  assert.throws(() => compareFits(fitGlm({ y, x: [one, month], offset, family: 'quasi-poisson' }), poisson), code('inconsistent'));
});

test('a Wald test of one coefficient is its z squared, and a combination adds up', () => {
  const rows = coefficientTable(poisson, ['one', 'month', 'group']);
  near(waldTest(poisson, [1]).statistic, (rows[1]?.statistic ?? 0) ** 2, 1e-12);
  near(waldTest(poisson, [1]).p, rows[1]?.p ?? 0, 1e-9);
  const sum = linearCombination(poisson, [0, 2, 0]);
  near(sum.estimate, 2 * (rows[1]?.estimate ?? 0), 1e-14);
  near(sum.upper, 2 * (rows[1]?.upper ?? 0), 1e-14);
  assert.throws(() => waldTest(poisson, []), code('too-few', 'which'));
  assert.throws(() => waldTest(poisson, [3]), code('out-of-range', 'which'));
  // Two quarters cannot test three coefficients at once.
  const half = month.map((m) => Math.floor(m / 6));
  assert.throws(() => waldTest(poisson, [0, 1, 2], { covariance: clusterCovariance(poisson, half) }), code('singular'));
});

test('order of rows, order of columns, and the scale of a column change nothing but their names', () => {
  const order = [7, 2, 11, 0, 5, 9, 1, 10, 4, 3, 8, 6];
  const pick = (values: readonly number[]): number[] => order.map((i) => values[i] ?? 0);
  const turned = fitGlm({ y: pick(y), x: [pick(group), pick(month).map((m) => m * 1e9), pick(one).map(() => 1e-9)], offset: pick(offset), family: 'poisson' });
  all(
    [(turned.coefficients[2] ?? 0) * 1e-9, (turned.coefficients[1] ?? 0) * 1e9, turned.coefficients[0] ?? 0],
    [...poisson.coefficients],
    1e-11,
    'coefficient',
  );
  near((turned.standardErrors[1] ?? 0) * 1e9, poisson.standardErrors[1] ?? 0, 1e-11);
  near(turned.deviance, poisson.deviance, 1e-11);
});

test('a weight of two is the row twice, for the count families', () => {
  const twice = fitGlm({ y: [...y, ...y], x: [one, month, group].map((column) => [...column, ...column]), offset: [...offset, ...offset], family: 'poisson' });
  const weighted = fitGlm({ y, x: [one, month, group], offset, weights: y.map(() => 2), family: 'poisson' });
  all(weighted.coefficients, [...twice.coefficients], 1e-12, 'coefficient');
  all(weighted.standardErrors, [...twice.standardErrors], 1e-12, 'se');
  near(weighted.logLikelihood ?? 0, twice.logLikelihood ?? 0, 1e-12);
});

test('a negative binomial of enormous theta is the Poisson', () => {
  const fit = fitGlm({ y, x: [one, month, group], offset, family: { negativeBinomial: 1e12 } });
  all(fit.coefficients, [...poisson.coefficients], 1e-9, 'coefficient');
  near(fit.deviance, poisson.deviance, 1e-8);
  near(fit.logLikelihood ?? 0, poisson.logLikelihood ?? 0, 1e-10);
});

test('counts of 1e8, rates of 1e-9, and columns that nearly coincide', () => {
  const big = fitGlm({ y: y.map((value) => value * 1e7), x: [one, month, group], offset, family: 'poisson' });
  near(big.coefficients[1] ?? 0, poisson.coefficients[1] ?? 0, 1e-11);
  near((big.standardErrors[1] ?? 0) * Math.sqrt(1e7), poisson.standardErrors[1] ?? 0, 1e-11);
  near(big.deviance, poisson.deviance * 1e7, 1e-11);
  const tiny = fitGlm({ y, x: [one, month, group], offset: offset.map((value) => value + Math.log(1e9)), family: 'poisson' });
  near(tiny.coefficients[0] ?? 0, (poisson.coefficients[0] ?? 0) - Math.log(1e9), 1e-12);
  // Years as they are written, and as deviations from their mean: the same slope, though the first column is all but the second.
  const year = month.map((m) => 2_000_000 + m);
  const plain = fitGlm({ y, x: [one, year, group], offset, family: 'poisson' });
  near(plain.coefficients[1] ?? 0, poisson.coefficients[1] ?? 0, 1e-8);
  near(plain.standardErrors[1] ?? 0, poisson.standardErrors[1] ?? 0, 1e-8);
});

test('a column that says nothing new is named', () => {
  const sum = month.map((m, i) => 0.1 * m + 0.3 * (group[i] ?? 0) + 0.7);
  assert.throws(
    () => fitGlm({ y, x: [one, month, group, sum], offset, family: 'poisson', names: ['one', 'month', 'group', 'mixture'] }),
    (error: unknown) => code('singular', 'x[3]')(error) && (error as MethodError).message.includes('mixture'),
  );
  assert.throws(() => fitGlm({ y, x: [one, y.map(() => 0)], family: 'gaussian' }), code('singular', 'x[1]'));
});

test('separation is told, not estimated', () => {
  const dose = [1, 2, 3, 4, 5, 6, 7, 8];
  const ones = dose.map(() => 1);
  assert.throws(() => fitGlm({ y: [0, 0, 0, 0, 1, 1, 1, 1], x: [ones, dose], family: 'binomial' }), code('separation'));
  // One group without a single event (quasi-complete).
  assert.throws(() => fitGlm({ y: [0, 1, 0, 1, 0, 0, 0, 0], x: [ones, dose.map((d) => (d > 4 ? 1 : 0))], family: 'binomial' }), code('separation'));
  assert.throws(() => fitGlm({ y: [3, 1, 2, 5, 0, 0, 0, 0], x: [ones, dose.map((d) => (d > 4 ? 1 : 0))], family: 'poisson' }), code('separation'));
  const accepted = fitGlm({ y: [3, 1, 2, 5, 0, 0, 0, 0], x: [ones, dose.map((d) => (d > 4 ? 1 : 0))], family: 'poisson', separation: 'accept' });
  near(accepted.fitted[0] ?? 0, 2.75, 1e-9);
  assert.ok((accepted.fitted[7] ?? 1) < 1e-6);
  // Nearly separated is not separated.
  const close = fitGlm({ y: [0, 0, 0, 1, 0, 1, 1, 1], x: [ones, dose], family: 'binomial' });
  assert.ok(Number.isFinite(close.coefficients[1]));
});

test('bad input is named', () => {
  const x = [one, month];
  assert.throws(() => fitGlm({ y: [-1, ...y.slice(1)], x, family: 'poisson' }), code('negative', 'y[0]'));
  assert.throws(() => fitGlm({ y: [Number.NaN, ...y.slice(1)], x, family: 'gaussian' }), code('not-a-number', 'y[0]'));
  assert.throws(() => fitGlm({ y, x, family: 'binomial' }), code('out-of-range', 'y[0]'));
  assert.throws(() => fitGlm({ y, x: [one, [1, 2]], family: 'poisson' }), code('shape', 'x[1]'));
  assert.throws(() => fitGlm({ y, x: [], family: 'poisson' }), code('too-few', 'x'));
  assert.throws(() => fitGlm({ y, x, offset: [1], family: 'poisson' }), code('shape', 'offset'));
  assert.throws(() => fitGlm({ y, x, weights: y.map(() => -1), family: 'poisson' }), code('negative', 'weights[0]'));
  assert.throws(() => fitGlm({ y, x, family: { negativeBinomial: 0 } }), code('not-positive', 'family.negativeBinomial'));
  assert.throws(() => fitGlm({ y: y.map(() => 0), x, family: 'poisson' }), code('zero-events', 'y'));
  assert.throws(() => fitGlm({ y: y.map(() => 1), x, family: 'binomial' }), code('no-variation', 'y'));
  assert.throws(() => fitGlm({ y: [1, 2], x: [[1, 1], [0, 1]], family: 'gaussian' }), code('too-few', 'y')); // biome-ignore format: a row a column
  assert.throws(() => fitGlm({ y, x, family: 'poisson', maxIterations: 2 }), code('not-converged'));
  assert.throws(() => fitNegativeBinomial({ y: y.map(() => 10), x: [one] }), code('no-variation'));
  assert.throws(() => clusterCovariance(poisson, [1]), code('shape', 'clusters'));
  assert.throws(() => clusterCovariance(poisson, one), code('too-few', 'clusters'));
  assert.throws(() => neweyWestCovariance(poisson, { lag: 12 }), code('out-of-range', 'lag'));
  assert.throws(() => treatmentContrasts(['a', 'a']), code('no-variation'));
  assert.throws(() => treatmentContrasts(['a', 'b'], 'c'), code('inconsistent'));
  const lone = fitGlm({ y, x: [one, month.map((m) => (m === 3 ? 1 : 0))], family: 'gaussian' });
  assert.throws(() => sandwichCovariance(lone, 'HC3'), code('no-information'));
});

test('hostile numbers give a coded error or finite results', () => {
  const hostile = fc.oneof(fc.double({ noNaN: false }), fc.constantFrom(0, 1, -1, 1e8, 1e308, 1e-308, 5e-324), fc.integer({ min: 0, max: 9 }));
  const rows = fc.array(fc.tuple(hostile, hostile, hostile), { minLength: 4, maxLength: 12 });
  const family = fc.constantFrom<GlmFamily>('poisson', 'quasi-poisson', 'binomial', 'gaussian', { negativeBinomial: 2 });
  fc.assert(
    fc.property(rows, family, (data, of) => {
      try {
        const fit = fitGlm({ y: data.map((row) => row[0]), x: [data.map(() => 1), data.map((row) => row[1])], family: of });
        for (const value of [...fit.coefficients, ...fit.standardErrors, ...fit.fitted, ...fit.hat, fit.deviance, fit.dispersion])
          assert.ok(Number.isFinite(value), String(value));
      } catch (error) {
        assert.ok(error instanceof MethodError, String(error));
      }
    }),
    { numRuns: 400, seed: 5 },
  );
});

test('intervals of a log rate ratio hold the truth 95 times in 100; the sandwich does so where counts are overdispersed', () => {
  const random = draws(11);
  const n = 40;
  const x = [new Float64Array(n).fill(1), Float64Array.from({ length: n }, (_, i) => i % 2)];
  const poissonDraw = (mean: number): number => {
    const limit = Math.exp(-mean);
    let k = 0;
    for (let product = random.uniform(); product > limit; product *= random.uniform()) k++;
    return k;
  };
  const runs = 1000;
  let plain = 0;
  let naive = 0;
  let robust = 0;
  for (let run = 0; run < runs; run++) {
    const counts = Float64Array.from({ length: n }, (_, i) => poissonDraw(Math.exp(1.5 + 0.4 * (i % 2))));
    const row = coefficientTable(fitGlm({ y: counts, x, family: 'poisson' }), ['one', 'group'])[1];
    if (row && row.lower <= 0.4 && row.upper >= 0.4) plain++;
    // Means that vary by a factor of two either way: variance well over the mean.
    const mixed = Float64Array.from({ length: n }, (_, i) => poissonDraw(Math.exp(1.5 + 0.4 * (i % 2)) * (random.uniform() < 0.5 ? 0.5 : 1.5)));
    const fit = fitGlm({ y: mixed, x, family: 'poisson' });
    const covers = (covariance?: Float64Array): boolean => {
      const found = coefficientTable(fit, ['one', 'group'], { ...(covariance && { covariance }), reference: 't' })[1];
      return found !== undefined && found.lower <= 0.4 && found.upper >= 0.4;
    };
    if (covers()) naive++;
    if (covers(sandwichCovariance(fit, 'HC3'))) robust++;
  }
  const error = 3 * Math.sqrt((0.95 * 0.05) / runs);
  assert.ok(Math.abs(plain / runs - 0.95) < error, `model ${plain / runs}`);
  assert.ok(Math.abs(robust / runs - 0.95) < error, `sandwich ${robust / runs}`);
  assert.ok(naive / runs < 0.9, `model, overdispersed ${naive / runs}`);
});
