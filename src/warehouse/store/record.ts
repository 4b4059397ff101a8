/** The next manifest: what a commit changes in the record. Pure. */
import type { DataFile, DeliveryEntry, FieldNote, Manifest, SnapshotEntry } from '../manifest.ts';
import { expired } from '../retention.ts';
import type { Taken } from './batch.ts';
import { PLACE_RULES } from './merge-facts.ts';

/** The deliveries as they stand after `taken`, without the warnings of placing. */
export function recordDeliveries(before: readonly DeliveryEntry[], taken: readonly Taken[]): DeliveryEntry[] {
  const replacedBy = new Map<string, { id: string; whole: boolean }>();
  for (const { entry, verdict } of taken) {
    for (const { earlier, partitions } of verdict.replaces) {
      const whole = partitions === undefined || replacedBy.get(earlier)?.whole === true;
      replacedBy.set(earlier, { id: entry.id, whole });
    }
  }
  const older = before.map((entry): DeliveryEntry => {
    const by = replacedBy.get(entry.id);
    return by ? { ...entry, state: by.whole ? 'superseded' : 'part-superseded', supersededBy: by.id } : entry;
  });
  const newer = taken.map(({ entry: { quarantinePath: _path, coverage: _coverage, ...entry }, verdict }): DeliveryEntry => {
    const supersedes = verdict.replaces.map(({ earlier }) => earlier);
    return { ...entry, warnings: [...entry.warnings, ...verdict.warnings], state: 'live', ...(supersedes.length > 0 ? { supersedes } : {}) };
  });
  return [...older, ...newer];
}

/** Puts the warnings of placing on the deliveries that were placed, in the stead of those of an earlier placing. */
export function withPlaceWarnings(deliveries: readonly DeliveryEntry[], warnings: ReadonlyMap<number, readonly FieldNote[]>): DeliveryEntry[] {
  const ours: ReadonlySet<string> = new Set(PLACE_RULES);
  return deliveries.map((entry) => {
    const found = warnings.get(entry.number);
    return found ? { ...entry, warnings: [...entry.warnings.filter((note) => !ours.has(note.rule)), ...found] } : entry;
  });
}

/** The manifest with a new current snapshot, and what the retention rule removes marked as removed. */
export function recordSnapshot(
  before: Manifest,
  files: Readonly<Record<string, DataFile>>,
  deliveries: readonly DeliveryEntry[],
  now: Date,
): { manifest: Manifest; snapshot: SnapshotEntry } {
  const sequence = before.sequence + 1;
  // A clock that went back must not put a commit before the one that it follows.
  const last = before.snapshots.at(-1)?.at;
  const at = last !== undefined && Date.parse(last) > now.getTime() ? last : now.toISOString();
  const live = deliveries.filter((entry) => entry.state !== 'superseded').map((entry) => entry.id);
  const snapshot: SnapshotEntry = { id: `s${sequence}`, at, files, live };
  const manifest: Manifest = { ...before, sequence, current: snapshot.id, snapshots: [...before.snapshots, snapshot], deliveries };
  return { manifest: withRetention(manifest, now), snapshot };
}

/** Marks as removed what the retention rule no longer keeps. What only figures of the snapshot need goes too, so that the manifest does not grow for ever. */
export function withRetention(manifest: Manifest, now: Date): Manifest {
  const gone = new Set(expired(manifest, now));
  if (gone.size === 0) return manifest;
  return { ...manifest, snapshots: manifest.snapshots.map((snapshot) => (gone.has(snapshot.id) ? removed(snapshot, now) : snapshot)) };
}

function removed(snapshot: SnapshotEntry, now: Date): SnapshotEntry {
  const files = Object.entries(snapshot.files).map(([dataset, file]) => [dataset, { ...file, coverage: {}, notes: [] }] as const);
  return { ...snapshot, files: Object.fromEntries(files), removed: now.toISOString() };
}
