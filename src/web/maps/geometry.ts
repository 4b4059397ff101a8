/**
 * Boundaries to SVG paths on a grid of whole pixels. Projected point by point (so that the winding of a source's rings does not
 * matter), rounded to the grid, and points that no longer turn are dropped: what cannot be seen is not sent.
 */
import { type GeoProjection, geoConicEqualArea } from 'd3-geo';

export interface Shape {
  readonly code: string;
  /** GeoJSON geometry, longitude and latitude in degrees. */
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

export interface ShapePaths {
  readonly width: number;
  readonly height: number;
  /** SVG path data by area code. */
  readonly paths: ReadonlyMap<string, string>;
}

type Place = readonly [number, number];
type Ring = readonly Place[];

const TALLEST = 1.3;

/** @param width of the drawing in pixels; its height follows, up to 1.3 times the width */
export function projectShapes(shapes: readonly Shape[], width: number): ShapePaths {
  const project = equalArea(shapes);
  const placed = shapes.map((shape) => ({ code: shape.code, rings: ringsOf(shape).map((ring) => ring.map(([x, y]): Place => project([x, y]) ?? [0, 0])) }));
  const box = bounds(placed.flatMap((each) => each.rings));
  if (box === undefined) return { width, height: 0, paths: new Map() };
  const [west, north, east, south] = box;
  const scale = Math.min(width / (east - west || 1), (width * TALLEST) / (south - north || 1));
  const shift = (width - (east - west) * scale) / 2;
  const place = ([x, y]: Place): Place => [Math.round((x - west) * scale + shift), Math.round((y - north) * scale)];
  const paths = new Map(placed.map((each) => [each.code, pathOf(each.rings.map((ring) => onGrid(ring.map(place))))]));
  return { width, height: Math.ceil((south - north) * scale), paths };
}

/** Equal areas: a large district must not look larger still. Centred on the shapes themselves. */
function equalArea(shapes: readonly Shape[]): GeoProjection {
  const [west, south, east, north] = bounds(shapes.flatMap(ringsOf)) ?? [-6, 50, 2, 56];
  const spread = (north - south) / 6;
  return geoConicEqualArea()
    .parallels([south + spread, north - spread])
    .rotate([-(west + east) / 2, 0])
    .center([0, (south + north) / 2])
    .scale(100_000)
    .translate([0, 0]);
}

export function ringsOf(shape: Shape): Ring[] {
  const { type, coordinates } = shape.geometry;
  // GeoJSON fixes the nesting by the type; other types have no area to draw.
  if (type === 'Polygon') return coordinates as Ring[];
  if (type === 'MultiPolygon') return (coordinates as Ring[][]).flat();
  return [];
}

function bounds(rings: readonly Ring[]): readonly [number, number, number, number] | undefined {
  let [west, low, east, high] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [x, y] of ring) {
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < low) low = y;
      if (y > high) high = y;
    }
  }
  return west <= east ? [west, low, east, high] : undefined;
}

/** Without repeats and without points on the straight line between their neighbours. */
export function onGrid(ring: Ring): Ring {
  const kept: Place[] = [];
  for (const point of ring) {
    const last = kept.at(-1);
    if (last !== undefined && last[0] === point[0] && last[1] === point[1]) continue;
    const before = kept.at(-2);
    if (last !== undefined && before !== undefined && straight(before, last, point)) kept.pop();
    kept.push(point);
  }
  const [first] = kept;
  const last = kept.at(-1);
  if (kept.length > 1 && first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1]) kept.pop();
  return kept;
}

function straight(a: Place, b: Place, c: Place): boolean {
  return (b[0] - a[0]) * (c[1] - a[1]) === (c[0] - a[0]) * (b[1] - a[1]) && (b[0] - a[0]) * (c[0] - b[0]) >= 0 && (b[1] - a[1]) * (c[1] - b[1]) >= 0;
}

/** Rings too small to see are dropped unless they are all there is: then the area is one pixel, so that it can still be chosen. */
function pathOf(rings: readonly Ring[]): string {
  const seen = rings.filter((ring) => ring.length > 2);
  const only = rings[0]?.[0];
  if (seen.length === 0) return only === undefined ? '' : `M${only[0]},${only[1]}h1v1h-1Z`;
  return seen.map(ringPath).join('');
}

/** Relative steps: shorter than absolute points by about a third. */
function ringPath(ring: Ring): string {
  let text = '';
  let [x, y] = [0, 0];
  for (const [at, point] of ring.entries()) {
    text += at === 0 ? `M${point[0]},${point[1]}l` : `${at === 1 ? '' : ' '}${point[0] - x},${point[1] - y}`;
    [x, y] = point;
  }
  return `${text}Z`;
}
