/** What may be written into an agreement, field by field. The messages are the page's. */
import { z } from 'zod';
import { isIn, KINDS, LAWFUL_BASES, POWERS, SPECIAL_BASES } from './reference.ts';

const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`);
const day = (message: string) => z.iso.date(message).nullable();
const chosen = (choices: Parameters<typeof isIn>[0], message: string) => z.array(z.string().refine((id) => isIn(choices, id), message)).max(20);

export const titleField = words(200).min(1, 'Enter the title');
export const referenceField = words(60).min(1, 'Enter the reference, such as ISA 2026/04');

/** Sections of a draft, each a page. */
export const changesSchema = z.object({
  reference: referenceField.optional(),
  title: titleField.optional(),
  purpose: words(4000).optional(),
  startsOn: day('The day that it starts must be a real date').optional(),
  endsOn: day('Its last day must be a real date').optional(),
  reviewOn: day('The day that it is reviewed by must be a real date').optional(),
  kinds: chosen(KINDS, 'Choose kinds of data from the list').optional(),
  items: z.array(words(300).min(1)).max(200, 'List at most 200 items').optional(),
  frequency: words(200).optional(),
  format: words(500).optional(),
  powers: chosen(POWERS, 'Choose powers from the list').optional(),
  powerDetail: words(2000).optional(),
  lawfulBases: chosen(LAWFUL_BASES, 'Choose lawful bases from the list').optional(),
  specialBasis: z
    .string()
    .refine((id) => id === '' || isIn(SPECIAL_BASES, id), 'Choose a condition from the list')
    .optional(),
  crossing: words(2000).optional(),
  compellingReason: words(2000).optional(),
  retentionMonths: z
    .number('Enter the months as a whole number')
    .int('Enter the months as a whole number')
    .min(1, 'Keep the data for at least 1 month')
    .max(1200, 'Keep the data for at most 1,200 months')
    .nullable()
    .optional(),
  quality: words(2000).optional(),
  security: words(2000).optional(),
  rights: words(2000).optional(),
  dpiaReference: words(200).optional(),
  parties: z
    .array(z.object({ organisationId: z.uuid(), part: z.enum(['supplies', 'receives', 'both']) }))
    .max(100)
    .refine((all) => new Set(all.map((each) => each.organisationId)).size === all.length, 'An organisation is named twice')
    .optional(),
  feeds: z
    .array(
      z.object({
        dataset: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'Choose a dataset of the catalogue'),
        source: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'Choose a source'),
      }),
    )
    .max(200)
    .optional(),
});

export type Changes = z.output<typeof changesSchema>;

export const reasonField = words(1000).min(1, 'Say why');
export const recordField = { id: z.uuid(), version: z.number().int() };
