/** The delivery that an address names. */
import type { FastifyRequest } from 'fastify';
import { HeadwaterError } from '../../errors.ts';
import type { DeliveryEntry, Manifest } from '../../warehouse/index.ts';

/** Throws HeadwaterError `delivery-unknown`. */
export function deliveryOf(manifest: Manifest, request: FastifyRequest): DeliveryEntry {
  const { id } = request.params as { id: string };
  const found = manifest.deliveries.find((each) => each.id === id);
  if (found) return found;
  throw new HeadwaterError('not-found', 'delivery-unknown', 'There is no such delivery', {
    advice: 'The list of deliveries has all of them, superseded ones too.',
  });
}
