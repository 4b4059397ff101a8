/**
 * Cases at a panel, as this register holds them: by a reference and without a name. Who the child is, and their story, stay in the systems of those who
 * bring the case. Here stands what lets it be followed: why it was brought, what was decided, who does what by when, how it ended (requirement R009). Pure.
 */
import { z } from 'zod';

/** Why a case is brought. Words of the inspection documents; nobody is called what they may not be. */
export const GROUNDS = {
  harmed: 'Harmed by violence, or injured by a weapon',
  weapon: 'Recorded or known to carry a weapon',
  suspected: 'Suspected of violence',
  exploited: 'Signs of criminal or sexual exploitation',
  missing: 'Goes missing',
  school: 'Suspended, excluded or not in school',
  family: 'Violence or abuse at home',
  custody: 'Was in custody',
  again: 'Came to notice again after an earlier referral',
} as const;

export type Ground = keyof typeof GROUNDS;

// The keys of objects that are written here.
export const groundIds = Object.keys(GROUNDS) as [Ground, ...Ground[]];

export const DECISIONS = {
  plan: 'One plan, with a lead professional',
  service: 'A service is offered',
  'referred-on': 'Passed on to another panel or service',
  wait: 'To be looked at again',
  'no-action': 'Nothing more is done',
} as const;

export type CaseDecision = keyof typeof DECISIONS;
export const decisionIds = Object.keys(DECISIONS) as [CaseDecision, ...CaseDecision[]];

export const OUTCOMES = {
  'risk-lower': 'The risk is lower',
  'risk-same': 'The risk is the same',
  'risk-higher': 'The risk is higher',
  'moved-on': 'Moved away, or too old for this panel',
  'not-known': 'Not known',
} as const;

export type CaseOutcome = keyof typeof OUTCOMES;
export const outcomeIds = Object.keys(OUTCOMES) as [CaseOutcome, ...CaseOutcome[]];

/** A code of the own system: letters, figures and marks, no spaces, and at least one figure, so that a name does not pass for one. */
export const caseReference = z
  .string()
  .trim()
  .min(3, 'Enter your own reference of the case, at least 3 characters')
  .max(40, 'Use 40 characters or fewer')
  .regex(/^[A-Za-z0-9/._-]+$/, 'Use letters, figures and / . _ - alone. Do not enter a name')
  .regex(/\d/, 'A reference has at least one figure. Do not enter a name');

/** Days after which a case that nobody has decided on is said to be waiting too long. */
export const WAIT_DAYS = 42;

export type CaseState = 'waiting' | 'decided' | 'overdue' | 'closed';

export interface CaseDates {
  readonly referredOn: string;
  readonly closedOn: string | null;
  readonly decisions: number;
  /** Open actions’ due dates. */
  readonly open: readonly string[];
}

/** @param days between two civil dates */
export function caseState({ referredOn, closedOn, decisions, open }: CaseDates, today: string, days: (from: string, to: string) => number): CaseState {
  if (closedOn !== null) return 'closed';
  if (open.some((due) => due < today) || (decisions === 0 && days(referredOn, today) > WAIT_DAYS)) return 'overdue';
  return decisions === 0 ? 'waiting' : 'decided';
}
