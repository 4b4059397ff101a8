/** Rows of JSON as the columns that the functions take. */
import { z } from 'zod';
import { entry } from '../check.ts';
import { MethodError } from '../error.ts';
import type { CrossSections } from './attgt-sections.ts';
import type { StaggeredPanel } from './callaway-panel.ts';
import type { SyntheticPanel } from './synthetic-panel.ts';

const unitField = z.union([z.string(), z.number()]);
const clusterField = z.record(z.string(), unitField);

export const staggeredRows = z
  .array(z.tuple([unitField, z.number(), z.number(), z.number().nullable()]).rest(z.number()))
  .describe(
    'one row for every unit and period, in any order: [unit, period, outcome, first period under treatment (null for a unit never treated), and then any covariates]. The panel must be balanced',
  );

export const clusterOf = clusterField
  .optional()
  .describe(
    'which cluster each unit belongs to, by its name, such as the force that holds an area; standard errors then allow for units of a cluster moving together. Use with 30 clusters or more',
  );

export function staggeredPanel(rows: z.output<typeof staggeredRows>, cluster?: Readonly<Record<string, string | number>>): StaggeredPanel {
  const columns = sameLength(rows) - 4;
  return {
    unit: rows.map(([unit]) => unit),
    time: rows.map(([, time]) => time),
    outcome: rows.map(([, , outcome]) => outcome),
    firstTreated: rows.map(([, , , first]) => first),
    ...(columns > 0 ? { covariates: Array.from({ length: columns }, (_, j) => rows.map((row) => Number(row[j + 4]))) } : {}),
    ...(cluster ? { cluster: rows.map(([unit]) => clusterFor(unit, cluster)) } : {}),
  };
}

function clusterFor(unit: string | number, cluster: Readonly<Record<string, string | number>>): string | number {
  const found = Object.hasOwn(cluster, String(unit)) ? cluster[String(unit)] : undefined;
  if (found === undefined) throw new MethodError('inconsistent', 'cluster', `${unit} has none`);
  return found;
}

export const crossSectionRows = z
  .array(z.tuple([z.number(), z.number(), z.number().nullable()]).rest(z.number()))
  .describe(
    'one row for every observation: [period, outcome, first period under treatment of its place (null for one never treated), and then any covariates]',
  );

export function crossSections(rows: z.output<typeof crossSectionRows>, cluster?: readonly (string | number)[]): CrossSections {
  const columns = sameLength(rows) - 3;
  return {
    time: rows.map(([time]) => time),
    outcome: rows.map(([, outcome]) => outcome),
    firstTreated: rows.map(([, , first]) => first),
    ...(columns > 0 ? { covariates: Array.from({ length: columns }, (_, j) => rows.map((row) => Number(row[j + 3]))) } : {}),
    ...(cluster ? { cluster } : {}),
  };
}

export const syntheticRows = z
  .array(z.tuple([unitField, z.number(), z.number()]).rest(z.number().nullable()))
  .describe(
    'one row for every unit and period, in any order: [unit, period, outcome, and then the values of `variables`, null where not known]. The panel must be balanced',
  );

export const variableNames = z.array(z.string()).optional().describe('names of what follows the outcome in each row, in order; none unless given');

export function syntheticPanel(rows: z.output<typeof syntheticRows>, names: readonly string[] = []): SyntheticPanel {
  const columns = sameLength(rows) - 3;
  if (rows.length > 0 && columns !== names.length)
    throw new MethodError('shape', 'variables', `${names.length} are named, and rows have ${columns} values after the outcome`);
  return {
    unit: rows.map(([unit]) => unit),
    time: rows.map(([, time]) => time),
    outcome: rows.map(([, , outcome]) => outcome),
    variables: Object.fromEntries(names.map((name, j) => [name, rows.map((row): number | null => (row as readonly (number | null)[])[j + 3] ?? null)])),
  };
}

function sameLength(rows: readonly { readonly length: number }[]): number {
  if (rows.length === 0) return 0;
  const { length } = entry(rows, 0);
  const ragged = rows.findIndex((row) => row.length !== length);
  if (ragged !== -1) throw new MethodError('shape', `rows[${ragged}]`, `must have ${length} entries as the first row has, and has ${rows[ragged]?.length}`);
  return length;
}

export const bootstrapField = z
  .strictObject({
    seed: z.int().describe('seed of the random numbers: the same seed, the same result'),
    draws: z.int().optional().describe('number of draws; 1,000 unless given, at least 100'),
    multiplier: z.enum(['mammen', 'rademacher']).optional().describe("law of the multipliers: Mammen's two points (the paper's, unless given) or a fair sign"),
  })
  .optional()
  .describe('gives the effects a simultaneous band by the multiplier bootstrap; left out unless given');
