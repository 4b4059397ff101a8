/**
 * The model of Fellegi and Sunter: pairs of records are matches (share lambda) or not, and given which, fields agree independently of each
 * other, with probabilities m (among matches) and u (among the rest) of every level of agreement.
 */
import { count, positive, share } from '../check.ts';
import { MethodError } from '../error.ts';
import { MISSING_LEVEL } from './level.ts';
import { type AgreementPatterns, checkPatterns } from './patterns.ts';

export interface LinkageModel {
  /** Share of the pairs that are matches. */
  readonly lambda: number;
  /** One list for each field: probability of each level among matches; adds to 1. */
  readonly m: readonly (readonly number[])[];
  /** Likewise among pairs that are no match. */
  readonly u: readonly (readonly number[])[];
}

export interface FitOptions {
  /**
   * Where the search starts. A single number for m or u is the probability that a field agrees fully. Default 0.1 of pairs matches, m 0.9, u 0.1.
   * The likelihood can have several peaks, and the start decides which one is climbed.
   */
  readonly start?: { readonly lambda?: number; readonly m?: number | LinkageModel['m']; readonly u?: number | LinkageModel['u'] };
  /** Kept as started: best for u, when it was counted among random pairs. */
  readonly hold?: readonly ('lambda' | 'm' | 'u')[];
  /** Finished when no probability moves by more than this in a round. Default 1e-9. */
  readonly tolerance?: number;
  /** Default 5,000. */
  readonly maxIterations?: number;
}

export interface LinkageFit extends LinkageModel {
  /** Natural logarithm, without the constant of the multinomial. Never falls from one round to the next. */
  readonly logLikelihood: number;
  /** Rounds of EM. */
  readonly iterations: number;
  /** The largest move of a probability in the last round. */
  readonly change: number;
  /** Most fields agree less often among "matches": the search climbed the peak where the classes have changed names. Do not use. */
  readonly reversed: boolean;
}

/**
 * Estimates m, u and lambda from agreement patterns alone, by EM (no training pairs). A missing comparison takes no part: missing at random is assumed,
 * which is false where values are missing more often for one kind of person.
 *
 * The result describes two groups of pairs that differ in how often fields agree. Whether they are matches and the rest depends on there being
 * enough of both: where blocking leaves few matches or all pairs agree on much, it can find something else (cousins, households,
 * a common surname). Hold u at what random pairs show where you can, and look at pairs of every weight.
 *
 * @param patterns from `countPatterns`; counts may be any weights of 0 or more
 * @throws MethodError `too-few` when there are more probabilities than the patterns can tell (fewer than three fields with nothing held),
 *   `no-variation` when every pair has the same pattern or the start does not tell the classes apart, `not-converged` after the last
 *   round or when one class emptied, `inconsistent` when a pattern is impossible at the held probabilities; `shape`, `negative`, `out-of-range`
 * @source Fellegi and Sunter (1969), JASA 64:1183; Winkler (1988), Using the EM algorithm for weight computation; Dempster, Laird and Rubin (1977), JRSS B 39:1
 */
