/** Registry entries: where to draw the lines, and what pairs of known truth tell. */
import { z } from 'zod';
import { defineMethod, levelField, type Method, seedField } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { linkageBands, linkageQuality } from './bands.ts';
import { levelShares, randomPairs, reviewedQuality } from './sample.ts';
import { EXAMPLE_MODEL, EXPECTED, levels, modelFields, patternList, patternsOf, UNEQUAL } from './methods-shared.ts';

export const reviewingMethods: readonly Method[] = [
  defineMethod({
    name: 'clerical-review-bands',
    title: 'Link, review or leave: the two lines and their expected errors',
    section: 'linkage',
    functions: ['linkageBands'],
    answers:
      'Above which weight may pairs be linked unseen, below which may they be left, and how many are there for people to look at in between, if so many false links and so many missed matches can be borne?',
    notWhen: `* ${EXPECTED}
* To link without review where a wrong link could harm a child (a referral, a risk assessment, a letter home): review every link there, whatever its weight.
* With tolerances copied from elsewhere: a count for a strategy bears 2 % of false links, a record that a practitioner opens does not.
* ${UNEQUAL}`,
    formula: `Patterns are put in order of weight. Links: from the top, as many as keep the expected false links within the tolerance (as a share of the links, or of all pairs that are no match: μ). Non-links: from the bottom, as many as keep the expected missed matches within the tolerance (share of all matches: λ_FS). Expected matches of a pattern = pairs × probability of a match. What is left is reviewed; no other lines within both tolerances leave less. If both could take a pattern, the line is where the probability passes one half.`,
    source: 'Fellegi and Sunter (1969), *JASA* 64:1183, theorem 1, without the randomisation at the border; Herzog, Scheuren and Winkler (2007), ch. 8.',
    checked:
      'By hand, and against every pair of thresholds on 300 random models: the tolerances hold and no other pair of lines sends fewer to review (property test). On 12 invented populations with planted slips (6,000 blocked pairs each, u counted among random pairs) 0.38 % of the links were false where 0.42 % were expected, and 1.4 % of the matches were missed where 0.7 % were expected; with EM left alone on the same pairs 11 % were false where 1.8 % were expected.',
    input: z.object({
      ...modelFields,
      falseMatches: z.number().optional().describe('tolerated share of false links, 0 to 1; 0.01 unless given'),
      falseMatchesOf: z
        .enum(['links', 'non-matches'])
        .optional()
        .describe('share of the links (default), or of all pairs that are no match (Fellegi and Sunter’s μ)'),
      missedMatches: z.number().optional().describe('tolerated share of matches left without review, 0 to 1; 0.05 unless given'),
    }),
    returns: {
      upper: 'link at this weight and above; null when nothing can be linked within the tolerance',
      lower: 'leave below this weight, review from here to `upper`; null when nothing can be left',
      links: 'pairs, expected matches and expected non-matches of the band',
      review: 'likewise',
      nonLinks: 'likewise',
      falseMatchShare: 'expected share of the links that are false; null without links',
      falseMatchRate: 'expected share of pairs that are no match but linked; null when no such pair is expected',
      missedMatchRate: 'expected share of the matches that are left without review; null when no match is expected',
    },
    example: { ...EXAMPLE_MODEL, falseMatches: 0.01, missedMatches: 0.05 },
    reading:
      'The 1,787 pairs that agree on the second field and at least one other are linked, with 14 false links expected among them (0.8 %). 2,041 pairs are left, at the cost of 94 matches (4.7 %). People look at 172: those that agree on the first and third field only.',
    run: ({ levels: fieldLevels, patterns, lambda: share, m, u, ...options }) =>
      linkageBands(patternsOf(fieldLevels, patterns), { lambda: share, m, u }, given(options)),
  }),

  defineMethod({
    name: 'linkage-quality',
    title: 'Expected precision and recall by threshold',
    section: 'linkage',
    functions: ['linkageQuality'],
    answers:
      'If every pair of this weight and above is linked, what share of the links is right and what share of the matches is found? For choosing a threshold, and for the sentence that must stand beside every figure from linked data.',
    notWhen: `* ${EXPECTED}
* As a substitute for a reviewed sample in a publication: say "expected by the model".
* ${UNEQUAL}`,
    formula: `Over the patterns with weight ≥ t, with n pairs and match probability g each: links = Σ n; precision = Σ n g / Σ n; recall = Σ n g / Σ over all patterns n g.`,
    source: 'Fellegi and Sunter (1969); Blakely and Salmond (2002), *Int. J. Epidemiol.* 31:1246.',
    checked:
      'By hand; recall rises to 1 and precision never rises as the threshold falls (property test); on an invented population with planted slips, all pairs compared, true precision and recall are within 6 points of the expected at every threshold of weight above 2.',
    input: z.object(modelFields),
    returns: {
      thresholds: 'one entry a possible threshold, from the highest: threshold, links, matches (expected), precision, recall (null when no match is expected)',
    },
    example: EXAMPLE_MODEL,
    reading:
      'Linking all pairs that agree on the second and third field (weight 5.8 and up): 99.4 % of the links are right and 85.5 % of the matches found. Going down to a weight of 1.77 finds 95.3 % of the matches, with 2.7 % of the links false.',
    run: ({ levels: fieldLevels, patterns, ...model }) => ({ thresholds: linkageQuality(patternsOf(fieldLevels, patterns), model) }),
  }),

  defineMethod({
    name: 'random-pairs',
    title: 'Random pairs of records',
    section: 'linkage',
    functions: ['randomPairs'],
    answers: 'Which pairs to compare to learn how often fields agree by chance? Pairs drawn at random from both files, hardly any of which are matches.',
    notWhen: `* To find matches: use \`candidate-pairs\`.
* For small files with many matches: of files of 100 records that are all in both, one random pair in 100 is a match, and u comes out too high. Use known non-matches.
* For a review sample of links: draw within each band of weights, and see \`reviewed-linkage-quality\`.`,
    formula:
      'Each record of the left file with each of the right one has the same chance, every time (with replacement); within one file, each pair of two different records.',
    source: 'The usual way to estimate u: Winkler (2006), *Overview of record linkage and current research directions*, US Census Bureau; Splink.',
    checked: 'All ten pairs of five records come up alike within Monte Carlo error; the same seed gives the same pairs.',
    input: z.object({
      left: z.int().describe('records in the left file'),
      right: z.int().optional().describe('records in the right file; left out for pairs within the left file'),
      n: z.int().describe('pairs wanted, at most 10 million; 100,000 or more for u of rare agreements'),
      seed: seedField,
    }),
    returns: { pairs: 'one entry a pair: index in the left file, index in the right file (from 0)' },
    example: { left: 2400, right: 1800, n: 4, seed: 1 },
    reading: 'Four pairs out of 4.3 million. Compare them as the candidates are compared, count the levels, and `level-shares` gives u.',
    run: ({ left, right, n, seed }) => {
      const drawn = randomPairs(left, right ?? null, n, seed);
      return { pairs: Array.from(drawn.left, (a, i) => [a, drawn.right[i]]) };
    },
  }),

  defineMethod({
    name: 'level-shares',
    title: 'u from random pairs, m from known matches',
    section: 'linkage',
    functions: ['levelShares'],
    answers:
      'How often does each field agree by chance (from random pairs), or between records of one person (from pairs that reviewers have found to be matches)?',
    notWhen: `* With candidate pairs of a blocking, for u: they agree by construction.
* With matches that were found by agreeing on these very fields, for m: errors look rarer than they are.
* With a few hundred random pairs: agreement by chance is rare, and a share of 0 or 1 in a few hundred says little. Use 100,000 or more.`,
    formula: 'share of level l of field f = (pairs at l + s) / (pairs that compare f + s × levels), with s the smoothing. Missing comparisons are left out.',
    source: 'Maximum likelihood for smoothing 0; Jeffreys’ prior for 0.5; Winkler (2006), *Overview of record linkage and current research directions*.',
    checked: 'By hand. Used for the invented populations of docs/methods/linkage.md, where the expected errors come out near the true ones.',
    input: z.object({
      levels,
      patterns: patternList,
      smoothing: z.number().optional().describe('pairs added to every level, so that none has probability 0; 0.5 unless given'),
    }),
    returns: { shares: 'for each field, the share of each level, lowest first: u or m' },
    example: {
      levels: [2, 3],
      patterns: [
        { levels: [0, 0], pairs: 98_420 },
        { levels: [0, 1], pairs: 610 },
        { levels: [1, 0], pairs: 940 },
        { levels: [0, null], pairs: 20 },
        { levels: [1, 2], pairs: 10 },
      ],
    },
    reading:
      'By chance the first field agrees in 0.95 % of pairs, the second fully in 0.01 %: agreement on the second is worth far more. Held as u in `fellegi-sunter`.',
    run: ({ levels: fieldLevels, patterns, smoothing }) => ({ shares: levelShares(patternsOf(fieldLevels, patterns), smoothing) }),
  }),

  defineMethod({
    name: 'reviewed-linkage-quality',
    title: 'Precision and recall from a reviewed sample',
    section: 'linkage',
    functions: ['reviewedQuality'],
    answers:
      'People have looked at a random sample of pairs from each range of weights. What share of our links is right, what share of the matches did we find, and how sure is that?',
    notWhen: `* If the sample was not drawn at random within each stratum, or reviewers saw the weight: the figures then are of their choosing.
* If only links were reviewed: precision is known then, and recall is not. Sample the pairs that were not linked too, most of all those just below the line.
* One huge stratum of non-links: finding none in 300 still allows for hundreds of matches among 50,000. Cut it by weight.
* Recall is of the candidate pairs. Matches that blocking never put side by side are not in it.
* Reviewers err too, and twins, siblings and name-sakes are where they do: let two people review some of the pairs, and give their agreement (kappa).
* ${UNEQUAL}`,
    formula: `Stratum h has Nₕ pairs; of nₕ reviewed, xₕ were matches: Tₕ = Nₕ xₕ / nₕ, with Wilson's limits for xₕ / nₕ at nₕ (Nₕ - 1) / (Nₕ - nₕ) reviewed pairs (finite population).

    precision = Σ linked T / Σ linked N        recall = Σ linked T / Σ all T

Limits of sums: value ± √ Σ (distance of each part's limit)². Limits of recall from those of missed / found matches (method of variance estimates recovery).`,
    source:
      'Zou and Donner (2008), *Statistics in Medicine* 27:1693; Donner and Zou (2012), *Stat. Methods Med. Res.* 21:347; Cochran (1977), *Sampling Techniques*, ch. 5.',
    checked:
      'With one stratum the intervals are Wilson’s; with everything reviewed they close. In 2,000 simulated reviews of four strata, 95 % of intervals hold the true precision and recall within Monte Carlo error.',
    input: z.object({
      strata: z
        .array(
          z.object({
            pairs: z.int().describe('pairs of the stratum'),
            reviewed: z.int().describe('pairs of it that were drawn at random and looked at; at least 1 where there are pairs'),
            matches: z.int().describe('of those, found to be matches'),
            linked: z.boolean().describe('whether its pairs are linked'),
          }),
        )
        .describe('ranges of weight that together are all candidate pairs'),
      level: levelField,
    }),
    returns: {
      precision: 'share of the links that are right, with limits; null without links',
      recall: 'share of the matches among candidate pairs that are linked, with limits; null when no match was found among the links',
      missed: 'estimated matches among the pairs that are not linked, with limits',
    },
    example: {
      strata: [
        { pairs: 1240, reviewed: 150, matches: 149, linked: true },
        { pairs: 210, reviewed: 100, matches: 83, linked: true },
        { pairs: 380, reviewed: 150, matches: 21, linked: false },
        { pairs: 4200, reviewed: 300, matches: 0, linked: false },
      ],
    },
    reading:
      'About 97 % of the links are right. Recall is put at 96.4 %, but although not one match was seen among 300 of the lowest 4,200, there may be some fifty: the lower limit says 93 %. State both limits beside every figure from the linked file.',
    run: ({ strata, level }) => reviewedQuality(strata, level),
  }),
];
