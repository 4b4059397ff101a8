import { count } from '../check.ts';
import { MethodError } from '../error.ts';

/** One way of putting records side by side: those with the same key. */
export interface BlockingPass {
  /** Key of each record, such as soundex of surname with year of birth; null or empty where a part is missing (the record is in no block then). */
  readonly left: readonly (string | null)[];
  /** Keys of the other file; left out, the pairs are sought within `left` (duplicates). */
  readonly right?: readonly (string | null)[];
}

export interface BlockingSize {
  /** Pairs of each pass, before pairs of an earlier pass are taken off. */
  readonly byPass: readonly number[];
  /** Their sum: the pairs cannot be more. */
  readonly atMost: number;
  /** All pairs that there are. */
  readonly possible: number;
  /** Pairs in the largest single block: a key that says little, such as a default date. */
  readonly largestBlock: number;
}

/** Pairs that are made unless a higher limit is given: 8 bytes each. */
const MOST_PAIRS = 20_000_000;

/**
 * How many pairs blocking would give, without making them.
 *
 * @param passes one or more, all over the same records
 * @throws MethodError `too-few` without passes, `shape` when passes have different lengths, `inconsistent` when just some have `right`
 */
export function blockingSize(passes: readonly BlockingPass[]): BlockingSize {
  const { files, blocks } = read(passes);
  let largestBlock = 0;
  const byPass = blocks.map(({ keys, left, right }) => {
    const inLeft = tally(left, keys);
    const inRight = right === null ? inLeft : tally(right, keys);
    let pairs = 0;
    for (let key = 1; key <= keys; key++) {
      const [m, n] = [inLeft[key] ?? 0, inRight[key] ?? 0];
      const here = right === null ? (m * (m - 1)) / 2 : m * n;
      pairs += here;
      largestBlock = Math.max(largestBlock, here);
    }
    return pairs;
  });
  const [m, n] = files;
  return { byPass, atMost: byPass.reduce((sum, pairs) => sum + pairs, 0), possible: n === null ? (m * (m - 1)) / 2 : m * n, largestBlock };
}

export interface CandidatePairs {
  /** Index into the left file. */
  readonly left: Uint32Array;
  /** Index into the right file; within one file always above `left`. */
  readonly right: Uint32Array;
  /** Pass that found the pair first. */
  readonly pass: Uint8Array;
}

/**
 * The pairs that share a key in at least one pass, each once. Matches whose keys differ in every pass are lost for good: use passes that
 * fail for different reasons, and look at what each adds.
 *
 * @param passes one to 255; @param maxPairs refuse to make more; default 20 million
 * @throws MethodError `too-large` when the passes together have more pairs than `maxPairs` (see {@link blockingSize}); as that function
 * @source Christen (2012), Data Matching, ch. 4 (standard blocking, several passes)
 */
export function candidatePairs(passes: readonly BlockingPass[], maxPairs: number = MOST_PAIRS): CandidatePairs {
  count('maxPairs', maxPairs);
  const size = blockingSize(passes);
  if (size.atMost > maxPairs) {
    throw new MethodError(
      'too-large',
      'passes',
      `give up to ${size.atMost} pairs (${size.byPass.join(' + ')}; ${size.largestBlock} in one block), more than ${maxPairs}: use finer keys`,
    );
  }
  const { blocks } = read(passes);
  const left = new Uint32Array(size.atMost);
  const right = new Uint32Array(size.atMost);
  const pass = new Uint8Array(size.atMost);
  let n = 0;
  blocks.forEach((block, p) => {
    const rows = members(block.left, block.keys);
    const others = block.right === null ? rows : members(block.right, block.keys);
    for (let key = 1; key <= block.keys; key++) {
      const end = rows.starts[key + 1] as number;
      for (let i = rows.starts[key] as number; i < end; i++) {
        const a = rows.records[i] as number;
        const to = others.starts[key + 1] as number;
        for (let j = block.right === null ? i + 1 : (others.starts[key] as number); j < to; j++) {
          const b = others.records[j] as number;
          if (foundBefore(blocks, p, a, b)) continue;
          left[n] = a;
          right[n] = b;
          pass[n++] = p;
        }
      }
    }
  });
  return { left: left.slice(0, n), right: right.slice(0, n), pass: pass.slice(0, n) };
}

interface Block {
  /** Keys are numbered from 1; 0 is no key. */
  readonly keys: number;
  readonly left: Uint32Array;
  readonly right: Uint32Array | null;
}

function foundBefore(blocks: readonly Block[], pass: number, a: number, b: number): boolean {
  for (let p = 0; p < pass; p++) {
    const block = blocks[p] as Block;
    const key = block.left[a] as number;
    if (key !== 0 && key === (block.right ?? block.left)[b]) return true;
  }
  return false;
}

function read(passes: readonly BlockingPass[]): { readonly files: readonly [number, number | null]; readonly blocks: readonly Block[] } {
  const [first] = passes;
  if (first === undefined) throw new MethodError('too-few', 'passes', 'must have at least one pass');
  if (passes.length > 255) throw new MethodError('too-large', 'passes', `must be at most 255, and are ${passes.length}`);
  const blocks = passes.map((pass, p) => {
    if ((pass.right === undefined) !== (first.right === undefined))
      throw new MethodError('inconsistent', `passes[${p}].right`, 'must be given in every pass or in none');
    for (const side of ['left', 'right'] as const) {
      if (pass[side]?.length !== first[side]?.length) {
        throw new MethodError('shape', `passes[${p}].${side}`, `must have a key for each of ${first[side]?.length} records, and has ${pass[side]?.length}`);
      }
    }
    const numbers = new Map<string, number>();
    const number = (key: string | null, i: number): number => {
      if (key === null || key === '') return 0;
      if (typeof key !== 'string') throw new MethodError('input', `passes[${p}]`, `entry ${i} must be text or null`);
      let found = numbers.get(key);
      if (found === undefined) {
        found = numbers.size + 1;
        numbers.set(key, found);
      }
      return found;
    };
    const left = Uint32Array.from(pass.left, number);
    const right = pass.right === undefined ? null : Uint32Array.from(pass.right, number);
    return { keys: numbers.size, left, right };
  });
  return { files: [first.left.length, first.right?.length ?? null], blocks };
}

function tally(keys: Uint32Array, most: number): Float64Array {
  const counts = new Float64Array(most + 2);
  for (const key of keys) counts[key] = (counts[key] as number) + 1;
  return counts;
}

/** Records of every key, in their order: those of key k stand from starts[k] to starts[k + 1]. */
function members(keys: Uint32Array, most: number): { readonly starts: Uint32Array; readonly records: Uint32Array } {
  const starts = new Uint32Array(most + 2);
  for (const key of keys) starts[key + 1] = (starts[key + 1] as number) + 1;
  for (let key = 1; key < starts.length; key++) starts[key] = (starts[key] as number) + (starts[key - 1] as number);
  const next = starts.slice();
  const records = new Uint32Array(keys.length);
  for (let record = 0; record < keys.length; record++) {
    const key = keys[record] as number;
    const slot = next[key] as number;
    records[slot] = record;
    next[key] = slot + 1;
  }
  return { starts, records };
}
