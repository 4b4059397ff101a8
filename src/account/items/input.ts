/** What is filled in of a recommendation, area for improvement, cause of concern or lesson. */
import { z } from 'zod';
import { nullableText, optionalDate, optionalText, recordId, requiredText } from '../fields.ts';
import { ITEM_KINDS, MEASURE_SETS, OWNERS } from '../rules/index.ts';

const MOST_THEMES = 12;
const measureCodes = new Set(MEASURE_SETS.flatMap((set) => set.measures.map((measure) => measure.code)));

/** Themes as typed, one beside another: `Recording, outcome 22`. Small letters, so that the same theme is one across reports. */
export const themes = z
  .union([z.string().transform((text) => text.split(/[,;\n]/)), z.array(z.string())])
  .default([])
  .transform((all) => [...new Set(all.map((theme) => theme.replaceAll(/\s+/g, ' ').trim().toLowerCase()).filter((theme) => theme !== ''))])
  .refine((all) => all.length <= MOST_THEMES, `Enter ${MOST_THEMES} themes or fewer`)
  .refine((all) => all.every((theme) => theme.length <= 60), 'Each theme must be 60 characters or fewer');

export const itemFields = z
  .object({
    kind: z.enum(ITEM_KINDS, 'Choose what kind of item it is'),
    number: optionalText('The number', 40),
    text: requiredText('The text', 10_000, 'Enter the words of the report'),
    owner: z.enum(OWNERS, 'Choose who owns it'),
    ownerName: optionalText('The name of the owner', 200),
    organisationId: z
      .union([z.literal(''), recordId])
      .nullish()
      .transform((id) => (id === '' || id === undefined ? null : id)),
    dueOn: optionalDate('The due date'),
    dueNote: nullableText('The note on the due date', 300),
    themes,
    measures: z
      .array(z.string())
      .default([])
      .refine((codes) => codes.every((code) => measureCodes.has(code)), 'Choose measures from the list'),
    repeatsId: z
      .union([z.literal(''), recordId])
      .nullish()
      .transform((id) => (id === '' || id === undefined ? null : id)),
  })
  .refine((item) => item.owner !== 'other' || item.ownerName !== '', { path: ['ownerName'], message: 'Enter who owns it' });

export type ItemValues = z.output<typeof itemFields>;
