/** Two groups of people compared: ratios of risks and odds, differences of shares, tests. As the registry has them. */
import { z } from 'zod';
import { defineMethod, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { proportionDifference, proportionDifferenceAgrestiCaffo, proportionDifferenceScore } from './difference.ts';
import { LIMITS, OPEN_LIMITS, twoRisks } from './methods-fields.ts';
import { oddsRatioFisher, oddsRatioMidP, oddsRatioWald } from './odds-ratio.ts';
import { riskRatioScore, riskRatioSmallSample } from './risk-ratio.ts';
import { twoByTwoTest } from './two-by-two.ts';

const CONFOUNDED = 'Which people came into which group was not by lot and they differ otherwise: the ratio is a description, no effect.';
const COMMON = 'The attribute is common (over one in ten) and the odds ratio would be read as a ratio of risks, which it overstates: `risk-ratio-koopman`.';
const CELL = 'a of n1 people in the group, b of n2 in the reference group, c = n1 - a, d = n2 - b.';

const DIFFERENCES = { newcombe: proportionDifference, 'agresti-caffo': proportionDifferenceAgrestiCaffo, score: proportionDifferenceScore } as const;

export const riskMethods: readonly Method[] = [
  defineMethod({
    name: 'risk-ratio-koopman',
    title: "Ratio of two risks, Koopman's score interval",
    section: 'rates',
    functions: ['riskRatioScore'],
    answers: 'How many times as likely is the outcome in the group? For small groups, large shares, and no events in one of them.',
    notWhen: `Something can happen more than once to a person: a ratio of rates. ${CONFOUNDED}`,
    formula:
      'All ratios θ that are not rejected: `(p1 - θ p2)² ≤ z² (p̃1(1 - p̃1)/n1 + θ² p̃2(1 - p̃2)/n2)`, where p̃1 = θ p̃2 are the risks of largest likelihood with that ratio (the smaller root of a quadratic).',
    source: 'Koopman (1984), Biometrics 40:513; Miettinen and Nurminen (1985), Statistics in Medicine 4:213, without their N/(N - 1).',
    checked: 'statsmodels 0.13 confint_proportions_2indep (score, ratio, no correction), within 1e-11. Coverage by simulation 95 % within Monte Carlo error.',
    input: twoRisks,
    returns: { value: 'the ratio; null when the reference group has no events', ...OPEN_LIMITS },
    example: { a: 3, n1: 24, b: 0, n2: 31 },
    reading: 'None of 31 in the reference group: the ratio has no upper end, but is at least 1.07.',
    run: ({ a, n1, b, n2, level }) => riskRatioScore(a, n1, b, n2, given({ level })),
  }),
  defineMethod({
    name: 'risk-ratio-small-sample',
    title: 'Ratio of two risks, corrected for small samples',
    section: 'rates',
    functions: ['riskRatioSmallSample'],
    answers: 'The plain ratio of two risks is too large on average in small groups. What is it when that is taken out?',
    notWhen: `No events in one group, or an interval that holds its level is wanted: \`risk-ratio-koopman\`. ${CONFOUNDED}`,
    formula: '`(a/n1) / ((b + 1)/(n2 + 1))`, times or divided by `exp(z √(1/a - 1/n1 + 1/b - 1/n2))`.',
    source: 'Jewell (2004), Statistics for Epidemiology, ch. 7. As R `epitools::riskratio.small`.',
    checked: 'R epitools, six pairs of groups, within 1e-9 (found: 4e-15).',
    input: twoRisks,
    returns: { value: 'the corrected ratio', ...LIMITS },
    example: { a: 3, n1: 24, b: 1, n2: 31 },
    reading: '2.0, where the plain quotient is 3.9; 0.2 to 18 says that four events cannot tell.',
    run: ({ a, n1, b, n2, level }) => riskRatioSmallSample(a, n1, b, n2, given({ level })),
  }),
  defineMethod({
    name: 'odds-ratio-log-wald',
    title: 'Odds ratio, log-Wald',
    section: 'rates',
    functions: ['oddsRatioWald'],
    answers: 'How many times the odds are the odds of the group? For five and more in every cell of the table.',
    notWhen: `A cell of the table is small or 0: \`odds-ratio-fisher\` or \`odds-ratio-mid-p\`. ${COMMON}`,
    formula: `${CELL} \`ad / bc\`, times or divided by \`exp(z √(1/a + 1/b + 1/c + 1/d))\`.`,
    source: 'Woolf (1955), Annals of Human Genetics 19:251. As R `epitools::oddsratio.wald`.',
    checked: 'R epitools, six pairs of groups, within 1e-9 (found: 4e-15). Coverage by simulation 95 % within Monte Carlo error.',
    input: twoRisks,
    returns: { value: 'the odds ratio', ...LIMITS },
    example: { a: 14, n1: 60, b: 27, n2: 65 },
    reading: 'Odds 0.43 times those of the reference group (0.20 to 0.93). The ratio of risks is 0.56: with outcomes this common the two must not be confused.',
    run: ({ a, n1, b, n2, level }) => oddsRatioWald(a, n1, b, n2, given({ level })),
  }),
  defineMethod({
    name: 'odds-ratio-fisher',
    title: "Odds ratio with Fisher's exact interval and test",
    section: 'rates',
    functions: ['oddsRatioFisher'],
    answers: 'How do the odds compare in a small table, and could it be chance? Exact whatever the numbers, and for no events in one group too.',
    notWhen: `An average 95 % rather than a guaranteed one will do: \`odds-ratio-mid-p\`. ${COMMON}`,
    formula: `${CELL} Given the margins a is hypergeometric with the odds ratio ψ. Estimate: the ψ whose mean of a is the one seen. Limits: the ψ at which the tail beyond a, with a, is α/2. \`pValue\` sums every table no likelier than the one seen, at ψ = 1.`,
    source: 'Fisher (1935), JRSS 98:39; Cornfield (1956). As R `fisher.test`.',
    checked:
      'R 4.2.2: p-values of fisher.test within 1e-12 (down to 1e-17); estimate and limits, by the defining equations over dhyper solved to 1e-15, within 1e-10. fisher.test itself stops its search at 1e-4 and differs by up to 4e-4. Coverage by simulation 95 to 98 %. 1e8 people: 0.05 s.',
    input: twoRisks,
    returns: {
      value: 'conditional maximum likelihood estimate; 0 or null where a is as small or as large as the margins allow',
      lower: 'lower limit; 0 where a is as small as it can be',
      upper: 'upper limit; null where a is as large as it can be',
      pValue: 'two-sided p-value of no association',
      pLess: 'one-sided: as few as seen, or fewer',
      pGreater: 'one-sided: as many as seen, or more',
    },
    example: { a: 3, n1: 24, b: 1, n2: 31 },
    reading: 'An odds ratio of 4.2, from 0.3 to 232 (p 0.31): four people with the outcome tell nothing either way.',
    run: ({ a, n1, b, n2, level }) => oddsRatioFisher(a, n1, b, n2, given({ level })),
  }),
  defineMethod({
    name: 'odds-ratio-mid-p',
    title: 'Odds ratio, mid-P',
    section: 'rates',
    functions: ['oddsRatioMidP'],
    answers: 'How do the odds compare in a small table, with an interval that holds its level on average?',
    notWhen: `A guarantee is needed: \`odds-ratio-fisher\`. ${COMMON}`,
    formula:
      'As `odds-ratio-fisher`, counting half of the probability of the table seen; the estimate is the ψ at which either side has one half (median-unbiased).',
    source: 'Rothman, Greenland and Lash (2008), Modern Epidemiology, 3rd ed., ch. 14. As R `epitools::oddsratio.midp`.',
    checked: 'R 4.2.2, the defining equations over dhyper solved to 1e-15: within 1e-11. Coverage by simulation 94 to 97 %.',
    input: twoRisks,
    returns: {
      value: 'median-unbiased odds ratio; 0 or null where a is as small or as large as it can be',
      lower: 'lower limit; 0 where a is as small as it can be',
      upper: 'upper limit; null where a is as large as it can be',
      pValue: 'two-sided mid-P value of no association',
    },
    example: { a: 3, n1: 24, b: 1, n2: 31 },
    reading: 'An odds ratio of 3.9 (0.4 to 116): shorter than the exact interval, and as undecided.',
    run: ({ a, n1, b, n2, level }) => oddsRatioMidP(a, n1, b, n2, given({ level })),
  }),
  defineMethod({
    name: 'two-by-two-test',
    title: 'Chi-squared tests that two shares are equal',
    section: 'rates',
    functions: ['twoByTwoTest'],
    answers: 'Could two shares as different as these have come about by chance?',
    notWhen:
      'The smallest expected cell is under 5: the p-value of `odds-ratio-fisher`. How large the difference is matters: `proportion-difference`. The same people before and after: the pairs must be compared.',
    formula: '`Σ (O - E)²/E` over the four cells, one degree of freedom; Yates takes 1/2 off each difference first (and rejects too seldom).',
    source: 'Pearson (1900); Yates (1934). As R `chisq.test`.',
    checked: 'R chisq.test, seven pairs of groups, statistics and p-values within 1e-12; tails to 1e-243 and below.',
    input: twoRisks.omit({ level: true }),
    returns: {
      pearson: '`statistic` and `pValue` of the plain test',
      yates: '`statistic` and `pValue` with the continuity correction',
      expectedLeast: 'the smallest expected cell',
    },
    example: { a: 14, n1: 60, b: 27, n2: 65 },
    reading: 'p 0.030 (with Yates 0.048): shares as far apart would come about by chance in three cases of a hundred.',
    run: ({ a, n1, b, n2 }) => twoByTwoTest(a, n1, b, n2),
  }),
  defineMethod({
    name: 'proportion-difference',
    title: 'Difference of two proportions',
    section: 'rates',
    functions: ['proportionDifference', 'proportionDifferenceAgrestiCaffo', 'proportionDifferenceScore'],
    answers: 'How many percentage points more (or fewer) of the group have the outcome than of the reference group?',
    notWhen: `The same people are asked twice: the pairs must be compared. ${CONFOUNDED}`,
    formula:
      '`newcombe`: from the two Wilson intervals (l, u), lower `d - √((p1 - l1)² + (u2 - p2)²)`, upper `d + √((u1 - p1)² + (p2 - l2)²)`. `agresti-caffo`: Wald with one success and one failure added to each group. `score`: every difference that a score test would not reject, with the shares of largest likelihood at that difference (a cubic) and the variance times N/(N - 1).',
    source:
      'Newcombe (1998), Statistics in Medicine 17:873, method 10; Agresti and Caffo (2000), The American Statistician 54:280; Miettinen and Nurminen (1985), Statistics in Medicine 4:213.',
    checked:
      'statsmodels 0.13 for Newcombe and Agresti-Caffo, 1e-11; the score interval against the likelihood maximised numerically in R, 1e-11 (statsmodels fails on some cases), and the printed values of Newcombe (1998), table II. Coverage by simulation 95 % within Monte Carlo error.',
    input: twoRisks.extend({ method: z.enum(['newcombe', 'agresti-caffo', 'score']).optional().describe('which interval; `newcombe` unless given') }),
    returns: { value: 'difference of the shares (0.1 is 10 percentage points)', ...LIMITS },
    example: { a: 14, n1: 60, b: 27, n2: 65 },
    reading: '18 percentage points fewer, from 33 to 2 fewer.',
    run: ({ a, n1, b, n2, method, level }) => DIFFERENCES[method ?? 'newcombe'](a, n1, b, n2, given({ level })),
  }),
];
