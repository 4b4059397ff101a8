/** A layout fitted to a file, as the SQL that reads, checks and stages it. Pure: no file is touched here. */
import { HeadwaterError } from '../../errors.ts';
import type { ListName } from '../../reference/index.ts';
import type { BindingContext, Text } from './binding.ts';
import { columnText, textOf } from './binding.ts';
import type { Contract, Field, Table, Unpivot } from './contract.ts';
import { columnsOf, partOf, typed } from './expressions.ts';
import { countWeightSql, recordWeightSql } from '../protection.ts';
import { keySql } from './key.ts';
import type { Draft, Rule } from './rules.ts';
import { fieldRules, markerRules } from './rules.ts';
import { anyOf, bit, literal, raw } from './sql.ts';

export interface PlannedTable {
  readonly table: Table;
  /** Staged columns to SQL over the checked rows (`delivery` is not among them). Lists, where `long`, that unnest together. */
  readonly select: ReadonlyMap<string, string>;
  readonly long: boolean;
}

export interface Plan {
  readonly columns: number;
  /** One table with record keys, row by row: staged straight from the file. */
  readonly direct: boolean;
  readonly tables: readonly PlannedTable[];
  readonly rules: readonly Rule[];
  /** Code lists whose types the database must have. */
  readonly lists: readonly ListName[];
  /** Checked rows: the file's columns `r0`..., the text `x_` and value `v_` of every field, `key`, `issues`, `row_hash`. FROM follows. */
  readonly checked: (from: string) => string;
  readonly spoilMask: bigint;
  /** Unique fields of each table as expressions. */
  readonly unique: readonly { readonly title: string; readonly by: readonly string[]; readonly bit: number }[];
  /** A rule's bit for rows that repeat the identity of another with different content. */
  readonly contextSource: string | undefined;
}

export interface CompileOptions extends BindingContext {
  readonly contract: Contract;
  readonly salt: string;
  readonly now: { readonly month: number; readonly instant: string };
}

interface Bound {
  readonly field: Field;
  readonly text: Text;
  readonly x: string;
  readonly v: string;
}

/** Column names of a table's fields in the checked rows. */
const nameOf = (table: number, prefix: 'x' | 'v', field: string): string => `${prefix}${table}_${field}`;

interface Wide {
  readonly set: readonly { readonly field: Field; readonly values: readonly string[] }[];
  readonly take: readonly { readonly field: Field; readonly columns: readonly (number | undefined)[] }[];
}

/** Columns that match the pattern, put together by the words that `set` takes from them. */
function spread(unpivot: Unpivot, table: Table, header: readonly string[]): Wide {
  const fieldOf = (name: string) => {
    const field = table.fields.find((one) => one.name === name);
    if (!field) throw new Error(`layout: ${table.name} has no field ${name}`);
    return field;
  };
  const groups = new Map<string, { words: Record<string, string>; columns: Record<string, number> }>();
  header.forEach((name, position) => {
    const match = new RegExp(unpivot.pattern).exec(name.trim());
    if (!match) return;
    const words = Object.fromEntries(Object.entries(unpivot.set).map(([field, group]) => [field, match.groups?.[group] ?? '']));
    const key = JSON.stringify(words);
    const group = groups.get(key) ?? { words, columns: {} };
    group.columns[match.groups?.['measure'] ?? 'value'] = position;
    groups.set(key, group);
  });
  const all = [...groups.values()];
  return {
    set: Object.keys(unpivot.set).map((name) => ({
      field: fieldOf(name),
      values: all.map(({ words }) => unpivot.map[words[name] ?? ''] ?? words[name] ?? ''),
    })),
    take: Object.entries(unpivot.take).map(([measure, name]) => ({ field: fieldOf(name), columns: all.map(({ columns }) => columns[measure]) })),
  };
}

