import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oraclesAbsent, readOracle, readOracleText } from '../testing/oracles.ts';
import {
  type CellInterval,
  differencing,
  dominanceRule,
  flowAudit,
  frequencyRule,
  intervalAudit,
  marginTable,
  pPercentRule,
  pqRule,
  randomRoundOdds,
  redactThenRound,
  round5,
  roundMid6,
  suppress,
  suppressOptimal,
  type TableInput,
} from './index.ts';

interface AuditRow {
  readonly cell: readonly [number, number];
  readonly true: number;
  readonly min: number;
  readonly max: number;
}

interface Golden {
  readonly sdcTable_problemdata: { readonly inner: number[][]; readonly suppressed: [number, number][]; readonly audit: AuditRow[] };
  readonly sdcTable_microdata1: {
    readonly freq: { readonly rows: string[]; readonly cols: string[]; readonly counts: number[][] };
    readonly expected: Readonly<Record<string, number[]>>;
    readonly audit_of_OPT: AuditRow[];
    readonly audit_primary_only: AuditRow[];
  };
  readonly complementary_suppression_bruteforce: {
    readonly cases: {
      readonly inner: number[][];
      readonly threshold: number;
      readonly primary: [number, number][];
      readonly min_width_required: number;
      readonly optimal_secondary: [number, number][];
      readonly optimal_secondary_count: number;
      readonly optimal_secondary_sum: number;
      readonly audit_primary_only: AuditRow[];
      readonly audit_final: AuditRow[];
    }[];
  };
  readonly rounding_base5: {
    readonly x: number;
    readonly nearest_half_up: number;
    readonly ceil_mid6_opensafely: number;
    readonly redact_le7_then_round5: number | null;
    readonly random_round_p_up: number;
    readonly random_round_candidates: number[];
  }[];
  readonly differencing: Readonly<Record<string, unknown>>[];
}

const absent = oraclesAbsent('sdc/sdc_golden.json');
const golden = (): Golden => readOracle('sdc/sdc_golden.json') as Golden;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function exactTable(inner: number[][], suppressed: readonly (readonly [number, number])[]): TableInput {
  const cols = inner[0]?.length ?? 0;
  const values = inner.flat();
  const out = new Set(suppressed.map(([r, c]) => r * cols + c));
  return {
    rows: inner.length,
    cols,
    values,
    hidden: values.map((_, i) => out.has(i)),
    rowTotals: inner.map(sum),
    colTotals: Array.from({ length: cols }, (_, c) => sum(inner.map((row) => row[c] ?? 0))),
    total: sum(values),
  };
}

async function sameAudit(inner: number[][], suppressed: readonly (readonly [number, number])[], expected: readonly AuditRow[]): Promise<void> {
  const input = exactTable(inner, suppressed);
  const width = input.cols + 1;
  const wanted = expected.map(({ cell, min, max }): CellInterval => ({ cell: cell[0] * width + cell[1], min, max }));
  assert.deepEqual(await intervalAudit(input), wanted, 'by integer programming');
  assert.deepEqual(flowAudit(marginTable(input)), wanted, 'by flow');
}

test('audits of sdcTable problem data and microdata1', { skip: absent }, async () => {
  const { sdcTable_problemdata: problem, sdcTable_microdata1: micro } = golden();
  await sameAudit(problem.inner, problem.suppressed, problem.audit);
  await sameAudit(micro.freq.counts, [[0, 1]], micro.audit_primary_only);
  const opt = [
    [0, 0],
    [0, 1],
    [2, 0],
    [2, 1],
  ] as const;
  await sameAudit(micro.freq.counts, opt, micro.audit_of_OPT);
});

test('fewest cells of every table that was searched exhaustively', { skip: absent }, async () => {
  const { cases } = golden().complementary_suppression_bruteforce;
  for (const one of cases) {
    await sameAudit(one.inner, one.primary, one.audit_primary_only);
    await sameAudit(
      one.inner,
      [...one.primary, ...one.optimal_secondary].sort((a, b) => a[0] - b[0] || a[1] - b[1]),
      one.audit_final,
    );
    const input = exactTable(one.inner, one.primary);
    const options = { margins: false, width: one.min_width_required };
    const best = await suppressOptimal(input, options);
    assert.ok(best.proven);
    assert.equal(best.cells.length, one.optimal_secondary_count);
    assert.equal(sum(best.cells.map((i) => input.values[i] ?? 0)), one.optimal_secondary_sum);
    for (const found of [best, suppress(input, options)]) {
      const audit = flowAudit(marginTable(input), found.marks) ?? assert.fail();
      for (const { min, max } of audit) assert.ok(max - min >= one.min_width_required);
    }
  }
  assert.ok(cases.length >= 10);
});

