/** Every case of ../shared/oracles/spatial, within the tolerance that its README states. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, entry } from '../check.ts';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle, readOracleText } from '../testing/oracles.ts';
import {
  type AreaRings,
  adjustPValues,
  placeConcentration,
  contiguityNeighbours,
  distanceNeighbours,
  type GlobalTest,
  gearyC,
  generalG,
  getisOrd,
  joinCounts,
  kernelDensity,
  knox,
  type LocalMoran,
  localMoran,
  localMoranPermutation,
  lorenzCurve,
  moranI,
  moranPermutation,
  type Neighbours,
  nearestNeighbours,
  nearRepeat,
  neighboursFromLists,
  placesHolding,
  predictiveAccuracy,
  predictiveEfficiency,
  circularScan,
  spatialWeights,
} from './index.ts';

const ANALYTIC = 1e-9;
const MONTE_CARLO = 0.02;

interface Local {
  readonly Ii: number[];
  readonly E: number[];
  readonly V: number[];
  readonly z: number[];
  readonly p: number[];
}

interface Columbus {
  readonly CRIME: number[];
  readonly HOVAL: number[];
  readonly queen_neighbours: number[][];
  readonly rook_neighbours: number[][];
  readonly moran: Record<'W_rand' | 'W_norm' | 'B_rand' | 'HOVAL_W_rand', { I: number; E: number; V: number; z: number; p_two_sided: number }>;
  readonly geary: Record<'W_rand' | 'B_rand', { C: number; E: number; V: number; z: number; p: number }>;
  readonly global_G_B: { G: number; E: number; V: number; z: [[number]]; p: [[number]] };
  readonly local_moran_W_total: Local;
  readonly local_moran_W_conditional: Local;
  readonly local_moran_quadrant_mean: string[];
  readonly Gi_B: number[];
  readonly Gistar_B: number[];
  readonly Gistar_W: number[];
  readonly Gistar_B_p: number[];
  readonly Gistar_B_p_fdr: number[];
  readonly Gistar_B_p_bonferroni: number[];
  readonly Gistar_B_p_holm: number[];
  readonly centroids: [number, number][];
  readonly knn4: number[][];
  readonly Gistar_knn4_B: number[];
  readonly moran_knn4_W: { I: number; E: number; V: number; z: number; p_two_sided: number };
  readonly moran_mc: { nsim: number; p_greater: number };
  readonly joincount_B: { joincount: number[]; expected: number[]; variance: number[]; z: number[] };
}

/** Lists counted from 1, as R has them, of neighbours counted from 0. */
const listsOf = ({ areas, start, ids }: Neighbours): number[][] =>
  Array.from({ length: areas }, (_, i) => [...ids.subarray(at(start, i), at(start, i + 1))].map((id) => id + 1));
const fromR = (lists: readonly number[][]): Neighbours => neighboursFromLists(lists.map((list) => list.map((id) => id - 1)));

function same(actual: ArrayLike<number>, expected: readonly number[], relative: number, what: string): void {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, i) => {
    near(at(actual, i), value, relative, `${what} ${i}`);
  });
}

const columbusAbsent = { skip: oraclesAbsent('spatial/columbus_golden.json') };
const columbus = (): Columbus => readOracle('spatial/columbus_golden.json') as Columbus;

test('queen, rook and nearest neighbours of Columbus, as spdep has them', columbusAbsent, () => {
  const golden = columbus();
  const geojson = readOracle('spatial/columbus.geojson') as { features: { geometry: { type: string; coordinates: unknown } }[] };
  const polygons = geojson.features.map(({ geometry }) =>
    geometry.type === 'Polygon' ? (geometry.coordinates as AreaRings) : (geometry.coordinates as AreaRings[]).flat(),
  );
  assert.deepEqual(listsOf(contiguityNeighbours(polygons)), golden.queen_neighbours);
  assert.deepEqual(listsOf(contiguityNeighbours(polygons, { of: 'rook' })), golden.rook_neighbours);
  const x = golden.centroids.map((point) => point[0]);
  const y = golden.centroids.map((point) => point[1]);
  assert.deepEqual(listsOf(nearestNeighbours(x, y, 4)), golden.knn4);
});

