/** Which sharing agreement covers each feed of a dataset, for who may see agreements. */
import type { FastifyRequest } from 'fastify';
import { type CoverRow, coverOfDataset } from '../../access/agreements/index.ts';
import { can } from '../../access/index.ts';
import { contractOf } from '../../warehouse/door/index.ts';
import type { WebContext } from '../context.ts';

/** Null where there is nobody to ask, or who asks may not see agreements. */
export async function coverOf(context: WebContext, request: FastifyRequest, dataset: string): Promise<readonly CoverRow[] | null> {
  if (context.acting === null || !can(request.who, 'agreement.read')) return null;
  const manifest = context.warehouse.manifest();
  const sources = Object.keys(manifest.snapshots.find((snapshot) => snapshot.id === manifest.current)?.files[dataset]?.coverage ?? {});
  return context.acting.read(coverOfDataset, { dataset, sharing: contractOf(dataset).sharing, sources }, request.who);
}
