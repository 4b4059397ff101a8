/** Registry entries: from agreement patterns to weights and links. */
import { z } from 'zod';
import { MethodError } from '../error.ts';
import { defineMethod, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { assignGreedy, assignOptimal } from './assign.ts';
import { fitFellegiSunter } from './fellegi-sunter.ts';
import { MISSING_LEVEL } from './level.ts';
import { EXAMPLE_PATTERNS, inShape, lambda, levels, patternList, patternsOf, probabilities, UNEQUAL } from './methods-shared.ts';
import { type AgreementPatterns, countPatterns } from './patterns.ts';
import { epiWeights, matchProbability, matchWeights, patternWeights, termFrequencyWeight } from './weights.ts';

export const modelMethods: readonly Method[] = [
  defineMethod({
    name: 'fellegi-sunter',
    title: 'Fellegi-Sunter linkage, fitted by EM',
    section: 'linkage',
    functions: ['fitFellegiSunter', 'countPatterns', 'patternWeights', 'matchWeights'],
    answers:
      'How much does agreement on each field speak for two records being one person, and how likely is each pair a match, when nobody has marked any pairs as true or false?',
    notWhen: `* **Matches are rare, or blocking let in only pairs that already agree on much.** EM describes two groups of pairs; then they may be households and strangers, or common and rare surnames. On R’s test data RLdata500 (50 matches among 3,465 blocked pairs) it finds surnames agreeing *less* often among "matches", and puts 76 false pairs above the line. Count u among random pairs and hold it, with λ as the share of matches among *all* pairs (docs/methods/linkage.md, "Blocked pairs"); use more passes; or use \`epilink-weights\`.
* Fields that go together (postcode and street; forename and sex; a whole family at one address): the model takes them as independent, counts the same evidence twice, and its probabilities come out too near 0 and 1. Use one of them, or make them one field.
* With fewer than three fields and nothing held: refused, for the patterns cannot tell so many probabilities.
* Values missing for a reason (no fixed address, date of birth withheld): missing comparisons are left out as if missing by chance.
* As proof that two records are one child. It is a claim with a probability; keep the probability with it, and do not use a link to act against anybody.
* ${UNEQUAL}`,
    formula: `A pair is a match with probability λ. Given that, field f is at level l with probability m_fl (match) or u_fl (not), each field by itself:

    P(pattern) = λ Π m + (1 - λ) Π u          over the fields that are not missing
    weight = Σ log2(m / u)                    odds of a match = λ / (1 - λ) × 2^weight

EM in turns: the probability g of a match for each pattern at the present m, u, λ; then λ = mean of g, m = share of each level among pairs weighted by g, u likewise by 1 - g. Finished when nothing moves by more than the tolerance. In weights a probability of 0 counts as 10⁻⁹.`,
    source:
      'Fellegi and Sunter (1969), *JASA* 64:1183; Winkler (1988), *Proc. Section on Survey Research Methods, ASA*, 667; Dempster, Laird and Rubin (1977), *JRSS B* 39:1.',
    checked:
      'Splink’s data of known parameters (4,000 pairs): λ, m and u within 4e-9 of the truth, log-likelihood within 4e-16. Textbook EM on RLdata500 from a fixed start: within 2.4e-7 of a run that stopped earlier, log-likelihood within 5e-16. Four fields of 2 to 4 levels with missing comparisons: an independent EM in numpy, within 1e-8. RecordLinkage 0.4-12 `emWeights` stops at a change of 1e-5 pairs, short of the maximum: at that point (the published algorithm AS 207, taken as far) its 3,465 weights come out within 1e-6; at the maximum they are up to 0.0068 higher or lower, with the same classification.',
    input: z.object({
      levels,
      patterns: patternList.optional(),
      pairs: z
        .array(z.array(z.int().nullable()))
        .optional()
        .describe('in place of patterns: one list of levels for every pair, null where missing; they are counted here'),
      startLambda: z.number().optional().describe('share of matches that the search starts from; 0.1 unless given'),
      startM: z
        .union([z.number(), z.array(z.array(z.number()))])
        .optional()
        .describe('start of m: probability of full agreement, or all probabilities; 0.9 unless given'),
      startU: z
        .union([z.number(), z.array(z.array(z.number()))])
        .optional()
        .describe('start of u, likewise; 0.1 unless given'),
      hold: z
        .array(z.enum(['lambda', 'm', 'u']))
        .optional()
        .describe('what stays as started; "u" when it was counted among random pairs'),
      tolerance: z.number().optional().describe('largest move of a probability at which the search is finished; 1e-9 unless given'),
      maxIterations: z.int().optional().describe('rounds after which it is an error; 5,000 unless given'),
    }),
    returns: {
      lambda: 'share of the pairs that are matches',
      m: 'probabilities of each level among matches, field by field',
      u: 'likewise among the rest',
      weights: 'log2(m / u) of each level, field by field',
      logLikelihood: 'natural logarithm, without the multinomial constant',
      iterations: 'rounds of EM',
      change: 'largest move of a probability in the last round',
      reversed: 'true when most fields agree less often among "matches": the classes have changed places, do not use',
      patterns: 'each pattern with its pairs, weight and probability of a match, in rising order of levels, missing first',
    },
    example: { levels: [2, 2, 2], patterns: EXAMPLE_PATTERNS },
    reading:
      'Half of the 4,000 pairs are matches. The second field is the most telling (weight +5.2 when it agrees): it hardly ever agrees by chance. A pair that agrees on all three is a match with probability 0.999; on the second and third only, 0.983; on the first only, 0.043.',
    run: ({ levels: fieldLevels, patterns, pairs, startLambda, startM, startU, hold, ...options }) => {
      if ((patterns === undefined) === (pairs === undefined)) throw new MethodError('input', 'patterns', 'give either patterns or pairs');
      const counted =
        patterns === undefined
          ? countPatterns(Uint8Array.from((pairs ?? []).flatMap((pair, i) => inShape(pair, i, fieldLevels))), fieldLevels)
          : patternsOf(fieldLevels, patterns);
      const fit = fitFellegiSunter(counted, { ...given(options), ...given({ hold }), start: given({ lambda: startLambda, m: startM, u: startU }) });
      const { weights, posterior } = patternWeights(counted, fit);
      const { lambda: found, m, u, ...rest } = fit;
      return { lambda: found, m, u, weights: matchWeights(fit), ...rest, patterns: listed(counted, weights, posterior) };
    },
  }),

  defineMethod({
    name: 'match-weight',
    title: 'Match weight and probability of a pair',
    section: 'linkage',
    functions: ['matchWeights', 'matchProbability', 'termFrequencyWeight'],
    answers:
      'What speaks for and against these two records being one person, field by field, and how likely is it in all? For showing a reviewer why a pair scored as it did, rare names included.',
    notWhen: `* With m and u from another population: agreement on a surname is worth less where few surnames are common.
* The probability is no better than lambda: among candidate pairs of another blocking it is another number.
* Term frequencies only for values that agree exactly, and with care where a name is rare because it is misspelt, or common in one community and rare in the file: it makes agreement on a minority’s names count for more (or less) than it should if all of that community’s records are not in the file. Use a lower strength then.
* ${UNEQUAL}`,
    formula: `weight of field f at level l = log2(m_fl / u_fl); a missing comparison adds 0.
For a value that valueCount of records bear: + strength × log2(u / (valueCount / records)), with u the probability that the field agrees exactly by chance.

    probability = 1 / (1 + (1 - λ) / λ × 2^-weight)`,
    source:
      'Fellegi and Sunter (1969); Newcombe et al. (1959), *Science* 130:954; Winkler (2000), *Frequency-based matching in Fellegi-Sunter model of record linkage*, US Census Bureau.',
    checked: 'By hand, and the posterior of every pattern of two reference data sets (see `fellegi-sunter`).',
    input: z.object({
      levels: z.array(z.int().nullable()).describe('level of each field for this pair, null where missing'),
      m: probabilities('among matches'),
      u: probabilities('among pairs that are no match'),
      lambda,
      frequencies: z
        .array(
          z.object({
            field: z.int().describe('index of the field, from 0; it must agree fully'),
            valueCount: z.int().describe('records that have the value'),
            records: z.int().describe('records with a value in the field'),
            strength: z.number().optional().describe('0 to 1; 1 unless given'),
          }),
        )
        .optional()
        .describe('how common the values are that agree; none unless given'),
    }),
    returns: {
      byField: 'weight of each field; 0 where missing',
      byFrequency: 'weight added for each entry of `frequencies`',
      weight: 'their sum, in bits',
      probability: 'probability of a match, 0 to 1',
    },
    example: {
      levels: [1, 1, null],
      m: [
        [0.1, 0.9],
        [0.05, 0.95],
        [0.2, 0.8],
      ],
      u: [
        [0.99, 0.01],
        [0.997, 0.003],
        [0.9, 0.1],
      ],
      lambda: 0.001,
      frequencies: [{ field: 0, valueCount: 2, records: 20_000 }],
    },
    reading:
      'Surname +6.5, date of birth +8.3, postcode unknown. The surname is borne by 2 of 20,000, a hundred times rarer than surnames that agree by chance at large, which adds 6.6. Together 21.4 bits: although one pair in 1,000 is a match, this one is with probability 0.9996.',
    run: ({ levels: found, m, u, lambda: share, frequencies }) => {
      const table = matchWeights({ m, u });
      if (found.length !== table.length) throw new MethodError('shape', 'levels', `must have ${table.length} entries, and has ${found.length}`);
      const byField = found.map((level, f) => {
        const weight = level === null ? 0 : table[f]?.[level];
        if (weight === undefined) throw new MethodError('out-of-range', `levels[${f}]`, `must be a level of the field, and is ${level}`);
        return weight;
      });
      const byFrequency = (frequencies ?? []).map(({ field, valueCount, records, strength }, i) => {
        const exact = u[field]?.at(-1);
        if (exact === undefined || found[field] !== (table[field]?.length ?? 0) - 1) {
          throw new MethodError('inconsistent', `frequencies[${i}].field`, `must be a field that agrees fully, and is ${field}`);
        }
        return termFrequencyWeight(valueCount, records, exact, strength);
      });
      const weight = [...byField, ...byFrequency].reduce((sum, each) => sum + each, 0);
      return { byField, byFrequency, weight, probability: matchProbability(weight, share) };
    },
  }),

  defineMethod({
    name: 'epilink-weights',
    title: 'EpiLink weights',
    section: 'linkage',
    functions: ['epiWeights'],
    answers:
      'How alike are two records, when there are too few matches for EM to learn from? A sum of similarities in which telling fields count more, from 0 to 1.',
    notWhen: `* As a probability: it is none. Its threshold has to be found by looking at pairs.
* Where fields differ much in how often they are wrong and only one error rate is given.
* Where missing is common: a missing value counts as disagreement here.
* ${UNEQUAL}`,
    formula: `Field i with average frequency of values fᵢ (1 / number of distinct values) and error rate eᵢ weighs wᵢ = log2((1 - eᵢ) / fᵢ). With similarities sᵢ from 0 to 1:

    weight = Σ wᵢ sᵢ / Σ wᵢ`,
    source: 'Contiero et al. (2005), *Methods Inf. Med.* 44:66.',
    checked:
      'RecordLinkage 0.4-12 `epiWeights` on 3,465 pairs of RLdata500: largest difference 5e-16; its classification at 0.54 (46 found, 4 missed, none false) is the same.',
    input: z.object({
      similarities: z.array(z.array(z.number().nullable())).describe('one list for every pair: similarity of each field, 0 to 1; null (missing) counts as 0'),
      frequencies: z.array(z.number()).describe('average frequency of each field’s values: 1 / number of distinct values'),
      errorRates: z.array(z.number()).optional().describe('share of values that are wrong, field by field; 0.01 each unless given'),
    }),
    returns: { weights: 'one for each pair, 0 to 1' },
    example: {
      similarities: [
        [1, 0.96, 1],
        [0, 0.5, 1],
        [1, 1, null],
      ],
      frequencies: [0.0068, 0.0093, 0.0323],
    },
    reading:
      'The first pair, with a slip in the surname, scores 0.99. The second agrees on the day of birth and half on the surname and scores 0.44; the third has no date and scores 0.74. Where the line is, only a look at pairs will tell.',
    run: ({ similarities, frequencies, errorRates }) => ({
      weights: epiWeights(
        similarities.flatMap((pair, i) => {
          if (pair.length !== frequencies.length)
            throw new MethodError('shape', `similarities[${i}]`, `must have ${frequencies.length} entries, and has ${pair.length}`);
          return pair.map((similarity) => similarity ?? 0);
        }),
        frequencies,
        errorRates,
      ),
    }),
  }),

  defineMethod({
    name: 'one-to-one-links',
    title: 'One-to-one links',
    section: 'linkage',
    functions: ['assignOptimal', 'assignGreedy'],
    answers: 'Which links to keep when a record has several and each person is in each file only once?',
    notWhen: `* When a file has duplicates: the second record of the same child loses its link, rightly or not. Find duplicates first.
* To make doubtful pairs look certain: a link that wins over others may still be wrong. The weight of the runner-up is worth keeping for review.
* Twins and siblings at one address: two links of nearly equal weight belong to a person who looks, not to an algorithm.`,
    formula: `optimal: of all ways to link each left record to at most one right record and the reverse, the one with the largest Σ (weight - threshold) over the kept links, each of them at the threshold or above. greedy: best pair first, then the best that is still free.`,
    source: 'Jaro (1989), *JASA* 84:414 (for linkage); Kuhn (1955), *Nav. Res. Logist. Q.* 2:83; Jonker and Volgenant (1987), *Computing* 38:325.',
    checked: 'Every one-to-one choice tried, on 500 random sets of up to 11 links: the optimum is exact, and greedy is never better (property test).',
    input: z.object({
      links: z
        .array(
          z.object({
            left: z.int().describe('index of the record in the left file, from 0'),
            right: z.int().describe('index in the right file'),
            weight: z.number().describe('match weight'),
          }),
        )
        .describe('candidate links'),
      threshold: z.number().describe('links below this weight are dropped'),
      way: z.enum(['optimal', 'greedy']).optional().describe('optimal unless given'),
    }),
    returns: { kept: 'indices into `links` of those that are kept, rising', total: 'sum of their weights' },
    example: {
      links: [
        { left: 0, right: 0, weight: 10 },
        { left: 0, right: 1, weight: 9 },
        { left: 1, right: 0, weight: 9 },
      ],
      threshold: 0,
    },
    reading: 'Taking the best pair (10) would leave the other two records alone; the two links of 9 together are worth more and are kept.',
    run: ({ links, threshold, way }) => {
      const pairs = { left: links.map((link) => link.left), right: links.map((link) => link.right), weights: links.map((link) => link.weight) };
      const kept = (way === 'greedy' ? assignGreedy : assignOptimal)(pairs, threshold);
      return { kept, total: kept.reduce((sum, i) => sum + (links[i]?.weight ?? 0), 0) };
    },
  }),
];

function listed({ levels: fieldLevels, vectors, counts }: AgreementPatterns, weights: Float64Array, posterior: Float64Array): object[] {
  const fields = fieldLevels.length;
  return Array.from(counts, (pairs, p) => ({
    levels: Array.from(vectors.subarray(p * fields, (p + 1) * fields), (level) => (level === MISSING_LEVEL ? null : level)),
    pairs,
    weight: weights[p],
    probability: posterior[p],
  }));
}
