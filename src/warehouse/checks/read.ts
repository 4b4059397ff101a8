/** The counts that checks are made of: the store's atoms, and the rows of one delivery. */
import { codeList, itemById, type ListName } from '../../reference/index.ts';
import type { Session } from '../engine/index.ts';
import { FACTS, type FactDataset } from '../figure/dimensions.ts';
import { unknownIds } from '../figure/define-measure.ts';
import type { OwnTotal, TwoLevels } from './parts.ts';
import type { CountsByMonth, Kind, Supplier } from './types.ts';
import type { UnknownField, UnknownMonth } from './unknowns.ts';

/** All kinds together; no id of a code list. */
const TOGETHER: Kind = { id: -1, code: 'all', label: 'all records together' };

export const isFact = (dataset: string): dataset is FactDataset => Object.hasOwn(FACTS, dataset);

export function supplierOf(force: number): Supplier {
  const item = itemById('force', force);
  return { id: force, code: item?.code ?? `force-${force}`, name: item?.label ?? 'Force not recorded' };
}

/** Kinds of a dataset, all together first. */
export function kindsOf(dataset: FactDataset): readonly Kind[] {
  const list: ListName = dataset === 'stop' ? 'power' : 'crime-type';
  return [TOGETHER, ...codeList(list).items.map(({ id, code, label }) => ({ id, code, label }))];
}

/** A few rows of a month may spill into the next (times are published in UTC and held in local time): that month is not the delivery's. */
const SPILT = 0.01;

/** Months of each force that a delivery has rows of. */
export async function monthsOfDelivery(session: Session, dataset: FactDataset, delivery: number): Promise<ReadonlyMap<number, readonly number[]>> {
  const table = await session.run(
    `SELECT force, month, count(*)::DOUBLE AS n FROM ${session.alias(dataset)}${FACTS[dataset].table} WHERE delivery = $1 GROUP BY force, month ORDER BY force, month`,
    [delivery],
  );
  const [force, month, n] = [table.numbers('force'), table.numbers('month'), table.numbers('n')];
  const rows = Array.from(force, (id, at) => ({ force: id, month: month[at] ?? 0, n: n[at] ?? 0 }));
  return new Map(
    [...Map.groupBy(rows, (row) => row.force)].map(([id, held]) => {
      const all = held.reduce((sum, row) => sum + row.n, 0);
      return [id, held.filter((row) => row.n >= all * SPILT).map((row) => row.month)];
    }),
  );
}

/** Counts by force, month and kind: all of `forces`, and of the others those from `from` to `to`. */
export async function heldCounts(
  session: Session,
  dataset: FactDataset,
  forces: readonly number[],
  from: number,
  to: number,
): Promise<ReadonlyMap<number, CountsByMonth>> {
  const fact = FACTS[dataset];
  const table = await session.run(
    `SELECT force, month, kind, n::DOUBLE AS n FROM ${session.alias(dataset)}${fact.atoms}
     WHERE level = 0 AND (list_contains($1::INTEGER[], force::INTEGER) OR month BETWEEN $2 AND $3)`,
    [[...forces], from, to],
  );
  const [force, month, kind, n] = [table.numbers('force'), table.numbers('month'), table.numbers('kind'), table.numbers('n')];
  const out = new Map<number, Map<number, Map<number, number>>>();
  for (let at = 0; at < table.rows; at++) {
    const months = inMap(out, force[at] ?? 0, () => new Map<number, Map<number, number>>());
    const kinds = inMap(months, month[at] ?? 0, () => new Map<number, number>());
    for (const id of [kind[at] ?? 0, TOGETHER.id]) kinds.set(id, (kinds.get(id) ?? 0) + (n[at] ?? 0));
  }
  return out;
}

function inMap<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

/** Without the sum of all kinds: what shares are made of. */
export const withoutTogether = (held: CountsByMonth): CountsByMonth =>
  new Map([...held].map(([month, kinds]) => [month, new Map([...kinds].filter(([kind]) => kind !== TOGETHER.id))]));

const PLACE = { column: 'located', title: 'location', list: 'located' } as const;
/** Fields whose unknown share is watched. Outcomes are not: recent months always lack more of them. */
const WATCHED: Readonly<Record<FactDataset, readonly (UnknownField & { readonly list: ListName })[]>> = {
  street: [PLACE],
  'lsoa-month-counts': [PLACE],
  stop: [
    { column: 'age_band', title: 'age band', list: 'age-band' },
    { column: 'eth_self', title: 'self-defined ethnicity', list: 'ethnicity-self' },
    { column: 'eth_officer', title: 'officer-defined ethnicity', list: 'ethnicity-officer' },
    { column: 'sex', title: 'sex', list: 'sex' },
    PLACE,
  ],
};

export const watchedFields = (dataset: FactDataset): readonly UnknownField[] => WATCHED[dataset];