test('global statistics of Columbus, as spdep has them', columbusAbsent, () => {
  const golden = columbus();
  const queen = fromR(golden.queen_neighbours);
  const row = spatialWeights(queen);
  const binary = spatialWeights(queen, 'binary');
  const check = (result: GlobalTest, expected: readonly number[], what: string): void =>
    same([result.value, result.expected, result.variance, result.z, result.p], expected, ANALYTIC, what);
  const moran = ({ I, E, V, z, p_two_sided }: Columbus['moran_knn4_W']): number[] => [I, E, V, z, p_two_sided];
  check(moranI(golden.CRIME, row), moran(golden.moran.W_rand), 'Moran W');
  check(moranI(golden.CRIME, row, 'normality'), moran(golden.moran.W_norm), 'Moran W, normality');
  check(moranI(golden.CRIME, binary), moran(golden.moran.B_rand), 'Moran B');
  check(moranI(golden.HOVAL, row), moran(golden.moran.HOVAL_W_rand), 'Moran HOVAL');
  check(moranI(golden.CRIME, spatialWeights(fromR(golden.knn4))), moran(golden.moran_knn4_W), 'Moran, 4 nearest');
  const geary = ({ C, E, V, z, p }: Columbus['geary']['W_rand']): number[] => [C, E, V, z, p];
  check(gearyC(golden.CRIME, row), geary(golden.geary.W_rand), 'Geary W');
  check(gearyC(golden.CRIME, binary), geary(golden.geary.B_rand), 'Geary B');
  const { G, E, V, z, p } = golden.global_G_B;
  check(generalG(golden.CRIME, binary), [G, E, V, z[0][0], p[0][0]], 'global G');
  const mc = moranPermutation(golden.CRIME, row, { permutations: golden.moran_mc.nsim, seed: 1 });
  assert.ok(Math.abs(mc.pGreater - golden.moran_mc.p_greater) <= 0.002, `Monte Carlo ${mc.pGreater}`);
  near(mc.value, golden.moran.W_rand.I, ANALYTIC);
});

test('join counts of Columbus, as spdep has them', columbusAbsent, () => {
  const golden = columbus();
  const sorted = golden.CRIME.toSorted((a, b) => a - b);
  const median = entry(sorted, 24);
  const classes = golden.CRIME.map((crime) => (crime > median ? 1 : 0));
  const rows = joinCounts(classes, spatialWeights(fromR(golden.queen_neighbours), 'binary'));
  // spdep's order: lo:lo, hi:hi, hi:lo, all unlike (the same here).
  const order = [entry(rows, 0), entry(rows, 2), entry(rows, 1), entry(rows, 1)];
  same(
    order.map((row) => row.value),
    golden.joincount_B.joincount,
    ANALYTIC,
    'joins',
  );
  same(
    order.map((row) => row.expected),
    golden.joincount_B.expected,
    ANALYTIC,
    'expected',
  );
  same(
    order.map((row) => row.variance),
    golden.joincount_B.variance,
    ANALYTIC,
    'variance',
  );
  same(
    order.map((row) => row.z),
    golden.joincount_B.z,
    ANALYTIC,
    'z',
  );
});

test('local Moran of Columbus, as spdep has it', columbusAbsent, () => {
  const golden = columbus();
  const row = spatialWeights(fromR(golden.queen_neighbours));
  const check = (result: LocalMoran, expected: Local, what: string): void => {
    same(result.value, expected.Ii, ANALYTIC, `${what} I`);
    same(result.expected, expected.E, ANALYTIC, `${what} E`);
    same(result.variance, expected.V, ANALYTIC, `${what} V`);
    same(result.z, expected.z, ANALYTIC, `${what} z`);
    same(result.p, expected.p, ANALYTIC, `${what} p`);
  };
  check(localMoran(golden.CRIME, row, 'total'), golden.local_moran_W_total, 'total');
  const conditional = localMoran(golden.CRIME, row);
  check(conditional, golden.local_moran_W_conditional, 'conditional');
  assert.deepEqual(
    conditional.quadrant,
    golden.local_moran_quadrant_mean.map((name) => name.toLowerCase()),
  );
  const mc = localMoranPermutation(golden.CRIME, row, { permutations: 9999, seed: 4 });
  same(mc.value, golden.local_moran_W_conditional.Ii, ANALYTIC, 'permuted I');
  // The analytic moments are those of the permutations: within 5 standard errors of the mean of 9,999 draws; variances within 8 %.
  golden.local_moran_W_conditional.E.forEach((mean, i) => {
    const variance = entry(golden.local_moran_W_conditional.V, i);
    assert.ok(Math.abs(at(mc.simulatedMean, i) - mean) < 5 * Math.sqrt(variance / 9999), `mean ${i}`);
    near(at(mc.simulatedVariance, i), variance, 0.08, `variance ${i}`);
  });
});

