import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { rateRatioByGroup, standardisedRateRatio } from './index.ts';
import { indirectRateRatio } from './standardise.ts';

const groups = [
  { name: 'A', events: 312, population: 44_473 },
  { name: 'B', events: 3, population: 400 },
  { name: 'C', events: 1352, population: 212_031 },
];

// Expected limits: R epitools::rateratio.wald; poisson.test (as the reference results on disproportionality, quoted).
test('every group against the reference, each by the interval that its numbers ask for', () => {
  const { groups: found, unknownShare } = rateRatioByGroup(groups, { reference: 'C', unknown: 400 });
  const [a, b, c] = found;
  near(a?.ratio?.value ?? 0, 1.10022329883819, 1e-12);
  near(a?.ratio?.lower ?? 0, 0.972789908734055, 1e-10);
  near(a?.ratio?.upper ?? 0, 1.2443501895303, 1e-10);
  assert.equal(a?.ratio?.method, 'log-wald');
  near(a?.rate.value ?? 0, 7.01549254603917, 1e-12);
  assert.deepEqual([a?.name, a?.events, a?.population], ['A', 312, 44_473]);
  assert.equal(b?.ratio?.method, 'exact');
  assert.equal(b?.rate.method, 'exact');
  assert.deepEqual([c?.ratio, c?.bounds], [null, null]);
  near(unknownShare ?? 0, 400 / (400 + 312 + 3 + 1352), 1e-14);
  near(a?.bounds?.none ?? 0, 0.849030764856867, 1e-12);
  near(a?.bounds?.all ?? 0, 2.51076598965638, 1e-12);
});

test('warnings come where numbers are small, where unknowns could undo the ratio, and where events outnumber people', () => {
  const codes = (events: number, reference: number, unknown = 0, population = 1000): string[][] =>
    rateRatioByGroup(
      [
        { name: 'group', events, population },
        { name: 'rest', events: reference, population: 5000 },
      ],
      { reference: 'rest', unknown },
    ).groups.map(({ warnings }) => warnings.map(({ code }) => code));
  assert.deepEqual(codes(50, 100), [[], []]);
  assert.deepEqual(codes(9, 100), [['few-events'], []]);
  assert.deepEqual(codes(10, 10), [[], []], 'ten are not few');
  assert.deepEqual(codes(50, 9), [['few-events-reference'], ['few-events']]);
  assert.deepEqual(codes(50, 100, 0, 49), [['more-events-than-people'], []]);
  assert.deepEqual(codes(50, 100, 0, 50), [[], []], 'one each is possible');
  assert.deepEqual(codes(50, 100, 200), [['unknown-could-undo'], []]);
  assert.deepEqual(codes(50, 100, 20), [[], []], '2.5, and 2.1 at the least');
  assert.deepEqual(codes(20, 100, 30), [[], []], 'a ratio of exactly 1 says nothing that could be undone');
  const [first] = rateRatioByGroup(
    [
      { name: 'X', events: 50, population: 1000 },
      { name: 'Y', events: 100, population: 5000 },
      { name: 'Z', events: 1, population: 50 },
      { name: 'None', events: 0, population: 50 },
    ],
    { reference: 'Y', unknown: 200 },
  ).groups;
  assert.match(first?.warnings[0]?.message ?? '', /turn the ratio of X round: from 2\.50 to 0\.83 if none of them were of it, and 12\.50 if all/);
  const messages = rateRatioByGroup(
    [
      { name: 'Z', events: 1, population: 50 },
      { name: 'None', events: 0, population: 50 },
    ],
    { reference: 'None' },
  ).groups.map(({ warnings }) => warnings.map(({ message }) => message).join(' '));
  assert.match(messages[0] ?? '', /^Z has one event: .* The reference group has no event:/);
  assert.match(messages[1] ?? '', /^None has no event:/);
});

test('no events at all leave the ratio open and the share of unknowns untold', () => {
  const none = rateRatioByGroup(
    [
      { name: 'a', events: 0, population: 10 },
      { name: 'b', events: 0, population: 10 },
    ],
    { reference: 'b' },
  );
  assert.deepEqual([none.groups[0]?.ratio, none.unknownShare], [null, null]);
  const one = rateRatioByGroup(
    [
      { name: 'a', events: 4, population: 10 },
      { name: 'b', events: 0, population: 10 },
    ],
    { reference: 'b' },
  );
  const even = rateRatioByGroup(
    [
      { name: 'a', events: 20, population: 10 },
      { name: 'b', events: 20, population: 20 },
    ],
    { reference: 'b', unknown: 40 },
  );
  assert.deepEqual([even.groups[0]?.ratio?.value, even.unknownShare], [2, 0.5]);
  assert.deepEqual([one.groups[0]?.ratio?.value, one.groups[0]?.ratio?.upper, one.unknownShare], [null, null, 0]);
});

