import { count } from '../check.ts';
import { MethodError } from '../error.ts';
import { MISSING_LEVEL } from './level.ts';

/** The distinct comparison vectors of many pairs, and how many pairs have each. */
export interface AgreementPatterns {
  /** Levels of each field: 2 for "agrees or not", 4 for levels 0 to 3. */
  readonly levels: readonly number[];
  /** `size x fields`, row by row: level of each field, or 255 where the comparison is missing. In rising order. */
  readonly vectors: Uint8Array;
  /** Pairs of each pattern. */
  readonly counts: Float64Array;
}

/** Patterns up to this number are counted in a plain table; above it through a hash map. */
const TABLE = 1 << 22;
/** The largest number that codes of patterns may reach: whole numbers are exact up to here. */
const EXACT = 2 ** 53;

/**
 * Counts the agreement patterns of any number of pairs. Everything after this works on patterns, of which there are few, and not on pairs.
 *
 * @param vectors `pairs x fields`, row by row (pair 0's fields first): level of agreement 0, 1, ..., or 255 where either value is missing
 * @param levels number of levels of each field, 2 to 254
 * @returns the patterns that occur and the pattern of every pair (`pairs` indices into them)
 * @throws MethodError `shape` when `vectors` is not whole rows, `out-of-range` for a level that the field does not have, `too-few`,
 *   `too-large` when there could be more than 2^53 patterns
 */
export function countPatterns(vectors: Uint8Array, levels: readonly number[]): AgreementPatterns & { readonly patternOf: Uint32Array } {
  const fields = checkLevels(levels);
  if (vectors.length === 0 || vectors.length % fields !== 0) {
    throw new MethodError('shape', 'vectors', `must have ${fields} entries for every pair, and has ${vectors.length} in all`);
  }
  const pairs = vectors.length / fields;
  // A missing comparison is one more level, the lowest: a pattern's code is its number in mixed radix.
  const places = new Float64Array(fields);
  let possible = 1;
  for (let f = fields - 1; f >= 0; f--) {
    places[f] = possible;
    possible *= (levels[f] as number) + 1;
  }
  if (possible > EXACT) throw new MethodError('too-large', 'levels', `${possible} patterns are possible; use fewer fields or levels`);
  const patternOf = new Uint32Array(pairs);
  const found = possible <= TABLE ? byTable(vectors, levels, places, possible, patternOf) : byMap(vectors, levels, places, patternOf);
  const rows = new Uint8Array(found.codes.length * fields);
  found.codes.forEach((code, i) => {
    let rest = code;
    for (let f = 0; f < fields; f++) {
      const place = places[f] as number;
      const digit = Math.floor(rest / place);
      rest -= digit * place;
      rows[i * fields + f] = digit === 0 ? MISSING_LEVEL : digit - 1;
    }
  });
  return { levels: [...levels], vectors: rows, counts: found.counts, patternOf };
}

interface Found {
  /** Rising. */
  readonly codes: Float64Array;
  readonly counts: Float64Array;
}

function byTable(vectors: Uint8Array, levels: readonly number[], places: Float64Array, possible: number, patternOf: Uint32Array): Found {
  const tally = new Uint32Array(possible);
  const digit = digits(levels, places);
  const fields = levels.length;
  let bad = 0;
  for (let pair = 0, at = 0; pair < patternOf.length; pair++) {
    let code = 0;
    for (let f = 0; f < fields; f++, at++) {
      const step = digit[(f << 8) + (vectors[at] as number)] as number;
      bad |= step;
      code += step;
    }
    if (bad < 0) throw strange(vectors, levels, pair);
    patternOf[pair] = code;
    tally[code] = (tally[code] as number) + 1;
  }
  const codes: number[] = [];
  for (let code = 0; code < possible; code++) if (tally[code] !== 0) codes.push(code);
  const counts = Float64Array.from(codes, (code) => tally[code] as number);
  codes.forEach((code, i) => {
    tally[code] = i;
  });
  for (let pair = 0; pair < patternOf.length; pair++) patternOf[pair] = tally[patternOf[pair] as number] as number;
  return { codes: Float64Array.from(codes), counts };
}

