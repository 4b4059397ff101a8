/** A whole linkage on an invented population with planted errors, where the truth is known: are the errors those that the model expects? */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draws } from '../random/index.ts';
import { linkageBands, linkageQuality } from './bands.ts';
import { compareBirthDates } from './birth-date.ts';
import { candidatePairs } from './blocking.ts';
import { fitFellegiSunter, type LinkageModel } from './fellegi-sunter.ts';
import { jaroWinkler } from './jaro.ts';
import { agreementLevel } from './level.ts';
import { soundex } from './normalise.ts';
import { type AgreementPatterns, countPatterns } from './patterns.ts';
import { levelShares, randomPairs } from './sample.ts';
import { patternWeights } from './weights.ts';

interface Child {
  readonly person: number;
  readonly forename: string | null;
  readonly surname: string | null;
  readonly born: string | null;
  readonly postcode: string | null;
}

const LEVELS = [3, 3, 4, 2];

/** Two files of `size` children of which `shared` are in both, the second with slips of the pen, moves and gaps. */
function files(seed: number, size: number, shared: number): readonly [Child[], Child[]] {
  const { uniform, below } = draws(seed);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const syllables = ['bra', 'ven', 'tor', 'lis', 'mo', 'keth', 'ra', 'du', 'wyn', 'sel', 'pa', 'gor', 'ni', 'fal', 'cu', 'hest'];
  const invented = (n: number, parts: number): string[] => Array.from({ length: n }, () => Array.from({ length: parts }, () => pick(syllables)).join(''));
  const forenames = invented(120, 2);
  const surnames = invented(400, 3);
  // The square of a uniform number: some names are common, most are rare.
  const named = (list: readonly string[]): string => list[Math.floor(uniform() ** 2 * list.length)] as string;
  const date = (): string => new Date(Date.UTC(2008, 0, 1) + below(3652) * 86_400_000).toISOString().slice(0, 10);
  const home = (): string => `VR${1 + below(60)} ${below(10)}`;
  const slip = (text: string): string => {
    const at = below(text.length - 1);
    const kind = below(3);
    const letter = pick([...'abdegiklmnorstuvw']);
    if (kind === 0) return text.slice(0, at) + text.slice(at + 1);
    if (kind === 1) return text.slice(0, at) + letter + text.slice(at + 1);
    return text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2);
  };
  const dateSlip = (born: string): string => {
    const [year = '', month = '', day = ''] = born.split('-');
    return Number(day) <= 12 && uniform() < 0.5 ? `${year}-${day}-${month}` : `${Number(year) + 1}-${month}-${day === '29' ? '28' : day}`;
  };
  const child = (person: number): Child => ({ person, forename: named(forenames), surname: named(surnames), born: date(), postcode: home() });
  const left = Array.from({ length: size }, (_, i) => child(i));
  const right = left.slice(0, shared).map((each): Child => {
    const { person, forename, surname, born, postcode } = each;
    return {
      person,
      forename: uniform() < 0.03 ? null : uniform() < 0.08 ? slip(forename ?? '') : forename,
      surname: uniform() < 0.04 ? named(surnames) : uniform() < 0.08 ? slip(surname ?? '') : surname,
      born: uniform() < 0.03 ? null : uniform() < 0.05 ? dateSlip(born ?? '') : born,
      postcode: uniform() < 0.05 ? null : uniform() < 0.2 ? home() : postcode,
    };
  });
  for (let i = shared; i < size; i++) right.push(child(size + i));
  return [left, right];
}

const THRESHOLDS = [0.9, 1];

function compare(vectors: Uint8Array, at: number, a: Child, b: Child): void {
  vectors[at] = agreementLevel(a.forename, b.forename, jaroWinkler, THRESHOLDS);
  vectors[at + 1] = agreementLevel(a.surname, b.surname, jaroWinkler, THRESHOLDS);
  vectors[at + 2] = compareBirthDates(a.born, b.born).level;
  vectors[at + 3] = a.postcode === null || b.postcode === null ? 255 : a.postcode === b.postcode ? 1 : 0;
}

/** True matches and all pairs at or above a weight. */
function truth(patterns: AgreementPatterns & { readonly patternOf: Uint32Array }, weights: Float64Array, isMatch: (pair: number) => boolean) {
  return (from: number, below = Number.POSITIVE_INFINITY): { readonly pairs: number; readonly matches: number } => {
    let [pairs, matches] = [0, 0];
    patterns.patternOf.forEach((pattern, pair) => {
      const weight = weights[pattern] ?? Number.NaN;
      if (weight < from || weight >= below) return;
      pairs++;
      if (isMatch(pair)) matches++;
    });
    return { pairs, matches };
  };
}

const SIZE = 500;
const SHARED = 320;

