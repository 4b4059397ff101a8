import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { at } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import {
  type SyntheticControl,
  type SyntheticOptions,
  type SyntheticPanel,
  type SyntheticPredictor,
  simplexWeights,
  syntheticControl,
  syntheticLeaveOneOut,
  syntheticSpacePlacebos,
  syntheticTimePlacebos,
} from './index-causal.ts';

/** Nine fictional towns, their deprivation score, and a rate from 2013 to 2022. Ashby began something in 2020. */
const TOWNS: readonly (readonly [town: string, deprivation: number, rate: readonly number[]])[] = [
  ['Ashby', 20.6, [32, 37.4, 39.9, 43.9, 44.9, 44.7, 45.3, 38.4, 37.9, 37.2]],
  ['Brant', 21, [34.9, 40, 42.5, 44.5, 46.4, 47.5, 47.6, 47.6, 47, 46.7]],
  ['Corley', 20.3, [32.9, 36.7, 40.4, 43.3, 42.2, 42.9, 43, 41.6, 41, 40.9]],
  ['Dunmore', 25.5, [27.8, 32.6, 37.8, 43.2, 44.2, 45.5, 43.4, 42.4, 42.8, 42.8]],
  ['Elstead', 24.9, [44.3, 49.2, 54.2, 57.9, 58.5, 58.1, 55.6, 54.9, 52.9, 52.7]],
  ['Farrow', 18.4, [38.8, 41.9, 43.7, 44.9, 42.5, 41.5, 38.2, 36.3, 33.2, 33.4]],
  ['Gorse', 13.9, [43.7, 44.6, 45.1, 45.4, 45.9, 45.3, 44.8, 44.5, 43.5, 44]],
  ['Hale', 19.1, [38.3, 42.1, 44.1, 45.7, 46.1, 43.7, 42.5, 39.4, 37.2, 37.9]],
  ['Ivel', 18.9, [46.1, 47.9, 49.6, 51, 51.3, 49.4, 47.5, 43.8, 43, 43]],
];
const rows = TOWNS.flatMap(([town, deprivation, rate]) => rate.map((y, k) => ({ town, deprivation, y, year: 2013 + k })));
const towns: SyntheticPanel = {
  unit: rows.map(({ town }) => town),
  time: rows.map(({ year }) => year),
  outcome: rows.map(({ y }) => y),
  variables: { deprivation: rows.map(({ deprivation }) => deprivation) },
};
const ASHBY = { treated: 'Ashby', start: 2020 } as const;
const PREDICTORS: readonly SyntheticPredictor[] = [
  { variable: 'deprivation', from: 2013, to: 2019 },
  { variable: 'outcome', from: 2013, to: 2015 },
  { variable: 'outcome', from: 2019, to: 2019 },
];

function same(actual: number | null | undefined, expected: number, tolerance = 1e-9, what = ''): void {
  assert.ok(typeof actual === 'number' && Math.abs(actual - expected) <= tolerance, `${what} ${actual} is not ${expected}`);
}

function weights(control: SyntheticControl | undefined, expected: Readonly<Record<string, number>>): void {
  assert.equal(control?.weights.length, Object.keys(expected).length);
  for (const { unit, weight } of control?.weights ?? []) same(weight, expected[unit] ?? Number.NaN, 1e-9, String(unit));
}

// The reference is Python with numpy 1.24: equality-constrained least squares over every support of donors by its KKT system, the best feasible one kept.

test('outcome only: weights and gaps as going through every support has them', () => {
  const found = syntheticControl(towns, ASHBY);
  weights(found, { Brant: 0.3907860901, Corley: 0.3037053893, Dunmore: 0.2896724104, Hale: 0.0158361102 });
  const gaps = [-0.289757882, 0.51254779, -0.62609613, 0.122017268, 0.417592771, -0.76343317, 0.394433076, -5.741615027, -5.905949661, -6.469428572];
  gaps.forEach((gap, t) => {
    same(found.gap[t], gap, 1e-8);
  });
  same(found.preMspe, 0.2380486891);
  same(found.postMspe, 36.566630187, 1e-8);
  same(found.averageGap, (-5.741615027 - 5.905949661 - 6.469428572) / 3, 1e-8);
  same(found.totalGap, 3 * found.averageGap, 1e-12);
  assert.deepEqual(found.balance, []);
});

