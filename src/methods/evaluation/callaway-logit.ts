/** The chance of being treated given covariates: a logistic regression with what an influence function needs from it. */
import { at, entry } from '../check.ts';
import { MethodError } from '../error.ts';
import { along, singularCovariate } from './callaway-design.ts';
import { choleskyFactor, choleskySolve } from './cs-cholesky.ts';

const ITERATIONS = 60;
/** A standardised coefficient this large means that the fit runs away to infinity. */
const RUNAWAY = 50;

/**
 * Newton's method, halving a step that does not raise the likelihood.
 *
 * @param x columns with the constant first, standardised
 * @throws MethodError `singular`, `separation`
 */
export function fitLogit(treated: Uint8Array, x: readonly Float64Array[]) {
  const n = treated.length;
  const p = x.length;
  let beta = new Float64Array(p);
  let likelihood = logLikelihood(treated, x, beta);
  const chance = new Float64Array(n);
  const information = new Float64Array(p * p);
  const separated = (): MethodError =>
    new MethodError(
      'separation',
      'covariates',
      'tell treated from comparison units perfectly, so that their chance of treatment has no estimate; use fewer covariates, or outcome regression',
    );

  for (let iteration = 0; ; iteration++) {
    const score = new Float64Array(p);
    information.fill(0);
    for (let i = 0; i < n; i++) {
      const mean = 1 / (1 + Math.exp(-along(x, i, beta)));
      chance[i] = mean;
      for (let a = 0; a < p; a++) {
        const value = at(entry(x, a), i);
        score[a] = at(score, a) + ((at(treated, i) - mean) * value) / n;
        for (let b = 0; b <= a; b++) information[a * p + b] = at(information, a * p + b) + (mean * (1 - mean) * value * at(entry(x, b), i)) / n;
      }
    }
    const pivot = choleskyFactor(information, p);
    if (pivot !== -1) throw iteration === 0 ? singularCovariate(pivot, 'among the units compared') : separated();
    const step = choleskySolve(information, p, score);
    const size = Math.max(...step.map(Math.abs));
    // Newton's steps shrink quadratically, so after one this small nothing is left but rounding.
    if (size < 1e-11 || (iteration === ITERATIONS && size < 1e-7)) break;
    let factor = 1;
    for (;;) {
      const next = beta.map((value, a) => value + factor * at(step, a));
      const reached = logLikelihood(treated, x, next);
      if (reached >= likelihood - 1e-14 * Math.abs(likelihood) || factor < 1e-6) {
        beta = next;
        likelihood = reached;
        break;
      }
      factor /= 2;
    }
    if (beta.some((value) => Math.abs(value) > RUNAWAY) || likelihood > -1e-9 * n) throw separated();
    if (iteration === ITERATIONS) throw new MethodError('not-converged', 'covariates', 'the chance of treatment found no estimate');
  }
  return {
    chance,
    direction: (means: Float64Array): Float64Array => choleskySolve(information, p, means),
    score: (i: number, direction: Float64Array): number => (at(treated, i) - at(chance, i)) * along(x, i, direction),
  };
}

function logLikelihood(treated: Uint8Array, x: readonly Float64Array[], beta: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < treated.length; i++) {
    const linear = along(x, i, beta);
    // log(1 + e^u) without overflow.
    sum -= Math.max(at(treated, i) ? -linear : linear, 0) + Math.log1p(Math.exp(-Math.abs(linear)));
  }
  return sum;
}
