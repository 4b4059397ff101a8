/** Fields that the forms of this room share, as schemas whose messages are the user's words. */
import { z } from 'zod';
import { parseCivilDate } from './rules/index.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they cannot be stored, or shown
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

const clean = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll(CONTROL, '').toWellFormed().trim();

/** Text of at most `most` characters; empty is an empty text. `name` is what it is, as a sentence begins: `The title`. */
export const optionalText = (name: string, most: number) =>
  z
    .string(`${name} must be text`)
    .nullish()
    .transform((text) => clean(text ?? ''))
    .refine((text) => text.length <= most, `${name} must be ${most.toLocaleString('en-GB')} characters or fewer`);

/** `ask` says what to do where it is empty: `Enter the title`. */
export const requiredText = (name: string, most: number, ask: string) => optionalText(name, most).refine((text) => text !== '', ask);

/** Empty or left out is null. */
export const nullableText = (name: string, most: number) => optionalText(name, most).transform((text) => (text === '' ? null : text));

const parts = z.object({ day: z.string(), month: z.string(), year: z.string() });

/** A civil date, as `YYYY-MM-DD` or as the three boxes of a form. */
export const requiredDate = (name: string) =>
  z.union([z.string(), parts], `${name} must be a date`).transform((given, context) => {
    const parsed = parseCivilDate(given, name);
    if (parsed.ok) return parsed.date;
    context.addIssue({ code: 'custom', message: parsed.error });
    return z.NEVER;
  });

/** Left out, or every box empty, is null. */
export const optionalDate = (name: string) =>
  z
    .union([z.string(), parts], `${name} must be a date`)
    .nullish()
    .transform((given, context) => {
      if (given === null || given === undefined) return null;
      const parsed = parseCivilDate(given, name);
      if (parsed.ok) return parsed.date;
      if (parsed.blank) return null;
      context.addIssue({ code: 'custom', message: parsed.error });
      return z.NEVER;
    });

/** A number as people type it: `92.5`, `1,200`, `92.5%`. Empty is null. */
export const optionalNumber = (name: string) =>
  z
    .union([z.string(), z.number()], `${name} must be a number`)
    .nullish()
    .transform((given, context) => {
      if (given === null || given === undefined) return null;
      if (typeof given === 'number') return given;
      const text = given.replaceAll(',', '').replace(/%$/, '').trim();
      if (text === '') return null;
      if (/^-?\d{1,12}(\.\d{1,6})?$/.test(text)) return Number(text);
      context.addIssue({ code: 'custom', message: `${name} must be a number, such as 95 or 92.5` });
      return z.NEVER;
    });

/** An address on the web. Nothing but http and https, so that a link can run nothing. */
export const optionalLink = (name: string) =>
  nullableText(name, 2000).refine(
    (text) => text === null || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && /^https?:\/\//i.test(text)),
    `${name} must be an address that begins with https:// or http://`,
  );

export const recordId = z.uuid('That is not a record');
export const versionNumber = z.number().int();
