/** Dates of three boxes (`due-day`, `due-month`, `due-year`), to and from `YYYY-MM-DD`. */
import { parseCivilDate } from '../../account/rules/index.ts';
import { dateParts, type FormBody } from './body.ts';

/**
 * What was typed, as an action's input takes it: `YYYY-MM-DD`; empty where nothing was typed; where it is no date, the parts as they are, which the
 * action's schema refuses in its own words.
 */
export function dateIn(body: FormBody, name: string): string {
  const parts = dateParts(body, name);
  const parsed = parseCivilDate(parts);
  if (parsed.ok) return parsed.date;
  return parsed.blank ? '' : [parts.day, parts.month, parts.year].join('/');
}

/** Values of the three boxes for a date of a record. */
export function dateValues(name: string, date: string | null): Record<string, string> {
  const [year = '', month = '', day = ''] = (date ?? '').split('-');
  return { [`${name}-day`]: day.replace(/^0/, ''), [`${name}-month`]: month.replace(/^0/, ''), [`${name}-year`]: year };
}

/** For `fields` of a form page: an error of a date leads to its first box. */
export const dateFields = (...names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, `${name}-day`]));
