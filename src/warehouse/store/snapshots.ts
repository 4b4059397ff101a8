/** Listing and pruning of snapshots, and tidying at start. */
import { HeadwaterError } from '../../errors.ts';
import { type Home, readManifest } from '../home.ts';
import type { SnapshotEntry } from '../manifest.ts';
import { writeManifest } from './commit.ts';
import { lockWriter } from './lock.ts';
import { withRetention } from './record.ts';
import { tidy } from './tidy.ts';

/** Every snapshot that ever was, oldest first, the removed ones marked. */
export function listSnapshots(home: Home): readonly SnapshotEntry[] {
  return readManifest(home).snapshots;
}

/**
 * Applies the retention rule now, and removes the files that it frees. Returns the snapshots removed.
 * Throws HeadwaterError `delivery-running`.
 */
export async function prune(home: Home, now: Date = new Date()): Promise<readonly SnapshotEntry[]> {
  const lock = await lockWriter(home, now);
  try {
    const before = readManifest(home);
    const after = withRetention(before, now);
    if (after !== before) writeManifest(home, { ...after, sequence: after.sequence + 1 });
    tidy(home, after);
    const held = new Set(before.snapshots.filter((snapshot) => snapshot.removed !== undefined).map((snapshot) => snapshot.id));
    return after.snapshots.filter((snapshot) => snapshot.removed !== undefined && !held.has(snapshot.id));
  } finally {
    lock.release();
  }
}

/**
 * Clears up after a delivery that was killed. Does nothing while another delivery runs, and nothing in a home that may only be read.
 * Returns what was removed, as paths relative to the home.
 */
export async function tidyHome(home: Home, now: Date = new Date()): Promise<readonly string[]> {
  let lock: Awaited<ReturnType<typeof lockWriter>>;
  try {
    lock = await lockWriter(home, now);
  } catch (error) {
    if (error instanceof HeadwaterError && ['delivery-running', 'home-unwritable'].includes(error.code)) return [];
    throw error;
  }
  try {
    return tidy(home, readManifest(home));
  } finally {
    lock.release();
  }
}
