/** Counts by base columns -> counts by the values that the figure shows. Sums only, so the perturbed counts stay additive. */
import type { CountTable } from './counts.ts';
import type { Plan } from './plan.ts';

/** A sum of exact counts, of perturbed counts (in thirds), and of the variance that the perturbation adds (in ninths of a record squared). */
export interface Sum {
  exact: number;
  perturbed: number;
  variance: number;
}

export interface Row {
  readonly key: readonly number[];
  /** What the cell counts: the count itself, the numerator, the later window. */
  readonly part: Sum;
  /** The denominator of a share, the earlier window of a change; same object as `part` where there is none. */
  readonly whole: Sum;
  /** Left out of both and reported: pending outcomes, unrecorded links. */
  readonly aside: Sum;
}

export interface Rollup {
  readonly rows: Map<number, Row>;
  readonly total: Row;
}

const BASE = 2 ** 17;

export function packKey(key: readonly number[]): number {
  let packed = 0;
  for (const each of key) packed = packed * BASE + each;
  return packed;
}

const nothing = (): Sum => ({ exact: 0, perturbed: 0, variance: 0 });

function add(sum: Sum, exact: number, perturbed: number, variance: number): void {
  sum.exact += exact;
  sum.perturbed += perturbed;
  sum.variance += variance;
}

export function emptyRow(key: readonly number[], twoSided: boolean): Row {
  const part = nothing();
  return { key, part, whole: twoSided ? nothing() : part, aside: nothing() };
}

function isTwoSided(plan: Plan): boolean {
  return plan.split !== null || plan.window !== null;
}

/** @param table the answer to `plan.main` */
export function rollUp(plan: Plan, table: CountTable): Rollup {
  const twoSided = isTwoSided(plan);
  const rows = new Map<number, Row>();
  const total = emptyRow([], twoSided);
  const columnAt = plan.values.map((values) => table.by.indexOf(values.dimension.column));
  const monthAt = plan.window ? table.by.indexOf('month') : -1;
  const splitAt = plan.split ? table.by.indexOf(plan.split.column) : -1;
  const isTime = plan.by.map((dimension) => dimension.kind === 'time');
  const shared = plan.measure.form === 'mix' ? plan.by.map((dimension) => dimension.column === plan.split?.column) : [];
  const key = new Array<number>(plan.by.length).fill(0);
  /** Form `mix`: the denominators, by the key without the shared-out dimensions. */
  const wholes = new Map<number, Sum>();

  for (let at = 0; at < table.rows; at++) {
    const exact = table.exact[at] as number;
    const perturbed = table.perturbed[at] as number;
    const variance = table.variance[at] as number;
    const month = monthAt < 0 ? 0 : ((table.keys[monthAt] as Float64Array)[at] as number);
    const earlier = plan.window !== null && month < plan.window.from;
    // A month that is in both windows (a period over a year) counts in each.
    const sides = plan.window === null ? [false] : month <= plan.window.to - 12 && month >= plan.window.from ? [false, true] : [earlier];
    for (const before of sides) {
      for (let index = 0; index < key.length; index++) {
        const base = (table.keys[columnAt[index] as number] as Float64Array)[at] as number;
        key[index] = plan.values[index]?.valueOf(before && isTime[index] ? base + 12 : base) as number;
      }
      const packed = packKey(key);
      let row = rows.get(packed);
      if (!row) {
        row = emptyRow([...key], twoSided);
        rows.set(packed, row);
      }
      if (plan.split) {
        const id = (table.keys[splitAt] as Float64Array)[at] as number;
        if (plan.split.aside.has(id)) {
          add(row.aside, exact, perturbed, variance);
          add(total.aside, exact, perturbed, variance);
          continue;
        }
        if (shared.length > 0) {
          const outer = packKey(key.map((value, index) => (shared[index] ? 0 : value)));
          const whole = wholes.get(outer) ?? nothing();
          wholes.set(outer, whole);
          add(whole, exact, perturbed, variance);
        } else add(row.whole, exact, perturbed, variance);
        add(total.whole, exact, perturbed, variance);
        if (plan.split.numerator.has(id)) {
          add(row.part, exact, perturbed, variance);
          add(total.part, exact, perturbed, variance);
        }
      } else if (before) {
        add(row.whole, exact, perturbed, variance);
        add(total.whole, exact, perturbed, variance);
      } else {
        add(row.part, exact, perturbed, variance);
        add(total.part, exact, perturbed, variance);
      }
    }
  }
  if (shared.length > 0) shareOut(plan, rows, shared, wholes);
  return { rows, total };
}

/** Gives each row of a `mix` the denominator of its other keys, and drops rows that hold only what is set aside. */
function shareOut(plan: Plan, rows: Map<number, Row>, shared: readonly boolean[], wholes: ReadonlyMap<number, Sum>): void {
  for (const [packed, row] of rows) {
    const whole = wholes.get(packKey(row.key.map((value, index) => (shared[index] ? 0 : value))));
    if (row.part.exact === 0 && row.aside.exact > 0) rows.delete(packed);
    else if (row.part.exact === 0 && plan.split && plan.split.numerator.size < 256) rows.delete(packed);
    else if (whole) Object.assign(row.whole, whole);
  }
}

/** The total from the more accurate ungrouped count. */
export function withWhole(rollup: Rollup, whole: CountTable): Rollup {
  const total = emptyRow([], false);
  for (let at = 0; at < whole.rows; at++) add(total.part, whole.exact[at] as number, whole.perturbed[at] as number, whole.variance[at] as number);
  return { rows: rollup.rows, total };
}
