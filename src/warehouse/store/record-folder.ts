/** The record of a delivery on disk: `record.json`, and what the door kept of the file (quarantine.csv.gz). */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { writeSynced } from '../home.ts';
import type { DeliveryEntry } from '../manifest.ts';

/** Gathers the folder in `workDir` and returns its path, flushed file by file. `quarantine` is the door's file, which is moved. */
export function stageRecord(workDir: string, entry: DeliveryEntry, quarantine: string | null): string {
  const folder = join(workDir, `record-${entry.number}`);
  mkdirSync(folder);
  if (quarantine !== null) {
    const path = join(folder, 'quarantine.csv.gz');
    renameSync(quarantine, path);
    flush(path);
  }
  writeSynced(join(folder, 'record.json'), `${JSON.stringify(entry, null, 1)}\n`);
  return folder;
}

function flush(path: string): void {
  const fd = openSync(path, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
