/**
 * What was planted in Varrowshire. The generator reads its numbers here and nowhere else, and tests ask the warehouse whether its figures find
 * them. Months are counted back from the last month of the data (0 is the last), because the demonstration ends at the month that would be
 * published now.
 */
import { monthInt, monthText } from '../reference/index.ts';

/** Seasons: the month's expected count against the mean month is `1 + height * cos(months from July)`. Types that are not named have none. */
export const SUMMER_PEAK: Readonly<Record<string, number>> = {
  'Anti-social behaviour': 0.28,
  'Violence and sexual offences': 0.1,
  'Criminal damage and arson': 0.12,
  'Bicycle theft': 0.35,
};

/** Robbery in Ostmouth multiplies by `factor` from `monthsBack` on, and stays there. */
export const ROBBERY_RISE = { district: 'X07000002', monthsBack: 11, factor: 2.6 } as const;

/** Skelderby stops writing down self-defined ethnicity: the share "Not stated" or empty goes from `before` to `after` from `monthsBack` on. */
export const ETHNICITY_RECORDING_FALL = { district: 'X07000004', monthsBack: 15, before: 0.12, after: 0.48 } as const;

/** Stops elsewhere: the share without a self-defined ethnicity. */
export const ETHNICITY_UNKNOWN = 0.12;

/** Stops gather on Friday and Saturday nights (local 21:00 to 03:59) in the middle of the city: this share of the city's stops. */
export const WEEKEND_NIGHTS = { district: 'X07000001', share: 0.42, weekdays: [5, 6], fromHour: 21, toHour: 3 } as const;

/** Share of suspicion-based searches in which the object of the search was found, where the link is recorded. */
export const FIND_RATE: Readonly<Record<string, number>> = {
  'Controlled drugs': 0.27,
  'Offensive weapons': 0.13,
  'Stolen goods': 0.18,
  'Article for use in theft': 0.11,
  'Articles for use in criminal damage': 0.09,
  'Anything to threaten or harm anyone': 0.1,
  'Evidence of offences under the Act': 0.16,
  Firearms: 0.06,
};

/** Share of stops in which "outcome linked to object" is empty, whatever was found. */
export const LINK_BLANK = 0.22;

/** Section 60: three operations, `stops` stops each over a weekend, with a much lower find rate. */
export const SECTION_60 = [
  { district: 'X07000001', monthsBack: 27, day: 'second Friday', stops: 110, findRate: 0.03, name: 'Operation Lodestar' },
  { district: 'X07000001', monthsBack: 14, day: 'second Friday', stops: 95, findRate: 0.03, name: 'Operation Curlew' },
  { district: 'X07000002', monthsBack: 3, day: 'second Friday', stops: 120, findRate: 0.03, name: 'Operation Breakwater' },
] as const;

/** Street-level rows of Fennshaw are absent from one month's file, so a low month there is not a fall. */
export const LOST_MONTH = { district: 'X07000006', monthsBack: 20 } as const;

/** Recorded crime falls by this factor from each tenth of deprivation to the next less deprived one (before what town centres add). */
export const DEPRIVATION_STEP = 0.85;

/** Chance of being stopped against that of a White resident of the same area. */
export const STOP_RATIO: Readonly<Record<string, number>> = { asian: 1.3, black: 3.2, mixed: 1.9, white: 1, other: 1.1 };

/** "Further action is not in the public interest" (diversion) starts in Harrowmere, for this share of decided outcomes of violence, damage and drugs. */
export const DIVERSION = { district: 'X07000001', monthsBack: 17, share: 0.06 } as const;

/** Shares of rows that are missing something, as in real files. */
export const MISSING = { streetLocation: 0.016, stopLocation: 0.09, age: 0.05, sex: 0.008, repeats: 0.004 } as const;

/** Totals the generator aims at, a month. */
export const VOLUME = { street: 4000, stops: 690 } as const;

/** The month, `YYYY-MM`, that lies `monthsBack` before the last month of the data. */
export function monthOf(end: string, monthsBack: number): string {
  const last = monthInt(end);
  if (last === undefined) throw new RangeError(`not a month: ${end}`);
  return monthText(last - monthsBack);
}

/** The month that the police data site would have published last: two months before `now`. */
export function lastPublishedMonth(now: Date): string {
  return monthText((now.getUTCFullYear() - 2000) * 12 + now.getUTCMonth() - 2);
}
