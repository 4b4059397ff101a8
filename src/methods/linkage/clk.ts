/**
 * Bloom-filter encodings of names and dates ("cryptographic long-term keys"): similar values have similar bits, so that two parties can link with
 * typing errors without showing each other the values. They leak: see `notWhen` of the method `clk-encoding`, and clk-harden.ts.
 */
import { count } from '../check.ts';
import { MethodError } from '../error.ts';
import { blake2b } from './blake2b.ts';
import { checkKey, keyedDigest } from './pseudonym.ts';

export interface ClkField {
  /** Normalised text; empty for a missing value, which sets no bits. */
  readonly value: string;
  /** Letters of each piece: 1, 2 (default) or 3. 1 for dates, with `positional`. */
  readonly n?: number;
  /** Blanks put before and after the value, so that its ends count: n - 1 unless given. */
  readonly padding?: number;
  /** Each piece carries its place, so that 12 and 21 differ: for dates and numbers. */
  readonly positional?: boolean;
  /** Bits set by each piece (k): the field's weight in the similarity. Default 10. */
  readonly bitsPerPiece?: number;
  /** Added to every piece: a stable attribute of the record such as the year of birth, so that the same name is encoded differently in different records. Records whose salt differs no longer match. */
  readonly salt?: string;
}

export interface ClkOptions {
  /** Bits of the encoding; default 1,024. A power of two for BLAKE2b. A multiple of 8. */
  readonly length?: number;
  /** `blake2b` (default), whose positions are independent of each other, or `double-hash` (Schnell et al. 2009), whose structure can be attacked. */
  readonly scheme?: 'double-hash' | 'blake2b';
  /** Of double hashing: draw again where the second hash is a multiple of the length and would set one bit only. Default true; false is the scheme of 2009. */
  readonly preventSingularity?: boolean;
}

/** One key for BLAKE2b, two for double hashing (HMAC-SHA1 and HMAC-MD5). Each field should have its own: derive them with `purposeKey`. */
export interface ClkKeys {
  readonly first: Uint8Array;
  /** Not used by BLAKE2b. */
  readonly second?: Uint8Array;
}

/**
 * Pieces of n letters of a text, in order, repeats included.
 *
 * @param text @param n whole number from 1 to 10
 * @param padding blanks on either side; default n - 1
 * @returns such as [" s", "sm", "mi", "it", "th", "h "]; empty for an empty text, or for one shorter than n
 * @throws MethodError `input`, `not-whole`, `out-of-range`
 */
export function ngrams(text: string, n: number, padding: number = n - 1, positional = false): string[] {
  if (typeof text !== 'string') throw new MethodError('input', 'text', 'must be text');
  if (count('n', n) < 1 || n > 10) throw new MethodError('out-of-range', 'n', `must be from 1 to 10, and is ${n}`);
  if (count('padding', padding) > 10) throw new MethodError('out-of-range', 'padding', `must be at most 10, and is ${padding}`);
  if (text === '') return [];
  const letters = [...`${' '.repeat(padding)}${text}${' '.repeat(padding)}`];
  return Array.from({ length: Math.max(0, letters.length - n + 1) }, (_, i) => `${positional ? `${i + 1} ` : ''}${letters.slice(i, i + n).join('')}`);
}

/**
 * Encodes a record's fields into one Bloom filter.
 *
 * @param fields each sets its bits in the same filter; @param keys one entry for every field, or a single one for all (weaker)
 * @returns the bits, packed: bit 0 is the highest of byte 0. `clkPositions` and base64 make them readable
 * @throws MethodError `too-few` (no fields; a key under 16 bytes), `no-variation` (a key that is plainly not random), `shape` (keys), `out-of-range`, `input`
 * @source Schnell, Bachteler and Reiher (2009), BMC Med. Inform. Decis. Mak. 9:41, and (2011), A Novel Error-Tolerant Anonymous Linking Code; bits as
 *   clkhash (Apache-2.0) documents them
 */
export function clkEncode(fields: readonly ClkField[], keys: ClkKeys | readonly ClkKeys[], options: ClkOptions = {}): Uint8Array {
  const blake = (options.scheme ?? 'blake2b') === 'blake2b';
  ('first' in keys ? [keys] : keys).forEach(({ first, second }, i) => {
    checkKey(`keys[${i}].first`, first);
    if (blake) return;
    if (second === undefined) throw new MethodError('input', `keys[${i}].second`, 'must be given for double hashing');
    checkKey(`keys[${i}].second`, second);
  });
  return encodeWithAnyKey(fields, keys, options);
}

