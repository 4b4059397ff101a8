/** What the section's registry entries share. */
import { z } from 'zod';

const MISSING = 'must be a number: a gap cannot be skipped, so fill it or use the part of the series after it';

export const valuesField = z.array(z.number({ error: MISSING })).describe('the series: one number for each step (month, week, day), in order and without gaps');

export const countsField = z
  .array(z.int({ error: MISSING }))
  .describe('events of each step (month, week, day), in order and without gaps: whole numbers, 0 or more');

export const periodField = z.int().describe('steps after which the pattern repeats: 12 for months of a year, 7 for days of a week');

export const lastField = z.int().optional().describe('how many steps at the end of the series are judged; 1 unless given');

export const stepsPerYearField = z.int().optional().describe('steps of a year: 52 for weeks, which is taken unless given; 12 for months');

/** An object as zod gives it, without the optional fields that were left out, so that the function's own defaults hold. */
export function given<T extends object>(input: T): Given<T> {
  // What is left has the keys that were there and no undefined among their values, which is what the type says.
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Given<T>;
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };
