/** Which reminder of a deadline is due. Pure: a job asks each day, and the key of what is due makes sending it twice impossible. */
import { addDays, daysBetween, formatDate } from './dates.ts';

/** Days before the last day on which a reminder falls; 0 is the day itself. */
export const REMIND_BEFORE = [28, 14, 7, 3, 1, 0] as const;
/** After it, one a week until it is met. */
export const REMIND_EVERY = 7;

export interface DeadlineForReminder {
  readonly id: string;
  readonly title: string;
  /** Civil date. */
  readonly lastDay: string;
  readonly met: boolean;
}

export interface Reminder {
  /** The same for the same reminder of the same last day, however often it is asked for; a moved deadline has new ones. */
  readonly key: string;
  /** The day on which it falls. */
  readonly on: string;
  readonly overdue: boolean;
  readonly words: string;
}

/**
 * The reminder that is due on a day: the newest that has fallen, so that days on which nothing ran bring one reminder and not several. Null before the first,
 * and once the deadline is met.
 * @param today civil date in Europe/London
 */
export function reminderDue(deadline: DeadlineForReminder, today: string): Reminder | null {
  if (deadline.met) return null;
  const left = daysBetween(today, deadline.lastDay);
  const { id, title, lastDay } = deadline;
  const as = (step: string, fell: number, words: string): Reminder => ({
    key: `${id}:${lastDay}:${step}`,
    on: addDays(lastDay, fell),
    overdue: left < 0,
    words,
  });
  if (left < 0) {
    // The first is on the day after, then each week from it.
    const week = Math.floor((-left - 1) / REMIND_EVERY);
    return as(`overdue-${week}`, 1 + week * REMIND_EVERY, `${title}: overdue by ${counted(-left)}. It was due on ${formatDate(lastDay)}.`);
  }
  const step = REMIND_BEFORE.findLast((before) => left <= before);
  if (step === undefined) return null;
  const when = left === 0 ? `due today, ${formatDate(lastDay)}.` : `due on ${formatDate(lastDay)}, in ${counted(left)}.`;
  return as(String(step), -step, `${title}: ${when}`);
}

/** Reminders that are due and not yet sent. @param sent keys of those that were */
export function remindersDue(deadlines: readonly DeadlineForReminder[], today: string, sent: ReadonlySet<string>): readonly Reminder[] {
  return deadlines.flatMap((deadline) => {
    const reminder = reminderDue(deadline, today);
    return reminder === null || sent.has(reminder.key) ? [] : [reminder];
  });
}

const counted = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`;
