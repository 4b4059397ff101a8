import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle } from '../testing/oracles.ts';
import {
  byar,
  exactPoisson,
  oddsRatioFisher,
  oddsRatioWald,
  type OpenInterval,
  proportion,
  rateDifference,
  rateInterval,
  rateRatioMidP,
  rateRatioTest,
  ratioExact,
  ratioLogWald,
  riskRatioSmallSample,
  twoByTwoTest,
} from './index.ts';

interface Limits {
  readonly x: number;
  readonly n: number;
  readonly lower95: number | null;
  readonly upper95: number;
  readonly lower998: number | null;
  readonly upper998: number;
}

interface Published {
  readonly Numerator: number;
  readonly Denominator: number;
  readonly value: number;
  readonly lower95_0cl: number;
  readonly upper95_0cl: number;
  readonly lower99_8cl: number;
  readonly upper99_8cl: number;
  readonly method: string;
}

test('every count, share and rate of PHEindicatormethods', { skip: oraclesAbsent('phe/phe_golden.json') }, () => {
  const golden = readOracle('phe/phe_golden.json') as Record<'byars' | 'exact_poisson' | 'wilson', Limits[]> & Record<'proportion' | 'rate', Published[]>;
  let checked = 0;
  const same = (actual: number, expected: number | null, what: string): void => {
    // The package has no lower limit where Byar's cube is of a negative number (no events); here it is 0.
    near(actual, expected ?? 0, 1e-10, what);
    checked++;
  };
  for (const [name, method] of [
    ['byars', byar],
    ['exact_poisson', exactPoisson],
  ] as const) {
    for (const row of golden[name]) {
      same(method(row.x).lower, row.lower95, `${name} ${row.x}`);
      same(method(row.x).upper, row.upper95, `${name} ${row.x}`);
      same(method(row.x, 0.998).lower, row.lower998, `${name} ${row.x}`);
      same(method(row.x, 0.998).upper, row.upper998, `${name} ${row.x}`);
    }
  }
  for (const row of golden.wilson) {
    same(proportion(row.x, row.n).lower, row.lower95, `wilson ${row.x}/${row.n}`);
    same(proportion(row.x, row.n).upper, row.upper95, `wilson ${row.x}/${row.n}`);
    same(proportion(row.x, row.n, { level: 0.998 }).lower, row.lower998, `wilson ${row.x}/${row.n}`);
    same(proportion(row.x, row.n, { level: 0.998 }).upper, row.upper998, `wilson ${row.x}/${row.n}`);
  }
  for (const row of golden.proportion) {
    same(proportion(row.Numerator, row.Denominator).value, row.value, 'proportion');
    same(proportion(row.Numerator, row.Denominator).lower, row.lower95_0cl, 'proportion');
    same(proportion(row.Numerator, row.Denominator, { level: 0.998 }).upper, row.upper99_8cl, 'proportion');
  }
  for (const row of golden.rate) {
    const rate = rateInterval(row.Numerator, row.Denominator, { per: 100_000 });
    const wide = rateInterval(row.Numerator, row.Denominator, { per: 100_000, level: 0.998 });
    same(rate.value, row.value, 'rate');
    same(rate.lower, row.lower95_0cl, 'rate');
    same(rate.upper, row.upper95_0cl, 'rate');
    same(wide.lower, row.lower99_8cl, 'rate');
    same(wide.upper, row.upper99_8cl, 'rate');
    assert.equal(rate.method, row.method === 'Exact' ? 'exact' : 'byar');
  }
  assert.ok(checked > 150, `${checked} numbers compared`);
});

interface Estimate {
  readonly est: number;
  readonly lo: number;
  readonly hi: number;
}

