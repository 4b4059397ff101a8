/** What makes Bloom-filter encodings harder to read back, and a look at how readable a file of them is. */
import { createHmac } from 'node:crypto';
import { at, count } from '../check.ts';
import { MethodError } from '../error.ts';
import { clkWeight } from './clk.ts';
import { checkKey } from './pseudonym.ts';

/**
 * Folds an encoding in half, `folds` times: each half is added to the other bit by bit without carry (XOR). Single bits then no longer belong to
 * single pieces of a name; similarities become lower and noisier, so thresholds must be found again.
 *
 * @param bits an even number of bytes for each fold
 * @throws MethodError `not-whole`, `negative`, `shape` when it cannot be halved that often
 * @source Schnell and Borgs (2016), XOR-folding for Bloom filter-based encryptions, German Record Linkage Center
 */
export function clkFold(bits: Uint8Array, folds: number): Uint8Array {
  count('folds', folds);
  if (folds > 16 || bits.length % 2 ** folds !== 0 || bits.length === 0)
    throw new MethodError('shape', 'folds', `${8 * bits.length} bits cannot be halved ${folds} times into whole bytes`);
  let folded = bits.slice();
  for (let i = 0; i < folds; i++) {
    const half = folded.length / 2;
    folded = Uint8Array.from({ length: half }, (_, byte) => at(folded, byte) ^ at(folded, byte + half));
  }
  return folded;
}

/**
 * Balances an encoding: it is put beside its own complement and all bits are then shuffled by the key. Every encoding of the file has half of its bits set,
 * so that their number no longer tells long names from short ones. Twice as long; Dice similarities rise, towards 0.5 for
 * strangers.
 *
 * @param key at least 16 random bytes, the same for both parties
 * @throws MethodError `shape` when empty, `too-few`, `no-variation` (key)
 * @source Schnell and Borgs (2016), Randomized response and balanced Bloom filters, IEEE ICDM Workshops; Berger (1961) for the code
 */
export function clkBalance(bits: Uint8Array, key: Uint8Array): Uint8Array {
  checkKey('key', key);
  if (bits.length === 0) throw new MethodError('shape', 'bits', 'must not be empty');
  const length = 16 * bits.length;
  const half = length / 2;
  const order = permutation(length, key);
  const out = new Uint8Array(length / 8);
  for (let i = 0; i < length; i++) {
    const from = at(order, i);
    const bit = (at(bits, (from % half) >> 3) & (0x80 >> (from & 7))) !== 0;
    if (bit !== from >= half) out[i >> 3] = at(out, i >> 3) | (0x80 >> (i & 7));
  }
  return out;
}

/** Fisher and Yates, with 32-bit numbers from HMAC-SHA512 of a counter; unbiased, for numbers that would favour the low places are passed over. */
function permutation(length: number, key: Uint8Array): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  let block = new DataView(new ArrayBuffer(0));
  let offset = 0;
  let counter = 0;
  const next = (): number => {
    if (offset === block.byteLength) {
      const hash = createHmac('sha512', key).update(`headwater clk permutation ${counter++}`).digest();
      block = new DataView(hash.buffer, hash.byteOffset, hash.length);
      offset = 0;
    }
    offset += 4;
    return block.getUint32(offset - 4);
  };
  for (let i = length - 1; i > 0; i--) {
    const limit = 2 ** 32 - (2 ** 32 % (i + 1));
    let drawn = next();
    while (drawn >= limit) drawn = next();
    const j = drawn % (i + 1);
    const held = at(order, i);
    order[i] = at(order, j);
    order[j] = held;
  }
  return order;
}

export interface ClkExposure {
  readonly records: number;
  /** Different encodings. */
  readonly distinct: number;
  /** Share of records whose encoding another record has too: what a frequency attack lines up with a list of common names. 0 is best. */
  readonly repeatedShare: number;
  /** Records of the commonest encoding. */
  readonly commonest: number;
  /** Fewest and most bits set: where they differ, long names are told from short ones. Equal is best (balanced). */
  readonly fewestBits: number;
  readonly mostBits: number;
  /** Smallest and largest share of records that have a bit set, over the bits: a wide spread shows common pieces of names. Equal is best. */
  readonly rarestBit: number;
  readonly commonestBit: number;
}

/**
 * How much a file of encodings gives away to somebody who knows common names and has no key. Low figures do not prove that a file is safe: attacks that look
 * for bits which occur together have read back names from files without repeats.
 *
 * @param encodings all of the same length
 * @throws MethodError `too-few` for fewer than 2, `shape`
 * @source Kuzu et al. (2011), PETS; Niedermeyer et al. (2014), J. Priv. Confid. 6(2); Christen et al. (2018), PAKDD; Vidanage et al. (2019), ICDE
 */
export function clkExposure(encodings: readonly Uint8Array[]): ClkExposure {
  const [first] = encodings;
  if (first === undefined || encodings.length < 2) throw new MethodError('too-few', 'encodings', 'must be at least two');
  const same = new Map<string, number>();
  const bits = new Float64Array(8 * first.length);
  let [fewestBits, mostBits] = [Number.POSITIVE_INFINITY, 0];
  encodings.forEach((encoding, i) => {
    if (encoding.length !== first.length || first.length === 0)
      throw new MethodError('shape', `encodings[${i}]`, `must have the ${first.length} bytes of the first, and has ${encoding.length}`);
    const text = Buffer.from(encoding).toString('latin1');
    same.set(text, (same.get(text) ?? 0) + 1);
    const weight = clkWeight(encoding);
    fewestBits = Math.min(fewestBits, weight);
    mostBits = Math.max(mostBits, weight);
    for (let b = 0; b < bits.length; b++) bits[b] = at(bits, b) + ((at(encoding, b >> 3) >> (7 - (b & 7))) & 1);
  });
  const sizes = [...same.values()];
  const records = encodings.length;
  const repeated = sizes.reduce((sum, n) => sum + (n > 1 ? n : 0), 0);
  return {
    records,
    distinct: sizes.length,
    repeatedShare: repeated / records,
    commonest: sizes.reduce((most, n) => Math.max(most, n), 0),
    fewestBits,
    mostBits,
    rarestBit: bits.reduce((least, n) => Math.min(least, n), records) / records,
    commonestBit: bits.reduce((most, n) => Math.max(most, n), 0) / records,
  };
}
