/** Power to tell two groups apart: proportions, rates, and the difference of their differences. */
import { confidence, count, positive, share } from '../check.ts';
import { binomialCdf, normalUpper, normalUpperTail } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { type DetectableRatio, detectableRatio, type PowerOptions, smallest, waldPower, wantedPower } from './power.ts';

export interface Clustering {
  /** People in each cluster (school, ward); 1 unless given. */
  readonly clusterSize?: number;
  /** Intra-cluster correlation; 0 unless given. */
  readonly icc?: number;
}

/** 1 + (m - 1) ICC: how many times more people a design in clusters of m needs. Kish (1965), Survey Sampling, section 5.4. */
export function designEffect(clusterSize: number, icc: number): number {
  if (positive('clusterSize', clusterSize) < 1) throw new MethodError('out-of-range', 'clusterSize', 'must be at least 1');
  return 1 + (clusterSize - 1) * share('icc', icc);
}

export interface TwoProportions extends PowerOptions, Clustering {
  /** People in each group. */
  readonly n1: number;
  readonly n2: number;
  /** Share with the outcome in the first group, and in the second if power is wanted. */
  readonly share1: number;
  readonly share2?: number;
}

/**
 * Power of the two-sided test of two proportions (pooled under the null hypothesis, both tails counted).
 *
 * @source Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, section 4.2, without continuity correction
 */
export function powerTwoProportions(input: TwoProportions & { readonly share2: number }): number {
  const effect = designEffect(input.clusterSize ?? 1, input.icc ?? 0);
  const n1 = positive('n1', input.n1) / effect;
  const n2 = positive('n2', input.n2) / effect;
  const p1 = share('share1', input.share1);
  const p2 = share('share2', input.share2);
  const pooled = (n1 * p1 + n2 * p2) / (n1 + n2);
  const nullError = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const error = Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2);
  const level = confidence('level', input.level ?? 0.95);
  if (error > 0) return waldPower(p2 - p1, error, level, null, nullError);
  // Nobody in one group and everybody in the other leaves no error at all.
  return p1 !== p2 && Math.abs(p1 - p2) > normalUpper((1 - level) / 2) * nullError ? 1 : 0;
}

/** The largest share2 under, and the smallest over share1 that would be found with the wanted power; null where none would. */
export function detectableProportion(input: Omit<TwoProportions, 'share2'>): { readonly below: number | null; readonly above: number | null } {
  const wanted = wantedPower(input.power, input.level);
  const base = share('share1', input.share1);
  const at = (share2: number): number => powerTwoProportions({ ...input, share2: Math.min(1, Math.max(0, share2)) });
  const below = base > 0 ? smallest((size) => at(base - size), wanted, base) : null;
  const above = base < 1 ? smallest((size) => at(base + size), wanted, 1 - base) : null;
  return { below: below === null ? null : Math.max(0, base - below), above: above === null ? null : Math.min(1, base + above) };
}

/** People in each of two equal groups for the wanted power; not rounded. Null where shares are the same. */
export function sampleTwoProportions(input: PowerOptions & Clustering & { readonly share1: number; readonly share2: number }): number | null {
  const wanted = wantedPower(input.power, input.level);
  if (share('share1', input.share1) === share('share2', input.share2)) return null;
  return smallest((n) => (n <= 0 ? 0 : powerTwoProportions({ ...input, n1: n, n2: n })), wanted, 1e12);
}

export interface TwoRates extends PowerOptions {
  /** Population x time of each group. */
  readonly exposure1: number;
  readonly exposure2: number;
  /** Events per unit of exposure in the first group. */
  readonly rate1: number;
  /** Variance of a count by its mean; 1 (Poisson) unless given. */
  readonly dispersion?: number;
}

/** Power to find that the second rate is `ratio` times the first: Wald test of the log ratio, variance dispersion x (1/events + 1/events). */
export function powerTwoRates(input: TwoRates & { readonly ratio: number }): number {
  return waldPower(Math.log(positive('ratio', input.ratio)), twoRatesError(input, input.ratio), input.level);
}

export function detectableTwoRates(input: TwoRates): DetectableRatio {
  return detectableRatio((log) => waldPower(log, twoRatesError(input, Math.exp(log)), input.level), wantedPower(input.power, input.level));
}

function twoRatesError(input: TwoRates, ratio: number): number {
  const events1 = positive('rate1', input.rate1) * positive('exposure1', input.exposure1);
  const events2 = input.rate1 * ratio * positive('exposure2', input.exposure2);
  return Math.sqrt(positive('dispersion', input.dispersion ?? 1) * (1 / events1 + 1 / events2));
}

