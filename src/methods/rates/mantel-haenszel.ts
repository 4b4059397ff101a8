/** Mantel-Haenszel: one ratio from several strata (areas, ages, years), each compared within itself. */
import { confidence } from '../check.ts';
import { chiSquaredUpperTail, normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL } from './interval.ts';
import { checkRates, checkTable, representable } from './pair.ts';
import type { ChiSquaredTest } from './two-by-two.ts';

/** One stratum: a events of n1 in the group, b of n2 in the reference group. For rates n1 and n2 are person-time, for risks and odds people. */
export interface Stratum {
  readonly a: number;
  readonly n1: number;
  readonly b: number;
  readonly n2: number;
}

export interface PooledRatio extends Interval {
  /** Test that the ratio is 1. */
  readonly test: ChiSquaredTest;
  /** Test that the ratio is the same in every stratum; null with a single stratum that says anything. */
  readonly heterogeneity: (ChiSquaredTest & { readonly df: number }) | null;
  /** Strata that have anything to say. */
  readonly strata: number;
}

interface PoolOptions {
  readonly level?: number;
}

/**
 * Rate ratio pooled over strata.
 *
 * @returns the ratio with Greenland and Robins's interval; the Mantel-Haenszel test; heterogeneity as the Pearson chi-squared of the strata's counts at the common ratio
 * @throws MethodError `no-information` (no strata with events), `zero-events` (none in one of the groups in any stratum), and as the guards of each stratum
 * @source Rothman and Boice (1979); Greenland and Robins (1985), Biometrics 41:55; Breslow and Day (1987), Statistical Methods in Cancer Research II, section 3.6
 */
export function mantelHaenszelRateRatio(strata: readonly Stratum[], options: PoolOptions = {}): PooledRatio {
  const told = strata.filter((s, i) => {
    within(i, () => checkRates(s.a, s.n1, s.b, s.n2));
    return s.a + s.b > 0;
  });
  let [R, S, V, excess] = [0, 0, 0, 0];
  for (const { a, n1, b, n2 } of told) {
    const [f1, f2] = [n1 / (n1 + n2), n2 / (n1 + n2)];
    R += a * f2;
    S += b * f1;
    V += (a + b) * f1 * f2;
    excess += a * f2 - b * f1;
  }
  const value = quotient(R, S, told.length);
  return representable('strata', {
    ...limits(value, Math.sqrt(V / R / S), options.level),
    test: chiSquared(excess ** 2 / V),
    heterogeneity: spread(told, ({ a, n1, b, n2 }) => {
      // Given their sum, the group's events are binomial with this share.
      const p = (n1 * value) / (n1 * value + n2);
      return (a - (a + b) * p) ** 2 / ((a + b) * p * (1 - p));
    }),
    strata: told.length,
  });
}

/**
 * Odds ratio pooled over strata of 2 x 2 tables.
 *
 * @returns the ratio with the interval of Robins, Breslow and Greenland; the Mantel-Haenszel test without continuity correction; heterogeneity by Breslow and Day with
 *   Tarone's correction
 * @throws MethodError as {@link mantelHaenszelRateRatio}
 * @source Mantel and Haenszel (1959), JNCI 22:719; Robins, Breslow and Greenland (1986), Biometrics 42:311; Tarone (1985), Biometrika 72:91; as R `mantelhaen.test`
 */
export function mantelHaenszelOddsRatio(strata: readonly Stratum[], options: PoolOptions = {}): PooledRatio {
  const told = tables(strata);
  let [R, S, PR, mixed, QS, V, excess] = [0, 0, 0, 0, 0, 0, 0];
  for (const { a, n1, b, n2 } of told) {
    const n = n1 + n2;
    const [c, d] = [n1 - a, n2 - b];
    const [r, s, p, q] = [(a * d) / n, (b * c) / n, (a + d) / n, (b + c) / n];
    R += r;
    S += s;
    PR += p * r;
    mixed += p * s + q * r;
    QS += q * s;
    excess += a - (n1 * (a + b)) / n;
    V += hypergeometricVariance(a + b, n1, n2);
  }
  const value = quotient(R, S, told.length);
  const deviation = Math.sqrt(PR / (2 * R * R) + mixed / (2 * R * S) + QS / (2 * S * S));
  return representable('strata', {
    ...limits(value, deviation, options.level),
    test: chiSquared(excess ** 2 / V),
    heterogeneity: breslowDay(told, value),
    strata: told.length,
  });
}

