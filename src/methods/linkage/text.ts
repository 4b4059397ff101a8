/** Text as code points, in buffers that are used again: comparing a million names must not make a million arrays. */
import { MethodError } from '../error.ts';

/** Longest text that is compared, in code points: the work grows with the product of the two lengths. */
const LONGEST_TEXT = 10_000;

/** Code points of the two texts under comparison, and two rows of scratch. Overwritten by every comparison, never handed out. */
export interface Scratch {
  left: Uint32Array;
  right: Uint32Array;
}

export const scratch: Scratch = { left: new Uint32Array(64), right: new Uint32Array(64) };

/**
 * Reads both texts into {@link scratch} by code points, so that a letter outside the Basic Multilingual Plane is one letter and not two.
 *
 * @returns lengths in code points: that of `a` times 65,536, plus that of `b` (one number, so that nothing is allocated)
 */
export function readPair(a: string, b: string): number {
  if (typeof a !== 'string') throw new MethodError('input', 'a', 'must be text');
  if (typeof b !== 'string') throw new MethodError('input', 'b', 'must be text');
  const longest = Math.max(a.length, b.length);
  if (longest > scratch.left.length) {
    if (longest > 2 * LONGEST_TEXT) throw tooLong(a.length === longest ? 'a' : 'b');
    scratch.left = new Uint32Array(2 * longest);
    scratch.right = new Uint32Array(2 * longest);
  }
  const left = points(a, scratch.left);
  const right = points(b, scratch.right);
  if (left > LONGEST_TEXT) throw tooLong('a');
  if (right > LONGEST_TEXT) throw tooLong('b');
  return left * 65_536 + right;
}

const tooLong = (argument: string): MethodError => new MethodError('too-large', argument, `must have at most ${LONGEST_TEXT} letters`);

function points(text: string, into: Uint32Array): number {
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if ((code & 0xfc00) === 0xd800 && i + 1 < text.length) {
      const low = text.charCodeAt(i + 1);
      if ((low & 0xfc00) === 0xdc00) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        i++;
      }
    }
    into[n++] = code;
  }
  return n;
}
