/** The methods of place, as `npm run bench:methods` times them. */
import { draws } from '../../src/methods/random/index.ts';
import { contiguityNeighbours, getisOrd, localMoranPermutation, nearestNeighbours, circularScan, spatialWeights } from '../../src/methods/place/index.ts';
import type { BenchCase } from './case.ts';

/** Neighbourhoods (LSOAs) in England and Wales. */
const AREAS = 35_672;

/** A lattice whose corners have all been moved a little, and so its areas: about 8 neighbours each, as LSOAs have 6. */
function country(): { x: Float64Array; y: Float64Array; values: Float64Array; polygons: [number, number][][][] } {
  const random = draws(1);
  const side = Math.ceil(Math.sqrt(AREAS));
  const corners = Array.from({ length: side + 1 }, (_, row) =>
    Array.from({ length: side + 1 }, (__, column): [number, number] => [column + 0.6 * random.uniform(), row + 0.6 * random.uniform()]),
  );
  const corner = (row: number, column: number): [number, number] => corners[row]?.[column] ?? [0, 0];
  const polygons = Array.from({ length: AREAS }, (_, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    return [[corner(row, column), corner(row, column + 1), corner(row + 1, column + 1), corner(row + 1, column)]];
  });
  const x = Float64Array.from(polygons, (shape) => (shape[0] ?? []).reduce((sum, point) => sum + point[0] / 4, 0));
  const y = Float64Array.from(polygons, (shape) => (shape[0] ?? []).reduce((sum, point) => sum + point[1] / 4, 0));
  const values = x.map((east, i) => 10 + 3 * Math.sin(east / 20) + 3 * Math.cos((y[i] ?? 0) / 30) + random.normal());
  return { x, y, values, polygons };
}

export const placeCases: readonly BenchCase[] = [
  {
    name: 'local Moran, 999 conditional permutations',
    size: '35,672 areas, queen neighbours',
    wanted: 6,
    prepare() {
      const { values, polygons } = country();
      const weights = spatialWeights(contiguityNeighbours(polygons));
      return { run: () => localMoranPermutation(values, weights, { permutations: 999, seed: 1 }) };
    },
  },
  {
    name: 'Gi*',
    size: '35,672 areas, queen neighbours',
    wanted: 0.3,
    prepare() {
      const { values, polygons } = country();
      const weights = spatialWeights(contiguityNeighbours(polygons), 'binary');
      return { run: () => getisOrd(values, weights) };
    },
  },
  {
    name: 'contiguity from boundaries',
    size: '35,672 areas of 4 points',
    wanted: 1,
    prepare() {
      const { polygons } = country();
      return { run: () => contiguityNeighbours(polygons) };
    },
  },
  {
    name: 'nearest neighbours',
    size: '35,672 points, 8 each',
    wanted: 1,
    prepare() {
      const { x, y } = country();
      return { run: () => nearestNeighbours(x, y, 8) };
    },
  },
  {
    name: 'Kulldorff scan, Poisson, 999 simulated maps',
    size: '500 areas, circles to 50 % of the people',
    wanted: 10,
    prepare() {
      const random = draws(2);
      const x = Float64Array.from({ length: 500 }, () => 100 * random.uniform());
      const y = Float64Array.from({ length: 500 }, () => 100 * random.uniform());
      const population = Float64Array.from({ length: 500 }, () => 1000 + random.below(1000));
      const cases = Float64Array.from({ length: 500 }, () => random.below(12));
      return { run: () => circularScan({ x, y, cases, population, permutations: 999, seed: 3 }) };
    },
  },
];
