/** Sums of civil dates (`YYYY-MM-DD`). */
const DAY_MS = 86_400_000;
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** `days` after `day`, or before it where negative. */
export const plusDays = (day: string, days: number): string => new Date(noon(day) + days * DAY_MS).toISOString().slice(0, 10);

/** Days from `from` to `to`; negative where `to` is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((noon(to) - noon(from)) / DAY_MS);

const WORDS = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `14 January 2025` */
export const dayWords = (day: string): string => WORDS.format(new Date(`${day}T12:00:00Z`));

export const laterOf = (a: string, b: string): string => [a, b].sort()[1] ?? b;
