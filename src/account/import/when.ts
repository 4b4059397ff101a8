/** Dates and due dates as reports word them. */
import { civilDate, daysInMonth, formatDate, isCivilDate, MONTHS, monthNumber } from '../rules/index.ts';
import type { ProposedDue } from './types.ts';

const MONTH = `(?:${MONTHS.join('|')}|${MONTHS.map((month) => month.slice(0, 3)).join('|')}|Sept)`;
const DATE = new RegExp(String.raw`\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?(${MONTH}),? (\d{4})\b`, 'i');
const ISO = /\b(\d{4})-(\d{2})-(\d{2})\b/;
const SLASHED = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/;

export interface ReadDate {
  /** Null where the words are no real date. */
  readonly date: string | null;
  readonly words: string;
  /** Only figures: read as day, month, year. */
  readonly figures: boolean;
}

/** The first date in some words, or null. */
export function readDate(text: string): ReadDate | null {
  const head = text.slice(0, 400);
  const named = DATE.exec(head);
  if (named) return real(named[0], Number(named[3]), monthNumber((named[2] ?? '').slice(0, 3)) ?? 0, Number(named[1]), false);
  const iso = ISO.exec(head);
  if (iso) return real(iso[0], Number(iso[1]), Number(iso[2]), Number(iso[3]), false);
  const slashed = SLASHED.exec(head);
  return slashed ? real(slashed[0], Number(slashed[3]), Number(slashed[2]), Number(slashed[1]), true) : null;
}

function real(words: string, year: number, month: number, day: number, figures: boolean): ReadDate {
  const date = civilDate(year, month, day);
  return { date: isCivilDate(date) ? date : null, words, figures };
}

const BY_DAY = new RegExp(String.raw`\bby (?:the end of )?(\d{1,2}(?:st|nd|rd|th)? (?:of )?${MONTH},? \d{4})\b`, 'i');
const BY_MONTH = new RegExp(String.raw`\bby (?:the end of )?((${MONTH}),? (\d{4}))\b`, 'i');
const RELATIVE =
  /^\W{0,3}((?:immediately|with immediate effect|as soon as (?:possible|practicable)|within [a-z0-9-]{1,12} (?:working )?(?:days?|weeks?|months?|years?)))\b/i;

/**
 * When an item is due. `By March 2022` is the last day of that month and said to be approximate; `immediately` and `within three months` give no date, for
 * the text does not say from when.
 * @param text clean words of the item
 */
export function proposeDue(text: string): ProposedDue | null {
  const head = text.slice(0, 600);
  const day = BY_DAY.exec(head);
  const month = BY_MONTH.exec(head);
  if (day && (month === null || day.index <= month.index)) {
    const read = readDate(day[1] ?? '');
    const words = day[0];
    if (read === null || read.date === null) return { date: null, approximate: false, words, because: `'${words}' is not a real date.` };
    return { date: read.date, approximate: false, words, because: `The text says '${words}'.` };
  }
  if (month) {
    const [words, , name = '', year = ''] = month;
    const number = monthNumber(name.slice(0, 3)) ?? 1;
    const date = civilDate(Number(year), number, Number(year) > 0 ? daysInMonth(Number(year), number) : 0);
    if (!isCivilDate(date)) return { date: null, approximate: false, words, because: `'${words}' is not a real month.` };
    return { date, approximate: true, words, because: `The text says '${words}' and no day: ${formatDate(date)}, its last day, is proposed.` };
  }
  const relative = RELATIVE.exec(head);
  return relative ? { date: null, approximate: false, words: relative[1] ?? '', because: `The text says '${relative[1]}' and no date.` } : null;
}
