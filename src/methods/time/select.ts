import { at } from '../check.ts';

/** Median (mean of the middle two of an even number); reorders the array. */
export function medianInPlace(values: Float64Array): number {
  const n = values.length;
  const middle = n >> 1;
  const upper = selectInPlace(values, middle);
  if (n % 2 === 1) return upper;
  let lower = at(values, 0);
  for (let i = 1; i < middle; i++) lower = Math.max(lower, at(values, i));
  return (lower + upper) / 2;
}

/** The entry that would stand at `rank` (from 0) in order; afterwards none before it is larger and none after it smaller (Hoare's quickselect). */
function selectInPlace(values: Float64Array, rank: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = at(values, (left + right) >> 1);
    let i = left;
    let j = right;
    while (i <= j) {
      while (at(values, i) < pivot) i++;
      while (at(values, j) > pivot) j--;
      if (i <= j) {
        const held = at(values, i);
        values[i] = at(values, j);
        values[j] = held;
        i++;
        j--;
      }
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else break;
  }
  return at(values, rank);
}
