/**
 * Seeded random numbers in named streams. Each part of the county draws from a stream of its own, so that a later part (people, partners) can be
 * added without moving a single event that is already there.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer from 0 to `n - 1`. */
  int(n: number): number;
  /** Standard normal. */
  normal(): number;
  /** Poisson count with mean `mean` (below 500: by multiplication in chunks). */
  poisson(mean: number): number;
  chance(p: number): boolean;
  /** Index drawn with the weights of {@link cumulative}. */
  index(table: Float64Array): number;
  one<T>(items: readonly T[]): T;
  /** `digits` random hexadecimal digits (a multiple of 8). */
  hex(digits: number): string;
}

/** The stream `name` of `seed`. Same seed and name: the same numbers for ever. */
export function stream(seed: number, name: string): Random {
  const uint32 = sfc32(seed, name);
  const next = () => uint32() / 4294967296;
  const random: Random = {
    next,
    int: (n) => Math.floor(next() * n),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    poisson(mean) {
      let count = 0;
      for (let left = mean; left > 0; left -= 30) {
        const limit = Math.exp(-Math.min(left, 30));
        for (let product = next(); product > limit; product *= next()) count += 1;
      }
      return count;
    },
    chance: (p) => next() < p,
    index(table) {
      const at = next() * (table[table.length - 1] ?? 0);
      let low = 0;
      let high = table.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (at < (table[middle] ?? 0)) high = middle;
        else low = middle + 1;
      }
      return low;
    },
    one(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('nothing to choose from');
      return item;
    },
    hex(digits) {
      let text = '';
      while (text.length < digits) text += uint32().toString(16).padStart(8, '0');
      return text;
    },
  };
  return random;
}

/** Running sums of weights, for {@link Random.index}. */
export function cumulative(weights: readonly number[]): Float64Array {
  const table = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((weight, i) => {
    sum += weight;
    table[i] = sum;
  });
  return table;
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded by FNV-1a of the seed and the stream's name, and warmed up. */
function sfc32(seed: number, name: string): () => number {
  let a = seed | 0;
  let b = 0x811c9dc5 | 0;
  for (let i = 0; i < name.length; i += 1) b = Math.imul(b ^ name.charCodeAt(i), 0x01000193);
  let c = (seed / 4294967296) | 0;
  let counter = 1;
  const uint32 = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 16; i += 1) uint32();
  return uint32;
}
