/** Variances from influence functions: an estimate is its truth plus the mean of its influence function, and a little that vanishes. */
import { at } from '../check.ts';
import type { WidePanel } from './callaway-panel.ts';

/**
 * Standard error of one estimate: root mean square over root n; by cluster, of the sums within clusters.
 *
 * @returns null where it is zero to rounding: changes that do not vary, or a period compared with itself
 */
export function influenceError(influence: Float64Array, cluster: WidePanel['cluster']): number | null {
  const sums = cluster ? clusterSums(influence, cluster) : influence;
  let [largest, squares, whole] = [0, 0, 0];
  for (const value of influence) whole = Math.max(whole, Math.abs(value));
  for (const value of sums) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return null;
  // Divided by the largest first, so that no square overflows or vanishes.
  for (const value of sums) squares += (value / largest) ** 2;
  const error = (largest * Math.sqrt(squares)) / influence.length;
  return error > 1e-14 * whole ? error : null;
}

/** Covariance of two estimates. */
export function influenceCovariance(a: Float64Array, b: Float64Array, cluster: WidePanel['cluster']): number {
  const n = a.length;
  const [left, right] = cluster ? [clusterSums(a, cluster), a === b ? undefined : clusterSums(b, cluster)] : [a, b];
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += at(left, i) * at(right ?? left, i);
  return sum / n / n;
}

/** Sum of the influence function within each cluster. */
export function clusterSums(influence: Float64Array, cluster: NonNullable<WidePanel['cluster']>): Float64Array {
  const sums = new Float64Array(cluster.count);
  for (let i = 0; i < influence.length; i++) sums[at(cluster.of, i)] = at(sums, at(cluster.of, i)) + at(influence, i);
  return sums;
}
