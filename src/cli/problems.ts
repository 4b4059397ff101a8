/** How a failure is told: plain words, or problem details (RFC 9457) for a program. Always to stderr. */
import { HeadwaterError } from '../errors.ts';
import type { Io } from './io.ts';

/** Prints the failure and gives the exit code. HEADWATER_DEBUG=1 adds what belongs in a log. */
export function tell(io: Io, failure: unknown, asJson: boolean): number {
  const error = failure instanceof HeadwaterError ? failure : unforeseen(failure);
  if (asJson) io.err(JSON.stringify(error.toProblem()));
  else io.err([`headwater: ${error.message}`, error.advice].filter((line) => line !== undefined).join('\n'));
  if (io.env['HEADWATER_DEBUG'])
    io.err([error.code, error.detail, (failure instanceof Error && failure.stack) || undefined].filter((line) => line !== undefined).join('\n'));
  return error.exit;
}

function unforeseen(failure: unknown): HeadwaterError {
  const text = failure instanceof Error ? failure.message : String(failure);
  return new HeadwaterError('fault', 'unforeseen', `Something went wrong inside Headwater: ${text}`, {
    advice: 'Run it again with HEADWATER_DEBUG=1 for the details, and report them.',
    cause: failure,
  });
}
