/** A county of sixteen LSOAs in four districts, with one change of every kind between 2011 and 2021. Invented, for tests. */
import { areaInt } from '../../../reference/index.ts';
import { fixtureFile } from './fixture.ts';

export const code = (text: string): number => areaInt(text) ?? 0;

const lsoa = (n: number): string => `E01${String(n).padStart(6, '0')}`;
const DISTRICTS = ['E07000901', 'E07000902', 'E07000903', 'E07000904'];

/** 2021: 1 to 16, four to a district, each a square of 0.01 degrees in a row at 52 north; except that 4 was split into 41 and 42. */
export const LSOA21 = [1, 2, 3, 41, 42, 5, 6, 7, 8, 9, 10, 11, 12, 131, 15, 16];
/** 2011: 13 and 14 were merged into 131; the rest as they were. */
export const LSOA11 = Array.from({ length: 16 }, (_, i) => i + 1);

const districtOf = (n: number): string => DISTRICTS[Math.floor(((n > 100 ? 13 : n > 40 ? 4 : n) - 1) / 4)] ?? '';
const values = (rows: readonly string[]): string => rows.join(', ');

const changeRows = LSOA11.flatMap((n) => {
  if (n === 4) return [`(${code(lsoa(4))}, 'S', ${code(lsoa(41))})`, `(${code(lsoa(4))}, 'S', ${code(lsoa(42))})`];
  if (n === 13 || n === 14) return [`(${code(lsoa(n))}, 'M', ${code(lsoa(131))})`];
  return [`(${code(lsoa(n))}, 'U', ${code(lsoa(n))})`];
});

/** West edge of the square of a 2021 area. */
export const west = (n: number): number => LSOA21.indexOf(n) * 0.01;

const square = (n: number): string => {
  const [x, y] = [west(n), 52];
  const [e, t] = [Number((x + 0.01).toFixed(2)), 52.01];
  return `{"type":"Polygon","coordinates":[[[${x},${y}],[${e},${y}],[${e},${t}],[${x},${t}],[${x},${y}]]]}`;
};

export const AREA_FILES = {
  lookup21: fixtureFile({
    fileName: 'lsoa21.csv',
    layout: 'lsoa21-ward-district',
    tables: {
      lsoa21_lookup: `SELECT * FROM (VALUES ${values(LSOA21.map((n) => `(${code(lsoa(n))}, 'Area ${n}', ${code('E05000001') + Math.floor(LSOA21.indexOf(n) / 2)}, 'Ward ${Math.floor(LSOA21.indexOf(n) / 2)}', ${code(districtOf(n))}, 'District ${districtOf(n).slice(-1)}')`))}) v(lsoa21, lsoa21_name, ward, ward_name, district, district_name)`,
    },
  }),
  lookup11: fixtureFile({
    fileName: 'lsoa11.csv',
    layout: 'lsoa11-district',
    tables: {
      lsoa11_district: `SELECT * FROM (VALUES ${values(LSOA11.map((n) => `(${code(lsoa(n))}, 'Area ${n}', ${code(n > 12 ? 'E07000800' : districtOf(n))}, 'Old')`))}) v(lsoa11, lsoa11_name, district, district_name)`,
    },
  }),
  changes: fixtureFile({
    fileName: 'changes.csv',
    layout: 'lsoa11-lsoa21',
    tables: {
      lsoa11_lsoa21: `SELECT *, '' AS lsoa11_name, '' AS lsoa21_name, 0 AS district FROM (VALUES ${values(changeRows)}) v(lsoa11, change_code, lsoa21)`,
    },
  }),
  /** Districts 1 and 2 share a partnership; 4 holds two. Norfolk's code stands for the county's force. */
  districts: fixtureFile({
    fileName: 'districts.csv',
    layout: 'district-csp-pfa',
    edition: '2024',
    tables: {
      district_lookup: `SELECT *, ${code('E23000024')} AS pfa, 'Norfolk' AS pfa_name, 2024 AS edition FROM (VALUES
        (${code('E07000901')}, 'District 1', ${code('E22000001')}, 'East'), (${code('E07000902')}, 'District 2', ${code('E22000001')}, 'East'),
        (${code('E07000903')}, 'District 3', ${code('E22000002')}, 'West'), (${code('E07000904')}, 'District 4', ${code('E22000003')}, 'North'),
        (${code('E07000904')}, 'District 4', ${code('E22000004')}, 'South')) v(district, district_name, csp, csp_name)`,
    },
  }),
  outlines: fixtureFile({
    fileName: 'outlines.geojson',
    layout: 'boundary-lsoa',
    edition: '2021',
    tables: {
      boundary: `SELECT 'lsoa' AS level, 2021 AS edition, *, 0.0 AS west, 52.0 AS south, 1.0 AS east, 52.01 AS north FROM (VALUES ${values(LSOA21.map((n) => `(${code(lsoa(n))}, 'Area ${n}', '${square(n)}')`))}) v(code, name, geometry)`,
    },
  }),
} as const;

/** Decile 1 to 10 by number, both editions. */
export const DEPRIVATION_FILES = [
  fixtureFile({
    fileName: 'imd11.csv',
    layout: 'imd-2019',
    edition: 'IMD 2019',
    tables: {
      deprivation: `SELECT *, 2011 AS vintage, 'IMD 2019' AS edition FROM (VALUES ${values(LSOA11.map((n) => `(${code(lsoa(n))}, ${1 + (n % 10)})`))}) v(area, decile)`,
    },
  }),
  fixtureFile({
    fileName: 'imd21.csv',
    layout: 'imd-2025',
    edition: 'IMD 2025',
    tables: {
      deprivation: `SELECT *, 2021 AS vintage, 'IMD 2025' AS edition FROM (VALUES ${values(LSOA21.map((n) => `(${code(lsoa(n))}, ${1 + (n % 5)})`))}) v(area, decile)`,
    },
  }),
];

/** Ten residents of every single year from 0 to 90 in each 2011 area. */
export const POPULATION_FILE = fixtureFile({
  fileName: 'population_20.csv',
  layout: 'population-age-lsoa11',
  edition: 'mid-2020',
  tables: {
    population: `SELECT 'lsoa11' AS level, area, 'mid-2020' AS edition, age, 10 AS n FROM (SELECT unnest([${LSOA11.map((n) => code(lsoa(n))).join(', ')}]) AS area), (SELECT unnest(range(91)) AS age)`,
  },
});

/** 5 groups by 2021 area (10, 20, 30, 40, 50), and the 19 groups of District 1, whose Asian parts make up the 50 of five areas. */
export const ETHNICITY_FILES = [
  fixtureFile({
    fileName: 'ethnicity21.csv',
    layout: 'ethnicity-lsoa21',
    edition: 'census-2021',
    tables: {
      population_ethnicity: `SELECT 'lsoa21' AS level, area, 'census-2021' AS edition, eth, n FROM (SELECT unnest([${LSOA21.map((n) => code(lsoa(n))).join(', ')}]) AS area), (VALUES (51, 10), (52, 20), (53, 30), (54, 40), (55, 50)) v(eth, n)`,
    },
  }),
  fixtureFile({
    fileName: 'ethnicity-district.csv',
    layout: 'ethnicity-district',
    edition: 'census-2021',
    tables: {
      population_ethnicity: `SELECT 'district' AS level, ${code('E07000901')} AS area, 'census-2021' AS edition, eth, n FROM (VALUES (10, 30), (11, 20), (4, 7), (5, 3)) v(eth, n)`,
    },
  }),
];

export const lsoaCode = (n: number): number => code(lsoa(n));
