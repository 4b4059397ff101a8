/** Registry entries: where on the map. */
import { z } from 'zod';
import { at } from '../check.ts';
import { defineMethod, type Method, seedField } from '../registry/define.ts';
import { adjustPValues } from './adjust.ts';
import { getisOrd } from './getis-ord.ts';
import { localMoran, localMoranPermutation, type MoranQuadrant } from './local-moran.ts';
import {
  adjustedWithout,
  adjustField,
  alphaField,
  alphaGiven,
  ISLANDS_RETURN,
  islandsNamed,
  MAUP,
  namesGiven,
  neighbourFields,
  permutationsField,
  permutationsGiven,
  SQUARE,
  styleField,
  valuesField,
  weightsGiven,
} from './methods-fields.ts';

const RATES = [33, 28, 12, 31, 14, 11, 12, 10, 22];

const CLUSTER_WORDS = {
  'high-high': 'high-high',
  'low-low': 'low-low',
  'high-low': 'high-low',
  'low-high': 'low-high',
  none: 'not-significant',
} as const satisfies Record<MoranQuadrant, string>;

const SHARED_WARNINGS = `* Rates of small populations: a ward of 300 people stands out by chance. Standardise first (\`moran-rates\` gives standardised rates) or shrink the rates.
* As the only ground for a decision on a place: the areas called are those that stand out on this map, not those that matter most.`;

const LOCAL_RETURNS = {
  called: 'number of areas called',
  adjust: 'how p was adjusted',
  alpha: 'the level used',
  islands: ISLANDS_RETURN,
};

const localMoranMethod = defineMethod({
  name: 'local-moran',
  title: "Local Moran's I",
  section: 'place',
  functions: ['localMoran', 'adjustPValues'],
  answers: `Which areas lie in a cluster of high (or low) values, and which stand out from their neighbours? Also known as LISA. p-values by formula.`,
  notWhen: `${SHARED_WARNINGS}
* Skewed values and few neighbours: the normal approximation fails in the tails that matter. Use \`local-moran-permutation\`.
* To find hotspots of high values only: \`getis-ord\` is plainer.

${MAUP}`,
  formula: `\`\`\`
I_i = (z_i / m2) Σ_j w_ij z_j          z_i the value less the mean, m2 = Σ z² / n
\`\`\`

With W_i = Σ_j w_ij, W2_i = Σ_j w_ij²:

\`\`\`
conditional (the area's own value stays)
  E = -z_i² W_i / (m2 (n - 1))
  V = (z_i / m2)² (n / (n - 2)) (W2_i - W_i² / (n - 1)) (m2 - z_i² / (n - 1))
total (all values in random order), b2 = Σ z⁴ / (n m2²)
  E = -W_i / (n - 1)
  V = W2_i (n - b2)/(n - 1) + (W_i² - W2_i)(2 b2 - n)/((n - 1)(n - 2)) - E²
\`\`\`

The quadrant is the area's value, then its neighbours' weighted mean, each above or below the mean of all.`,
  source: 'Anselin (1995), Geographical Analysis 27:93; moments: Sokal, Oden and Thomson (1998), Geographical Analysis 30:331.',
  checked: 'R spdep 1.2-7 `localmoran` on the districts of Columbus, total and conditional (I, expectation, variance, z, p of 49 areas), and quadrants: 2e-12.',
  input: z.object({
    values: valuesField,
    ...neighbourFields,
    style: styleField('row'),
    against: z
      .enum(['conditional', 'total'])
      .optional()
      .describe("what chance is: the neighbours' values at random, the area's own given (`conditional`, unless given), or all values at random (`total`)"),
    adjust: adjustField,
    alpha: alphaField,
  }),
  returns: {
    areas:
      'a row for each area: `area`, `value` (I), `expected`, `variance`, `z`, `p` (two-sided), `pAdjusted`, `quadrant` and `cluster`: the quadrant where called, else `not-significant`',
    ...LOCAL_RETURNS,
  },
  example: { values: RATES, neighbours: SQUARE, adjust: 'none' },
  reading:
    'Neighbourhood 0 (33) has the next two highest values beside it and is called high-high. The formula is generous on so small a map: `local-moran-permutation` does not call it, nor would the adjusted p (leave out `adjust`).',
  run(input) {
    const weights = weightsGiven(input, 'row');
    const name = namesGiven(input.names, weights.areas);
    const alpha = alphaGiven(input.alpha);
    const result = localMoran(input.values, weights, input.against);
    const adjusted = adjustedWithout(weights.islands, result.p, input.adjust ?? 'fdr');
    const areas = result.quadrant.map((quadrant, i) => ({
      area: name(i),
      value: at(result.value, i),
      expected: at(result.expected, i),
      variance: at(result.variance, i),
      z: at(result.z, i),
      p: at(result.p, i),
      pAdjusted: at(adjusted, i),
      quadrant,
      cluster: at(adjusted, i) <= alpha ? CLUSTER_WORDS[quadrant] : 'not-significant',
    }));
    return { areas, ...calledOf(areas), adjust: input.adjust ?? 'fdr', alpha, islands: islandsNamed(weights, input.names) };
  },
});

