/** Synthetic control, as the registry has it. */
import { z } from 'zod';
import { defineMethod, type Method } from '../registry/define.ts';
import { syntheticPanel, syntheticRows, variableNames } from './methods-causal-rows.ts';
import { type SyntheticControl, type SyntheticOptions, syntheticControl } from './synthetic.ts';
import { syntheticLeaveOneOut, syntheticSpacePlacebos, syntheticTimePlacebos } from './synthetic-placebo.ts';
import { simplexWeights } from './synthetic-weights.ts';

const unitField = z.union([z.string(), z.number()]);
const core = {
  rows: syntheticRows,
  treated: unitField.describe('the unit that was treated'),
  start: z.number().describe('first period under treatment'),
  donors: z.array(unitField).optional().describe('units that may be in the mixture; all others unless given'),
};
const predictorsField = z
  .array(
    z.strictObject({
      variable: z.string().describe('a name of `variables`, or `outcome`'),
      from: z.number().describe('first period of the mean'),
      to: z.number().describe('last period of the mean, before the start'),
    }),
  )
  .describe('what the mixture is matched on: means of variables, or of the outcome, over periods before the start');
const matching = {
  variables: variableNames,
  predictors: predictorsField.optional(),
  importance: z.array(z.number()).optional().describe('how much each predictor counts, none negative; searched for from `seed` unless given'),
  seed: z.int().optional().describe('seed of the starting points of the search for importance: the same seed, the same result'),
  starts: z.int().nonnegative().max(1000).optional().describe('random starting points beside two fixed ones; 4 unless given'),
};

type Core = z.output<z.ZodObject<typeof core>>;
type Matching = z.output<z.ZodObject<typeof matching>>;

function optionsOf({ treated, start, donors, predictors, importance, seed, starts }: Core & Partial<Matching>): SyntheticOptions {
  return {
    treated,
    start,
    ...(donors && { donors }),
    ...(predictors && { predictors }),
    ...(importance && { importance }),
    ...(seed !== undefined && { search: { seed, ...(starts !== undefined && { starts }) } }),
  };
}

/** Five fictional towns over seven years; the last two under treatment in Ashby. */
const TOWNS: [string, number, number, number][] = (
  [
    ['Ashby', 21.3, [41, 42, 40, 44, 44, 37, 36]],
    ['Brant', 18.8, [36, 39, 38, 39, 41, 40, 42]],
    ['Corley', 25.1, [45, 46, 45, 48, 48, 47, 49]],
    ['Dunmore', 30.4, [51, 52, 54, 56, 55, 57, 58]],
    ['Elstead', 15.2, [30, 30, 33, 31, 30, 32, 31]],
  ] as const
).flatMap(([town, score, rate]) => rate.map((y, k): [string, number, number, number] => [town, 2016 + k, y, score]));
const RATES = TOWNS.map(([town, year, rate]): [string, number, number] => [town, year, rate]);
const PREDICTORS = [
  { variable: 'deprivation', from: 2016, to: 2020 },
  { variable: 'outcome', from: 2016, to: 2018 },
  { variable: 'outcome', from: 2020, to: 2020 },
];

const brief = ({ start, weights, preMspe, postMspe, ratio, averageGap }: SyntheticControl) => ({ start, weights, preMspe, postMspe, ratio, averageGap });

const SOURCE =
  'Abadie, Diamond and Hainmueller (2010), Journal of the American Statistical Association 105:493. Weights: Wolfe (1976), Mathematical Programming 11:128.';
const CHECKED =
  'Proposition 99: outcome-only weights within 4e-8 and gaps within 3e-6 of constrained least squares; weights at the importance that R Synth 1.1-8 found within 2e-9 of an exact quadratic programme; with importance searched, mean squared gap before 3.077 (R Synth stops at 3.209), weights within 0.006 of those that were published. A small example against every support of donors in turn (Python), 1e-9. The optimality condition is tested on random data.';
