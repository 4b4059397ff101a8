import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, entry } from '../check.ts';
import { covariate, fictional, force } from './callaway-fixture.ts';
import { choleskyFactor } from './cs-cholesky.ts';
import { type AggregationKind, aggregateGroupTime, type CallawayOptions, callawaySantAnna, type EffectEstimate, type StaggeredPanel } from './index-causal.ts';

const adjusted: StaggeredPanel = { ...fictional, covariates: [covariate] };
const KINDS: readonly AggregationKind[] = ['simple', 'dynamic', 'group', 'calendar'];

function same(actual: number | null | undefined, expected: number, tolerance = 1e-8, what = ''): void {
  assert.ok(typeof actual === 'number' && Math.abs(actual - expected) <= tolerance, `${what}: ${actual} is not ${expected}`);
}

/**
 * Group, year, effect, its standard error, the same by force. From Python with numpy 1.24 and scipy 1.10: stacked estimating equations solved
 * numerically, influence functions from a numerically differentiated Jacobian, so nothing is shared with the closed forms here.
 */
const REFERENCE: readonly (readonly [
  options: CallawayOptions,
  adjusted: boolean,
  wald: number,
  effects: readonly (readonly [number, number, number, number, number])[],
])[] = [
  [
    { control: 'not-yet', estimator: 'doubly-robust' },
    true,
    2.571161965,
    [
      [2021, 2020, 0.108040786, 0.703290243, 0.654476801],
      [2021, 2021, -1.970128248, 0.588220458, 0.658113791],
      [2021, 2022, -2.098706567, 0.740903446, 0.825581541],
      [2021, 2023, -3.320918365, 0.708542632, 0.510261009],
      [2022, 2020, 0.282458983, 0.904431982, 0.806792337],
      [2022, 2021, -0.490571165, 0.729563447, 0.828785553],
      [2022, 2022, -1.918327845, 0.679545721, 0.690095007],
      [2022, 2023, -3.442929403, 0.721244748, 0.653067088],
      [2023, 2020, -0.302904318, 0.628846492, 0.707044881],
      [2023, 2021, 0.536236077, 0.790608423, 0.798618266],
      [2023, 2022, 0.483585441, 0.66591711, 0.711257331],
      [2023, 2023, -2.831165178, 0.783184099, 0.665799277],
    ],
  ],
  [
    { control: 'not-yet', estimator: 'outcome-regression', base: 'universal' },
    true,
    2.587169104,
    [
      [2021, 2019, -0.122923566, 0.715801411, 0.671341627],
      [2021, 2021, -1.974654562, 0.589881342, 0.660238824],
      [2021, 2022, -2.110225923, 0.728262972, 0.825857083],
      [2021, 2023, -3.331515934, 0.702758455, 0.502875556],
      [2022, 2019, 0.200732512, 0.835911473, 0.880624807],
      [2022, 2020, 0.495856715, 0.745118083, 0.844804759],
      [2022, 2022, -1.918244484, 0.678730929, 0.68931653],
      [2022, 2023, -3.444462159, 0.719923156, 0.654441181],
      [2023, 2019, -0.690898949, 0.743110357, 0.63256907],
      [2023, 2020, -0.905963424, 0.66823476, 0.571449535],
      [2023, 2021, -0.483623204, 0.666179226, 0.711145817],
      [2023, 2023, -2.831223429, 0.783687455, 0.666452413],
    ],
  ],
  [
    { control: 'not-yet', estimator: 'inverse-probability' },
    true,
    2.588550172,
    [
      [2021, 2020, 0.103474748, 0.704048027, 0.655258756],
      [2021, 2021, -1.952151222, 0.588170648, 0.652090551],
      [2021, 2022, -2.069022038, 0.756100854, 0.829041799],
      [2021, 2023, -3.25536339, 0.722672337, 0.53953642],
      [2022, 2022, -1.918291016, 0.678709439, 0.689141052],
      [2022, 2023, -3.447308999, 0.715203793, 0.648777784],
      [2023, 2023, -2.833119828, 0.79249406, 0.676988386],
    ],
  ],
  [
    { anticipation: 1 },
    true,
    0.359274181,
    [
      [2021, 2020, 0.096572344, 0.815297562, 0.786512457],
      [2021, 2021, -1.730557575, 0.84335655, 0.530276996],
      [2021, 2023, -3.224346021, 1.084642585, 1.006369656],
      [2022, 2021, -0.395329172, 0.791927302, 0.881318658],
      [2022, 2023, -3.838258575, 0.92315677, 0.981927493],
      [2023, 2022, 0.483585441, 0.66591711, 0.711257331],
      [2023, 2023, -2.347579736, 0.600255855, 0.58265425],
    ],
  ],
  [
    { control: 'not-yet', anticipation: 1 },
    false,
    0.373435531,
    [
      [2021, 2021, -2.004545455, 0.729825996, 0.509844033],
      [2022, 2022, -1.96875, 0.852327638, 0.84444976],
      [2023, 2020, -0.2875, 0.650217534, 0.76002035],
      [2023, 2023, -2.341666667, 0.598951389, 0.543351136],
    ],
  ],
];

