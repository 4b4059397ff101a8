/**
 * Civil dates and instants. A civil date is `YYYY-MM-DD`, as statute counts days; an instant is a `Date` or an ISO text with its offset. Which day it is,
 * is asked in Europe/London, and time is always passed in.
 */
import { Temporal } from 'temporal-polyfill';
import { HeadwaterError } from '../../errors.ts';

export const ZONE = 'Europe/London';

export type Instant = Date | string;

export const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const CIVIL = /^\d{4}-\d{2}-\d{2}$/;

/** `YYYY-MM-DD` that stands in the calendar. */
export function isCivilDate(text: string): boolean {
  if (!CIVIL.test(text)) return false;
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days of a month, 1 to 12. */
export const daysInMonth = (year: number, month: number): number => (month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);

/** @throws HeadwaterError `date-not-real` when the text is no civil date. */
function real(text: string): string {
  if (!isCivilDate(text))
    throw new HeadwaterError('bad-input', 'date-not-real', `'${text.slice(0, 40)}' is not a real date`, { advice: 'Give a date as 2024-03-31.' });
  return text;
}

const plain = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(real(text));

/** Days since 1 January 1970. A page counts hundreds of them, so they are counted without an object for each. */
const dayNumber = (text: string): number => Date.parse(`${real(text)}T00:00:00Z`) / 86_400_000;

export const addDays = (date: string, days: number): string => plain(date).add({ days }).toString();

/** Whole days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

export const civilDate = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** `Wednesday`. */
export const weekday = (date: string): string => WEEKDAYS[plain(date).dayOfWeek - 1] ?? '';

/** `31 March 2024`. */
export function formatDate(date: string): string {
  const [year, month, day] = real(date).split('-').map(Number) as [number, number, number];
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** @throws HeadwaterError `instant-not-real` when it is no moment in time. */
export function toInstant(at: Instant): Temporal.Instant {
  try {
    return at instanceof Date ? Temporal.Instant.fromEpochMilliseconds(at.getTime()) : Temporal.Instant.from(at);
  } catch (cause) {
    throw new HeadwaterError('bad-input', 'instant-not-real', 'That is not a moment in time', {
      advice: 'Give a time with its zone, such as 2024-03-31T09:00:00Z.',
      cause,
    });
  }
}

/** The last one asked for: every row of a page asks about the same moment. */
let asked = { at: Number.NaN, day: '' };

/** The day that it is in Europe/London at an instant: `2023-03-08`. */
export function civilDay(at: Instant): string {
  const instant = toInstant(at);
  if (instant.epochMilliseconds !== asked.at) asked = { at: instant.epochMilliseconds, day: instant.toZonedDateTimeISO(ZONE).toPlainDate().toString() };
  return asked.day;
}
