/** The core membership group and its quorum. */
import { addSeat, changeSeat, seatChoices, seatList } from './edit.ts';

export { addSeat, changeSeat, seatChoices, seatList } from './edit.ts';
export { type Quorum, type QuorumRule, type QuorumSeat, quorumOf } from './quorum.ts';
export { SEAT_TYPES, type SeatType, seatTitle } from './types.ts';

export const seatActions = [addSeat, changeSeat];
export const seatReads = [seatList, seatChoices];