test('effects, standard errors and pre-test as an independent derivation has them', () => {
  for (const [options, withCovariate, wald, effects] of REFERENCE) {
    const panel = withCovariate ? adjusted : fictional;
    const found = callawaySantAnna(panel, options);
    const byForce = callawaySantAnna({ ...panel, cluster: force }, options);
    for (const [group, time, att, error, clustered] of effects) {
      const where = `${JSON.stringify(options)} ${group} in ${time}`;
      const is = (each: { group: number; time: number }): boolean => each.group === group && each.time === time;
      same(found.effects.find(is)?.att, att, 1e-8, where);
      same(found.effects.find(is)?.standardError, error, 1e-8, where);
      same(byForce.effects.find(is)?.standardError, clustered, 1e-8, where);
    }
    same(found.pretest?.statistic, wald, 1e-8);
  }
});

test('averages with the uncertainty of the weights, as an independent derivation has them', () => {
  // The same derivation, its averages by a numerical delta method over effects and group shares. First the overall effect.
  const expected: Record<AggregationKind, readonly (readonly [number, number])[]> = {
    simple: [[-2.605389203, 0.379941517]],
    dynamic: [
      [-2.798490478, 0.412446248],
      [-0.302904318, 0.628846492],
      [0.391220595, 0.658995149],
      [-0.018740598, 0.3989275],
      [-2.207719166, 0.399303635],
      [-2.866833902, 0.576733831],
      [-3.320918365, 0.708542632],
    ],
    group: [
      [-2.660576321, 0.39690719],
      [-2.46325106, 0.473250314],
      [-2.680628624, 0.636147309],
      [-2.831165178, 0.783184099],
    ],
    calendar: [
      [-2.396186028, 0.36441794],
      [-1.970128248, 0.588220458],
      [-1.995633012, 0.539816451],
      [-3.222796824, 0.500369085],
    ],
  };
  const found = callawaySantAnna(adjusted, { control: 'not-yet' });
  const byForce = callawaySantAnna({ ...adjusted, cluster: force }, { control: 'not-yet' });
  const clustered: Record<AggregationKind, number> = { simple: 0.384773403, dynamic: 0.377528979, group: 0.343386309, calendar: 0.413377009 };
  for (const kind of KINDS) {
    const { overall, effects } = aggregateGroupTime(found, kind);
    const all: readonly EffectEstimate[] = [overall, ...effects];
    assert.equal(all.length, expected[kind].length);
    all.forEach((effect, k) => {
      same(effect.att, at(entry(expected[kind], k), 0), 1e-8, kind);
      same(effect.standardError, at(entry(expected[kind], k), 1), 1e-8, kind);
    });
    same(aggregateGroupTime(byForce, kind).overall.standardError, clustered[kind], 1e-8, kind);
  }
});

