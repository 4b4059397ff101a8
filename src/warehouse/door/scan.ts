/**
 * Counts the records of CSV bytes as they stream past, without DuckDB, so that `read` is an independent count.
 *
 * A record ends at a line feed outside quotes; quotes are followed by parity, which is exact for well-formed files. For others the record
 * splitter (`records.ts`) counts again. Blank lines are not records.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { LIMITS } from './limits.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;

export interface Scan {
  /** Records, the header included. */
  readonly records: number;
  readonly blankLines: number;
  readonly bytes: number;
  readonly crlf: number;
  readonly lf: number;
  readonly utf8: boolean;
  readonly ascii: boolean;
  /** Position of the first NUL byte, or -1. */
  readonly nul: number;
  /** Line (from 1) that is longer than the limit, or 0. */
  readonly longLine: number;
  /** Bytes of the longest record. */
  readonly longest: number;
  /** The quotes do not pair, or a record outgrew the limit: the count is not to be relied on. */
  readonly ragged: boolean;
}

export interface Scanner {
  push(chunk: Buffer): void;
  end(): Scan;
}

/** How many bytes at the end of `chunk` begin a UTF-8 sequence that it does not finish. */
function unfinished(chunk: Buffer): number {
  for (let back = 1; back <= 3 && back <= chunk.length; back++) {
    const byte = chunk[chunk.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

export function scanner(): Scanner {
  let at = 0;
  let lineStart = 0;
  let recordStart = 0;
  let quoted = false;
  let records = 0;
  let blankLines = 0;
  let crlf = 0;
  let lf = 0;
  let utf8 = true;
  let ascii = true;
  let nul = -1;
  let longLine = 0;
  let longest = 0;
  let ragged = false;
  let last = 0;
  let lastCr = false;
  let pending: Buffer = Buffer.alloc(0);

  const checkText = (chunk: Buffer) => {
    if (nul < 0) {
      const found = chunk.indexOf(0);
      if (found >= 0) nul = at + found;
    }
    if (!utf8 || (pending.length === 0 && isAscii(chunk))) return;
    ascii = false;
    const whole = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    const cut = unfinished(whole);
    utf8 = isUtf8(cut > 0 ? whole.subarray(0, whole.length - cut) : whole);
    pending = cut > 0 ? Buffer.from(whole.subarray(whole.length - cut)) : Buffer.alloc(0);
  };

  /** A line feed at absolute position `p`, outside or inside quotes. */
  const line = (p: number, afterCr: boolean) => {
    if (afterCr) crlf++;
    else lf++;
    if (p - lineStart > LIMITS.line && longLine === 0) longLine = crlf + lf;
    if (!quoted) {
      if (p - recordStart === (afterCr ? 1 : 0)) blankLines++;
      else records++;
      if (p - recordStart > longest) longest = p - recordStart;
      recordStart = p + 1;
    } else if (p - recordStart > LIMITS.record) ragged = true;
    lineStart = p + 1;
  };

  return {
    push(chunk) {
      checkText(chunk);
      if (!quoted && chunk.indexOf(QUOTE) < 0) {
        for (let i = chunk.indexOf(LF); i >= 0; i = chunk.indexOf(LF, i + 1)) line(at + i, i > 0 ? chunk[i - 1] === CR : lastCr);
      } else {
        for (let i = 0; i < chunk.length; i++) {
          const byte = chunk[i];
          if (byte === LF) line(at + i, i > 0 ? chunk[i - 1] === CR : lastCr);
          else if (byte === QUOTE) quoted = !quoted;
        }
      }
      at += chunk.length;
      if (chunk.length > 0) last = chunk[chunk.length - 1] ?? 0;
      lastCr = last === CR;
      if (at - lineStart > LIMITS.line && longLine === 0) longLine = crlf + lf + 1;
    },
    end() {
      if (at > recordStart && last !== LF) records++;
      longest = Math.max(longest, at - recordStart);
      if (quoted) ragged = true;
      if (pending.length > 0) utf8 = false;
      return { records, blankLines, bytes: at, crlf, lf, utf8, ascii, nul, longLine, longest, ragged };
    },
  };
}
