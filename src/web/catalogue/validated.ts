/** How the deliveries in use of a dataset stand with their suppliers, in words (requirement R161). */
import type { FastifyRequest } from 'fastify';
import { validationStanding } from '../../access/validation/index.ts';
import type { WebContext } from '../context.ts';
import { standingWords } from '../deliveries/validation/view.ts';

/** Null where there is no register, or nothing of the dataset is in use. */
export async function validatedWords(context: WebContext, request: FastifyRequest, dataset: string): Promise<string | null> {
  const manifest = context.warehouse.manifest();
  const current = new Set(manifest.snapshots.find((snapshot) => snapshot.id === manifest.current)?.live ?? []);
  const ids = manifest.deliveries.filter((each) => each.dataset === dataset && current.has(each.id)).map((each) => each.id);
  if (context.acting === null || ids.length === 0) return null;
  return standingWords(ids.length, await context.acting.read(validationStanding, { ids }, request.who));
}
