/** Generalised linear models by Fisher scoring. */
import { at, finite, nonNegative, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { type Triangle, triangle } from './factor.ts';
import { type FamilyWork, familyWork, type GlmFamily } from './family.ts';

export interface GlmInput {
  /** Outcome, one a row: counts for the log-link families, shares (0 to 1) for binomial, any number for gaussian. */
  readonly y: ArrayLike<number>;
  /** Columns of the design, each as long as y; the intercept is a column of ones that the caller gives. */
  readonly x: readonly ArrayLike<number>[];
  readonly family: GlmFamily;
  /** Added to the linear predictor, such as the log of the population. */
  readonly offset?: ArrayLike<number>;
  /** Prior weights, zero or more; for binomial the number of trials. A row of weight 0 is fitted and not counted. */
  readonly weights?: ArrayLike<number>;
  /** Names of the columns, for messages. */
  readonly names?: readonly string[];
  readonly maxIterations?: number;
  /** Finished when no linear predictor moves by more than this, relative to the largest. */
  readonly tolerance?: number;
  /**
   * What to do when the likelihood has no maximum because a mean runs to 0 (or a probability to 0 or 1): `error` (unless told) or `accept`, which
   * stops when the deviance does, as R's glm does. The fitted values are then good and the runaway coefficients are not.
   */
  readonly separation?: 'error' | 'accept';
  /**
   * `exact` (unless told): standard errors and dispersion of the fitted model itself. `r`: to the last digit as R's glm (and statsmodels) print them, which stop
   * when the deviance settles to 1e-8 and take both from the working weights of the step before; the two differ by some 1e-6, relatively.
   */
  readonly convention?: 'exact' | 'r';
}

export interface GlmFit {
  readonly coefficients: Float64Array;
  /** From the model's own covariance. */
  readonly standardErrors: Float64Array;
  /** Row-major p by p: dispersion times the inverse of the expected information. */
  readonly covariance: Float64Array;
  /** Inverse of the expected information at dispersion one: the bread of a sandwich. */
  readonly bread: Float64Array;
  /** Means, in the unit of y. */
  readonly fitted: Float64Array;
  /** Linear predictors, offset included. */
  readonly linear: Float64Array;
  readonly deviance: number;
  /** Pearson's chi-squared. */
  readonly pearson: number;
  /** 1, or for quasi-Poisson and gaussian Pearson's chi-squared by the residual degrees of freedom. */
  readonly dispersion: number;
  readonly dfResidual: number;
  readonly iterations: number;
  /** Null for quasi-Poisson, and for a gaussian fit without residual. Gaussian: at the maximum-likelihood variance. */
  readonly logLikelihood: number | null;
  /** Leverages, 0 to 1. */
  readonly hat: Float64Array;
  /** Derivative of the log-likelihood of each row by its linear predictor, at dispersion one: prior weight x (y - mean) for a canonical link. */
  readonly score: Float64Array;
  /** Expected information of each row's linear predictor, at dispersion one. */
  readonly workingWeights: Float64Array;
  /** Pearson residuals: (y - mean) sqrt(weight / variance), not divided by the dispersion. */
  readonly pearsonResiduals: Float64Array;
  /** The columns as fitted. */
  readonly x: readonly Float64Array[];
  readonly family: GlmFamily;
  /** Rows with a weight above zero. */
  readonly rows: number;
  /** Whether dispersion was estimated, so that t and F are the reference distributions. */
  readonly estimatedDispersion: boolean;
}

/**
 * Fits a generalised linear model by maximum (quasi-)likelihood.
 *
 * Log link for the count families, logit for binomial, identity for gaussian. Fisher scoring in increments with step-halving; columns are scaled and
 * collinearity is tested before anything else, in the order given.
 *
 * @throws MethodError `shape`, `not-a-number`, `negative`, `out-of-range`; `too-few` (fewer rows than columns, or no residual degrees of freedom where the
 * dispersion is estimated); `singular` naming the column; `zero-events` / `no-variation` (all counts zero; all shares 0 or 1); `separation`; `not-converged`
 * @source McCullagh and Nelder (1989), Generalized Linear Models, 2nd edition, section 2.5
 */
export function fitGlm(input: GlmInput): GlmFit {
  const family = checkedFamily(input.family);
  const n = input.y.length;
  const p = input.x.length;
  const y = copy('y', input.y, input.family === 'gaussian' ? finite : input.family === 'binomial' ? shareOfTrials : nonNegative);
  const offset = input.offset === undefined ? new Float64Array(n) : copy('offset', sized('offset', input.offset, n), finite);
  const prior = input.weights === undefined ? new Float64Array(n).fill(1) : copy('weights', sized('weights', input.weights, n), nonNegative);
  const tolerance = positive('tolerance', input.tolerance ?? 1e-9);
  const maxIterations = positive('maxIterations', input.maxIterations ?? 100);
  if (p === 0) throw new MethodError('too-few', 'x', 'needs at least one column');
  const flat = new Float64Array(n * p);
  for (let j = 0; j < p; j++) copy(`x[${j}]`, sized(`x[${j}]`, input.x[j] ?? [], n), finite, flat, j * n);
  const columns = Array.from({ length: p }, (_, j) => flat.subarray(j * n, (j + 1) * n));
  const name = (j: number): string => input.names?.[j] ?? `column ${j}`;
  let rows = 0;
  for (let i = 0; i < n; i++) if (at(prior, i) > 0) rows++;
  const dfResidual = rows - p;
  if (dfResidual < (family.estimated ? 1 : 0))
    throw new MethodError('too-few', 'y', `${rows} rows with weight do not suffice for ${p} columns${family.estimated ? ' and a dispersion' : ''}`);
  const asR = input.convention === 'r' && family.link !== 'identity';
  const accept = input.separation === 'accept';
  if (!accept) mustVary(family, y, prior);

  const mean = new Float64Array(n);
  const weight = new Float64Array(n);
  const score = new Float64Array(n);
  const beta = new Float64Array(p);
  const step = new Float64Array(p);
  const moved = new Float64Array(n);
  const solver = triangle(flat, n, p, name);

  const eta = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const m = family.start(at(y, i), at(prior, i));
    eta[i] = family.link === 'log' ? Math.log(m) : family.link === 'logit' ? Math.log(m / (1 - m)) : m;
  }
  family.evaluate(y, prior, eta, mean, weight, score);

  for (let i = 0; i < n; i++) moved[i] = at(weight, i) * (at(eta, i) - at(offset, i)) + at(score, i);
  solver.factor(weight);
  scoringStep(solver, flat, moved, step);
  beta.set(step);
  step.fill(0);
  predict(flat, offset, beta, step, 0, eta);
  let deviance = family.evaluate(y, prior, eta, mean, weight, score);
  if (!Number.isFinite(deviance)) throw new MethodError('not-converged', 'x', 'the first step of the fit overflows: rescale the columns or the offset');

  let iterations = 1;
  let stalled = 0;
  const used = new Float64Array(n);
  for (; ; iterations++) {
    if (iterations >= maxIterations) throw new MethodError('not-converged', 'maxIterations', `no convergence after ${iterations} iterations`);
    try {
      used.set(weight);
      solver.factor(weight);
    } catch (error) {
      // The columns were independent at the start, so it is weights that have run to zero.
      if (error instanceof MethodError && error.code === 'singular' && family.link !== 'identity') throw runaway(family);
      throw error;
    }
    scoringStep(solver, flat, score, step);
    let factor = 1;
    let next = 0;
    for (let halvings = 0; ; halvings++) {
      predict(flat, offset, beta, step, factor, moved);
      next = family.evaluate(y, prior, moved, mean, weight, score);
      if (next <= deviance + 1e-10 * (Math.abs(deviance) + 0.1)) break;
      if (halvings === 40) throw new MethodError('not-converged', 'y', 'no step lowers the deviance');
      factor /= 2;
    }
    for (let j = 0; j < p; j++) beta[j] = at(beta, j) + factor * at(step, j);
    const change = largestMove(prior, eta, moved);
    eta.set(moved);
    const settled = Math.abs(next - deviance) <= 1e-8 * (Math.abs(next) + 0.1);
    deviance = next;
    if (family.link === 'identity' || change <= tolerance || (asR && settled)) break;
    // A likelihood with a maximum settles in its predictors (quadratically) when it settles in its deviance; one without goes on by about 1 a step.
    stalled = settled && change > 1e-4 ? stalled + 1 : 0;
    if (stalled > 0 && accept) break;
    if (stalled >= 3) throw runaway(family);
  }

  if (!asR) {
    used.set(weight);
    solver.factor(weight);
  }
  const hat = new Float64Array(n);
  solver.leverage(used, hat);
  const bread = solver.inverse();
  const pearsonResiduals = new Float64Array(n);
  const pearson = residuals(weight, score, pearsonResiduals);
  const dispersion = family.estimated ? (asR ? workingSquares(used, weight, score) : pearson) / dfResidual : 1;
  const covariance = bread.map((value) => value * dispersion);
  const standardErrors = Float64Array.from({ length: p }, (_, j) => Math.sqrt(at(covariance, j * p + j)));
  return {
    coefficients: beta,
    standardErrors,
    covariance,
    bread,
    fitted: mean,
    linear: eta,
    deviance: Math.max(0, deviance),
    pearson,
    dispersion,
    dfResidual,
    iterations,
    logLikelihood: family.logLikelihood(y, prior, mean, deviance),
    hat,
    score,
    workingWeights: used,
    pearsonResiduals,
    x: columns,
    family: input.family,
    rows,
    estimatedDispersion: family.estimated,
  };
}

