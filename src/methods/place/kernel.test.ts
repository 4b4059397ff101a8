import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { at } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { gridOver, type KernelInput, kernelDensity } from './index.ts';
import { gaussianMass, quarticMass } from './kernel-edge.ts';

const window = { xMin: 0, xMax: 100, yMin: 0, yMax: 60 };
const random = draws(61);
const x = Array.from({ length: 40 }, () => 100 * random.uniform());
const y = Array.from({ length: 40 }, () => 60 * random.uniform());
const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

test('one event: the kernel itself, by hand', () => {
  const grid = { gridX: [0, 1, 2, 5], gridY: [0, 3] };
  const quartic = kernelDensity({ x: [0], y: [0], bandwidth: 2, ...grid });
  assert.deepEqual([quartic.rows, quartic.columns, quartic.events], [2, 4, 1]);
  near(at(quartic.z, 0), 3 / (4 * Math.PI), 1e-15);
  near(at(quartic.z, 1), (3 / (4 * Math.PI)) * 0.75 ** 2, 1e-15);
  assert.deepEqual([...quartic.z.subarray(2)], [0, 0, 0, 0, 0, 0]);
  const gaussian = kernelDensity({ x: [0], y: [0], bandwidth: 2, kernel: 'gaussian', ...grid });
  near(at(gaussian.z, 5), Math.exp(-10 / 8) / (8 * Math.PI), 1e-14);
});

test('on a wide grid the surface holds all events, or as a density 1', () => {
  const wide = gridOver({ xMin: -60, xMax: 160, yMin: -60, yMax: 120 }, 0.5);
  for (const kernel of ['quartic', 'gaussian'] as const) {
    const bandwidth = kernel === 'quartic' ? 20 : 8;
    near(sum(kernelDensity({ x, y, bandwidth, kernel, ...wide }).z) * 0.25, 40, 1e-5, kernel);
    near(sum(kernelDensity({ x, y, bandwidth, kernel, as: 'density', ...wide }).z) * 0.25, 1, 1e-5, kernel);
  }
});

test('weights are repeated events, and the surface does not change with order or place', () => {
  fc.assert(
    fc.property(fc.constantFrom('quartic', 'gaussian'), fc.integer({ min: -1000, max: 1000 }), (kernel, shift) => {
      const grid = gridOver(window, 10);
      const plain = kernelDensity({ x: [...x, 10, 10, 10], y: [...y, 20, 20, 20], bandwidth: 15, kernel, ...grid });
      const weighted = kernelDensity({
        x: [10, ...x.toReversed()].map((each) => each + shift),
        y: [20, ...y.toReversed()].map((each) => each + shift),
        weights: [3, ...x.map(() => 1)],
        bandwidth: 15,
        kernel,
        gridX: grid.gridX.map((each) => each + shift),
        gridY: grid.gridY.map((each) => each + shift),
      });
      assert.equal(weighted.events, plain.events);
      plain.z.forEach((value, cell) => {
        assert.ok(Math.abs(at(weighted.z, cell) - value) < 1e-13);
      });
    }),
    { numRuns: 20 },
  );
});

test('the mass of a quartic kernel within a rectangle is that of numerical integration (SciPy 1.10 dblquad)', () => {
  const mass = (px: number, py: number, h: number, [xMin, xMax, yMin, yMax]: [number, number, number, number]): number =>
    quarticMass(px, py, h, { xMin, xMax, yMin, yMax });
  near(mass(0, 0, 1, [0, 5, 0, 5]), 0.25, 1e-13);
  near(mass(0.3, 0.4, 1, [0, 5, 0, 5]), 0.6668943987973929, 1e-12);
  near(mass(1, 2, 3, [0, 4, 0, 4]), 0.764761856805278, 1e-12);
  near(mass(0.1, 0.05, 1, [0, 0.3, 0, 2]), 0.16304875829085924, 1e-12);
  near(mass(5, 5, 2, [4.5, 9, 0, 5.2]), 0.44412650040505275, 1e-12);
  near(gaussianMass(0, 0, 2, { xMin: 0, xMax: 100, yMin: 0, yMax: 100 }), 0.25, 1e-14);
  near(gaussianMass(1, 1, 1, { xMin: 0, xMax: 2, yMin: -50, yMax: 50 }), 0.6826894921370859, 1e-13);
  // So wide a kernel is flat over the rectangle.
  near(gaussianMass(1, 1, 1e6, { xMin: 0, xMax: 2, yMin: 0, yMax: 2 }), 4 / (2 * Math.PI * 1e12), 1e-11);
});

