/** A month as weeks of days, Monday first, for a calendar that is a table. Pure. */
import { addDays, civilDate, daysInMonth, MONTHS, weekday } from '../rules/index.ts';

export interface MonthDay {
  /** Civil date; null for a cell of another month. */
  readonly date: string | null;
  readonly day: number;
}

export interface MonthView {
  /** `2024-03`. */
  readonly id: string;
  readonly title: string;
  readonly weeks: readonly (readonly MonthDay[])[];
  readonly previous: string;
  readonly next: string;
}

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export const isMonth = (text: string): boolean => /^(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])$/.test(text);

/** @param month `YYYY-MM` */
export function monthView(month: string): MonthView {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const first = civilDate(year, number, 1);
  const length = daysInMonth(year, number);
  const before = WEEK.indexOf(weekday(first));
  const cells = Array.from({ length: Math.ceil((before + length) / 7) * 7 }, (_, at): MonthDay => {
    const day = at - before + 1;
    return day < 1 || day > length ? { date: null, day: 0 } : { date: civilDate(year, number, day), day };
  });
  return {
    id: month,
    title: `${MONTHS[number - 1]} ${year}`,
    weeks: Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7)),
    previous: addDays(first, -1).slice(0, 7),
    next: addDays(first, length).slice(0, 7),
  };
}
