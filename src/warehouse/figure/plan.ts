/** Question -> plan: what is to be counted, as frozen plain data. Pure: it needs the meanings of codes, not the data. */
import { HeadwaterError } from '../../errors.ts';
import { monthInt, monthText } from '../../reference/index.ts';
import type { CountQuery } from './counts.ts';
import { isCanonical } from './counts.ts';
import { type BaseColumn, type Dimension, dimension, dimensions } from './dimensions.ts';
import { type Condition, type Measure, measure, measures } from './measures.ts';
import { makeSlice, show, unknownDimension } from './slice.ts';
import type { DimensionId, Question, Slice } from './types.ts';
import type { Values } from './values.ts';

export interface Plan {
  readonly measure: Measure;
  readonly slice: Slice;
  /** Groupings, in the order asked; a `mix` measure has its shared-out dimension among them. */
  readonly by: readonly Dimension[];
  readonly values: readonly Values[];
  readonly main: CountQuery;
  /** The ungrouped count where the sum of `main` would be less accurate: main is off the atoms and this is on them. */
  readonly whole: CountQuery | null;
  /** Column of `share` and `mix` that is grouped by beside `by`, and what of it counts. */
  readonly split: Split | null;
  /** Form `change`: first and last month of the later window. */
  readonly window: { readonly from: number; readonly to: number } | null;
  /** True when the measure's definition leaves nothing of the slice (for instance section 60 in the find rate). */
  readonly empty: boolean;
}

export interface Split {
  readonly column: BaseColumn;
  readonly numerator: ReadonlySet<number>;
  /** Ids outside the denominator and reported beside it: pending outcomes, unrecorded links. */
  readonly aside: ReadonlySet<number>;
}

const MAX_BY = 3;

export function findMeasure(id: string): Measure {
  const found = measure(id);
  if (found) return found;
  throw new HeadwaterError('not-found', 'measure-unknown', `There is no measure called “${show(id)}”.`, {
    advice: `The measures are: ${measures()
      .map((each) => each.id)
      .join(', ')}.`,
  });
}

export function findDimension(id: string): Dimension {
  const found = dimension(id);
  if (!found) throw unknownDimension(id);
  return found;
}

/** Dimensions by which a measure can be split or filtered. */
export function validDimensions(of: Measure): readonly Dimension[] {
  return dimensions().filter((each) => each.datasets.includes(of.dataset) && !of.without.includes(each.id));
}

function checkValid(of: Measure, each: Dimension): void {
  if (validDimensions(of).includes(each)) return;
  const why = each.datasets.includes(of.dataset) ? 'it would change what the measure means' : 'its data do not carry it';
  throw new HeadwaterError('bad-input', 'dimension-invalid', `“${of.title}” cannot be split or filtered by ${each.title.toLowerCase()}: ${why}.`, {
    advice: `It can be split by: ${validDimensions(of)
      .map((valid) => valid.id)
      .join(', ')}.`,
  });
}

/** `a AND b` on one column. */
function intersect(a: Condition, b: Condition): Condition {
  const { column } = a;
  if (a.not && b.not) return { column, not: true, ids: sorted([...a.ids, ...b.ids]) };
  const [keep, other] = a.not ? [b, a] : [a, b];
  const set = new Set(other.ids);
  return { column, ids: keep.ids.filter((id) => set.has(id) !== (other.not ?? false)) };
}

function sorted(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((x, y) => x - y);
}

function merge(conditions: readonly Condition[]): Condition[] {
  const byColumn = new Map<BaseColumn, Condition>();
  for (const condition of conditions) {
    const clean = { ...condition, ids: sorted(condition.ids) };
    const held = byColumn.get(condition.column);
    byColumn.set(condition.column, held ? intersect(held, clean) : clean);
  }
  return [...byColumn.values()].sort((a, b) => (a.column < b.column ? -1 : 1));
}

function unique(columns: readonly BaseColumn[]): BaseColumn[] {
  return [...new Set(columns)];
}

/** First and last month of the data, for forms that need an explicit window. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

function windowOf(slice: Slice, extent: Extent): { from: number; to: number } {
  const to = slice.to === null ? extent.to : (monthInt(slice.to) as number);
  const from = slice.from === null ? Math.max(extent.from + 12, to - 11) : (monthInt(slice.from) as number);
  return { from: Math.min(from, to), to };
}

/**
 * @param resolve meanings of a dimension in the snapshot
 * @throws HeadwaterError for an unknown measure, dimension or value, or a dimension that the measure does not have
 */
