/** Several people who read the same cases, not always the same people. */
import { at, confidence, count } from '../check.ts';
import { normalUpper, normalUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { LEVEL } from '../rates/index.ts';

export interface CategoryKappa {
  /** Kappa of this category against all others; null where it was never or always given. */
  readonly kappa: number | null;
  /** Share of all readings that gave it. */
  readonly share: number;
  /** Two-sided p-value of no agreement beyond chance on it. */
  readonly pValue: number | null;
}

export interface FleissKappa {
  /** Share of pairs of readings of a case that agree. */
  readonly observed: number;
  readonly expected: number;
  /** null where every reading gave the same category. */
  readonly kappa: number | null;
  /** Standard error over cases, for the interval; null with one case, or with kappa. */
  readonly standardError: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Two-sided p-value of no agreement beyond chance, by Fleiss's own standard error under that. */
  readonly pValue: number | null;
  readonly categories: readonly CategoryKappa[];
  readonly cases: number;
  readonly readers: number;
}

/**
 * Fleiss' kappa: agreement beyond chance of any number of readers per case, the same number for each.
 *
 * @param counts one row for each case: how many readers put it into each category
 * @returns {@link FleissKappa}. The interval is the delta method's over cases (they, not the readers, are the sample); the p-values use the standard error of Fleiss, Nee
 *   and Landis, which holds only where there is no agreement and must not be used for an interval
 * @throws MethodError `shape` (ragged, under two categories, unequal readers), `too-few` (no cases, or under two readers), `not-whole`, `negative`, `out-of-range`
 * @source Fleiss (1971), Psychological Bulletin 76:378; Fleiss, Nee and Landis (1979), Psychological Bulletin 86:974; Gwet (2021), Educational and Psychological
 *   Measurement 81:781 (large-sample variance over cases)
 */
export function fleissKappa(counts: readonly (readonly number[])[], options: { readonly level?: number } = {}): FleissKappa {
  const z = normalUpper((1 - confidence('level', options.level ?? LEVEL)) / 2);
  const { cases, readers, k } = read(counts);
  const shares = new Float64Array(k);
  const agreement = new Float64Array(cases);
  const apart = new Float64Array(k);
  counts.forEach((row, i) => {
    let squares = 0;
    row.forEach((value, j) => {
      shares[j] = at(shares, j) + value / (cases * readers);
      apart[j] = at(apart, j) + value * (readers - value);
      squares += value * value;
    });
    agreement[i] = (squares - readers) / (readers * (readers - 1));
  });
  const observed = agreement.reduce((sum, value) => sum + value, 0) / cases;
  const expected = shares.reduce((sum, value) => sum + value * value, 0);
  const told = expected < 1 - 1e-15;
  const kappa = told ? (observed - expected) / (1 - expected) : null;
  let influence = 0;
  counts.forEach((row, i) => {
    const overlap = row.reduce((sum, value, j) => sum + (value / readers) * at(shares, j), 0);
    influence += ((at(agreement, i) - observed) / (1 - expected) - (2 * (overlap - expected) * (1 - observed)) / (1 - expected) ** 2) ** 2;
  });
  const standardError = told && cases > 1 ? Math.sqrt(influence) / cases : null;
  const pairs = cases * readers * (readers - 1);
  let [pq, skew] = [0, 0];
  for (const share of shares) {
    pq += share * (1 - share);
    skew += share * (1 - share) * (1 - 2 * share);
  }
  const tested = (value: number, error: number): number => Math.min(1, 2 * normalUpperTail(Math.abs(value) / error));
  return {
    observed,
    expected,
    kappa,
    standardError,
    lower: kappa === null || standardError === null ? null : Math.max(-1, kappa - z * standardError),
    upper: kappa === null || standardError === null ? null : Math.min(1, kappa + z * standardError),
    pValue: kappa === null ? null : tested(kappa, (Math.SQRT2 / (pq * Math.sqrt(pairs))) * Math.sqrt(pq * pq - skew)),
    categories: Array.from(shares, (share, j): CategoryKappa => {
      if (share === 0 || share > 1 - 1e-15) return { kappa: null, share, pValue: null };
      const own = 1 - at(apart, j) / (pairs * share * (1 - share));
      return { kappa: own, share, pValue: tested(own, Math.sqrt(2 / pairs)) };
    }),
    cases,
    readers,
  };
}

function read(counts: readonly (readonly number[])[]): { cases: number; readers: number; k: number } {
  const [first] = counts;
  if (first === undefined) throw new MethodError('too-few', 'counts', 'no cases have been read');
  const k = first.length;
  if (k < 2) throw new MethodError('shape', 'counts', 'must have at least two categories');
  let readers = 0;
  counts.forEach((row, i) => {
    if (row.length !== k) throw new MethodError('shape', `counts[${i}]`, `must have ${k} entries, as the first case has, and has ${row.length}`);
    const own = row.reduce((sum, value, j) => sum + count(`counts[${i}][${j}]`, value), 0);
    if (i === 0) readers = own;
    else if (own !== readers) throw new MethodError('shape', `counts[${i}]`, `must be of ${readers} readers, as the first case is, and is of ${own}`);
  });
  if (readers < 2) throw new MethodError('too-few', 'counts', 'agreement needs at least two readers of each case');
  if (readers > 1e6) throw new MethodError('too-large', 'counts', 'at most a million readers of each case');
  return { cases: counts.length, readers, k };
}