const band = { minLength: 3, maxLength: 3 };
const population = fc.array(fc.integer({ min: 100, max: 1_000_000 }), band);

// Expected values: R 4.2.2, the sums of Breslow and Day 2.2-2.3 written out.
test('age-standardised ratios, directly and indirectly', () => {
  const group = { events: [30, 50, 10], population: [2000, 3000, 1500] };
  const reference = { events: [40, 120, 90], population: [4000, 12_000, 20_000] };
  const direct = standardisedRateRatio(group, reference, [20_000, 30_000, 50_000], { per: 100 });
  near(direct.value, 1.5632183908046, 1e-13);
  near(direct.lower, 1.19078429089401, 1e-12);
  near(direct.upper, 2.05213635755565, 1e-12);
  near(direct.groupRate, 1.13333333333333, 1e-12);
  near(direct.referenceRate, 0.725, 1e-12);
  near(direct.crude, 90 / 6500 / (250 / 36_000), 1e-12);
  const wide = standardisedRateRatio(group, reference, [2, 3, 5], { level: 0.99 });
  near(wide.lower, 1.09319135428351, 1e-12);
  near(wide.groupRate, 11.3333333333333, 1e-12);
  const indirect = indirectRateRatio(group, reference);
  near(indirect.value, 1.58590308370044, 1e-13);
  near(indirect.lower, 1.23103421180356, 1e-12);
  near(indirect.upper ?? 0, 2.04306961315541, 1e-12);
  near(indirect.expected, 56.75, 1e-13);
  near(indirect.crude, 90 / 6500 / (250 / 36_000), 1e-12);
  assert.deepEqual([indirect.observed, indirect.fixed.method], [90, 'byar']);
  // Byar's limits of 90 (R, the formula).
  near(indirect.fixed.lower * 56.75, 72.3686208420989, 1e-12);
  near(indirect.fixed.upper * 56.75, 110.6264632528589, 1e-12);
});

test('equal rates in every band but different ages: the crude ratio misleads and the standardised one is 1', () => {
  fc.assert(
    fc.property(population, population, fc.array(fc.integer({ min: 1, max: 9 }), band), (n1, n0, standard) => {
      // Rates of 1, 3 and 10 in a hundred; populations in hundreds, so that counts are whole.
      const rates = [1, 3, 10];
      const of = (n: number[]) => ({ events: n.map((people, i) => people * (rates[i] ?? 0)), population: n.map((people) => people * 100) });
      near(standardisedRateRatio(of(n1), of(n0), standard).value, 1, 1e-12);
      near(indirectRateRatio(of(n1), of(n0)).value, 1, 1e-12);
    }),
    { seed: 101, numRuns: 200 },
  );
});

const events = fc.array(fc.integer({ min: 4, max: 5000 }), band);

test('standardised ratios turned round are the reciprocals, and neither the order of bands nor the scale of the standard matters', () => {
  fc.assert(
    fc.property(events, population, events, population, fc.array(fc.integer({ min: 1, max: 100_000 }), band), (d1, n1, d0, n0, standard) => {
      const one = standardisedRateRatio({ events: d1, population: n1 }, { events: d0, population: n0 }, standard);
      const other = standardisedRateRatio({ events: d0, population: n0 }, { events: d1, population: n1 }, standard);
      near(one.lower, 1 / other.upper, 1e-10);
      near(one.value, 1 / other.value, 1e-10);
      const turn = <T>([a, b, c]: T[]): T[] => [c as T, a as T, b as T];
      const turned = standardisedRateRatio(
        { events: turn(d1), population: turn(n1) },
        { events: turn(d0), population: turn(n0) },
        turn(standard).map((n) => n * 7),
      );
      near(turned.upper, one.upper, 1e-10);
      const indirect = indirectRateRatio({ events: d1, population: n1 }, { events: d0, population: n0 });
      const turnedIndirect = indirectRateRatio({ events: turn(d1), population: turn(n1) }, { events: turn(d0), population: turn(n0) });
      near(turnedIndirect.upper ?? 0, indirect.upper ?? 0, 1e-10);
      assert.ok(
        indirect.fixed.lower > indirect.lower * 0.98 && indirect.fixed.upper < (indirect.upper ?? 0) * 1.02,
        'rates taken as known leave less to chance',
      );
    }),
    { seed: 103, numRuns: 200 },
  );
});

