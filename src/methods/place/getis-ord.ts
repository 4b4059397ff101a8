/** Getis and Ord's local statistics: where do high values, or low values, lie together? */
import { at, positive } from '../check.ts';
import { MethodError } from '../error.ts';
import { centre, checkWeights, twoSided } from './moments.ts';
import type { SpatialWeights } from './weights.ts';

export interface GetisOrdOptions {
  /** `gi*` (default): an area counts among its own neighbours. `gi`: its neighbours alone. */
  readonly of?: 'gi*' | 'gi';
  /** Weight of the area itself in Gi*, above 0; the largest weight of its row unless given (so 1 where weights are binary; an island's is 1). */
  readonly selfWeight?: number;
}

export interface GetisOrd {
  /** Standardised: above zero a gathering of high values (hot), below of low ones (cold). 0 for an island of Gi. */
  readonly z: Float64Array;
  /** Two-sided, from the normal distribution, not adjusted for the many areas: see adjustPValues. 1 for an island of Gi. */
  readonly p: Float64Array;
}

/**
 * Gi* and Gi. The z-value does not depend on the scale of an area's weights: binary and row-standardised weights give the same.
 *
 * The normal distribution is an approximation that needs either values that are nearly normal or many neighbours (some 8 and more): with rare counts
 * and few neighbours p is too small at the hot end.
 *
 * @param values one a area
 * @throws MethodError `shape`, `not-a-number`, `too-few` (under 4 areas), `no-variation`, `no-information`, `not-positive` (selfWeight)
 * @source Ord and Getis (1995), Geographical Analysis 27:286, equations 5 and 7; as R spdep `localG`
 */
export function getisOrd(values: ArrayLike<number>, weights: SpatialWeights, options: GetisOrdOptions = {}): GetisOrd {
  const { z, m2 } = centre(values, checkWeights(weights).areas, 4);
  const n = weights.areas;
  const { start, ids } = weights;
  const w = weights.weights;
  const star = (options.of ?? 'gi*') === 'gi*';
  const given = options.selfWeight === undefined ? 0 : positive('selfWeight', options.selfWeight);
  if (given > 0 && !star) throw new MethodError('inconsistent', 'selfWeight', 'is for Gi*, and Gi was asked for');
  const out = { z: new Float64Array(n), p: new Float64Array(n).fill(1) };
  let place = 0;
  for (let i = 0; i < n; i++) {
    const end = at(start, i + 1);
    let lag = 0;
    let sum = 0;
    let squares = 0;
    let largest = 0;
    for (; place < end; place++) {
      const weight = at(w, place);
      lag += weight * at(z, at(ids, place));
      sum += weight;
      squares += weight * weight;
      if (weight > largest) largest = weight;
    }
    const own = at(z, i);
    // All is in deviations from the mean of all areas, which leaves z as it is and keeps the digits of large counts.
    let mean = 0;
    let variance = m2;
    let others = n;
    if (star) {
      const self = given > 0 ? given : largest > 0 ? largest : 1;
      lag += self * own;
      sum += self;
      squares += self * self;
    } else {
      others = n - 1;
      mean = -own / others;
      variance = (n * m2 - own * own) / others - mean * mean;
    }
    const spread = (variance * (others * squares - sum * sum)) / (others - 1);
    // Below this it is rounding: an island of Gi, an area next to all others, or others that are all the same.
    if (!(spread > 1e-12 * squares * m2)) continue;
    const standard = (lag - sum * mean) / Math.sqrt(spread);
    out.z[i] = standard;
    out.p[i] = twoSided(standard);
  }
  return out;
}
