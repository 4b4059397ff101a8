/** Two people who read the same cases: how often they agree, and how much of it is more than chance. */
import { at, confidence, count } from '../check.ts';
import { normalUpper, normalUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type Interval, LEVEL, wilson } from '../rates/index.ts';

/** How far apart two different categories count: all the same, or by their distance in order (a step), or by its square. */
export type KappaWeights = 'none' | 'linear' | 'quadratic';

export interface Agreement extends Interval {
  readonly agreed: number;
  readonly cases: number;
}

export interface Kappa {
  /** Weighted agreement seen, 0 to 1. */
  readonly observed: number;
  /** Weighted agreement that chance would give with these totals. */
  readonly expected: number;
  /** Kappa; null where chance alone would give full agreement (both put everything into one category). */
  readonly kappa: number | null;
  /** Standard error for the interval (Fleiss, Cohen and Everitt); null with kappa, and where one reader used one category only. */
  readonly standardError: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Two-sided p-value of no agreement beyond chance, by the standard error under that; null where it cannot be told. */
  readonly pValue: number | null;
  /** The largest unweighted kappa that these totals allow. */
  readonly most: number | null;
  /** Prevalence- and bias-adjusted kappa: (k observed - 1) / (k - 1) for k categories, from unweighted agreement. */
  readonly adjusted: number;
  /** For two categories: difference of the shares agreed on in each (0: both are common; 1: kappa is low for want of the rare one). */
  readonly prevalence: number | null;
  /** For two categories: difference of the two readers' shares of the first. */
  readonly bias: number | null;
  readonly cases: number;
}

/**
 * The table of two readers' answers to the same cases.
 *
 * @param first category of each case by the first reader, a whole number from 0; @param second by the second reader
 * @param categories how many there are; from the answers unless given
 * @returns row: first reader's category, column: second's
 * @throws MethodError `shape`, `not-whole`, `negative`, `out-of-range` (a category of that number or above), `too-few`
 */
export function agreementTable(first: ArrayLike<number>, second: ArrayLike<number>, categories?: number): number[][] {
  if (second.length !== first.length) throw new MethodError('shape', 'second', `must have ${first.length} entries, and has ${second.length}`);
  let most = 0;
  for (let i = 0; i < first.length; i++) most = Math.max(most, count(`first[${i}]`, at(first, i)), count(`second[${i}]`, at(second, i)));
  const k = categories ?? most + 1;
  if (count('categories', k) < 2 && categories !== undefined) throw new MethodError('too-few', 'categories', 'agreement needs at least two categories');
  if (k > MOST_CATEGORIES) throw new MethodError('too-large', 'categories', `at most ${MOST_CATEGORIES} categories`);
  if (most >= k) throw new MethodError('out-of-range', 'categories', `a case is in category ${most}, counted from 0, and there are ${k}`);
  const size = Math.max(2, k);
  const table = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let i = 0; i < first.length; i++) {
    const row = table[at(first, i)];
    if (row !== undefined) row[at(second, i)] = (row[at(second, i)] ?? 0) + 1;
  }
  return table;
}

/**
 * Share of cases on which two readers agree, with Wilson's interval.
 *
 * @param table counts: row the first reader's category, column the second's
 * @returns value and limits as shares
 * @throws MethodError `shape` (not square, or under two categories), `not-whole`, `negative`, `no-information` (no cases), `out-of-range`
 * @source Wilson (1927); a share as any other
 */
export function percentAgreement(table: readonly (readonly number[])[], level: number = LEVEL): Agreement {
  const { n, cell, k } = read(table);
  let agreed = 0;
  for (let i = 0; i < k; i++) agreed += cell(i, i);
  return { ...wilson(agreed, n, confidence('level', level)), agreed, cases: n };
}

/**
 * Cohen's kappa of two readers: agreement beyond chance as a share of what there is room for. Weighted for ordered categories.
 *
 * @param table counts: row the first reader's category, column the second's, categories in order where weights are used
 * @returns {@link Kappa}
 * @throws MethodError as {@link percentAgreement}
 * @source Cohen (1960, 1968); Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72:323 (standard errors); Byrt, Bishop and Carlin (1993), Journal of Clinical
 *   Epidemiology 46:423 (prevalence, bias, adjusted kappa)
 */
