/** What it cost to avoid one: a ratio, whose interval is honest about an effect that may be none. */
import { at, confidence, count, finite, nonNegative } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';

export interface CostInput {
  /** Net cost, in money. */
  readonly cost: number;
  /** Standard error of the cost; 0 (known) unless given. */
  readonly costError?: number;
  /** Outcomes avoided: offences, admissions. Negative where there were more. */
  readonly avoided: number;
  /** Its standard error ... */
  readonly avoidedError?: number;
  /** ... or its interval at the level, which need not be symmetric; not together with a cost error. */
  readonly avoidedLower?: number;
  readonly avoidedUpper?: number;
  /** Correlation of the two estimates; 0 unless given. */
  readonly correlation?: number;
  readonly level?: number;
  /** Seed of the simulated interval, which is left out without one. */
  readonly seed?: number;
  /** Simulated pairs; 10,000 unless given. */
  readonly draws?: number;
}

export interface CostResult {
  /**
   * `estimate`: the interval of the outcomes avoided lies above zero. `cannot-say`: it holds zero, so no cost per outcome can be told. `more-not-fewer`: it lies
   * below zero, so nothing was avoided.
   */
  readonly verdict: 'estimate' | 'cannot-say' | 'more-not-fewer';
  /** Money per outcome avoided; null unless the verdict is `estimate`. */
  readonly value: number | null;
  /** Fieller's limits, or those turned over from the interval of the outcomes; null unless the verdict is `estimate`. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Limits by the delta method, for comparison only: they are finite whatever the effect. Null unless the verdict is `estimate` and errors are given. */
  readonly delta: { readonly lower: number; readonly upper: number } | null;
  /** Null without a seed or errors. */
  readonly simulated: CostSimulation | null;
  /** The cost at the two limits of the outcomes avoided, in words. */
  readonly reading: string;
}

export interface CostSimulation {
  /** Share of the draws in which nothing was avoided. */
  readonly noneAvoided: number;
  /** Quantiles of the cost per outcome, draws without any avoided counting as dearer than any number: null where the quantile falls among them. */
  readonly lower: number | null;
  readonly median: number | null;
  readonly upper: number | null;
}

/**
 * Cost per outcome avoided.
 *
 * @throws MethodError `inconsistent` where neither or both of error and interval are given; `out-of-range`, `negative`, `not-a-number`
 * @source Fieller (1954), Journal of the Royal Statistical Society B 16; Polsky et al. (1997), Health Economics 6, for why the delta method is not enough
 */
export function costPerOutcome(input: CostInput): CostResult {
  const level = confidence('level', input.level ?? 0.95);
  const cost = finite('cost', input.cost);
  const avoided = finite('avoided', input.avoided);
  const costError = nonNegative('costError', input.costError ?? 0);
  const rho = finite('correlation', input.correlation ?? 0);
  if (Math.abs(rho) > 1) throw new MethodError('out-of-range', 'correlation', `must lie between -1 and 1, and is ${rho}`);
  const hasLimits = input.avoidedLower !== undefined || input.avoidedUpper !== undefined;
  if (hasLimits === (input.avoidedError !== undefined))
    throw new MethodError('inconsistent', 'avoidedError', 'give the standard error of the outcomes avoided, or both limits of their interval');
  if (hasLimits) return fromLimits(input, cost, avoided, costError);

  const error = nonNegative('avoidedError', input.avoidedError ?? 0);
  const z = normalUpper((1 - level) / 2);
  const simulated = input.seed === undefined ? null : simulate(cost, costError, avoided, error, rho, level, input.seed, count('draws', input.draws ?? 10_000));
  const low = avoided - z * error;
  const high = avoided + z * error;
  if (low <= 0) return unknown(high < 0, low, high, simulated);
  const covariance = rho * costError * error;
  // (cost - r avoided)^2 <= z^2 var(cost - r avoided), a quadratic in r that opens upward since avoided > z error.
  const a = low * high;
  const b = cost * avoided - z * z * covariance;
  const c = cost * cost - z * z * costError * costError;
  const spread = Math.sqrt(Math.max(0, b * b - a * c));
  const limits = costError === 0 ? turned(cost, low, high) : { lower: (b - spread) / a, upper: (b + spread) / a };
  const value = cost / avoided;
  const half = (z / avoided) * Math.sqrt(Math.max(0, costError ** 2 + value ** 2 * error ** 2 - 2 * value * covariance));
  return told(value, limits, { lower: value - half, upper: value + half }, simulated);
}

function fromLimits(input: CostInput, cost: number, avoided: number, costError: number): CostResult {
  const low = finite('avoidedLower', input.avoidedLower ?? Number.NaN);
  const high = finite('avoidedUpper', input.avoidedUpper ?? Number.NaN);
  if (!(low <= avoided && avoided <= high)) throw new MethodError('inconsistent', 'avoided', 'must lie between avoidedLower and avoidedUpper');
  if (costError > 0) throw new MethodError('inconsistent', 'costError', 'needs the standard error of the outcomes avoided, not their limits');
  if (low <= 0) return unknown(high < 0, low, high, null);
  return told(cost / avoided, turned(cost, low, high), null, null);
}

function turned(cost: number, low: number, high: number): { lower: number; upper: number } {
  return cost >= 0 ? { lower: cost / high, upper: cost / low } : { lower: cost / low, upper: cost / high };
}

function told(value: number, limits: { lower: number; upper: number }, delta: CostResult['delta'], simulated: CostSimulation | null): CostResult {
  if (![value, limits.lower, limits.upper].every(Number.isFinite))
    throw new MethodError('too-large', 'cost', 'comes to more than a number can hold, by the outcomes avoided');
  return {
    verdict: 'estimate',
    value,
    ...limits,
    delta,
    simulated,
    reading: `Between ${round(limits.lower)} and ${round(limits.upper)} for each outcome avoided; best estimate ${round(value)}.`,
  };
}

function unknown(more: boolean, low: number, high: number, simulated: CostSimulation | null): CostResult {
  const reading = more
    ? `There were more outcomes, not fewer (between ${round(-high)} and ${round(-low)} more), so there is no cost of avoiding one.`
    : `Cannot say: between ${round(low)} and ${round(high)} outcomes were avoided, which includes none at all, so the cost of avoiding one has no upper limit.`;
  return { verdict: more ? 'more-not-fewer' : 'cannot-say', value: null, lower: null, upper: null, delta: null, simulated, reading };
}

function round(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-GB') : value.toPrecision(3);
}

function simulate(cost: number, costError: number, avoided: number, error: number, rho: number, level: number, seed: number, runs: number): CostSimulation {
  if (runs < 100) throw new MethodError('too-few', 'draws', 'needs at least 100');
  if (runs > 1e7) throw new MethodError('too-large', 'draws', 'must be at most ten million');
  const random = draws(seed);
  const ratios = new Float64Array(runs);
  let none = 0;
  for (let run = 0; run < runs; run++) {
    const first = random.normal();
    const outcomes = avoided + error * first;
    const money = cost + costError * (rho * first + Math.sqrt(1 - rho * rho) * random.normal());
    if (outcomes > 0) ratios[run] = money / outcomes;
    else {
      none++;
      ratios[run] = Number.POSITIVE_INFINITY;
    }
  }
  ratios.sort();
  const quantile = (share: number): number | null => {
    const value = at(ratios, Math.min(runs - 1, Math.max(0, Math.ceil(share * runs) - 1)));
    return Number.isFinite(value) ? value : null;
  };
  return { noneAvoided: none / runs, lower: quantile((1 - level) / 2), median: quantile(0.5), upper: quantile((1 + level) / 2) };
}
