import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import {
  effectivePopulation,
  exactPoisson,
  funnelCountLimits,
  funnelCurve,
  funnelOfProportions,
  funnelOfRates,
  funnelOfRatios,
  funnelOfStandardisedRates,
  funnelProportionLimits,
  wilson,
} from './index.ts';

// Expected values: PHEindicatormethods 2.1.0 (baseline 80.642448 %, 3 people: 35.933491 % at 95, 10.150815 % at 99.8).
test('limits of a proportion', () => {
  near(funnelProportionLimits(0.80642448, 3).lower, 0.35933491, 1e-7);
  near(funnelProportionLimits(0.80642448, 3, 0.998).lower, 0.10150815, 1e-7);
  assert.deepEqual(funnelProportionLimits(0.80642448, 1, 0.998), { lower: 0, upper: 1 });
});

// Expected values: R 4.2.2, pgamma solved with uniroot at 1e-14.
test('limits of a count', () => {
  for (const [expected, lower95, upper95, lower998, upper998] of [
    [0.5, 0, 2.71569089245502, 0, 4.24952244243422],
    [4.2, 0.251962118231429, 9.125849883861866, 0, 12.280064824780517],
    [25, 15.2085330161214, 35.7440820102145, 10.5934361013473, 42.2902147117051],
    [400, 360.782421691453, 440.165071827508, 339.146119714933, 463.705734626374],
  ] as const) {
    near(funnelCountLimits(expected).lower, lower95, 1e-10);
    near(funnelCountLimits(expected).upper, upper95, 1e-10);
    near(funnelCountLimits(expected, 0.998).lower, lower998, 1e-10);
    near(funnelCountLimits(expected, 0.998).upper, upper998, 1e-10);
  }
  const huge = funnelCountLimits(1e8);
  near((1e8 - huge.lower) / 1e4, 1.95996, 1e-3);
  near((huge.upper - 1e8) / 1e4, 1.95996, 1e-3);
});

test('the lines of a funnel are where the exact interval just touches', () => {
  for (const point of funnelCurve([1, 7, 60], { baseline: 0.002, per: 1000 })) {
    const { lower, upper } = exactPoisson(point.events);
    near(point.lower.population * 0.002, upper, 1e-12);
    near(point.lower.value, (point.events / point.lower.population) * 1000, 1e-12);
    near((point.upper?.population ?? 0) * 0.002, lower, 1e-12);
    near(funnelCountLimits(upper).lower, point.events, 1e-9);
    near(funnelCountLimits(lower).upper, point.events, 1e-9);
  }
  assert.equal(funnelCurve([0])[0]?.upper, null);
});

const place = fc.record({ n: fc.integer({ min: 20, max: 50_000 }), p: fc.double({ min: 0, max: 1, noNaN: true }) });

test('a place is outside a limit exactly when its value is, and when its own interval misses the whole', () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 2, maxLength: 12 }), (places) => {
      const people = places.map(({ n }) => n);
      const events = places.map(({ n, p }) => Math.round(n * (0.1 + p * 0.05)));
      const { baseline, places: found } = funnelOfProportions(events, people);
      found.forEach(({ value, inner, outer, position }, i) => {
        const own = wilson(events[i] ?? 0, people[i] ?? 0);
        assert.equal(position === 'inside', own.lower <= baseline && baseline <= own.upper);
        assert.equal(position === 'inside', inner.lower <= value && value <= inner.upper);
        assert.equal(position.startsWith('far'), value < outer.lower || value > outer.upper);
      });
      const rates = funnelOfRates(events, people, { per: 1000 });
      rates.places.forEach(({ value, inner, outer, position }) => {
        assert.equal(position === 'inside', inner.lower <= value && value <= inner.upper, `${value} ${JSON.stringify(inner)} ${position}`);
        assert.equal(position === 'far-high', value > outer.upper);
        assert.equal(position === 'far-low', value < outer.lower);
      });
      // A funnel of ratios to what the whole would give is the same funnel in another unit.
      const ratios = funnelOfRatios(
        events,
        people.map((n) => (n * rates.baseline) / 1000),
      );
      ratios.places.forEach(({ value, position }, i) => {
        near(value, (rates.places[i]?.value ?? 0) / rates.baseline, 1e-9);
        assert.equal(position, rates.places[i]?.position);
      });
    }),
    { seed: 8, numRuns: 60 },
  );
});

test('standardised rates stand at the population that their events would need', () => {
  assert.equal(effectivePopulation(50, 250, 100_000), 20_000);
  const { places, baseline } = funnelOfStandardisedRates([50, 9, 400], [250, 0, 180]);
  assert.equal(places[1], null, 'no standardised rate of 9 events');
  near(places[0]?.value ?? 0, 250, 1e-12);
  near(baseline, (450 / (20_000 + 400 / 180e-5)) * 1e5, 1e-12);
});

test('the whole can be given, and the levels', () => {
  const { places } = funnelOfRates([30, 12], [1000, 1000], { baseline: 0.02, per: 1000, levels: { inner: 0.9, outer: 0.95 } });
  assert.deepEqual(
    places.map(({ position }) => position),
    ['far-high', 'low'],
  );
});

test('what has no funnel is named', () => {
  throws('no-variation', 'events', () => funnelOfProportions([0, 0], [10, 10]));
  throws('more-events-than-people', 'events[1]', () => funnelOfProportions([1, 11], [10, 10]));
  throws('shape', 'people', () => funnelOfProportions([1], [10, 10]));
  throws('zero-events', 'events', () => funnelOfRates([0, 0], [10, 10]));
  throws('not-positive', 'populations[0]', () => funnelOfRates([1, 1], [0, 10]));
  throws('not-positive', 'expected[0]', () => funnelOfRatios([1, 1], [0, 10]));
  throws('not-whole', 'observed[0]', () => funnelOfRatios([1.5, 1], [1, 10]));
  throws('inconsistent', 'levels', () => funnelOfRatios([1, 1], [1, 10], { levels: { inner: 0.99, outer: 0.95 } }));
  throws('too-few', 'events', () => funnelOfStandardisedRates([9, 3], [1, 1]));
  throws('not-positive', 'rates[0]', () => funnelOfStandardisedRates([19, 3], [0, 1]));
  throws('not-positive', 'expected', () => funnelCountLimits(0));
  throws('out-of-range', 'baseline', () => funnelProportionLimits(1.1, 10));
  throws('too-large', 'expected', () => funnelCountLimits(1e12));
});
