/** Whether there is a season, as the registry has it. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { countsField, given, periodField, valuesField } from './fields.ts';
import { harmonicPoisson } from './harmonic.ts';
import { ljungBox } from './ljung-box.ts';
import { seasonalFriedman, seasonalKruskalWallis } from './rank-tests.ts';

const rankReturns = {
  statistic: 'chi-squared without a season',
  degreesOfFreedom: 'period less one',
  p: 'probability of a statistic as large, were there no season',
};

export const seasonMethods: readonly Method[] = [
  defineMethod({
    name: 'seasonality-kruskal-wallis',
    title: 'Seasonality by the Kruskal-Wallis test',
    section: 'time',
    functions: ['seasonalKruskalWallis'],
    answers: 'Do some months of the year have higher values than others, whatever the shape of the pattern and without assuming a distribution?',
    notWhen:
      'There is a trend or a change of level: it hides the season, so take it out first (`stl`) or use `seasonality-friedman`. Values depend on the month before (`ljung-box`): p is then too small. Under three years: not enough to call anything seasonal. Counts of a few a month: `seasonality-harmonic` has more power.',
    formula: `All n values are ranked together, equal ones at their mean rank. With R_j the mean rank of position j of the period and n_j its values: \`H = 12 / (n (n + 1)) x Σ n_j (R_j - (n + 1) / 2)²\`, divided by \`1 - Σ (t³ - t) / (n³ - n)\` over groups of t equal values. Chi-squared with period - 1 degrees of freedom.`,
    source: 'Kruskal and Wallis (1952), Journal of the American Statistical Association 47:583.',
    checked: 'R 4.2.2 kruskal.test by month on nottem (p 1.37e-40) and ldeaths: relative error under 1e-13 of the statistic and 1e-12 of p.',
    input: z.object({ values: valuesField, period: periodField }),
    returns: { ...rankReturns, meanRanks: 'mean rank of each position of the period, 1 to the number of values: which are high and which low' },
    example: { values: [21, 26, 34, 25, 20, 28, 33, 24, 23, 27, 36, 26], period: 4 },
    reading: 'The third quarters rank highest and the first lowest; a pattern as clear has a probability of 1.7 % by chance (p 0.017).',
    run: ({ values, period }) => seasonalKruskalWallis(values, { period }),
  }),
  defineMethod({
    name: 'seasonality-friedman',
    title: 'Seasonality by the Friedman test',
    section: 'time',
    functions: ['seasonalFriedman'],
    answers: 'Do some months have higher values than others within each year, even though the level changes from year to year?',
    notWhen:
      'The series is not of whole years (an error: leave out the part). A steep trend within the year. Fewer than about five years with 12 months: chi-squared is then rough.',
    formula: `Values are ranked 1 to k within each of the n years (k the period), equal ones at their mean rank. With R_j the sum of ranks of position j: \`Q = 12 Σ (R_j - n (k + 1) / 2)² / (n k (k + 1) - Σ (t³ - t) / (k - 1))\` over groups of t equal values within a year. Chi-squared with k - 1 degrees of freedom.`,
    source:
      'Friedman (1937), Journal of the American Statistical Association 32:675. Ties: Conover (1999), Practical Nonparametric Statistics, 3rd edition, section 5.8.',
    checked:
      'R 4.2.2 friedman.test on six years of ldeaths: relative error under 1e-13 of the statistic and 1e-12 of p; with ties on a series of the tests 1e-12.',
    input: z.object({ values: valuesField.describe('the series: whole years, one number for each step, in order and without gaps'), period: periodField }),
    returns: { ...rankReturns, meanRanks: 'mean rank within the year of each position, 1 to the period' },
    example: { values: [21, 26, 34, 25, 40, 48, 53, 44, 63, 67, 76, 66], period: 4 },
    reading: 'Levels double from year to year, but within each the third quarter is highest and the first lowest (p 0.029).',
    run: ({ values, period }) => seasonalFriedman(values, { period }),
  }),
  defineMethod({
    name: 'seasonality-harmonic',
    title: 'Seasonality of counts by harmonic Poisson regression',
    section: 'time',
    functions: ['harmonicPoisson'],
    answers:
      'Is there a season in these counts, when is its peak, and how much higher is the peak than the trough? Works on twelve monthly sums as well as on a long series, with days or people behind each count.',
    notWhen:
      'The pattern is not a wave: a spike in one month is smeared (use `seasonality-kruskal-wallis`, or more harmonics). Counts vary by more than Poisson: read `overdispersed`, not `p`. Counts depend on the month before beyond season and trend: p is too small.',
    formula: `\`log rate(t) = a + Σ_h [s_h sin(2πht / period) + c_h cos(2πht / period)] (+ b t)\`, t = 1 for the first count, h = 1 ... harmonics, offset log exposure. Statistic: deviance without the harmonics less deviance with them, chi-squared with 2 x harmonics degrees of freedom.

One harmonic: amplitude \`A = √(s² + c²)\`, peak at \`period / 2π x atan2(s, c)\`, peak-to-trough ratio \`exp(2A)\` with limits \`exp(2 (A ± z SE(A)))\` by the delta method, not below 1; the standard error is widened by the square root of the dispersion where that is above 1.

\`overdispersed\`: statistic / degrees of freedom / max(1, dispersion), compared with F.`,
    source: 'Stolwijk, Straatman and Zielhuis (1999), Journal of Epidemiology and Community Health 53:235; Edwards (1961), Annals of Human Genetics 25:83.',
    checked:
      'R 4.2.2 glm: likelihood ratio, p, coefficients, amplitude and peak of twelve monthly counts, relative error under 1e-9. 95 % limits of the peak-to-trough ratio hold the truth in 95 % of simulated series within Monte Carlo error.',
    input: z.object({
      counts: countsField,
      period: periodField,
      harmonics: z
        .int()
        .optional()
        .describe('pairs of sine and cosine: 1 for one smooth wave a period, which is taken unless given; 2 for two peaks or a sharper one'),
      exposure: z.array(z.number()).optional().describe('days, people or person-time behind each count, above 0; equal unless given'),
      trend: z.boolean().optional().describe('true to allow for a log-linear trend; false unless given'),
      level: levelField,
    }),
    returns: {
      statistic: 'likelihood-ratio statistic of the season',
      degreesOfFreedom: 'twice the harmonics',
      p: 'probability of a statistic as large without a season, for Poisson counts',
      dispersion: 'Pearson chi-squared by degrees of freedom: about 1 for Poisson counts; null where no degree of freedom is left',
      overdispersed: 'F statistic, its degrees of freedom and p, allowing for the dispersion; null where no degree of freedom is left',
      coefficients: 'intercept, then sine and cosine of each harmonic, then the trend a step; logs of the rate',
      relativeRates: 'rate at each position of the period relative to their geometric mean',
      amplitude: 'half the distance from peak to trough on the log scale; null with more than one harmonic',
      peak: 'position of the peak: 1.0 is the first step of the period, 7.5 lies between the seventh and the eighth',
      peakToTrough: 'highest by lowest fitted rate, with limits; the limits are null with more than one harmonic',
    },
    example: { counts: [38, 22, 35, 44, 41, 57, 52, 61, 40, 45, 27, 33], period: 12, exposure: [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] },
    reading:
      'Injuries by month, with days of the month as exposure. There is a season (p under 0.001) with a peak in July and 1.9 times the daily rate of the trough (95 %: 1.4 to 2.4).',
    run: ({ counts, ...options }) => harmonicPoisson(counts, given(options)),
  }),
  defineMethod({
    name: 'ljung-box',
    title: 'Ljung-Box test of autocorrelation',
    section: 'time',
    functions: ['ljungBox'],
    answers: 'Are the residuals of my model independent of each other, or does a high month still follow a high month?',
    notWhen:
      'On a series with trend or season, which is correlated with its past by nature: test the remainder. As a proof of independence: a large p only says that nothing was found. On fewer than about 20 values.',
    formula: `\`Q = n (n + 2) Σ r_k² / (n - k)\`, k = 1 ... lags, with r_k the autocorrelation at lag k. Chi-squared with lags - fitted degrees of freedom.`,
    source: 'Ljung and Box (1978), Biometrika 65:297.',
    checked: 'R 4.2.2 Box.test on ldeaths with 24 lags: relative error under 1e-13; R prints p = 0, here it is 2.0e-90.',
    input: z.object({
      values: valuesField,
      lags: z.int().describe('how many lags are taken together: about two periods for a seasonal series, 10 otherwise'),
      fitted: z.int().optional().describe('parameters of the time-series model (p + q of an ARMA) whose residuals these are; 0 unless given'),
    }),
    returns: {
      statistic: 'chi-squared without autocorrelation',
      degreesOfFreedom: 'lags less fitted parameters',
      p: 'probability of a statistic as large, were the values independent',
      autocorrelations: 'at lag 1, 2, ..., from -1 to 1',
    },
    example: { values: [3, 5, 4, 6, 8, 7, 9, 8, 6, 7, 5, 4, 3, 4, 2, 3, 5, 6, 8, 7], lags: 5 },
    reading: 'Neighbours go together (0.65 at lag 1): the values are not independent (p under 0.001), and standard errors that assume so are too small.',
    run: ({ values, ...options }) => ljungBox(values, given(options)),
  }),
];
