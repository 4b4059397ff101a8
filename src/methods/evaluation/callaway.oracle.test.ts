import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entry } from '../check.ts';
import { oraclesAbsent, readOracle, readOracleText } from '../testing/oracles.ts';
import {
  type AggregationKind,
  type AttEstimator,
  aggregateGroupTime,
  type CallawayOptions,
  callawaySantAnna,
  type EffectEstimate,
  type StaggeredPanel,
} from './index-causal.ts';

interface Aggregate {
  readonly overall_att: number;
  readonly overall_se: number;
  readonly egt: readonly number[];
  readonly att_egt: readonly number[];
  readonly se_egt: readonly (number | null)[];
}

type Case = Record<AggregationKind, Aggregate> & {
  readonly control_group: 'nevertreated' | 'notyettreated';
  readonly xformla: '~1' | '~lpop';
  readonly est_method: 'dr' | 'reg' | 'ipw';
  readonly base_period: 'varying' | 'universal';
  readonly att_gt: readonly { readonly group: number; readonly t: number; readonly att: number; readonly se?: number | null }[];
  readonly wald_pretest: readonly (readonly number[])[];
  readonly wald_p: readonly (readonly number[])[];
};

const ESTIMATORS: Record<string, AttEstimator> = { dr: 'doubly-robust', reg: 'outcome-regression', ipw: 'inverse-probability' };

function mpdta(): StaggeredPanel & { readonly covariates: readonly Float64Array[] } {
  const rows = readOracleText('did/mpdta.csv')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  const column = (j: number): Float64Array => Float64Array.from(rows, (row) => entry(row, j));
  const firstTreated = Array.from(column(4), (start) => (start === 0 ? null : start));
  return { time: column(0), unit: column(1), covariates: [column(2)], outcome: column(3), firstTreated };
}

test('every specification of R did 2.5.1 on mpdta', { skip: oraclesAbsent('did/mpdta_callaway_santanna.json') }, () => {
  const cases = readOracle('did/mpdta_callaway_santanna.json') as Record<string, Case>;
  const { covariates, ...panel } = mpdta();
  let compared = 0;
  for (const [name, expected] of Object.entries(cases)) {
    const options: CallawayOptions = {
      control: expected.control_group === 'nevertreated' ? 'never' : 'not-yet',
      estimator: ESTIMATORS[expected.est_method] ?? 'doubly-robust',
      base: expected.base_period,
    };
    const withLogit = expected.xformla === '~lpop' && expected.est_method !== 'reg';
    const close = (actual: number, reference: number, tolerance: number, what: string): void => {
      assert.ok(Math.abs(actual - reference) <= tolerance, `${name} ${what}: ${actual} is not ${reference}`);
      compared++;
    };
    const same = (actual: EffectEstimate | undefined, att: number, se: number | null | undefined, what: string): void => {
      assert.ok(actual, `${name} ${what} is missing`);
      close(actual.att, att, withLogit ? 1e-6 : 1e-8, `att of ${what}`);
      if (typeof se === 'number') close(actual.standardError ?? Number.NaN, se, 1e-6, `standard error of ${what}`);
      else assert.equal(actual.standardError, null, `${name} ${what}`);
    };
    const found = callawaySantAnna(expected.xformla === '~lpop' ? { ...panel, covariates } : panel, options);
    assert.equal(found.effects.length, expected.att_gt.length);
    for (const { group, t, att, se } of expected.att_gt) {
      const effect = found.effects.find((each) => each.group === group && each.time === t);
      same(effect, att, se, `group ${group} in ${t}`);
    }
    close(found.pretest?.statistic ?? Number.NaN, entry(entry(expected.wald_pretest, 0), 0), 1e-5, 'pre-test');
    // Printed to five places there.
    close(found.pretest?.p ?? Number.NaN, entry(entry(expected.wald_p, 0), 0), 1e-5, 'p of the pre-test');
    for (const kind of ['simple', 'dynamic', 'group', 'calendar'] as const) {
      const reference = expected[kind];
      const aggregated = aggregateGroupTime(found, kind);
      same(aggregated.overall, reference.overall_att, reference.overall_se, `${kind} overall`);
      if (kind === 'simple') continue;
      assert.deepEqual(
        aggregated.effects.map(({ at }) => at),
        reference.egt,
      );
      reference.egt.forEach((where, k) => {
        same(aggregated.effects[k], entry(reference.att_egt, k), reference.se_egt[k], `${kind} ${where}`);
      });
    }
  }
  assert.ok(Object.keys(cases).length >= 8);
  assert.ok(compared > 500, `${compared} numbers compared`);
});
