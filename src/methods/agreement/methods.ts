/** The section's methods as the registry has them. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { cohenKappa, percentAgreement } from './cohen.ts';
import { fleissKappa } from './fleiss.ts';
import { kappaSampleSize } from './sample.ts';

const table = z
  .array(z.array(z.number()))
  .describe("square table of counts: a row for each category of the first reader, a column for each of the second's, in the same order");
const CLOSED = 'The second reader saw what the first had said: it is no agreement. Cases were chosen because they were hard, or because somebody disagreed.';

export const agreementMethods: readonly Method[] = [
  defineMethod({
    name: 'percent-agreement',
    title: 'Percent agreement of two readers',
    section: 'agreement',
    functions: ['percentAgreement', 'agreementTable'],
    answers: 'Two people read the same dip sample (say, whether each outcome 22 decision was right). On what share of the cases do they agree?',
    notWhen: `Agreement by chance is high (nearly every case is the same): tell kappa beside it. ${CLOSED}`,
    formula: "Cases on the diagonal over all cases, with Wilson's interval.",
    source: 'Wilson (1927), JASA 22:209.',
    checked: 'As `proportion`: PHEindicatormethods 2.1.0 within 1e-10.',
    input: z.object({ table, level: levelField }),
    returns: {
      value: 'share agreed on, 0 to 1',
      lower: 'lower confidence limit',
      upper: 'upper confidence limit',
      agreed: 'cases agreed on',
      cases: 'cases read by both',
    },
    example: {
      table: [
        [34, 5],
        [3, 18],
      ],
    },
    reading: 'They agree on 52 of 60: 87 % (76 to 93 %).',
    run: ({ table, level }) => percentAgreement(table, level),
  }),
  defineMethod({
    name: 'cohen-kappa',
    title: "Cohen's kappa of two readers, plain or weighted",
    section: 'agreement',
    functions: ['cohenKappa', 'agreementTable'],
    answers: 'How much of the agreement of two readers is more than chance? With weights, where categories have an order and a near miss is half right.',
    notWhen: `More than two readers, or not always the same two: \`fleiss-kappa\`. Kappa is low although nearly everything is agreed on: look at \`prevalence\`, \`adjusted\` and \`most\` before saying that readers disagree. Words for kappa ("substantial") depend on prevalence: compare kappas at like prevalence only. ${CLOSED}`,
    formula:
      '`κ = (p_o - p_e)/(1 - p_e)`, p_o the (weighted) agreement seen and p_e that of the product of the two totals. Weights for a distance d of k categories: `1 - d/(k - 1)` linear, `1 - d²/(k - 1)²` quadratic. Interval: `κ ± z SE`, SE of Fleiss, Cohen and Everitt, within -1 to 1; the p-value has the standard error under no agreement. `most`: κ if every disagreement that the totals do not force were agreed on. `adjusted`: `(k p_o - 1)/(k - 1)`.',
    source:
      'Cohen (1960), Educational and Psychological Measurement 20:37; Cohen (1968), Psychological Bulletin 70:213; Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72:323; Byrt, Bishop and Carlin (1993), Journal of Clinical Epidemiology 46:423.',
    checked:
      'statsmodels 0.13 cohens_kappa: kappa, standard errors, p-values and ceiling within 1e-9 for all weights. Coverage by simulation 95 % within Monte Carlo error (205 cases).',
    input: z.object({
      table,
      weights: z.enum(['none', 'linear', 'quadratic']).optional().describe('credit for near misses; `none` unless given'),
      level: levelField,
    }),
    returns: {
      observed: 'agreement seen, weighted',
      expected: 'agreement that chance would give',
      kappa: 'kappa; null where both readers put everything into the same category',
      standardError: 'of kappa; null where one reader used one category only',
      lower: 'lower confidence limit; null likewise',
      upper: 'upper confidence limit; null likewise',
      pValue: 'two-sided, of no agreement beyond chance; null likewise',
      most: 'the largest (unweighted) kappa that these totals allow; null where chance alone gives full agreement',
      adjusted: 'prevalence- and bias-adjusted kappa (PABAK), unweighted',
      prevalence: 'two categories: difference of the shares agreed on in each (near 1: kappa is low for want of the rare one); null for more',
      bias: "two categories: difference of the readers' shares; null for more",
      cases: 'cases read by both',
    },
    example: {
      table: [
        [34, 5],
        [3, 18],
      ],
    },
    reading:
      'Kappa 0.71 (0.53 to 0.90): of the agreement that chance leaves room for, the readers reach seven tenths; 0.93 is the most that their totals allow.',
    run: ({ table, weights, level }) => cohenKappa(table, given({ weights, level })),
  }),
  defineMethod({
    name: 'fleiss-kappa',
    title: "Fleiss' kappa of several readers",
    section: 'agreement',
    functions: ['fleissKappa'],
    answers: 'Three people (not always the same) read each case. How much do they agree beyond chance, and on which category?',
    notWhen: `Two readers, the same throughout: \`cohen-kappa\`, which lets each have totals of their own. A different number of readers for some cases: an error is raised. Ordered categories: near misses get no credit here. ${CLOSED}`,
    formula:
      'With n readers and x_ij of them putting case i into category j: `P_i = (Σ x_ij² - n)/(n(n - 1))`, `κ = (P̄ - Σ p_j²)/(1 - Σ p_j²)`. Interval: delta method over cases. p-values: the standard errors of Fleiss, Nee and Landis, which hold under no agreement only. A category by itself: `κ_j = 1 - Σ x_ij(n - x_ij)/(N n(n - 1) p_j(1 - p_j))`.',
    source:
      'Fleiss (1971), Psychological Bulletin 76:378; Fleiss, Nee and Landis (1979), Psychological Bulletin 86:974; Gwet (2021), Educational and Psychological Measurement 81:781.',
    checked:
      "statsmodels 0.13 fleiss_kappa on Fleiss's own ten cases (0.20993) within 1e-13; standard errors by the formulae in R 4.2.2 within 1e-12 (a jackknife gives 0.101 where the delta method has 0.088). Coverage by simulation 95 % within Monte Carlo error.",
    input: z.object({
      counts: z.array(z.array(z.number())).describe('a row for each case: how many readers put it into each category; the same number of readers throughout'),
      level: levelField,
    }),
    returns: {
      observed: 'share of pairs of readings of a case that agree',
      expected: 'share that chance would give',
      kappa: 'kappa; null where every reading is the same',
      standardError: 'over cases; null with one case or without kappa',
      lower: 'lower confidence limit; null likewise',
      upper: 'upper confidence limit; null likewise',
      pValue: 'two-sided, of no agreement beyond chance; null without kappa',
      categories: 'for each category: its own `kappa` (null where never or always given), its `share` of readings, `pValue`',
      cases: 'how many cases',
      readers: 'readers of each',
    },
    example: {
      counts: [
        [3, 0],
        [2, 1],
        [0, 3],
        [3, 0],
        [1, 2],
        [3, 0],
        [0, 3],
        [2, 1],
      ],
    },
    reading: 'Kappa 0.49, but with eight cases from 0.02 to 0.95: read more of them.',
    run: ({ counts, level }) => fleissKappa(counts, given({ level })),
  }),
  defineMethod({
    name: 'kappa-sample-size',
    title: 'Cases to draw for a dip sample',
    section: 'agreement',
    functions: ['kappaSampleSize'],
    answers: 'How many cases must two people read so that their kappa is known to within, say, 0.12 either way?',
    notWhen:
      'More than two categories or readers: it is a lower bound. The sample is to find errors rather than to measure agreement: a larger one, drawn where they are likely.',
    formula:
      '`n = (z/w)² (1 - κ)((1 - κ)(1 - 2κ) + κ(2 - κ)/(2p(1 - p)))`, w the half-width and p the share with the attribute; from a frame of N cases `n/(1 + (n - 1)/N)`.',
    source: 'Donner and Eliasziw (1992), Statistics in Medicine 11:1511, large-sample variance of kappa.',
    checked: 'By simulation: samples of the size advised have the half-width asked for within 5 %.',
    input: z.object({
      kappa: z.number().describe('kappa to be expected, below 1'),
      prevalence: z.number().describe('share of cases with the attribute, between 0 and 1'),
      halfWidth: z.number().describe('half-width of the interval wanted, such as 0.1'),
      frame: z.number().optional().describe('how many cases there are to draw from; without it, many'),
      level: levelField,
    }),
    returns: { cases: 'cases to draw, rounded up', standardErrorOfOne: 'standard error of kappa from a single case (divide by √n)' },
    example: { kappa: 0.7, prevalence: 0.3, halfWidth: 0.12, frame: 400 },
    reading: 'Draw 117 of the 400 cases.',
    run: ({ kappa, prevalence, halfWidth, frame, level }) => kappaSampleSize(kappa, prevalence, halfWidth, given({ frame, level })),
  }),
];
