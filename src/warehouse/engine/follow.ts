/** Follows `manifest.json`: a delivery by another process shows within {@link CHECK_MS}. One `stat` when it is used, nothing when it is not. */
import { statSync } from 'node:fs';
import { type Home, readManifest } from '../home.ts';
import type { Manifest } from '../manifest.ts';

const CHECK_MS = 100;

export interface ManifestFollower {
  /** The manifest as it stands. Throws HeadwaterError when it cannot be read and none was read before. */
  read(): Manifest;
  /** Looks at the disk at the next {@link read}, however recent the last look. */
  expire(): void;
}

/** `clock` gives milliseconds that never go backwards. */
export function followManifest(home: Home, onChange: (manifest: Manifest) => void, clock: () => number = () => performance.now()): ManifestFollower {
  let held: Manifest | undefined;
  let stamp = '';
  let checked = Number.NEGATIVE_INFINITY;

  function look(): Manifest {
    const stat = statSync(home.paths.manifest, { bigint: true, throwIfNoEntry: false });
    // A rename gives a new inode, so two commits within one tick of the file system's clock still differ.
    const seen = stat === undefined ? 'absent' : `${stat.ino}:${stat.mtimeNs}:${stat.size}`;
    if (held !== undefined && seen === stamp) return held;
    try {
      const fresh = readManifest(home);
      const changed = fresh.sequence !== held?.sequence || fresh.current !== held.current;
      held = fresh;
      stamp = seen;
      if (changed) onChange(fresh);
    } catch (error) {
      // Readers go on with what they have; the writer and the next start will say what is wrong.
      if (held === undefined) throw error;
      stamp = seen;
    }
    return held;
  }

  return {
    read() {
      const now = clock();
      if (held !== undefined && now - checked < CHECK_MS) return held;
      checked = now;
      return look();
    },
    expire() {
      checked = Number.NEGATIVE_INFINITY;
    },
  };
}
