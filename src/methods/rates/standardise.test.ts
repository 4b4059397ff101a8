import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import {
  directlyStandardisedRate,
  directlyStandardisedRateOfRepeats,
  expectedEvents,
  indirectlyStandardisedRate,
  indirectlyStandardisedRatio,
  meanInterval,
  quantileGroups,
  rateInterval,
} from './index.ts';

const events = [4, 9, 15, 7];
const populations = [1200, 2100, 1800, 600];
const standard = [30, 35, 25, 10];
const reference = { events: [300, 420, 900, 800], populations: [100_000, 90_000, 80_000, 30_000] };

// Expected values: the published formulae in R 4.2.2 (Dobson's with Byar's limits of the total).
test('a directly standardised rate with Dobson limits', () => {
  const found = directlyStandardisedRate(events, populations, standard);
  near(found.value ?? 0, 575, 1e-12);
  near(found.lower ?? 0, 396.869246477006, 1e-12);
  near(found.upper ?? 0, 804.319752325579, 1e-12);
  near(directlyStandardisedRate(events, populations, standard, { level: 0.998 }).lower ?? 0, 314.963887061431, 1e-12);
  assert.deepEqual([found.events, found.population, found.method], [35, 5700, 'dobson']);
});

// The same people's events in PHEindicatormethods' own test data: 895 events, 10,430.25 (9,717.71 to 11,178.94) per 100,000.
test('events that come several to a person widen the interval and leave the rate', () => {
  const persons = [
    [4, 0, 0],
    [5, 2, 0],
    [6, 3, 1],
    [3, 2, 0],
  ];
  const bands = persons.map((each, i) => ({ population: populations[i] ?? 0, standard: standard[i] ?? 0, persons: each }));
  const found = directlyStandardisedRateOfRepeats(bands);
  near(found.value ?? 0, 575, 1e-12);
  near(found.lower ?? 0, 359.677090190428, 1e-12);
  near(found.upper ?? 0, 852.199727565178, 1e-12);
  const single = directlyStandardisedRateOfRepeats(events.map((n, i) => ({ population: populations[i] ?? 0, standard: standard[i] ?? 0, persons: [n] })));
  assert.deepEqual(single, directlyStandardisedRate(events, populations, standard), 'one event each: as any other rate');
});

test('under 10 events there is no standardised rate, and the result says so', () => {
  const few = directlyStandardisedRate([1, 2, 3, 3], populations, standard);
  assert.deepEqual([few.value, few.lower, few.upper, few.method, few.events], [null, null, null, 'too-few-events', 9]);
  assert.equal(directlyStandardisedRate([1, 2, 3, 4], populations, standard).method, 'dobson');
});

test('indirect standardisation: ratio, rate and what is expected', () => {
  near(expectedEvents(populations, reference), 49.65, 1e-12);
  const ratio = indirectlyStandardisedRatio(35, 49.65);
  near(ratio.value, 0.7049345417925479, 1e-12);
  near(ratio.lower, 0.4909407950236888, 1e-12);
  near(ratio.upper, 0.9804231479861025, 1e-12);
  const few = indirectlyStandardisedRatio(7, 49.65, { per: 100 });
  near(few.lower, 5.66840493760295, 1e-12);
  near(few.upper, 29.04869156435524, 1e-12);
  assert.deepEqual([ratio.method, few.method], ['byar', 'exact']);
  const rate = indirectlyStandardisedRate(35, populations, reference);
  near(rate.referenceRate, 806.6666666666667, 1e-12);
  near(rate.value, 0.7049345417925479 * 806.6666666666667, 1e-12);
});

const band = fc.record({ x: fc.integer({ min: 0, max: 5000 }), n: fc.integer({ min: 1, max: 1_000_000 }), w: fc.integer({ min: 1, max: 10_000 }) });

test('standardising does not depend on the order of the bands, nor on the unit of the standard', () => {
  fc.assert(
    fc.property(fc.array(band, { minLength: 2, maxLength: 20 }), fc.double({ min: 0.001, max: 1000, noNaN: true }), (bands, unit) => {
      const of = (rows: typeof bands, scale: number) =>
        directlyStandardisedRate(
          rows.map((row) => row.x),
          rows.map((row) => row.n),
          rows.map((row) => row.w * scale),
        );
      const [one, other] = [of(bands, 1), of([...bands].reverse(), unit)];
      assert.equal(one.method, other.method);
      if (one.value === null || one.lower === null || one.upper === null) return;
      near(other.value ?? Number.NaN, one.value, 1e-9);
      near(other.lower ?? Number.NaN, one.lower, 1e-6);
      assert.ok(one.lower <= one.value && one.value <= one.upper);
      // Its own population for a standard gives the crude rate and its interval.
      const crude = directlyStandardisedRate(
        bands.map((row) => row.x),
        bands.map((row) => row.n),
        bands.map((row) => row.n),
      );
      const plain = rateInterval(one.events, one.population, { per: 100_000 });
      near(crude.value ?? Number.NaN, plain.value, 1e-9);
      near(crude.upper ?? Number.NaN, plain.upper, 1e-9);
      // Its own rates for a reference give a ratio of 1.
      const own = { events: bands.map((row) => row.x), populations: bands.map((row) => row.n) };
      near(indirectlyStandardisedRate(one.events, own.populations, own).value, plain.value, 1e-9);
    }),
    { seed: 6, numRuns: 200 },
  );
});

