import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { fitFellegiSunter, type LinkageFit, type LinkageModel } from './fellegi-sunter.ts';
import { type AgreementPatterns, countPatterns } from './patterns.ts';
import { patternWeights } from './weights.ts';

const code = (wanted: string, argument?: string) => (error: unknown) =>
  error instanceof MethodError && error.code === wanted && (argument === undefined || error.argument === argument);
const _ = 255;

/** The counts of Splink's data set of known parameters (lambda 0.5; m 0.7, 0.9, 0.95; u 0.1, 0.025, 0.2): 000, 001, 010, ... */
const KNOWN: AgreementPatterns = {
  levels: [2, 2, 2],
  vectors: Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1]),
  counts: Float64Array.from([1407, 408, 63, 522, 163, 172, 67, 1198]),
};

test("EM finds the parameters that Splink's data were made with", () => {
  const fit = fitFellegiSunter(KNOWN, { tolerance: 1e-12 });
  near(fit.lambda, 0.5, 1e-9);
  [0.7, 0.9, 0.95].forEach((m, f) => {
    near(fit.m[f]?.[1] ?? 0, m, 1e-9);
  });
  [0.1, 0.025, 0.2].forEach((u, f) => {
    near(fit.u[f]?.[1] ?? 0, u, 1e-9);
  });
  near(fit.logLikelihood, -6507.157544158132, 1e-12);
  assert.equal(fit.reversed, false);
  near(patternWeights(KNOWN, fit).posterior[7] ?? 0, 0.9991652754590986, 1e-9);
});

test("textbook EM on the patterns of R's RLdata500: a poor peak, found by others too", () => {
  // 24 agreement patterns (two forenames, surname, year, month, day of birth) of 3,465 blocked pairs: counts only. The real share of matches is 50 / 3,465 = 0.0144.
  const rows =
    '100000 001000 101000 100100 001100 100010 001010 101010 100110 001110 101110 111110 100001 001001 100101 001101 101101 100011 001011 101011 000111 100111 110111 001111';
  const counts = [1011, 1987, 18, 11, 21, 89, 159, 6, 1, 1, 7, 1, 30, 70, 1, 3, 3, 3, 3, 7, 5, 12, 2, 14];
  const patterns = { levels: [2, 2, 2, 2, 2, 2], vectors: Uint8Array.from(rows.replaceAll(' ', ''), Number), counts: Float64Array.from(counts) };
  const fit = fitFellegiSunter(patterns, { start: { lambda: 0.1, m: 0.9, u: 0.1 } });
  assert.ok(Math.abs(fit.lambda - 0.0169918686705603) < 1e-8);
  near(fit.logLikelihood, -6369.63443479024, 1e-11);
  // Surnames agree less often among "matches" than among the rest, because blocking let in pairs for that very agreement.
  assert.ok((fit.m[2]?.[1] ?? 1) < (fit.u[2]?.[1] ?? 0));
});

/** 45 patterns of fields with 3, 2, 4 and 2 levels and missing comparisons, all fictional. */
const MIXED: AgreementPatterns = {
  levels: [3, 2, 4, 2],
  vectors: Uint8Array.from(
    // biome-ignore format: one row a pattern would be long
    [0,0,0,0, 0,0,0,1, 0,0,0,_, 0,0,1,0, 0,0,1,1, 0,0,2,0, 0,0,2,1, 0,0,3,0, 0,0,3,1, 0,0,_,0, 0,0,_,1, 0,1,0,0, 0,1,0,1, 0,1,0,_, 0,1,1,0,
     0,1,1,1, 0,1,2,1, 0,1,3,0, 0,1,3,1, 0,1,_,0, 0,1,_,1, 0,_,0,0, 0,_,0,1, 1,0,0,0, 1,0,0,1, 1,1,0,0, 1,1,0,1, 1,1,3,1, 2,0,0,0, 2,0,0,1,
     2,0,3,1, 2,1,0,0, 2,1,0,1, 2,1,1,1, 2,1,2,1, 2,1,3,0, 2,1,3,1, 2,1,3,_, 2,1,_,1, 2,_,3,1, _,0,0,0, _,0,0,1, _,1,0,0, _,1,0,1, _,1,3,1],
  ),
  counts: Float64Array.from(
    // biome-ignore format: as above
    [646, 656, 87, 103, 99, 52, 33, 22, 22, 51, 60, 264, 265, 30, 38, 39, 14, 16, 21, 24, 25, 58, 56, 67, 76, 30, 33, 31, 35, 37, 22, 23, 27, 14, 28, 57, 210, 13, 18, 12, 48, 60, 15, 12, 18],
  ),
};

