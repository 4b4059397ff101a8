/** The filters of the list of deliveries, parsed at the border. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import type { DeliveryEntry } from '../../warehouse/index.ts';

export const STATES = ['live', 'part-superseded', 'superseded'] as const;
export type DeliveryState = (typeof STATES)[number];

export const STATE_WORDS: Readonly<Record<DeliveryState, { readonly text: string; readonly tag: string }>> = {
  live: { text: 'In use', tag: 'govuk-tag--green' },
  'part-superseded': { text: 'Partly superseded', tag: 'govuk-tag--yellow' },
  superseded: { text: 'Superseded', tag: 'govuk-tag--grey' },
};

export interface DeliveryFilter {
  readonly dataset: string | null;
  readonly state: DeliveryState | null;
  /** Only deliveries with rows in quarantine or codes to be mapped. */
  readonly wrong: boolean;
  readonly page: number;
}

const schema = z.object({
  dataset: z.string().max(60).optional(),
  state: z.enum(STATES).or(z.literal('')).optional(),
  wrong: z.enum(['', 'yes']).optional(),
  page: z.coerce.number().int().min(1).max(1_000_000).optional(),
});

const CAN_BE: Readonly<Record<string, string>> = {
  state: `Leave it out, or choose one of: ${STATES.join(', ')}.`,
  page: 'Give a page number from 1.',
  wrong: 'Leave it out, or give yes.',
  dataset: 'Choose a dataset from the catalogue.',
};

export function parseFilter(query: URLSearchParams): DeliveryFilter {
  const parsed = schema.safeParse(Object.fromEntries(query));
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? '');
    throw new HeadwaterError('bad-input', 'filter', `There is a problem with ‘${field}’`, { advice: CAN_BE[field] ?? 'Check the address.' });
  }
  const { dataset, state, wrong, page } = parsed.data;
  return { dataset: dataset || null, state: state || null, wrong: wrong === 'yes', page: page ?? 1 };
}

export function matching(deliveries: readonly DeliveryEntry[], filter: DeliveryFilter): DeliveryEntry[] {
  return deliveries
    .filter((each) => filter.dataset === null || each.dataset === filter.dataset)
    .filter((each) => filter.state === null || each.state === filter.state)
    .filter((each) => !filter.wrong || each.counts.quarantined > 0 || each.review.length > 0)
    .sort((a, b) => b.number - a.number);
}

/** The filter as a query again, for links to other pages of the list. */
export function filterQuery(filter: DeliveryFilter, page: number): URLSearchParams {
  const query = new URLSearchParams();
  if (filter.dataset) query.set('dataset', filter.dataset);
  if (filter.state) query.set('state', filter.state);
  if (filter.wrong) query.set('wrong', 'yes');
  if (page > 1) query.set('page', String(page));
  return query;
}