test('Gi and Gi* of Columbus with their adjusted p-values, as spdep and p.adjust have them', columbusAbsent, () => {
  const golden = columbus();
  const queen = fromR(golden.queen_neighbours);
  const binary = spatialWeights(queen, 'binary');
  same(getisOrd(golden.CRIME, binary, { of: 'gi' }).z, golden.Gi_B, ANALYTIC, 'Gi');
  const star = getisOrd(golden.CRIME, binary);
  same(star.z, golden.Gistar_B, ANALYTIC, 'Gi*');
  same(getisOrd(golden.CRIME, spatialWeights(queen)).z, golden.Gistar_W, ANALYTIC, 'Gi* W');
  same(getisOrd(golden.CRIME, spatialWeights(fromR(golden.knn4), 'binary')).z, golden.Gistar_knn4_B, ANALYTIC, 'Gi* of 4 nearest');
  same(star.p, golden.Gistar_B_p, ANALYTIC, 'p');
  same(adjustPValues(star.p), golden.Gistar_B_p_fdr, ANALYTIC, 'fdr');
  same(adjustPValues(star.p, 'bonferroni'), golden.Gistar_B_p_bonferroni, ANALYTIC, 'bonferroni');
  same(adjustPValues(star.p, 'holm'), golden.Gistar_B_p_holm, ANALYTIC, 'holm');
});

test("the six points of PySAL's own tests", { skip: oraclesAbsent('spatial/getis_ord_mini_esda.json') }, () => {
  const golden = readOracle('spatial/getis_ord_mini_esda.json') as {
    points: [number, number][];
    y: number[];
    distance_band: number;
    G_global: number;
    Gi_B: number[];
    Gistar_B: number[];
    esda_expected: { G: number; G_p_norm: number; Gi_B_0: number; Gistar_B_0: number };
  };
  const near15 = distanceNeighbours(
    golden.points.map((point) => point[0]),
    golden.points.map((point) => point[1]),
    golden.distance_band,
  );
  const binary = spatialWeights(near15, 'binary');
  const g = generalG(golden.y, binary);
  near(g.value, golden.G_global, ANALYTIC);
  assert.equal((g.p / 2).toFixed(6), golden.esda_expected.G_p_norm.toFixed(6));
  const gi = getisOrd(golden.y, binary, { of: 'gi' });
  same(gi.z, golden.Gi_B, ANALYTIC, 'Gi');
  assert.equal(at(gi.z, 0).toFixed(7), golden.esda_expected.Gi_B_0.toFixed(7));
  const star = getisOrd(golden.y, binary);
  same(star.z, golden.Gistar_B, ANALYTIC, 'Gi*');
  assert.equal(at(star.z, 0).toFixed(8), golden.esda_expected.Gistar_B_0.toFixed(8));
});

test('kernel density on a grid, as MASS::kde2d and the formula have it', { skip: oraclesAbsent('spatial/kde_golden.json') }, () => {
  const golden = readOracle('spatial/kde_golden.json') as {
    x: number[];
    y: number[];
    gaussian: { sd: number; grid: number[]; z: number[][] };
    'quartic_bandwidth1.5_events_per_unit_area': { grid: number[]; z: number[][] };
  };
  const { x, y, gaussian } = golden;
  const density = kernelDensity({ x, y, bandwidth: gaussian.sd, kernel: 'gaussian', as: 'density', gridX: gaussian.grid, gridY: gaussian.grid });
  gaussian.z.forEach((column, i) => {
    column.forEach((value, j) => {
      near(at(density.z, j * density.columns + i), value, ANALYTIC, `gaussian ${i} ${j}`);
    });
  });
  const quartic = golden['quartic_bandwidth1.5_events_per_unit_area'];
  const surface = kernelDensity({ x, y, bandwidth: 1.5, gridX: quartic.grid, gridY: quartic.grid });
  quartic.z.forEach((row, j) => {
    row.forEach((value, i) => {
      const actual = at(surface.z, j * surface.columns + i);
      if (Math.abs(value) < 1e-12) assert.ok(Math.abs(actual - value) < 1e-12, `quartic ${i} ${j}`);
      else near(actual, value, ANALYTIC, `quartic ${i} ${j}`);
    });
  });
});

