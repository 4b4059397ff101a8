import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { near } from '../testing/near.ts';
import { linkageBands, linkageQuality } from './bands.ts';
import type { LinkageModel } from './fellegi-sunter.ts';
import type { AgreementPatterns } from './patterns.ts';
import { patternWeights } from './weights.ts';

const code = (wanted: string, argument?: string) => (error: unknown) =>
  error instanceof MethodError && error.code === wanted && (argument === undefined || error.argument === argument);

const MODEL: LinkageModel = {
  lambda: 0.2,
  m: [
    [0.1, 0.9],
    [0.2, 0.8],
  ],
  u: [
    [0.9, 0.1],
    [0.95, 0.05],
  ],
};
/** Of 10,000 pairs 2,000 are matches: 1,440 agree on both, 360 and 160 on one, 40 on none; of the other 8,000: 40, 760, 360, 6,840. */
const PATTERNS: AgreementPatterns = { levels: [2, 2], vectors: Uint8Array.from([1, 1, 1, 0, 0, 1, 0, 0]), counts: Float64Array.of(1480, 1120, 520, 6880) };

test('bands and their expected errors by hand', () => {
  // Agreement on the second field alone is worth 1.6 x more than on the first alone: log2(0.1 x 0.8 / (0.9 x 0.05)) and log2(0.9 x 0.2 / (0.1 x 0.95)).
  const bands = linkageBands(PATTERNS, MODEL, { falseMatches: 0.05, missedMatches: 0.03 });
  near(bands.upper ?? 0, Math.log2(144), 1e-8);
  near(bands.links.matches, 1440, 1e-12);
  near(bands.links.nonMatches, 40, 1e-12);
  near(bands.falseMatchShare ?? 0, 40 / 1480, 1e-12);
  near(bands.falseMatchRate ?? 0, 0.005, 1e-12);
  // Turning down the pairs that agree on nothing misses 40 of 2,000; any more would be over 3 %.
  near(bands.nonLinks.matches, 40, 1e-12);
  near(bands.missedMatchRate ?? 0, 0.02, 1e-12);
  near(bands.review.matches, 520, 1e-12);
  near(bands.review.pairs, 1640, 1e-12);
  near(bands.lower ?? 0, Math.log2((0.1 * 0.8) / (0.9 * 0.05)), 1e-8);
});

test("Fellegi and Sunter's own tolerance is a share of the pairs that are no match", () => {
  const bands = linkageBands(PATTERNS, MODEL, { falseMatches: 0.11, falseMatchesOf: 'non-matches', missedMatches: 0 });
  // 40, then 760: 800 of 8,000 is 10 %; the next pattern would make it 14.5 %.
  near(bands.links.nonMatches, 800, 1e-12);
  near(bands.falseMatchRate ?? 0, 0.1, 1e-12);
  assert.equal(bands.lower, null);
  assert.equal(bands.nonLinks.pairs, 0);
});

test('where nothing needs review the line is where a match becomes likelier than not', () => {
  const bands = linkageBands(PATTERNS, MODEL, { falseMatches: 1, missedMatches: 1 });
  assert.equal(bands.review.pairs, 0);
  assert.equal(bands.upper, bands.lower);
  near(bands.links.pairs, 1480, 1e-12);
  const none = linkageBands(PATTERNS, MODEL, { falseMatches: 0, missedMatches: 1 });
  assert.equal(none.upper, null);
  assert.equal(none.nonLinks.pairs, 10_000);
  // One above the highest weight: everything is below it.
  assert.equal(none.lower, (linkageQuality(PATTERNS, MODEL)[0]?.threshold ?? Number.NaN) + 1);
});

// Multiples of 1/64: weights are equal or well apart.
const probability = fc.integer({ min: 1, max: 63 }).map((n) => n / 64);
const anything = fc.record({
  lambda: probability,
  m: fc.array(probability, { minLength: 3, maxLength: 3 }),
  u: fc.array(probability, { minLength: 3, maxLength: 3 }),
  counts: fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }),
});
const EIGHT = Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1]);

