/**
 * Dataset contracts and source layouts: the data of `contracts/`, parsed at the border.
 *
 * A contract says what a dataset holds (tables, fields, types, code lists, checks, licence, how often it is due). A layout says how one
 * publisher's columns fill it. Adding either is a data change.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { LIST_NAMES } from '../../reference/index.ts';

const listName = z.enum(LIST_NAMES);

const fieldSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  title: z.string(),
  /**
   * `code` an id of a list; `month` months since 2000; `moment` an instant, from which `month`, `date`, `weekday` and `hour` are taken (`of`) in
   * Europe/London; `area` the integer of a nine-character code; `count` a whole number from 0; `degrees` millionths of a degree;
   * `identifier` 64 bits of an identifier; `suppressed` whether `of` was withheld by the publisher.
   */
  type: z.enum([
    'text',
    'code',
    'month',
    'moment',
    'date',
    'weekday',
    'hour',
    'area',
    'count',
    'number',
    'small',
    'year',
    'degrees',
    'identifier',
    'suppressed',
  ]),
  description: z.string().optional(),
  list: listName.optional(),
  of: z.string().optional(),
  /** A row without a good value is quarantined. */
  required: z.boolean().default(false),
  /** `warn` counts a missing value; `allow` does not. */
  missing: z.enum(['warn', 'allow']).default('allow'),
  /** A missing value means this code where another field has a certain code. */
  missingMeans: z.strictObject({ when: z.string(), is: z.string(), code: z.string() }).optional(),
  /** For `area`: two-digit entity codes, such as `01` for an LSOA; any when absent. */
  entity: z.array(z.string().regex(/^\d\d$/)).optional(),
  /** For `month` and `moment`: earlier values are counted as a warning (YYYY-MM). */
  earliest: z.string().optional(),
  range: z.tuple([z.number(), z.number()]).optional(),
  /** Round a fraction of a count, counting a warning, instead of quarantining the row. */
  fraction: z.literal('round').optional(),
  /** False for a field that only serves to build others or the record key. */
  stored: z.boolean().default(true),
  sensitivity: z.enum(['none', 'low', 'disclosive']).default('none'),
});

const keySchema = z.array(z.strictObject({ when: z.string().optional(), parts: z.array(z.string()).min(1) })).min(1);

const tableSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  title: z.string(),
  grain: z.string(),
  fields: z.array(fieldSchema).min(1),
  /** The record key: the first alternative whose `when` field is present is used. Only tables of facts have one. */
  key: keySchema.optional(),
  /** The field that a protection weight is the sum of draws of; one draw a row when absent. */
  weight: z.string().optional(),
  /** Which exact repeats are set aside: every one, or only rows that carry this field (docs/adr/0003-exact-repeats.md). */
  repeats: z.union([z.literal('all'), z.strictObject({ only: z.string() })]).default('all'),
  /** Fields of which one file may have one row for each combination. */
  unique: z.array(z.string()).optional(),
});

const contractSchema = z.strictObject({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  description: z.string(),
  grain: z.string(),
  standard: z.string(),
  publisher: z.string(),
  licence: z.string(),
  /** `open`: published for anybody to use. Anything else comes in under a sharing agreement only, and so does a contract that does not say. */
  sharing: z.enum(['open', 'agreement']).default('agreement'),
  homepage: z.string().optional(),
  /** How often new data are expected and how long after the end of a period they are published; null where there is no rhythm. */
  frequency: z.strictObject({ every: z.enum(['month', 'year', 'decade']), lagDays: z.number().int() }).nullable(),
  tables: z.array(tableSchema).min(1),
  checks: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  notes: z.array(z.string()).default([]),
});

const bindingSchema = z.union([
  z.string(),
  z.strictObject({ value: z.string() }),
  z.strictObject({ option: z.literal('edition') }),
  /** The force: by --source, else the file's name, else its folder. */
  z.strictObject({ source: z.literal(true) }),
  z.strictObject({ coalesce: z.array(z.string()).min(1) }),
  /** Text with columns in braces, `{month:2}` padded with zeros to two. */
  z.strictObject({ template: z.string() }),
  z.strictObject({ column: z.string(), map: z.record(z.string(), z.string()), else: z.string() }),
]);

const unpivotSchema = z.strictObject({
  /** Matches the columns to turn into rows; its named groups give the values of `set` and, as `measure`, the field that a column fills. */
  pattern: z.string(),
  set: z.record(z.string(), z.string()),
  /** Value of the group `measure` (or `value`) to contract field. */
  take: z.record(z.string(), z.string()),
  /** Words of the header to words of the contract. */
  map: z.record(z.string(), z.string()).default({}),
  /** Column that must equal the sum of the taken ones. */
  total: z.string().optional(),
});

const layoutSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  dataset: z.string(),
  publisher: z.string().optional(),
  licence: z.string().optional(),
  homepage: z.string().optional(),
  /** Who the rows are from, where they do not say (slug). */
  source: z.string().optional(),
  edition: z.string().optional(),
  /** An edition in the file's name: a pattern whose first group is put in the place of `$1`. */
  editionFromName: z.strictObject({ pattern: z.string(), text: z.string() }).optional(),
  columns: z
    .array(
      z.strictObject({
        name: z.string(),
        /** Other headings of the same column, as publishers change the year in them. */
        aliases: z.array(z.string()).default([]),
        optional: z.boolean().default(false),
        title: z.string().optional(),
        /** Spells out a run of columns: a pattern for their names. */
        pattern: z.string().optional(),
      }),
    )
    .min(1),
  /** Text that means "no value", beside an empty field. */
  missing: z.array(z.string()).default([]),
  suppressed: z.array(z.string()).default([]),
  zero: z.array(z.string()).default([]),
  /** Rows which are understood and not held: quarantined with the reason given. */
  outOfScope: z.array(z.strictObject({ column: z.string(), pattern: z.string(), reason: z.string() })).default([]),
  tables: z.record(
    z.string(),
    z.strictObject({
      fields: z.record(z.string(), bindingSchema),
      unpivot: unpivotSchema.optional(),
    }),
  ),
  /** Sums that must agree between rows: by area, the parts must make the total column. */
  sums: z.array(z.strictObject({ by: z.array(z.string()), parts: z.string(), total: z.string(), reason: z.string() })).default([]),
  /** A column of places which every month should have (a lost district is not a fall). */
  places: z.string().optional(),
  notes: z.array(z.string()).default([]),
});

export type Field = z.infer<typeof fieldSchema>;
export type Table = z.infer<typeof tableSchema>;
export type Contract = z.infer<typeof contractSchema>;
export type Binding = z.infer<typeof bindingSchema>;
export type Unpivot = z.infer<typeof unpivotSchema>;
export type Layout = z.infer<typeof layoutSchema>;

const folder = join(import.meta.dirname, '../../../contracts');
let held: { contracts: readonly Contract[]; layouts: readonly Layout[] } | undefined;

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function everything(): { contracts: readonly Contract[]; layouts: readonly Layout[] } {
  if (held) return held;
  const contracts: Contract[] = [];
  const layouts: Layout[] = [];
  const datasets = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const dataset of datasets) {
    contracts.push(contractSchema.parse(json(join(folder, dataset.name, 'contract.json'))));
    const files = readdirSync(join(folder, dataset.name, 'layouts')).filter((name) => name.endsWith('.json'));
    for (const file of files.sort()) layouts.push(layoutSchema.parse({ dataset: dataset.name, ...Object(json(join(folder, dataset.name, 'layouts', file))) }));
  }
  held = { contracts: contracts.sort((a, b) => a.id.localeCompare(b.id)), layouts };
  return held;
}

/** Every dataset contract, by id. */
export function listContracts(): readonly Contract[] {
  return everything().contracts;
}

/** Every layout, or those of a dataset. */
export function listLayouts(dataset?: string): readonly Layout[] {
  const { layouts } = everything();
  return dataset === undefined ? layouts : layouts.filter((layout) => layout.dataset === dataset);
}

/** The contract of a dataset; a 404 in the user's words when there is none. */
export function contractOf(dataset: string): Contract {
  const contract = listContracts().find((one) => one.id === dataset);
  if (contract) return contract;
  const known = listContracts()
    .map((one) => one.id)
    .join(', ');
  throw new HeadwaterError('not-found', 'unknown-dataset', `There is no dataset called “${dataset}”.`, { advice: `Use one of: ${known}.` });
}

/** A layout by id; a 404 in the user's words when there is none. */
export function layoutOf(id: string, dataset?: string): Layout {
  const layout = listLayouts(dataset).find((one) => one.id === id);
  if (layout) return layout;
  const known = listLayouts(dataset)
    .map((one) => one.id)
    .join(', ');
  throw new HeadwaterError('not-found', 'unknown-layout', `There is no layout called “${id}”${dataset === undefined ? '' : ` of the dataset “${dataset}”`}.`, {
    advice: `Use one of: ${known}.`,
  });
}
