/** Do events that lie close together in space also lie close together in time? Knox's test, and the near-repeat tables made of it. */
import type KDBush from 'kdbush';
import { at, each, entry, finite, nonNegative, sized } from '../check.ts';
import { poissonUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { treeOf } from './distance.ts';
import { permutationsOf } from './global.ts';

export interface SpaceTimeEvents {
  /** Eastings and northings on a flat grid, in one unit (metres). */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** When: days counted from any day. */
  readonly day: ArrayLike<number>;
  /** `euclidean` (default): as the crow flies. `manhattan`: along a square street grid. */
  readonly metric?: 'euclidean' | 'manhattan';
}

/** The most pairs of events within the longest distance that are taken on. */
const CLOSE_PAIR_LIMIT = 20_000_000;

interface ClosePairs {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly far: Float64Array;
}

/** Every pair of events at most `distance` apart. */
function closePairs({ x, y, metric }: SpaceTimeEvents, distance: number, argument: string): ClosePairs {
  const tree: KDBush = treeOf(x, y);
  let first = new Int32Array(1024);
  let second = new Int32Array(1024);
  let far = new Float64Array(1024);
  let pairs = 0;
  const reach = distance * (1 + 1e-12);
  for (let i = 0; i < x.length; i++) {
    const px = at(x, i);
    const py = at(y, i);
    const near = metric === 'manhattan' ? tree.range(px - reach, py - reach, px + reach, py + reach) : tree.within(px, py, reach);
    for (const j of near) {
      if (j <= i) continue;
      const dx = Math.abs(at(x, j) - px);
      const dy = Math.abs(at(y, j) - py);
      const apart = metric === 'manhattan' ? dx + dy : Math.sqrt(dx * dx + dy * dy);
      if (apart > distance) continue;
      if (pairs === first.length) {
        if (pairs >= CLOSE_PAIR_LIMIT)
          throw new MethodError(
            'too-large',
            argument,
            `more than ${CLOSE_PAIR_LIMIT.toLocaleString('en-GB')} pairs of events lie within ${distance}; use a shorter distance or fewer events`,
          );
        const room = Math.min(CLOSE_PAIR_LIMIT, pairs * 2);
        [first, second, far] = [grown(first, new Int32Array(room)), grown(second, new Int32Array(room)), grown(far, new Float64Array(room))];
      }
      first[pairs] = i;
      second[pairs] = j;
      far[pairs++] = apart;
    }
  }
  return { first: first.slice(0, pairs), second: second.slice(0, pairs), far: far.slice(0, pairs) };
}

function grown<T extends { set: (from: T) => void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

function checkEvents(events: SpaceTimeEvents): Float64Array {
  if (events.x.length < 3) throw new MethodError('too-few', 'x', `needs at least 3 events, and has ${events.x.length}`);
  sized('y', events.y, events.x.length);
  return each('day', sized('day', events.day, events.x.length), finite);
}

/** Pairs of days less than `apart` (or, with `orEqual`, at most `apart`) from one another: two hands over the sorted days. */
function pairsInTime(sorted: Float64Array, apart: number, orEqual: boolean): number {
  let pairs = 0;
  for (let late = 1, early = 0; late < sorted.length; late++) {
    while (early < late && (orEqual ? at(sorted, late) - at(sorted, early) > apart : at(sorted, late) - at(sorted, early) >= apart)) early++;
    pairs += late - early;
  }
  return pairs;
}

export interface Knox {
  readonly pairs: number;
  /** Pairs at most `distance` apart. */
  readonly closeInSpace: number;
  /** Pairs at most `days` apart. */
  readonly closeInTime: number;
  /** Pairs that are both: Knox's statistic. */
  readonly closeInBoth: number;
  /** What chance would give were time and place unconnected: closeInSpace x closeInTime / pairs, exact over all orders of the days. */
  readonly expected: number;
  /** closeInBoth / expected; null where nothing is expected. */
  readonly ratio: number | null;
  /** Chance of so many or more were the number Poisson: good where close pairs are few and share few events. */
  readonly pPoisson: number;
  /** The same from random orders of the days; null where none were asked for. */
  readonly pPermutation: number | null;
}

/**
 * Knox's test of space-time interaction.
 *
 * @param distance closest distance, unit of the coordinates, 0 or more; @param days closest time, 0 or more; pairs exactly so far apart are close
 * @param permutation random orders of the days for `pPermutation`, with their seed
 * @throws MethodError `shape`, `too-few` (under 3 events), `negative`, `not-a-number`, `too-large` (close pairs), `not-positive` (permutations)
 * @source Knox (1964), Applied Statistics 13:25; as R surveillance `knox`
 */
export function knox(events: SpaceTimeEvents, distance: number, days: number, permutation?: { readonly permutations: number; readonly seed: number }): Knox {
  const day = checkEvents(events);
  nonNegative('distance', distance);
  nonNegative('days', days);
  const n = day.length;
  const pairs = (n * (n - 1)) / 2;
  const { first, second } = closePairs(events, distance, 'distance');
  const closeInTime = pairsInTime(day.slice().sort(), days, true);
  const both = (when: Float64Array): number => {
    let close = 0;
    for (let pair = 0; pair < first.length; pair++) if (Math.abs(at(when, at(first, pair)) - at(when, at(second, pair))) <= days) close++;
    return close;
  };
  const closeInBoth = both(day);
  const expected = (first.length * closeInTime) / pairs;
  let pPermutation: number | null = null;
  if (permutation !== undefined) {
    const permutations = permutationsOf(permutation.permutations);
    const random = draws(permutation.seed);
    let asMany = 0;
    for (let r = 0; r < permutations; r++) {
      random.shuffle(day);
      if (both(day) >= closeInBoth) asMany++;
    }
    pPermutation = (asMany + 1) / (permutations + 1);
  }
  return {
    pairs,
    closeInSpace: first.length,
    closeInTime,
    closeInBoth,
    expected,
    ratio: expected > 0 ? closeInBoth / expected : null,
    pPoisson: closeInBoth === 0 ? 1 : expected > 0 ? poissonUpperTail(closeInBoth, expected) : 1,
    pPermutation,
  };
}

export interface NearRepeatOptions {
  /** Where the bands of distance begin: from 0, ascending. [0, 1, 200, 400] makes [0, 1), [1, 200), [200, 400) and 400 and more. */
  readonly space: readonly number[];
  /** Where the bands of days begin, likewise. */
  readonly time: readonly number[];
  readonly permutations: number;
  readonly seed: number;
}

/** Tables have a row for each band of distance and a column for each band of days; the last of each is open. */
export interface NearRepeat {
  readonly observed: number[][];
  /** Row total x column total / pairs: the mean over all orders of the days, exact. */
  readonly expected: number[][];
  /** observed / expected; null where nothing is expected. */
  readonly ratio: (number | null)[][];
  readonly simulatedMean: number[][];
  readonly simulatedMedian: number[][];
  /** Share of the random orders, the observed one among them, with so many or more pairs in the cell. One-sided, not adjusted for the many cells. */
  readonly p: number[][];
  readonly pairs: number;
  readonly permutations: number;
  readonly seed: number;
}

/** The most simulated counts that are kept for the medians. */
const KEPT_LIMIT = 50_000_000;

/**
 * Near-repeat tables: pairs of events by distance and days between them, against random orders of the days.
 *
 * @throws MethodError as {@link knox}; `too-few` (fewer than 2 band starts), `inconsistent` (bands not from 0 or not ascending), `too-large`
 * @source Johnson et al. (2007), Journal of Quantitative Criminology 23:201; Ratcliffe (2009), Near Repeat Calculator; as R NearRepeat
 */
export function nearRepeat(events: SpaceTimeEvents, options: NearRepeatOptions): NearRepeat {
  const day = checkEvents(events);
  const space = bands('space', options.space);
  const time = bands('time', options.time);
  const permutations = permutationsOf(options.permutations);
  const [rows, columns] = [space.length, time.length];
  const cells = rows * columns;
  if (permutations * cells > KEPT_LIMIT)
    throw new MethodError('too-large', 'permutations', `${permutations} of ${cells} cells are too many; use fewer of either`);
  const n = day.length;
  const pairs = (n * (n - 1)) / 2;
  const sorted = day.slice().sort();
  const below = [...time.slice(1)].map((limit) => pairsInTime(sorted, limit, false));
  const columnTotals = time.map((_, t) => (t === columns - 1 ? pairs : entry(below, t)) - (t === 0 ? 0 : entry(below, t - 1)));
  const close = closePairs(events, entry(space, rows - 1), 'space');
  const row = Int32Array.from(close.far, (far) => bandOf(space, far));
  const rowTotals = new Float64Array(rows);
  for (const r of row) rowTotals[r] = at(rowTotals, r) + 1;
  rowTotals[rows - 1] = pairs;
  for (let r = 0; r < rows - 1; r++) rowTotals[rows - 1] = at(rowTotals, rows - 1) - at(rowTotals, r);

  const table = new Int32Array(cells);
  const limits = Float64Array.from(time);
  // The open last band of distance is what the others leave of each column: only close pairs are ever looked at.
  const fill = (): void => {
    table.fill(0);
    for (let pair = 0; pair < row.length; pair++) {
      const r = at(row, pair);
      if (r === rows - 1) continue;
      const apart = Math.abs(at(day, at(close.first, pair)) - at(day, at(close.second, pair)));
      let t = columns - 1;
      while (at(limits, t) > apart) t--;
      const cell = r * columns + t;
      table[cell] = at(table, cell) + 1;
    }
    for (let t = 0; t < columns; t++) {
      let rest = entry(columnTotals, t);
      for (let r = 0; r < rows - 1; r++) rest -= at(table, r * columns + t);
      table[(rows - 1) * columns + t] = rest;
    }
  };
  fill();
  const observed = table.slice();
  const asMany = new Int32Array(cells);
  const kept = new Int32Array(cells * permutations);
  const random = draws(options.seed);
  for (let p = 0; p < permutations; p++) {
    random.shuffle(day);
    fill();
    for (let cell = 0; cell < cells; cell++) {
      kept[cell * permutations + p] = at(table, cell);
      if (at(table, cell) >= at(observed, cell)) asMany[cell] = at(asMany, cell) + 1;
    }
  }
  const expected = (cell: number): number => (at(rowTotals, Math.floor(cell / columns)) * entry(columnTotals, cell % columns)) / pairs;
  const tableOf = <T>(value: (cell: number) => T): T[][] => space.map((_, r) => time.map((__, t) => value(r * columns + t)));
  const simulated = (cell: number): Int32Array => kept.subarray(cell * permutations, (cell + 1) * permutations);
  return {
    observed: tableOf((cell) => at(observed, cell)),
    expected: tableOf(expected),
    ratio: tableOf((cell) => (expected(cell) > 0 ? at(observed, cell) / expected(cell) : null)),
    simulatedMean: tableOf((cell) => simulated(cell).reduce((sum, value) => sum + value, 0) / permutations),
    simulatedMedian: tableOf((cell) => median(simulated(cell))),
    p: tableOf((cell) => (at(asMany, cell) + 1) / (permutations + 1)),
    pairs,
    permutations,
    seed: options.seed,
  };
}

function bands(argument: string, starts: readonly number[]): readonly number[] {
  if (starts.length < 2) throw new MethodError('too-few', argument, 'needs at least 2 band starts, such as 0 and 200');
  starts.forEach((start, i) => {
    finite(`${argument}[${i}]`, start);
    if (i === 0 && start !== 0) throw new MethodError('inconsistent', `${argument}[0]`, `the first band must begin at 0, and begins at ${start}`);
    if (i > 0 && start <= entry(starts, i - 1)) throw new MethodError('inconsistent', `${argument}[${i}]`, 'the bands must ascend');
  });
  return starts;
}

function bandOf(starts: readonly number[], value: number): number {
  let band = starts.length - 1;
  while (entry(starts, band) > value) band--;
  return band;
}

function median(values: Int32Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2;
}