test('near-repeat tables of Chicago arson, as NearRepeat and surveillance have them', { skip: oraclesAbsent('spatial/chicago_arson.csv') }, () => {
  interface Table {
    readonly method: 'manhattan' | 'euclidean';
    readonly sds: string[];
    readonly tds: string[];
    readonly observed: number[][];
    readonly knox_ratio: number[][];
    readonly pvalues: number[][];
    readonly nrep: number;
  }
  const golden = readOracle('spatial/knox_near_repeat.json') as {
    manhattan_nrc_equiv: Table;
    euclid: Table;
    knox_200m_14d: Record<'n_events' | 'n_pairs' | 'close_space' | 'close_time' | 'close_both' | 'expected_mean' | 'ratio' | 'poisson_upper_p', number>;
    surveillance_knox: { statistic: number; expected: number; p: number; B: number };
  };
  const rows = readOracleText('spatial/chicago_arson.csv')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const x = rows.map((row) => Number(row[0]));
  const y = rows.map((row) => Number(row[1]));
  const day = rows.map((row) => Date.parse(`${row[2]}T00:00:00Z`) / 86_400_000);
  assert.equal(rows.length, golden.knox_200m_14d.n_events);
  for (const table of [golden.manhattan_nrc_equiv, golden.euclid]) {
    const starts = (limits: string[]): number[] => limits.slice(0, -1).map(Number);
    const result = nearRepeat({ x, y, day, metric: table.method }, { space: starts(table.sds), time: starts(table.tds), permutations: 4999, seed: 2 });
    assert.deepEqual(result.observed, table.observed, table.method);
    table.pvalues.forEach((line, r) => {
      line.forEach((p, t) => {
        const what = `${table.method} ${r} ${t}`;
        const actual = entry(entry(result.p, r), t);
        // The README's 0.02, or four standard errors of the difference of two simulations where that is more.
        const error = Math.sqrt(actual * (1 - actual) * (1 / table.nrep + 1 / 4999));
        assert.ok(Math.abs(actual - p) <= Math.max(MONTE_CARLO, 4 * error), `p ${what}: ${actual}, ${p}`);
        const ratio = entry(entry(result.ratio, r), t) ?? Number.NaN;
        const expected = entry(entry(table.knox_ratio, r), t);
        const mean = entry(entry(result.expected, r), t);
        // Theirs divides by the mean of 999 draws, about Poisson.
        assert.ok(Math.abs(ratio - expected) <= 4 * expected * Math.sqrt(1 / (table.nrep * mean)) + 1e-9, `ratio ${what}: ${ratio}, ${expected}`);
        assert.ok(Math.abs(entry(entry(result.simulatedMean, r), t) - mean) <= 4.5 * Math.sqrt(Math.max(mean, 1e-3) / 4999), `mean ${what}`);
      });
    });
  }
  const pair = golden.knox_200m_14d;
  const result = knox({ x, y, day }, 200, 14, { permutations: golden.surveillance_knox.B, seed: 3 });
  assert.deepEqual(
    [result.pairs, result.closeInSpace, result.closeInTime, result.closeInBoth],
    [pair.n_pairs, pair.close_space, pair.close_time, pair.close_both],
  );
  near(result.expected, pair.expected_mean, ANALYTIC);
  near(result.ratio ?? 0, pair.ratio, ANALYTIC);
  near(result.pPoisson, pair.poisson_upper_p, ANALYTIC);
  assert.equal(result.closeInBoth, golden.surveillance_knox.statistic);
  near(result.expected, golden.surveillance_knox.expected, ANALYTIC);
  assert.ok(Math.abs((result.pPermutation ?? 1) - golden.surveillance_knox.p) <= MONTE_CARLO);
});

test('the scan of lung cancer in Pennsylvania, as SpatialEpi has it', { skip: oraclesAbsent('spatial/kulldorff_scan.json') }, () => {
  interface Cluster {
    readonly ids: number[];
    readonly pop: number;
    readonly cases: number;
    readonly expected: number;
    readonly SMR: number;
    readonly llr: number;
    readonly p: number;
  }
  interface Result {
    readonly most_likely: Cluster;
    readonly n_secondary: number;
    readonly secondary: { ids: number[]; llr: number; p: number }[];
  }
  const { penn_lung: golden } = readOracle('spatial/kulldorff_scan.json') as {
    penn_lung: { x_km: number[]; y_km: number[]; pop: number[]; cases: number[]; expected_indirect_std: number[]; binomial: Result; poisson: Result };
  };
  const given = { x: golden.x_km, y: golden.y_km, cases: golden.cases, population: golden.pop, permutations: 999, seed: 5 };
  for (const [name, result, expected] of [
    ['binomial', circularScan({ ...given, model: 'binomial' }), golden.binomial],
    ['poisson', circularScan({ ...given, expected: golden.expected_indirect_std }), golden.poisson],
  ] as const) {
    const best = entry(result.clusters, 0);
    const likely = expected.most_likely;
    assert.deepEqual(
      best.areas.map((id) => id + 1),
      likely.ids,
      name,
    );
    assert.deepEqual([best.population, best.cases], [likely.pop, likely.cases]);
    near(best.expected, likely.expected, 1e-9);
    near(best.cases / best.expected, likely.SMR, 1e-9);
    near(best.logLikelihoodRatio, likely.llr, 1e-6, name);
    assert.ok(Math.abs(best.p - likely.p) <= MONTE_CARLO, `${name} p ${best.p}`);
    const significant = result.clusters.slice(1).filter((cluster) => cluster.p <= 0.05);
    assert.equal(significant.length, expected.n_secondary, name);
    expected.secondary.forEach((second, place) => {
      const found = entry(significant, place);
      assert.deepEqual(
        found.areas.map((id) => id + 1),
        second.ids,
        name,
      );
      near(found.logLikelihoodRatio, second.llr, 1e-6, name);
      assert.ok(Math.abs(found.p - second.p) <= MONTE_CARLO, `${name} secondary p ${found.p}`);
    });
  }
});

