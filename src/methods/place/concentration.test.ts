import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { entry } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { throws } from '../testing/throws.ts';
import { lorenzCurve, placeConcentration, placesHolding, predictiveAccuracy, predictiveEfficiency } from './index.ts';

test('the published examples of Bernasco and Steenbeek (2017)', () => {
  const both = (counts: number[]): string[] => {
    const { gini, generalisedGini } = placeConcentration(counts);
    return [gini.toFixed(2), generalisedGini.toFixed(2)];
  };
  const ten = (...first: number[]): number[] => [...first, ...Array<number>(10 - first.length).fill(0)];
  assert.deepEqual(both(ten(10, 8, 2)), ['0.78', '0.78']);
  assert.deepEqual(both(ten(5, 2, 1)), ['0.80', '0.75']);
  assert.deepEqual(both(ten(10)), ['0.90', '0.90']);
  // The caption of R lorenzgini's vignette prints 0.58; its formula gives 0.56.
  assert.deepEqual(both(ten(3, 1, 1)), ['0.78', '0.56']);
});

const counts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 40 }).filter((all) => all.some((each) => each > 0));

test('Gini is twice the area between the Lorenz curve and the diagonal, and half the relative mean difference', () => {
  fc.assert(
    fc.property(counts, (x) => {
      const curve = lorenzCurve(x);
      let under = 0;
      for (let i = 1; i < curve.length; i++)
        under += ((entry(curve, i).places - entry(curve, i - 1).places) * (entry(curve, i).events + entry(curve, i - 1).events)) / 2;
      const { gini } = placeConcentration(x);
      assert.ok(Math.abs(gini - (1 - 2 * under)) < 1e-12);
      const n = x.length;
      const mean = x.reduce((a, b) => a + b, 0) / n;
      let difference = 0;
      for (const a of x) for (const b of x) difference += Math.abs(a - b);
      assert.ok(Math.abs(gini - difference / (2 * n * n * mean)) < 1e-12);
    }),
  );
});

test('concentration does not change with the order of places; with more events in proportion only the generalised one can', () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 2, max: 9 }), fc.integer(), (x, times, seed) => {
      const moved = x.slice();
      draws(seed).shuffle(moved);
      assert.deepEqual(placeConcentration(moved), placeConcentration(x));
      const more = placeConcentration(x.map((each) => each * times));
      near(more.gini + 1, placeConcentration(x).gini + 1, 1e-12);
      const { gini, generalisedGini, giniUnbiased, total, places } = placeConcentration(x);
      assert.ok(generalisedGini <= gini + 1e-12 && generalisedGini >= 0 && giniUnbiased <= 1 + 1e-12);
      if (total >= places) assert.ok(Math.abs(generalisedGini - gini) < 1e-12);
      // Spreading moves nothing up: a Robin Hood step from the busiest to the quietest place.
      const [most, least] = [x.indexOf(Math.max(...x)), x.indexOf(Math.min(...x))];
      if (entry(x, most) - entry(x, least) > 1) {
        const fairer = x.with(most, entry(x, most) - 1).with(least, entry(x, least) + 1);
        assert.ok(placeConcentration(fairer).gini < gini);
      }
    }),
  );
});

test('the most even spread of fewer events than places is 0 to the generalised Gini; all in one place is 1 unbiased', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 2, max: 30 }), (n, c) => {
      const even = Array.from({ length: n }, (_, i) => (i < c ? 1 : 0));
      assert.ok(Math.abs(placeConcentration(even).generalisedGini) < 1e-12);
      const one = placeConcentration([c, ...Array<number>(n - 1).fill(0)]);
      near(one.giniUnbiased, 1, 1e-12);
      near(one.generalisedUnbiased ?? 0, 1, 1e-12);
    }),
  );
  assert.equal(placeConcentration([1, 0, 0]).generalisedUnbiased, null);
});