export function fitFellegiSunter(patterns: AgreementPatterns, options: FitOptions = {}): LinkageFit {
  const size = checkPatterns(patterns);
  const { levels, vectors, counts } = patterns;
  const fields = levels.length;
  const tolerance = positive('tolerance', options.tolerance ?? 1e-9);
  const maxIterations = count('maxIterations', options.maxIterations ?? 5000);
  const hold = { lambda: false, m: false, u: false };
  for (const name of options.hold ?? []) hold[name] = true;
  const total = sumOf(counts);
  identifiable(patterns, hold);

  // Level l of field f stands at starts[f] + l of the flat tables.
  const starts = offsets(levels);
  const cells = starts[fields] as number;
  const start = options.start ?? {};
  let lambda = share('start.lambda', start.lambda ?? 0.1);
  const m = startTable('start.m', start.m ?? 0.9, levels, true);
  const u = startTable('start.u', start.u ?? 0.1, levels, false);
  if (!hold.m && !hold.u && m.every((p, i) => p === u[i])) {
    throw new MethodError('no-variation', 'start', 'm and u must differ somewhere, or the two classes cannot part');
  }
  const where = new Int32Array(size * fields);
  for (let i = 0; i < where.length; i++) where[i] = vectors[i] === MISSING_LEVEL ? -1 : (starts[i % fields] as number) + (vectors[i] as number);

  const logM = new Float64Array(cells);
  const logU = new Float64Array(cells);
  const sumM = new Float64Array(cells);
  const sumU = new Float64Array(cells);
  /** Shares the pairs of every pattern between the classes; gives the log-likelihood and leaves the sums by level. */
  let matches = 0;
  const divide = (): number => {
    for (let c = 0; c < cells; c++) {
      logM[c] = Math.log(m[c] as number);
      logU[c] = Math.log(u[c] as number);
    }
    sumM.fill(0);
    sumU.fill(0);
    matches = 0;
    const logLambda = Math.log(lambda);
    const logRest = Math.log1p(-lambda);
    let logLikelihood = 0;
    for (let p = 0, from = 0; p < size; p++, from += fields) {
      const n = counts[p] as number;
      if (n === 0) continue;
      let inMatches = logLambda;
      let inRest = logRest;
      for (let i = from; i < from + fields; i++) {
        const cell = where[i] as number;
        if (cell < 0) continue;
        inMatches += logM[cell] as number;
        inRest += logU[cell] as number;
      }
      const high = Math.max(inMatches, inRest);
      const low = Math.min(inMatches, inRest);
      if (high === Number.NEGATIVE_INFINITY)
        throw new MethodError(
          'inconsistent',
          hold.m || hold.u || hold.lambda ? 'start' : 'patterns',
          `pattern ${p} has probability 0 among matches and among the rest`,
        );
      const ratio = Math.exp(low - high);
      logLikelihood += n * (high + Math.log1p(ratio));
      const likelier = n / (1 + ratio);
      const other = n - likelier;
      // The smaller part is worked out by itself, so that a very small one is not lost in a subtraction.
      const smaller = ratio < 1e-8 ? likelier * ratio : other;
      const asMatch = inMatches > inRest ? likelier : smaller;
      const asRest = inMatches > inRest ? smaller : likelier;
      matches += asMatch;
      for (let i = from; i < from + fields; i++) {
        const cell = where[i] as number;
        if (cell < 0) continue;
        sumM[cell] = (sumM[cell] as number) + asMatch;
        sumU[cell] = (sumU[cell] as number) + asRest;
      }
    }
    return logLikelihood;
  };

  let change = 0;
  const held = hold.lambda && hold.m && hold.u;
  for (let iterations = 1; iterations <= maxIterations && !held; iterations++) {
    divide();
    change = 0;
    if (!hold.lambda) {
      const next = matches / total;
      if (!(next > 0 && next < 1))
        throw new MethodError('not-converged', 'patterns', `after ${iterations} rounds all pairs are in one class; the patterns do not show two`);
      change = Math.abs(next - lambda);
      lambda = next;
    }
    if (!hold.m) change = Math.max(change, update(m, sumM, starts));
    if (!hold.u) change = Math.max(change, update(u, sumU, starts));
    if (change <= tolerance) return finish(iterations);
  }
  if (held) return finish(0);
  throw new MethodError('not-converged', 'maxIterations', `after ${maxIterations} rounds a probability still moved by ${change} in the last one`);

  function finish(iterations: number): LinkageFit {
    const logLikelihood = divide();
    const top = levels.map((n, f) => (starts[f] as number) + n - 1);
    const lower = top.filter((cell) => (m[cell] as number) < (u[cell] as number)).length;
    return { lambda, m: nested(m, starts), u: nested(u, starts), logLikelihood, iterations, change, reversed: 2 * lower > fields };
  }
}

