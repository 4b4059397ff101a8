import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { trendGuard, trendGuardSeries } from './index.ts';

// The unknowns are those that the inspectorate counted for victims of firearms offences (84 to 473); the known counts are made up.
test('known victims fall while unknown ones go from 84 to 473: it cannot be said', () => {
  const found = trendGuard({ known: 310, unknown: 84, others: 500 }, { known: 240, unknown: 473, others: 420 });
  assert.deepEqual([found.verdict, found.doubt, found.hiddenFall], ['cannot say', 'recording', 70]);
  near(found.observed.value ?? 0, 240 / 310 - 1, 1e-12);
  // R: exp(log(240/310) -/+ qnorm(.975) sqrt(1/240 + 1/310)) - 1
  near(found.observed.lower, -0.345870596688138, 1e-10);
  near(found.observed.upper ?? 0, -0.0837047725884803, 1e-9);
  near(found.range.lower, 240 / 394 - 1, 1e-12);
  near(found.range.upper ?? 0, 713 / 310 - 1, 1e-12);
  near(found.alike.lower, 240 / 310 - 1, 1e-12);
  near(found.alike.upper ?? 0, 713 / 394 - 1, 1e-12);
  near(found.unknownShare.before ?? 0, 84 / 894, 1e-12);
  near(found.unknownShare.after ?? 0, 473 / 1133, 1e-12);
  assert.equal(
    found.reason,
    'Known events fell, from 310 to 240 (−23 %), but events with no group recorded went from 84 to 473, which could have made the whole of the change. The true change lies between −39 % and +130 %.',
  );
});

test('a fall or a rise that no make-up of the unknowns undoes is said', () => {
  const fall = trendGuard({ known: 310, unknown: 84 }, { known: 140, unknown: 20 });
  assert.deepEqual([fall.verdict, fall.doubt, fall.unknownShare.before, fall.unknownShare.after], ['fall', null, null, null]);
  assert.equal(
    fall.reason,
    'Known events fell, from 310 to 140 (−55 %), and events with no group recorded went from 84 to 20. However those fall, it is a fall: the true change lies between −64 % and −48 %, and chance does not account for the nearer end.',
  );
  const rise = trendGuard({ known: 140, unknown: 20 }, { known: 310, unknown: 84 });
  assert.deepEqual([rise.verdict, rise.doubt, rise.hiddenFall], ['rise', null, null]);
  assert.match(rise.reason, /^Known events rose, from 140 to 310 \(\+121 %\)/);
});

test('chance is told apart from recording', () => {
  const small = trendGuard({ known: 10, unknown: 0 }, { known: 7, unknown: 0 });
  assert.deepEqual([small.verdict, small.doubt], ['cannot say', 'chance']);
  assert.match(small.reason, /no more than chance can do/);
  assert.deepEqual([small.range.lower, small.range.upper], [small.observed.value, small.observed.value]);
  const same = trendGuard({ known: 500, unknown: 3 }, { known: 500, unknown: 3 });
  assert.match(same.reason, /^Known events stayed the same, from 500 to 500, which/);
  assert.equal(same.doubt, 'chance');
  // The range does not reach zero, but at its nearer end 394 to 360 is within chance.
  const near0 = trendGuard({ known: 394, unknown: 0 }, { known: 300, unknown: 60 });
  assert.deepEqual([near0.verdict, near0.doubt, (near0.range.upper ?? 0) < 0], ['cannot say', 'recording', true]);
  const nothing = trendGuard({ known: 0, unknown: 0 }, { known: 0, unknown: 0 });
  assert.deepEqual([nothing.verdict, nothing.doubt, nothing.reason], ['cannot say', 'no events', 'There is no event in either period, known or unknown.']);
  assert.deepEqual(nothing.range, { lower: -1, upper: null });
  const onlyUnknown = trendGuard({ known: 0, unknown: 40, others: 0 }, { known: 0, unknown: 90, others: 0 });
  assert.deepEqual([onlyUnknown.verdict, onlyUnknown.doubt, onlyUnknown.observed.value], ['cannot say', 'chance', null]);
  assert.deepEqual(onlyUnknown.range, { lower: -1, upper: null });
  assert.deepEqual(onlyUnknown.unknownShare, { before: 1, after: 1 });
});

test('from no events the change is beyond number, and a rise can still be sure', () => {
  const found = trendGuard({ known: 0, unknown: 2 }, { known: 60, unknown: 0 });
  assert.equal(found.verdict, 'rise');
  assert.deepEqual([found.observed.value, found.range.upper, found.range.lower], [null, null, 29]);
  assert.match(found.reason, /from 0 to 60, and .* between \+2900 % and any increase/);
  assert.equal(trendGuard({ known: 60, unknown: 0 }, { known: 0, unknown: 0 }).verdict, 'fall');
});

