/** Every case of the reference results for series: STL, season, changepoints, outbreak detection. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalUpper } from '../distributions/index.ts';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle } from '../testing/oracles.ts';
import {
  bayesLimit,
  binarySegmentation,
  type Changepoints,
  classicalDecomposition,
  countCusum,
  ears,
  farrington,
  farringtonFlexible,
  harmonicPoisson,
  ljungBox,
  pelt,
  rkiLimit,
  seasonalFriedman,
  seasonalKruskalWallis,
  singleChangepoint,
  stl,
} from './index.ts';

/** Largest difference, relative to the largest expected value (or to 1). */
function close(actual: ArrayLike<number | null>, expected: readonly (number | null)[], tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, what);
  const scale = Math.max(1, ...expected.map((value) => Math.abs(value ?? 0)));
  expected.forEach((value, i) => {
    const found = actual[i];
    if (value === null || found === null || found === undefined) assert.equal(found, value, `${what} ${i}`);
    else assert.ok(Math.abs(found - value) <= tolerance * scale, `${what} ${i}: ${found} is not ${value}`);
  });
}

interface StlCase {
  readonly args: {
    readonly 's.window': number | string;
    readonly 't.window'?: number;
    readonly 't.jump'?: number;
    readonly robust?: boolean;
    readonly outer?: number;
  };
  readonly frequency: number;
  readonly x: number[];
  readonly win: number[];
  readonly deg: number[];
  readonly jump: number[];
  readonly inner: number;
  readonly outer: number;
  readonly seasonal: number[];
  readonly trend: number[];
  readonly remainder: number[];
  readonly weights: number[];
  readonly F_T: number;
  readonly F_S: number;
  readonly R_4_2_2_values_psort_bug?: object;
}

test('STL as R (not robust) and statsmodels (robust)', { skip: oraclesAbsent('timeseries/stl_golden.json') }, () => {
  const cases = Object.entries(readOracle('timeseries/stl_golden.json') as Record<string, StlCase>);
  assert.ok(cases.length >= 7);
  for (const [name, each] of cases) {
    const window = each.args['s.window'];
    const byDefault = stl(each.x, {
      period: each.frequency,
      seasonalWindow: typeof window === 'number' ? window : 'periodic',
      robust: each.args.robust ?? false,
      ...(each.args['t.window'] !== undefined && { trendWindow: each.args['t.window'] }),
      ...(each.args['t.jump'] !== undefined && { trendJump: each.args['t.jump'] }),
      ...(each.args.outer !== undefined && { outer: each.args.outer }),
    });
    // R writes an even window down and uses the odd one above it.
    assert.deepEqual(
      byDefault.windows,
      each.win.map((span) => (span % 2 === 0 ? span + 1 : span)),
      name,
    );
    assert.deepEqual([byDefault.degrees, byDefault.jumps, byDefault.inner, byDefault.outer], [each.deg, each.jump, each.inner, each.outer], name);
    for (const part of ['seasonal', 'trend', 'remainder', 'weights'] as const) close(byDefault[part], each[part], 1e-9, `${name} ${part}`);
    // Where R's partial sort went wrong the strengths beside the values are R's too.
    if (each.R_4_2_2_values_psort_bug === undefined) {
      near(byDefault.trendStrength ?? Number.NaN, each.F_T, 1e-9, name);
      near(byDefault.seasonalStrength ?? Number.NaN, each.F_S, 1e-9, name);
    }
  }
});

interface Stat {
  readonly stat: number;
  readonly p: number;
}

