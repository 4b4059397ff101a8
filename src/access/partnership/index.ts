/** The partnership itself: one to a deployment. */
import { z } from 'zod';
import { badField, changeKept, insertKept } from '../../register/index.ts';
import { defineAction, defineRead } from '../define.ts';
import { maybeChosen, version, words } from '../inputs.ts';
import { isSeatType, SEAT_TYPES } from '../seats/types.ts';
import { PARTNERSHIP_KINDS } from './kinds.ts';

export { PARTNERSHIP_KINDS, type PartnershipKind, type PartnershipWords, partnershipWords } from './kinds.ts';

/** The partnership; null until it has been described. */
export const partnershipRead = defineRead({
  name: 'partnership.read',
  title: 'See the partnership',
  allowed: 'partnership.read',
  input: z.object({}),
  async answer(tx) {
    const row = await tx
      .selectFrom('partnership as p')
      .leftJoin('organisation as b', 'b.id', 'p.policingBodyId')
      .select(['p.id', 'p.version', 'p.name', 'p.kind', 'p.granted', 'p.policingBodyId', 'b.name as policingBody', 'p.quorum', 'p.quorumSeats'])
      .select(['p.publicPicture', 'p.demonstration'])
      .executeTakeFirst();
    return row ?? null;
  },
});

/** Describes the partnership, or changes how it is described. `version` is 0 where it is not described yet. */
export const setPartnership = defineAction({
  name: 'partnership.set',
  title: 'Describe the partnership',
  allowed: 'partnership.edit',
  input: z.object({
    version,
    name: words('the partnership’s name', 200),
    kind: z.enum(
      PARTNERSHIP_KINDS.map((kind) => kind.id),
      'Choose what the area calls its partnership',
    ),
    granted: z.boolean('Choose whether it holds the grant'),
    policingBodyId: maybeChosen('the local policing body'),
    quorum: z.coerce
      .number('Enter how many members make a quorum, as a number')
      .int('Enter how many members make a quorum, as a whole number')
      .min(1, 'A quorum is at least 1 member')
      .max(100, 'A quorum is at most 100 members'),
    quorumSeats: z.array(z.string().refine(isSeatType, 'Choose seats from the list')).default([]),
    publicPicture: z.boolean().default(true),
  }),
  async effect(tx, { version: shown, ...input }, setting) {
    if (input.policingBodyId !== null) {
      const body = await tx.selectFrom('organisation').select(['type', 'closedOn']).where('id', '=', input.policingBodyId).executeTakeFirst();
      if (body?.type !== 'policing-body') throw badField('policingBodyId', 'Choose an organisation whose kind is local policing body');
      if (body.closedOn !== null) throw badField('policingBodyId', 'That local policing body is closed: choose another');
    }
    // In the order of the list, so that the same choice is the same value.
    const quorumSeats = SEAT_TYPES.map((seat): string => seat.id).filter((id) => input.quorumSeats.includes(id));
    const values = { ...input, quorumSeats };
    const there = await tx.selectFrom('partnership').select('id').executeTakeFirst();
    if (there) return { id: there.id, ...(await changeKept(tx, 'partnership', there.id, shown, values, setting)) };
    return { id: await insertKept(tx, 'partnership', values, setting), version: 1, fields: ['name'] };
  },
  audit: (_input, { id, version: now, fields: changed }) => ({ subject: { type: 'partnership', id, version: now }, details: { changed } }),
});

export const partnershipActions = [setPartnership];
export const partnershipReads = [partnershipRead];
