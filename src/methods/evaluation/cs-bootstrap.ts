/** The multiplier bootstrap: perturbs influence functions rather than drawing units anew, so nothing is fitted again. */
import { at, count, entry, whole } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { draws } from '../random/index.ts';
import { clusterSums, influenceError } from './attgt-error.ts';
import type { WidePanel } from './callaway-panel.ts';

export interface Bootstrap {
  readonly seed: number;
  /** Default 1,000; at least 100. */
  readonly draws?: number;
  /** Two-point law of the multipliers, mean 0 and variance 1: Mammen's, which is skewed as the paper has it (default), or a fair sign. */
  readonly multiplier?: 'mammen' | 'rademacher';
}

export interface BootstrapBand {
  /** Interquartile range of the draws over that of a normal; null where an estimate does not vary. */
  readonly errors: readonly (number | null)[];
  /** Quantile at the level of the largest absolute deviation in standard errors. At least the pointwise normal quantile. */
  readonly critical: number;
}

const ROOT5 = Math.sqrt(5);
const MAMMEN_LOW = (1 - ROOT5) / 2;
const MAMMEN_HIGH = (1 + ROOT5) / 2;
/** Chance of the low value. */
const MAMMEN_SHARE = (1 + ROOT5) / (2 * ROOT5);

/**
 * Standard errors and the critical value of a simultaneous band for several estimates: Callaway and Sant'Anna (2021), algorithm 1.
 *
 * @param influence one array for each estimate, an entry a unit; with clusters a whole cluster shares its multiplier
 * @throws MethodError `too-few` (under 100 draws), `not-whole`, `no-variation` (no estimate varies)
 */
export function multiplierBootstrap(
  influence: readonly Float64Array[],
  options: Bootstrap,
  { level, cluster }: { readonly level: number; readonly cluster: WidePanel['cluster'] },
): BootstrapBand {
  const times = count('bootstrap.draws', options.draws ?? 1000);
  if (times < 100) throw new MethodError('too-few', 'bootstrap.draws', `quantiles need 100 draws or more, and there are ${times}`);
  if (times > 1_000_000) throw new MethodError('too-large', 'bootstrap.draws', 'at most 1,000,000');
  whole('bootstrap.seed', options.seed);
  const varying = influence.flatMap((column, k) => (influenceError(column, cluster) === null ? [] : [k]));
  if (varying.length === 0) throw new MethodError('no-variation', 'outcome', 'no effect varies, so there is nothing to draw');
  const n = entry(influence, 0).length;
  const columns = varying.map((k) => (cluster ? clusterSums(entry(influence, k), cluster) : entry(influence, k)));
  const deviations = deviationsOf(columns, n, times, options);

  const spread = normalUpper(0.25) - normalUpper(0.75);
  const errors = deviations.map((column) => {
    const sorted = column.slice().sort();
    return (orderStatistic(sorted, 0.75) - orderStatistic(sorted, 0.25)) / spread;
  });
  const largest = new Float64Array(times);
  deviations.forEach((column, c) => {
    const error = at(errors, c);
    if (error > 0) for (let b = 0; b < times; b++) largest[b] = Math.max(at(largest, b), Math.abs(at(column, b)) / error);
  });
  const critical = Math.max(orderStatistic(largest.sort(), level), normalUpper((1 - level) / 2));
  const all: (number | null)[] = influence.map(() => null);
  varying.forEach((k, c) => {
    all[k] = at(errors, c) > 0 ? at(errors, c) : null;
  });
  return { errors: all, critical };
}

/** For every estimate its perturbed deviations, one a draw. */
function deviationsOf(columns: readonly Float64Array[], n: number, times: number, options: Bootstrap): Float64Array[] {
  const { bits } = draws(options.seed);
  const mammen = (options.multiplier ?? 'mammen') === 'mammen';
  const [low, high] = mammen ? [MAMMEN_LOW, MAMMEN_HIGH] : [-1, 1];
  const limit = (mammen ? MAMMEN_SHARE : 0.5) * 4294967296;
  const length = entry(columns, 0).length;
  const multipliers = new Float64Array(length);
  const deviations = columns.map(() => new Float64Array(times));
  for (let b = 0; b < times; b++) {
    for (let i = 0; i < length; i++) multipliers[i] = bits() < limit ? low : high;
    for (let c = 0; c < columns.length; c++) {
      const column = entry(columns, c);
      let sum = 0;
      for (let i = 0; i < length; i++) sum += at(multipliers, i) * at(column, i);
      entry(deviations, c)[b] = sum / n;
    }
  }
  return deviations;
}

/** The smallest value with at least this share of the sorted values at or below it. */
function orderStatistic(sorted: Float64Array, share: number): number {
  return at(sorted, Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)));
}
