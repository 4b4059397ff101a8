/** What the API takes and gives, as schemas: the OpenAPI document is made from them, and tests hold the answers to them. */
import { z } from 'zod';

const nullableNumber = z.number().nullable();
const nullableText = z.string().nullable();
const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .describe('A month, such as 2024-03');

export const slice = z
  .strictObject({
    from: month.nullable(),
    to: month.nullable(),
    where: z.record(z.string(), z.array(z.string())).describe('Dimension to the values of which any may match'),
  })
  .meta({ id: 'Slice', description: 'What is asked about: months inclusive, dimensions joined with “and”' });

export const cell = z
  .strictObject({
    key: z.array(z.string()).describe('One value code a grouping dimension, in the order of `dimensions`'),
    state: z.enum(['shown', 'hidden', 'withheld', 'na']).describe('`hidden` small count; `withheld` would give another away; `na` nothing to divide by'),
    value: nullableNumber.describe('In the unit of the measure; a share or a change is a fraction'),
    lower: nullableNumber.describe('Lower end of the 95% interval'),
    upper: nullableNumber.describe('Upper end of the 95% interval'),
    numerator: nullableNumber,
    denominator: nullableNumber,
  })
  .meta({ id: 'Cell' });

export const sourceNote = z
  .strictObject({
    dataset: z.string(),
    publisher: z.string(),
    source: z.string(),
    licence: z.string(),
    edition: nullableText,
    from: nullableText,
    to: nullableText,
    receivedAt: nullableText,
    fictional: z.boolean(),
  })
  .meta({ id: 'SourceNote' });

export const caveat = z.strictObject({ code: z.string(), text: z.string(), months: z.array(z.string()).optional() }).meta({ id: 'Caveat' });
const staleness = z.strictObject({ dataset: z.string(), since: z.string(), text: z.string() }).meta({ id: 'Staleness' });
const dimensionValue = z.strictObject({ code: z.string(), label: z.string(), unknown: z.boolean() }).meta({ id: 'DimensionValue' });

export const figure = z
  .strictObject({
    id: z.string(),
    measure: z.strictObject({
      id: z.string(),
      version: z.string(),
      title: z.string(),
      definition: z.string(),
      unit: z.string(),
      kind: z.enum(['count', 'rate', 'share', 'change']),
      definitionId: z.string(),
    }),
    slice,
    words: z.string().describe('The slice in words'),
    basis: z.string(),
    clearance: z.enum(['public', 'partner', 'analyst']).describe('Public and partner figures are protected; analyst figures are exact'),
    snapshot: z.strictObject({ id: z.string(), at: z.string() }),
    asAt: z.string(),
    dimensions: z.array(z.strictObject({ id: z.string(), title: z.string(), values: z.array(dimensionValue) })),
    cells: z.array(cell),
    total: cell,
    unknowns: z.array(z.strictObject({ dimension: z.string(), share: nullableNumber, state: cell.shape.state })),
    caveats: z.array(caveat),
    refusal: z
      .strictObject({ code: z.string(), reason: z.string(), instead: z.string() })
      .nullable()
      .describe('Why the figure is not given; then there are no cells'),
    staleness: z.array(staleness),
    sources: z.array(sourceNote),
    coverage: z.array(z.string()).describe('Forces and months that were asked for and are not in the data'),
    protection: z.strictObject({ applied: z.boolean(), text: z.string() }),
    address: z.string().describe('Permanent address: gives the same cells from the same snapshot'),
  })
  .meta({ id: 'Figure', description: 'A number, or a table of them, with all that is needed to read and to repeat it' });

export const measure = z
  .strictObject({
    id: z.string(),
    version: z.string(),
    title: z.string(),
    definition: z.string(),
    unit: z.string(),
    form: z.enum(['count', 'rate', 'share', 'mix', 'change']),
    dataset: z.string(),
    numerator: z.string(),
    denominator: nullableText,
    basis: z.string(),
    definitionId: z.string(),
    dimensions: z.array(z.string()).describe('What it can be grouped and filtered by'),
    caveats: z.array(caveat),
  })
  .meta({ id: 'Measure' });

export const dimension = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    kind: z.enum(['time', 'area', 'code', 'group', 'order']),
    datasets: z.array(z.string()),
    note: nullableText,
  })
  .meta({ id: 'Dimension' });