test('with predictors of given importance, and their balance', () => {
  const found = syntheticControl(towns, { ...ASHBY, predictors: PREDICTORS, importance: [1, 2, 3] });
  weights(found, { Brant: 0.4273519525, Corley: 0.4642220041, Dunmore: 0.1084260435 });
  same(found.preMspe, 0.503932189, 1e-9);
  same(found.gap[9], -6.384650807, 1e-8);
  const [deprivation, early] = found.balance;
  same(deprivation?.treated, 20.6, 1e-12);
  same(deprivation?.synthetic, 0.4273519525 * 21 + 0.4642220041 * 20.3 + 0.1084260435 * 25.5, 1e-8);
  same(deprivation?.donors, (21 + 20.3 + 25.5 + 24.9 + 18.4 + 13.9 + 19.1 + 18.9) / 8, 1e-9);
  same(early?.treated, (32 + 37.4 + 39.9) / 3, 1e-12);
  assert.deepEqual(
    found.balance.map(({ importance }) => importance),
    [1 / 6, 2 / 6, 3 / 6],
  );
});

test('searched importance fits no worse than 1,500 random ones, and the seed decides it', () => {
  const search = { ...ASHBY, predictors: PREDICTORS, search: { seed: 5 } };
  const found = syntheticControl(towns, search);
  assert.ok(found.preMspe <= 0.23955982, `${found.preMspe}`);
  // No mixture can fit better than that of the outcomes themselves.
  assert.ok(found.preMspe >= 0.2380486891);
  same(found.averageGap, -6.11, 0.1);
  assert.deepEqual(found, syntheticControl(towns, search));
  same(
    found.balance.reduce((sum, { importance }) => sum + importance, 0),
    1,
    1e-12,
  );
  const single = syntheticControl(towns, { ...ASHBY, predictors: PREDICTORS.slice(1, 2), search: { seed: 1 } });
  assert.equal(single.balance[0]?.importance, 1);
});

test('every town in turn, with and without the treated one among the donors', () => {
  const open = syntheticSpacePlacebos(towns, ASHBY);
  const expected = [
    ['Ashby', 153.60987838],
    ['Brant', 71.12236919],
    ['Ivel', 12.15511277],
    ['Corley', 9.97290471],
    ['Gorse', 9.43643522],
    ['Farrow', 3.9041981],
    ['Hale', 3.30443314],
    ['Elstead', 2.75717034],
    ['Dunmore', 2.45835742],
  ] as const;
  expected.forEach(([town, ratio], k) => {
    assert.equal(open.placebos[k]?.unit, town);
    same(open.placebos[k]?.ratio, ratio, 1e-6, town);
  });
  assert.deepEqual([open.rank, open.of, open.p], [1, 9, 1 / 9]);
  const closed = syntheticSpacePlacebos(towns, { ...ASHBY, treatedAsDonor: false });
  same(closed.placebos.find(({ unit }) => unit === 'Brant')?.ratio, 5.32971329, 1e-7);
  assert.equal(closed.placebos.at(-1)?.unit, 'Dunmore');
});

test('a poor fit before can be kept out of the ranking, and one side can be asked about', () => {
  const strict = syntheticSpacePlacebos(towns, { ...ASHBY, dropWorseFit: 5 });
  // Mean squared gaps of 0.24, 0.59, 0.71 and 0.17 stay; 1.67 and more go.
  assert.deepEqual([strict.of, strict.p], [4, 1 / 4]);
  assert.deepEqual(
    strict.placebos.filter(({ ranked }) => ranked).map(({ unit }) => unit),
    ['Ashby', 'Brant', 'Corley', 'Hale'],
  );
  const fall = syntheticSpacePlacebos(towns, { ...ASHBY, alternative: 'lower' });
  const rise = syntheticSpacePlacebos(towns, { ...ASHBY, alternative: 'upper' });
  assert.equal(fall.rank, 1);
  // All of Ashby's gaps are falls, so every town has a rise at least as large.
  assert.deepEqual([rise.rank, rise.p], [9, 1]);
  for (const [k, { unit, postMspe }] of fall.placebos.entries()) {
    const other = rise.placebos.find((each) => each.unit === unit);
    const both = syntheticSpacePlacebos(towns, ASHBY).placebos.find((each) => each.unit === unit);
    same(postMspe + (other?.postMspe ?? 0), both?.postMspe ?? Number.NaN, 1e-9, `${k}`);
  }
});

