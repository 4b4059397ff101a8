/** A calendar of deadlines as RFC 5545 text (.ics). Deadlines are civil days, so all events are all-day events. */
import { addDays, type Instant, toInstant } from './dates.ts';

export interface CalendarEvent {
  /** Stable for the life of the deadline; unique in the world, so it ends in the register's own name after an `@`. */
  readonly uid: string;
  /** Civil date. */
  readonly on: string;
  readonly title: string;
  readonly description?: string;
  readonly url?: string;
  /** Goes up by one with each change of the deadline. */
  readonly sequence: number;
  /** Days before, at which a calendar reminds its owner (09:00 on that day); left out for none. */
  readonly alarmDays?: number;
  readonly cancelled?: boolean;
}

const WIDTH = 75;

/** The feed's text: CRLF line ends, lines folded at 75 octets between characters (RFC 5545 section 3.1). */
export function calendar(events: readonly CalendarEvent[], { name, now }: { readonly name: string; readonly now: Instant }): string {
  const stamp = `${toInstant(now).round('second').toString().replaceAll(/[-:]/g, '')}`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Headwater//Deadlines//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap((event) => eventLines(event, stamp)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines(event: CalendarEvent, stamp: string): string[] {
  const lines = [
    'BEGIN:VEVENT',
    `UID:${escaped(event.uid)}`,
    `DTSTAMP:${stamp}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTART;VALUE=DATE:${compact(event.on)}`,
    // Section 3.6.1: the end of an all-day event is the day after its last.
    `DTEND;VALUE=DATE:${compact(addDays(event.on, 1))}`,
    `SUMMARY:${escaped(event.title)}`,
    'TRANSP:TRANSPARENT',
    `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
  ];
  if (event.description !== undefined) lines.push(`DESCRIPTION:${escaped(event.description)}`);
  // A URI is not TEXT and is not escaped, so a control character would end the line: it is left out.
  if (event.url !== undefined) lines.push(`URL:${withoutControls(event.url)}`);
  if (event.alarmDays !== undefined) {
    lines.push('BEGIN:VALARM', 'ACTION:DISPLAY', `TRIGGER:${trigger(event.alarmDays)}`, `DESCRIPTION:${escaped(event.title)}`, 'END:VALARM');
  }
  lines.push('END:VEVENT');
  return lines;
}

const compact = (date: string): string => date.replaceAll('-', '');

/** Relative to the start of the day: 0 is 09:00 on the day itself. */
const trigger = (days: number): string => (days <= 0 ? 'PT9H' : `-P${days - 1 > 0 ? `${days - 1}D` : ''}T15H`);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in a line
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above, with tabs and line ends
const ANY_CONTROL = /[\u0000-\u001f\u007f]/g;
const withoutControls = (text: string): string => text.replaceAll(ANY_CONTROL, '');

/** TEXT of section 3.3.11: backslash, semicolon, comma and line ends escaped; other controls may not occur. */
function escaped(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(CONTROL, '')
    .replaceAll(/[\\;,]/g, (char) => `\\${char}`)
    .replaceAll('\n', '\\n');
}

function folded(line: string): string {
  let out = '';
  let width = 0;
  for (const char of line) {
    const size = Buffer.byteLength(char);
    if (width + size > WIDTH) {
      out += '\r\n ';
      width = 1;
    }
    out += char;
    width += size;
  }
  return out;
}