/** Records of each month of each force, and those without a value in the watched fields. */
export async function unknownCounts(
  session: Session,
  dataset: FactDataset,
  forces: readonly number[],
  from: number,
  to: number,
): Promise<ReadonlyMap<number, ReadonlyMap<number, UnknownMonth>>> {
  const fact = FACTS[dataset];
  const n = fact.counts ?? '1';
  const columns = WATCHED[dataset].map(
    ({ column, list }) => `sum(CASE WHEN ${column} IN (${unknownIds(list).join(', ')}) THEN ${n} ELSE 0 END)::DOUBLE AS u_${column}`,
  );
  const table = await session.run(
    `SELECT force, month, sum(${n})::DOUBLE AS n, ${columns.join(', ')} FROM ${session.alias(dataset)}${fact.table}
     WHERE list_contains($1::INTEGER[], force::INTEGER) AND month BETWEEN $2 AND $3 GROUP BY force, month`,
    [[...forces], from, to],
  );
  const [force, month, all] = [table.numbers('force'), table.numbers('month'), table.numbers('n')];
  const unknown = WATCHED[dataset].map(({ column }) => [column, table.numbers(`u_${column}`)] as const);
  const out = new Map<number, Map<number, UnknownMonth>>();
  for (let at = 0; at < table.rows; at++) {
    const row = { all: all[at] ?? 0, unknown: new Map(unknown.map(([column, values]) => [column, values[at] ?? 0])) };
    inMap(out, force[at] ?? 0, () => new Map<number, UnknownMonth>()).set(month[at] ?? 0, row);
  }
  return out;
}

/** What two datasets say of the same months of a force, by kind; empty where one of them is not held. */
export async function twoLevels(session: Session, force: number, months: readonly number[]): Promise<TwoLevels[]> {
  const [street, counts] = [session.alias('street'), session.alias('lsoa-month-counts')];
  if (street === undefined || counts === undefined || months.length === 0) return [];
  const where = 'WHERE force = $1 AND list_contains($2::INTEGER[], month::INTEGER) GROUP BY month, crime_type';
  const table = await session.run(
    `WITH whole AS (SELECT month, crime_type, count(*) AS total, count(*) FILTER (coalesce(lsoa_code, 0) > 0) AS placed FROM ${street}street ${where}),
       part AS (SELECT month, crime_type, sum(n) AS parts FROM ${counts}area_count ${where}),
       both_have AS (SELECT month FROM whole INTERSECT SELECT month FROM part)
     SELECT month, crime_type AS kind, coalesce(total, 0)::DOUBLE AS total, coalesce(placed, 0)::DOUBLE AS placed, coalesce(parts, 0)::DOUBLE AS parts
     FROM whole FULL JOIN part USING (month, crime_type) WHERE month IN (FROM both_have) ORDER BY month, kind`,
    [force, [...months]],
  );
  const column = (name: string) => table.numbers(name);
  const [month, kind, total, placed, parts] = [column('month'), column('kind'), column('total'), column('placed'), column('parts')];
  return Array.from(month, (each, at) => {
    const item = itemById('crime-type', kind[at] ?? 0);
    return {
      month: each,
      kind: { id: kind[at] ?? 0, code: item?.code ?? 'unmapped', label: item?.label ?? 'Not yet mapped' },
      total: total[at] ?? 0,
      placed: placed[at] ?? 0,
      parts: parts[at] ?? 0,
    };
  });
}

/**
 * Totals that a file gives for its own parts, as SQL over the delivery's rows: all types of school beside the row “Total”; all ethnic groups beside
 * the column that has their total.
 */
const OWN_TOTALS: Readonly<Record<string, (alias: string) => string>> = {
  exclusions: (alias) => `
    SELECT concat_ws(', ', year, area_name, kind, reason) AS place, max(n) FILTER (school_type = 'Total')::DOUBLE AS total,
      sum(n) FILTER (school_type <> 'Total')::DOUBLE AS sum, count(*) FILTER (school_type <> 'Total' AND n IS NOT NULL)::DOUBLE AS parts,
      count(*) FILTER (school_type <> 'Total' AND suppressed)::DOUBLE AS withheld, count(*) FILTER (n IS NULL AND NOT suppressed)::DOUBLE AS blank
    FROM ${alias}exclusion WHERE delivery = $1 GROUP BY year, level, area_code, area_name, kind, reason`,
  'published-stops': (alias) => `
    SELECT concat_ws(', ', year, area_name, scheme) AS place, max(total)::DOUBLE AS total, sum(number)::DOUBLE AS sum, count(number)::DOUBLE AS parts,
      0::DOUBLE AS withheld, count(*) FILTER (number IS NULL)::DOUBLE AS blank
    FROM ${alias}published_stop WHERE delivery = $1 AND scheme <> 'All' AND ethnicity NOT IN ('All', 'Unreported')
    GROUP BY series, year, level, area_name, metric, category, scheme`,
};

export const hasOwnTotals = (dataset: string): boolean => Object.hasOwn(OWN_TOTALS, dataset);

export async function ownTotalsOf(session: Session, dataset: string, delivery: number): Promise<OwnTotal[]> {
  const [sql, alias] = [OWN_TOTALS[dataset], session.alias(dataset)];
  if (sql === undefined || alias === undefined) return [];
  // A part that is blank for no reason given is unknown: nothing can be said of its total.
  const table = await session.run(`SELECT * FROM (${sql(alias)}) WHERE total IS NOT NULL AND sum IS NOT NULL AND blank = 0 AND parts > 1 ORDER BY place`, [
    delivery,
  ]);
  const place = table.texts('place');
  const column = (name: string) => table.numbers(name);
  const [total, sum, parts, withheld] = [column('total'), column('sum'), column('parts'), column('withheld')];
  return place.map((where, at) => ({ where: where ?? '', total: total[at] ?? 0, sum: sum[at] ?? 0, parts: parts[at] ?? 0, withheld: withheld[at] ?? 0 }));
}
