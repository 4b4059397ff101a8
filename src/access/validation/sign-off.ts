/** The supplier’s word that a delivery is what they hold: “validated by … on …”, and taken back where it turns out not to be (requirement R161). */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { changeKept, insertKept, type Setting, type Tx } from '../../register/index.ts';
import { asService } from '../as-service.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction } from '../define.ts';
import { knownDeliveryOf, suppliersOf } from './known.ts';

interface Done {
  readonly id: string;
  readonly version: number;
  readonly deliveryId: string;
  readonly changed: string[];
}
const about = (_input: unknown, { id, version, deliveryId, changed }: Done) => ({
  subject: { type: 'deliverySignOff', id, version },
  details: { deliveryId, changed },
});

/**
 * Whether an organisation signs a delivery off: one that supplied it; and where no organisation here did (open data of a department), one that has been
 * asked about it.
 */
export async function signsOff(tx: Tx, deliveryId: string, organisationId: string | null): Promise<boolean> {
  if (organisationId === null) return false;
  return asService(tx, async () => {
    const delivery = await tx.selectFrom('knownDelivery').select(['dataset', 'sources']).where('id', '=', deliveryId).executeTakeFirst();
    if (delivery === undefined) return false;
    const suppliers = await suppliersOf(tx, delivery);
    if (suppliers.length > 0) return suppliers.some((each) => each.id === organisationId);
    const asked = await tx
      .selectFrom('deliveryQuery')
      .select('id')
      .where('deliveryId', '=', deliveryId)
      .where('organisationId', '=', organisationId)
      .executeTakeFirst();
    return asked !== undefined;
  });
}

const own = async (tx: Tx, { id }: { readonly id: string }, { who }: Setting) =>
  (await signsOff(tx, id, who.organisationId)) ? { organisationId: who.organisationId } : undefined;

export const signOffDelivery = defineAction({
  name: 'delivery.sign-off',
  title: 'Sign off a delivery',
  allowed: 'delivery.sign-off',
  input: z.object({ id: z.string().min(1).max(200), note: z.string().trim().max(2000, 'Use 2,000 characters or fewer') }),
  subject: own,
  async effect(tx, { id, note }, setting): Promise<Done> {
    const delivery = await knownDeliveryOf(tx, id);
    const organisationId = setting.who.organisationId ?? '';
    const there = await tx
      .selectFrom('deliverySignOff')
      .select('signedOn')
      .where('deliveryId', '=', id)
      .where('organisationId', '=', organisationId)
      .where('withdrawnOn', 'is', null)
      .executeTakeFirst();
    if (there)
      throw new HeadwaterError('conflict', 'signed-off', 'Your organisation has signed this delivery off already', { advice: 'Nothing more is needed.' });
    const row = { deliveryId: id, organisationId, signedOn: civilDay(setting.at), signedBy: setting.who.personId, note };
    return { id: await insertKept(tx, 'deliverySignOff', row, setting), version: 1, deliveryId: delivery.id, changed: ['signedOn'] };
  },
  audit: about,
});

export const withdrawSignOff = defineAction({
  name: 'delivery.withdraw-sign-off',
  title: 'Take back the sign-off of a delivery',
  allowed: 'delivery.sign-off',
  input: z.object({ id: z.uuid(), version: z.number().int(), reason: z.string().trim().min(1, 'Enter why it is taken back').max(2000) }),
  subject: (tx, { id }) => tx.selectFrom('deliverySignOff').select('organisationId').where('id', '=', id).executeTakeFirst(),
  async effect(tx, { id, version, reason }, setting): Promise<Done> {
    const found = await tx.selectFrom('deliverySignOff').select(['deliveryId', 'withdrawnOn']).where('id', '=', id).executeTakeFirstOrThrow();
    if (found.withdrawnOn !== null)
      throw new HeadwaterError('conflict', 'taken-back', 'The sign-off has been taken back already', { advice: 'Go back to the delivery.' });
    const changes = { withdrawnOn: civilDay(setting.at), withdrawnReason: reason };
    const { version: now, fields } = await changeKept(tx, 'deliverySignOff', id, version, changes, setting);
    return { id, version: now, deliveryId: found.deliveryId, changed: fields };
  },
  audit: about,
});
