/** What the registry's entries of this section have in common: how neighbours are given, and the warnings that hold for all maps. */
import { z } from 'zod';
import { at, count, sized, share } from '../check.ts';
import { MethodError } from '../error.ts';
import { adjustPValues, type PValueAdjustment } from './adjust.ts';
import { contiguityNeighbours } from './contiguity.ts';
import { distanceNeighbours, nearestNeighbours } from './distance.ts';
import { type Neighbours, neighboursFromLists, type SpatialWeights, spatialWeights, type WeightStyle } from './weights.ts';

const point = z.tuple([z.number(), z.number()]);

export const coordinatesField = z.array(point).describe('[easting, northing] of each, on a flat grid in one unit (metres of the National Grid, not degrees)');

/** Neighbours in one of three ways. */
export const neighbourFields = {
  neighbours: z
    .array(z.array(z.number()))
    .optional()
    .describe('for every area the numbers of the areas next to it, counted from 0 in the order of the values. Give this, `coordinates` or `polygons`'),
  coordinates: coordinatesField.optional().describe('[easting, northing] of each area, on a flat grid (metres, not degrees), with `nearest` or `within`'),
  nearest: z.number().optional().describe('with `coordinates`: the number of nearest areas that are its neighbours'),
  within: z.number().optional().describe('with `coordinates`: areas at most so far away are neighbours; unit of the coordinates'),
  polygons: z
    .array(z.array(z.array(point)))
    .optional()
    .describe('for every area its rings, each a list of [x, y]; neighbours share points of their boundaries, which must be of one set'),
  contiguity: z
    .enum(['queen', 'rook'])
    .optional()
    .describe('with `polygons`: one shared point is enough (`queen`, unless given) or a stretch of boundary must be shared'),
  snap: z.number().optional().describe('with `polygons`: points closer than this are one; unit of the coordinates, 0 unless given'),
  names: z.array(z.string()).optional().describe('name or code of each area, used in the result; their numbers from 0 unless given'),
};

type NeighbourInput = z.output<z.ZodObject<typeof neighbourFields>>;

/** `style` with this method's usual choice. */
export const styleField = (usual: WeightStyle): z.ZodOptional<z.ZodEnum<{ binary: 'binary'; row: 'row'; variance: 'variance' }>> =>
  z
    .enum(['binary', 'row', 'variance'])
    .optional()
    .describe(
      `weights: 1 for each neighbour (\`binary\`), adding up to 1 in each area (\`row\`), or variance-stabilising (\`variance\`); \`${usual}\` unless given`,
    );

export function neighboursGiven(input: NeighbourInput): Neighbours & { readonly tied?: readonly number[] } {
  const { neighbours, coordinates, polygons, nearest, within, contiguity, snap } = input;
  if ([neighbours, coordinates, polygons].filter((each) => each !== undefined).length !== 1)
    throw new MethodError('inconsistent', 'neighbours', 'give neighbours in one way: `neighbours`, `coordinates` or `polygons`');
  if (coordinates === undefined && (nearest !== undefined || within !== undefined))
    throw new MethodError('inconsistent', nearest === undefined ? 'within' : 'nearest', 'needs `coordinates`');
  if (polygons === undefined && (contiguity !== undefined || snap !== undefined))
    throw new MethodError('inconsistent', contiguity === undefined ? 'snap' : 'contiguity', 'needs `polygons`');
  if (neighbours !== undefined) return neighboursFromLists(neighbours);
  if (polygons !== undefined) return contiguityNeighbours(polygons, { of: contiguity ?? 'queen', snap: snap ?? 0 });
  const { x, y } = columnsOf(coordinates ?? []);
  if (nearest !== undefined && within !== undefined) throw new MethodError('inconsistent', 'nearest', 'give `nearest` or `within`, not both');
  if (within !== undefined) return distanceNeighbours(x, y, within);
  if (nearest !== undefined) return nearestNeighbours(x, y, nearest);
  throw new MethodError('inconsistent', 'coordinates', 'need `nearest` (how many neighbours) or `within` (how far)');
}

export function weightsGiven(input: NeighbourInput & { readonly style?: WeightStyle | undefined }, usual: WeightStyle): SpatialWeights {
  return spatialWeights(neighboursGiven(input), input.style ?? usual);
}

export function columnsOf(points: readonly (readonly [number, number])[]): { readonly x: Float64Array; readonly y: Float64Array } {
  return { x: Float64Array.from(points, (each) => each[0]), y: Float64Array.from(points, (each) => each[1]) };
}

/** The name of an area, or its number where there are no names. */
export function namesGiven(names: readonly string[] | undefined, areas: number): (area: number) => string | number {
  if (names === undefined) return (area) => area;
  sized('names', names, areas);
  return (area) => names[area] ?? area;
}

export function islandsNamed(weights: Neighbours, names: readonly string[] | undefined): (string | number)[] {
  return weights.islands.map(namesGiven(names, weights.areas));
}

/** Several p-values adjusted together; islands, which have no test, are no part of them. */
export function adjustedWithout(islands: readonly number[], p: Float64Array, adjust: PValueAdjustment | 'none'): Float64Array {
  if (adjust === 'none') return p;
  const lonely = new Set(islands);
  const tested = [...p.keys()].filter((area) => !lonely.has(area));
  const adjusted = adjustPValues(
    Float64Array.from(tested, (area) => at(p, area)),
    adjust,
  );
  const out = new Float64Array(p.length).fill(1);
  tested.forEach((area, place) => {
    out[area] = at(adjusted, place);
  });
  return out;
}

export const adjustField = z
  .enum(['fdr', 'holm', 'bonferroni', 'none'])
  .optional()
  .describe('for the many areas tested at once: false-discovery rate (Benjamini and Hochberg; `fdr`, unless given), `holm`, `bonferroni` or `none`');
export const alphaField = z.number().optional().describe('areas with an adjusted p at or below this are called; 0.05 unless given');
export const permutationsField = z.number().optional().describe('how many random maps are drawn; 999 unless given');
export const valuesField = z
  .array(z.number())
  .describe('one value for each area: a rate, a share or another measure that does not grow with the size of the area');

export const alphaGiven = (alpha: number | undefined): number => share('alpha', alpha ?? 0.05);
export const permutationsGiven = (permutations: number | undefined): number => count('permutations', permutations ?? 999);

export const ISLANDS_RETURN = 'the areas without a neighbour, by name (else by number from 0); they have no lag, and count in the mean and in n';

/** The modifiable areal unit problem. */
export const MAUP =
  'The answer belongs to this set of areas: other boundaries, or larger areas, can give another one from the same events (the modifiable areal unit problem). Try a second geography before anybody acts on it, and say nothing of individuals.';

/** The anonymised map points of data.police.uk. */
export const SNAPPED =
  'Locations published on data.police.uk are anonymised map points: each crime is moved to the nearest of a fixed list, which stands for a street or a place such as a car park. Coordinates closer than that, and piles of crimes on one spot, are made by the list.';

/** Nine fictional wards in a square, numbered row by row, with the neighbours across their sides. */
export const SQUARE = [
  [1, 3],
  [0, 2, 4],
  [1, 5],
  [0, 4, 6],
  [1, 3, 5, 7],
  [2, 4, 8],
  [3, 7],
  [4, 6, 8],
  [5, 7],
];
