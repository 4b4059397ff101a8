/** One table of a layout as SQL: the text of each field, its value, its checks, and the columns to stage. */
import { countWeightSql, recordWeightSql } from '../protection.ts';
import type { BindingContext, Text } from './binding.ts';
import { textOf } from './binding.ts';
import type { Field, Layout, Table } from './contract.ts';
import { partOf, typed } from './expressions.ts';
import { keySql } from './key.ts';
import type { Draft } from './rules.ts';
import { fieldRules } from './rules.ts';
import { suppressedSql, wideOf } from './wide.ts';

export interface TableParts {
  readonly table: Table;
  /** `text AS x`, for the layer of texts. */
  readonly texts: readonly string[];
  /** `value AS v`, for the layer of values. */
  readonly values: readonly string[];
  readonly drafts: readonly Draft[];
  /** Staged columns to SQL over the checked rows; `delivery` is not among them. Lists, where `long`, that unnest together. */
  readonly select: ReadonlyMap<string, string>;
  readonly long: boolean;
  readonly key: string | undefined;
  /** Values of which one file may have one row for each combination, and the check to report. */
  readonly unique: { readonly by: readonly string[]; readonly draft: Draft } | undefined;
  /** Positions of the columns that are read. */
  readonly positions: readonly number[];
}

interface Bound {
  readonly field: Field;
  readonly text: Text;
  readonly x: string;
  readonly v: string;
}

export interface TableContext extends BindingContext {
  readonly salt: string;
  readonly now: { readonly month: number; readonly instant: string };
}

/** @param index tells the fields of one table from those of another: the area of an index and of its domains */
export function compileTable(table: Table, target: Layout['tables'][string], index: number, context: TableContext): TableParts {
  const { fit, now } = context;
  const filled = new Set(target.unpivot ? [...Object.keys(target.unpivot.set), ...Object.values(target.unpivot.take)] : []);
  const bound = new Map<string, Bound>();
  for (const field of table.fields) {
    if (field.of !== undefined || filled.has(field.name)) continue;
    bound.set(field.name, { field, text: textOf(target.fields[field.name], context), x: `x${index}_${field.name}`, v: `v${index}_${field.name}` });
  }
  const others = (name: string) => {
    const one = bound.get(name);
    return one ? typed(one.field, one.x, () => '') : '';
  };
  const checkable = [...bound.values()].filter(({ field, text }) => text.constant === undefined && (target.fields[field.name] !== undefined || field.required));
  const total = target.unpivot?.total === undefined ? undefined : bound.get(target.unpivot.total);
  const wide = target.unpivot && wideOf(target.unpivot, table, fit.layout, fit.header, total && { ...total, positions: total.text.positions }, now);
  return {
    table,
    texts: [...bound.values()].map(({ text, x }) => `${text.sql} AS ${x}`),
    values: [...[...bound.values()].map(({ field, x, v }) => `${typed(field, x, others)} AS ${v}`), ...(wide?.values ?? [])],
    drafts: [...checkable.flatMap(({ field, x, v, text }) => fieldRules(field, { x, v, positions: text.positions }, now)), ...(wide?.drafts ?? [])],
    select: new Map([...selectOf(table, bound, filled, fit.layout, wide !== undefined), ...(wide?.select ?? [])]),
    long: wide !== undefined,
    key: table.key && keyOf(table, bound, context.salt),
    unique: uniqueOf(table, bound),
    positions: [...[...bound.values()].flatMap(({ text }) => text.positions), ...(wide?.positions ?? [])],
  };
}

function selectOf(table: Table, bound: ReadonlyMap<string, Bound>, filled: ReadonlySet<string>, layout: Layout, long: boolean): Map<string, string> {
  const select = new Map<string, string>();
  for (const field of table.fields) {
    if (!field.stored || filled.has(field.name)) continue;
    const of = field.of === undefined ? undefined : bound.get(field.of);
    if (field.type === 'suppressed') {
      if (!long) select.set(field.name, suppressedSql(layout, of?.text.positions[0]));
    } else if (of) select.set(field.name, field.type === 'identifier' ? typed(field, of.x, () => '') : partOf(field, of.v, of.x));
    else select.set(field.name, bound.get(field.name)?.v ?? 'NULL');
  }
  if (!table.key) return select;
  const counted = table.weight === undefined ? undefined : select.get(table.weight);
  // A spoiled row may have no count: it goes, and must not stop the others.
  return select.set('key', 'key').set('w', counted === undefined ? recordWeightSql('key') : countWeightSql('key', `coalesce(${counted}, 0)`));
}

function keyOf(table: Table, bound: ReadonlyMap<string, Bound>, salt: string): string {
  const part = (name: string) => {
    const one = bound.get(name);
    if (!one) throw new Error(`contract: the key of ${table.name} names ${name}`);
    if (one.field.type === 'text') return one.x;
    return one.field.type === 'moment' ? `epoch(${one.v})::BIGINT` : one.v;
  };
  const ways = (table.key ?? []).map(({ when, parts }) => {
    const texts = parts.map((name) => `coalesce(${part(name)}::VARCHAR, '')`);
    return { when: when === undefined ? undefined : bound.get(when)?.x, sql: keySql(salt, texts) };
  });
  const arms = ways.filter(({ when }) => when !== undefined).map(({ when, sql }) => `WHEN ${when} IS NOT NULL THEN ${sql}`);
  const last = ways.find(({ when }) => when === undefined)?.sql ?? 'NULL';
  return arms.length === 0 ? last : `CASE ${arms.join(' ')} ELSE ${last} END`;
}

function uniqueOf(table: Table, bound: ReadonlyMap<string, Bound>): TableParts['unique'] {
  const by = (table.unique ?? []).flatMap((name) => bound.get(name) ?? []).filter(({ text }) => text.constant === undefined);
  if (by.length === 0) return undefined;
  return {
    by: by.map(({ v }) => v),
    draft: {
      field: by.map(({ field }) => field.title).join(', '),
      positions: by.flatMap(({ text }) => text.positions),
      rule: 'unique',
      reason: 'The file has another row for the same, with other content; the first is kept',
      level: 'spoil',
      // Only the whole file shows it: set once every row is read.
      test: 'false',
    },
  };
}
