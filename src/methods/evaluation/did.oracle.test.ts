import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle, readOracleText } from '../testing/oracles.ts';
import { type DidErrors, differenceInDifferences, eventStudy, type PanelErrors, twoWayFixedEffects } from './index.ts';

interface Row {
  readonly term: string;
  readonly estimate: number;
  readonly se: number;
  readonly stat: number;
  readonly p: number;
}

interface Golden {
  readonly did_2x2: Record<'ols' | 'HC1' | 'HC2' | 'HC3' | 'cluster_county_CR1' | 'cluster_CR0', Row[]> & {
    readonly n: number;
    readonly cell_means: { tr: number; post: number; lemp: number }[];
  };
  readonly twfe: Record<string, number>;
  readonly event_study_twfe: { readonly coef: { rel: number; estimate: number; se_cluster_CR0: number }[] };
}

function panel(): { year: number; county: string; lemp: number; first: number }[] {
  const [head = '', ...lines] = readOracleText('did/mpdta.csv').trim().split('\n');
  const names = head.replaceAll('"', '').split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
    return { year: Number(cell('year')), county: cell('countyreal'), lemp: Number(cell('lemp')), first: Number(cell('first.treat')) };
  });
}

const absent = oraclesAbsent('did/did_twfe_event_study.json');

test('two groups and two periods of the minimum-wage data', { skip: absent }, () => {
  const golden = (readOracle('did/did_twfe_event_study.json') as Golden).did_2x2;
  const rows = panel().filter(({ year, first }) => year >= 2006 && (first === 0 || first === 2007));
  assert.equal(rows.length, golden.n);
  const data = {
    y: rows.map(({ lemp }) => lemp),
    treated: rows.map(({ first }) => (first > 0 ? 1 : 0)),
    post: rows.map(({ year }) => (year === 2007 ? 1 : 0)),
  };
  const county = rows.map(({ county }) => county);
  const terms = ['(Intercept)', 'tr', 'post', 'tr:post'];
  const same = (errors: DidErrors, expected: readonly Row[], clusters?: readonly string[]): void => {
    const result = differenceInDifferences({ ...data, errors, ...(clusters && { clusters, df: 'residual' }) });
    for (const each of expected) {
      const row = result.coefficients[terms.indexOf(each.term)];
      near(row?.estimate ?? 0, each.estimate, 1e-9, `${errors} ${each.term}`);
      near(row?.standardError ?? 0, each.se, 1e-9, `${errors} ${each.term} se`);
      near(row?.statistic ?? 0, each.stat, 1e-8, `${errors} ${each.term} statistic`);
      near(row?.p ?? 1, each.p, 1e-8, `${errors} ${each.term} p`);
    }
    for (const cell of golden.cell_means)
      near(result.cells.find(({ treated, post }) => treated === cell.tr && post === cell.post)?.mean ?? 0, cell.lemp, 1e-12);
  };
  same('model', golden.ols);
  same('HC1', golden.HC1);
  same('HC2', golden.HC2);
  same('HC3', golden.HC3);
  same('stata', golden.cluster_county_CR1, county);
  same('CR0', golden.cluster_CR0, county);
});

test('two-way fixed effects and event study of the minimum-wage data', { skip: absent }, () => {
  const golden = readOracle('did/did_twfe_event_study.json') as Golden;
  const rows = panel();
  const data = { y: rows.map(({ lemp }) => lemp), unit: rows.map(({ county }) => county), time: rows.map(({ year }) => year) };
  const treatment = rows.map(({ year, first }) => (first > 0 && year >= first ? 1 : 0));
  for (const [errors, name] of [
    ['iid', 'se_iid'],
    ['all', 'se_cluster_HC1_full_dof_K_all_dummies'],
    ['CR0', 'se_cluster_HC0_no_adj'],
    ['CR0', 'se_plm_arellano_HC0'],
    ['CR1', 'se_plm_arellano_sss'],
    ['nested', 'se_cluster_fixest_nested'],
  ] as const satisfies readonly (readonly [PanelErrors, string])[]) {
    for (const weights of [undefined, data.y.map(() => 1)]) {
      // With weights of one the periods go in as dummies, which must come to the same.
      const found = twoWayFixedEffects({ ...data, treatment, errors, ...(weights && { weights }) });
      near(found.coefficients[0]?.estimate ?? 0, golden.twfe.coef_D ?? 0, 1e-9, 'coefficient');
      near(found.coefficients[0]?.standardError ?? 0, golden.twfe[name] ?? 0, 1e-9, name);
    }
  }
  const { adoption } = twoWayFixedEffects({ ...data, treatment });
  assert.equal(adoption.cohorts, 3);
  assert.match(adoption.warning ?? '', /callaway-santanna/);

  const study = eventStudy({ ...data, adopted: rows.map(({ first }) => (first === 0 ? null : first)), errors: 'CR0' });
  assert.deepEqual(
    study.rows.map(({ relative }) => relative),
    golden.event_study_twfe.coef.map(({ rel }) => rel),
  );
  golden.event_study_twfe.coef.forEach((expected, j) => {
    near(study.rows[j]?.estimate ?? 0, expected.estimate, 1e-9, `relative ${expected.rel}`);
    near(study.rows[j]?.standardError ?? 0, expected.se_cluster_CR0, 1e-9, `relative ${expected.rel} se`);
  });
  assert.match(study.warning ?? '', /3 periods/);
});
