/** Registry entries: what can be said when the group of many is not recorded. */
import { z } from 'zod';
import { defineMethod, levelField, type Method, seedField } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { shareBounds } from '../rates/index.ts';
import { allocateUnknown } from './allocate.ts';
import { missingRatioBounds, tippingShare } from './bounds.ts';
import { imputeUnknown } from './impute.ts';
import { rubinPool, rubinPoolRatio } from './pool.ts';

const pair = {
  a: z.number().describe('events known in the group'),
  n1: z.number().describe('population of the group, above 0'),
  b: z.number().describe('events known in the reference group'),
  n2: z.number().describe('population of the reference group, above 0'),
};
const unknownField = z.number().describe('events with no group recorded');
const knownTable = z.array(z.array(z.number())).describe('known events: one row a stratum (area, age band, month), one column a group');
const unknownList = z.array(z.number()).describe('events of each stratum with no group recorded');
const SELF_DEFINED =
  'Do not fill self-defined ethnicity from what officers saw before this: keep both, and count the missing of the one that is being analysed. Show the share that is unknown beside every result.';

export const missingMethods: readonly Method[] = [
  defineMethod({
    name: 'missing-share-bounds',
    title: 'Bounds of a share when some are unknown',
    section: 'disproportionality',
    functions: ['shareBounds'],
    answers:
      'What share of all victims was of this group, when for some of them it was not recorded? The share among the known, and what it would be if none or all of the unknowns were of the group.',
    notWhen: `${SELF_DEFINED} The bounds are about not knowing only: they have no chance in them (use \`proportion\` for each end). Where a good reason says that values are missing at random, \`missing-imputation\` is narrower.`,
    formula: `With x known in the group, y known outside it and u unknown:

    observed x / (x + y)      none x / (x + y + u)      all (x + u) / (x + y + u)`,
    source: 'Manski (2003), *Partial Identification of Probability Distributions*, ch. 1 (worst-case bounds).',
    checked: 'Arithmetic checked by hand; bounds hold every possible make-up of the unknowns (property of the formula).',
    input: z.object({
      inGroup: z.number().describe('known to be of the group'),
      others: z.number().describe('known to be of another'),
      unknown: z.number().describe('not recorded, refused, or not stated'),
    }),
    returns: {
      observed: 'share of the known, 0 to 1; null when none is known',
      none: 'share of all if no unknown were of the group',
      all: 'share of all if every one were',
    },
    example: { inGroup: 45, others: 130, unknown: 56 },
    reading: 'Of the known 26 %; of all at least 19 % and at most 44 %.',
    run: ({ inGroup, others, unknown }) => shareBounds(inGroup, others, unknown),
  }),

  defineMethod({
    name: 'missing-ratio-bounds',
    title: 'Bounds of a rate ratio when some are unknown',
    section: 'disproportionality',
    functions: ['missingRatioBounds'],
    answers:
      'Some events have no group recorded. What is the least and the most that the ratio of two groups’ rates can be, and is it above 1 however they fall?',
    notWhen: `${SELF_DEFINED} The bounds assume nothing, so with many unknowns they are wide; that is what the data say. Where one can argue that records are missing at random within area, month and kind, \`missing-imputation\` says more, and \`missing-tipping-share\` says what it would take to be wrong. They take each record that has a group to be right.`,
    formula: `With u unknown events:

    none = (a / n1) / ((b + u) / n2)      all = ((a + u) / n1) / (b / n2)

\`lower\` is the lower confidence limit of \`none\` and \`upper\` the upper one of \`all\`, so the pair holds the true ratio at least as often as the level says. With more than two groups the bounds still hold.`,
    source: 'Manski (2003), ch. 1; limits of the identified region: Horowitz and Manski (2000), *JASA* 95:77.',
    checked: 'R, reference results on missing ethnicity: bounds and tipping share to 1e-9; limits as `rate-ratio-by-group`.',
    input: z.object({ ...pair, unknown: unknownField, level: levelField }),
    returns: {
      observed: 'ratio among the known, with limits and method; its value is null where the reference has no events',
      none: 'ratio if every unknown were of the reference; null where that leaves it without events',
      all: 'ratio if every unknown were of the group; null where the reference has no known event',
      lower: 'lower confidence limit of `none`',
      upper: 'upper confidence limit of `all`; null for no limit',
      direction: '"above" or "below" 1 however the unknowns fall, or "open"; chance is not in it',
      tippingShare: 'share of the unknowns in the group that makes the ratio 1; outside 0 to 1 when no sharing does; null without unknowns',
    },
    example: { a: 52, n1: 9_400, b: 610, n2: 182_000, unknown: 90 },
    reading:
      'Among the known the ratio is 1.65. If all 90 unknowns were of the reference it is still 1.44, and with chance 1.09: the direction does not hang on them, the size does (up to 4.5).',
    run: ({ a, n1, b, n2, unknown, ...options }) => missingRatioBounds(a, n1, b, n2, unknown, given(options)),
  }),

  defineMethod({
    name: 'missing-tipping-share',
    title: 'Tipping share of the unknowns',
    section: 'disproportionality',
    functions: ['tippingShare'],
    answers:
      'How would the events without a recorded group have to fall for the disparity to vanish (or to reach some other size), and how different from the known ones would they have to be?',
    notWhen: `${SELF_DEFINED} It says what it would take, not how likely that is. Whether odds among the unknowns can be that different from those among the known is a judgement on how gaps arise: who was not asked, in which team, under which power.`,
    formula: `The share s with (a + s u) / n1 = t (b + (1 − s) u) / n2, t being the target ratio:

    s = (t n1 (b + u) − a n2) / (u (n2 + t n1))

\`oddsRatio\` is s/(1 − s) over a/b: how many times higher the odds of being of the group are among the unknowns.`,
    source: 'Tipping-point analysis: Yan, Lee and Li (2009), *Journal of Biopharmaceutical Statistics* 19:1085.',
    checked: 'R, reference results on missing ethnicity: 1e-9; put back into the ratio it gives the target (property test).',
    input: z.object({ ...pair, unknown: unknownField, target: z.number().optional().describe('ratio asked about, above 0; 1 (no disparity) unless given') }),
    returns: {
      share: 'share of the unknowns in the group; under 0 or above 1 where no sharing reaches the target',
      possible: 'whether some sharing does',
      events: 'the share as a number of events; null where not possible',
      knownShare: 'share of the group among the known events; null where none are known',
      oddsRatio: 'odds of the group among the unknowns over those among the known; null where not possible or no number',
    },
    example: { a: 52, n1: 9_400, b: 610, n2: 182_000, unknown: 500 },
    reading:
      'The rates would be equal only if about 1 % of the 500 unknowns (five) were of the group, where it is 7.9 % among the known: odds an eighth as high.',
    run: ({ a, n1, b, n2, unknown, target }) => tippingShare(a, n1, b, n2, unknown, target),
  }),

  defineMethod({
    name: 'missing-proportional-allocation',
    title: 'Proportional allocation of unknowns',
    section: 'disproportionality',
    functions: ['allocateUnknown'],
    answers: 'What would the counts and ratios be if, within each area (or month, or age band), those without a recorded group were made up as those with one?',
    notWhen: `${SELF_DEFINED}

* As a fact: it is an assumption (missing at random within strata) and must be called that. Show \`missing-ratio-bounds\` with it.
* With one stratum it changes no ratio at all; it only looks like doing something.
* For an interval: allocated counts are not data, and treating them as such makes intervals too narrow. Use \`missing-imputation\`.
* Strata with few known ones: the shares there are luck. Take larger strata.`,
    formula: `In stratum s with known counts xₛg and uₛ unknown:  allocated = xₛg + uₛ xₛg / Σ xₛ.  Summed over strata, divided by populations for the ratios.`,
    source: 'Little and Rubin (2019), *Statistical Analysis with Missing Data*, 3rd ed., ch. 13.',
    checked: 'R, reference results on missing ethnicity: 1e-9; totals are kept (property test).',
    input: z.object({
      known: knownTable,
      unknown: unknownList,
      populations: z.array(z.number()).optional().describe('population of each group, for ratios'),
      reference: z.number().optional().describe('which group the others are compared with, counted from 0; needed with populations'),
      whereNoneKnown: z
        .enum(['refuse', 'pooled'])
        .optional()
        .describe('a stratum with unknowns and nobody known: refuse (unless given otherwise), or share out as all the known together'),
    }),
    returns: {
      allocated: 'strata x groups, after sharing out; not whole',
      known: 'known events of each group',
      total: 'events of each group after sharing out',
      observedRatios: 'ratio of each group’s rate to the reference’s among the known; null without populations, or where the reference has none',
      ratios: 'the same after sharing out',
    },
    example: {
      known: [
        [40, 60],
        [10, 190],
      ],
      unknown: [100, 20],
      populations: [5_000, 30_000],
      reference: 1,
    },
    reading: 'Most gaps are in the first area, where the group is 40 % of the known: sharing out area by area moves its ratio from 1.2 to 1.66.',
    run: ({ known, unknown, ...options }) => allocateUnknown(known, unknown, given(options)),
  }),

  defineMethod({
    name: 'missing-imputation',
    title: 'Multiple imputation of unknown groups',
    section: 'disproportionality',
    functions: ['imputeUnknown'],
    answers:
      'What is the rate ratio with an honest interval, if the unknowns within each stratum are like the known ones, or differ from them by a factor that I name?',
    notWhen: `${SELF_DEFINED}

* Without saying the assumption. Odds of 1 mean missing at random within strata, which data cannot show; run it again with odds of 1/2 and 2 and show both.
* To get back what was not recorded: the interval is never narrower than that of the known ones alone, unless strata differ.
* A group with no known event anywhere: its share would be a guess, and is refused.
* To write imputed groups onto people’s records. They are draws, not facts.`,
    formula: `For each of m data sets, in each stratum: shares π ~ Dirichlet(known counts + 1/2), multiplied by \`odds\` and brought back to 1; unknowns ~ Multinomial(π). Each completed ratio has log-Wald variance 1/a + 1/b; logarithms are pooled by Rubin's rules (\`rubin-pooling\`).`,
    source: 'Rubin (1987), *Multiple Imputation for Nonresponse in Surveys*, ch. 4-6.',
    checked:
      'Theory for one stratum (ratio and standard error of the known ones alone) within Monte Carlo error at 2,000 imputations; coverage of 95 % intervals within Monte Carlo error over 600 simulated data sets; moments of the draws.',
    input: z.object({
      known: knownTable,
      unknown: unknownList,
      populations: z.array(z.number()).describe('population of each group'),
      reference: z.number().describe('which group the others are compared with, counted from 0'),
      odds: z
        .array(z.number())
        .optional()
        .describe(
          'one number a group: how many times its odds are higher among the unknowns than among the known of a stratum; all 1 (missing at random) unless given',
        ),
      imputations: z.int().optional().describe('data sets to draw, 2 to 10,000; 50 unless given'),
      seed: seedField,
      level: levelField,
    }),
    returns: {
      groups: 'one entry a group, in the order of the columns',
      'groups[].ratio': 'ratio to the reference with limits; null for the reference',
      'groups[].standardError': 'of its logarithm',
      'groups[].known': 'known events',
      'groups[].events': 'mean number with those imputed',
      'groups[].df': 'degrees of freedom; null for infinitely many',
      'groups[].missingInformation': 'share of the information that is missing, 0 to 1',
    },
    example: {
      known: [
        [40, 60],
        [10, 190],
      ],
      unknown: [100, 20],
      populations: [5_000, 30_000],
      reference: 1,
      imputations: 50,
      seed: 1,
    },
    reading:
      'If gaps are at random within each area the ratio is 1.62 (95 %: 1.17 to 2.25); about half of the information is missing, and the interval has that in it.',
    run: ({ known, unknown, populations, reference, seed, ...options }) => ({
      groups: imputeUnknown(known, unknown, { populations, reference, seed, ...given(options) }),
    }),
  }),

  defineMethod({
    name: 'rubin-pooling',
    title: "Pooling of imputed estimates (Rubin's rules)",
    section: 'disproportionality',
    functions: ['rubinPool', 'rubinPoolRatio'],
    answers: 'The same analysis was run on several imputed data sets: what is the one estimate, and how uncertain is it with what is missing counted in?',
    notWhen:
      'Estimates that are not about normal on the scale given: pool ratios as logarithms (`scale: "log"`), and p-values or medians not at all. Estimates from different data or models are a meta-analysis and not this. Two to five imputations give unstable degrees of freedom where much is missing: take 20 or more.',
    formula: `With m estimates Qᵢ and variances Uᵢ:

    estimate  Q̄ = mean Qᵢ        within  Ū = mean Uᵢ        between  B = Σ (Qᵢ − Q̄)² / (m − 1)
    total  T = Ū + (1 + 1/m) B    limits  Q̄ ± t(df) √T

    λ = (1 + 1/m) B / T           df = (m − 1) / λ²; with n observations and k parameters, ν = n − k:
    df_obs = ν (ν + 1)/(ν + 3) (1 − λ), and df = df df_obs / (df + df_obs)

    increase r = (1 + 1/m) B / Ū  missing information = (r + 2/(df + 3)) / (r + 1)`,
    source: 'Rubin (1987), ch. 3; Barnard and Rubin (1999), *Biometrika* 86:948.',
    checked: 'R mice `pool.scalar`: every figure to 1e-11; limits against R `qt`.',
    input: z.object({
      estimates: z.array(z.number()).describe('one estimate an imputed data set; ratios where `scale` is log'),
      variances: z.array(z.number()).describe('their variances (squared standard errors), above 0; of the logarithms where `scale` is log'),
      scale: z.enum(['identity', 'log']).optional().describe('log: estimates are ratios, pooled as logarithms; identity unless given'),
      n: z.number().optional().describe('observations of the complete data, for small samples; no limit unless given'),
      parameters: z.number().optional().describe('parameters that the analysis estimated; 1 unless given'),
      level: levelField,
    }),
    returns: {
      value: 'pooled estimate (its logarithm, where scale is log)',
      lower: 'lower limit, same scale',
      upper: 'upper limit, same scale',
      within: 'mean variance within data sets',
      between: 'variance between them',
      total: 'total variance',
      df: 'degrees of freedom; null for infinitely many',
      increase: 'relative increase of variance by what is missing',
      missingInformation: 'share of the information that is missing',
      ratio: 'estimate and limits as ratios, where scale is log',
    },
    example: { estimates: [1.86, 1.73, 2.03, 1.82, 1.79], variances: [0.01, 0.012, 0.011, 0.009, 0.01], scale: 'log' },
    reading: 'The pooled ratio is 1.84 (95 %: 1.44 to 2.35); about a third of the information is missing.',
    run: ({ estimates, variances, scale, ...options }) => (scale === 'log' ? rubinPoolRatio : rubinPool)(estimates, variances, given(options)),
  }),
];
