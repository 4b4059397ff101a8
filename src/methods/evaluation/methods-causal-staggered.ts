/** Callaway and Sant'Anna, as the registry has it. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import type { CallawayOptions, GroupTimeEffects } from './attgt.ts';
import { aggregateGroupTime } from './attgt-aggregate.ts';
import { callawaySantAnna } from './attgt-panel.ts';
import { callawayCrossSections } from './attgt-sections.ts';
import { bootstrapField, clusterOf, crossSectionRows, crossSections, staggeredPanel, staggeredRows } from './methods-causal-rows.ts';

const design = {
  rows: staggeredRows,
  control: z.enum(['never', 'not-yet']).optional().describe('who is compared with: units never treated (unless given), or every unit not yet treated'),
  estimator: z
    .enum(['doubly-robust', 'outcome-regression', 'inverse-probability'])
    .optional()
    .describe('how covariates are adjusted for: `doubly-robust` unless given. Without covariates the three are the same'),
  base: z
    .enum(['varying', 'universal'])
    .optional()
    .describe('what periods before treatment are compared with: the period before each (`varying`, unless given) or the last before treatment (`universal`)'),
  anticipation: z.number().optional().describe('how long before its start treatment may already act, in units of time; 0 unless given'),
  cluster: clusterOf,
  level: levelField,
  bootstrap: bootstrapField,
};

type Design = z.output<z.ZodObject<typeof design>>;

const estimate = (input: Design): GroupTimeEffects => callawaySantAnna(staggeredPanel(input.rows, input.cluster), optionsOf(input));

function optionsOf({ control, estimator, base, anticipation, level, bootstrap }: Omit<Design, 'rows' | 'cluster'>): CallawayOptions {
  return {
    ...(control && { control }),
    ...(estimator && { estimator }),
    ...(base && { base }),
    ...(anticipation !== undefined && { anticipation }),
    ...(level !== undefined && { level }),
    ...(bootstrap && { bootstrap: given(bootstrap) }),
  };
}

/** Without the fields that were left out. */
function given({ seed, draws, multiplier }: NonNullable<Design['bootstrap']>) {
  return { seed, ...(draws !== undefined && { draws }), ...(multiplier && { multiplier }) };
}

const EXAMPLE: [string, number, number, number | null][] = [
  ...three('Ashby', null, [31, 30, 32]),
  ...three('Brant', null, [44, 45, 45]),
  ...three('Corley', null, [27, 28, 27]),
  ...three('Dunmore', null, [38, 37, 39]),
  ...three('Elstead', 2022, [41, 37, 34]),
  ...three('Farrow', 2022, [33, 31, 27]),
  ...three('Gorse', 2022, [48, 45, 44]),
  ...three('Hale', 2023, [36, 36, 32]),
  ...three('Ivel', 2023, [29, 28, 27]),
];

function three(unit: string, first: number | null, outcome: readonly number[]): [string, number, number, number | null][] {
  return outcome.map((value, k) => [unit, 2021 + k, value, first]);
}

/** Year of asking, score of 10, and the year it began where they live. */
const SURVEY: [number, number, number | null][] = (
  [
    [2022, null, [6, 7, 5, 6, 7, 6, 8, 5]],
    [2023, null, [6, 7, 6, 6, 5, 7, 7, 6]],
    [2022, 2023, [5, 6, 4, 5, 6, 5, 5, 6]],
    [2023, 2023, [7, 8, 6, 7, 7, 6, 7, 8]],
  ] as const
).flatMap(([year, first, scores]) => scores.map((score): [number, number, number | null] => [year, score, first]));

const SOURCE =
  "Callaway and Sant'Anna (2021), Journal of Econometrics 225:200; the estimators of one comparison: Sant'Anna and Zhao (2020), Journal of Econometrics 219:101.";
const CHECKED =
  'R did 2.5.1 on its example data: all 8 specifications of the reference file (never treated; with and without a covariate; doubly robust, regression, weights; both bases): effects within 6e-15, standard errors within 6e-16, the pre-test statistic within 1e-12. Not-yet-treated comparisons, anticipation and clusters: an independent derivation by stacked estimating equations and numerical derivatives (Python), 443 numbers within 7e-9. Simulation: planted effects found; 95 % intervals hold the truth 94 to 95 times in 100, simultaneous bands 94 in 100 with 300 units and 90 in 100 with groups of 25 to 30.';
const NOT_WHEN =
  '* Units that would have moved differently anyway: the method rests on **parallel trends** (given the covariates). The pre-test can speak against them and never for them, least of all with few units.\n* **Few treated units** (under about 10 in a group): standard errors are for large samples and too small. In simulations with groups of 25 to 30 single intervals held the truth as they say, 95 % simultaneous bands 9 times in 10, and the pre-test rejected true parallel trends 1 time in 10. For one treated area use `synthetic-control`; for a handful `permutation-test`.\n* Treatment that is switched off again, or that spills over to the units compared with.\n* All units start in the same period: the 2x2 difference-in-differences does it. Counts near zero: use a Poisson model.\n* A panel with gaps is refused: leave the unit or the period out, knowingly. Other people in each period: `callaway-santanna-cross-sections`.';

