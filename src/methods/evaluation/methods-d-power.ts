/** Registry entries: what a design could find. */
import { z } from 'zod';
import { MethodError } from '../error.ts';
import { defineMethod, levelField, type Method, seedField } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { detectableIts, powerIts, simulateItsPower } from './power-its.ts';
import { powerPanel, powerSteppedWedge } from './power-panel.ts';
import {
  designEffect,
  detectableDidCounts,
  detectableProportion,
  detectableTwoRates,
  placeboPower,
  powerDidCounts,
  powerTwoProportions,
  powerTwoRates,
  sampleTwoProportions,
} from './power-two.ts';

const wanted = z.number().optional().describe('wanted power for the smallest effect; 0.8 unless given');
const dispersion = z
  .number()
  .optional()
  .describe('variance of a count by its mean; 1 (Poisson) unless given. Crime is mostly 1.5 to 5: take it from past months');

const BEFORE = `* **After the results are in.** Power worked out from the effect that was found says nothing that its interval does not say better.
* With the effect that one hopes for. Use the smallest that would be worth having.`;

const RATIO_RETURNS = {
  power: 'chance of a significant ratio; null without ratio',
  detectable: 'fall and rise: the ratios nearest to 1 found with the wanted power; null where none is',
};

export const powerMethods: readonly Method[] = [
  defineMethod({
    name: 'power-two-proportions',
    title: 'Power: two proportions, also in clusters',
    section: 'evaluation',
    functions: ['powerTwoProportions', 'detectableProportion', 'sampleTwoProportions', 'designEffect'],
    answers: 'How many people are needed to tell two shares apart, or how small a difference could these groups show?',
    notWhen: `${BEFORE}
* Very small groups or shares (under about 5 expected in a cell): the normal approximation fails; exact tests need more people.
* Whole schools or wards in each arm without \`clusterSize\` and \`icc\`. With few clusters even that is too hopeful.`,
    formula: `    power = Φ((|p1 - p2| - z s0) / s1) + Φ((-|p1 - p2| - z s0) / s1)
    s0² = p̄(1 - p̄)(1/n1 + 1/n2),  p̄ = (n1 p1 + n2 p2)/(n1 + n2);   s1² = p1(1 - p1)/n1 + p2(1 - p2)/n2

z: normal quantile of the level. In clusters of m each n is divided by 1 + (m - 1) ICC. Smallest difference and sample size by halving.`,
    source:
      'Fleiss, Levin and Paik (2003), *Statistical Methods for Rates and Proportions*, 3rd edition, section 4.2, without continuity correction; Kish (1965), *Survey Sampling* (design effect).',
    checked: 'R’s power.prop.test (strict): power 1e-10, detectable share 1e-6, sample size 1e-5.',
    input: z.object({
      n1: z.number().optional().describe('people in the first group; without n1 and n2 the sample size is worked out'),
      n2: z.number().optional().describe('people in the second group'),
      share1: z.number().describe('share with the outcome in the first group, 0 to 1'),
      share2: z.number().optional().describe('and in the second; without it the smallest difference is worked out'),
      clusterSize: z.number().optional().describe('people in each cluster; 1 unless given'),
      icc: z.number().optional().describe('intra-cluster correlation; 0 unless given'),
      power: wanted,
      level: levelField,
    }),
    returns: {
      power: 'chance of a significant difference; null without n1, n2 and share2',
      detectable:
        'below and above: the nearest shares of the second group that would be told from share1 with the wanted power, null where none would; null without n1 and n2',
      peoplePerGroup: 'for the wanted power, rounded up; null without share2, or where the shares are the same',
      designEffect: 'how many times more people clusters cost',
    },
    example: { n1: 400, n2: 400, share1: 0.3, share2: 0.22, clusterSize: 20, icc: 0.02 },
    reading:
      'With 400 people in each group, in clusters of 20, a fall from 30 to 22 % would be found 59 times in 100. For 80 in 100 it takes 650 in each group, or a fall to 20 %.',
    run: ({ n1, n2, share1, share2, ...rest }) => {
      if ((n1 === undefined) !== (n2 === undefined)) throw new MethodError('inconsistent', 'n2', 'give the people of both groups, or of neither');
      const options = given(rest);
      const needed = share2 === undefined ? null : sampleTwoProportions({ ...options, share1, share2 });
      return {
        power: n1 === undefined || n2 === undefined || share2 === undefined ? null : powerTwoProportions({ ...options, n1, n2, share1, share2 }),
        detectable: n1 === undefined || n2 === undefined ? null : detectableProportion({ ...options, n1, n2, share1 }),
        peoplePerGroup: needed === null ? null : Math.ceil(needed - 1e-6),
        designEffect: designEffect(rest.clusterSize ?? 1, rest.icc ?? 0),
      };
    },
  }),
  defineMethod({
    name: 'power-two-rates',
    title: 'Power: two rates',
    section: 'evaluation',
    functions: ['powerTwoRates', 'detectableTwoRates'],
    answers: 'With these populations and this rate, how large must a rate ratio be to be seen?',
    notWhen: `${BEFORE}
* Under about 10 expected events in a group: the normal approximation to the log ratio fails.
* Before and after in one place: nothing tells the effect from what would have happened anyway. See \`power-did-counts\`, \`power-its\`.`,
    formula: `    s² = φ (1/(r N1) + 1/(r R N2))          r: rate of the first group, R: ratio, N: exposures, φ: dispersion
    power = Φ(|log R|/s - z) + Φ(-|log R|/s - z)`,
    source: 'Wald test of a log rate ratio; Breslow and Day (1987), *Statistical Methods in Cancer Research* II, section 7.3; φ as in quasi-Poisson.',
    checked: 'Written out in R 4.2.2: 1e-11.',
    input: z.object({
      exposure1: z.number().describe('population × time of the first group'),
      exposure2: z.number().describe('and of the second'),
      rate1: z.number().describe('events per unit of exposure in the first group'),
      ratio: z.number().optional().describe('rate of the second by the first, for the power of finding it'),
      dispersion,
      power: wanted,
      level: levelField,
    }),
    returns: RATIO_RETURNS,
    example: { exposure1: 40000, exposure2: 40000, rate1: 0.004, ratio: 0.75, dispersion: 1.6 },
    reading: 'A ratio of 0.75 would be found 47 times in 100; what 80 in 100 would show is a fall to 0.64 or a rise to 1.44.',
    run: ({ ratio, ...rest }) => {
      const input = { ...given(rest), exposure1: rest.exposure1, exposure2: rest.exposure2, rate1: rest.rate1 };
      return { power: ratio === undefined ? null : powerTwoRates({ ...input, ratio }), detectable: detectableTwoRates(input) };
    },
  }),
  defineMethod({
    name: 'power-did-counts',
    title: 'Power: difference-in-differences of counts',
    section: 'evaluation',
    functions: ['powerDidCounts', 'detectableDidCounts'],
    answers: 'With so many events before and in the comparison, how large must a change be for a 2x2 difference-in-differences to see it?',
    notWhen: `${BEFORE}
* Many areas and periods: \`power-panel\` uses them. This takes the four totals.`,
    formula: `    treated after = a (d/c) R;    s² = φ (1/a + 1/(treated after) + 1/c + 1/d);    power as in power-two-rates`,
    source: 'as did-counts.',
    checked: 'Simulation of Poisson counts analysed by did-counts: power at the smallest detectable ratio 0.80 within Monte Carlo error.',
    input: z.object({
      treatedBefore: z.number().describe('events expected in the treated group before'),
      comparisonBefore: z.number().describe('and in the comparison before'),
      comparisonAfter: z.number().describe('and after'),
      ratio: z.number().optional().describe('true ratio of ratios, for the power of finding it'),
      dispersion,
      power: wanted,
      level: levelField,
    }),
    returns: RATIO_RETURNS,
    example: { treatedBefore: 240, comparisonBefore: 610, comparisonAfter: 610, dispersion: 1.8, ratio: 0.8 },
    reading:
      'A true fall by 20 % would be found 32 times in 100. Only a fall by 36 % or more would be seen with 80 % power: these four totals are too small for the question.',
    run: ({ ratio, ...rest }) => {
      const input = { ...given(rest), treatedBefore: rest.treatedBefore, comparisonBefore: rest.comparisonBefore, comparisonAfter: rest.comparisonAfter };
      return { power: ratio === undefined ? null : powerDidCounts({ ...input, ratio }), detectable: detectableDidCounts(input) };
    },
  }),
  defineMethod({
    name: 'power-its',
    title: 'Power: interrupted time series',
    section: 'evaluation',
    functions: ['powerIts', 'detectableIts', 'simulateItsPower'],
    answers: 'With so many months before and after and so many events a month, how large must a change be to be seen?',
    notWhen: `${BEFORE}
* For other threats than chance: power says nothing about other things changing in the same month.
* By formula with strong autocorrelation and a short series: the test is taken to know the true errors, which Newey-West then does not. Simulate (\`seed\`), once also with a ratio of 1: with 36 months before, 24 after and a correlation of 0.3, Newey-West at lag 3 raised a false alarm in 17 of 100 simulated series (docs/methods/evaluation.md).`,
    formula: `    mean_t = first mean × trend^(t-1) × [after: level × slope^(t-t0)],   variance φ mean, correlation ρ^|s-t|
    covariance = φ (X'WX)⁻¹ [Σ_st ρ^|s-t| √(W_s W_t) x_s x_t'] (X'WX)⁻¹,   W = mean
    power = P(T > t - |b|/s) + P(T > t + |b|/s),   T: t on periods less columns

Simulation: counts at the probabilities of a normal AR(1), negative binomial with variance φ × mean, each series analysed by segmented quasi-Poisson regression. Harmonics count as columns with no effect.`,
    source:
      'Wald test of the segmented model with AR(1) errors; compare Zhang, Wagner and Ross-Degnan (2011), *Journal of Clinical Epidemiology* 64:1252; Hawley et al. (2019), *Clinical Epidemiology* 11:197 (simulation).',
    checked: 'Formula written out in R 4.2.2: 1e-9. Simulation against formula (power), and against 5 % (false alarms): within Monte Carlo error.',
    input: z.object({
      before: z.int().describe('periods before the change'),
      after: z.int().describe('periods after'),
      mean: z.number().describe('events expected in the first period'),
      trend: z.number().optional().describe('ratio of one period to the one before, without the change; 1 unless given'),
      dispersion,
      autocorrelation: z.number().optional().describe('correlation of neighbouring periods, -1 to 1; 0 unless given'),
      change: z.enum(['level', 'slope', 'level-and-slope']).describe('what the model lets change'),
      harmonics: z.int().optional().describe('pairs of sine and cosine; 0 unless given'),
      seasonLength: z.number().optional().describe('periods in a year; needed with harmonics'),
      levelRatio: z.number().optional().describe('true ratio at the change; 1 unless given'),
      slopeRatio: z.number().optional().describe('true ratio of trends per period; 1 unless given'),
      seed: seedField.optional().describe('seed of the simulation, which is left out without one: the same seed, the same result'),
      runs: z.int().optional().describe('simulated series, with a seed; 500 unless given'),
      neweyWestLag: z.int().optional().describe('Newey-West errors up to this lag in the simulated analyses'),
      power: wanted,
      level: levelField,
    }),
    returns: {
      power: 'level and slope: chance that the test of each is significant at the ratios given; null where the model has none',
      detectable: 'level and slope, each fall and rise: ratios nearest to 1 found with the wanted power (of one, the other not changing); null where none is',
      simulated: 'level, slope, monteCarloError (standard error of either), runs; null without a seed',
    },
    example: {
      before: 36,
      after: 24,
      mean: 40,
      dispersion: 2,
      change: 'level',
      harmonics: 1,
      seasonLength: 12,
      levelRatio: 0.7,
      seed: 1,
      runs: 300,
    },
    reading:
      'A fall by 30 % would be found 82 times in 100 by the formula, and 85 (give or take 2) in simulation. The smallest fall seen with 80 % power is 29 %.',
    run: ({ levelRatio, slopeRatio, seed, runs, neweyWestLag, ...rest }) => {
      const input = { ...given(rest), before: rest.before, after: rest.after, mean: rest.mean, change: rest.change };
      const effect = given({ level: levelRatio, slope: slopeRatio });
      return {
        power: powerIts(input, effect),
        detectable: detectableIts(input),
        simulated: seed === undefined ? null : simulateItsPower(input, effect, { seed, ...given({ runs, neweyWestLag }) }),
      };
    },
  }),
  defineMethod({
    name: 'power-panel',
    title: 'Power: panels with any adoption (also the 2x2 design)',
    section: 'evaluation',
    functions: ['powerPanel'],
    answers: 'With these areas, periods and starting dates, how small an effect could a panel find?',
    notWhen: `${BEFORE}
* For \`callaway-santanna\` with few never-treated units: it throws away the comparisons that this counts. Expect less power.
* Effects that grow: the effect here is one number for all treated rows.
* Few clusters of unequal size: real tests are less sure than their t says.`,
    formula: `    s² = σ² Σ_i d_i' C d_i / (Σ_it d_it²)²,    C_st = ρ^|s-t|

d_it: what is left of the treatment after the means of units and periods. Smallest effect: where a t test on units - 1 degrees of freedom has the wanted power (Bloom’s multiple). For m periods before and r after, one start and ρ = 0 this is σ²(1/m + 1/r)(1/n1 + 1/n0).
σ: spread of a unit’s outcome about its own level and the common course. For log counts about sqrt(φ / mean count).`,
    source:
      'Burlig, Preonas and Woerman (2020), *Journal of Development Economics* 144:102458; McKenzie (2012), same journal 99:210; Bloom (1995), *Evaluation Review* 19:547.',
    checked:
      'Variance written out in R 4.2.2: 1e-11; McKenzie’s closed form: 1e-12; simulation with 40 areas, two starts and AR(1) errors analysed by two-way-fixed-effects: power at the smallest detectable effect 0.80 within 0.03 and Monte Carlo error.',
    input: z.object({
      adopted: z.array(z.int().nullable()).describe('for each unit the period, counted from 1, in which it starts; null for never'),
      periods: z.int().describe('number of periods'),
      sd: z.number().describe('standard deviation of a unit’s outcome in a period about its own level and the common course'),
      autocorrelation: z.number().optional().describe('correlation of neighbouring periods within a unit, falling off as a power; 0 unless given'),
      effect: z.number().optional().describe('true effect, for the power of finding it'),
      power: wanted,
      level: levelField,
    }),
    returns: {
      standardError: 'of the effect, in the unit of sd',
      df: 'units less one',
      detectable: 'smallest effect found with the wanted power, in the unit of sd',
      power: 'chance of a significant effect; null without effect',
    },
    example: { adopted: [5, 5, 5, 9, 9, null, null, null, null, null, null, null], periods: 16, sd: 0.2, autocorrelation: 0.3, effect: -0.15 },
    reading: 'The smallest effect seen with 80 % power is 0.23 on the log scale, a fall by 20 %. One of 0.15 (14 %) would be found 44 times in 100.',
    run: ({ effect, ...rest }) => powerPanel({ ...given(rest), adopted: rest.adopted, periods: rest.periods, sd: rest.sd }, effect),
  }),
  defineMethod({
    name: 'power-stepped-wedge',
    title: 'Power: stepped wedge',
    section: 'evaluation',
    functions: ['powerSteppedWedge'],
    answers: 'Everybody gets it in the end, area by area in random order: how small an effect could that find?',
    notWhen: `${BEFORE}
* The order is not random: it is then a panel with staggered starts (\`power-panel\`).
* The same people measured again (a cohort): people here are new in each period.
* Few clusters (under some 20): the normal test is too hopeful.`,
    formula: `    cell means, one cluster: covariance  ICC σ² × (CAC for different periods) + [same period] (1 - ICC) σ² / m
    s² = last entry of (Σ_clusters X' V⁻¹ X)⁻¹,   X: dummies of periods, and 1 once crossed over

One period more than steps; a cluster crosses at the start of the period after its step. Normal test. With CAC = 1 this is Hussey and Hughes’ closed form.`,
    source: 'Hussey and Hughes (2007), *Contemporary Clinical Trials* 28:182; Hooper et al. (2016), *Statistics in Medicine* 35:4718 (CAC).',
    checked: 'Hussey and Hughes’ equation 8, unequal steps: 1e-10.',
    input: z.object({
      steps: z.array(z.int()).describe('clusters that cross over at each step, in order; two steps or more'),
      perPeriod: z.number().describe('people measured in each cluster in each period'),
      sd: z.number().describe('standard deviation of a person’s outcome; for a share p about sqrt(p(1 - p))'),
      icc: z.number().describe('correlation of two people of one cluster in one period'),
      cac: z.number().optional().describe('cluster autocorrelation: correlation between periods by that within; 1 unless given, 0.8 is often more like it'),
      effect: z.number().optional().describe('true effect, for the power of finding it'),
      power: wanted,
      level: levelField,
    }),
    returns: {
      standardError: 'of the effect, in the unit of sd',
      clusters: 'clusters in all',
      periods: 'periods in all',
      detectable: 'smallest effect found with the wanted power',
      power: 'chance of a significant effect; null without effect',
    },
    example: { steps: [3, 3, 3, 3], perPeriod: 25, sd: 0.43, icc: 0.05, cac: 0.8, effect: 0.1 },
    reading: 'Twelve clusters over five periods would find a change of 10 percentage points 67 times in 100; for 80 it must be 12 points.',
    run: ({ effect, ...rest }) => powerSteppedWedge({ ...given(rest), steps: rest.steps, perPeriod: rest.perPeriod, sd: rest.sd, icc: rest.icc }, effect),
  }),
  defineMethod({
    name: 'power-placebo',
    title: 'Power: placebo test with one treated area (synthetic control)',
    section: 'evaluation',
    functions: ['placeboPower'],
    answers: 'One area was treated and so many others were not: how small can p get, and how large must an effect be to stand out among the placebos?',
    notWhen: `${BEFORE}
* Several treated units: \`permutation-test\` has many more assignments and smaller p.
* Gaps that differ in spread between areas (small and large forces): use ratios of fit after to before, and take this as a rough guide.`,
    formula: `    smallest p = 1/(J + 1);    donors needed = ⌈1/α⌉ - 1;    k = ⌊α(J + 1)⌋
    power = ∫ φ(x - δ) P(Binomial(J, 2Φ(-|x|)) < k) dx,   δ = effect / standard deviation of the gaps

J: donors. The treated area’s gap must be among the k largest in size of all J + 1; all gaps normal with one spread.`,
    source: 'Abadie, Diamond and Hainmueller (2010), *JASA* 105:493, for the p-value; the integral is worked out here (Simpson’s rule).',
    checked: 'R’s integrate: 1e-8; simulation of 39 donors: within Monte Carlo error; with no effect the power is the level.',
    input: z.object({
      donors: z.int().describe('areas that could have been treated and were not'),
      gapSd: z.number().optional().describe('standard deviation of the donors’ placebo gaps; without it only p is worked out'),
      effect: z.number().optional().describe('true effect in the unit of gapSd, for the power of finding it'),
      power: wanted,
      level: levelField,
    }),
    returns: {
      smallestP: 'smallest p that can come out',
      donorsNeeded: 'donors that the level needs at the least',
      possible: 'whether any effect at all could be significant',
      power: 'chance of a significant effect; null without gapSd and effect',
      detectable: 'smallest effect found with the wanted power, in the unit of gapSd; null where none is, or without gapSd',
    },
    example: { donors: 24, gapSd: 12, effect: -40 },
    reading: 'With 24 donors p cannot be under 0.04, so only the very largest gap is significant. An effect of 40 would be found 84 times in 100.',
    run: (input) => placeboPower({ ...given(input), donors: input.donors }),
  }),
];
