/**
 * Which area a point is in. Outlines are held as flat typed arrays under a grid, so that tens of thousands of areas and points take tens
 * of megabytes and under a second. Pure.
 */

export interface Locator {
  /** The id of the area that holds the point; 0 when none does. On a shared edge, the area that was added first. Degrees. */
  locate(longitude: number, latitude: number): number;
}

export interface Outlines {
  /** One area: a GeoJSON Polygon or MultiPolygon as text, in degrees. Throws when it is neither. */
  add(id: number, geometry: string): void;
  index(): Locator;
}

/** Grid cell in degrees: about 0.7 by 1.1 km, a few small areas in a town. */
const CELL = 0.01;

export function outlines(): Outlines {
  const ids: number[] = [];
  /** West, south, east, north of each area. */
  const boxes: number[] = [];
  /** First ring of each area, and first point of each ring. */
  const areaRings: number[] = [0];
  const ringPoints: number[] = [0];
  const points = growing();

  return {
    add(id, geometry) {
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const polygon of polygonsOf(geometry)) {
        for (const ring of polygon) {
          for (const [x = 0, y = 0] of ring) {
            points.push(x, y);
            west = Math.min(west, x);
            east = Math.max(east, x);
            south = Math.min(south, y);
            north = Math.max(north, y);
          }
          ringPoints.push(points.length / 2);
        }
      }
      ids.push(id);
      boxes.push(west, south, east, north);
      areaRings.push(ringPoints.length - 1);
    },
    index: () => gridded(ids, boxes, Uint32Array.from(areaRings), Uint32Array.from(ringPoints), points.take()),
  };
}

function gridded(ids: readonly number[], boxes: readonly number[], areaRings: Uint32Array, ringPoints: Uint32Array, xy: Float64Array): Locator {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let area = 0; area < ids.length; area++) {
    west = Math.min(west, boxes[area * 4] ?? west);
    south = Math.min(south, boxes[area * 4 + 1] ?? south);
    east = Math.max(east, boxes[area * 4 + 2] ?? east);
    north = Math.max(north, boxes[area * 4 + 3] ?? north);
  }
  const wide = ids.length === 0 ? 0 : Math.floor((east - west) / CELL) + 1;
  const high = ids.length === 0 ? 0 : Math.floor((north - south) / CELL) + 1;
  const column = (x: number): number => Math.floor((x - west) / CELL);
  const row = (y: number): number => Math.floor((y - south) / CELL);

  /** Calls `visit` with each cell that the box of an area touches. */
  function eachCell(area: number, visit: (cell: number) => void): void {
    const lastColumn = column(boxes[area * 4 + 2] ?? 0);
    const lastRow = row(boxes[area * 4 + 3] ?? 0);
    for (let r = row(boxes[area * 4 + 1] ?? 0); r <= lastRow; r++) for (let c = column(boxes[area * 4] ?? 0); c <= lastColumn; c++) visit(r * wide + c);
  }
  // Counting sort: first[cell] .. first[cell + 1] are the areas of a cell, in the order they were added.
  const first = new Uint32Array(wide * high + 1);
  for (let area = 0; area < ids.length; area++) eachCell(area, (cell) => bump(first, cell + 1));
  for (let cell = 0; cell < wide * high; cell++) first[cell + 1] = (first[cell + 1] ?? 0) + (first[cell] ?? 0);
  const fill = first.slice();
  const areas = new Uint32Array(first[wide * high] ?? 0);
  for (let area = 0; area < ids.length; area++) {
    eachCell(area, (cell) => {
      areas[bump(fill, cell)] = area;
    });
  }

  /** Even-odd rule over all rings: holes and islands come out right. */
  function holds(area: number, x: number, y: number): boolean {
    let inside = false;
    for (let ring = areaRings[area] ?? 0; ring < (areaRings[area + 1] ?? 0); ring++) {
      const end = ringPoints[ring + 1] ?? 0;
      const start = ringPoints[ring] ?? 0;
      for (let i = start, j = end - 1; i < end; j = i++) {
        const [xi, yi, xj, yj] = [xy[i * 2] as number, xy[i * 2 + 1] as number, xy[j * 2] as number, xy[j * 2 + 1] as number];
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
      }
    }
    return inside;
  }

  return {
    locate(x, y) {
      if (!(x >= west && x <= east && y >= south && y <= north)) return 0;
      const cell = row(y) * wide + column(x);
      for (let at = first[cell] ?? 0; at < (first[cell + 1] ?? 0); at++) {
        const area = areas[at] as number;
        if (holds(area, x, y)) return ids[area] ?? 0;
      }
      return 0;
    },
  };
}

/** Adds one, and gives what was there before. */
function bump(counts: Uint32Array, at: number): number {
  const before = counts[at] ?? 0;
  counts[at] = before + 1;
  return before;
}

type Ring = readonly (readonly number[])[];

function polygonsOf(geometry: string): readonly (readonly Ring[])[] {
  // The door has checked the shape of every geometry; a damaged one shows as a TypeError here, not as a wrong area.
  const parsed = JSON.parse(geometry) as { type: string; coordinates: readonly Ring[] | readonly (readonly Ring[])[] };
  if (parsed.type === 'Polygon') return [parsed.coordinates as readonly Ring[]];
  if (parsed.type === 'MultiPolygon') return parsed.coordinates as readonly (readonly Ring[])[];
  throw new TypeError(`an area’s outline must be a Polygon or a MultiPolygon, not ${parsed.type}`);
}

function growing(): { push(x: number, y: number): void; readonly length: number; take(): Float64Array } {
  let held = new Float64Array(1 << 16);
  let length = 0;
  return {
    push(x, y) {
      if (length + 2 > held.length) {
        const larger = new Float64Array(held.length * 2);
        larger.set(held);
        held = larger;
      }
      held[length] = x;
      held[length + 1] = y;
      length += 2;
    },
    get length() {
      return length;
    },
    take: () => held.slice(0, length),
  };
}
