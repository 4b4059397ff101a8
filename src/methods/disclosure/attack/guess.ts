/**
 * Guessing, where nothing is certain. The attacker subtracts an answer with and without the cell over many trackers (sets that have nothing to do with it) and averages the
 * rounding away; counts the non-empty parts of the cell; and puts both together by Bayes' rule. The measure is how often the guess is right,
 * against always guessing the commonest count.
 *
 * Source: Asghar and Kaafar (2020), Averaging attacks on bounded noise-based disclosure control algorithms, PoPETs 2020(2).
 */
import { at } from '../../check.ts';
import type { Answer, Mechanism, Oracle } from './mechanism.ts';
import type { AttackQuestion, Field } from './microdata.ts';

export interface GuessOptions {
  readonly random: () => number;
  /** Sets asked with and without each cell. */
  readonly trackers: number;
  /** Fields by which a cell is split to count its non-empty parts. */
  readonly split: readonly { readonly field: Field; readonly values: readonly number[] }[];
}

export interface GuessReport {
  readonly targets: number;
  readonly asked: number;
  /** Share right when always guessing the commonest count. */
  readonly baseline: number;
  /** Share right by averaged differences. */
  readonly averaging: number;
  /** Share right by counting non-empty parts. */
  readonly presence: number;
  /** Share right by Bayes' rule, the attacker being granted the cell's weight exactly and the true distribution of counts. */
  readonly bayes: number;
  /** The same with the weight alone. */
  readonly bayesWeightOnly: number;
  /** Share of cells whose weight the averaged differences give exactly. */
  readonly weightFound: number;
}

/** Guesses the count of each cell (of 1 to 7 records) that is hidden from a reader. `trackerField` is widened to make trackers. */
export function guessCells(
  oracle: Oracle,
  cells: readonly AttackQuestion[],
  trackerField: { readonly field: Field; readonly values: readonly number[] },
  options: GuessOptions,
): GuessReport {
  const before = oracle.asked();
  const targets = cells.map((cell) => ({ cell, ...oracle.truth(cell) })).filter(({ n }) => n >= 1 && n <= 7);
  const prior = new Float64Array(8);
  for (const { n } of targets) prior[n] = at(prior, n) + 1;
  const seen = targets.map(({ cell, n, w }) => ({
    n,
    w,
    estimate: averagedDifference(oracle, cell, trackerField, options),
    parts: nonEmptyParts(oracle, cell, options),
  }));
  const share = (right: (one: (typeof seen)[number]) => boolean): number => seen.filter(right).length / Math.max(1, seen.length);
  // How likely each weight is under each count: the attacker knows the mechanism, so counts it out by convolution.
  const likelihood = weightOdds(oracle.mechanism);
  const best = (w: number, least: number): number => {
    let guess = 1;
    let odds = -1;
    for (let n = Math.max(1, least); n <= 7; n++) {
      const p = at(prior, n) * (likelihood[n]?.get(Math.round(w * 3)) ?? 0);
      if (p > odds) {
        odds = p;
        guess = n;
      }
    }
    return guess;
  };
  return {
    targets: seen.length,
    asked: oracle.asked() - before,
    baseline: Math.max(...prior) / Math.max(1, seen.length),
    averaging: share(({ estimate, n }) => clamp(Math.round(estimate)) === n),
    presence: share(({ parts, n }) => clamp(parts) === n),
    bayes: share(({ w, parts, n }) => best(w, parts) === n),
    bayesWeightOnly: share(({ w, n }) => best(w, 1) === n),
    weightFound: share(({ estimate, w }) => Math.abs(estimate - w) < 0.5),
  };
}

/** Mean of answer(tracker and cell) - answer(tracker) over random trackers, counting only pairs where both are numbers. */
export function averagedDifference(oracle: Oracle, cell: AttackQuestion, tracker: { field: Field; values: readonly number[] }, options: GuessOptions): number {
  const own = cell[tracker.field] ?? [];
  const others = tracker.values.filter((value) => !own.includes(value));
  let sum = 0;
  let used = 0;
  for (let t = 0; t < options.trackers; t++) {
    const picked = others.filter(() => options.random() < 0.5);
    if (picked.length === 0) continue;
    const without: Answer = oracle.ask({ ...cell, [tracker.field]: picked });
    const with_: Answer = oracle.ask({ ...cell, [tracker.field]: [...picked, ...own] });
    if (without === '[c]' || with_ === '[c]') continue;
    sum += with_ - without;
    used++;
  }
  return used === 0 ? 1 : sum / used;
}

/** How many parts of a cell, split by every field given, are not shown as 0. */
export function nonEmptyParts(oracle: Oracle, cell: AttackQuestion, options: GuessOptions): number {
  let parts: AttackQuestion[] = [cell];
  for (const { field, values } of options.split) parts = parts.flatMap((part) => values.map((value) => ({ ...part, [field]: [value] })));
  return parts.filter((part) => oracle.ask(part) !== 0).length;
}

/** Odds of every weight (in thirds) of n records, n from 0 to 7, by convolution of the mechanism's own draw. */
function weightOdds({ odds }: Mechanism): Map<number, number>[] {
  const sums: Map<number, number>[] = [new Map([[0, 1]])];
  for (let n = 1; n <= 7; n++) {
    const next = new Map<number, number>();
    for (const [w, p] of sums[n - 1] ?? []) for (const [v, q] of odds) next.set(w + v, (next.get(w + v) ?? 0) + p * q);
    sums.push(next);
  }
  return sums;
}

function clamp(n: number): number {
  return Math.min(7, Math.max(1, n));
}
