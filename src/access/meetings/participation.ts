/** How each partner takes part: meetings, actions, data, products (requirement R143: probation had not been prominent in most areas, and nothing showed it). */
import { z } from 'zod';
import type { Tx } from '../../register/index.ts';
import { loadAgreements } from '../agreements/load.ts';
import { isInForce } from '../agreements/state.ts';
import { supplies } from '../agreements/types.ts';
import { civilDay } from '../civil-day.ts';
import { plusDays } from '../days.ts';
import { defineRead } from '../define.ts';
import { isLive } from '../live.ts';

/** Meetings of this many days back count. */
export const WINDOW_DAYS = 365;
/** Under this share of the meetings that it had a seat at, attendance is low; one meeting says nothing. */
const LOW_SHARE = 0.5;
const FEWEST_MEETINGS = 2;

export interface Counts {
  /** Meetings of core panels that were held while it had a seat, and how many of them it was at. */
  readonly invited: number;
  readonly attended: number;
  readonly actionsOpen: number;
  readonly actionsOverdue: number;
  readonly actionsDone: number;
  /** Live agreements under which it supplies data. */
  readonly supplies: number;
  /** Products that it was sent and has not confirmed. */
  readonly unconfirmed: number;
  readonly hasSeat: boolean;
}

export interface Participation extends Counts {
  readonly organisationId: string;
  readonly organisation: string;
  /** What is low, in words; empty where nothing is. */
  readonly low: readonly string[];
}

/** Pure. A partner without a seat is not low in attendance: that it has none is a finding of its own. */
export function lowIn(counts: Counts): string[] {
  const { invited, attended, actionsOverdue, unconfirmed } = counts;
  return [
    ...(invited >= FEWEST_MEETINGS && attended / invited < LOW_SHARE ? [`At ${attended} of ${invited} meetings`] : []),
    ...(actionsOverdue > 0 ? [`${actionsOverdue} ${actionsOverdue === 1 ? 'action is' : 'actions are'} overdue`] : []),
    ...(unconfirmed > 1 ? [`${unconfirmed} products are not confirmed`] : []),
  ];
}

export async function participationOf(tx: Tx, today: string): Promise<Participation[]> {
  const since = plusDays(today, -WINDOW_DAYS);
  const organisations = await tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('outside', '=', false)
    .where('closedOn', 'is', null)
    .orderBy('name')
    .execute();
  const seats = await tx.selectFrom('coreSeat').select(['id', 'organisationId', 'fromOn', 'toOn']).execute();
  const meetings = await tx
    .selectFrom('meeting as m')
    .innerJoin('panel as p', 'p.id', 'm.panelId')
    .select(['m.id', 'm.onDay'])
    .where('m.state', '=', 'held')
    .where('p.core', '=', true)
    .where('m.onDay', '>=', since)
    .execute();
  const attendance =
    meetings.length === 0
      ? []
      : await tx
          .selectFrom('attendance')
          .selectAll()
          .where(
            'meetingId',
            'in',
            meetings.map((each) => each.id),
          )
          .execute();
  const actions = await tx.selectFrom('meetingAction').select(['organisationId', 'dueOn', 'doneOn']).execute();
  const receipts = await tx.selectFrom('productReceipt').select(['organisationId', 'confirmedOn']).execute();
  const live = (await loadAgreements(tx, today)).filter((each) => isInForce(each.state));
  return organisations.map(({ id, name }) => {
    const own = seats.filter((seat) => seat.organisationId === id);
    const invited = meetings.filter((meeting) => own.some((seat) => isLive(seat, meeting.onDay)));
    const mine = new Set(own.map((seat) => seat.id));
    const there = new Set(attendance.filter((each) => mine.has(each.seatId)).map((each) => each.meetingId));
    const given = actions.filter((each) => each.organisationId === id);
    const open = given.filter((each) => each.doneOn === null);
    const counts: Counts = {
      invited: invited.length,
      attended: invited.filter((meeting) => there.has(meeting.id)).length,
      actionsOpen: open.length,
      actionsOverdue: open.filter((each) => each.dueOn !== null && each.dueOn < today).length,
      actionsDone: given.filter((each) => each.doneOn !== null && each.doneOn >= since).length,
      supplies: live.filter((each) => each.parties.some((party) => party.organisationId === id && supplies(party))).length,
      unconfirmed: receipts.filter((each) => each.organisationId === id && each.confirmedOn === null).length,
      hasSeat: own.some((seat) => isLive(seat, today)),
    };
    return { organisationId: id, organisation: name, ...counts, low: lowIn(counts) };
  });
}

export const readParticipation = defineRead({
  name: 'partnership.participation',
  title: 'See how each partner takes part',
  allowed: 'meeting.read',
  input: z.object({}),
  answer: (tx, _input, { at }) => participationOf(tx, civilDay(at)),
});