export const staggeredMethods: readonly Method[] = [
  defineMethod({
    name: 'callaway-santanna',
    title: "Effects by group and period when areas start in different years (Callaway and Sant'Anna)",
    section: 'evaluation',
    functions: ['callawaySantAnna'],
    answers:
      'Areas began something in different years. What did it do to those that began in each year, in every year since? Unlike two-way fixed effects, areas that already have it are never used as the comparison for those that start later, so effects that grow over time, or differ between early and late starters, do no harm.',
    notWhen: NOT_WHEN,
    formula: [
      'A group g is the units first treated in period g. For each period t it is compared with units C that are never (or not yet) treated, from a base period b, the last before g less the anticipation (for periods before that: b = t - 1, or with a universal base the same one):',
      '',
      '```',
      'ATT(g,t) = mean over g of [Y_t - Y_b]  -  mean over C, made comparable, of [Y_t - Y_b]',
      '```',
      '',
      'Made comparable: as they are (no covariates); by the change that a regression fitted to C expects at the covariates of g (outcome regression); by weights p/(1-p), normalised, where p is the logistic chance of being in g rather than C (inverse probability); or by both (doubly robust: right if either the regression or the chance is right). Covariates are taken in the earlier of the two periods. Comparison units with p of 0.995 or more get no weight.',
      '',
      "Every estimate has an influence function psi with one value a unit; its standard error is the root of sum psi² over n (by cluster: of the squared sums within clusters). The pre-test is Wald's: all effects before treatment over their covariance, chi-squared. The band multiplies psi by random signs (Mammen's two-point law) and takes the quantile of the largest deviation.",
    ].join('\n'),
    source: SOURCE,
    checked: CHECKED,
    input: z.object(design),
    returns: {
      effects:
        'a list, by group and period: `group` (first treated period), `time`, `base` (period compared with), `att` (effect, in units of the outcome), `standardError`, `lower`, `upper` (null where nothing varies or a period is compared with itself), `treatedUnits`, `comparisonUnits`, `trimmed` (comparison units without weight); with a bootstrap also `bootstrapError`, `bandLower`, `bandUpper`',
      pretest: 'Wald test that all effects before treatment are zero: `statistic`, `df`, `p`; null where there is no period before, or too few units for it',
      critical: 'with a bootstrap: how many standard errors the simultaneous band reaches',
      units: 'units used',
      alreadyTreated: 'units left out because they have no period before treatment',
      withoutComparison: 'groups and periods with no unit to compare with',
    },
    example: { rows: EXAMPLE },
    reading:
      'Towns that began in 2022 had 3.0 fewer (95 %: 1.7 to 4.3 fewer) in that year than they would have had, and 6.4 fewer in the year after. The two that began in 2023 had 3.3 fewer; the year before they had moved much as the others did (-0.5, interval across zero; pre-test p 0.41). Nine towns are for illustration: such intervals need many more.',
    run: (input) => {
      const { effects, pretest, critical, units, alreadyTreated, withoutComparison } = estimate(input);
      return { effects, pretest, critical, units, alreadyTreated, withoutComparison };
    },
  }),
  defineMethod({
    name: 'callaway-santanna-average',
    title: "Staggered effects drawn together: overall, by time since the start, by group, by period (Callaway and Sant'Anna)",
    section: 'evaluation',
    functions: ['callawaySantAnna', 'aggregateGroupTime'],
    answers:
      'What did it do on the whole? How does the effect grow with time since the start (an event study, with what happened before it as the check)? Which starters did it help, and in which year?',
    notWhen: `${NOT_WHEN}\n* Different groups make up different times since the start: use \`balance\` before reading the shape of the event study as growth.`,
    formula: [
      'Weights are the shares of the groups among all units, P(g):',
      '',
      '```',
      'simple    sum P(g) ATT(g,t) / sum P(g)        over all t >= g',
      'dynamic   at e: sum P(g) ATT(g,g+e) / sum P(g) over groups seen at e;  overall: plain mean over e >= 0',
      'group     at g: plain mean of ATT(g,t), t >= g;                        overall: mean weighted by P(g)',
      'calendar  at t: sum P(g) ATT(g,t) / sum P(g) over g <= t;              overall: plain mean',
      '```',
      '',
      'Their influence functions are those of the effects weighted alike, plus that of the estimated shares.',
    ].join('\n'),
    source: SOURCE,
    checked: CHECKED,
    input: z.object({
      ...design,
      kind: z.enum(['simple', 'dynamic', 'group', 'calendar']).describe('over all; by time since the start; by first treated period; by period'),
      from: z.number().optional().describe('`dynamic`: leave out times since the start below this; none unless given'),
      to: z.number().optional().describe('`dynamic`: leave out times since the start above this; none unless given'),
      balance: z.number().optional().describe('`dynamic`: only groups seen for at least this long after their start, and no time beyond it'),
    }),
    returns: {
      kind: 'as asked',
      overall:
        'the effect drawn together: `att` in units of the outcome, `standardError`, `lower`, `upper` (null where nothing varies); with a bootstrap its `bootstrapError` and band',
      effects:
        'a list, empty for `simple`: `at` (time since the start, group or period) and the same fields; times since the start below 0 are the check of parallel trends',
      critical: 'with a bootstrap: how many standard errors the simultaneous band of `effects` reaches',
    },
    example: { rows: EXAMPLE, kind: 'dynamic', bootstrap: { seed: 1 } },
    reading:
      'In the year of starting the outcome was 3.1 and in the year after 6.4 below what it would have been; before the start little had moved (-0.5, interval across zero). The band is wider than each interval because it is to hold all three at once 95 times in 100. With nine towns the errors of the bootstrap are rough: one differs from the analytic one by a third.',
    run: (input) => {
      const { from, to, balance, bootstrap } = input;
      const { bootstrap: _, ...rest } = input;
      return aggregateGroupTime(estimate(rest), input.kind, {
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...(balance !== undefined && { balance }),
        ...(bootstrap && { bootstrap: given(bootstrap) }),
      });
    },
  }),
  defineMethod({
    name: 'callaway-santanna-cross-sections',
    title: 'Staggered effects from surveys that ask other people each year',
    section: 'evaluation',
    functions: ['callawayCrossSections', 'aggregateGroupTime'],
    answers:
      'A yearly survey asks other people each time, and the places they live in began something in different years. What did it do? As `callaway-santanna`, without following anybody.',
    notWhen:
      '* Who is asked changes between years in what matters and is not among the covariates: what looks like an effect is then a change of sample.\n* The same people or areas are seen each year: `callaway-santanna` is far more precise.\n* Places began it as a whole and `cluster` is not given: the standard errors are then much too small. With under about 30 places they are too small even so.\n* Parallel trends are not to be believed: see `callaway-santanna`.',
    formula:
      'As `callaway-santanna`, with means of two samples in place of the mean of changes: `(treated after - treated before) - (comparison after - comparison before)`. Outcome regression fits each period of the comparison by itself; weights are normalised within each period; the doubly robust form fits the treated of each period too and weights those to the treated of both (locally efficient). Observations take the place of units, in the shares of groups too.',
    source: SOURCE,
    checked:
      'An independent derivation by stacked estimating equations and numerical derivatives (Python): 108 effects and standard errors, plain and by cluster, within 1e-9. A panel told apart by unit gives what `callaway-santanna` gives (1e-10). Simulation: planted effects found, 95 % intervals hold the truth within Monte Carlo error. No published program was at hand for this form.',
    input: z.object({
      ...design,
      rows: crossSectionRows,
      cluster: z
        .array(z.union([z.string(), z.number()]))
        .optional()
        .describe('the cluster of each row, in the same order, such as the place; standard errors then allow for its people moving together'),
    }),
    returns: {
      effects: 'as for `callaway-santanna`; `treatedUnits` and `comparisonUnits` count observations in the two periods',
      pretest: 'Wald test that all effects before treatment are zero: `statistic`, `df`, `p`; null where there is no period before',
      critical: 'with a bootstrap: how many standard errors the simultaneous band reaches',
      units: 'observations used',
      alreadyTreated: 'first treated periods of the observations left out because they have no period before',
      withoutComparison: 'groups and periods with nobody to compare with',
      overall: 'all groups and treated periods drawn together (`simple`): `att`, `standardError`, `lower`, `upper`',
      dynamic: 'by time since the start (`at`): the same fields',
    },
    example: { rows: SURVEY },
    reading:
      'Where it began in 2023 the mean score rose by 1.75 more than elsewhere (95 %: 0.7 to 2.8). Eight answers a year on each side are for illustration, and the places that they came from should be given as clusters.',
    run: (input) => {
      const result = callawayCrossSections(crossSections(input.rows, input.cluster), optionsOf(input));
      const { effects, pretest, critical, units, alreadyTreated, withoutComparison } = result;
      return {
        effects,
        pretest,
        critical,
        units,
        alreadyTreated,
        withoutComparison,
        overall: aggregateGroupTime(result, 'simple').overall,
        dynamic: aggregateGroupTime(result, 'dynamic').effects,
      };
    },
  }),
];
