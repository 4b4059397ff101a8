/**
 * The one thing that is ever asked of a fact table: how many records, exactly and perturbed, for each combination of some columns, under
 * conditions on columns. Every measure is made of these counts, so protection sits here and cannot be walked round.
 *
 * A question that touches only force, district, month and the kind column is answered from the atoms (small, pre-aggregated, each atom perturbed
 * once); any other is a scan that sums the records' weights. See docs/adr/0002-protection.md.
 */
import { ATOM_NOISE_FROM_KEPT, THIRDS_PER_KEPT } from '../../methods/disclosure/index.ts';
import type { Parameter, Session, Table } from '../engine/index.ts';
import { type BaseColumn, FACTS, type FactDataset, type FactTable } from './dimensions.ts';
import type { Condition } from './measures.ts';

export interface CountQuery {
  readonly dataset: FactDataset;
  /** At most one a column, sorted by column. */
  readonly conditions: readonly Condition[];
  /** Inclusive, months since January 2000. */
  readonly from: number | null;
  readonly to: number | null;
  /** Distinct. */
  readonly by: readonly BaseColumn[];
}

export interface CountTable {
  readonly by: readonly BaseColumn[];
  readonly rows: number;
  readonly keys: readonly Float64Array[];
  readonly exact: Float64Array;
  readonly perturbed: Float64Array;
  /**
   * Variance of the perturbed count about the exact one, in ninths of a record squared (whole numbers, so that the order of adding does not matter): 36 for
   * each atom with noise of its own, and what is weighed by record in thirds.
   */
  readonly variance: Float64Array;
}

export function isCanonical(query: Pick<CountQuery, 'dataset' | 'conditions' | 'by'>): boolean {
  const kind = FACTS[query.dataset].kind;
  const kept = (column: BaseColumn) => column === 'force' || column === 'district' || column === 'month' || column === kind;
  return query.by.every(kept) && query.conditions.every((condition) => kept(condition.column));
}

/** Equal for queries that have the same answer. */
export function countKey(query: CountQuery): string {
  return JSON.stringify([
    query.dataset,
    query.from,
    query.to,
    query.by,
    query.conditions.map((condition) => [condition.column, condition.not ?? false, condition.ids]),
  ]);
}

interface Binder {
  readonly parameters: Parameter[];
  /** A parameter cast to its column's own type: otherwise the column is cast, no filter is pushed down and every row is read (35 ms for 6 at 10 M rows). */
  bind(value: number, column: BaseColumn | 'kind'): string;
}

function columnType(column: BaseColumn | 'kind'): string {
  if (column === 'month' || column === 'district') return 'USMALLINT';
  return column === 'lsoa' ? 'UINTEGER' : 'UTINYINT';
}

function binder(): Binder {
  const parameters: Parameter[] = [];
  return {
    parameters,
    bind(value, column) {
      parameters.push(value);
      return `$${parameters.length}::${columnType(column)}`;
    },
  };
}

function conditionSql(condition: Condition, { bind }: Binder): string {
  const [first] = condition.ids;
  if (first === undefined) return condition.not ? 'TRUE' : 'FALSE';
  const last = condition.ids.at(-1) as number;
  const bound = (id: number) => bind(id, condition.column);
  const run = last - first === condition.ids.length - 1;
  // A run of ids as a range lets DuckDB skip row groups by their minimum and maximum.
  if (condition.ids.length === 1) return `${condition.column} ${condition.not ? '<>' : '='} ${bound(first)}`;
  if (run) return `${condition.column} ${condition.not ? 'NOT ' : ''}BETWEEN ${bound(first)} AND ${bound(last)}`;
  return `${condition.column} ${condition.not ? 'NOT ' : ''}IN (${condition.ids.map(bound).join(', ')})`;
}

function whereSql(query: CountQuery, bound: Binder, level: number | null): string {
  const parts = level === null ? [] : [`level = ${level}`];
  for (const condition of query.conditions) parts.push(conditionSql(renamed(condition, query, level !== null), bound));
  if (query.from !== null && query.from === query.to) parts.push(`month = ${bound.bind(query.from, 'month')}`);
  else {
    if (query.from !== null) parts.push(`month >= ${bound.bind(query.from, 'month')}`);
    if (query.to !== null) parts.push(`month <= ${bound.bind(query.to, 'month')}`);
  }
  return parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`;
}

/** The atoms call the kind column `kind`. */
function atomColumn(column: BaseColumn, fact: FactTable): string {
  return column === fact.kind ? 'kind' : column;
}

function renamed(condition: Condition, query: CountQuery, atoms: boolean): Condition {
  return atoms ? ({ ...condition, column: atomColumn(condition.column, FACTS[query.dataset]) } as Condition) : condition;
}

/** Level of the atoms that answers a canonical question. */
export function atomLevel(query: CountQuery): 0 | 1 {
  return query.by.includes('district') || query.conditions.some((condition) => condition.column === 'district') ? 1 : 0;
}

interface Part {
  readonly query: CountQuery;
  readonly index: number;
}

const KEYS = ['k0', 'k1', 'k2', 'k3'] as const;

function select(part: Part, source: string, columns: readonly string[], sums: string, where: string): string {
  const keys = KEYS.map((key, at) => `${columns[at] === undefined ? '0' : columns[at]}::UINTEGER AS ${key}`);
  const group = columns.length > 0 ? ` GROUP BY ${columns.join(', ')}` : '';
  return `SELECT ${part.index}::UINTEGER AS q, ${keys.join(', ')}, ${sums} FROM ${source}${where}${group}`;
}

/** Upper bounds of how many values a column has. */
const DISTINCT: Readonly<Record<BaseColumn, number>> = {
  month: 150,
  dow: 7,
  hour: 25,
  force: 45,
  district: 400,
  lsoa: 70_000,
  decile: 11,
  located: 4,
  crime_type: 16,
  outcome: 30,
  type: 4,
  power: 25,
  object: 18,
  linked: 3,
  age_band: 6,
  sex: 4,
  eth_self: 20,
  eth_officer: 6,
};

/** Past this many possible groups, adding up by all columns at once costs more than it saves. */
const MOST_GROUPS = 200_000;

/** The questions of one selection that can be added up from one grouping by all their columns, and the rest. */
function packed(parts: readonly Part[]): { readonly cube: readonly Part[]; readonly rest: readonly Part[] } {
  const groups = (columns: Iterable<BaseColumn>) => [...columns].reduce((product, column) => product * DISTINCT[column], 1);
  const cube: Part[] = [];
  const rest: Part[] = [];
  const columns = new Set<BaseColumn>();
  for (const part of parts.toSorted((a, b) => groups(a.query.by) - groups(b.query.by))) {
    const wider = new Set([...columns, ...part.query.by]);
    if (wider.size === 0 || groups(wider) > MOST_GROUPS) {
      rest.push(part);
      continue;
    }
    cube.push(part);
    for (const column of part.query.by) columns.add(column);
  }
  return cube.length > 1 ? { cube, rest } : { cube: [], rest: parts };
}

/**
 * One statement for many questions. Those that share conditions share one pass: rows added up by all their columns together where that makes few
 * groups, else one materialised selection.
 * @returns the text and its parameters; `q` in the answer is the position of the question.
 */
export function countSql(
  queries: readonly CountQuery[],
  alias: (dataset: FactDataset) => string,
): { readonly sql: string; readonly parameters: readonly Parameter[] } {
  const bound = binder();
  const withs: string[] = [];
  const selects: string[] = [];
  const scans = new Map<string, Part[]>();
  queries.forEach((query, index) => {
    const key = JSON.stringify([query.dataset, isCanonical(query) ? atomLevel(query) : null, query.from, query.to, query.conditions]);
    scans.set(key, [...(scans.get(key) ?? []), { query, index }]);
  });
  for (const parts of scans.values()) {
    const source = sourceOf((parts[0] as Part).query);
    const { fact, query } = source;
    const table = `${alias(query.dataset)}${source.table}`;
    const where = whereSql(query, bound, source.level);
    const columns = (part: Part) => part.query.by.map((column) => (source.level === null ? column : atomColumn(column, fact)));
    // Atoms are few and nearly all distinct: nothing is won by adding them up twice.
    const { cube, rest } = source.level === null ? packed(parts) : { cube: [], rest: parts };
    if (cube.length > 0) {
      const name = `s${withs.length}`;
      const grouped = [...new Set(cube.flatMap(columns))].join(', ');
      withs.push(`${name} AS MATERIALIZED (SELECT ${grouped}, ${source.sums} FROM ${table}${where} GROUP BY ${grouped})`);
      for (const part of cube) selects.push(select(part, name, columns(part), 'sum(c) AS c, sum(t) AS t, sum(s) AS s', ''));
    }
    if (rest.length === 1) selects.push(select(rest[0] as Part, table, columns(rest[0] as Part), source.sums, where));
    if (rest.length > 1) {
      const name = `s${withs.length}`;
      const needed = [...new Set([...rest.flatMap(columns), ...source.summed])];
      withs.push(`${name} AS MATERIALIZED (SELECT ${needed.join(', ')} FROM ${table}${where})`);
      for (const part of rest) selects.push(select(part, name, columns(part), source.sums, ''));
    }
  }
  return { sql: `${withs.length > 0 ? `WITH ${withs.join(', ')} ` : ''}${selects.join(' UNION ALL ')}`, parameters: bound.parameters };
}

/** Value in thirds from which an atom has noise of its own (24 kept records). */
export const LARGE_ATOM = ATOM_NOISE_FROM_KEPT * THIRDS_PER_KEPT;

interface Source {
  readonly query: CountQuery;
  readonly fact: FactTable;
  readonly table: string;
  /** Level of the atoms; null for the rows themselves. */
  readonly level: 0 | 1 | null;
  readonly sums: string;
  readonly summed: readonly string[];
}

/** Where a question is read from: the planner's whole choice. */
function sourceOf(query: CountQuery): Source {
  const fact = FACTS[query.dataset];
  if (isCanonical(query)) {
    return {
      query,
      fact,
      table: fact.atoms,
      level: atomLevel(query),
      sums: `sum(n)::DOUBLE AS c, sum(v)::DOUBLE AS t, sum(CASE WHEN v >= ${LARGE_ATOM} THEN 36 ELSE v END)::DOUBLE AS s`,
      summed: ['n', 'v'],
    };
  }
  const exact = fact.counts ? `sum(${fact.counts})` : 'count(*)';
  return {
    query,
    fact,
    table: fact.table,
    level: null,
    sums: `${exact}::DOUBLE AS c, sum(w)::DOUBLE AS t, sum(w)::DOUBLE AS s`,
    summed: fact.counts ? [fact.counts, 'w'] : ['w'],
  };
}

/** Splits the one answer by question. */
export function splitCounts(table: Table, queries: readonly CountQuery[]): CountTable[] {
  const q = table.numbers('q');
  const columns = KEYS.map((key) => table.numbers(key));
  const c = table.numbers('c');
  const t = table.numbers('t');
  const s = table.numbers('s');
  const sizes = new Uint32Array(queries.length);
  // An ungrouped sum over nothing is one row of NULLs: no row at all.
  const real = (row: number) => !Number.isNaN(c[row] as number) && c[row] !== 0;
  for (let row = 0; row < table.rows; row++) if (real(row)) sizes[q[row] as number] = (sizes[q[row] as number] as number) + 1;
  const out = queries.map((query, index) => {
    const size = sizes[index] as number;
    return {
      by: query.by,
      rows: size,
      keys: query.by.map(() => new Float64Array(size)),
      exact: new Float64Array(size),
      perturbed: new Float64Array(size),
      variance: new Float64Array(size),
    };
  });
  const at = new Uint32Array(queries.length);
  for (let row = 0; row < table.rows; row++) {
    if (!real(row)) continue;
    const index = q[row] as number;
    const target = out[index] as (typeof out)[number];
    const position = at[index] as number;
    at[index] = position + 1;
    for (let key = 0; key < target.keys.length; key++) (target.keys[key] as Float64Array)[position] = (columns[key] as Float64Array)[row] as number;
    target.exact[position] = c[row] as number;
    target.perturbed[position] = t[row] as number;
    target.variance[position] = s[row] as number;
  }
  return out;
}

/** Asks distinct questions in one statement. */
export async function runCounts(session: Session, queries: readonly CountQuery[]): Promise<CountTable[]> {
  if (queries.length === 0) return [];
  const { sql, parameters } = countSql(queries, (dataset) => session.alias(dataset) as string);
  return splitCounts(await session.run(sql, parameters), queries);
}
