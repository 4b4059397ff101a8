/** What a form sent: text fields only, as they were typed. */
import type { FastifyRequest } from 'fastify';
import { isFormToken } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { sessionToken } from '../identity.ts';

export type FormBody = Readonly<Record<string, string | readonly string[]>>;

/** Fields that the form itself adds (`forms/hidden.njk`): its token, the key against sending twice, the version that it showed. */
export const TOKEN = '_form';
export const ONCE = '_once';
export const VERSION = '_version';

export function bodyOf(request: FastifyRequest): FormBody {
  const body = request.body;
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]): [string, string | string[]][] => {
      if (typeof value === 'string') return [[name, value]];
      return Array.isArray(value) ? [[name, value.filter((each): each is string => typeof each === 'string')]] : [];
    }),
  );
}

/** One value of a field, trimmed; empty where it is not there. Line ends as a page reads them. */
export function text(body: FormBody, name: string): string {
  const value = body[name];
  const one = typeof value === 'string' ? value : (value?.[0] ?? '');
  return one.replaceAll('\r\n', '\n').trim();
}

/** All values of a field: of checkboxes, or of one input. */
export function texts(body: FormBody, name: string): string[] {
  const value = body[name];
  const all = typeof value === 'string' ? [value] : [...(value ?? [])];
  return all.map((each) => each.trim()).filter((each) => each !== '');
}

/** A date of three inputs: `due-day`, `due-month`, `due-year`. */
export const dateParts = (body: FormBody, name: string) => ({
  day: text(body, `${name}-day`),
  month: text(body, `${name}-month`),
  year: text(body, `${name}-year`),
});

/** @throws HeadwaterError `form-token` for a form that was not made for this session */
export function checkForm(request: FastifyRequest, given: string = text(bodyOf(request), TOKEN)): void {
  const token = sessionToken(request);
  if (token !== null && isFormToken(token, given)) return;
  throw new HeadwaterError('forbidden', 'form-token', 'This form was opened before you signed in, or on another page. Nothing was saved', {
    advice: 'Go back, open the page again and send it anew.',
  });
}
