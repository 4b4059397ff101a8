/** Neighbours by shared boundary. */
import KDBush from 'kdbush';
import { at, entry, finite, nonNegative } from '../check.ts';
import { MethodError } from '../error.ts';
import { type Neighbours, rowsOf } from './weights.ts';

/** One area: its rings (outer ones, holes, detached parts alike), each a list of [x, y] points. The last point may repeat the first. */
export type AreaRings = readonly (readonly (readonly [number, number])[])[];

export interface ContiguityOptions {
  /** `queen` (default): one shared point is enough. `rook`: a shared stretch of boundary, both of whose ends are points of both areas. */
  readonly of?: 'queen' | 'rook';
  /** Points closer than this count as one, in the unit of the coordinates. 0 (default): they must be equal to the last digit. */
  readonly snap?: number;
}

/** The most boundary points that are taken on. */
export const BOUNDARY_POINT_LIMIT = 20_000_000;

/**
 * Areas that share boundary. The boundaries must have been drawn together (one digital boundary set, clipped and generalised alike), so that
 * neighbours repeat one another's points; a point of one area in the middle of a neighbour's straight edge is not seen.
 *
 * @returns symmetric neighbours; an area that touches no other is an island
 * @throws MethodError `too-few` (no areas, an area without rings, a ring of fewer than 3 points), `not-a-number`, `negative` (snap), `too-large`
 * @source Cliff and Ord (1981), Spatial Processes, ch. 1
 */
export function contiguityNeighbours(polygons: readonly AreaRings[], options: ContiguityOptions = {}): Neighbours {
  if (polygons.length === 0) throw new MethodError('too-few', 'polygons', 'there are no areas');
  const snap = nonNegative('snap', options.snap ?? 0);
  const { points, rings } = pointsOf(polygons, snap);
  const sharers = options.of === 'rook' ? edgeSharers(rings, points) : pointSharers(rings, points);
  const lists: number[][] = polygons.map(() => []);
  for (const areas of sharers) {
    for (const a of areas) for (const b of areas) if (a !== b) entry(lists, a).push(b);
  }
  return rowsOf(polygons.length, 'polygons', (area) => [...new Set(entry(lists, area))]);
}

interface Ring {
  readonly area: number;
  /** Numbers of its points, none twice in a row, the first not repeated at the end. */
  readonly points: Int32Array;
}

/** Gives every different point a number. */
function pointsOf(polygons: readonly AreaRings[], snap: number): { points: number; rings: Ring[] } {
  const columns = new Map<number, Map<number, number>>();
  const xs: number[] = [];
  const ys: number[] = [];
  const rings: Ring[] = [];
  let seen = 0;
  for (let area = 0; area < polygons.length; area++) {
    const shape = entry(polygons, area);
    if (shape.length === 0) throw new MethodError('too-few', `polygons[${area}]`, 'has no rings');
    for (let r = 0; r < shape.length; r++) {
      const ring = entry(shape, r);
      seen += ring.length;
      if (seen > BOUNDARY_POINT_LIMIT)
        throw new MethodError('too-large', 'polygons', `have more than ${BOUNDARY_POINT_LIMIT.toLocaleString('en-GB')} points; use generalised boundaries`);
      const numbers = new Int32Array(ring.length);
      for (let p = 0; p < ring.length; p++) {
        const point = entry(ring, p);
        const x = finite(`polygons[${area}][${r}][${p}][0]`, point[0]);
        const y = finite(`polygons[${area}][${r}][${p}][1]`, point[1]);
        let column = columns.get(x);
        if (column === undefined) {
          column = new Map();
          columns.set(x, column);
        }
        let number = column.get(y);
        if (number === undefined) {
          number = xs.length;
          column.set(y, number);
          xs.push(x);
          ys.push(y);
        }
        numbers[p] = number;
      }
      rings.push({ area, points: numbers });
    }
  }
  const merged = snap > 0 ? mergeClose(xs, ys, snap) : undefined;
  return { points: xs.length, rings: rings.map((ring, i) => ({ area: ring.area, points: tidy(ring.points, merged, ring.area, i) })) };
}

function tidy(points: Int32Array, merged: Int32Array | undefined, area: number, ring: number): Int32Array {
  const out: number[] = [];
  for (const point of points) {
    const number = merged === undefined ? point : at(merged, point);
    if (out.length === 0 || out[out.length - 1] !== number) out.push(number);
  }
  while (out.length > 1 && out[0] === out[out.length - 1]) out.pop();
  if (out.length < 3) throw new MethodError('too-few', `polygons[${area}]`, `ring ${ring} has fewer than 3 different points`);
  return Int32Array.from(out);
}

/** Points within `snap` of one another, and of one another's, get one number. */
function mergeClose(xs: readonly number[], ys: readonly number[], snap: number): Int32Array {
  const tree = new KDBush(xs.length);
  for (let i = 0; i < xs.length; i++) tree.add(entry(xs, i), entry(ys, i));
  tree.finish();
  const parent = Int32Array.from(xs, (_, i) => i);
  const root = (i: number): number => {
    let top = i;
    while (at(parent, top) !== top) {
      parent[top] = at(parent, at(parent, top));
      top = at(parent, top);
    }
    return top;
  };
  for (let i = 0; i < xs.length; i++) for (const j of tree.within(entry(xs, i), entry(ys, i), snap)) if (j > i) parent[root(j)] = root(i);
  return parent.map((_, i) => root(i));
}

/** The areas at every point that more than one area has. */
function pointSharers(rings: readonly Ring[], points: number): number[][] {
  const first = new Int32Array(points).fill(-1);
  const more = new Map<number, number[]>();
  for (const ring of rings) {
    for (const point of ring.points) {
      const before = at(first, point);
      if (before < 0) first[point] = ring.area;
      else if (before !== ring.area) {
        const areas = more.get(point);
        if (areas === undefined) more.set(point, [before, ring.area]);
        else if (!areas.includes(ring.area)) areas.push(ring.area);
      }
    }
  }
  return [...more.values()];
}

/** The areas at every edge that more than one area has, whichever way round they go. */
function edgeSharers(rings: readonly Ring[], points: number): number[][] {
  const areasAt = new Map<number, number[]>();
  for (const { area, points: ring } of rings) {
    for (let p = 0; p < ring.length; p++) {
      const a = at(ring, p);
      const b = at(ring, (p + 1) % ring.length);
      // At most 2e7 points: the product stays below 2^53.
      const edge = Math.min(a, b) * points + Math.max(a, b);
      const areas = areasAt.get(edge);
      if (areas === undefined) areasAt.set(edge, [area]);
      else if (!areas.includes(area)) areas.push(area);
    }
  }
  return [...areasAt.values()].filter((areas) => areas.length > 1);
}
