/** Values at the very edge of what is allowed or counted, found by changing the arithmetic and seeing that nothing failed (docs/methods/mutation.md). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { drawGamma } from './draw.ts';
import { eValue, eValueRiskDifference, fourFifths, imputeUnknown, indirectRateRatio, rateRatioByGroup, rubinPool, trendGuard } from './index.ts';

test('E-values: a limit at the estimate is one, and a limit of nothing or less is explained by anything', () => {
  near(eValue(2, { lower: 2 }).limit ?? 0, eValue(2).point, 1e-14);
  near(eValue(0.5, { upper: 0.5 }).limit ?? 0, eValue(0.5).point, 1e-14);
  assert.equal(eValue(2, { lower: -0.5, measure: 'odds-ratio-common' }).limit, 1);
  assert.equal(eValue(2, { lower: 0, measure: 'hazard-ratio-common' }).limit, 1);
  assert.equal(eValue(2, { lower: 0, target: 0.5 }).limit, 1);
  assert.deepEqual(eValueRiskDifference(10, 10, 10, 10), { difference: 0, point: 1, limit: 1 });
});

test('four fifths: everybody may be selected, and exactly 2 % is not under 2 %', () => {
  const underTwo = (a: number, b: number): boolean | undefined =>
    fourFifths([
      { name: 'a', selected: a, considered: a },
      { name: 'b', selected: b, considered: b },
    ]).groups[0]?.underTwoPercent;
  assert.deepEqual([underTwo(2, 98), underTwo(1, 50), underTwo(2, 99), underTwo(1, 49)], [false, true, true, false]);
});

test('ten events are enough for the log-Wald interval, on either side', () => {
  const method = (a: number, b: number) =>
    rateRatioByGroup(
      [
        { name: 'a', events: a, population: 100 },
        { name: 'b', events: b, population: 100 },
      ],
      { reference: 'b' },
    ).groups[0]?.ratio?.method;
  assert.deepEqual([method(10, 10), method(9, 10), method(10, 9)], ['log-wald', 'exact', 'exact']);
});

test('a band of the reference without events adds nothing to what is expected, nor to its variance', () => {
  const group = { events: [5, 6], population: [100, 100] };
  const reference = { events: [0, 20], population: [1000, 1000] };
  const found = indirectRateRatio(group, reference);
  near(found.expected, 2, 1e-14);
  near(found.upper ?? 0, 5.5 * Math.exp(1.95996398454005 * Math.sqrt(1 / 11 + 1 / 20)), 1e-9);
});

test('one degree of freedom is enough to pool', () => {
  near(rubinPool([0.5, 0.5], [0.04, 0.04], { n: 2 }).df ?? 0, 0.5, 1e-14);
  throws('out-of-range', 'n', () => rubinPool([1, 2], [1, 1], { n: 1 }));
});

test('imputation: fifty times unless asked, two to ten thousand, and the same for ever', () => {
  const options = { populations: [10, 20], reference: 1, seed: 11 };
  assert.deepEqual(imputeUnknown([[3, 9]], [5], options), imputeUnknown([[3, 9]], [5], { ...options, imputations: 50 }));
  const [two] = imputeUnknown([[3, 9]], [5], { ...options, imputations: 2 });
  assert.ok(two?.ratio);
  near(imputeUnknown([[3, 9]], [5], { ...options, imputations: 10_000 })[0]?.events ?? 0, 3 + (5 * 3.5) / 13, 0.01, 'half an event of prior for each');
  const one = imputeUnknown([[3, 3]], [1], options);
  near((one[0]?.events ?? 0) + (one[1]?.events ?? 0), 7, 1e-12, 'a single unknown is somebody');
  assert.equal(one[1]?.missingInformation, 0);
  const pinned = imputeUnknown(
    [
      [3, 9],
      [2, 2],
    ],
    [0, 6],
    options,
  );
  const alone = imputeUnknown(
    [
      [2, 2],
      [3, 9],
    ],
    [6, 0],
    options,
  );
  assert.deepEqual(pinned, alone, 'a stratum without unknowns draws nothing');
});

test('the trend guard at the edges', () => {
  const same = trendGuard({ known: 500, unknown: 3 }, { known: 500, unknown: 3 });
  assert.deepEqual([same.observed.value, same.hiddenFall], [0, null]);
  assert.equal(trendGuard({ known: 10, unknown: 0 }, { known: 9, unknown: 0 }).hiddenFall, 1);
  // At the earlier rate 13.3 were to be expected: 14 whole events would be no fall.
  assert.equal(trendGuard({ known: 10, unknown: 0, population: 3 }, { known: 9, unknown: 9, population: 4 }).hiddenFall, 5);
  const nothing = trendGuard({ known: 0, unknown: 0, others: 0 }, { known: 0, unknown: 0, others: 0 });
  assert.deepEqual(nothing.observed, { value: null, lower: -1, upper: null });
  assert.deepEqual(nothing.unknownShare, { before: null, after: null });
  const share = (known: number, unknown: number, others: number) => trendGuard({ known, unknown, others }, { known, unknown, others }).unknownShare.before;
  assert.deepEqual([share(5, 5, 0), share(3, 2, 5), share(0, 1, 0), share(0, 0, 1)], [0.5, 0.2, 1, 0]);
});

test('a gamma of shape 1 is exponential, in its tails too', () => {
  const random = draws(17);
  const runs = 40_000;
  let low = 0;
  let high = 0;
  for (let i = 0; i < runs; i++) {
    const x = drawGamma(random, 1);
    if (x < 0.1) low++;
    if (x > 4) high++;
  }
  // Monte Carlo errors 0.0015 and 0.0007.
  assert.ok(Math.abs(low / runs - (1 - Math.exp(-0.1))) < 0.006, `${low / runs}`);
  assert.ok(Math.abs(high / runs - Math.exp(-4)) < 0.003, `${high / runs}`);
});
