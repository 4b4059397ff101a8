import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../testing/near.ts';
import { betaCdf, betaLower, chiSquaredLower, normalUpper } from './index.ts';

// Expected values: R 4.2.2 qnorm, qchisq, qbeta.
test('quantiles that intervals stand on', () => {
  near(normalUpper(0.025), 1.95996398454005, 1e-12);
  near(normalUpper(1e-6), 4.7534243088229, 1e-12);
  assert.equal(normalUpper(0.5), 0);
  near(chiSquaredLower(0.025, 20), 9.59077739226487, 1e-12);
  near(chiSquaredLower(0.975, 50_000), 50621.6871575898, 1e-11);
  near(betaLower(0.025, 3, 44_000), 1.40603116667113e-5, 1e-10);
  near(betaLower(0.975, 1046, 3956), 0.220494575302758, 1e-11);
  near(betaLower(0.000001, 0.5, 0.5), 2.46740110027031e-12, 1e-9);
});

test('the beta quantile is the inverse of its distribution', () => {
  const shape = fc.double({ min: 0.5, max: 5000, noNaN: true });
  fc.assert(
    fc.property(shape, shape, fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (a, b, p) => {
      near(betaCdf(betaLower(p, a, b), a, b), p, 1e-8);
      near(betaCdf(0.3, a, b) + betaCdf(0.7, b, a), 1, 1e-10);
    }),
    { seed: 5, numRuns: 200 },
  );
  assert.deepEqual([betaCdf(0, 2, 3), betaCdf(1, 2, 3)], [0, 1]);
});
