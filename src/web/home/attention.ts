/** What needs somebody: data that are late, codes that nobody has mapped, rows that were refused. Pure. */
import { type DataState, type DeliveryEntry, guardedWords } from '../../warehouse/index.ts';
import { urls } from '../urls.ts';
import { count, plural } from '../words.ts';

export interface Task {
  readonly text: string;
  readonly href: string;
}

/** Codes and deliveries named one by one; the others are behind the link to all. */
const NAMED = 5;

export function attention(state: DataState, live: readonly DeliveryEntry[]): { readonly tasks: readonly Task[]; readonly more: number } {
  const late = state.datasets.flatMap((dataset): Task[] => (dataset.staleness ? [{ text: dataset.staleness.text, href: urls.dataset(dataset.dataset) }] : []));
  const codes = unmapped(live);
  const refused = live
    .filter((delivery) => delivery.counts.quarantined > 0)
    .sort((a, b) => b.counts.quarantined - a.counts.quarantined || b.number - a.number)
    .map(
      ({ id, fileName, counts }): Task => ({
        text: `${fileName}: ${plural(counts.quarantined, 'row')} of ${count(counts.read)} could not be used`,
        href: urls.delivery(id),
      }),
    );
  return {
    tasks: [...late, ...codes.slice(0, NAMED), ...refused.slice(0, NAMED)],
    more: Math.max(0, codes.length - NAMED) + Math.max(0, refused.length - NAMED),
  };
}

/** One task for a value, however many files carry it: it is mapped once. */
function unmapped(live: readonly DeliveryEntry[]): Task[] {
  const found = new Map<string, { value: string; field: string; rows: number; newest: DeliveryEntry; files: number }>();
  for (const delivery of live) {
    for (const { field, list, value, count: rows } of delivery.review) {
      const key = JSON.stringify([list, value]);
      const held = found.get(key);
      const newest = held && held.newest.number > delivery.number ? held.newest : delivery;
      found.set(key, { value, field, rows: (held?.rows ?? 0) + rows, newest, files: (held?.files ?? 0) + 1 });
    }
  }
  return [...found.values()]
    .sort((a, b) => b.rows - a.rows)
    .map(({ value, field, rows, newest, files }) => ({
      text: `“${value}” (${field.toLowerCase()}) is not in our code list: ${guardedWords(rows)} rows in ${plural(files, 'delivery', 'deliveries')}`,
      href: urls.delivery(newest.id),
    }));
}
