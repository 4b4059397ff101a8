/** A batch between staging and commit: what was staged, what the store decided of it, and what the old snapshot holds. */
import { join } from 'node:path';
import type { Home } from '../home.ts';
import type { DeliveryEntry, Manifest, SnapshotEntry } from '../manifest.ts';
import { openBuilder } from './builder.ts';
import { claims, readSpans, referencePartition, type Span } from './coverage.ts';
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
  /** Rows of the old snapshot, by dataset of facts. */
  readonly spans: ReadonlyMap<string, readonly Span[]>;
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
    const spans = new Map<string, readonly Span[]>();
    const live: Covering[] = [];
    const fresh: Fresh[] = [];
    for (const dataset of new Set(parts.map((part) => part.dataset))) {
      const fact = factTable(dataset);
      const entries = manifest.deliveries.filter((entry) => entry.dataset === dataset && isLive(entry));
      const file = currentSnapshot(manifest)?.files[dataset];
      if (fact && file) {
        await builder.attach(join(home.paths.snapshots, file.name), 'old');
        spans.set(dataset, await readSpans(builder, 'old', fact));
        await builder.run('DETACH old');
      }
      const held = Map.groupBy(spans.get(dataset) ?? [], (span) => span.delivery);
      for (const entry of entries) live.push({ ...named(entry), covers: fact ? claims(held.get(entry.number) ?? []) : referenceCover(entry) });
    }
    for (const [at, { dataset, part, staged }] of parts.entries()) {
      const fact = factTable(dataset);
      let held = new Map<number, Span[]>();
      if (fact && staged.deliveries.length > 0) {
        const alias = `s${at}`;
        await builder.attach(staged.database, alias);
        held = Map.groupBy(await readSpans(builder, alias, fact), (span) => span.delivery);
        await builder.run(`DETACH ${alias}`);
      }
      for (const entry of staged.deliveries) fresh.push({ ...named(entry), part, covers: fact ? claims(held.get(entry.number) ?? []) : referenceCover(entry) });
    }
    const verdict = supersede(live, fresh);
    const entries = new Map(parts.flatMap(({ staged }) => staged.deliveries.map((entry) => [entry.id, entry] as const)));
    const taken = verdict.accepted.flatMap((accepted) => {
      const entry = entries.get(accepted.id);
      return entry ? [{ entry, verdict: accepted }] : [];
    });
    return { taken, refused: verdict.refused, spans };
  } finally {
    builder.abandon();
  }
}

function named(entry: StagedDelivery | DeliveryEntry): Omit<Covering, 'covers'> {
  return { id: entry.id, fileName: entry.fileName, dataset: entry.dataset };
}

function referenceCover(entry: StagedDelivery | DeliveryEntry): Map<string, number> {
  return entry.counts.accepted > 0 ? new Map([[referencePartition(entry), entry.counts.accepted]]) : new Map();
}
