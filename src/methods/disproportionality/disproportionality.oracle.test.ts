import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle } from '../testing/oracles.ts';
import { allocateUnknown, eValue, eValueRiskDifference, fourFifths, missingRatioBounds, rateRatioByGroup, rubinPool, tippingShare } from './index.ts';

interface TwoGroup {
  readonly events_minority: number;
  readonly pop_minority: number;
  readonly events_ref: number;
  readonly pop_ref: number;
  readonly rate_per_1000_minority: number;
  readonly rate_per_1000_ref: number;
  readonly rri: number;
  readonly rate_ratio_wald?: { readonly est: number; readonly lo: number; readonly hi: number };
  readonly rate_ratio_exact: { readonly est: number; readonly lo: number; readonly hi: number };
}

interface MissingCase {
  readonly minority_events: number;
  readonly pop_minority: number;
  readonly ref_events: number;
  readonly pop_ref: number;
  readonly missing_events: number;
  readonly observed: number;
  readonly all_missing_to_reference: number;
  readonly all_missing_to_minority: number;
  readonly proportional: number;
  readonly tipping_share_minority_for_RR1: number;
}

interface Golden {
  readonly two_group: readonly TwoGroup[];
  readonly missing_ethnicity_bounds: readonly MissingCase[];
  readonly rubin_pool_scalar: {
    readonly Q: number[];
    readonly U: number[];
    readonly n: number;
    readonly k: number;
    readonly result: Readonly<Record<'qbar' | 'ubar' | 'b' | 't' | 'df' | 'r' | 'fmi', number>>;
  };
  readonly four_fifths: {
    readonly rate_white: number;
    readonly rate_black: number;
    readonly impact_ratio: number;
    readonly passes: boolean;
    readonly edge_cases: readonly { readonly a: [number, number]; readonly b: [number, number]; readonly ratio: number; readonly passes: boolean }[];
  };
}

const absent = oraclesAbsent('disproportionality/rate_ratio_golden.json');
const golden = (): Golden => readOracle('disproportionality/rate_ratio_golden.json') as Golden;

test('rates and ratios of every pair of groups, by the interval that their numbers ask for', { skip: absent }, () => {
  for (const pair of golden().two_group) {
    const { groups } = rateRatioByGroup(
      [
        { name: 'group', events: pair.events_minority, population: pair.pop_minority },
        { name: 'reference', events: pair.events_ref, population: pair.pop_ref },
      ],
      { reference: 'reference' },
    );
    const [group, reference] = groups;
    near(group?.rate.value ?? Number.NaN, pair.rate_per_1000_minority, 1e-12);
    near(reference?.rate.value ?? Number.NaN, pair.rate_per_1000_ref, 1e-12);
    const ratio = group?.ratio ?? assert.fail();
    const exact = pair.events_minority < 10 || pair.events_ref < 10;
    assert.equal(ratio.method, exact ? 'exact' : 'log-wald');
    const expected = exact ? pair.rate_ratio_exact : (pair.rate_ratio_wald ?? assert.fail());
    near(ratio.value ?? Number.NaN, pair.rri, 1e-12);
    near(ratio.lower, expected.lo, 1e-9);
    near(ratio.upper ?? Number.NaN, expected.hi, 1e-9);
  }
});

test('bounds, tipping share and proportional allocation of missing ethnicity', { skip: absent }, () => {
  for (const one of golden().missing_ethnicity_bounds) {
    const { minority_events: a, pop_minority: n1, ref_events: b, pop_ref: n2, missing_events: u } = one;
    const bounds = missingRatioBounds(a, n1, b, n2, u);
    near(bounds.observed.value ?? Number.NaN, one.observed, 1e-9);
    near(bounds.none ?? Number.NaN, one.all_missing_to_reference, 1e-9);
    near(bounds.all ?? Number.NaN, one.all_missing_to_minority, 1e-9);
    near(bounds.tippingShare ?? Number.NaN, one.tipping_share_minority_for_RR1, 1e-9);
    near(tippingShare(a, n1, b, n2, u).share, one.tipping_share_minority_for_RR1, 1e-9);
    const { ratios } = allocateUnknown([[a, b]], [u], { populations: [n1, n2], reference: 1 });
    near(ratios?.[0] ?? Number.NaN, one.proportional, 1e-9);
  }
});

test("Rubin's rules as mice has them", { skip: absent }, () => {
  const { Q, U, n, k, result } = golden().rubin_pool_scalar;
  const pooled = rubinPool(Q, U, { n, parameters: k });
  near(pooled.value, result.qbar, 1e-9);
  near(pooled.within, result.ubar, 1e-9);
  near(pooled.between, result.b, 1e-9);
  near(pooled.total, result.t, 1e-9);
  near(pooled.df ?? Number.NaN, result.df, 1e-9);
  near(pooled.increase, result.r, 1e-9);
  near(pooled.missingInformation, result.fmi, 1e-9);
});

test('the four-fifths rule, with exactly four fifths', { skip: absent }, () => {
  const { rate_white, rate_black, impact_ratio, passes, edge_cases } = golden().four_fifths;
  const found = fourFifths([
    { name: 'White', selected: 48, considered: 80 },
    { name: 'Black', selected: 12, considered: 40 },
  ]);
  assert.deepEqual(
    found.groups.map(({ rate }) => rate),
    [rate_white, rate_black],
  );
  assert.deepEqual([found.highest, found.groups[1]?.ratio, found.passes], ['White', impact_ratio, passes]);
  for (const { a, b, ratio, passes: fine } of edge_cases) {
    const edge = fourFifths([
      { name: 'a', selected: a[0], considered: a[1] },
      { name: 'b', selected: b[0], considered: b[1] },
    ]);
    near(edge.groups[0]?.ratio ?? Number.NaN, ratio, 1e-9);
    assert.equal(edge.groups[0]?.passes, fine);
  }
});

test('E-values of published ratios', { skip: oraclesAbsent('evalue/evalue_golden.json') }, () => {
  const { cases } = readOracle('evalue/evalue_golden.json') as {
    readonly cases: readonly { readonly est: number; readonly lo: number; readonly hi: number; readonly evalue: number; readonly evalue_ci: number }[];
  };
  for (const { est, lo, hi, evalue, evalue_ci } of cases) {
    const found = eValue(est, { lower: lo, upper: hi });
    near(found.point, evalue, 1e-12);
    near(found.limit ?? Number.NaN, evalue_ci, 1e-12);
  }
  assert.ok(cases.length >= 5);
  // The package looks for the limit of a risk difference on a grid of bias factors 1e-4 apart, and takes the first at or below the target.
  const { limit } = eValueRiskDifference(397, 397 + 78557, 51, 51 + 108778);
  const factor = limit ** 2 / (2 * limit - 1);
  const onGrid = 1 + 1e-4 * Math.ceil((factor - 1) / 1e-4);
  near(onGrid + Math.sqrt(onGrid * (onGrid - 1)), 15.95703, 5e-7);
});
