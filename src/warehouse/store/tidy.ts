/** Removes what no manifest names: the rubbish of a killed delivery. Only ever called by the holder of the writer's lock. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '../home.ts';
import type { Manifest } from '../manifest.ts';

/** Returns the paths removed, relative to the home. */
export function tidy(home: Home, manifest: Manifest): string[] {
  const files = keptFiles(manifest);
  const deliveries = new Set(manifest.deliveries.map((delivery) => delivery.id));
  return [
    ...sweep(home.paths.staging, 'staging', (name) => name === 'writer.json'),
    ...sweep(home.paths.snapshots, 'snapshots', (name) => files.has(name)),
    ...sweep(home.paths.deliveries, 'deliveries', (name) => deliveries.has(name)),
    ...sweep(home.dir, '.', (name) => !name.startsWith('.new-')),
  ];
}

/** Names of the data files of every snapshot that is kept. */
export function keptFiles(manifest: Manifest): Set<string> {
  const kept = manifest.snapshots.filter((snapshot) => snapshot.removed === undefined);
  return new Set(kept.flatMap((snapshot) => Object.values(snapshot.files).map((file) => file.name)));
}

function sweep(folder: string, label: string, keep: (name: string) => boolean): string[] {
  const rubbish = readdirSync(folder).filter((name) => !keep(name));
  for (const name of rubbish) rmSync(join(folder, name), { recursive: true, force: true });
  return rubbish.map((name) => join(label, name));
}