const NOT_WHEN =
  '* The treated unit lies outside the others (highest or lowest of all): no mixture can match it, and the gap before shows it.\n* The donors were touched by the programme too, or by a shock of their own after the start: leave them out with `donors`.\n* Few periods before the start (under about 10), or outcomes that are mostly noise: a close fit is then chance. Many donors and few periods fit anything.\n* Many treated units that start in different years: `callaway-santanna`.\n* It gives **no standard error**: how unusual the gap is comes from `synthetic-control-placebo-space`.';

const controlReturns = {
  treated: 'the treated unit',
  start: 'first period under treatment',
  times: 'the periods, in rising order',
  actual: 'outcome of the treated unit in each period',
  synthetic: 'outcome of the mixture',
  gap: 'actual less synthetic, in units of the outcome; from the start on it is the estimated effect',
  weights: 'donors with weight, heaviest first: `unit`, `weight` (shares of 1)',
  unique: 'false where other weights may match just as well',
  balance:
    'for each predictor what it is for the treated unit, the mixture and the plain mean of the donors, and the importance it was given; empty without predictors',
  preMspe: 'mean squared gap before the start',
  postMspe: 'mean squared gap from the start',
  ratio: 'post over pre; null where the fit before is perfect',
  averageGap: 'mean gap from the start',
  totalGap: 'sum of the gaps from the start',
};