/**
 * Risk ratio pooled over strata of 2 x 2 tables.
 *
 * @returns the ratio with Greenland and Robins's interval and the Mantel-Haenszel test; no test of heterogeneity (null): use the odds ratio's
 * @throws MethodError as {@link mantelHaenszelRateRatio}
 * @source Greenland and Robins (1985), Biometrics 41:55
 */
export function mantelHaenszelRiskRatio(strata: readonly Stratum[], options: PoolOptions = {}): PooledRatio {
  const told = tables(strata);
  let [R, S, P, V, excess] = [0, 0, 0, 0, 0];
  for (const { a, n1, b, n2 } of told) {
    const n = n1 + n2;
    R += (a * n2) / n;
    S += (b * n1) / n;
    P += ((a + b) * (n1 / n) * n2 - a * b) / n;
    excess += a - (n1 * (a + b)) / n;
    V += hypergeometricVariance(a + b, n1, n2);
  }
  const value = quotient(R, S, told.length);
  return representable('strata', {
    ...limits(value, Math.sqrt(P / R / S), options.level),
    test: chiSquared(excess ** 2 / V),
    heterogeneity: null,
    strata: told.length,
  });
}

/** Tables with both outcomes in them, checked. */
function tables(strata: readonly Stratum[]): Stratum[] {
  return strata.filter((s, i) => {
    within(i, () => checkTable(s.a, s.n1, s.b, s.n2));
    return s.a + s.b > 0 && s.a + s.b < s.n1 + s.n2;
  });
}

/** Breslow and Day's sum over the strata, less what the ratio's not being the likeliest one adds (Tarone). */
function breslowDay(told: readonly Stratum[], ratio: number): PooledRatio['heterogeneity'] {
  let [statistic, excess, variance] = [0, 0, 0];
  for (const { a, n1, b, n2 } of told) {
    const fit = fitted(a + b, n1, n2, ratio);
    const v = 1 / (1 / fit + 1 / (a + b - fit) + 1 / (n1 - fit) + 1 / (n2 - a - b + fit));
    statistic += (a - fit) ** 2 / v;
    excess += a - fit;
    variance += v;
  }
  return told.length < 2 ? null : { ...chiSquared(statistic - excess ** 2 / variance, told.length - 1), df: told.length - 1 };
}

/** The a that has these margins and this odds ratio: the root of the quadratic that lies in the table. */
function fitted(m: number, n1: number, n2: number, ratio: number): number {
  const B = n2 - m + ratio * (n1 + m);
  const C = ratio * n1 * m;
  // A = 1 - ratio: A a^2 + B a - C = 0. Written so that nothing nearly equal is subtracted, whatever A.
  const root = Math.sqrt(B * B + 4 * (1 - ratio) * C);
  return B > 0 ? (2 * C) / (B + root) : (root - B) / (2 * (1 - ratio));
}

const hypergeometricVariance = (m: number, n1: number, n2: number): number => (((n1 / (n1 + n2)) * n2) / (n1 + n2)) * m * ((n1 + n2 - m) / (n1 + n2 - 1));

const chiSquared = (statistic: number, df = 1): ChiSquaredTest => ({
  statistic: Math.max(0, statistic),
  pValue: chiSquaredUpperTail(Math.max(0, statistic), df),
});

function spread(told: readonly Stratum[], of: (stratum: Stratum) => number): PooledRatio['heterogeneity'] {
  if (told.length < 2) return null;
  const df = told.length - 1;
  return {
    ...chiSquared(
      told.reduce((sum, stratum) => sum + of(stratum), 0),
      df,
    ),
    df,
  };
}

function quotient(top: number, bottom: number, strata: number): number {
  if (strata === 0) throw new MethodError('no-information', 'strata', 'no stratum has both groups and events to compare');
  if (top === 0 || bottom === 0)
    throw new MethodError('zero-events', 'strata', `no events in the ${top === 0 ? 'group' : 'reference group'} in any stratum that can be compared`);
  const value = top / bottom;
  if (!Number.isFinite(value) || value === 0) throw new MethodError('out-of-range', 'strata', 'make a ratio too large or too small to be told');
  return value;
}

function limits(value: number, deviation: number, level: number = LEVEL): Interval {
  const factor = Math.exp(normalUpper((1 - confidence('level', level)) / 2) * deviation);
  return { value, lower: value / factor, upper: value * factor };
}

/** A stratum's complaint names the stratum. */
function within(i: number, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof MethodError) throw new MethodError(error.code, `strata[${i}].${error.argument}`, error.message.slice(error.argument.length + 2));
    throw error;
  }
}