export function cohenKappa(table: readonly (readonly number[])[], options: { readonly weights?: KappaWeights; readonly level?: number } = {}): Kappa {
  const { n, cell, k, rows, columns } = read(table);
  const z = normalUpper((1 - confidence('level', options.level ?? LEVEL)) / 2);
  const weight = WEIGHTS[options.weights ?? 'none'];
  const p = (i: number, j: number): number => cell(i, j) / n;
  let [observed, expected, plain, overlap, most] = [0, 0, 0, 0, 0];
  const ownRow = new Float64Array(k);
  const ownColumn = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    plain += p(i, i);
    overlap += at(rows, i) * at(columns, i);
    most += Math.min(at(rows, i), at(columns, i));
    for (let j = 0; j < k; j++) {
      const w = weight(Math.abs(i - j) / (k - 1));
      observed += w * p(i, j);
      expected += w * at(rows, i) * at(columns, j);
      ownRow[i] = at(ownRow, i) + w * at(columns, j);
      ownColumn[j] = at(ownColumn, j) + w * at(rows, i);
    }
  }
  const told = expected < 1 - 1e-15;
  const kappa = told ? (observed - expected) / (1 - expected) : null;
  let [spread, null0] = [0, 0];
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const w = weight(Math.abs(i - j) / (k - 1));
      const means = at(ownRow, i) + at(ownColumn, j);
      spread += p(i, j) * (w - means * (1 - (kappa ?? 0))) ** 2;
      null0 += at(rows, i) * at(columns, j) * (w - means) ** 2;
    }
  }
  const error = (sum: number, less: number): number => Math.sqrt(Math.max(0, sum - less ** 2) / n) / (1 - expected);
  // A reader who used one category only leaves nothing to vary.
  const varied = told && Math.max(...rows) < 1 && Math.max(...columns) < 1;
  const standardError = kappa !== null && varied ? error(spread, kappa - expected * (1 - kappa)) : null;
  const errorOfNone = varied ? error(null0, expected) : 0;
  return {
    observed,
    expected,
    kappa,
    standardError,
    lower: kappa === null || standardError === null ? null : Math.max(-1, kappa - z * standardError),
    upper: kappa === null || standardError === null ? null : Math.min(1, kappa + z * standardError),
    pValue: kappa === null || errorOfNone === 0 ? null : Math.min(1, 2 * normalUpperTail(Math.abs(kappa) / errorOfNone)),
    most: overlap < 1 - 1e-15 ? (most - overlap) / (1 - overlap) : null,
    adjusted: (k * plain - 1) / (k - 1),
    prevalence: k === 2 ? Math.abs(p(0, 0) - p(1, 1)) : null,
    bias: k === 2 ? Math.abs(p(0, 1) - p(1, 0)) : null,
    cases: n,
  };
}

/** Credit for a distance, told as a share of the largest there is. */
const WEIGHTS: Readonly<Record<KappaWeights, (distance: number) => number>> = {
  none: (distance) => (distance === 0 ? 1 : 0),
  linear: (distance) => 1 - distance,
  quadratic: (distance) => 1 - distance * distance,
};

const MOST_CATEGORIES = 1000;

function read(table: readonly (readonly number[])[]) {
  const k = table.length;
  if (k < 2) throw new MethodError('shape', 'table', 'must have at least two categories');
  if (k > MOST_CATEGORIES) throw new MethodError('too-large', 'table', `at most ${MOST_CATEGORIES} categories`);
  let n = 0;
  const rows = new Float64Array(k);
  const columns = new Float64Array(k);
  table.forEach((row, i) => {
    if (row.length !== k) throw new MethodError('shape', `table[${i}]`, `must have ${k} entries, as there are rows, and has ${row.length}`);
    row.forEach((value, j) => {
      count(`table[${i}][${j}]`, value);
      rows[i] = at(rows, i) + value;
      columns[j] = at(columns, j) + value;
      n += value;
    });
  });
  if (n === 0) throw new MethodError('no-information', 'table', 'no cases have been read by both');
  if (!Number.isFinite(n)) throw new MethodError('too-large', 'table', 'too many cases to be counted');
  const cell = (i: number, j: number): number => table[i]?.[j] ?? 0;
  return { n, cell, k, rows: rows.map((value) => value / n), columns: columns.map((value) => value / n) };
}
