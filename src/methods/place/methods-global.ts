/** Registry entries: patterns of a whole map. */
import { z } from 'zod';
import { defineMethod, type Method, seedField } from '../registry/define.ts';
import { moranOfRates } from './eb-moran.ts';
import { gearyC, generalG, joinCounts, moranI, moranPermutation } from './global.ts';
import {
  ISLANDS_RETURN,
  islandsNamed,
  MAUP,
  neighbourFields,
  permutationsField,
  permutationsGiven,
  SQUARE,
  styleField,
  valuesField,
  weightsGiven,
} from './methods-fields.ts';

const assumption = z
  .enum(['randomisation', 'normality'])
  .optional()
  .describe('the variance: were these values in any order (`randomisation`, unless given) or draws from a normal distribution (`normality`)');

const TEST_RETURNS = {
  expected: 'the value that no pattern would give',
  variance: 'its variance were there no pattern',
  p: 'two-sided p-value from the normal distribution',
  islands: ISLANDS_RETURN,
};

const PERMUTATION_RETURNS = {
  pGreater: 'share of the random maps, the observed one among them, with a value at least as large: the test for clustering',
  pLess: 'the same for values at least as small: the test for a chessboard',
  pTwoSided: 'twice the smaller of the two, at most 1',
  simulatedMean: 'mean over the random maps',
  simulatedVariance: 'variance over the random maps',
  permutations: 'random maps drawn',
  seed: 'their seed',
  islands: ISLANDS_RETURN,
};

const ORDER = `Where the variance by formula is in doubt (few areas, a few extreme values, an odd set of neighbours), use \`moran-permutation\`.`;

const moranMethod = defineMethod({
  name: 'moran',
  title: "Global Moran's I",
  section: 'place',
  functions: ['moranI'],
  answers: `Do areas resemble their neighbours more than chance would have it? One number for the whole map, with a test.
Above its expectation (a little below 0): like beside like. Below: high beside low.`,
  notWhen: `* To say *where*: use \`local-moran\` or \`getis-ord\`.
* Rates from small or very different populations: their noise makes and hides pattern. Use \`moran-rates\`.
* Counts: large areas have large counts. Use rates.
* ${ORDER}
* Residuals of a regression: their I has another expectation and variance, and this test misses pattern that they have.

${MAUP}`,
  formula: `\`\`\`
I = (n / S0) Σ_i Σ_j w_ij z_i z_j / Σ_i z_i²     z_i the value less the mean, S0 the sum of all weights
E(I) = -1 / (n - 1)
\`\`\`

With S1 = ½ ΣΣ (w_ij + w_ji)², S2 = Σ_i (Σ_j w_ij + Σ_j w_ji)² and b2 = n Σ z⁴ / (Σ z²)²:

\`\`\`
normality      E(I²) = (n² S1 - n S2 + 3 S0²) / ((n² - 1) S0²)
randomisation  E(I²) = [n((n² - 3n + 3) S1 - n S2 + 3 S0²) - b2((n² - n) S1 - 2n S2 + 6 S0²)] / ((n-1)(n-2)(n-3) S0²)
z = (I - E(I)) / √(E(I²) - E(I)²)
\`\`\`

Islands count in n: their values too could have lain anywhere. R spdep takes them off n unless told \`adjust.n = FALSE\`.`,
  source: 'Moran (1950), Biometrika 37:17; Cliff and Ord (1981), Spatial Processes, pp. 42-46.',
  checked: 'R spdep 1.2-7 `moran.test`, five cases on the districts of Columbus (I, expectation, variance, z, p): 2e-14.',
  input: z.object({ values: valuesField, ...neighbourFields, style: styleField('row'), assumption }),
  returns: { value: "Moran's I", ...TEST_RETURNS, z: 'standardised: above 0 where like lies beside like' },
  example: { values: [18.2, 15.1, 9.3, 16.4, 12.0, 7.7, 9.8, 8.1, 5.2], neighbours: SQUARE },
  reading:
    'Violence per 1,000 in nine wards falls from one corner of the town to the other: neighbours are alike (I well above -0.125), more than random order would make them. With nine areas the normal approximation is rough; the permutation test should agree.',
  run(input) {
    const weights = weightsGiven(input, 'row');
    return { ...moranI(input.values, weights, input.assumption), islands: islandsNamed(weights, input.names) };
  },
});

