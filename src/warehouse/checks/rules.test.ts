/** The rules of the checks on numbers: what is caught, and what must not be. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { monthInt } from '../../reference/index.ts';
import { missingMonths } from './gaps.ts';
import { ownOutliers } from './outlier.ts';
import { ownTotals, partsCheck, partsOfForce } from './parts.ts';
import { peerOutliers } from './peers.ts';
import { repeatedRows } from './repeats.ts';
import { guarded, guardedShare, guardedWords } from './told.ts';
import type { CountsByMonth } from './types.ts';
import { unknownShares } from './unknowns.ts';

const NORFOLK = { id: 26, code: 'norfolk', name: 'Norfolk Constabulary' };
const ROBBERY = { id: 1, code: 'robbery', label: 'Robbery' };
const BURGLARY = { id: 2, code: 'burglary', label: 'Burglary' };
const FIRST = monthInt('2022-01') ?? 0;

const series = (counts: readonly number[], kind = ROBBERY): CountsByMonth => new Map(counts.map((n, at) => [FIRST + at, new Map([[kind.id, n]])]));
const last = (counts: readonly number[]): number[] => [FIRST + counts.length - 1];
const outliers = (counts: readonly number[]) => ownOutliers(NORFOLK, last(counts), series(counts), [ROBBERY]);

/** Thirteen months about 100. */
const STEADY = [98, 103, 100, 95, 104, 99, 101, 97, 106, 100, 94, 102, 101];

describe('a month beside the force’s own earlier months', () => {
  it('catches an outlier, above and below, with the numbers that led to it', () => {
    const above = outliers([...STEADY, 210]);
    assert.equal(above.state, 'found');
    assert.equal(above.findings[0]?.code, 'outlier:norfolk:2023-02:robbery');
    assert.match(above.findings[0]?.words ?? '', /February 2023: Robbery is far above/);
    assert.deepEqual(
      above.findings[0]?.cells.map((cell) => cell.told),
      ['210', '100', '105'],
    );
    assert.match(outliers([...STEADY, 12]).findings[0]?.words ?? '', /far below/);
    assert.equal(outliers([...STEADY, 0]).findings[0]?.cells[0]?.told, '0', 'a kind that is not there at all');
  });

  it('leaves alone what is usual, what is rare, and a season that an earlier year had too', () => {
    assert.equal(outliers([...STEADY, 108]).state, 'clear');
    assert.equal(outliers([0, 1, 0, 0, 2, 0, 1, 0, 0, 1, 0, 0, 1, 4]).state, 'clear', 'four where one is usual is chance');
    const year = [100, 104, 98, 101, 97, 103, 99, 102, 100, 96, 101, 190];
    assert.equal(outliers([...year, ...year]).state, 'clear', 'December is always high');
    assert.equal(outliers([...year, ...year.slice(0, 10), 190]).state, 'found', 'November is not');
  });

  it('does not test with fewer than twelve earlier months, and says so', () => {
    const short = outliers([...STEADY.slice(0, 11), 900]);
    assert.equal(short.state, 'not-tested');
    assert.match(short.untested[0] ?? '', /December 2022 has fewer than 12 earlier months/);
  });

  it('finds nothing in a month that is within the range of the earlier ones', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 12, maxLength: 40 }), fc.nat(), (earlier, pick) => {
        const same = earlier[pick % earlier.length] ?? 0;
        const { middle, far } = { middle: [...earlier].sort((a, b) => a - b)[Math.floor(earlier.length / 2)] ?? 0, far: 0.2 };
        if (Math.abs(same - middle) <= far * middle) assert.equal(outliers([...earlier, same]).state, 'clear');
      }),
    );
  });

  it('tells no count under ten', () => {
    const found = outliers([...STEADY, 4]).findings[0];
    assert.equal(found?.cells[0]?.told, 'fewer than 10');
    assert.ok(!JSON.stringify(found).includes('"4"'));
  });
});

describe('a force beside other forces', () => {
  const force = (robbery: number, burglary: number): CountsByMonth =>
    new Map([
      [
        FIRST,
        new Map([
          [ROBBERY.id, robbery],
          [BURGLARY.id, burglary],
        ]),
      ],
    ]);
  const others = [90, 95, 100, 105, 110, 98, 102, 99].map((n) => force(n, 1000 - n));
  const ask = (own: CountsByMonth, theirs = others) => peerOutliers(NORFOLK, [FIRST], own, theirs, [ROBBERY, BURGLARY]);

  it('names the kind whose share is notably different, and no other', () => {
    const found = ask(force(300, 700));
    assert.deepEqual(
      found.findings.map((each) => each.code),
      ['peers:norfolk:robbery'],
    );
    assert.deepEqual(
      found.findings[0]?.cells.map((cell) => cell.told),
      ['30 %', '10 %'],
    );
    assert.equal(ask(force(104, 896)).state, 'clear');
    assert.equal(ask(force(9, 41)).state, 'clear', 'nine of fifty may be chance');
  });

  it('does not compare with a handful', () => {
    assert.equal(ask(force(300, 700), others.slice(0, 7)).state, 'not-tested');
    assert.equal(ask(force(3, 7)).state, 'not-tested');
  });
});

