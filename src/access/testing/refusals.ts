/** What tests ask of an action that must be refused. */
import assert from 'node:assert/strict';
import { HeadwaterError } from '../../errors.ts';
import { InputError } from '../../register/index.ts';

/** The refusal; fails where there was none. */
export async function refused(work: Promise<unknown>): Promise<HeadwaterError> {
  const error = await work.then(
    (done) => done,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HeadwaterError, `was not refused: ${JSON.stringify(error)}`);
  return error;
}

/** `field: message` of each fault of the input. */
export async function issuesOf(work: Promise<unknown>): Promise<string[]> {
  const error = await refused(work);
  assert.ok(error instanceof InputError, error.message);
  return error.issues.map((issue) => `${issue.path}: ${issue.message}`);
}