test('several levels and missing comparisons: as an independent EM in numpy, run to 1e-13, has them', () => {
  const fit = fitFellegiSunter(MIXED, { tolerance: 1e-12 });
  near(fit.lambda, 0.13089895229322185, 1e-9);
  const expected = {
    m: [
      0.05404985456842616, 0.07284868701881565, 0.8731014584127582, 0.05223350617720835, 0.9477664938227915, 0.061829017688592364, 0.02872681254019322,
      0.06403096162377858, 0.8454132081474358, 0.14803827835649044, 0.8519617216435095,
    ],
    u: [
      0.8958825276559441, 0.06890151845550914, 0.0352159538885467, 0.720750683885518, 0.27924931611448195, 0.849181967648946, 0.09525417159193618,
      0.033426912212650456, 0.022136948546467545, 0.49673013164383634, 0.5032698682561637,
    ],
  };
  for (const name of ['m', 'u'] as const) {
    fit[name].flat().forEach((p, i) => {
      near(p, expected[name][i] ?? Number.NaN, 1e-8, `${name} ${i}`);
    });
  }
  near(fit.logLikelihood, -8683.788629102632, 1e-12);
});

test('the likelihood never falls: every further round of EM is at least as good', () => {
  let before = Number.NEGATIVE_INFINITY;
  let model: LinkageModel | undefined;
  for (let round = 0; round < 30; round++) {
    // A tolerance of 1 stops after the first round.
    const fit = fitFellegiSunter(MIXED, { tolerance: 1, ...(model === undefined ? {} : { start: model }) });
    assert.ok(fit.logLikelihood >= before - 1e-9, `${fit.logLikelihood} after ${before}`);
    assert.equal(fit.iterations, 1);
    if (model !== undefined) {
      const moves = [...[...fit.m, ...fit.u].flat(), fit.lambda].map((p, i) =>
        Math.abs(p - ([...[...(model?.m ?? []), ...(model?.u ?? [])].flat(), model?.lambda ?? 0][i] ?? 0)),
      );
      near(fit.change, Math.max(...moves), 1e-9, 'the largest move of any probability');
    }
    before = fit.logLikelihood;
    model = fit;
  }
});

const sameFit = (a: LinkageFit, b: LinkageFit): void => {
  near(a.lambda, b.lambda, 1e-7);
  a.m.flat().forEach((p, i) => {
    assert.ok(Math.abs(p - (b.m.flat()[i] ?? Number.NaN)) < 1e-7);
  });
};

test('order of patterns, order of fields and a hundredfold of pairs change nothing', () => {
  const fit = fitFellegiSunter(MIXED);
  const size = MIXED.counts.length;
  const rows = Array.from({ length: size }, (_row, i) => [...MIXED.vectors.subarray(4 * i, 4 * i + 4)]);
  sameFit(fit, fitFellegiSunter({ ...MIXED, vectors: Uint8Array.from(rows.toReversed().flat()), counts: MIXED.counts.toReversed() }));
  sameFit(fit, fitFellegiSunter({ ...MIXED, counts: MIXED.counts.map((n) => n * 1e8) }));
  const turned = fitFellegiSunter({
    levels: MIXED.levels.toReversed(),
    vectors: Uint8Array.from(rows.flatMap((row) => row.toReversed())),
    counts: MIXED.counts,
  });
  sameFit(fit, { ...turned, m: turned.m.toReversed(), u: turned.u.toReversed() });
});

test('pairs give what their patterns give', () => {
  const pairs = Array.from(MIXED.counts.keys()).flatMap((i) =>
    Array.from({ length: MIXED.counts[i] ?? 0 }, () => [...MIXED.vectors.subarray(4 * i, 4 * i + 4)]),
  );
  const order = Uint32Array.from(pairs.keys());
  draws(5).shuffle(order);
  const shuffled = Array.from(order, (i) => pairs[i] ?? []);
  const counted = countPatterns(Uint8Array.from(shuffled.flat()), MIXED.levels);
  sameFit(fitFellegiSunter(counted), fitFellegiSunter(MIXED));
  shuffled.forEach((pair, i) => {
    const p = counted.patternOf[i] ?? -1;
    assert.deepEqual([...counted.vectors.subarray(4 * p, 4 * p + 4)], pair);
  });
  assert.equal(
    counted.counts.reduce((sum, n) => sum + n, 0),
    pairs.length,
  );
});

