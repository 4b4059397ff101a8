import { at } from '../check.ts';

/**
 * Gives every different pair of numbers the next whole number, from 0: points by their coordinates, edges by their ends. A table with open addressing on
 * typed arrays, since a Map stops at 16.7 million entries and takes ten times the memory.
 *
 * @param most the most different pairs that will be asked for
 */
export function numberingOfPairs(most: number): { readonly numberOf: (a: number, b: number) => number; readonly count: () => number } {
  const size = 2 ** Math.ceil(Math.log2(2 * most + 2));
  const table = new Int32Array(size).fill(-1);
  const firsts = new Float64Array(most);
  const seconds = new Float64Array(most);
  const pair = new Float64Array(2);
  const words = new Uint32Array(pair.buffer);
  let count = 0;
  return {
    count: () => count,
    numberOf(a, b) {
      // Adding 0 makes a plain 0 of a negative one, which is the same place.
      pair[0] = a + 0;
      pair[1] = b + 0;
      const hash = mixed(mixed(mixed(mixed(0, at(words, 0)), at(words, 1)), at(words, 2)), at(words, 3));
      for (let slot = hash & (size - 1); ; slot = (slot + 1) & (size - 1)) {
        const found = at(table, slot);
        if (found < 0) {
          table[slot] = count;
          firsts[count] = a;
          seconds[count] = b;
          return count++;
        }
        if (firsts[found] === a && seconds[found] === b) return found;
      }
    },
  };
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}