test('no other pair of thresholds within the tolerances sends fewer pairs to review', () => {
  fc.assert(
    fc.property(anything, probability, probability, ({ lambda, m, u, counts }, falseMatches, missedMatches) => {
      fc.pre(counts.some((n) => n > 0));
      const model = { lambda, m: m.map((p) => [1 - p, p]), u: u.map((p) => [1 - p, p]) };
      const patterns = { levels: [2, 2, 2], vectors: EIGHT, counts: Float64Array.from(counts) };
      const bands = linkageBands(patterns, model, { falseMatches, missedMatches });
      const all = bands.links.pairs + bands.review.pairs + bands.nonLinks.pairs;
      near(
        all,
        counts.reduce((sum, n) => sum + n, 0),
        1e-12,
      );
      assert.ok((bands.falseMatchShare ?? 0) <= falseMatches * (1 + 1e-9));
      assert.ok((bands.missedMatchRate ?? 0) <= missedMatches * (1 + 1e-9));
      // Every pair of thresholds, straight from the definition.
      const { weights: exact, posterior } = patternWeights(patterns, model);
      const weights = Array.from(exact, (weight) => Math.round(weight * 1e6));
      const sum = (within: (weight: number) => boolean, of: (i: number) => number): number =>
        counts.reduce((total, n, i) => (within(weights[i] ?? 0) ? total + n * of(i) : total), 0);
      const match = (i: number): number => posterior[i] ?? 0;
      const total = sum(() => true, match);
      const lines = [...new Set(weights), Number.POSITIVE_INFINITY];
      let fewest = Number.POSITIVE_INFINITY;
      for (const upper of lines) {
        const links = sum(
          (w) => w >= upper,
          () => 1,
        );
        if (
          sum(
            (w) => w >= upper,
            (i) => 1 - match(i),
          ) >
          falseMatches * links
        )
          continue;
        for (const lower of lines) {
          if (lower > upper || sum((w) => w < lower, match) > missedMatches * total * (1 + 1e-12)) continue;
          fewest = Math.min(
            fewest,
            sum(
              (w) => w >= lower && w < upper,
              () => 1,
            ),
          );
        }
      }
      assert.ok(bands.review.pairs <= fewest, `${bands.review.pairs} sent to review, ${fewest} would do`);
    }),
    { seed: 8, numRuns: 300 },
  );
});

test('as the threshold falls recall rises to 1 and precision falls to the share of matches', () => {
  fc.assert(
    fc.property(anything, ({ lambda, m, u, counts }) => {
      fc.pre(counts.some((n) => n > 0));
      const model = { lambda, m: m.map((p) => [1 - p, p]), u: u.map((p) => [1 - p, p]) };
      const patterns = { levels: [2, 2, 2], vectors: EIGHT, counts: Float64Array.from(counts) };
      const quality = linkageQuality(patterns, model);
      quality.forEach((at, i) => {
        const before = quality[i - 1];
        if (before === undefined) return;
        assert.ok(at.threshold < before.threshold);
        assert.ok(at.precision <= before.precision + 1e-12);
        assert.ok((at.recall ?? 0) >= (before.recall ?? 0) - 1e-12);
      });
      near(quality.at(-1)?.recall ?? 0, 1, 1e-12);
    }),
    { seed: 10 },
  );
});

test('a hundred million sure links: the few false ones among them keep their digits', () => {
  const model = {
    lambda: 0.5,
    m: [
      [1e-9, 1 - 1e-9],
      [1e-9, 1 - 1e-9],
    ],
    u: [
      [1 - 1e-9, 1e-9],
      [1 - 1e-9, 1e-9],
    ],
  };
  const top = linkageBands({ levels: [2, 2], vectors: Uint8Array.from([1, 1, 0, 0]), counts: Float64Array.of(1e8, 1e8) }, model);
  // Odds of 1e18 to 1.
  near(top.links.nonMatches, 1e8 / 1e18, 1e-6);
  near(top.nonLinks.matches, 1e8 / 1e18, 1e-6);
});

test('bad arguments are named', () => {
  assert.throws(() => linkageBands(PATTERNS, MODEL, { falseMatches: -0.1 }), code('out-of-range', 'falseMatches'));
  assert.throws(() => linkageBands(PATTERNS, MODEL, { missedMatches: 2 }), code('out-of-range', 'missedMatches'));
  assert.throws(() => linkageBands({ ...PATTERNS, counts: Float64Array.of(0, 0, 0, 0) }, MODEL), code('no-information', 'counts'));
  assert.throws(() => linkageQuality({ ...PATTERNS, counts: Float64Array.of(1, -2, 0, 0) }, MODEL), code('negative', 'counts[1]'));
  assert.throws(() => linkageQuality({ ...PATTERNS, counts: Float64Array.of(1, Number.NaN, 0, 0) }, MODEL), code('not-a-number', 'counts[1]'));
  assert.throws(() => linkageBands(PATTERNS, { ...MODEL, lambda: 3 }), code('out-of-range', 'lambda'));
  assert.throws(() => linkageBands(PATTERNS, { ...MODEL, m: [[1]] }), code('shape', 'm'));
});
