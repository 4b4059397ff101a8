import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { blake2b } from './blake2b.ts';
import { clkDice, clkEncode, clkJaccard, clkPositions, clkWeight, encodeWithAnyKey, ngrams } from './clk.ts';
import { clkBalance, clkExposure, clkFold } from './clk-harden.ts';
import { hkdf, identifierText, keyedDigest, pseudonym, pseudonymCollision, purposeKey } from './pseudonym.ts';

const code = (wanted: string, argument?: string) => (error: unknown) =>
  error instanceof MethodError && error.code === wanted && (argument === undefined || error.argument === argument);
const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const KEY = utf8('a fictional key of 32 odd bytes!');
const OTHER = utf8('another fictional key, 32 bytes.');
const KEYS = { first: KEY, second: OTHER };

test('HMAC as RFC 4231 case 2 and HKDF as RFC 5869 case 1 have them', () => {
  assert.equal(
    toHex(keyedDigest(utf8('what do ya want for nothing?'), utf8('Jefe'), 'sha256')),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
  const okm = hkdf(hex('0b'.repeat(22)), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42);
  assert.equal(toHex(okm), '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');
});

test('keyed BLAKE2b with salt as hashlib of Python 3.11 has it', () => {
  const range = (n: number): Uint8Array => Uint8Array.from({ length: n }, (_, i) => i);
  const none = new Uint8Array(0);
  for (const [message, key, salt, expected] of [
    [
      utf8('sm'),
      utf8('a fictional key!'),
      utf8('0'),
      '2df1e53d548999265d267ad96df6660548d3f51a9d372c6b44b39a6ad62cad2cd425b70636e016685906c630956092f11ec48a3b5eb19c9aa359e9c0568b189f',
    ],
    [
      range(200),
      range(64),
      utf8('13'),
      '33598442668c37ad11ed40dedaa3141d0edb194a4bba4662aa61b5965f7a65841d1a9d1946f308899f85680ceff444dc2d045df1078e91793c1bb56140d82aa4',
    ],
    [
      range(128),
      none,
      none,
      '2319e3789c47e2daa5fe807f61bec2a1a6537fa03f19ff32e87eecbfd64b7e0e8ccff439ac333b040f19b0c4ddd11a61e24ac1fe0f10a039806c5dcc0da3d115',
    ],
  ] as const) {
    assert.equal(toHex(blake2b(message, key, salt)), expected);
  }
  // RFC 7693, appendix A: the empty key and "abc"; its first bytes.
  assert.ok(toHex(blake2b(utf8('abc'), none, none)).startsWith('ba80a53f981c4d0d'));
  assert.ok(toHex(blake2b(none, none, none)).startsWith('786a02f742015903c6c6fd852552d272'));
});

test('the pseudonym of an identifier: same key, same code; 128 bits in 22 signs', () => {
  // HMAC-SHA256 of the UTF-8 bytes with this key, by OpenSSL.
  assert.equal(
    pseudonym('José', utf8('vrp-test-key-2024'), { bytes: 32, encoding: 'hex' }),
    '2beb9662d3d486689abb0a3ee260c165bc4189a72939ad0a04a5802efcebd7d0',
  );
  assert.equal(pseudonym('José', utf8('vrp-test-key-2024')), 'K-uWYtPUhmiauwo-4mDBZQ');
  assert.equal(pseudonym('orla|varrow', KEY), pseudonym('orla|varrow', KEY));
  assert.notEqual(pseudonym('orla|varrow', KEY), pseudonym('orla|varrow', OTHER));
  assert.equal(pseudonym('orla|varrow', KEY, { hash: 'sha512', bytes: 64, encoding: 'hex' }).length, 128);
});

test('keys for different purposes and versions have nothing in common, and no purpose can be written to be another', () => {
  const codes = [
    purposeKey(KEY, 'evaluation'),
    purposeKey(KEY, 'evaluation', 2),
    purposeKey(KEY, 'navigator'),
    purposeKey(OTHER, 'evaluation'),
    purposeKey(KEY, 'evaluation version 2'),
  ].map(toHex);
  assert.equal(new Set(codes).size, codes.length);
  assert.equal(toHex(purposeKey(KEY, 'evaluation')), codes[0]);
  assert.equal(purposeKey(KEY, 'evaluation', 1, 64).length, 64);
});

test('weak keys and empty identifiers are refused', () => {
  assert.throws(() => pseudonym('orla', utf8('short')), code('too-few', 'key'));
  assert.throws(() => pseudonym('orla', new Uint8Array(32)), code('no-variation', 'key'));
  assert.throws(() => pseudonym('', KEY), code('input', 'identifier'));
  assert.throws(() => pseudonym('orla', 'text of a good length' as unknown as Uint8Array), code('input', 'key'));
  assert.throws(() => pseudonym('orla', KEY, { bytes: 8 }), code('out-of-range', 'bytes'));
  assert.throws(() => pseudonym('orla', KEY, { bytes: 33 }), code('out-of-range', 'bytes'));
  assert.throws(() => purposeKey(utf8('short'), 'evaluation'), code('too-few', 'master'));
  assert.throws(() => purposeKey(KEY, ' '), code('input', 'purpose'));
  assert.throws(() => purposeKey(KEY, 'evaluation', 0), code('out-of-range', 'version'));
  assert.throws(() => purposeKey(KEY, 'evaluation', 1, 8), code('out-of-range', 'length'));
  assert.throws(() => clkEncode([{ value: 'orla' }], { first: utf8('secret1'), second: utf8('secret2') }), code('too-few', 'keys[0].first'));
  assert.throws(() => clkEncode([{ value: 'orla' }], { first: KEY }, { scheme: 'double-hash' }), code('input', 'keys[0].second'));
  assert.throws(() => clkBalance(new Uint8Array(8), utf8('short')), code('too-few', 'key'));
});

test('different parts never make the same identifier', () => {
  const part = fc.string({ unit: fc.constantFrom('a', '|', '\\'), minLength: 1, maxLength: 4 });
  const parts = fc.array(part, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      assert.equal(identifierText(a) === identifierText(b), JSON.stringify(a) === JSON.stringify(b));
    }),
    { seed: 15, numRuns: 1000 },
  );
  assert.equal(identifierText(['smith', 'john', '1990-01-31']), 'smith|john|1990-01-31');
  assert.throws(() => identifierText(['varrow', '']), code('input', 'parts[1]'));
  assert.throws(() => identifierText([]), code('too-few', 'parts'));
});

