/** A force whose records are made up notably unlike those of other forces in the same months (requirement R161). Pure. */
import { wilson } from '../../methods/index.ts';
import { FAR, median, middleAndSpread } from './robust.ts';
import { guardedShare } from './told.ts';
import { type Check, type CheckFinding, checkOf, type CountsByMonth, type Kind, type Supplier } from './types.ts';

/** Other forces that there must be, and records of each. */
const FEWEST = 8;
const RECORDS = 50;
/** Half as much again, or two thirds. */
const LEAST = 1.5;
const LEVEL = 0.998;

const PEERS = {
  id: 'peers',
  title: 'Notably different from other forces',
  rule: `The share of a kind among the force’s records of these months is more than ${FAR} spreads from the median of the other forces’ shares in the same months, and is half as much again or under two thirds of it, beyond what chance explains (Wilson limits, 99.8 %). Shares and not rates: residents play no part. With fewer than ${FEWEST} other forces that hold ${RECORDS} records or more in all of these months it is not tested.`,
} as const;

/** @param others what is held of each other force that may be compared; @param kinds without “all together” */
export function peerOutliers(
  supplier: Supplier,
  months: readonly number[],
  held: CountsByMonth,
  others: readonly CountsByMonth[],
  kinds: readonly Kind[],
): Check {
  const mine = pooled(held, months);
  const theirs = others.filter((each) => months.every((month) => each.has(month))).map((each) => pooled(each, months));
  const peers = theirs.filter((each) => each.all >= RECORDS);
  if (peers.length < FEWEST || mine.all < RECORDS) {
    const why =
      mine.all < RECORDS
        ? `fewer than ${RECORDS} records of these months`
        : `${peers.length === 0 ? 'no other force holds' : `only ${peers.length} other ${peers.length === 1 ? 'force holds' : 'forces hold'}`} enough records of all of these months, where ${FEWEST} are needed`;
    return checkOf(PEERS, { findings: [], untested: [`${supplier.name}: ${why}.`], tested: false });
  }
  const findings = kinds.flatMap((kind): CheckFinding[] => {
    const part = mine.of.get(kind.id) ?? 0;
    const share = part / mine.all;
    const shares = peers.map((each) => (each.of.get(kind.id) ?? 0) / each.all);
    const { middle, spread } = middleAndSpread(shares);
    const chance = Math.sqrt((middle * (1 - middle)) / mine.all);
    if (Math.abs(share - middle) <= FAR * Math.max(spread, chance)) return [];
    if (share < middle * LEAST && share * LEAST > middle) return [];
    const limits = wilson(part, mine.all, LEVEL);
    if (middle >= limits.lower && middle <= limits.upper) return [];
    return [
      {
        code: `peers:${supplier.code}:${kind.code}`,
        words: `${supplier.name}: ${kind.label} is a ${share > middle ? 'much larger' : 'much smaller'} share of its records than in other forces.`,
        cells: [
          { what: `${supplier.name}, share of its records`, told: guardedShare(part, mine.all) },
          {
            what: `Median share of ${peers.length} other forces`,
            told: guardedShare(middle * median(peers.map((each) => each.all)), median(peers.map((each) => each.all))),
          },
        ],
      },
    ];
  });
  return checkOf(PEERS, { findings, untested: [], tested: true });
}

interface Pooled {
  readonly of: ReadonlyMap<number, number>;
  readonly all: number;
}

function pooled(held: CountsByMonth, months: readonly number[]): Pooled {
  const of = new Map<number, number>();
  let all = 0;
  for (const month of months) {
    for (const [kind, n] of held.get(month) ?? []) {
      of.set(kind, (of.get(kind) ?? 0) + n);
      all += n;
    }
  }
  return { of, all };
}