/** Sums by level become probabilities; a field that no pair of the class compares keeps what it had. @returns the largest move */
function update(table: Float64Array, sums: Float64Array, starts: Uint32Array): number {
  let change = 0;
  for (let f = 0; f + 1 < starts.length; f++) {
    const from = starts[f] as number;
    const to = starts[f + 1] as number;
    let all = 0;
    for (let c = from; c < to; c++) all += sums[c] as number;
    if (!(all > 0)) continue;
    for (let c = from; c < to; c++) {
      const next = (sums[c] as number) / all;
      const moved = Math.abs(next - (table[c] as number));
      if (moved > change) change = moved;
      table[c] = next;
    }
  }
  return change;
}

/** Whether there are enough patterns in the data to tell the free probabilities. */
function identifiable({ levels, counts }: AgreementPatterns, hold: { lambda: boolean; m: boolean; u: boolean }): void {
  const inOneClass = levels.reduce((sum, n) => sum + n - 1, 0);
  const free = (hold.lambda ? 0 : 1) + (hold.m ? 0 : inOneClass) + (hold.u ? 0 : inOneClass);
  const cells = levels.reduce((product, n) => product * n, 1) - 1;
  if (free > cells) {
    throw new MethodError(
      'too-few',
      'levels',
      `${levels.length} fields can tell ${cells} probabilities and ${free} are asked for: add fields (three at least), or hold u at what random pairs show`,
    );
  }
  if (free > 0 && counts.reduce((n, pairs) => n + (pairs > 0 ? 1 : 0), 0) < 2)
    throw new MethodError('no-variation', 'counts', 'every pair has the same pattern: there is nothing to tell matches by');
}

function sumOf(counts: Float64Array): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    const n = counts[i] as number;
    if (!(n >= 0) || n === Number.POSITIVE_INFINITY)
      throw new MethodError(n < 0 ? 'negative' : 'not-a-number', `counts[${i}]`, `must be a number of pairs, and is ${n}`);
    total += n;
  }
  if (!(total > 0)) throw new MethodError('no-information', 'counts', 'there are no pairs');
  if (!Number.isFinite(total)) throw new MethodError('too-large', 'counts', 'add up to more than a number can hold');
  return total;
}

function offsets(levels: readonly number[]): Uint32Array {
  const out = new Uint32Array(levels.length + 1);
  levels.forEach((n, f) => {
    out[f + 1] = (out[f] as number) + n;
  });
  return out;
}

function startTable(argument: string, given: number | LinkageModel['m'], levels: readonly number[], upward: boolean): Float64Array {
  if (typeof given !== 'number') return flatTable(argument, given, levels);
  const agrees = share(argument, given);
  // The rest goes to the other levels: among matches evenly; among the rest, full agreement gets `agrees` and of what is left the most goes to level 0.
  return Float64Array.from(
    levels.flatMap((n) =>
      Array.from({ length: n }, (_, level) => {
        if (level === n - 1) return agrees;
        if (n === 2) return 1 - agrees;
        if (upward) return (1 - agrees) / (n - 1);
        return level === 0 ? (1 - agrees) * 0.8 : ((1 - agrees) * 0.2) / (n - 2);
      }),
    ),
  );
}

/** The probabilities one field after the other, once they fit the levels. */
export function flatTable(argument: string, table: LinkageModel['m'], levels: readonly number[]): Float64Array {
  if (table.length !== levels.length) throw new MethodError('shape', argument, `must have ${levels.length} fields, and has ${table.length}`);
  return Float64Array.from(
    table.flatMap((row, f) => {
      if (row.length !== levels[f]) throw new MethodError('shape', `${argument}[${f}]`, `must have ${levels[f]} levels, and has ${row.length}`);
      const sum = row.reduce((all, p, level) => all + share(`${argument}[${f}][${level}]`, p), 0);
      if (Math.abs(sum - 1) > 1e-6) throw new MethodError('inconsistent', `${argument}[${f}]`, `must add to 1, and adds to ${sum}`);
      return [...row];
    }),
  );
}

function nested(table: Float64Array, starts: Uint32Array): number[][] {
  return Array.from({ length: starts.length - 1 }, (_, f) => Array.from(table.subarray(starts[f], starts[f + 1])));
}