test('collisions of pseudonyms: the birthday bound', () => {
  assert.equal(pseudonymCollision(1), 0);
  // 23 people and a byte: 1 - exp(-23 x 22 / 512).
  assert.ok(Math.abs(pseudonymCollision(23, 1) - (1 - Math.exp(-506 / 512))) < 1e-15);
  const million = pseudonymCollision(1_000_000);
  assert.ok(million > 1.4e-27 && million < 1.5e-27, `${million}`);
  assert.throws(() => pseudonymCollision(-1), code('negative', 'people'));
  assert.throws(() => pseudonymCollision(5, 0), code('out-of-range', 'bytes'));
});

test('pieces of names and dates', () => {
  assert.deepEqual(ngrams('smith', 2), [' s', 'sm', 'mi', 'it', 'th', 'h ']);
  assert.deepEqual(ngrams('orla', 3, 0), ['orl', 'rla']);
  assert.deepEqual(ngrams('2112', 1, 0, true), ['1 2', '2 1', '3 1', '4 2']);
  assert.deepEqual(ngrams('', 2), []);
  assert.deepEqual(ngrams('😀é', 1), ['😀', 'é']);
  assert.throws(() => ngrams('orla', 0), code('out-of-range', 'n'));
  assert.throws(() => ngrams('orla', 2, 11), code('out-of-range', 'padding'));
});

