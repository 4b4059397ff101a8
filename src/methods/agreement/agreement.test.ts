import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { agreementTable, cohenKappa, fleissKappa, kappaSampleSize, percentAgreement } from './index.ts';

const three = [
  [11, 3, 1],
  [4, 18, 6],
  [0, 5, 12],
];

// Expected values: statsmodels 0.13 `cohens_kappa` (kappa, std_kappa, limits, two-sided p-value, kappa_max).
test("Cohen's kappa, unweighted and weighted", () => {
  for (const [weights, kappa, error, lower, upper, p] of [
    ['none', 0.509466437177281, 0.0947452566888922, 0.323769346361049, 0.695163727993512, 3.3889844463683985e-8],
    ['linear', 0.581005586592179, 0.0860387435914311, 0.412372747877898, 0.74963842530646, 2.5691580199349147e-9],
    ['quadratic', 0.665314401622718, 0.0825298592145142, 0.503558849913109, 0.827069953332327, 2.460618993081446e-7],
  ] as const) {
    const found = cohenKappa(three, { weights });
    near(found.kappa ?? 0, kappa, 1e-12, weights);
    near(found.standardError ?? 0, error, 1e-12, weights);
    // It takes 1.96 for z.
    near(found.lower ?? 0, lower, 1e-5, weights);
    near(found.upper ?? 0, upper, 1e-5, weights);
    near(found.pValue ?? 0, p, 1e-9, weights);
    near(found.most ?? 0, 0.948364888123924, 1e-12);
  }
});

// Cohen (1968)'s table as it stands in many textbooks; statsmodels as above.
test('the worked example of the papers', () => {
  const table = [
    [53, 5, 2],
    [11, 14, 5],
    [1, 6, 3],
  ];
  near(cohenKappa(table).kappa ?? 0, 3 / 7, 1e-12);
  near(cohenKappa(table, { weights: 'linear' }).standardError ?? 0, 0.0717269427434705, 1e-12);
  near(cohenKappa(table, { weights: 'quadratic' }).kappa ?? 0, 0.566666666666667, 1e-12);
});

// Fleiss (1971), ten cases by fourteen readers: kappa 0.2099 (statsmodels `fleiss_kappa` 0.20993070442195522); standard errors by the papers' formulae in R 4.2.2.
test("Fleiss' kappa, over all and for each category", () => {
  const found = fleissKappa([
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ]);
  near(found.kappa ?? 0, 0.20993070442195522, 1e-13);
  near(found.standardError ?? 0, 0.08763093080298, 1e-12);
  near(found.lower ?? 0, 0.2099307044219552 - 1.959963984540054 * 0.08763093080298, 1e-11);
  [0.2012820512820513, 0.0796703296703296, 0.1715976331360948, 0.0303813833225597, 0.5076566951566952].forEach((kappa, j) => {
    near(found.categories[j]?.kappa ?? 0, kappa, 1e-12);
  });
  assert.ok((found.pValue ?? 1) < 1e-34 && (found.pValue ?? 0) > 1e-36, 'z 12.374 by the standard error 0.016965 under no agreement');
  assert.deepEqual([found.cases, found.readers], [10, 14]);
  const few = fleissKappa([
    [3, 0, 0],
    [0, 3, 0],
    [2, 1, 0],
    [0, 2, 1],
    [1, 1, 1],
    [0, 0, 3],
    [3, 0, 0],
    [0, 1, 2],
  ]);
  near(few.kappa ?? 0, 0.4345549738219895, 1e-13);
  near(few.standardError ?? 0, 0.204099521101869, 1e-12);
});

test('agreement in percent has the interval of any share', () => {
  const found = percentAgreement(three);
  near(found.value, 41 / 60, 1e-15);
  assert.deepEqual([found.agreed, found.cases], [41, 60]);
  assert.ok(found.lower > 0.55 && found.upper < 0.79);
});

test('kappa is low where nearly every case is the same, and the result says why', () => {
  // 94 of 100 agreed on, and kappa 0.37 (Feinstein and Cicchetti's paradox).
  const rare = cohenKappa([
    [92, 3],
    [3, 2],
  ]);
  near(rare.kappa ?? 0, (0.94 - 0.905) / 0.095, 1e-9);
  near(rare.adjusted, 2 * 0.94 - 1, 1e-12);
  near(rare.prevalence ?? 0, 0.9, 1e-12);
  assert.equal(rare.bias, 0);
  const biased = cohenKappa([
    [40, 30],
    [0, 30],
  ]);
  near(biased.bias ?? 0, 0.3, 1e-12);
  assert.ok((biased.most ?? 1) < 1);
});

