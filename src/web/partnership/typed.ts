/** What was typed into a field of `fields.ts`, as an action takes it. */
import { type FormBody, text } from '../forms/body.ts';

/** An empty field is no number, so that it is asked for. */
export const numberOrNull = (body: FormBody, field: string): number | null => (text(body, field) === '' ? null : Number(text(body, field)));

/** Lines of a text area, without the marks that people put before them. */
export const linesOf = (body: FormBody, field: string): string[] =>
  text(body, field)
    .split('\n')
    .map((line) => line.replace(/^[-•*]\s*/, '').trim())
    .filter((line) => line !== '');
