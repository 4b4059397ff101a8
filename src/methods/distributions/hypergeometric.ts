/**
 * The hypergeometric distribution, central and with an odds ratio (Fisher's non-central one): of m + n people, m have the attribute; k are drawn, and x of
 * those have it. Tails are summed outwards from x with the density at x taken out, so that a small one keeps its digits.
 */
import { logBinomial } from './counts.ts';

/** Fewest and most of the drawn who can have the attribute. */
export const hypergeometricSupport = (m: number, n: number, k: number): readonly [lowest: number, highest: number] => [Math.max(0, k - n), Math.min(k, m)];

/** ln P(X = x); error about 1e-13 absolutely for populations up to 1e8. */
export function logHypergeometric(x: number, m: number, n: number, k: number): number {
  const [lowest, highest] = hypergeometricSupport(m, n, k);
  if (x < lowest || x > highest) return Number.NEGATIVE_INFINITY;
  if (lowest === highest) return 0;
  // Loader's identity: two binomials over a third, whatever the share; the drawn share keeps all of them near their middles.
  const p = k / (m + n);
  return logBinomial(x, m, p) + logBinomial(k - x, n, p) - logBinomial(k, m + n, p);
}

/** P(X <= x). */
export function hypergeometricCdf(x: number, m: number, n: number, k: number): number {
  const [lowest, highest] = hypergeometricSupport(m, n, k);
  if (x < lowest) return 0;
  if (x >= highest) return 1;
  // The side away from the mean is summed.
  if (x + 0.5 <= (k * m) / (m + n)) return Math.min(1, Math.exp(logHypergeometric(x, m, n, k)) * sumDown(x, m, n, k, 1));
  return 1 - Math.min(1, Math.exp(logHypergeometric(x + 1, m, n, k)) * sumUp(x + 1, m, n, k, 1));
}

/** P(X >= x). */
export function hypergeometricUpperTail(x: number, m: number, n: number, k: number): number {
  const [lowest, highest] = hypergeometricSupport(m, n, k);
  if (x <= lowest) return 1;
  if (x > highest) return 0;
  if (x - 0.5 >= (k * m) / (m + n)) return Math.min(1, Math.exp(logHypergeometric(x, m, n, k)) * sumUp(x, m, n, k, 1));
  return 1 - Math.min(1, Math.exp(logHypergeometric(x - 1, m, n, k)) * sumDown(x - 1, m, n, k, 1));
}

export interface FisherTails {
  /** P(X < x). */
  readonly below: number;
  /** P(X = x). */
  readonly here: number;
  /** P(X > x). */
  readonly above: number;
  /** Mean of X. */
  readonly mean: number;
}

/**
 * Tails and mean of Fisher's non-central hypergeometric distribution: two binomials with a given odds ratio, given their sum.
 *
 * @param x within the support; @param oddsRatio above 0
 */
export function fisherTails(x: number, m: number, n: number, k: number, oddsRatio: number): FisherTails {
  const [lowest, highest] = hypergeometricSupport(m, n, k);
  const mode = Math.min(highest, Math.max(lowest, modeOf(m, n, k, oddsRatio)));
  let below = 0;
  let here = 0;
  let above = 0;
  let shifted = 0;
  const add = (at: number, weight: number): void => {
    if (at < x) below += weight;
    else if (at === x) here += weight;
    else above += weight;
    shifted += weight * (at - mode);
  };
  // Outwards from the mode each weight is a ratio of the last; the walk goes as far as x, and on until nothing is added to its tail.
  let weight = 1;
  add(mode, weight);
  for (let at = mode; at < highest && (at < x || weight > 1e-18 * above); at++) {
    weight *= ((m - at) / (at + 1)) * ((k - at) / (n - k + at + 1)) * oddsRatio;
    add(at + 1, weight);
  }
  weight = 1;
  for (let at = mode; at > lowest && (at > x || weight > 1e-18 * below); at--) {
    weight *= ((at / (m - at + 1)) * ((n - k + at) / (k - at + 1))) / oddsRatio;
    add(at - 1, weight);
  }
  const total = below + here + above;
  return { below: below / total, here: here / total, above: above / total, mean: mode + shifted / total };
}

/** Floor of the root of the quadratic where neighbouring weights are equal (Liao and Rosen 2001). */
function modeOf(m: number, n: number, k: number, oddsRatio: number): number {
  const a = oddsRatio - 1;
  const b = -((m + k + 2) * oddsRatio + n - k);
  const c = (m + 1) * (k + 1) * oddsRatio;
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  // The same root of the two either way, without subtracting what is nearly equal.
  return Math.floor(b <= 0 ? (2 * c) / (root - b) : -(b + root) / (2 * a));
}

/** Sum of P(X = at) / P(X = x) for at >= x, x above the mode. */
function sumUp(x: number, m: number, n: number, k: number, oddsRatio: number): number {
  const highest = Math.min(k, m);
  let sum = 1;
  let term = 1;
  for (let at = x; at < highest && term > sum * 1e-17; at++) {
    term *= ((m - at) / (at + 1)) * ((k - at) / (n - k + at + 1)) * oddsRatio;
    sum += term;
  }
  return sum;
}

/** Sum of P(X = at) / P(X = x) for at <= x, x below the mode. */
function sumDown(x: number, m: number, n: number, k: number, oddsRatio: number): number {
  const lowest = Math.max(0, k - n);
  let sum = 1;
  let term = 1;
  for (let at = x; at > lowest && term > sum * 1e-17; at--) {
    term *= ((at / (m - at + 1)) * ((n - k + at) / (k - at + 1))) / oddsRatio;
    sum += term;
  }
  return sum;
}
