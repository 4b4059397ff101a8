import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { poissonQuantile } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { binarySegmentation, type ChangeKind, type ChangePenalty, changePenalty, pelt, singleChangepoint } from './index.ts';

const throws = (code: string, argument: string, run: () => unknown): void => {
  assert.throws(run, (error) => error instanceof MethodError && error.code === code && error.argument === argument, `${code} ${argument}`);
};

/** The cost of a segment straight from its definition. */
function direct(y: readonly number[], change: ChangeKind, sigma: number, floor: number, mean: number): number {
  const m = y.length;
  const own = y.reduce((a, b) => a + b, 0) / m;
  const about = change === 'variance' ? mean : own;
  const squares = y.reduce((sum, value) => sum + (value - about) ** 2, 0);
  if (change === 'mean') return squares / sigma ** 2;
  if (change === 'poisson') return own === 0 ? 0 : -2 * m * own * Math.log(own);
  return m * (Math.log(2 * Math.PI) + Math.log(Math.max(squares / m, floor)) + 1);
}

/** The least cost over every segmentation, one after the other. */
function exhaustive(y: readonly number[], change: ChangeKind, penalty: number, modified: boolean, least: number, sigma: number, floor: number): number {
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  let best = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < 1 << (y.length - 1); mask++) {
    let from = 0;
    let total = -penalty;
    for (let i = 0; i < y.length && total < Number.POSITIVE_INFINITY; i++) {
      if (i < y.length - 1 && ((mask >> i) & 1) === 0) continue;
      const segment = y.slice(from, i + 1);
      total +=
        segment.length < least ? Number.POSITIVE_INFINITY : direct(segment, change, sigma, floor, mean) + penalty + (modified ? Math.log(segment.length) : 0);
      from = i + 1;
    }
    best = Math.min(best, total);
  }
  return best;
}

test('PELT finds the best of all segmentations', () => {
  const kinds = fc.constantFrom<ChangeKind>('mean', 'variance', 'mean-variance', 'poisson');
  const penalties = fc.constantFrom<ChangePenalty>('MBIC', 'SIC', 'AIC', 'Hannan-Quinn', 0.5);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 6, maxLength: 11 }),
      kinds,
      penalties,
      fc.integer({ min: 1, max: 3 }),
      (values, change, penalty, asked) => {
        const y = values.map((value, i) => value + (i > 5 ? 6 : 0));
        const minimumLength = change === 'mean-variance' ? Math.max(2, asked) : asked;
        const options = {
          change,
          penalty,
          minimumLength,
          ...(change === 'mean' && { sigma: 2 }),
          ...(change !== 'mean' && change !== 'poisson' && { varianceFloor: 0.1 }),
        };
        const found = pelt(y, options);
        const best = exhaustive(y, change, changePenalty(change, y.length, penalty), penalty === 'MBIC', minimumLength, 2, 0.1);
        assert.ok(Math.abs(found.cost - best) < 1e-8 * Math.max(1, Math.abs(best)), `${change} ${penalty}: ${found.cost} is not ${best}`);
        assert.ok(found.segments.every(({ n }) => n >= minimumLength));
        assert.ok(binarySegmentation(y, options).cost >= best - 1e-8 * Math.max(1, Math.abs(best)), 'the greedy one is never better');
      },
    ),
    { seed: 14, numRuns: 250 },
  );
});

test('changes do not move with shift or scale, and turn round with the series', () => {
  const random = draws(31);
  for (let run = 0; run < 20; run++) {
    const y = Array.from({ length: 120 }, (_, i) => random.normal() * (i > 80 ? 3 : 1) + (i > 40 ? 4 : 0));
    for (const change of ['mean', 'mean-variance'] as const) {
      const { changepoints } = pelt(y, { change });
      const moved = pelt(
        y.map((value) => 1e8 + 1000 * value),
        { change },
      );
      assert.deepEqual(moved.changepoints, changepoints);
      assert.deepEqual(
        pelt(y.toReversed(), { change })
          .changepoints.map((end) => 120 - end)
          .toReversed(),
        changepoints,
      );
    }
  }
});

test('a change that is there is found, and none where there is none', () => {
  const random = draws(8);
  let found = 0;
  let invented = 0;
  for (let run = 0; run < 200; run++) {
    const counts = Array.from({ length: 100 }, (_, i) => poissonQuantile(random.uniform(), i < 60 ? 10 : 16));
    const { changepoints } = pelt(counts, { change: 'poisson' });
    if (changepoints.length === 1 && Math.abs((changepoints[0] ?? 0) - 60) <= 8) found++;
    if (
      pelt(
        Array.from({ length: 100 }, () => random.normal()),
        { change: 'mean', sigma: 1 },
      ).changepoints.length > 0
    )
      invented++;
  }
  assert.ok(found > 170, `${found} of 200 found`);
  assert.ok(invented < 10, `${invented} of 200 invented`);
});

