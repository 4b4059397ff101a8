/**
 * Cell-key perturbation: small whole-number noise that the same set of records always gets. Every record carries a random key for ever; the keys of a
 * cell's records are added up, and the sum looks the noise up in a table made for the count. See docs/methods/disclosure.md for
 * what it does not protect from.
 *
 * Source: Fraser and Wooton (2005), A proposed method for confidentialising tabular output to protect against differencing (Australian Bureau of
 * Statistics); Giessing (2016), LNCS 9867:50 (maximum entropy with fixed variance); Enderle, Giessing and Tent (2018), LNCS 11126:229.
 */
import { at, count, each, entry, positive } from '../check.ts';
import { MethodError } from '../error.ts';

export interface CellKeyOptions {
  /** The largest noise, a whole number from 1 to 50. */
  readonly deviation: number;
  /** Variance of the noise of every count above 0. */
  readonly variance: number;
  /** Perturbed values of 1 to this do not occur: a count is shown as 0 or above it. Default 0, so that any may. */
  readonly blocked?: number;
}

export interface CellKeyRow {
  /** The count that the row is for; the last row's is for it and every larger one. */
  readonly count: number;
  /** Noise that may be added, ascending ... */
  readonly noise: readonly number[];
  /** ... and the chance of each; they add to 1. */
  readonly probability: readonly number[];
}

export interface CellKeyTable {
  readonly deviation: number;
  readonly variance: number;
  readonly blocked: number;
  /** Counts 1, 2, ... deviation + blocked. A count of 0 has no row, for nothing is added to it. */
  readonly rows: readonly CellKeyRow[];
}

/** Keys are whole numbers from 0 to 2^32 - 1, and add up modulo 2^32. */
const KEYS = 2 ** 32;

/**
 * The table of noise: for every count the distribution of largest entropy with mean 0 and the given variance, among those that lead to a
 * value which may be shown.
 *
 * @throws MethodError `inconsistent` (variance: so large, or so small, that a small count cannot have it without bias), `out-of-range` (deviation, blocked), `not-whole`, `not-positive`, `not-converged`
 * @source see above; probabilities p(v) ~ exp(a v + b v²), a and b solved by Newton's method on the convex dual
 */
export function cellKeyTable(options: CellKeyOptions): CellKeyTable {
  const deviation = positive('deviation', count('deviation', options.deviation));
  const variance = positive('variance', options.variance);
  const blocked = count('blocked', options.blocked ?? 0);
  if (deviation > 50) throw new MethodError('out-of-range', 'deviation', `must be 1 to 50, and is ${deviation}`);
  if (blocked > 50) throw new MethodError('out-of-range', 'blocked', `must be 0 to 50, and is ${blocked}`);
  const rows = Array.from({ length: deviation + blocked }, (_, i): CellKeyRow => {
    const n = i + 1;
    const noise: number[] = [];
    for (let v = -deviation; v <= deviation; v++) if (n + v === 0 || n + v > blocked) noise.push(v);
    return { count: n, noise, probability: [...mostEntropy(n, noise, variance)] };
  });
  return { deviation, variance, blocked, rows };
}

/** Probabilities of each noise: mean 0, the variance, and otherwise as even as can be. */
function mostEntropy(n: number, noise: readonly number[], variance: number): Float64Array {
  const [least, most] = reach(n, noise);
  const impossible = (why: string): MethodError =>
    new MethodError(
      'inconsistent',
      'variance',
      `${why} for a count of ${n}: without bias its noise can have a variance from ${least} to ${most}, not ${variance}`,
    );
  // At the ends of what is possible only one distribution is left, and no exponential one reaches it.
  if (variance < least || variance > most) throw impossible(variance > most ? 'is too large' : 'is too small');
  if (variance > most * (1 - 1e-9)) return twoPoints(noise, entry(noise, 0), entry(noise, noise.length - 1));
  if (variance < least * (1 + 1e-9)) return twoPoints(noise, Math.max(...noise.filter((v) => v < 0)), Math.min(...noise.filter((v) => v > 0)));
  let a = 0;
  let b = 0;
  let current = moments(noise, variance, a, b);
  const off = (at: Moments): number => Math.abs(at.mean) / Math.sqrt(variance) + Math.abs(at.excess) / variance;
  /** Downhill in the dual; or, where that has no digits left to show it, nearer to the moments wanted. */
  const better = (next: Moments): boolean => next.dual < current.dual || (next.dual < current.dual + 1e-12 && off(next) < off(current));
  for (let step = 0; step < 500 && off(current) > 1e-15; step++) {
    const { mean, excess, meanMean, meanExcess, excessExcess } = current;
    const determinant = meanMean * excessExcess - meanExcess ** 2;
    const da = (excessExcess * mean - meanExcess * excess) / determinant;
    const db = (meanMean * excess - meanExcess * mean) / determinant;
    let size = 1;
    let next = moments(noise, variance, a - da, b - db);
    while (!better(next) && size > 1e-6) {
      size /= 2;
      next = moments(noise, variance, a - size * da, b - size * db);
    }
    if (!better(next)) break;
    a -= size * da;
    b -= size * db;
    current = next;
  }
  if (!(off(current) < 1e-8))
    throw new MethodError('not-converged', 'variance', `no distribution with a variance of ${variance} was found for a count of ${n}`);
  return current.p;
}