test('primary and secondary cells of sdcTable microdata1', { skip: absent }, async () => {
  const { freq, expected } = golden().sdcTable_microdata1;
  const contributions = new Map<string, number[]>();
  for (const line of readOracleText('sdc/sdctable_microdata1.csv').trim().split('\n').slice(1)) {
    const [region = '', gender = '', value] = line.split(',');
    for (const r of [region, 'all'])
      for (const g of [gender, 'all']) contributions.set(`${r}|${g}`, [...(contributions.get(`${r}|${g}`) ?? []), Number(value)]);
  }
  // The order of the package: regions with the total first, in each the total first, numbered from 1.
  const order = ['all', ...freq.rows].flatMap((region) => ['all', ...freq.cols].map((gender) => `${region}|${gender}`));
  const hiddenBy = (rule: (values: number[]) => boolean): number[] => order.flatMap((key, i) => (rule(contributions.get(key) ?? []) ? [i + 1] : []));
  assert.deepEqual(
    hiddenBy((values) => frequencyRule(values.length, 2)),
    expected['freq_maxN_2_primary'],
  );
  assert.deepEqual(
    hiddenBy((values) => dominanceRule(values, 2, 75)),
    expected['nk_n2_k75_primary'],
  );
  assert.deepEqual(
    hiddenBy((values) => pPercentRule(values, 70)),
    expected['p70_primary'],
  );
  assert.deepEqual(
    hiddenBy((values) => pqRule(values, 60, 80)),
    expected['pq60_80_primary'],
  );

  const input = exactTable(freq.counts, [[0, 1]]);
  for (const found of [suppress(input), await suppressOptimal(input)]) {
    const concealed = [1, ...found.cells].map((i) => 3 * (Math.floor(i / 2) + 1) + 2 + (i % 2)).sort((a, b) => a - b);
    assert.deepEqual(concealed, expected['secondary_for_A_female_OPT_HYPERCUBE_HITAS_SIMPLE']);
    assert.equal(order.length - concealed.length, Number(expected['publishable_after_OPT']));
  }
});

test('rounding to base 5 of every case', { skip: absent }, () => {
  for (const row of golden().rounding_base5) {
    assert.equal(round5(row.x), row.nearest_half_up);
    assert.equal(roundMid6(row.x), row.ceil_mid6_opensafely);
    assert.equal(redactThenRound(row.x), row.redact_le7_then_round5);
    assert.deepEqual(randomRoundOdds(row.x, 5), { candidates: row.random_round_candidates, up: row.random_round_p_up });
  }
});

test('differencing cases', { skip: absent }, () => {
  const [nested, bands, release, rounded] = golden().differencing as [
    { la: Record<string, number>; sub: Record<string, number>; revealed: Record<string, number> },
    { t1: number[]; t2: number[]; revealed: number[] },
    { t1: Record<string, number>; t2: Record<string, number>; revealed: Record<string, number> },
    { t1: number; t2: number; true_diff_possible: [number, number] },
  ];
  const published = (values: Readonly<Record<string, number>> | readonly number[]) =>
    Object.entries(values).map(([key, value]) => ({ key, value: Number(value) }));
  const areas = differencing(published(nested.la), published(nested.sub), { nested: true });
  assert.deepEqual(Object.fromEntries(areas.map(({ key, min }) => [key, min])), nested.revealed);
  assert.deepEqual(
    areas.map(({ disclosive }) => disclosive),
    [true, false],
  );
  const ages = differencing(published(bands.t2), published(bands.t1), { nested: true });
  assert.deepEqual(
    ages.map(({ min }) => min),
    bands.revealed,
  );
  assert.ok(ages.every(({ disclosive }) => disclosive));
  const changes = differencing(published(release.t2), published(release.t1));
  assert.deepEqual(Object.fromEntries(changes.map(({ key, min }) => [key, min])), release.revealed);
  const [interval] = differencing([{ key: 'x', value: rounded.t2 }], [{ key: 'x', value: rounded.t1 }], { slack: 2, nested: true });
  assert.deepEqual([interval?.min, interval?.max], rounded.true_diff_possible);
});