test('one short spell between like levels: PELT finds it', () => {
  const y = Array.from({ length: 60 }, (_, i) => (i % 3) - 1 + (i >= 28 && i < 32 ? 12 : 0));
  assert.deepEqual(pelt(y, { change: 'mean', sigma: 1 }).changepoints, [28, 32]);
  const [one] = singleChangepoint(y, { change: 'mean', sigma: 1, penalty: 0 }).changepoints;
  assert.ok(one === 28 || one === 32);
  assert.equal(binarySegmentation(y, { change: 'mean', sigma: 1, maximum: 1 }).changepoints.length <= 1, true);
});

// R changepoint's penalties for n = 260 and 200, as printed by its param slot.
test('penalties by their names', () => {
  near(changePenalty('mean', 260, 'MBIC'), 16.6820448930466, 1e-13);
  near(changePenalty('mean', 260, 'BIC'), 11.1213632620311, 1e-13);
  near(changePenalty('variance', 200, 'MBIC'), 15.8949520996441, 1e-13);
  near(changePenalty('mean-variance', 260, 'MBIC'), 22.2427265240621, 1e-13);
  assert.deepEqual([changePenalty('poisson', 100, 'AIC'), changePenalty('mean-variance', 100, 'AIC'), changePenalty('mean', 9, 7.5)], [4, 6, 7.5]);
  near(changePenalty('mean', 100, 'Hannan-Quinn'), 4 * Math.log(Math.log(100)), 1e-15);
  assert.equal(changePenalty('mean', 50, 'SIC'), changePenalty('mean', 50, 'BIC'));
});

test('noise is judged from neighbours, rounding from the smallest step', () => {
  const random = draws(3);
  const y = Array.from({ length: 4000 }, (_, i) => 2 * random.normal() + (i < 2000 ? 0 : 50));
  near(pelt(y.slice(1500, 2500), { change: 'mean' }).sigma ?? 0, 2, 0.1);
  near(pelt([0, 0, 0, 0, 1, 1, 1, 1], { change: 'mean' }).sigma ?? 0, Math.sqrt(1 / 14), 1e-14, 'where most differences are nothing, their mean square');
  // Counts that repeat: rounded values are not taken for a variance of nothing.
  const repeated = [5, 8, 3, 6, 6, 6, 9, 4, 7, 2, 8, 5];
  assert.deepEqual(pelt(repeated, { change: 'mean-variance' }).changepoints, []);
  assert.ok(pelt(repeated, { change: 'mean-variance', varianceFloor: 1e-11 }).segmentsAtFloor >= 0);
  assert.equal(pelt([1, 5, 1, 5, 3, 3, 3, 3, 3, 3, 1, 5, 1, 5], { change: 'mean-variance', varianceFloor: 1e-11 }).segmentsAtFloor, 1);
});

test('a known mean is used for the variance', () => {
  const y = [1, -1, 1, -1, 1, -1, 1, -1, 9, -9, 9, -9, 9, -9, 9, -9];
  assert.deepEqual(pelt(y, { change: 'variance', mean: 0, penalty: 'SIC' }).changepoints, [8]);
});

test('what cannot be used is named', () => {
  const y = [1, 2, 3, 4, 5, 6];
  throws('not-a-number', 'values[1]', () => pelt([1, Number.NaN, 3, 4], { change: 'mean' }));
  throws('too-few', 'values', () => pelt([1, 2, 3], { change: 'mean' }));
  throws('too-few', 'values', () => pelt(y, { change: 'mean', minimumLength: 4 }));
  throws('no-variation', 'values', () => pelt([7, 7, 7, 7], { change: 'mean' }));
  throws('no-variation', 'values', () => pelt([7, 7, 7, 7], { change: 'mean-variance' }));
  throws('negative', 'values[0]', () => pelt([-1, 2, 3, 4], { change: 'poisson' }));
  throws('not-whole', 'values[0]', () => pelt([1.5, 2, 3, 4], { change: 'poisson' }));
  throws('out-of-range', 'minimumLength', () => pelt(y, { change: 'mean-variance', minimumLength: 1 }));
  throws('negative', 'penalty', () => pelt(y, { change: 'mean', penalty: -1 }));
  throws('not-positive', 'sigma', () => pelt(y, { change: 'mean', sigma: 0 }));
  throws('not-positive', 'varianceFloor', () => pelt(y, { change: 'variance', varianceFloor: 0 }));
  throws('too-large', 'values[0]', () => pelt([1e200, 2, 3, 4], { change: 'mean' }));
  throws('out-of-range', 'maximum', () => binarySegmentation(y, { change: 'mean', maximum: 0 }));
});