test('decomposition and tests of season as R', { skip: oraclesAbsent('timeseries/seasonality_golden.json') }, () => {
  const golden = readOracle('timeseries/seasonality_golden.json') as {
    decompose_nottem: { figure: number[]; trend: (number | null)[] };
    kruskal_month_nottem: Stat;
    kruskal_month_ldeaths: Stat;
    friedman_ldeaths: Stat;
    ljungbox_ldeaths_24: Stat;
    ldeaths: number[];
    nottem: number[];
    edwards_like_harmonic_poisson: { counts: number[]; coef: number[]; LR: number; p: number; amplitude: number; peak_month: number };
  };
  const { figure, trend } = classicalDecomposition(golden.nottem, { period: 12 });
  close(figure, golden.decompose_nottem.figure, 1e-9, 'figure');
  close(trend, golden.decompose_nottem.trend, 1e-9, 'trend');
  for (const [found, expected] of [
    [seasonalKruskalWallis(golden.nottem, { period: 12 }), golden.kruskal_month_nottem],
    [seasonalKruskalWallis(golden.ldeaths, { period: 12 }), golden.kruskal_month_ldeaths],
    [seasonalFriedman(golden.ldeaths, { period: 12 }), golden.friedman_ldeaths],
    [ljungBox(golden.ldeaths, { lags: 24 }), golden.ljungbox_ldeaths_24],
  ] as const) {
    near(found.statistic, expected.stat, 1e-9);
    // R's pchisq is written down as 0 where it was subtracted from one.
    if (expected.p > 0) near(found.p, expected.p, 1e-9);
    else assert.ok(found.p < 1e-15 && found.p > 0);
  }
  const expected = golden.edwards_like_harmonic_poisson;
  const season = harmonicPoisson(expected.counts, { period: 12 });
  near(season.statistic, expected.LR, 1e-9);
  near(season.p, expected.p, 1e-9);
  close(season.coefficients, expected.coef, 1e-9, 'coefficients');
  near(season.amplitude ?? Number.NaN, expected.amplitude, 1e-9);
  near(season.peak, expected.peak_month, 1e-9);
});

interface R {
  readonly cpts: number | number[];
  readonly pen: number;
  readonly est: { readonly mean: number | number[]; readonly variance?: number[] };
}

test('changepoints as R', { skip: oraclesAbsent('timeseries/changepoint_golden.json') }, () => {
  const golden = readOracle('timeseries/changepoint_golden.json') as Record<string, { x?: number[]; r: R }>;
  const x = golden['mean_pelt_mbic']?.x ?? [];
  const spread = golden['var_pelt']?.x ?? [];
  const nile = golden['nile_mean_amoc']?.x ?? [];
  const sd = Math.sqrt(nile.reduce((sum, value) => sum + (value - nile.reduce((a, b) => a + b, 0) / nile.length) ** 2, 0) / (nile.length - 1));
  const scaled = nile.map((value) => value / sd);
  const found: Record<string, Changepoints> = {
    mean_pelt_mbic: pelt(x, { change: 'mean', sigma: 1 }),
    mean_pelt_bic: pelt(x, { change: 'mean', sigma: 1, penalty: 'BIC' }),
    mean_binseg: binarySegmentation(x, { change: 'mean', sigma: 1 }),
    mean_amoc: singleChangepoint(x, { change: 'mean', sigma: 1 }),
    var_pelt: pelt(spread, { change: 'variance' }),
    meanvar_pelt: pelt(x, { change: 'mean-variance' }),
    nile_mean_amoc: singleChangepoint(scaled, { change: 'mean', sigma: 1 }),
    nile_meanvar_pelt: pelt(nile, { change: 'mean-variance', varianceFloor: 1e-11 }),
  };
  assert.deepEqual(Object.keys(golden).sort(), Object.keys(found).sort(), 'every case is known');
  for (const [name, { r }] of Object.entries(golden)) {
    const mine = found[name];
    assert.ok(mine);
    assert.deepEqual(mine.changepoints, [r.cpts].flat(), name);
    near(mine.penalty, r.pen, 1e-9, name);
    // For a variance R gives the one mean of all.
    if (name !== 'var_pelt')
      close(
        mine.segments.map(({ mean }) => mean),
        [r.est.mean].flat(),
        1e-9,
        name,
      );
    if (r.est.variance)
      close(
        mine.segments.map(({ variance }) => variance),
        r.est.variance,
        1e-9,
        name,
      );
  }
  assert.deepEqual(pelt(nile, { change: 'mean-variance' }).changepoints, [28], 'two equal years are not a change when values are known to be rounded');
});