/** Squares of the working residuals, with the weights of the step before. */
function workingSquares(used: Float64Array, weight: Float64Array, score: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < used.length; i++) if (at(weight, i) > 0) sum += at(used, i) * (at(score, i) / at(weight, i)) ** 2;
  return sum;
}

function checkedFamily(family: GlmFamily): FamilyWork {
  if (typeof family === 'object') positive('family.negativeBinomial', family.negativeBinomial);
  return familyWork(family);
}

/** step := (X'WX)^-1 X'target, with the triangle of X'WX made before. */
function scoringStep(solver: Triangle, flat: Float64Array, target: Float64Array, step: Float64Array): void {
  const n = target.length;
  for (let j = 0; j < step.length; j++) {
    const from = j * n;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += at(flat, from + i) * at(target, i);
    step[j] = sum;
  }
  solver.solve(step);
}

/** to := offset + X (beta + factor step) */
function predict(flat: Float64Array, offset: Float64Array, beta: Float64Array, step: Float64Array, factor: number, to: Float64Array): void {
  const n = to.length;
  to.set(offset);
  for (let j = 0; j < beta.length; j++) {
    const from = j * n;
    const b = at(beta, j) + factor * at(step, j);
    if (b === 0) continue;
    for (let i = 0; i < n; i++) to[i] = at(to, i) + b * at(flat, from + i);
  }
}

