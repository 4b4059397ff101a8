/** Neighbours by shared boundary. */
import KDBush from 'kdbush';
import { at, entry, finite, nonNegative } from '../check.ts';
import { MethodError } from '../error.ts';
import { numberingOfPairs } from './numbering.ts';
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
const BOUNDARY_POINT_LIMIT = 20_000_000;

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
  const rings = ringsOf(polygons, snap);
  const lists: number[][] = polygons.map(() => []);
  for (const areas of sharersOf(options.of === 'rook' ? edgesOf(rings) : rings)) {
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
function ringsOf(polygons: readonly AreaRings[], snap: number): Ring[] {
  let all = 0;
  polygons.forEach((shape, area) => {
    if (shape.length === 0) throw new MethodError('too-few', `polygons[${area}]`, 'has no rings');
    for (const ring of shape) all += ring.length;
  });
  if (all > BOUNDARY_POINT_LIMIT)
    throw new MethodError('too-large', 'polygons', `have more than ${BOUNDARY_POINT_LIMIT.toLocaleString('en-GB')} points; use generalised boundaries`);
  const points = numberingOfPairs(all);
  const xs = new Float64Array(all);
  const ys = new Float64Array(all);
  const rings = polygons.flatMap((shape, area) =>
    shape.map((ring, r) => ({
      area,
      points: Int32Array.from(ring, (point, p) => {
        const x = finite(`polygons[${area}][${r}][${p}][0]`, point[0]);
        const y = finite(`polygons[${area}][${r}][${p}][1]`, point[1]);
        const number = points.numberOf(x, y);
        xs[number] = x;
        ys[number] = y;
        return number;
      }),
    })),
  );
  const merged = snap > 0 ? mergeClose(xs.subarray(0, points.count()), ys.subarray(0, points.count()), snap) : undefined;
  return rings.map((ring) => ({ area: ring.area, points: tidy(ring.points, merged, ring.area) }));
}

function tidy(points: Int32Array, merged: Int32Array | undefined, area: number): Int32Array {
  const out: number[] = [];
  for (const point of points) {
    const number = merged === undefined ? point : at(merged, point);
    if (out.length === 0 || out[out.length - 1] !== number) out.push(number);
  }
  while (out.length > 1 && out[0] === out[out.length - 1]) out.pop();
  if (out.length < 3) throw new MethodError('too-few', `polygons[${area}]`, 'has a ring of fewer than 3 different points');
  return Int32Array.from(out);
}

/** Points within `snap` of one another, and of one another's, get one number. */
function mergeClose(xs: Float64Array, ys: Float64Array, snap: number): Int32Array {
  const tree = new KDBush(xs.length);
  for (let i = 0; i < xs.length; i++) tree.add(at(xs, i), at(ys, i));
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
  for (let i = 0; i < xs.length; i++) for (const j of tree.within(at(xs, i), at(ys, i), snap)) if (j > i) parent[root(j)] = root(i);
  return parent.map((_, i) => root(i));
}

/** The edges of a ring as numbers, the same whichever way round it goes. */
function edgesOf(rings: readonly Ring[]): Ring[] {
  const edges = numberingOfPairs(rings.reduce((sum, ring) => sum + ring.points.length, 0));
  return rings.map(({ area, points }) => ({
    area,
    points: points.map((a, p) => {
      const b = at(points, (p + 1) % points.length);
      return edges.numberOf(Math.min(a, b), Math.max(a, b));
    }),
  }));
}

/** The areas at every number that more than one area has. */
function sharersOf(rings: readonly Ring[]): number[][] {
  let most = 0;
  for (const ring of rings) for (const number of ring.points) most = Math.max(most, number);
  const first = new Int32Array(most + 1).fill(-1);
  const more = new Map<number, number[]>();
  for (const ring of rings) {
    for (const number of ring.points) {
      const before = at(first, number);
      if (before < 0) first[number] = ring.area;
      else if (before !== ring.area) {
        const areas = more.get(number);
        if (areas === undefined) more.set(number, [before, ring.area]);
        else if (!areas.includes(ring.area)) areas.push(ring.area);
      }
    }
  }
  return [...more.values()];
}
