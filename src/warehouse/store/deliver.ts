/**
 * Delivery: files in, a new snapshot out, in one commit. Steps: take the writer's lock, tidy, let the door stage, decide what supersedes
 * what, write the new data files, commit, remove what is no longer kept. Whatever fails before the commit leaves the home as it was.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Home, readManifest } from '../home.ts';
import type { DeliveryEntry, Manifest, SnapshotEntry } from '../manifest.ts';
import { type Covered, currentSnapshot, type Decision, decide, isLive, type StagedPart, type Taken } from './batch.ts';
import { diskFull, isDiskFull } from './builder.ts';
import { placeRecord, writeManifest } from './commit.ts';
import { editionPartition, partition } from './coverage.ts';
import { lockWriter } from './lock.ts';
import { type Permit, permitted } from './permit.ts';
import { recordDeliveries, recordSnapshot, withPlaceWarnings } from './record.ts';
import { stageRecord } from './record-folder.ts';
import type { AlreadyDelivered, Progress, RefusedFile, Stage } from './stage.ts';
import { tidy } from './tidy.ts';
import { type Change, type Dropped, writeFiles } from './write.ts';

export interface DeliverRequest {
  readonly dataset: string;
  readonly inputs: readonly string[];
  readonly layout?: string;
  readonly source?: string;
  readonly edition?: string;
  /** Replace only what overlaps of an earlier delivery that reaches further. */
  readonly part?: boolean;
}

export interface DeliverOptions {
  readonly now?: Date;
  /** Asked of each source of each file once it is known what the file is; see `permit.ts`. */
  readonly permit?: Permit;
  readonly onProgress?: (progress: Progress) => void;
}

export interface DeliverResult {
  /** Null when nothing changed: every file was known already or was refused. */
  readonly snapshot: SnapshotEntry | null;
  readonly delivered: readonly DeliveryEntry[];
  readonly already: readonly AlreadyDelivered[];
  readonly refused: readonly RefusedFile[];
}

/**
 * Delivers the files of several datasets in one commit. Files that are refused do not stop the others.
 * Throws HeadwaterError: `delivery-running` (busy), `home-unwritable`, `disk-full`, `manifest-damaged`, `secret-unreadable`.
 */
export async function deliverBatch(home: Home, stage: Stage, requests: readonly DeliverRequest[], options: DeliverOptions = {}): Promise<DeliverResult> {
  const now = options.now ?? new Date();
  const lock = await lockWriter(home, now);
  try {
    const before = readManifest(home);
    tidy(home, before);
    try {
      return await run(home, stage, requests, before, now, options);
    } catch (error) {
      throw isDiskFull(error) ? diskFull(error) : error;
    } finally {
      // Also after a failure, so that a full disk is not left fuller.
      tidy(home, readManifest(home));
    }
  } finally {
    lock.release();
  }
}

async function run(
  home: Home,
  stage: Stage,
  requests: readonly DeliverRequest[],
  before: Manifest,
  now: Date,
  { permit, onProgress = () => undefined }: DeliverOptions,
): Promise<DeliverResult> {
  const workDir = join(home.paths.staging, 'batch');
  mkdirSync(workDir);
  const staged = await stageAll(home, stage, requests, before, now, workDir, onProgress);
  const parts = permit === undefined ? staged : await permitted(staged, permit);
  onProgress({ step: 'deciding', dataset: '' });
  const decision = await decide(home, before, parts, workDir);
  const names = new Map(parts.flatMap(({ staged }) => staged.deliveries.map((entry) => [entry.id, entry.fileName] as const)));
  const already = parts.flatMap((part) =>
    part.staged.already.map(({ fileName, sha256 }) => ({ fileName, delivery: wholeDelivery(before, part.dataset, sha256)?.id ?? null })),
  );
  const refused = [...parts.flatMap(({ staged }) => staged.refused), ...decision.refused.map(({ id, error }) => ({ fileName: names.get(id) ?? id, error }))];
  if (decision.taken.length === 0) return { snapshot: null, delivered: [], already, refused };

  const recorded = recordDeliveries(before.deliveries, decision.taken);
  const written = await writeFiles({
    home,
    workDir,
    sequence: before.sequence + 1,
    before: currentSnapshot(before),
    changes: changesOf(before, parts, decision),
    live: recorded.filter(isLive),
    onFile: (dataset) => onProgress({ step: 'writing', dataset }),
  });
  const deliveries = withPlaceWarnings(recorded, written.warnings);
  const { manifest, snapshot } = recordSnapshot(before, written.files, deliveries, now);
  const fresh = new Map(decision.taken.map(({ entry }) => [entry.id, entry.quarantinePath]));
  const delivered = manifest.deliveries.filter((entry) => fresh.has(entry.id));
  onProgress({ step: 'committing', dataset: '' });
  for (const entry of delivered) placeRecord(home, stageRecord(workDir, entry, fresh.get(entry.id) ?? null), entry.id);
  writeManifest(home, manifest);
  return { snapshot, delivered, already, refused };
}