describe('internal consistency', () => {
  const at = { month: FIRST, kind: ROBBERY };

  it('catches parts that are not equal to their total, either way', () => {
    const told = partsOfForce(NORFOLK, [
      { ...at, total: 120, placed: 110, parts: 125 },
      { ...at, kind: BURGLARY, total: 300, placed: 300, parts: 300 },
      { ...at, month: FIRST + 1, total: 120, placed: 110, parts: 90 },
    ]);
    assert.deepEqual(
      told.map((each) => each.code),
      ['parts:norfolk:2022-01', 'parts:norfolk:2022-02'],
    );
    assert.match(told[0]?.words ?? '', /do not add up to the street-level records \(Robbery\)/);
    assert.deepEqual(partsOfForce(NORFOLK, [{ ...at, total: 120, placed: 110, parts: 115 }]), [], 'records without a place may be in or out');
  });

  it('allows for what a publisher rounds and withholds, and no more', () => {
    const row = { where: '2015/16, Northam', total: 100, sum: 90, parts: 3, withheld: 0 };
    assert.equal(ownTotals([row], { step: 5, withheld: 4 }).length, 0);
    assert.equal(ownTotals([{ ...row, total: 101 }], { step: 5, withheld: 4 }).length, 1);
    assert.equal(ownTotals([{ ...row, total: 103, withheld: 1 }], { step: 5, withheld: 4 }).length, 0);
    assert.equal(ownTotals([{ ...row, total: 91 }], { step: 0, withheld: 0 }).length, 1);
    const many = Array.from({ length: 30 }, (_, n) => ({ ...row, where: `area ${n}`, total: 500 }));
    const check = partsCheck(ownTotals(many, { step: 0, withheld: 0 }), true);
    assert.match(check.findings.at(-1)?.words ?? '', /^10 more/);
    assert.equal(partsCheck([], false).state, 'not-tested');
  });

  it('names the months that are missing in the middle, within the delivery or beside it', () => {
    const months = (...steps: number[]) => steps.map((step) => FIRST + step);
    assert.match(missingMonths(NORFOLK, months(5), months(0, 1, 2, 5, 6)).findings[0]?.words ?? '', /nothing is held for April 2022 to May 2022/);
    assert.equal(missingMonths(NORFOLK, months(6), months(0, 1, 2, 5, 6)).state, 'clear', 'the gap is another delivery’s');
    assert.match(missingMonths(NORFOLK, months(0, 2), months(0, 2)).findings[0]?.words ?? '', /February 2022/);
    assert.equal(missingMonths(NORFOLK, months(3), months(3, 4)).state, 'clear', 'the first is not in the middle');
  });

  it('asks about a file that repeats itself, and not about a few repeats', () => {
    const counts = { read: 1000, accepted: 900, quarantined: 0, repeats: 100 };
    assert.equal(repeatedRows(counts).state, 'found');
    assert.equal(repeatedRows({ ...counts, accepted: 960, repeats: 40 }).state, 'clear');
    assert.equal(repeatedRows({ read: 20, accepted: 15, quarantined: 0, repeats: 5 }).state, 'clear');
  });

  it('notices a sudden change of what is unknown, and not a drift within chance', () => {
    const held = (shares: readonly number[], all = 400) =>
      new Map(shares.map((share, step) => [FIRST + step, { all, unknown: new Map([['age_band', Math.round(share * all)]]) }]));
    const ask = (shares: readonly number[], all = 400) =>
      unknownShares(NORFOLK, [FIRST + shares.length - 1], held(shares, all), [{ column: 'age_band', title: 'age band' }]);
    const found = ask([0.1, 0.12, 0.11, 0.09, 0.3]);
    assert.match(found.findings[0]?.words ?? '', /without a known age band rose suddenly/);
    assert.match(found.findings[0]?.cells[0]?.told ?? '', /^30 % of 400/);
    assert.match(ask([0.3, 0.32, 0.31, 0.29, 0.1]).findings[0]?.words ?? '', /fell suddenly/);
    assert.equal(ask([0.1, 0.12, 0.11, 0.09, 0.13]).state, 'clear');
    assert.equal(ask([0.1, 0.3, 0.1, 0.1, 0.29]).state, 'clear', 'it was so before');
    assert.equal(ask([0.1, 0.12, 0.3]).state, 'not-tested');
    assert.equal(ask([0.1, 0.12, 0.11, 0.09, 0.3], 40).state, 'not-tested');
  });
});

describe('what may be told', () => {
  it('tells no count of 1 to 9, and none exactly but zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (n) => {
        const told = guarded(n);
        if (n === 0) assert.equal(told, 0);
        else if (n < 10) assert.equal(told, null);
        else assert.ok(told !== null && told % 5 === 0 && Math.abs(told - n) <= 2);
      }),
    );
    assert.equal(guardedWords(3), 'fewer than 10');
    assert.equal(guardedWords(1234), '1,235');
    assert.equal(guardedShare(4, 100), 'too few to tell');
    assert.equal(guardedShare(0, 100), '0 %');
  });
});
