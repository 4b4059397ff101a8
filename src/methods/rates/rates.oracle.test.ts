import assert from 'node:assert/strict';
import { test } from 'node:test';
import { betaLower, chiSquaredLower, normalUpper } from '../distributions/index.ts';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle } from '../testing/oracles.ts';
import { byar, exactPoisson, proportion, rateInterval, ratioExact, ratioLogWald } from './index.ts';

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

test('ratios of two rates as R gives them', { skip: oraclesAbsent('disproportionality/rate_ratio_golden.json') }, () => {
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
    readonly rate_ratio_wald?: Estimate;
    readonly risk_ratio_wald?: Estimate;
    readonly rate_ratio_exact: Estimate;
  }
  const { two_group } = readOracle('disproportionality/rate_ratio_golden.json') as { two_group: Pair[] };
  for (const pair of two_group) {
    const groups = [pair.events_minority, pair.pop_minority, pair.events_ref, pair.pop_ref] as const;
    for (const [expected, of] of [
      [pair.rate_ratio_wald, 'rate'],
      [pair.risk_ratio_wald, 'risk'],
    ] as const) {
      if (!expected) continue;
      const found = ratioLogWald(...groups, { of });
      near(found.value, expected.est, 1e-9);
      near(found.lower, expected.lo, 1e-9);
      near(found.upper, expected.hi, 1e-9);
    }
    const exact = ratioExact(...groups);
    near(exact.value ?? Number.NaN, pair.rate_ratio_exact.est, 1e-9);
    near(exact.lower, pair.rate_ratio_exact.lo, 1e-9);
    near(exact.upper ?? Number.NaN, pair.rate_ratio_exact.hi, 1e-9);
  }
  assert.ok(two_group.length >= 7);
});

test('quantiles as R gives them', { skip: oraclesAbsent('distributions/quantiles_R.json') }, () => {
  const cases = readOracle('distributions/quantiles_R.json') as { d: string; p: number; a: number; b: number; v: number }[];
  for (const { d, p, a, b, v } of cases) {
    if (d === 'chisq') near(chiSquaredLower(p, a), v, 2e-11, `chisq ${p} ${a}`);
    // Near the median the error is of the size of a rounding of p, so it is compared absolutely.
    if (d === 'norm') assert.ok(Math.abs(normalUpper(1 - p) - v) < 1e-9 * Math.max(1, Math.abs(v)), `norm ${p}`);
    if (d === 'beta') near(betaLower(p, a, b), v, 1e-10, `beta ${p} ${a} ${b}`);
  }
});
