/**
 * Random numbers from a seed that is passed in: xoroshiro128+ of the package pure-rand (period 2^128 - 1). Nothing in the library draws from
 * anywhere else, so that every simulated result can be had again.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { at, whole } from '../check.ts';

export interface Draws {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform whole number from 0 to n - 1; n at most 2^32. Unbiased: draws that would favour the low numbers are thrown away. */
  below(n: number): number;
  /** 32 random bits as an unsigned whole number. */
  bits(): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** Puts the entries in random order, in place (Fisher and Yates). */
  shuffle(array: { length: number; [index: number]: number }): void;
}

/**
 * @param seed any whole number; its low 32 bits are used
 * @throws MethodError `not-whole`, `not-a-number`
 */
export function draws(seed: number): Draws {
  const generator = xoroshiro128plus(whole('seed', seed) | 0);
  // The first outputs after seeding with a small number are poorly mixed.
  for (let i = 0; i < 16; i++) generator.next();
  const bits = (): number => generator.next() >>> 0;
  const uniform = (): number => uniformFloat64(generator);
  let spare: number | undefined;
  const below = (n: number): number => {
    const limit = 4294967296 - (4294967296 % n);
    for (;;) {
      const drawn = bits();
      if (drawn < limit) return drawn % n;
    }
  };
  return {
    uniform,
    bits,
    below,
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      for (;;) {
        const u = 2 * uniform() - 1;
        const v = 2 * uniform() - 1;
        const square = u * u + v * v;
        if (square === 0 || square >= 1) continue;
        const factor = Math.sqrt((-2 * Math.log(square)) / square);
        spare = v * factor;
        return u * factor;
      }
    },
    shuffle(array) {
      for (let i = array.length - 1; i > 0; i--) {
        const j = below(i + 1);
        const held = at(array, i);
        array[i] = at(array, j);
        array[j] = held;
      }
    },
  };
}
