/** Registry entries: how strong an unmeasured confounder would have to be. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { eValue, eValueRiskDifference } from './e-value.ts';

export const confoundingMethods: readonly Method[] = [
  defineMethod({
    name: 'e-value',
    title: 'E-value of a ratio',
    section: 'disproportionality',
    functions: ['eValue'],
    answers:
      'Could something that was not measured explain this ratio? How strongly would it have to go with *both* the group (or the programme) and the outcome, on the ratio scale and beyond what was adjusted for, to bring the ratio, or its confidence limit, down to 1?',
    notWhen: `* As a test, or against a threshold: whether a confounder of that strength is plausible needs knowledge of the field. An E-value of 2 is much where the measured confounders have ratios of 1.3, and little where they have 4.
* For missing or wrong records, selection, and chance: it is about confounding only. Gaps in recording are for \`missing-ratio-bounds\`.
* Where ethnicity is the "exposure": what goes with it and with the outcome (deprivation, policing of places) is often part of how a disparity comes about, and explaining it away is not the same as there being none.
* Common outcomes with an odds or hazard ratio: choose the measure accordingly, else it is far too large.`,
    formula: `With r the ratio as a risk ratio, over the target, turned to be above 1:

    E = r + √(r (r − 1))

Odds ratio of a common outcome (over 15 %): r = √OR. Hazard ratio of a common one: r = (1 − 0.5^√HR) / (1 − 0.5^√(1/HR)). For the limit: the same of the limit nearer the target, 1 where the interval holds it.`,
    source: 'VanderWeele and Ding (2017), *Annals of Internal Medicine* 167:268; VanderWeele (2017), *Epidemiology* 28:e59.',
    checked: 'Published cases and R EValue (10.73: 20.95 and 15.52; 0.80: 1.81 and 1.43), 1e-12; odds and hazard ratios against the formulae in R, 1e-12.',
    input: z.object({
      estimate: z.number().describe('ratio, above 0'),
      lower: z.number().optional().describe('its lower confidence limit'),
      upper: z.number().optional().describe('its upper confidence limit'),
      measure: z
        .enum(['risk-ratio', 'odds-ratio-rare', 'odds-ratio-common', 'hazard-ratio-rare', 'hazard-ratio-common'])
        .optional()
        .describe('what the ratio is; rare: outcome under about 15 %; risk-ratio (and rate ratio) unless given'),
      target: z.number().optional().describe('ratio to explain it down (or up) to; 1 unless given'),
    }),
    returns: {
      riskRatio: 'the estimate as a risk ratio',
      point: 'E-value of the estimate, 1 or more',
      limit: 'E-value of the limit nearer the target; 1 where the interval holds it; null where that limit was not given',
    },
    example: { estimate: 1.85, lower: 1.44, upper: 2.38 },
    reading:
      'A confounder with ratios of 3.1 to both group and outcome could explain the ratio away; one of 2.2 could bring its lower limit to 1; a weaker one could not.',
    run: ({ estimate, ...options }) => eValue(estimate, given(options)),
  }),

  defineMethod({
    name: 'e-value-risk-difference',
    title: 'E-value of a difference of risks',
    section: 'disproportionality',
    functions: ['eValueRiskDifference'],
    answers:
      'Two groups’ risks differ by so many in a hundred. How strong would an unmeasured confounder have to be to explain the difference, or its lower limit, down to nothing (or to a given difference)?',
    notWhen: `As \`e-value\`. Give the group with the higher risk first: a negative difference is refused. People out of people only, not rates of events.`,
    formula: `With risks p1 = a/n1, p0 = b/n2 and f = n1 / (n1 + n2), a confounder of bias factor B leaves at least

    d(B) = (p1 − p0 B) (f + (1 − f)/B)

Its variance by the delta method over p1, p0 and f. The B at which d(B) is the target gives the point, the B at which its lower limit is gives the limit; E = B + √(B (B − 1)).`,
    source: 'Ding and VanderWeele (2016), *Epidemiology* 27:368.',
    checked: 'R EValue `evalues.RD` (397 of 78,954 and 51 of 108,829: 20.947 and, on its grid of 1e-4, 15.95703); the formula solved by R `uniroot`, 1e-9.',
    input: z.object({
      a: z.number().describe('people with the outcome in the group with the higher risk'),
      n1: z.number().describe('its people'),
      b: z.number().describe('people with it in the other group; above 0'),
      n2: z.number().describe('its people'),
      target: z.number().optional().describe('difference to explain it down to; 0 unless given'),
      level: levelField,
    }),
    returns: {
      difference: 'difference of the two risks',
      point: 'E-value of the difference',
      limit: 'E-value of its lower confidence limit; 1 where that is at or below the target',
    },
    example: { a: 60, n1: 400, b: 80, n2: 900 },
    reading: 'The risks are 15.0 % and 8.9 %. A confounder with ratios of 2.8 to both could explain the difference, one of 1.7 its lower limit.',
    run: ({ a, n1, b, n2, ...options }) => eValueRiskDifference(a, n1, b, n2, given(options)),
  }),
];
