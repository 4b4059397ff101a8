/** Columns turned into rows: ages, domains, reasons. Each contract field becomes a list, and the lists are unnested side by side. */
import { columnText } from './binding.ts';
import type { Field, Layout, Table, Unpivot } from './contract.ts';
import { typed } from './expressions.ts';
import type { Draft } from './rules.ts';
import { fieldRules } from './rules.ts';
import { anyOf, literal, raw } from './sql.ts';

export interface Wide {
  /** Fields that the columns fill. */
  readonly fields: ReadonlySet<string>;
  /** Lists for the layer of values. */
  readonly values: readonly string[];
  readonly select: ReadonlyMap<string, string>;
  readonly drafts: readonly Draft[];
  readonly positions: readonly number[];
}

/** Whether the publisher withheld the value of a column. */
export function suppressedSql(layout: Layout, position: number | undefined): string {
  if (layout.suppressed.length === 0 || position === undefined) return 'false';
  return `coalesce(trim(${raw(position)}) IN ${anyOf(layout.suppressed)}, false)`;
}

interface Group {
  /** Words of the heading by contract field. */
  readonly words: Readonly<Record<string, string>>;
  /** Positions by measure. */
  readonly columns: Record<string, number>;
}

/** Columns whose headings match, put together by the words that `set` takes from them. */
function groupsOf(unpivot: Unpivot, header: readonly string[]): Group[] {
  const groups = new Map<string, Group>();
  header.forEach((name, position) => {
    const match = new RegExp(unpivot.pattern).exec(name.trim());
    if (!match) return;
    const words = Object.fromEntries(Object.entries(unpivot.set).map(([field, group]) => [field, match.groups?.[group] ?? '']));
    const key = JSON.stringify(words);
    const group = groups.get(key) ?? { words, columns: {} };
    group.columns[match.groups?.['measure'] ?? 'value'] = position;
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** One rule for the whole run of columns: any of them may break it. They are looked at one by one only where something is amiss. */
function runRules(layout: Layout, field: Field, list: string, columns: readonly (number | undefined)[], now: { month: number; instant: string }): Draft[] {
  const positions = columns.filter((position) => position !== undefined);
  const each = columns.flatMap((position, at) =>
    position === undefined ? [] : [fieldRules(field, { x: `(${columnText(layout, position)})`, v: `${list}[${at + 1}]`, positions: [position] }, now)],
  );
  const text = `concat_ws('|', ${positions.map(raw).join(', ')})`;
  return (each[0] ?? []).map((draft, which) => {
    const amiss = draft.rule === 'missing' || draft.rule === 'format' ? `list_count(${list}) < ${columns.length}` : `regexp_matches(${text}, '[.,]')`;
    return {
      ...draft,
      positions,
      test: `CASE WHEN ${amiss} THEN ${each.map((rules) => `coalesce(${rules[which]?.test}, false)`).join(' OR ')} ELSE false END`,
    };
  });
}

/** @param total the field that must equal the sum of the columns, as its value's SQL */
export function wideOf(
  unpivot: Unpivot,
  table: Table,
  layout: Layout,
  header: readonly string[],
  total: { readonly field: Field; readonly v: string; readonly positions: readonly number[] } | undefined,
  now: { month: number; instant: string },
): Wide {
  const groups = groupsOf(unpivot, header);
  const fieldOf = (name: string) => {
    const field = table.fields.find((one) => one.name === name);
    if (!field) throw new Error(`layout ${layout.id}: ${table.name} has no field ${name}`);
    return field;
  };
  const select = new Map<string, string>();
  const values: string[] = [];
  const drafts: Draft[] = [];
  const positions: number[] = [];
  for (const name of Object.keys(unpivot.set)) {
    const words = groups.map((group) => unpivot.map[group.words[name] ?? ''] ?? group.words[name] ?? '');
    select.set(name, `[${words.map((word) => typed(fieldOf(name), literal(word), () => '')).join(', ')}]`);
  }
  for (const [measure, name] of Object.entries(unpivot.take)) {
    const field = fieldOf(name);
    const columns = groups.map((group) => group.columns[measure]);
    const list = `l_${name}`;
    const value = (position: number | undefined) => (position === undefined ? 'NULL' : typed(field, `(${columnText(layout, position)})`, () => ''));
    values.push(`[${columns.map(value).join(', ')}] AS ${list}`);
    select.set(name, list);
    for (const other of table.fields) {
      if (other.type === 'suppressed' && other.of === name)
        select.set(other.name, `[${columns.map((position) => suppressedSql(layout, position)).join(', ')}]`);
    }
    drafts.push(...runRules(layout, field, list, columns, now));
    if (total) {
      const test = `${total.v} IS NOT NULL AND list_sum(${list}) <> ${total.v}`;
      drafts.push({
        field: total.field.title,
        positions: total.positions,
        rule: 'parts',
        reason: 'The parts do not add up to the total given',
        level: 'warn',
        test,
      });
    }
    positions.push(...columns.filter((position) => position !== undefined));
  }
  return { fields: new Set([...Object.keys(unpivot.set), ...Object.values(unpivot.take)]), values, select, drafts, positions };
}
