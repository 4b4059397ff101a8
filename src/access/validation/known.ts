/** Deliveries of the data home as the register knows them: what a query or a sign-off can be about. */
import { sql } from 'kysely';
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import type { Tx } from '../../register/index.ts';
import { defineAction } from '../define.ts';

const MOST = 500;

const knownDelivery = z.object({
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
    .max(200),
  dataset: z.string().min(1).max(60),
  /** Codes of its sources, such as forces. */
  sources: z.array(z.string().min(1).max(60)).max(200),
  fileName: z.string().min(1).max(400),
  number: z.number().int().positive(),
});

export type KnownDelivery = z.output<typeof knownDelivery>;

/** A delivery as the warehouse's list has it; several sources are joined by `+`. */
export interface DeliveryFacts {
  readonly id: string;
  readonly dataset: string;
  readonly source: string;
  readonly fileName: string;
  readonly number: number;
}

export const knownOf = ({ id, dataset, source, fileName, number }: DeliveryFacts): KnownDelivery => ({
  id,
  dataset,
  sources: source.split('+'),
  fileName,
  number,
});

/** The service tells what the manifest has; what is known already stays as it is, for a delivery never changes. */
export const noteDeliveries = defineAction({
  name: 'delivery.note',
  title: 'Note deliveries in the register',
  allowed: 'service.run',
  input: z.object({ deliveries: z.array(knownDelivery).min(1).max(MOST) }),
  async effect(tx, { deliveries }, { at }): Promise<{ noted: number }> {
    const rows = await tx
      .insertInto('knownDelivery')
      .values(deliveries.map((each) => ({ ...each, notedAt: at })))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .execute();
    return { noted: rows.length };
  },
  audit: (_input, { noted }) => ({ details: { noted } }),
});

/** @throws HeadwaterError `delivery-unknown` */
export async function knownDeliveryOf(tx: Tx, id: string) {
  const found = await tx.selectFrom('knownDelivery').select(['id', 'dataset', 'sources', 'fileName']).where('id', '=', id).executeTakeFirst();
  if (found) return found;
  throw new HeadwaterError('not-found', 'delivery-unknown', 'There is no such delivery', {
    advice: 'Open the list of deliveries, and ask from the page of one.',
  });
}

/** Organisations that supply what a delivery holds: the force itself, and the supplying parties of the agreements that have it as a feed. */
export async function suppliersOf(
  tx: Tx,
  delivery: { readonly dataset: string; readonly sources: readonly string[] },
): Promise<{ id: string; name: string }[]> {
  return tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where(sql<boolean>`supplies(id, ${delivery.dataset}, ${[...delivery.sources]}::text[])`)
    .orderBy('name')
    .execute();
}