test('the fewest places that hold a share are those of a search, exactly at the mark too', () => {
  fc.assert(
    fc.property(counts, fc.constantFrom(0.1, 0.25, 0.5, 0.8, 1), (x, of) => {
      const sorted = x.toSorted((a, b) => b - a);
      const total = sorted.reduce((a, b) => a + b, 0);
      let places = 0;
      for (let held = 0; held / total < of - 1e-12; places++) held += entry(sorted, places);
      const found = entry(placesHolding(x, [of]), 0);
      assert.equal(found.places, places);
      assert.ok(found.holding >= of - 1e-12 && found.shareOfPlaces === places / x.length);
    }),
  );
  assert.equal(entry(placesHolding(Array(30).fill(1), [0.1]), 0).places, 3);
  assert.deepEqual(placesHolding([5, 2, 1, 0, 0], [0.6]), [{ of: 0.6, places: 1, shareOfPlaces: 0.2, shareOfActive: 1 / 3, holding: 0.625 }]);
  assert.deepEqual(
    placesHolding([22, 18, 17, 12, 11, 8, 6, 3, 2, 1]).map((each) => each.places),
    [2, 3],
  );
});

test('predictive indices: the worked cases, and 1 for the best map', () => {
  near(predictiveAccuracy(27, 100, 2.5, 50).pai, 5.4, 1e-14);
  const cells = [9, 7, 5, 3, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const result = predictiveEfficiency(cells, [0, 2, 5, 9]);
  near(result.pai, 2.5, 1e-14);
  near(result.best, 4, 1e-14);
  near(result.pei, 0.625, 1e-14);
  assert.equal(predictiveEfficiency(cells, [1, 0]).pei, 1);
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 40 }), fc.integer(), (x, chosen, seed) => {
      const order = x.map((_, i) => i);
      draws(seed).shuffle(order);
      const { pei, pai, best } = predictiveEfficiency(x, order.slice(0, Math.min(chosen, x.length)));
      assert.ok(pei >= 0 && pei <= 1 + 1e-12);
      assert.ok(Math.abs(pai - pei * best) < 1e-9);
    }),
  );
});

test('counts of 1e8 keep their digits', () => {
  const { gini } = placeConcentration([1e8, 1e8 + 1]);
  near(gini, 1 / (2 * (2e8 + 1)), 1e-9);
});

test('what cannot be concentrated is refused by name', () => {
  throws('too-few', 'counts', () => placeConcentration([5]));
  throws('no-information', 'counts', () => placeConcentration([0, 0]));
  throws('not-whole', 'counts[1]', () => placeConcentration([0, 1.5]));
  throws('negative', 'counts[0]', () => lorenzCurve([-1, 1]));
  throws('not-a-number', 'counts[0]', () => placesHolding([Number.NaN, 1]));
  throws('out-of-range', 'shares[0]', () => placesHolding([1, 2], [0]));
  throws('out-of-range', 'shares[1]', () => placesHolding([1, 2], [0.5, 2]));
  throws('out-of-range', 'hits', () => predictiveAccuracy(5, 4, 1, 2));
  throws('zero-events', 'events', () => predictiveAccuracy(0, 0, 1, 2));
  throws('out-of-range', 'hotArea', () => predictiveAccuracy(1, 4, 3, 2));
  throws('not-positive', 'hotArea', () => predictiveAccuracy(1, 4, 0, 2));
  throws('too-few', 'flagged', () => predictiveEfficiency([1, 2], []));
  throws('inconsistent', 'flagged[1]', () => predictiveEfficiency([1, 2], [0, 0]));
  throws('out-of-range', 'flagged[0]', () => predictiveEfficiency([1, 2], [2]));
  throws('not-whole', 'flagged[0]', () => predictiveEfficiency([1, 2], [0.5]));
});

test('whatever the numbers: finite results or a coded error', () => {
  const odd = fc.oneof(fc.double(), fc.constantFrom(0, 1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY), fc.integer({ min: -1, max: 9 }));
  fc.assert(
    fc.property(fc.array(odd, { minLength: 1, maxLength: 6 }), odd, odd, (x, a, b) => {
      for (const act of [
        (): object => placeConcentration(x),
        (): object => placesHolding(x),
        (): object => lorenzCurve(x),
        (): object => predictiveAccuracy(1, 2, a, b),
        (): object => predictiveEfficiency(x, [0]),
      ]) {
        try {
          const text = JSON.stringify(act(), (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? 'not finite' : value));
          assert.ok(!text.includes('not finite'), text);
        } catch (error) {
          if (!(error instanceof MethodError)) throw error;
        }
      }
    }),
    { numRuns: 500 },
  );
});
