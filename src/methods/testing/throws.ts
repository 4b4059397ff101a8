import assert from 'node:assert/strict';
import { MethodError, type MethodErrorCode } from '../error.ts';

/** `act` is refused, by this code and for this argument. */
export function throws(code: MethodErrorCode, argument: string, act: () => unknown): void {
  assert.throws(act, (error) => {
    assert.ok(error instanceof MethodError, String(error));
    assert.deepEqual([error.code, error.argument], [code, argument], error.message);
    return true;
  });
}
