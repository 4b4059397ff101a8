/** Numbers, dates and sizes as a page writes them. Pure. */
import { monthInt } from '../reference/index.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `12345` as `12,345`. */
export const count = (value: number): string => whole.format(value);

/** `n thing` or `n things`, with the number written out by {@link count}. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** Any period a dataset may carry: `2018-10`, `2016/17`, `2021` or a date, in words. */
export function period(text: string): string {
  const month = monthInt(text);
  if (month !== undefined) return `${MONTHS[month % 12]} ${2000 + Math.floor(month / 12)}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : text;
}

/** `October 2018 to February 2019`, one period where both are the same, or nothing. */
export function span(from: string | null, to: string | null): string {
  if (from === null && to === null) return '';
  if (from === null || to === null || from === to) return period(from ?? to ?? '');
  return `${period(from)} to ${period(to)}`;
}

/** {@link span} with short months, for tables: `Oct 2018 to Feb 2019`. */
export const shortSpan = (from: string | null, to: string | null): string => span(from, to).replaceAll(/([A-Z][a-z]{2})[a-z]+ (?=\d{4})/g, '$1 ');

const dayOf = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/London' });
const timeOf = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'Europe/London' });

/** A civil date or an instant as `14 January 2025`, in local time. */
export const day = (iso: string): string => (CIVIL.test(iso) ? civil(iso) : dayOf.format(new Date(iso.length === 10 ? `${iso}T12:00:00Z` : iso)));

/** A table has hundreds of them, and a formatter takes ten times as long. */
const CIVIL = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const civil = (iso: string): string => `${Number(iso.slice(8))} ${MONTHS[Number(iso.slice(5, 7)) - 1]} ${Number(iso.slice(0, 4))}`;

/** {@link day} with a short month, for tables. */
export const shortDay = (iso: string): string => day(iso).replace(/([A-Z][a-z]{2})[a-z]+/, '$1');

/** An instant as `14 January 2025 at 3:05pm`, in local time. */
export const moment = (iso: string): string => `${day(iso)} at ${timeOf.format(new Date(iso)).replaceAll(/[\s\u202f]/g, '')}`;

/** Bytes as `1.2 MB`. */
export function bytes(size: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? whole.format(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `a, b and c`. */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
