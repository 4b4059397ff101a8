/** Keyed BLAKE2b with a salt, which node:crypto does not offer. Only as much as the Bloom-filter encoding needs: 64 bytes out, messages of any length. */
import { at } from '../check.ts';

/** The first 64 bits of the fractional parts of the square roots of 2, 3, 5, 7, 11, 13, 17, 19 (as SHA-512 has them): low half, high half. */
const START = Uint32Array.of(
  0xf3bcc908,
  0x6a09e667,
  0x84caa73b,
  0xbb67ae85,
  0xfe94f82b,
  0x3c6ef372,
  0x5f1d36f1,
  0xa54ff53a,
  0xade682d1,
  0x510e527f,
  0x2b3e6c1f,
  0x9b05688c,
  0xfb41bd6b,
  0x1f83d9ab,
  0x137e2179,
  0x5be0cd19,
);

/** Order in which the words of the message enter each round (RFC 7693, 2.7); rounds 10 and 11 repeat 0 and 1. */
const ORDER = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
] as const;

/** Columns, then diagonals, of the 4 x 4 state. */
const QUARTERS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** The same, as one list of 12 rounds. */
const SCHEDULE = Uint8Array.from([...ORDER, ORDER[0], ORDER[1]].flat());
const PLACES = Uint8Array.from(QUARTERS.flat());

const BLOCK = 128;
/** The state of a compression and the words of its block, in halves: worked on by one call at a time. */
const v = new Uint32Array(32);
const words = new Uint32Array(32);

/**
 * BLAKE2b-512 with a key and a salt.
 *
 * @param message any bytes; @param key 0 to 64 bytes; @param salt 0 to 16 bytes, filled up with zeros
 * @returns 64 bytes
 * @source RFC 7693, and the BLAKE2 paper (Aumasson et al. 2013), table 2.1, for the salt's place in the parameter block
 */
export function blake2b(message: Uint8Array, key: Uint8Array, salt: Uint8Array): Uint8Array {
  const parameters = new DataView(new ArrayBuffer(64));
  parameters.setUint8(0, 64);
  parameters.setUint8(1, key.length);
  // One node in sequence: fanout 1, depth 1.
  parameters.setUint8(2, 1);
  parameters.setUint8(3, 1);
  salt.forEach((byte, i) => {
    parameters.setUint8(32 + i, byte);
  });
  const state = START.map((half, i) => half ^ parameters.getUint32(4 * i, true));

  const keyed = key.length === 0 ? 0 : BLOCK;
  const length = keyed + message.length;
  const padded = new Uint8Array(Math.max(BLOCK, Math.ceil(length / BLOCK) * BLOCK));
  padded.set(key);
  padded.set(message, keyed);
  const view = new DataView(padded.buffer);
  for (let from = 0; from < padded.length; from += BLOCK) {
    const last = from + BLOCK === padded.length;
    compress(state, view, from, last ? length : from + BLOCK, last);
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((half, i) => {
    out.setUint32(4 * i, half, true);
  });
  return new Uint8Array(out.buffer);
}

function compress(state: Uint32Array, view: DataView, from: number, seen: number, last: boolean): void {
  for (let i = 0; i < 32; i++) words[i] = view.getUint32(from + 4 * i, true);
  v.set(state);
  v.set(START, 16);
  v[24] = at(v, 24) ^ (seen >>> 0);
  v[25] = at(v, 25) ^ Math.floor(seen / 2 ** 32);
  if (last) {
    v[28] = ~at(v, 28);
    v[29] = ~at(v, 29);
  }
  for (let step = 0; step < 96; step++) {
    const q = (step & 7) << 2;
    mix(
      at(PLACES, q) << 1,
      at(PLACES, q + 1) << 1,
      at(PLACES, q + 2) << 1,
      at(PLACES, q + 3) << 1,
      at(SCHEDULE, 2 * step) << 1,
      at(SCHEDULE, 2 * step + 1) << 1,
    );
  }
  for (let i = 0; i < 16; i++) state[i] = at(state, i) ^ at(v, i) ^ at(v, i + 16);
}

/** The mixing function on four words of the state and two of the message, all given by the place of their low half. */
function mix(a: number, b: number, c: number, d: number, x: number, y: number): void {
  add(a, at(v, b), at(v, b + 1));
  add(a, at(words, x), at(words, x + 1));
  // Rotations to the right, by 32, 24, 16 and 63 bits.
  let low = at(v, d) ^ at(v, a);
  let high = at(v, d + 1) ^ at(v, a + 1);
  v[d] = high;
  v[d + 1] = low;
  add(c, at(v, d), at(v, d + 1));
  low = at(v, b) ^ at(v, c);
  high = at(v, b + 1) ^ at(v, c + 1);
  v[b] = (low >>> 24) | (high << 8);
  v[b + 1] = (high >>> 24) | (low << 8);
  add(a, at(v, b), at(v, b + 1));
  add(a, at(words, y), at(words, y + 1));
  low = at(v, d) ^ at(v, a);
  high = at(v, d + 1) ^ at(v, a + 1);
  v[d] = (low >>> 16) | (high << 16);
  v[d + 1] = (high >>> 16) | (low << 16);
  add(c, at(v, d), at(v, d + 1));
  low = at(v, b) ^ at(v, c);
  high = at(v, b + 1) ^ at(v, c + 1);
  v[b] = (high >>> 31) | (low << 1);
  v[b + 1] = (low >>> 31) | (high << 1);
}

/** Adds a 64-bit number, in halves, to the word whose low half stands at `to`. The typed array cuts what overflows. */
function add(to: number, low: number, high: number): void {
  const sum = at(v, to) + low;
  v[to] = sum;
  v[to + 1] = at(v, to + 1) + high + (sum > 0xffff_ffff ? 1 : 0);
}
