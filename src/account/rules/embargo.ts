/** Embargoes: to the minute, in Europe/London. Before the instant nothing is shared; from it on, all may be. */
import { Temporal } from 'temporal-polyfill';
import { monthNumber } from './date-input.ts';
import { addDays, civilDate, type Instant, isCivilDate, toInstant, weekday, ZONE } from './dates.ts';

export type EmbargoState = 'embargoed' | 'lifted';

/** @param embargoAt null where there is no embargo */
export function embargoState(embargoAt: Instant | null, now: Instant): EmbargoState {
  if (embargoAt === null) return 'lifted';
  return Temporal.Instant.compare(toInstant(now), toInstant(embargoAt)) < 0 ? 'embargoed' : 'lifted';
}

export interface LocalMoment {
  /** ISO, UTC. */
  readonly instant: string;
  readonly warnings: readonly string[];
}

/**
 * A local time of Europe/London as an instant. At a clock change a time can occur twice (October) or not at all (March): the LATER instant is taken, so that
 * a doubtful embargo never lets anything out early, and a warning says so.
 * @param date civil date
 * @param time `HH:MM`
 */
export function londonInstant(date: string, time: string): LocalMoment {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`);
  const later = local.toZonedDateTime(ZONE, { disambiguation: 'later' });
  const earlier = local.toZonedDateTime(ZONE, { disambiguation: 'earlier' });
  const warnings: string[] = [];
  if (!later.equals(earlier)) {
    warnings.push(
      later.toPlainDateTime().equals(local)
        ? `The clocks go back that night, so ${time} comes twice: the second is taken, so that nothing is released early.`
        : `The clocks go forward that night, so there is no ${time}: ${later.toPlainTime().toString({ smallestUnit: 'minute' })} is taken, so that nothing is released early.`,
    );
  }
  return { instant: later.toInstant().toString(), warnings };
}

export interface ParsedEmbargo extends LocalMoment {
  /** Civil date and time as written, in Europe/London. */
  readonly date: string;
  readonly time: string;
  /** Where the words stand in the text. */
  readonly start: number;
  readonly end: number;
}

export type EmbargoReading = { readonly found: ParsedEmbargo } | { readonly problem: string; readonly start: number; readonly end: number } | null;

const CLOCK = String.raw`(midnight|noon|\d{1,2}[.:]\d{2}(?: ?(?:am|pm))?|\d{4}(?= ?(?:hrs|hours|h\b))|\d{1,2} ?(?:am|pm))(?: ?(?:hrs|hours|h))?`;
const DAY = String.raw`(?:(monday|tuesday|wednesday|thursday|friday|saturday|sunday),? )?(?:the )?(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]{3,9}),? (\d{4})`;
const EMBARGO = new RegExp(String.raw`\b(?:under (?:strict )?)?embargo(?:ed)?(?: is in place)? until:? ${CLOCK},?(?: on)? ${DAY}\b`, 'i');
const BARE = /\bembargo(?:ed)?(?: is in place)? until\b[^\n]{0,60}/i;

/**
 * Reads `UNDER EMBARGO UNTIL 00.01 ON WEDNESDAY 8 MARCH 2023` and the like. Null where there is no such line; a problem where there is one that cannot be
 * read, so that a person decides.
 */
export function parseEmbargo(text: string): EmbargoReading {
  const match = EMBARGO.exec(text);
  if (!match) {
    const bare = BARE.exec(text);
    return bare
      ? { problem: `The embargo '${bare[0].trim()}' could not be read as a time and a date.`, start: bare.index, end: bare.index + bare[0].length }
      : null;
  }
  const [words, clock = '', day, dayOfMonth = '', monthWord = '', year = ''] = match;
  const at = { start: match.index, end: match.index + words.length };
  const month = monthNumber(monthWord);
  const date = month === undefined ? '' : civilDate(Number(year), month, Number(dayOfMonth));
  const time = readClock(clock.toLowerCase());
  if (time === null || !isCivilDate(date)) return { problem: `The embargo '${words}' is not a real time and date.`, ...at };
  const warnings: string[] = [];
  if (day !== undefined && weekday(date).toLowerCase() !== day.toLowerCase()) {
    warnings.push(`The text says ${day.charAt(0).toUpperCase()}${day.slice(1).toLowerCase()}, but that date is a ${weekday(date)}: check the date.`);
  }
  // "Midnight on the 8th" may mean either end of the day; the later end releases nothing early.
  if (time === '24:00') warnings.push('Midnight can mean either end of a day: the end of the day is taken, so that nothing is released early.');
  const moment = time === '24:00' ? londonInstant(addDays(date, 1), '00:00') : londonInstant(date, time);
  return { found: { date, time, instant: moment.instant, warnings: [...warnings, ...moment.warnings], ...at } };
}

/** `HH:MM`, `24:00` for midnight, or null. */
function readClock(words: string): string | null {
  if (words === 'midnight') return '24:00';
  if (words === 'noon') return '12:00';
  const match = /^(\d{1,2}?)(?:[.:]?(\d{2}))?(?: ?(am|pm))?$/.exec(words);
  if (!match) return null;
  const half = match[3];
  let hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half === 'pm' ? 12 : 0);
  }
  return hour > 23 || minute > 59 ? null : `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
