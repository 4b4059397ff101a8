/**
 * What every method throws when an argument cannot be used. `code` is stable and meant for programs, `argument` is the name of the
 * offending argument, and the message says what was wrong with it in words.
 */
export class MethodError extends Error {
  readonly code: MethodErrorCode;
  readonly argument: string;

  constructor(code: MethodErrorCode, argument: string, why: string) {
    super(`${argument}: ${why}`);
    this.name = 'MethodError';
    this.code = code;
    this.argument = argument;
  }
}

export type MethodErrorCode =
  | 'not-a-number'
  | 'not-whole'
  | 'negative'
  | 'not-positive'
  | 'out-of-range'
  | 'more-events-than-people'
  | 'zero-events'
  | 'shape'
  | 'no-information'
  | 'inconsistent'
  | 'not-converged'
  | 'too-few'
  | 'no-variation'
  | 'singular'
  | 'separation'
  | 'too-large'
  | 'input';
