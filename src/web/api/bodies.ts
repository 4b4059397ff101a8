/** What the API gives, from what the warehouse holds. Pure. Counts by month of a source are left out: they are exact. */
import { listContracts } from '../../warehouse/door/index.ts';
import { type DataState, type DeliveryEntry, type Dimension, guarded, type Measure, type SnapshotEntry, validDimensions } from '../../warehouse/index.ts';
import { can, POLICY } from '../../access/index.ts';
import { inputSchema } from '../../account/documents/index.ts';
import type { Who } from '../../register/index.ts';
import { addressOf, type Call } from './calls.ts';
import { withoutKeys } from './parts.ts';
import { roomOf } from './rooms.ts';

export const measureBody = (measure: Measure) => ({
  id: measure.id,
  version: measure.version,
  title: measure.title,
  definition: measure.definition,
  unit: measure.unit,
  form: measure.form,
  dataset: measure.dataset,
  numerator: measure.numerator,
  denominator: measure.denominator,
  basis: measure.basis,
  definitionId: measure.definitionId,
  dimensions: validDimensions(measure).map((each) => each.id),
  caveats: measure.caveats,
});

export const dimensionBody = ({ id, title, kind, datasets, note }: Dimension) => ({ id, title, kind, datasets, note: note ?? null });

export const datasetsBody = (state: DataState) =>
  listContracts().map((contract) => {
    const held = state.datasets.find((each) => each.dataset === contract.id);
    return {
      id: contract.id,
      title: contract.title,
      description: contract.description,
      grain: contract.grain,
      publisher: contract.publisher,
      licence: contract.licence,
      contractVersion: contract.version,
      held: held
        ? {
            rows: held.rows,
            from: held.from,
            to: held.to,
            receivedAt: held.receivedAt,
            staleness: held.staleness,
            sources: held.sources,
            notes: held.notes,
            fictional: held.fictional,
          }
        : null,
    };
  });

const guard = <T extends { readonly count: number }>(note: T) => ({ ...note, count: guarded(note.count) });

export const deliveryBody = (delivery: DeliveryEntry) => ({
  id: delivery.id,
  number: delivery.number,
  dataset: delivery.dataset,
  layout: delivery.layout,
  fileName: delivery.fileName,
  sha256: delivery.sha256,
  bytes: delivery.bytes,
  receivedAt: delivery.receivedAt,
  source: delivery.source,
  publisher: delivery.publisher,
  licence: delivery.licence,
  edition: delivery.edition,
  fictional: delivery.fictional,
  from: delivery.from,
  to: delivery.to,
  counts: delivery.counts,
  warnings: delivery.warnings.map(guard),
  quarantined: delivery.quarantined,
  review: delivery.review.map(guard),
  state: delivery.state,
  supersedes: delivery.supersedes ?? [],
  supersededBy: delivery.supersededBy ?? null,
  contractVersion: delivery.contractVersion,
  agreements: (delivery.agreements ?? []).map((each) => each.reference),
});

export const snapshotBody = (snapshot: SnapshotEntry, current: boolean) => ({
  id: snapshot.id,
  at: snapshot.at,
  current,
  removed: snapshot.removed ?? null,
  deliveries: snapshot.live,
  files: Object.entries(snapshot.files).map(([dataset, file]) => ({
    dataset,
    rows: file.rows,
    bytes: file.bytes,
    sha256: file.sha256,
    from: file.from,
    to: file.to,
    contractVersion: file.contractVersion,
  })),
});

export const callBody = (call: Call, who: Who) => ({
  name: call.name,
  title: call.title,
  room: roomOf(call.name) ?? 'Other',
  path: addressOf(call),
  permission: { key: call.allowed, title: POLICY[call.allowed].title },
  may: can(who, call.allowed),
  input: withoutKeys(inputSchema(call.input)),
});
