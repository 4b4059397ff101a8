/** Group-time average treatment effects: Callaway and Sant'Anna (2021), J. Econometrics 225:200. */
import { at, confidence, entry } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { influenceError } from './attgt-error.ts';
import type { AttEstimator, TwoGroupEffect } from './callaway-cell.ts';
import type { WidePanel } from './callaway-panel.ts';
import { type Bootstrap, multiplierBootstrap } from './cs-bootstrap.ts';
import { type ParallelTrendsTest, parallelTrendsTest } from './cs-pretest.ts';

export interface CallawayOptions {
  /** Who stands for what would have happened: units never treated (default), or all that are not yet treated. */
  readonly control?: 'never' | 'not-yet';
  /** Default `doubly-robust`. Without covariates the three are the same. */
  readonly estimator?: AttEstimator;
  /**
   * What a period before treatment is compared with: `varying` (default) the period before it, so that each is a placebo effect of starting then;
   * `universal` the last period before treatment, as in an event-study regression. Effects after treatment are the same.
   */
  readonly base?: 'varying' | 'universal';
  /** For how long before its start a treatment may already act, in units of time. Default 0. */
  readonly anticipation?: number;
  readonly level?: number;
  /** Gives each effect a simultaneous band too. */
  readonly bootstrap?: Bootstrap;
}

/** An effect with its pointwise interval, from the analytic standard error. */
export interface EffectEstimate {
  readonly att: number;
  /** Null where there is nothing to estimate it from: a period compared with itself, or changes that do not vary. The limits are then null too. */
  readonly standardError: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** With a bootstrap: its standard error, and limits that hold for all effects of the list at once. */
  readonly bootstrapError?: number | null;
  readonly bandLower?: number | null;
  readonly bandUpper?: number | null;
}

export interface GroupTimeEffect extends EffectEstimate {
  /** First period under treatment. */
  readonly group: number;
  readonly time: number;
  /** The period it is compared with. */
  readonly base: number;
  /** Units, or with cross-sections observations in the two periods. */
  readonly treatedUnits: number;
  readonly comparisonUnits: number;
  /** Comparison units without weight because their chance of treatment is 0.995 or more. */
  readonly trimmed: number;
}

export interface GroupTimeEffects {
  readonly effects: readonly GroupTimeEffect[];
  /** Wald test that every effect before treatment (and anticipation) is zero; null where there is none, or their covariance is singular. */
  readonly pretest: ParallelTrendsTest | null;
  /** Multiplier of the standard errors that makes the band simultaneous; only with a bootstrap. */
  readonly critical?: number;
  /** Units, or with cross-sections observations, that were used. */
  readonly units: number;
  /** Units (with cross-sections: first treated periods) already treated at the start, which have no period before treatment and were left out. */
  readonly alreadyTreated: readonly (string | number)[];
  /** Groups and periods without a comparison unit. */
  readonly withoutComparison: readonly { readonly group: number; readonly time: number }[];
  /** What aggregation needs: the influence function of each effect and the group of each unit (or observation), in the same order. */
  readonly influence: readonly Float64Array[];
  readonly first: Float64Array;
  readonly cluster: WidePanel['cluster'];
  readonly level: number;
}

/** Data of one kind (a panel, or cross-sections), as the comparisons of groups and periods need them. */
export interface StaggeredDesign {
  /** Periods in rising order. */
  readonly times: Float64Array;
  /** First period under treatment of every unit (panel) or observation (cross-sections); Infinity for never. */
  readonly first: Float64Array;
  readonly cluster: WidePanel['cluster'];
  readonly alreadyTreated: readonly (string | number)[];
  /** Compares a group with those that `isComparison` says of their first treated period, in period number t with number `base`; undefined where there is nobody. */
  readonly compare: (group: number, t: number, base: number, isComparison: (start: number) => boolean, estimator: AttEstimator) => Comparison | undefined;
}

export interface Comparison extends TwoGroupEffect {
  readonly treatedUnits: number;
  readonly comparisonUnits: number;
}

