/** Negative binomial regression with theta by maximum likelihood. */
import { at, positive } from '../check.ts';
import { digamma, trigamma } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { fitGlm, type GlmFit, type GlmInput } from './fit.ts';

export interface NegativeBinomialFit extends GlmFit {
  /** Size: variance = mean + mean^2 / theta. */
  readonly theta: number;
  /** From the observed information of theta at the fitted means. */
  readonly thetaStandardError: number;
}

/**
 * Fits a negative binomial regression (log link, variance mean + mean^2 / theta), coefficients and theta by maximum likelihood in turns.
 *
 * The standard errors of the coefficients are those of **expected information at the fitted theta** (the convention of MASS::glm.nb). Software that inverts
 * the joint observed Hessian (statsmodels) differs by up to some 3 %; the two information blocks are asymptotically orthogonal.
 *
 * @throws MethodError as {@link fitGlm}; `no-variation` where the counts vary no more than Poisson counts, so that theta has no finite maximum (use Poisson)
 * @source Lawless (1987), Negative binomial and mixed Poisson regression, Canadian Journal of Statistics 15; Venables and Ripley (2002), section 7.4
 */
export function fitNegativeBinomial(input: Omit<GlmInput, 'family'>): NegativeBinomialFit {
  const poisson = fitGlm({ ...input, family: 'poisson' });
  const y = Float64Array.from(input.y);
  const prior = input.weights === undefined ? new Float64Array(y.length).fill(1) : Float64Array.from(input.weights);
  const limit = positive('maxIterations', input.maxIterations ?? 100);
  let excess = 0;
  let squares = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const w = at(prior, i);
    const m = at(poisson.fitted, i);
    excess += w * ((at(y, i) - m) ** 2 - at(y, i));
    squares += w * m * m;
    total += w * (at(y, i) + m);
  }
  // The slope of the likelihood in 1 / theta at 0: without overdispersion it falls from there.
  if (excess <= 1e-9 * total) throw underdispersed();

  let theta = squares / excess;
  let fit = fitGlm({ ...input, family: { negativeBinomial: theta } });
  for (let turn = 1; ; turn++) {
    const next = thetaGiven(y, prior, fit.fitted, theta);
    const change = Math.abs(Math.log(next / theta));
    theta = next;
    fit = fitGlm({ ...input, family: { negativeBinomial: theta } });
    if (change < 1e-10) break;
    if (turn >= limit) throw new MethodError('not-converged', 'maxIterations', `theta and the coefficients have not settled after ${turn} turns`);
  }
  return { ...fit, theta, thetaStandardError: 1 / Math.sqrt(-slopes(y, prior, fit.fitted, theta).second) };
}

/** First and second derivative of the log-likelihood by theta, at these means. */
function slopes(y: Float64Array, prior: Float64Array, mean: Float64Array, theta: number): { first: number; second: number } {
  let first = 0;
  let second = 0;
  const psi = digamma(theta);
  const psi1 = trigamma(theta);
  for (let i = 0; i < y.length; i++) {
    const w = at(prior, i);
    if (w === 0) continue;
    const count = at(y, i);
    const m = at(mean, i);
    const sum = theta + m;
    first += w * (digamma(theta + count) - psi - Math.log1p(m / theta) + (m - count) / sum);
    second += w * (trigamma(theta + count) - psi1 + m / (theta * sum) + (count - m) / (sum * sum));
  }
  return { first, second };
}

/** Newton's steps in log theta, held within a factor of e. */
function thetaGiven(y: Float64Array, prior: Float64Array, mean: Float64Array, from: number): number {
  let t = Math.log(from);
  for (let step = 0; step < 200; step++) {
    const theta = Math.exp(t);
    const { first, second } = slopes(y, prior, mean, theta);
    const gradient = first * theta;
    const curvature = second * theta * theta + gradient;
    const wanted = curvature < 0 ? -gradient / curvature : Math.sign(gradient);
    const move = Math.max(-1, Math.min(1, wanted));
    t += move;
    if (t > Math.log(1e12)) throw underdispersed();
    if (t < Math.log(1e-12)) throw new MethodError('not-converged', 'y', 'theta runs to zero: almost every count is zero');
    if (Math.abs(move) < 1e-12) break;
  }
  return Math.exp(t);
}

function underdispersed(): MethodError {
  return new MethodError(
    'no-variation',
    'y',
    'varies no more than Poisson counts with these means would, so that theta has no finite value: use the Poisson family',
  );
}