export function makePlan(question: Question, resolve: (dimension: Dimension) => Values, extent: Extent): Plan {
  const of = findMeasure(question.measure);
  const asked = [...new Set(question.by)].map(findDimension);
  if (asked.length > MAX_BY) throw new HeadwaterError('bad-input', 'too-many-groupings', `A figure can be split by at most ${MAX_BY} dimensions.`);
  for (const each of asked) checkValid(of, each);
  const filters = Object.entries(question.slice.where).map(([id, codes]) => ({ dimension: findDimension(id), codes: codes ?? [] }));
  for (const filter of filters) checkValid(of, filter.dimension);

  const shared = of.mix && !asked.some((each) => of.mix?.includes(each.id)) ? [findDimension(mixDimension(of, filters))] : [];
  const by = [...asked, ...shared];
  const values = by.map(resolve);
  const condition = (filter: (typeof filters)[number]): Condition => {
    const meaning = resolve(filter.dimension);
    return { column: filter.dimension.column, ids: sorted(filter.codes.flatMap((code) => meaning.basesOf(code))) };
  };

  const slice = makeSlice(question.slice.from, question.slice.to, question.slice.where);
  const window = of.form === 'change' ? windowOf(slice, extent) : null;
  const from = window ? window.from - 12 : slice.from === null ? null : (monthInt(slice.from) as number);
  const to = window ? window.to : slice.to === null ? null : (monthInt(slice.to) as number);

  const split = splitOf(of, filters, condition);
  // What `share` and `mix` tell apart is grouped by, not filtered on, so that one scan gives part, whole and unknown.
  const outside = (each: { column: BaseColumn }) => split === null || each.column !== split.column;
  const base = merge([...of.base.filter(outside), ...filters.filter((filter) => outside(filter.dimension)).map(condition)]);
  const columns = unique([...by.map((each) => each.column), ...(split ? [split.column] : []), ...(window ? (['month'] as const) : [])]);
  const main: CountQuery = Object.freeze({ dataset: of.dataset, conditions: base, from, to, by: columns });
  const alone: CountQuery = { ...main, by: [] };
  return Object.freeze({
    measure: of,
    slice: window ? makeSlice(monthText(window.from), monthText(window.to), slice.where) : slice,
    by,
    values,
    main,
    whole: split === null && window === null && !isCanonical(main) && isCanonical(alone) ? Object.freeze(alone) : null,
    split,
    window,
    empty: base.some((each) => !each.not && each.ids.length === 0) || split?.numerator.size === 0,
  });
}

function mixDimension(of: Measure, filters: readonly { dimension: Dimension }[]): DimensionId {
  const chosen = of.mix?.find((id) => filters.some((filter) => filter.dimension.id === id));
  return chosen ?? (of.mix?.[0] as DimensionId);
}

function splitOf(
  of: Measure,
  filters: readonly { dimension: Dimension; codes: readonly string[] }[],
  condition: (filter: { dimension: Dimension; codes: readonly string[] }) => Condition,
): Split | null {
  if (of.form === 'share' && of.part?.[0]) {
    const [part] = of.part;
    const known = of.base.find((each) => each.column === part.column);
    const aside = known && !known.not ? null : new Set(known?.ids ?? []);
    return { column: part.column, numerator: new Set(part.ids), aside: aside ?? complement(known as Condition) };
  }
  if (of.form === 'mix' && of.mix) {
    const column = findDimension(of.mix[0] as string).column;
    const pending = of.base.find((each) => each.column === column);
    const own = filters.filter((filter) => filter.dimension.column === column).map(condition);
    const wanted = own.length > 0 ? (merge(own)[0] as Condition) : null;
    return { column, numerator: wanted ? new Set(wanted.ids) : ALL_IDS, aside: new Set(pending?.ids ?? []) };
  }
  return null;
}

/** Code columns are bytes. */
const ALL_IDS: ReadonlySet<number> = new Set(Array.from({ length: 256 }, (_, id) => id));

function complement(condition: Condition): ReadonlySet<number> {
  return new Set([...ALL_IDS].filter((id) => !condition.ids.includes(id)));
}