test('all pairs of two files: EM without any truth finds the matches, and its expected errors are near the true ones', () => {
  const [left, right] = files(31, SIZE, SHARED);
  const vectors = new Uint8Array(SIZE * SIZE * 4);
  left.forEach((a, i) => {
    right.forEach((b, j) => {
      compare(vectors, 4 * (i * SIZE + j), a, b);
    });
  });
  const patterns = countPatterns(vectors, LEVELS);
  const fit = fitFellegiSunter(patterns, { start: { lambda: 0.001 } });
  assert.equal(fit.reversed, false);
  // 320 of 250,000; the standard error of the count of matches is some 18.
  assert.ok(Math.abs(fit.lambda * SIZE * SIZE - SHARED) < 50, `${fit.lambda * SIZE * SIZE} matches expected`);
  const { weights } = patternWeights(patterns, fit);
  const above = truth(patterns, weights, (pair) => left[Math.floor(pair / SIZE)]?.person === right[pair % SIZE]?.person);

  const bands = linkageBands(patterns, fit, { falseMatches: 0.02, missedMatches: 0.03 });
  const links = above(bands.upper ?? Number.NaN);
  const left0 = above(Number.NEGATIVE_INFINITY, bands.lower ?? Number.NaN);
  assert.equal(links.pairs, bands.links.pairs);
  assert.ok(1 - links.matches / links.pairs < 0.045, `false links: ${1 - links.matches / links.pairs}, of which 0.02 are tolerated`);
  assert.ok(left0.matches / SHARED < 0.06, `missed: ${left0.matches / SHARED}, of which 0.03 are tolerated`);
  assert.ok(bands.review.pairs < 400, `${bands.review.pairs} pairs to review of 250,000`);

  for (const { threshold, precision, recall } of linkageQuality(patterns, fit)) {
    const found = above(threshold);
    assert.ok(Math.abs((recall ?? 0) - found.matches / SHARED) < 0.06, `recall at ${threshold}: ${found.matches / SHARED}, expected ${recall}`);
    if (threshold > 2)
      assert.ok(Math.abs(precision - found.matches / found.pairs) < 0.06, `precision at ${threshold}: ${found.matches / found.pairs}, expected ${precision}`);
  }
});

test('blocked pairs: with u and lambda from random pairs the expected errors hold, while free EM on blocked pairs misjudges them', () => {
  const [left, right] = files(32, 2000, 1300);
  const key = (...parts: (string | null | undefined)[]): string | null => (parts.some((part) => part === null || part === undefined) ? null : parts.join(' '));
  const passes = [
    (c: Child) => key(c.surname === null ? null : soundex(c.surname), c.born?.slice(0, 4)),
    (c: Child) => key(c.born),
    (c: Child) => key(c.forename, c.postcode),
  ];
  const pairs = candidatePairs(passes.map((of) => ({ left: left.map(of), right: right.map(of) })));
  const together = Array.from(pairs.left, (a, i) => left[a]?.person === right[pairs.right[i] ?? -1]?.person);
  const reached = together.filter(Boolean).length;
  // What no weight can bring back: recall is of the matches that blocking found.
  assert.ok(reached / 1300 > 0.97 && reached < 1300, `${reached} of 1300 matches put side by side`);

  const vectors = new Uint8Array(4 * pairs.left.length);
  pairs.left.forEach((a, i) => {
    compare(vectors, 4 * i, left[a] as Child, right[pairs.right[i] ?? -1] as Child);
  });
  const patterns = countPatterns(vectors, LEVELS);
  const u = chance(left, right);
  const lambda = 1300 / 4_000_000;
  // m from pairs that are likely matches whatever blocking did: among them blocking changes little.
  const fit = fitFellegiSunter(patterns, { start: { lambda, u }, hold: ['u', 'lambda'] });
  const { weights } = patternWeights(patterns, fit);
  const above = truth(patterns, weights, (pair) => together[pair] ?? false);
  const bands = linkageBands(patterns, fit, { falseMatches: 0.02, missedMatches: 0.05 });
  const links = above(bands.upper ?? Number.NaN);
  assert.ok(links.pairs > 1000);
  assert.ok(1 - links.matches / links.pairs < 0.04, `false links: ${1 - links.matches / links.pairs}`);
  assert.ok(above(Number.NEGATIVE_INFINITY, bands.lower ?? Number.NaN).matches / reached < 0.08);
  // What the model said of itself, to within two standard errors of 1,250 links (0.5 % false, 0.6 % missed).
  assert.ok(Math.abs((bands.falseMatchShare ?? 1) - (1 - links.matches / links.pairs)) < 0.006);
  assert.ok(Math.abs((bands.missedMatchRate ?? 1) - (1 - links.matches / reached)) < 0.015);

  const free = fitFellegiSunter(patterns);
  const freeBands = linkageBands(patterns, free, { falseMatches: 0.02, missedMatches: 0.05 });
  const freeLinks = truth(patterns, patternWeights(patterns, free).weights, (pair) => together[pair] ?? false)(freeBands.upper ?? Number.NaN);
  assert.ok((freeBands.falseMatchShare ?? 1) < 0.02, 'it promises under 2 % of false links');
  assert.ok(1 - freeLinks.matches / freeLinks.pairs > 0.05, 'and there are over 5 %: EM on blocked pairs took something else for matches');
});

/** Probabilities of each level among 100,000 random pairs, nearly all of which are no match. */
function chance(left: readonly Child[], right: readonly Child[]): LinkageModel['u'] {
  const drawn = randomPairs(left.length, right.length, 100_000, 33);
  const vectors = new Uint8Array(400_000);
  drawn.left.forEach((a, i) => {
    compare(vectors, 4 * i, left[a] as Child, right[drawn.right[i] ?? -1] as Child);
  });
  return levelShares(countPatterns(vectors, LEVELS));
}
