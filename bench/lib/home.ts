/** The homes that benchmarks run on, made once a machine and kept in its folder for temporary files. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monthInt } from '../../src/reference/index.ts';
import { makeHome } from '../make-home.ts';
import type { Months } from './slices.ts';

const END = '2026-09';
const MONTHS = 144;

export const MONTHS_OF_HOME: Months = { first: (monthInt(END) ?? 0) - MONTHS + 1, last: monthInt(END) ?? 0 };

/** The home with so many street rows; made where it is not there, and anew when the code that makes it or lays it out has changed. */
export async function benchHome(rows: number): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  const made = createHash('sha256');
  const home = readdirSync(join(root, 'bench/home'))
    .map((file) => `bench/home/${file}`)
    .sort();
  for (const file of [...home, 'bench/make-home.ts', 'src/warehouse/protection.ts', 'src/warehouse/store/atoms.ts', 'src/warehouse/store/facts.ts'])
    made.update(readFileSync(join(root, file)));
  const dir = join(tmpdir(), `headwater-bench-${rows}-${made.digest('hex').slice(0, 10)}`);
  const done = await makeHome({ dir, rows, end: END, months: MONTHS, log: (text) => console.log(`  ${text}`) });
  if (done.made) console.log(`  made ${rows.toLocaleString('en-GB')} rows in ${done.seconds.toFixed(0)} s: ${dir}`);
  return dir;
}
