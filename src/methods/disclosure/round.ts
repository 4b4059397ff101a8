import { finite, positive } from '../check.ts';

/** The base to which counts are rounded in everything published. */
export const BASE = 5;

/**
 * The nearest multiple of a base, halves upward.
 *
 * @param n any finite number; @param base above 0
 * @throws MethodError `not-a-number`, `not-positive`
 * @source Government Statistical Service, Statistical Disclosure Control for tables from administrative sources, "conventional rounding"
 */
export function roundBase(n: number, base: number): number {
  return Math.floor(finite('n', n) / positive('base', base) + 0.5) * base;
}

/** The nearest multiple of 5, halves upward: 2 is 0, 2.5 and 3 are 5. Errors as {@link roundBase}. */
export function round5(n: number): number {
  return roundBase(n, BASE);
}

/** Mid-point rounding to base 6 (OpenSAFELY "midpoint 6"): 0 stays 0, 1 to 6 are 3, 7 to 12 are 9. Does not preserve sums. Errors as {@link roundBase}. */
export function roundMid6(n: number): number {
  return finite('n', n) === 0 ? 0 : Math.ceil(n / 6) * 6 - 3;
}

/** How probability-proportional (unbiased random) rounding would treat n: the two neighbours and the chance of the upper one. Errors as {@link roundBase}. */
export function randomRoundOdds(n: number, base: number): { readonly candidates: readonly number[]; readonly up: number } {
  const down = Math.floor(finite('n', n) / positive('base', base)) * base;
  const rest = n - down;
  return rest === 0 ? { candidates: [down], up: 0 } : { candidates: [down, down + base], up: rest / base };
}

/** Redact 1 to `under - 1`, round the rest to base 5: the plain rule, without the perturbation that {@link protectCount} needs. Null where redacted. */
export function redactThenRound(n: number, under = 8): number | null {
  return n > 0 && n < under ? null : round5(n);
}
