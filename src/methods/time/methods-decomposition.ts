/** Season, trend and remainder, as the registry has them. */
import { z } from 'zod';
import { defineMethod, type Method } from '../registry/define.ts';
import { classicalDecomposition } from './decompose.ts';
import { given, periodField, valuesField } from './fields.ts';
import { stl } from './stl.ts';

const window = (what: string) => z.int().optional().describe(`${what}; an even number is raised by one`);
const degree = (of: string, unless: string) =>
  z
    .union([z.literal(0), z.literal(1)])
    .optional()
    .describe(`loess degree of the ${of}: 0 locally constant, 1 locally linear; ${unless} unless given`);
const jump = (of: string) =>
  z.int().optional().describe(`steps from one fitted point of the ${of} to the next, straight lines between; a tenth of its window unless given`);

export const decompositionMethods: readonly Method[] = [
  defineMethod({
    name: 'stl',
    title: 'Seasonal-trend decomposition by loess (STL)',
    section: 'time',
    functions: ['stl'],
    answers:
      'Injuries rise every summer and have also been creeping up. What is the usual summer, what is the drift, and which months stand out once both are taken away? With `robust`, one extraordinary month does not bend the other two.',
    notWhen:
      'Fewer than two whole periods (an error), or fewer than about four if the answer is to be trusted. Counts mostly under 5: use `seasonality-harmonic`, for loess knows nothing of counts. Effects that multiply (the summer peak grows with the level): take logarithms first. Forecasts and intervals: STL gives neither, and its ends change as months are added. A gap in the series is an error: STL does not fill it.',
    formula: `\`value = seasonal + trend + remainder\`. Loess of degree d at a point x fits a constant (d = 0) or a line (d = 1) to the points of its window with tricube weights \`(1 - (distance / reach)³)³\`.

Inner loop, \`inner\` times:

1. take the trend from the series; smooth all Januaries, all Februaries, ... by loess (window \`seasonalWindow\`), each carried on by one period at both ends;
2. low-pass what came out: moving averages of period, period and 3 steps, then loess (\`lowPassWindow\`); season = 1 less 2;
3. take the season from the series and smooth by loess (\`trendWindow\`): the trend.

Outer loop, \`outer\` times: with h = 6 x median |remainder| every point gets the weight \`(1 - (|remainder| / h)²)²\`, 0 beyond h, and the inner loop is run again with those weights.

Strengths: \`max(0, 1 - Var(remainder) / Var(remainder + trend))\`, and with the season in the trend's place.`,
    source:
      'Cleveland, Cleveland, McRae and Terpenning (1990), Journal of Official Statistics 6:3. Strengths: Wang, Smith and Hyndman (2006), Data Mining and Knowledge Discovery 13:335.',
    checked:
      'R 4.2.2 stl (not robust, and robust with 1 or 2 outer passes) and statsmodels 0.13.5 (robust): 7 decompositions of nottem and ldeaths, largest error 1.1e-12 of degrees of 50 and 1.0e-11 of deaths of 2,000. The robust stl of R 4.2.2 is not followed: its partial sort can take the wrong order statistic for the median, and its seasonal values are then wrong by up to a tenth.',
    input: z.object({
      values: valuesField,
      period: periodField,
      seasonalWindow: z
        .union([z.int(), z.literal('periodic')])
        .optional()
        .describe(
          'span of the seasonal smoother in periods, odd, 7 or more advised: how quickly the pattern may change; "periodic" (a pattern that does not change) unless given',
        ),
      seasonalDegree: degree('seasonal smoother', '0'),
      seasonalJump: jump('seasonal smoother'),
      trendWindow: window('span of the trend smoother in steps; unless given the smallest odd number not under 1.5 period / (1 - 1.5 / seasonalWindow)'),
      trendDegree: degree('trend smoother', '1'),
      trendJump: jump('trend smoother'),
      lowPassWindow: window('span of the low-pass filter in steps; unless given the smallest odd number not under the period'),
      lowPassDegree: degree('low-pass filter', 'that of the trend'),
      lowPassJump: jump('low-pass filter'),
      robust: z.boolean().optional().describe('true to give outliers less weight; false unless given'),
      inner: z.int().optional().describe('passes of the inner loop; 2, or 1 when robust, unless given'),
      outer: z.int().optional().describe('passes that reweight outliers; 0, or 15 when robust, unless given'),
    }),
    returns: {
      seasonal: 'the seasonal part, one entry a step, in the unit of the values',
      trend: 'the trend, likewise',
      remainder: 'what is left, likewise; the three add up to the values',
      weights: 'how much each step counted in the end: 1 fully, 0 set aside as an outlier',
      trendStrength: '0 (no trend to speak of) to 1; null where trend and remainder together do not vary',
      seasonalStrength: '0 (no season to speak of) to 1; null likewise',
      windows: 'the spans used: seasonal (in periods), trend, low-pass',
      jumps: 'the jumps used, in the same order',
      degrees: 'the loess degrees used, in the same order',
      inner: 'inner passes made',
      outer: 'outer passes made',
    },
    example: {
      values: [22, 24, 35, 27, 20, 30, 36, 24, 28, 29, 37, 31, 25, 35, 78, 30, 33, 34, 47, 33],
      period: 4,
      robust: true,
    },
    reading:
      'Quarterly counts of five years. The third quarter is usually 8 above the trend, which climbs from 26 to 37. The 78 of year 4 has weight 0: it is an outlier of 36, and has bent neither.',
    run: ({ values, ...options }) => stl(values, given(options)),
  }),
  defineMethod({
    name: 'decompose-classical',
    title: 'Classical decomposition by moving averages',
    section: 'time',
    functions: ['classicalDecomposition'],
    answers: 'What is the usual seasonal pattern, as one figure a month that can be explained in a sentence and checked on paper?',
    notWhen:
      'The pattern changes over the years, or there are outliers: use `stl`. Half a period at either end has no trend, so it cannot speak of the last six months. Zeros or negative values with `multiplicative`.',
    formula: `Trend: mean of the period centred on the step; with an even period the two outermost of period + 1 steps count half. Figure: for each position in the period the mean of \`value - trend\`, less the mean of those means (additive); or of \`value / trend\`, divided by their mean (multiplicative). Remainder: \`value - trend - seasonal\`, or \`value / (trend x seasonal)\`.`,
    source: 'Kendall and Stuart (1983), The Advanced Theory of Statistics, volume 3, pages 410 to 414.',
    checked: 'R 4.2.2 decompose: nottem, additive, largest error 7.2e-14; a multiplicative series of 26 months 1e-12.',
    input: z.object({
      values: valuesField,
      period: periodField,
      kind: z.enum(['additive', 'multiplicative']).optional().describe('whether the season adds to the trend or multiplies it; additive unless given'),
    }),
    returns: {
      kind: 'additive or multiplicative',
      figure: 'the pattern of one period, first position first: units of the values, summing to 0 (additive), or factors with mean 1 (multiplicative)',
      seasonal: 'the figure repeated, one entry a step',
      trend: 'the moving average; null for the half period at either end',
      remainder: 'what is left; null where the trend is',
    },
    example: { values: [21, 26, 34, 25, 23, 29, 36, 27, 24, 31, 39, 30], period: 4, kind: 'multiplicative' },
    reading: 'The third quarter is usually 27 % above the trend and the first 18 % below.',
    run: ({ values, ...options }) => classicalDecomposition(values, given(options)),
  }),
];