const moranPermutationMethod = defineMethod({
  name: 'moran-permutation',
  title: "Global Moran's I by permutation",
  section: 'place',
  functions: ['moranPermutation'],
  answers: `Do areas resemble their neighbours more than chance would have it, with no appeal to a formula for chance? The values are put in random order on the map, many times.`,
  notWhen: `* To say *where*: use \`local-moran-permutation\` or \`getis-ord\`.
* Rates from small or very different populations: not every order of them is as likely. Use \`moran-rates\`.
* A p-value smaller than 1 / (permutations + 1) is wanted: draw more, or use \`moran\`.

${MAUP}`,
  formula: `I as in \`moran\`. With R random orders, of which g give an I at least as large as the observed one:

\`\`\`
pGreater = (g + 1) / (R + 1)
\`\`\`

The observed order is one of the possible ones, so p is never 0. Values equal but for rounding count as equal.`,
  source: 'Hope (1968), Journal of the Royal Statistical Society B 30:582; Cliff and Ord (1981), Spatial Processes, pp. 63-65.',
  checked:
    'R spdep 1.2-7 `moran.mc` with 9,999 permutations: I 2e-15, p within 0.002. Mean and variance of the draws: those of `moran` within Monte Carlo error.',
  input: z.object({ values: valuesField, ...neighbourFields, style: styleField('row'), permutations: permutationsField, seed: seedField }),
  returns: { value: "Moran's I", ...PERMUTATION_RETURNS },
  example: { values: [18.2, 15.1, 9.3, 16.4, 12.0, 7.7, 9.8, 8.1, 5.2], neighbours: SQUARE, permutations: 999, seed: 20 },
  reading: 'Few of the 999 random maps are as clustered as the wards are: see pGreater. Their mean is close to -1/8, the expectation of nine areas.',
  run(input) {
    const weights = weightsGiven(input, 'row');
    const result = moranPermutation(input.values, weights, { permutations: permutationsGiven(input.permutations), seed: input.seed });
    return { ...result, islands: islandsNamed(weights, input.names) };
  },
});

const moranRatesMethod = defineMethod({
  name: 'moran-rates',
  title: "Moran's I for rates (empirical Bayes index)",
  section: 'place',
  functions: ['moranOfRates'],
  answers: `Do areas' *rates* resemble their neighbours', once it is allowed that rates of small populations jump about by chance?`,
  notWhen: `* Rates that are not events over people at risk (indices, averages): use \`moran\`.
* The population is not the one at risk: residents of a town centre are not its night-time crowd.
* Repeated events in the same people: chance is then larger than Poisson, and too much is left as pattern.
* To say where: use \`local-moran-permutation\` on the \`standardised\` values.

${MAUP}`,
  formula: `With O_i events of P_i people, p_i = O_i / P_i, overall rate b = ΣO / ΣP:

\`\`\`
s² = Σ P_i (p_i - b)² / ΣP        a = s² - b / (ΣP / n), 0 where that is below 0
v_i = a + b / P_i
z_i = (p_i - b) / √v_i            Moran's I of the z_i, tested by random orders of them
\`\`\``,
  source: 'Assunção and Reis (1999), Statistics in Medicine 18:2147.',
  checked: 'R spdep 1.2-7 `EBImoran.mc` on ten fictional areas: I -0.0199145950736188, 1e-14; p 0.356 (99,999 draws) within Monte Carlo error.',
  input: z.object({
    events: z.array(z.number()).describe('whole number of events in each area'),
    population: z.array(z.number()).describe('people (or person-time) at risk in each area, above 0'),
    ...neighbourFields,
    style: styleField('row'),
    permutations: permutationsField,
    seed: seedField,
  }),
  returns: { value: "Moran's I of the standardised rates", standardised: 'the standardised rate of each area, in the order given', ...PERMUTATION_RETURNS },
  example: {
    events: [45, 38, 12, 40, 26, 9, 11, 10, 2],
    population: [2500, 2600, 1300, 2400, 2200, 1100, 1200, 1250, 400],
    neighbours: SQUARE,
    permutations: 999,
    seed: 21,
  },
  reading:
    'Ward 8 has by far the lowest rate, 5 per 1,000, but of 400 people: standardised it counts hardly more than the 8 per 1,000 of the 1,250 people of ward 7. The pattern from one corner to the other stays.',
  run(input) {
    const weights = weightsGiven(input, 'row');
    const result = moranOfRates(input.events, input.population, weights, { permutations: permutationsGiven(input.permutations), seed: input.seed });
    return { ...result, islands: islandsNamed(weights, input.names) };
  },
});

