/** What pairs of known truth tell: u from random pairs, m from true ones, and the errors of a linkage from a reviewed sample. */
import { at, confidence, count } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { type Interval, LEVEL } from '../rates/interval.ts';
import { wilson } from '../rates/proportion.ts';
import { MISSING_LEVEL } from './level.ts';
import { type AgreementPatterns, checkPatterns } from './patterns.ts';

/** Random pairs that are drawn at most. */
const MOST_DRAWN = 10_000_000;

/**
 * Pairs drawn at random, with replacement, for u: of the pairs between two files of any size hardly any are matches (n of n² at most).
 *
 * @param left records in the left file; @param right in the right file, or null for pairs of two different records of the left one
 * @param n pairs wanted, at most 10 million; @param seed any whole number
 * @returns indices from 0; within one file `right` is always above `left`
 * @throws MethodError `too-few` when there is no pair to draw, `too-large`, `not-whole`, `negative`
 */
export function randomPairs(left: number, right: number | null, n: number, seed: number): { readonly left: Uint32Array; readonly right: Uint32Array } {
  const least = right === null ? 2 : 1;
  if (count('left', left) < least) throw new MethodError('too-few', 'left', `must have at least ${least} records`);
  if (right !== null && count('right', right) < 1) throw new MethodError('too-few', 'right', 'must have at least one record');
  if (Math.max(left, right ?? 0) > 2 ** 32 - 1) throw new MethodError('too-large', 'left', 'must be under 2^32 records');
  if (count('n', n) > MOST_DRAWN) throw new MethodError('too-large', 'n', `must be at most ${MOST_DRAWN}, and is ${n}`);
  const { below } = draws(seed);
  const lefts = new Uint32Array(n);
  const rights = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const a = below(left);
    if (right === null) {
      // The other record is drawn from all but this one.
      const other = below(left - 1);
      const b = other < a ? other : other + 1;
      lefts[i] = Math.min(a, b);
      rights[i] = Math.max(a, b);
    } else {
      lefts[i] = a;
      rights[i] = below(right);
    }
  }
  return { left: lefts, right: rights };
}

/**
 * Shares of the levels of each field among pairs of one kind: u when they are random pairs, m when they are known matches.
 *
 * @param patterns counted comparison vectors of those pairs; missing comparisons are left out
 * @param smoothing pairs that are added to every level, so that none has probability 0; default 0.5
 * @returns one list for each field, adding to 1
 * @throws MethodError `no-information` when a field is compared in no pair and nothing is added; `negative`, as `countPatterns`
 * @source maximum likelihood for smoothing 0; Jeffreys' prior for 0.5
 */
export function levelShares(patterns: AgreementPatterns, smoothing = 0.5): number[][] {
  const size = checkPatterns(patterns);
  if (!(smoothing >= 0 && smoothing < Number.POSITIVE_INFINITY))
    throw new MethodError(smoothing < 0 ? 'negative' : 'not-a-number', 'smoothing', `must be a number of pairs, and is ${smoothing}`);
  const fields = patterns.levels.length;
  return patterns.levels.map((levels, f) => {
    const sums = new Float64Array(levels).fill(smoothing);
    for (let p = 0; p < size; p++) {
      const level = at(patterns.vectors, p * fields + f);
      const pairs = at(patterns.counts, p);
      if (!(pairs >= 0 && pairs < Number.POSITIVE_INFINITY))
        throw new MethodError(pairs < 0 ? 'negative' : 'not-a-number', `counts[${p}]`, `must be a number of pairs, and is ${pairs}`);
      if (level !== MISSING_LEVEL) sums[level] = at(sums, level) + pairs;
    }
    const all = sums.reduce((sum, pairs) => sum + pairs, 0);
    if (!(all > 0)) throw new MethodError('no-information', 'patterns', `no pair compares field ${f}`);
    if (!Number.isFinite(all)) throw new MethodError('too-large', 'counts', 'add up to more than a number can hold');
    return Array.from(sums, (pairs) => pairs / all);
  });
}

export interface ReviewedStratum {
  /** All pairs of the stratum, such as a range of weights. */
  readonly pairs: number;
  /** Of them, drawn at random and looked at. */
  readonly reviewed: number;
  /** Of those, found to be matches. */
  readonly matches: number;
  /** Whether the linkage links the pairs of the stratum. */
  readonly linked: boolean;
}

export interface ReviewedQuality {
  /** Share of the links that are right; null without links. */
  readonly precision: Interval | null;
  /** Share of the matches among the candidate pairs that are linked; null when no match was found among the links. */
  readonly recall: Interval | null;
  /** Matches estimated to be among the pairs that are not linked. */
  readonly missed: Interval;
}