test('edge corrections: by event all events stay in the window, by cell an even spread stays even', () => {
  const grid = gridOver(window, 0.5);
  for (const kernel of ['quartic', 'gaussian'] as const) {
    const bandwidth = kernel === 'quartic' ? 20 : 8;
    const surface = (edge: 'none' | 'jones-diggle'): number => sum(kernelDensity({ x, y, bandwidth, kernel, edge, window, ...grid }).z) * 0.25;
    near(surface('jones-diggle'), 40, 1e-3, kernel);
    assert.ok(surface('none') < 38);
    // A regular lattice of events, 1 per 4 square units.
    const even = { x: [] as number[], y: [] as number[] };
    for (let r = 1; r < 60; r += 2) {
      for (let c = 1; c < 100; c += 2) {
        even.x.push(c);
        even.y.push(r);
      }
    }
    const flat = kernelDensity({ ...even, bandwidth, kernel, edge: 'uniform', window, ...gridOver(window, 10) });
    flat.z.forEach((value) => {
      near(value, 0.25, 0.01, kernel);
    });
  }
});

test('a grid covers its window', () => {
  const { gridX, gridY } = gridOver({ xMin: 0, xMax: 10, yMin: 5, yMax: 6.1 }, 2.5);
  assert.deepEqual([[...gridX], [...gridY]], [[1.25, 3.75, 6.25, 8.75], [6.25]]);
  assert.equal(gridOver({ xMin: 0, xMax: 0.3, yMin: 0, yMax: 1 }, 0.1).gridX.length, 3);
});

test('surfaces that cannot be made are refused by name', () => {
  const given: KernelInput = { x, y, bandwidth: 5, gridX: [1, 2], gridY: [1, 2] };
  throws('not-positive', 'bandwidth', () => kernelDensity({ ...given, bandwidth: 0 }));
  throws('shape', 'y', () => kernelDensity({ ...given, y: [1] }));
  throws('too-few', 'x', () => kernelDensity({ ...given, x: [], y: [] }));
  throws('negative', 'weights[0]', () => kernelDensity({ ...given, weights: x.map(() => -1) }));
  throws('no-information', 'weights', () => kernelDensity({ ...given, weights: x.map(() => 0) }));
  throws('inconsistent', 'gridX[1]', () => kernelDensity({ ...given, gridX: [2, 2] }));
  throws('too-few', 'gridY', () => kernelDensity({ ...given, gridY: [] }));
  throws('inconsistent', 'window', () => kernelDensity({ ...given, edge: 'uniform' }));
  throws('inconsistent', 'window', () => kernelDensity({ ...given, edge: 'jones-diggle', window: { ...window, xMax: 50 } }));
  throws('inconsistent', 'window', () => kernelDensity({ ...given, edge: 'uniform', window, gridX: [1, 200] }));
  const line = Float64Array.from({ length: 3000 }, (_, i) => i);
  throws('too-large', 'gridX', () => kernelDensity({ ...given, gridX: line, gridY: line }));
  const crowd = Float64Array.from({ length: 20_000 }, (_, i) => i / 10);
  throws('too-large', 'gridX', () => kernelDensity({ x: crowd, y: crowd, bandwidth: 1e4, gridX: line.subarray(0, 1500), gridY: line.subarray(0, 1500) }));
  throws('too-large', 'cell', () => gridOver(window, 0.001));
  throws('not-positive', 'cell', () => gridOver(window, 0));
  throws('inconsistent', 'xMax', () => gridOver({ ...window, xMax: -1 }, 1));
});

test('whatever the numbers: finite results or a coded error', () => {
  const odd = fc.oneof(
    fc.double(),
    fc.constantFrom(0, 1e308, -1e308, 5e-324, 1e-200, 1e200, Number.NaN, Number.POSITIVE_INFINITY),
    fc.integer({ min: -5, max: 5 }),
  );
  fc.assert(
    fc.property(
      odd,
      odd,
      odd,
      fc.array(odd, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('quartic', 'gaussian'),
      fc.constantFrom('none', 'uniform', 'jones-diggle'),
      (px, bandwidth, weight, gridX, kernel, edge) => {
        const around = { xMin: -1e6, xMax: 1e6, yMin: -1e6, yMax: 1e6 };
        try {
          const { z } = kernelDensity({ x: [px, 1], y: [2, 1], weights: [weight, 1], bandwidth, kernel, edge, window: around, gridX, gridY: [0, 1, 2] });
          assert.ok(z.every(Number.isFinite));
        } catch (error) {
          if (!(error instanceof MethodError)) throw error;
        }
      },
    ),
    { numRuns: 500 },
  );
});
