import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at } from '../check.ts';
import { MethodError } from '../error.ts';
import type { Method } from '../registry/define.ts';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { adjustPValues, getisOrd, neighboursFromLists, spatialWeights } from './index.ts';
import { placeMethods } from './methods.ts';
import { board } from './testing.ts';

function method(name: string): Method {
  const found = placeMethods.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no method ${name}`);
  return found;
}

const VALUES = [18.2, 15.1, 9.3, 16.4, 12, 7.7, 9.8, 8.1, 5.2];
const centroids = Array.from({ length: 9 }, (_, i) => [0.5 + (i % 3), 0.5 + Math.floor(i / 3)]);

test('neighbours as lists, boundaries or distances give the same answer where they are the same', () => {
  const moran = method('moran');
  const lists = moran.call(moran.example);
  assert.deepEqual(moran.call({ values: VALUES, polygons: board(3, 3), contiguity: 'rook' }), lists);
  assert.deepEqual(moran.call({ values: VALUES, coordinates: centroids, within: 1 }), lists);
  const queen = moran.call({ values: VALUES, polygons: board(3, 3) });
  assert.deepEqual(moran.call({ values: VALUES, coordinates: centroids, within: 1.5 }), queen);
  assert.notEqual(queen['value'], lists['value']);
});

test('neighbours given twice, or not at all, or by half, are refused', () => {
  const call = (more: object) => () => method('moran').call({ values: VALUES, ...more });
  throws('inconsistent', 'neighbours', call({}));
  throws('inconsistent', 'neighbours', call({ polygons: board(3, 3), coordinates: centroids }));
  throws('inconsistent', 'coordinates', call({ coordinates: centroids }));
  throws('inconsistent', 'nearest', call({ coordinates: centroids, nearest: 2, within: 1 }));
  throws('inconsistent', 'nearest', call({ polygons: board(3, 3), nearest: 2 }));
  throws('inconsistent', 'contiguity', call({ coordinates: centroids, nearest: 2, contiguity: 'rook' }));
  throws('shape', 'values', call({ polygons: board(3, 4) }));
  throws('shape', 'names', call({ polygons: board(3, 4), values: Array.from({ length: 12 }, (_, i) => i), names: ['A'] }));
  throws('input', 'polygons.0.0.0', call({ polygons: [[[[0]]]] }));
});

test('islands are named, and are no part of the tests that are adjusted for', () => {
  const names = ['Harbour', 'Market', 'Hill', 'Mill', 'Isle'];
  const neighbours = [[1], [0, 2], [1, 3], [2], []];
  const values = [9, 8, 2, 1, 5];
  const result = method('getis-ord').call({ values, neighbours, names, of: 'gi' });
  assert.deepEqual(result['islands'], ['Isle']);
  const { p } = getisOrd(values, spatialWeights(neighboursFromLists(neighbours), 'binary'), { of: 'gi' });
  const adjusted = adjustPValues(p.subarray(0, 4));
  (result['areas'] as { area: string; pAdjusted: number }[]).forEach((area, i) => {
    assert.equal(area.area, names[i]);
    near(area.pAdjusted, i < 4 ? at(adjusted, i) : 1, 1e-14);
  });
});

test('what is called is what the adjusted p says', () => {
  for (const name of ['local-moran', 'local-moran-permutation', 'getis-ord']) {
    for (const adjust of ['fdr', 'none']) {
      const each = method(name);
      const result = each.call({ ...each.example, adjust, alpha: 0.2 });
      const areas = result['areas'] as { pAdjusted: number; p: number; cluster: string }[];
      assert.equal(result['called'], areas.filter((area) => area.pAdjusted <= 0.2).length);
      for (const area of areas) {
        assert.equal(area.cluster !== 'not-significant', area.pAdjusted <= 0.2);
        assert.ok(adjust === 'none' ? area.pAdjusted === area.p : area.pAdjusted >= area.p);
      }
    }
  }
});

test('every method says when it must not be used, and those of published points warn of map points', () => {
  for (const each of placeMethods) assert.ok(each.notWhen.length > 80 && each.formula.length > 40 && each.reading.length > 40, each.name);
  for (const name of ['kernel-density', 'knox', 'near-repeat', 'gini', 'places-holding', 'predictive-accuracy'])
    assert.match(method(name).notWhen, /anonymised map points/, name);
  for (const name of ['moran', 'local-moran', 'getis-ord', 'scan']) assert.match(method(name).notWhen, /modifiable areal unit/, name);
});

test('an example with any one number spoilt gives a result or a coded error', () => {
  const spoilt = [Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e308, 5e-324, 2.5];
  const places = (value: unknown, path: (string | number)[] = []): (string | number)[][] =>
    typeof value === 'number'
      ? [path]
      : typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, Array.isArray(value) ? Number(key) : key]))
        : [];
  for (const each of placeMethods) {
    const example: Record<string, unknown> = { ...each.example, ...('permutations' in each.example ? { permutations: 9 } : {}) };
    const all = places(example).filter((path) => path[0] !== 'permutations');
    // Of a long list a few are enough.
    for (const path of all.filter((_, i) => i % Math.ceil(all.length / 12) === 0)) {
      for (const bad of spoilt) {
        const input = structuredClone(example);
        let inner = input as Record<string | number, unknown>;
        for (const step of path.slice(0, -1)) inner = inner[step] as Record<string | number, unknown>;
        inner[path.at(-1) ?? ''] = bad;
        try {
          JSON.stringify(each.call(input));
        } catch (error) {
          assert.ok(error instanceof MethodError, `${each.name} with ${path.join('.')} = ${bad}: ${String(error)}`);
        }
      }
    }
  }
});
