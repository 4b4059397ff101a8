/** Registry entry: cost per outcome avoided. */
import { z } from 'zod';
import { defineMethod, levelField, type Method, seedField } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { costPerOutcome } from './cost.ts';

export const costMethods: readonly Method[] = [
  defineMethod({
    name: 'cost-per-outcome',
    title: 'Cost per outcome avoided',
    section: 'evaluation',
    functions: ['costPerOutcome'],
    answers: 'What did it cost to avoid one offence (or admission), and how sure is that?',
    notWhen: `* **The effect is not clear of zero.** The ratio then has no upper limit, and often no lower one either: the method says *cannot say* and gives no number. A best estimate quoted alone would be a claim that nobody can support.
* To rank schemes by their best estimates: those with the noisiest effects come out at both ends.
* Without saying whose cost, over what time, and net of what. Unit costs of crime are another thing again; multiply afterwards, with their own uncertainty.
* From an effect that no design supports (a before-and-after): the cost inherits its fault.`,
    formula: `    ratio = C / E          C: cost, E: outcomes avoided
    Fieller: all r with (C - rE)² <= z² (var C - 2 r cov + r² var E)          bounded where E is further than z standard errors from 0
    delta:   ratio ± (z / E) sqrt(var C - 2 ratio cov + ratio² var E)          for comparison only

From limits of E with a known cost: C / upper to C / lower. Simulated: normal pairs, those with none avoided counting as dearer than any number.`,
    source:
      'Fieller (1954), *JRSS B* 16:175; Polsky et al. (1997), *Health Economics* 6:243; Briggs, O’Brien and Blackhouse (2002), *Annual Review of Public Health* 23:377.',
    checked:
      'Fieller’s limits by root-finding in R 4.2.2 and the delta limits written out there: 1e-10. Coverage in simulation 95 % within Monte Carlo error where the effect is clear; where it often is not, what is said is true at least 95 times in 100.',
    input: z.object({
      cost: z.number().describe('net cost in money; negative if money was saved'),
      costError: z.number().optional().describe('its standard error; 0 (known) unless given'),
      avoided: z.number().describe('outcomes avoided; negative where there were more'),
      avoidedError: z.number().optional().describe('its standard error; or give both limits instead'),
      avoidedLower: z.number().optional().describe('lower limit of the outcomes avoided at the level, such as that of did-counts'),
      avoidedUpper: z.number().optional().describe('upper limit'),
      correlation: z.number().optional().describe('of the two estimates, -1 to 1; 0 unless given'),
      seed: seedField.optional().describe('seed of the simulation, which is left out without one: the same seed, the same result'),
      draws: z.int().optional().describe('simulated pairs, with a seed; 10,000 unless given'),
      level: levelField,
    }),
    returns: {
      verdict: '"estimate", "cannot-say" (the interval of the outcomes avoided holds zero) or "more-not-fewer" (it lies below zero)',
      value: 'money per outcome avoided; null unless the verdict is "estimate"',
      lower: 'lower limit; null likewise',
      upper: 'upper limit; null likewise',
      delta: 'lower and upper by the delta method; null likewise, and without standard errors',
      simulated:
        'noneAvoided (share of draws), lower, median, upper (null where they fall among the draws with none avoided); null without a seed or standard errors',
      reading: 'the same in words',
    },
    example: { cost: 120000, costError: 9000, avoided: 60, avoidedError: 18, seed: 1 },
    reading:
      '2,000 for each outcome avoided (1,223 to 4,891). The delta method’s 788 to 3,212 is too low at both ends: avoiding fewer makes each one dearer without limit.',
    run: (input) => costPerOutcome({ ...given(input), cost: input.cost, avoided: input.avoided }),
  }),
];
