/** Counts above what was to be expected, as the registry has them. */
import { z } from 'zod';
import { defineMethod, type Method } from '../registry/define.ts';
import { type EarsRule, ears } from './ears.ts';
import { farrington, farringtonFlexible } from './farrington.ts';
import { countsField, given, lastField, stepsPerYearField } from './fields.ts';
import { bayesLimit, rkiLimit } from './reference-weeks.ts';

const common = {
  counts: countsField,
  last: lastField,
  stepsPerYear: stepsPerYearField,
  halfWindow: z.int().optional().describe('steps to either side of the same week in earlier years; 3 unless given'),
  trend: z.boolean().optional().describe('false for no trend ever; true unless given'),
  reweight: z.boolean().optional().describe('false to let past outbreaks count fully; true unless given'),
  power: z
    .enum(['2/3', '1/2', 'none'])
    .optional()
    .describe('scale on which the prediction is normal: 2/3 for symmetry, which is taken unless given, 1/2 for equal variance'),
  minimumCases: z
    .strictObject({ cases: z.int().describe('events'), steps: z.int().describe('steps, the present one included') })
    .optional()
    .describe('no alarm with fewer events than `cases` in the last `steps`; 5 in 4 unless given'),
};

const farringtonReturns = {
  steps:
    'for each step judged: step (from 1), observed, expected and its standardError, upper (a count above it is unusual), score ((observed - expected) / (upper - expected), above 1 is above the limit), p (probability of a count as high), dispersion (1 is Poisson), trend (change of the log count a step; null where none was kept), alarm (true, false, or null where it cannot be said) and verdict. What cannot be said is null. p and score are null too where the same weeks of all earlier years had no events: expected and upper are then 0',
  'steps[].verdict':
    '"alarm"; "no alarm"; "no alarm: too few recent cases" (whatever the limit); "cannot say: history too short"; "cannot say: the model did not settle"',
};

const OUTBREAK_NOT =
  'The history is shorter than the years asked for: the verdict says so; use `ears-c1`. Recording changed in those years: the limit belongs to the old recording. Many series watched at once: with 1,000 series and alpha 0.005 expect five false alarms every week. Slow growth over years: the trend takes it in; use `changepoint-pelt`.';

const REFERENCE_NOT =
  'There are four years or more: `farrington-flexible` weighs down past outbreaks and knows a trend, this does not. Counts vary by more than Poisson: too many alarms.';

const referenceInput = (recent: string) => ({
  counts: countsField,
  last: lastField,
  stepsPerYear: stepsPerYearField,
  years: z.int().optional().describe('earlier years to look at; 2 unless given'),
  halfWindow: z.int().optional().describe('steps to either side of the same week; 4 unless given'),
  recent: z.boolean().optional().describe(`whether the halfWindow steps just before count, too; ${recent} unless given`),
});

const referenceReturns = {
  steps:
    'for each step judged: step (from 1), observed, mean of the reference, upper (the limit), alarm and verdict: "alarm", "no alarm" or "cannot say: history too short", with mean, upper and alarm null',
};

const MONTHLY = [
  14, 12, 15, 18, 21, 24, 27, 25, 20, 17, 15, 13, 12, 15, 13, 20, 22, 27, 25, 28, 22, 16, 14, 15, 15, 13, 17, 19, 24, 26, 29, 26, 21, 19, 16, 14, 16, 14, 18,
  17, 25, 28, 31, 27, 24, 18, 17, 16, 15, 31,
];

