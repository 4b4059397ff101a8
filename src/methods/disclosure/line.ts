/** The one-way case of `flow.ts` in closed form: parts and one total, so that a list of hundreds of areas costs microseconds. */
import { at } from '../check.ts';
import type { FlowNetwork } from './flow.ts';
import { bounds, type CellMark, type MarginTable } from './table.ts';

/** Whether a table is one line of parts with (or without) a total, and nothing below it. */
export function isOneLine(table: MarginTable): boolean {
  if (table.height !== 2) return false;
  for (let cell = table.width; cell < 2 * table.width; cell++) if (table.marks[cell] !== 'absent') return false;
  return true;
}

/** As {@link flowNetwork}, for a table that {@link isOneLine}. */
export function lineNetwork(table: MarginTable, marks: readonly CellMark[]): FlowNetwork {
  const total = table.width - 1;
  const low = new Float64Array(table.width);
  const high = new Float64Array(table.width);
  let lows = 0;
  let highs = 0;
  let endless = 0;
  for (let cell = 0; cell < table.width; cell++) {
    const [lower, upper] = bounds(table, cell, marks[cell]);
    low[cell] = lower;
    high[cell] = upper;
    if (cell === total) continue;
    lows += lower;
    if (upper === Number.POSITIVE_INFINITY) endless++;
    else highs += upper;
  }
  const most = (without: number): number => {
    const own = at(high, without);
    const others = endless - (own === Number.POSITIVE_INFINITY ? 1 : 0);
    if (others > 0) return Number.POSITIVE_INFINITY;
    return highs - (own === Number.POSITIVE_INFINITY ? 0 : own);
  };
  const all = endless > 0 ? Number.POSITIVE_INFINITY : highs;
  return {
    consistent: lows <= at(high, total) + 1e-9 && all >= at(low, total) - 1e-9,
    interval(cell) {
      if (cell === total) return [Math.max(at(low, total), lows), Math.min(at(high, total), all)];
      return [Math.max(at(low, cell), at(low, total) - most(cell)), Math.min(at(high, cell), at(high, total) - (lows - at(low, cell)))];
    },
  };
}
