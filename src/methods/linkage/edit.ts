import { at } from '../check.ts';
import { readPair, scratch } from './text.ts';

let rows = [new Uint32Array(64), new Uint32Array(64), new Uint32Array(64)] as [Uint32Array, Uint32Array, Uint32Array];

function spare(length: number): [Uint32Array, Uint32Array, Uint32Array] {
  if (rows[0].length < length) rows = [new Uint32Array(2 * length), new Uint32Array(2 * length), new Uint32Array(2 * length)];
  return rows;
}

/**
 * Levenshtein's edit distance: the fewest insertions, deletions and replacements of one letter that make one text of the other. Two swapped
 * neighbours cost 2: {@link osaDistance} counts them as 1.
 *
 * @param a text, at most 10,000 code points; @param b likewise
 * @returns whole number from 0 to the longer length
 * @throws MethodError `input` when not text, `too-large`
 * @source Levenshtein (1966), Soviet Physics Doklady 10:707; Wagner and Fischer (1974), J. ACM 21:168
 */
export function levenshtein(a: string, b: string): number {
  return restricted(a, b, false);
}

/**
 * Optimal string alignment distance: Levenshtein's with the swap of two neighbouring letters as one step, where no letter is edited twice
 * ("restricted Damerau-Levenshtein"). Right for typing errors; not a metric (CA to ABC costs 3, by way of AC 2).
 *
 * @param a @param b @returns @throws as {@link levenshtein}
 * @source Damerau (1964), Comm. ACM 7:171
 */
export function osaDistance(a: string, b: string): number {
  return restricted(a, b, true);
}

/** One row of the table at a time: `behind` is the row before the last, which swaps look back to. */
function restricted(a: string, b: string, swaps: boolean): number {
  const lengths = readPair(a, b);
  const m = (lengths / 65_536) | 0;
  const n = lengths & 0xffff;
  const { left, right } = scratch;
  let [behind, last, row] = spare(n + 1);
  for (let j = 0; j <= n; j++) last[j] = j;
  for (let i = 1; i <= m; i++) {
    const letter = at(left, i - 1);
    row[0] = i;
    for (let j = 1; j <= n; j++) {
      let best = at(last, j - 1) + (right[j - 1] === letter ? 0 : 1);
      const drop = at(last, j) + 1;
      if (drop < best) best = drop;
      const add = at(row, j - 1) + 1;
      if (add < best) best = add;
      if (swaps && i > 1 && j > 1 && letter === right[j - 2] && left[i - 2] === right[j - 1]) {
        const swap = at(behind, j - 2) + 1;
        if (swap < best) best = swap;
      }
      row[j] = best;
    }
    const used = behind;
    behind = last;
    last = row;
    row = used;
  }
  return at(last, n);
}

/**
 * Damerau-Levenshtein distance proper: as {@link osaDistance}, but letters between two swapped ones may be edited too. A metric.
 *
 * @param a @param b @returns @throws as {@link levenshtein}. Needs memory of the product of the lengths
 * @source Lowrance and Wagner (1975), J. ACM 22:177
 */
export function damerauLevenshtein(a: string, b: string): number {
  const lengths = readPair(a, b);
  const m = (lengths / 65_536) | 0;
  const n = lengths & 0xffff;
  const { left, right } = scratch;
  const width = n + 2;
  const far = m + n;
  const table = new Uint32Array((m + 2) * width);
  table[0] = far;
  for (let i = 0; i <= m; i++) {
    table[(i + 1) * width] = far;
    table[(i + 1) * width + 1] = i;
  }
  for (let j = 0; j <= n; j++) {
    table[j + 1] = far;
    table[width + j + 1] = j;
  }
  /** Row where each letter of `a` was seen last. */
  const seen = new Map<number, number>();
  for (let i = 1; i <= m; i++) {
    let column = 0;
    const letter = at(left, i - 1);
    for (let j = 1; j <= n; j++) {
      const other = at(right, j - 1);
      const row = seen.get(other) ?? 0;
      const same = letter === other;
      const here = (i + 1) * width + j + 1;
      table[here] = Math.min(
        at(table, here - width - 1) + (same ? 0 : 1),
        at(table, here - 1) + 1,
        at(table, here - width) + 1,
        at(table, row * width + column) + (i - row - 1) + 1 + (j - column - 1),
      );
      if (same) column = j;
    }
    seen.set(letter, i);
  }
  return at(table, (m + 1) * width + n + 1);
}

/**
 * An edit distance as a similarity: 1 - distance / longer length. Two empty texts are equal (1).
 *
 * @param distance `levenshtein` (default), `osa` or `damerau-levenshtein`
 * @returns 0 to 1
 */
export function editSimilarity(a: string, b: string, distance: EditDistance = 'levenshtein'): number {
  const steps = EDIT_DISTANCES[distance](a, b);
  const lengths = readPair(a, b);
  const longer = Math.max((lengths / 65_536) | 0, lengths & 0xffff);
  return longer === 0 ? 1 : 1 - steps / longer;
}

export type EditDistance = 'levenshtein' | 'osa' | 'damerau-levenshtein';

const EDIT_DISTANCES: Readonly<Record<EditDistance, (a: string, b: string) => number>> = {
  levenshtein,
  osa: osaDistance,
  'damerau-levenshtein': damerauLevenshtein,
};
