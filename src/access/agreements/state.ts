/** Where an agreement stands on a day. Pure. */
import type { AgreementTable } from '../../register/index.ts';

export type AgreementState = 'draft' | 'not-started' | 'live' | 'review-overdue' | 'suspended' | 'expired' | 'ended';

/** The dates that decide. */
export type Dates = Pick<AgreementTable, 'startsOn' | 'endsOn' | 'reviewOn' | 'signedOn' | 'suspendedOn' | 'endedOn'>;

/**
 * `today` is `YYYY-MM-DD`. The first and the last day belong to the agreement. A review that is overdue leaves it live: it warns, for an agreement
 * that stopped by itself on a forgotten date would stop help for a child.
 */
export function agreementState({ startsOn, endsOn, reviewOn, signedOn, suspendedOn, endedOn }: Dates, today: string): AgreementState {
  if (endedOn !== null && endedOn <= today) return 'ended';
  if (signedOn === null) return 'draft';
  if (endsOn !== null && endsOn < today) return 'expired';
  if (suspendedOn !== null) return 'suspended';
  if (startsOn !== null && startsOn > today) return 'not-started';
  return reviewOn !== null && reviewOn < today ? 'review-overdue' : 'live';
}

/** Data may flow under it. */
export const isInForce = (state: AgreementState): boolean => state === 'live' || state === 'review-overdue';

export const STATE_WORDS: Readonly<Record<AgreementState, string>> = {
  draft: 'Draft',
  'not-started': 'Not started',
  live: 'Live',
  'review-overdue': 'Live, review overdue',
  suspended: 'Suspended',
  expired: 'Expired',
  ended: 'Ended',
};

export const agreementStates = Object.keys(STATE_WORDS) as readonly AgreementState[];

/** Since when data may not flow, and why, for an agreement that is not in force: “expired on 2026-03-31”. `on` is null where there is no day to name. */
export function stoppedBy(dates: Dates, today: string): { readonly on: string | null; readonly why: string } | null {
  switch (agreementState(dates, today)) {
    case 'draft':
      return { on: null, why: 'is a draft that nobody has signed' };
    case 'not-started':
      return { on: dates.startsOn, why: 'has not started: it starts on' };
    case 'suspended':
      return { on: dates.suspendedOn, why: 'has been suspended since' };
    case 'expired':
      return { on: dates.endsOn, why: 'expired: its last day was' };
    case 'ended':
      return { on: dates.endedOn, why: 'was ended on' };
    default:
      return null;
  }
}
