/** Donor weights: for given importance of the predictors, and with the importance searched so that the time before the start fits best. */
import { at, each, finite, nonNegative, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { choleskyFactor, choleskySolve } from './cs-cholesky.ts';
import { nearestMixtureSolver } from './qp-simplex.ts';
import { nelderMead } from './synthetic-search.ts';

export interface DonorWeights {
  /** One for each donor: never negative, summing to 1. */
  readonly weights: Float64Array;
  /** False where other weights may fit just as well: the target lies inside the donors, or donors are alike. */
  readonly unique: boolean;
}

/**
 * Weights on the simplex that bring a mixture of donors nearest to a target: the exact minimum of sum_k v_k (target_k - sum_j w_j donor_jk)^2.
 *
 * @param target k values
 * @param donors one row of k values for each donor
 * @param importance k values v_k, none negative; all 1 unless given
 * @throws MethodError `shape`, `not-a-number`, `negative`, `too-few` (no donors or no values), `no-information` (all importance zero), `not-converged`
 */
export function simplexWeights(target: ArrayLike<number>, donors: readonly ArrayLike<number>[], importance?: ArrayLike<number>): DonorWeights {
  const k = target.length;
  if (k === 0) throw new MethodError('too-few', 'target', 'has no values to match');
  if (donors.length === 0) throw new MethodError('too-few', 'donors', 'there are none');
  const goal = each('target', target, finite);
  const rows = donors.map((donor, j) => each(`donors[${j}]`, sized(`donors[${j}]`, donor, k), finite));
  const v = importance ? each('importance', sized('importance', importance, k), nonNegative) : new Float64Array(k).fill(1);
  const most = Math.max(...v);
  if (most === 0) throw new MethodError('no-information', 'importance', 'is zero for everything');
  // One size for all, so that squares neither overflow nor vanish.
  let size = 0;
  for (const row of [goal, ...rows]) for (const value of row) size = Math.max(size, Math.abs(value));
  const points = new Float64Array(donors.length * k);
  rows.forEach((row, j) => {
    for (let d = 0; d < k; d++) points[j * k + d] = size === 0 ? 0 : Math.sqrt(at(v, d) / most) * (at(row, d) / size - at(goal, d) / size);
  });
  const found = nearestMixtureSolver(donors.length, k)(points);
  if (!found) throw new MethodError('not-converged', 'donors', 'the weights found no end; are some values too large?');
  return { weights: found.weights.slice(), unique: found.unique };
}

/** Numbers of one fit, as tables of donors in rows. */
export interface SearchProblem {
  /** Predictors of the treated unit, k values, and of the donors, donors x k: divided by their standard deviation over all of them. */
  readonly target: Float64Array;
  readonly donors: Float64Array;
  /** Outcomes before the start: of the treated unit, T values, and of the donors, donors x T. */
  readonly before: Float64Array;
  readonly donorsBefore: Float64Array;
}

export interface SearchOptions {
  readonly seed: number;
  /** Random starts beside the regression-based and the equal one. Default 4. */
  readonly starts?: number;
}

/**
 * The outer search of Abadie and Gardeazabal (2003), American Economic Review 93:113: importance v of the predictors (summing to 1) whose best weights have the least mean
 * squared error before the start. The surface is flat in places and not convex, so v itself is no finding; weights and gaps are.
 *
 * @returns the importance of each predictor
 */
export function searchImportance(problem: SearchProblem, { seed, starts = 4 }: SearchOptions): Float64Array {
  const k = problem.target.length;
  if (k === 1) return new Float64Array([1]);
  const count = problem.donors.length / k;
  const periods = problem.before.length;
  const solve = nearestMixtureSolver(count, k);
  const points = new Float64Array(count * k);
  const loss = (roots: Float64Array, warm = true): number => {
    const v = fromRoots(roots);
    for (let d = 0; d < k; d++) {
      const root = Math.sqrt(at(v, d));
      for (let j = 0; j < count; j++) points[j * k + d] = root * (at(problem.donors, j * k + d) - at(problem.target, d));
    }
    const found = solve(points, warm);
    if (!found) return Number.POSITIVE_INFINITY;
    let sum = 0;
    for (let t = 0; t < periods; t++) {
      let gap = at(problem.before, t);
      for (let j = 0; j < count; j++) if (at(found.weights, j) > 0) gap -= at(found.weights, j) * at(problem.donorsBefore, j * periods + t);
      sum += gap * gap;
    }
    return sum / periods;
  };
  const { uniform } = draws(seed);
  const begin = [new Float64Array(k).fill(1 / Math.sqrt(k)), regressionStart(problem)];
  for (let s = 0; s < starts; s++) begin.push(Float64Array.from({ length: k }, uniform));
  const ends = begin.flatMap((start) => {
    if (!start) return [];
    const { point } = nelderMead((roots) => loss(roots), start, 0.3);
    // Where weights are all but undetermined they depend on where the solver begins; what counts is what it finds from nothing, as the caller will.
    return [{ point, value: loss(point, false) }];
  });
  const best = ends.reduce((least, end) => (end.value < least.value ? end : least));
  if (!Number.isFinite(best.value)) throw new MethodError('not-converged', 'predictors', 'no importance of the predictors gave weights');
  return fromRoots(best.point);
}

/** A predictor always counts a little: were its importance zero, mixtures that differ in it alone would fit equally well, and the weights would be any of them. */
const LEAST = 1e-7;

/** Shares as squares over their sum: none is negative, and the search can come to zero and leave it. */
function fromRoots(roots: Float64Array): Float64Array {
  const k = roots.length;
  const total = roots.reduce((sum, root) => sum + root * root, 0);
  return Float64Array.from(roots, (root) => (total > 0 ? (root * root + LEAST * total) / (total * (1 + k * LEAST)) : 1 / k));
}

/** Root of the squared coefficients, summed over periods, in the regressions of outcomes before the start on the predictors; undefined where these are collinear or too many. */
function regressionStart({ target, donors, before, donorsBefore }: SearchProblem): Float64Array | undefined {
  const k = target.length;
  const p = k + 1;
  const periods = before.length;
  const n = donors.length / k + 1;
  if (n <= p) return undefined;
  const row = (i: number, a: number): number => (a === 0 ? 1 : i === 0 ? at(target, a - 1) : at(donors, (i - 1) * k + a - 1));
  const means = Float64Array.from({ length: p }, (_, a) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += row(i, a);
    return a === 0 ? 0 : sum / n;
  });
  const gram = new Float64Array(p * p);
  for (let i = 0; i < n; i++)
    for (let a = 0; a < p; a++) for (let b = 0; b <= a; b++) gram[a * p + b] = at(gram, a * p + b) + (row(i, a) - at(means, a)) * (row(i, b) - at(means, b));
  if (choleskyFactor(gram, p) !== -1) return undefined;
  const strength = new Float64Array(k);
  for (let t = 0; t < periods; t++) {
    const beta = new Float64Array(p);
    for (let i = 0; i < n; i++) {
      const outcome = i === 0 ? at(before, t) : at(donorsBefore, (i - 1) * periods + t);
      for (let a = 0; a < p; a++) beta[a] = at(beta, a) + (row(i, a) - at(means, a)) * outcome;
    }
    choleskySolve(gram, p, beta);
    for (let a = 0; a < k; a++) strength[a] = at(strength, a) + at(beta, a + 1) ** 2;
  }
  const total = strength.reduce((sum, value) => sum + value, 0);
  return total > 0 && Number.isFinite(total) ? strength.map((value) => Math.sqrt(value / total)) : undefined;
}