test('a reader who always says the same leaves no kappa to tell, or none with an error', () => {
  const both = cohenKappa([
    [40, 0],
    [0, 0],
  ]);
  assert.deepEqual([both.observed, both.kappa, both.standardError, both.pValue, both.most], [1, null, null, null, null]);
  const one = cohenKappa([
    [0, 4],
    [0, 36],
  ]);
  assert.deepEqual([one.kappa, one.standardError, one.lower], [0, null, null]);
  assert.equal(
    fleissKappa([
      [3, 0],
      [3, 0],
    ]).kappa,
    null,
  );
});

const answers = fc.integer({ min: 2, max: 5 }).chain((k) =>
  fc.record({
    k: fc.constant(k),
    pairs: fc.array(fc.tuple(fc.nat(k - 1), fc.nat(k - 1)), { minLength: 3, maxLength: 60 }),
  }),
);

test('kappa does not depend on who is called first, nor (unweighted) on the order of categories, nor on counting every case twice', () => {
  fc.assert(
    fc.property(answers, ({ k, pairs }) => {
      const of = (rows: readonly (readonly [number, number])[]) =>
        agreementTable(
          rows.map(([a]) => a),
          rows.map(([, b]) => b),
          k,
        );
      const same = (a: number | null, b: number | null, by = 1): void => {
        if (a === null || b === null) assert.equal(a, b);
        else assert.ok(Math.abs(a - b * by) < 1e-9, `${a} ${b}`);
      };
      for (const weights of ['none', 'linear', 'quadratic'] as const) {
        const found = cohenKappa(of(pairs), { weights });
        const turned = cohenKappa(of(pairs.map(([a, b]) => [b, a])), { weights });
        const backwards = cohenKappa(of(pairs.map(([a, b]) => [k - 1 - a, k - 1 - b])), { weights });
        const twice = cohenKappa(of([...pairs, ...pairs]), { weights });
        for (const other of [turned, backwards, twice]) same(found.kappa, other.kappa);
        same(found.standardError, turned.standardError);
        same(found.standardError, twice.standardError, Math.SQRT2);
        if (found.kappa !== null) assert.ok(found.kappa <= 1 + 1e-12 && found.kappa >= -1 - 1e-12);
      }
      // Relabelled: category 0 and 1 change places.
      const swap = (c: number): number => (c < 2 ? 1 - c : c);
      same(cohenKappa(of(pairs)).kappa, cohenKappa(of(pairs.map(([a, b]) => [swap(a), swap(b)]))).kappa);
      // Two categories have one distance.
      if (k === 2) same(cohenKappa(of(pairs)).standardError, cohenKappa(of(pairs), { weights: 'quadratic' }).standardError);
      // With two readers of no fixed order Fleiss is at or below Cohen.
      const fleiss = fleissKappa(pairs.map(([a, b]) => Array.from({ length: k }, (_, c) => (a === c ? 1 : 0) + (b === c ? 1 : 0))));
      const cohen = cohenKappa(of(pairs)).kappa;
      if (fleiss.kappa !== null && cohen !== null) assert.ok(fleiss.kappa <= cohen + 1e-9);
    }),
    { seed: 4, numRuns: 200 },
  );
});

test('full agreement is 1, and independent readers have none', () => {
  near(
    cohenKappa([
      [10, 0],
      [0, 30],
    ]).kappa ?? 0,
    1,
    1e-12,
  );
  assert.ok(
    Math.abs(
      cohenKappa([
        [12, 28],
        [18, 42],
      ]).kappa ?? 1,
    ) < 1e-12,
  );
});

