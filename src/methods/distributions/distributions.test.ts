import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle } from '../testing/oracles.ts';
import * as distributions from './index.ts';
import {
  betaCdf,
  betaLower,
  betaUpper,
  betaUpperTail,
  binomialCdf,
  binomialUpperTail,
  chiSquaredLower,
  chiSquaredUpper,
  chiSquaredUpperTail,
  digamma,
  fisherTails,
  fUpper,
  fUpperTail,
  gammaCdf,
  gammaUpperTail,
  hypergeometricCdf,
  hypergeometricUpperTail,
  logChiSquaredUpperTail,
  logGamma,
  logHypergeometric,
  logNormalUpperTail,
  negativeBinomialCdf,
  negativeBinomialQuantile,
  negativeBinomialUpperTail,
  normalCdf,
  normalUpper,
  normalUpperTail,
  poissonCdf,
  poissonQuantile,
  poissonUpperTail,
  trigamma,
  tUpper,
  tUpperTail,
} from './index.ts';

test('every quantile and tail that R gives', { skip: oraclesAbsent('distributions/quantiles_R.json') }, () => {
  const cases = readOracle('distributions/quantiles_R.json') as { d: string; p?: number; x?: number; a: number; b: number; v: number }[];
  let checked = 0;
  for (const { d, p = Number.NaN, x = Number.NaN, a, b, v } of cases) {
    const found: Record<string, (() => number) | undefined> = {
      t: () => -tUpper(p, a),
      beta: () => betaLower(p, a, b),
      chisq: () => chiSquaredLower(p, a),
      norm: () => -normalUpper(p),
      pnorm_upper: () => normalUpperTail(x),
      pchisq_upper: () => chiSquaredUpperTail(x, a),
      pt_upper: () => tUpperTail(x, a),
      lgamma: () => logGamma(x),
      digamma: () => digamma(x),
      trigamma: () => trigamma(x),
    };
    const act = found[d];
    assert.ok(act, `a kind of case without a function: ${d}`);
    // Quantiles at the median are nought in theory.
    if (v === 0 || Math.abs(v) < 1e-15) assert.ok(Math.abs(act()) < 1e-15);
    else near(act(), v, 1e-12, `${d} ${p} ${x} ${a} ${b}`);
    checked++;
  }
  assert.ok(checked > 100, `${checked} compared`);
});

// Expected values: R 4.2.2 (qnorm, pnorm, qchisq, pchisq, qbeta, pt, qt, pf, ppois, pbinom, pnbinom, phyper) unless another source is named.
test('quantiles that intervals stand on', () => {
  near(normalUpper(0.025), 1.95996398454005, 1e-14);
  near(normalUpper(1e-300), 37.0470962993612, 1e-14);
  assert.equal(normalUpper(0.5), 0);
  near(chiSquaredLower(0.025, 20), 9.59077739226487, 1e-14);
  near(chiSquaredLower(0.975, 50_000), 50621.6871575898, 1e-14);
  near(chiSquaredUpper(1e-300, 2), 1381.55105579643, 1e-14);
  near(betaLower(0.025, 3, 44_000), 1.40603116667113e-5, 1e-13);
  near(betaLower(0.975, 1046, 3956), 0.220494575302758, 1e-14);
  near(betaLower(0.000001, 0.5, 0.5), 2.46740110027031e-12, 1e-13);
  near(betaUpper(0.2, 3, 44_000), 9.724374000237099e-5, 1e-14);
  near(tUpper(0.025, 5), 2.57058183563631, 1e-13);
  near(fUpper(0.05, 5, 1e5), 2.214188884973536, 1e-14);
  assert.equal(poissonQuantile(0.999, 123.4), 159);
  assert.equal(negativeBinomialQuantile(0.999, 0.1, 1e8), 3_363_677_013, 'as mpmath too');
});

test('R is out here, and mpmath 1.3 at 40 digits is right', () => {
  near(tUpper(1e-12, 0.5), 1.02849115631634e23, 1e-13, 'qt has 1.02859e23');
  near(tUpper(1e-300, 5), 1.568392559099338e60, 1e-13, 'qt has 1.568392562e60');
  near(fUpper(0.999, 1, 1), 2.4674051589901453e-6, 1e-14);
  near(negativeBinomialCdf(3_363_677_266, 0.1, 1e8), 0.9990000003090843, 1e-14);
});

test('tails keep their digits down to the smallest double, and their logarithms go on', () => {
  near(normalUpperTail(37), 5.725571222524577e-300, 1e-13);
  assert.ok(normalUpperTail(38.4) > 0 && normalUpperTail(38.6) === 0, 'nought only where no double is small enough');
  near(logNormalUpperTail(100), -5005.5242086942, 1e-13);
  near(chiSquaredUpperTail(1400, 1), 2.1010145162641344e-306, 1e-11);
  near(logChiSquaredUpperTail(1400, 1), Math.log(chiSquaredUpperTail(1400, 1)), 1e-15);
  near(logChiSquaredUpperTail(1e6, 1), logNormalUpperTail(1000) + Math.LN2, 1e-14, 'chi-squared on one degree is a squared normal');
  near(tUpperTail(1e50, 5), 0.5 * betaCdf(5 / 1e100, 2.5, 0.5), 1e-14);
  near(tUpperTail(1e200, 1), 1e-200 / Math.PI, 1e-12, 'the Cauchy distribution');
  near(poissonUpperTail(13_871, 1e4), 1.1505001078496394e-292, 1e-12);
  near(binomialCdf(17_200, 1e6, 0.02), 1.5808243096600584e-93, 1e-12);
  near(hypergeometricUpperTail(368, 500, 4000, 700), 1.9398647684482677e-224, 1e-12);
});

