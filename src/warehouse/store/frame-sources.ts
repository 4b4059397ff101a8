/**
 * What the frame is derived from: the tables of four datasets (contracts/), each read through one temporary table of a known shape. A
 * table that has not been delivered is empty. Where deliveries overlap, the newest edition wins, then the newest delivery.
 */

export const FRAME_DATASETS = ['area', 'deprivation', 'population', 'population-ethnicity'] as const;

/** The attached file of a dataset, and the tables that it holds. */
export interface Present {
  readonly alias: string;
  readonly tables: ReadonlySet<string>;
}

interface Source {
  readonly name: string;
  readonly columns: string;
  readonly parts: readonly { readonly dataset: (typeof FRAME_DATASETS)[number]; readonly table: string; readonly select: string }[];
}

const SOURCES: readonly Source[] = [
  {
    name: 'lsoa_in',
    columns:
      'code UINTEGER, vintage USMALLINT, name VARCHAR, district_code UINTEGER, district_name VARCHAR, ward_code UINTEGER, ward_name VARCHAR, delivery UINTEGER',
    parts: [
      { dataset: 'area', table: 'lsoa21_lookup', select: 'lsoa21, 2021, lsoa21_name, district, district_name, ward, ward_name, delivery' },
      { dataset: 'area', table: 'lsoa11_district', select: 'lsoa11, 2011, lsoa11_name, district, district_name, NULL, NULL, delivery' },
    ],
  },
  {
    name: 'change_in',
    columns: 'code11 UINTEGER, name11 VARCHAR, code21 UINTEGER, name21 VARCHAR, change VARCHAR',
    parts: [{ dataset: 'area', table: 'lsoa11_lsoa21', select: 'lsoa11, lsoa11_name, lsoa21, lsoa21_name, change_code' }],
  },
  {
    name: 'district_in',
    columns: 'code UINTEGER, name VARCHAR, csp_code UINTEGER, csp_name VARCHAR, force_code UINTEGER, edition USMALLINT',
    parts: [{ dataset: 'area', table: 'district_lookup', select: 'district, district_name, csp, csp_name, pfa, edition' }],
  },
  {
    name: 'boundary_in',
    columns:
      'level VARCHAR, vintage USMALLINT, code UINTEGER, name VARCHAR, geometry VARCHAR, west DOUBLE, south DOUBLE, east DOUBLE, north DOUBLE, rank UBIGINT',
    parts: [
      {
        dataset: 'area',
        table: 'boundary',
        select:
          "level, CASE level WHEN 'lsoa' THEN edition ELSE 0 END, code, name, geometry, west, south, east, north, edition::UBIGINT * 4294967296 + delivery",
      },
    ],
  },
  {
    name: 'deprivation_in',
    columns: 'code UINTEGER, vintage USMALLINT, decile UTINYINT, edition VARCHAR, delivery UINTEGER',
    parts: [{ dataset: 'deprivation', table: 'deprivation', select: 'area, vintage, decile, edition, delivery' }],
  },
  {
    name: 'population_in',
    columns: 'level VARCHAR, code UINTEGER, edition VARCHAR, age UTINYINT, n UINTEGER, delivery UINTEGER',
    parts: [{ dataset: 'population', table: 'population', select: 'level, area, edition, age, n, delivery' }],
  },
  {
    name: 'ethnicity_in',
    columns: 'level VARCHAR, code UINTEGER, edition VARCHAR, census UTINYINT, n UINTEGER, delivery UINTEGER',
    parts: [{ dataset: 'population-ethnicity', table: 'population_ethnicity', select: 'level, area, edition, eth, n, delivery' }],
  },
];

/** Statements that make the temporary views and tables. `present` is by dataset. */
export function sourcesSql(present: ReadonlyMap<string, Present>): string[] {
  return SOURCES.map(({ name, columns, parts }) => {
    const selects = parts.flatMap(({ dataset, table, select }) => {
      const file = present.get(dataset);
      return file?.tables.has(table) ? [`SELECT ${select} FROM ${file.alias}.${table}`] : [];
    });
    if (selects.length === 0) return `CREATE TEMP TABLE ${name} (${columns})`;
    const names = columns.split(', ').map((column) => column.split(' '));
    const typed = names.map(([column, type]) => `${column}::${type} AS ${column}`).join(', ');
    return `CREATE TEMP VIEW ${name} AS SELECT ${typed} FROM (${selects.join(' UNION ALL ')}) s(${names.map(([column]) => column).join(', ')})`;
  });
}