test('populations turn counts into rates', () => {
  const shrunk = trendGuard({ known: 400, unknown: 0, population: 1000 }, { known: 250, unknown: 0, population: 500 });
  assert.equal(shrunk.verdict, 'rise');
  near(shrunk.observed.value ?? 0, 0.25, 1e-12);
  const grown = trendGuard({ known: 400, unknown: 0, population: 1000 }, { known: 500, unknown: 30, population: 2000 });
  assert.deepEqual([grown.verdict, grown.hiddenFall], ['fall', 300]);
  near(grown.range.upper ?? 0, 530 / 2000 / 0.4 - 1, 1e-12);
  throws('inconsistent', 'after.population', () => trendGuard({ known: 1, unknown: 0, population: 10 }, { known: 1, unknown: 0 }));
  throws('inconsistent', 'before.population', () => trendGuard({ known: 1, unknown: 0 }, { known: 1, unknown: 0, population: 10 }));
});

test('taken to be made up alike in both periods, steady unknowns leave a fall a fall', () => {
  const before = { known: 1000, unknown: 200 };
  const after = { known: 850, unknown: 200 };
  assert.deepEqual([trendGuard(before, after).verdict, trendGuard(before, after).doubt], ['cannot say', 'recording']);
  const alike = trendGuard(before, after, { assume: 'alike' });
  assert.equal(alike.verdict, 'fall');
  assert.match(
    alike.reason,
    /Made up alike in both periods, however those fall, it is a fall: the true change lies between −15 % and −13 %/,
    'the range that was judged by',
  );
});

test('a true count that stays the same is never called a fall, however recording gets worse or better', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), share, share, share, share, (truth, others, p0, p1, q0, q1) => {
      const period = (p: number, q: number) => {
        const known = Math.round(p * truth);
        const others0 = Math.round(q * others);
        return { known, others: others0, unknown: truth - known + others - others0 };
      };
      assert.equal(trendGuard(period(p0, q0), period(p1, q1)).verdict, 'cannot say');
      // Lost at random, whatever the group: safe under the narrower assumption too (but for rounding to whole events).
      const random = trendGuard(period(p0, p0), period(p1, p1), { assume: 'alike' });
      assert.equal(random.verdict, 'cannot say');
    }),
    { seed: 113, numRuns: 500 },
  );
});

test('the range holds every change that some make-up of the unknowns gives, and the narrower one lies within it', () => {
  const count = fc.integer({ min: 1, max: 500 });
  fc.assert(
    fc.property(
      count,
      count,
      count,
      count,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (g0, u0, g1, u1, s0, s1) => {
        const { range, alike } = trendGuard({ known: g0, unknown: u0 }, { known: g1, unknown: u1 });
        const change = (g1 + s1 * u1) / (g0 + s0 * u0) - 1;
        assert.ok(range.lower - 1e-12 <= change && change <= (range.upper ?? 0) + 1e-12);
        const same = (g1 + s0 * u1) / (g0 + s0 * u0) - 1;
        assert.ok(alike.lower - 1e-12 <= same && same <= (alike.upper ?? 0) + 1e-12);
        assert.ok(range.lower <= alike.lower && (alike.upper ?? 0) <= (range.upper ?? 0));
      },
    ),
    { seed: 127, numRuns: 300 },
  );
});

test('a series is compared with its first period', () => {
  const found = trendGuardSeries([
    { known: 300, unknown: 10 },
    { known: 290, unknown: 90 },
    { known: 100, unknown: 5 },
  ]);
  assert.deepEqual(
    found.map(({ verdict }) => verdict),
    ['cannot say', 'fall'],
  );
  throws('too-few', 'periods', () => trendGuardSeries([{ known: 1, unknown: 1 }]));
  throws('negative', 'after.unknown', () => trendGuard({ known: 1, unknown: 1 }, { known: 1, unknown: -1 }));
  throws('not-whole', 'before.others', () => trendGuard({ known: 1, unknown: 1, others: 0.5 }, { known: 1, unknown: 1 }));
  throws('not-positive', 'after.population', () => trendGuard({ known: 1, unknown: 1, population: 1 }, { known: 1, unknown: 1, population: 0 }));
  throws('out-of-range', 'level', () => trendGuard({ known: 1, unknown: 1 }, { known: 1, unknown: 1 }, { level: 1 }));
});

test('percentages are told to a digit where they are small', () => {
  const found = trendGuard({ known: 1000, unknown: 0 }, { known: 1004, unknown: 0 });
  assert.match(found.reason, /\(\+0\.4 %\)/);
  assert.match(trendGuard({ known: 1000, unknown: 0 }, { known: 901, unknown: 0 }).reason, /\(−9\.9 %\)/);
  assert.match(trendGuard({ known: 1000, unknown: 0 }, { known: 900, unknown: 0 }).reason, /\(−10 %\)/);
});