test('95 % of intervals hold the kappa that the cases come from, and a sample of the size advised has the width asked for', () => {
  const random = draws(21);
  const [p, kappa] = [0.3, 0.6];
  // The common-correlation model: both the same with probability kappa, else each by itself.
  const drawn = (): [number, number] => {
    const one = random.uniform() < p ? 1 : 0;
    return [one, random.uniform() < kappa ? one : random.uniform() < p ? 1 : 0];
  };
  const { cases } = kappaSampleSize(kappa, p, 0.12);
  let [cohen, fleiss, width] = [0, 0, 0];
  const runs = 1500;
  for (let run = 0; run < runs; run++) {
    const pairs = Array.from({ length: cases }, drawn);
    const found = cohenKappa(
      agreementTable(
        pairs.map(([a]) => a),
        pairs.map(([, b]) => b),
      ),
    );
    if ((found.lower ?? 2) <= kappa && kappa <= (found.upper ?? -2)) cohen++;
    width += ((found.upper ?? 0) - (found.lower ?? 0)) / 2;
    const all = fleissKappa(pairs.map(([a, b]) => [a + b, 2 - a - b]));
    if ((all.lower ?? 2) <= kappa && kappa <= (all.upper ?? -2)) fleiss++;
  }
  // Monte Carlo error of 1,500 runs: 0.0056.
  assert.ok(cohen / runs > 0.93 && cohen / runs < 0.967, `Cohen ${cohen / runs}`);
  assert.ok(fleiss / runs > 0.93 && fleiss / runs < 0.967, `Fleiss ${fleiss / runs}`);
  assert.ok(Math.abs(width / runs / 0.12 - 1) < 0.05, `half-width ${width / runs}`);
  assert.ok(kappaSampleSize(kappa, p, 0.12, { frame: 300 }).cases < cases, 'a small frame needs fewer');
});

test('what cannot be compared is named', () => {
  throws('shape', 'table', () => cohenKappa([[3]]));
  throws('shape', 'table[1]', () => cohenKappa([[1, 2], [1]]));
  throws('negative', 'table[0][1]', () =>
    cohenKappa([
      [1, -2],
      [1, 2],
    ]),
  );
  throws('not-whole', 'table[0][0]', () =>
    percentAgreement([
      [1.5, 2],
      [1, 2],
    ]),
  );
  throws('no-information', 'table', () =>
    percentAgreement([
      [0, 0],
      [0, 0],
    ]),
  );
  throws('out-of-range', 'level', () => cohenKappa(three, { level: 0 }));
  throws('shape', 'second', () => agreementTable([0, 1], [1]));
  throws('out-of-range', 'categories', () => agreementTable([0, 3], [1, 1], 3));
  throws('too-few', 'categories', () => agreementTable([0], [0], 1));
  throws('negative', 'first[1]', () => agreementTable([0, -1], [1, 1]));
  throws('too-few', 'counts', () => fleissKappa([]));
  throws('too-few', 'counts', () => fleissKappa([[1, 0]]));
  throws('shape', 'counts[1]', () => fleissKappa([[2, 0], [2]]));
  throws('shape', 'counts[1]', () =>
    fleissKappa([
      [2, 0],
      [2, 1],
    ]),
  );
  throws('out-of-range', 'prevalence', () => kappaSampleSize(0.5, 0, 0.1));
  throws('out-of-range', 'kappa', () => kappaSampleSize(1, 0.5, 0.1));
  throws('inconsistent', 'kappa', () => kappaSampleSize(-0.5, 0.1, 0.1));
  throws('not-positive', 'halfWidth', () => kappaSampleSize(0.5, 0.1, 0));
});

test('whatever numbers come, a coded error or finite numbers', () => {
  const number = fc.oneof(fc.nat(40), fc.constantFrom(0, 1, 1e8, 1e15, 1e300, Number.MAX_VALUE, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY));
  const table = fc.integer({ min: 1, max: 4 }).chain((k) => fc.array(fc.array(number, { minLength: k, maxLength: k }), { minLength: 1, maxLength: 4 }));
  const finite = (value: unknown): void => {
    if (typeof value === 'number') assert.ok(Number.isFinite(value));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(finite);
  };
  fc.assert(
    fc.property(table, number, number, number, (counts, a, b, c) => {
      for (const act of [
        () => percentAgreement(counts),
        () => cohenKappa(counts),
        () => cohenKappa(counts, { weights: 'quadratic' }),
        () => fleissKappa(counts),
        () => kappaSampleSize(a, b, c),
        () => agreementTable([Math.min(a, 50)], [Math.min(b, 50)]),
      ]) {
        try {
          finite(act());
        } catch (error) {
          assert.ok(error instanceof MethodError, String(error));
        }
      }
    }),
    { seed: 5, numRuns: 2000 },
  );
});
