/** Parts that do not add up to the total that is given for them (requirement R161). Pure. */
import { monthText } from '../../reference/index.ts';
import { monthWords } from '../figure/values.ts';
import { guardedWords } from './told.ts';
import { type Check, type CheckCell, type CheckFinding, checkOf, type Kind, type Supplier } from './types.ts';

/** Findings shown one by one; the rest are told as a number. */
const MOST = 20;

const PARTS = {
  id: 'parts',
  title: 'Parts that are not equal to their total',
  rule: 'Where two files say the same thing at two levels, or a file has a total of its own, the parts must add up to the total. Counts by LSOA must be no fewer than the force’s street-level records of the month that have a place, and no more than all of them. Where the publisher rounds its numbers or withholds small ones, that much is allowed for.',
} as const;

/** One kind of one month of one force, held as records and as counts by area. */
export interface TwoLevels {
  readonly month: number;
  readonly kind: Kind;
  /** Records, and those of them that have a place. */
  readonly total: number;
  readonly placed: number;
  /** Sum of the counts by area. */
  readonly parts: number;
}

/** One finding a month, with the kinds that disagree. */
export function partsOfForce(supplier: Supplier, rows: readonly TwoLevels[]): CheckFinding[] {
  const wrong = rows.filter(({ parts, total, placed }) => parts < placed || parts > total);
  return [...Map.groupBy(wrong, (row) => row.month)].map(([month, held]) => ({
    code: `parts:${supplier.code}:${monthText(month)}`,
    words: `${supplier.name}, ${monthWords(monthText(month))}: the counts by LSOA do not add up to the street-level records (${held.map((row) => row.kind.label).join(', ')}).`,
    cells: held.flatMap(({ kind, parts, total, placed }): CheckCell[] => [
      { what: `${kind.label}: counts by LSOA, added up`, told: guardedWords(parts) },
      { what: `${kind.label}: street-level records, all and with a place`, told: `${guardedWords(total)}; ${guardedWords(placed)}` },
    ]),
  }));
}

/** A total that a file itself gives, with what its parts come to. */
export interface OwnTotal {
  /** Where in the file, in words: `2016/17, England, permanent, bullying`. */
  readonly where: string;
  readonly total: number;
  readonly sum: number;
  readonly parts: number;
  /** Parts that the publisher withheld. */
  readonly withheld: number;
}

/** How a publisher's numbers may differ from their sum: half a rounding step each, and what a withheld one can be at most. */
export interface Allowance {
  readonly step: number;
  readonly withheld: number;
}

/** The numbers are the publisher's own and are told as they are. */
export function ownTotals(rows: readonly OwnTotal[], { step, withheld }: Allowance): CheckFinding[] {
  return rows
    .filter((row) => {
      const slack = (step / 2) * (row.parts + 1);
      return row.total < row.sum - slack || row.total > row.sum + slack + withheld * row.withheld;
    })
    .map((row) => ({
      code: `parts:${row.where}`,
      words: `${row.where}: the parts do not add up to the file’s own total.`,
      cells: [
        { what: 'Total in the file', told: row.total.toLocaleString('en-GB') },
        { what: `Sum of its ${row.parts} parts${row.withheld > 0 ? ` (${row.withheld} withheld)` : ''}`, told: row.sum.toLocaleString('en-GB') },
      ],
    }));
}

export function partsCheck(findings: readonly CheckFinding[], tested: boolean, untested: readonly string[] = []): Check {
  const more = findings.length - MOST;
  const shown =
    more <= 0 ? findings : [...findings.slice(0, MOST), { code: 'parts:more', words: `${more} more totals are not the sum of their parts.`, cells: [] }];
  return checkOf(PARTS, { findings: shown, untested, tested });
}