const gearyMethod = defineMethod({
  name: 'geary',
  title: "Geary's C",
  section: 'place',
  functions: ['gearyC'],
  answers: `Do neighbours differ less from one another than areas picked at random? Close to Moran's I, but it looks at differences between neighbours and so is more sensitive to contrasts over short distances.`,
  notWhen: `* A few extreme areas: squares of differences give them everything. Use ranks, or \`moran\`.
* Rates of small populations, counts, questions of *where*: as for \`moran\`.

${MAUP}`,
  formula: `\`\`\`
C = (n - 1) Σ_i Σ_j w_ij (x_i - x_j)² / (2 S0 Σ z_i²)       E(C) = 1
normality      V = [(2 S1 + S2)(n - 1) - 4 S0²] / (2 (n + 1) S0²)
randomisation  V = [(n-1) S1 (n² - 3n + 3 - (n-1) b2) - ¼(n-1) S2 (n² + 3n - 6 - (n² - n + 2) b2) + S0² (n² - 3 - (n-1)² b2)] / (n (n-2)(n-3) S0²)
z = (1 - C) / √V
\`\`\`

S0, S1, S2 and b2 as in \`moran\`. z is turned round, so that above 0 means that neighbours are alike.`,
  source: 'Geary (1954), Incorporated Statistician 5:115; Cliff and Ord (1981), Spatial Processes, pp. 42-46.',
  checked: 'R spdep 1.2-7 `geary.test`, on the districts of Columbus with row-standardised and binary weights, and on ten fictional areas: 1e-13.',
  input: z.object({ values: valuesField, ...neighbourFields, style: styleField('row'), assumption }),
  returns: {
    value: "Geary's C: 1 without pattern, below 1 where neighbours are alike, above 1 where they differ",
    ...TEST_RETURNS,
    z: 'standardised, turned round: above 0 where neighbours are alike',
  },
  example: { values: [18.2, 15.1, 9.3, 16.4, 12.0, 7.7, 9.8, 8.1, 5.2], neighbours: SQUARE },
  reading: 'C is well below 1: neighbouring wards differ much less than wards at random.',
  run(input) {
    const weights = weightsGiven(input, 'row');
    return { ...gearyC(input.values, weights, input.assumption), islands: islandsNamed(weights, input.names) };
  },
});