test('an earlier start finds little, and no town carries the effect alone', () => {
  const [early] = syntheticTimePlacebos(towns, ASHBY, [2018]);
  weights(early, { Brant: 0.4891243965, Corley: 0.1640274764, Dunmore: 0.3468481271 });
  same(early?.averageGap, -0.72024441, 1e-7);
  assert.equal(early?.times.length, 7);
  const [clipped] = syntheticTimePlacebos(towns, { ...ASHBY, predictors: PREDICTORS.slice(0, 2), importance: [1, 1] }, [2015]);
  assert.deepEqual(
    clipped?.balance.map(({ to }) => to),
    [2014, 2014],
  );
  assert.throws(() => syntheticTimePlacebos(towns, { ...ASHBY, predictors: PREDICTORS, importance: [1, 1, 1] }, [2018]), {
    code: 'out-of-range',
    argument: 'predictors[2].from',
  });
  const means = syntheticLeaveOneOut(towns, ASHBY).map(({ without, control }) => [without, control.averageGap]);
  for (const [town, mean] of [
    ['Brant', -5.0954272340486755],
    ['Corley', -5.606681482869909],
    ['Dunmore', -5.566972325485378],
    ['Hale', -6.128924410932117],
  ] as const) {
    same(new Map(means as [string, number][]).get(town), mean, 1e-8, town);
  }
});

test('weights are the nearest mixture there is: on the simplex, and no donor would bring it nearer', () => {
  const number = fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.integer({ min: -3, max: 3 }));
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 8 })
        .chain((k) =>
          fc.tuple(
            fc.array(number, { minLength: k, maxLength: k }),
            fc.array(fc.array(number, { minLength: k, maxLength: k }), { minLength: 1, maxLength: 12 }),
          ),
        ),
      ([target, donors]) => {
        const found = simplexWeights(target, donors).weights;
        same(
          found.reduce((sum, weight) => sum + weight, 0),
          1,
          1e-9,
        );
        assert.ok(found.every((weight) => weight >= 0));
        assert.ok(found.filter((weight) => weight > 0).length <= target.length + 1);
        const rest = target.map((value, d) => donors.reduce((sum, donor, j) => sum - at(found, j) * at(donor, d), value));
        // The optimality condition of a convex problem, which is enough: moving weight to any donor does not reduce the distance.
        const scale = Math.max(1e-3, ...target.map(Math.abs), ...donors.flat().map(Math.abs));
        for (const donor of donors) {
          const towards = rest.reduce((sum, value, d) => sum + value * (value - (at(target, d) - at(donor, d))), 0);
          assert.ok(towards <= 1e-8 * scale * scale, `${towards}`);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a mixture is found again, and whether it is the only one is said', () => {
  const donors = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [5, 5, 5],
  ];
  const one = simplexWeights([0.2, 0.3, 0.5], donors);
  [0.2, 0.3, 0.5, 0].forEach((weight, j) => {
    same(one.weights[j], weight, 1e-12);
  });
  // Four points in three dimensions have one mixture for each place inside them; a fifth makes many.
  assert.equal(simplexWeights([0.9, 0.9, 0.9], [...donors, [1, 1, 1]]).unique, false);
  assert.equal(simplexWeights([-1, -1, -1], donors).unique, true);
  assert.equal(simplexWeights([3], [[1], [1]]).unique, false);
  assert.deepEqual(simplexWeights([7], [[4]]).weights, Float64Array.of(1));
});

test('thousands of donors, with the target outside and inside them', () => {
  const { normal } = draws(11);
  const donors = Array.from({ length: 3000 }, () => Float64Array.from({ length: 20 }, () => 10 + normal()));
  const distance = (target: Float64Array): { squared: number; used: number; unique: boolean } => {
    const found = simplexWeights(target, donors);
    const rest = target.map((value, d) => donors.reduce((sum, donor, j) => sum - at(found.weights, j) * at(donor, d), value));
    return { squared: rest.reduce((sum, value) => sum + value * value, 0), used: found.weights.filter((weight) => weight > 0).length, unique: found.unique };
  };
  const outside = distance(new Float64Array(20).fill(13));
  assert.ok(outside.squared > 1 && outside.used <= 20 && outside.unique);
  const inside = distance(new Float64Array(20).fill(10));
  assert.ok(inside.squared < 1e-20 && inside.used === 21 && !inside.unique);
});

