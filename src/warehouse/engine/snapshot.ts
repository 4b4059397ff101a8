/** Which snapshot is meant, in the user's words when there is none. */
import { HeadwaterError } from '../../errors.ts';
import type { Manifest, SnapshotEntry } from '../manifest.ts';
import { RETENTION } from '../retention.ts';

/** Throws HeadwaterError `no-data`, `snapshot-unknown`, `snapshot-removed` (gone). */
export function findSnapshot(manifest: Manifest, id: string | undefined): SnapshotEntry {
  const wanted = id ?? manifest.current;
  if (wanted === null) {
    throw new HeadwaterError('not-found', 'no-data', 'Nothing has been delivered yet, so there is no figure to show.', {
      advice: 'Deliver a file, or load the demonstration.',
    });
  }
  const snapshot = manifest.snapshots.find((entry) => entry.id === wanted);
  if (snapshot === undefined) {
    throw new HeadwaterError('not-found', 'snapshot-unknown', 'There is no snapshot of that name.', {
      advice: 'Leave the snapshot out to see the current data.',
    });
  }
  if (snapshot.removed !== undefined) {
    throw new HeadwaterError(
      'gone',
      'snapshot-removed',
      `Snapshot ${snapshot.id} of ${snapshot.at.slice(0, 10)} was removed on ${snapshot.removed.slice(0, 10)}. ${RETENTION.words}`,
      {
        advice: 'Leave the snapshot out to see the current data.',
      },
    );
  }
  return snapshot;
}
