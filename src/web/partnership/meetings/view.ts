/** Panels and meetings in words and flags. Pure. */
import type { ActionLine, MeetingPage, PanelRow } from '../../../access/meetings/index.ts';
import { bankHoliday, holidaysKnown, isWeekend } from '../../../access/meetings/index.ts';
import { seatTitle } from '../../../access/seats/index.ts';
import { urls } from '../../urls.ts';
import { day, list, plural } from '../../words.ts';

interface Tag {
  readonly text: string;
  readonly tag: string;
}

const STANDING: Readonly<Record<PanelRow['standing']['state'], Tag>> = {
  'in-time': { text: 'In time', tag: 'govuk-tag--green' },
  overdue: { text: 'Overdue', tag: 'govuk-tag--red' },
  'late-plan': { text: 'Planned too late', tag: 'govuk-tag--orange' },
  never: { text: 'Has not met', tag: 'govuk-tag--orange' },
};

export const standingTag = (panel: PanelRow): Tag => (panel.closedOn === null ? STANDING[panel.standing.state] : { text: 'Closed', tag: 'govuk-tag--grey' });

export const rhythmWords = ({ weeksLeast, weeksMost }: PanelRow): string =>
  weeksLeast === weeksMost ? `Every ${plural(weeksLeast, 'week')}` : `Every ${weeksLeast} to ${weeksMost} weeks`;

export function standingWords({ standing, closedOn }: PanelRow): string {
  if (closedOn !== null) return `Closed on ${day(closedOn)}.`;
  const last = standing.last === null ? 'It has not met yet.' : `It last met on ${day(standing.last)}, ${plural(standing.weeksSince ?? 0, 'week')} ago.`;
  const due =
    standing.dueBy === null
      ? ''
      : standing.state === 'overdue'
        ? ` It was to meet again by ${day(standing.dueBy)}.`
        : ` It is to meet again by ${day(standing.dueBy)}.`;
  const next = standing.next === null ? ' No meeting is planned.' : ` The next is planned for ${day(standing.next)}.`;
  return `${last}${due}${next}`;
}

const STATES: Readonly<Record<string, Tag>> = {
  planned: { text: 'Planned', tag: 'govuk-tag--blue' },
  held: { text: 'Held', tag: 'govuk-tag--green' },
  cancelled: { text: 'Cancelled', tag: 'govuk-tag--grey' },
};

/** A planned meeting whose day is over waits for its record. */
export const meetingTag = (state: string, onDay: string, today: string): Tag =>
  state === 'planned' && onDay < today ? { text: 'To be recorded', tag: 'govuk-tag--orange' } : (STATES[state] ?? { text: state, tag: '' });

/** What speaks against a day; empty where nothing does. */
export function dayWarning(on: string): string {
  const holiday = bankHoliday(on);
  if (holiday !== undefined) return `It is a bank holiday: ${holiday}`;
  if (isWeekend(on)) return 'It is at a weekend';
  return holidaysKnown(on) ? '' : 'Bank holidays of that year are not known here yet';
}

const KINDS = { operational: 'Operational', funding: 'Money', other: 'Other' } as const;
export const kindOptions = Object.entries(KINDS).map(([value, text]) => ({ value, text }));

export const decisionView = (decision: MeetingPage['decisions'][number]) => ({
  kind: KINDS[decision.kind],
  text: decision.text,
  tag: decision.needed === 0 ? null : decision.quorate ? { text: 'Quorate', tag: 'govuk-tag--green' } : { text: 'Not quorate', tag: 'govuk-tag--red' },
  quorum:
    decision.needed === 0
      ? 'Needs no quorum.'
      : `${plural(decision.present, 'voting member')} there, ${decision.needed} needed.${decision.missingSeats.length > 0 ? ` Missing: ${list(decision.missingSeats.map(seatTitle))}.` : ''}`,
  alarm: !decision.quorate && decision.kind === 'funding',
});

/**
 * Who was there, seat by seat of the core membership. Of another panel only the seats that were there: the others had no part in it, and were not
 * missing.
 */
export function attendanceView({ meeting, seats }: Pick<MeetingPage, 'meeting' | 'seats'>) {
  const shown = seats.filter((seat) => meeting.core || seat.there).map((seat) => ({ ...seat, title: seatTitle(seat.seat) }));
  return { seats: shown, words: meeting.core ? coreWords(shown.length) : panelWords(shown.length) };
}

const coreWords = (seats: number): string => (seats === 0 ? 'The core membership had no seats on that day.' : '');

const panelWords = (seats: number): string =>
  `${seats === 0 ? 'No member of the core membership is recorded.' : 'These members of the core membership were there.'} This panel is not the core membership: who else came stands in the note.`;

export const actionView = (action: ActionLine, today: string) => ({
  ...action,
  meetingHref: urls.meeting(action.meetingId),
  from: `${action.panel}, ${day(action.onDay)}`,
  due: action.dueOn === null ? 'No date' : day(action.dueOn),
  doneHref: urls.meetingActionDone(action.id),
  tag:
    action.doneOn !== null
      ? { text: `Done ${day(action.doneOn)}`, tag: 'govuk-tag--green' }
      : action.dueOn !== null && action.dueOn < today
        ? { text: 'Overdue', tag: 'govuk-tag--red' }
        : { text: 'Open', tag: 'govuk-tag--blue' },
});
