/** Seats of the core membership group. Data, not code: a seat is what somebody speaks for at the table, whichever body sends them. */

export interface SeatType {
  readonly id: string;
  readonly title: string;
  /** The core membership must have one: the violence reduction unit's grant requires youth offending team representation (requirement R002). */
  readonly mandatory: boolean;
}

const seat = (id: string, title: string, mandatory = false): SeatType => ({ id, title, mandatory });

export const SEAT_TYPES = [
  seat('youth-offending-team', 'Youth offending team', true),
  seat('policing-body', 'Local policing body'),
  seat('police', 'Police'),
  seat('local-authority', 'Local authority'),
  seat('health', 'Health'),
  seat('education', 'Education'),
  seat('probation', 'Probation'),
  seat('fire', 'Fire and rescue'),
  seat('community-safety', 'Community safety partnership'),
  seat('voluntary', 'Voluntary and community sector'),
  seat('communities', 'Communities and young people'),
  seat('other', 'Another seat'),
] as const satisfies readonly SeatType[];

export const isSeatType = (id: string): boolean => SEAT_TYPES.some((each) => each.id === id);

/** `Youth offending team`; the id itself for a seat that a later version brought. */
export const seatTitle = (id: string): string => SEAT_TYPES.find((each) => each.id === id)?.title ?? id;