test('nothing hangs on names, order, the units of the outcome or a constant added', () => {
  const before = syntheticControl(towns, ASHBY);
  const placebo = syntheticSpacePlacebos(towns, ASHBY);
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.01, max: 1e6, noNaN: true }), fc.double({ min: -1e4, max: 1e4, noNaN: true }), (seed, scale, shift) => {
      const order = Float64Array.from(rows.keys());
      draws(seed).shuffle(order);
      const take = <T>(column: ArrayLike<T>): T[] => Array.from(order, (row) => column[row] as T);
      const panel = { unit: take(towns.unit).map((name) => `${name}!`), time: take(towns.time), outcome: take(towns.outcome).map((y) => scale * (y + shift)) };
      const after = syntheticControl(panel, { treated: 'Ashby!', start: 2020 });
      for (const { unit, weight } of before.weights) same(after.weights.find((each) => each.unit === `${unit}!`)?.weight, weight, 1e-7 * (1 + Math.abs(shift)));
      same(after.averageGap, scale * before.averageGap, 1e-7 * scale * (1 + Math.abs(shift)));
      same(syntheticSpacePlacebos(panel, { treated: 'Ashby!', start: 2020 }).rank, placebo.rank, 0);
    }),
    { numRuns: 15 },
  );
});

test('a planted effect is found, and where there is none the rank is any rank alike', () => {
  const runs = 150;
  let [mean, first] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const { normal, uniform } = draws(run);
    const shared = Array.from({ length: 16 }, () => [normal(), normal()] as const);
    const panel = { unit: [] as number[], time: [] as number[], outcome: [] as number[] };
    const loadings = Array.from({ length: 10 }, () => [uniform(), uniform()] as const);
    loadings.forEach(([a, b], unit) => {
      shared.forEach(([f, g], time) => {
        panel.unit.push(unit);
        panel.time.push(time);
        panel.outcome.push(20 + 4 * a * f + 4 * b * g + 0.5 * normal());
      });
    });
    // Any town may lie at the edge, so which one is treated is drawn too.
    const treated = Math.floor(uniform() * 10);
    const effect = Array.from(panel.outcome, (y, row) => (panel.unit[row] === treated && (panel.time[row] ?? 0) >= 12 ? y + 3 : y));
    mean += syntheticControl({ ...panel, outcome: effect }, { treated, start: 12 }).averageGap / runs;
    const test = syntheticSpacePlacebos(panel, { treated, start: 12 });
    if (test.rank === 1) first++;
  }
  assert.ok(Math.abs(mean - 3) < 0.2, `${mean}`);
  // One in ten, give or take 2.4 points of Monte Carlo error.
  assert.ok(first / runs > 0.03 && first / runs < 0.18, `${first} of ${runs} came first`);
});

test('a perfect fit before has no ratio and ranks above all others', () => {
  const copies = Array.from(towns.outcome, (y, row) => (rows[row]?.town === 'Ashby' ? at(TOWNS[1]?.[2] ?? [], row % 10) - (row % 10 >= 7 ? 1 : 0) : y));
  const found = syntheticSpacePlacebos({ ...towns, outcome: copies }, ASHBY);
  assert.equal(found.treated.ratio, null);
  assert.equal(found.rank, 1);
  weights(found.treated, { Brant: 1 });
  // Perfect but for rounding is as good.
  const rate = (town: number, row: number): number => at(TOWNS[town]?.[2] ?? [], row % 10);
  const mixed = Array.from(towns.outcome, (y, row) => (rows[row]?.town === 'Ashby' ? 0.3 * rate(1, row) + 0.7 * rate(3, row) - (row % 10 >= 7 ? 1 : 0) : y));
  const rounded = syntheticControl({ ...towns, outcome: mixed }, ASHBY);
  assert.ok(rounded.preMspe > 0 && rounded.preMspe < 1e-24);
  assert.equal(rounded.ratio, null);
});

