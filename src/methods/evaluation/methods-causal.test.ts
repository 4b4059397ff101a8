import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entry } from '../check.ts';
import { covariate, fictional, force } from './callaway-fixture.ts';
import { aggregateGroupTime, callawaySantAnna } from './index-causal.ts';
import { causalMethods } from './methods-causal.ts';

const call = (name: string, input: unknown): Readonly<Record<string, unknown>> => {
  const found = causalMethods.find((each) => each.name === name);
  assert.ok(found, name);
  return found.call(input);
};
const rows = covariate.map((x, row) => [fictional.unit[row], fictional.time[row], fictional.outcome[row], fictional.firstTreated[row], x]);
const clusters = Object.fromEntries(Array.from(fictional.unit, (unit, row) => [unit, `force ${force[row]}`]));
/** As JSON would have it. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('rows of JSON give what the functions give', () => {
  const options = { control: 'not-yet', base: 'universal', anticipation: 1 } as const;
  const direct = callawaySantAnna({ ...fictional, covariates: [covariate], cluster: force }, options);
  const { effects, pretest } = call('callaway-santanna', { rows, cluster: clusters, ...options });
  assert.deepEqual(effects, plain(direct.effects));
  assert.deepEqual(pretest, plain(direct.pretest));
  const average = call('callaway-santanna-average', { rows, cluster: clusters, ...options, kind: 'group', bootstrap: { seed: 4, draws: 200 } });
  assert.deepEqual(average, plain(aggregateGroupTime(direct, 'group', { bootstrap: { seed: 4, draws: 200 } })));
});

test('rows that do not fit are refused by number, and a unit without a cluster by name', () => {
  const refused = (name: string, input: unknown, code: string, argument: string): void => {
    assert.throws(() => call(name, input), { name: 'MethodError', code, argument });
  };
  refused('callaway-santanna', { rows: [...rows.slice(1), entry(rows, 0).slice(0, 4)] }, 'shape', `rows[${rows.length - 1}]`);
  refused('callaway-santanna', { rows, cluster: { 'area 1': 1 } }, 'inconsistent', 'cluster');
  refused('callaway-santanna', { rows, cluster: Object.fromEntries(Array.from(fictional.unit, (unit) => [`${unit} `, 1])) }, 'inconsistent', 'cluster');
  refused('callaway-santanna', { rows: [['a', 1, 2]] }, 'input', 'rows.0.3');
  refused('callaway-santanna', { rows: [] }, 'too-few', 'unit');
  const towns = causalMethods.find(({ name }) => name === 'synthetic-control-predictors')?.example ?? {};
  refused('synthetic-control-predictors', { ...towns, variables: ['a', 'b'] }, 'shape', 'variables');
  refused('synthetic-control-predictors', { ...towns, seed: undefined }, 'inconsistent', 'search');
  refused('synthetic-control', { ...towns, predictors: undefined, seed: 1 }, 'input', 'input');
});

test('importance can be given in place of a seed, and placebos take predictors too', () => {
  const { seed: _, ...towns } = causalMethods.find(({ name }) => name === 'synthetic-control-predictors')?.example ?? {};
  const fixed = call('synthetic-control-predictors', { ...towns, importance: [1, 1, 2] });
  assert.deepEqual(
    (fixed.balance as { importance: number }[]).map(({ importance }) => importance),
    [0.25, 0.25, 0.5],
  );
  const placebo = call('synthetic-control-placebo-space', { ...towns, seed: 2, starts: 0, dropWorseFit: 1e6, alternative: 'lower' });
  assert.equal((placebo.placebos as unknown[]).length, placebo.of);
});
