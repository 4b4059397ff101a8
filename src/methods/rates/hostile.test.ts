/** Whatever numbers come, each method either refuses them by a coded error or answers with finite numbers (and null where its page says so). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import * as rates from './index.ts';

const number = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 50 }) },
  { weight: 2, arbitrary: fc.constantFrom(0, -0, 1, 2, 9, 10, 1e8, 1e-8, 0.5, 1e15, 1e300, 1e-300, Number.MIN_VALUE, Number.MAX_VALUE) },
  { weight: 1, arbitrary: fc.constantFrom(-1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
  { weight: 2, arbitrary: fc.double({ min: 0, max: 1e4, noNaN: true }) },
);
const level = fc.oneof(fc.constantFrom(0.95, 0.998, 1e-9, 1 - 1e-12), number);
const list = fc.array(number, { minLength: 0, maxLength: 5 });

function finite(name: string, value: unknown): void {
  if (typeof value === 'number') assert.ok(Number.isFinite(value), `${name} answered with ${value}`);
  else if (ArrayBuffer.isView(value)) finite(name, Array.from(value as Float64Array));
  else if (typeof value === 'object' && value !== null) for (const [key, each] of Object.entries(value)) finite(`${name}.${key}`, each);
  else assert.ok(value === null || typeof value === 'string' || typeof value === 'boolean', `${name} answered with ${String(value)}`);
}

let answered = 0;
function attempt(name: string, act: () => unknown): void {
  try {
    finite(name, act());
    answered++;
  } catch (error) {
    if (!(error instanceof MethodError)) throw error;
  }
}

const pairs = {
  ratioLogWald: rates.ratioLogWald,
  ratioExact: rates.ratioExact,
  rateRatioMidP: rates.rateRatioMidP,
  rateRatioScore: rates.rateRatioScore,
  rateRatioTest: rates.rateRatioTest,
  riskRatioScore: rates.riskRatioScore,
  riskRatioSmallSample: rates.riskRatioSmallSample,
  oddsRatioWald: rates.oddsRatioWald,
  oddsRatioFisher: rates.oddsRatioFisher,
  oddsRatioMidP: rates.oddsRatioMidP,
  proportionDifference: rates.proportionDifference,
  proportionDifferenceAgrestiCaffo: rates.proportionDifferenceAgrestiCaffo,
  proportionDifferenceScore: rates.proportionDifferenceScore,
  rateDifference: rates.rateDifference,
  twoByTwoTest: rates.twoByTwoTest,
  riskLogWald: (a: number, n1: number, b: number, n2: number, options: { level: number }) => rates.ratioLogWald(a, n1, b, n2, { ...options, of: 'risk' }),
} as const;

test('pairs of groups', () => {
  fc.assert(
    fc.property(number, number, number, number, level, (a, n1, b, n2, level) => {
      for (const [name, method] of Object.entries(pairs)) attempt(`${name}(${a}, ${n1}, ${b}, ${n2}, ${level})`, () => method(a, n1, b, n2, { level }));
      attempt('change', () => rates.differencePercentChange(a, b, { level }));
      for (const pool of [rates.mantelHaenszelRateRatio, rates.mantelHaenszelRiskRatio, rates.mantelHaenszelOddsRatio])
        attempt(`${pool.name}(${a}, ${n1}, ${b}, ${n2}, ${level})`, () =>
          pool(
            [
              { a, n1, b, n2 },
              { a: 5, n1: 10, b: 4, n2: 9 },
            ],
            { level },
          ),
        );
    }),
    { seed: 1, numRuns: 1500 },
  );
  assert.ok(answered > 1000, `${answered} answered`);
});

test('single counts', () => {
  fc.assert(
    fc.property(number, number, number, level, (x, n, per, level) => {
      attempt(`byar(${x})`, () => rates.byar(x, level));
      attempt(`exactPoisson(${x})`, () => rates.exactPoisson(x, level));
      attempt(`wilson(${x}, ${n}, ${level})`, () => rates.wilson(x, n, level));
      attempt(`proportion(${x}, ${n}, ${per})`, () => rates.proportion(x, n, { per, level }));
      attempt(`rate(${x}, ${n}, ${per})`, () => rates.rateInterval(x, n, { per, level }));
      attempt(`isr(${x}, ${n}, ${per})`, () => rates.indirectlyStandardisedRatio(x, n, { per, level }));
      attempt(`funnelProportionLimits(${x}, ${n}, ${level})`, () => rates.funnelProportionLimits(x, n, level));
      attempt(`funnelCountLimits(${x}, ${level})`, () => rates.funnelCountLimits(x, level));
      attempt(`effectivePopulation(${x}, ${n}, ${per})`, () => rates.effectivePopulation(x, n, per));
      attempt(`funnelCurve(${x}, ${n}, ${per})`, () => rates.funnelCurve([x], { baseline: n, per, level }));
      attempt(`protectedCountInterval(${x}, ${n}, ${level})`, () => rates.protectedCountInterval({ value: x, variance: n }, level));
    }),
    { seed: 2, numRuns: 2000 },
  );
});

test('lists', () => {
  fc.assert(
    fc.property(list, list, list, number, level, (xs, ns, ws, per, level) => {
      const what = JSON.stringify([xs, ns, ws, per, level]);
      attempt(`mean ${what}`, () => rates.meanInterval(xs, level));
      attempt(`quantileGroups ${what}`, () => rates.quantileGroups(xs, per));
      attempt(`dsr ${what}`, () => rates.directlyStandardisedRate(xs, ns, ws, { per, level }));
      attempt(`israte ${what}`, () => rates.indirectlyStandardisedRate(per, xs, { events: ns, populations: ws }, { level }));
      attempt(`funnelOfProportions ${what}`, () => rates.funnelOfProportions(xs, ns, { per }));
      attempt(`funnelOfRates ${what}`, () => rates.funnelOfRates(xs, ns, { per }));
      attempt(`funnelOfRatios ${what}`, () => rates.funnelOfRatios(xs, ns, { per }));
      attempt(`funnelOfStandardisedRates ${what}`, () => rates.funnelOfStandardisedRates(xs, ns, { per }));
      attempt(`empiricalBayesRates ${what}`, () => rates.empiricalBayesRates(xs, ns, { per }));
      attempt(`empiricalBayesGamma ${what}`, () => rates.empiricalBayesGamma(xs, ns, { per, level }));
      for (const scale of ['value', 'rate', 'proportion'] as const) {
        attempt(`inequality ${scale} ${what}`, () => rates.inequalityIndices(xs, ns, ws, { scale, transform: true, level }));
        attempt(`inequality ${scale} ${what}`, () => rates.inequalityIndices(xs, ns, ws, { scale, level, seed: 1, repetitions: 100 }));
        attempt(`errors ${scale} ${what}`, () => rates.standardErrorsFromLimits(xs, ns, scale, level));
      }
    }),
    { seed: 3, numRuns: 1500 },
  );
  const same = fc.integer({ min: 3, max: 6 }).chain((k) => fc.tuple(...[0, 1, 2].map(() => fc.array(number, { minLength: k, maxLength: k }))));
  fc.assert(
    fc.property(same, ([xs = [], ns = [], ws = []]) => {
      const what = JSON.stringify([xs, ns, ws]);
      attempt(`dsr ${what}`, () => rates.directlyStandardisedRate(xs, ns, ws));
      attempt(`funnelOfProportions ${what}`, () => rates.funnelOfProportions(xs, ns));
      attempt(`funnelOfRates ${what}`, () => rates.funnelOfRates(xs, ns));
      attempt(`empiricalBayesRates ${what}`, () => rates.empiricalBayesRates(xs, ns));
      attempt(`empiricalBayesGamma ${what}`, () => rates.empiricalBayesGamma(xs, ns));
      attempt(`inequality ${what}`, () => rates.inequalityIndices(xs, ns, ws, { seed: 1, repetitions: 100 }));
      attempt(`inequality ${what}`, () => rates.inequalityIndices(xs, ns, ws, { scale: 'rate', transform: true }));
    }),
    { seed: 4, numRuns: 1500 },
  );
});