/** Yearly changes of log employment in mpdta, by group: counties, mean of each change, lower triangle of their covariance (over n), computed from the data. */
const MPDTA: readonly (readonly [first: number | null, counties: number, mean: readonly number[], covariance: readonly number[]])[] = [
  [
    null,
    309,
    [-0.06263002435793, 0.01280843561209, 0.03408784830067, 0.02223625831642],
    [
      0.029581302025, -0.00945212566592, 0.02271152013965, 0.002022012596689, -0.005749199833966, 0.0400538370606, 0.0006359510019031, -0.001300247927747,
      -0.01227082821724, 0.02652660010844,
    ],
  ],
  [
    2004,
    20,
    [-0.07313327057889, -0.04711147627009, -0.03274773248558, 0.05868363412042],
    [
      0.008897566463617, -0.002386730789716, 0.01291593799006, 0.001187513509024, -0.001551353376958, 0.005967719379127, -0.005515584801695, 0.001605530065704,
      -0.00449239667359, 0.01382239598748,
    ],
  ],
  [
    2006,
    40,
    [-0.0561099119337, 0.01005761686157, 0.02949324134781, -0.01439360627693],
    [
      0.01793629876443, 0.002336487063482, 0.0123614897847, -0.0001566763803626, -0.002683954795298, 0.007424917610092, -0.0007867441161406, 0.001889980555135,
      -0.003190659487571, 0.00988327807973,
    ],
  ],
  [
    2007,
    131,
    [-0.03212336877464, 0.01008254272597, 0.003000728910985, -0.003818152402773],
    [
      0.01706609910452, -0.003385245753155, 0.02558734852215, 0.001651819006328, -0.006862766738114, 0.02488755588079, 0.001141910636528, -7.440210984677e-5,
      -0.007148368945517, 0.02509395709383,
    ],
  ],
];

/** Units whose changes have exactly the given means and covariances: waves at right angles to each other, mixed by the covariance's triangular root. */
function withMoments(): StaggeredPanel {
  const panel = { unit: [] as string[], time: [] as number[], outcome: [] as number[], firstTreated: [] as (number | null)[] };
  for (const [first, n, mean, covariance] of MPDTA) {
    const root = new Float64Array(16);
    let next = 0;
    for (let a = 0; a < 4; a++) for (let b = 0; b <= a; b++) root[a * 4 + b] = at(covariance, next++);
    assert.equal(choleskyFactor(root, 4), -1);
    for (let i = 0; i < n; i++) {
      const wave = [1, 2, 3, 4].map((k) => Math.SQRT2 * Math.cos((2 * Math.PI * k * (i + 0.1)) / n));
      let level = i;
      for (let t = 0; t < 5; t++) {
        if (t > 0) level += at(mean, t - 1) + wave.slice(0, t).reduce((sum, value, b) => sum + at(root, (t - 1) * 4 + b) * value, 0);
        panel.unit.push(`${first} ${i}`);
        panel.time.push(2003 + t);
        panel.firstTreated.push(first);
        panel.outcome.push(level);
      }
    }
  }
  return panel;
}

test('key numbers of R did on mpdta from its moments: without covariates they hang on nothing else', () => {
  // R did 2.5.1, never treated, no covariates, analytic errors; the effects are those that its README publishes (-0.0105 ... -0.0261, simple -0.0400).
  const found = callawaySantAnna(withMoments());
  const expected = [
    [2004, 2004, -0.0105032462209635, 0.0232510363681662],
    [2004, 2005, -0.0704231581031491, 0.0309847667572764],
    [2004, 2006, -0.137258738889404, 0.0364356642876861],
    [2004, 2007, -0.100811363085405, 0.034359225834673],
    [2006, 2004, 0.00652011242423291, 0.0233268051418048],
    [2006, 2005, -0.00275081875051868, 0.0195585610358815],
    [2006, 2006, -0.00459460695286272, 0.0177551966592764],
    [2006, 2007, -0.0412244715462179, 0.0202291807041071],
    [2007, 2004, 0.0305066555832921, 0.0150335602801301],
    [2007, 2005, -0.00272589288611596, 0.0163958328955344],
    [2007, 2006, -0.0310871193896881, 0.0178775113133435],
    [2007, 2007, -0.0260544107191972, 0.0166554353492522],
  ];
  assert.deepEqual(
    found.effects.map(({ group, time }) => [group, time]),
    expected.map(([group, time]) => [group, time]),
  );
  found.effects.forEach((effect, k) => {
    same(effect.att, at(entry(expected, k), 2), 1e-10);
    same(effect.standardError, at(entry(expected, k), 3), 1e-10);
  });
  same(found.pretest?.statistic, 7.7912366272, 1e-7);
  same(found.pretest?.p, 0.16812, 1e-5);
  for (const [kind, att, error] of [
    ['simple', -0.039951275155177, 0.0120340127701854],
    ['dynamic', -0.0772398214573161, 0.0199649890618492],
    ['group', -0.031018282228749, 0.0124460593209979],
    ['calendar', -0.0417004321312833, 0.0159718518845598],
  ] as const) {
    same(aggregateGroupTime(found, kind).overall.att, att, 1e-10, kind);
    same(aggregateGroupTime(found, kind).overall.standardError, error, 1e-10, kind);
  }
});
