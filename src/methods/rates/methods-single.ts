/** One share, rate, count, mean or change, as the registry has them. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { meanInterval } from './mean.ts';
import { eventsField, LIMITS, perField, populationField } from './methods-fields.ts';
import { proportion } from './proportion.ts';
import { poissonInterval, rateInterval } from './rate.ts';
import { differencePercentChange } from './ratio.ts';

const PHE = 'Every value of PHEindicatormethods 2.1.0 (golden results and its own test sheets): within 1e-10.';

export const singleMethods: readonly Method[] = [
  defineMethod({
    name: 'proportion',
    title: "Proportion with Wilson's interval",
    section: 'rates',
    functions: ['proportion', 'wilson'],
    answers:
      'What share of these people have the attribute, and how far could chance alone have moved that share? Such as: of 100 children referred, 65 were seen within ten days.',
    notWhen:
      'Something can happen more than once to a person: use `rate`. Both numbers are protected (rounded or perturbed): use `protected-proportion`. People come in clusters (classes, families) that are alike: the interval is too narrow. Everybody was counted and nothing is to be inferred from them: the share needs no interval.',
    formula:
      'With x of n and z the normal quantile of the level (1.96 for 95 %): `(2x + z² ± z √(z² + 4x(1 - x/n))) / 2(n + z²)`. Never below 0 or above 1, and sensible at 0 and at n.',
    source: 'Wilson (1927), JASA 22:209; Newcombe (1998), Statistics in Medicine 17:857, method 3; the PHE Fingertips technical guidance.',
    checked: `${PHE} Coverage by simulation 95 % within Monte Carlo error.`,
    input: z.object({
      events: z.number().describe('people with the attribute, 0 to n; need not be whole (weighted)'),
      n: z.number().describe('people asked about, above 0'),
      per: perField('1 (a share); 100 gives a percentage'),
      level: levelField,
    }),
    returns: { value: 'the share, out of `per`', ...LIMITS },
    example: { events: 65, n: 100, per: 100 },
    reading: '65 %, and any share from 55.3 to 73.6 % is consistent with what was seen.',
    run: ({ events, n, per, level }) => proportion(events, n, given({ per, level })),
  }),
  defineMethod({
    name: 'rate',
    title: "Rate with exact or Byar's interval",
    section: 'rates',
    functions: ['rateInterval'],
    answers: 'How many events for every 1,000 residents, and how sure is that?',
    notWhen:
      'Areas with different ages are compared: standardise (`directly-standardised-rate`). The residents are not those at risk (town centres, transport hubs): no rate by residents is meaningful. The count is protected: use `protected-rate`. Events come in batches (one incident, ten records): the interval is too narrow; count incidents, or use `directly-standardised-rate-repeats`.',
    formula: 'The limits of the count (`count-interval`: exact under 10 events, Byar from 10), divided by the population, times `per`.',
    source:
      'PHE Fingertips technical guidance; PHEindicatormethods `phe_rate`; Breslow and Day (1987), Statistical Methods in Cancer Research II, p. 69; Garwood (1936).',
    checked: PHE,
    input: z.object({ events: eventsField, population: populationField, per: perField('1,000'), level: levelField }),
    returns: { value: 'events for `per` residents', ...LIMITS, method: '`exact` (under 10 events) or `byar`' },
    example: { events: 17, population: 12_400 },
    reading: '1.37 for 1,000 residents (0.80 to 2.20). The interval is that of 17 events; the population is taken as known.',
    run: ({ events, population, per, level }) => rateInterval(events, population, given({ per, level })),
  }),
  defineMethod({
    name: 'count-interval',
    title: 'Interval of a count of events',
    section: 'rates',
    functions: ['poissonInterval', 'exactPoisson', 'byar'],
    answers: 'There were 7 knife-point robberies last month. What underlying number is that consistent with?',
    notWhen:
      'The events are not independent (a series by one offender, a riot): the interval is too narrow. The count is all there is and nothing is inferred from it. The count is protected: `protected-count`.',
    formula:
      'Under 10 events exact (Garwood): lower `χ²(α/2; 2x) / 2`, upper `χ²(1 - α/2; 2x + 2) / 2`, lower 0 for no events. From 10 Byar: lower `x (1 - 1/9x - z/3√x)³`, upper `(x+1) (1 - 1/9(x+1) + z/3√(x+1))³`.',
    source: 'Garwood (1936), Biometrika 28:437; Breslow and Day (1987), p. 69; PHE Fingertips technical guidance (exact under 10).',
    checked: `${PHE} Coverage by simulation 95 % within Monte Carlo error.`,
    input: z.object({ events: z.number().describe('the count, 0 or more'), level: levelField }),
    returns: { value: 'the count', ...LIMITS, method: '`exact` or `byar`' },
    example: { events: 7 },
    reading: '7 events are consistent with an underlying 2.8 to 14.4 a month: one month with 7 says little about the next.',
    run: ({ events, level }) => poissonInterval(events, level),
  }),
  defineMethod({
    name: 'percent-change',
    title: 'Change from one count to another',
    section: 'rates',
    functions: ['differencePercentChange'],
    answers: 'There were 5 last year and 3 this. Has it changed, and by how much could it have?',
    notWhen:
      'The periods differ in length or in season; recording changed in between; the first period was chosen because it was high (it falls back by itself). With more than two periods use a method of Time or an evaluation design. Protected counts: `protected-change`.',
    formula: 'The ratio of two Poisson counts less one. Exact conditional (`rate-ratio-exact`) when either is under 10, else log-Wald.',
    source: 'Przyborowski and Wilenski (1940), Biometrika 31:313; Rothman, Greenland and Lash (2008), ch. 14.',
    checked: 'R poisson.test and epitools rateratio.wald within 1e-9.',
    input: z.object({
      before: z.number().describe('whole count of the earlier period'),
      after: z.number().describe('whole count of the later period'),
      level: levelField,
    }),
    returns: {
      value: 'change as a share (0.1 is +10 %); null from a count of 0',
      lower: 'lower limit, -1 at least ("none left")',
      upper: 'upper limit; null from a count of 0',
      method: '`exact` or `log-wald`',
    },
    example: { before: 5, after: 3 },
    reading: 'Down 40 %, and the interval, from -91 % to +208 %, says that nothing is known about the direction.',
    run: ({ before, after, level }) => differencePercentChange(before, after, given({ level })),
  }),
  defineMethod({
    name: 'mean-interval',
    title: "Mean with Student's interval",
    section: 'rates',
    functions: ['meanInterval'],
    answers: 'What is the mean wait of the people sampled, and how far could it be from that of all?',
    notWhen:
      'A few very large values (costs, waits with a long tail) and few cases: tell the median. The values are counts or shares: use `count-interval` or `proportion`. Values of the same person or place come several times.',
    formula: '`x̄ ± t(1 - α/2; n - 1) s / √n`, s with n - 1.',
    source: 'Student (1908), Biometrika 6:1; PHEindicatormethods `phe_mean`.',
    checked: `${PHE} R t.test within 1e-13. Coverage by simulation 95 % within Monte Carlo error.`,
    input: z.object({ values: z.array(z.number()).describe('one for each person or place, at least two'), level: levelField }),
    returns: { value: 'the mean', ...LIMITS, count: 'how many values', sum: 'their sum', standardDeviation: 'of the values, dividing by n - 1' },
    example: { values: [12.5, 9.75, 14.25, 11, 10.5] },
    reading: 'A mean wait of 11.6 days; with five cases any from 9.4 to 13.8 is consistent with it.',
    run: ({ values, level }) => meanInterval(values, level),
  }),
];
