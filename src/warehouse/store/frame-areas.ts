/** SQL of the frame's areas: force, CSP, district, ward and LSOA, each with its parents. */
import { areaInt, codeList } from '../../reference/index.ts';

/** Real and fictional areas are numbered apart, so the newest edition of one does not hide the other. */
const FICTIONAL = 'code >= 200000000';

/**
 * Statements, in order. They read the `*_in` tables of frame-sources.ts and leave `force_area`, `csp`, `district`, `ward`, `lsoa` in the
 * file, and the temporary `district_was` (former district code, idx) and `district_csps` (districts with several CSPs).
 */
export function areasSql(): string[] {
  const forces = codeList('force').items.flatMap((item) => {
    const code = typeof item.areaCode === 'string' ? areaInt(item.areaCode) : undefined;
    return code === undefined ? [] : [`(${item.id}, ${code}, '${item.label.replaceAll("'", "''")}')`];
  });
  return [
    `CREATE TABLE force_area AS SELECT force::UTINYINT AS force, code::UINTEGER AS code, name FROM (VALUES ${forces.join(', ')}) f(force, code, name) ORDER BY force`,
    // The newest lookup of districts, and every district that the newest lookup of 2021 areas names.
    `CREATE TEMP TABLE district_row AS SELECT * FROM district_in QUALIFY edition = max(edition) OVER (PARTITION BY ${FICTIONAL})`,
    `CREATE TEMP TABLE lsoa_row AS
       SELECT code, vintage, arg_max(name, delivery) AS name, arg_max(district_code, delivery) AS district_code, arg_max(district_name, delivery) AS district_name,
         arg_max(ward_code, delivery) AS ward_code, arg_max(ward_name, delivery) AS ward_name
       FROM lsoa_in GROUP BY code, vintage`,
    `CREATE TEMP TABLE district_known AS
       SELECT code, coalesce(max(name), '') AS name, count(DISTINCT csp_code) FILTER (csp_code > 0) AS csps, min(csp_code) AS csp_code, min(force_code) AS force_code
       FROM (SELECT code, name, csp_code, force_code FROM district_row
             UNION ALL SELECT district_code, district_name, NULL, NULL FROM lsoa_row WHERE vintage = 2021 AND district_code > 0)
       GROUP BY code`,
    `CREATE TABLE csp AS
       SELECT row_number() OVER (ORDER BY code)::USMALLINT AS idx, code, name, force
       FROM (SELECT r.csp_code AS code, max(r.csp_name) AS name, coalesce(min(f.force), 0)::UTINYINT AS force
             FROM district_row r JOIN district_known k ON k.code = r.code AND k.csps = 1 LEFT JOIN force_area f ON f.code = r.force_code
             WHERE r.csp_code > 0 GROUP BY r.csp_code)
       ORDER BY idx`,
    `CREATE TABLE district AS
       SELECT row_number() OVER (ORDER BY k.code)::USMALLINT AS idx, k.code, k.name, coalesce(c.idx, 0)::USMALLINT AS csp, coalesce(f.force, 0)::UTINYINT AS force
       FROM district_known k LEFT JOIN csp c ON k.csps = 1 AND c.code = k.csp_code LEFT JOIN force_area f ON f.code = k.force_code
       ORDER BY idx`,
    `CREATE TABLE ward AS
       SELECT row_number() OVER (ORDER BY w.code)::USMALLINT AS idx, w.code, w.name, coalesce(d.idx, 0)::USMALLINT AS district
       FROM (SELECT ward_code AS code, max(ward_name) AS name, min(district_code) AS district_code FROM lsoa_row WHERE vintage = 2021 AND ward_code > 0 GROUP BY ward_code) w
       LEFT JOIN district d ON d.code = w.district_code
       ORDER BY idx`,
    ...lsoaSql(),
  ];
}

