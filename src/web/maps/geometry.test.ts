import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { choropleth } from './choropleth.ts';
import { onGrid, projectShapes, type Shape } from './geometry.ts';

const box = (code: string, west: number, south: number, size = 0.2): Shape => ({
  code,
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
      ],
    ],
  },
});

const numbers = (path: string) => [...path.matchAll(/-?\d+/g)].map(([text]) => Number(text));

test('outlines lie on whole pixels inside the drawing, north up', () => {
  const { width, height, paths } = projectShapes([box('south', 0, 52), box('north', 0, 52.4)], 400);
  assert.equal(width, 400);
  assert.ok(height > 0 && height <= 400 * 1.3 + 1);
  const top = (code: string) => numbers(paths.get(code) ?? '')[1] ?? Number.NaN;
  assert.ok(top('north') < top('south'));
  assert.doesNotMatch([...paths.values()].join(''), /\./);
});

test('the winding of a ring does not matter', () => {
  const one = box('a', 0, 52);
  const [ring = []] = one.geometry.coordinates as [number, number][][];
  const turned: Shape = { code: 'a', geometry: { type: 'Polygon', coordinates: [[...ring].reverse()] } };
  const sorted = (shape: Shape) => projectShapes([shape, box('b', 1, 53)], 300).height;
  assert.equal(sorted(one), sorted(turned));
});

test('an area too small to see is still a pixel that can be chosen', () => {
  const { paths } = projectShapes([box('large', 0, 52, 3), box('tiny', 1, 53, 0.0001)], 300);
  assert.match(paths.get('tiny') ?? '', /^M-?\d+,-?\d+h1v1h-1Z$/);
});

test('points that do not turn are dropped, and those that do are kept', () => {
  assert.deepEqual(
    onGrid([
      [0, 0],
      [1, 0],
      [1, 0],
      [2, 0],
      [2, 2],
      [0, 0],
    ]),
    [
      [0, 0],
      [2, 0],
      [2, 2],
    ],
  );
});

test('simplifying on the grid keeps the area that a ring encloses', () => {
  const area = (ring: readonly (readonly [number, number])[]) =>
    ring.reduce((sum, [x, y], at) => {
      const [nx, ny] = ring[(at + 1) % ring.length] ?? [0, 0];
      return sum + x * ny - nx * y;
    }, 0);
  const ring = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), { minLength: 3, maxLength: 30 });
  fc.assert(fc.property(ring, (points) => assert.equal(area(onGrid(points)), area(points))));
});

test('areas without a value are patterned; areas that were not asked about are drawn bare', () => {
  const shapes = projectShapes([box('a', 0, 52), box('b', 0.2, 52), box('c', 0.4, 52)], 300);
  const mark = { words: '', chosen: false };
  const html = choropleth(
    [
      { ...mark, link: ' data-key="a"', code: 'a', value: 4, state: 'shown' },
      { ...mark, link: ' data-key="b"', code: 'b', value: null, state: 'hidden' },
    ],
    shapes,
    String,
  );
  assert.match(html, /class="hw-shade-0"/);
  assert.match(html, /url\(#hw-hidden\)/);
  assert.equal([...html.matchAll(/class="hw-bare"/g)].length, 1);
  assert.match(html, /No data/);
});
