/** Fields that several entries share. */
import { z } from 'zod';
import { levelField } from '../registry/define.ts';

export const eventsField = z.number().describe('events, a whole number of 0 or more');
export const populationField = z.number().describe('residents or person-years, above 0');
export const perField = (standard: string) => z.number().optional().describe(`what the result is told for, such as 1,000 residents; ${standard} unless given`);

export const twoRates = z.object({
  a: z.number().describe('events in the group, a whole number'),
  n1: z.number().describe("the group's population or person-time, above 0"),
  b: z.number().describe('events in the reference group'),
  n2: z.number().describe("the reference group's population or person-time"),
  level: levelField,
});

export const twoRisks = z.object({
  a: z.number().describe('people with the attribute in the group, a whole number'),
  n1: z.number().describe('people in the group, at least a'),
  b: z.number().describe('people with the attribute in the reference group'),
  n2: z.number().describe('people in the reference group, at least b'),
  level: levelField,
});

export const strataField = z
  .array(
    z.object({
      a: z.number().describe('events in the group'),
      n1: z.number().describe("the group's people, or person-time for rates"),
      b: z.number().describe('events in the reference group'),
      n2: z.number().describe("the reference group's people, or person-time"),
    }),
  )
  .describe('one for each stratum (area, age band, year)');

export const LIMITS = { lower: 'lower confidence limit, in the same unit', upper: 'upper confidence limit' };
export const OPEN_LIMITS = {
  lower: 'lower confidence limit; 0 when the group has no events',
  upper: 'upper confidence limit; null when the reference group has no events, for then no number is large enough',
};