test('many fields go by way of a map and give the same counts', () => {
  const { below } = draws(9);
  const levels = Array.from({ length: 12 }, () => 9);
  const vectors = Uint8Array.from({ length: 12 * 500 }, () => [0, 8, 255][below(3)] ?? 0);
  vectors.copyWithin(12 * 250, 0, 12 * 250);
  const counted = countPatterns(vectors, levels);
  assert.equal(
    counted.counts.reduce((sum, n) => sum + n, 0),
    500,
  );
  assert.ok(counted.counts.every((n) => n >= 2));
  for (let pair = 0; pair < 500; pair++) {
    const p = counted.patternOf[pair] ?? -1;
    assert.deepEqual(counted.vectors.subarray(12 * p, 12 * p + 12), vectors.subarray(12 * pair, 12 * pair + 12));
  }
  // In the same order as the table would give: missing first, then level 0.
  const small = Uint8Array.from([1, 255, 0, 1, 255, 255]);
  assert.deepEqual([...countPatterns(small, [2, 2]).vectors], [255, 255, 0, 1, 1, 255]);
});

test('parameters that made 200,000 pairs are found again, within sampling error', () => {
  const { uniform } = draws(21);
  const m = [0.92, 0.85, 0.95, 0.8];
  const u = [0.02, 0.05, 0.01, 0.5];
  const vectors = new Uint8Array(4 * 200_000);
  for (let i = 0; i < vectors.length; ) {
    const agree = uniform() < 0.03 ? m : u;
    for (const p of agree) vectors[i++] = uniform() < 0.1 ? 255 : uniform() < p ? 1 : 0;
  }
  const fit = fitFellegiSunter(countPatterns(vectors, [2, 2, 2, 2]));
  // Standard errors: of m about sqrt(0.1 / 5,400), of u under 0.0012, of lambda 0.0004; four of each.
  assert.ok(Math.abs(fit.lambda - 0.03) < 0.0025, `${fit.lambda}`);
  m.forEach((p, f) => {
    assert.ok(Math.abs((fit.m[f]?.[1] ?? 0) - p) < 0.025, `m ${fit.m[f]}`);
  });
  u.forEach((p, f) => {
    assert.ok(Math.abs((fit.u[f]?.[1] ?? 0) - p) < 0.005, `u ${fit.u[f]}`);
  });
});

test('what is held stays as it was; with u held, two fields are enough', () => {
  const two = { levels: [2, 2], vectors: Uint8Array.from([0, 0, 0, 1, 1, 0, 1, 1]), counts: Float64Array.from([5000, 260, 110, 400]) };
  assert.throws(() => fitFellegiSunter(two), code('too-few', 'levels'));
  const u = [
    [0.98, 0.02],
    [0.95, 0.05],
  ];
  const fit = fitFellegiSunter(two, { start: { u }, hold: ['u'] });
  assert.deepEqual(fit.u, u);
  assert.ok((fit.m[0]?.[1] ?? 0) > 0.7);
  const all = fitFellegiSunter(KNOWN, { start: { lambda: 0.3, m: 0.8, u: 0.2 }, hold: ['lambda', 'm', 'u'] });
  assert.equal(all.iterations, 0);
  assert.equal(all.lambda, 0.3);
});

test('a start from the wrong side climbs the mirrored peak, and says so', () => {
  const fit = fitFellegiSunter(KNOWN, { start: { lambda: 0.5, m: 0.1, u: 0.9 } });
  assert.equal(fit.reversed, true);
  near(fit.logLikelihood, -6507.157544158132, 1e-9);
});

