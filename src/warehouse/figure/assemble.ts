/** Roll-up -> figure: cells in order, unknowns, caveats, refusals, words and the permanent address. Pure. */
import { createHash } from 'node:crypto';
import { monthText } from '../../reference/index.ts';
import type { Context } from './context.ts';
import type { Coverage } from './coverage.ts';
import { type Dimension, dimension as findDimensionById } from './dimensions.ts';
import { fillAll } from './fill.ts';
import type { Plan } from './plan.ts';
import { cellOf, type Gate, gateOf, shareOf } from './protect.ts';
import type { Residents } from './residents.ts';
import { emptyRow, packKey, type Rollup, type Row } from './rollup.ts';
import { formatSlice } from './slice.ts';
import type { Caveat, Cell, Clearance, Figure, FigureDimension, Refusal, SourceNote, Staleness, Unknowns } from './types.ts';
import { sliceWords } from './words.ts';

export interface Surroundings {
  readonly clearance: Clearance;
  readonly snapshot: { readonly id: string; readonly at: string };
  readonly context: Context;
  readonly coverage: Coverage;
  readonly residents: Residents | null;
  readonly staleness: readonly Staleness[];
  readonly sources: readonly SourceNote[];
  readonly caveats: readonly Caveat[];
  readonly refusal: Refusal | null;
}

const PROTECTED =
  'Counts are protected: each is slightly perturbed, shown to the nearest 5, and shown as [c] when it is small (1 to 7 always). Rates and shares are worked out from protected counts. Parts may not add to totals.';
const EXACT = 'OFFICIAL-SENSITIVE. Exact counts: do not publish them or pass them on without disclosure control.';

function residentsOf(key: readonly number[], residents: Residents | null): number | null {
  if (!residents) return null;
  return residents.byKey.get(packKey(key.map((value, index) => (residents.counts[index] ? value : 0)))) ?? null;
}

/** Display order of the value ids of a dimension. */
function ordering(plan: Plan, index: number): (a: number, b: number) => number {
  const values = plan.values[index];
  if (!values || values.ids.length === 0) return (a, b) => a - b;
  const place = new Map(values.ids.map((id, at) => [id, at]));
  return (a, b) => (place.get(a) ?? a) - (place.get(b) ?? b);
}

/** Key combinations to show, in display order. */
function keysOf(plan: Plan, rollup: Rollup, around: Surroundings): number[][] {
  const filled = fillAll(
    plan,
    around.context,
    around.coverage,
    [...rollup.rows.values()].map((row) => row.key),
  );
  if (plan.by.length === 0) return [];
  if (filled === null) {
    const orders = plan.by.map((_, index) => ordering(plan, index));
    return [...rollup.rows.values()]
      .map((row) => [...row.key])
      .sort((a, b) => orders.reduce((found, compare, index) => found || compare(a[index] as number, b[index] as number), 0));
  }
  let keys: number[][] = [[]];
  filled.forEach((ids, index) => {
    const sorted = [...ids].sort(ordering(plan, index));
    keys = keys.flatMap((key) => sorted.map((id) => [...key, id]));
  });
  return keys;
}

