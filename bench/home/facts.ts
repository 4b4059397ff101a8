/**
 * Events of the benchmarks' country, in SQL. `rows` events fall on areas by their risk (exactly `rows` in all: cumulative rounding), on months with
 * a growth and a summer peak, and on codes with the shares of published police data in round numbers.
 */

import { recordWeightSql } from '../../src/warehouse/protection.ts';
import { atomsSql } from '../../src/warehouse/store/atoms.ts';
import { DERIVED, factTable } from '../../src/warehouse/store/facts.ts';

export interface Span {
  /** First month, as in `monthInt`. */
  readonly first: number;
  readonly months: number;
}

/** Statement that makes `events(i, force, district, lsoa, decile, lsoa_code, month)`: one row an event, `i` from 0. */
function eventsSql(rows: number, span: Span, stream: number): string {
  return `CREATE OR REPLACE TEMP VIEW events AS
    WITH cumulative AS (SELECT *, sum(risk) OVER (ORDER BY idx) / sum(risk) OVER () AS upto FROM g_lsoa),
    share AS (SELECT *, round(${rows} * upto)::BIGINT AS last, coalesce(lag(round(${rows} * upto)::BIGINT) OVER (ORDER BY idx), 0) AS first FROM cumulative),
    one AS (SELECT force, district, idx AS lsoa, decile, unnest(range(first, last)) AS i FROM share),
    timed AS (SELECT *, u(i, ${stream}) AS a, u(i, ${stream + 1}) AS b FROM one)
    -- Whole years by a mild growth; calendar months by a density that peaks in July.
    SELECT i, force, district AS true_district, lsoa AS true_lsoa, decile AS true_decile, 201000000 + lsoa AS true_lsoa_code,
           (${span.first} + 12 * floor(${Math.ceil(span.months / 12)} * pow(a, 0.9))
            + (12 + least(11, floor(12 * (b + 0.12 * sin(2 * pi() * b) / (2 * pi())))) - ${span.first % 12})::INTEGER % 12)::USMALLINT AS month
    FROM timed`;
}

/** A code by its cumulative share: `0.2:1 0.5:2` is 20 % code 1, 30 % code 2, the rest `last`. */
const pick = (stream: number, steps: string, last: number) => {
  const cases = steps.split(' ').map((step) => {
    const [upto, code] = step.split(':');
    return `WHEN u(i, ${stream}) < ${upto} THEN ${code}`;
  });
  return `(CASE ${cases.join(' ')} ELSE ${last} END)::UTINYINT`;
};

/** `rows` with the columns and types of the store's own list, in the store's order, so that the schema cannot drift. */
function tableSql(dataset: 'street' | 'stop', rows: string, order: string): string {
  const fact = factTable(dataset);
  if (!fact) throw new Error(`no such facts: ${dataset}`);
  const columns = [...fact.base, ...DERIVED].map(([name, type]) => `${name}::${type} AS ${name}`).join(', ');
  return `CREATE TABLE ${fact.table} AS SELECT ${columns} FROM (SELECT *, ${recordWeightSql('key')} AS w, ${PLACED} FROM (${rows})) ORDER BY ${order}`;
}

/** A row without a location has no area either. */
const PLACED = ['district', 'lsoa', 'decile', 'lsoa_code'].map((column) => `CASE WHEN located = 1 THEN true_${column} ELSE 0 END AS ${column}`).join(', ');

/** Outcome of anti-social behaviour: none is published, so it has the item of its own that the door gives it. */
const ASB = { type: 1, outcome: 90 };

/** Statements that fill the empty database in use with `street` and its atoms. */
export function streetSql(rows: number, span: Span, secret: Uint8Array): string[] {
  const type = pick(21, '0.2:1 0.21:2 0.26:3 0.34:4 0.37:5 0.44:6 0.45:7 0.53:8 0.545:9 0.61:10 0.63:11 0.69:12 0.98:13', 14);
  const outcome = pick(22, '0.3:5 0.66:22 0.72:19 0.76:2 0.8:1 0.84:4 0.86:9 0.88:23 0.9:24 0.93:25 0.95:26 0.97:15', 3);
  const inner = `SELECT *, CASE WHEN crime_type = ${ASB.type} THEN ${ASB.outcome} ELSE decided END AS outcome, CASE WHEN crime_type = ${ASB.type} THEN 0::UBIGINT ELSE h(i, 24) END AS crime_key
    FROM (SELECT *, ${type} AS crime_type, ${outcome} AS decided, ${pick(23, '0.975:1', 0)} AS located, h(i, 25) AS key, 1 AS delivery FROM events)`;
  return [eventsSql(rows, span, 14), tableSql('street', inner, 'force, month, crime_type, lsoa, key'), ...atoms('street', secret)];
}

/** Statements that fill the empty database in use with `stop` and its atoms. */
export function stopSql(rows: number, span: Span, secret: Uint8Array): string[] {
  const inner = `SELECT *, isodow(date) AS dow,
      CASE WHEN u(i, 32) < 0.01 THEN 255 ELSE (14 + floor(20 * (u(i, 33) + u(i, 34)) / 2))::INTEGER % 24 END AS hour,
      ${pick(35, '0.75:1 0.97:2', 3)} AS type,
      ${pick(36, '0.36:1 0.92:2 0.97:3', 4)} AS power,
      ${pick(37, '0.58:1 0.75:2 0.86:3 0.92:4 0.96:7 0.98:8', 0)} AS object,
      ${pick(38, '0.7:1 0.83:2 0.92:3 0.95:4 0.98:7', 0)} AS outcome,
      ${pick(39, '0.2:1 0.6:2', 0)} AS linked,
      ${pick(40, '0.005:1 0.2:2 0.52:3 0.75:4 0.93:5', 0)} AS age_band,
      ${pick(41, '0.88:1 0.98:2', 0)} AS sex,
      ${pick(42, '0.5:1 0.57:4 0.6:5 0.63:10 0.66:11 0.71:14 0.76:15 0.8:16 0.81:18', 30)} AS eth_self,
      ${pick(43, '0.62:4 0.8:2 0.92:1 0.95:5', 0)} AS eth_officer,
      0 AS district_code,
      CASE WHEN located = 1 THEN -6000000 + (u(i, 44) * 7000000)::INTEGER END AS lon, CASE WHEN located = 1 THEN 50000000 + (u(i, 45) * 5000000)::INTEGER END AS lat
    FROM (SELECT *, make_date((2000 + month // 12)::INTEGER, (month % 12 + 1)::INTEGER, (1 + floor(u(i, 31) * 28))::INTEGER) AS date,
                 ${pick(46, '0.88:1', 0)} AS located, h(i, 47) AS key, 2 AS delivery FROM events)`;
  return [eventsSql(rows, span, 30), tableSql('stop', inner, 'force, month, date, key'), ...atoms('stop', secret)];
}

function atoms(dataset: string, secret: Uint8Array): string[] {
  const fact = factTable(dataset);
  return fact ? atomsSql(fact, secret) : [];
}