const earsEntry = (rule: EarsRule): Method => {
  const gap = rule === 'C1' ? '' : ', leaving out the two just before';
  return defineMethod({
    name: `ears-${rule.toLowerCase()}`,
    title: `EARS ${rule}: a count against the ${rule === 'C3' ? 'days before, three days added up' : 'days before'}`,
    section: 'time',
    functions: ['ears'],
    answers:
      rule === 'C3'
        ? 'There are only a few weeks of data. Have the last three days together been unusual, though none of them alone was?'
        : `There are only a few weeks of data. Is today (or this week) unusual against the seven before${gap}?`,
    notWhen:
      'There are years of history: `farrington-flexible` knows the season. Counts differ by day of the week (weekends): take weeks. A baseline of equal counts has standard deviation 0, so that one more is an alarm: set `minimumSigma` to 0.5. The rates of false alarm are those of a normal distribution with known mean, so real ones are higher (about 2 % for C1 and C2 on Poisson counts, not 0.1 %).' +
      (rule === 'C1' ? ' An outbreak that starts slowly raises its own baseline: use `ears-c2`.' : ''),
    formula: `Baseline: \`baseline\` steps (7)${rule === 'C1' ? ' just before' : ' ending three steps before'}, with mean M and standard deviation S (divisor one less). ${
      rule === 'C3'
        ? 'With `C2 = (count - M) / S`: `C3 = Σ max(0, C2 - 1)` over the step and the two before; alarm where C3 > z(alpha), z(0.025) = 1.96. The limit for the count is `M + S (1 + z - the two before)`.'
        : 'Limit `M + z(alpha) S`, z(0.001) = 3.09; alarm above it.'
    }`,
    source:
      'Hutwagner, Thompson, Seeman and Treadwell (2003), Journal of Urban Health 80 (supplement 1): i89; Fricker, Hegler and Dunfee (2008), Statistics in Medicine 27:3407.',
    checked: `R surveillance 1.20.3 earsC: 293 limits and alarms, largest error 6e-14.${
      rule === 'C3'
        ? ' That is with `convention: "surveillance"`: R takes the count itself for M in the limit, so that its alarm depends on the two days before only. The published rule is the default here.'
        : ''
    }`,
    input: z.object({
      counts: countsField,
      baseline: z.int().optional().describe('steps of the baseline, 3 or more; 7 unless given'),
      alpha: z
        .number()
        .optional()
        .describe(`false-alarm probability for normal counts, under 0.5; ${rule === 'C3' ? 0.025 : 0.001} unless given`),
      minimumSigma: z.number().optional().describe('standard deviations are not taken for less; 0 unless given'),
      ...(rule === 'C3' && {
        convention: z
          .enum(['published', 'surveillance'])
          .optional()
          .describe('published (the three days added up), which is taken unless given, or as R surveillance 1.20.3 computes it'),
      }),
    }),
    returns: {
      from: `first step judged, from 1: the ones before have no whole baseline (history too short)`,
      observed: 'counts from there on',
      mean: 'mean of each baseline',
      sigma: 'standard deviation of each baseline',
      upper: `a count above it is an alarm${rule === 'C3' ? '; 0 where the two days before are one by themselves' : ''}`,
      alarm: 'true or false for each',
    },
    example: { counts: [3, 5, 4, 2, 6, 4, 3, 5, 4, 3, 6, 8, 9, 13, 5] },
    reading: {
      C1: 'Judged from day 8 on. Only day 14 (13 against a limit of 12.8) is unusual.',
      C2: 'Judged from day 10 on. Days 12, 13 and 14 are above their limits: the rise has not entered its own baseline.',
      C3: 'Judged from day 12 on. All four days are alarms; on day 15 because of the two before, not of its own count.',
    }[rule],
    // The field is there only for C3, which the type of a spread cannot tell.
    run: ({ counts, ...options }) => ears(counts, { rule, ...given(options as Partial<Omit<Parameters<typeof ears>[1], 'rule'>>) }),
  });
};

