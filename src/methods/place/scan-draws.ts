/** Random counts for the scan: exact binomial and hypergeometric draws by inversion, from the likeliest count outwards. */
import { hypergeometricSupport, logBinomial, logHypergeometric } from '../distributions/index.ts';
import type { Draws } from '../random/index.ts';

/** Successes in n trials of chance p. One uniform number; about as many steps as the standard deviation. */
export function binomialDraw(random: Draws, n: number, p: number): number {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomialDraw(random, n, 1 - p);
  const odds = p / (1 - p);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  return outwards(random.uniform(), mode, 0, n, Math.exp(logBinomial(mode, n, p)), (k) => ((n - k) / (k + 1)) * odds);
}

/** Of `drawn` people out of `inside` + `outside`, how many are of the `inside`. */
export function hypergeometricDraw(random: Draws, inside: number, outside: number, drawn: number): number {
  const [lowest, highest] = hypergeometricSupport(inside, outside, drawn);
  if (lowest === highest) return lowest;
  const mode = Math.min(highest, Math.max(lowest, Math.floor(((drawn + 1) * (inside + 1)) / (inside + outside + 2))));
  return outwards(
    random.uniform(),
    mode,
    lowest,
    highest,
    Math.exp(logHypergeometric(mode, inside, outside, drawn)),
    (k) => ((inside - k) / (k + 1)) * ((drawn - k) / (outside - drawn + k + 1)),
  );
}

/**
 * Takes the chances of the mode, the count above, the count below and so on off a uniform number until it is used up. `up(k)` is P(k + 1) / P(k).
 * What rounding leaves of the sum of all chances (under 1e-12) falls to the mode.
 */
function outwards(uniform: number, mode: number, lowest: number, highest: number, chance: number, up: (k: number) => number): number {
  let left = uniform - chance;
  if (left < 0) return mode;
  let above = mode;
  let below = mode;
  let aboveChance = chance;
  let belowChance = chance;
  for (;;) {
    const higher = above < highest && aboveChance > 0;
    if (higher) {
      aboveChance *= up(above++);
      left -= aboveChance;
      if (left < 0) return above;
    }
    const lower = below > lowest && belowChance > 0;
    if (lower) {
      belowChance /= up(--below);
      left -= belowChance;
      if (left < 0) return below;
    }
    if (!higher && !lower) return mode;
  }
}