test('the counties of the scan are those of the published strata', { skip: oraclesAbsent('spatial/pennLC_strata.csv') }, () => {
  const { penn_lung: golden } = readOracle('spatial/kulldorff_scan.json') as {
    penn_lung: { county: string[]; pop: number[]; cases: number[]; expected_indirect_std: number[] };
  };
  const strata = new Map<string, { cases: number; people: number; rows: [string, number][] }>();
  for (const line of readOracleText('spatial/pennLC_strata.csv').trim().split('\n').slice(1)) {
    const [county = '', cases, people, ...kind] = line.replaceAll('"', '').split(',');
    for (const name of [`county ${county}`, kind.join()]) {
      const held = strata.get(name) ?? { cases: 0, people: 0, rows: [] };
      held.cases += Number(cases);
      held.people += Number(people);
      held.rows.push([kind.join(), Number(people)]);
      strata.set(name, held);
    }
  }
  golden.county.forEach((county, i) => {
    const held = strata.get(`county ${county}`);
    assert.deepEqual([held?.cases, held?.people], [golden.cases[i], golden.pop[i]], county);
    const expected = held?.rows.reduce((sum, [kind, people]) => sum + (people * (strata.get(kind)?.cases ?? 0)) / (strata.get(kind)?.people ?? 1), 0) ?? 0;
    near(expected, entry(golden.expected_indirect_std, i), 1e-9, county);
  });
});

test('concentration and prediction, as lorenzgini and the published formulas have them', { skip: oraclesAbsent('spatial/concentration_golden.json') }, () => {
  const golden = readOracle('spatial/concentration_golden.json') as {
    cases: {
      x: number[];
      gini: number;
      gini_unbiased: number;
      generalised_gini: number;
      generalised_unbiased: number;
      published_gini_2dp: number | null;
      published_generalised_2dp: number | null;
      pct_units_for_25pct: number;
      pct_units_for_50pct: number;
      lorenz: number[];
    }[];
    pai: { hits: number; total: number; hot_area: number; total_area: number; hit_rate: number; PAI: number };
    pei: { cell_counts: number[]; flagged: number[]; PAI: number; PEI: number; hit_rate: number };
  };
  for (const row of golden.cases) {
    const result = placeConcentration(row.x);
    near(result.gini, row.gini, ANALYTIC, 'gini');
    near(result.giniUnbiased, row.gini_unbiased, ANALYTIC, 'unbiased');
    near(result.generalisedGini, row.generalised_gini, ANALYTIC, 'generalised');
    near(result.generalisedUnbiased ?? Number.NaN, row.generalised_unbiased, ANALYTIC, 'generalised unbiased');
    if (row.published_gini_2dp !== null) assert.equal(result.gini.toFixed(2), row.published_gini_2dp.toFixed(2));
    if (row.published_generalised_2dp !== null) assert.equal(result.generalisedGini.toFixed(2), row.published_generalised_2dp.toFixed(2));
    same(
      placesHolding(row.x).map((held) => held.shareOfPlaces),
      [row.pct_units_for_25pct, row.pct_units_for_50pct],
      ANALYTIC,
      'places',
    );
    same(
      lorenzCurve(row.x).map((point) => point.events),
      row.lorenz,
      ANALYTIC,
      'lorenz',
    );
  }
  const { pai, pei } = golden;
  const accuracy = predictiveAccuracy(pai.hits, pai.total, pai.hot_area, pai.total_area);
  same([accuracy.hitRate, accuracy.pai], [pai.hit_rate, pai.PAI], ANALYTIC, 'PAI');
  const efficiency = predictiveEfficiency(pei.cell_counts, pei.flagged);
  same([efficiency.hitRate, efficiency.pai, efficiency.pei], [pei.hit_rate, pei.PAI, pei.PEI], ANALYTIC, 'PEI');
});
