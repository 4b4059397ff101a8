/** Many places or strata together: pooling, shrinking, grouping and inequality, as the registry has them. */
import { z } from 'zod';
import { MethodError } from '../error.ts';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { empiricalBayesGamma, empiricalBayesRates } from './empirical-bayes.ts';
import { inequalityIndices, standardErrorsFromLimits } from './inequality.ts';
import { mantelHaenszelOddsRatio, mantelHaenszelRateRatio, mantelHaenszelRiskRatio } from './mantel-haenszel.ts';
import { LIMITS, perField, strataField } from './methods-fields.ts';
import { quantileGroups } from './quantile-groups.ts';

const POOLED = { rate: mantelHaenszelRateRatio, odds: mantelHaenszelOddsRatio, risk: mantelHaenszelRiskRatio } as const;
const places = {
  events: z.array(z.number()).describe('whole count of each place'),
  populations: z.array(z.number()).describe('residents or person-years of each place, above 0'),
};
const SHRUNK = {
  mean: 'rate that places are drawn towards, for `per` residents',
  crude: 'crude rate of each place',
  shrunk: 'shrunk rate of each place',
  weight: "weight of each place's own rate in its shrunk one, 0 to 1",
};
const NOT_SHRUNK =
  'Fewer than about ten places: what they vary by cannot be told. The whole is not a sensible guess for some of them (town centres among suburbs): shrink within kinds. Shrunk rates are counted up, or their spread is told: it is smaller than that of the truth.';

