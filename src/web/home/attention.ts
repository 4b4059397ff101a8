/** What needs somebody: data that are late, rows that were refused, codes that nobody has mapped. Pure. */
import type { DataState, DeliveryEntry } from '../../warehouse/index.ts';
import { urls } from '../urls.ts';
import { count, plural } from '../words.ts';

export interface Task {
  readonly text: string;
  readonly href: string;
}

/** Deliveries named one by one; the others are behind the link to all. */
const NAMED = 5;

export function attention(state: DataState, live: readonly DeliveryEntry[]): { readonly tasks: readonly Task[]; readonly more: number } {
  const late = state.datasets.flatMap((dataset): Task[] => (dataset.staleness ? [{ text: dataset.staleness.text, href: urls.dataset(dataset.dataset) }] : []));
  const wrong = live
    .filter((delivery) => delivery.counts.quarantined > 0 || delivery.review.length > 0)
    .sort((a, b) => b.counts.quarantined - a.counts.quarantined || b.number - a.number)
    .map((delivery): Task => ({ text: `${delivery.fileName}: ${wrongWords(delivery)}`, href: urls.delivery(delivery.id) }));
  return { tasks: [...late, ...wrong.slice(0, NAMED)], more: Math.max(0, wrong.length - NAMED) };
}

function wrongWords({ counts, review }: DeliveryEntry): string {
  const parts: string[] = [];
  if (counts.quarantined > 0) parts.push(`${plural(counts.quarantined, 'row')} of ${count(counts.read)} could not be used`);
  if (review.length > 0) parts.push(`${plural(review.length, 'code')} to be mapped`);
  return parts.join('; ');
}
