/**
 * The dimensions that a figure can be grouped and filtered by. Each reads one small integer column of a fact table; what the integer
 * means (a code list, an area of the snapshot's frame, a point in time) is resolved in `values.ts`.
 */
import type { ListName } from '../../reference/index.ts';
import type { DatasetId, DimensionId } from './types.ts';

export type FactDataset = Extract<DatasetId, 'street' | 'stop' | 'lsoa-month-counts'>;

/** Columns of the fact tables that dimensions read (docs/architecture.md, "The facts"). */
export type BaseColumn =
  | 'month'
  | 'dow'
  | 'hour'
  | 'force'
  | 'district'
  | 'lsoa'
  | 'decile'
  | 'located'
  | 'crime_type'
  | 'outcome'
  | 'type'
  | 'power'
  | 'object'
  | 'linked'
  | 'age_band'
  | 'sex'
  | 'eth_self'
  | 'eth_officer';

export interface FactTable {
  readonly dataset: FactDataset;
  readonly table: string;
  readonly atoms: string;
  /** The column that the atoms keep beside force, district and month. */
  readonly kind: BaseColumn;
  /** Column that holds a count, where a row stands for several records. */
  readonly counts: 'n' | null;
}

export const FACTS: Readonly<Record<FactDataset, FactTable>> = {
  street: { dataset: 'street', table: 'street', atoms: 'street_atom', kind: 'crime_type', counts: null },
  stop: { dataset: 'stop', table: 'stop', atoms: 'stop_atom', kind: 'power', counts: null },
  'lsoa-month-counts': { dataset: 'lsoa-month-counts', table: 'area_count', atoms: 'area_count_atom', kind: 'crime_type', counts: 'n' },
};

export type DimensionKind = 'time' | 'area' | 'code' | 'group' | 'order';

export interface Dimension {
  readonly id: DimensionId;
  readonly title: string;
  readonly kind: DimensionKind;
  readonly column: BaseColumn;
  readonly datasets: readonly FactDataset[];
  /** The code list whose ids the column holds. */
  readonly list?: ListName;
  readonly note?: string;
}

const ALL: readonly FactDataset[] = ['street', 'stop', 'lsoa-month-counts'];
const CRIME: readonly FactDataset[] = ['street', 'lsoa-month-counts'];
const STOP: readonly FactDataset[] = ['stop'];
const STREET: readonly FactDataset[] = ['street'];

const DIMENSIONS: readonly Dimension[] = [
  { id: 'month', title: 'Month', kind: 'time', column: 'month', datasets: ALL },
  { id: 'quarter', title: 'Quarter', kind: 'time', column: 'month', datasets: ALL, note: 'Calendar quarters.' },
  { id: 'year', title: 'Year', kind: 'time', column: 'month', datasets: ALL, note: 'Calendar years.' },
  { id: 'weekday', title: 'Day of week', kind: 'order', column: 'dow', datasets: STOP, note: 'Local time.' },
  { id: 'hour', title: 'Hour of day', kind: 'order', column: 'hour', datasets: STOP, note: 'Local time.' },
  { id: 'force', title: 'Police force', kind: 'area', column: 'force', datasets: ALL, list: 'force', note: 'The force that recorded it.' },
  { id: 'csp', title: 'Community safety partnership', kind: 'area', column: 'district', datasets: ALL },
  { id: 'district', title: 'District', kind: 'area', column: 'district', datasets: ALL, note: 'Local authority district, 2024 codes.' },
  { id: 'ward', title: 'Ward', kind: 'area', column: 'lsoa', datasets: ALL, note: 'Best-fit 2024 ward of the 2021 LSOA.' },
  { id: 'lsoa', title: 'LSOA', kind: 'area', column: 'lsoa', datasets: ALL, note: 'In the edition of the records: 2011 and 2021 codes are never mixed.' },
  {
    id: 'lsoa21',
    title: 'LSOA (2021)',
    kind: 'area',
    column: 'lsoa',
    datasets: ALL,
    note: '2011 codes are converted where the area was unchanged or merged; areas that were split or redrawn cannot be and are shown as unknown.',
  },
  {
    id: 'decile',
    title: 'Deprivation decile',
    kind: 'order',
    column: 'decile',
    datasets: ALL,
    note: '1 is the most deprived tenth, of the index that matches the LSOA edition.',
  },
  { id: 'crime-type', title: 'Crime type', kind: 'code', column: 'crime_type', datasets: CRIME, list: 'crime-type' },
  { id: 'outcome', title: 'Last outcome', kind: 'code', column: 'outcome', datasets: STREET, list: 'outcome' },
  { id: 'outcome-group', title: 'Outcome group', kind: 'group', column: 'outcome', datasets: STREET, list: 'outcome' },
  { id: 'power', title: 'Search power', kind: 'code', column: 'power', datasets: STOP, list: 'power' },
  { id: 'power-group', title: 'Kind of power', kind: 'group', column: 'power', datasets: STOP, list: 'power' },
  { id: 'object', title: 'Object of search', kind: 'code', column: 'object', datasets: STOP, list: 'object' },
  { id: 'linked', title: 'Outcome linked to object', kind: 'code', column: 'linked', datasets: STOP, list: 'linked' },
  { id: 'stop-outcome', title: 'Outcome of the search', kind: 'code', column: 'outcome', datasets: STOP, list: 'stop-outcome' },
  { id: 'stop-outcome-group', title: 'Kind of outcome', kind: 'group', column: 'outcome', datasets: STOP, list: 'stop-outcome' },
  { id: 'stop-type', title: 'Type of search', kind: 'code', column: 'type', datasets: STOP, list: 'stop-type' },
  { id: 'age-band', title: 'Age band', kind: 'code', column: 'age_band', datasets: STOP, list: 'age-band' },
  { id: 'sex', title: 'Sex', kind: 'code', column: 'sex', datasets: STOP, list: 'sex' },
  { id: 'ethnicity', title: 'Ethnicity (self-defined, 18+1)', kind: 'code', column: 'eth_self', datasets: STOP, list: 'ethnicity-self' },
  { id: 'ethnicity-group', title: 'Ethnic group (self-defined)', kind: 'group', column: 'eth_self', datasets: STOP, list: 'ethnicity-self' },
  { id: 'ethnicity-officer', title: 'Ethnicity (officer-defined)', kind: 'code', column: 'eth_officer', datasets: STOP, list: 'ethnicity-officer' },
  { id: 'located', title: 'Location known', kind: 'code', column: 'located', datasets: ALL, list: 'located' },
];

const byId = new Map(DIMENSIONS.map((dimension) => [dimension.id as string, dimension]));

export function dimensions(): readonly Dimension[] {
  return DIMENSIONS;
}

export function dimension(id: string): Dimension | undefined {
  return byId.get(id);
}
