import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { near } from '../testing/near.ts';
import { costPerOutcome } from './index.ts';

const code = (expected: string, argument: string) => (error: unknown) => {
  assert.ok(error instanceof MethodError, String(error));
  assert.deepEqual([error.code, error.argument], [expected, argument], error.message);
  return true;
};

test('Fieller and delta, as solved in R', () => {
  const found = costPerOutcome({ cost: 120_000, costError: 9000, avoided: 60, avoidedError: 18, correlation: 0.2 });
  assert.equal(found.verdict, 'estimate');
  near(found.value ?? 0, 2000, 1e-15);
  near(found.lower ?? 0, 1259.740810448, 1e-10);
  near(found.upper ?? 0, 4748.270430733, 1e-10);
  near(found.delta?.lower ?? 0, 846.2818882541, 1e-10);
  near(found.delta?.upper ?? 0, 3153.7181117459, 1e-10);
});

test('a known cost turns the interval of the outcomes over', () => {
  const found = costPerOutcome({ cost: 50_000, avoided: 40, avoidedLower: 10, avoidedUpper: 80 });
  assert.deepEqual([found.value, found.lower, found.upper], [1250, 625, 5000]);
  // Money saved: dearest where most was avoided.
  const saved = costPerOutcome({ cost: -50_000, avoided: 40, avoidedLower: 10, avoidedUpper: 80 });
  assert.deepEqual([saved.lower, saved.upper], [-5000, -625]);
});

test('an effect that may be none has no cost, and an adverse one neither', () => {
  const none = costPerOutcome({ cost: 120_000, avoided: 30, avoidedError: 20, seed: 1 });
  assert.deepEqual([none.verdict, none.value, none.lower, none.upper, none.delta], ['cannot-say', null, null, null, null]);
  assert.match(none.reading, /^Cannot say/);
  assert.ok((none.simulated?.noneAvoided ?? 0) > 0.05);
  assert.equal(none.simulated?.upper, null);
  assert.equal(costPerOutcome({ cost: 1, avoided: 2, avoidedLower: 0, avoidedUpper: 3 }).verdict, 'cannot-say');
  assert.equal(costPerOutcome({ cost: 1, avoided: -30, avoidedError: 5 }).verdict, 'more-not-fewer');
});

test('the simulated interval is near Fieller’s where the effect is clear', () => {
  const found = costPerOutcome({ cost: 120_000, costError: 9000, avoided: 60, avoidedError: 6, seed: 42, draws: 40_000 });
  near(found.simulated?.lower ?? 0, found.lower ?? 1, 0.01);
  near(found.simulated?.upper ?? 0, found.upper ?? 1, 0.01);
  near(found.simulated?.median ?? 0, 2000, 0.01);
  assert.deepEqual(found, costPerOutcome({ cost: 120_000, costError: 9000, avoided: 60, avoidedError: 6, seed: 42, draws: 40_000 }));
});

test('pence and pounds, hundreds and ones', () => {
  const number = fc.double({ min: 1, max: 1e8, noNaN: true });
  fc.assert(
    fc.property(
      number,
      fc.double({ min: 0, max: 0.4, noNaN: true }),
      number,
      fc.double({ min: 0, max: 0.4, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      (cost, a, avoided, b, correlation) => {
        const found = costPerOutcome({ cost, costError: a * cost, avoided, avoidedError: b * avoided, correlation });
        assert.equal(found.verdict, 'estimate');
        assert.ok((found.lower ?? 1) <= (found.value ?? 0) * (1 + 1e-9) && (found.value ?? 1) <= (found.upper ?? 0) * (1 + 1e-9));
        const pence = costPerOutcome({ cost: cost * 100, costError: a * cost * 100, avoided: avoided * 10, avoidedError: b * avoided * 10, correlation });
        near(pence.upper ?? 0, 10 * (found.upper ?? 1), 1e-7);
      },
    ),
    { numRuns: 200, seed: 2 },
  );
});

test('Fieller’s interval holds the true ratio 95 times in 100; where it often cannot say, what it does say is true', () => {
  const random = draws(17);
  const runs = 3000;
  const error = 3 * Math.sqrt(0.0475 / runs);
  for (const [spread, bounds] of [
    [4, [0.95 - error, 0.95 + error]],
    [7, [0.95 - error, 1]],
  ] as const) {
    let held = 0;
    let silent = 0;
    for (let run = 0; run < runs; run++) {
      const found = costPerOutcome({ cost: 1000 + 80 * random.normal(), costError: 80, avoided: 20 + spread * random.normal(), avoidedError: spread });
      if (found.verdict !== 'estimate') silent++;
      if (found.verdict !== 'estimate' || ((found.lower ?? 0) <= 50 && 50 <= (found.upper ?? 0))) held++;
    }
    assert.ok(held / runs >= bounds[0] && held / runs <= bounds[1], `spread ${spread}: ${held / runs}`);
    assert.ok(spread === 4 || silent / runs > 0.1);
  }
});

test('bad input is named', () => {
  assert.throws(() => costPerOutcome({ cost: 1, avoided: 1 }), code('inconsistent', 'avoidedError'));
  assert.throws(() => costPerOutcome({ cost: 1, avoided: 1, avoidedError: 1, avoidedLower: 0 }), code('inconsistent', 'avoidedError'));
  assert.throws(() => costPerOutcome({ cost: 1, avoided: 1, avoidedLower: 2, avoidedUpper: 3 }), code('inconsistent', 'avoided'));
  assert.throws(() => costPerOutcome({ cost: 1, avoided: 1, avoidedLower: 0 }), code('not-a-number', 'avoidedUpper'));
  assert.throws(() => costPerOutcome({ cost: Number.NaN, avoided: 1, avoidedError: 1 }), code('not-a-number', 'cost'));
  assert.throws(() => costPerOutcome({ cost: 1, costError: -1, avoided: 1, avoidedError: 1 }), code('negative', 'costError'));
  assert.throws(() => costPerOutcome({ cost: 1, costError: 1, avoided: 2, avoidedLower: 1, avoidedUpper: 3 }), code('inconsistent', 'costError'));
  assert.throws(() => costPerOutcome({ cost: 1, avoided: 1, avoidedError: 0.1, correlation: 2 }), code('out-of-range', 'correlation'));
  assert.throws(() => costPerOutcome({ cost: 1, avoided: 1, avoidedError: 0.1, seed: 1, draws: 5 }), code('too-few', 'draws'));
  assert.throws(() => costPerOutcome({ cost: 1e308, avoided: 1e-308, avoidedError: 0 }), code('too-large', 'cost'));
});
