/** What the live deliveries mean for the frame of every page: fictional or real, and whom to acknowledge. Pure. */
import type { DeliveryEntry, Manifest } from '../warehouse/index.ts';

export interface Standing {
  readonly fictional: boolean;
  readonly allFictional: boolean;
  readonly attributions: readonly string[];
}

const OGL = 'Contains public sector information licensed under the Open Government Licence v3.0';
const BOUNDARIES =
  'Boundaries and lookups: source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS data © Crown copyright and database right.';

export function liveDeliveries(manifest: Manifest): readonly DeliveryEntry[] {
  const current = manifest.snapshots.find((snapshot) => snapshot.id === manifest.current);
  const live = new Set(current?.live ?? []);
  return manifest.deliveries.filter((delivery) => live.has(delivery.id));
}

export function standingOf(manifest: Manifest): Standing {
  const live = liveDeliveries(manifest);
  const real = live.filter((delivery) => !delivery.fictional);
  const publishers = [...new Set(real.filter((delivery) => /open government/i.test(delivery.licence)).map((delivery) => delivery.publisher))].sort();
  const attributions: string[] = [];
  if (publishers.length > 0) attributions.push(`${OGL}, from: ${publishers.join('; ')}.`);
  if (real.some((delivery) => delivery.dataset === 'area')) attributions.push(BOUNDARIES);
  return { fictional: live.some((delivery) => delivery.fictional), allFictional: live.length > 0 && real.length === 0, attributions };
}
