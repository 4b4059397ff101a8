/** Registry entries: regression, and comparing two regressions. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { type RegressionInput, regressionComparison, regressionTable } from './glm-table.ts';

const numbers = z.array(z.number());
const labels = z.array(z.union([z.string(), z.number()]));

const designFields = {
  y: numbers.describe('outcome, one a row: counts; for binomial 0 or 1, or shares with the trials as weights; for gaussian any number'),
  columns: z.record(z.string(), numbers).describe('numeric columns by name, each as long as y; {} for none'),
  factors: z
    .record(
      z.string(),
      z.object({
        values: labels.describe('value of each row'),
        reference: z.union([z.string(), z.number()]).optional().describe('the value that the others are compared with; the first in order unless given'),
      }),
    )
    .optional()
    .describe('categories by name: each value but the reference gets a column of zeros and ones (treatment contrasts)'),
  intercept: z.boolean().optional().describe('a column of ones comes first; true unless told'),
  exposure: numbers.optional().describe('population or time at risk of each row, for counts: its log is the offset'),
  offset: numbers.optional().describe('in place of exposure: added to the linear predictor as it is'),
  weights: numbers.optional().describe('prior weights, 0 or more; for binomial the trials'),
  convention: z
    .enum(['exact', 'r'])
    .optional()
    .describe(
      '"r" gives standard errors to the last digit as R’s glm prints them (it takes them from the step before the last; about 1e-6 off); "exact" unless told',
    ),
};

const errorFields = {
  errors: z
    .enum(['model', 'HC0', 'HC1', 'HC2', 'HC3', 'CR0', 'CR1', 'stata', 'newey-west'])
    .optional()
    .describe(
      'standard errors: of the model (unless told); robust to unequal variance (HC0 none of the corrections, HC1 n/(n-p), HC2 by leverage, HC3 by its square); by cluster (CR0 uncorrected, CR1 G/(G-1), stata G/(G-1) (n-1)/(n-k)); newey-west, rows in order of time',
    ),
  clusters: labels.optional().describe('cluster of each row, for CR0, CR1 and stata'),
  lag: z.int().optional().describe('longest lag of newey-west, in rows (Bartlett weights, no prewhitening, no small-sample factor)'),
  reference: z
    .enum(['model', 'normal', 't'])
    .optional()
    .describe('distribution of tests and intervals: t where the dispersion is estimated and normal elsewhere, unless told'),
  level: levelField,
};

const RETURNS = {
  coefficients:
    'one row a column: name, estimate and standardError (log rate, log odds, or the unit of y), statistic (estimate by its error; null for an error of 0), p (two-sided; null likewise), lower, upper; and ratio, ratioLower, ratioUpper, their exponentials (null for gaussian, or too large to write)',
  fitted: 'mean of each row, in the unit of y',
  deviance: 'twice what the log-likelihood is short of a perfect fit',
  nullDeviance: 'deviance of the intercept alone; null without an intercept',
  pearson: 'Pearson’s chi-squared',
  dispersion: '1, or for quasi-poisson and gaussian Pearson’s chi-squared by the residual degrees of freedom',
  dfResidual: 'rows with weight, less columns',
  logLikelihood: 'natural logarithm; null for quasi-poisson, which has none, and a gaussian fit without residual',
  aic: 'Akaike’s criterion; null where there is no likelihood',
  theta: 'size of the negative binomial, variance = mean + mean²/theta; null for other families',
  thetaStandardError: 'its standard error, where it was estimated; else null',
  iterations: 'steps of the fit',
};

/** From the schema's optional fields to the function's. */
const asRegression = (input: Pick<RegressionInput, 'y' | 'columns' | 'family'> & object): RegressionInput => ({
  ...given(input),
  y: input.y,
  columns: input.columns,
  family: input.family,
});

function run(input: Pick<RegressionInput, 'y' | 'columns' | 'family'> & object): object {
  const { coefficients, fit, theta, thetaStandardError, nullDeviance, aic } = regressionTable(asRegression(input));
  const { fitted, deviance, pearson, dispersion, dfResidual, logLikelihood, iterations } = fit;
  return { coefficients, fitted, deviance, nullDeviance, pearson, dispersion, dfResidual, logLikelihood, aic, theta, thetaStandardError, iterations };
}

const CHECKED =
  'Ships data of MASS (Poisson, quasi-Poisson): every coefficient, standard error, p-value and deviance within 1e-8 of R 4.2.2 with `convention: "r"`. Logistic regression of birth weights (MASS birthwt, ten columns): 1e-9. Logistic with trials, weighted least squares, HC0 to HC3, CR0, CR1, stata and Newey-West: within 1e-9 of R’s glm, lm and sandwich. Intervals of a log rate ratio cover 95 % in simulation, with HC3 also under overdispersion.';