test("the bits of clkhash's scheme for two names, with its keys: secret1 and secret2, k 10, 1,024 bits", () => {
  const encode = (value: string): Uint8Array =>
    encodeWithAnyKey([{ value }], { first: utf8('secret1'), second: utf8('secret2') }, { scheme: 'double-hash', preventSingularity: false });
  assert.deepEqual(
    clkPositions(encode('jon')),
    // biome-ignore format: a list of numbers
    [25, 53, 64, 65, 89, 106, 148, 153, 159, 190, 217, 232, 253, 257, 265, 329, 381, 393, 421, 431, 525, 545, 569, 585, 597, 619, 633, 639, 681, 709, 713, 723, 749, 765, 807, 809, 873, 901, 913, 995],
  );
  assert.equal(clkWeight(encode('smith')), 57);
  assert.equal(clkDice(encode('smith'), encode('smyth')), 0.7017543859649122);
  assert.equal(clkDice(encode('john'), encode('jon')), 0.6741573033707865);
  assert.equal(clkDice(encode('smith'), encode('john')), 0.05660377358490566);
  const token = (value: string, preventSingularity: boolean): Uint8Array =>
    encodeWithAnyKey(
      [{ value, n: 3, padding: 0, bitsPerPiece: 20 }],
      { first: utf8('secret1'), second: utf8('secret2') },
      { scheme: 'double-hash', preventSingularity },
    );
  assert.equal(clkWeight(token('635', false)), 1);
  assert.equal(clkWeight(token('635', true)), 20);
});

test('the BLAKE2b scheme reads the positions off the hash, 32 to a hash', () => {
  const bits = clkEncode([{ value: 'sm', n: 2, padding: 0, bitsPerPiece: 40 }], { first: KEY }, { scheme: 'blake2b' });
  const wanted = new Set<number>();
  for (let i = 0; i < 40; i++) {
    const hash = Buffer.from(blake2b(utf8('sm'), KEY, utf8(String(i >> 5))));
    wanted.add(hash.readUInt16LE(2 * (i & 31)) % 1024);
  }
  assert.deepEqual(
    clkPositions(bits),
    [...wanted].sort((a, b) => a - b),
  );
  assert.throws(() => clkEncode([{ value: 'sm' }], { first: KEY }, { scheme: 'blake2b', length: 1000 }), code('out-of-range', 'length'));
});

const name = fc.string({ unit: fc.constantFrom(...'abcdeor'), minLength: 1, maxLength: 8 });

test('similarity of encodings: symmetric, 1 for the same value, Jaccard from Dice, fields join by OR', () => {
  fc.assert(
    fc.property(name, name, fc.constantFrom('double-hash' as const, 'blake2b' as const), (a, b, scheme) => {
      const encode = (value: string): Uint8Array => clkEncode([{ value }], KEYS, { scheme, length: 256 });
      const [x, y] = [encode(a), encode(b)];
      const dice = clkDice(x, y) ?? -1;
      assert.equal(dice, clkDice(y, x));
      assert.equal(clkDice(x, x), 1);
      const jaccard = clkJaccard(x, y) ?? -1;
      assert.ok(Math.abs(jaccard - dice / (2 - dice)) < 1e-12);
      const joined = clkEncode([{ value: a }, { value: b }], KEYS, { scheme, length: 256 });
      assert.deepEqual(
        joined,
        x.map((byte, i) => byte | (y[i] ?? 0)),
      );
    }),
    { seed: 16, numRuns: 40 },
  );
});

test('a missing value sets no bits, a heavier field sets more, another key sets others', () => {
  const empty = clkEncode([{ value: '' }], KEYS);
  assert.equal(clkWeight(empty), 0);
  assert.equal(clkDice(empty, empty), null);
  const light = clkWeight(clkEncode([{ value: 'orla', bitsPerPiece: 5 }], KEYS));
  assert.ok(clkWeight(clkEncode([{ value: 'orla', bitsPerPiece: 20 }], KEYS)) > 2 * light);
  const swapped = clkEncode([{ value: 'orla' }], { first: OTHER, second: KEY });
  assert.ok((clkDice(clkEncode([{ value: 'orla' }], KEYS), swapped) ?? 1) < 0.3);
  const salted = clkEncode([{ value: 'orla', salt: '2014' }], KEYS);
  assert.ok((clkDice(clkEncode([{ value: 'orla', salt: '2013' }], KEYS), salted) ?? 1) < 0.3);
  const date = (value: string): Uint8Array => clkEncode([{ value, n: 1, padding: 0, positional: true }], KEYS);
  assert.ok((clkDice(date('20140309'), date('20140319')) ?? 0) > 0.8);
});