export function compile(options: CompileOptions): Plan {
  const { fit, contract, salt, now } = options;
  const { layout, header } = fit;
  const drafts: Draft[] = [];
  const first: string[] = [];
  const second: string[] = [];
  const planned: PlannedTable[] = [];
  const unique: { title: string; by: string[]; draft: Draft }[] = [];
  const used = new Set<number>();
  let key: string | undefined;

  for (const { column, pattern, reason } of layout.outOfScope) {
    const position = fit.at.get(column);
    if (position === undefined) continue;
    drafts.push({
      field: column,
      positions: [position],
      rule: 'out-of-scope',
      reason,
      level: 'spoil',
      test: `regexp_matches(${raw(position)}, ${literal(pattern)})`,
    });
  }

  Object.entries(layout.tables).forEach(([name, target], index) => {
    const table = contract.tables.find((one) => one.name === name);
    if (!table) throw new Error(`layout ${layout.id}: ${contract.id} has no table ${name}`);
    const bound = new Map<string, Bound>();
    const wide = target.unpivot && spread(target.unpivot, table, header);
    const taken = new Set(wide ? [...wide.set, ...wide.take].map(({ field }) => field.name) : []);
    for (const field of table.fields) {
      if (field.of !== undefined || taken.has(field.name)) continue;
      bound.set(field.name, { field, text: textOf(target.fields[field.name], options), x: nameOf(index, 'x', field.name), v: nameOf(index, 'v', field.name) });
    }
    for (const { field, text, x, v } of bound.values()) {
      first.push(`${text.sql} AS ${x}`);
      second.push(
        `${typed(field, x, (other) => {
          const one = bound.get(other);
          return one ? typed(one.field, one.x, () => '') : '';
        })} AS ${v}`,
      );
      for (const position of text.positions) used.add(position);
      if (text.constant === undefined && (target.fields[field.name] !== undefined || field.required)) {
        drafts.push(...fieldRules(field, { x, v, positions: text.positions }, now));
      }
    }
    const select = new Map<string, string>();
    for (const field of table.fields) {
      if (!field.stored || taken.has(field.name)) continue;
      const of = field.of === undefined ? undefined : bound.get(field.of);
      if (field.type === 'suppressed') {
        if (!wide) select.set(field.name, of ? suppressed(options, of.text.positions) : 'false');
      } else if (field.type === 'identifier' && of)
        select.set(
          field.name,
          typed(field, of.x, () => ''),
        );
      else if (of) select.set(field.name, partOf(field, of.v, of.x));
      else select.set(field.name, bound.get(field.name)?.v ?? 'NULL');
    }
    if (wide && target.unpivot) addWide(wide, target.unpivot, select, bound, options, drafts, used, table, second);
    if (table.key) key = keyOf(table, bound, salt);
    if (table.unique) {
      const by = table.unique.filter((one) => bound.has(one) && bound.get(one)?.text.constant === undefined);
      if (by.length > 0) {
        const positions = by.flatMap((one) => bound.get(one)?.text.positions ?? []);
        unique.push({
          title: table.title,
          by: by.map((one) => bound.get(one)?.v ?? ''),
          draft: {
            field: by.map((one) => bound.get(one)?.field.title ?? one).join(', '),
            positions,
            rule: 'unique',
            reason: 'The file has another row for the same, with other content; the first is kept',
            level: 'spoil',
            test: 'false',
          },
        });
      }
    }
    planned.push({ table, select, long: wide !== undefined });
  });
  drafts.push(
    ...markerRules(
      layout,
      [...used].sort((a, b) => a - b),
    ),
  );

  const rules = number([...drafts, ...unique.map(({ draft }) => draft)]);
  const bitOf = (draft: Draft) => rules.find((rule) => same(rule, draft))?.bit ?? 0;
  const issues = rules.filter((rule) => rule.test !== 'false').map((rule) => `CASE WHEN ${rule.test} THEN ${bit(rule.bit)} ELSE 0::UBIGINT END`);
  const all = Array.from({ length: header.length }, (_, position) => raw(position));
  const keyed = key === undefined ? '' : `, ${key} AS key`;
  const direct = planned.length === 1 && planned[0]?.long === false && planned[0].table.key !== undefined;
  const checked = (from: string) =>
    `SELECT *, (${issues.join(' | ') || '0::UBIGINT'}) AS issues${keyed} FROM (SELECT *, ${second.join(', ')} FROM (SELECT *, ${first.join(', ')}, hash(${all.join(', ')}) AS row_hash FROM ${from}))`;
  return {
    columns: header.length,
    direct,
    tables: planned.map((one) => (direct ? withWeight(one) : one)),
    rules,
    lists: [...new Set(planned.flatMap(({ table }) => table.fields.flatMap((field) => field.list ?? [])))],
    checked,
    spoilMask: rules.filter((rule) => rule.level === 'spoil').reduce((mask, rule) => mask | (1n << BigInt(rule.bit)), 0n),
    unique: unique.map(({ title, by, draft }) => ({ title, by, bit: bitOf(draft) })),
    contextSource: options.source,
  };
}

function suppressed(options: CompileOptions, positions: readonly number[]): string {
  const words = options.fit.layout.suppressed;
  const [position] = positions;
  return words.length === 0 || position === undefined ? 'false' : `coalesce(trim(${raw(position)}) IN ${anyOf(words)}, false)`;
}