/**
 * Precision and recall as a reviewed sample shows them: strata (ranges of weight), a random sample of each, and what reviewers said. The strata's Wilson intervals,
 * narrowed where a good part of a stratum was reviewed, are joined by the method of variance estimates recovery.
 *
 * @param strata at least one; every stratum that has pairs must have been sampled
 * @param level confidence level, such as 0.95
 * @throws MethodError `too-few` (no strata, or an unsampled one), `inconsistent` (more reviewed than pairs), `more-events-than-people` (more matches than
 *   reviewed), `not-whole`, `negative`, `out-of-range`
 * @source Zou and Donner (2008), Statistics in Medicine 27:1693 (sums); Donner and Zou (2012), Stat. Methods Med. Res. 21:347 (ratios); Cochran (1977), Sampling Techniques, ch. 5
 */
export function reviewedQuality(strata: readonly ReviewedStratum[], level: number = LEVEL): ReviewedQuality {
  confidence('level', level);
  if (strata.length === 0) throw new MethodError('too-few', 'strata', 'must have at least one stratum');
  const totals = strata.map((stratum, i) => ({ linked: stratum.linked, pairs: stratum.pairs, matches: estimate(stratum, `strata[${i}]`, level) }));
  const linked = totals.filter((stratum) => stratum.linked);
  const links = linked.reduce((sum, { pairs }) => sum + pairs, 0);
  const found = join(linked.map(({ matches }) => matches));
  const missed = join(totals.filter((stratum) => !stratum.linked).map(({ matches }) => matches));
  const share = (value: number): number => Math.min(1, Math.max(0, value));
  return {
    precision: links === 0 ? null : { value: share(found.value / links), lower: share(found.lower / links), upper: share(found.upper / links) },
    recall: found.value === 0 ? null : recall(found, missed),
    missed,
  };
}

/** Matches in a stratum: pairs x share, with Wilson's limits for as many reviewed pairs as give the variance without replacement. */
function estimate({ pairs, reviewed, matches }: ReviewedStratum, name: string, level: number): Interval {
  count(`${name}.pairs`, pairs);
  count(`${name}.reviewed`, reviewed);
  count(`${name}.matches`, matches);
  if (reviewed > pairs) throw new MethodError('inconsistent', `${name}.reviewed`, `${reviewed} is more than the ${pairs} pairs of the stratum`);
  if (matches > reviewed) throw new MethodError('more-events-than-people', `${name}.matches`, `${matches} is more than the ${reviewed} reviewed`);
  if (pairs === 0) return { value: 0, lower: 0, upper: 0 };
  if (reviewed === 0) throw new MethodError('too-few', `${name}.reviewed`, `none of ${pairs} pairs was looked at`);
  const value = (pairs * matches) / reviewed;
  if (reviewed === pairs) return { value, lower: value, upper: value };
  const effective = reviewed * ((pairs - 1) / (pairs - reviewed));
  const { lower, upper } = wilson(matches === reviewed ? effective : (effective * matches) / reviewed, effective, level);
  // What reviewers have seen is certain.
  return { value, lower: Math.max(pairs * lower, matches), upper: Math.min(pairs * upper, pairs - (reviewed - matches)) };
}

function join(parts: readonly Interval[]): Interval {
  const value = parts.reduce((sum, part) => sum + part.value, 0);
  const below = Math.sqrt(parts.reduce((sum, part) => sum + (part.value - part.lower) ** 2, 0));
  const above = Math.sqrt(parts.reduce((sum, part) => sum + (part.upper - part.value) ** 2, 0));
  return { value, lower: Math.max(0, value - below), upper: value + above };
}

/** From the ratio of missed to found matches r, recall is 1 / (1 + r). */
function recall(found: Interval, missed: Interval): Interval {
  const product = missed.value * found.value;
  const limit = (top: number, bottom: number, sign: 1 | -1): number => {
    const square = Math.max(0, product ** 2 - top * bottom * (2 * missed.value - top) * (2 * found.value - bottom));
    return (product + sign * Math.sqrt(square)) / (bottom * (2 * found.value - bottom));
  };
  // Found matches of more than twice the estimate are beyond what the method can join: nothing is known from below then.
  const most = found.lower > 0 ? limit(missed.upper, found.lower, 1) : Number.POSITIVE_INFINITY;
  const least = found.upper < 2 * found.value ? Math.max(0, limit(missed.lower, found.upper, -1)) : 0;
  return { value: found.value / (found.value + missed.value), lower: 1 / (1 + most), upper: 1 / (1 + least) };
}
