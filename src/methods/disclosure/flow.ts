/**
 * The feasible interval of every hidden cell, by network flow: an exact audit without a solver.
 *
 * A two-way table with margins is a circulation (rows give, columns take, totals bring back), so the largest and smallest value that a cell can have
 * are maximum flows from its column back to its row through all other cells. Whole bounds give whole intervals (the matrix is totally
 * unimodular), so for whole counts the linear answer is the integer one.
 *
 * Source: Cox (1995), Network models for complementary cell suppression, JASA 90:1453; Ahuja, Magnanti and Orlin, Network Flows, ch. 6.
 */
import { at } from '../check.ts';
import { bounds, type CellMark, concealed, forward, type MarginTable } from './table.ts';

const EPSILON = 1e-9;

export interface FlowNetwork {
  /** False when no table of counts agrees with what is shown (margins made by another route, and slack too small to bridge it). */
  readonly consistent: boolean;
  /**
   * Feasible interval of a grid cell.
   * @param enough stop looking once the interval is known to be this wide (it may then be reported narrower than it is, never wider)
   */
  interval(cell: number, enough?: number): readonly [number, number];
}

/** Residual capacities of the table's circulation, started from a feasible point. `marks` stand in for the table's own where given. */
export function flowNetwork(table: MarginTable, marks: readonly CellMark[] = table.marks): FlowNetwork {
  const { height, width } = table;
  const size = height * width;
  const nodes = height + width;
  const flow = new Float64Array(size);
  /** Residual capacity from a cell's row node to its column node, and back. */
  const toCol = new Float64Array(size);
  const toRow = new Float64Array(size);
  const excess = new Float64Array(nodes);
  const low = new Float64Array(size);
  const high = new Float64Array(size);
  const queue = new Int32Array(nodes);
  const parent = new Int32Array(nodes);
  const along = Uint8Array.from({ length: size }, (_, cell) => (forward(table, cell) ? 1 : 0));

  for (let cell = 0; cell < size; cell++) {
    const [lower, upper] = bounds(table, cell, marks[cell]);
    low[cell] = lower;
    high[cell] = upper;
    // A shown cell starts at its value, a hidden one inside its range.
    const start = Math.min(upper, Math.max(lower, at(table.values, cell)));
    flow[cell] = start;
    const row = Math.floor(cell / width);
    const col = height + (cell % width);
    const sign = at(along, cell) === 1 ? 1 : -1;
    excess[row] = at(excess, row) - sign * start;
    excess[col] = at(excess, col) + sign * start;
    toCol[cell] = sign === 1 ? upper - start : start - lower;
    toRow[cell] = sign === 1 ? start - lower : upper - start;
  }

  /** Breadth-first search over residual capacity; returns the first node that `done` accepts, or -1. */
  const search = (source: number, done: (node: number) => boolean): number => {
    parent.fill(-1);
    parent[source] = source;
    queue[0] = source;
    for (let head = 0, tail = 1; head < tail; head++) {
      const node = at(queue, head);
      const fromRow = node < height;
      const first = fromRow ? height : 0;
      const last = fromRow ? nodes : height;
      for (let next = first; next < last; next++) {
        if (at(parent, next) !== -1) continue;
        const capacity = fromRow ? at(toCol, node * width + next - height) : at(toRow, next * width + node - height);
        if (capacity <= EPSILON) continue;
        parent[next] = node;
        if (done(next)) return next;
        queue[tail++] = next;
      }
    }
    return -1;
  };

  const cellOf = (a: number, b: number): number => (a < height ? a * width + b - height : b * width + a - height);

  /** Pushes up to `limit` along the path that the last search left; returns what it pushed. */
  const push = (source: number, target: number, limit: number): number => {
    let amount = limit;
    for (let node = target; node !== source; node = at(parent, node)) {
      const before = at(parent, node);
      const cell = cellOf(before, node);
      amount = Math.min(amount, before < height ? at(toCol, cell) : at(toRow, cell));
    }
    if (amount === Number.POSITIVE_INFINITY) return amount;
    for (let node = target; node !== source; node = at(parent, node)) {
      const before = at(parent, node);
      move(cellOf(before, node), before < height ? amount : -amount);
    }
    return amount;
  };

  /** Sends `amount` from a cell's row to its column (negative: back). */
  const move = (cell: number, amount: number): void => {
    toCol[cell] = at(toCol, cell) - amount;
    toRow[cell] = at(toRow, cell) + amount;
    flow[cell] = at(flow, cell) + (at(along, cell) === 1 ? amount : -amount);
  };

  /** Largest flow, up to `limit`, from one node to another. */
  const maximum = (source: number, target: number, limit: number): number => {
    let sent = 0;
    const isTarget = (node: number): boolean => node === target;
    while (sent < limit - EPSILON) {
      if (search(source, isTarget) < 0) break;
      const amount = push(source, target, limit - sent);
      if (amount === Number.POSITIVE_INFINITY) return amount;
      sent += amount;
    }
    return sent;
  };

  let consistent = true;
  for (let node = 0; node < nodes && consistent; node++) {
    while (at(excess, node) > EPSILON) {
      const sink = search(node, (other) => at(excess, other) < -EPSILON);
      if (sink < 0) {
        consistent = false;
        break;
      }
      const amount = push(node, sink, Math.min(at(excess, node), -at(excess, sink)));
      excess[node] = at(excess, node) - amount;
      excess[sink] = at(excess, sink) + amount;
    }
  }

  const interval = (cell: number, enough = Number.POSITIVE_INFINITY): readonly [number, number] => {
    const row = Math.floor(cell / width);
    const col = height + (cell % width);
    const isForward = at(along, cell) === 1;
    const start = at(flow, cell);
    // Growing the cell by d needs d sent back through the others; taking it out of the search keeps that honest.
    toCol[cell] = 0;
    toRow[cell] = 0;
    const up = isForward ? maximum(col, row, Math.min(enough, at(high, cell) - start)) : maximum(row, col, Math.min(enough, at(high, cell) - start));
    const top = start + up;
    let bottom = at(low, cell);
    let now = start;
    if (up === Number.POSITIVE_INFINITY) {
      // Nothing was moved: look for the lower end from where the cell stands.
      bottom = start - (isForward ? maximum(row, col, start - at(low, cell)) : maximum(col, row, start - at(low, cell)));
      now = bottom;
    } else {
      const reach = Math.min(top - at(low, cell), enough);
      bottom = top - (isForward ? maximum(row, col, reach) : maximum(col, row, reach));
      now = bottom;
    }
    flow[cell] = now;
    toCol[cell] = isForward ? at(high, cell) - now : now - at(low, cell);
    toRow[cell] = isForward ? now - at(low, cell) : at(high, cell) - now;
    return [tidy(bottom), tidy(top)];
  };

  return { consistent, interval };
}

/** Sums of thirds and halves leave dust behind the point. */
function tidy(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-7 ? whole : value;
}

export interface CellInterval {
  /** Index in the grid. */
  readonly cell: number;
  readonly min: number;
  /** Infinity when nothing bounds the cell. */
  readonly max: number;
}

/**
 * Feasible interval of every concealed cell of a table, exactly. Null when what is shown contradicts itself.
 * About 0.1 ms for a board's table; compare {@link intervalAudit}, the same by linear programming for any system of sums.
 */
export function flowAudit(table: MarginTable, marks: readonly CellMark[] = table.marks): readonly CellInterval[] | null {
  const network = flowNetwork(table, marks);
  if (!network.consistent) return null;
  const found: CellInterval[] = [];
  marks.forEach((mark, cell) => {
    if (!concealed(mark)) return;
    const [min, max] = network.interval(cell);
    found.push({ cell, min, max });
  });
  return found;
}