function calledOf(areas: readonly { readonly cluster: string }[]): { called: number } {
  return { called: areas.filter((area) => area.cluster !== 'not-significant').length };
}

const localMoranPermutationMethod = defineMethod({
  name: 'local-moran-permutation',
  title: "Local Moran's I by conditional permutation",
  section: 'place',
  functions: ['localMoranPermutation', 'adjustPValues'],
  answers: `Which areas lie in a cluster of high (or low) values, and which stand out from their neighbours, with chance found by drawing? Each area keeps its value, and its neighbours' values are drawn from all other areas, many times. The usual choice for maps of crime and health.`,
  notWhen: `${SHARED_WARNINGS}
* A small p is needed for each of very many areas: the smallest is 2 / (permutations + 1). For a map of 35,000 areas draw 9,999 (some 15 seconds).
* Values in random order is not what chance means for your data: where the whole region has a trend, nearly everything is called.

${MAUP}`,
  formula: `I_i as in \`local-moran\`. For area i with k neighbours, k values are drawn without replacement from the other n - 1, R times; of these draws g give an I at least as large, l one at least as small:

\`\`\`
pGreater = (g + 1) / (R + 1)      pLess = (l + 1) / (R + 1)      p = min(1, 2 min(pGreater, pLess))
\`\`\`

GeoDa's "pseudo p" is min(pGreater, pLess). All areas share one random sequence in each draw, which each reads without itself: every p on its own is exact, and areas with as many neighbours err the same way.`,
  source: 'Anselin (1995), Geographical Analysis 27:93, section 4.',
  checked:
    'R spdep 1.2-7 on the districts of Columbus: I 2e-14; mean and variance of 9,999 draws against the exact conditional ones within Monte Carlo error. Against all possible draws on a small map: p within Monte Carlo error.',
  input: z.object({
    values: valuesField,
    ...neighbourFields,
    style: styleField('row'),
    permutations: permutationsField,
    seed: seedField,
    adjust: adjustField,
    alpha: alphaField,
  }),
  returns: {
    areas:
      'a row for each area: `area`, `value` (I), `simulatedMean`, `simulatedVariance`, `pGreater`, `pLess`, `p` (two-sided), `pAdjusted`, `quadrant` and `cluster`: the quadrant where called, else `not-significant`',
    ...LOCAL_RETURNS,
    permutations: 'draws',
    seed: 'their seed',
  },
  example: { values: RATES, neighbours: SQUARE, permutations: 999, seed: 22, adjust: 'none' },
  reading:
    'The two neighbours of neighbourhood 0 have the two highest of the other eight values. One draw in 28 does as well, so pGreater is about 0.04 and the two-sided p about 0.07: not called, though the formula of `local-moran` called it.',
  run(input) {
    const weights = weightsGiven(input, 'row');
    const name = namesGiven(input.names, weights.areas);
    const alpha = alphaGiven(input.alpha);
    const result = localMoranPermutation(input.values, weights, { permutations: permutationsGiven(input.permutations), seed: input.seed });
    const adjusted = adjustedWithout(weights.islands, result.p, input.adjust ?? 'fdr');
    const areas = result.quadrant.map((quadrant, i) => ({
      area: name(i),
      value: at(result.value, i),
      simulatedMean: at(result.simulatedMean, i),
      simulatedVariance: at(result.simulatedVariance, i),
      pGreater: at(result.pGreater, i),
      pLess: at(result.pLess, i),
      p: at(result.p, i),
      pAdjusted: at(adjusted, i),
      quadrant,
      cluster: at(adjusted, i) <= alpha ? CLUSTER_WORDS[quadrant] : 'not-significant',
    }));
    return {
      areas,
      ...calledOf(areas),
      adjust: input.adjust ?? 'fdr',
      alpha,
      islands: islandsNamed(weights, input.names),
      permutations: result.permutations,
      seed: result.seed,
    };
  },
});