/** Goes through groups and periods. Errors as the two functions that call it say. */
export function groupTimeEffects(design: StaggeredDesign, options: CallawayOptions, anticipation: number): GroupTimeEffects {
  const level = confidence('level', options.level ?? 0.95);
  const { times, first, cluster } = design;
  const last = at(times, times.length - 1);
  const groups = Float64Array.from(new Set(first.filter((start) => start <= last))).sort();
  if (groups.length === 0) throw new MethodError('no-information', 'firstTreated', 'no unit is first treated between the second period and the last');
  const never = (options.control ?? 'never') === 'never';
  if (never && !first.includes(Number.POSITIVE_INFINITY)) {
    throw new MethodError('no-information', 'firstTreated', 'no unit is never treated; use the units not yet treated as the comparison');
  }

  const found: Omit<GroupTimeEffect, Exclude<keyof EffectEstimate, 'att'>>[] = [];
  const influence: Float64Array[] = [];
  const withoutComparison: { group: number; time: number }[] = [];
  for (const group of groups) {
    const reference = lastBefore(times, group - anticipation);
    for (let t = options.base === 'universal' ? 0 : 1; t < times.length; t++) {
      const time = at(times, t);
      const base = time >= group - anticipation || options.base === 'universal' ? reference : t - 1;
      // Not treated, nor acting in anticipation, in either of the two periods.
      const untreatedAfter = Math.max(time, at(times, base)) + anticipation;
      const isComparison = (start: number): boolean => (never ? start === Number.POSITIVE_INFINITY : start !== group && start > untreatedAfter);
      const effect = explained(group, time, () => design.compare(group, t, base, isComparison, options.estimator ?? 'doubly-robust'));
      if (!effect) {
        withoutComparison.push({ group, time });
        continue;
      }
      const { influence: psi, ...rest } = effect;
      found.push({ group, time, base: at(times, base), ...rest });
      influence.push(psi);
    }
  }
  if (!found.some(({ group, time }) => time >= group)) throw new MethodError('no-information', 'firstTreated', 'no treated period has a unit to compare with');
  const atts = found.map(({ att }) => att);
  const { estimates, critical } = withIntervals(atts, influence, cluster, level, options.bootstrap);
  return {
    effects: found.map((each, k) => ({ ...each, ...entry(estimates, k) })),
    pretest: parallelTrendsTest(
      atts,
      influence,
      found.flatMap(({ group, time, base }, k) => (time < group - anticipation && time !== base ? [k] : [])),
      cluster,
    ),
    ...(critical === undefined ? {} : { critical }),
    units: first.length,
    alreadyTreated: design.alreadyTreated,
    withoutComparison,
    influence,
    first,
    cluster,
    level,
  };
}

/** Standard errors and limits of several estimates from their influence functions. */
export function withIntervals(
  atts: readonly number[],
  influence: readonly Float64Array[],
  cluster: WidePanel['cluster'],
  level: number,
  bootstrap: Bootstrap | undefined,
): { estimates: EffectEstimate[]; critical: number | undefined } {
  const z = normalUpper((1 - level) / 2);
  const boot = bootstrap && multiplierBootstrap(influence, bootstrap, { level, cluster });
  const around = (att: number, error: number | null, times: number): [number | null, number | null] =>
    error === null ? [null, null] : [att - times * error, att + times * error];
  const estimates = atts.map((att, k) => {
    const standardError = influenceError(entry(influence, k), cluster);
    const [lower, upper] = around(att, standardError, z);
    if (!boot) return { att, standardError, lower, upper };
    const bootstrapError = entry(boot.errors, k);
    const [bandLower, bandUpper] = around(att, bootstrapError, boot.critical);
    return { att, standardError, lower, upper, bootstrapError, bandLower, bandUpper };
  });
  return { estimates, critical: boot?.critical };
}

/** An error inside one comparison says which. */
function explained<T>(group: number, time: number, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof MethodError)) throw error;
    throw new MethodError(error.code, error.argument, `${error.message.slice(error.argument.length + 2)} (group ${group} in period ${time})`);
  }
}

/** Number of the last period before a moment. */
function lastBefore(times: Float64Array, moment: number): number {
  let last = -1;
  while (last + 1 < times.length && at(times, last + 1) < moment) last++;
  return last;
}
