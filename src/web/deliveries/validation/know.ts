/** Tells the register which deliveries there are, so that a query or a sign-off can be about one. */
import { knownOf, noteDeliveries } from '../../../access/validation/index.ts';
import { SERVICE } from '../../../register/index.ts';
import type { Manifest } from '../../../warehouse/index.ts';
import type { WebContext } from '../../context.ts';

const AT_ONCE = 500;
/** A manifest is read anew when a delivery was made, and told once. */
const told = new WeakSet<Manifest>();

/** Nothing happens where there is no register. */
export async function tellRegister(context: WebContext): Promise<void> {
  const manifest = context.warehouse.manifest();
  if (context.acting === null || told.has(manifest)) return;
  const deliveries = manifest.deliveries.map(knownOf);
  for (let from = 0; from < deliveries.length; from += AT_ONCE)
    await context.acting.act(noteDeliveries, { deliveries: deliveries.slice(from, from + AT_ONCE) }, SERVICE);
  told.add(manifest);
}
