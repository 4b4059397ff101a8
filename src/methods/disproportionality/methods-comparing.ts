/** Registry entries: groups compared, with and without the difference in their ages. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { rateRatioByGroup } from './by-group.ts';
import { fourFifths } from './four-fifths.ts';
import { indirectRateRatio, standardisedRateRatio } from './standardise.ts';

/** What spoils every comparison of ethnic groups, whatever the formula. */
export const DENOMINATORS =
  'Numerator and denominator must be of the same thing: the same area, ages, years and **the same way of recording ethnicity**. Census populations are self-defined; officer-defined codes have no Mixed group (so Mixed residents swell the denominator of a numerator that is not there), ' +
  'and may not be used to fill gaps in self-defined ones. "Not stated" is unknown, whatever list it stands in: data.police.uk files it under Other. Chinese moved from Other to Asian between the 16+1 and 18+1 lists, and Roma has a census box and no 18+1 code. ' +
  'For under-18s take single-year census tables. Residents are the wrong denominator where most people come from elsewhere (town centres, stations).';

const byAge = (whose: string) =>
  z
    .object({
      events: z.array(z.number()).describe(`${whose}: events in each age band, whole counts`),
      population: z.array(z.number()).describe(`${whose}: residents or person-years in each age band, above 0, in the same order`),
    })
    .describe(`${whose}, by age band`);

