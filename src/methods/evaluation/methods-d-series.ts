/** Registry entries: interrupted time series, and what is left in its residuals. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { interruptedTimeSeries } from './its.ts';
import { breuschGodfrey, durbinWatson, residualAcf, residualLjungBox, residualPacf } from './its-diagnostics.ts';

const numbers = z.array(z.number());

export const seriesMethods: readonly Method[] = [
  defineMethod({
    name: 'interrupted-time-series',
    title: 'Interrupted time series (segmented regression)',
    section: 'evaluation',
    functions: ['interruptedTimeSeries', 'itsDesign', 'fourierColumns'],
    answers:
      'Something began in a known month. How does what followed compare with what the trend and season before it would have come to, and how sure is that?',
    notWhen: `* **Anything else changed in the same months**: recording rules, a neighbouring scheme, a lockdown, the way of counting. The method credits it all to the intervention. A comparison series (\`difference-in-differences\`, \`callaway-santanna\`) is the cure.
* The intervention was a *response* to a peak. Counts fall back from peaks by themselves (regression to the mean), and it will look like success.
* It came in gradually, or its date was picked by looking at the series.
* Fewer than about 12 periods on either side with season (8 without): the trend before is a guess, and everything rests on it. See \`power-its\` beforehand.
* Long after the change: the counterfactual is a line drawn on for ever. Its interval is that of the fitted line, **not** of the chance that the line would have bent.
* Leftover autocorrelation (\`diagnostics\`): set \`neweyWestLag\`, or intervals are too short. Newey-West itself runs short: in simulated series of 36 and 24 months *without* autocorrelation, lag 3 raised false alarms in 12 of 100 where the model’s own errors did in 6 (docs/methods/evaluation.md).`,
    formula: `    log mean_t = log exposure_t + b0 + b1 t + b2 after_t + b3 after_t (t - t0) + Σ_k [ s_k sin(2πkt/P) + c_k cos(2πkt/P) ] + other columns

t = 1, 2, ...; after_t is 1 from the change on; P periods a season. exp(b2) is the rate ratio at the change, exp(b3) the ratio of trends per period. t0 is the first period after (\`first-after\`: b2 is the jump in that period) or the last before (\`last-before\`).
The counterfactual leaves out b2 and b3. Over the periods after: difference = Σ fitted - Σ counterfactual, ratio = Σ fitted / Σ counterfactual, with intervals by the delta method (the ratio's on the log scale). For gaussian there is no log, and changes are differences. Families and Newey-West as in \`glm\`. Fourier pairs must be fewer than P/2.`,
    source:
      'Lopez Bernal, Cummins and Gasparrini (2017), *International Journal of Epidemiology* 46:348; Wagner et al. (2002), *Journal of Clinical Pharmacy and Therapeutics* 27:299; Bhaskaran et al. (2013), *IJE* 42:1187 (harmonics).',
    checked:
      'The tutorial’s data (59 months of coronary admissions in Sicily): Poisson, quasi-Poisson, two harmonics (rate ratio 0.885, 0.839 to 0.933), segmented least squares with Newey-West at lags 1, 3 and 12, counterfactual, excess, Durbin-Watson, Ljung-Box, Breusch-Godfrey, ACF and PACF: all within 1e-8 of R 4.2.2 (`convention: "r"`). Delta-method intervals against their formula in R: 1e-8. Coverage in simulation 95 % within Monte Carlo error.',
    input: z.object({
      y: numbers.describe('one outcome a period, in order and evenly spaced: counts, or for gaussian any number (a rate, a mean)'),
      interruption: z.int().describe('index, counted from 0, of the first period after the change'),
      change: z.enum(['level', 'slope', 'level-and-slope']).describe('what the model lets change: a step, a bend of the trend, or both. Choose before looking'),
      family: z.enum(['poisson', 'quasi-poisson', 'negative-binomial', 'gaussian']).describe('kind of outcome; quasi-poisson is the usual choice for counts'),
      exposure: numbers.optional().describe('population or time at risk of each period (counts)'),
      slopeZero: z
        .enum(['first-after', 'last-before'])
        .optional()
        .describe('the period from which time since the change is counted as 0; first-after unless told'),
      harmonics: z.int().optional().describe('pairs of sine and cosine for the season; 0 unless given, 2 is common'),
      seasonLength: z.number().optional().describe('periods in a year: 12, 52.18, 365.25; needed with harmonics'),
      covariates: z.record(z.string(), numbers).optional().describe('other columns by name, such as days in the month'),
      neweyWestLag: z.int().optional().describe('Newey-West standard errors up to this lag; the model’s own unless given'),
      neweyWestAdjust: z.boolean().optional().describe('multiply Newey-West by n/(n - p); false unless told'),
      reference: z
        .enum(['model', 'normal', 't'])
        .optional()
        .describe('distribution of tests and intervals: t where the dispersion is estimated and normal elsewhere, unless told'),
      convention: z.enum(['exact', 'r']).optional().describe('as in glm'),
      level: levelField,
    }),
    returns: {
      levelChange: 'value, lower, upper: ratio of rates at the change (difference, for gaussian); null where the model has no level change',
      slopeChange: 'value, lower, upper: ratio of the trends per period (difference, for gaussian); null likewise',
      ratio: 'value, lower, upper: all that followed by what would have; null for gaussian',
      difference: 'value, lower, upper: all that followed less what would have, in the unit of y summed over the periods after',
      changeTest: 'Wald test that nothing changed, with the standard errors in use: statistic (F where df2 is given, else chi-squared), df1, df2, p',
      comparison: 'F or likelihood-ratio test against the model without change; believes the model’s own variance',
      coefficients:
        'intercept, trend, changes, season, other columns, on the scale of the linear predictor: estimate, standardError, statistic, p, lower, upper',
      periods: 'for each period: observed, fitted, counterfactual and its limits (of the mean, not of a single observation)',
      dispersion: 'as in glm',
      dfResidual: 'periods less columns',
      deviance: 'as in glm',
      theta: 'of the negative binomial; else null',
      diagnostics:
        'of the Pearson residuals: durbinWatson (about 2 is good), ljungBox (over a season’s lags, or 12, at most a third of the series), breuschGodfrey (lag 1), acf from lag 0, pacf from lag 1',
    },
    example: {
      y: [46, 35, 46, 59, 80, 62, 71, 77, 66, 54, 63, 42, 48, 49, 58, 56, 80, 68, 77, 70, 68, 61, 49, 44, 42, 37, 49, 63, 37, 57, 62, 48, 45, 26, 46, 44],
      interruption: 24,
      change: 'level',
      family: 'quasi-poisson',
      harmonics: 1,
      seasonLength: 12,
    },
    reading:
      'In the 12 months after the change 556 were recorded where trend and season would have come to 759: a ratio of 0.73 (0.60 to 0.90), or 203 fewer (53 to 352). The residuals show no autocorrelation (Ljung-Box p = 0.82); counts vary 1.3 times as much as Poisson counts. Whether the change did it, the series alone cannot say.',
    run: (input) => {
      const { fit: _, ...result } = interruptedTimeSeries({
        ...given(input),
        y: input.y,
        interruption: input.interruption,
        change: input.change,
        family: input.family,
      });
      return result;
    },
  }),
  defineMethod({
    name: 'autocorrelation-tests',
    title: 'Are residuals still correlated in time?',
    section: 'evaluation',
    functions: ['durbinWatson', 'residualLjungBox', 'breuschGodfrey', 'residualAcf', 'residualPacf'],
    answers: 'Do the errors of a model of a time series still remember the months before, so that its standard errors are too small?',
    notWhen: `* Residuals that are not evenly spaced in time, or with periods missing.
* As a licence: a short series has little power to show autocorrelation. With doubt use Newey-West, whatever these tests say.
* Ljung-Box on the residuals of a regression with lagged outcomes: use Breusch-Godfrey.`,
    formula: `    Durbin-Watson    Σ (e_t - e_{t-1})² / Σ e_t²
    r_l              Σ (e_t - ē)(e_{t-l} - ē) / Σ (e_t - ē)²
    Ljung-Box        n(n + 2) Σ_{l=1..L} r_l² / (n - l)                    chi-squared, L - fitted
    Breusch-Godfrey  n R² of e on the columns and e_{t-1}, ..., e_{t-q} (zeros before the start)   chi-squared, q

Partial autocorrelations by the recursion of Durbin and Levinson.`,
    source:
      'Durbin and Watson (1950), *Biometrika* 37:409; Ljung and Box (1978), *Biometrika* 65:297; Breusch (1978), *Australian Economic Papers* 17:334; Godfrey (1978), *Econometrica* 46:1293.',
    checked: 'lmtest `dwtest` and `bgtest`, R’s `Box.test`, `acf` and `pacf` on the Sicilian residuals and a fictional series: within 1e-8.',
    input: z.object({
      residuals: numbers.describe('residuals in order of time, evenly spaced'),
      lags: z.int().describe('longest lag of ACF, PACF and Ljung-Box'),
      fitted: z
        .int()
        .optional()
        .describe(
          'autoregressive and moving-average terms in the model that left the residuals, taken off the degrees of freedom of Ljung-Box; 0 unless given',
        ),
      columns: z.array(numbers).optional().describe('columns of the regression, intercept included, for Breusch-Godfrey; without them it is left out'),
      order: z.int().optional().describe('lags of Breusch-Godfrey; 1 unless given'),
    }),
    returns: {
      durbinWatson: 'about 2 without autocorrelation at one lag; towards 0 positive, towards 4 negative',
      ljungBox: 'statistic, df, p',
      breuschGodfrey: 'statistic, df, p; null without columns',
      acf: 'autocorrelations from lag 0',
      pacf: 'partial autocorrelations from lag 1',
    },
    example: { residuals: [1.2, 0.8, 0.9, -0.3, -1.1, -0.6, -0.9, 0.4, 1.0, 0.7, -0.2, -0.8, -0.7, -0.4], lags: 4 },
    reading: 'Durbin-Watson of 0.72 and Ljung-Box p = 0.0004: neighbouring residuals go together, and standard errors that ignore it are too small.',
    run: ({ residuals, lags, fitted, columns, order }) => ({
      durbinWatson: durbinWatson(residuals),
      ljungBox: residualLjungBox(residuals, lags, fitted ?? 0),
      breuschGodfrey: columns === undefined ? null : breuschGodfrey(residuals, columns, order ?? 1),
      acf: residualAcf(residuals, lags),
      pacf: residualPacf(residuals, lags),
    }),
  }),
];
