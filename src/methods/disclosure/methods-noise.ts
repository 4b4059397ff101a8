/** Registry entries: noise that stays with the records. */
import { z } from 'zod';
import { defineMethod, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { cellKey, cellKeyNoise, cellKeyTable } from './cell-key.ts';

const table = {
  deviation: z.number().describe('largest noise, a whole number from 1 to 50'),
  variance: z.number().describe('variance of the noise of every count above 0'),
  blocked: z.number().optional().describe('perturbed values of 1 to this do not occur; 0 (none) unless given'),
};

const LIMITS =
  '**Where anybody may ask many overlapping questions**: noise is bounded and independent between cells with different records, so that the wanted set asked about together with many others averages it away (Asghar and Kaafar 2020, measured in docs/adr/0002-protection.md). That is why Headwater’s own board weighs records instead. It suits a fixed set of published tables. Totals are perturbed by themselves and do not equal the sum of their parts.';

export const noiseMethods: readonly Method[] = [
  defineMethod({
    name: 'cell-key-table',
    title: 'Cell-key noise table',
    section: 'disclosure',
    functions: ['cellKeyTable'],
    answers:
      'How may counts be perturbed so that the noise is whole, bounded, without bias, of a known variance, never makes a count negative, and leaves zeros alone?',
    notWhen: `${LIMITS} A small variance protects little and a large one spoils small counts: publish the variance, and widen intervals by it.`,
    formula: `For each count n, over the noise v from −deviation to deviation for which n + v is 0 or above \`blocked\`:

    maximise − Σ p(v) log p(v)   with   Σ p = 1,   Σ p v = 0,   Σ p v² = variance

so p(v) is proportional to exp(a v + b v²). From a count of deviation + blocked on, the row is the same. A count of 0 gets nothing.`,
    source: 'Giessing (2016), LNCS 9867:50; Enderle, Giessing and Tent (2018), LNCS 11126:229 (the table of the German and European censuses).',
    checked: 'Rows against scipy `fsolve` on the same equations (1e-12); mean 0 and variance to 1e-14; where only one distribution is possible, that one.',
    input: z.object(table),
    returns: {
      deviation: 'as given',
      variance: 'as given',
      blocked: 'as given or 0',
      rows: 'one row a count: count, noise (ascending) and probability of each; the last row is for its count and every larger one',
    },
    example: { deviation: 3, variance: 1 },
    reading:
      'A count of one becomes nothing about two times in five; from three on the noise is even on both sides, at most three, with a standard deviation of one.',
    run: ({ deviation, variance, ...options }) => cellKeyTable({ deviation, variance, ...given(options) }),
  }),
  defineMethod({
    name: 'cell-key-perturbation',
    title: 'Cell-key perturbation',
    section: 'disclosure',
    functions: ['cellKeyTable', 'cellKey', 'cellKeyNoise', 'cellKeyPerturb'],
    answers: 'What is shown of these cells, if the same people always get the same noise, in whatever table they are counted?',
    notWhen: `${LIMITS} Record keys must be random, drawn once, kept for ever and kept secret; keys made anew for each table give fresh noise that can be averaged.`,
    formula: `key of a cell = Σ keys of its records modulo 2³²; share u = key / 2³². The noise is the first v, ascending, whose cumulative probability in the count’s row is above u.`,
    source:
      'Fraser and Wooton (2005), *A proposed method for confidentialising tabular output to protect against differencing*, Australian Bureau of Statistics; the table: see `cell-key-table`.',
    checked:
      'Frequencies of the noise over 100,000 random keys against the table; zeros kept; the same records give the same noise in any order (property tests).',
    input: z.object({
      ...table,
      cells: z
        .array(z.object({ recordKeys: z.array(z.number()).describe('keys of the records of the cell, whole numbers from 0 to 2^32 − 1') }))
        .describe('cells, each by its records’ keys; their number is the count'),
    }),
    returns: {
      cells: 'for each cell its count, key, noise, and the perturbed count to be shown',
      variance: 'variance of each perturbed count about the true one (0 for a count of 0)',
    },
    example: {
      deviation: 3,
      variance: 1,
      cells: [{ recordKeys: [4_100_000_000, 150_000_000, 10_000_000] }, { recordKeys: [10_000_000, 4_100_000_000, 150_000_000] }, { recordKeys: [] }],
    },
    reading: 'The same three records get the same noise in either order and are shown as five; the empty cell stays empty.',
    run: ({ cells, deviation, variance, ...options }) => {
      const noise = cellKeyTable({ deviation, variance, ...given(options) });
      return {
        cells: cells.map(({ recordKeys }) => {
          const count = recordKeys.length;
          const key = cellKey(recordKeys);
          const added = cellKeyNoise(noise, count, key);
          return { count, key, noise: added, perturbed: count + added };
        }),
        variance,
      };
    },
  }),
];
