/** The upper limit that a count is compared with, and the probability of a count as high. */
import {
  gammaUpper,
  gammaUpperTail,
  negativeBinomialQuantile,
  negativeBinomialUpperTail,
  normalUpperTail,
  poissonQuantile,
  poissonUpperTail,
} from '../distributions/index.ts';
import type { Prediction } from './farrington-baseline.ts';

/**
 * `delta`: the prediction is normal on a power scale, with the error of the mean (1996). `nb-plugin`: quantile of a negative binomial with the estimated
 * mean (2013). `muan`: the same with the upper limit of the mean in its place.
 */
export type ThresholdRule = 'delta' | 'nb-plugin' | 'muan';

/** `2/3` makes a Poisson count nearly symmetric, `1/2` makes its variance constant. */
export type PowerTransform = '2/3' | '1/2' | 'none';

export interface Limit {
  readonly rule: ThresholdRule;
  readonly power: PowerTransform;
  /** Upper tail probability and its normal quantile. */
  readonly tail: number;
  readonly z: number;
}

/** Limits beyond this are no counts: the model says nothing. */
const NO_COUNT = 1e12;
/** Dispersion from which a count is as good as continuous: the limit is then right to one part in so many. */
const NO_STEPS = 1e5;

export function threshold(of: Prediction, observed: number, limit: Limit): { readonly upper: number; readonly p: number | null } | null {
  // Nothing was ever seen at this time of the year: any case is above what was, and how unusual it is cannot be told from the data.
  if (of.expected === 0) return { upper: 0, p: null };
  const found = limit.rule === 'delta' ? powerNormal(of, observed, limit) : negativeBinomial(of, observed, limit);
  return found !== null && found.upper < NO_COUNT ? found : null;
}

function powerNormal(of: Prediction, observed: number, limit: Limit): { readonly upper: number; readonly p: number } {
  const mu = of.expected;
  const tau = of.dispersion + of.standardError ** 2 / mu;
  const [exponent, variance] = { '2/3': [2 / 3, (4 / 9) * Math.cbrt(mu) * tau] as const, '1/2': [1 / 2, tau / 4] as const, none: [1, mu * tau] as const }[
    limit.power
  ];
  const centre = mu ** exponent;
  const spread = Math.sqrt(variance);
  return { upper: (centre + limit.z * spread) ** (1 / exponent), p: tail((observed ** exponent - centre) / spread) };
}

/** Below -37 the rest of the tail is smaller than any double, and erfc complains of it. */
const tail = (z: number): number => (z < -37 ? 1 : normalUpperTail(z));

function negativeBinomial(of: Prediction, observed: number, limit: Limit): { readonly upper: number; readonly p: number } | null {
  const mu = limit.rule === 'muan' ? of.expected * Math.exp(limit.z * of.linearError) : of.expected;
  if (!(mu < NO_COUNT)) return null;
  // Variance phi times mean. Hardly above 1 the size runs away and the count is Poisson.
  if (of.dispersion <= 1 + 1e-9) return { upper: poissonQuantile(1 - limit.tail, mu), p: poissonUpperTail(observed, mu) };
  const size = mu / (of.dispersion - 1);
  // With variances so many times the mean the steps between counts are too fine to matter: the limit of the negative binomial is a gamma.
  if (of.dispersion > NO_STEPS) return { upper: Math.ceil((gammaUpper(limit.tail, size) * mu) / size), p: gammaUpperTail(size, (observed * size) / mu) };
  return { upper: negativeBinomialQuantile(1 - limit.tail, size, mu), p: negativeBinomialUpperTail(observed, size, mu) };
}
