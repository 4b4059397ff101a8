/** Multiple imputation of the groups of those who have none recorded. */
import { at, confidence, count, each, positive, sized, whole } from '../check.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { type Interval, LEVEL } from '../rates/index.ts';
import { knownTable, referenceGroup } from './allocate.ts';
import { drawBinomial, drawGamma } from './draw.ts';
import { type Pooled, rubinPoolRatio } from './pool.ts';

export interface ImputeOptions {
  /** Population of each group. */
  readonly populations: ArrayLike<number>;
  /** Index of the group that the others are compared with, counted from 0. */
  readonly reference: number;
  readonly seed: number;
  /**
   * The assumption: how many times the odds of being of each group are higher among the unknowns of a stratum than among its known ones. All 1 (default): missing at
   * random within strata. Only their proportions matter.
   */
  readonly odds?: ArrayLike<number>;
  /** Number of imputed data sets, 2 to 10,000. Default 50. */
  readonly imputations?: number;
  readonly level?: number;
}

export interface ImputedGroup extends Pick<Pooled, 'df' | 'missingInformation'> {
  /** Ratio of rates to the reference group, pooled; null for the reference itself. */
  readonly ratio: Interval | null;
  /** Standard error of its logarithm. */
  readonly standardError: number;
  /** Known events, and the mean with those imputed. */
  readonly known: number;
  readonly events: number;
}

/** Jeffreys' prior of a share: half an event for each group. */
const PRIOR = 0.5;

/**
 * Rate ratios with the unknowns imputed many times over under a stated assumption, pooled by Rubin's rules on the log scale. For each imputed
 * data set the shares of the groups are themselves drawn (Dirichlet, known counts + 1/2), so that not knowing them is part of the interval.
 *
 * @param known strata x groups, whole counts; each group has one known event or more somewhere
 * @param unknown whole count of each stratum without a group
 * @returns one entry a group
 * @throws MethodError `zero-events` (a group nobody is known of), `out-of-range` (imputations, reference), `shape`, `too-few`, `not-whole`, `negative`, `not-positive`, `not-a-number`
 * @source Rubin (1987), ch. 4-6 (proper imputation; pattern mixture by odds: 6.6); log-Wald variance of each completed ratio, 1/a + 1/b
 */
export function imputeUnknown(known: readonly ArrayLike<number>[], unknown: ArrayLike<number>, options: ImputeOptions): readonly ImputedGroup[] {
  const groups = knownTable(known, unknown);
  known.forEach((row, s) => {
    each(`known[${s}]`, row, count);
    count(`unknown[${s}]`, at(unknown, s));
  });
  const populations = each('populations', sized('populations', options.populations, groups), positive);
  const reference = referenceGroup(groups, options.reference);
  const odds = options.odds === undefined ? new Float64Array(groups).fill(1) : each('odds', sized('odds', options.odds, groups), positive);
  const imputations = count('imputations', options.imputations ?? 50);
  if (imputations < 2 || imputations > 10_000) throw new MethodError('out-of-range', 'imputations', `must be 2 to 10,000, and is ${imputations}`);
  const level = confidence('level', options.level ?? LEVEL);
  const random = draws(whole('seed', options.seed));

  const totals = new Float64Array(groups);
  for (const row of known) for (let g = 0; g < groups; g++) totals[g] = at(totals, g) + at(row, g);
  totals.forEach((total, g) => {
    if (total === 0) throw new MethodError('zero-events', 'known', `nobody is known to be of group ${g}: its share of the unknowns would be a guess`);
  });

  const completed = new Float64Array(imputations * groups);
  const shares = new Float64Array(groups);
  for (let i = 0; i < imputations; i++) {
    completed.set(totals, i * groups);
    known.forEach((row, s) => {
      let left = at(unknown, s);
      if (left === 0) return;
      let rest = 0;
      for (let g = 0; g < groups; g++) {
        shares[g] = at(odds, g) * drawGamma(random, at(row, g) + PRIOR);
        rest += at(shares, g);
      }
      for (let g = 0; g < groups && left > 0; g++) {
        const own = at(shares, g);
        // The last group takes all that is left, whatever rounding has made of the shares.
        const drawn = g === groups - 1 ? left : drawBinomial(random, left, Math.min(1, own / rest));
        completed[i * groups + g] = at(completed, i * groups + g) + drawn;
        left -= drawn;
        rest -= own;
      }
    });
  }

  const ratios = new Float64Array(imputations);
  const variances = new Float64Array(imputations);
  return Array.from({ length: groups }, (_, g): ImputedGroup => {
    let events = 0;
    for (let i = 0; i < imputations; i++) {
      const own = at(completed, i * groups + g);
      const other = at(completed, i * groups + reference);
      events += own / imputations;
      ratios[i] = (own / other) * (at(populations, reference) / at(populations, g));
      variances[i] = 1 / own + 1 / other;
    }
    const base = { known: at(totals, g), events };
    if (g === reference) return { ...base, ratio: null, standardError: 0, df: null, missingInformation: 0 };
    const pooled = rubinPoolRatio(ratios, variances, { level });
    return { ...base, ratio: pooled.ratio, standardError: Math.sqrt(pooled.total), df: pooled.df, missingInformation: pooled.missingInformation };
  });
}
