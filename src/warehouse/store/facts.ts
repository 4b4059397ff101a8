/** The tables of facts, as data: docs/architecture.md in a form that writes SQL. */

export interface FactTable {
  readonly dataset: string;
  readonly table: string;
  /** The column that an atom counts by. */
  readonly kind: string;
  /** How a row is placed: by its LSOA code, or by its point (and district code). */
  readonly place: 'lsoa' | 'point';
  /** The number of records in a row. */
  readonly n: string;
  /** Columns as the door stages them, with their types on disk. */
  readonly base: readonly (readonly [name: string, type: string])[];
}

const KEYED = [
  ['delivery', 'UINTEGER'],
  ['key', 'UBIGINT'],
] as const;

export const FACTS: readonly FactTable[] = [
  {
    dataset: 'street',
    table: 'street',
    kind: 'crime_type',
    place: 'lsoa',
    n: '1',
    base: [
      ['force', 'UTINYINT'],
      ['month', 'USMALLINT'],
      ['crime_type', 'UTINYINT'],
      ['outcome', 'UTINYINT'],
      ['lsoa_code', 'UINTEGER'],
      ['crime_key', 'UBIGINT'],
      ['w', 'UTINYINT'],
      ...KEYED,
    ],
  },
  {
    dataset: 'stop',
    table: 'stop',
    kind: 'power',
    place: 'point',
    n: '1',
    base: [
      ['force', 'UTINYINT'],
      ['month', 'USMALLINT'],
      ['date', 'DATE'],
      ['dow', 'UTINYINT'],
      ['hour', 'UTINYINT'],
      ['type', 'UTINYINT'],
      ['power', 'UTINYINT'],
      ['object', 'UTINYINT'],
      ['outcome', 'UTINYINT'],
      ['linked', 'UTINYINT'],
      ['age_band', 'UTINYINT'],
      ['sex', 'UTINYINT'],
      ['eth_self', 'UTINYINT'],
      ['eth_officer', 'UTINYINT'],
      ['district_code', 'UINTEGER'],
      ['lon', 'INTEGER'],
      ['lat', 'INTEGER'],
      ['w', 'UTINYINT'],
      ...KEYED,
    ],
  },
  {
    dataset: 'lsoa-month-counts',
    table: 'area_count',
    kind: 'crime_type',
    place: 'lsoa',
    n: 'n',
    base: [
      ['force', 'UTINYINT'],
      ['month', 'USMALLINT'],
      ['crime_type', 'UTINYINT'],
      ['n', 'UINTEGER'],
      ['lsoa_code', 'UINTEGER'],
      ['w', 'UINTEGER'],
      ...KEYED,
    ],
  },
];

export const DERIVED = [
  ['district', 'USMALLINT'],
  ['lsoa', 'UINTEGER'],
  ['decile', 'UTINYINT'],
  ['located', 'UTINYINT'],
] as const;

export function factTable(dataset: string): FactTable | undefined {
  return FACTS.find((fact) => fact.dataset === dataset);
}
