/** The chance of being treated given covariates: a logistic regression with what an influence function needs from it. */
import { at, entry } from '../check.ts';
import { MethodError } from '../error.ts';
import { fitGlm, type GlmFit } from '../glm/index.ts';
import { along, singularCovariate } from './callaway-design.ts';
import { choleskyFactor } from './cs-cholesky.ts';

/**
 * @param x columns with the constant first, standardised
 * @throws MethodError `singular`, `separation`, `too-few`, `not-converged`, all of `covariates`
 */
export function fitLogit(treated: Uint8Array, x: readonly Float64Array[]) {
  const n = treated.length;
  const p = x.length;
  const gram = Float64Array.from({ length: p * p }, (_, cell) => product(entry(x, Math.floor(cell / p)), entry(x, cell % p)));
  const pivot = choleskyFactor(gram, p);
  if (pivot !== -1) throw singularCovariate(pivot, 'among the units compared');
  const { fitted, bread, score } = fit(treated, x);
  return {
    chance: fitted,
    /** Inverse of the mean information times `means`. */
    direction: (means: Float64Array): Float64Array => Float64Array.from(means, (_, a) => n * product(bread.subarray(a * p, (a + 1) * p), means)),
    score: (i: number, direction: Float64Array): number => at(score, i) * along(x, i, direction),
  };
}

function fit(treated: Uint8Array, x: readonly Float64Array[]): GlmFit {
  try {
    return fitGlm({ y: treated, x, family: 'binomial', tolerance: 1e-11 });
  } catch (error) {
    if (!(error instanceof MethodError)) throw error;
    throw new MethodError(
      error.code,
      'covariates',
      error.code === 'separation'
        ? 'tell treated from comparison units perfectly, so that their chance of treatment has no estimate; use fewer covariates, or outcome regression'
        : `give the chance of treatment no estimate (${error.message})`,
    );
  }
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += at(a, i) * at(b, i);
  return sum;
}
