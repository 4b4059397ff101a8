/** The middle of some numbers and how far they usually are from it, neither moved by a few wild ones. Pure. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Makes the median absolute deviation an estimate of the standard deviation of normal values. */
const NORMAL = 1.4826;

/** Over this many spreads from the middle a value is far. @source Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers: 3.5 */
export const FAR = 3.5;

/** @returns middle, and spread (1.4826 times the median absolute deviation), in the unit of the values */
export function middleAndSpread(values: readonly number[]): { readonly middle: number; readonly spread: number } {
  const middle = median(values);
  return { middle, spread: NORMAL * median(values.map((value) => Math.abs(value - middle))) };
}
