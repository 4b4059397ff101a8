/**
 * The mixture of points nearest to the origin: min |sum_j w_j p_j|^2 with w on the simplex, by the exact active-set method of
 * Wolfe (1976), Mathematical Programming 11:128. It ends after finitely many steps with weights that are exactly zero off a support
 * of at most dims + 1 points.
 */
import { at } from '../check.ts';

export interface NearestMixture {
  /** One for each point: never negative, summing to 1. Overwritten by the next solve. */
  readonly weights: Float64Array;
  /** Squared distance from the origin. */
  readonly squared: number;
  /** False where points outside the support would do as well, so that other weights may reach the same distance. */
  readonly unique: boolean;
}

/** A point nearer than this share of its own length to the affine span of the support adds nothing to it. */
const DEPENDENT = 1e-10;

/**
 * A solver for `count` points of `dims` coordinates, which keeps its working space.
 *
 * @returns a function from the points (row-major, count x dims) to the nearest mixture; null when rounding kept it from ending. `warm` begins from
 *   the last answer's support, which is quicker when the points have moved a little
 */
export function nearestMixtureSolver(count: number, dims: number): (points: Float64Array, warm?: boolean) => NearestMixture | null {
  const weights = new Float64Array(count);
  // Points in general position: at most dims + 1 of them, and one more while it is being tried.
  const most = Math.min(count, dims + 2);
  const affine = new Float64Array(most);
  const support = new Int32Array(most);
  const norms = new Float64Array(count);
  const x = new Float64Array(dims);
  const basis = new Float64Array(most * dims);
  const triangle = new Float64Array(most * most);
  const refused = new Uint8Array(count);
  let size = 0;

  /** Affine minimiser over the support by modified Gram-Schmidt on the differences from its first point; false where they are dependent. */
  const minimise = (points: Float64Array): boolean => {
    const anchor = at(support, 0) * dims;
    const columns = size - 1;
    for (let d = 0; d < dims; d++) x[d] = at(points, anchor + d);
    for (let c = 0; c < columns; c++) {
      const from = at(support, c + 1) * dims;
      const own = c * dims;
      let before = 0;
      for (let d = 0; d < dims; d++) {
        const difference = at(points, from + d) - at(points, anchor + d);
        basis[own + d] = difference;
        before += difference * difference;
      }
      for (let b = 0; b < c; b++) {
        let dot = 0;
        for (let d = 0; d < dims; d++) dot += at(basis, b * dims + d) * at(basis, own + d);
        triangle[b * most + c] = dot;
        for (let d = 0; d < dims; d++) basis[own + d] = at(basis, own + d) - dot * at(basis, b * dims + d);
      }
      let after = 0;
      for (let d = 0; d < dims; d++) after += at(basis, own + d) ** 2;
      if (!(after > DEPENDENT * DEPENDENT * before)) return false;
      const length = Math.sqrt(after);
      triangle[c * most + c] = length;
      let along = 0;
      for (let d = 0; d < dims; d++) {
        basis[own + d] = at(basis, own + d) / length;
        along += at(basis, own + d) * at(x, d);
      }
      for (let d = 0; d < dims; d++) x[d] = at(x, d) - along * at(basis, own + d);
      affine[c + 1] = -along;
    }
    let rest = 1;
    for (let c = columns - 1; c >= 0; c--) {
      let value = at(affine, c + 1);
      for (let b = c + 1; b < columns; b++) value -= at(triangle, c * most + b) * at(affine, b + 1);
      affine[c + 1] = value / at(triangle, c * most + c);
      rest -= at(affine, c + 1);
    }
    affine[0] = rest;
    return true;
  };

  /** From the present weights towards the affine minimiser, dropping points on the way until it lies inside. */
  const settle = (points: Float64Array): boolean => {
    for (;;) {
      if (!minimise(points)) return false;
      let reach = 1;
      for (let m = 0; m < size; m++) {
        const now = at(weights, at(support, m));
        const goal = at(affine, m);
        if (goal <= 0 && now / (now - goal) < reach) reach = Math.max(0, now / (now - goal));
      }
      let kept = 0;
      let smallest = -1;
      for (let m = 0; m < size; m++) {
        const j = at(support, m);
        weights[j] = reach === 1 ? at(affine, m) : (1 - reach) * at(weights, j) + reach * at(affine, m);
        if (at(affine, m) <= 0 && (smallest === -1 || at(weights, j) < at(weights, smallest))) smallest = j;
      }
      if (smallest === -1) return true;
      for (let m = 0; m < size; m++) {
        const j = at(support, m);
        // The point that stopped the step goes, and any that rounding left at zero with it.
        if (j === smallest || at(weights, j) <= 0) {
          weights[j] = 0;
        } else support[kept++] = j;
      }
      size = kept;
      if (size === 0) return false;
    }
  };

  const dotWith = (points: Float64Array, j: number): number => {
    let dot = 0;
    for (let d = 0; d < dims; d++) dot += at(x, d) * at(points, j * dims + d);
    return dot;
  };

  return (points, warm = false) => {
    refused.fill(0);
    let nearest = 0;
    let largest = 0;
    for (let j = 0; j < count; j++) {
      let norm = 0;
      for (let d = 0; d < dims; d++) norm += at(points, j * dims + d) ** 2;
      norms[j] = norm;
      if (norm < at(norms, nearest)) nearest = j;
      if (norm > largest) largest = norm;
    }
    if (!Number.isFinite(largest)) return null;
    if (!warm || size === 0 || !settle(points)) {
      weights.fill(0);
      support[0] = nearest;
      size = 1;
      weights[nearest] = 1;
      minimise(points);
    }
    let squared = squaredLength(x);
    for (let round = 0; round < 100 * (count + dims); round++) {
      // The distance can still shrink by at most squared - min: below what rounding makes of these sums it is zero.
      const tolerance = 1e-13 * Math.sqrt(largest * squared) + 1e-15 * largest;
      let best = -1;
      let least = squared - tolerance;
      let ties = 0;
      for (let j = 0; j < count; j++) {
        if (at(weights, j) > 0) continue;
        const dot = dotWith(points, j);
        if (dot < squared + 1e3 * tolerance) ties++;
        if (dot < least && !at(refused, j)) {
          best = j;
          least = dot;
        }
      }
      if (best === -1) return { weights, squared, unique: ties === 0 };
      support[size++] = best;
      if (!settle(points)) {
        // Dependent on the support to rounding: without it, once more from the weights reached.
        refused[best] = 1;
        weights[best] = 0;
        size = 0;
        for (let j = 0; j < count; j++) if (at(weights, j) > 0) support[size++] = j;
        if (!minimise(points)) return null;
        continue;
      }
      const reached = squaredLength(x);
      if (reached < squared) refused.fill(0);
      else refused[best] = 1;
      squared = reached;
    }
    return null;
  };
}

function squaredLength(x: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < x.length; d++) sum += at(x, d) * at(x, d);
  return sum;
}
