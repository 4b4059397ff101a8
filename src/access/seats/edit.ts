/** The core membership group: its seats, who holds them, from when until when (requirement R002). */
import { z } from 'zod';
import { badField, changeKept, insertKept, type Tx } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { laterOf } from '../days.ts';
import { defineAction, defineRead } from '../define.ts';
import { chosen, civilDate, inOrder, maybeChosen, maybeDate, version } from '../inputs.ts';
import { notOverOn } from '../live-rows.ts';
import { isSeatType } from './types.ts';

const fields = {
  seat: z.string().refine(isSeatType, 'Choose what the seat is for'),
  organisationId: chosen('the organisation'),
  personId: maybeChosen('who holds it'),
  voting: z.boolean('Choose whether it has a vote'),
  fromOn: civilDate('the first day'),
  toOn: maybeDate('the last day'),
};
const IN_ORDER = { path: ['toOn'], message: 'The last day must be the same as or after the first day' };

interface Input {
  readonly organisationId: string;
  readonly personId: string | null;
  readonly fromOn: string;
}

async function check(tx: Tx, { organisationId, personId, fromOn }: Input, today: string): Promise<void> {
  const organisation = await tx
    .selectFrom('organisation')
    .select(['name', 'closedOn', 'outside'])
    .where('id', '=', organisationId)
    .forShare()
    .executeTakeFirst();
  if (!organisation) throw badField('organisationId', 'Choose the organisation from the list');
  if (organisation.closedOn !== null || organisation.outside)
    throw badField('organisationId', `${organisation.name} is closed or no member of this partnership: choose another`);
  if (personId === null) return;
  const member = await tx
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.personId')
    .select('p.id')
    .where('m.personId', '=', personId)
    .where('m.organisationId', '=', organisationId)
    .where('p.status', '=', 'active')
    .where(notOverOn('m', laterOf(fromOn, today)))
    .executeTakeFirst();
  if (!member) throw badField('personId', `Choose somebody who is a member of ${organisation.name}`);
}

export const addSeat = defineAction({
  name: 'seat.add',
  title: 'Add a seat to the core membership',
  allowed: 'seat.edit',
  input: z.object(fields).refine(inOrder, IN_ORDER),
  async effect(tx, input, setting) {
    await check(tx, input, civilDay(setting.at));
    return { id: await insertKept(tx, 'coreSeat', input, setting) };
  },
  audit: ({ seat, organisationId, personId }, { id }) => ({
    subject: { type: 'coreSeat', id, version: 1 },
    details: { seat, organisation: organisationId, person: personId },
  }),
});

/** Another holder, other dates, vacant: the seat stays, so that a meeting's record of who was there holds. */
export const changeSeat = defineAction({
  name: 'seat.change',
  title: 'Change a seat of the core membership',
  allowed: 'seat.edit',
  input: z.object({ id: chosen('a seat'), version, ...fields }).refine(inOrder, IN_ORDER),
  async effect(tx, { id, version: shown, ...input }, setting) {
    const today = civilDay(setting.at);
    // A seat that is only being ended may be of somebody who has gone.
    if (input.toOn === null || input.toOn > today) await check(tx, input, today);
    return { id, ...(await changeKept(tx, 'coreSeat', id, shown, input, setting)) };
  },
  audit: ({ personId }, { id, version: now, fields: changed }) => ({ subject: { type: 'coreSeat', id, version: now }, details: { changed, person: personId } }),
});

/** Every seat, live and ended. */
export const seatList = defineRead({
  name: 'seat.list',
  title: 'See the core membership',
  allowed: 'partnership.read',
  input: z.object({}),
  async answer(tx, _input, { at }) {
    const seats = await tx
      .selectFrom('coreSeat as s')
      .innerJoin('organisation as o', 'o.id', 's.organisationId')
      .leftJoin('person as p', 'p.id', 's.personId')
      .select([
        's.id',
        's.version',
        's.seat',
        's.organisationId',
        'o.name as organisation',
        's.personId',
        'p.name as person',
        'p.post',
        's.voting',
        's.fromOn',
        's.toOn',
      ])
      .orderBy('o.name')
      .orderBy('s.fromOn')
      .execute();
    const rule = await tx.selectFrom('partnership').select(['quorum as count', 'quorumSeats as seats']).executeTakeFirst();
    return { today: civilDay(at), seats, rule: rule ?? null };
  },
});

/** Who may hold a seat: active people with a membership that is not over, under each organisation. */
export const seatChoices = defineRead({
  name: 'seat.choices',
  title: 'See who may hold a seat',
  allowed: 'seat.edit',
  input: z.object({}),
  answer: (tx, _input, { at }) =>
    tx
      .selectFrom('membership as m')
      .innerJoin('person as p', 'p.id', 'm.personId')
      .innerJoin('organisation as o', 'o.id', 'm.organisationId')
      .select(['p.id as personId', 'p.name as person', 'p.post', 'o.id as organisationId', 'o.name as organisation'])
      .where('p.status', '=', 'active')
      .where('o.closedOn', 'is', null)
      .where(notOverOn('m', civilDay(at)))
      .orderBy('o.name')
      .orderBy('p.name')
      .execute(),
});
