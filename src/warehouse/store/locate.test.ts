import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { outlines } from './locate.ts';

const square = (x: number, y: number, size: number): number[][] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

test('a point is found in its area, not in a hole, and not outside', () => {
  const areas = outlines();
  areas.add(7, JSON.stringify({ type: 'Polygon', coordinates: [square(0, 50, 1), square(0.4, 50.4, 0.2)] }));
  areas.add(9, JSON.stringify({ type: 'MultiPolygon', coordinates: [[square(0.45, 50.45, 0.1)], [square(3, 52, 0.1)]] }));
  const at = areas.index();
  assert.equal(at.locate(0.1, 50.1), 7);
  assert.equal(at.locate(0.5, 50.5), 9);
  assert.equal(at.locate(0.42, 50.42), 0);
  assert.equal(at.locate(3.05, 52.05), 9);
  assert.equal(at.locate(2, 51), 0);
  assert.equal(at.locate(Number.NaN, 51), 0);
});

test('no outlines at all locate nothing', () => {
  assert.equal(outlines().index().locate(0, 51), 0);
});

test('a mosaic of squares puts every point in exactly the square that holds it', () => {
  const areas = outlines();
  for (let r = 0; r < 20; r++)
    for (let c = 0; c < 20; c++) areas.add(1 + r * 20 + c, JSON.stringify({ type: 'Polygon', coordinates: [square(c * 0.03 - 0.3, 51 + r * 0.03, 0.03)] }));
  const at = areas.index();
  const inside = fc.integer({ min: 0, max: 19 }).chain((cell) => fc.double({ min: 0.02, max: 0.98, noNaN: true }).map((part) => ({ cell, part })));
  fc.assert(fc.property(inside, inside, (x, y) => at.locate((x.cell + x.part) * 0.03 - 0.3, 51 + (y.cell + y.part) * 0.03) === 1 + y.cell * 20 + x.cell));
});

const real = join(import.meta.dirname, '../../../../shared/data/geography');
test('centroids of real areas fall in their own areas', { skip: existsSync(real) ? false : 'needs ../shared/data' }, () => {
  const areas = outlines();
  const codes: string[] = [''];
  const known = new Set<string>();
  for (const line of readFileSync(join(real, 'boundaries_lsoa21.geojson'), 'utf8').split('\n')) {
    if (!line.startsWith('{ "type": "Feature",')) continue;
    const feature = JSON.parse(line.replace(/,$/, '')) as { properties: { lsoa21_code: string }; geometry: unknown };
    areas.add(codes.length, JSON.stringify(feature.geometry));
    codes.push(feature.properties.lsoa21_code);
    known.add(feature.properties.lsoa21_code);
  }
  const began = performance.now();
  const at = areas.index();
  let [tried, right] = [0, 0];
  for (const line of readFileSync(join(real, 'drkane_lsoa_latlong.csv'), 'utf8').split('\n')) {
    const [code = '', latitude, longitude] = line.split(',');
    if (!known.has(code) || tried >= 4000) continue;
    tried += 1;
    if (codes[at.locate(Number(longitude), Number(latitude))] === code) right += 1;
  }
  assert.ok(performance.now() - began < 20_000);
  // A centroid of a curved or coastal area may lie outside its simplified outline, and some codes changed hands between editions.
  assert.ok(right / tried > 0.95, `${right} of ${tried}`);
});
