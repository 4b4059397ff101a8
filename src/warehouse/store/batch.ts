/** A batch between staging and commit: what was staged, what the store decided of it, and what the old snapshot holds. */
import { join } from 'node:path';
import type { Home } from '../home.ts';
import type { DeliveryEntry, Manifest, SnapshotEntry } from '../manifest.ts';
import { type Builder, openBuilder } from './builder.ts';
import { claims, type EditionSpan, readEditions, readSpans, referenceClaims, type Span } from './coverage.ts';
import { factTable } from './facts.ts';
import type { StagedBatch, StagedDelivery } from '../door/index.ts';
import { type Accepted, type Covering, type Fresh, supersede, type Verdict } from './supersede.ts';

export interface StagedPart {
  readonly dataset: string;
  readonly part: boolean;
  readonly staged: StagedBatch;
}

/** An accepted delivery with what it replaces, ready to be written. */
export interface Taken {
  readonly entry: StagedDelivery;
  readonly verdict: Accepted;
}

export interface Decision {
  readonly taken: readonly Taken[];
  readonly refused: Verdict['refused'];
  /** What the old snapshot covers, by dataset. */
  readonly held: ReadonlyMap<string, Covered>;
}

/** Which deliveries count in the current snapshot. */
export function isLive(entry: DeliveryEntry): boolean {
  return entry.state !== 'superseded';
}

export function currentSnapshot(manifest: Manifest): SnapshotEntry | undefined {
  return manifest.snapshots.find((snapshot) => snapshot.id === manifest.current);
}

/** Reads what the old and the new deliveries cover, and decides. */
export async function decide(home: Home, manifest: Manifest, parts: readonly StagedPart[], workDir: string): Promise<Decision> {
  const builder = await openBuilder(':memory:', workDir);
  try {
    const old = new Map<string, Covered>();
    const live: Covering[] = [];
    const fresh: Fresh[] = [];
    for (const dataset of new Set(parts.map((part) => part.dataset))) {
      const file = currentSnapshot(manifest)?.files[dataset];
      if (file === undefined) continue;
      const held = await covered(builder, join(home.paths.snapshots, file.name), dataset);
      old.set(dataset, held);
      const entries = manifest.deliveries.filter((entry) => entry.dataset === dataset && isLive(entry));
      for (const entry of entries) live.push({ ...named(entry), covers: held.claims(entry) });
    }
    for (const { dataset, part, staged } of parts) {
      if (staged.deliveries.length === 0) continue;
      const held = await covered(builder, staged.database, dataset);
      for (const entry of staged.deliveries) fresh.push({ ...named(entry), part, covers: held.claims(entry) });
    }
    const verdict = supersede(live, fresh);
    const entries = new Map(parts.flatMap(({ staged }) => staged.deliveries.map((entry) => [entry.id, entry] as const)));
    const taken = verdict.accepted.flatMap((accepted) => {
      const entry = entries.get(accepted.id);
      return entry ? [{ entry, verdict: accepted }] : [];
    });
    return { taken, refused: verdict.refused, held: old };
  } finally {
    builder.abandon();
  }
}

export interface Covered {
  /** Of facts. */
  readonly spans: readonly Span[];
  /** Of reference data. */
  readonly editions: readonly EditionSpan[];
  claims(entry: StagedDelivery | DeliveryEntry): ReadonlyMap<string, number>;
}

/** What a data file, or a staged one, covers of a dataset. */
async function covered(builder: Builder, path: string, dataset: string): Promise<Covered> {
  const fact = factTable(dataset);
  await builder.attach(path, 'held');
  try {
    if (fact) {
      const spans = await readSpans(builder, 'held', fact);
      const byDelivery = Map.groupBy(spans, (span) => span.delivery);
      return { spans, editions: [], claims: (entry) => claims(byDelivery.get(entry.number) ?? []) };
    }
    const editions = await readEditions(builder, 'held');
    const byDelivery = Map.groupBy(editions, (span) => span.delivery);
    return { spans: [], editions, claims: (entry) => referenceClaims(entry, byDelivery.get(entry.number) ?? []) };
  } finally {
    await builder.run('DETACH held');
  }
}

function named(entry: StagedDelivery | DeliveryEntry): Omit<Covering, 'covers'> {
  return { id: entry.id, fileName: entry.fileName, dataset: entry.dataset };
}
