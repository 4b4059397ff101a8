/** What deliveries cover, for {@link supersede}: read from the rows themselves, not from file names. */
import { itemById, monthText } from '../../reference/index.ts';
import type { DeliveryEntry } from '../manifest.ts';
import type { Builder } from './builder.ts';
import type { FactTable } from './facts.ts';

/** Rows of facts by delivery number, force and month. */
export interface Span {
  readonly delivery: number;
  readonly force: number;
  readonly month: number;
  readonly rows: number;
}

export async function readSpans(builder: Builder, alias: string, fact: FactTable): Promise<Span[]> {
  const table = await builder.read(`SELECT delivery, force, month, count(*) AS rows FROM ${alias}.${fact.table} GROUP BY ALL ORDER BY ALL`);
  const [delivery, force, month, rows] = [table.numbers('delivery'), table.numbers('force'), table.numbers('month'), table.numbers('rows')];
  return Array.from(delivery, (number, i) => ({ delivery: number, force: force[i] ?? 0, month: month[i] ?? 0, rows: rows[i] ?? 0 }));
}

/** The code of a force, as coverage and messages name it. */
export function forceCode(id: number): string {
  return itemById('force', id)?.code ?? `force-${id}`;
}

export function partition(force: number, month: number): string {
  return `${forceCode(force)} ${monthText(month)}`;
}

/** A month with less than this share of a two-month delivery was spilled into it by the clock change, and is not claimed. */
const SPILT = 0.01;

/**
 * The partitions that one delivery of facts claims. A file of one month may hold a few rows of the next or the last, because times are
 * published in UTC and held in local time: those rows stay, but the file does not claim their month.
 */
export function claims(spans: readonly Span[]): Map<string, number> {
  const claimed = new Map<string, number>();
  const byForce = Map.groupBy(spans, (span) => span.force);
  for (const [force, held] of byForce) {
    const all = held.reduce((sum, span) => sum + span.rows, 0);
    const adjacent = held.length === 2 && Math.abs((held[0]?.month ?? 0) - (held[1]?.month ?? 0)) === 1;
    for (const span of held) if (!adjacent || span.rows >= all * SPILT) claimed.set(partition(force, span.month), span.rows);
  }
  return claimed;
}

/** The partition of a delivery of reference data: one edition of one layout of a source. */
export function referencePartition(entry: Pick<DeliveryEntry, 'source' | 'layout' | 'edition' | 'from' | 'to'>): string {
  const edition = entry.edition ?? [entry.from, entry.to].filter((end) => end !== null).join(' to ');
  return [entry.source, entry.layout, edition].filter((part) => part !== '').join(' ');
}
