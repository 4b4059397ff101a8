import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MethodError } from '../error.ts';
import { near } from '../testing/near.ts';
import { epiWeights, matchProbability, matchWeights, patternWeights, termFrequencyWeight } from './weights.ts';

const code = (wanted: string, argument?: string) => (error: unknown) =>
  error instanceof MethodError && error.code === wanted && (argument === undefined || error.argument === argument);
const _ = 255;

test('match weights and probabilities by hand', () => {
  const model = {
    lambda: 0.01,
    m: [
      [0.1, 0.9],
      [0.5, 0.5],
      [0, 1],
    ],
    u: [
      [0.95, 0.05],
      [0.5, 0.5],
      [1, 0],
    ],
  };
  const weights = matchWeights(model);
  near(weights[0]?.[1] ?? 0, Math.log2(18), 1e-14);
  near(weights[0]?.[0] ?? 0, Math.log2(0.1 / 0.95), 1e-14);
  assert.deepEqual(weights[1], [0, 0]);
  near(weights[2]?.[1] ?? 0, Math.log2(1e9), 1e-14);
  near(weights[2]?.[0] ?? 0, -Math.log2(1e9), 1e-14);
  // Odds 1 to 99 before, times 18: 18 to 99.
  near(matchProbability(Math.log2(18), 0.01), 18 / 117, 1e-14);
  assert.equal(matchProbability(0, 0.25), 0.25);
  assert.equal(matchProbability(5000, 0.5), 1);
  assert.equal(matchProbability(-5000, 0.5), 0);
  assert.equal(matchProbability(50, 0), 0);
  const patterns = { levels: [2, 2, 2], vectors: Uint8Array.from([1, _, _, _, _, _]), counts: Float64Array.of(1, 1) };
  assert.deepEqual([...patternWeights(patterns, model).weights], [weights[0]?.[1], 0]);
  assert.throws(() => matchProbability(Number.NaN, 0.1), code('not-a-number', 'weight'));
  assert.throws(() => matchWeights({ m: [[0.5, 0.5]], u: [[0.2, 0.3, 0.5]] }), code('shape', 'u[0]'));
});

test('a rare value is worth more than a common one', () => {
  // u is 0.01. A surname that 1 in 10,000 bears is 100 times rarer than that; one that 1 in 100 bears is worth what the field is.
  near(termFrequencyWeight(1, 10_000, 0.01), Math.log2(100), 1e-14);
  assert.equal(termFrequencyWeight(100, 10_000, 0.01), 0);
  near(termFrequencyWeight(400, 10_000, 0.01, 0.5), -1, 1e-14);
  assert.throws(() => termFrequencyWeight(0, 10, 0.1), code('not-positive', 'valueCount'));
  assert.throws(() => termFrequencyWeight(11, 10, 0.1), code('out-of-range', 'records'));
});

test('EpiLink weights by hand: fields of 100 and 4 values, 1 % errors', () => {
  const [surname, season] = [Math.log2(99), Math.log2(0.99 * 4)];
  const weights = epiWeights([1, 0, 0.5, 1, 1, 1], [0.01, 0.25]);
  near(weights[0] ?? 0, surname / (surname + season), 1e-14);
  near(weights[1] ?? 0, (surname / 2 + season) / (surname + season), 1e-14);
  assert.equal(weights[2], 1);
  assert.throws(() => epiWeights([1.2, 0], [0.01, 0.25]), code('out-of-range', 'vectors[0]'));
  assert.throws(() => epiWeights([1, 0], [0.01, 0.995]), code('out-of-range', 'frequencies[1]'));
  assert.throws(() => epiWeights([1, 0, 1], [0.01, 0.25]), code('shape', 'vectors'));
  assert.throws(() => epiWeights([1, 0], [0.01, 0.25], [0.01]), code('shape', 'errorRate'));
});
