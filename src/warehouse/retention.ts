/** How long a snapshot, and with it the permanent address of a figure, is kept. A pure rule over the manifest. */
import type { Manifest } from './manifest.ts';

export const RETENTION = {
  recentDays: 30,
  recentCount: 50,
  months: 24,
  words: 'Headwater keeps the current snapshot, those of the last 30 days up to 50, and the last of each month for 24 months.',
} as const;

const DAY_MS = 86_400_000;

/**
 * Ids of the snapshots to remove at `now`. Age is counted in whole UTC days; a snapshot dated after `now` (a clock that went back) is
 * taken as new.
 */
export function expired(manifest: Manifest, now: Date): string[] {
  const held = manifest.snapshots.filter((snapshot) => snapshot.removed === undefined);
  // The order of commits is the order of the list, which a clock cannot spoil.
  const newestFirst = [...held].reverse();
  const keep = new Set<string>(manifest.current === null ? [] : [manifest.current]);
  const recentFrom = now.getTime() - RETENTION.recentDays * DAY_MS;
  for (const snapshot of newestFirst.slice(0, RETENTION.recentCount)) {
    if (Date.parse(snapshot.at) >= recentFrom) keep.add(snapshot.id);
  }
  const firstMonth = monthNumber(now) - RETENTION.months;
  const months = new Set<number>();
  for (const snapshot of newestFirst) {
    const month = monthNumber(new Date(snapshot.at));
    if (months.has(month)) continue;
    months.add(month);
    if (month >= firstMonth) keep.add(snapshot.id);
  }
  return held.filter((snapshot) => !keep.has(snapshot.id)).map((snapshot) => snapshot.id);
}

function monthNumber(date: Date): number {
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
