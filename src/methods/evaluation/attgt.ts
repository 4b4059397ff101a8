/** Group-time average treatment effects: Callaway and Sant'Anna (2021), J. Econometrics 225:200. */
import { at, confidence, count, entry } from '../check.ts';
import { normalUpper } from '../distributions/index.ts';
import { MethodError } from '../error.ts';
import { influenceError } from './attgt-error.ts';
import { type AttEstimator, twoGroupEffect } from './callaway-cell.ts';
import { type StaggeredPanel, type WidePanel, widePanel } from './callaway-panel.ts';
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
  readonly units: number;
  /** Units already treated at the start, which have no period before treatment and were left out. */
  readonly alreadyTreated: readonly (string | number)[];
  /** Groups and periods without a comparison unit. */
  readonly withoutComparison: readonly { readonly group: number; readonly time: number }[];
  /** What aggregation needs: the influence function of each effect and the group of each unit, in the same order of units. */
  readonly influence: readonly Float64Array[];
  readonly first: Float64Array;
  readonly cluster: WidePanel['cluster'];
  readonly level: number;
}

/**
 * The average effect on each group (units first treated in the same period) in each period.
 *
 * @param panel balanced, in long form; a group that starts after the last period counts as never treated
 * @returns effects by group and period; standard errors are analytic, by cluster where the panel has clusters
 * @throws MethodError as {@link widePanel} and twoGroupEffect, and `no-information` where there is no treated or no comparison unit
 */
export function callawaySantAnna(panel: StaggeredPanel, options: CallawayOptions = {}): GroupTimeEffects {
  const level = confidence('level', options.level ?? 0.95);
  const anticipation = count('anticipation', options.anticipation ?? 0);
  const wide = withoutAlreadyTreated(widePanel(panel), anticipation);
  const { times, first } = wide;
  const last = at(times, times.length - 1);
  const groups = Float64Array.from(new Set(first.filter((start) => start <= last))).sort();
  if (groups.length === 0) throw new MethodError('no-information', 'firstTreated', 'no unit is first treated between the second period and the last');
  const never = (options.control ?? 'never') === 'never';
  if (never && !first.includes(Number.POSITIVE_INFINITY)) {
    throw new MethodError('no-information', 'firstTreated', 'no unit is never treated; use the units not yet treated as the comparison');
  }

  const found: Omit<GroupTimeEffect, keyof EffectEstimate>[] = [];
  const atts: number[] = [];
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
      const effect = groupTimeEffect(wide, group, t, base, isComparison, options.estimator ?? 'doubly-robust');
      if (!effect) {
        withoutComparison.push({ group, time });
        continue;
      }
      found.push({ group, time, base: at(times, base), treatedUnits: effect.treated, comparisonUnits: effect.comparisons, trimmed: effect.trimmed });
      atts.push(effect.att);
      influence.push(effect.influence);
    }
  }
  if (!found.some(({ group, time }) => time >= group)) throw new MethodError('no-information', 'firstTreated', 'no treated period has a unit to compare with');
  const { estimates, critical } = withIntervals(atts, influence, wide.cluster, level, options.bootstrap);
  return {
    effects: found.map((each, k) => ({ ...each, ...entry(estimates, k) })),
    pretest: parallelTrendsTest(
      atts,
      influence,
      found.flatMap(({ group, time, base }, k) => (time < group - anticipation && time !== base ? [k] : [])),
      wide.cluster,
    ),
    ...(critical === undefined ? {} : { critical }),
    units: wide.units.length,
    alreadyTreated: wide.alreadyTreated,
    withoutComparison,
    influence,
    first,
    cluster: wide.cluster,
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

/** One comparison; its influence function is spread over all units, those outside it getting nothing. */
function groupTimeEffect(wide: WidePanel, group: number, t: number, base: number, isComparison: (start: number) => boolean, estimator: AttEstimator) {
  const n = wide.units.length;
  const periods = wide.times.length;
  const members: number[] = [];
  for (let i = 0; i < n; i++) if (at(wide.first, i) === group || isComparison(at(wide.first, i))) members.push(i);
  const treated = Uint8Array.from(members, (i) => Number(at(wide.first, i) === group));
  const count = treated.reduce((sum, flag) => sum + flag, 0);
  if (count === members.length) return undefined;
  const influence = new Float64Array(n);
  // A period compared with itself: zero by definition.
  if (t === base) return { att: 0, influence, trimmed: 0, treated: count, comparisons: members.length - count };
  const change = Float64Array.from(members, (i) => at(wide.outcome, i * periods + t) - at(wide.outcome, i * periods + base));
  const covariates = wide.covariates.map((column) => Float64Array.from(members, (i) => at(column, i * periods + Math.min(t, base))));
  const effect = explained(group, at(wide.times, t), () => twoGroupEffect(change, treated, covariates, estimator));
  const scale = n / members.length;
  let size = 0;
  for (const i of members) size = Math.max(size, Math.abs(at(wide.outcome, i * periods + t)), Math.abs(at(wide.outcome, i * periods + base)));
  // Changes that differ by rounding alone do not vary.
  const varies = effect.influence.some((value) => Math.abs(value) > 1e-13 * size);
  if (varies) for (let m = 0; m < members.length; m++) influence[entry(members, m)] = at(effect.influence, m) * scale;
  return { att: effect.att, influence, trimmed: effect.trimmed, treated: count, comparisons: members.length - count };
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

/** Leaves out units without a period before treatment, and counts those treated only after the panel (and its anticipation) as never treated. */
function withoutAlreadyTreated(wide: WidePanel, anticipation: number): WidePanel & { readonly alreadyTreated: readonly (string | number)[] } {
  const { times, units, first } = wide;
  const [start, end] = [at(times, 0), at(times, times.length - 1)];
  const keep = units.flatMap((_, i) => (at(first, i) - anticipation > start ? [i] : []));
  const periods = times.length;
  const rows = (table: Float64Array): Float64Array => {
    const kept = new Float64Array(keep.length * periods);
    for (const [row, i] of keep.entries()) kept.set(table.subarray(i * periods, (i + 1) * periods), row * periods);
    return kept;
  };
  return {
    units: keep.map((i) => entry(units, i)),
    times,
    outcome: rows(wide.outcome),
    first: Float64Array.from(keep, (i) => (at(first, i) > end + anticipation ? Number.POSITIVE_INFINITY : at(first, i))),
    covariates: wide.covariates.map(rows),
    cluster: wide.cluster && { of: Int32Array.from(keep, (i) => at(wide.cluster?.of ?? [], i)), count: wide.cluster.count },
    alreadyTreated: units.filter((_, i) => at(first, i) - anticipation <= start),
  };
}
