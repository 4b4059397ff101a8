/** The slice in words, for pages, exports and citations. */
import type { FACTS } from './dimensions.ts';
import type { DimensionId, Slice } from './types.ts';
import { monthWords, type Values } from './values.ts';

export function listWords(items: readonly string[], join: 'and' | 'or' = 'and'): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${join} ${items.at(-1)}`;
}

export function periodWords(from: string | null, to: string | null): string {
  if (from === null && to === null) return 'all months delivered';
  if (from === to) return monthWords(from as string);
  if (from === null) return `up to ${monthWords(to as string)}`;
  if (to === null) return `from ${monthWords(from)}`;
  return `${monthWords(from)} to ${monthWords(to)}`;
}

const AREAS: ReadonlySet<DimensionId> = new Set(['force', 'csp', 'district', 'ward', 'lsoa', 'lsoa21']);
const MOST = 6;

/** "Norfolk Constabulary; crime type: Robbery or Burglary; October 2018 to February 2019". */
/** @param held first and last month that the slice's forces have, for an open period */
export function sliceWords(slice: Slice, meaning: (id: DimensionId) => Values, held: { readonly from: string; readonly to: string } | null = null): string {
  const parts: string[] = [];
  for (const [id, codes] of Object.entries(slice.where) as [DimensionId, readonly string[]][]) {
    const values = meaning(id);
    const labels = codes.map((code) => {
      const [base] = values.basesOf(code);
      return base === undefined ? code : values.describe(values.valueOf(base)).label;
    });
    const said = labels.length > MOST ? `${labels.slice(0, MOST).join(', ')} and ${labels.length - MOST} more` : listWords(labels, 'or');
    parts.push(AREAS.has(id) ? said : `${values.dimension.title.toLowerCase()}: ${said}`);
  }
  if (parts.length === 0) parts.push('all forces delivered');
  return [...parts, periodWords(slice.from ?? held?.from ?? null, slice.to ?? held?.to ?? null)].join('; ');
}

export const DATASET_TITLES: Readonly<Record<keyof typeof FACTS, string>> = {
  street: 'Street-level crime',
  stop: 'Stop and search',
  'lsoa-month-counts': 'Counts by LSOA, month and crime type',
};
