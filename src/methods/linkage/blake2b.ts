/** Keyed BLAKE2b with a salt, which node:crypto does not offer. Only as much as the Bloom-filter encoding needs: 64 bytes out, messages of any length. */

/** The first 64 bits of the fractional parts of the square roots of 2, 3, 5, 7, 11, 13, 17, 19 (as SHA-512 has them). */
const START = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
] as const;

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

const BLOCK = 128;
const WORD = 0xffff_ffff_ffff_ffffn;

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
  const state = START.map((word, i) => word ^ parameters.getBigUint64(8 * i, true));

  const keyed = key.length === 0 ? 0 : BLOCK;
  const length = keyed + message.length;
  const padded = new Uint8Array(Math.max(BLOCK, Math.ceil(length / BLOCK) * BLOCK));
  padded.set(key);
  padded.set(message, keyed);
  const view = new DataView(padded.buffer);
  for (let at = 0; at < padded.length; at += BLOCK) {
    const last = at + BLOCK === padded.length;
    compress(state, view, at, BigInt(last ? length : at + BLOCK), last);
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => {
    out.setBigUint64(8 * i, word, true);
  });
  return new Uint8Array(out.buffer);
}

function compress(state: bigint[], view: DataView, at: number, seen: bigint, last: boolean): void {
  const words = BigUint64Array.from({ length: 16 }, (_, i) => view.getBigUint64(at + 8 * i, true));
  const v = BigUint64Array.from([...state, ...START]);
  v[12] = (v[12] as bigint) ^ seen;
  if (last) v[14] = (v[14] as bigint) ^ WORD;
  for (let round = 0; round < 12; round++) {
    const order = ORDER[round % 10] as (typeof ORDER)[number];
    QUARTERS.forEach(([a, b, c, d], q) => {
      mix(v, a, b, c, d, words[order[2 * q] as number] as bigint, words[order[2 * q + 1] as number] as bigint);
    });
  }
  for (let i = 0; i < 8; i++) state[i] = (state[i] as bigint) ^ (v[i] as bigint) ^ (v[i + 8] as bigint);
}

/** Writing to the typed array cuts every sum to 64 bits. */
function mix(v: BigUint64Array, a: number, b: number, c: number, d: number, x: bigint, y: bigint): void {
  const word = (i: number): bigint => v[i] as bigint;
  v[a] = word(a) + word(b) + x;
  v[d] = turned(word(d) ^ word(a), 32n);
  v[c] = word(c) + word(d);
  v[b] = turned(word(b) ^ word(c), 24n);
  v[a] = word(a) + word(b) + y;
  v[d] = turned(word(d) ^ word(a), 16n);
  v[c] = word(c) + word(d);
  v[b] = turned(word(b) ^ word(c), 63n);
}

/** Rotated right; the typed array drops what the left shift pushes out. */
const turned = (word: bigint, by: bigint): bigint => (word >> by) | (word << (64n - by));
