/** What the core membership lacks, for the partnership's health (requirement R002). */
import { dayWords, daysBetween } from '../days.ts';
import { type Finding, type HealthSource, SOON_DAYS } from '../health.ts';
import { isLive } from '../live.ts';
import { type QuorumRule, type QuorumSeat, quorumOf } from './quorum.ts';
import { SEAT_TYPES, seatTitle } from './types.ts';

export interface SeatRow extends QuorumSeat {
  readonly organisationId: string;
  readonly organisation: string;
  /** Whether who holds it is an active member of the organisation on the day; true for a vacant seat. */
  readonly member: boolean;
}

export interface SeatRows {
  readonly seats: readonly SeatRow[];
  /** Null where the partnership is not described yet. */
  readonly rule: QuorumRule | null;
}

const SEATS = { page: 'seats' } as const;
const lower = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** Pure. */
export function seatFindings({ seats, rule }: SeatRows, today: string): Finding[] {
  const live = seats.filter((seat) => isLive(seat, today));
  const found: Finding[] = [];
  for (const type of SEAT_TYPES.filter((each) => each.mandatory)) {
    if (live.some((seat) => seat.seat === type.id && seat.personId !== null)) continue;
    const vacant = live.some((seat) => seat.seat === type.id);
    found.push({
      severity: 'gap',
      text: vacant ? `The ${lower(type.title)} seat is vacant` : `There is no ${lower(type.title)} seat`,
      advice: 'The core membership must have youth offending team representation: name who holds the seat.',
      link: SEATS,
    });
  }
  for (const seat of live) {
    const about = { organisationId: seat.organisationId, link: SEATS } as const;
    const name = `${seatTitle(seat.seat)} seat (${seat.organisation})`;
    if (seat.personId === null) {
      if (!SEAT_TYPES.some((type) => type.mandatory && type.id === seat.seat))
        found.push({ severity: 'gap', text: `${name}: vacant`, advice: 'Name who holds it.', like: { many: 'seats are vacant', name }, ...about });
    } else if (!seat.member) {
      found.push({ severity: 'gap', text: `${name}: who holds it is no longer an active member of the organisation`, advice: 'Name another.', ...about });
    } else if (seat.toOn !== null && daysBetween(today, seat.toOn) <= SOON_DAYS && !seats.some((next) => next.seat === seat.seat && next.fromOn > today)) {
      found.push({
        severity: 'soon',
        text: `${name}: ends on ${dayWords(seat.toOn)}`,
        advice: 'Extend it, or name who follows.',
        like: { many: 'seats end soon', name: `${name}, on ${dayWords(seat.toOn)}` },
        ...about,
      });
    }
  }
  return [...found, ...quorumFindings(live, rule, today)];
}

/** Whether the group could be quorate at all, were everybody there. */
function quorumFindings(live: readonly SeatRow[], rule: QuorumRule | null, today: string): Finding[] {
  if (rule === null) {
    return [{ severity: 'gap', text: 'The partnership has no quorum rule yet', advice: 'Describe the partnership first.', link: { page: 'partnership' } }];
  }
  const all = quorumOf(
    live,
    live.map((seat) => seat.id),
    rule,
    today,
  );
  if (!all.quorate) {
    const lacks = [
      ...(all.present < all.needed ? [`${all.present} of the ${all.needed} members needed hold a seat with a vote`] : []),
      ...all.missingSeats.map((seat) => `nobody holds a ${lower(seatTitle(seat))} seat`),
    ];
    return [{ severity: 'gap', text: `No meeting can be quorate: ${lacks.join('; ')}`, advice: 'A decision taken now is marked as not quorate.', link: SEATS }];
  }
  if (all.present > all.needed) return [];
  return [
    {
      severity: 'note',
      text: `A meeting is quorate only if every one of the ${all.present} members comes`,
      advice: 'Fill more seats, or look at the rule.',
      link: SEATS,
    },
  ];
}

export const seatSource: HealthSource = {
  subject: 'core-membership',
  title: 'Core membership and quorum',
  clear: 'Every seat is filled, the youth offending team has one, and a meeting can be quorate.',
  async findings(tx, today) {
    const seats = await tx
      .selectFrom('coreSeat as s')
      .innerJoin('organisation as o', 'o.id', 's.organisationId')
      .select(['s.id', 's.seat', 's.organisationId', 'o.name as organisation', 's.personId', 's.voting', 's.fromOn', 's.toOn'])
      .orderBy('o.name')
      .execute();
    const members = await tx
      .selectFrom('membership as m')
      .innerJoin('person as p', 'p.id', 'm.personId')
      .select(['m.personId', 'm.organisationId', 'm.fromOn', 'm.toOn'])
      .where('p.status', '=', 'active')
      .execute();
    const there = new Set(members.filter((member) => isLive(member, today)).map((member) => `${member.personId} ${member.organisationId}`));
    const rule = await tx.selectFrom('partnership').select(['quorum as count', 'quorumSeats as seats']).executeTakeFirst();
    return seatFindings(
      { seats: seats.map((seat) => ({ ...seat, member: seat.personId === null || there.has(`${seat.personId} ${seat.organisationId}`) })), rule: rule ?? null },
      today,
    );
  },
};
