/**
 * Events of the benchmarks' country, in SQL. `rows` events fall on areas by their risk (exactly `rows` in all: cumulative rounding), on months with
 * a growth and a summer peak, and on codes with the shares of published police data in round numbers.
 */

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
    SELECT i, force::UTINYINT AS force, district, lsoa, decile, (201000000 + lsoa)::UINTEGER AS lsoa_code,
           (${span.first} + 12 * floor(${Math.ceil(span.months / 12)} * pow(a, 0.9))
            + (12 + least(11, floor(12 * (b + 0.12 * sin(2 * pi() * b) / (2 * pi())))) - ${span.first % 12})::INTEGER % 12)::USMALLINT AS month
    FROM timed`;
}

const KEY = (stream: number) => `h(i, ${stream})`;
/** The documented weight: bits of the two lowest bits of the record key. */
const WEIGHT = 'bit_count((key & 3)::INTEGER)::UTINYINT AS w';

/** A code by its cumulative share: `0.2:1 0.5:2` is 20 % code 1, 30 % code 2, the rest `last`. */
const pick = (stream: number, steps: string, last: number) => {
  const cases = steps.split(' ').map((step) => {
    const [upto, code] = step.split(':');
    return `WHEN u(i, ${stream}) < ${upto} THEN ${code}`;
  });
  return `(CASE ${cases.join(' ')} ELSE ${last} END)::UTINYINT`;
};

/** Statements that fill the attached, empty database `out` with table `street`. */
export function streetSql(rows: number, span: Span): string[] {
  const type = pick(21, '0.2:1 0.21:2 0.26:3 0.34:4 0.37:5 0.44:6 0.45:7 0.53:8 0.545:9 0.61:10 0.63:11 0.69:12 0.98:13', 14);
  const outcome = pick(22, '0.3:5 0.66:22 0.72:19 0.76:2 0.8:1 0.84:4 0.86:9 0.88:23 0.9:24 0.93:25 0.95:26 0.97:15', 3);
  return [
    eventsSql(rows, span, 14),
    `CREATE TABLE out.street AS
       SELECT force, month, crime_type, (CASE WHEN crime_type = 1 THEN ${ASB_OUTCOME} ELSE outcome END)::UTINYINT AS outcome,
              (CASE WHEN located = 1 THEN district ELSE 0 END)::USMALLINT AS district, (CASE WHEN located = 1 THEN lsoa ELSE 0 END)::UINTEGER AS lsoa,
              (CASE WHEN located = 1 THEN decile ELSE 0 END)::UTINYINT AS decile, located,
              (CASE WHEN located = 1 THEN lsoa_code ELSE 0 END)::UINTEGER AS lsoa_code, (CASE WHEN crime_type = 1 THEN 0 ELSE h(i, 24) END)::UBIGINT AS crime_key,
              ${WEIGHT}, key, 1::UINTEGER AS delivery
       FROM (SELECT *, ${type} AS crime_type, ${outcome} AS outcome, ${pick(23, '0.975:1', 0)} AS located, ${KEY(25)} AS key FROM events)
       ORDER BY force, month, crime_type, lsoa, key`,
  ];
}

/** Outcome of anti-social behaviour: none is published, so it has the item of its own that the door gives it. */
const ASB_OUTCOME = 90;

/** Statements that fill the attached, empty database `out` with table `stop`. */
export function stopSql(rows: number, span: Span): string[] {
  const hour = '(CASE WHEN u(i, 32) < 0.01 THEN 255 ELSE (14 + floor(20 * (u(i, 33) + u(i, 34)) / 2))::INTEGER % 24 END)::UTINYINT';
  return [
    eventsSql(rows, span, 30),
    `CREATE TABLE out.stop AS
       SELECT force, month, date, isodow(date)::UTINYINT AS dow, ${hour} AS hour,
              ${pick(35, '0.75:1 0.97:2', 3)} AS type, power,
              ${pick(37, '0.58:1 0.75:2 0.86:3 0.92:4 0.96:7 0.98:8', 0)} AS object,
              ${pick(38, '0.7:1 0.83:2 0.92:3 0.95:4 0.98:7', 0)} AS outcome,
              ${pick(39, '0.2:1 0.6:2', 0)} AS linked,
              ${pick(40, '0.005:1 0.2:2 0.52:3 0.75:4 0.93:5', 0)} AS age_band,
              ${pick(41, '0.88:1 0.98:2', 0)} AS sex,
              ${pick(42, '0.5:1 0.57:4 0.6:5 0.63:10 0.66:11 0.71:14 0.76:15 0.8:16 0.81:18', 30)} AS eth_self,
              ${pick(43, '0.62:4 0.8:2 0.92:1 0.95:5', 0)} AS eth_officer,
              (CASE WHEN located = 1 THEN district ELSE 0 END)::USMALLINT AS district, (CASE WHEN located = 1 THEN lsoa ELSE 0 END)::UINTEGER AS lsoa,
              (CASE WHEN located = 1 THEN decile ELSE 0 END)::UTINYINT AS decile, located, 0::UINTEGER AS district_code,
              (CASE WHEN located = 1 THEN -6000000 + (u(i, 44) * 7000000)::INTEGER END)::INTEGER AS lon, (CASE WHEN located = 1 THEN 50000000 + (u(i, 45) * 5000000)::INTEGER END)::INTEGER AS lat,
              ${WEIGHT}, key, 2::UINTEGER AS delivery
       FROM (SELECT *, make_date((2000 + month // 12)::INTEGER, (month % 12 + 1)::INTEGER, (1 + floor(u(i, 31) * 28))::INTEGER) AS date,
                    ${pick(36, '0.36:1 0.92:2 0.97:3', 4)} AS power, ${pick(46, '0.88:1', 0)} AS located, ${KEY(47)} AS key FROM events)
       ORDER BY force, month, date, key`,
  ];
}

/**
 * Statement for the atoms of a table, as docs/architecture.md defines them: level 0 by force, month and kind, level 1 by district too. The value is
 * the count with fixed binomial noise from 30 up and the sum of the record weights below.
 */
export function atomsSql(table: string, kind: string): string {
  const level = (n: number, district: string) =>
    `SELECT ${n}::UTINYINT AS level, force, ${district}::USMALLINT AS district, month, ${kind} AS kind, count(*)::UINTEGER AS n,
            (CASE WHEN count(*) >= 30 THEN count(*)::INTEGER + bit_count((hash(bit_xor(key)) & 255)::INTEGER) - 4 ELSE sum(w)::INTEGER END)::INTEGER AS v
     FROM out.${table} GROUP BY ALL`;
  return `CREATE TABLE out.${table}_atom AS ${level(0, '0')} UNION ALL ${level(1, 'district')} ORDER BY level, force, district, month, kind`;
}
