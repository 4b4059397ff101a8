/** What may be said of one count. The whole decision is here; docs/adr/0002-protection.md has the reasoning. */
import { count, finite } from '../check.ts';
import { THIRDS_PER_KEPT } from './keys.ts';
import { round5 } from './round.ts';

/** Counts from 1 to this are never shown as a number. */
export const LARGEST_HIDDEN = 7;

/** A perturbed count below this is hidden. Seven records weigh at most 7 x 4/3 = 9.33, and eight kept ones 10.67: 10 lies between. */
export const SHOWN_FROM = 10;

export type ProtectedCount = { readonly state: 'shown'; readonly value: number } | { readonly state: 'hidden' };

const HIDDEN: ProtectedCount = Object.freeze({ state: 'hidden' });
const ZERO: ProtectedCount = Object.freeze({ state: 'shown', value: 0 });

export interface ProtectOptions {
  /**
   * `shown` (default): an empty set is shown as 0, so that everybody can see whether a set has any record at all. `hidden`: an empty set is `[c]`
   * like a small one, for questions so finely cut that counting the non-empty ones would count the records.
   */
  readonly zeros?: 'shown' | 'hidden';
}

/**
 * The protected form of a count.
 *
 * A true zero is shown as 0. A perturbed count under 10 is hidden, and any other is shown to the nearest 5, so 10 is the smallest number
 * shown. An exact count of 1 to 7 has a perturbed one under 10 by construction, and so is always hidden; and since the decision rests
 * on the perturbed count, which fixed record weights determine, being hidden tells an attacker nothing that the weights do not.
 *
 * @param exact the true count, whole. Used for the zero, and as a second wall: 1 to 7 is hidden whatever `perturbed` says
 * @param perturbed the sum of record weights or atom values as a count (thirds divided by 3); below 0 (atom noise) is hidden too
 * @throws MethodError `not-whole`, `negative` (exact), `not-a-number`
 */
export function protectCount(exact: number, perturbed: number, options: ProtectOptions = {}): ProtectedCount {
  finite('perturbed', perturbed);
  if (count('exact', exact) === 0) return options.zeros === 'hidden' ? HIDDEN : ZERO;
  if (perturbed < SHOWN_FROM || exact <= LARGEST_HIDDEN) return HIDDEN;
  return { state: 'shown', value: round5(perturbed) };
}

/** The perturbed count of a sum of weights or atom values, which are kept in thirds of a record. */
export function perturbedCount(thirds: number): number {
  return thirds / 3;
}

/** The largest perturbed count that seven records can have, 9.33: what an attacker knows of `[c]`, from 0. */
export const HIDDEN_AT_MOST = (LARGEST_HIDDEN * THIRDS_PER_KEPT) / 3;