export const regressionMethods: readonly Method[] = [
  defineMethod({
    name: 'glm',
    title: 'Regression for counts, yes-or-no and measurements',
    section: 'evaluation',
    functions: ['regressionTable', 'fitGlm', 'sandwichCovariance', 'clusterCovariance', 'neweyWestCovariance', 'coefficientTable', 'treatmentContrasts'],
    answers:
      'How does a count (per head), a yes-or-no or a measurement go with several things at once, and how sure is that? Poisson and quasi-Poisson for counts, logistic for yes-or-no, least squares for measurements; with standard errors that allow for unequal variance, clusters or autocorrelation.',
    notWhen: `* **To say what caused what.** A coefficient compares rows that differ in a column and are alike in the other columns *of this model*. It becomes an effect only by a design: \`interrupted-time-series\`, \`difference-in-differences\`, \`callaway-santanna\`.
* Poisson with its own standard errors where counts vary more than their mean (dispersion well over 1), as counts of crime mostly do: intervals come out too short. Use \`quasi-poisson\`, \`negative-binomial\`, or \`errors: "HC3"\`.
* Clustered rows (pupils in schools, months of one area) without \`clusters\`. With fewer than some 40 clusters these errors are themselves too small.
* Odds ratios read as risk ratios: for a common outcome they are further from 1. Use Poisson with HC errors for a risk ratio.
* A group without a single event has no finite log rate: refused as \`separation\`. Pool it or leave its column out.
* Protected (rounded, noised, suppressed) counts: the model takes them as exact.`,
    formula: `    g(mean_i) = offset_i + Σ_j x_ij b_j          g: log for counts, logit for binomial, identity for gaussian
    variance_i = dispersion × V(mean_i) / weight_i    V: m (Poisson), m + m²/θ (negative binomial), m(1 - m) (binomial), 1 (gaussian)

b maximises the (quasi-)likelihood, by Fisher scoring until no linear predictor moves by more than 1e-9. Model covariance: dispersion × (X'WX)⁻¹, W the expected information of each linear predictor at the fitted means. Robust: (X'WX)⁻¹ M (X'WX)⁻¹ with

    HC0      M = Σ_i s_i² x_i x_i'                    s_i: derivative of the log-likelihood by the linear predictor
    HC1      × n/(n - p);  HC2: s_i²/(1 - h_i);  HC3: s_i²/(1 - h_i)²     h_i: leverage
    cluster  M = Σ_g (Σ_{i in g} s_i x_i)(...)'       × factor of the convention
    newey-west  M = Σ_{|i-k| <= L} (1 - |i-k|/(L+1)) s_i s_k x_i x_k'`,
    source:
      'McCullagh and Nelder (1989), *Generalized Linear Models*, 2nd edition; MacKinnon and White (1985), *Journal of Econometrics* 29:305; Liang and Zeger (1986), *Biometrika* 73:13; Newey and West (1987), *Econometrica* 55:703; Zeileis (2006), *Journal of Statistical Software* 16(9).',
    checked: CHECKED,
    input: z.object({
      ...designFields,
      family: z
        .enum(['poisson', 'quasi-poisson', 'negative-binomial', 'binomial', 'gaussian'])
        .describe('kind of outcome; negative-binomial with the theta given here (to estimate it, the method negative-binomial)'),
      theta: z.number().optional().describe('size of the negative binomial; estimated unless given'),
      ...errorFields,
    }),
    returns: RETURNS,
    example: {
      y: [12, 9, 15, 20, 18, 25, 30, 28, 33, 41, 38, 52],
      columns: { month: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
      factors: { night: { values: ['week', 'weekend', 'week', 'weekend', 'week', 'weekend', 'week', 'weekend', 'week', 'weekend', 'week', 'weekend'] } },
      exposure: [1000, 1100, 1050, 1200, 1150, 1300, 1250, 1400, 1350, 1500, 1450, 1600],
      family: 'quasi-poisson',
    },
    reading:
      'The rate rises by 10 % a month (ratio 1.10, 1.07 to 1.13). Weekends are no different (0.98, 0.83 to 1.15). The dispersion of 0.42 says that these counts vary less than Poisson counts would.',
    run,
  }),
  defineMethod({
    name: 'negative-binomial',
    title: 'Negative binomial regression, theta estimated',
    section: 'evaluation',
    functions: ['fitNegativeBinomial', 'regressionTable'],
    answers: 'How does a count that varies far more than its mean (repeat victims, a few schools with most of the exclusions) go with several things at once?',
    notWhen: `* Counts that vary no more than their mean: theta then has no finite value, and the method says so (\`no-variation\`). Use \`glm\` with Poisson.
* To shorten intervals. Where you only need errors that allow for overdispersion, quasi-Poisson assumes less; the two weight large counts differently, and may disagree.
* Many more zeros than a negative binomial has (most places cannot have the event at all): model who can, first.
* Comparing standard errors with software that inverts the joint observed Hessian (statsmodels): they differ by up to 3 %, by convention.`,
    formula: `    log mean_i = offset_i + Σ_j x_ij b_j,   variance_i = mean_i + mean_i²/θ

b and θ maximise the likelihood in turns: b by Fisher scoring at the present θ, θ by Newton's steps at the present means, until θ moves by under 1e-10. Standard errors of b: **expected information at the fitted θ** (the convention of MASS::glm.nb). That of θ: observed information at the fitted means.`,
    source: 'Lawless (1987), *Canadian Journal of Statistics* 15:209; Venables and Ripley (2002), *Modern Applied Statistics with S*, section 7.4.',
    checked:
      'MASS::glm.nb on the quine data (main effects and nested) and on the Sicilian admissions: coefficients within 1e-6, standard errors 1e-5, theta 1e-4, log-likelihood 1e-8. glm.nb stops sooner; against it run to convergence: coefficients, standard errors and theta within 1e-9, its standard error within 1e-8 of the observed information.',
    input: z.object({ ...designFields, ...errorFields }),
    returns: RETURNS,
    example: {
      y: [0, 3, 1, 12, 7, 0, 25, 4, 9, 31, 2, 18, 6, 40, 11, 3],
      columns: { years: [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 3.75] },
    },
    reading: 'Counts grow by a factor of 1.66 a year (1.05 to 2.62). Theta of 0.99 says that the variance is about the mean plus the mean squared.',
    run: (input) => run({ ...input, family: 'negative-binomial' }),
  }),
  defineMethod({
    name: 'compare-models',
    title: 'Do these columns add anything? Two nested regressions',
    section: 'evaluation',
    functions: ['regressionComparison', 'compareFits'],
    answers: 'Does leaving out these columns or categories, all together, make the model fit worse than chance would?',
    notWhen: `* Models of which neither holds the other's columns: there is no such test.
* With clustered or autocorrelated rows: this test believes the model's variance. Use a Wald test with robust errors (\`waldTest\` in the package).
* To choose columns by trying many. The p-value is that of one comparison thought of beforehand.`,
    formula: `    dispersion 1:          D_small - D_large          chi-squared, df = columns left out     (likelihood ratio)
    dispersion estimated:  (D_small - D_large) / df / dispersion_large     F(df, residual df of the larger)

D: deviance. Two negative binomial models: twice the difference of log-likelihoods, each at its own theta.`,
    source: 'McCullagh and Nelder (1989), section 4.4; Venables and Ripley (2002), section 7.5.',
    checked: 'R 4.2.2 `anova(test = "LRT")` and `anova(test = "F")`: within 1e-8.',
    input: z.object({
      ...designFields,
      family: z.enum(['poisson', 'quasi-poisson', 'negative-binomial', 'binomial', 'gaussian']).describe('kind of outcome'),
      without: z.array(z.string()).describe('names of the columns and factors that the smaller model leaves out'),
    }),
    returns: {
      statistic: 'chi-squared or F',
      df1: 'columns left out',
      df2: 'residual degrees of freedom of the larger model, for F; null for chi-squared',
      p: 'chance of a statistic at least as large if the columns left out did nothing',
      deviance: 'deviance of the larger and of the smaller model',
    },
    example: {
      y: [12, 9, 15, 20, 18, 25, 30, 28, 33, 41, 38, 52],
      columns: { month: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], weekend: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1] },
      exposure: [1000, 1100, 1050, 1200, 1150, 1300, 1250, 1400, 1350, 1500, 1450, 1600],
      family: 'quasi-poisson',
      without: ['weekend'],
    },
    reading: 'F = 0.10 on 1 and 9 degrees of freedom, p = 0.76: the weekend adds nothing that chance would not.',
    run: ({ without, ...input }) => {
      const { larger, smaller, ...test } = regressionComparison(asRegression(input), without);
      return { ...test, deviance: { larger: larger.deviance, smaller: smaller.deviance } };
    },
  }),
];