const getisOrdMethod = defineMethod({
  name: 'getis-ord',
  title: 'Getis-Ord Gi* and Gi (hot and cold spots)',
  section: 'place',
  functions: ['getisOrd', 'adjustPValues'],
  answers: `Where do high values lie together (hot spots), and where low ones (cold spots)? Gi* counts an area among its own neighbours; Gi leaves it out.`,
  notWhen: `${SHARED_WARNINGS}
* Rare counts and few neighbours: the normal approximation calls too many hot spots. Use more neighbours (8 and more) or \`local-moran-permutation\`.
* To find an area unlike its neighbours: Gi* cannot; \`local-moran\` can.
* Points on a grid of cells that are mostly empty: the cells at 0 make everything else "hot".

${MAUP}`,
  formula: `For Gi*, with w_ii included (the row's largest weight unless given), W_i = Σ_j w_ij, W2_i = Σ_j w_ij²:

\`\`\`
Gi*_i = (Σ_j w_ij x_j - W_i x̄) / (s √[(n W2_i - W_i²) / (n - 1)])            x̄, s² over all n areas (s² divided by n)
Gi_i  = (Σ_j w_ij x_j - W_i x̄_(i)) / (s_(i) √[((n - 1) W2_i - W_i²) / (n - 2)])   x̄_(i), s²_(i) over the n - 1 others
\`\`\`

Each is about standard normal without pattern.`,
  source: 'Ord and Getis (1995), Geographical Analysis 27:286, equations 5 and 7.',
  checked:
    "R spdep 1.2-7 `localG` and `p.adjust` on the districts of Columbus (Gi; Gi* with binary, row-standardised and four nearest neighbours; p, FDR, Bonferroni, Holm): 6e-14. PySAL esda's six points: Gi -1.0136729, Gi* -1.39727626.",
  input: z.object({
    values: valuesField,
    ...neighbourFields,
    style: styleField('binary'),
    of: z.enum(['gi*', 'gi']).optional().describe('with the area itself (`gi*`, unless given) or without (`gi`)'),
    selfWeight: z.number().optional().describe("Gi*: weight of the area itself, above 0; its row's largest unless given"),
    adjust: adjustField,
    alpha: alphaField,
  }),
  returns: {
    areas: 'a row for each area: `area`, `z`, `p` (two-sided), `pAdjusted` and `cluster`: `hot`, `cold` or `not-significant`',
    ...LOCAL_RETURNS,
  },
  example: { values: RATES, neighbours: SQUARE, adjust: 'none' },
  reading:
    'Only neighbourhood 0 is hot: its own value and those beside it are high together (z 2.6). Of nine tests one at p 0.009 does not stand once all nine are allowed for: leave out `adjust` and nothing is called.',
  run(input) {
    const weights = weightsGiven(input, 'binary');
    const name = namesGiven(input.names, weights.areas);
    const alpha = alphaGiven(input.alpha);
    const of = input.of ?? 'gi*';
    const result = getisOrd(input.values, weights, { of, ...(input.selfWeight === undefined ? {} : { selfWeight: input.selfWeight }) });
    const adjusted = adjustedWithout(of === 'gi' ? weights.islands : [], result.p, input.adjust ?? 'fdr');
    const areas = Array.from(result.z, (score, i) => ({
      area: name(i),
      z: score,
      p: at(result.p, i),
      pAdjusted: at(adjusted, i),
      cluster: at(adjusted, i) > alpha ? 'not-significant' : score > 0 ? 'hot' : 'cold',
    }));
    return { areas, ...calledOf(areas), adjust: input.adjust ?? 'fdr', alpha, islands: islandsNamed(weights, input.names) };
  },
});

const adjustMethod = defineMethod({
  name: 'adjust-p-values',
  title: 'Adjusting p-values for many tests',
  section: 'place',
  functions: ['adjustPValues'],
  answers: `I have tested many areas (or offences, or cells) at once: which results stand once that is allowed for?`,
  notWhen: `* The tests were chosen after looking: what was looked at and dropped belongs in the list.
* One test was planned and is the question: it needs no adjustment.
* Tests that work against one another (strong negative dependence): the false-discovery rate is not promised; use \`holm\`.`,
  formula: `With n p-values sorted p(1) <= ... <= p(n):

\`\`\`
bonferroni  min(1, n p)
holm        max over j <= i of min(1, (n - j + 1) p(j))
fdr         min over j >= i of min(1, (n / j) p(j))
\`\`\``,
  source:
    'Benjamini and Hochberg (1995), JRSS B 57:289; Benjamini and Yekutieli (2001), Annals of Statistics 29:1165; Holm (1979), Scandinavian Journal of Statistics 6:65.',
  checked: 'R `p.adjust` on the 49 p-values of Gi* in Columbus: 1e-14.',
  input: z.object({
    p: z.array(z.number()).describe('p-values, 0 to 1'),
    method: z
      .enum(['fdr', 'holm', 'bonferroni'])
      .optional()
      .describe(
        'false-discovery rate (`fdr`, unless given): of those called this share is wrong on average; `holm`, `bonferroni`: the chance that even one is wrong',
      ),
    alpha: alphaField,
  }),
  returns: {
    adjusted: 'adjusted p-values, in the order given',
    called: 'places (from 0) of those at or below alpha',
    method: 'the method used',
    alpha: 'the level used',
  },
  example: { p: [0.001, 0.012, 0.021, 0.04, 0.3, 0.62] },
  reading: 'Four of six were under 0.05 on their own; three are called if one in twenty of those called may be wrong. Holm would call one.',
  run(input) {
    const method = input.method ?? 'fdr';
    const alpha = alphaGiven(input.alpha);
    const adjusted = adjustPValues(input.p, method);
    return { adjusted, called: [...adjusted.keys()].filter((i) => at(adjusted, i) <= alpha), method, alpha };
  },
});

export const localMethods: readonly Method[] = [localMoranMethod, localMoranPermutationMethod, getisOrdMethod, adjustMethod];
