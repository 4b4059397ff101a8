/**
 * Counts held in memory by force, month and some more columns. A question on those columns is a loop over its forces' rows, where a statement costs 2 to 4 ms of
 * processor time however little it reads. What a row holds is fixed (docs/adr/0002-protection.md), so the sums are those of SQL.
 */
import { type CountQuery, type CountTable, LARGE_ATOM } from './counts.ts';
import type { BaseColumn } from './dimensions.ts';
import type { Condition } from './measures.ts';

export interface Cube {
  /** Every row's value of each column, `force` and `month` among them; rows of a force stand together. */
  readonly columns: ReadonlyMap<BaseColumn, Uint8Array | Uint16Array>;
  /** Records. */
  readonly n: Uint32Array;
  /** What they weigh, in thirds. */
  readonly v: Int32Array;
  /** First row and end of each force. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** True where a row is an atom, which may have noise of its own; false where it is a sum of records' weights. */
  readonly atoms: boolean;
  /** Rows of a force are in order of month. */
  readonly byMonth: boolean;
  /** It counts only what passes this, and answers only questions that ask for it. */
  readonly given?: Condition;
}

/** First row and end of each force; rows of one force stand together. */
export function spans(force: Uint8Array): Pick<Cube, 'start' | 'end'> {
  const start = new Uint32Array(256);
  const end = new Uint32Array(256);
  for (let row = 0; row < force.length; row++) {
    const at = force[row] as number;
    if (end[at] === 0) start[at] = row;
    end[at] = row + 1;
  }
  return { start, end };
}

/** One more than the largest value of each column: tables by value need no more room. */
const reaches = new WeakMap<Uint8Array | Uint16Array, number>();

function reach(values: Uint8Array | Uint16Array): number {
  const held = reaches.get(values);
  if (held !== undefined) return held;
  let most = 0;
  for (const value of values) if (value > most) most = value;
  reaches.set(values, most + 1);
  return most + 1;
}

/** 1 where a value passes. */
function passing(condition: { readonly not?: boolean; readonly ids: readonly number[] }, size: number): Uint8Array {
  const table = new Uint8Array(size).fill(condition.not ? 1 : 0);
  for (const id of condition.ids) if (id < size) table[id] = condition.not ? 0 : 1;
  return table;
}

/** Ids of the forces that a question reads. */
function forcesOf(query: CountQuery): number[] {
  const condition = query.conditions.find((each) => each.column === 'force');
  if (condition && !condition.not) return [...condition.ids];
  const table = condition ? passing(condition, 256) : null;
  return Array.from({ length: 256 }, (_, id) => id).filter((id) => table === null || table[id] === 1);
}

/** Whether the columns of a question are all here. */
export function holds(cube: Cube, query: Pick<CountQuery, 'by' | 'conditions'>): boolean {
  const { columns, given } = cube;
  if (given && !query.conditions.some((condition) => same(condition, given))) return false;
  return (
    query.by.every((column) => columns.has(column)) &&
    query.conditions.every((condition) => columns.has(condition.column) || (given !== undefined && same(condition, given)))
  );
}

const same = (a: Condition, b: Condition): boolean => a.column === b.column && (a.not ?? false) === (b.not ?? false) && a.ids.join() === b.ids.join();

/** Rows that a question would read here, at most. */
export function rowsRead(cube: Cube, query: CountQuery): number {
  return forcesOf(query).reduce((sum, force) => sum + (cube.end[force] as number) - (cube.start[force] as number), 0);
}

/** First row from `low` to `high` whose month is at least `month`; rows in order of month. */
function firstFrom(months: Uint8Array | Uint16Array, low: number, high: number, month: number): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((months[middle] as number) < month) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** @param query one whose columns the cube {@link holds} */
export function countCube(cube: Cube, query: CountQuery): CountTable {
  const months = cube.columns.get('month') as Uint16Array;
  const from = query.from ?? 0;
  const to = query.to ?? 65_535;
  const column = (name: BaseColumn) => cube.columns.get(name) as Uint8Array | Uint16Array;
  const filters = query.conditions
    .filter((each) => each.column !== 'force' && cube.columns.has(each.column))
    .map((each) => {
      const values = column(each.column);
      return { values, pass: passing(each, reach(values)) };
    });
  const filtered = filters.map((each) => each.values);
  const passes = filters.map((each) => each.pass);
  const by = query.by.map(column);
  const [single] = by;
  const direct = by.length === 1 && single ? new Int32Array(reach(single)).fill(-1) : null;
  const groups = new Map<number, number>();
  const first: number[] = [];
  const exact: number[] = [];
  const perturbed: number[] = [];
  const variance: number[] = [];
  const groupOf = (row: number): number => {
    const key = direct ? (single?.[row] as number) : packedKey(by, row);
    const held = direct ? (direct[key] as number) : (groups.get(key) ?? -1);
    if (held >= 0) return held;
    const made = first.push(row) - 1;
    if (direct) direct[key] = made;
    else groups.set(key, made);
    exact.push(0);
    perturbed.push(0);
    variance.push(0);
    return made;
  };
  for (const force of forcesOf(query)) {
    let row = cube.start[force] as number;
    let end = cube.end[force] as number;
    if (cube.byMonth) {
      row = firstFrom(months, row, end, from);
      end = firstFrom(months, row, end, to + 1);
    }
    rows: for (; row < end; row++) {
      const month = months[row] as number;
      if (month < from || month > to) continue;
      for (let at = 0; at < filtered.length; at++) if (((passes[at] as Uint8Array)[(filtered[at] as Uint8Array)[row] as number] as number) === 0) continue rows;
      const group = groupOf(row);
      const v = cube.v[row] as number;
      exact[group] = (exact[group] as number) + (cube.n[row] as number);
      perturbed[group] = (perturbed[group] as number) + v;
      // An atom with noise of its own has a variance of 4 records squared, what is weighed by record one of v / 3.
      variance[group] = (variance[group] as number) + (cube.atoms && v >= LARGE_ATOM ? 36 : v);
    }
  }
  return {
    by: query.by,
    rows: first.length,
    keys: by.map((values) => Float64Array.from(first, (row) => values[row] as number)),
    exact: Float64Array.from(exact),
    perturbed: Float64Array.from(perturbed),
    variance: Float64Array.from(variance),
  };
}

function packedKey(by: readonly (Uint8Array | Uint16Array)[], row: number): number {
  let key = 0;
  for (const values of by) key = key * (values instanceof Uint8Array ? 256 : 65_536) + (values[row] as number);
  return key;
}
