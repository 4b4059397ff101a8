/** Neighbours by distance between points. Straight-line distances: coordinates must be on a flat grid (metres of the National Grid), not degrees. */
import KDBush from 'kdbush';
import { at, count, finite, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { type Neighbours, rowsOf } from './weights.ts';

/**
 * Every other point within a distance.
 *
 * @param x eastings; @param y northings, as many
 * @param distance the furthest that a neighbour may be, in the unit of the coordinates; a point exactly that far counts
 * @returns symmetric neighbours; a point with none so close is an island
 * @throws MethodError `shape`, `not-a-number`, `not-positive` (distance), `too-few`, `too-large`
 */
export function distanceNeighbours(x: ArrayLike<number>, y: ArrayLike<number>, distance: number): Neighbours {
  const tree = treeOf(x, y);
  positive('distance', distance);
  // The tree compares squares, and the square of a distance is rounded: it is asked for a hair more, and the comparison made here.
  const reach = distance * (1 + 1e-12);
  return rowsOf(x.length, 'distance', (i) =>
    tree.within(at(x, i), at(y, i), reach).filter((j) => j !== i && Math.hypot(at(x, j) - at(x, i), at(y, j) - at(y, i)) <= distance),
  );
}

export interface NearestNeighbours extends Neighbours {
  /** Points whose k-th and (k + 1)-th neighbour are equally far, so that the choice between them is arbitrary: the lower number is taken. */
  readonly tied: readonly number[];
}

/**
 * The k nearest other points. Not symmetric: a remote point's neighbours need not have it as theirs.
 *
 * @param k neighbours of each point, from 1 to the number of points less one
 * @throws MethodError `shape`, `not-a-number`, `not-whole`, `not-positive`, `out-of-range` (k), `too-few`, `too-large`
 */
export function nearestNeighbours(x: ArrayLike<number>, y: ArrayLike<number>, k: number): NearestNeighbours {
  const tree = treeOf(x, y);
  const points = x.length;
  positive('k', count('k', k));
  if (k >= points) throw new MethodError('out-of-range', 'k', `${k} neighbours each, of ${points} points: there are only ${points - 1} others`);
  const tied: number[] = [];
  const wanted = Math.min(k + 1, points - 1);
  const usual = firstRadius(x, y, k);
  let radius = usual;
  const found = rowsOf(points, 'k', (i) => {
    const px = at(x, i);
    const py = at(y, i);
    let close = tree.within(px, py, radius);
    while (close.length < wanted + 1) {
      radius *= 2;
      close = tree.within(px, py, radius);
    }
    const ranked = close
      .filter((j) => j !== i)
      .map((id) => ({ id, far: Math.hypot(at(x, id) - px, at(y, id) - py) }))
      .sort((a, b) => a.far - b.far || a.id - b.id);
    const last = ranked[k - 1]?.far ?? 0;
    const next = ranked[k]?.far;
    if (next === last) tied.push(i);
    // Points come in an order that is often one of place: the next search starts from what this one needed.
    radius = Math.max((next ?? last) * 1.2, radius / 4, usual * 1e-6);
    return ranked.slice(0, k).map((each) => each.id);
  });
  return { ...found, tied };
}

/** The radius within which an evenly spread pattern would have k + 1 points; never zero. */
function firstRadius(x: ArrayLike<number>, y: ArrayLike<number>, k: number): number {
  const [width, height] = [spread(x), spread(y)];
  const area = Math.max(width, height / 1e6) * Math.max(height, width / 1e6);
  return Math.max(Math.sqrt((area * (k + 1)) / (Math.PI * x.length)), (width + height) * 1e-9) || 1;
}

function spread(values: ArrayLike<number>): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, at(values, i));
    high = Math.max(high, at(values, i));
  }
  return high - low;
}

/** Coordinates beyond this have squares that are no longer told apart from infinity. */
const FURTHEST = 1e150;

/** A search tree of checked points. */
export function treeOf(x: ArrayLike<number>, y: ArrayLike<number>): KDBush {
  if (x.length < 2) throw new MethodError('too-few', 'x', 'needs at least 2 points');
  sized('y', y, x.length);
  const tree = new KDBush(x.length);
  for (let i = 0; i < x.length; i++) tree.add(coordinate(`x[${i}]`, at(x, i)), coordinate(`y[${i}]`, at(y, i)));
  return tree.finish();
}

function coordinate(argument: string, value: number): number {
  if (Math.abs(finite(argument, value)) > FURTHEST) throw new MethodError('out-of-range', argument, `${value} is no coordinate`);
  return value;
}