test('what cannot be used is named', () => {
  const bad = (panel: Partial<SyntheticPanel>, options: Partial<SyntheticOptions>, code: string, argument: string): void => {
    assert.throws(
      () => syntheticControl({ ...towns, ...panel }, { ...ASHBY, ...options }),
      (error) => error instanceof MethodError && error.code === code && error.argument === argument,
      `${code} ${argument}`,
    );
  };
  const but = <T>(column: ArrayLike<T>, row: number, value: T): T[] => Array.from(column, (each, r) => (r === row ? value : each));
  bad({ time: [1] }, {}, 'shape', 'time');
  bad({ outcome: [1] }, {}, 'shape', 'outcome');
  bad({ variables: { x: [1] } }, {}, 'shape', 'variables.x');
  bad({ variables: { outcome: towns.outcome } }, {}, 'input', 'variables');
  bad({ outcome: but(towns.outcome, 4, Number.NaN) }, {}, 'not-a-number', 'outcome[4]');
  bad({ outcome: but(towns.outcome, 4, 1e200) }, {}, 'too-large', 'outcome[4]');
  bad({ time: but(towns.time, 4, 2014) }, {}, 'inconsistent', 'unit');
  bad({ time: but(towns.time, 4, 2050) }, {}, 'inconsistent', 'unit');
  bad({}, { treated: 'Nowhere' }, 'input', 'treated');
  bad({}, { donors: ['Brant', 'Nowhere'] }, 'input', 'donors[1]');
  bad({}, { donors: ['Brant', 'Ashby'] }, 'inconsistent', 'donors');
  bad({}, { donors: ['Brant', 'Brant'] }, 'too-few', 'donors');
  bad({}, { start: 2013 }, 'out-of-range', 'start');
  bad({}, { start: 2030 }, 'out-of-range', 'start');
  bad({}, { start: Number.NaN }, 'not-a-number', 'start');
  bad({}, { predictors: PREDICTORS }, 'inconsistent', 'search');
  bad({}, { predictors: PREDICTORS, importance: [1] }, 'shape', 'importance');
  bad({}, { predictors: PREDICTORS, importance: [1, -1, 1] }, 'negative', 'importance[1]');
  bad({}, { predictors: PREDICTORS, importance: [0, 0, 0] }, 'no-information', 'importance');
  bad({}, { predictors: [{ variable: 'x', from: 2013, to: 2014 }], importance: [1] }, 'input', 'predictors[0].variable');
  bad({}, { predictors: [{ variable: 'outcome', from: 2013, to: 2020 }], importance: [1] }, 'out-of-range', 'predictors[0].to');
  bad({}, { predictors: [{ variable: 'outcome', from: 2016, to: 2014 }], importance: [1] }, 'out-of-range', 'predictors[0].from');
  bad({ variables: { deprivation: Array.from(towns.unit, () => 3) } }, { predictors: PREDICTORS, importance: [1, 1, 1] }, 'no-variation', 'predictors[0]');
  bad(
    {
      variables: {
        deprivation: but(
          rows.map((row): number | null => row.deprivation),
          2,
          null,
        ),
      },
    },
    { predictors: PREDICTORS, importance: [1, 1, 1] },
    'inconsistent',
    'predictors[0]',
  );
  assert.throws(() => syntheticTimePlacebos(towns, ASHBY, [2020]), { code: 'out-of-range', argument: 'starts[0]' });
  assert.throws(() => syntheticTimePlacebos(towns, ASHBY, [2013]), { code: 'out-of-range', argument: 'start' });
  assert.throws(() => syntheticSpacePlacebos(towns, { ...ASHBY, dropWorseFit: 0 }), { code: 'not-positive', argument: 'dropWorseFit' });
  assert.throws(() => simplexWeights([], []), { code: 'too-few', argument: 'target' });
  assert.throws(() => simplexWeights([1], []), { code: 'too-few', argument: 'donors' });
  assert.throws(() => simplexWeights([1], [[1, 2]]), { code: 'shape', argument: 'donors[0]' });
});

test('hostile numbers give a coded error or finite results', () => {
  const hostile = fc.oneof(
    { weight: 4, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e150, max: 1e150 }) },
    { weight: 4, arbitrary: fc.constantFrom(0, 1e150, -1e150, 5e-324, 1e-200, 1e8, 1e8 + 1e-7) },
    { weight: 8, arbitrary: fc.integer({ min: -2, max: 2 }) },
    { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e300) },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(hostile, hostile, hostile, hostile), { minLength: 3, maxLength: 7 }), fc.boolean(), (units, matched) => {
      const all = units.flatMap(([a, b, c, x], unit) => [a, b, c].map((y, time) => ({ unit, time, y, x })));
      try {
        const found = syntheticSpacePlacebos(
          { unit: all.map(({ unit }) => unit), time: all.map(({ time }) => time), outcome: all.map(({ y }) => y), variables: { x: all.map(({ x }) => x) } },
          { treated: 0, start: 2, ...(matched ? { predictors: [{ variable: 'x', from: 0, to: 1 }], importance: [1] } : {}) },
        );
        const { treated, placebos, p } = found;
        const numbers = [
          p,
          ...treated.gap,
          ...treated.weights.map(({ weight }) => weight),
          treated.averageGap,
          ...placebos.flatMap(({ preMspe, postMspe, ratio }) => [preMspe, postMspe, ratio ?? 0]),
        ];
        assert.ok(numbers.every(Number.isFinite), JSON.stringify(numbers));
        assert.ok(p > 0 && p <= 1);
      } catch (error) {
        assert.ok(error instanceof MethodError, String(error));
      }
    }),
    { numRuns: 400 },
  );
});
