/** A force's month that is far from that force's own earlier months (requirement R161). Pure. */
import { exactPoisson } from '../../methods/index.ts';
import { monthText } from '../../reference/index.ts';
import { monthWords } from '../figure/values.ts';
import { FAR, middleAndSpread } from './robust.ts';
import { guardedWords } from './told.ts';
import { type Check, type CheckFinding, checkOf, type CountsByMonth, type Kind, type Supplier } from './types.ts';

/** Earlier months that there must be, and that are looked at. */
const FEWEST = 12;
const MOST = 36;
/** A quarter of what is usual: less is no reason to ask anybody, however sure. */
const LEAST = 0.25;
const LEVEL = 0.998;
const YEAR = 12;

const OUTLIER = {
  id: 'outlier',
  title: 'Months far from the force’s own earlier ones',
  rule: `A month’s count of a kind is far from usual where it is more than ${FAR} spreads from the median of the force’s earlier months (up to ${MOST}; a spread is 1.4826 times their median absolute deviation, and never less than chance alone gives), differs from that median by a quarter or more, is beyond the Poisson limits of chance (99.8 %), and no earlier year had the same month as far. With fewer than ${FEWEST} earlier months it is not tested.`,
} as const;

/** @param months those of the delivery; @param held all that is held of the force */
export function ownOutliers(supplier: Supplier, months: readonly number[], held: CountsByMonth, kinds: readonly Kind[]): Check {
  const findings: CheckFinding[] = [];
  const short: number[] = [];
  for (const month of months) {
    const earlier = [...held.keys()]
      .filter((each) => each < month)
      .sort((a, b) => b - a)
      .slice(0, MOST);
    if (earlier.length < FEWEST) {
      short.push(month);
      continue;
    }
    for (const kind of kinds) {
      const found = farMonth(held, month, earlier, kind);
      if (found !== null) findings.push(said(supplier, month, kind, found));
    }
  }
  const untested =
    short.length === 0
      ? []
      : [
          `${supplier.name}: ${short.length === 1 ? `${monthWords(monthText(short[0] ?? 0))} has` : `${short.length} months have`} fewer than ${FEWEST} earlier months to compare with.`,
        ];
  return checkOf(OUTLIER, { findings, untested, tested: short.length < months.length });
}

interface Far {
  readonly count: number;
  readonly usual: number;
  readonly sameMonths: readonly { readonly month: number; readonly count: number }[];
  readonly months: number;
}

/** A month that the force supplied, without a record of the kind, had none. */
const countOf = (held: CountsByMonth, month: number, kind: number): number => held.get(month)?.get(kind) ?? 0;

function farMonth(held: CountsByMonth, month: number, earlier: readonly number[], kind: Kind): Far | null {
  const count = countOf(held, month, kind.id);
  const { middle, spread } = middleAndSpread(earlier.map((each) => countOf(held, each, kind.id)));
  const chance = Math.sqrt(Math.max(middle, 1));
  const far = (from: number): boolean => Math.abs(count - from) > FAR * Math.max(spread, chance);
  if (!far(middle) || Math.abs(count - middle) < LEAST * Math.max(middle, 1)) return null;
  const { lower, upper } = exactPoisson(count, LEVEL);
  if (middle >= lower && middle <= upper) return null;
  // A season: an earlier year had much the same in this month.
  const sameMonths = earlier.filter((each) => (month - each) % YEAR === 0).map((each) => ({ month: each, count: countOf(held, each, kind.id) }));
  if (sameMonths.some((each) => !far(each.count))) return null;
  return { count, usual: middle, sameMonths, months: earlier.length };
}

function said(supplier: Supplier, month: number, kind: Kind, { count, usual, sameMonths, months }: Far): CheckFinding {
  const when = monthWords(monthText(month));
  return {
    code: `outlier:${supplier.code}:${monthText(month)}:${kind.code}`,
    words: `${supplier.name}, ${when}: ${kind.label} is far ${count > usual ? 'above' : 'below'} the force’s own earlier months.`,
    cells: [
      { what: when, told: guardedWords(count) },
      { what: `Median of the ${months} months before`, told: guardedWords(Math.round(usual)) },
      ...sameMonths.map((each) => ({ what: monthWords(monthText(each.month)), told: guardedWords(each.count) })),
    ],
  };
}
