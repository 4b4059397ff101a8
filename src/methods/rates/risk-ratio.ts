/** Ratio of two risks where log-Wald will not do: few events, or none in one group. */
import { confidence } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL, type OpenInterval } from './interval.ts';
import { checkRisks, needEvents, representable } from './pair.ts';
import { crossing } from './root.ts';

interface RiskOptions {
  readonly level?: number;
}

/**
 * Ratio of two risks with Koopman's score interval: all ratios that a score test would not reject. Holds its level for small groups and needs events in one group only.
 *
 * @param a people with the event in the group; @param n1 people in it; @param b with it in the reference group; @param n2 people in that
 * @returns the ratio and its limits; with b = 0 value and upper limit are null
 * @throws MethodError `no-information` when a = b = 0; `not-whole`, `negative`, `not-positive`, `more-events-than-people`, `out-of-range`
 * @source Koopman (1984), Biometrics 40:513; Miettinen and Nurminen (1985), Statistics in Medicine 4:213, without their N / (N - 1)
 */
export function riskRatioScore(a: number, n1: number, b: number, n2: number, options: RiskOptions = {}): OpenInterval {
  checkRisks(a, n1, b, n2);
  const z = normalUpper((1 - confidence('level', options.level ?? LEVEL)) / 2);
  if (a + b === 0) throw new MethodError('no-information', 'a', 'no events in either group: their ratio cannot be told');
  const score = (u: number): number => scoreOf(a, n1, b, n2, Math.exp(u));
  const start = Math.log((a + 0.5) / (n1 + 0.5) / ((b + 0.5) / (n2 + 0.5)));
  const lower = a === 0 ? null : crossing((u) => z - score(u), start);
  const upper = b === 0 ? null : crossing((u) => -z - score(u), start);
  return representable('n1', {
    value: b === 0 ? null : a / n1 / (b / n2),
    lower: lower === null ? 0 : Math.exp(lower),
    upper: upper === null ? null : Math.exp(upper),
  });
}

/** Signed score of a ratio: the difference a / n1 - ratio b / n2 over its standard error, with the risks that fit the ratio best. */
function scoreOf(a: number, n1: number, b: number, n2: number, ratio: number): number {
  // The likeliest risk of the reference group solves A p^2 - B p + C = 0; its smaller root, told without subtracting what is nearly equal.
  const A = (n1 + n2) * ratio;
  const B = n1 * ratio + a + n2 + b * ratio;
  const C = a + b;
  const reference = (2 * C) / (B + Math.sqrt(Math.max(0, B * B - 4 * A * C)));
  const risk = Math.min(1, ratio * reference);
  const variance = (risk * (1 - risk)) / n1 + (ratio * ratio * reference * Math.max(0, 1 - reference)) / n2;
  const difference = a / n1 - (ratio * b) / n2;
  return difference === 0 ? 0 : difference / Math.sqrt(variance);
}

/**
 * Ratio of two risks, corrected for the bias of the plain quotient in small groups: one is added to the reference group's events and people.
 *
 * @returns the corrected ratio with log-Wald limits about it (their width is that of the uncorrected ratio)
 * @throws MethodError `zero-events`; else as {@link riskRatioScore}
 * @source Jewell (2004), Statistics for Epidemiology, ch. 7; as R `epitools::riskratio.small`
 */
export function riskRatioSmallSample(a: number, n1: number, b: number, n2: number, options: RiskOptions = {}): Interval {
  checkRisks(a, n1, b, n2);
  const z = normalUpper((1 - confidence('level', options.level ?? LEVEL)) / 2);
  needEvents(a, b, "Koopman's does not");
  const value = a / n1 / ((b + 1) / (n2 + 1));
  const spread = Math.exp(z * Math.sqrt((n1 - a) / a / n1 + (n2 - b) / b / n2));
  return representable('n1', { value, lower: value / spread, upper: value * spread });
}
