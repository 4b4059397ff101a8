/**
 * GeoJSON features to a table: properties as columns, then `geometry` (its JSON), `west`, `south`, `east`, `north`.
 *
 * Features are cut out of the stream one by one, so a national file needs no more memory than its largest area. A feature without a usable
 * polygon keeps its row with an empty geometry, and the checks quarantine it.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { LIMITS } from './limits.ts';
import { csvLine } from './records.ts';

const featureSchema = z.object({ type: z.literal('Feature'), properties: z.record(z.string(), z.unknown()).nullable(), geometry: z.unknown() });
const geometrySchema = z.object({ type: z.enum(['Polygon', 'MultiPolygon']), coordinates: z.array(z.unknown()) });

interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Grows the box by a ring: at least four points of two numbers each, the last the first again (RFC 7946, 3.1.6). False when it is none. */
function takeRing(ring: unknown, box: Box): boolean {
  if (!Array.isArray(ring) || ring.length < 4) return false;
  for (const point of ring) {
    if (!Array.isArray(point)) return false;
    const [x, y]: unknown[] = point;
    if (typeof x !== 'number' || typeof y !== 'number') return false;
    if (x < box.west) box.west = x;
    if (x > box.east) box.east = x;
    if (y < box.south) box.south = y;
    if (y > box.north) box.north = y;
  }
  return String(ring[0]) === String(ring.at(-1));
}

/** The box of a polygon or several; undefined when the geometry is no such thing. */
export function boxOf(geometry: unknown): Box | undefined {
  const parsed = geometrySchema.safeParse(geometry);
  if (!parsed.success || parsed.data.coordinates.length === 0) return undefined;
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  const polygons = parsed.data.type === 'Polygon' ? [parsed.data.coordinates] : parsed.data.coordinates;
  const good = polygons.every((rings) => Array.isArray(rings) && rings.length > 0 && rings.every((ring) => takeRing(ring, box)));
  return good ? box : undefined;
}

const MARKS = /["\\{}]/g;

/** Objects of the `features` array, as text. */
async function* featureTexts(path: string, fileName: string): AsyncGenerator<string> {
  let text = '';
  let at = 0;
  let depth = 0;
  let inString = false;
  let start = -1;
  let entered = false;
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    text += String(chunk);
    if (!entered) {
      const key = /"features"\s*:\s*\[/.exec(text);
      if (!key) {
        if (text.length > LIMITS.feature) break;
        continue;
      }
      entered = true;
      at = key.index + key[0].length;
    }
    for (; at < text.length; at++) {
      if (depth > 0 || inString) {
        // Inside a feature only quotes, escapes and braces matter: the long lists of coordinates are leapt over.
        MARKS.lastIndex = at;
        const mark = MARKS.exec(text);
        if (!mark) {
          at = text.length;
          break;
        }
        at = mark.index;
      }
      const char = text[at];
      if (inString) {
        if (char === '\\') {
          if (at + 1 >= text.length) break;
          at++;
        } else if (char === '"') inString = false;
      } else if (char === '"') inString = true;
      else if (char === '{') {
        if (depth === 0) start = at;
        depth++;
      } else if (char === '}') {
        depth--;
        if (depth === 0 && start >= 0) {
          yield text.slice(start, at + 1);
          start = -1;
        }
      } else if (char === ']' && depth === 0) return;
    }
    if (start >= 0 && at - start > LIMITS.feature) break;
    const keep = start >= 0 ? start : at;
    text = text.slice(keep);
    at -= keep;
    if (start >= 0) start = 0;
  }
  throw new HeadwaterError(
    'bad-input',
    entered ? 'file-truncated' : 'geojson-shape',
    entered ? `“${fileName}” is cut short: its list of features does not end.` : `“${fileName}” is JSON but not GeoJSON: it has no list of features.`,
  );
}

function scalar(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

/** @throws HeadwaterError `geojson-shape`, `geojson-projection` or `file-truncated` */
export async function geojsonToCsv(from: string, to: string, fileName: string): Promise<void> {
  async function* rows(): AsyncGenerator<string> {
    let names: string[] | undefined;
    for await (const text of featureTexts(from, fileName)) {
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch (cause) {
        throw new HeadwaterError('bad-input', 'geojson-shape', `“${fileName}” is not valid JSON.`, { cause });
      }
      const feature = featureSchema.safeParse(json);
      const properties = feature.success ? (feature.data.properties ?? {}) : {};
      if (!names) {
        names = Object.keys(properties);
        yield csvLine([...names, 'geometry', 'west', 'south', 'east', 'north']);
      }
      const geometry = feature.success ? feature.data.geometry : undefined;
      const box = boxOf(geometry);
      const sides = box ? [box.west, box.south, box.east, box.north] : [];
      if (sides.some((side) => Math.abs(side) > 180)) {
        throw new HeadwaterError('bad-input', 'geojson-projection', `“${fileName}” is not in longitude and latitude.`, {
          advice: 'Convert it to EPSG:4326 (RFC 7946) and deliver it again.',
        });
      }
      const known = names;
      yield csvLine([...known.map((name) => scalar(properties[name])), ...(box ? [JSON.stringify(geometry), ...sides.map(String)] : ['', '', '', '', ''])]);
    }
    if (!names) throw new HeadwaterError('bad-input', 'file-empty', `“${fileName}” holds no features.`);
  }
  await pipeline(rows, createWriteStream(to));
}