export interface DidPowerCounts extends PowerOptions {
  /** Events expected before and after in the comparison, and before in the treated group. */
  readonly treatedBefore: number;
  readonly comparisonBefore: number;
  readonly comparisonAfter: number;
  readonly dispersion?: number;
}

/** Power of a ratio of ratios from four counts, where the treated group would have changed as the comparison does but for `ratio`. */
export function powerDidCounts(input: DidPowerCounts & { readonly ratio: number }): number {
  return waldPower(Math.log(positive('ratio', input.ratio)), didCountsError(input, input.ratio), input.level);
}

export function detectableDidCounts(input: DidPowerCounts): DetectableRatio {
  return detectableRatio((log) => waldPower(log, didCountsError(input, Math.exp(log)), input.level), wantedPower(input.power, input.level));
}

function didCountsError(input: DidPowerCounts, ratio: number): number {
  const { treatedBefore, comparisonBefore, comparisonAfter } = input;
  positive('treatedBefore', treatedBefore);
  positive('comparisonBefore', comparisonBefore);
  positive('comparisonAfter', comparisonAfter);
  const treatedAfter = ((treatedBefore * comparisonAfter) / comparisonBefore) * ratio;
  return Math.sqrt(positive('dispersion', input.dispersion ?? 1) * (1 / treatedBefore + 1 / treatedAfter + 1 / comparisonBefore + 1 / comparisonAfter));
}

export interface PlaceboPower extends PowerOptions {
  /** Units that could have been treated and were not. */
  readonly donors: number;
  /** Standard deviation of the placebo gaps (the donors' own differences from their synthetic or predicted values after the change). */
  readonly gapSd?: number;
  /** True effect, in the unit of the gaps. */
  readonly effect?: number;
}

export interface PlaceboPowerResult {
  /** Smallest p that a permutation over one treated unit and its donors can give: 1 / (donors + 1). */
  readonly smallestP: number;
  /** Donors that the level needs at the least. */
  readonly donorsNeeded: number;
  /** Whether any effect at all could be found at the level. */
  readonly possible: boolean;
  /** Power for the effect; null where none is given. */
  readonly power: number | null;
  /** Smallest effect found with the wanted power; null where none would be, or without gapSd. */
  readonly detectable: number | null;
}

/**
 * Power of an in-space placebo (permutation) test with one treated unit, two-sided by the size of the gap.
 *
 * The power takes all gaps as normal with one standard deviation, the treated unit's shifted by the effect: the chance that at most
 * floor(alpha (donors + 1)) - 1 of the donors' gaps are larger in size.
 *
 * @source the permutation p of Abadie, Diamond and Hainmueller (2010), JASA 105; the integral over the treated unit's gap is ours
 */
export function placeboPower(input: PlaceboPower): PlaceboPowerResult {
  const donors = count('donors', input.donors);
  if (donors < 1) throw new MethodError('too-few', 'donors', 'needs at least one');
  const alpha = 1 - confidence('level', input.level ?? 0.95);
  // 1e-9: alpha of 1 - 0.95 is a shade over 0.05.
  const ranks = Math.floor(alpha * (donors + 1) + 1e-9);
  const donorsNeeded = Math.ceil(1 / alpha - 1e-9) - 1;
  const found = (shift: number): number => (ranks < 1 ? 0 : rankPower(shift, donors, ranks));
  const sd = input.gapSd === undefined ? null : positive('gapSd', input.gapSd);
  const wanted = wantedPower(input.power, input.level);
  const shift = sd === null || ranks < 1 ? null : smallest(found, wanted, 50);
  return {
    smallestP: 1 / (donors + 1),
    donorsNeeded,
    possible: ranks >= 1,
    power: sd === null || input.effect === undefined ? null : found(Math.abs(input.effect) / sd),
    detectable: shift === null || sd === null ? null : shift * sd,
  };
}

/** Integral of the density of the treated gap times the chance that fewer than `ranks` of the donors exceed it (Simpson). */
function rankPower(shift: number, donors: number, ranks: number): number {
  const steps = 800;
  const from = shift - 9;
  const width = 18 / steps;
  let sum = 0;
  for (let s = 0; s <= steps; s++) {
    const x = from + s * width;
    const larger = Math.min(1, 2 * normalUpperTail(Math.abs(x)));
    const weight = s === 0 || s === steps ? 1 : s % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-((x - shift) ** 2) / 2) * binomialCdf(ranks - 1, donors, larger);
  }
  return Math.min(1, (sum * width) / 3 / Math.sqrt(2 * Math.PI));
}