export const outbreakMethods: readonly Method[] = [
  defineMethod({
    name: 'farrington-flexible',
    title: 'Farrington Flexible: outbreak detection with all weeks of earlier years',
    section: 'time',
    functions: ['farringtonFlexible'],
    answers:
      'Are there more events this week than season, trend and the usual variation of earlier years account for? One limit a week, for one series or for thousands.',
    notWhen: OUTBREAK_NOT,
    formula: `Baseline: all steps of the last \`years\` years but the latest \`excludeRecent\`. Quasi-Poisson regression \`log mean = level of the seasonal factor + slope x time (+ log population)\`; the factor has one level for the windows of 2 halfWindow + 1 steps about the same week, and \`periods\` - 1 for nearly equal blocks between them.

1. Fit; dispersion φ = Pearson chi-squared by degrees of freedom, at least 1.
2. Standardised Anscombe residuals \`s = 1.5 (y^⅔ - μ^⅔) / (μ^⅙ √(φ (1 - leverage)))\`; weights proportional to s^-2 where s exceeds \`weightsThreshold\`, equal elsewhere; fit again.
3. The trend stays where its p is under \`trendThreshold\`, there are three years or more and the prediction is not above every count of the baseline; else all is fitted without.
4. Limit, with μ the prediction and SE its standard error: *nb-plugin* the 1 - alpha quantile of a negative binomial with mean μ and variance φμ (Poisson for φ = 1); *muan* the same with the upper limit μ exp(z SE / μ) for μ; *delta* \`(μ^⅔ + z √(4/9 μ^⅓ (φ + SE² / μ)))^1.5\`, z the 1 - alpha quantile.

Alarm: a count above the limit, and at least 5 events in the last 4 steps.`,
    source:
      'Noufaily, Enki, Farrington, Garthwaite, Andrews and Charlett (2013), Statistics in Medicine 32:1206; Salmon, Schumacher and Höhle (2016), Journal of Statistical Software 70(10).',
    checked:
      'R surveillance 1.20.3 farringtonFlexible, 23 weeks each of the original and the improved settings: limits, expected counts, dispersions, trends, scores, p and alarms, largest relative error 6e-14. That is with `standardErrors: "surveillance"`: R squares its residuals with prior in place of working weights, which makes the standard error too small for means above 1 and the delta limit about 1 % low. The default follows the model; with nb-plugin and every trend kept the two agree.',
    input: z.object({
      ...common,
      years: z.int().optional().describe('years of history; 5 unless given'),
      periods: z.int().optional().describe('levels of the seasonal factor; 10 unless given; 1 to use the windows only'),
      excludeRecent: z.int().optional().describe('latest steps left out, so that an outbreak does not raise its own limit; half a year unless given'),
      weightsThreshold: z.number().optional().describe('residuals above this are weighted down; 2.58 unless given'),
      trendThreshold: z.number().optional().describe('p-value under which a trend is kept; 1 (always) unless given'),
      alpha: z.number().optional().describe('one-sided probability of a false alarm, under 0.5; 0.005 unless given'),
      threshold: z.enum(['nb-plugin', 'muan', 'delta']).optional().describe('how the limit is made; nb-plugin unless given'),
      standardErrors: z.enum(['model', 'surveillance']).optional().describe("the model's own (unless given), or as R surveillance 1.20.3"),
      population: z.array(z.number()).optional().describe('people at risk at each step, above 0; none unless given'),
    }),
    returns: farringtonReturns,
    example: { counts: MONTHLY, last: 2, stepsPerYear: 12, years: 3, halfWindow: 1, periods: 4, excludeRecent: 6 },
    reading: 'Monthly injuries of four years and two months. The 15 of January is as expected; the 31 of February is above the limit of 28: an alarm.',
    run: ({ counts, ...options }) => ({ steps: farringtonFlexible(counts, given(options)) }),
  }),
  defineMethod({
    name: 'farrington',
    title: 'Farrington: outbreak detection from the same weeks of earlier years',
    section: 'time',
    functions: ['farrington'],
    answers:
      'Is this week higher than the same weeks of earlier years, as health protection has asked since 1996? For comparison with systems that still use it.',
    notWhen: `A new system is being set up: \`farrington-flexible\` has more power and fewer false alarms. ${OUTBREAK_NOT}`,
    formula: `As \`farrington-flexible\` with windows only (periods 1), residuals above 1 weighted down, a trend kept at p under 0.05, and the delta limit with z the 1 - alpha/2 quantile: a two-sided interval, of which the upper end is used.`,
    source: 'Farrington, Andrews, Beale and Catchpole (1996), Journal of the Royal Statistical Society A 159:547.',
    checked: 'R surveillance 1.20.3 algo.farrington: 23 weekly limits and alarms, largest relative error 4e-15.',
    input: z.object({
      ...common,
      years: z.int().optional().describe('years of history; 3 unless given, and fewer allow no trend'),
      alpha: z.number().optional().describe('of the two-sided interval; 0.01 unless given'),
    }),
    returns: farringtonReturns,
    example: { counts: MONTHLY, last: 2, stepsPerYear: 12, years: 3, halfWindow: 1 },
    reading: 'The 15 of January is as expected; the 31 of February is above the limit of 26.4: an alarm.',
    run: ({ counts, ...options }) => ({ steps: farrington(counts, given(options)) }),
  }),
  earsEntry('C1'),
  earsEntry('C2'),
  earsEntry('C3'),
  defineMethod({
    name: 'outbreak-rki',
    title: "The Robert Koch Institute's older limit",
    section: 'time',
    functions: ['rkiLimit'],
    answers: 'Is this week above the usual 95 % limit of the same weeks of one or two earlier years? For comparison with reports that use it.',
    notWhen: REFERENCE_NOT,
    formula:
      "Reference: `2 halfWindow + 1` steps about the same week of each earlier year (and the `halfWindow` steps just before, with `recent`). Mean above 20: limit = mean + 2 standard deviations. Else Crow and Gardner's upper 95 % limit for the mean rounded down, as if it were one Poisson count. Alarm above it.",
    source: 'Salmon, Schumacher and Höhle (2016), Journal of Statistical Software 70(10). Limits: Crow and Gardner (1959), Biometrika 46:441.',
    checked: 'R surveillance 1.20.3 algo.rki (2 years, 4 weeks either side): 23 limits and alarms the same. The table of limits: computed from its definition.',
    input: z.object(referenceInput('false')),
    returns: referenceReturns,
    example: { counts: MONTHLY, stepsPerYear: 12, halfWindow: 1 },
    reading: 'The reference months have a mean of 15.5, the limit is 23.8: 31 is an alarm.',
    run: ({ counts, ...options }) => ({ steps: rkiLimit(counts, given(options)) }),
  }),
  defineMethod({
    name: 'outbreak-bayes',
    title: 'Bayesian limit from reference weeks',
    section: 'time',
    functions: ['bayesLimit'],
    answers: 'Is this week more than reference weeks allow for, when there are few of them and their mean is uncertain itself?',
    notWhen: REFERENCE_NOT,
    formula:
      "Reference weeks y_1 ... y_n, as for `outbreak-rki`, are Poisson with Jeffreys' prior for their mean; the next count is then negative binomial with size `Σy + ½` and mean `(Σy + ½) / n`. Limit: its 1 - alpha quantile; alarm at the limit or above.",
    source:
      'Riebler (2004), Empirischer Vergleich von statistischen Methoden zur Ausbruchserkennung bei Surveillance Daten; Höhle (2007), Computational Statistics 22:571.',
    checked: 'R surveillance 1.20.3 algo.bayes (2 years, 4 weeks either side, recent weeks): 23 limits and alarms the same.',
    input: z.object({ ...referenceInput('true'), alpha: z.number().optional().describe('probability of a false alarm; 0.05 unless given') }),
    returns: referenceReturns,
    example: { counts: MONTHLY, stepsPerYear: 12, halfWindow: 1 },
    reading: 'The reference months have a mean of 15.4, the limit is 23: 31 is an alarm.',
    run: ({ counts, ...options }) => ({ steps: bayesLimit(counts, given(options)) }),
  }),
];
