/** What two published answers reveal by subtraction: nested areas, overlapping bands, a revised release. */
import { count, nonNegative } from '../check.ts';
import { MethodError } from '../error.ts';

/** A published number: exactly that, or (rounded) within `slack` of it; null where it was withheld. */
export interface Published {
  readonly key: string;
  readonly value: number | null;
}

export interface Difference {
  readonly key: string;
  /** Least and most that whole minus part can be. */
  readonly min: number;
  readonly max: number;
  /** True when the difference must be a count from 1 to the largest one hidden: it would have been hidden if asked for. */
  readonly disclosive: boolean;
}

export interface DifferencingOptions {
  /** Half-width of rounding of both releases: 0 exact (default), 2 for whole counts rounded to base 5. */
  readonly slack?: number;
  /** Counts from 1 to this may not be known. Default 7. */
  readonly largestHidden?: number;
  /** True when the one is part of the other, so that the difference cannot be negative. Default false: two releases of the same thing, where the size of the change counts. */
  readonly nested?: boolean;
}

/**
 * Compares every key that both releases give a number for.
 *
 * @param whole the larger or later release, @param part the smaller or earlier one
 * @returns a difference for each shared key, in the order of `whole`
 * @throws MethodError `negative`, `not-whole` (published values are whole), `inconsistent` when a nested part exceeds its whole beyond rounding
 */
export function differencing(whole: readonly Published[], part: readonly Published[], options: DifferencingOptions = {}): readonly Difference[] {
  const slack = nonNegative('slack', options.slack ?? 0);
  const largest = count('largestHidden', options.largestHidden ?? 7);
  const parts = new Map(part.map(({ key, value }) => [key, value]));
  return whole.flatMap(({ key, value }) => {
    const other = parts.get(key);
    if (value === null || other === null || other === undefined) return [];
    // A rounded count cannot be below zero either.
    const [wholeMin, wholeMax] = [Math.max(0, count('whole', value) - slack), value + slack];
    const [partMin, partMax] = [Math.max(0, count('part', other) - slack), other + slack];
    let min = wholeMin - partMax;
    const max = wholeMax - partMin;
    if (options.nested) {
      if (max < 0) throw new MethodError('inconsistent', 'part', `${key}: a part of ${other} is more than its whole of ${value}`);
      min = Math.max(0, min);
    }
    return [{ key, min, max, disclosive: surelySmall(min, max, largest) }];
  });
}

/** Whether every possible difference is a small count (of either sign, and not zero). */
function surelySmall(min: number, max: number, largest: number): boolean {
  return (min >= 1 && max <= largest) || (max <= -1 && min >= -largest);
}
