/** Ratio of two odds in a 2 x 2 table: a of n1 people in the group have the attribute, b of n2 in the reference group. */
import { confidence } from '../check.ts';
import { fisherTails, hypergeometricCdf, hypergeometricSupport, hypergeometricUpperTail, logHypergeometric, normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL, type OpenInterval } from './interval.ts';
import { checkTable, exactable, representable } from './pair.ts';
import { firstNoLikelier } from './ratio.ts';
import { crossing } from './root.ts';

interface OddsOptions {
  readonly level?: number;
}

/**
 * Odds ratio with the log-Wald (Woolf) interval.
 *
 * @param a people with the attribute in the group; @param n1 people in it; @param b with it in the reference group; @param n2 people in that
 * @returns a (n2 - b) / (b (n1 - a)) and its limits
 * @throws MethodError `zero-events` when any cell of the table is 0 (use {@link oddsRatioFisher}); `not-whole`, `negative`, `not-positive`,
 *   `more-events-than-people`, `out-of-range`
 * @source Woolf (1955), Annals of Human Genetics 19:251; as R `epitools::oddsratio.wald`
 */
export function oddsRatioWald(a: number, n1: number, b: number, n2: number, options: OddsOptions = {}): Interval {
  checkTable(a, n1, b, n2);
  const z = normalUpper((1 - confidence('level', options.level ?? LEVEL)) / 2);
  const [c, d] = [n1 - a, n2 - b];
  if (a * b * c * d === 0)
    throw new MethodError('zero-events', a * c === 0 ? 'a' : 'b', 'a log-Wald interval needs every cell of the table above zero; Fisher has one');
  const value = (a / c) * (d / b);
  const spread = Math.exp(z * Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d));
  return representable('level', { value, lower: value / spread, upper: value * spread });
}

export interface FisherResult extends OpenInterval {
  /** Two-sided: every table no likelier than that seen, given the margins. */
  readonly pValue: number;
  /** One-sided: as few as seen, or fewer. */
  readonly pLess: number;
  /** One-sided: as many as seen, or more. */
  readonly pGreater: number;
}

/**
 * Odds ratio by conditional maximum likelihood, with Fisher's exact interval and test: given the margins of the table, a is hypergeometric.
 *
 * @returns the ratio, its limits and p-values; value and upper limit are null where no number is large enough (a cell b or n1 - a of 0)
 * @throws MethodError `no-information` when a margin is 0, so that there is one possible table only; else as {@link oddsRatioWald}
 * @source Fisher (1935), JRSS 98:39; Cornfield (1956); as R `fisher.test`
 */
export function oddsRatioFisher(a: number, n1: number, b: number, n2: number, options: OddsOptions = {}): FisherResult {
  const { tail, lowest, highest, start, width } = conditional(a, n1, b, n2, options);
  const tails = (u: number) => fisherTails(a, n1, n2, a + b, Math.exp(u));
  const log = (x: number): number => logHypergeometric(x, n1, n2, a + b);
  const pLess = hypergeometricCdf(a, n1, n2, a + b);
  const pGreater = hypergeometricUpperTail(a, n1, n2, a + b);
  const seen = log(a) + 1e-7;
  const mode = Math.min(highest, Math.max(lowest, Math.floor(((a + b + 1) * (n1 + 1)) / (n1 + n2 + 2))));
  // As likely as the likeliest table: every other is no likelier.
  let pValue: number;
  if (log(mode) <= seen) pValue = 1;
  else if (a < mode) pValue = pLess + hypergeometricUpperTail(firstNoLikelier(log, seen, mode, highest + 1), n1, n2, a + b);
  else pValue = pGreater + hypergeometricCdf(firstNoLikelier(log, seen, mode, lowest - 1), n1, n2, a + b);
  return {
    value: a === highest ? null : a === lowest ? 0 : exponential(crossing((u) => tails(u).mean - a, start, width)),
    lower: a === lowest ? 0 : (exponential(crossing((u) => Math.log(upTo(tails(u)) / tail), start, width)) ?? 0),
    upper: a === highest ? null : exponential(crossing((u) => Math.log(tail / downTo(tails(u))), start, width)),
    pValue: Math.min(1, pValue),
    pLess,
    pGreater,
  };
}

const upTo = (tails: { readonly here: number; readonly above: number }): number => tails.here + tails.above;
const downTo = (tails: { readonly here: number; readonly below: number }): number => tails.here + tails.below;

/**
 * Odds ratio as {@link oddsRatioFisher}, counting half of the probability of the table seen (mid-P): on average the stated confidence. The estimate is
 * median-unbiased.
 *
 * @returns the ratio, its limits and the two-sided mid-P value of no association
 * @throws MethodError as {@link oddsRatioFisher}
 * @source Rothman, Greenland and Lash (2008), Modern Epidemiology 3rd ed., ch. 14; as R `epitools::oddsratio.midp`
 */
export function oddsRatioMidP(a: number, n1: number, b: number, n2: number, options: OddsOptions = {}): OpenInterval & { readonly pValue: number } {
  const { tail, lowest, highest, start, width } = conditional(a, n1, b, n2, options);
  const tails = (u: number) => fisherTails(a, n1, n2, a + b, Math.exp(u));
  const upper = (u: number): number => {
    const { here, above } = tails(u);
    return above + here / 2;
  };
  const lower = (u: number): number => {
    const { here, below } = tails(u);
    return below + here / 2;
  };
  const half = Math.exp(logHypergeometric(a, n1, n2, a + b)) / 2;
  const [less, more] = [hypergeometricCdf(a - 1, n1, n2, a + b) + half, hypergeometricUpperTail(a + 1, n1, n2, a + b) + half];
  return {
    value: a === highest ? null : a === lowest ? 0 : exponential(crossing((u) => upper(u) - 0.5, start, width)),
    lower: a === lowest ? 0 : (exponential(crossing((u) => Math.log(upper(u) / tail), start, width)) ?? 0),
    upper: a === highest ? null : exponential(crossing((u) => Math.log(tail / lower(u)), start, width)),
    pValue: Math.min(1, 2 * Math.min(less, more)),
  };
}

const exponential = (u: number | null): number | null => (u === null ? null : Math.exp(u));

function conditional(a: number, n1: number, b: number, n2: number, options: OddsOptions) {
  checkTable(a, n1, b, n2);
  exactable('n1', n1 + n2);
  const tail = (1 - confidence('level', options.level ?? LEVEL)) / 2;
  const [lowest, highest] = hypergeometricSupport(n1, n2, a + b);
  if (lowest === highest)
    throw new MethodError('no-information', 'a', 'everybody or nobody has the attribute: only one table is possible, and it says nothing of the odds');
  const start = Math.log(((a + 0.5) * (n2 - b + 0.5)) / ((b + 0.5) * (n1 - a + 0.5)));
  // Far from the start the distribution has to be walked further: steps of a standard error.
  const width = Math.sqrt(1 / (a + 0.5) + 1 / (b + 0.5) + 1 / (n1 - a + 0.5) + 1 / (n2 - b + 0.5));
  return { tail, lowest, highest, start, width };
}
