/** Who was quorate: the partnership's own rule over the seats of the core membership group (requirement R002). Pure. */
import { type Dated, isLive } from '../live.ts';

export interface QuorumSeat extends Dated {
  readonly id: string;
  /** `seats/types.ts` */
  readonly seat: string;
  /** Null for a vacant seat: nobody can sit in it. */
  readonly personId: string | null;
  readonly voting: boolean;
}

export interface QuorumRule {
  /** How many voting members must be there. */
  readonly count: number;
  /** Seat types that must be there, whatever the number. */
  readonly seats: readonly string[];
}

export interface Quorum {
  readonly quorate: boolean;
  /** Voting members who were there. Somebody who holds two seats is one member. */
  readonly present: number;
  readonly needed: number;
  /** Seat types of the rule that were not there, in the rule's order. */
  readonly missingSeats: readonly string[];
}

/**
 * Whether the members in `presentSeatIds` were quorate on `day` (`YYYY-MM-DD`). Only seats that are live on the day and held by somebody count; a
 * seat without a vote meets the rule's need for its type and adds nothing to the number. Ids that are no seat are passed over.
 */
export function quorumOf(seats: readonly QuorumSeat[], presentSeatIds: readonly string[], rule: QuorumRule, day: string): Quorum {
  const there = new Set(presentSeatIds);
  const sitting = seats.filter((seat) => there.has(seat.id) && seat.personId !== null && isLive(seat, day));
  const present = new Set(sitting.filter((seat) => seat.voting).map((seat) => seat.personId)).size;
  const types = new Set(sitting.map((seat) => seat.seat));
  const missingSeats = [...new Set(rule.seats)].filter((type) => !types.has(type));
  return { quorate: present >= rule.count && missingSeats.length === 0, present, needed: rule.count, missingSeats };
}
