/** A dataset in words: its contract, its layouts, and what is held of it. Pure but for reading the contracts, which are fixed while we run. */
import { type Contract, contractOf, type Layout, listContracts, listLayouts } from '../../warehouse/door/index.ts';
import { type DataState, type Measure, measures } from '../../warehouse/index.ts';
import { list, plural, span } from '../words.ts';

/** Title of a dataset by its id; the id itself for one without a contract. */
export function datasetTitle(id: string): string {
  return listContracts().find((contract) => contract.id === id)?.title ?? id;
}

export interface DatasetRow {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly held: boolean;
  readonly fictional: boolean;
  readonly period: string;
  readonly frequency: string;
  readonly licence: string;
}

const EVERY = { month: 'Every month', year: 'Every year', decade: 'Every ten years' } as const;

export function frequencyWords({ frequency }: Contract): string {
  if (frequency === null) return 'No fixed rhythm';
  return `${EVERY[frequency.every]}, about ${plural(frequency.lagDays, 'day')} after it ends`;
}

export function datasetRows(state: DataState): DatasetRow[] {
  return listContracts().map((contract) => {
    const held = state.datasets.find((each) => each.dataset === contract.id);
    return {
      id: contract.id,
      title: contract.title,
      description: contract.description,
      held: held !== undefined,
      fictional: held?.fictional ?? false,
      period: held ? span(held.from, held.to) || 'No period' : 'Not here',
      frequency: frequencyWords(contract),
      licence: contract.licence,
    };
  });
}

export interface FieldRow {
  readonly name: string;
  readonly title: string;
  readonly type: string;
  readonly description: string;
  readonly list: string | null;
  readonly required: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  text: 'Text',
  code: 'Code',
  month: 'Month',
  moment: 'Instant',
  date: 'Date',
  weekday: 'Day of week',
  hour: 'Hour',
  area: 'Area code',
  count: 'Whole number',
  number: 'Number',
  small: 'Small number',
  year: 'Year',
  degrees: 'Degrees',
  identifier: 'Identifier (kept as a hash)',
  suppressed: 'Withheld by the publisher',
};

export function fieldRows(table: Contract['tables'][number]): FieldRow[] {
  return table.fields
    .filter((field) => field.stored)
    .map((field) => ({
      name: field.name,
      title: field.title,
      type: TYPES[field.type] ?? field.type,
      description: field.description ?? '',
      list: field.list ?? null,
      required: field.required,
    }));
}

export interface LayoutRow {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly notes: readonly string[];
}

/** Columns written out on a page; population files have one for each year of age. */
const MAX_COLUMNS = 30;

export function layoutRow(layout: Layout): LayoutRow {
  const names = layout.columns.map((column) => (column.optional ? `${column.name} (optional)` : column.name));
  const more = names.length - MAX_COLUMNS;
  return { id: layout.id, title: layout.title, columns: more > 0 ? [...names.slice(0, MAX_COLUMNS), `and ${more} more`] : names, notes: layout.notes };
}

export function datasetView(id: string, state: DataState) {
  const contract = contractOf(id);
  const held = state.datasets.find((each) => each.dataset === id) ?? null;
  const licences = held
    ? [...new Set(held.sources.map((source) => (source.fictional ? 'none needed for fictional data' : source.licence)))]
    : [contract.licence];
  return {
    contract,
    held,
    period: held ? span(held.from, held.to) || 'No period' : 'Not here yet',
    frequency: frequencyWords(contract),
    licence: list(licences),
    sources: held?.sources ?? [],
    gaps: [...new Set([...(held?.notes ?? []), ...contract.notes])],
    tables: contract.tables.map((table) => ({ title: table.title, grain: table.grain, fields: fieldRows(table) })),
    layouts: listLayouts(id).map(layoutRow),
    measures: measuresOf(id),
  };
}

export const measuresOf = (dataset: string): readonly Measure[] => measures().filter((each) => each.dataset === dataset);
