import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { boxOf, geojsonToCsv } from './geojson.ts';
import { splitText } from './records.ts';

const folder = mkdtempSync(join(tmpdir(), 'headwater-geojson-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const ring = [
  [0, 0],
  [2, 0],
  [2, 3],
  [0, 0],
];

test('a box is of the outer ring and the inner ones, of every part', () => {
  assert.deepEqual(boxOf({ type: 'Polygon', coordinates: [ring] }), { west: 0, south: 0, east: 2, north: 3 });
  assert.deepEqual(boxOf({ type: 'MultiPolygon', coordinates: [[ring], [ring.map(([x = 0, y = 0]) => [x - 5, y + 1])]] }), {
    west: -5,
    south: 0,
    east: 2,
    north: 4,
  });
});

test('what is no polygon has no box', () => {
  for (const bad of [
    null,
    {},
    { type: 'Point', coordinates: [1, 2] },
    { type: 'Polygon', coordinates: [] },
    { type: 'Polygon', coordinates: [ring.slice(0, 3)] },
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      ],
    },
    {
      type: 'Polygon',
      coordinates: [
        [
          ['0', 0],
          [1, 0],
          [1, 1],
          ['0', 0],
        ],
      ],
    },
  ]) {
    assert.equal(boxOf(bad), undefined, JSON.stringify(bad));
  }
});

test('properties survive whatever they hold, however the file is laid out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(undefined, 2),
      async (names, indent) => {
        const features = names.map(([name, code]) => ({
          type: 'Feature',
          properties: { name, code, nested: { a: [1, '}'] } },
          geometry: { type: 'Polygon', coordinates: [ring] },
        }));
        const from = join(folder, 'in.geojson');
        writeFileSync(from, JSON.stringify({ type: 'FeatureCollection', crs: { properties: { features: 'no' } }, features }, undefined, indent));
        await geojsonToCsv(from, join(folder, 'out.csv'), 'in.geojson');
        const [header, ...rows] = splitText(readFileSync(join(folder, 'out.csv'), 'utf8'));
        assert.deepEqual(header?.fields, ['name', 'code', 'nested', 'geometry', 'west', 'south', 'east', 'north']);
        // Lone surrogates cannot be written as UTF-8.
        const written = (text: string) => Buffer.from(text).toString();
        assert.deepEqual(
          rows.map((row) => row.fields.slice(0, 3)),
          names.map(([name, code]) => [written(name), written(code), '{"a":[1,"}"]}']),
        );
      },
    ),
    { numRuns: 100 },
  );
});
