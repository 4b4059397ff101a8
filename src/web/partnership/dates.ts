/** A date of three inputs as an action takes it, with its mistakes on the right input. */
import { parseCivilDate } from '../../account/rules/index.ts';
import { badField } from '../../register/index.ts';
import { dateParts, type FormBody } from '../forms/body.ts';

/** `YYYY-MM-DD`. `name` begins a sentence: “The day that it starts”. @throws InputError on the field `name-day` */
export function dateOf(body: FormBody, field: string, name: string): string {
  const date = parseCivilDate(dateParts(body, field), name);
  if (date.ok) return date.date;
  throw badField(`${field}-${date.parts[0] ?? 'day'}`, date.error);
}

/** {@link dateOf}, or null where all three inputs are empty. */
export function dateOrNull(body: FormBody, field: string, name: string): string | null {
  const date = parseCivilDate(dateParts(body, field), name);
  if (date.ok) return date.date;
  if (date.blank) return null;
  throw badField(`${field}-${date.parts[0] ?? 'day'}`, date.error);
}

/** The three inputs’ values of a date. */
export function dateValues(field: string, day: string | null): Record<string, string> {
  const [year = '', month = '', date = ''] = day?.split('-') ?? [];
  return { [`${field}-day`]: strip(date), [`${field}-month`]: strip(month), [`${field}-year`]: year };
}

const strip = (part: string): string => part.replace(/^0/, '');

/** Paths of an action’s dates to their first input, for the links of the error summary. */
export const dateFields = (...fields: readonly string[]): Record<string, string> => Object.fromEntries(fields.map((field) => [field, `${field}-day`]));
