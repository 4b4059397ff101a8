import { share } from '../check.ts';
import { MethodError } from '../error.ts';
import { readPair, scratch } from './text.ts';

/** Winkler's convention: the common prefix counts only for pairs whose Jaro similarity is above this. */
const BOOST_ABOVE = 0.7;
/** Letters of common prefix that count at most. */
const PREFIX_LETTERS = 4;

export interface JaroWinklerOptions {
  /** Share of the rest that each letter of common prefix makes up, 0 to 0.25; default 0.1. */
  readonly prefixScale?: number;
  /** The prefix counts only above this Jaro similarity, 0 to 1; default 0.7 (Winkler). 0 boosts every pair, as some R packages do. */
  readonly boostAbove?: number;
}

let taken = new Uint8Array(64);
let matched = new Uint32Array(64);

/**
 * Jaro similarity of two texts: 1 for equal ones (two empty ones included), 0 when no letter matches (or just one of them is empty). An empty
 * value in a register is a missing value, which is no evidence: compare it with `agreementLevel`, not with this.
 *
 * @param a text, at most 10,000 code points; @param b likewise. Case, accents and punctuation count: see `normaliseName`
 * @returns 0 to 1
 * @throws MethodError `input` when not text, `too-large`
 * @source Jaro (1989), JASA 84:414. Letters match within half the longer length, less one; half the matched letters out of order
 *   (rounded down, as in the Census Bureau's program) are transpositions
 */
export function jaro(a: string, b: string): number {
  if (a === b && typeof a === 'string') return 1;
  const lengths = readPair(a, b);
  return similarity((lengths / 65_536) | 0, lengths & 0xffff);
}

/**
 * Jaro-Winkler similarity by **Winkler's convention**: the common prefix (4 letters at most) raises the similarity only where Jaro's is above
 * 0.7. Programs differ here: Splink, DuckDB and jellyfish do as this does; stringdist and RecordLinkage of R always boost
 * (`boostAbove: 0`), which makes dissimilar names with the same start look alike.
 *
 * @param a @param b as for {@link jaro}
 * @returns 0 to 1; `j + l p (1 - j)` with l letters of common prefix and p the prefix scale
 * @throws MethodError `input`, `too-large`, `not-a-number`, `out-of-range`
 * @source Winkler (1990), Proc. Section on Survey Research Methods, ASA, 354
 */
export function jaroWinkler(a: string, b: string, options?: JaroWinklerOptions): number {
  let scale = 0.1;
  let above = BOOST_ABOVE;
  if (options !== undefined) {
    scale = share('prefixScale', options.prefixScale ?? 0.1);
    if (scale > 0.25) throw new MethodError('out-of-range', 'prefixScale', `must be at most 0.25, or similarities would exceed 1, and is ${scale}`);
    above = share('boostAbove', options.boostAbove ?? BOOST_ABOVE);
  }
  if (a === b && typeof a === 'string') return 1;
  const lengths = readPair(a, b);
  const m = (lengths / 65_536) | 0;
  const n = lengths & 0xffff;
  const plain = similarity(m, n);
  if (plain <= above) return plain;
  const { left, right } = scratch;
  const most = Math.min(m, n, PREFIX_LETTERS);
  let prefix = 0;
  while (prefix < most && left[prefix] === right[prefix]) prefix++;
  return plain + prefix * scale * (1 - plain);
}

function similarity(m: number, n: number): number {
  if (m === 0 || n === 0) return m === n ? 1 : 0;
  const { left, right } = scratch;
  if (taken.length < left.length) {
    taken = new Uint8Array(left.length);
    matched = new Uint32Array(left.length);
  }
  taken.fill(0, 0, n);
  const reach = Math.max(0, (Math.max(m, n) >> 1) - 1);
  let matches = 0;
  for (let i = 0; i < m; i++) {
    const letter = left[i] as number;
    const to = i + reach < n ? i + reach : n - 1;
    for (let j = i > reach ? i - reach : 0; j <= to; j++) {
      if (taken[j] === 0 && right[j] === letter) {
        taken[j] = 1;
        matched[matches++] = letter;
        break;
      }
    }
  }
  if (matches === 0) return 0;
  let out = 0;
  for (let j = 0, k = 0; k < matches; j++) {
    if (taken[j] === 0) continue;
    if (right[j] !== matched[k++]) out++;
  }
  const transposed = out >> 1;
  return (matches / m + matches / n + (matches - transposed) / matches) / 3;
}
