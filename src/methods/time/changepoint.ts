/** Where a series changes: the best segmentation (PELT), a greedy one (binary segmentation), and the one most likely change (AMOC). */
import { at, entry } from '../check.ts';
import { type ChangepointOptions, type Changepoints, type Costs, segmentCosts } from './changepoint-cost.ts';
import { wholeFrom } from './series.ts';

/**
 * Pruned exact linear time: of all segmentations, the one with the least cost of segments plus a penalty a change. Exact, minimum length
 * and modified criterion included: a candidate is dropped only when it can never again be the best.
 *
 * @param values one entry a step, no gaps; counts for `poisson`
 * @throws MethodError `not-a-number` (a gap), `too-few`, `no-variation`, `negative`, `not-whole`, `not-positive`, `out-of-range`, `too-large`
 * @source Killick, Fearnhead and Eckley (2012), JASA 107:1590; as R changepoint `cpt.mean`, `cpt.var`, `cpt.meanvar` with method PELT
 */
export function pelt(values: ArrayLike<number>, options: ChangepointOptions): Changepoints {
  const costs = segmentCosts(values, options);
  const { n, minimumLength, penalty, plain, cost } = costs;
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(n + 1);
  best[0] = -penalty;
  // Ends of a last segment but one that may still be best, and from which end on each is known never to be.
  const candidates = new Int32Array(n + 1);
  const dropAt = new Int32Array(n + 1).fill(n + 1);
  let size = 0;
  for (let end = minimumLength; end <= n; end++) {
    const newest = end - minimumLength;
    if (newest === 0 || newest >= minimumLength) candidates[size++] = newest;
    let least = Number.POSITIVE_INFINITY;
    let kept = 0;
    for (let i = 0; i < size; i++) {
      const start = candidates[i] as number;
      if ((dropAt[start] as number) <= end) continue;
      candidates[kept++] = start;
      const total = (best[start] as number) + cost(start, end) + penalty;
      if (total < least) {
        least = total;
        before[end] = start;
      }
    }
    size = kept;
    best[end] = least;
    // A segment from `start` past `end` costs at least its two parts, so a change at `end` is no worse once a segment fits behind it.
    for (let i = 0; i < size; i++) {
      const start = candidates[i] as number;
      if (dropAt[start] === n + 1 && (best[start] as number) + plain(start, end) > least) dropAt[start] = end + minimumLength;
    }
  }
  const changes: number[] = [];
  for (let end = at(before, n); end > 0; end = at(before, end)) changes.push(end);
  return costs.describe(changes.reverse(), at(best, n));
}

/**
 * Binary segmentation: the change that saves most, then the one that saves most in either half, and so on while a change saves the penalty.
 * Quick and greedy: it can miss a short spell between two like levels, which {@link pelt} does not.
 *
 * @param options.maximum most changes to look for; as many as there are unless given
 * @throws MethodError as {@link pelt}
 * @source Scott and Knott (1974), Biometrics 30:507; Edwards and Cavalli-Sforza (1965), Biometrics 21:362
 */
export function binarySegmentation(values: ArrayLike<number>, options: ChangepointOptions & { readonly maximum?: number }): Changepoints {
  const costs = segmentCosts(values, options);
  const maximum = wholeFrom('maximum', options.maximum ?? costs.n, 1);
  const open = [bestSplit(costs, 0, costs.n)];
  const changes: number[] = [];
  while (changes.length < maximum) {
    const i = open.reduce((most, split, j) => (split.saving > entry(open, most).saving ? j : most), 0);
    const { from, to, split, saving } = entry(open, i);
    if (saving < costs.penalty || split === 0) break;
    changes.push(split);
    open.splice(i, 1, bestSplit(costs, from, split), bestSplit(costs, split, to));
  }
  return described(costs, changes);
}

/**
 * At most one change: the split that saves most, if it saves the penalty.
 *
 * @throws MethodError as {@link pelt}
 * @source Hinkley (1970), Biometrika 57:1; as R changepoint with method AMOC
 */
export function singleChangepoint(values: ArrayLike<number>, options: ChangepointOptions): Changepoints {
  return binarySegmentation(values, { ...options, maximum: 1 });
}

interface Split {
  readonly from: number;
  readonly to: number;
  /** 0 where the segment is too short to be split. */
  readonly split: number;
  readonly saving: number;
}

function bestSplit(costs: Costs, from: number, to: number): Split {
  let split = 0;
  let saving = Number.NEGATIVE_INFINITY;
  const whole = costs.cost(from, to);
  for (let end = from + costs.minimumLength; end <= to - costs.minimumLength; end++) {
    const saved = whole - costs.cost(from, end) - costs.cost(end, to);
    if (saved > saving) {
      saving = saved;
      split = end;
    }
  }
  return { from, to, split, saving };
}

function described(costs: Costs, changes: number[]): Changepoints {
  changes.sort((a, b) => a - b);
  const ends = [0, ...changes, costs.n];
  let total = costs.penalty * changes.length;
  for (let i = 1; i < ends.length; i++) total += costs.cost(entry(ends, i - 1), entry(ends, i));
  return costs.describe(changes, total);
}
