/**
 * Keyed pseudonyms: the same person gets the same code in every file that is made with the same key, and without the key nobody can make or guess
 * one. A plain hash does not do this: all NHS numbers that there can be, or all common names with all dates of birth, are hashed in minutes and looked up.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { count } from '../check.ts';
import { MethodError } from '../error.ts';

/** Shortest key, in bytes: 128 bits (NIST SP 800-131A asks for 112). 32 random bytes are better. */
const SHORTEST_KEY = 16;
/** A key with fewer different bytes than this was not drawn at random. */
const VARIED_KEY = 8;

export type KeyedHash = 'sha256' | 'sha512';

export interface PseudonymOptions {
  readonly hash?: KeyedHash;
  /** Bytes of the code that are kept, 16 to 32 (or 64 with SHA-512). Default 16: 128 bits, written in 22 signs. */
  readonly bytes?: number;
  readonly encoding?: 'base64url' | 'hex';
}

/**
 * The keyed pseudonym of an identifier: HMAC of its UTF-8 bytes, cut to `bytes`.
 *
 * @param identifier normalised text; nothing is done to it here (Jose and José differ, and so do composed and decomposed accents)
 * @param key at least 16 random bytes, held by one controller, never beside the data; see {@link purposeKey} for one key per purpose
 * @returns the code, base64url without padding unless `hex` is asked for
 * @throws MethodError `input` for an empty identifier (a missing value has no pseudonym), `too-few` for a short key, `no-variation` for a key
 *   that is plainly not random, `out-of-range`
 * @source RFC 2104 (HMAC); FIPS 198-1; ICO, Anonymisation guidance, chapter on pseudonymisation
 */
export function pseudonym(identifier: string, key: Uint8Array, options: PseudonymOptions = {}): string {
  if (typeof identifier !== 'string' || identifier === '')
    throw new MethodError('input', 'identifier', 'must be text, and not empty: a missing value has no pseudonym');
  checkKey('key', key);
  const hash = options.hash ?? 'sha256';
  const most = hash === 'sha256' ? 32 : 64;
  const bytes = count('bytes', options.bytes ?? 16);
  if (bytes < 16 || bytes > most) throw new MethodError('out-of-range', 'bytes', `must be from 16 to ${most}, and is ${bytes}`);
  const digest = keyedDigest(Buffer.from(identifier, 'utf8'), key, hash);
  return Buffer.from(digest.subarray(0, bytes)).toString(options.encoding ?? 'base64url');
}

/** HMAC itself, of a key of any length: for the test vectors of the standard. Not exported from the section; `pseudonym` is. */
export function keyedDigest(message: Uint8Array, key: Uint8Array, hash: KeyedHash | 'sha1' | 'md5'): Uint8Array {
  return createHmac(hash, key).update(message).digest();
}

/**
 * A key for one purpose and period, derived from a master key by HKDF. Pseudonyms of different purposes or versions cannot be joined without the master
 * key: give every sharing agreement its own purpose, and raise the version to rotate (old and new pseudonyms then do not
 * match; the holder of the master key can translate while both versions are needed, and deletes the old).
 *
 * @param master at least 16 random bytes
 * @param purpose such as `evaluation-extract 2031-07`; the exact text matters
 * @param version 1 or more
 * @param length bytes, 16 to 64; default 32
 * @returns the key; derive it when needed rather than store it
 * @throws MethodError `input` for an empty purpose; `too-few`, `no-variation` (master), `not-whole`, `out-of-range`
 * @source RFC 5869 (HKDF-SHA256), with the purpose and version in `info` and no salt; NIST SP 800-108 for the idea
 */
export function purposeKey(master: Uint8Array, purpose: string, version = 1, length = 32): Uint8Array {
  checkKey('master', master);
  if (typeof purpose !== 'string' || purpose.trim() === '') throw new MethodError('input', 'purpose', 'must be text, and not empty');
  if (count('version', version) < 1) throw new MethodError('out-of-range', 'version', `must be 1 or more, and is ${version}`);
  if (count('length', length) < 16 || length > 64) throw new MethodError('out-of-range', 'length', `must be from 16 to 64, and is ${length}`);
  // The parts are length-marked, so that no purpose can be written to look like another's version.
  return hkdf(master, new Uint8Array(0), Buffer.from(`headwater pseudonym ${Buffer.byteLength(purpose)}:${purpose} version ${version}`, 'utf8'), length);
}

/** HKDF-SHA256. As {@link keyedDigest}, for the standard's test vectors. */
export function hkdf(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, info, length));
}

/**
 * Several parts of an identity as one text that no other parts can make: joined by `|`, with `|` and `\` in a part escaped by `\`.
 *
 * @param parts normalised, in an agreed order, such as surname, forename, date of birth
 * @throws MethodError `input` when a part is missing or empty, `too-few` without parts
 */
export function identifierText(parts: readonly string[]): string {
  if (parts.length === 0) throw new MethodError('too-few', 'parts', 'must have at least one part');
  return parts
    .map((part, i) => {
      if (typeof part !== 'string' || part === '')
        throw new MethodError('input', `parts[${i}]`, 'must be text, and not empty: people who lack the same part would share a pseudonym');
      return part.replace(/[\\|]/g, (sign) => `\\${sign}`);
    })
    .join('|');
}

/**
 * Probability that any two of so many different people get the same pseudonym by chance.
 *
 * @param people whole number; @param bytes of the pseudonym
 * @returns 1 - exp(-people (people - 1) / 2^(8 bytes + 1))
 * @throws MethodError `not-whole`, `negative`, `out-of-range`
 */
export function pseudonymCollision(people: number, bytes = 16): number {
  count('people', people);
  if (count('bytes', bytes) < 1) throw new MethodError('out-of-range', 'bytes', 'must be at least 1');
  return -Math.expm1(-people * (people - 1) * 2 ** -(8 * bytes + 1));
}

/** A key that can keep a secret: long enough, and not one sign over and over. */
export function checkKey(argument: string, key: Uint8Array): void {
  if (!(key instanceof Uint8Array)) throw new MethodError('input', argument, 'must be bytes');
  if (key.length < SHORTEST_KEY) throw new MethodError('too-few', argument, `must have at least ${SHORTEST_KEY} bytes drawn at random, and has ${key.length}`);
  if (new Set(key).size < VARIED_KEY) throw new MethodError('no-variation', argument, 'has too few different bytes to have been drawn at random');
}