/** {@link clkEncode} with keys of any length: for the published examples. Not exported from the section. */
export function encodeWithAnyKey(fields: readonly ClkField[], keys: ClkKeys | readonly ClkKeys[], options: ClkOptions): Uint8Array {
  if (fields.length === 0) throw new MethodError('too-few', 'fields', 'must have at least one field');
  const length = count('length', options.length ?? 1024);
  if (length < 64 || length > 65_536 || length % 8 !== 0)
    throw new MethodError('out-of-range', 'length', `must be a multiple of 8 from 64 to 65,536, and is ${length}`);
  const scheme = options.scheme ?? 'blake2b';
  if (scheme === 'blake2b' && (length & (length - 1)) !== 0)
    throw new MethodError('out-of-range', 'length', `must be a power of two for BLAKE2b, and is ${length}`);
  const byField: readonly ClkKeys[] = 'first' in keys ? fields.map(() => keys) : keys;
  if (byField.length !== fields.length)
    throw new MethodError('shape', 'keys', `must have an entry for each of ${fields.length} fields, and has ${byField.length}`);
  const bits = new Uint8Array(length / 8);
  fields.forEach((field, f) => {
    const n = field.n ?? 2;
    const k = count(`fields[${f}].bitsPerPiece`, field.bitsPerPiece ?? 10);
    if (k < 1 || k > 320) throw new MethodError('out-of-range', `fields[${f}].bitsPerPiece`, `must be from 1 to 320, and is ${k}`);
    const { first, second } = byField[f] as ClkKeys;
    const salt = field.salt ?? '';
    for (const piece of ngrams(field.value, n, field.padding ?? n - 1, field.positional)) {
      const token = Buffer.from(piece + salt, 'utf8');
      if (scheme === 'blake2b') independent(bits, token, key(f, 'first', first), k, length);
      else doubled(bits, token, key(f, 'first', first), key(f, 'second', second), k, length, options.preventSingularity ?? true);
    }
  });
  return bits;
}

function key(field: number, name: string, bytes: Uint8Array | undefined): Uint8Array {
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) throw new MethodError('too-few', `keys[${field}].${name}`, 'must have at least one byte');
  if (bytes.length > 64) throw new MethodError('too-large', `keys[${field}].${name}`, `must have at most 64 bytes, and has ${bytes.length}`);
  return bytes;
}

/** Positions h1 + i h2. */
function doubled(bits: Uint8Array, token: Uint8Array, first: Uint8Array, second: Uint8Array, k: number, length: number, again: boolean): void {
  const h1 = remainder(keyedDigest(token, first, 'sha1'), length);
  let h2 = remainder(keyedDigest(token, second, 'md5'), length);
  for (let i = 0; again && h2 === 0; i++)
    h2 = remainder(keyedDigest(Buffer.concat([token, Buffer.from(String.fromCodePoint(i), 'utf8')]), second, 'md5'), length);
  let position = h1;
  for (let i = 0; i < k; i++) {
    set(bits, position);
    position = (position + h2) % length;
  }
}

/** Slices of a keyed hash: 32 positions of each. */
function independent(bits: Uint8Array, token: Uint8Array, secret: Uint8Array, k: number, length: number): void {
  for (let from = 0, part = 0; from < k; from += 32, part++) {
    const hash = blake2b(token, secret, Buffer.from(String(part), 'utf8'));
    for (let i = 0; i < 32 && from + i < k; i++) set(bits, ((hash[2 * i] as number) | ((hash[2 * i + 1] as number) << 8)) % length);
  }
}

function set(bits: Uint8Array, position: number): void {
  bits[position >> 3] = (bits[position >> 3] as number) | (0x80 >> (position & 7));
}

/** A big-endian number modulo `length`. */
function remainder(bytes: Uint8Array, length: number): number {
  let rest = 0;
  for (const byte of bytes) rest = (rest * 256 + byte) % length;
  return rest;
}

/** The set bits of an encoding, rising. */
export function clkPositions(bits: Uint8Array): number[] {
  const out: number[] = [];
  for (let i = 0; i < 8 * bits.length; i++) if (((bits[i >> 3] as number) & (0x80 >> (i & 7))) !== 0) out.push(i);
  return out;
}

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** Number of set bits. */
export function clkWeight(bits: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bits.length; i++) sum += ONES[bits[i] as number] as number;
  return sum;
}

/**
 * Dice similarity of two encodings: twice the common bits over the bits of both.
 *
 * @returns 0 to 1; null when neither has a bit set (nothing to compare)
 * @throws MethodError `shape` when their lengths differ
 * @source Dice (1945), Ecology 26:297
 */
export function clkDice(a: Uint8Array, b: Uint8Array): number | null {
  const { common, either } = overlap(a, b);
  return either === 0 ? null : (2 * common) / (common + either);
}

/** Jaccard similarity of two encodings: common bits over bits of either. @returns @throws as {@link clkDice}. @source Jaccard (1912), New Phytologist 11:37 */
export function clkJaccard(a: Uint8Array, b: Uint8Array): number | null {
  const { common, either } = overlap(a, b);
  return either === 0 ? null : common / either;
}

function overlap(a: Uint8Array, b: Uint8Array): { readonly common: number; readonly either: number } {
  if (a.length !== b.length) throw new MethodError('shape', 'b', `must have the ${a.length} bytes of the other, and has ${b.length}`);
  let common = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    common += ONES[x & y] as number;
    either += ONES[x | y] as number;
  }
  return { common, either };
}