test('a search that does not end, classes that cannot part and patterns that cannot be are errors', () => {
  assert.throws(() => fitFellegiSunter(MIXED, { maxIterations: 3 }), code('not-converged', 'maxIterations'));
  assert.throws(() => fitFellegiSunter(KNOWN, { start: { m: 0.4, u: 0.4 } }), code('no-variation', 'start'));
  assert.throws(
    () => fitFellegiSunter({ levels: [2, 2, 2], vectors: Uint8Array.from([1, 1, 1]), counts: Float64Array.of(40) }),
    code('no-variation', 'counts'),
  );
  const never = [
    [1, 0],
    [0.5, 0.5],
    [0.5, 0.5],
  ];
  assert.throws(() => fitFellegiSunter(KNOWN, { start: { m: never, u: never }, hold: ['m', 'u'] }), code('inconsistent', 'start'));
  assert.throws(() => fitFellegiSunter(KNOWN, { start: { lambda: 0 } }), code('not-converged', 'patterns'));
  assert.throws(
    () =>
      fitFellegiSunter(KNOWN, {
        start: {
          m: [
            [0.5, 0.4],
            [0.5, 0.5],
            [0.5, 0.5],
          ],
        },
      }),
    code('inconsistent', 'start.m[0]'),
  );
  assert.throws(() => fitFellegiSunter(KNOWN, { start: { m: 1.2 } }), code('out-of-range', 'start.m'));
  assert.throws(() => fitFellegiSunter({ ...KNOWN, counts: KNOWN.counts.map((n) => -n) }), code('negative', 'counts[0]'));
  assert.throws(() => fitFellegiSunter({ ...KNOWN, counts: KNOWN.counts.map(() => Number.NaN) }), code('not-a-number', 'counts[0]'));
  assert.throws(
    () => fitFellegiSunter({ ...KNOWN, counts: KNOWN.counts.map(() => 0) }),
    (e) => e instanceof MethodError,
  );
  assert.throws(() => fitFellegiSunter({ ...KNOWN, counts: KNOWN.counts.slice(1) }), code('shape', 'vectors'));
  assert.throws(() => fitFellegiSunter({ ...KNOWN, vectors: KNOWN.vectors.map((level, i) => (i === 0 ? 2 : level)) }), code('out-of-range', 'vectors[0]'));
  assert.throws(() => fitFellegiSunter(KNOWN, { tolerance: 0 }), code('not-positive', 'tolerance'));
  assert.throws(() => countPatterns(Uint8Array.from([0, 1, 2]), [2, 2, 2]), code('out-of-range', 'vectors[2]'));
  assert.throws(
    () =>
      countPatterns(
        Uint8Array.from({ length: 20 }, () => 9),
        Array.from({ length: 20 }, () => 9),
      ),
    code('too-large', 'levels'),
  );
  assert.throws(
    () =>
      countPatterns(
        Uint8Array.from({ length: 12 }, () => 9),
        Array.from({ length: 12 }, () => 9),
      ),
    code('out-of-range', 'vectors[0]'),
  );
  assert.throws(() => countPatterns(Uint8Array.from([0, 1]), [2, 2, 2]), code('shape', 'vectors'));
  assert.throws(() => countPatterns(new Uint8Array(0), [2]), code('shape', 'vectors'));
  assert.throws(() => countPatterns(Uint8Array.of(0), [1]), code('out-of-range', 'levels[0]'));
  assert.throws(() => countPatterns(Uint8Array.of(0), []), code('too-few', 'levels'));
});

test('whatever counts come in, probabilities go out or an error', () => {
  const number = fc.oneof(fc.constantFrom(0, 1, 1e8, 1e-300, 1e300, -1, Number.NaN, Number.POSITIVE_INFINITY), fc.nat(1000));
  fc.assert(
    fc.property(fc.array(number, { minLength: 8, maxLength: 8 }), (counts) => {
      let fit: LinkageFit;
      try {
        fit = fitFellegiSunter({ ...KNOWN, counts: Float64Array.from(counts) }, { maxIterations: 300 });
      } catch (error) {
        assert.ok(error instanceof MethodError, String(error));
        return;
      }
      for (const p of [fit.lambda, ...fit.m.flat(), ...fit.u.flat()]) assert.ok(p >= 0 && p <= 1, `${p}`);
      assert.ok(Number.isFinite(fit.logLikelihood));
      const { weights, posterior } = patternWeights(KNOWN, fit);
      assert.ok(weights.every(Number.isFinite));
      assert.ok(posterior.every((p) => p >= 0 && p <= 1));
    }),
    { seed: 6, numRuns: 400 },
  );
});
