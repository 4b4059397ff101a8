/** Funnel plots, as the registry has them. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { funnelOfProportions, funnelOfRates, funnelOfRatios } from './funnel.ts';
import { funnelCurve, funnelOfStandardisedRates } from './funnel-curve.ts';
import { perField } from './methods-fields.ts';

const NOT_WHEN =
  'Most places lie outside: what differs between them is more than chance and the funnel tells nothing of single ones (overdispersion); standardise, or shrink (`empirical-bayes-gamma`). Places are ranked: a league table is what the funnel is to replace. A place was looked at because it stood out.';
const levels = z
  .object({ inner: z.number().describe('such as 0.95'), outer: z.number().describe('such as 0.998') })
  .optional()
  .describe('confidence levels of the two pairs of limits; 0.95 and 0.998 unless given');
const RETURNS = {
  baseline: "the whole's value, told as the places' are",
  places:
    'for each place in the order given: `value`; `inner` and `outer` limits (`lower`, `upper`) at its size; `position`: `far-low`, `low`, `inside`, `high` or `far-high` (far: beyond the outer limits)',
};
const SOURCE =
  'Spiegelhalter (2005), Statistics in Medicine 24:1185; PHE Fingertips technical guidance; PHEindicatormethods `assign_funnel_significance` and `calculate_funnel_limits`.';
const COUNTS =
  'x is outside when P(X ≥ x) or P(X ≤ x) is under α/2, X Poisson with the expected number E; the limits drawn are the (not whole) counts whose exact interval just touches E.';

export const funnelMethods: readonly Method[] = [
  defineMethod({
    name: 'funnel-proportion',
    title: 'Funnel of proportions',
    section: 'rates',
    functions: ['funnelOfProportions', 'funnelProportionLimits'],
    answers: 'Of these teams or areas, whose share differs from the whole by more than its size would let chance do?',
    notWhen: NOT_WHEN,
    formula: 'Limits `p₀ ± z √(p₀(1 - p₀)/n)`, within 0 to 1; a place is outside exactly when its Wilson interval misses p₀, the share of all places together.',
    source: SOURCE,
    checked: 'PHEindicatormethods 2.1.0: limits within 1e-8 (the digits printed), the positions of all 303 areas of its test.',
    input: z.object({
      events: z.array(z.number()).describe('people with the attribute in each place'),
      people: z.array(z.number()).describe('people in each place'),
      per: perField('1 (a share); 100 gives percentages'),
      baseline: z.number().optional().describe('share of the whole, 0 to 1; that of all these places together unless given'),
      levels,
    }),
    returns: RETURNS,
    example: { events: [45, 130, 22], people: [60, 240, 25], per: 100 },
    reading:
      '61 % over all. The first and third place are above what chance would give a place of their size (95 %), the second below, none of them beyond 99.8 %.',
    run: ({ events, people, per, baseline, levels }) => funnelOfProportions(events, people, given({ per, baseline, levels })),
  }),
  defineMethod({
    name: 'funnel-rate',
    title: 'Funnel of crude rates',
    section: 'rates',
    functions: ['funnelOfRates', 'funnelCountLimits'],
    answers: 'Whose rate differs from the whole by more than its size would let chance do?',
    notWhen: `${NOT_WHEN} Ages differ between the places: \`funnel-ratio\` or \`funnel-standardised-rate\`.`,
    formula: `Expected \`E = n Σx / Σn\`. ${COUNTS}`,
    source: SOURCE,
    checked: 'PHEindicatormethods 2.1.0: the positions of all 40 areas of its test; limits against R pgamma within 1e-10.',
    input: z.object({
      events: z.array(z.number()).describe('whole count of each place'),
      populations: z.array(z.number()).describe('residents or person-years of each place'),
      per: perField('100,000'),
      baseline: z.number().optional().describe('events for one resident in the whole; that of all these places together unless given'),
      levels,
    }),
    returns: RETURNS,
    example: { events: [12, 40, 9, 3], populations: [20_000, 30_000, 11_000, 15_000], per: 1000 },
    reading: '0.84 for 1,000 over all. The second place is above its limits, the fourth below (95 %); neither is beyond 99.8 %.',
    run: ({ events, populations, per, baseline, levels }) => funnelOfRates(events, populations, given({ per, baseline, levels })),
  }),
  defineMethod({
    name: 'funnel-ratio',
    title: 'Funnel of observed to expected',
    section: 'rates',
    functions: ['funnelOfRatios', 'funnelCountLimits'],
    answers: 'Where is observed over expected (an SMR, or actual over forecast) further from 1 than chance would put it?',
    notWhen: `${NOT_WHEN} The expected numbers are themselves uncertain.`,
    formula: `The ratio \`O/E\`. ${COUNTS}`,
    source: SOURCE,
    checked: 'PHEindicatormethods 2.1.0: the positions of all 300 areas of its test; limits against R pgamma within 1e-10.',
    input: z.object({
      observed: z.array(z.number()).describe('whole count of each place'),
      expected: z.array(z.number()).describe('events to be expected in each place, above 0'),
      per: perField('1 (a ratio); 100 gives the customary figure'),
      baseline: z.number().optional().describe('the ratio of the whole; 1 unless given'),
      levels,
    }),
    returns: RETURNS,
    example: { observed: [41, 18, 7], expected: [25.5, 20.1, 8.4] },
    reading:
      'The first place has 1.6 times what was to be expected, above the 95 % limit of 1.43 and within the 99.8 % one of 1.68. The others are within both.',
    run: ({ observed, expected, per, baseline, levels }) => funnelOfRatios(observed, expected, given({ per, baseline, levels })),
  }),
  defineMethod({
    name: 'funnel-standardised-rate',
    title: 'Funnel of directly standardised rates',
    section: 'rates',
    functions: ['funnelOfStandardisedRates', 'effectivePopulation'],
    answers: 'Whose standardised rate differs from the whole by more than chance would do?',
    notWhen: `${NOT_WHEN} The variance of a standardised rate is only roughly that of a crude rate of the same events: near a limit look at the rate's own interval.`,
    formula:
      'Each place stands at the population that its events would need to make its rate, `events / rate`; from there as `funnel-rate`. Places of under 10 events are left out.',
    source: SOURCE,
    checked: 'PHEindicatormethods 2.1.0: the positions of all areas of its test with 10 events and more, and the derived populations of 50 areas within 1e-9.',
    input: z.object({
      events: z.array(z.number()).describe('whole count of each place'),
      rates: z.array(z.number()).describe('its standardised rate, for `per` people; anything of 0 or more where there are under 10 events'),
      per: perField('100,000'),
      levels,
    }),
    returns: { ...RETURNS, places: `${RETURNS.places}; null for a place of under 10 events` },
    example: { events: [140, 62, 8], rates: [210, 320, 0] },
    reading: '235 for 100,000 over the two places that have a rate. The second is above its 95 % limit of 308; the third has too few events.',
    run: ({ events, rates, per, levels }) => funnelOfStandardisedRates(events, rates, given({ per, levels })),
  }),
  defineMethod({
    name: 'funnel-curve',
    title: 'Lines of a funnel',
    section: 'rates',
    functions: ['funnelCurve'],
    answers: 'Through which points do the limits go, to draw the funnel of counts, rates or ratios?',
    notWhen: 'Proportions: their lines are a formula of n (`funnel-proportion`).',
    formula:
      'For x events with exact Poisson limits l and u: the lower line passes at expected u (more expected, and x would be too few), the upper at expected l; population `expected / baseline`, value `x / expected · baseline · per`.',
    source: SOURCE,
    checked:
      'PHEindicatormethods 2.1.0, 400 counts, both lines, at 95 and 99.8 %. The package halves its way to events/(events + expected) and stops within 6e-8; here the limits are exact, and agree to that.',
    input: z.object({
      events: z.array(z.number()).describe('whole counts through which to draw, such as 1 to 100'),
      baseline: z.number().optional().describe('events for one unit of population; 1 unless given, and then the population is the expected count'),
      per: perField('1'),
      level: levelField,
    }),
    returns: {
      points: 'for each count: `events`; `lower` and `upper` line, each with `population` and `value`; `upper` is null for no events, which are never too many',
    },
    example: { events: [5, 20], baseline: 0.0012, per: 1000 },
    reading: '5 events are too few from 9,724 residents on and too many up to 1,353.',
    run: ({ events, baseline, per, level }) => ({ points: funnelCurve(events, given({ baseline, per, level })) }),
  }),
];
