/**
 * The u where an increasing function crosses nought: the bracket is widened from a first guess, then Chandrupatla's method (1997, Advances in Engineering
 * Software 28:145) closes it to the last digit. Limits are sought on a logarithmic scale, so that absolute precision in u is relative in the limit.
 *
 * @param width of the first step from the guess: about a standard error
 * @returns null when there is no crossing within 700 of the guess (a ratio beyond e^700)
 */
export function crossing(f: (u: number) => number, guess: number, width = 0.5): number | null {
  let low = guess;
  let high = guess;
  let below = f(guess);
  let above = below;
  for (let step = width; below > 0; step *= 2) {
    if (step > 700) return null;
    high = low;
    above = below;
    low = guess - step;
    below = f(low);
  }
  for (let step = width; above < 0; step *= 2) {
    if (step > 700) return null;
    low = high;
    below = above;
    high = guess + step;
    above = f(high);
  }
  return close(f, low, below, high, above);
}

function close(f: (u: number) => number, low: number, below: number, high: number, above: number): number {
  let [a, fa, b, fb] = [low, below, high, above];
  if (fa === 0) return a;
  if (fb === 0) return b;
  let t = 0.5;
  for (let step = 0; step < 200; step++) {
    const x = a + t * (b - a);
    const fx = f(x);
    let c = a;
    let fc = fa;
    if (Math.sign(fx) !== Math.sign(fa)) {
      [c, fc, b, fb] = [b, fb, a, fa];
    }
    [a, fa] = [x, fx];
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const tolerance = (4e-16 * Math.max(1, Math.abs(best))) / Math.abs(b - a);
    if (tolerance > 0.5 || fa === 0) return best;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    // Inverse quadratic interpolation where it can be trusted, else halving; with an infinite value every comparison fails and it halves.
    const trusted = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    t = trusted ? (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb)) : 0.5;
    t = Math.min(1 - tolerance, Math.max(tolerance, t));
  }
  return Math.abs(fa) < Math.abs(fb) ? a : b;
}