async function stageAll(
  home: Home,
  stage: Stage,
  requests: readonly DeliverRequest[],
  before: Manifest,
  now: Date,
  workDir: string,
  onProgress: (progress: Progress) => void,
): Promise<StagedPart[]> {
  const parts: StagedPart[] = [];
  let nextNumber = 1 + Math.max(0, ...before.deliveries.map((entry) => entry.number));
  for (const [at, { part = false, ...request }] of requests.entries()) {
    const folder = join(workDir, String(at));
    mkdirSync(folder);
    const staged = await stage({
      ...request,
      workDir: folder,
      secret: home.secret,
      nextNumber,
      now,
      known: (sha256, dataset) =>
        wholeDelivery(before, dataset, sha256) !== undefined ||
        parts.some((earlier) => earlier.dataset === dataset && earlier.staged.deliveries.some((entry) => entry.sha256 === sha256)),
      onProgress: (progress) => onProgress({ dataset: request.dataset, ...progress }),
    });
    nextNumber = Math.max(nextNumber, 1 + Math.max(0, ...staged.deliveries.map((entry) => entry.number)));
    parts.push({ dataset: request.dataset, part, staged });
  }
  return parts;
}

/** Only a whole, live delivery makes its bytes "already here": those of a superseded one are a correction back. */
function wholeDelivery(before: Manifest, dataset: string, sha256: string): DeliveryEntry | undefined {
  return before.deliveries.find((entry) => entry.state === 'live' && entry.sha256 === sha256 && entry.dataset === dataset);
}

/** What each dataset gains and loses. */
function changesOf(before: Manifest, parts: readonly StagedPart[], { taken, held }: Decision): Change[] {
  return [...new Set(taken.map(({ entry }) => entry.dataset))].map((dataset) => {
    const here = taken.filter(({ entry }) => entry.dataset === dataset);
    return { dataset, dropped: droppedFrom(before, here, held.get(dataset)), staged: stagedFor(parts, dataset, here) };
  });
}

function droppedFrom(before: Manifest, taken: readonly Taken[], held: Covered | undefined): Dropped {
  const earlier = new Map(before.deliveries.map((entry) => [entry.id, entry]));
  const whole = new Set<number>();
  const some = new Map<number, { entry: DeliveryEntry; partitions: Set<string> }>();
  for (const replaced of taken.flatMap(({ verdict }) => verdict.replaces)) {
    const entry = earlier.get(replaced.earlier);
    if (entry === undefined) continue;
    if (replaced.partitions === undefined) whole.add(entry.number);
    else some.set(entry.number, { entry, partitions: new Set([...(some.get(entry.number)?.partitions ?? []), ...replaced.partitions]) });
  }
  return {
    whole: [...whole],
    months: (held?.spans ?? []).filter(({ delivery, force, month }) => some.get(delivery)?.partitions.has(partition(force, month)) === true),
    editions: (held?.editions ?? []).filter(({ delivery, edition }) => {
      const part = some.get(delivery);
      return part?.partitions.has(editionPartition(part.entry, edition)) === true;
    }),
  };
}

function stagedFor(parts: readonly StagedPart[], dataset: string, taken: readonly Taken[]): Change['staged'] {
  const mine = new Set(taken.map(({ entry }) => entry.id));
  return parts
    .filter((part) => part.dataset === dataset)
    .map(({ staged }) => ({ database: staged.database, deliveries: staged.deliveries.filter((entry) => mine.has(entry.id)).map((entry) => entry.number) }))
    .filter(({ deliveries }) => deliveries.length > 0);
}
