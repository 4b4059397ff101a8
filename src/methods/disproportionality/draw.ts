/** Draws that imputation needs beyond uniform and normal. */
import type { Draws } from '../random/index.ts';

/**
 * Standard gamma of a shape above 0.
 *
 * @source Marsaglia and Tsang (2000), ACM Transactions on Mathematical Software 26:363; below 1 by their boost, U^(1 / shape)
 */
export function drawGamma(random: Draws, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.uniform();
    if (Math.log(u) < x ** 2 / 2 + d * (1 - v + Math.log(v))) return d * v;
  }
}

/**
 * Binomial of n trials with chance p. Large n are halved by drawing the middle order statistic of n uniforms, which is a beta variable, so that
 * millions cost as little as dozens.
 *
 * @source Relles (1972), JASA 67:612; Devroye (1986), Non-Uniform Random Variate Generation, X.4.3
 */
export function drawBinomial(random: Draws, n: number, p: number): number {
  let left = n;
  let chance = p;
  let found = 0;
  while (left > 24) {
    if (chance <= 0) return found;
    if (chance >= 1) return found + left;
    const below = Math.floor(left / 2) + 1;
    const above = left + 1 - below;
    const g = drawGamma(random, below);
    const middle = g / (g + drawGamma(random, above));
    if (middle <= chance) {
      // `below` of them lie at or under the middle one, and the others are uniform above it.
      found += below;
      left = above - 1;
      chance = (chance - middle) / (1 - middle);
    } else {
      left = below - 1;
      chance /= middle;
    }
  }
  for (let i = 0; i < left; i++) if (random.uniform() < chance) found++;
  return found;
}