interface Pair {
  readonly events_minority: number;
  readonly pop_minority: number;
  readonly events_ref: number;
  readonly pop_ref: number;
  readonly rri: number;
  readonly rate_difference_per_1000: number;
  readonly risk_ratio_wald?: Estimate;
  readonly risk_ratio_small_sample_adj?: Estimate;
  readonly odds_ratio_wald?: Estimate;
  readonly rate_ratio_wald?: Estimate;
  readonly rate_ratio_midp?: Estimate;
  readonly rate_ratio_exact: Estimate & { readonly p: number };
  readonly chisq: { readonly stat: number; readonly p: number };
  readonly chisq_yates: { readonly stat: number; readonly p: number };
  readonly fisher: { readonly or_cmle: number; readonly lo: number; readonly hi: number; readonly p: number };
}

test('two groups compared as R compares them', { skip: oraclesAbsent('disproportionality/rate_ratio_golden.json') }, () => {
  const { two_group } = readOracle('disproportionality/rate_ratio_golden.json') as { two_group: Pair[] };
  assert.ok(two_group.length >= 7);
  const limits = (found: OpenInterval, expected: Estimate | undefined, what: string): void => {
    if (!expected) return;
    near(found.value ?? Number.NaN, expected.est, 1e-9, what);
    near(found.lower, expected.lo, 1e-9, what);
    near(found.upper ?? Number.NaN, expected.hi, 1e-9, what);
  };
  // R seeks these roots with `uniroot` at its default tolerance, 1.2e-4 of what it seeks: a share of events, or an odds ratio (or its inverse) between 0 and 1. What is
  // found here agrees to that; rates.ratios.test.ts has the same numbers by R at a tolerance of 1e-15, and there they agree to 1e-12.
  const sought = (found: number | null, expected: number, of: (value: number) => number, what: string): void => {
    assert.ok(Math.abs(of(found ?? Number.NaN) - of(expected)) < 1.3e-4, `${what}: ${found} is not ${expected}`);
  };
  for (const pair of two_group) {
    const groups = [pair.events_minority, pair.pop_minority, pair.events_ref, pair.pop_ref] as const;
    if (pair.rate_ratio_wald) limits(ratioLogWald(...groups), pair.rate_ratio_wald, 'log-Wald rates');
    if (pair.risk_ratio_wald) limits(ratioLogWald(...groups, { of: 'risk' }), pair.risk_ratio_wald, 'log-Wald risks');
    if (pair.risk_ratio_small_sample_adj) limits(riskRatioSmallSample(...groups), pair.risk_ratio_small_sample_adj, 'small-sample risks');
    if (pair.odds_ratio_wald) limits(oddsRatioWald(...groups), pair.odds_ratio_wald, 'log-Wald odds');
    limits(ratioExact(...groups), pair.rate_ratio_exact, 'exact');
    near(rateRatioTest(...groups).exact, pair.rate_ratio_exact.p, 1e-12, 'exact p');
    near(rateDifference(...groups).value, pair.rate_difference_per_1000, 1e-12);
    if (pair.rate_ratio_midp) {
      const found = rateRatioMidP(...groups);
      const share = (ratio: number): number => (ratio * pair.pop_minority) / (ratio * pair.pop_minority + pair.pop_ref);
      sought(found.value, pair.rate_ratio_midp.est, share, 'mid-P');
      sought(found.lower, pair.rate_ratio_midp.lo, share, 'mid-P');
      sought(found.upper, pair.rate_ratio_midp.hi, share, 'mid-P');
    }
    const fisher = oddsRatioFisher(...groups);
    const unit = (ratio: number): number => (ratio > 1 ? 1 / ratio : ratio);
    sought(fisher.value, pair.fisher.or_cmle, unit, 'Fisher');
    sought(fisher.lower, pair.fisher.lo, unit, 'Fisher');
    sought(fisher.upper, pair.fisher.hi, unit, 'Fisher');
    near(fisher.pValue, pair.fisher.p, 1e-12, 'Fisher p');
    const { pearson, yates } = twoByTwoTest(...groups);
    near(pearson.statistic, pair.chisq.stat, 1e-12);
    near(pearson.pValue, pair.chisq.p, 1e-12);
    near(yates.statistic, pair.chisq_yates.stat, 1e-12);
    near(yates.pValue, pair.chisq_yates.p, 1e-12);
  }
});
