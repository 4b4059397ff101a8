/**
 * A layout fitted to a file, as the SQL that reads, checks and stages it. Pure: no file is touched here.
 *
 * Three layers of SELECT over the file's columns `r0`...: the text of each contract field (`x_`), its value (`v_`, lists `l_`), and the checks,
 * each a bit of `issues`.
 */
import { HeadwaterError } from '../../errors.ts';
import type { ListName } from '../../reference/index.ts';
import type { TableContext, TableParts } from './compile-table.ts';
import { compileTable } from './compile-table.ts';
import type { Contract, Table } from './contract.ts';
import { columnsOf } from './expressions.ts';
import type { Fit } from './recognise.ts';
import type { Draft, Rule } from './rules.ts';
import { markerRules } from './rules.ts';
import { bit, literal, raw } from './sql.ts';

export type PlannedTable = Pick<TableParts, 'table' | 'select' | 'long'>;

export interface Plan {
  /** Columns of the file. */
  readonly columns: number;
  /** One table with record keys, row by row: staged straight from the file. Others are staged from a table of checked rows. */
  readonly direct: boolean;
  readonly tables: readonly PlannedTable[];
  /** Those that quarantine first. */
  readonly rules: readonly Rule[];
  /** Code lists whose types the database must have. */
  readonly lists: readonly ListName[];
  /** SELECT of the checked rows: `r`, `x`, `v` and `l` columns, `row_hash`, `issues`, and `key` where there is one. */
  readonly checked: (from: string) => string;
  /** Bits of the rules that quarantine. */
  readonly spoilMask: bigint;
  /** Values of which there may be one row for each combination, and the bit for the others. */
  readonly unique: readonly { readonly by: readonly string[]; readonly bit: number }[];
  /** The force that the file was said to be from. */
  readonly source: string | undefined;
}

export interface CompileOptions extends TableContext {
  readonly contract: Contract;
}

export function compile(options: CompileOptions): Plan {
  const { fit, contract } = options;
  const { layout, header } = fit;
  const parts = Object.entries(layout.tables).map(([name, target], index) => {
    const table = contract.tables.find((one) => one.name === name);
    if (!table) throw new Error(`layout ${layout.id}: ${contract.id} has no table ${name}`);
    return compileTable(table, target, index, options);
  });
  const positions = [...new Set(parts.flatMap((one) => one.positions))].sort((a, b) => a - b);
  const rules = numbered([
    ...scopeRules(fit),
    ...parts.flatMap((one) => one.drafts),
    ...markerRules(layout, positions),
    ...parts.flatMap((one) => (one.unique ? [one.unique.draft] : [])),
  ]);
  const [first] = parts;
  return {
    columns: header.length,
    direct: parts.length === 1 && first?.long === false && first.key !== undefined,
    tables: parts,
    rules,
    lists: [...new Set(parts.flatMap(({ table }) => table.fields.flatMap((field) => field.list ?? [])))],
    checked: checkedSql(parts, rules, header.length),
    spoilMask: rules.filter((rule) => rule.level === 'spoil').reduce((mask, rule) => mask | (1n << BigInt(rule.bit)), 0n),
    unique: parts.flatMap(({ unique }) => (unique ? [{ by: unique.by, bit: rules.find((rule) => same(rule, unique.draft))?.bit ?? 0 }] : [])),
    source: options.source,
  };
}

function checkedSql(parts: readonly TableParts[], rules: readonly Rule[], columns: number): Plan['checked'] {
  const texts = parts.flatMap((one) => one.texts);
  const values = parts.flatMap((one) => one.values);
  const bits = rules.filter((rule) => rule.test !== 'false').map((rule) => `CASE WHEN ${rule.test} THEN ${bit(rule.bit)} ELSE 0::UBIGINT END`);
  const key = parts.find((one) => one.key !== undefined)?.key;
  const all = Array.from({ length: columns }, (_, position) => raw(position)).join(', ');
  return (from) => `SELECT *, (${bits.join(' | ') || '0::UBIGINT'}) AS issues${key === undefined ? '' : `, ${key} AS key`}
    FROM (SELECT *, ${values.join(', ')}
      FROM (SELECT *, ${texts.join(', ')}, hash(${all}) AS row_hash
        FROM ${from}))`;
}

/** Rows that the layout understands and does not hold. */
function scopeRules(fit: Fit): Draft[] {
  return fit.layout.outOfScope.flatMap(({ column, pattern, reason }) => {
    const position = fit.at.get(column);
    if (position === undefined) return [];
    const test = `regexp_matches(${raw(position)}, ${literal(pattern)})`;
    return [{ field: column, positions: [position], rule: 'out-of-scope', reason, level: 'spoil' as const, test }];
  });
}

const same = (a: Draft, b: Draft): boolean =>
  a.field === b.field && a.rule === b.rule && a.reason === b.reason && a.level === b.level && a.positions.join() === b.positions.join();

/** Gives each rule its bit, those that quarantine first; the same check of two tables (the area of an index and of its domains) is one. */
function numbered(drafts: readonly Draft[]): Rule[] {
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
