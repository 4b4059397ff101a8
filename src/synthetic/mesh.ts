/**
 * A mesh of jittered hexagons. Regions of whole hexagons share their vertices exactly, so areas tile without a gap at every level: an outline of
 * a district is made of the very points of its smaller areas. Three hexagons meet at a vertex, so an outline never touches itself.
 */
import type { Random } from './random.ts';

export type Point = readonly [x: number, y: number];

export interface Mesh {
  /** Centres of the cells, in the unit of the spacing. */
  readonly centres: readonly Point[];
  /** Up to six neighbours of each cell. */
  readonly neighbours: ReadonlyArray<readonly number[]>;
  /** Outline of a set of cells: closed rings, the outer one first and anticlockwise, holes clockwise. */
  outline(cells: Iterable<number>): Point[][];
}

/** The corner offsets of a hexagon on the lattice (half widths, half sides), anticlockwise from the lower right; edge k runs from corner k to k + 1. */
const CORNERS = [
  [1, -1],
  [1, 1],
  [0, 2],
  [-1, 1],
  [-1, -1],
  [0, -2],
] as const;
/** The cell across edge k, on the same lattice. */
const ACROSS = [
  [2, 0],
  [1, 3],
  [-1, 3],
  [-2, 0],
  [-1, -3],
  [1, -3],
] as const;

/** Hexagons `spacing` apart whose centres satisfy `inside`, in a box `width` by `height` about the origin; corners moved by up to `jitter` spacings. */
export function hexMesh(options: { width: number; height: number; spacing: number; jitter: number; inside: (point: Point) => boolean; random: Random }): Mesh {
  const { width, height, spacing, jitter, inside, random } = options;
  const halfWidth = spacing / 2;
  const halfSide = spacing / (2 * Math.sqrt(3));
  const key = (x: number, y: number) => `${x},${y}`;
  const lattice: Array<readonly [number, number]> = [];
  const cellAt = new Map<string, number>();
  const rows = Math.floor(height / (3 * halfSide) / 2);
  const columns = Math.floor(width / spacing / 2);
  for (let row = -rows; row <= rows; row += 1) {
    for (let column = -columns; column <= columns; column += 1) {
      const x = 2 * column + (((row % 2) + 2) % 2);
      const y = 3 * row;
      if (!inside([x * halfWidth, y * halfSide])) continue;
      cellAt.set(key(x, y), lattice.length);
      lattice.push([x, y]);
    }
  }
  const corners = new Map<string, Point>();
  for (const [x, y] of lattice) {
    for (const [dx, dy] of CORNERS) {
      const at = key(x + dx, y + dy);
      if (corners.has(at)) continue;
      const angle = random.next() * 2 * Math.PI;
      const reach = random.next() * jitter * spacing;
      corners.set(at, [(x + dx) * halfWidth + reach * Math.cos(angle), (y + dy) * halfSide + reach * Math.sin(angle)]);
    }
  }
  const acrossOf = lattice.map(([x, y]) => ACROSS.map(([dx, dy]) => cellAt.get(key(x + dx, y + dy)) ?? -1));

  const outline = (cells: Iterable<number>): Point[][] => {
    const set = new Set(cells);
    const following = new Map<string, string>();
    for (const cell of set) {
      const [x, y] = lattice[cell] ?? [0, 0];
      acrossOf[cell]?.forEach((other, k) => {
        if (set.has(other)) return;
        const [ax, ay] = CORNERS[k] ?? [0, 0];
        const [bx, by] = CORNERS[(k + 1) % 6] ?? [0, 0];
        following.set(key(x + ax, y + ay), key(x + bx, y + by));
      });
    }
    const rings: Point[][] = [];
    while (following.size > 0) {
      const ring: Point[] = [];
      let at = following.keys().next().value;
      while (at !== undefined) {
        const point = corners.get(at);
        if (point) ring.push(point);
        const next = following.get(at);
        following.delete(at);
        at = next;
      }
      rings.push(ring);
    }
    return rings.sort((a, b) => signedArea(b) - signedArea(a));
  };
  return {
    centres: lattice.map(([x, y]) => [x * halfWidth, y * halfSide]),
    neighbours: acrossOf.map((across) => across.filter((cell) => cell >= 0)),
    outline,
  };
}

/** Positive when anticlockwise. The ring repeats its first point at its end. */
export function signedArea(ring: readonly Point[]): number {
  let twice = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [ax, ay] = ring[i] ?? [0, 0];
    const [bx, by] = ring[i + 1] ?? [0, 0];
    twice += ax * by - bx * ay;
  }
  return twice / 2;
}

/**
 * Grows regions from seeds over a graph until every node that can be reached belongs to one: each region is connected. Rough steps (random costs)
 * give borders that wander. A region with a `limit` stops at that many nodes.
 */
export function grow(options: {
  seeds: readonly number[];
  neighbours: ReadonlyArray<readonly number[]>;
  allowed: (node: number) => boolean;
  limits?: readonly number[];
  random: Random;
}): Map<number, number> {
  const { seeds, neighbours, allowed, limits, random } = options;
  const owner = new Map<number, number>();
  const sizes = seeds.map(() => 0);
  // A binary heap would be faster; some thousands of nodes in buckets of a tenth of a step need none.
  const buckets: Array<Array<readonly [node: number, region: number]>> = [];
  const put = (cost: number, node: number, region: number) => {
    const bucket = Math.floor(cost * 10);
    buckets[bucket] ??= [];
    buckets[bucket].push([node, region]);
  };
  seeds.forEach((seed, region) => {
    put(0, seed, region);
  });
  for (let bucket = 0; bucket < buckets.length; bucket += 1) {
    for (const [node, region] of buckets[bucket] ?? []) {
      if (owner.has(node) || (sizes[region] ?? 0) >= (limits?.[region] ?? Number.POSITIVE_INFINITY)) continue;
      owner.set(node, region);
      sizes[region] = (sizes[region] ?? 0) + 1;
      for (const next of neighbours[node] ?? []) {
        if (allowed(next) && !owner.has(next)) put(bucket / 10 + 0.6 + 0.9 * random.next(), next, region);
      }
    }
  }
  return owner;
}
