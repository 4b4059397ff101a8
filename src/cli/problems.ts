/** How a failure is told: plain words, or problem details (RFC 9457) for a program. Always to stderr. */
import { HeadwaterError } from '../errors.ts';
import type { Io } from './io.ts';

/** Prints the failure and gives the exit code. HEADWATER_DEBUG=1 adds what belongs in a log. */
export function tell(io: Io, failure: unknown, asJson: boolean): number {
  const error = failure instanceof HeadwaterError ? failure : unforeseen(failure);
  if (asJson) io.err(JSON.stringify(error.toProblem()));
  else io.err([`headwater: ${error.message}`, ...moreOf(error)].join('\n'));
  if (io.env['HEADWATER_DEBUG'])
    io.err([error.code, error.detail, (failure instanceof Error && failure.stack) || undefined].filter((line) => line !== undefined).join('\n'));
  return error.exit;
}

/** What to do; for an input, a line for each field, and for a record that changed, who changed what. */
function moreOf(error: HeadwaterError): string[] {
  const { errors = [], changes = [], detail } = error.toProblem();
  const named = errors.filter(({ field }) => field !== '');
  if (named.length > 0) return named.map(({ field, message }) => `  ${field}: ${message}`);
  const lines = changes.map(({ by, at, fields }) => `  ${by}, ${at}: ${fields.join(', ')}`);
  return detail === undefined || lines.length > 0 ? lines : [detail];
}

function unforeseen(failure: unknown): HeadwaterError {
  const text = failure instanceof Error ? failure.message : String(failure);
  return new HeadwaterError('fault', 'unforeseen', `Something went wrong inside Headwater: ${text}`, {
    advice: 'Run it again with HEADWATER_DEBUG=1 for the details, and report them.',
    cause: failure,
  });
}
