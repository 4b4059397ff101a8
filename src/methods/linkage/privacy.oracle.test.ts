import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oraclesAbsent, readOracle } from '../testing/oracles.ts';
import { clkDice, clkPositions, clkWeight, encodeWithAnyKey, ngrams } from './clk.ts';
import { hkdf, keyedDigest, pseudonym } from './pseudonym.ts';

interface Golden {
  readonly rfc4231: readonly { readonly key_hex: string; readonly msg_hex: string; readonly hmac_sha256: string; readonly hmac_sha512: string }[];
  readonly pseudonym_examples: readonly {
    readonly key_utf8: string;
    readonly normalised: string;
    readonly hmac_sha256_hex: string;
    readonly truncated_128_b64url: string;
  }[];
  readonly hkdf_rfc5869_case1: { readonly okm: string };
  readonly double_hash: {
    readonly l: number;
    readonly k: number;
    readonly items: readonly {
      readonly name: string;
      readonly bigrams: readonly string[];
      readonly popcount: number;
      readonly bits: readonly number[];
      readonly b64: string;
    }[];
    readonly dice: readonly { readonly a: string; readonly b: string; readonly bloom: number; readonly exact_bigram: number }[];
  };
  readonly singularity_test_from_clkhash: readonly { readonly token: string; readonly plain: number; readonly nonsingular: number }[];
}

const skip = oraclesAbsent('linkage/clk_hmac_golden.json');
const golden = (): Golden => readOracle('linkage/clk_hmac_golden.json') as Golden;
const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const KEYS = { first: utf8('secret1'), second: utf8('secret2') };

test('HMAC and HKDF as the RFCs have them, and pseudonyms as agreed', { skip }, () => {
  for (const { key_hex, msg_hex, ...expected } of golden().rfc4231) {
    assert.deepEqual(keyedDigest(hex(msg_hex), hex(key_hex), 'sha256'), hex(expected.hmac_sha256));
    assert.deepEqual(keyedDigest(hex(msg_hex), hex(key_hex), 'sha512'), hex(expected.hmac_sha512));
  }
  const okm = hkdf(hex('0b'.repeat(22)), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42);
  assert.equal(Buffer.from(okm).toString('hex'), golden().hkdf_rfc5869_case1.okm);
  for (const { key_utf8, normalised, ...expected } of golden().pseudonym_examples) {
    assert.equal(pseudonym(normalised, utf8(key_utf8), { bytes: 32, encoding: 'hex' }), expected.hmac_sha256_hex);
    assert.equal(pseudonym(normalised, utf8(key_utf8)), expected.truncated_128_b64url);
  }
});

test('the bits that clkhash sets by double hashing, and their Dice similarity', { skip }, () => {
  const { l, k, items, dice } = golden().double_hash;
  const encode = (value: string): Uint8Array =>
    encodeWithAnyKey([{ value, bitsPerPiece: k }], KEYS, { length: l, scheme: 'double-hash', preventSingularity: false });
  for (const item of items) {
    assert.deepEqual(ngrams(item.name, 2), item.bigrams);
    assert.deepEqual(clkPositions(encode(item.name)), item.bits);
    assert.equal(clkWeight(encode(item.name)), item.popcount);
    assert.equal(Buffer.from(encode(item.name)).toString('base64'), item.b64);
  }
  for (const { a, b, bloom, exact_bigram } of dice) {
    assert.equal(clkDice(encode(a), encode(b)), bloom);
    const [x, y] = [new Set(ngrams(a, 2)), new Set(ngrams(b, 2))];
    assert.equal((2 * x.intersection(y).size) / (x.size + y.size), exact_bigram);
  }
});

test('a second hash of 0 sets one bit only, unless it is drawn again', { skip }, () => {
  for (const { token, plain, nonsingular } of golden().singularity_test_from_clkhash) {
    const bits = (preventSingularity: boolean): number =>
      clkWeight(encodeWithAnyKey([{ value: token, n: [...token].length, padding: 0, bitsPerPiece: 20 }], KEYS, { scheme: 'double-hash', preventSingularity }));
    assert.equal(bits(false), plain, token);
    assert.equal(bits(true), nonsingular, token);
  }
});