const p = fc.double({ min: 1e-120, max: 1 - 1e-9, noNaN: true });
const shape = fc.double({ min: 1, max: 5000, noNaN: true });

test('a quantile is the inverse of its distribution, from either side', () => {
  fc.assert(
    fc.property(shape, shape, p, (a, b, tail) => {
      near(betaCdf(betaLower(tail, a, b), a, b), tail, 1e-8 / Math.min(1, 1 - tail));
      near(gammaUpperTail(a, chiSquaredUpper(tail, 2 * a) / 2), tail, 1e-9);
      near(tUpperTail(tUpper(tail, a), a), tail, 1e-9);
      near(fUpperTail(fUpper(tail, a, b), a, b), tail, 1e-9);
      near(normalUpperTail(normalUpper(tail)), tail, 1e-10);
    }),
    { seed: 5, numRuns: 300 },
  );
  assert.deepEqual([betaCdf(0, 2, 3), betaCdf(1, 2, 3), betaLower(0, 2, 3), betaUpper(0, 2, 3)], [0, 1, 0, 1]);
});

test('two tails make one whole', () => {
  fc.assert(
    fc.property(shape, shape, fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.double({ min: 0.01, max: 4, noNaN: true }), (a, b, x, times) => {
      near(betaCdf(x, a, b) + betaUpperTail(x, a, b), 1, 1e-12);
      near(betaCdf(x, a, b), betaUpperTail(1 - x, b, a), 1e-9);
      near(gammaCdf(a, a * times) + gammaUpperTail(a, a * times), 1, 1e-12);
      const k = Math.floor(a * times);
      near(poissonCdf(k, a) + poissonUpperTail(k + 1, a), 1, 1e-12);
      near(negativeBinomialCdf(k, b, a) + negativeBinomialUpperTail(k + 1, b, a), 1, 1e-12);
      near(binomialCdf(k, 5000, x) + binomialUpperTail(k + 1, 5000, x), 1, 1e-12);
      near(normalCdf(times) + normalUpperTail(times), 1, 1e-15);
    }),
    { seed: 6, numRuns: 300 },
  );
});

test('a count quantile is the smallest count that reaches p', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e7, noNaN: true }), shape, fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (mean, size, share) => {
      const k = poissonQuantile(share, mean);
      assert.ok(poissonCdf(k, mean) >= share && poissonCdf(k - 1, mean) < share);
      const j = negativeBinomialQuantile(share, size, mean);
      assert.ok(negativeBinomialCdf(j, size, mean) >= share && negativeBinomialCdf(j - 1, size, mean) < share);
    }),
    { seed: 7, numRuns: 100 },
  );
});

test('the hypergeometric distribution sums to one, and the odds ratio tilts it', () => {
  const whole = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(whole, whole, whole, fc.double({ min: 0.01, max: 100, noNaN: true }), (m, n, drawn, oddsRatio) => {
      const k = Math.min(drawn, m + n);
      const lowest = Math.max(0, k - n);
      const highest = Math.min(k, m);
      const weights = [];
      for (let x = lowest; x <= highest; x++) weights.push(Math.exp(logHypergeometric(x, m, n, k)) * oddsRatio ** (x - lowest));
      const total = weights.reduce((a, b) => a + b, 0);
      for (let x = lowest; x <= highest; x++) {
        const { below, here, above } = fisherTails(x, m, n, k, oddsRatio);
        near(below + here + above, 1, 1e-13);
        near(here, (weights[x - lowest] ?? 0) / total, 1e-10);
        near(hypergeometricCdf(x, m, n, k) + hypergeometricUpperTail(x + 1, m, n, k), 1, 1e-12);
      }
    }),
    { seed: 8, numRuns: 100 },
  );
});

test('no function answers with NaN, whatever number it is given within its domain', () => {
  const hostile = fc.oneof(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), fc.constantFrom(1e-300, 1e-12, 0.5, 1, 2, 1e8));
  fc.assert(
    fc.property(hostile, hostile, (x, df) => {
      const size = Math.min(Math.max(df, 1e-3), 1e8);
      for (const found of [
        normalUpperTail(x),
        logNormalUpperTail(x),
        chiSquaredUpperTail(x, size),
        logChiSquaredUpperTail(x, size),
        tUpperTail(x, size),
        fUpperTail(x, size, 3),
        gammaCdf(size, x),
        betaCdf(x / (1 + x), size, 2),
        poissonCdf(Math.min(x, 1e9), size),
        negativeBinomialCdf(Math.min(x, 1e9), 3, size),
      ])
        assert.ok(!Number.isNaN(found), `${x} ${size}`);
    }),
    { seed: 9, numRuns: 300 },
  );
  assert.ok(Object.keys(distributions).length > 40);
});

test('the normal tails stay numbers however far out', () => {
  for (const z of [38, 40, 1e3, 1e10, 1e300]) {
    assert.equal(normalUpperTail(-z), 1);
    assert.equal(normalCdf(z), 1);
    assert.ok(normalUpperTail(z) < 1e-310 && normalUpperTail(z) >= 0);
    assert.equal(normalCdf(-z), normalUpperTail(z));
  }
  near(1 - normalUpperTail(-5), 2.866515719235352e-7, 1e-9, 'beside one');
});
