import { at, share } from '../check.ts';
import { MethodError } from '../error.ts';

/** The level of a comparison that could not be made, because a value is missing on either side. */
export const MISSING_LEVEL = 255;

/**
 * A similarity as a level of agreement: 0 below the lowest threshold, then one up for each threshold reached. Missing (null, or empty once
 * normalised) on either side is {@link MISSING_LEVEL}, which is no evidence either way: two blanks do not agree.
 *
 * @param a the value, or null; @param b likewise
 * @param similarity 0 to 1, such as `jaroWinkler`
 * @param thresholds rising, each 0 to 1; such as [0.88, 0.94, 1] for levels 0 to 3
 * @throws MethodError `out-of-range` (thresholds not rising, or outside 0 to 1), `too-few`, as `similarity` throws
 */
export function agreementLevel(a: string | null, b: string | null, similarity: (a: string, b: string) => number, thresholds: readonly number[]): number {
  rising(thresholds);
  if (a === null || b === null || a === '' || b === '') return MISSING_LEVEL;
  const value = similarity(a, b);
  let level = 0;
  for (const threshold of thresholds) if (value >= threshold) level++;
  return level;
}

/** Runs for every pair, so nothing is allocated while all is well. */
function rising(thresholds: readonly number[]): void {
  if (thresholds.length === 0) throw new MethodError('too-few', 'thresholds', 'must have at least one entry');
  let before = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < thresholds.length; i++) {
    const threshold = at(thresholds, i);
    if (!(threshold >= 0 && threshold <= 1)) share(`thresholds[${i}]`, threshold);
    if (threshold <= before) throw new MethodError('out-of-range', `thresholds[${i}]`, `must be above the one before it, and is ${threshold}`);
    before = threshold;
  }
}
