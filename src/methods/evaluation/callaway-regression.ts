/** Least squares on some of the units, with what an influence function needs from it. */
import { at, entry } from '../check.ts';
import { MethodError } from '../error.ts';
import { along, singularCovariate } from './callaway-design.ts';
import { choleskyFactor, choleskySolve } from './cs-cholesky.ts';

/**
 * @param include 1 for the units that are fitted to; all get an expected value
 * @param x columns with the constant first, standardised
 * @param who the units fitted to, for messages
 * @throws MethodError `too-few`, `singular`
 */
export function subsetRegression(y: Float64Array, include: Uint8Array, x: readonly Float64Array[], who: string) {
  const n = y.length;
  const p = x.length;
  const gram = new Float64Array(p * p);
  const beta = new Float64Array(p);
  let fitted = 0;
  for (let i = 0; i < n; i++) {
    if (!at(include, i)) continue;
    fitted++;
    for (let a = 0; a < p; a++) {
      const value = at(entry(x, a), i);
      beta[a] = at(beta, a) + (value * at(y, i)) / n;
      for (let b = 0; b <= a; b++) gram[a * p + b] = at(gram, a * p + b) + (value * at(entry(x, b), i)) / n;
    }
  }
  if (fitted < p) throw new MethodError('too-few', 'covariates', `${who} number ${fitted}, which cannot give ${p} coefficients`);
  const pivot = choleskyFactor(gram, p);
  if (pivot !== -1) throw singularCovariate(pivot, `among ${who}`);
  choleskySolve(gram, p, beta);
  const expected = new Float64Array(n);
  for (let a = 0; a < p; a++) for (let i = 0; i < n; i++) expected[i] = at(expected, i) + at(beta, a) * at(entry(x, a), i);
  return {
    expected,
    /** Inverse of the mean of x x' over the units fitted to, times `means`. */
    direction: (means: Float64Array): Float64Array => choleskySolve(gram, p, means),
    score: (i: number, direction: Float64Array): number => (at(include, i) ? (at(y, i) - at(expected, i)) * along(x, i, direction) : 0),
  };
}
