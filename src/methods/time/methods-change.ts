/** Where a series changes, as the registry has it. */
import { z } from 'zod';
import { defineMethod, type Method } from '../registry/define.ts';
import { binarySegmentation, pelt, singleChangepoint } from './changepoint.ts';
import { countCusum, tabularCusum } from './cusum.ts';
import { countsField, given, valuesField } from './fields.ts';

const input = z.object({
  values: valuesField,
  change: z
    .enum(['mean', 'variance', 'mean-variance', 'poisson'])
    .describe('what changes: the mean (normal, equal variance), the variance (normal, known mean), both, or the rate of counts'),
  penalty: z
    .union([z.enum(['MBIC', 'SIC', 'BIC', 'AIC', 'Hannan-Quinn']), z.number()])
    .optional()
    .describe('what each change must save, as a criterion or a number of your own; MBIC unless given. AIC finds too many'),
  minimumLength: z.int().optional().describe('fewest steps between changes; 1 for a mean, else 2, unless given'),
  sigma: z
    .number()
    .optional()
    .describe('mean only: standard deviation of the noise; estimated from differences of neighbours unless given. 1 gives the results of R cpt.mean'),
  mean: z.number().optional().describe('variance only: the known mean; that of the values unless given'),
  varianceFloor: z
    .number()
    .optional()
    .describe(
      'variance and mean-variance: no variance is taken for less; that of rounding to the smallest step between two values unless given. 1e-11 gives the results of R',
    ),
});

const returns = {
  changepoints: 'how many steps stand before each change: the number, from 1, of the last step of each segment but the last; empty where nothing changes',
  segments: 'from, to (steps from 1), n, mean and variance (divisor n) of each segment',
  penalty: 'what each change had to save',
  cost: 'cost of the segments and penalties together',
  sigma: 'noise that a change of mean was judged against; null for the other kinds',
  segmentsAtFloor: 'segments whose values hardly vary (variance under the floor): changes beside them deserve distrust',
};

const COSTS = `Cost of a segment of m values, with S the sum of squares about its mean:

* mean: \`S / σ²\`
* variance: \`m (ln 2π + ln(S' / m) + 1)\`, S' about the known mean
* mean-variance: \`m (ln 2π + ln(S / m) + 1)\`
* poisson: \`-2 Σy ln(Σy / m)\`

Penalty a change, with p parameters a segment (2 for mean-variance, else 1) and n values: SIC and BIC \`(p + 1) ln n\`, AIC \`2 (p + 1)\`, Hannan-Quinn \`2 (p + 1) ln ln n\`, MBIC \`(p + 2) ln n\` with \`ln m\` added to each segment's cost.`;

const CHECKED =
  'R changepoint (PELT, BinSeg, AMOC; mean, variance, mean-variance; MBIC and BIC; the Nile): every changepoint and penalty the same, means and variances within 1e-9. Poisson and minimum lengths: against every possible segmentation of random series.';
const NOT_WHEN =
  'There is a season (each turn of it becomes a change) or a slope: take them out first (`stl`). Values depend on their neighbours: far too many changes are found; raise the penalty. To test a change at a known date: use an interrupted time series. A change found is a place to look, not a cause.';

