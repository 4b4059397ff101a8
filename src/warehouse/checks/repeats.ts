/** A file that says much of what it says twice (requirement R161). Pure. */
import type { DeliveryEntry } from '../manifest.ts';
import { guardedShare } from './told.ts';
import { type Check, checkOf } from './types.ts';

const SHARE = 0.05;
const FEWEST = 10;

const REPEATS = {
  id: 'repeats',
  title: 'Rows that repeat others',
  rule: `More than ${100 * SHARE} in 100 rows read (and ${FEWEST} or more) are the same as another row of the file in every column.`,
} as const;

export function repeatedRows({ read, repeats }: DeliveryEntry['counts']): Check {
  const many = repeats >= FEWEST && repeats > SHARE * read;
  // The page of a delivery tells these two exactly: a repeat is in no figure.
  const cells = [
    { what: 'Rows read', told: read.toLocaleString('en-GB') },
    { what: 'Exact repeats', told: `${repeats.toLocaleString('en-GB')} (${guardedShare(repeats, read)})` },
  ];
  const findings = many
    ? [{ code: 'repeats', words: 'Many rows of the file are exact repeats of others. They were set aside; were they meant to be there?', cells }]
    : [];
  return checkOf(REPEATS, { findings, untested: [], tested: read > 0 });
}
