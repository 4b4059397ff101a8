/** SQL of the frame's `residents`: one row an area, edition, age span and ethnic group, at every level that can be summed. */
import { codeList, itemByCode } from '../../reference/index.ts';

/** Spans that the stop-and-search age bands can be compared with; the last is open. */
const BANDS = [
  [0, 9],
  [10, 17],
  [18, 24],
  [25, 34],
  [35, 255],
] as const;

/** Roma is a census group without an 18+1 code: it is counted in "any other White background" (W9). */
const WITHOUT_CODE = new Map([['White: Roma', 'W9']]);

/** `(census id, 18+1 id or 0 for the total of a group, group id)`. */
function censusValues(): string {
  const self = codeList('ethnicity-self');
  const groupIds = new Map(self.groups?.map((group) => [group.code, group.id]));
  return codeList('census-ethnicity')
    .items.map((item) => {
      const exact = self.items.find((other) => other.census2021 === item.label);
      const eth = item.total === true ? 0 : (exact?.id ?? itemByCode('ethnicity-self', WITHOUT_CODE.get(item.label) ?? '')?.id);
      const group = groupIds.get(item.group ?? '');
      if (eth === undefined || group === undefined) throw new Error(`census group “${item.label}” has no place among the self-defined ethnicities`);
      return `(${item.id}, ${eth}, ${group})`;
    })
    .join(', ');
}

/**
 * Statements, after those of frame-areas.ts. Where an edition has counts by LSOA for a district, those are summed to every level, for they follow the
 * newest boundaries; the source's own district counts serve where there are none.
 */
export function residentsSql(): string[] {
  const bands = BANDS.map(([from, to]) => `(${from}, ${to})`).join(', ');
  return [
    `CREATE TEMP TABLE place AS
       SELECT CASE vintage WHEN 2011 THEN 'lsoa11' ELSE 'lsoa21' END AS level, code, vintage, idx AS lsoa, ward, district, decile FROM lsoa
       UNION ALL SELECT 'district', code, 0, 0, 0, idx, 0 FROM district
       UNION ALL SELECT 'district', code, 0, 0, 0, district, 0 FROM district_was`,
    `CREATE TEMP TABLE people AS
       SELECT p.edition, level, pl.vintage, pl.lsoa, pl.ward, pl.district, pl.decile, p.age, p.n
       FROM population_in p ${newest('population_in')} JOIN place pl USING (level, code)`,
    ...finest('people'),
    `CREATE TEMP TABLE census(id, eth, eth_group) AS SELECT * FROM (VALUES ${censusValues()})`,
    `CREATE TEMP TABLE peoples AS
       SELECT p.edition, level, pl.vintage, pl.lsoa, pl.ward, pl.district, pl.decile, c.eth, c.eth_group, sum(p.n) AS n
       FROM ethnicity_in p ${newest('ethnicity_in')} JOIN census c ON c.id = p.census JOIN place pl USING (level, code)
       GROUP BY ALL`,
    // Group totals are summed from their parts where the parts are given, so that nobody is counted twice.
    `DELETE FROM peoples WHERE eth = 0 AND EXISTS (SELECT 1 FROM peoples o WHERE o.edition = peoples.edition AND o.level = peoples.level AND o.lsoa = peoples.lsoa
       AND o.district = peoples.district AND o.eth_group = peoples.eth_group AND o.eth > 0)`,
    `CREATE TEMP TABLE detail AS SELECT * FROM peoples WHERE eth > 0`,
    `DELETE FROM detail WHERE lsoa > 0 AND EXISTS (SELECT 1 FROM (SELECT DISTINCT edition, district FROM detail WHERE level = 'district') f
       WHERE f.edition IS NOT DISTINCT FROM detail.edition AND f.district = detail.district)`,
    ...finest('peoples'),
    // Millions of single years, summed once to what the levels need.
    `CREATE TEMP TABLE banded AS
       SELECT p.* EXCLUDE (age, n), b.age_from, b.age_to, sum(n) AS n FROM people p JOIN (SELECT age_from, age_to, unnest(range(age_from, age_to + 1)) AS age FROM (VALUES ${bands}) v(age_from, age_to)) b USING (age) GROUP BY ALL`,
    `CREATE TEMP TABLE aged AS SELECT edition, district, age, sum(n) AS n FROM people GROUP BY ALL`,
    `CREATE TABLE residents AS
       SELECT level::VARCHAR AS level, idx::UINTEGER AS idx, edition, age_from::UTINYINT AS age_from, age_to::UTINYINT AS age_to, eth_group::UTINYINT AS eth_group, eth::UTINYINT AS eth, sum(n)::UINTEGER AS n
       FROM (
         ${rolledUp('banded', '0 AS age_from, 255 AS age_to, 0 AS eth_group, 0 AS eth')}
         UNION ALL ${rolledUp('banded', 'age_from, age_to, 0 AS eth_group, 0 AS eth')}
         UNION ALL ${rolledUp('aged', 'age AS age_from, CASE age WHEN 90 THEN 255 ELSE age END AS age_to, 0 AS eth_group, 0 AS eth', ['district', 'csp', 'force'])}
         UNION ALL ${rolledUp(WITHOUT_AGES, '0 AS age_from, 255 AS age_to, 0 AS eth_group, 0 AS eth')}
         UNION ALL ${rolledUp('peoples', '0 AS age_from, 255 AS age_to, eth_group, 0 AS eth')}
         UNION ALL ${rolledUp('detail', '0 AS age_from, 255 AS age_to, eth_group, eth', ['district', 'csp', 'force'])}
       )
       WHERE idx > 0 GROUP BY ALL ORDER BY level, edition, idx, eth_group, eth, age_from, age_to`,
  ];
}

/** Each area's rows from its newest delivery. */
function newest(table: string): string {
  return `JOIN (SELECT level, code, edition, max(delivery) AS delivery FROM ${table} GROUP BY ALL) newest USING (level, code, edition, delivery)`;
}

/** The ethnic groups give the total of an area only where the same edition has no ages to give it. */
const WITHOUT_AGES = `(SELECT * FROM peoples WHERE NOT EXISTS (SELECT 1 FROM (SELECT DISTINCT edition, district FROM people) f
  WHERE f.edition IS NOT DISTINCT FROM peoples.edition AND f.district = peoples.district))`;

/** Drops the source’s own district counts where the same edition has that district by LSOA. */
function finest(table: string): string[] {
  return [
    `DELETE FROM ${table} WHERE level = 'district' AND EXISTS (SELECT 1 FROM (SELECT DISTINCT edition, district FROM ${table} WHERE lsoa > 0) f
       WHERE f.edition IS NOT DISTINCT FROM ${table}.edition AND f.district = ${table}.district)`,
  ];
}

const LEVELS = ['lsoa', 'ward', 'district', 'csp', 'force', 'decile'] as const;

/** One SELECT a level over the joined parents; `columns` are the age and ethnicity of the rows. */
function rolledUp(from: string, columns: string, levels: readonly (typeof LEVELS)[number][] = LEVELS): string {
  const index = { lsoa: 'p.lsoa', ward: 'p.ward', district: 'p.district', csp: 'd.csp', force: 'd.force', decile: 'p.decile' };
  return levels
    .map((level) => {
      const name = level === 'decile' ? "CASE p.vintage WHEN 2011 THEN 'decile11' ELSE 'decile21' END" : `'${level}'`;
      return `SELECT ${name} AS level, ${index[level]} AS idx, p.edition, ${columns}, p.n FROM ${from} p LEFT JOIN district d ON d.idx = p.district`;
    })
    .join(' UNION ALL ');
}