test('one band is the plain ratio', () => {
  const direct = standardisedRateRatio({ events: [312], population: [44_473] }, { events: [1352], population: [212_031] }, [1]);
  near(direct.lower, 0.972789908734055, 1e-10);
  near(direct.upper, 1.2443501895303, 1e-10);
  const indirect = indirectRateRatio({ events: [312], population: [44_473] }, { events: [1352], population: [212_031] });
  near(indirect.lower, 0.972789908734055, 1e-10);
});

test('a small group has no directly standardised rate, and an indirect ratio with exact limits', () => {
  const reference = { events: [40, 120, 90], population: [4000, 12_000, 20_000] };
  const few = { events: [4, 3, 2], population: [2000, 3000, 1500] };
  throws('too-few', 'group', () => standardisedRateRatio(few, reference, [1, 1, 1]));
  throws('too-few', 'reference', () => standardisedRateRatio(reference, few, [1, 1, 1]));
  const ten = { events: [4, 3, 3], population: [2000, 3000, 1500] };
  assert.ok(standardisedRateRatio(ten, reference, [1, 1, 1]).value > 0);
  assert.equal(indirectRateRatio(few, reference).fixed.method, 'exact');
  const none = indirectRateRatio({ events: [0, 0, 0], population: [2000, 3000, 1500] }, reference);
  assert.deepEqual([none.value, none.lower, none.upper, none.fixed.lower], [0, 0, null, 0]);
  // No events: the upper Poisson limit is -log(0.025).
  near(none.fixed.upper * none.expected, -Math.log(0.025), 1e-10);
  const gap = standardisedRateRatio({ events: [0, 20], population: [10, 1000] }, { events: [15, 15], population: [1000, 1000] }, [1, 1]);
  near(gap.value, 0.02 / 0.03, 1e-12);
  near(gap.upper, (0.02 / 0.03) * Math.exp(1.95996398454005 * Math.sqrt(1 / 20 + 0.5)) ** (Math.sqrt(1 / 20 + 1 / 30) / Math.sqrt(1 / 20 + 0.5)), 1e-9);
});

test('what cannot be used is named', () => {
  const two = [
    { name: 'a', events: 5, population: 10 },
    { name: 'b', events: 5, population: 10 },
  ];
  throws('too-few', 'groups', () => rateRatioByGroup(two.slice(1), { reference: 'b' }));
  throws('inconsistent', 'reference', () => rateRatioByGroup(two, { reference: 'c' }));
  throws('inconsistent', 'groups[2].name', () => rateRatioByGroup([...two, ...two], { reference: 'a' }));
  throws('negative', 'groups[1].events', () => rateRatioByGroup([two[0] ?? assert.fail(), { name: 'z', events: -1, population: 3 }], { reference: 'a' }));
  throws('not-positive', 'groups[1].population', () =>
    rateRatioByGroup([two[0] ?? assert.fail(), { name: 'z', events: 1, population: 0 }], { reference: 'a' }),
  );
  throws('not-whole', 'unknown', () => rateRatioByGroup(two, { reference: 'a', unknown: 1.5 }));
  throws('not-positive', 'per', () => rateRatioByGroup(two, { reference: 'a', per: 0 }));
  throws('out-of-range', 'level', () => rateRatioByGroup(two, { reference: 'a', level: 1 }));
  const fine = { events: [20, 20], population: [100, 100] };
  throws('shape', 'group.population', () => standardisedRateRatio({ events: [20, 20], population: [100] }, fine, [1, 1]));
  throws('shape', 'reference.events', () => standardisedRateRatio(fine, { events: [20], population: [100, 100] }, [1, 1]));
  throws('shape', 'group.events', () => standardisedRateRatio(fine, fine, [1, 1, 1]));
  throws('no-information', 'standard', () => standardisedRateRatio(fine, fine, [0, 0]));
  throws('negative', 'standard[1]', () => standardisedRateRatio(fine, fine, [1, -1]));
  throws('zero-events', 'group', () => standardisedRateRatio({ events: [20, 0], population: [100, 100] }, fine, [0, 1]));
  throws('not-positive', 'group.population[0]', () => standardisedRateRatio({ events: [20, 20], population: [0, 100] }, fine, [1, 1]));
  throws('zero-events', 'reference', () => indirectRateRatio(fine, { events: [0, 0], population: [100, 100] }));
  throws('too-few', 'group', () => indirectRateRatio({ events: [], population: [] }, fine));
  throws('shape', 'reference.events', () => indirectRateRatio(fine, { events: [1], population: [100, 100] }));
});