/**
 * Divides every predictor by its standard deviation over all rows.
 *
 * @param rows units x k, row-major; the numbers in it are replaced
 * @throws MethodError `no-variation` naming the predictor
 */
export function scalePredictors(rows: Float64Array, k: number): void {
  const n = rows.length / k;
  for (let d = 0; d < k; d++) {
    let [mean, squares, largest] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      mean += at(rows, i * k + d) / n;
      largest = Math.max(largest, Math.abs(at(rows, i * k + d)));
    }
    for (let i = 0; i < n; i++) squares += (at(rows, i * k + d) / largest - mean / largest) ** 2;
    const sd = largest * Math.sqrt(squares / (n - 1));
    if (!(sd > 1e-12 * largest)) throw new MethodError('no-variation', `predictors[${d}]`, 'is the same for all units');
    for (let i = 0; i < n; i++) rows[i * k + d] = at(rows, i * k + d) / sd;
  }
}

/** Weights times rows: the mixture of donors in every column. */
export function mixture(rows: Float64Array, columns: number, weights: Float64Array): Float64Array {
  const out = new Float64Array(columns);
  for (let j = 0; j < weights.length; j++) {
    const weight = at(weights, j);
    if (weight > 0) for (let c = 0; c < columns; c++) out[c] = at(out, c) + weight * at(rows, j * columns + c);
  }
  return out;
}