export const syntheticMethods: readonly Method[] = [
  defineMethod({
    name: 'synthetic-control',
    title: 'Synthetic control, matched on the outcome alone',
    section: 'evaluation',
    functions: ['syntheticControl'],
    answers: 'One town began something. What would it have looked like without, judged by the mixture of other towns that moved as it did before?',
    notWhen: NOT_WHEN,
    formula: [
      'Weights w_j, none negative and summing to 1, that minimise the squared gap before the start T0:',
      '',
      '```',
      'sum over t < T0 of (Y_treated,t - sum_j w_j Y_j,t)²          gap_t = Y_treated,t - sum_j w_j Y_j,t',
      '```',
      '',
      'The minimum is exact (an active-set method that ends after finitely many steps). Every period before the start counts alike.',
    ].join('\n'),
    source: SOURCE,
    checked: CHECKED,
    input: z.object(core),
    returns: controlReturns,
    example: { rows: RATES, treated: 'Ashby', start: 2021 },
    reading:
      '54 % Corley, 40 % Brant and 7 % Elstead move as Ashby did before 2021, to within 1.4. In 2021 and 2022 Ashby had 6.2 and 9.0 fewer than that mixture. Whether that is unusual, the placebos say.',
    run: (input) => syntheticControl(syntheticPanel(input.rows), optionsOf(input)),
  }),
  defineMethod({
    name: 'synthetic-control-predictors',
    title: 'Synthetic control, matched on predictors whose importance is searched for',
    section: 'evaluation',
    functions: ['syntheticControl'],
    answers:
      'As `synthetic-control`, where the mixture should resemble the treated place in what drives the outcome (deprivation, age, earlier levels) and not in past outcomes alone.',
    notWhen: `${NOT_WHEN}\n* As a way to try predictors until the answer pleases: decide on them beforehand, and report the outcome-only result beside it.`,
    formula: [
      'Predictors X are divided by their standard deviation over all units. For importance v the weights minimise',
      '',
      '```',
      'sum over k of v_k (X_treated,k - sum_j w_j X_j,k)²',
      '```',
      '',
      'exactly; v (none negative, summing to 1, none below 1e-7) is searched for, from a regression-based, an equal and some random starts (Nelder and Mead), so that the squared gap of the outcome before the start is least. The surface is flat in v: read weights and gaps, not v.',
    ].join('\n'),
    source: `${SOURCE} Search: Abadie and Gardeazabal (2003), American Economic Review 93:113.`,
    checked: CHECKED,
    input: z.object({ ...core, ...matching, predictors: predictorsField }),
    returns: controlReturns,
    example: { rows: TOWNS, variables: ['deprivation'], treated: 'Ashby', start: 2021, predictors: PREDICTORS, seed: 1 },
    reading:
      'The mixture (77 % Brant, 23 % Dunmore) resembles Ashby in deprivation (21.4 against 21.3) as well as in earlier levels, and the gaps of -6.9 and -9.6 come out much as they do on the outcome alone.',
    run: (input) => syntheticControl(syntheticPanel(input.rows, input.variables), optionsOf(input)),
  }),
  defineMethod({
    name: 'synthetic-control-placebo-space',
    title: 'Placebos in space: the synthetic control of every unit in turn',
    section: 'evaluation',
    functions: ['syntheticSpacePlacebos'],
    answers:
      'Would a gap as large appear in places where nothing happened? Each place is treated as if it had begun at the same time, and the ratios of the squared gap after and before are ranked.',
    notWhen:
      'As a p-value in the usual sense: places were not drawn by lot, and with n places it cannot be below 1/n (19 donors give 5 % at best). The rank depends on what is matched on: outcome alone ranks California 3rd of 39 for Proposition 99, predictors rank it 1st. Fix the specification before looking.',
    formula:
      'For each unit: mean squared gap from the start over mean squared gap before. p = rank of the treated unit over the number ranked, ties against it. One-sided, only gaps of that sign count after the start. `dropWorseFit` m leaves out of the ranking units whose squared gap before is more than m times that of the treated unit.',
    source: 'Abadie, Diamond and Hainmueller (2010), section 3.4. One-sided: Abadie (2021), Journal of Economic Literature 59:391.',
    checked:
      'Proposition 99 outcome only: all 39 ratios within 4e-5 and the whole order, California 3rd of 39 (p 0.077); with the predictors of the paper and importance searched for each state, California 1st of 39 with a ratio of 129 (published: 1st, about 130). A small example against every support of donors in turn (Python), 1e-8.',
    input: z.object({
      ...core,
      ...matching,
      treatedAsDonor: z.boolean().optional().describe("whether the treated unit may be in the others' mixtures; true unless given, as in the paper"),
      dropWorseFit: z
        .number()
        .optional()
        .describe('leave out of the ranking units with a mean squared gap before of more than this many times that of the treated unit; none unless given'),
      alternative: z
        .enum(['two-sided', 'lower', 'upper'])
        .optional()
        .describe('`lower` counts only gaps below zero after the start (falls), `upper` only those above; both unless given'),
    }),
    returns: {
      rank: 'place of the treated unit, 1 the largest ratio',
      of: 'number of units ranked, the treated one with them',
      p: 'rank over number',
      averageGap: 'mean gap of the treated unit from the start',
      placebos:
        'every unit, largest ratio first: `unit`, `ratio` (null for a perfect fit before, which ranks first), `preMspe`, `postMspe`, `averageGap`, `ranked` (false where left out for its poor fit), `gap` in each period',
    },
    example: { rows: RATES, treated: 'Ashby', start: 2021, treatedAsDonor: false },
    reading:
      'Ashby has by far the largest ratio of the five towns (105; the next is 3.8), so p is 1/5: the least that five towns can give, and more donors would be needed to say more. With Ashby allowed into the other mixtures Corley would come first, because half of its mixture would be Ashby, which fell: with few donors keep the treated unit out.',
    run: (input) => {
      const { treatedAsDonor, dropWorseFit, alternative } = input;
      const { rank, of, p, treated, placebos } = syntheticSpacePlacebos(syntheticPanel(input.rows, input.variables), {
        ...optionsOf(input),
        ...(treatedAsDonor !== undefined && { treatedAsDonor }),
        ...(dropWorseFit !== undefined && { dropWorseFit }),
        ...(alternative && { alternative }),
      });
      return { rank, of, p, averageGap: treated.averageGap, placebos };
    },
  }),
  defineMethod({
    name: 'synthetic-control-placebo-time',
    title: 'Placebos in time: the same analysis with an earlier, pretended start',
    section: 'evaluation',
    functions: ['syntheticTimePlacebos'],
    answers: 'Does the method find an effect before there was anything to find? Gaps after a pretended start should stay near zero.',
    notWhen:
      'Few periods lie before the pretended start: a poor fit there says nothing about the true one. People changed what they did ahead of the true start (anticipation).',
    formula:
      'The weights are made again on the periods before each pretended start; the gaps that follow end before the true start. A predictor whose window reaches the pretended start is cut off before it.',
    source: 'Abadie, Diamond and Hainmueller (2015), American Journal of Political Science 59:495.',
    checked: 'Weights and mean gap of a small example against every support of donors in turn (Python), 1e-8.',
    input: z.object({ ...core, ...matching, pretended: z.array(z.number()).min(1).describe('pretended first periods, each before the true start') }),
    returns: {
      placebos:
        'for each pretended start: `start`, `weights` (`unit`, `weight`), `preMspe`, `postMspe`, `ratio` (null for a perfect fit before), `averageGap` from the pretended start to the true one',
    },
    example: { rows: RATES, treated: 'Ashby', start: 2021, pretended: [2019, 2020] },
    reading: 'Pretending that it began in 2019 or 2020 finds mean gaps of 0.6 and -0.1, against -7.6 after the true start.',
    run: (input) => ({ placebos: syntheticTimePlacebos(syntheticPanel(input.rows, input.variables), optionsOf(input), input.pretended).map(brief) }),
  }),
  defineMethod({
    name: 'synthetic-control-leave-one-out',
    title: 'Synthetic control without each of its donors in turn',
    section: 'evaluation',
    functions: ['syntheticLeaveOneOut'],
    answers: 'Does the effect rest on one donor, whose own history may have taken a turn after the start?',
    notWhen: 'Two donors or fewer are left to choose from. As a test: it shows how far the answer leans on a donor, not how likely it is.',
    formula: 'For each donor with weight the synthetic control is made again without it; compare the mean gaps.',
    source: 'Abadie, Diamond and Hainmueller (2015), American Journal of Political Science 59:495.',
    checked: 'Mean gaps of a small example against every support of donors in turn (Python), 1e-8.',
    input: z.object({ ...core, ...matching }),
    returns: {
      averageGap: 'mean gap from the start with all donors',
      without: 'for each donor with weight, heaviest first: `unit`, `weight` (that it had), `averageGap` and `preMspe` without it',
    },
    example: { rows: RATES, treated: 'Ashby', start: 2021 },
    reading: 'Whichever donor is left out, the mean gap stays between -7.2 and -8.5: no single town makes the finding.',
    run: (input) => {
      const panel = syntheticPanel(input.rows, input.variables);
      const options = optionsOf(input);
      return {
        averageGap: syntheticControl(panel, options).averageGap,
        without: syntheticLeaveOneOut(panel, options).map(({ without, weight, control }) => ({
          unit: without,
          weight,
          averageGap: control.averageGap,
          preMspe: control.preMspe,
        })),
      };
    },
  }),
  defineMethod({
    name: 'simplex-weights',
    title: 'The mixture of donors nearest to a target',
    section: 'evaluation',
    functions: ['simplexWeights'],
    answers:
      'Which shares of these places, adding to one, come nearest to that place in these numbers? The step inside a synthetic control, for use with values of your own.',
    notWhen: 'Values on different scales without `importance`: the largest numbers decide. Shares may be negative or need not add to one: use regression.',
    formula:
      'min sum_k v_k (target_k - sum_j w_j donor_jk)², w_j >= 0, sum w_j = 1; exact, by an active set. At most as many donors have weight as there are values and one.',
    source: 'Wolfe (1976), Mathematical Programming 11:128.',
    checked: 'Quadratic programmes of Proposition 99 (2e-9); the optimality condition on random data.',
    input: z.object({
      target: z.array(z.number()).describe('the values to be matched'),
      donors: z.array(z.array(z.number())).describe('a list for each donor: its values, as many as the target has'),
      importance: z.array(z.number()).optional().describe('how much each value counts, none negative; all alike unless given'),
    }),
    returns: { weights: 'share of each donor, in their order', unique: 'false where other shares may come as near' },
    example: {
      target: [21, 40, 0.3],
      donors: [
        [18, 36, 0.2],
        [25, 45, 0.5],
        [30, 51, 0.4],
      ],
      importance: [1, 1, 100],
    },
    reading: '63 % of the first place, 27 % of the second and 10 % of the third come nearest, and no other shares come as near.',
    run: ({ target, donors, importance }) => simplexWeights(target, donors, importance),
  }),
];
