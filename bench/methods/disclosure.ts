/** Suppression and its audit, on tables drawn from a seed. */
import { countsTable, flowAudit, marginTable, suppress } from '../../src/methods/disclosure/index.ts';
import { solver } from '../../src/methods/disclosure/linear.ts';
import { suppressOptimalWith } from '../../src/methods/disclosure/suppress-optimal.ts';
import { draws } from '../../src/methods/random/index.ts';
import type { BenchCase } from './case.ts';

/** Counts as a table of areas by kind has them: many small, some large. */
function counts(rows: number, cols: number, seed: number): number[][] {
  const random = draws(seed);
  return Array.from({ length: rows }, () => Array.from({ length: cols }, () => Math.floor(-25 * Math.log(1 - random.uniform()))));
}

function small(table: readonly (readonly number[])[]): number {
  return table.flat().filter((n) => n > 0 && n <= 7).length;
}

const highs = await solver();
const table = counts(30, 20, 7);
const size = `30 x 20 with margins, ${small(table)} hidden cells`;

export const disclosureCases: readonly BenchCase[] = [
  {
    name: 'complementary suppression, quick',
    size,
    wanted: 2,
    prepare: () => ({ run: () => suppress(countsTable(table)) }),
  },
  {
    name: 'complementary suppression, fewest cells (HiGHS)',
    size,
    wanted: 2,
    prepare: () => ({ run: () => suppressOptimalWith(highs, countsTable(table)) }),
  },
  {
    name: 'interval audit of every hidden cell, by flow',
    size,
    wanted: 2,
    prepare: () => ({ run: () => flowAudit(marginTable(countsTable(table))) }),
  },
];
