/**
 * Locally weighted regression on equally spaced points, as STL needs it. Positions count from 0.
 *
 * @source Cleveland, Cleveland, McRae and Terpenning (1990), Journal of Official Statistics 6:3, section 2.2 and (for windows longer than the series) 2.6
 */

/** Loess degree: 0 locally constant, 1 locally linear. */
export type LoessDegree = 0 | 1;

/** Tables of the tricube weights by distance, kept by reach: they depend on nothing else, so all series share them. */
const tables: (Float64Array | undefined)[] = [];
/** The same for reaches far beyond the series (a pattern that does not change), which need few distances; emptied when there are many. */
const FAR = 512;
const farTables = new Map<number, Float64Array>();

/** (1 - (distance / reach)^3)^3; 1 very near and 0 at the end of the reach. */
function tricube(distance: number, reach: number): number {
  if (distance > 0.999 * reach) return 0;
  if (distance <= 0.001 * reach) return 1;
  return (1 - (distance / reach) ** 3) ** 3;
}

/** The weights at distance 0, 1, ... up to `furthest` at least. */
function weightsByDistance(reach: number, furthest: number): Float64Array {
  const table = reach <= FAR ? tables[reach] : farTables.get(reach);
  if (table !== undefined && table.length > furthest) return table;
  const made = Float64Array.from({ length: (reach <= FAR ? reach : furthest) + 1 }, (_, distance) => tricube(distance, reach));
  if (reach <= FAR) tables[reach] = made;
  else {
    if (farTables.size === FAR) farTables.clear();
    farTables.set(reach, made);
  }
  return made;
}

/**
 * The fit at position `x` from the points `left` to `right` (inclusive); NaN where every one of them has weight zero.
 *
 * @param n number of points of the whole series; @param window points in a full window (odd); longer than n flattens the weights
 * @param robustness weights of the points, or null
 */
export function loessAt(
  y: Float64Array,
  n: number,
  window: number,
  degree: LoessDegree,
  x: number,
  left: number,
  right: number,
  robustness: Float64Array | null,
): number {
  const furthest = Math.max(x - left, right - x);
  const table = weightsByDistance(window > n ? furthest + Math.floor((window - n) / 2) : furthest, furthest);
  // Symmetric weights have their centre at x, where a line and a constant agree.
  if (robustness === null && x - left === right - x) return symmetricMean(y, x, furthest, table);
  return degree === 0 || furthest === 0 ? localMean(y, x, left, right, table, robustness) : localLine(y, n, x, left, right, table, robustness);
}

function symmetricMean(y: Float64Array, x: number, furthest: number, table: Float64Array): number {
  let sum = y[x] as number;
  let total = 1;
  for (let d = 1; d <= furthest; d++) {
    const weight = table[d] as number;
    total += weight + weight;
    sum += weight * ((y[x - d] as number) + (y[x + d] as number));
  }
  return sum / total;
}

function localMean(y: Float64Array, x: number, left: number, right: number, table: Float64Array, robustness: Float64Array | null): number {
  let total = 0;
  let sum = 0;
  for (let j = left; j <= right; j++) {
    let weight = table[Math.abs(j - x)] as number;
    if (robustness !== null) weight *= robustness[j] as number;
    total += weight;
    sum += weight * (y[j] as number);
  }
  return total > 0 ? sum / total : Number.NaN;
}

function localLine(y: Float64Array, n: number, x: number, left: number, right: number, table: Float64Array, robustness: Float64Array | null): number {
  // Weighted sums of 1, d, d^2, y and d y, with d the distance from x.
  let total = 0;
  let first = 0;
  let second = 0;
  let sum = 0;
  let product = 0;
  for (let j = left; j <= right; j++) {
    const d = j - x;
    let weight = table[Math.abs(d)] as number;
    if (robustness !== null) weight *= robustness[j] as number;
    const moment = weight * d;
    const value = y[j] as number;
    total += weight;
    first += moment;
    second += moment * d;
    sum += weight * value;
    product += moment * value;
  }
  if (total <= 0) return Number.NaN;
  const mean = sum / total;
  const centre = first / total;
  const spread = second - first * centre;
  // The points have in effect one position (the rest was given no weight): a slope through it would be made of noise.
  if (spread <= total * (0.001 * (n - 1)) ** 2) return mean;
  return mean - (centre * (product - centre * sum)) / spread;
}

/**
 * The fit at positions 0, jump, 2 jump, ... and the last, straight lines between them, written to `out` from `offset` on.
 */
export function loessSmooth(
  y: Float64Array,
  n: number,
  window: number,
  degree: LoessDegree,
  jump: number,
  robustness: Float64Array | null,
  out: Float64Array,
  offset: number,
): void {
  if (n < 2) {
    out[offset] = y[0] as number;
    return;
  }
  const step = Math.min(jump, n - 1);
  const size = Math.min(window, n);
  const half = (size - 1) >> 1;
  const fit = (at: number): number => {
    const left = window >= n ? 0 : Math.max(0, Math.min(at - half, n - size));
    const fitted = loessAt(y, n, window, degree, at, left, left + size - 1, robustness);
    return Number.isNaN(fitted) ? (y[at] as number) : fitted;
  };
  let before = 0;
  out[offset] = fit(0);
  for (let at = step; ; at += step) {
    const here = Math.min(at, n - 1);
    if (here === before) break;
    out[offset + here] = fit(here);
    const rise = ((out[offset + here] as number) - (out[offset + before] as number)) / (here - before);
    for (let j = before + 1; j < here; j++) out[offset + j] = (out[offset + before] as number) + rise * (j - before);
    before = here;
  }
}