interface Surveillance {
  readonly range: number[];
  readonly control: {
    readonly b: number;
    readonly w: number;
    readonly alpha: number;
    readonly noPeriods: number;
    readonly weightsThreshold: number;
    readonly pastWeeksNotIncluded: number;
    readonly pThresholdTrend: number;
  };
  readonly upperbound: number[];
  readonly alarm: number[];
  readonly expected: number[];
  readonly phi: number[];
  readonly pvalue: number[];
  readonly score: number[];
  readonly trendVector: (number | null)[];
  readonly mu0: number[];
  readonly alpha: number;
  readonly baseline: number;
  readonly k: number;
  readonly h: number;
  readonly m: number;
}

test('outbreak detection as R surveillance', { skip: oraclesAbsent('surveillance/surveillance_golden.json') }, () => {
  const golden = readOracle('surveillance/surveillance_golden.json') as Record<string, Surveillance> & { salmonella_agona: { observed: number[] } };
  const { observed } = golden.salmonella_agona;
  const of = (name: string): Surveillance => {
    const found = golden[name];
    assert.ok(found, name);
    assert.equal(found.range.at(-1), observed.length);
    return found;
  };
  const same = (alarm: readonly (boolean | null)[], expected: Surveillance, what: string): void =>
    assert.deepEqual(
      alarm,
      expected.alarm.map((each) => each === 1),
      what,
    );

  const old = of('farrington_b3w3_old');
  const steps = farrington(observed, { last: old.range.length });
  close(
    steps.map(({ upper }) => upper),
    old.upperbound,
    1e-9,
    'farrington',
  );
  same(
    steps.map(({ alarm }) => alarm),
    old,
    'farrington',
  );

  for (const name of ['flexible_as_original', 'flexible_improved']) {
    const { control, ...expected } = of(name);
    const found = farringtonFlexible(observed, {
      last: expected.range.length,
      years: control.b,
      halfWindow: control.w,
      alpha: control.alpha,
      periods: control.noPeriods,
      weightsThreshold: control.weightsThreshold,
      excludeRecent: control.pastWeeksNotIncluded,
      trendThreshold: control.pThresholdTrend,
      threshold: 'delta',
      standardErrors: 'surveillance',
    });
    close(
      found.map(({ upper }) => upper),
      expected.upperbound,
      1e-9,
      name,
    );
    close(
      found.map(({ expected }) => expected),
      expected.expected,
      1e-9,
      name,
    );
    close(
      found.map(({ dispersion }) => dispersion),
      expected.phi,
      1e-9,
      name,
    );
    close(
      found.map(({ p }) => p),
      expected.pvalue,
      1e-9,
      name,
    );
    close(
      found.map(({ score }) => score),
      expected.score,
      1e-9,
      name,
    );
    close(
      found.map(({ trend }) => trend),
      expected.trendVector,
      1e-9,
      name,
    );
    const z = normalUpper(control.alpha);
    // What R calls mu0 is the exponential of a prediction that is on the response scale already.
    close(
      found.map((step) => Math.exp((step.expected ?? 0) + z * (step.standardError ?? 0))),
      expected.mu0,
      1e-9,
      name,
    );
    same(
      found.map(({ alarm }) => alarm),
      { control, ...expected },
      name,
    );
  }

  for (const rule of ['C1', 'C2', 'C3'] as const) {
    const expected = of(`EARS_${rule}`);
    const found = ears(observed, { rule, baseline: expected.baseline, alpha: expected.alpha, convention: 'surveillance' });
    const skip = (expected.range[0] ?? 0) - found.from;
    close(found.upper.slice(skip), expected.upperbound, 1e-9, rule);
    same(found.alarm.slice(skip), expected, rule);
  }

  const sum = of('cusum_standard');
  const found = countCusum(observed.slice((sum.range[0] ?? 1) - 1), { mean: sum.m, k: sum.k, h: sum.h, transform: 'standard' });
  close(found.upper, sum.upperbound, 0, 'cusum');
  same(found.alarm, sum, 'cusum');

  for (const [name, method] of [
    ['rki_b2w4', rkiLimit],
    ['bayes_b2w4', bayesLimit],
  ] as const) {
    const expected = of(name);
    const limits = method(observed, { last: expected.range.length, years: 2, halfWindow: 4 });
    close(
      limits.map(({ upper }) => upper),
      expected.upperbound,
      1e-12,
      name,
    );
    same(
      limits.map(({ alarm }) => alarm),
      expected,
      name,
    );
  }
});
