/** Schemas that several actions of access share. Messages are the user's words; `the` names the field as a sentence has it: “the start date”. */
import { z } from 'zod';

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Text that must be there. */
export const words = (the: string, most: number) =>
  z
    .string(`Enter ${the}`)
    .trim()
    .min(1, `Enter ${the}`)
    .max(most, `${capital(the)} must be ${most} characters or fewer`);

/** Text that may be left out: null then. */
export const maybeWords = (the: string, most: number) =>
  z
    .string()
    .trim()
    .max(most, `${capital(the)} must be ${most} characters or fewer`)
    .nullish()
    .transform((text) => (text === undefined || text === '' ? null : text));

const isDay = (text: string): boolean => z.iso.date().safeParse(text).success && text >= '1900-01-01' && text <= '2199-12-31';

/** A civil date, `YYYY-MM-DD`. */
export const civilDate = (the: string) =>
  z
    .string(`Enter ${the}`)
    .trim()
    .min(1, `Enter ${the}`)
    .refine((text) => text === '' || isDay(text), `${capital(the)} must be a real date`);

/** A civil date that may be left out: null then. */
export const maybeDate = (the: string) =>
  z
    .string()
    .trim()
    .nullish()
    .transform((text) => (text === undefined || text === '' ? null : text))
    .refine((text) => text === null || isDay(text), `${capital(the)} must be a real date`);

/** Id of something chosen from a list. */
export const chosen = (the: string) => z.uuid(`Choose ${the}`);

/** Id of something chosen from a list that has “none” in it: null then. */
export const maybeChosen = (the: string) =>
  z
    .string()
    .nullish()
    .transform((id) => (id === undefined || id === '' ? null : id))
    .refine((id) => id === null || z.uuid().safeParse(id).success, `Choose ${the}`);

/** Version of the record that the form showed. */
export const version = z.int().min(0);

/** Whether dates are in order; an open end is. */
export const inOrder = ({ fromOn, toOn }: { readonly fromOn: string; readonly toOn: string | null }): boolean => toOn === null || toOn >= fromOn;
