/** The exact permutation test of a difference in means: for a few treated units, where no large-sample interval can be trusted. */
import { at, confidence, count, each, finite, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';

export interface PermutationOptions {
  /** The most assignments to go through one by one; beyond it they are drawn at random, and `seed` is needed. Default 2,000,000. */
  readonly limit?: number;
  readonly seed?: number;
  /** How many to draw where there are too many. Default 100,000. */
  readonly draws?: number;
}

export interface PermutationDifference {
  /** Mean of the treated less mean of the others. */
  readonly difference: number;
  /** Share of assignments with a difference as far from zero or further, either way; at or below it; at or above it. */
  readonly p: number;
  readonly pLower: number;
  readonly pUpper: number;
  /** Standard deviation of the difference over the assignments. */
  readonly standardDeviation: number;
  /** How many assignments there are, or were drawn (the one observed counted among them). */
  readonly assignments: number;
  readonly exact: boolean;
}

/**
 * How often would a difference at least this large come about if treatment had been handed to as many units at random?
 *
 * @param values one for each unit, such as its change from before to after
 * @param treated whether each unit was treated; at least one was and one was not
 * @throws MethodError `shape`, `not-a-number`, `too-few`, `no-variation`, `input` (too many assignments and no seed)
 * @source Fisher (1935), The Design of Experiments, section 21; with draws Phipson and Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9:39
 */
export function permutationTest(values: ArrayLike<number>, treated: ArrayLike<boolean>, options: PermutationOptions = {}): PermutationDifference {
  const y = each('values', values, finite);
  const n = y.length;
  sized('treated', treated, n);
  const chosen = Array.from({ length: n }, (_, i) => i).filter((i) => treated[i]);
  const k = chosen.length;
  if (k === 0 || k === n) throw new MethodError('too-few', 'treated', `there must be a treated unit and one that is not, and ${k} of ${n} are treated`);
  const centred = scaled(y);
  const observed = chosen.reduce((sum, i) => sum + at(centred.values, i), 0);
  const assignments = binomial(n, k);
  const exact = assignments <= positiveCount('limit', options.limit ?? 2_000_000);
  const tally = tallyOf(observed);
  if (exact) everyChoice(centred.values, k, tally.add);
  else {
    if (options.seed === undefined)
      throw new MethodError('input', 'seed', `there are about ${assignments.toPrecision(2)} assignments, too many to go through: give a seed to draw some`);
    const { below } = draws(options.seed);
    const order = Float64Array.from(centred.values);
    // The observed assignment is one of them, so that p cannot be zero.
    tally.add(observed);
    for (let b = positiveCount('draws', options.draws ?? 100_000); b > 0; b--) {
      let sum = 0;
      for (let i = 0; i < k; i++) {
        const j = i + below(n - i);
        const held = at(order, j);
        order[j] = at(order, i);
        order[i] = held;
        sum += held;
      }
      tally.add(sum);
    }
  }
  const { total, far, low, high, squares } = tally.counts;
  // The values sum to zero, so the difference is their sum over the treated times this.
  const factor = centred.size * (1 / k + 1 / (n - k));
  const difference = observed * factor;
  const standardDeviation = Math.sqrt(squares / total) * factor;
  if (!Number.isFinite(difference) || !Number.isFinite(standardDeviation))
    throw new MethodError('too-large', 'values', 'lie so far apart that their means cannot be told as numbers');
  return {
    difference,
    p: far / total,
    pLower: low / total,
    pUpper: high / total,
    standardDeviation,
    assignments: total,
    exact,
  };
}

/** The set of shifts that the test does not reject: a confidence interval for an effect the same on every treated unit. */
export interface PermutationInterval {
  /** Null where the level cannot be reached with so few assignments. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
}

/**
 * Limits of a constant effect by turning the test round: the effects d for which values less d on the treated give no two-sided surprise.
 *
 * @throws MethodError as {@link permutationTest}; `too-large` where the assignments cannot all be gone through
 * @source Rosenbaum (2002), Observational Studies, section 2.6
 */
export function permutationInterval(values: ArrayLike<number>, treated: ArrayLike<boolean>, level = 0.95): PermutationInterval {
  confidence('level', level);
  const { difference, standardDeviation, exact, assignments } = permutationTest(values, treated, { seed: 1, draws: 1 });
  if (!exact || assignments > 50_000) throw new MethodError('too-large', 'values', 'there are too many assignments to turn the test round');
  const alpha = 1 - level;
  const p = (effect: number): number => {
    try {
      return permutationTest(
        Float64Array.from(values, (value, i) => value - (treated[i] ? effect : 0)),
        treated,
      ).p;
    } catch (error) {
      // An effect that explains everything surprises nobody.
      if (error instanceof MethodError && error.code === 'no-variation') return 1;
      throw error;
    }
  };
  const limit = (sign: number): number | null => {
    let inside = difference;
    let outside = difference + sign * Math.max(standardDeviation, Math.abs(difference) * 1e-6);
    for (let step = 0; p(outside) > alpha; step++) {
      if (step === 60) return null;
      inside = outside;
      outside = difference + 2 * (outside - difference);
    }
    for (let step = 0; step < 60 && Math.abs(outside - inside) > 1e-10 * standardDeviation; step++) {
      const middle = (inside + outside) / 2;
      if (p(middle) > alpha) inside = middle;
      else outside = middle;
    }
    return (inside + outside) / 2;
  };
  return { lower: limit(-1), upper: limit(1), level };
}

/** Less their mean, and divided by the largest so that no square overflows. */
function scaled(y: Float64Array): { readonly values: Float64Array; readonly size: number } {
  const mean = y.reduce((sum, value) => sum + value / y.length, 0);
  const size = y.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  const largest = y.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!Number.isFinite(size)) throw new MethodError('too-large', 'values', 'their spread is beyond what can be held');
  if (!(size > 1e-14 * largest)) throw new MethodError('no-variation', 'values', 'are all the same');
  return { values: y.map((value) => (value - mean) / size), size };
}

function tallyOf(observed: number) {
  // Sums that differ by rounding alone are the same assignment's value reached in another order.
  const slack = 1e-11 * (1 + Math.abs(observed));
  const counts = { total: 0, far: 0, low: 0, high: 0, squares: 0 };
  const far = Math.abs(observed) - slack;
  return {
    counts,
    add(sum: number): void {
      counts.total++;
      counts.squares += sum * sum;
      if (Math.abs(sum) >= far) counts.far++;
      if (sum <= observed + slack) counts.low++;
      if (sum >= observed - slack) counts.high++;
    },
  };
}

/** The sum of every choice of k values, by depth first so that each costs one addition. */
function everyChoice(values: Float64Array, k: number, add: (sum: number) => void): void {
  const n = values.length;
  const index = new Int32Array(k);
  const sums = new Float64Array(k + 1);
  let depth = 0;
  index[0] = -1;
  while (depth >= 0) {
    const next = at(index, depth) + 1;
    if (next > n - k + depth) {
      depth--;
      continue;
    }
    index[depth] = next;
    const sum = at(sums, depth) + at(values, next);
    if (depth === k - 1) add(sum);
    else {
      depth++;
      sums[depth] = sum;
      index[depth] = next;
    }
  }
}

/** n choose k, exact while it is below 2^53. */
function binomial(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) product = (product * (n - Math.min(k, n - k) + i)) / i;
  return Math.round(product);
}

function positiveCount(argument: string, value: number): number {
  if (count(argument, value) === 0) throw new MethodError('not-positive', argument, 'must be above zero');
  return value;
}
