/**
 * The beta distribution, and Student's t and Fisher's F through it. A continued fraction on the side where it converges fast, with Loader's saddle-point
 * front. Measured against R 4.2.2 and, where R itself is out (t quantiles under 2 degrees of freedom: 1e-4), mpmath: 1e-13
 * relative for shapes from 0.1 to 1e6 and tails down to 1e-300, quantiles 2e-13.
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
  if (square > 1e290) return Math.exp(df * (Math.log(df) / 2 - Math.log(t)) + powerLaw(df / 2, 0.5)) / 2;
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
  // a - n x, from the smaller of x and 1 - x: the larger is rounded too coarsely where a or b is large.
  const excess = x < rest ? a - n * x : n * rest - b;
  return spread - halfDeviance(a, n * x, excess) - halfDeviance(b, n * rest, -excess) + (Math.log(a) + Math.log(b) - Math.log(n) - LOG_TWO_PI) / 2;
}

/** ln I_x(a, b) by Lentz's evaluation of the continued fraction of DiDonato and Morris (1992), ACM TOMS 18:360: 1 - x enters on its own. */
function logFraction(x: number, rest: number, a: number, b: number): number {
  const lambda = a * rest - b * x;
  let value = away((a * (lambda + 1)) / (a + 1));
  let c = value;
  let d = 0;
  for (let n = 1; n <= 1_000_000; n++) {
    const odd = a + 2 * n - 1;
    const alpha = ((a + n - 1) / odd) * ((a + b + n - 1) / odd) * n * (b - n) * x * x;
    const beta = n + (n * (b - n) * x) / odd + ((a + n) * (lambda + 1 + n * (1 + rest))) / (odd + 2);
    d = 1 / away(beta + alpha * d);
    c = away(beta + alpha / c);
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 3e-16) break;
  }
  return logFront(x, rest, a, b) - Math.log(value);
}

const away = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

/** For small x, I is x^a / (a B(a, b)): minus ln of a B(a, b), by the front at its mode a / (a + b). */
function powerLaw(a: number, b: number): number {
  const n = a + b;
  const atMode = a < b ? a * Math.log(a / n) + b * Math.log1p(-a / n) : a * Math.log1p(-b / n) + b * Math.log(b / n);
  return logFront(a / n, b / n, a, b) - atMode - Math.log(a);
}

/** logit of the quantile with `lower` (at most one half) below it. */
function logitOf(lower: number, a: number, b: number): number {
  const target = Math.log(lower);
  const normal = Math.log(a / b) - normalUpper(lower) * Math.sqrt(1 / a + 1 / b);
  const small = (target - powerLaw(a, b)) / a;
  // So small an x has no other terms.
  if (small < -100) return small;
  return invertLogTail(
    a < 1 ? Math.min(small, 0) : normal,
    target,
    (u) => logBetaCdfOf(logistic(u), logistic(-u), a, b),
    (u, log) => Math.exp(logFront(logistic(u), logistic(-u), a, b) - log),
  );
}
