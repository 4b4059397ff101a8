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

const ring = z.array(z.tuple([z.number(), z.number()]).rest(z.number())).min(4);
const geometrySchema = z.union([
  z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) }),
]);
const featureSchema = z.object({ type: z.literal('Feature'), properties: z.record(z.string(), z.unknown()).nullable(), geometry: z.unknown() });

type Geometry = z.infer<typeof geometrySchema>;

function box(geometry: Geometry): readonly [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) {
    for (const [x, y] of polygon[0] ?? []) {
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
  }
  return [west, south, east, north];
}

/** Objects of the `features` array, as text. */
async function* featureTexts(path: string, fileName: string): AsyncGenerator<string> {
  let text = '';
  let at = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
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
      const char = text[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (char === '\\') escaped = true;
        else if (char === '"') inString = false;
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
      const geometry = geometrySchema.safeParse(feature.success ? feature.data.geometry : undefined);
      const shape = geometry.success ? box(geometry.data) : undefined;
      if (shape?.some((side) => Math.abs(side) > 180)) {
        throw new HeadwaterError('bad-input', 'geojson-projection', `“${fileName}” is not in longitude and latitude.`, {
          advice: 'Convert it to EPSG:4326 (RFC 7946) and deliver it again.',
        });
      }
      // On one line, for the line is the record.
      yield csvLine([
        ...names.map((name) => scalar(properties[name])),
        geometry.success ? JSON.stringify(geometry.data) : '',
        ...(shape ?? ['', '', '', '']).map(String),
      ]);
    }
    if (!names) throw new HeadwaterError('bad-input', 'file-empty', `“${fileName}” holds no features.`);
  }
  await pipeline(rows, createWriteStream(to));
}
