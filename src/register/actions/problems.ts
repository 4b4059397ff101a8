/** What the database says, in the user's words. Errors of ours pass through. */
import { HeadwaterError } from '../../errors.ts';
import { isAway } from '../open.ts';
import { isUnprepared } from '../prepared.ts';

const RETRY = new Set(['40001', '40P01', '55P03']);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Two transactions met, or a prepared statement could not be used: it was undone and may simply be tried again. */
export const mayRetry = (error: unknown): boolean => RETRY.has(codeOf(error)) || isUnprepared(error);

/** The database does not answer: what every question to it may meet, so it is said where it is asked. Other errors as they are. */
export function awayInWords(error: unknown): unknown {
  if (error instanceof HeadwaterError || !isAway(error)) return error;
  return new HeadwaterError('busy', 'register-away', 'The register does not answer at the moment. Nothing was saved.', {
    advice: 'Try again in a moment.',
    cause: error,
  });
}

export function inWords(error: unknown): unknown {
  if (error instanceof HeadwaterError) return error;
  if (isAway(error)) return awayInWords(error);
  switch (codeOf(error)) {
    case '23505':
      return new HeadwaterError('conflict', 'already-there', 'There is one like that already. Nothing was saved.', {
        advice: 'Change what makes it the same, or use the one that is there.',
        cause: error,
      });
    case '23503':
      return new HeadwaterError('conflict', 'in-use', 'Something that this names is not there any more, or is still used elsewhere. Nothing was saved.', {
        advice: 'Go back, look again, and choose another.',
        cause: error,
      });
    case '42501':
      return new HeadwaterError('forbidden', 'not-yours', 'That record is not one that your organisation may change.', { cause: error });
    case '23514':
    // A character that no text may hold: NUL.
    case '22021':
    case '22P05':
    case '22P02':
    // A number beyond what a column holds, such as a version that nothing ever had.
    case '22003':
    case '22007':
    case '22008':
    case '22001':
    case '23502':
      return new HeadwaterError('bad-input', 'not-possible', 'Something in what was sent cannot be so. Nothing was saved.', {
        advice: 'Check each value and try again.',
        cause: error,
      });
    case '53100':
      return new HeadwaterError('busy', 'disk-full', 'The disk of the register is full. Nothing was saved.', {
        advice: 'Ask whoever runs this service to make room, then try again.',
        cause: error,
      });
    default:
      return error;
  }
}
