/** What can be said when some have no value recorded: the answer if all of them belonged to the group, and if none did. */
import { nonNegative, positive } from '../check.ts';
import { MethodError } from '../error.ts';

export interface ShareBounds {
  /** Share of those whose value is known; null when none is. */
  readonly observed: number | null;
  /** Share of all, if no unknown were in the group. */
  readonly none: number;
  /** Share of all, if every unknown were in the group. */
  readonly all: number;
}

/**
 * Bounds of a group's share of the whole when some are unknown.
 *
 * @param inGroup known to be in the group; @param others known to be outside it; @param unknown neither
 * @returns shares, 0 to 1
 * @throws MethodError `negative`, `not-a-number`, `no-information` when all three are 0
 * @source Manski (2003), Partial Identification of Probability Distributions, ch. 1 (worst-case bounds)
 */
export function shareBounds(inGroup: number, others: number, unknown: number): ShareBounds {
  const known = nonNegative('inGroup', inGroup) + nonNegative('others', others);
  const all = known + nonNegative('unknown', unknown);
  if (all === 0) throw new MethodError('no-information', 'inGroup', 'nobody to take a share of');
  return { observed: known === 0 ? null : inGroup / known, none: inGroup / all, all: (inGroup + unknown) / all };
}

export interface RatioBounds {
  /** Ratio of the rates among the known; null when the reference group has no events. */
  readonly observed: number | null;
  /** Ratio if every unknown were in the reference group; null when that leaves it without events. */
  readonly none: number | null;
  /** Ratio if every unknown were in the group; null when the reference group has no events. */
  readonly all: number | null;
  /** Share of the unknowns that would have to be in the group for a ratio of exactly 1; outside 0 to 1 when no sharing makes it so; null without unknowns. */
  readonly tippingShare: number | null;
}

/**
 * Bounds of the ratio of two groups' rates when some events have no group recorded.
 *
 * @param a events known in the group; @param n1 its population; @param b events known in the reference group; @param n2 its population
 * @param unknown events of either group, not known which
 * @throws MethodError `negative`, `not-positive`, `not-a-number`
 * @source as {@link shareBounds}; the tipping share solves (a + s u) / n1 = (b + (1 - s) u) / n2
 */
export function ratioBounds(a: number, n1: number, b: number, n2: number, unknown: number): RatioBounds {
  nonNegative('a', a);
  nonNegative('b', b);
  nonNegative('unknown', unknown);
  positive('n1', n1);
  positive('n2', n2);
  const ratio = (top: number, bottom: number): number | null => (bottom === 0 ? null : top / n1 / (bottom / n2));
  return {
    observed: ratio(a, b),
    none: ratio(a, b + unknown),
    all: ratio(a + unknown, b),
    tippingShare: unknown === 0 ? null : ((b + unknown) * n1 - a * n2) / (unknown * (n1 + n2)),
  };
}
