/**
 * Who is whose neighbour, and how much they count. Rows are kept one after the other (compressed sparse rows): the neighbours of area i are
 * `ids[start[i]]` to `ids[start[i + 1] - 1]`, in ascending order, and their weights stand at the same places. Memory goes with the number of
 * neighbour pairs, never with the square of the number of areas.
 */
import { at, count, entry, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';

export interface Neighbours {
  /** Number of areas. */
  readonly areas: number;
  /** Where each area's neighbours begin; one entry more than there are areas. */
  readonly start: Int32Array;
  /** The neighbours, counted from 0, ascending within each area. */
  readonly ids: Int32Array;
  /** Areas without a neighbour, counted from 0. */
  readonly islands: readonly number[];
}

/**
 * `binary`: every neighbour counts 1, so areas with many neighbours count more. `row`: the weights of each area add up to 1 (its lag is the
 * mean of its neighbours). `variance`: between the two, so that the variance of local statistics is alike for edge and centre (S-coding).
 */
export type WeightStyle = 'binary' | 'row' | 'variance';

export interface SpatialWeights extends Neighbours {
  readonly weights: Float64Array;
}

/** The most neighbour pairs that are taken on: 50 million, about 600 MB. */
export const NEIGHBOUR_PAIR_LIMIT = 50_000_000;

/**
 * Neighbours from lists.
 *
 * @param lists for every area the areas next to it, counted from 0; the order does not matter, and a list may be empty
 * @throws MethodError `too-few` (no areas), `not-whole`, `out-of-range` (no such area), `inconsistent` (an area next to itself, or named twice), `too-large`
 */
export function neighboursFromLists(lists: readonly (readonly number[])[]): Neighbours {
  const areas = lists.length;
  if (areas === 0) throw new MethodError('too-few', 'neighbours', 'there are no areas');
  let pairs = 0;
  for (const list of lists) pairs += list.length;
  checkPairs('neighbours', pairs);
  const start = new Int32Array(areas + 1);
  const ids = new Int32Array(pairs);
  for (let i = 0, next = 0; i < areas; i++) {
    for (const id of entry(lists, i)) {
      const named = `neighbours[${i}]`;
      if (count(named, id) >= areas) throw new MethodError('out-of-range', named, `names area ${id}, and the areas are 0 to ${areas - 1}`);
      if (id === i) throw new MethodError('inconsistent', named, 'an area cannot be its own neighbour (Gi* adds the area itself)');
      ids[next++] = id;
    }
    start[i + 1] = next;
    ids.subarray(at(start, i), next).sort();
    for (let place = at(start, i) + 1; place < next; place++) {
      if (ids[place] === ids[place - 1]) throw new MethodError('inconsistent', `neighbours[${i}]`, `names area ${at(ids, place)} twice`);
    }
  }
  return withIslands(areas, start, ids);
}

/** From rows that are already ascending, without repeats and without the area itself. */
export function withIslands(areas: number, start: Int32Array, ids: Int32Array): Neighbours {
  const islands: number[] = [];
  for (let i = 0; i < areas; i++) if (start[i] === start[i + 1]) islands.push(i);
  return { areas, start, ids, islands };
}

export function checkPairs(argument: string, pairs: number): void {
  if (pairs > NEIGHBOUR_PAIR_LIMIT)
    throw new MethodError(
      'too-large',
      argument,
      `makes more than ${NEIGHBOUR_PAIR_LIMIT.toLocaleString('en-GB')} neighbour pairs; use fewer neighbours or a shorter distance`,
    );
}

/** Gathers neighbour pairs that come in area by area, in any order within an area. */
export function rowsOf(areas: number, argument: string, rowOf: (area: number) => readonly number[]): Neighbours {
  const start = new Int32Array(areas + 1);
  let ids = new Int32Array(Math.max(16, areas * 6));
  let next = 0;
  for (let i = 0; i < areas; i++) {
    const row = rowOf(i);
    checkPairs(argument, next + row.length);
    if (next + row.length > ids.length) {
      const grown = new Int32Array(Math.max(ids.length * 2, next + row.length));
      grown.set(ids);
      ids = grown;
    }
    ids.set(row, next);
    ids.subarray(next, next + row.length).sort();
    next += row.length;
    start[i + 1] = next;
  }
  return withIslands(areas, start, ids.slice(0, next));
}

/**
 * Weights of a style for given neighbours.
 *
 * @param raw starting weights above zero in the order of `neighbours.ids`, such as lengths of border; all 1 unless given
 * @returns `binary`: the raw weights; `row`: divided by their sum in each area; `variance`: divided by the root of their sum of squares in each
 *   area, then all scaled to add up to the number of areas that have neighbours. An island's row stays empty: its lag is 0.
 * @throws MethodError `shape`, `not-positive`, `no-information` (no area has a neighbour)
 * @source Cliff and Ord (1981), Spatial Processes, ch. 1; variance-stabilising S-coding: Tiefelsdorf, Griffith and Boots (1999), Environment and Planning A 31:165
 */
export function spatialWeights(neighbours: Neighbours, style: WeightStyle = 'row', raw?: ArrayLike<number>): SpatialWeights {
  const { areas, start, ids, islands } = neighbours;
  if (ids.length === 0) throw new MethodError('no-information', 'neighbours', 'no area has a neighbour');
  const weights = new Float64Array(ids.length).fill(1);
  if (raw !== undefined) {
    sized('raw', raw, ids.length);
    for (let place = 0; place < ids.length; place++) weights[place] = positive(`raw[${place}]`, at(raw, place));
  }
  if (style === 'binary') return { ...neighbours, weights };
  let total = 0;
  for (let i = 0; i < areas; i++) {
    const end = at(start, i + 1);
    let size = 0;
    for (let place = at(start, i); place < end; place++) size += style === 'row' ? at(weights, place) : at(weights, place) ** 2;
    if (style === 'variance') size = Math.sqrt(size);
    for (let place = at(start, i); place < end; place++) {
      weights[place] = at(weights, place) / size;
      total += at(weights, place);
    }
  }
  if (style === 'variance') for (let place = 0; place < ids.length; place++) weights[place] = (at(weights, place) * (areas - islands.length)) / total;
  return { ...neighbours, weights };
}

/** Sum of weights x neighbour's value for every area; 0 for an island. */
export function spatialLag(values: ArrayLike<number>, weights: SpatialWeights, out: Float64Array = new Float64Array(weights.areas)): Float64Array {
  const { areas, start, ids } = weights;
  const w = weights.weights;
  let place = 0;
  for (let i = 0; i < areas; i++) {
    const end = at(start, i + 1);
    let sum = 0;
    for (; place < end; place++) sum += at(w, place) * at(values, at(ids, place));
    out[i] = sum;
  }
  return out;
}

export interface WeightSums {
  /** Sum of all weights. */
  readonly s0: number;
  /** Half the sum of (w_ij + w_ji)^2. */
  readonly s1: number;
  /** Sum over areas of (row sum + column sum)^2. */
  readonly s2: number;
}

/** The sums of Cliff and Ord (1981) that the variances of global statistics are made of. */
export function weightSums(weights: SpatialWeights): WeightSums {
  const { areas, start, ids } = weights;
  const w = weights.weights;
  const both = new Float64Array(areas);
  let s0 = 0;
  let s1 = 0;
  for (let i = 0; i < areas; i++) {
    for (let place = at(start, i); place < at(start, i + 1); place++) {
      const j = at(ids, place);
      const weight = at(w, place);
      const back = placeOf(weights, j, i);
      s0 += weight;
      s1 += weight * (weight + (back < 0 ? 0 : at(w, back)));
      both[i] = at(both, i) + weight;
      both[j] = at(both, j) + weight;
    }
  }
  let s2 = 0;
  for (let i = 0; i < areas; i++) s2 += at(both, i) ** 2;
  return { s0, s1, s2 };
}

/** Whether every neighbour has the area as its neighbour too. */
export function mutual(neighbours: Neighbours): boolean {
  for (let i = 0; i < neighbours.areas; i++)
    for (let place = at(neighbours.start, i); place < at(neighbours.start, i + 1); place++)
      if (placeOf(neighbours, at(neighbours.ids, place), i) < 0) return false;
  return true;
}

/** Where `id` stands among the neighbours of `area`, or -1: a search by halves. */
function placeOf(neighbours: Neighbours, area: number, id: number): number {
  let low = at(neighbours.start, area);
  let high = at(neighbours.start, area + 1) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = at(neighbours.ids, middle);
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
