import { MethodError } from '../error.ts';

/**
 * How two dates of birth agree, best first. `swapped-day-month`: day and month changed places. `one-digit`: one digit of the eight differs.
 * `swapped-digits`: two neighbouring digits of the day, the month or the year changed places. `same-year`: nothing but the
 * year. `missing`: either is null.
 */
export type BirthDateAgreement = 'same' | 'swapped-day-month' | 'one-digit' | 'swapped-digits' | 'same-year' | 'different' | 'missing';

export interface BirthDateComparison {
  readonly agreement: BirthDateAgreement;
  /** 3 same, 2 a likely slip (swapped or one digit), 1 same year, 0 different, 255 missing: the levels of a Fellegi-Sunter field. */
  readonly level: number;
  /** Either is 1 January, which many systems enter when only the year is known: agreement on it is agreement on the year at most. */
  readonly placeholder: boolean;
}

const LEVELS: Readonly<Record<BirthDateAgreement, number>> = {
  same: 3,
  'swapped-day-month': 2,
  'one-digit': 2,
  'swapped-digits': 2,
  'same-year': 1,
  different: 0,
  missing: 255,
};

/**
 * Compares two dates of birth with the slips that people make in writing them.
 *
 * @param a ISO date YYYY-MM-DD, or null when not known; @param b likewise
 * @throws MethodError `input` when neither null nor an ISO date, `out-of-range` when there is no such day in the calendar
 * @source the comparison levels for dates that linkage programs use (Splink, LinkPlus); docs/methods/linkage.md
 */
export function compareBirthDates(a: string | null, b: string | null): BirthDateComparison {
  const left = digits('a', a);
  const right = digits('b', b);
  const agreement = left === null || right === null ? 'missing' : compare(left, right);
  const placeholder = (left?.endsWith('0101') ?? false) || (right?.endsWith('0101') ?? false);
  return { agreement, level: LEVELS[agreement], placeholder };
}

function compare(a: string, b: string): BirthDateAgreement {
  if (a === b) return 'same';
  const [year, month, day] = parts(a);
  const [otherYear, otherMonth, otherDay] = parts(b);
  if (year === otherYear && month === otherDay && day === otherMonth) return 'swapped-day-month';
  let differing = 0;
  for (let i = 0; i < 8; i++) if (a[i] !== b[i]) differing++;
  if (differing === 1) return 'one-digit';
  if (differing === 2 && (swapped(year, otherYear) || swapped(month, otherMonth) || swapped(day, otherDay))) return 'swapped-digits';
  return year === otherYear ? 'same-year' : 'different';
}

const parts = (date: string): readonly [string, string, string] => [date.slice(0, 4), date.slice(4, 6), date.slice(6)];

/** Whether two parts are the same but for one pair of neighbouring digits; the caller has made sure that just two digits differ. */
function swapped(a: string, b: string): boolean {
  for (let i = 0; i + 1 < a.length; i++) {
    if (a[i] !== b[i]) return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
  }
  return false;
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The eight digits, once the date is known to exist. */
function digits(argument: string, date: string | null): string | null {
  if (date === null) return null;
  const read = typeof date === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) : null;
  if (read === null) throw new MethodError('input', argument, 'must be a date written YYYY-MM-DD, or null');
  const [year, month, day] = [Number(read[1]), Number(read[2]), Number(read[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && !leap ? 28 : (DAYS[month - 1] ?? 0);
  if (day < 1 || day > days) throw new MethodError('out-of-range', argument, `${date} is not a day of the calendar`);
  return `${read[1]}${read[2]}${read[3]}`;
}