const generalGMethod = defineMethod({
  name: 'general-g',
  title: "Getis and Ord's general G",
  section: 'place',
  functions: ['generalG'],
  answers: `Where the map as a whole is clustered: is it the *high* values that lie together, or the low ones? Moran's I cannot tell the two apart.`,
  notWhen: `* Values that can be negative or have no natural zero (changes, z-scores, indices): G is a share of products and means nothing then.
* High and low values both cluster: they cancel. Look at \`moran\` beside it.
* To say where: use \`getis-ord\`.

${MAUP}`,
  formula: `\`\`\`
G = Σ_i Σ_j w_ij x_i x_j / Σ_i Σ_(j≠i) x_i x_j       E(G) = S0 / (n (n - 1))
E(G²) = [B0 m2² + B1 m4 + B2 m1² m2 + B3 m1 m3 + B4 m1⁴] / ((m1² - m2)² n(n-1)(n-2)(n-3)),   m_k = Σ x^k

B0 = (n² - 3n + 3) S1 - n S2 + 3 S0²         B1 = -[(n² - n) S1 - 2n S2 + 6 S0²]
B2 = -[2n S1 - (n + 3) S2 + 6 S0²]           B3 = 4(n - 1) S1 - 2(n + 1) S2 + 8 S0²
B4 = S1 - S2 + S0²
\`\`\``,
  source: 'Getis and Ord (1992), Geographical Analysis 24:189, equations 3 to 5.',
  checked: "R spdep 1.2-7 `globalG.test` on the districts of Columbus: 6e-13; PySAL esda's six points: G 0.55709779, one-sided p 0.172936.",
  input: z.object({
    values: z.array(z.number()).describe('one value for each area, zero or more, with a natural zero: a rate, say'),
    ...neighbourFields,
    style: styleField('binary'),
  }),
  returns: {
    value: 'G: the share of all products of two values that lies between neighbours',
    ...TEST_RETURNS,
    z: 'above 0: high values lie together; below: low ones do',
  },
  example: { values: [18.2, 15.1, 9.3, 16.4, 12.0, 7.7, 9.8, 8.1, 5.2], neighbours: SQUARE },
  reading:
    'G is above its expectation, 0.37 against 0.33, as it would be were it the high rates that lie together; but p is 0.13, and nine wards cannot show it.',
  run(input) {
    const weights = weightsGiven(input, 'binary');
    return { ...generalG(input.values, weights), islands: islandsNamed(weights, input.names) };
  },
});

const joinCountsMethod = defineMethod({
  name: 'join-counts',
  title: 'Join counts',
  section: 'place',
  functions: ['joinCounts'],
  answers: `Areas are of a few classes (flagged or not; the area's commonest offence): do areas of one class lie beside one another more than chance would have it?`,
  notWhen: `* The classes are cut from a measured value: information is thrown away, and the cut is a choice. Use \`moran\` on the value.
* A class of one or two areas: the normal approximation does not hold.

${MAUP}`,
  formula: `Joins are half the sum of the weights between areas of the given classes. Given how many areas each class has (non-free sampling), with n⁽²⁾ = n(n-1), n⁽³⁾ = n(n-1)(n-2) and so on:

\`\`\`
E(aa) = ½ S0 a⁽²⁾ / n⁽²⁾
V(aa) = ¼ [S1 a⁽²⁾/n⁽²⁾ + (S2 - 2 S1) a⁽³⁾/n⁽³⁾ + (S0² + S1 - S2) a⁽⁴⁾/n⁽⁴⁾] - E(aa)²
E(ab) = S0 a b / n⁽²⁾
V(ab) = ¼ [2 S1 a b/n⁽²⁾ + (S2 - 2 S1) a b (a + b - 2)/n⁽³⁾ + 4 (S0² + S1 - S2) a⁽²⁾ b⁽²⁾/n⁽⁴⁾] - E(ab)²
\`\`\``,
  source: 'Cliff and Ord (1981), Spatial Processes, pp. 19-20.',
  checked: 'R spdep 1.2-7 `joincount.multi` on the districts of Columbus (high and low crime) and on ten fictional areas: 7e-15.',
  input: z.object({
    classes: z.array(z.number()).describe('class of each area, a whole number from 0 to 49 (0 not flagged, 1 flagged)'),
    ...neighbourFields,
    style: styleField('binary'),
  }),
  returns: {
    joins:
      'a row for each class with itself and each pair of classes: `classes`, `value` (joins), `expected`, `variance`, `z` (above 0: more than chance), `p` (two-sided)',
    islands: ISLANDS_RETURN,
  },
  example: { classes: [1, 1, 0, 1, 0, 0, 0, 0, 0], neighbours: SQUARE },
  reading: 'The three flagged wards have two joins among them, where chance would give one on average. That is not enough to call it a pattern (p 0.17).',
  run(input) {
    const weights = weightsGiven(input, 'binary');
    return { joins: joinCounts(input.classes, weights), islands: islandsNamed(weights, input.names) };
  },
});

export const globalMethods: readonly Method[] = [moranMethod, moranPermutationMethod, moranRatesMethod, gearyMethod, generalGMethod, joinCountsMethod];
