/** Exact permutation, as the registry has it. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { permutationInterval, permutationTest } from './permutation.ts';

const values = z.array(z.number()).describe('one value for each unit, such as its change from before to after');
const treated = z.array(z.boolean()).describe('whether each unit was treated, in the same order');

const NOT_WHEN =
  'Which units were treated was not as good as drawn by lot: places chosen because they were worst fall back towards the mean by themselves. Units that are neighbours or move together: permute whole clusters, one value each. With one treated of fewer than 20 no p-value can be below 5 %, however large the effect: say so, and do not call it "no effect".';

export const permutationMethods: readonly Method[] = [
  defineMethod({
    name: 'permutation-test',
    title: 'Exact permutation test of a difference in means, for few treated units',
    section: 'evaluation',
    functions: ['permutationTest'],
    answers:
      'Five of twelve areas had the programme. Would a difference as large come about often if the programme had been handed to five of them by lot, and done nothing?',
    notWhen: NOT_WHEN,
    formula:
      'With k of n units treated, the difference in means is worked out for each of the n!/(k!(n-k)!) ways to choose k. p is the share with a difference as far from zero or further; `pLower` and `pUpper` the shares at or below, and at or above, the one observed, which is counted too. Beyond `limit` ways, m are drawn at random and p = (1 + number as far) / (1 + m). With changes from before to after as values this is a difference-in-differences.',
    source:
      'Fisher (1935), The Design of Experiments, section 21. With draws: Phipson and Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9:39.',
    checked:
      'All 792 assignments of 12 counties gone through by an independent program: p exactly, difference and standard deviation within 1e-12. That p is at most a in at most a of all assignments is tested on random data.',
    input: z.object({
      values,
      treated,
      limit: z.int().optional().describe('most assignments to go through one by one; 2,000,000 unless given'),
      seed: z.int().optional().describe('seed of the random numbers, needed where there are more assignments than the limit'),
      draws: z.int().optional().describe('how many assignments to draw then; 100,000 unless given'),
    }),
    returns: {
      difference: 'mean of the treated less mean of the others, in units of the values',
      p: 'two-sided p-value: the share of assignments with a difference as far from zero or further',
      pLower: 'share of assignments with a difference at or below the one observed (small: a fall)',
      pUpper: 'share at or above it (small: a rise)',
      standardDeviation: 'of the difference over the assignments, in units of the values',
      assignments: 'how many assignments there are, or were drawn (the one observed with them)',
      exact: 'true where all assignments were gone through',
    },
    example: {
      values: [-6.1, -4.8, -7.4, -2.9, -5.5, -1.2, -3.3, 0.4, -2.1, 1.6, -4.1, -0.8],
      treated: [true, true, true, true, true, false, false, false, false, false, false, false],
    },
    reading:
      'The outcome fell by 4.0 more in the five areas with the programme. Of the 792 ways to choose five areas, 6 give a difference as large in either direction (p 0.008).',
    run: ({ values, treated, limit, seed, draws }) =>
      permutationTest(values, treated, { ...(limit !== undefined && { limit }), ...(seed !== undefined && { seed }), ...(draws !== undefined && { draws }) }),
  }),
  defineMethod({
    name: 'permutation-interval',
    title: 'Confidence interval for few treated units, by turning the permutation test round',
    section: 'evaluation',
    functions: ['permutationInterval'],
    answers: 'How large may the effect on the treated areas have been, without leaning on a formula for large samples?',
    notWhen: `${NOT_WHEN} The effect is taken to be the same on every treated unit; where it is not, read the interval as one for a typical effect and no more.`,
    formula:
      'All effects d for which the two-sided `permutation-test` of the values, less d on the treated units, has p above 1 - level. Its ends are found by bisection. Up to 50,000 assignments.',
    source: 'Rosenbaum (2002), Observational Studies, 2nd edition, section 2.6.',
    checked:
      'Each end separates effects that are rejected from effects that are not, by construction of the tests; coverage by simulation at least the level within Monte Carlo error.',
    input: z.object({ values, treated, level: levelField }),
    returns: {
      lower: 'lower limit of the effect, in units of the values; null where the level cannot be reached with so few assignments',
      upper: 'upper limit; null likewise',
      level: 'confidence level',
    },
    example: {
      values: [-6.1, -4.8, -7.4, -2.9, -5.5, -1.2, -3.3, 0.4, -2.1, 1.6, -4.1, -0.8],
      treated: [true, true, true, true, true, false, false, false, false, false, false, false],
    },
    reading: 'Falls of between 1.5 and 6.5 more than elsewhere are consistent with what was seen (95 %).',
    run: ({ values, treated, level }) => permutationInterval(values, treated, level),
  }),
];
