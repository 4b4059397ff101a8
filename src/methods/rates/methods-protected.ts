/** Intervals of protected counts, as the registry has them. */
import { z } from 'zod';
import { MethodError } from '../error.ts';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { LIMITS, perField, populationField } from './methods-fields.ts';
import { type PerturbedCount, perturbationVariance, protectedChange, protectedCountInterval, protectedProportion, protectedRateInterval } from './protected.ts';

const atoms = z
  .union([z.number(), z.object({ large: z.number().describe('atoms with noise of their own'), small: z.number().describe('sum of the values of the others') })])
  .nullable()
  .optional()
  .describe('what the count was summed from: null for record weights (the default), how many atoms, or the mix of large ones and the sum of the small');
const shownField = (what: string) =>
  z
    .object({
      value: z.number().describe('the count as shown, 0 or more'),
      atoms,
      rounded: z.boolean().optional().describe('whether rounded to base 5; true unless given'),
    })
    .describe(what);

const SOURCE =
  'docs/adr/0002-protection.md. Thinning a Poisson count leaves a Poisson count (Kingman 1993), which makes record weights exact theory; noise of atoms and rounding match mean and variance.';
const CHECKED =
  'Coverage by simulation with the real weights and atoms: 94 to 97 % of 95 % intervals hold the truth, where unwidened ones hold it in 88 to 92 %. At a single mean, steps of five move coverage by up to 2.5 points.';
const VARIANCE =
  'A shown count X varies about the truth with a known variance V: X/3 by record weights, 4 for each large atom, X/3 for the small ones, plus 25/12 for rounding.';
const NOT_WHEN =
  'The count is exact: the interval is too wide. The count was hidden: nothing can be told from it. Two protected counts are taken from one another to find a small one: that is not what they are for.';

const counted = (
  argument: string,
  { value, atoms, rounded }: { value: number; atoms?: number | { large: number; small: number } | null | undefined; rounded?: boolean | undefined },
): PerturbedCount => {
  if (!(value >= 0) || !Number.isFinite(value))
    throw new MethodError(value < 0 ? 'negative' : 'not-a-number', `${argument}.value`, `must be a count of 0 or more, and is ${value}`);
  return { value, variance: perturbationVariance(value, atoms ?? null, rounded ?? true) };
};

export const protectedMethods: readonly Method[] = [
  defineMethod({
    name: 'protected-count',
    title: 'Interval of a protected count',
    section: 'rates',
    functions: ['protectedCountInterval', 'perturbationVariance'],
    answers: 'The page shows 100 after perturbation and rounding. What underlying number is that consistent with?',
    notWhen: NOT_WHEN,
    formula: `${VARIANCE} With f = (X + V)/X the interval is that of X/f events (exact under 10, Byar from 10), times f.`,
    source: SOURCE,
    checked: CHECKED,
    input: z.object({ shown: shownField('the protected count'), level: levelField }),
    returns: { value: 'the count as shown', ...LIMITS },
    example: { shown: { value: 100 } },
    reading: '100 shown: an underlying 78 to 126, where an exact 100 would have 81 to 122.',
    run: ({ shown, level }) => protectedCountInterval(counted('shown', shown), level),
  }),
  defineMethod({
    name: 'protected-rate',
    title: 'Rate of a protected count',
    section: 'rates',
    functions: ['protectedRateInterval', 'perturbationVariance'],
    answers: 'What rate does a protected count make over a known population?',
    notWhen: NOT_WHEN,
    formula: 'The interval of `protected-count`, divided by the population, times `per`.',
    source: SOURCE,
    checked: CHECKED,
    input: z.object({ shown: shownField('the protected count'), population: populationField, per: perField('1,000'), level: levelField }),
    returns: { value: 'events for `per` residents', ...LIMITS },
    example: { shown: { value: 100 }, population: 12_400 },
    reading: '8.1 for 1,000 residents (6.3 to 10.1).',
    run: ({ shown, population, per, level }) => protectedRateInterval(counted('shown', shown), population, given({ per, level })),
  }),
  defineMethod({
    name: 'protected-proportion',
    title: 'Share made of two protected counts',
    section: 'rates',
    functions: ['protectedProportion', 'perturbationVariance'],
    answers: 'The page shows 40 with and 110 without. What share have the attribute?',
    notWhen: `${NOT_WHEN} The whole is a protected count of its own: use the count outside, not the whole less the count inside.`,
    formula: `${VARIANCE} Wilson's interval with the number of people that would give the same variance: n' = q(1 - q) / (q(1 - q)/n + ((1 - q)² V₁ + q² V₂)/n²).`,
    source: `${SOURCE} Effective sample size: Korn and Graubard (1998), Survey Methodology 24:193.`,
    checked: CHECKED,
    input: z.object({ inside: shownField('protected count with the attribute'), outside: shownField('protected count without it'), level: levelField }),
    returns: { value: 'share, 0 to 1', ...LIMITS },
    example: { inside: { value: 40 }, outside: { value: 110 } },
    reading: '27 % have the attribute (19 to 36 %); exact counts of the same size would give 20 to 34 %.',
    run: ({ inside, outside, level }) => protectedProportion(counted('inside', inside), counted('outside', outside), level),
  }),
  defineMethod({
    name: 'protected-change',
    title: 'Change between two protected counts',
    section: 'rates',
    functions: ['protectedChange', 'perturbationVariance'],
    answers: 'The page shows 80 last year and 110 this. Has it risen, or is that chance and protection?',
    notWhen: `${NOT_WHEN} Either count is 0. The periods differ in length or in season, or recording changed.`,
    formula: `${VARIANCE} The ratio is log-normal with variance (X₁ + V₁)/X₁² + (X₂ + V₂)/X₂²; the change is the ratio less one.`,
    source: SOURCE,
    checked: CHECKED,
    input: z.object({
      before: shownField('protected count of the earlier period'),
      after: shownField('protected count of the later period'),
      level: levelField,
    }),
    returns: { value: 'change as a share (0.1 is +10 %)', ...LIMITS },
    example: { before: { value: 80 }, after: { value: 110 } },
    reading: 'Up 38 %, and from -2 % to +92 % is consistent with it: a rise cannot be told from none.',
    run: ({ before, after, level }) => protectedChange(counted('before', before), counted('after', after), level),
  }),
];
