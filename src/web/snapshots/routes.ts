/** The snapshots: what each one holds, and for how long it is kept. */
import type { FastifyInstance } from 'fastify';
import type { SnapshotEntry } from '../../warehouse/index.ts';
import { RETENTION } from '../../warehouse/index.ts';
import { datasetTitle } from '../catalogue/datasets.ts';
import type { WebContext } from '../context.ts';
import { guard } from '../guard.ts';
import { patterns } from '../urls.ts';
import { bytes, span } from '../words.ts';

/** Snapshots written out with their files; older ones stand in the list of the API. */
const SHOWN = 50;

export function registerSnapshots(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.snapshots, guard('picture.read'), (request, reply) => {
    const { snapshots, current } = context.warehouse.manifest();
    return context.page(request, reply, 'snapshots/view.njk', {
      title: 'Snapshots',
      retention: RETENTION.words,
      all: snapshots.length,
      snapshots: [...snapshots]
        .reverse()
        .slice(0, SHOWN)
        .map((snapshot) => snapshotView(snapshot, snapshot.id === current)),
    });
  });
}

function snapshotView(snapshot: SnapshotEntry, current: boolean) {
  return {
    id: snapshot.id,
    at: snapshot.at,
    current,
    removed: snapshot.removed ?? null,
    deliveries: snapshot.live.length,
    files: Object.entries(snapshot.files).map(([dataset, file]) => ({
      title: dataset === 'frame' ? 'Areas, residents and boundaries, as joined' : datasetTitle(dataset),
      rows: file.rows,
      size: bytes(file.bytes),
      period: span(file.from, file.to),
      sha256: file.sha256,
      contractVersion: file.contractVersion,
    })),
  };
}