export const changeMethods: readonly Method[] = [
  defineMethod({
    name: 'changepoint-pelt',
    title: 'Changepoints: the best segmentation (PELT)',
    section: 'time',
    functions: ['pelt', 'changePenalty'],
    answers:
      'When did the level (or the spread) of this series change, and how often: is it drift, or did something happen in a certain month, such as a new way of recording?',
    notWhen: NOT_WHEN,
    formula: `The segmentation with the least sum of costs plus one penalty a change, found exactly: \`F(t) = min over s of F(s) + cost(s+1..t) + penalty\`, candidates s dropped once they can never be best again.\n\n${COSTS}`,
    source:
      'Killick, Fearnhead and Eckley (2012), Journal of the American Statistical Association 107:1590. Penalties: Killick and Eckley (2014), Journal of Statistical Software 58(3); Zhang and Siegmund (2007), Biometrics 63:22.',
    checked: CHECKED,
    input,
    returns,
    example: { values: [12, 9, 14, 11, 10, 13, 8, 12, 11, 21, 25, 19, 23, 22, 26, 20, 24, 11, 9, 13, 12, 10], change: 'poisson' },
    reading: 'Two changes: after month 9 (from 11.1 to 22.5 a month) and after month 17 (back to 11).',
    run: ({ values, ...options }) => pelt(values, given(options)),
  }),
  defineMethod({
    name: 'changepoint-binary-segmentation',
    title: 'Changepoints by binary segmentation',
    section: 'time',
    functions: ['binarySegmentation'],
    answers: 'Which is the most important change, which the next, up to so many?',
    notWhen: `A short spell lies between two like levels: the greedy search can miss it, so use \`changepoint-pelt\`. ${NOT_WHEN}`,
    formula: `The split that lowers the cost most is taken if that saves the penalty; then the same in each part.\n\n${COSTS}`,
    source: 'Scott and Knott (1974), Biometrics 30:507; Edwards and Cavalli-Sforza (1965), Biometrics 21:362.',
    checked: CHECKED,
    input: input.extend({ maximum: z.int().optional().describe('most changes to look for; as many as there are unless given') }),
    returns,
    example: { values: [12, 9, 14, 11, 10, 13, 8, 12, 11, 21, 25, 19, 23, 22, 26, 20, 24, 31, 29, 33, 30, 35], change: 'mean', sigma: 2, maximum: 2 },
    reading: 'The level steps from 11.1 to 22.5 after month 9 and to 31.6 after month 17.',
    run: ({ values, ...options }) => binarySegmentation(values, given(options)),
  }),
  defineMethod({
    name: 'changepoint-single',
    title: 'At most one changepoint (AMOC)',
    section: 'time',
    functions: ['singleChangepoint'],
    answers: 'Was there a change at all, and if there was one, when?',
    notWhen: `There may be several, above all a step up and a step back: use \`changepoint-pelt\`. ${NOT_WHEN}`,
    formula: `The split that lowers the cost most, if that saves the penalty.\n\n${COSTS}`,
    source: 'Hinkley (1970), Biometrika 57:1.',
    checked: CHECKED,
    input,
    returns,
    example: { values: [12, 9, 14, 11, 10, 13, 8, 12, 11, 21, 25, 19, 23, 22, 26, 20, 24], change: 'mean' },
    reading: 'One change, after month 9: from 11.1 to 22.5 a month.',
    run: ({ values, ...options }) => singleChangepoint(values, given(options)),
  }),
  defineMethod({
    name: 'cusum-tabular',
    title: 'Tabular CUSUM, two-sided',
    section: 'time',
    functions: ['tabularCusum'],
    answers: 'A process ran at a known level. Has its mean shifted by a little, for good, since when and by how much? A Shewhart limit would not notice.',
    notWhen:
      'Target and sigma come from the same values that are being watched: take them from a quiet time before. Small counts: use `cusum-counts`. Values with a season or correlated with their neighbours: watch residuals.',
    formula: `\`z = (value - target) / σ\`, \`up = max(0, up + z - k)\`, \`down = max(0, down - z - k)\`; an alarm where one exceeds h. k is half the shift worth finding, in standard deviations. With k = 0.5 a false alarm comes about once in 168 values for h = 4 and once in 465 for h = 5. The shifted mean is \`target ± σ (k + sum / steps since zero)\`.`,
    source:
      'Page (1954), Biometrika 41:100; Montgomery (2013), Introduction to Statistical Quality Control, 7th edition, section 9.1. Head start: Lucas and Crosier (1982), Technometrics 24:199.',
    checked:
      'The worked example of Montgomery, table 9.2 (sums, first alarm, start of the shift, new mean); average run length by simulation 465 within Monte Carlo error.',
    input: z.object({
      values: valuesField,
      target: z.number().describe('mean when nothing is wrong, in the unit of the values'),
      sigma: z.number().describe('standard deviation when nothing is wrong, above 0'),
      k: z.number().optional().describe('allowance in standard deviations, half the shift worth finding; 0.5 unless given'),
      h: z.number().optional().describe('decision interval in standard deviations; 5 unless given'),
      headStart: z.number().optional().describe('value that both sums begin at, under h; 0 unless given, h / 2 for a fast response after a start'),
      restart: z.boolean().optional().describe('true to begin anew after an alarm; false unless given'),
    }),
    returns: {
      up: 'the upper sum after each value, in standard deviations',
      down: 'the lower sum likewise',
      alarm: '"up", "down" or null (no alarm) for each value',
      signals:
        'for each run of alarms: at (step from 1), direction, began (step at which the shift is thought to have begun), shiftedMean (in the unit of the values)',
    },
    example: { values: [9.8, 10.4, 9.1, 10.7, 9.6, 10.2, 11.6, 10.9, 11.8, 11.2, 12.1, 11.5, 11.9], target: 10, sigma: 1, k: 0.5, h: 4 },
    reading: 'The upper sum passes 4 at step 11. The shift began at step 7, to a mean of about 11.5.',
    run: ({ values, ...options }) => tabularCusum(values, given(options)),
  }),
  defineMethod({
    name: 'cusum-counts',
    title: 'CUSUM of Poisson counts (Rossi, standard or Anscombe scores)',
    section: 'time',
    functions: ['countCusum'],
    answers:
      'Are there a few more events week after week than expected, even though no single week is high, and even though the expected number differs from week to week?',
    notWhen:
      'The expected counts are guessed: the sum drifts with any error of theirs. One sudden high week: `farrington-flexible` or `ears-c1` answer sooner. Falls: this one looks upwards only.',
    formula: `Scores of a count y with mean m:

* rossi: \`(y - 3m + 2√(y m)) / (2√m)\`
* standard: \`(y - m) / √m\`
* anscombe: \`1.5 (y^⅔ - m^⅔) / m^⅙\`; second order: with \`m^⅔ - m^-⅓ / 9\` for \`m^⅔\`
* none: \`y\`

\`S = max(0, S + score - k)\`, alarm from h on; not set back after an alarm.`,
    source:
      'Rossi, Lampugnani and Marchi (1999), Statistics in Medicine 18:2111. Anscombe scores: Pierce and Schafer (1986), Journal of the American Statistical Association 81:977.',
    checked:
      'R surveillance 1.20.3 algo.cusum (standard): all 104 limits and alarms the same. The other scores: by their formulas, and the limit as the smallest count that alarms, on random series.',
    input: z.object({
      counts: countsField,
      mean: z.union([z.number(), z.array(z.number())]).describe('expected count without an outbreak, above 0: one for all, or one for each step'),
      k: z.number().optional().describe('allowance in standard deviations; 1.04 unless given'),
      h: z.number().optional().describe('decision value in standard deviations; 2.26 unless given'),
      transform: z.enum(['rossi', 'standard', 'anscombe', 'anscombe-second-order', 'none']).optional().describe('the score; rossi unless given'),
    }),
    returns: {
      sum: 'S after each count',
      alarm: 'true where S is at h or above',
      upper: 'the smallest count that would have given an alarm at that step (a whole number; 0: whatever the count)',
    },
    example: { counts: [4, 6, 3, 5, 7, 8, 9, 7, 10, 9], mean: 5, transform: 'standard', k: 0.5, h: 3 },
    reading: 'No week is beyond 10, but from week 9 on the sum of weeks a little high passes 3.',
    run: ({ counts, ...options }) => countCusum(counts, given(options)),
  }),
];
