/** Ratios and differences of two rates, as the registry has them. */
import { z } from 'zod';
import { defineMethod, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { rateDifference } from './difference.ts';
import { LIMITS, OPEN_LIMITS, perField, twoRates } from './methods-fields.ts';
import { rateRatioMidP, rateRatioScore, rateRatioTest, ratioExact, ratioLogWald } from './ratio.ts';

const DIFFER = 'The two groups are defined or recorded differently, or differ in age: standardise, or pool over ages (`mantel-haenszel`).';
const CONDITIONAL = 'Given a + b events, a is binomial with share p, and the ratio is `p/(1 - p) · n2/n1`.';

export const rateRatioMethods: readonly Method[] = [
  defineMethod({
    name: 'rate-ratio-log-wald',
    title: 'Ratio of two rates or risks, log-Wald',
    section: 'rates',
    functions: ['ratioLogWald'],
    answers: "How many times the reference group's rate (or risk) is the group's? The usual interval, for ten events and more in each.",
    notWhen: `Few events in either group: \`rate-ratio-exact\`, \`rate-ratio-mid-p\`, \`risk-ratio-koopman\`. None in one: it has no log-Wald interval and an error is raised. ${DIFFER}`,
    formula: '`(a/n1)/(b/n2)`, times or divided by `exp(z √(1/a + 1/b))`; for risks `1/a - 1/n1 + 1/b - 1/n2` under the root.',
    source:
      'Rothman, Greenland and Lash (2008), Modern Epidemiology, 3rd ed., ch. 14; risks: Katz et al. (1978), Biometrics 34:469. As R `epitools::rateratio.wald`, `riskratio.wald`.',
    checked: 'R epitools, seven pairs of groups, within 1e-9 (found: 1e-15). Coverage by simulation 95 % within Monte Carlo error.',
    input: twoRates.extend({
      of: z.enum(['rate', 'risk']).optional().describe('`rate` (events over person-time; the default) or `risk` (people out of people)'),
    }),
    returns: { value: 'the ratio', ...LIMITS },
    example: { a: 18, n1: 41_000, b: 64, n2: 230_000 },
    reading: "1.58 times the reference group's rate (0.94 to 2.66): more, or about the same.",
    run: ({ a, n1, b, n2, of, level }) => ratioLogWald(a, n1, b, n2, given({ of, level })),
  }),
  defineMethod({
    name: 'rate-ratio-exact',
    title: 'Ratio of two rates, exact',
    section: 'rates',
    functions: ['ratioExact'],
    answers: 'How do two rates compare when events are few, or there are none in one group, and the interval must never be too narrow?',
    notWhen: `Best guess rather than guarantee: \`rate-ratio-mid-p\` is shorter and holds 95 % on average. Risks with large shares: \`risk-ratio-koopman\` or \`odds-ratio-fisher\`. ${DIFFER}`,
    formula: `${CONDITIONAL} Clopper-Pearson limits of p, from the beta distribution.`,
    source: 'Przyborowski and Wilenski (1940), Biometrika 31:313. As R `poisson.test`.',
    checked: 'R poisson.test, seven pairs of groups, within 1e-9 (found: 4e-15). By simulation 95 % intervals hold the truth 96 to 98 times in 100.',
    input: twoRates,
    returns: { value: 'the ratio; null when the reference group has no events', ...OPEN_LIMITS },
    example: { a: 3, n1: 41_000, b: 4, n2: 230_000 },
    reading: '4.2 times, and anything from 0.6 to 25 times: seven events cannot tell.',
    run: ({ a, n1, b, n2, level }) => ratioExact(a, n1, b, n2, given({ level })),
  }),
  defineMethod({
    name: 'rate-ratio-mid-p',
    title: 'Ratio of two rates, mid-P',
    section: 'rates',
    functions: ['rateRatioMidP'],
    answers: 'How do two rates compare when events are few, with an interval that holds its level on average rather than always?',
    notWhen: `A guarantee is needed: \`rate-ratio-exact\`. ${DIFFER}`,
    formula: `${CONDITIONAL} A limit is the p at which \`P(beyond a) + P(a)/2\` is α/2; the estimate that at which it is 1/2 (median-unbiased, not the quotient).`,
    source: 'Berry and Armitage (1995), The Statistician 44:417; Rothman, Greenland and Lash (2008), ch. 14. As R `epitools::rateratio.midp`.',
    checked:
      'R 4.2.2, the defining equations over pbinom solved to 1e-15: within 1e-12. epitools stops its search at 1e-4 of the share and differs from this by up to 0.9 % (one event of 703). Coverage by simulation 95 to 97 %.',
    input: twoRates,
    returns: { value: 'median-unbiased ratio; null when the reference group has no events', ...OPEN_LIMITS, pValue: 'two-sided mid-P value of equal rates' },
    example: { a: 3, n1: 41_000, b: 4, n2: 230_000 },
    reading: '4.3 times (0.8 to 20; p 0.088), a little shorter than the exact interval.',
    run: ({ a, n1, b, n2, level }) => rateRatioMidP(a, n1, b, n2, given({ level })),
  }),
  defineMethod({
    name: 'rate-ratio-score',
    title: 'Ratio of two rates, score interval',
    section: 'rates',
    functions: ['rateRatioScore'],
    answers: 'How do two rates compare, by a closed formula that needs no events in one of the groups?',
    notWhen: `Very few events: its limits are too near (in the example below they leave 1 out, where the exact and mid-P ones hold it); use \`rate-ratio-mid-p\`. ${DIFFER}`,
    formula: `${CONDITIONAL} Wilson's limits of p, as odds.`,
    source: 'Graham, Mengersen and Morton (2003), Statistics in Medicine 22:2071.',
    checked:
      "Against Wilson's limits turned into odds, 1e-12; with many events the same as log-Wald within 2e-5. Coverage by simulation 95 % within Monte Carlo error.",
    input: twoRates,
    returns: { value: 'the ratio; null when the reference group has no events', ...OPEN_LIMITS },
    example: { a: 3, n1: 41_000, b: 4, n2: 230_000 },
    reading: '4.2 times (1.05 to 16.8). With seven events the exact interval, which holds 1, is the one to believe.',
    run: ({ a, n1, b, n2, level }) => rateRatioScore(a, n1, b, n2, given({ level })),
  }),
  defineMethod({
    name: 'rate-ratio-test',
    title: 'Exact test that two rates are equal',
    section: 'rates',
    functions: ['rateRatioTest'],
    answers: 'Could two rates as different as these have come about by chance, if they were the same underneath?',
    notWhen:
      'How large the difference is matters more than whether there is one: tell the ratio with its interval. Many pairs are tested: some will differ by chance; use a funnel.',
    formula:
      'Given a + b events, a is binomial with share n1/(n1 + n2). `exact` sums every outcome no likelier than the one seen; `midP` is twice the smaller tail, with half of the probability of what was seen.',
    source: 'Przyborowski and Wilenski (1940), Biometrika 31:313; Fay (2010), The R Journal 2:53. As R `poisson.test`.',
    checked: 'R poisson.test, seven pairs of groups, p down to 1e-16: within 1e-12.',
    input: twoRates.omit({ level: true }),
    returns: { exact: 'two-sided p-value', midP: 'two-sided mid-P value' },
    example: { a: 3, n1: 41_000, b: 4, n2: 230_000 },
    reading: 'p 0.075 (mid-P 0.088): rates as far apart as these would come about in one case in thirteen.',
    run: ({ a, n1, b, n2 }) => rateRatioTest(a, n1, b, n2),
  }),
  defineMethod({
    name: 'rate-difference',
    title: 'Difference of two rates',
    section: 'rates',
    functions: ['rateDifference'],
    answers:
      'How many more events for 100,000 residents does the group have than the reference group? The absolute comparison, which says how much there is to gain.',
    notWhen: `The rates are of very different size over time or place and the relative difference is what is stable: \`rate-ratio-log-wald\`. ${DIFFER}`,
    formula:
      "With each rate's own limits (l, u; exact under 10 events, Byar from 10): lower `d - √((r1 - l1)² + (u2 - r2)²)`, upper `d + √((u1 - r1)² + (r2 - l2)²)`.",
    source: 'Zou and Donner (2008), Statistics in Medicine 27:1693 (limits of a difference from the limits of its parts).',
    checked: 'The differences of seven pairs of groups within 1e-12; the limits against the formula by hand. Coverage by simulation 94 to 97 %.',
    input: twoRates.extend({ per: perField('1,000') }),
    returns: { value: 'difference, in events for `per` residents', ...LIMITS },
    example: { a: 18, n1: 41_000, b: 64, n2: 230_000, per: 100_000 },
    reading: '16 more for 100,000 residents, and anything from 3 fewer to 42 more.',
    run: ({ a, n1, b, n2, per, level }) => rateDifference(a, n1, b, n2, given({ per, level })),
  }),
];
