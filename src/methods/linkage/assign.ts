/** Each record linked to one other at most: which of the competing links to keep. */
import { at, count, finite } from '../check.ts';
import { MethodError } from '../error.ts';

export interface ScoredPairs {
  /** Index of the record in the left file. */
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  /** Match weight of the pair. */
  readonly weights: ArrayLike<number>;
}

/** Cells of the largest group of entangled records that is solved exactly: 2,000 by 2,000. */
const MOST_CELLS = 4_000_000;

/**
 * Links one to one by taking the best pair first, then the best of what is left, and so on. Ties go to the pair that comes first.
 *
 * @param pairs of two files that have no duplicates within them; @param threshold only pairs of this weight or more
 * @returns indices of the kept pairs, rising
 * @throws MethodError `shape`, `not-whole`, `negative`, `not-a-number`
 */
export function assignGreedy(pairs: ScoredPairs, threshold: number): Uint32Array {
  const kept = above(pairs, threshold);
  const order = kept.sort((a, b) => at(pairs.weights, b) - at(pairs.weights, a) || a - b);
  const left = new Set<number>();
  const right = new Set<number>();
  const chosen: number[] = [];
  for (const pair of order) {
    const [a, b] = [at(pairs.left, pair), at(pairs.right, pair)];
    if (left.has(a) || right.has(b)) continue;
    left.add(a);
    right.add(b);
    chosen.push(pair);
  }
  return Uint32Array.from(chosen).sort();
}

/**
 * Links one to one so that the sum of the kept weights, counted from the threshold, is the largest possible. Differs from {@link assignGreedy}
 * where the best pair stands in the way of two good ones.
 *
 * @param pairs @param threshold as for {@link assignGreedy}
 * @returns indices of the kept pairs, rising
 * @throws MethodError `too-large` when more than about 2,000 records a side hang together (raise the threshold); as {@link assignGreedy}
 * @source Kuhn (1955), Nav. Res. Logist. Q. 2:83; Jonker and Volgenant (1987), Computing 38:325 (shortest augmenting paths); Jaro (1989) for the use
 */
export function assignOptimal(pairs: ScoredPairs, threshold: number): Uint32Array {
  const chosen: number[] = [];
  for (const group of components(pairs, above(pairs, threshold))) {
    if (group.length === 1) chosen.push(group[0] as number);
    else chosen.push(...solve(pairs, group, threshold));
  }
  return Uint32Array.from(chosen).sort();
}

function above(pairs: ScoredPairs, threshold: number): number[] {
  finite('threshold', threshold);
  const n = pairs.left.length;
  for (const side of ['right', 'weights'] as const) {
    if (pairs[side].length !== n) throw new MethodError('shape', side, `must have ${n} entries, and has ${pairs[side].length}`);
  }
  const kept: number[] = [];
  for (let i = 0; i < n; i++) {
    count(`left[${i}]`, at(pairs.left, i));
    count(`right[${i}]`, at(pairs.right, i));
    if (finite(`weights[${i}]`, at(pairs.weights, i)) >= threshold) kept.push(i);
  }
  return kept;
}

/** Pairs that hang together through shared records. */
function components(pairs: ScoredPairs, kept: readonly number[]): number[][] {
  const parents: number[] = [];
  const root = (node: number): number => {
    let top = node;
    while (parents[top] !== top) top = parents[top] as number;
    while (parents[node] !== top) {
      const next = parents[node] as number;
      parents[node] = top;
      node = next;
    }
    return top;
  };
  const nodes = [new Map<number, number>(), new Map<number, number>()] as const;
  const node = (side: 0 | 1, record: number): number => {
    let found = nodes[side].get(record);
    if (found === undefined) {
      found = parents.length;
      parents.push(found);
      nodes[side].set(record, found);
    }
    return found;
  };
  const ends = kept.map((pair) => {
    const left = node(0, at(pairs.left, pair));
    parents[root(left)] = root(node(1, at(pairs.right, pair)));
    return left;
  });
  const groups = new Map<number, number[]>();
  kept.forEach((pair, i) => {
    const top = root(ends[i] as number);
    const group = groups.get(top);
    if (group === undefined) groups.set(top, [pair]);
    else group.push(pair);
  });
  return [...groups.values()];
}