/** Columns turned into rows: a list for each field, unnested side by side. */
function addWide(
  wide: Wide,
  unpivot: Unpivot,
  select: Map<string, string>,
  bound: ReadonlyMap<string, Bound>,
  options: CompileOptions,
  drafts: Draft[],
  used: Set<number>,
  table: Table,
  second: string[],
): void {
  const { layout } = options.fit;
  for (const { field, values } of wide.set) {
    select.set(field.name, `[${values.map((value) => typed(field, literal(value), () => '')).join(', ')}]`);
  }
  for (const { field, columns } of wide.take) {
    const positions = columns.filter((position) => position !== undefined);
    for (const position of positions) used.add(position);
    const list = `l_${field.name}`;
    const value = (position: number | undefined) => (position === undefined ? 'NULL' : typed(field, `(${columnText(layout, position)})`, () => ''));
    second.push(`[${columns.map(value).join(', ')}] AS ${list}`);
    select.set(field.name, list);
    for (const other of table.fields) {
      if (other.type === 'suppressed' && other.of === field.name) {
        select.set(other.name, `[${columns.map((position) => suppressed(options, position === undefined ? [] : [position])).join(', ')}]`);
      }
    }
    // One rule for the whole run of columns: any of them may break it. Columns are looked at one by one only where something is amiss.
    const rules = columns.flatMap((position, at) =>
      position === undefined
        ? []
        : [fieldRules(field, { x: `(${columnText(layout, position)})`, v: `${list}[${at + 1}]`, positions: [position] }, options.now)],
    );
    const text = `concat_ws('|', ${positions.map(raw).join(', ')})`;
    (rules[0] ?? []).forEach((draft, which) => {
      const amiss = draft.rule === 'missing' || draft.rule === 'format' ? `list_count(${list}) < ${columns.length}` : `regexp_matches(${text}, '[.,]')`;
      drafts.push({
        ...draft,
        positions,
        test: `CASE WHEN ${amiss} THEN ${rules.map((one) => `coalesce(${one[which]?.test}, false)`).join(' OR ')} ELSE false END`,
      });
    });
    const total = unpivot.total === undefined ? undefined : bound.get(unpivot.total);
    if (total) {
      drafts.push({
        field: total.field.title,
        positions: total.text.positions,
        rule: 'parts',
        reason: 'The parts do not add up to the total given',
        level: 'warn',
        test: `${total.v} IS NOT NULL AND list_sum(${list}) <> ${total.v}`,
      });
    }
  }
}

function keyOf(table: Table, bound: ReadonlyMap<string, Bound>, salt: string): string {
  const part = (name: string) => {
    const one = bound.get(name);
    if (!one) throw new Error(`contract: the key of ${table.name} names ${name}`);
    if (one.field.type === 'text') return one.x;
    return one.field.type === 'moment' ? `epoch(${one.v})::BIGINT` : one.v;
  };
  const ways = (table.key ?? []).map(({ when, parts }) => ({
    when: when === undefined ? undefined : bound.get(when)?.x,
    sql: keySql(
      salt,
      parts.map((name) => `coalesce(${part(name)}::VARCHAR, '')`),
    ),
  }));
  const arms = ways.filter(({ when }) => when !== undefined).map(({ when, sql }) => `WHEN ${when} IS NOT NULL THEN ${sql}`);
  const last = ways.find(({ when }) => when === undefined)?.sql ?? 'NULL';
  return arms.length === 0 ? last : `CASE ${arms.join(' ')} ELSE ${last} END`;
}

function withWeight(one: PlannedTable): PlannedTable {
  const counted = one.table.weight === undefined ? undefined : one.select.get(one.table.weight);
  // A spoiled row may have no count: it goes, and must not stop the others.
  const weight = counted === undefined ? recordWeightSql('key') : countWeightSql('key', `coalesce(${counted}, 0)`);
  return { ...one, select: new Map([...one.select, ['key', 'key'], ['w', weight]]) };
}

const same = (a: Draft, b: Draft): boolean =>
  a.field === b.field && a.rule === b.rule && a.reason === b.reason && a.level === b.level && a.positions.join() === b.positions.join();

/** Gives each rule its bit, those that quarantine first; the same check of two tables (the area of an index and of its domains) is one. */
function number(drafts: readonly Draft[]): Rule[] {
  const distinct = drafts.filter((draft, index) => drafts.findIndex((other) => same(other, draft)) === index);
  const ordered = [...distinct].sort((a, b) => Number(b.level === 'spoil') - Number(a.level === 'spoil'));
  if (ordered.length > 63) throw new HeadwaterError('fault', 'contract-too-many-checks', 'This layout has more checks than a row can carry.');
  return ordered.map((draft, index) => ({ ...draft, bit: index }));
}

/** CREATE TABLE of a staged table; `helpers` are dropped when the batch is staged. */
export function createTableSql(table: Table, helpers: boolean): string {
  const columns = columnsOf(table).map(({ name, type }) => `"${name}" ${type}`);
  if (helpers) columns.push('row_hash UBIGINT', 'issues UBIGINT');
  return `CREATE TABLE "${table.name}" (${columns.join(', ')})`;
}
