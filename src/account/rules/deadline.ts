/** The deadline of section 55 of the Police Act 1996, and what its state is in words. Days are civil days in Europe/London. */
import { addDays, civilDay, daysBetween, formatDate, type Instant } from './dates.ts';
import { SECTION_55 } from './reference.ts';

/**
 * The last day on which comments can be published in time: section 55(5A) gives a period of 56 days that begins WITH the day of publication, so the
 * publication day is day 1 and the last day is publication + 55.
 * @param published civil date of the report
 */
export const statutoryLastDay = (published: string): string => addDays(published, SECTION_55.days - 1);

export interface LocalComparison {
  readonly relation: 'same' | 'earlier' | 'later';
  /** How many days apart, never negative. */
  readonly days: number;
  readonly words: string;
  /** Only where following the local record would break the statute. */
  readonly warning: string | null;
}

const DIGITS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const days = (count: number): string => `${DIGITS[count] ?? count} ${count === 1 ? 'day' : 'days'}`;

/** The date in the local record beside the statutory one: later is a warning, earlier is the body's own choice. */
export function localDeadline(published: string, local: string): LocalComparison {
  const last = statutoryLastDay(published);
  const apart = daysBetween(last, local);
  if (apart === 0) return { relation: 'same', days: 0, words: 'The local record has the same date as the statute.', warning: null };
  if (apart < 0) {
    return {
      relation: 'earlier',
      days: -apart,
      words: `The local record is ${days(-apart)} earlier than the last day in law, ${formatDate(last)}.`,
      warning: null,
    };
  }
  const warning = `${formatDate(local)} is ${days(apart)} late in law: the 56 days begin with the day of publication, so the last day is ${formatDate(last)} (Police Act 1996, section 55(5A)).`;
  return { relation: 'later', days: apart, words: warning, warning };
}

export type DeadlineWord = 'open' | 'soon' | 'today' | 'overdue' | 'met' | 'met-late';

export interface DeadlineState {
  readonly state: DeadlineWord;
  readonly lastDay: string;
  /** Civil days from today to the last day; negative when it has passed. */
  readonly daysLeft: number;
  /** Days after the last day, 0 when in time. */
  readonly overdueBy: number;
  readonly words: string;
}

/** From how many days before the last day a deadline is said to be soon. */
export const SOON_DAYS = 14;

const counted = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;

/**
 * @param lastDay civil date, in time up to its end in Europe/London
 * @param now the instant it is
 * @param metOn civil date on which it was done, null while it is not
 */
export function deadlineState(lastDay: string, now: Instant, metOn: string | null = null): DeadlineState {
  const daysLeft = daysBetween(civilDay(now), lastDay);
  const as = (state: DeadlineWord, overdueBy: number, words: string): DeadlineState => ({ state, lastDay, daysLeft, overdueBy, words });
  if (metOn !== null) {
    const late = daysBetween(lastDay, metOn);
    return late > 0 ? as('met-late', late, `Done on ${formatDate(metOn)}, ${counted(late)} late`) : as('met', 0, `Done on ${formatDate(metOn)}, in time`);
  }
  if (daysLeft < 0) return as('overdue', -daysLeft, `Overdue by ${counted(-daysLeft)}`);
  if (daysLeft === 0) return as('today', 0, 'Due today');
  return as(daysLeft <= SOON_DAYS ? 'soon' : 'open', 0, `${counted(daysLeft)} left`);
}
