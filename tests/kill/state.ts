/** What must hold of a home at every instant, whoever was killed. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, openEngine, type Session } from '../../src/warehouse/engine/index.ts';
import { type Home, readManifest } from '../../src/warehouse/index.ts';
import { expectedRows, expectedStops } from './plan.ts';

/** Rows by month of both datasets in the session's snapshot, against what its number says. */
export async function assertWhole(session: Session): Promise<void> {
  const sequence = Number(session.snapshot.id.slice(1));
  const [street, stop] = [await byMonth(session, 'street'), await byMonth(session, 'stop')];
  const rows = expectedRows(sequence);
  assert.deepEqual(street, rows, `crimes of ${session.snapshot.id}`);
  assert.deepEqual(stop, Object.fromEntries(Object.entries(rows).map(([month, n]) => [month, expectedStops(n)])), `stops of ${session.snapshot.id}`);
}

async function byMonth(session: Session, dataset: string): Promise<Record<string, number>> {
  const table = await session.run(`SELECT month, count(*) AS n FROM ${session.alias(dataset)}${dataset} GROUP BY month ORDER BY month`);
  const [month, n] = [table.numbers('month'), table.numbers('n')];
  const firstOf2019 = 19 * 12;
  return Object.fromEntries(Array.from(month, (value, i) => [`2019-0${value - firstOf2019 + 1}`, n[i] ?? 0]));
}

/** The manifest can be read, every file it keeps is there with its checksum, and the current snapshot is whole. Returns the sequence. `engine`: readers that have been there all along. */
export async function assertSound(home: Home, engine?: Engine): Promise<number> {
  const manifest = readManifest(home);
  const checked = new Set<string>();
  for (const snapshot of manifest.snapshots) {
    if (snapshot.removed !== undefined) continue;
    for (const file of Object.values(snapshot.files)) {
      const path = join(home.paths.snapshots, file.name);
      assert.ok(existsSync(path), `${file.name} of ${snapshot.id} is missing`);
      if (snapshot.id !== manifest.current || checked.has(file.name)) continue;
      checked.add(file.name);
      assert.equal(createHash('sha256').update(readFileSync(path)).digest('hex'), file.sha256, file.name);
    }
  }
  for (const entry of manifest.deliveries) assert.ok(existsSync(join(home.paths.deliveries, entry.id, 'record.json')), `the record of ${entry.id}`);
  if (manifest.current !== null) {
    assert.equal(manifest.current, `s${manifest.sequence}`);
    const readers = engine ?? (await openEngine(home));
    try {
      await readers.with(undefined, async (session) => {
        assert.equal(session.snapshot.id, manifest.current);
        await assertWhole(session);
      });
    } finally {
      if (engine === undefined) await readers.close();
    }
  }
  return manifest.sequence;
}

/** Nothing is in the home but what the manifest names. */
export function assertTidy(home: Home): void {
  const manifest = readManifest(home);
  const kept = new Set(manifest.snapshots.filter((s) => s.removed === undefined).flatMap((s) => Object.values(s.files).map((file) => file.name)));
  assert.deepEqual(new Set(readdirSync(home.paths.snapshots)), kept);
  assert.deepEqual(new Set(readdirSync(home.paths.deliveries)), new Set(manifest.deliveries.map((entry) => entry.id)));
  assert.deepEqual(
    readdirSync(home.paths.staging).filter((name) => name !== 'writer.json'),
    [],
  );
}
