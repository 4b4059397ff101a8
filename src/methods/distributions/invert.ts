/**
 * Solves ln F(u) = target by Newton's steps, for distributions whose F is log-concave in u (those here are, in ln x or logit x): then a step
 * from anywhere lands on the near side of the root and the rest go up to it.
 *
 * @param start first guess
 * @param target logarithm of the tail probability sought
 * @param step what one evaluation gives: ln F(u), and the derivative of that
 */
export function invertLogTail(start: number, target: number, logTail: (u: number) => number, slope: (u: number, logTail: number) => number): number {
  let u = start;
  let last = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 400; step++) {
    const now = logTail(u);
    if (now === Number.NEGATIVE_INFINITY) {
      // Beyond what a double holds: come back towards the start.
      u = u === 0 ? 1e-3 : u / 2;
      continue;
    }
    const move = (target - now) / slope(u, now);
    if (!Number.isFinite(move)) break;
    u += Math.abs(move) > 50 ? 50 * Math.sign(move) : move;
    const size = Math.abs(move);
    // Done when a step is of the size of rounding, or when steps of nearly that size no longer shrink.
    if (size <= 2e-16 * Math.abs(u) || (size < 1e-9 && size >= last)) break;
    last = size;
  }
  return u;
}