export const pooledMethods: readonly Method[] = [
  defineMethod({
    name: 'mantel-haenszel',
    title: 'Ratio pooled over strata (Mantel-Haenszel)',
    section: 'rates',
    functions: ['mantelHaenszelRateRatio', 'mantelHaenszelOddsRatio', 'mantelHaenszelRiskRatio'],
    answers:
      'How do two groups compare when each area, age or year is compared within itself? Such as stops of two groups over the districts of a force, so that a group that lives where more people are stopped is not taken for one that is stopped more.',
    notWhen:
      'The ratio differs between strata (a small p of `heterogeneity`): tell the strata. Whether a stratum exists is itself part of what is studied. Clustered data: a regression with clustered errors.',
    formula:
      "With a of n1, b of n2 and n = n1 + n2 in each stratum, `R/S`. Rates and risks: `R = Σ a n2/n`, `S = Σ b n1/n`; odds: `R = Σ ad/n`, `S = Σ bc/n` (c = n1 - a, d = n2 - b). Variance of its logarithm: rates `Σ (a + b) n1 n2/n² / RS`, risks `Σ ((a + b) n1 n2 - a b n)/n² / RS` (Greenland and Robins), odds Robins, Breslow and Greenland. Test: Mantel-Haenszel without continuity correction. Heterogeneity: rates, Pearson of the strata at the common ratio; odds, Breslow and Day with Tarone's correction.",
    source:
      'Mantel and Haenszel (1959), JNCI 22:719; Greenland and Robins (1985), Biometrics 41:55; Robins, Breslow and Greenland (1986), Biometrics 42:311; Tarone (1985), Biometrika 72:91; Breslow and Day (1987), section 3.6.',
    checked:
      'R mantelhaen.test and statsmodels 0.13 StratifiedTable within 1e-12; the p-values of 42 police forces (down to 1e-227) within 1e-11. Coverage by simulation 95 % within Monte Carlo error, for ratio and heterogeneity test.',
    input: z.object({ strata: strataField, of: z.enum(['rate', 'odds', 'risk']).optional().describe('which ratio; `rate` unless given'), level: levelField }),
    returns: {
      value: 'the pooled ratio',
      ...LIMITS,
      test: '`statistic` (1 degree of freedom) and `pValue` of no difference in any stratum',
      heterogeneity: '`statistic`, `df` and `pValue` of the same ratio in all strata; null for risks, and with one stratum',
      strata: 'strata that have anything to say (events, and for tables both outcomes)',
    },
    example: {
      strata: [
        { a: 12, n1: 100, b: 10, n2: 200 },
        { a: 30, n1: 100, b: 25, n2: 150 },
        { a: 4, n1: 50, b: 2, n2: 100 },
        { a: 20, n1: 50, b: 30, n2: 90 },
      ],
    },
    reading: '1.68 times the rate within the same area (1.20 to 2.36; p 0.0025), with no sign that areas differ in it (p 0.36).',
    run: ({ strata, of, level }) => POOLED[of ?? 'rate'](strata, given({ level })),
  }),
  defineMethod({
    name: 'empirical-bayes-rates',
    title: 'Rates drawn towards the whole (global empirical Bayes, Marshall)',
    section: 'rates',
    functions: ['empiricalBayesRates'],
    answers: 'Which places are really high, when the highest and lowest rates are always those of the smallest places? For maps.',
    notWhen: `${NOT_SHRUNK} An interval is wanted: \`empirical-bayes-gamma\`.`,
    formula:
      'With m the rate of all and `s² = Σ n (r - m)²/Σ n`: variance between places `A = max(0, s² - m/n̄)`, weight `A/(A + m/n)`, shrunk rate `m + weight (r - m)`.',
    source: 'Marshall (1991), Applied Statistics 40:283. As R `spdep::EBest`.',
    checked: 'R spdep::EBest within 1e-12.',
    input: z.object({ ...places, per: perField('1,000') }),
    returns: { ...SHRUNK, variance: 'between places beyond chance, in squared events for one resident; 0 draws all to the mean' },
    example: { events: [0, 3, 12, 5, 41, 2, 9, 30], populations: [120, 800, 2500, 900, 6100, 150, 2600, 4000] },
    reading: 'Crude rates from 0 to 13.3 for 1,000 come to 5.8 to 6.0: nearly all of their spread is what chance gives places of this size.',
    run: ({ events, populations, per }) => empiricalBayesRates(events, populations, given({ per })),
  }),
  defineMethod({
    name: 'empirical-bayes-gamma',
    title: 'Rates drawn towards the whole, with intervals (gamma-Poisson)',
    section: 'rates',
    functions: ['empiricalBayesGamma'],
    answers: 'What is the underlying rate of each small place, with an interval, borrowing from what all of them are like?',
    notWhen: NOT_SHRUNK,
    formula:
      'Underlying rates gamma with shape k and mean m, counts Poisson: x is negative binomial, k and m by maximum likelihood. Given x the rate is gamma with shape `k + x` and rate `k/m + n`: its mean is the shrunk rate, its quantiles the limits (k and m taken as known, so a little narrow).',
    source: 'Clayton and Kaldor (1987), Biometrics 43:671, section 3.',
    checked:
      'R MASS::glm.nb (constant and offset) for the fit within 1e-10, qgamma for the limits within 1e-10. By simulation of 60 places 95 % intervals hold the truth 93 to 95 times in 100, and the squared error of the crude rates falls by over a quarter.',
    input: z.object({ ...places, per: perField('1,000'), level: levelField }),
    returns: {
      ...SHRUNK,
      lower: 'lower limit of the underlying rate of each place (the mean itself where `shape` is null)',
      upper: 'upper limit likewise',
      shape:
        'shape of the gamma distribution, small where places differ much; null where they differ by no more than chance, and then all are drawn to the mean and have no interval of their own',
    },
    example: { events: [0, 40, 4, 90, 1, 12], populations: [100, 8000, 300, 9000, 20, 4000] },
    reading: 'The 50 for 1,000 of the place with 20 residents comes to 8.1 (2.9 to 15.8); the 10 of the place with 9,000 stays at 9.8 (7.9 to 11.8).',
    run: ({ events, populations, per, level }) => empiricalBayesGamma(events, populations, given({ per, level })),
  }),
  defineMethod({
    name: 'quantile-groups',
    title: 'Groups of areas by rank (deciles, quintiles)',
    section: 'rates',
    functions: ['quantileGroups'],
    answers: 'Which areas are in the top fifth, and which in each of the others?',
    notWhen:
      'The groups are to have equal populations rather than equal numbers of areas. Differences between neighbours in rank are smaller than their intervals: a change of group is then no news.',
    formula: '`floor((q + 1) - ceiling((n + 1 - rank) q/n))`, ranks from 1 with ties at the better rank.',
    source: 'PHE Fingertips technical guidance; PHEindicatormethods `phe_quantile`.',
    checked:
      'PHEindicatormethods 2.1.0, every area of its tests (over 1,800): the same group (the formula is worked out in whole numbers: n/q in doubles puts one of 150 areas into a group nought).',
    input: z.object({
      values: z.array(z.number()).describe('one for each area'),
      groups: z.int().describe('how many groups, at most the number of areas'),
      highestFirst: z.boolean().optional().describe('whether group 1 has the highest values; true unless given'),
    }),
    returns: { groups: 'group of each area, 1 to the number asked for' },
    example: { values: [31.2, 18.4, 25, 25, 40.1, 12.7, 22.9, 35.5, 16, 28.3], groups: 5 },
    reading: 'The fifth and eighth area are in the highest fifth; the two with 25 are in the same one.',
    run: ({ values, groups, highestFirst }) => ({ groups: quantileGroups(values, groups, given({ highestFirst })) }),
  }),
  defineMethod({
    name: 'inequality-indices',
    title: 'Slope and relative index of inequality (SII, RII)',
    section: 'rates',
    functions: ['inequalityIndices', 'standardErrorsFromLimits'],
    answers: 'How far apart are the most and the least deprived ends, judged by all deprivation groups and not just the two at the ends?',
    notWhen:
      'The groups have no order. The values do not go up or down steadily with it: look at the plot first (`transform` straightens rates and shares that bend). Two years with different groups are compared.',
    formula:
      'Groups from the least advantaged, each at the middle of its range in the population (rank 0 to 1). Least squares of the values on rank, weighted by population: `SII` is the slope, `RII` the fitted value at 1 over that at 0. With `transform` the line is fitted to the log or logit and told on the scale of the values. Limits: delta method; or, with a seed, percentiles of simulations (values drawn normal on their scale).',
    source:
      'Mackenbach and Kunst (1997), Social Science and Medicine 44:757; Low and Low (2004), Journal of Public Health 26:388; PHEindicatormethods `phe_sii`.',
    checked:
      'PHEindicatormethods 2.1.0, every case of its tests (both scales, transforms, multipliers): SII, RII and intercept within 1e-9; limits, which are simulated there too, within 3 % of their width (SII with transform: 4.5 %, where the package has them a little further out). R lm within 1e-13. Coverage by simulation 95 % within Monte Carlo error.',
    input: z.object({
      values: z.array(z.number()).describe('one for each group, from the least to the most advantaged; at least three'),
      populations: z.array(z.number()).describe('people in each group'),
      standardErrors: z
        .array(z.number())
        .optional()
        .describe('of the values on their scale (of their log for `rate`, of their logit for `proportion`); else give `lower` and `upper`'),
      lower: z.array(z.number()).optional().describe('lower 95 % limits of the values, in place of standard errors'),
      upper: z.array(z.number()).optional().describe('upper 95 % limits'),
      scale: z
        .enum(['value', 'rate', 'proportion'])
        .optional()
        .describe('how the errors are distributed: normal (the default), on the log scale, on the logit scale'),
      transform: z.boolean().optional().describe('whether the line is fitted on that scale too; false unless given'),
      per: perField('1'),
      reverse: z.boolean().optional().describe('tell the gap from the other end: for what is bad and falls with advantage'),
      level: levelField,
      seed: z.int().optional().describe('seed of the random numbers, for simulated limits; analytic ones without'),
      repetitions: z.int().optional().describe('simulations; 100,000 unless given'),
    }),
    returns: {
      slope: '`value`, `lower` and `upper` of the slope index, in the unit of the values times `per`',
      relative: 'the same of the relative index; null where the fitted line meets nought; `upper` null where simulations do',
      intercept: 'fitted value at the least advantaged end',
      interval: '`analytic` or `simulated`',
    },
    example: { values: [12.1, 10.4, 9.9, 8.2, 6.5], standardErrors: [0.5, 0.45, 0.4, 0.38, 0.36], populations: [2000, 2200, 1800, 2100, 1900] },
    reading: '6.7 fewer for 1,000 at the most advantaged end (5.3 to 8.0), where the rate is 0.48 (0.41 to 0.56) of that at the least.',
    run: ({ values, populations, standardErrors, lower, upper, ...options }) => {
      if (standardErrors === undefined && (lower === undefined || upper === undefined))
        throw new MethodError('inconsistent', 'standardErrors', 'give standard errors, or lower and upper limits');
      const errors = standardErrors ?? standardErrorsFromLimits(lower ?? [], upper ?? [], options.scale ?? 'value');
      return inequalityIndices(values, errors, populations, given(options));
    },
  }),
];