/** The least and largest variance that noise without bias can have. */
function reach(n: number, noise: readonly number[]): readonly [number, number] {
  const first = entry(noise, 0);
  const last = entry(noise, noise.length - 1);
  if (first >= 0 || last <= 0)
    throw new MethodError(
      'inconsistent',
      'blocked',
      `leaves a count of ${n} no value ${first >= 0 ? 'below' : 'above'} it, so that its noise cannot be without bias`,
    );
  const least = noise.includes(0) ? 0 : -Math.max(...noise.filter((v) => v < 0)) * Math.min(...noise.filter((v) => v > 0));
  return [least, -first * last];
}

function twoPoints(noise: readonly number[], low: number, high: number): Float64Array {
  return Float64Array.from(noise, (v) => (v === low ? high / (high - low) : v === high ? -low / (high - low) : 0));
}

type Moments = ReturnType<typeof moments>;

/** The dual log sum exp(a v + b (v² - V)), its gradient (mean and excess variance) and its curvature. */
function moments(noise: readonly number[], variance: number, a: number, b: number) {
  const p = Float64Array.from(noise, (v) => a * v + b * (v * v - variance));
  const top = Math.max(...p);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    p[i] = Math.exp(at(p, i) - top);
    sum += at(p, i);
  }
  let mean = 0;
  let excess = 0;
  for (let i = 0; i < p.length; i++) {
    p[i] = at(p, i) / sum;
    const v = entry(noise, i);
    mean += at(p, i) * v;
    excess += at(p, i) * (v * v - variance);
  }
  let meanMean = 0;
  let meanExcess = 0;
  let excessExcess = 0;
  for (let i = 0; i < p.length; i++) {
    const v = entry(noise, i) - mean;
    const w = entry(noise, i) ** 2 - variance - excess;
    meanMean += at(p, i) * v * v;
    meanExcess += at(p, i) * v * w;
    excessExcess += at(p, i) * w * w;
  }
  return { p, mean, excess, meanMean, meanExcess, excessExcess, dual: top + Math.log(sum) };
}

/**
 * The key of a cell: its records' keys added up modulo 2^32. The same records give the same key in whatever table and order, and the key of a union of
 * cells without common records is that of their keys.
 *
 * @param recordKeys whole numbers from 0 to 2^32 - 1, random, drawn once for each record and kept secret
 * @throws MethodError `not-whole`, `negative`, `out-of-range`
 */
export function cellKey(recordKeys: ArrayLike<number>): number {
  const keys = each('recordKeys', recordKeys, key);
  let sum = 0;
  for (let i = 0; i < keys.length; i++) sum = (sum + at(keys, i)) % KEYS;
  return sum;
}

/**
 * The noise of a cell: the key, as a share of 2^32, looked up in the cumulative probabilities of the count's row.
 *
 * @param count whole count of records; 0 has noise 0; @param cellKeySum from {@link cellKey}
 * @throws MethodError `not-whole`, `negative`, `out-of-range`
 */
export function cellKeyNoise(table: CellKeyTable, n: number, cellKeySum: number): number {
  const sum = key('cellKey', cellKeySum);
  if (count('count', n) === 0) return 0;
  const { noise, probability } = entry(table.rows, Math.min(n, table.rows.length) - 1);
  const share = sum / KEYS;
  let below = 0;
  for (let i = 0; i < noise.length; i++) {
    below += entry(probability, i);
    if (share < below) return entry(noise, i);
  }
  // The sum of probabilities may stop a rounding short of 1.
  return entry(
    noise,
    probability.findLastIndex((p) => p > 0),
  );
}

/** The count with its noise: 0 stays 0, and no other becomes negative. Arguments and errors as {@link cellKeyNoise}. */
export function cellKeyPerturb(table: CellKeyTable, n: number, cellKeySum: number): number {
  return n + cellKeyNoise(table, n, cellKeySum);
}

function key(argument: string, value: number): number {
  if (count(argument, value) >= KEYS) throw new MethodError('out-of-range', argument, `must be a whole number under 2^32, and is ${value}`);
  return value;
}