test('a mean with Student limits, to the last digit of large numbers', () => {
  // R t.test: 9.37667587620004 to 13.82332412379996.
  const found = meanInterval([12.5, 9.75, 14.25, 11, 10.5]);
  near(found.lower, 9.37667587620004, 1e-13);
  near(found.upper, 13.82332412379996, 1e-13);
  const far = meanInterval([12.5, 9.75, 14.25, 11, 10.5].map((x) => x + 1e9));
  near(far.upper - 1e9, 13.82332412379996, 1e-7);
  assert.deepEqual(meanInterval([3, 3, 3]).standardDeviation, 0);
});

test('quantile groups are of nearly equal size, and ties stay together', () => {
  assert.deepEqual(quantileGroups([50, 40, 30, 20, 10], 5), [1, 2, 3, 4, 5]);
  assert.deepEqual(quantileGroups([50, 40, 30, 20, 10], 5, { highestFirst: false }), [5, 4, 3, 2, 1]);
  assert.deepEqual(quantileGroups([7, 7, 7, 1], 2), [1, 1, 1, 2]);
  // 150 areas in 7 groups: 150 / (150 / 7) is a little more than 7 in doubles, and would make a group nought.
  assert.equal(
    quantileGroups(
      Array.from({ length: 150 }, (_, i) => i),
      7,
      { highestFirst: false },
    )[0],
    1,
  );
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 300 }), fc.integer({ min: 1, max: 20 }), (values, groups) => {
      fc.pre(values.length >= groups);
      const found = quantileGroups(values, groups);
      const sizes = Array.from({ length: groups }, (_, g) => found.filter((each) => each === g + 1).length);
      assert.equal(
        sizes.reduce((a, b) => a + b, 0),
        values.length,
      );
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, sizes.join());
      const [first, last] = [values.indexOf(Math.max(...values)), values.indexOf(Math.min(...values))];
      assert.deepEqual([found[first], found[last]], [1, groups]);
    }),
    { seed: 7, numRuns: 200 },
  );
});

test('what cannot be standardised is named', () => {
  throws('shape', 'populations', () => directlyStandardisedRate(events, [1], standard));
  throws('shape', 'standard', () => directlyStandardisedRate(events, populations, [1]));
  throws('negative', 'events[1]', () => directlyStandardisedRate([4, -9, 15, 7], populations, standard));
  throws('not-whole', 'events[0]', () => directlyStandardisedRate([4.5, 9, 15, 7], populations, standard));
  throws('not-positive', 'populations[1]', () => directlyStandardisedRate(events, [1200, 0, 1800, 600], standard));
  throws('negative', 'standard[2]', () => directlyStandardisedRate(events, populations, [30, 35, -25, 10]));
  throws('no-information', 'standard', () => directlyStandardisedRate(events, populations, [0, 0, 0, 0]));
  throws('no-information', 'standard', () => directlyStandardisedRate([], [], []));
  throws('not-positive', 'per', () => directlyStandardisedRate(events, populations, standard, { per: 0 }));
  throws('out-of-range', 'level', () => directlyStandardisedRate(events, populations, standard, { level: 1 }));
  throws('negative', 'bands[0].persons[1]', () => directlyStandardisedRateOfRepeats([{ population: 1, standard: 1, persons: [1, -1] }]));
  throws('not-positive', 'reference.populations[0]', () => expectedEvents([1], { events: [1], populations: [0] }));
  throws('negative', 'reference.events[0]', () => expectedEvents([1], { events: [-1], populations: [1] }));
  throws('negative', 'populations[0]', () => expectedEvents([-1], { events: [1], populations: [1] }));
  throws('shape', 'reference.events', () => expectedEvents([1], { events: [], populations: [1] }));
  throws('not-positive', 'expected', () => indirectlyStandardisedRatio(1, 0));
  throws('no-information', 'reference.events', () => indirectlyStandardisedRate(1, [10], { events: [0], populations: [5] }));
  throws('too-few', 'values', () => meanInterval([1]));
  throws('not-a-number', 'values[1]', () => meanInterval([1, Number.POSITIVE_INFINITY]));
  throws('out-of-range', 'values', () => meanInterval([1e308, 1e308, -1e308]));
  throws('too-few', 'values', () => quantileGroups([1, 2], 3));
  throws('not-whole', 'groups', () => quantileGroups([1, 2], 1.5));
  throws('out-of-range', 'groups', () => quantileGroups([1, 2], 0));
  throws('not-a-number', 'values[0]', () => quantileGroups([Number.NaN, 2], 1));
});
