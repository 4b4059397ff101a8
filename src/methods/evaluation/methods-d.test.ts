import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { near } from '../testing/near.ts';
import { fitGlm, type RegressionInput, regressionComparison, regressionTable } from './index.ts';
import { glmMethods } from './methods-glm.ts';

const code = (expected: string, argument?: string) => (error: unknown) => {
  assert.ok(error instanceof MethodError, String(error));
  assert.equal(error.code, expected, error.message);
  if (argument !== undefined) assert.equal(error.argument, argument);
  return true;
};

for (const method of glmMethods) {
  test(`${method.name}: the example gives what the entry says it returns`, () => {
    const result = method.call(method.example);
    assert.deepEqual(Object.keys(result).sort(), Object.keys(method.returns).sort());
    assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
    assert.throws(() => method.call({ ...method.example, unheard: 1 }), code('input'));
    for (const [name, field] of Object.entries(method.input.shape)) assert.ok((field as { description?: string }).description, `${name} is not described`);
  });
}

test('examples read as their results are', () => {
  const call = (name: string): Record<string, unknown> => {
    const method = glmMethods.find((each) => each.name === name);
    assert.ok(method);
    return method.call(method.example);
  };
  const its = call('interrupted-time-series') as { ratio: { value: number; lower: number; upper: number } };
  assert.deepEqual(
    [its.ratio.value, its.ratio.lower, its.ratio.upper].map((value) => value.toFixed(2)),
    ['0.73', '0.60', '0.90'],
  );
  const cost = call('cost-per-outcome') as { value: number; lower: number; upper: number };
  assert.deepEqual([cost.value, Math.round(cost.lower), Math.round(cost.upper)], [2000, 1223, 4891]);
  const four = call('did-counts') as { avoided: { value: number; lower: number; upper: number } };
  assert.deepEqual([four.avoided.value, four.avoided.lower, four.avoided.upper].map(Math.round), [48, -15, 132]);
  assert.equal((call('power-two-proportions') as { peoplePerGroup: number }).peoplePerGroup, 650);
});

const y = [3, 8, 5, 9, 12, 4, 7, 15, 11, 6, 9, 14];
const area = ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c'];
const size = [1, 2, 1, 2, 3, 1, 2, 3, 2, 1, 2, 3];
const input: RegressionInput = { y, columns: { size }, factors: { area: { values: area, reference: 'b' } }, family: 'poisson' };

test('a table is the fit of its columns, categories written out', () => {
  const table = regressionTable(input);
  const fit = fitGlm({
    y,
    x: [y.map(() => 1), size, area.map((value) => (value === 'a' ? 1 : 0)), area.map((value) => (value === 'c' ? 1 : 0))],
    family: 'poisson',
  });
  table.coefficients.forEach((row, j) => {
    near(row.estimate, fit.coefficients[j] ?? 0, 1e-14);
    near(row.ratio ?? 0, Math.exp(row.estimate), 1e-15);
  });
  assert.deepEqual(
    table.coefficients.map(({ name }) => name),
    ['intercept', 'size', 'area: a against b', 'area: c against b'],
  );
  near(table.aic ?? 0, 8 - 2 * (fit.logLikelihood ?? 0), 1e-14);
  assert.equal(regressionTable({ ...input, family: 'gaussian' }).coefficients[0]?.ratio, null);
  assert.equal(regressionTable({ ...input, intercept: false }).nullDeviance, null);
  // Leaving out the category is what its two columns' joint test is about.
  const test = regressionComparison(input, ['area']);
  assert.equal(test.df1, 2);
  near(test.statistic, test.smaller.deviance - test.larger.deviance, 1e-12);
  near(regressionTable({ ...input, family: 'negative-binomial', theta: 1e12 }).coefficients[1]?.estimate ?? 0, table.coefficients[1]?.estimate ?? 1, 1e-8);
});

test('options that exclude each other are named', () => {
  assert.throws(() => regressionTable({ ...input, errors: 'stata' }), code('inconsistent', 'clusters'));
  assert.throws(() => regressionTable({ ...input, clusters: area }), code('inconsistent', 'clusters'));
  assert.throws(() => regressionTable({ ...input, errors: 'newey-west' }), code('inconsistent', 'lag'));
  assert.throws(() => regressionTable({ ...input, lag: 1 }), code('inconsistent', 'lag'));
  assert.throws(() => regressionTable({ ...input, exposure: size, offset: size }), code('inconsistent', 'offset'));
  assert.throws(() => regressionTable({ ...input, family: 'gaussian', exposure: size }), code('inconsistent', 'exposure'));
  assert.throws(() => regressionTable({ ...input, theta: 2 }), code('inconsistent', 'theta'));
  assert.throws(() => regressionTable({ ...input, columns: { size: [1] } }), code('shape', 'columns.size'));
  assert.throws(() => regressionComparison(input, ['weather']), code('inconsistent', 'without'));
  assert.throws(() => regressionComparison(input, []), code('too-few', 'without'));
});

test('any method given any part of its example twice as large, or none of it, answers or says what is wrong', () => {
  const mutated = fc
    .constantFrom(...glmMethods)
    .chain((method) => fc.tuple(fc.constant(method), fc.constantFrom(...Object.keys(method.example)), fc.constantFrom(0, -1, 1e8, 1e300, 1e-300, null, 'x')));
  fc.assert(
    fc.property(mutated, ([method, field, value]) => {
      const held = method.example[field];
      const changed = Array.isArray(held) ? held.map((each, i) => (i === 0 ? value : each)) : value;
      try {
        method.call({ ...method.example, [field]: changed, ...('runs' in method.example && field !== 'runs' && { runs: 20 }) });
      } catch (error) {
        assert.ok(error instanceof MethodError, `${method.name} ${field} ${String(value)}: ${String(error)}`);
      }
    }),
    { numRuns: 150, seed: 13 },
  );
});
