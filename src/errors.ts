/**
 * Coded errors. Every failure that a user can meet has a code, words for the user, an HTTP status and an exit code of the shell.
 * `detail` is for the log and is never shown on a page.
 */
export type ErrorKind = 'bad-input' | 'unknown-person' | 'not-found' | 'gone' | 'conflict' | 'forbidden' | 'refused' | 'busy' | 'too-often' | 'fault';

const KINDS: Record<ErrorKind, { status: number; exit: number }> = {
  'bad-input': { status: 400, exit: 2 },
  'unknown-person': { status: 401, exit: 7 },
  'not-found': { status: 404, exit: 3 },
  gone: { status: 410, exit: 3 },
  conflict: { status: 409, exit: 4 },
  forbidden: { status: 403, exit: 7 },
  refused: { status: 422, exit: 5 },
  busy: { status: 503, exit: 6 },
  'too-often': { status: 429, exit: 6 },
  fault: { status: 500, exit: 1 },
};

/** Problem details (RFC 9457), with what some problems have more of. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What can be done or asked instead. */
  readonly detail?: string;
  /** Every field that was refused; dots between levels, empty for the whole. */
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  /** Who changed what since the version that was sent. */
  readonly changes?: readonly { readonly by: string; readonly at: string; readonly fields: readonly string[] }[];
}

export class HeadwaterError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  /** What to do next, in the user's words. */
  readonly advice: string | undefined;
  readonly detail: string | undefined;

  constructor(kind: ErrorKind, code: string, message: string, more: { advice?: string; detail?: string; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'HeadwaterError';
    this.kind = kind;
    this.code = code;
    this.advice = more.advice;
    this.detail = more.detail;
  }

  get status(): number {
    return KINDS[this.kind].status;
  }

  get exit(): number {
    return KINDS[this.kind].exit;
  }

  /** RFC 9457 problem details. */
  toProblem(): Problem {
    const problem = { type: `urn:headwater:error:${this.code}`, title: this.message, status: this.status };
    return this.advice === undefined ? problem : { ...problem, detail: this.advice };
  }
}