export const comparingMethods: readonly Method[] = [
  defineMethod({
    name: 'rate-ratio-by-group',
    title: 'Rate ratio by group',
    section: 'disproportionality',
    functions: ['rateRatioByGroup'],
    answers:
      'How many times as high is the rate of each group as that of the group we compare with, how sure is that, and is any of the numbers too small to bear it? One table: rate and interval, ratio and interval, what the events without a recorded group could make of it, and warnings in words.',
    notWhen: `${DENOMINATORS}

* Groups of different age: violence has a steep age curve and ethnic groups differ in age, so a crude ratio may be about age alone. Use \`age-standardised-rate-ratio\`, and call this one crude.
* Many events without a group: look at \`bounds\` before the ratio, and at \`missing-ratio-bounds\`. For a change over time use \`trend-guard\`.
* Of outcomes after a decision (charge, caution, outcome 22) the denominator is the people who came to that decision, not residents; risks of people out of people are better compared with \`risk-ratio\` or \`odds-ratio\`.
* A ratio shows a difference and not its cause. It indicates, it does not prove, discrimination.
* With many groups some will differ by chance: at 95 % one in twenty comparisons of equal groups does.`,
    formula: `With a events among n1 people of the group, b among n2 of the reference:

    ratio = (a / n1) / (b / n2)

Under 10 events in either: exact conditional limits (given a + b events, a is binomial; Clopper and Pearson). From 10 in both: ratio × exp(± z √(1/a + 1/b)), z the normal quantile of the level (1.96 for 95 %).
Rates have exact Poisson limits under 10 events and Byar's from 10.`,
    source:
      'Rothman, Greenland and Lash (2008), *Modern Epidemiology*, 3rd ed., ch. 14; Przyborowski and Wilenski (1940), *Biometrika* 31:313. The relative rate index of the US Office of Juvenile Justice is this ratio.',
    checked: 'R epitools `rateratio.wald` and `poisson.test`, seven pairs of groups from 0 to 409 events: relative error under 1e-9.',
    input: z.object({
      groups: z
        .array(
          z.object({
            name: z.string().describe('name of the group'),
            events: z.number().describe('events of the group, a whole count'),
            population: z.number().describe('residents or person-years at risk, above 0'),
          }),
        )
        .describe('two or more groups'),
      reference: z.string().describe('name of the group that the others are compared with; a large one'),
      unknown: z.number().optional().describe('events with no group recorded; 0 unless given'),
      per: z.number().optional().describe('residents that a rate is told for; 1,000 unless given'),
      level: levelField,
    }),
    returns: {
      groups: 'one entry a group, in the order given',
      'groups[].rate': 'events per `per` residents with limits and the method used (exact or byar)',
      'groups[].ratio':
        'ratio to the reference with limits and method; null for the reference itself and where neither has events; its value and upper limit are null where the reference has none',
      'groups[].bounds': 'as of `missing-ratio-bounds`; null without unknowns',
      'groups[].warnings': 'code and words: few-events, few-events-reference, more-events-than-people, unknown-could-undo',
      unknownShare: 'share of all events that have no group, 0 to 1; null where there are no events',
    },
    example: {
      groups: [
        { name: 'Asian', events: 84, population: 21_000 },
        { name: 'Black', events: 66, population: 9_400 },
        { name: 'Mixed', events: 7, population: 2_100 },
        { name: 'White', events: 690, population: 182_000 },
      ],
      reference: 'White',
      unknown: 120,
    },
    reading:
      'The Black rate is 1.85 times the White one (95 %: 1.44 to 2.38), and stays above it even if all 120 unknowns were White. Of the Mixed group seven events say next to nothing, and a warning says so; the Asian ratio of 1.06 is within chance.',
    run: ({ groups, reference, ...options }) => rateRatioByGroup(groups, { reference, ...given(options) }),
  }),

  defineMethod({
    name: 'age-standardised-rate-ratio',
    title: 'Age-standardised rate ratio (direct)',
    section: 'disproportionality',
    functions: ['standardisedRateRatio'],
    answers:
      'How many times as high is one group’s rate as another’s, if both had the same ages? Ethnic groups differ in age, and most violence happens at certain ages, so a crude ratio mixes the two.',
    notWhen: `${DENOMINATORS}

* Under 10 events in either group: it is refused, as directly standardised rates are not published then. Use \`age-standardised-rate-ratio-indirect\`, or wider bands or more years.
* Bands of a handful of people: one event there can carry the whole rate. Merge bands.
* Where the ratio differs much from age to age, one number hides that: show the bands.
* It takes out age (or whatever the bands are) and nothing else; deprivation and place stay in.`,
    formula: `In band i the group has dᵢ events among nᵢ people, and the standard population a share wᵢ (adding to 1):

    rate = Σ wᵢ dᵢ / nᵢ          Var(log rate) = Σ wᵢ² dᵢ / nᵢ²  /  rate²
    ratio = rate₁ / rate₂        limits: ratio × exp(± z √(Var₁ + Var₂))

The standard may be the European Standard Population 2013, or the two groups together; any scale will do, and both groups must have the same.`,
    source: 'Breslow and Day (1987), *Statistical Methods in Cancer Research* II, 2.2-2.3; Rothman, Greenland and Lash (2008), ch. 15.',
    checked:
      'The sums written out in R 4.2.2 (relative error under 1e-12); one band gives the plain log-Wald ratio; groups with equal rates in every band and any ages give 1 (property test).',
    input: z.object({
      group: byAge('the group'),
      reference: byAge('the reference group'),
      standard: z.array(z.number()).describe('standard population of each band, 0 or more, on any scale'),
      per: z.number().optional().describe('residents that a rate is told for; 1,000 unless given'),
      level: levelField,
    }),
    returns: {
      value: 'ratio of the standardised rates',
      lower: 'lower limit of the ratio',
      upper: 'upper limit of the ratio',
      groupRate: 'standardised rate of the group, per `per`',
      referenceRate: 'standardised rate of the reference, per `per`',
      crude: 'ratio of the crude rates, for comparison',
    },
    example: {
      group: { events: [30, 50, 10], population: [2000, 3000, 1500] },
      reference: { events: [40, 120, 90], population: [4000, 12_000, 20_000] },
      standard: [20_000, 30_000, 50_000],
    },
    reading:
      'The crude rate is twice the reference’s; with ages made equal it is 1.56 times (95 %: 1.19 to 2.05). Part of the crude ratio was that the group is younger.',
    run: ({ group, reference, standard, ...options }) => standardisedRateRatio(group, reference, standard, given(options)),
  }),

  defineMethod({
    name: 'age-standardised-rate-ratio-indirect',
    title: 'Age-standardised rate ratio (indirect)',
    section: 'disproportionality',
    functions: ['indirectRateRatio'],
    answers:
      'A group is too small for direct standardisation: how many events did it have for every one that it would have had at the reference group’s rates in each age band?',
    notWhen: `${DENOMINATORS}

* To compare two small groups with each other: each indirect ratio is weighted by its own group’s ages, so one 2.0 and one 1.5 are each about the reference and not about one another. Use \`age-standardised-rate-ratio\`.
* Where the reference’s own bands have few events its rates are uncertain: take the outer limits, which have that in them.
* The reference must not contain the group (compare with the others, not with everybody), unless the group is a small part of it.`,
    formula: `In band i the group has nᵢ people, and the reference Dᵢ events among Nᵢ:

    expected E = Σ nᵢ Dᵢ / Nᵢ          value = observed O / E
    fixed:  Poisson limits of O (exact under 10 events, Byar's from 10) over E
    outer:  value × exp(± z √(1/O + Σ (nᵢ/Nᵢ)² Dᵢ / E²))`,
    source: 'Breslow and Day (1987), *Statistical Methods in Cancer Research* II, 2.3; fixed limits as PHEindicatormethods `calculate_ISRatio`.',
    checked: 'The sums written out in R 4.2.2 (relative error under 1e-12); one band gives the plain log-Wald ratio.',
    input: z.object({ group: byAge('the group'), reference: byAge('the reference group'), level: levelField }),
    returns: {
      value: 'observed over expected',
      lower: 'lower limit, with the chance in the reference’s rates; 0 where nothing was observed',
      upper: 'upper limit, the same; null where nothing was observed (see `fixed`)',
      fixed: 'limits with the reference’s rates taken as known, and the method',
      observed: 'events of the group',
      expected: 'events that it would have at the reference’s rates',
      crude: 'ratio of the crude rates, for comparison',
    },
    example: { group: { events: [2, 4, 1], population: [200, 300, 150] }, reference: { events: [40, 120, 90], population: [4000, 12_000, 20_000] } },
    reading: 'Seven events where 5.7 were to be expected: 1.23 times as many, and the limits (0.58 to 2.62) leave everything open.',
    run: ({ group, reference, ...options }) => indirectRateRatio(group, reference, given(options)),
  }),

  defineMethod({
    name: 'four-fifths',
    title: 'Four-fifths rule',
    section: 'disproportionality',
    functions: ['fourFifths'],
    answers:
      'Does any group get a *favourable* outcome (a diversion, an early release, a place on a scheme) at less than four fifths of the rate of the group that gets it most?',
    notWhen: `* For unfavourable outcomes (charge, remand) turn them round first: count those who were *not* charged. Four fifths of a rate and of its opposite are different rules.
* As a test of chance: it is a rule of thumb of US employment law with no standing in England and Wales. With few people a group fails or passes by luck (see \`small\` and \`interval\`); with many, a difference well above four fifths can be certain and matter.
* Where those considered differ in what the decision should turn on (gravity, record): compare like with like.
* Groups under 2 % of those considered: the Guidelines ask for no finding there.`,
    formula: `Rate of a group = selected / considered; impact ratio = rate / highest rate. It passes at 4/5 or more, decided in whole numbers:

    5 × selected × considered(highest) ≥ 4 × selected(highest) × considered

Limits of the ratio: log-Wald for two risks.`,
    source: 'Uniform Guidelines on Employee Selection Procedures (1978), 29 CFR 1607.4(D), 1607.15(A)(2)(a); Questions and Answers 10 to 12, 44 FR 11998.',
    checked: 'Question 12 of the Guidelines (60 % and 30 %: 0.5) and the cases at and just under four fifths: exactly equal. Limits against R to 1e-10.',
    input: z.object({
      groups: z
        .array(
          z.object({
            name: z.string().describe('name of the group'),
            selected: z.number().describe('people who got the favourable outcome, a whole count'),
            considered: z.number().describe('people who were considered, a whole count above 0'),
          }),
        )
        .describe('two or more groups'),
      level: levelField,
    }),
    returns: {
      highest: 'name of the group with the highest rate',
      groups:
        'one entry a group: rate, ratio to the highest, limits of that ratio (null for the highest and where nobody was selected), passes, small (under 10 selected or not selected in it or in the highest), underTwoPercent',
      passes: 'true when every group passes',
    },
    example: {
      groups: [
        { name: 'White', selected: 96, considered: 160 },
        { name: 'Black', selected: 24, considered: 80 },
        { name: 'Asian', selected: 33, considered: 60 },
      ],
    },
    reading: 'Black children were diverted at half the rate of White ones (0.5; 0.35 to 0.72), well under four fifths. The Asian ratio of 0.92 passes.',
    run: ({ groups, ...options }) => fourFifths(groups, given(options)),
  }),
];