/** The largest move of a linear predictor, relative to the largest predictor (and to 1). */
function largestMove(prior: Float64Array, from: Float64Array, to: Float64Array): number {
  let change = 0;
  let largest = 0;
  for (let i = 0; i < to.length; i++) {
    if (at(prior, i) === 0) continue;
    change = Math.max(change, Math.abs(at(to, i) - at(from, i)));
    largest = Math.max(largest, Math.abs(at(to, i)));
  }
  return change / (1 + largest);
}

/** Pearson residuals into `to`, and their sum of squares. Score / sqrt(weight) stays finite where a variance underflows. */
function residuals(weight: Float64Array, score: Float64Array, to: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < to.length; i++) {
    const residual = at(weight, i) > 0 ? at(score, i) / Math.sqrt(at(weight, i)) : 0;
    to[i] = residual;
    sum += residual * residual;
  }
  return sum;
}

/** As `each` of check.ts, but the name of an entry is only put together for a number that may be bad: thousands of fits a second go through here. */
function copy(
  argument: string,
  values: ArrayLike<number>,
  check: (argument: string, value: number) => number,
  to = new Float64Array(values.length),
  from = 0,
): Float64Array {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const low = check === finite ? -Number.MAX_VALUE : 0;
    const high = check === shareOfTrials ? 1 : Number.MAX_VALUE;
    to[from + i] = typeof value === 'number' && value >= low && value <= high ? value : check(`${argument}[${i}]`, value);
  }
  return to;
}

function shareOfTrials(argument: string, value: number): number {
  if (finite(argument, value) < 0 || value > 1)
    throw new MethodError('out-of-range', argument, `must be a share between 0 and 1 (trials go in weights), and is ${value}`);
  return value;
}

function mustVary(family: FamilyWork, y: Float64Array, prior: Float64Array): void {
  if (family.link === 'identity') return;
  let zeros = true;
  let ones = true;
  for (let i = 0; i < y.length; i++) {
    if (at(prior, i) === 0) continue;
    if (at(y, i) !== 0) zeros = false;
    if (at(y, i) !== 1) ones = false;
  }
  if (family.link === 'log' && zeros) throw new MethodError('zero-events', 'y', 'is zero throughout, so that no rate can be fitted');
  if (family.link === 'logit' && (zeros || ones)) throw new MethodError('no-variation', 'y', `is ${zeros ? 0 : 1} throughout, so that no odds can be fitted`);
}

function runaway(family: FamilyWork): MethodError {
  return family.link === 'logit'
    ? new MethodError(
        'separation',
        'y',
        'some combination of the columns separates the ones from the zeros, so that its coefficient has no finite value: drop a column or pool groups',
      )
    : new MethodError(
        'separation',
        'y',
        'some group of rows that a column stands for has no events, so that its coefficient has no finite value: drop the column or pool groups',
      );
}
