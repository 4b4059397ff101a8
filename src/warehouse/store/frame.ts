/**
 * The frame: areas, their parents, residents and outlines, derived afresh from the reference data whenever any of it changes. Facts hold
 * the frame's index numbers, so every file of facts is derived again in the same commit.
 */
import type { Builder } from './builder.ts';
import { areasSql } from './frame-areas.ts';
import { residentsSql } from './frame-residents.ts';
import { type Present, sourcesSql } from './frame-sources.ts';

const BOUNDARY_SQL = `
  CREATE TABLE boundary AS
  SELECT b.level, a.idx, b.geometry, b.west, b.south, b.east, b.north
  FROM boundary_in b
  JOIN (SELECT level, vintage, code, max(rank) AS rank FROM boundary_in GROUP BY ALL) newest USING (level, vintage, code, rank)
  JOIN (SELECT 'force' AS level, 0 AS vintage, code, force::UINTEGER AS idx FROM force_area
        UNION ALL SELECT 'district', 0, code, idx FROM district
        UNION ALL SELECT 'lsoa', vintage, code, idx FROM lsoa) a USING (level, vintage, code)
  ORDER BY b.level, a.idx`;

/** What is missing or was approximated. Each row: kind, text, and a condition that is true when the note is due. */
const NOTES: readonly (readonly [kind: string, text: string, due: string])[] = [
  ['missing', "'No lookup of 2021 LSOAs to wards and districts has been delivered.'", 'NOT EXISTS (FROM lsoa_in WHERE vintage = 2021)'],
  ['missing', "'No list of changes from LSOA 2011 to 2021 has been delivered: 2011 areas cannot be shown on the 2021 map.'", 'NOT EXISTS (FROM change_in)'],
  ['missing', "'No lookup of districts to community safety partnerships and forces has been delivered.'", 'NOT EXISTS (FROM district_in)'],
  [
    'missing',
    "'No outlines of 2021 LSOAs have been delivered: stops that give only a point are not located.'",
    "NOT EXISTS (FROM boundary JOIN lsoa USING (idx) WHERE level = 'lsoa' AND vintage = 2021)",
  ],
  ['missing', "'No resident population has been delivered: there are no rates.'", 'NOT EXISTS (FROM residents)'],
  [
    'missing',
    "'No index of deprivation for LSOA 2011 has been delivered.'",
    'NOT EXISTS (FROM lsoa WHERE vintage = 2011 AND decile > 0) AND EXISTS (FROM lsoa WHERE vintage = 2011)',
  ],
  [
    'missing',
    "'No index of deprivation for LSOA 2021 has been delivered.'",
    'NOT EXISTS (FROM lsoa WHERE vintage = 2021 AND decile > 0) AND EXISTS (FROM lsoa WHERE vintage = 2021)',
  ],
  [
    'missing',
    "'There is no Welsh index of deprivation for LSOA 2021: Welsh areas have no decile there.'",
    'EXISTS (FROM lsoa WHERE vintage = 2021 AND decile > 0) AND EXISTS (FROM lsoa WHERE vintage = 2021 AND decile = 0 AND code BETWEEN 100000000 AND 199999999) AND NOT EXISTS (FROM lsoa WHERE vintage = 2021 AND decile > 0 AND code BETWEEN 100000000 AND 199999999)',
  ],
  [
    'approximated',
    "'Deciles of English and Welsh areas are each of their own country; the two indices cannot be compared.'",
    'EXISTS (FROM lsoa WHERE decile > 0 AND code < 100000000) AND EXISTS (FROM lsoa WHERE decile > 0 AND code BETWEEN 100000000 AND 199999999)',
  ],
  [
    'approximated',
    "(SELECT 'These districts hold several community safety partnerships, which figures by district cannot tell apart: ' || string_agg(name, ', ' ORDER BY name) || '.' FROM district_known WHERE csps > 1)",
    'EXISTS (FROM district_known WHERE csps > 1)',
  ],
  [
    'approximated',
    "(SELECT count(*) || ' LSOAs of 2011 lie in more than one district of today; each is counted where the 2011 lookup puts it, or in none.' FROM home11 WHERE straddles)",
    'EXISTS (FROM home11 WHERE straddles)',
  ],
  [
    'approximated',
    "(SELECT count(*) || ' LSOAs are in no district that is known.' FROM lsoa WHERE district = 0)",
    'EXISTS (FROM lsoa WHERE district = 0) AND EXISTS (FROM district)',
  ],
  [
    'approximated',
    "(SELECT count(*) || ' LSOAs of 2011 were split or redrawn for 2021: their records are not shown by LSOA 2021.' FROM lsoa WHERE vintage = 2011 AND to21 = 0)",
    'EXISTS (FROM change_in) AND EXISTS (FROM lsoa WHERE vintage = 2011 AND to21 = 0)',
  ],
];

/** Writes the frame into the builder's own file. `present` gives the attached files of the frame's datasets. */
export async function buildFrame(builder: Builder, present: ReadonlyMap<string, Present>): Promise<void> {
  for (const sql of [...sourcesSql(present), ...areasSql(), ...residentsSql(), BOUNDARY_SQL]) await builder.run(sql);
  await builder.run('CREATE TABLE frame_note (kind VARCHAR, text VARCHAR)');
  for (const [kind, text, due] of NOTES) await builder.run(`INSERT INTO frame_note SELECT '${kind}', ${text} WHERE ${due}`);
}