export const dimensionWithValues = dimension
  .extend({ values: z.array(dimensionValue).describe('Empty where there are too many to list') })
  .meta({ id: 'DimensionWithValues' });

export const dataset = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    grain: z.string(),
    publisher: z.string(),
    licence: z.string(),
    contractVersion: z.string(),
    held: z
      .strictObject({
        rows: z.number(),
        from: nullableText,
        to: nullableText,
        receivedAt: nullableText,
        staleness: staleness.nullable(),
        sources: z.array(sourceNote),
        notes: z.array(z.string()),
        fictional: z.boolean(),
      })
      .nullable()
      .describe('Null where nothing of it has been delivered'),
  })
  .meta({ id: 'Dataset' });

const fieldNote = z.strictObject({ field: z.string(), rule: z.string(), reason: z.string(), count: z.number() }).meta({ id: 'FieldNote' });
const guardedCount = nullableNumber.describe('To the nearest 5; null under 10, because these rows are in figures');

export const delivery = z
  .strictObject({
    id: z.string(),
    number: z.number(),
    dataset: z.string(),
    layout: z.string(),
    fileName: z.string(),
    sha256: z.string(),
    bytes: z.number(),
    receivedAt: z.string(),
    source: z.string(),
    publisher: z.string(),
    licence: z.string(),
    edition: nullableText,
    fictional: z.boolean(),
    from: nullableText,
    to: nullableText,
    counts: z
      .strictObject({ read: z.number(), accepted: z.number(), quarantined: z.number(), repeats: z.number() })
      .describe('read = accepted + quarantined + repeats'),
    warnings: z.array(fieldNote.extend({ count: guardedCount })),
    quarantined: z.array(fieldNote),
    review: z.array(z.strictObject({ field: z.string(), list: z.string(), value: z.string(), count: guardedCount })),
    state: z.enum(['live', 'superseded', 'part-superseded']),
    supersedes: z.array(z.string()),
    supersededBy: nullableText,
    contractVersion: z.string(),
    agreements: z.array(z.string()).describe('References of the sharing agreements that it came in under'),
  })
  .meta({ id: 'Delivery' });

export const snapshot = z
  .strictObject({
    id: z.string(),
    at: z.string(),
    current: z.boolean(),
    removed: nullableText.describe('When its files were removed by the retention rule'),
    deliveries: z.array(z.string()),
    files: z.array(
      z.strictObject({
        dataset: z.string(),
        rows: z.number(),
        bytes: z.number(),
        sha256: z.string(),
        from: nullableText,
        to: nullableText,
        contractVersion: z.string(),
      }),
    ),
  })
  .meta({ id: 'Snapshot' });

export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    errors: z
      .array(z.strictObject({ field: z.string().describe('Dots between levels; empty for the whole'), message: z.string() }))
      .optional()
      .describe('Every field that was refused'),
    changes: z
      .array(z.strictObject({ by: z.string(), at: z.string(), fields: z.array(z.string()) }))
      .optional()
      .describe('Who changed what since the version that was sent'),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457): what is wrong and what can be asked instead' });

export const call = z
  .strictObject({
    name: z.string(),
    title: z.string(),
    room: z.string(),
    path: z.string().describe('Where to POST it'),
    permission: z.strictObject({ key: z.string(), title: z.string().describe('Completes “may …”') }),
    may: z.boolean().describe('Whether who asks has the permission at all; whose record it is decides further'),
    input: z.looseObject({}).describe('JSON Schema of the body'),
  })
  .meta({ id: 'Call', description: 'An action or a read' });

/** A page of a list: `next` is the address of the one after it. */
export const pageOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), total: z.number(), next: nullableText });

export const paging = z.object({
  page: z.coerce
    .number({ error: 'Give a whole number from 1' })
    .int('Give a whole number from 1')
    .min(1, 'Give a whole number from 1')
    .max(1_000_000, 'Give a smaller number')
    .default(1),
  size: z.coerce
    .number({ error: 'Give a whole number from 1 to 500' })
    .int('Give a whole number from 1 to 500')
    .min(1, 'Give a number from 1 to 500')
    .max(500, 'Give a number from 1 to 500')
    .default(100),
});
