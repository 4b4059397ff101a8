/** Standardised rates, as the registry has them. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { LIMITS, perField } from './methods-fields.ts';
import { directlyStandardisedRate, directlyStandardisedRateOfRepeats } from './standardise-direct.ts';
import { expectedEvents, indirectlyStandardisedRate, indirectlyStandardisedRatio } from './standardise-indirect.ts';

const PHE = 'Every value of PHEindicatormethods 2.1.0 (golden results and its own test sheets) within 1e-10.';
const DIRECT_RETURNS = {
  value: 'events for `per` people of the standard population; null under 10 events',
  lower: 'lower confidence limit; null under 10 events',
  upper: 'upper confidence limit; null under 10 events',
  events: 'all events',
  population: 'all people',
  method: '`dobson`, or `too-few-events` under 10',
};
const DIRECT_NOT_WHEN =
  'Under 10 events in all: the rate is unstable and none is given (the result says `too-few-events`, which is no error, so that a list of areas runs through). Rates run in opposite directions at different ages: show the ages. Only the total is known by age for the reference: standardise indirectly.';

const populations = z.array(z.number()).describe("the place's people in each age band, above 0");
const reference = z
  .object({
    events: z.array(z.number()).describe('events of the reference in each band'),
    populations: z.array(z.number()).describe('people of the reference in each band'),
  })
  .describe('the reference whose rates are applied, band by band in the same order');

export const standardiseMethods: readonly Method[] = [
  defineMethod({
    name: 'directly-standardised-rate',
    title: "Directly standardised rate with Dobson's interval",
    section: 'rates',
    functions: ['directlyStandardisedRate'],
    answers:
      'What would the rate be if this place had the ages of the standard population? So that places, years and groups of different ages can be compared.',
    notWhen: DIRECT_NOT_WHEN,
    formula:
      'With x events, n people and w of the standard in band i: `DSR = Σ w x/n / Σ w`, `var = Σ w² x/n² / (Σ w)²`. Limits: `DSR + √(var/O) (L - O)`, O all events and L the Byar limit of O (at least 10, so always Byar).',
    source: 'Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10:457; PHE Fingertips technical guidance; PHEindicatormethods `phe_dsr`.',
    checked: `${PHE} Coverage by simulation 95 % within Monte Carlo error.`,
    input: z.object({
      events: z.array(z.number()).describe('whole count of each age band'),
      populations,
      standard: z.array(z.number()).describe("the standard population's number in each band, in any unit (such as the European Standard Population 2013)"),
      per: perField('100,000'),
      level: levelField,
    }),
    returns: DIRECT_RETURNS,
    example: { events: [4, 9, 15, 7], populations: [1200, 2100, 1800, 600], standard: [30, 35, 25, 10] },
    reading: '575 for 100,000 (397 to 804), where the crude rate is 614: this place is a little older than the standard.',
    run: ({ events, populations, standard, per, level }) => directlyStandardisedRate(events, populations, standard, given({ per, level })),
  }),
  defineMethod({
    name: 'directly-standardised-rate-repeats',
    title: 'Directly standardised rate of events that come several to a person',
    section: 'rates',
    functions: ['directlyStandardisedRateOfRepeats'],
    answers: 'Admissions, missing episodes or offences come several to a person. What is the standardised rate, with an interval that is wide enough?',
    notWhen: `${DIRECT_NOT_WHEN} How many events each person had is not known: nothing can be done here, and the interval of \`directly-standardised-rate\` is too narrow.`,
    formula:
      'As `directly-standardised-rate`, with `var = Σ w² S/n² / (Σ w)²`, where S is the sum over the people of a band of their squared number of events.',
    source: 'PHEindicatormethods `phe_dsr` with `independent_events = FALSE`; Glynn et al. (1993), American Journal of Epidemiology 137:776.',
    checked: `${PHE} Coverage by simulation 95 % within Monte Carlo error, where events taken for single ones give under 85 %.`,
    input: z.object({
      bands: z
        .array(
          z.object({
            population: z.number().describe('people in the band, above 0'),
            standard: z.number().describe("the standard population's number, in any unit"),
            persons: z.array(z.number()).describe('how many people had 1, 2, 3, ... events'),
          }),
        )
        .describe('one for each age band'),
      per: perField('100,000'),
      level: levelField,
    }),
    returns: DIRECT_RETURNS,
    example: {
      bands: [
        { population: 1200, standard: 30, persons: [4, 0, 0] },
        { population: 2100, standard: 35, persons: [5, 2, 0] },
        { population: 1800, standard: 25, persons: [6, 3, 1] },
        { population: 600, standard: 10, persons: [3, 2, 0] },
      ],
    },
    reading: 'The same 575 for 100,000 as if all 35 events were of different people, but 360 to 852 rather than 397 to 804.',
    run: ({ bands, per, level }) => directlyStandardisedRateOfRepeats(bands, given({ per, level })),
  }),
  defineMethod({
    name: 'indirectly-standardised-ratio',
    title: 'Indirectly standardised ratio (SMR)',
    section: 'rates',
    functions: ['indirectlyStandardisedRatio', 'expectedEvents'],
    answers: "How many times the events that would be expected here at the reference's rates for each age were there?",
    notWhen:
      'Two places are compared with each other: each has its own weights, so only the comparison with the reference holds (`directly-standardised-rate`). The place is a large part of its reference. The reference has few events in some bands: its rates are taken as known.',
    formula: '`E = Σ n r` (n people of the place, r the reference rate of each band); `O/E` with the interval of O (exact under 10, Byar from 10) over E.',
    source: 'Breslow and Day (1987), Statistical Methods in Cancer Research II, ch. 2; PHEindicatormethods `calculate_ISRatio`.',
    checked: PHE,
    input: z.object({
      observed: z.number().describe('whole count of events in the place'),
      populations: populations.describe("the place's people in each age band"),
      reference,
      per: perField('1 (a ratio); 100 gives the customary figure'),
      level: levelField,
    }),
    returns: {
      value: 'observed over expected, times `per`',
      ...LIMITS,
      observed: 'events in the place',
      expected: 'events to be expected',
      method: '`exact` or `byar`',
    },
    example: {
      observed: 35,
      populations: [1200, 2100, 1800, 600],
      reference: { events: [300, 420, 900, 800], populations: [100_000, 90_000, 80_000, 30_000] },
      per: 100,
    },
    reading: '35 events where 49.7 would be expected: 70 (49 to 98), fewer than in the reference at the same ages.',
    run: ({ observed, populations, reference, per, level }) =>
      indirectlyStandardisedRatio(observed, expectedEvents(populations, reference), given({ per, level })),
  }),
  defineMethod({
    name: 'indirectly-standardised-rate',
    title: 'Indirectly standardised rate',
    section: 'rates',
    functions: ['indirectlyStandardisedRate'],
    answers: "The indirectly standardised ratio told as a rate: the reference's crude rate, times how this place differs from it at the same ages.",
    notWhen:
      'As `indirectly-standardised-ratio`. It looks like a rate of the place and is not: it has the ages of the reference only where the ratio is the same at every age.',
    formula: "The ratio `O/E` and its limits, times the reference's crude rate.",
    source: 'PHEindicatormethods `calculate_ISRate`; Breslow and Day (1987), ch. 2.',
    checked: PHE,
    input: z.object({
      observed: z.number().describe('whole count of events in the place'),
      populations: populations.describe("the place's people in each age band"),
      reference,
      per: perField('100,000'),
      level: levelField,
    }),
    returns: {
      value: 'rate for `per` people',
      ...LIMITS,
      observed: 'events in the place',
      expected: 'events to be expected',
      method: '`exact` or `byar`',
      referenceRate: "the reference's crude rate for `per` people",
    },
    example: {
      observed: 35,
      populations: [1200, 2100, 1800, 600],
      reference: { events: [300, 420, 900, 800], populations: [100_000, 90_000, 80_000, 30_000] },
    },
    reading: '569 for 100,000 (396 to 791) against 807 in the reference.',
    run: ({ observed, populations, reference, per, level }) => indirectlyStandardisedRate(observed, populations, reference, given({ per, level })),
  }),
];
