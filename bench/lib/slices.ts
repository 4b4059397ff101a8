/** Questions that people would ask, from a seed: no two alike, so that no cache can answer. */
import { monthText } from '../../src/reference/index.ts';
import { stream } from '../../src/synthetic/index.ts';
import type { BoardState } from '../../src/understand/index.ts';
import { makeSlice, type Slice } from '../../src/warehouse/index.ts';

const TYPES = [
  'violence-and-sexual-offences',
  'robbery',
  'burglary',
  'shoplifting',
  'public-order',
  'criminal-damage-arson',
  'vehicle-crime',
  'drugs',
  'other-theft',
  'possession-of-weapons',
];
const GROUPS = ['charged', 'out-of-court', 'evidential', 'no-suspect', 'other-body'];
const DECILES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];

/** First and last month of the homes that `make-home.ts` makes. */
export interface Months {
  readonly first: number;
  readonly last: number;
}

/**
 * `n` distinct slices within `where`. Half are a period only (mostly whole years, some months), the others add one or two choices: crime types,
 * an outcome group, a decile.
 */
export function someSlices(n: number, name: string, where: Slice['where'], months: Months): Slice[] {
  const random = stream(1, name);
  const seen = new Set<string>();
  const slices: Slice[] = [];
  while (slices.length < n) {
    const length = random.one([12, 12, 24, 36, 36, 60, 144, 144, 1 + random.int(30)]);
    const last = months.last - random.int(Math.max(1, months.last - months.first + 2 - length));
    const first = Math.max(months.first, last - length + 1);
    const extra: Record<string, string[]> = {};
    if (random.chance(0.3)) extra['crime-type'] = [...new Set([random.one(TYPES), random.one(TYPES)])].sort();
    if (random.chance(0.2)) extra['outcome-group'] = [random.one(GROUPS)];
    if (random.chance(0.15)) extra.decile = [random.one(DECILES)];
    const slice = makeSlice(monthText(first), monthText(last), { ...where, ...extra });
    const text = JSON.stringify(slice);
    if (seen.has(text)) continue;
    seen.add(text);
    slices.push(slice);
  }
  return slices;
}

/** A board's state with nothing chosen but the slice. */
export const stateOf = (slice: Slice): BoardState => ({ slice, measure: 'recorded-offences', switches: {} });
