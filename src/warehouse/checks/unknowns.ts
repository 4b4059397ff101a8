/** A sudden change of how much is unknown: the same force’s records before and now are then not alike (requirement R161). Pure. */
import { proportionDifference } from '../../methods/index.ts';
import { monthText } from '../../reference/index.ts';
import { monthWords } from '../figure/values.ts';
import { guardedShare, guardedWords } from './told.ts';
import { type Check, type CheckFinding, checkOf, type Supplier } from './types.ts';

/** Records of a month in all, and those without a value in each field. */
export interface UnknownMonth {
  readonly all: number;
  readonly unknown: ReadonlyMap<string, number>;
}

export interface UnknownField {
  readonly column: string;
  /** `age band`, within a sentence. */
  readonly title: string;
}

const FEWEST_MONTHS = 3;
const MOST_MONTHS = 12;
const RECORDS = 50;
/** Five percentage points. */
const LEAST = 0.05;
const LEVEL = 0.999;

const UNKNOWNS = {
  id: 'unknown',
  title: 'A sudden change of the share that is unknown',
  rule: `The share of a month’s records without a value is ${100 * LEAST} percentage points or more away from the share in the months before it (up to ${MOST_MONTHS} together), beyond what chance explains (99.9 % interval of the difference), and outside every one of those months. Months of fewer than ${RECORDS} records, and those with fewer than ${FEWEST_MONTHS} such months before them, are not tested.`,
} as const;

export function unknownShares(supplier: Supplier, months: readonly number[], held: ReadonlyMap<number, UnknownMonth>, fields: readonly UnknownField[]): Check {
  const findings: CheckFinding[] = [];
  let tested = 0;
  for (const month of months) {
    const now = held.get(month);
    const before = [...held]
      .filter(([each, { all }]) => each < month && all >= RECORDS)
      .sort(([a], [b]) => b - a)
      .slice(0, MOST_MONTHS)
      .map(([, each]) => each);
    if (now === undefined || now.all < RECORDS || before.length < FEWEST_MONTHS) continue;
    tested += 1;
    for (const field of fields) {
      const found = moved(now, before, field.column);
      if (found === null) continue;
      const when = monthWords(monthText(month));
      findings.push({
        code: `unknown:${supplier.code}:${monthText(month)}:${field.column}`,
        words: `${supplier.name}, ${when}: the share of records without a known ${field.title} ${found.up ? 'rose' : 'fell'} suddenly.`,
        cells: [
          { what: `Unknown, ${when}`, told: `${guardedShare(found.part, now.all)} of ${guardedWords(now.all)}` },
          { what: `Unknown, ${before.length} months before`, told: `${guardedShare(found.earlier, found.all)} of ${guardedWords(found.all)}` },
        ],
      });
    }
  }
  const left = months.length - tested;
  const untested =
    left === 0 ? [] : [`${supplier.name}: ${left === 1 ? 'one month has' : `${left} months have`} too few records, or too few months before, to tell.`];
  return checkOf(UNKNOWNS, { findings, untested, tested: tested > 0 });
}

function moved(now: UnknownMonth, before: readonly UnknownMonth[], column: string) {
  const of = (month: UnknownMonth): number => month.unknown.get(column) ?? 0;
  const part = of(now);
  const earlier = before.reduce((sum, each) => sum + of(each), 0);
  const all = before.reduce((sum, each) => sum + each.all, 0);
  const share = part / now.all;
  const shares = before.map((each) => of(each) / each.all);
  if (Math.abs(share - earlier / all) < LEAST) return null;
  if (share >= Math.min(...shares) && share <= Math.max(...shares)) return null;
  const { lower, upper } = proportionDifference(part, now.all, earlier, all, { level: LEVEL });
  return lower > 0 || upper < 0 ? { part, earlier, all, up: lower > 0 } : null;
}