function unknownsOf(plan: Plan, rollup: Rollup, gate: Gate): Unknowns[] {
  const out: Unknowns[] = [];
  const whole = { ...emptyRow([], false).part };
  for (const row of rollup.rows.values()) for (const field of ['exact', 'perturbed', 'variance'] as const) whole[field] += row.part[field];
  plan.values.forEach((values, index) => {
    if (values.unknown === null || values.dimension.column === plan.split?.column) return;
    const part = { ...emptyRow([], false).part };
    for (const row of rollup.rows.values()) {
      if (!values.describe(row.key[index] as number).unknown) continue;
      for (const field of ['exact', 'perturbed', 'variance'] as const) part[field] += row.part[field];
    }
    out.push({ dimension: values.dimension.id, ...shareOf(part, whole, gate) });
  });
  const { unknownOf } = plan.measure;
  if (unknownOf && plan.split) {
    const { total } = rollup;
    const all = {
      exact: total.whole.exact + total.aside.exact,
      perturbed: total.whole.perturbed + total.aside.perturbed,
      variance: total.whole.variance + total.aside.variance,
    };
    out.push({ dimension: unknownOf, ...shareOf(total.aside, all, gate) });
  }
  return out;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Caveats that follow from the numbers: bounds of a find rate, outcomes still pending. */
function computedCaveats(plan: Plan, rollup: Rollup, gate: Gate): Caveat[] {
  const out: Caveat[] = [];
  const { total } = rollup;
  if (!plan.split || total.aside.exact === 0) return out;
  const all = {
    exact: total.whole.exact + total.aside.exact,
    perturbed: total.whole.perturbed + total.aside.perturbed,
    variance: total.whole.variance + total.aside.variance,
  };
  const aside = shareOf(total.aside, all, gate);
  if (plan.measure.form === 'mix') {
    const said = aside.share === null ? 'A small number' : percent(aside.share);
    out.push({ code: 'pending', text: `${said} of these offences are not yet assigned an outcome and are left out of the denominator.` });
  } else if (plan.measure.unknownOf === 'linked') {
    const low = shareOf(total.part, all, gate);
    const high = shareOf(
      {
        exact: total.part.exact + total.aside.exact,
        perturbed: total.part.perturbed + total.aside.perturbed,
        variance: total.part.variance + total.aside.variance,
      },
      all,
      gate,
    );
    if (low.share !== null && high.share !== null && aside.share !== null) {
      out.push({
        code: 'find-bounds',
        text: `The link was not recorded for ${percent(aside.share)} of searches. If none of those was linked the rate would be ${percent(low.share)}; if all were, ${percent(high.share)}.`,
      });
    }
  }
  return out;
}

/** Path and query that give the same cells from the same snapshot. */
export function addressOf(plan: Plan, asked: readonly string[], snapshot: string): string {
  const search = new URLSearchParams();
  for (const each of asked) search.append('by', each);
  const slice = formatSlice(plan.slice);
  return `/figure/${plan.measure.id}?${[search.toString(), slice, `snapshot=${snapshot}`].filter((part) => part !== '').join('&')}`;
}

export function assemble(plan: Plan, rollup: Rollup, around: Surroundings): Figure {
  const { measure } = plan;
  const { clearance } = around;
  const describe = (index: number, id: number) => plan.values[index]?.describe(id) ?? { code: String(id), label: String(id), unknown: false };
  const gate = gateOf(plan, clearance);
  const refused = around.refusal !== null;
  const keys = refused ? [] : keysOf(plan, rollup, around);
  const twoSided = plan.split !== null || plan.window !== null;
  const wholes = measure.form === 'mix' ? mixWholes(plan, rollup) : null;
  const cells: Cell[] = keys.map((key) => {
    const row = rollup.rows.get(packKey(key)) ?? absent(plan, key, twoSided, wholes);
    return cellOf(
      measure,
      key.map((id, index) => describe(index, id).code),
      row,
      gate,
      residentsOf(key, around.residents),
    );
  });
  const dimensions: FigureDimension[] = plan.by.map((dimension, index) => ({
    id: dimension.id,
    title: dimension.title,
    values: [...new Set(keys.map((key) => key[index] as number))].map((id) => describe(index, id)),
  }));
  const total = cellOf(measure, [], rollup.total, gate, around.residents?.total ?? null);
  const same = addressOf(
    plan,
    plan.by.map((each) => each.id),
    around.snapshot.id,
  );
  // The protected cells are at the same address without it.
  const address = clearance === 'analyst' ? `${same}&as=analyst` : same;
  return Object.freeze({
    id: createHash('sha256').update(`${measure.version}|${clearance}|${address}`).digest('hex').slice(0, 16),
    measure: {
      id: measure.id,
      version: measure.version,
      title: measure.title,
      definition: measure.definition,
      unit: measure.unit,
      kind: measure.form === 'mix' ? 'share' : measure.form,
      definitionId: measure.definitionId,
    },
    slice: plan.slice,
    words: sliceWords(
      plan.slice,
      (id) => plan.values.find((each) => each.dimension.id === id) ?? around.context.values(requireDimension(id)),
      plan.window === null ? periodOf(around.coverage) : null,
    ),
    basis: measure.basis,
    clearance,
    snapshot: around.snapshot,
    asAt: around.snapshot.at,
    dimensions,
    cells: refused ? [] : cells,
    total: refused ? { key: [], state: 'na' as const, value: null, lower: null, upper: null, numerator: null, denominator: null } : total,
    unknowns: refused ? [] : unknownsOf(plan, rollup, gate),
    caveats: [...measure.caveats, ...around.caveats, ...(refused ? [] : computedCaveats(plan, rollup, gate))],
    refusal: around.refusal,
    staleness: around.staleness,
    sources: around.sources,
    coverage: around.coverage.notes,
    protection: clearance === 'analyst' ? { applied: false, text: EXACT } : { applied: true, text: PROTECTED },
    address,
  });
}

/** Denominators of a `mix` by the key without what is shared out, so that a value that never occurs is 0 % of something. */
function mixWholes(plan: Plan, rollup: Rollup): Map<number, Row> {
  const out = new Map<number, Row>();
  for (const row of rollup.rows.values()) out.set(outerKey(plan, row.key), row);
  return out;
}

function outerKey(plan: Plan, key: readonly number[]): number {
  return packKey(key.map((value, index) => (plan.by[index]?.column === plan.split?.column ? 0 : value)));
}

function absent(plan: Plan, key: readonly number[], twoSided: boolean, wholes: ReadonlyMap<number, Row> | null): Row {
  const row = emptyRow(key, twoSided);
  const whole = wholes?.get(outerKey(plan, key));
  return whole ? { ...row, whole: whole.whole } : row;
}

function requireDimension(id: string): Dimension {
  const found = findDimensionById(id);
  if (!found) throw new Error(`no dimension ${id}`);
  return found;
}

/** The months of a slice as the data have them. */
function periodOf(coverage: Coverage): { from: string; to: string } | null {
  const first = coverage.months[0];
  const last = coverage.months.at(-1);
  return first === undefined || last === undefined ? null : { from: monthText(first), to: monthText(last) };
}
