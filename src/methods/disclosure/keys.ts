/**
 * The weights that protect counts, as pure functions. They mirror the SQL that writes them (docs/architecture.md, "Protection"), and are what
 * the attack tests run on. All weights are whole numbers of **thirds** of a record.
 *
 * A record is kept (4 thirds) three times in four and left out (0) otherwise, for ever, by two bits of its secret key. The sum over any
 * set of records is an unbiased count of it with variance n / 3, and every question's answer is a function of these fixed sums: asking
 * more questions cannot average anything away.
 */
import { count } from '../check.ts';
import { MethodError } from '../error.ts';

/** Weight of a kept record: 4/3 of a record, in thirds. */
export const THIRDS_PER_KEPT = 4;

/** An atom is counted by its records' weights while fewer than this many of them are kept. */
export const ATOM_NOISE_FROM_KEPT = 24;

/** Share of records that are kept. */
export const KEPT_SHARE = 0.75;

const WORD = 0xffff_ffffn;

/**
 * Weight of one record in thirds: 4 when bit 0 or bit 32 of its key is set (odds 3 in 4), else 0.
 *
 * @param key the record's 64-bit key, unsigned
 * @throws MethodError `out-of-range`
 */
export function recordWeight(key: bigint): number {
  const k = word64('key', key);
  return ((k | (k >> 32n)) & 1n) === 1n ? THIRDS_PER_KEPT : 0;
}

/**
 * Weight in thirds of a row that stands for n records: the sum of n draws of {@link recordWeight}, from the n low bits of both halves of the
 * key; above 32, where the key has no more bits, the count with {@link atomNoise}.
 *
 * @param key the row's 64-bit key; @param n whole number of records that the row counts
 * @throws MethodError `out-of-range`, `not-whole`, `negative`
 */
export function countWeight(key: bigint, n: number): number {
  const k = word64('key', key);
  if (count('n', n) > 32) return 3 * (n + atomNoise(k));
  return THIRDS_PER_KEPT * ones((k | (k >> 32n)) & ((1n << BigInt(n)) - 1n));
}

/**
 * Noise of a large atom: the difference of two geometric variables, read from the trailing zeros of the two halves of a well-mixed hash. Discrete Laplace,
 * P(e) = 2^-|e| / 3, mean 0, variance 4 (SD 2), from -32 to 32: no atom can be at a bound of it in practice, so no answer
 * bounds a count from above for certain.
 *
 * @param hash 64 well-mixed bits that depend on the atom's records and on the secret
 * @throws MethodError `out-of-range`
 * @source Inusah and Kozubowski (2006), J. Stat. Planning and Inference 136:1090 (the distribution)
 */
export function atomNoise(hash: bigint): number {
  const h = word64('hash', hash);
  return trailingZeros(h & WORD) - trailingZeros(h >> 32n);
}

/**
 * Value in thirds of an atom (all records of one force, district, month and kind): the sum of its weights while fewer than 24 of its records are
 * kept, else the true count with {@link atomNoise}. The border is drawn on kept records and not on the count, because
 * kept records are all that may be known.
 *
 * @param n records in the atom; @param hash see {@link atomNoise}; @param weightSum sum of the records' weights, in thirds
 * @throws MethodError `not-whole`, `negative`, `out-of-range`
 */
export function atomValue(n: number, hash: bigint, weightSum: number): number {
  count('n', n);
  return count('weightSum', weightSum) < ATOM_NOISE_FROM_KEPT * THIRDS_PER_KEPT ? weightSum : 3 * (n + atomNoise(hash));
}

/** Trailing zeros of a 32-bit word; 32 for zero. */
function trailingZeros(word: bigint): number {
  const marked = word | (1n << 32n);
  return ones(marked ^ (marked - 1n)) - 1;
}

function ones(word: bigint): number {
  let rest = word;
  let found = 0;
  for (; rest > 0n; rest &= rest - 1n) found++;
  return found;
}

function word64(argument: string, value: bigint): bigint {
  if (value < 0n || value >= 1n << 64n) throw new MethodError('out-of-range', argument, 'must be an unsigned 64-bit number');
  return value;
}
