/** Writes the files of Varrowshire into a folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HeadwaterError } from '../errors.ts';
import { monthInt } from '../reference/index.ts';
import { makeCounty } from './county.ts';
import { makeStreetFiles } from './crimes.ts';
import { geographyFiles, residentFiles } from './geography-files.ts';
import type { TextFile } from './geography-files.ts';
import { makeResidents } from './people.ts';
import { makeSnapPoints } from './snap-points.ts';
import { makeStopFiles } from './stops.ts';
import { lastPublishedMonth } from './truths.ts';

export const SEED = 20_250_101;
export const MONTHS = 36;

export interface CountyOptions {
  readonly dir: string;
  readonly seed?: number;
  /** Last month, `YYYY-MM`; two months before `now` when absent. */
  readonly end?: string;
  readonly now?: Date;
  readonly months?: number;
}

export interface CountyFile {
  readonly dataset: TextFile['dataset'];
  readonly path: string;
}

/** The files in memory, one at a time, reference files first: the same bytes for the same seed, end and number of months. */
export function* countyFiles(seed: number, end: string, months: number): Generator<TextFile> {
  const county = makeCounty(seed);
  const residents = makeResidents(county);
  const snaps = makeSnapPoints(county);
  yield* geographyFiles(county);
  yield* residentFiles(county, residents);
  const slug = county.force.slug;
  for (const { month, text } of makeStreetFiles(county, residents, snaps, end, months)) {
    yield { dataset: 'street', path: `police/${month}/${month}-${slug}-street.csv`, text };
  }
  for (const { month, text } of makeStopFiles(county, residents, snaps, end, months)) {
    yield { dataset: 'stop', path: `police/${month}/${month}-${slug}-stop-and-search.csv`, text };
  }
}

/** Writes every file below `dir` and lists them in the order in which they should be delivered. Errors: `bad-input` for an `end` that is no month. */
export function generateCounty(options: CountyOptions): CountyFile[] {
  const { dir, seed = SEED, now = new Date(), end = lastPublishedMonth(now), months = MONTHS } = options;
  if (monthInt(end) === undefined || !Number.isInteger(months) || months < 1 || months > 120) {
    throw new HeadwaterError('bad-input', 'demonstration-months', 'The demonstration needs a last month such as 2026-09 and 1 to 120 months.', {
      detail: `end ${end}, months ${months}`,
    });
  }
  return [...countyFiles(seed, end, months)].map(({ dataset, path, text }) => {
    const full = join(dir, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    return { dataset, path: full };
  });
}
