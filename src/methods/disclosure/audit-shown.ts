/** The interval audit of a table as a reader has it: rows of numbers with gaps. */
import { at, nonNegative } from '../check.ts';
import { MethodError } from '../error.ts';
import { flowAudit } from './flow.ts';
import { REQUIRED_WIDTH } from './suppress.ts';
import { type Margin, marginTable, type TableInput } from './table.ts';

/** A number as shown, or null where it is concealed. */
export type Shown = number | null;

export interface ShownTable {
  readonly cells: readonly (readonly Shown[])[];
  /** Left out where the table does not show them. */
  readonly rowTotals?: readonly Shown[];
  readonly colTotals?: readonly Shown[];
  readonly total?: Shown;
  /** A number shown is at most this far from the truth: 0 exact (default), 2 for whole counts rounded to base 5. */
  readonly slack?: number;
  /** What a concealed cell is known to lie in; default 0 to no end. */
  readonly hiddenRange?: readonly [number, number];
  /** An interval narrower than this is reported as too narrow. Default 5. */
  readonly width?: number;
}

export interface ShownInterval {
  /** Row and column, counted from 0; null for the line of totals. */
  readonly row: number | null;
  readonly column: number | null;
  readonly min: number;
  /** Null where nothing bounds it. */
  readonly max: number | null;
  /** Whether it is narrower than the width asked for. */
  readonly narrow: boolean;
}

export interface ShownAudit {
  /** False when the numbers shown contradict each other; there are no intervals then. */
  readonly consistent: boolean;
  readonly intervals: readonly ShownInterval[];
  /** How many of them are too narrow. */
  readonly narrow: number;
}

/**
 * What every concealed cell of a table can be, given all that is shown.
 *
 * @throws MethodError `shape`, `too-few` (no cells), `negative`, `not-a-number`, `out-of-range` (hiddenRange)
 * @source Cox (1995), JASA 90:1453, by network flow; see {@link flowAudit}
 */
export function auditShown(shown: ShownTable): ShownAudit {
  const width = nonNegative('width', shown.width ?? REQUIRED_WIDTH);
  const input = asTable(shown);
  const found = flowAudit(marginTable(input));
  const intervals = (found ?? []).map(({ cell, min, max }): ShownInterval => {
    const row = Math.floor(cell / (input.cols + 1));
    const column = cell % (input.cols + 1);
    return {
      row: row === input.rows ? null : row,
      column: column === input.cols ? null : column,
      min,
      max: Number.isFinite(max) ? max : null,
      narrow: max - min < width,
    };
  });
  return { consistent: found !== null, intervals, narrow: intervals.filter(({ narrow }) => narrow).length };
}

function asTable({ cells, rowTotals, colTotals, total, slack, hiddenRange }: ShownTable): TableInput {
  const cols = cells[0]?.length ?? 0;
  if (cols === 0) throw new MethodError('too-few', 'cells', 'needs one row or more of one cell or more');
  cells.forEach((row, r) => {
    if (row.length !== cols) throw new MethodError('shape', `cells[${r}]`, `must have ${cols} entries, as the first row, and has ${row.length}`);
  });
  const flat = cells.flat();
  const margin = (value: Shown): Margin => value ?? 'hidden';
  return {
    rows: cells.length,
    cols,
    values: Float64Array.from(flat, (value) => value ?? 0),
    hidden: flat.map((value) => value === null),
    ...(rowTotals === undefined ? {} : { rowTotals: rowTotals.map(margin) }),
    ...(colTotals === undefined ? {} : { colTotals: colTotals.map(margin) }),
    ...(total === undefined ? {} : { total: margin(total) }),
    slack: nonNegative('slack', slack ?? 0),
    ...(hiddenRange === undefined ? {} : { hiddenRange: [at(hiddenRange, 0), at(hiddenRange, 1)] }),
  };
}
