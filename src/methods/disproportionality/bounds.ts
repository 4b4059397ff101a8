/** What the events without a recorded group could make of a ratio of two rates. */
import { confidence, count, finite, nonNegative, positive } from '../check.ts';
import { LEVEL, ratioBounds } from '../rates/index.ts';
import { checked, type GroupRatioInterval, ratioOf } from './ratio.ts';

export interface MissingRatioBounds {
  /** The ratio among the known, with its interval; its value is null where the reference has no events. */
  readonly observed: GroupRatioInterval;
  /** Ratio if every unknown were of the reference group; null when that leaves it without events. */
  readonly none: number | null;
  /** Ratio if every unknown were of the group; null when the reference has no events. */
  readonly all: number | null;
  /** Lower confidence limit of `none`. With {@link upper} it holds the true ratio whatever the unknowns are, at least as often as the level says. */
  readonly lower: number;
  /** Upper confidence limit of `all`; null for no limit. */
  readonly upper: number | null;
  /** `above`: the ratio is above 1 however the unknowns fall; `below`: below 1; `open`: they decide it. Chance is not in this word: see the limits. */
  readonly direction: 'above' | 'below' | 'open';
  /** See {@link ratioBounds}. */
  readonly tippingShare: number | null;
}

/**
 * Worst-case bounds of a rate ratio with their limits: nothing is assumed of the events without a group, except that each was of one of the two.
 * With more groups than two the bounds still hold, for events of a third group only bring the ratio back inside.
 *
 * @param a events known in the group; @param n1 its population; @param b events known in the reference; @param n2 its population
 * @param unknown events of which the group is not known
 * @throws MethodError `no-information` (no events at all), `not-whole`, `negative`, `not-positive`, `out-of-range`, `not-a-number`
 * @source Manski (2003), Partial Identification, ch. 1; limits: Horowitz and Manski (2000), JASA 95:77 (interval of the identified region)
 */
export function missingRatioBounds(
  a: number,
  n1: number,
  b: number,
  n2: number,
  unknown: number,
  options: { readonly level?: number } = {},
): MissingRatioBounds {
  const level = confidence('level', options.level ?? LEVEL);
  count('a', a);
  count('b', b);
  count('unknown', unknown);
  const { none, all, tippingShare: tipping } = ratioBounds(a, n1, b, n2, unknown);
  const empty: GroupRatioInterval = { value: null, lower: 0, upper: null, method: 'exact' };
  const most = ratioOf(a + unknown, n1, b, n2, level);
  return {
    observed: a + b === 0 ? empty : ratioOf(a, n1, b, n2, level),
    none: none === null ? null : checked('n1', none),
    all: all === null ? null : checked('n1', all),
    lower: ratioOf(a, n1, b + unknown, n2, level).lower,
    upper: most.upper,
    direction: none === null || none > 1 ? 'above' : all !== null && all < 1 ? 'below' : 'open',
    tippingShare: tipping === null ? null : checked('n1', tipping),
  };
}

export interface TippingShare {
  /** Share of the unknowns that would have to be of the group for the ratio to be the target; below 0 or above 1 when no sharing can make it so. */
  readonly share: number;
  /** Whether some sharing can. */
  readonly possible: boolean;
  /** The same share as a number of events; null when it is not possible. */
  readonly events: number | null;
  /** The group's share of the known events, for comparison; null when none are known. */
  readonly knownShare: number | null;
  /** How many times the odds of being in the group would have to be higher among the unknowns than among the known; null when that is no number. */
  readonly oddsRatio: number | null;
}

/**
 * How the unknowns would have to fall for a rate ratio to be a given one.
 *
 * @param a, n1, b, n2, unknown as {@link missingRatioBounds}; `unknown` above 0. Need not be whole
 * @param target the ratio asked about, above 0. Default 1: no disparity
 * @throws MethodError `not-positive`, `negative`, `not-a-number`, `out-of-range`
 * @source solves (a + s u) / n1 = t (b + (1 - s) u) / n2 for s; the tipping point of Yan, Lee and Li (2009), J. Biopharmaceutical Statistics 19:1085
 */
export function tippingShare(a: number, n1: number, b: number, n2: number, unknown: number, target = 1): TippingShare {
  nonNegative('a', a);
  positive('n1', n1);
  nonNegative('b', b);
  positive('n2', n2);
  positive('unknown', unknown);
  positive('target', target);
  // With r = t n1 / n2, the number wanted in the group: a + s u = r (b + u - s u). Dividing by n2 keeps large populations from overflowing.
  const r = checked('n1', (target * n1) / n2);
  const share = checked('n1', (r * (b + unknown) - a) / (1 + r) / unknown);
  const possible = share >= 0 && share <= 1;
  const odds = (share / (1 - share)) * (b / a);
  return {
    share,
    possible,
    events: possible ? share * unknown : null,
    knownShare: a + b === 0 ? null : a / (a + b),
    oddsRatio: possible && Number.isFinite(odds) ? finite('oddsRatio', odds) : null,
  };
}
