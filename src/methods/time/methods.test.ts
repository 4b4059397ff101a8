import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { timeMethods } from './methods.ts';

const byName = (name: string) => {
  const found = timeMethods.find((each) => each.name === name);
  assert.ok(found, name);
  return found;
};

test('the examples say what their readings say', () => {
  const stl = byName('stl');
  const parts = stl.call(stl.example) as { weights: number[]; seasonal: number[]; trend: number[]; remainder: number[] };
  assert.deepEqual([parts.weights[14], Math.round(parts.seasonal[2] ?? 0), Math.round(parts.remainder[14] ?? 0)], [0, 8, 36]);
  assert.deepEqual([Math.round(parts.trend[0] ?? 0), Math.round(parts.trend[19] ?? 0)], [26, 37]);
  const upper = (name: string): unknown => {
    const found = byName(name);
    return (found.call(found.example) as { steps: { upper: number; alarm: boolean }[] }).steps.map(({ upper, alarm }) => [Number(upper.toFixed(1)), alarm]);
  };
  assert.deepEqual((upper('farrington-flexible') as unknown[])[1], [28, true]);
  assert.deepEqual((upper('farrington') as unknown[])[1], [26.4, true]);
  assert.deepEqual(upper('outbreak-rki'), [[23.8, true]]);
  assert.deepEqual(upper('outbreak-bayes'), [[23, true]]);
  const alarms = (name: string): unknown => {
    const found = byName(name);
    const { from, alarm } = found.call(found.example) as { from: number; alarm: boolean[] };
    return alarm.flatMap((each, i) => (each ? [from + i] : []));
  };
  assert.deepEqual([alarms('ears-c1'), alarms('ears-c2'), alarms('ears-c3')], [[14], [12, 13, 14], [12, 13, 14, 15]]);
  const pelt = byName('changepoint-pelt');
  assert.deepEqual(pelt.call(pelt.example)['changepoints'], [9, 17]);
});

test('a gap is named whichever method meets it', () => {
  for (const method of timeMethods) {
    const series = 'counts' in method.example ? 'counts' : 'values';
    const values = method.example[series] as number[];
    assert.throws(
      () => method.call({ ...method.example, [series]: values.map((value, i) => (i === 3 ? null : value)) }),
      (error) => error instanceof MethodError && error.code === 'input' && error.argument === `${series}.3` && /gap/.test(error.message),
      method.name,
    );
    assert.throws(() => method.call({ ...method.example, [series]: [] }), MethodError, method.name);
    assert.throws(() => method.call({ ...method.example, windo: 3 }), MethodError, `${method.name}: an unknown field`);
  }
});

test('hostile numbers give a coded error or finite results, never NaN', () => {
  const number = fc.oneof(
    fc.integer({ min: -3, max: 60 }),
    fc.constantFrom(0, 1, 1e8, 1e15, -1e15, 0.5, 1e-300, 1e300, -0, 5e-324),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const count = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(0, 0, 1e8, 1e12));
  for (const method of timeMethods) {
    const series = 'counts' in method.example ? 'counts' : 'values';
    const other = Object.entries(method.example).filter(([, value]) => typeof value === 'number');
    const wild = fc.tuple(
      fc.oneof(fc.array(count, { maxLength: 70 }), fc.array(number, { maxLength: 30 })),
      fc.option(fc.tuple(fc.nat({ max: Math.max(0, other.length - 1) }), number), { nil: undefined }),
    );
    fc.assert(
      fc.property(wild, ([values, changed]) => {
        const name = changed === undefined ? undefined : other[changed[0]]?.[0];
        // A great many steps are a matter of patience, not of numbers.
        const value = changed === undefined ? 0 : changed[1];
        const input = { ...method.example, [series]: values, ...(name !== undefined && { [name]: value }) };
        delete (input as Record<string, unknown>)['exposure'];
        try {
          const result = JSON.stringify(method.call(input));
          assert.ok(!result.includes('NaN'));
        } catch (error) {
          assert.ok(error instanceof MethodError, `${method.name}: ${String(error)} for ${JSON.stringify(input)}`);
          assert.ok(error.argument.length > 0);
        }
      }),
      { seed: 23, numRuns: 80, interruptAfterTimeLimit: 4000 },
    );
  }
});
