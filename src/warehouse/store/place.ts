/** SQL that places facts in the frame: district, LSOA, decile, and whether the location is known. */
import { DERIVED, type FactTable } from './facts.ts';

/** Where facts without a frame stand: nothing is known of any area yet. */
const NOWHERE = '0 AS district, 0 AS lsoa, 0 AS decile';

/** A month from which codes that fit both editions are read as 2021 ones: data.police.uk changed in 2023. */
export const FIRST_MONTH_2021 = (2023 - 2000) * 12;

/** `located`, by `reference/located.json`. */
export const LOCATED = { none: 0, known: 1, unmatched: 2, districtOnly: 3 } as const;

/**
 * Rows of `from` (base columns) with the derived ones, ready to be sorted. Needs the temporary tables `vintage` (delivery, vintage) for
 * LSOA codes, or `point` (lon, lat, lsoa) for points, and the frame attached as `frame`, unless `framed` is false. `vintage`: the one edition that
 * all the deliveries use, where it is one; it saves a join.
 */
export function placedSql(fact: FactTable, from: string, framed: boolean, vintage?: number): string {
  const columns = [...fact.base, ...DERIVED].map(([name, type]) => `${name}::${type} AS ${name}`).join(', ');
  return `SELECT ${columns} FROM (${fact.place === 'lsoa' ? byCode(from, framed, vintage) : byPoint(from, framed)})`;
}

function byCode(from: string, framed: boolean, vintage: number | undefined): string {
  const given = 'coalesce(b.lsoa_code, 0) > 0';
  if (!framed) return `SELECT b.*, ${NOWHERE}, CASE WHEN ${given} THEN ${LOCATED.unmatched} ELSE ${LOCATED.none} END AS located FROM ${from} b`;
  return `SELECT b.*, coalesce(a.district, 0) AS district, coalesce(a.idx, 0) AS lsoa, coalesce(a.decile, 0) AS decile,
      CASE WHEN a.idx IS NOT NULL THEN ${LOCATED.known} WHEN ${given} THEN ${LOCATED.unmatched} ELSE ${LOCATED.none} END AS located
    FROM ${from} b
    ${
      vintage === undefined
        ? 'LEFT JOIN vintage v ON v.delivery = b.delivery LEFT JOIN frame.lsoa a ON a.code = b.lsoa_code AND a.vintage = v.vintage'
        : `LEFT JOIN (SELECT * FROM frame.lsoa WHERE vintage = ${vintage}) a ON a.code = b.lsoa_code`
    }`;
}

function byPoint(from: string, framed: boolean): string {
  const given = '(b.lon IS NOT NULL OR coalesce(b.district_code, 0) > 0)';
  if (!framed) return `SELECT b.*, ${NOWHERE}, CASE WHEN ${given} THEN ${LOCATED.unmatched} ELSE ${LOCATED.none} END AS located FROM ${from} b`;
  // A district that the source gave stands. The point may then name the area within it, but never move the record to another district.
  return `SELECT *, CASE WHEN lsoa > 0 THEN ${LOCATED.known} WHEN district > 0 THEN ${LOCATED.districtOnly} WHEN given THEN ${LOCATED.unmatched} ELSE ${LOCATED.none} END AS located
    FROM (
      SELECT b.*, ${given} AS given, coalesce(g.idx, l.district, 0) AS district,
        CASE WHEN g.idx IS NULL OR g.idx = l.district THEN coalesce(l.idx, 0) ELSE 0 END AS lsoa,
        CASE WHEN g.idx IS NULL OR g.idx = l.district THEN coalesce(l.decile, 0) ELSE 0 END AS decile
      FROM ${from} b
      LEFT JOIN (SELECT code, idx FROM frame.district UNION ALL SELECT code, district FROM frame.district_was) g ON g.code = b.district_code
      LEFT JOIN point p ON p.lon = b.lon AND p.lat = b.lat
      LEFT JOIN frame.lsoa l ON l.idx = p.lsoa
    )`;
}

/**
 * Statements that decide the edition of each delivery's LSOA codes, into the temporary table `vintage`: the edition whose own codes (those that the other has not) it uses more of; in a tie, 2021 from January 2023 on and else 2011.
 * `codes` is kept for {@link editionsSql}.
 */
export function vintageSql(from: string): string[] {
  return [
    `CREATE TEMP TABLE codes AS
       SELECT delivery, lsoa_code AS code, count(*)::UINTEGER AS rows, max(month) AS month FROM ${from} WHERE coalesce(lsoa_code, 0) > 0 GROUP BY ALL`,
    `CREATE TEMP TABLE edition AS
       SELECT code, max(idx) FILTER (vintage = 2011) IS NOT NULL AS in11, max(idx) FILTER (vintage = 2021) IS NOT NULL AS in21 FROM frame.lsoa GROUP BY code`,
    `CREATE TEMP TABLE vintage AS
       SELECT delivery, own11 = own21 AS assumed,
         (CASE WHEN own11 > own21 THEN 2011 WHEN own21 > own11 THEN 2021 WHEN month >= ${FIRST_MONTH_2021} THEN 2021 ELSE 2011 END)::USMALLINT AS vintage
       FROM (SELECT delivery, max(month) AS month, count(*) FILTER (in11 AND NOT in21) AS own11, count(*) FILTER (in21 AND NOT in11) AS own21
             FROM codes LEFT JOIN edition USING (code) GROUP BY delivery)`,
  ];
}

/** What each delivery's codes say of it: one row a delivery. `rows` and `codes` of what is not in the edition, and of what ended with 2011. */
export const EDITIONS_SQL = `
  SELECT c.delivery, any_value(v.vintage)::INTEGER AS vintage, bool_or(v.assumed) AS assumed, sum(c.rows) AS rows,
    coalesce(sum(c.rows) FILTER (NOT coalesce(known, false)), 0) AS absent_rows, count(*) FILTER (NOT coalesce(known, false)) AS absent_codes,
    coalesce(sum(c.rows) FILTER (ended), 0) AS ended_rows, count(*) FILTER (ended) AS ended_codes
  FROM (SELECT c.*, CASE v.vintage WHEN 2011 THEN e.in11 ELSE e.in21 END AS known, v.vintage = 2011 AND e.in11 AND NOT e.in21 AS ended
        FROM codes c JOIN vintage v USING (delivery) LEFT JOIN edition e USING (code)) c
  JOIN vintage v USING (delivery)
  GROUP BY c.delivery ORDER BY c.delivery`;