test('folding halves, twice the same half folds to nothing; balancing sets half of the bits and keeps who is nearest', () => {
  assert.deepEqual([...clkFold(Uint8Array.of(0b1100, 1, 0b1010, 3), 1)], [0b0110, 2]);
  assert.deepEqual([...clkFold(Uint8Array.of(5, 6, 5, 6), 2)], [5 ^ 6 ^ 5 ^ 6]);
  assert.throws(() => clkFold(Uint8Array.of(1, 2, 3), 1), code('shape', 'folds'));
  assert.throws(() => clkBalance(new Uint8Array(0), KEY), code('shape', 'bits'));
  const [a, b, c] = ['varrow', 'varow', 'estuary'].map((value) => clkEncode([{ value }], KEYS)) as [Uint8Array, Uint8Array, Uint8Array];
  const [x, y, z] = [a, b, c].map((bits) => clkBalance(bits, KEY)) as [Uint8Array, Uint8Array, Uint8Array];
  for (const balanced of [x, y, z]) assert.equal(clkWeight(balanced), 1024);
  assert.ok((clkDice(x, y) ?? 0) > (clkDice(x, z) ?? 1));
  // Of 2,048 bits each has half. They differ in twice as many places as before, so Dice is 1 - (places before) / 1,024.
  const apart = clkWeight(a.map((byte, i) => byte ^ (b[i] ?? 0)));
  assert.ok(Math.abs((clkDice(x, y) ?? 0) - (1 - apart / 1024)) < 1e-12);
  // Folding after encoding still tells a slip from a stranger.
  assert.ok((clkDice(clkFold(a, 1), clkFold(b, 1)) ?? 0) > (clkDice(clkFold(a, 1), clkFold(c, 1)) ?? 1));
});

test('the permutation of a key stays what it is: files that were balanced by an older version must still match', () => {
  // Worked out in Python 3.11 from the description.
  assert.equal(toHex(clkBalance(Uint8Array.of(0x80, 0x01, 0xf0, 0x3c), KEY)), '93a381bd1bc0cfb4');
});

test('what a file of encodings shows to somebody without the key', () => {
  const file = ['orla', 'orla', 'bede', 'wynn'].map((value) => clkEncode([{ value }], KEYS));
  const shown = clkExposure(file);
  assert.deepEqual([shown.records, shown.distinct, shown.repeatedShare, shown.commonest], [4, 3, 0.5, 2]);
  assert.ok(shown.fewestBits < shown.mostBits && shown.rarestBit === 0 && shown.commonestBit >= 0.5);
  const [rarest, commonest] = [
    clkExposure([Uint8Array.of(255), Uint8Array.of(254), Uint8Array.of(254), Uint8Array.of(254)]),
    clkExposure([Uint8Array.of(1), Uint8Array.of(2)]),
  ];
  assert.deepEqual([rarest.rarestBit, rarest.commonestBit, rarest.fewestBits, rarest.mostBits], [0.25, 1, 7, 8]);
  assert.deepEqual([commonest.commonest, commonest.commonestBit, commonest.distinct], [1, 0.5, 2]);
  assert.deepEqual(clkPositions(Uint8Array.of(0x81, 0x40)), [0, 7, 9]);
  const balanced = clkExposure(file.map((bits) => clkBalance(bits, KEY)));
  assert.equal(balanced.fewestBits, balanced.mostBits);
  const salted = clkExposure(['2012', '2013', '2014', '2015'].map((salt) => clkEncode([{ value: 'orla', salt }], KEYS)));
  assert.equal(salted.repeatedShare, 0);
  assert.throws(() => clkExposure([new Uint8Array(8)]), code('too-few', 'encodings'));
  assert.throws(() => clkExposure([new Uint8Array(8), new Uint8Array(9)]), code('shape', 'encodings[1]'));
});

test('bad settings are named', () => {
  assert.throws(() => clkEncode([], KEYS), code('too-few', 'fields'));
  assert.throws(() => clkEncode([{ value: 'a' }], KEYS, { length: 1001 }), code('out-of-range', 'length'));
  assert.throws(() => clkEncode([{ value: 'a', bitsPerPiece: 0 }], KEYS), code('out-of-range', 'fields[0].bitsPerPiece'));
  assert.throws(() => clkEncode([{ value: 'a' }], [KEYS, KEYS]), code('shape', 'keys'));
  assert.throws(() => clkEncode([{ value: 7 as unknown as string }], KEYS), code('input', 'text'));
  assert.throws(() => clkDice(new Uint8Array(8), new Uint8Array(9)), code('shape', 'b'));
});
