import assert from 'node:assert/strict';

/** Equal to within a relative error (absolute below 1e-300). */
export function near(actual: number, expected: number, relative: number, what = ''): void {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300);
  assert.ok(actual === expected || error <= relative, `${what} ${actual} is not ${expected} (relative error ${error})`);
}
