/** A minimum without derivatives: Nelder and Mead (1965), Computer Journal 7:308, started again from its own answer until that no longer helps. */
import { at, entry } from '../check.ts';

export interface SimplexSearch {
  readonly point: Float64Array;
  readonly value: number;
}

/**
 * @param start where to begin
 * @param step how far the first simplex reaches in each coordinate
 */
export function nelderMead(objective: (point: Float64Array) => number, start: Float64Array, step: number): SimplexSearch {
  let best = descend(objective, start, step);
  for (let again = 0; again < 6; again++) {
    const next = descend(objective, best.point, step);
    const gain = best.value - next.value;
    if (next.value < best.value) best = next;
    if (gain <= 1e-4 * Math.abs(best.value)) break;
  }
  return best;
}

function descend(objective: (point: Float64Array) => number, start: Float64Array, step: number): SimplexSearch {
  const p = start.length;
  const corners: SimplexSearch[] = Array.from({ length: p + 1 }, (_, c) => {
    const point = Float64Array.from(start);
    if (c > 0) point[c - 1] = at(point, c - 1) + step;
    return { point, value: objective(point) };
  });
  const centre = new Float64Array(p);
  const moved = (from: Float64Array, factor: number): SimplexSearch => {
    const point = Float64Array.from(from, (value, a) => at(centre, a) + factor * (value - at(centre, a)));
    return { point, value: objective(point) };
  };
  const order = (): void => {
    corners.sort((a, b) => a.value - b.value);
  };
  order();
  for (let iteration = 0; iteration < 200 * p; iteration++) {
    const [first, worst] = [entry(corners, 0), entry(corners, p)];
    if (worst.value - first.value <= 1e-7 * Math.abs(first.value)) break;
    centre.fill(0);
    for (let c = 0; c < p; c++) for (let a = 0; a < p; a++) centre[a] = at(centre, a) + at(entry(corners, c).point, a) / p;
    const reflected = moved(worst.point, -1);
    if (reflected.value < first.value) {
      const expanded = moved(worst.point, -2);
      corners[p] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < entry(corners, p - 1).value) corners[p] = reflected;
    else {
      const contracted = moved(reflected.value < worst.value ? reflected.point : worst.point, 0.5);
      if (contracted.value < Math.min(worst.value, reflected.value)) corners[p] = contracted;
      else {
        for (let c = 1; c <= p; c++) {
          const point = Float64Array.from(entry(corners, c).point, (value, a) => (value + at(first.point, a)) / 2);
          corners[c] = { point, value: objective(point) };
        }
      }
    }
    order();
  }
  return entry(corners, 0);
}