/** The best one-to-one choice within one group: rows are the smaller side, and a cell without a pair costs 0, which is "not linked". */
function solve(pairs: ScoredPairs, group: readonly number[], threshold: number): number[] {
  const index = (side: ArrayLike<number>): Map<number, number> => {
    const found = new Map<number, number>();
    for (const pair of group) if (!found.has(at(side, pair))) found.set(at(side, pair), found.size);
    return found;
  };
  let [rowSide, columnSide] = [pairs.left, pairs.right];
  let [rows, columns] = [index(rowSide), index(columnSide)];
  if (rows.size > columns.size) {
    [rowSide, columnSide] = [columnSide, rowSide];
    [rows, columns] = [columns, rows];
  }
  const width = columns.size;
  if (rows.size * width > MOST_CELLS) {
    throw new MethodError('too-large', 'pairs', `${rows.size} by ${width} records hang together above the threshold; raise it, or use the greedy way`);
  }
  const costs = new Float64Array(rows.size * width);
  const pairAt = new Map<number, number>();
  for (const pair of group) {
    const cell = (rows.get(at(rowSide, pair)) as number) * width + (columns.get(at(columnSide, pair)) as number);
    const cost = threshold - at(pairs.weights, pair);
    // The first of several entries for the same two records stands, unless a later one weighs more.
    if (pairAt.has(cell) && cost >= (costs[cell] as number)) continue;
    costs[cell] = cost;
    pairAt.set(cell, pair);
  }
  const rowOf = cheapest(costs, rows.size, width);
  const chosen: number[] = [];
  rowOf.forEach((row, column) => {
    const pair = row < 0 ? undefined : pairAt.get(row * width + column);
    if (pair !== undefined) chosen.push(pair);
  });
  return chosen;
}

/** Cheapest assignment of every row to a column of its own, by shortest augmenting paths. @returns row of each column, -1 for none */
function cheapest(costs: Float64Array, rows: number, width: number): Int32Array {
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(width);
  const rowOf = new Int32Array(width).fill(-1);
  const best = new Float64Array(width);
  const from = new Int32Array(width);
  const done = new Uint8Array(width);
  for (let start = 0; start < rows; start++) {
    best.fill(Number.POSITIVE_INFINITY);
    done.fill(0);
    let row = start;
    let reached = -1;
    for (;;) {
      let nearest = -1;
      let distance = Number.POSITIVE_INFINITY;
      const base = row * width;
      // What the path to this row has cost so far.
      const paid = reached < 0 ? 0 : (best[reached] as number);
      for (let column = 0; column < width; column++) {
        if (done[column] === 1) continue;
        const through = paid + (costs[base + column] as number) - (rowPrice[row] as number) - (columnPrice[column] as number);
        if (through < (best[column] as number)) {
          best[column] = through;
          from[column] = reached;
        }
        if ((best[column] as number) < distance) {
          distance = best[column] as number;
          nearest = column;
        }
      }
      done[nearest] = 1;
      reached = nearest;
      const holder = rowOf[nearest] as number;
      if (holder < 0) break;
      row = holder;
    }
    const end = best[reached] as number;
    rowPrice[start] = (rowPrice[start] as number) + end;
    for (let column = 0; column < width; column++) {
      if (done[column] === 0 || column === reached) continue;
      const slack = end - (best[column] as number);
      columnPrice[column] = (columnPrice[column] as number) - slack;
      const holder = rowOf[column] as number;
      rowPrice[holder] = (rowPrice[holder] as number) + slack;
    }
    for (let column = reached; column >= 0; ) {
      const before = from[column] as number;
      rowOf[column] = before < 0 ? start : (rowOf[before] as number);
      column = before;
    }
  }
  return rowOf;
}