function lsoaSql(): string[] {
  return [
    // Every area that a lookup, a list of changes or a set of outlines names.
    `CREATE TEMP TABLE lsoa_known AS
       SELECT code, vintage, coalesce(max(name), '') AS name
       FROM (SELECT code, vintage, name FROM lsoa_row
             UNION ALL SELECT code, vintage, name FROM boundary_in WHERE level = 'lsoa'
             UNION ALL SELECT code11, 2011, name11 FROM change_in UNION ALL SELECT code21, 2021, name21 FROM change_in)
       WHERE code > 0 AND vintage IN (2011, 2021) GROUP BY code, vintage`,
    `CREATE TEMP TABLE home21 AS
       SELECT r.code, r.vintage, d.idx AS district, w.idx AS ward FROM lsoa_row r LEFT JOIN district d ON d.code = r.district_code LEFT JOIN ward w ON w.code = r.ward_code WHERE r.vintage = 2021`,
    // A 2011 area is in the district of its 2021 areas when they agree, else where the 2011 lookup puts it if that district still exists.
    `CREATE TEMP TABLE home11 AS
       SELECT k.code, k.vintage, coalesce(c.district, d.idx) AS district, c.districts > 1 AS straddles
       FROM lsoa_known k
       LEFT JOIN (SELECT x.code11 AS code, count(DISTINCT h.district) AS districts, CASE WHEN count(DISTINCT h.district) = 1 THEN min(h.district) END AS district
                  FROM change_in x JOIN home21 h ON h.code = x.code21 GROUP BY x.code11) c ON c.code = k.code
       LEFT JOIN lsoa_row r ON r.code = k.code AND r.vintage = 2011
       LEFT JOIN district d ON d.code = r.district_code
       WHERE k.vintage = 2011`,
    // The composite UK index is on another scale than the index of each country, and is left out.
    `CREATE TEMP TABLE tenth AS
       SELECT code, vintage, arg_max(decile, delivery)::UTINYINT AS decile
       FROM deprivation_in WHERE decile BETWEEN 1 AND 10 AND coalesce(edition, '') NOT ILIKE 'uk%' GROUP BY code, vintage`,
    `CREATE TEMP TABLE lsoa_numbered AS SELECT row_number() OVER (ORDER BY vintage, code)::UINTEGER AS idx, code, vintage, name FROM lsoa_known`,
    // Unchanged (U) and merged (M) areas lie wholly in one 2021 area; split (S) and redrawn (X) ones do not.
    `CREATE TEMP TABLE moved AS
       SELECT x.code11 AS code, 2011 AS vintage, min(n.idx) AS to21 FROM change_in x JOIN lsoa_numbered n ON n.vintage = 2021 AND n.code = x.code21
       GROUP BY x.code11 HAVING bool_and(x.change IN ('U', 'M')) AND count(DISTINCT x.code21) = 1`,
    `CREATE TABLE lsoa AS
       SELECT n.idx, n.code, n.vintage::USMALLINT AS vintage, n.name, coalesce(h21.district, h11.district, 0)::USMALLINT AS district,
         coalesce(h21.ward, 0)::USMALLINT AS ward, coalesce(t.decile, 0)::UTINYINT AS decile,
         (CASE n.vintage WHEN 2021 THEN n.idx ELSE coalesce(m.to21, 0) END)::UINTEGER AS to21
       FROM lsoa_numbered n LEFT JOIN home21 h21 USING (code, vintage) LEFT JOIN home11 h11 USING (code, vintage)
       LEFT JOIN tenth t USING (code, vintage) LEFT JOIN moved m USING (code, vintage)
       ORDER BY n.idx`,
    // Districts abolished since: where all their areas went to one district, their figures go there too.
    `CREATE TABLE district_was AS
       SELECT r.district_code AS code, min(l.district)::USMALLINT AS district
       FROM lsoa_row r JOIN lsoa l ON l.code = r.code AND l.vintage = r.vintage
       WHERE l.district > 0 AND r.district_code NOT IN (SELECT code FROM district)
       GROUP BY r.district_code HAVING count(DISTINCT l.district) = 1
       ORDER BY code`,
  ];
}
