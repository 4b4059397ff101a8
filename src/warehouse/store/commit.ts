/**
 * The commit: everything is written and flushed first, then one rename of `manifest.json` makes it live. A kill before the rename leaves
 * the old snapshot; after it, the new one.
 */
import { createHash } from 'node:crypto';
import { createReadStream, renameSync } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Home, syncFolder, writeSynced } from '../home.ts';
import type { Manifest } from '../manifest.ts';

export interface PlacedFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** Flushes a finished data file, takes its checksum and moves it into `snapshots/` under `name`. It is not live until {@link writeManifest}. */
export async function placeFile(home: Home, staged: string, name: string): Promise<PlacedFile> {
  await flush(staged);
  const placed = { bytes: (await stat(staged)).size, sha256: await checksum(staged) };
  await rename(staged, join(home.paths.snapshots, name));
  return placed;
}

/** Moves the record of a delivery (a folder of small files, flushed one by one) into `deliveries/`. */
export function placeRecord(home: Home, staged: string, id: string): void {
  syncFolder(staged);
  renameSync(staged, join(home.paths.deliveries, id));
}

/** Makes `manifest` the live one. The only commit point. */
export function writeManifest(home: Home, manifest: Manifest): void {
  syncFolder(home.paths.snapshots);
  syncFolder(home.paths.deliveries);
  const next = join(home.paths.staging, 'manifest.json');
  writeSynced(next, `${JSON.stringify(manifest, null, 1)}\n`);
  renameSync(next, home.paths.manifest);
  syncFolder(home.dir);
}

/** SHA-256 of a file, in hexadecimal. */
export async function checksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

/** Asynchronous, because flushing hundreds of megabytes would otherwise stop the pages that are being served. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
