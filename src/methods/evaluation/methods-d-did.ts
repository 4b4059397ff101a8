/** Registry entries: difference-in-differences, two-way fixed effects, event study. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { didCounts, differenceInDifferences } from './did.ts';
import { eventStudy } from './event-study.ts';
import { twoWayFixedEffects } from './twfe.ts';

const numbers = z.array(z.number());
const labels = z.array(z.union([z.string(), z.number()]));

const PARALLEL = `* **Without the intervention the two would not have moved alike** (parallel trends). Places chosen *because* violence was high tend to fall back by themselves, and that counts as effect here. Show the years before (\`event-study\`); choose the comparison before looking at outcomes.
* The intervention spills over: it moves offences to the comparison, or people learn from it there. The difference then counts that too.
* Recording changed in one group and not the other.`;

const panelFields = {
  y: numbers.describe('outcome, one a row: for poisson counts, else any number (rates, logs)'),
  unit: labels.describe('unit of each row, such as the area'),
  time: numbers.describe('period of each row; one row a unit and period, gaps allowed'),
  family: z.enum(['gaussian', 'poisson']).optional().describe('least squares unless told; poisson makes coefficients logs of rate ratios'),
  exposure: numbers.optional().describe('population of each row, for poisson'),
  weights: numbers.optional().describe('weights, such as population for a rate'),
  clusters: labels.optional().describe('clusters of the standard errors; the units unless given'),
  errors: z
    .enum(['CR0', 'CR1', 'nested', 'all', 'iid'])
    .optional()
    .describe(
      'standard errors, by cluster: CR0 uncorrected (plm arellano); CR1 G/(G-1); nested × (N-1)/(N-k-T), effects of units within clusters not counted (fixest; unless told); all × (N-1)/(N-k-T-U+1), every dummy counted; iid not robust',
    ),
  level: levelField,
};

const PANEL = 'rows used, units, periods, clusters, df (of t: clusters less one), unitsWithoutEvents (left out, poisson), errors';

function panelOut(panel: { rows: number; units: number; periods: number; clusters: number; df: number; unitsWithoutEvents: number; errors: string }): object {
  const { rows, units, periods, clusters, df, unitsWithoutEvents, errors } = panel;
  return { rows, units, periods, clusters, df, unitsWithoutEvents, errors };
}

const EXAMPLE_PANEL = {
  y: [10, 11, 12, 12, 14, 20, 22, 21, 24, 23, 15, 16, 13, 12, 12, 30, 29, 27, 25, 24, 8, 9, 10, 7, 8, 12, 14, 13, 15, 16],
  unit: ['A', 'B', 'C', 'D', 'E', 'F'].flatMap((name) => [name, name, name, name, name]),
  time: Array.from({ length: 30 }, (_, i) => 2020 + (i % 5)),
};
const ADOPTED = EXAMPLE_PANEL.unit.map((name) => (name === 'C' || name === 'D' ? 2022 : name === 'E' ? 2023 : null));

export const didMethods: readonly Method[] = [
  defineMethod({
    name: 'difference-in-differences',
    title: 'Difference-in-differences, two groups and two periods',
    section: 'evaluation',
    functions: ['differenceInDifferences'],
    answers: 'By how much more (or less) did the group with the intervention change than the group without?',
    notWhen: `${PARALLEL}
* Units start at different times: use \`callaway-santanna\`.
* One treated area, or a handful of clusters: standard errors by cluster are then far too small. Use \`synthetic-control\` or \`permutation-test\`.
* Rows of the same people or places without \`clusters\`.
* Whether trends are parallel depends on the scale: if levels differ, they cannot be so in numbers and in ratios at once. Say which, and why.`,
    formula: `    g(mean) = b0 + b1 treated + b2 post + b3 treated × post + covariates

For gaussian b3 is (treated after - before) - (comparison after - before). For counts exp(b3) is the ratio of the two ratios, for binomial the ratio of odds ratios. Standard errors as in \`glm\`; HC2 for gaussian, and \`stata\` with clusters, unless told. t with residual degrees of freedom, or clusters less one.`,
    source:
      'Angrist and Pischke (2009), *Mostly Harmless Econometrics*, section 5.2; Puhani (2012), *Economics Letters* 115:85 (ratios); Bertrand, Duflo and Mullainathan (2004), *Quarterly Journal of Economics* 119:249 (clusters).',
    checked:
      'mpdta, counties of 2007 against never, 2006 and 2007: means, coefficients, statistics and p-values with OLS, HC1, HC2, HC3 and both clusterings within 1e-8 of R’s lm and sandwich. Poisson and quasi-Poisson: within 1e-8 of glm.',
    input: z.object({
      y: numbers.describe('outcome, one a row'),
      treated: numbers.describe('1 in the group with the intervention, 0 in the other (in both periods)'),
      post: numbers.describe('1 after its start, 0 before (in both groups)'),
      family: z.enum(['gaussian', 'poisson', 'quasi-poisson', 'binomial']).optional().describe('gaussian unless told'),
      covariates: z.record(z.string(), numbers).optional().describe('other columns by name; not ones that the intervention itself changes'),
      exposure: numbers.optional().describe('population or time at risk, for counts'),
      weights: numbers.optional().describe('prior weights; for binomial the trials'),
      errors: z.enum(['model', 'HC0', 'HC1', 'HC2', 'HC3', 'CR0', 'CR1', 'stata']).optional().describe('as in glm'),
      clusters: labels.optional().describe('cluster of each row: what was given the intervention as a whole'),
      df: z
        .enum(['residual', 'clusters'])
        .optional()
        .describe('degrees of freedom of t for gaussian and quasi-poisson; clusters less one where there are clusters, unless told'),
      level: levelField,
    }),
    returns: {
      effect: 'the row of treated × post: estimate, standardError, statistic, p, lower, upper',
      ratio: 'value, lower, upper: exponential of the effect; null for gaussian',
      cells: 'for each of the four: treated, post, rows, mean (events by exposure, for counts)',
      coefficients: 'all rows, on the scale of the linear predictor',
      errors: 'the standard errors used',
      df: 'degrees of freedom of t; null for the normal',
    },
    example: {
      y: [40, 44, 30, 28, 50, 61, 33, 29],
      treated: [0, 0, 1, 1, 0, 0, 1, 1],
      post: [0, 0, 0, 0, 1, 1, 1, 1],
      exposure: [10000, 11000, 8000, 7000, 10000, 11000, 8000, 7000],
      family: 'poisson',
    },
    reading:
      'The rate rose by 32 % in the comparison and by 7 % in the treated areas: a ratio of 0.81, so 19 % less than it would have been. But the interval, 0.51 to 1.28, holds everything from half to a quarter more: nothing is shown.',
    run: (input) => {
      const { fit: _, ...result } = differenceInDifferences({ ...given(input), y: input.y, treated: input.treated, post: input.post });
      return result;
    },
  }),
  defineMethod({
    name: 'did-counts',
    title: 'Difference-in-differences from four counts',
    section: 'evaluation',
    functions: ['didCounts'],
    answers: 'From four totals (before and after, here and there): how did we change by how they changed, and how many events were avoided?',
    notWhen: `${PARALLEL}
* The dispersion is unknown and taken as 1: counts of crime mostly vary more than Poisson counts, and the interval is then too short. Take it from the months of the series (\`glm\`, quasi-poisson).
* A count of 0: refused. Pool periods or areas.
* Populations moved differently: use \`difference-in-differences\` with exposure.`,
    formula: `    R = (b / a) / (d / c)          a, b: treated before, after; c, d: comparison
    log R ± z sqrt(φ (1/a + 1/b + 1/c + 1/d))          φ: dispersion
    avoided = b (1/R - 1)          with R at its limits for the limits of avoided`,
    source: 'Woolf (1955), *Annals of Human Genetics* 19:251, for the variance of a log ratio; as the interaction of a Poisson regression.',
    checked: 'R’s Poisson glm with the interaction: log ratio and standard error within 1e-9. Coverage in simulation 95 % within Monte Carlo error.',
    input: z.object({
      treatedBefore: z.number().describe('events in the treated group before'),
      treatedAfter: z.number().describe('and after'),
      comparisonBefore: z.number().describe('events in the comparison before'),
      comparisonAfter: z.number().describe('and after'),
      dispersion: z.number().optional().describe('variance of a count by its mean; 1 unless given'),
      level: levelField,
    }),
    returns: {
      ratio: 'value, lower, upper: change here by change there; under 1 is better than there',
      p: 'two-sided, of a ratio of 1',
      logRatio: 'natural logarithm of the ratio',
      standardError: 'of the log ratio',
      avoided: 'value, lower, upper: events fewer, after, than if the treated group had changed as the comparison did; negative means more',
    },
    example: { treatedBefore: 240, treatedAfter: 198, comparisonBefore: 610, comparisonAfter: 625, dispersion: 1.8 },
    reading:
      'The treated group changed by 0.81 of what the comparison did (0.60 to 1.08). Best estimate 48 events fewer, but anything from 132 fewer to 15 more: it cannot be said that any were avoided.',
    run: ({ dispersion, level, ...counts }) => didCounts(counts, given({ dispersion, level })),
  }),
  defineMethod({
    name: 'two-way-fixed-effects',
    title: 'Two-way fixed effects',
    section: 'evaluation',
    functions: ['twoWayFixedEffects', 'panelRegression'],
    answers: 'Across many areas and periods, with an effect for each area and each period, how does the outcome differ where the intervention was on?',
    notWhen: `* **Units start at different times and effects may grow or differ.** Early starters then serve as comparison for late ones, and the coefficient can have the wrong sign though every effect has the same. The result says so (\`adoption.warning\`): use \`callaway-santanna\`.
${PARALLEL}
* The intervention ends again and its effect may last.
* Poisson with many hundred units: each has a dummy (refused beyond 50 million entries). Areas without a single event say nothing of a ratio and are left out.
* Covariates that the intervention changes.
* Fewer than some 40 clusters: errors by cluster are too small. \`permutation-test\` is exact.`,
    formula: `    y_it = unit_i + period_t + b D_it + covariates + error          (poisson: log mean = the same + log exposure)

Least squares after sweeping out unit and period means (balanced), else with period dummies. Errors by cluster as in \`glm\`, with the factor of the named convention (N rows, k columns of interest, T periods, U units, G clusters); t with G - 1 degrees of freedom.
b is a weighted sum of the effects in the treated rows with weights D̃_it / Σ D̃ over treated rows, D̃ being what is left of D after the effects of units and periods: some can be negative, and are counted.`,
    source:
      'Angrist and Pischke (2009), section 5.2; Goodman-Bacon (2021), *Journal of Econometrics* 225:254; de Chaisemartin and D’Haultfœuille (2020), *American Economic Review* 110:2964 (weights); Cameron and Miller (2015), *Journal of Human Resources* 50:317.',
    checked:
      'mpdta: coefficient and the standard errors iid, CR0 (plm arellano), CR1 (plm sss), nested (fixest) and all dummies within 1e-9 of R; unbalanced and weighted panels and Poisson with dummies within 1e-8 of lm, glm and sandwich. The published example with weights 1, 1/2 and -1/2. Coverage 95 % in simulation with random walks within 40 areas.',
    input: z.object({
      ...panelFields,
      treatment: numbers.describe('1 in rows with the intervention and 0 elsewhere, or a dose'),
      covariates: z.record(z.string(), numbers).optional().describe('other columns by name, that vary over time'),
    }),
    returns: {
      coefficients: 'the treatment, then the covariates: estimate, standardError, statistic, p, lower, upper (logs for poisson)',
      ratio: 'value, lower, upper: exponential of the treatment’s; null but for poisson',
      adoption:
        'cohorts (different first periods; null for a dose), neverTreated, reversals (units in which it ends again), negativeWeights (rows, treatedRows, sum of the negative weights, all adding to 1; null for a dose), warning (null where there is none)',
      panel: PANEL,
    },
    example: { ...EXAMPLE_PANEL, treatment: ADOPTED.map((first, i) => (first !== null && 2020 + (i % 5) >= first ? 1 : 0)) },
    reading:
      '4.6 fewer where the intervention was on (2.8 to 6.4 fewer); but areas started in two different years, so the warning applies, and six areas are too few for errors by cluster.',
    run: (input) => {
      const { panel, ...result } = twoWayFixedEffects({ ...given(input), y: input.y, unit: input.unit, time: input.time, treatment: input.treatment });
      return { ...result, panel: panelOut(panel) };
    },
  }),
  defineMethod({
    name: 'event-study',
    title: 'Event study',
    section: 'evaluation',
    functions: ['eventStudy'],
    answers: 'Period by period before and after the start: were the groups moving alike before, and how does the effect grow or fade?',
    notWhen: `* **More than one starting period, with effects that may differ by cohort**: each coefficient then holds parts of the others’, those before the start included, so that even the pre-trend test misleads. Use \`callaway-santanna\`.
* A pre-trend test that is not significant does not prove parallel trends: look at how large a trend its intervals still allow.
* No unit without the intervention: relative time and calendar time cannot be told apart (refused as \`singular\` with one cohort).
* At the far ends few units are left: take them together with \`from\` and \`to\`.`,
    formula: `    y_it = unit_i + period_t + Σ_r b_r [t - start_i = r] + error,     r ≠ reference (-1)

Never-treated units are in no relative period. Pre-trend test: F = b' S⁻¹ b / k over the k coefficients before the reference, S their covariance by cluster, G - 1 degrees of freedom; left out with k or fewer clusters. Errors as in \`two-way-fixed-effects\`.`,
    source:
      'Jacobson, LaLonde and Sullivan (1993), *American Economic Review* 83:685; Sun and Abraham (2021), *Journal of Econometrics* 225:175; Roth (2022), *AER: Insights* 4:305 (limits of pre-tests).',
    checked: 'mpdta: all seven coefficients and CR0 errors within 1e-9 of R; a fictional panel and its F test within 1e-9.',
    input: z.object({
      ...panelFields,
      adopted: z.array(z.number().nullable()).describe('for each row, the period in which its unit first had the intervention; null for never'),
      reference: z.int().optional().describe('the relative period that the others are compared with; -1 unless given'),
      from: z.int().optional().describe('relative periods at or before this are taken together'),
      to: z.int().optional().describe('relative periods at or after this are taken together'),
    }),
    returns: {
      rows: 'for each relative period but the reference: relative, estimate, standardError, statistic, p, lower, upper (logs for poisson)',
      preTrend: 'statistic (F), df1, df2, p of no difference before the reference; null where there is nothing to test, or too few clusters',
      averageAfter: 'mean of the coefficients from the start on, with its interval; null where there are none',
      cohorts: 'number of different starting periods',
      warning: 'what to heed; null where there is nothing',
      panel: PANEL,
    },
    example: { ...EXAMPLE_PANEL, adopted: ADOPTED.map((first) => (first === null ? null : 2022)), from: -2 },
    reading:
      'Two periods before, 1.3 more than one period before (0.7 fewer to 3.3 more); afterwards 1.0, 4.7 and 5.3 fewer, 3.7 on average (0.8 to 6.5). Six areas are too few to lean on these intervals.',
    run: (input) => {
      const { panel, ...result } = eventStudy({ ...given(input), y: input.y, unit: input.unit, time: input.time, adopted: input.adopted });
      return { ...result, panel: panelOut(panel) };
    },
  }),
];
