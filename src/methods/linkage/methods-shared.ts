/** What the registry entries of this section share: patterns as JSON has them, and the warnings that belong to more than one method. */
import { z } from 'zod';
import { nonNegative } from '../check.ts';
import { MethodError } from '../error.ts';
import { MISSING_LEVEL } from './level.ts';
import type { AgreementPatterns } from './patterns.ts';

export const EXPECTED =
  'All rates are what the model expects of itself: they are as good as its m, u and lambda. Have people look at a random sample of pairs from every band, without seeing the weight, and publish what they found. **Matches that blocking never put side by side are not in these figures.**';

export const UNEQUAL =
  'Errors do not fall evenly. Where names are transliterated, dates of birth are estimated or addresses change often, true matches get lower weights, so a line drawn for all misses more of these children, and any rate made from the linked file is biased for their group. Give the rates by group.';

export const levels = z
  .array(z.int())
  .describe('number of levels of each field, 2 or more: 2 for "agrees or not"; level 0 is disagreement, the highest is full agreement');
export const patternList = z
  .array(
    z.object({
      levels: z.array(z.int().nullable()).describe('level of each field, null where the comparison is missing'),
      pairs: z.number().describe('pairs that have the pattern'),
    }),
  )
  .describe('the agreement patterns that occur');
export const probabilities = (of: string) =>
  z.array(z.array(z.number())).describe(`${of}: for each field, the probability of each level, lowest first, adding to 1`);
export const lambda = z.number().describe('share of the candidate pairs that are matches, 0 to 1');
export const modelFields = { levels, patterns: patternList, lambda, m: probabilities('among matches'), u: probabilities('among pairs that are no match') };

export type GivenPatterns = readonly { readonly levels: readonly (number | null)[]; readonly pairs: number }[];

export function patternsOf(fieldLevels: readonly number[], given: GivenPatterns): AgreementPatterns {
  given.forEach((pattern, i) => {
    if (pattern.levels.length !== fieldLevels.length) {
      throw new MethodError('shape', `patterns[${i}].levels`, `must have ${fieldLevels.length} entries, and has ${pattern.levels.length}`);
    }
    nonNegative(`patterns[${i}].pairs`, pattern.pairs);
  });
  return {
    levels: fieldLevels,
    vectors: Uint8Array.from(given.flatMap((pattern, i) => pattern.levels.map((level, f) => asByte(`patterns[${i}].levels[${f}]`, level, fieldLevels[f])))),
    counts: Float64Array.from(given, (pattern) => pattern.pairs),
  };
}

/** 255 is "missing" inside and cannot be asked for as a level. */
function asByte(argument: string, level: number | null, levels: number | undefined): number {
  if (level === null) return MISSING_LEVEL;
  const most = Math.min((levels ?? 0) - 1, MISSING_LEVEL - 1);
  if (level < 0 || level > most) throw new MethodError('out-of-range', argument, `must be a level from 0 to ${most} or null, and is ${level}`);
  return level;
}

/** The levels of one pair as bytes. */
export function inShape(pair: readonly (number | null)[], i: number, fieldLevels: readonly number[]): number[] {
  if (pair.length !== fieldLevels.length) throw new MethodError('shape', `pairs[${i}]`, `must have ${fieldLevels.length} entries, and has ${pair.length}`);
  return pair.map((level, f) => asByte(`pairs[${i}][${f}]`, level, fieldLevels[f]));
}

/** Four thousand fictional pairs of three fields, half of them matches, and the probabilities that made them. */
export const EXAMPLE_PATTERNS = [
  { levels: [0, 0, 0], pairs: 1407 },
  { levels: [0, 0, 1], pairs: 408 },
  { levels: [0, 1, 0], pairs: 63 },
  { levels: [0, 1, 1], pairs: 522 },
  { levels: [1, 0, 0], pairs: 163 },
  { levels: [1, 0, 1], pairs: 172 },
  { levels: [1, 1, 0], pairs: 67 },
  { levels: [1, 1, 1], pairs: 1198 },
];
export const EXAMPLE_MODEL = {
  levels: [2, 2, 2],
  patterns: EXAMPLE_PATTERNS,
  lambda: 0.5,
  m: [
    [0.3, 0.7],
    [0.1, 0.9],
    [0.05, 0.95],
  ],
  u: [
    [0.9, 0.1],
    [0.975, 0.025],
    [0.8, 0.2],
  ],
};
