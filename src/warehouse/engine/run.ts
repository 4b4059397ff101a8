/** One statement on one connection, with its limits. */
import { HeadwaterError } from '../../errors.ts';
import { bindable, type Parameter } from './parameters.ts';
import type { PooledConnection } from './pool.ts';
import { collect, type Table } from './table.ts';

export interface Limits {
  readonly timeoutMs: number;
  readonly maxRows: number;
  readonly signal: AbortSignal;
}

/** A statement can be interrupted only once it has begun, and it may still be waiting for a thread: ask until it stops. */
const ASK_AGAIN_MS = 20;

/** Throws HeadwaterError `query-timeout`, `query-stopped`, `result-too-large`, `query-failed`. */
export async function runStatement(connection: PooledConnection, sql: string, parameters: readonly Parameter[], limits: Limits): Promise<Table> {
  if (limits.signal.aborted) throw stopped();
  let why: HeadwaterError | undefined;
  let again: NodeJS.Timeout | undefined;
  const stop = (reason: HeadwaterError): void => {
    why ??= reason;
    connection.connection.interrupt();
    again ??= setInterval(() => connection.connection.interrupt(), ASK_AGAIN_MS);
  };
  const onAbort = (): void => stop(stopped());
  const timer = setTimeout(() => stop(timedOut(limits.timeoutMs)), limits.timeoutMs);
  limits.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const statement = await connection.prepare(sql);
    if (parameters.length > 0) {
      const { values, types } = bindable(parameters);
      statement.bind(values, types);
    }
    const table = await collect(await statement.run(), limits.maxRows);
    if (why) throw why;
    return table;
  } catch (cause) {
    if (why) throw why;
    if (cause instanceof HeadwaterError) throw cause;
    if (isInterrupt(cause)) throw stopped();
    throw new HeadwaterError('fault', 'query-failed', 'The question could not be answered because of a fault in Headwater.', {
      detail: `${String(cause)}\n${sql}`,
      cause,
    });
  } finally {
    clearTimeout(timer);
    clearInterval(again);
    limits.signal.removeEventListener('abort', onAbort);
  }
}

function isInterrupt(cause: unknown): boolean {
  return cause instanceof Error && /interrupt/i.test(cause.message);
}

function stopped(): HeadwaterError {
  return new HeadwaterError('busy', 'query-stopped', 'The question was stopped before it was answered.');
}

function timedOut(ms: number): HeadwaterError {
  return new HeadwaterError('busy', 'query-timeout', `The question took longer than ${Math.round(ms / 1000)} seconds and was stopped.`, {
    advice: 'Choose a shorter period, one force or fewer groups, and try again.',
  });
}
