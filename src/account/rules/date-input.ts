/** Dates as people type them: three boxes, or one ISO text. The words of the errors follow the date input of the GOV.UK Design System. */
import { civilDate, daysInMonth, isCivilDate, MONTHS } from './dates.ts';

export interface DateParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

export type DatePart = keyof DateParts;

export type ParsedDate =
  | { readonly ok: true; readonly date: string }
  /** `blank` is for an optional date; `parts` are the boxes to mark. */
  | { readonly ok: false; readonly blank: boolean; readonly error: string; readonly parts: readonly DatePart[] };

const PARTS: readonly DatePart[] = ['day', 'month', 'year'];
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

const fault = (error: string, parts: readonly DatePart[] = PARTS, blank = false): ParsedDate => ({ ok: false, blank, error, parts });

/** 1 to 12 from a number, a name or the first three letters or more of a name; undefined otherwise. */
export function monthNumber(text: string): number | undefined {
  if (/^\d{1,2}$/.test(text)) {
    const number = Number(text);
    return number >= 1 && number <= 12 ? number : undefined;
  }
  const word = text.toLowerCase().replace(/\.$/, '');
  if (word.length < 3 || word.length > 9) return undefined;
  const at = MONTHS.findIndex((month) => month.toLowerCase().startsWith(word));
  return at >= 0 ? at + 1 : word === 'sept' ? 9 : undefined;
}

/**
 * A civil date from three boxes or an ISO text.
 * @param name what the date is, as a sentence begins: `The due date`.
 */
export function parseCivilDate(input: DateParts | string, name = 'The date'): ParsedDate {
  if (typeof input === 'string') return parseIso(input.trim(), name);
  const day = input.day.trim();
  const month = input.month.trim();
  const year = input.year.trim();
  const missing = PARTS.filter((part) => input[part].trim() === '');
  if (missing.length === 3) return fault(`Enter ${name.charAt(0).toLowerCase()}${name.slice(1)}`, PARTS, true);
  if (missing.length > 0) return fault(`${name} must include a ${missing.join(' and ')}`, missing);
  if (/^\d{1,3}$/.test(year)) return fault(`${name}: the year must have 4 numbers, such as 2024`, ['year']);
  const monthOf = monthNumber(month);
  const wrong: DatePart[] = [];
  if (!/^\d{1,2}$/.test(day) || Number(day) < 1 || Number(day) > 31) wrong.push('day');
  if (monthOf === undefined) wrong.push('month');
  if (!/^\d{4}$/.test(year)) wrong.push('year');
  if (monthOf === undefined || wrong.length > 0) return fault(`${name} must be a real date`, wrong);
  return real(Number(year), monthOf, Number(day), name);
}

function parseIso(text: string, name: string): ParsedDate {
  if (text === '') return fault(`Enter ${name.charAt(0).toLowerCase()}${name.slice(1)}`, PARTS, true);
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return fault(`${name} must be a date such as 2024-03-31`);
  return real(Number(match[1]), Number(match[2]), Number(match[3]), name);
}

function real(year: number, month: number, day: number, name: string): ParsedDate {
  const date = civilDate(year, month, day);
  if (!isCivilDate(date))
    return fault(`${name} must be a real date`, month >= 1 && month <= 12 && day > daysInMonth(Math.max(1, year), month) ? ['day'] : PARTS);
  if (year < FIRST_YEAR || year > LAST_YEAR) return fault(`${name} must be between ${FIRST_YEAR} and ${LAST_YEAR}`, ['year']);
  return { ok: true, date };
}
