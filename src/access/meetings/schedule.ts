/** When a panel is to meet: its tolerance in weeks, what is overdue, and days that suit (requirement R010). Pure but for reading the bank holidays once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { daysBetween, plusDays } from '../days.ts';

interface Holidays {
  readonly from: string;
  readonly to: string;
  readonly days: readonly { readonly on: string; readonly title: string }[];
}

// The file is ours and a test works out every day of it, so its shape is trusted.
const held = JSON.parse(readFileSync(join(import.meta.dirname, '../../../reference/bank-holidays.json'), 'utf8')) as Holidays;

export const BANK_HOLIDAYS = held.days;
const HOLIDAYS: ReadonlyMap<string, string> = new Map(held.days.map((each) => [each.on, each.title]));

/** Name of the bank holiday in England and Wales on a day; undefined on any other, and outside the years known. */
export const bankHoliday = (day: string): string | undefined => HOLIDAYS.get(day);
/** Whether bank holidays of that day’s year are known at all. */
export const holidaysKnown = (day: string): boolean => day >= held.from && day <= held.to;

const weekday = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay();
export const isWeekend = (day: string): boolean => weekday(day) === 0 || weekday(day) === 6;
export const isWorkingDay = (day: string): boolean => !isWeekend(day) && bankHoliday(day) === undefined;

export interface Rhythm {
  readonly weeksLeast: number;
  readonly weeksMost: number;
}

export interface Standing {
  /** `never`: it has not met, and nothing is planned. `late-plan`: the next meeting is planned later than the tolerance allows. */
  readonly state: 'in-time' | 'overdue' | 'late-plan' | 'never';
  readonly last: string | null;
  readonly next: string | null;
  /** Last day that is still within the tolerance; null before the first meeting. */
  readonly dueBy: string | null;
  /** Whole weeks since the last meeting. */
  readonly weeksSince: number | null;
}

/** `held` and `planned` are days of meetings, in any order. A planned meeting in the past that nobody recorded is no meeting. */
export function standingOf(meetings: { readonly held: readonly string[]; readonly planned: readonly string[] }, rhythm: Rhythm, today: string): Standing {
  const last = [...meetings.held].sort().at(-1) ?? null;
  const next = [...meetings.planned].filter((day) => day >= today).sort()[0] ?? null;
  if (last === null) return { state: next === null ? 'never' : 'in-time', last, next, dueBy: null, weeksSince: null };
  const dueBy = plusDays(last, 7 * rhythm.weeksMost);
  const weeksSince = Math.floor(daysBetween(last, today) / 7);
  const state = today > dueBy ? 'overdue' : next !== null && next > dueBy ? 'late-plan' : 'in-time';
  return { state, last, next, dueBy, weeksSince };
}

export interface Gap {
  readonly from: string;
  readonly to: string;
  readonly days: number;
}

/** Gaps between meetings that were held which were longer than the tolerance. */
export function longGaps(held: readonly string[], rhythm: Rhythm): Gap[] {
  const days = [...new Set(held)].sort();
  return days.slice(1).flatMap((to, at) => {
    const from = days[at] ?? to;
    const gap = daysBetween(from, to);
    return gap > 7 * rhythm.weeksMost ? [{ from, to, days: gap }] : [];
  });
}

function workingDays(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) if (isWorkingDay(day)) days.push(day);
  return days;
}

/**
 * Up to `most` days for the next meeting: working days within the tolerance after the last one, the same weekday first, none before tomorrow. Where
 * the tolerance is over already, has no working day, or there was no meeting, the first that can be.
 */
export function suggestedDays(last: string | null, rhythm: Rhythm, today: string, most = 3): string[] {
  const tomorrow = plusDays(today, 1);
  const begin = last === null ? tomorrow : plusDays(last, 7 * rhythm.weeksLeast);
  const end = last === null ? plusDays(tomorrow, 7 * rhythm.weeksMost) : plusDays(last, 7 * rhythm.weeksMost);
  const late = end < tomorrow;
  // Ten working days from tomorrow hold every weekday once, whatever holidays there are.
  const from = late || begin < tomorrow ? tomorrow : begin;
  const to = late ? plusDays(tomorrow, 20) : end;
  const within = workingDays(from, to);
  const days = within.length > 0 ? within : workingDays(from, plusDays(from, 20));
  const usual = days.filter((day) => last !== null && weekday(day) === weekday(last));
  const others = days.filter((day) => !usual.includes(day));
  return [...usual, ...others].slice(0, most).sort();
}