function byMap(vectors: Uint8Array, levels: readonly number[], places: Float64Array, patternOf: Uint32Array): Found {
  const first = new Map<number, number>();
  const counted: number[] = [];
  const fields = levels.length;
  for (let pair = 0, at = 0; pair < patternOf.length; pair++) {
    let code = 0;
    for (let f = 0; f < fields; f++, at++) {
      const level = vectors[at] as number;
      if (level === MISSING_LEVEL) continue;
      if (level >= (levels[f] as number)) throw strange(vectors, levels, pair);
      code += (level + 1) * (places[f] as number);
    }
    let index = first.get(code);
    if (index === undefined) {
      index = counted.length;
      first.set(code, index);
      counted.push(0);
    }
    patternOf[pair] = index;
    counted[index] = (counted[index] as number) + 1;
  }
  const codes = Float64Array.from(first.keys());
  const order = Uint32Array.from(codes.keys()).sort((a, b) => (codes[a] as number) - (codes[b] as number));
  const rank = new Uint32Array(order.length);
  order.forEach((index, i) => {
    rank[index] = i;
  });
  for (let pair = 0; pair < patternOf.length; pair++) patternOf[pair] = rank[patternOf[pair] as number] as number;
  return { codes: codes.sort(), counts: Float64Array.from(order, (index) => counted[index] as number) };
}

/** What each byte of each field adds to a pattern's code; -2^31 for a level that the field does not have. */
function digits(levels: readonly number[], places: Float64Array): Int32Array {
  const table = new Int32Array(levels.length << 8).fill(-(2 ** 31));
  levels.forEach((n, f) => {
    for (let level = 0; level < n; level++) table[(f << 8) + level] = (level + 1) * (places[f] as number);
    table[(f << 8) + MISSING_LEVEL] = 0;
  });
  return table;
}

function strange(vectors: Uint8Array, levels: readonly number[], pair: number): MethodError {
  const row = vectors.subarray(pair * levels.length, (pair + 1) * levels.length);
  const field = row.findIndex((level, f) => level !== MISSING_LEVEL && level >= (levels[f] as number));
  return new MethodError(
    'out-of-range',
    `vectors[${pair * levels.length + field}]`,
    `must be a level from 0 to ${(levels[field] as number) - 1} or 255 for missing, and is ${row[field]}`,
  );
}

/** @returns number of fields */
export function checkLevels(levels: readonly number[]): number {
  if (levels.length === 0) throw new MethodError('too-few', 'levels', 'must have at least one field');
  levels.forEach((n, f) => {
    if (count(`levels[${f}]`, n) < 2 || n > 254) throw new MethodError('out-of-range', `levels[${f}]`, `must be from 2 to 254, and is ${n}`);
  });
  return levels.length;
}

/** @returns number of patterns, once counts and vectors are known to fit */
export function checkPatterns({ levels, vectors, counts }: AgreementPatterns): number {
  const fields = checkLevels(levels);
  if (counts.length === 0) throw new MethodError('too-few', 'counts', 'must have at least one pattern');
  if (vectors.length !== counts.length * fields) {
    throw new MethodError('shape', 'vectors', `must have ${fields} entries for each of ${counts.length} patterns, and has ${vectors.length} in all`);
  }
  for (let i = 0; i < vectors.length; i++) {
    const level = vectors[i] as number;
    if (level !== MISSING_LEVEL && level >= (levels[i % fields] as number)) {
      throw new MethodError(
        'out-of-range',
        `vectors[${i}]`,
        `must be a level from 0 to ${(levels[i % fields] as number) - 1} or 255 for missing, and is ${level}`,
      );
    }
  }
  return counts.length;
}
