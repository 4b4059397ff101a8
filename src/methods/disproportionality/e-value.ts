/** How strong an unmeasured confounder would have to be. */
import { confidence, count, finite, positive } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { LEVEL } from '../rates/index.ts';
import { checked } from './ratio.ts';

export type EValueMeasure = 'risk-ratio' | 'odds-ratio-rare' | 'odds-ratio-common' | 'hazard-ratio-rare' | 'hazard-ratio-common';

export interface EValueOptions {
  readonly lower?: number;
  readonly upper?: number;
  /** What the estimate is. Default `risk-ratio` (a rate ratio of something uncommon is one too). */
  readonly measure?: EValueMeasure;
  /** The ratio to be explained down (or up) to, in the same measure. Default 1: no association. */
  readonly target?: number;
}

export interface EValue {
  /** The estimate as a risk ratio (approximate for common outcomes). */
  readonly riskRatio: number;
  /** E-value of the estimate, 1 or more. */
  readonly point: number;
  /** E-value of the confidence limit nearer the target; 1 where the interval holds the target; null where no such limit was given. */
  readonly limit: number | null;
}

/**
 * E-value: the least risk ratio that an unmeasured confounder would need with *both* group and outcome, beyond what was measured, to explain an estimate away.
 *
 * @param estimate ratio, above 0; limits in options, on either side of it
 * @throws MethodError `not-positive`, `inconsistent` (a limit on the wrong side of the estimate), `not-a-number`, `out-of-range`
 * @source VanderWeele and Ding (2017), Annals of Internal Medicine 167:268; odds and hazard ratios of common outcomes: VanderWeele (2017), Epidemiology 28:e59
 */
export function eValue(estimate: number, options: EValueOptions = {}): EValue {
  const scale = TO_RISK_RATIO[options.measure ?? 'risk-ratio'];
  const riskRatio = checked('estimate', scale(positive('estimate', estimate)));
  const target = checked('target', scale(positive('target', options.target ?? 1)));
  const { lower, upper } = options;
  if (lower !== undefined && finite('lower', lower) > estimate) throw new MethodError('inconsistent', 'lower', `is above the estimate, ${estimate}`);
  if (upper !== undefined && finite('upper', upper) < estimate) throw new MethodError('inconsistent', 'upper', `is below the estimate, ${estimate}`);
  // A lower limit of a ratio may be 0 (no events), which any confounder explains.
  const near = riskRatio >= target ? lower : upper;
  const limit = near === undefined ? null : near <= 0 ? 0 : scale(near);
  const crosses = limit !== null && (riskRatio >= target ? limit <= target : limit >= target);
  return {
    riskRatio,
    point: ofRatio(riskRatio, target),
    limit: limit === null ? null : crosses ? 1 : ofRatio(limit, target),
  };
}

const TO_RISK_RATIO: Readonly<Record<EValueMeasure, (ratio: number) => number>> = {
  'risk-ratio': (ratio) => ratio,
  'odds-ratio-rare': (ratio) => ratio,
  'odds-ratio-common': Math.sqrt,
  'hazard-ratio-rare': (ratio) => ratio,
  // expm1 keeps ratios far from 1 from becoming 0 / 0.
  'hazard-ratio-common': (ratio) => Math.expm1(-Math.LN2 * Math.sqrt(ratio)) / Math.expm1(-Math.LN2 * Math.sqrt(1 / ratio)),
};

/** E-value of one ratio against another: r + sqrt(r (r - 1)), r being how far apart they are. */
function ofRatio(ratio: number, target: number): number {
  const r = checked('estimate', ratio >= target ? ratio / target : target / ratio);
  return checked('estimate', r * (1 + Math.sqrt(1 - 1 / r)));
}

export interface EValueDifference {
  /** Difference of the two risks. */
  readonly difference: number;
  readonly point: number;
  /** E-value of its lower confidence limit; 1 where that is at the target or below. */
  readonly limit: number;
}

/**
 * E-value of a difference of two risks.
 *
 * @param a people with the event in the group with the higher risk; @param n1 its people
 * @param b people with it in the other; @param n2 its people
 * @param options `target`: the difference to be explained down to, default 0; `level`
 * @throws MethodError `inconsistent` (the first risk is not the higher), `zero-events` (b = 0: no confounder explains a risk out of nothing), `more-events-than-people`, `out-of-range` (target), `not-whole`,
 *   `not-positive`, `negative`, `not-a-number`
 * @source Ding and VanderWeele (2016), Epidemiology 27:368, risk differences; the limit's bias factor is found by bisection where R `EValue::evalues.RD` steps by 1e-4
 */
export function eValueRiskDifference(
  a: number,
  n1: number,
  b: number,
  n2: number,
  options: { readonly target?: number; readonly level?: number } = {},
): EValueDifference {
  const z = normalUpper((1 - confidence('level', options.level ?? LEVEL)) / 2);
  const target = finite('target', options.target ?? 0);
  if (count('a', a) > positive('n1', n1)) throw new MethodError('more-events-than-people', 'a', `${a} is more than the ${n1} people of the group`);
  if (count('b', b) > positive('n2', n2)) throw new MethodError('more-events-than-people', 'b', `${b} is more than the ${n2} people of the group`);
  if (b === 0) throw new MethodError('zero-events', 'b', 'nobody of the other group had the event: no confounder can make something out of nothing');
  const p1 = a / n1;
  const p0 = b / n2;
  const difference = p1 - p0;
  if (difference < 0) throw new MethodError('inconsistent', 'a', 'the first group must be the one with the higher risk: give them the other way round');
  if (target > difference) throw new MethodError('out-of-range', 'target', `must not be above the difference found, ${difference}`);
  const share = n1 / (n1 + n2);
  const variance1 = (p1 * (1 - p1)) / n1;
  const variance0 = (p0 * (1 - p0)) / n2;
  const varianceShare = (share * (1 - share)) / (n1 + n2);
  /** The difference that is left after a confounder of bias factor f, and its lower limit. */
  const left = (f: number): number => (p1 - p0 * f) * (share + (1 - share) / f);
  const lowest = (f: number): number => {
    const reach = share + (1 - share) / f;
    const variance = (variance1 + variance0 * f ** 2) * reach ** 2 + (p1 - p0 * f) ** 2 * (1 - 1 / f) ** 2 * varianceShare;
    return left(f) - z * Math.sqrt(variance);
  };
  // left(f) = target is quadratic in f; its positive root.
  const slope = target + p0 * (1 - share) - p1 * share;
  const factor = difference === target ? 1 : Math.max(1, (Math.sqrt(slope ** 2 + 4 * p1 * p0 * share * (1 - share)) - slope) / (2 * p0 * share));
  let low = 1;
  let high = checked('b', factor);
  if (lowest(1) > target) {
    for (let step = 0; step < 200; step++) {
      const middle = (low + high) / 2;
      if (middle <= low || middle >= high) break;
      if (lowest(middle) > target) low = middle;
      else high = middle;
    }
  } else high = 1;
  return { difference, point: ofRatio(factor, 1), limit: ofRatio(high, 1) };
}
