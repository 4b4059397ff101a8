/** Progress of long work: one line drawn over on a terminal, plain lines now and then when piped. */
import type { Io } from './io.ts';

export interface Progress {
  /** What is being done now. Cheap to call often. */
  readonly at: (text: string) => void;
  /** A line that stays. */
  readonly note: (text: string) => void;
  readonly end: () => void;
}

const TERMINAL_EVERY_MS = 80;
const PIPED_EVERY_MS = 5_000;
const ERASE = '\r\u001b[2K';

/** `write` is the raw stream, because a line drawn over has no line end. */
export function makeProgress(io: Io, write: (text: string) => void = (text) => void process.stderr.write(text), now: () => number = Date.now): Progress {
  let last = Number.NEGATIVE_INFINITY;
  let drawn = false;
  const erase = (): void => {
    if (drawn) write(ERASE);
    drawn = false;
  };
  return {
    at: (text) => {
      if (now() - last < (io.terminal ? TERMINAL_EVERY_MS : PIPED_EVERY_MS)) return;
      last = now();
      if (io.terminal) {
        erase();
        write(text.slice(0, (process.stderr.columns ?? 80) - 1));
        drawn = true;
      } else io.err(text);
    },
    note: (text) => {
      erase();
      io.err(text);
    },
    end: erase,
  };
}
