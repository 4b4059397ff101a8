import { countPatterns, fitFellegiSunter, jaroWinkler } from '../../src/methods/linkage/index.ts';
import { draws } from '../../src/methods/random/index.ts';
import type { BenchCase } from './case.ts';

const PAIRS = 1_000_000;
/** Levels of six fields such as forename, surname, date of birth, sex, postcode, telephone. */
const LEVELS = [4, 4, 4, 2, 3, 2];

export const linkageCases: readonly BenchCase[] = [
  {
    name: 'Fellegi-Sunter by EM, patterns counted',
    size: '1,000,000 pairs of 6 fields',
    wanted: 2,
    prepare() {
      const vectors = comparisonVectors();
      return { run: () => fitFellegiSunter(countPatterns(vectors, LEVELS)) };
    },
  },
  {
    name: 'Jaro-Winkler',
    size: '1,000,000 pairs of names',
    wanted: 1,
    prepare() {
      const { below } = draws(11);
      const names = Array.from({ length: 4096 }, () => Array.from({ length: 4 + below(7) }, () => 'aeioulnrstmdhk'[below(14)]).join(''));
      return {
        run: () => {
          let sum = 0;
          for (let i = 0; i < PAIRS; i++) sum += jaroWinkler(names[i & 4095] as string, names[(i * 7919 + 1) & 4095] as string);
          return sum;
        },
      };
    },
  },
];

/** One pair in 50 is a match; a match agrees fully on a field nine times in ten, another pair one time in ten; one comparison in 20 is missing. */
function comparisonVectors(): Uint8Array {
  const { uniform, below } = draws(7);
  const vectors = new Uint8Array(PAIRS * LEVELS.length);
  for (let i = 0; i < vectors.length; ) {
    const agrees = uniform() < 0.02 ? 0.9 : 0.1;
    for (const levels of LEVELS) vectors[i++] = uniform() < 0.05 ? 255 : uniform() < agrees ? levels - 1 : below(levels - 1);
  }
  return vectors;
}
