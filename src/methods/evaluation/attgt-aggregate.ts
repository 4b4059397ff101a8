/** Group-time effects drawn together: Callaway and Sant'Anna (2021), section 3. */
import { at, entry } from '../check.ts';
import { MethodError } from '../error.ts';
import { type EffectEstimate, type GroupTimeEffects, withIntervals } from './attgt.ts';
import type { Bootstrap } from './cs-bootstrap.ts';

/** `simple`: all treated groups and periods; `dynamic`: by time since the start; `group`: by first treated period; `calendar`: by period. */
export type AggregationKind = 'simple' | 'dynamic' | 'group' | 'calendar';

export interface AggregatedEffect extends EffectEstimate {
  /** Time since the start (negative before it), first treated period, or period. */
  readonly at: number;
}

export interface AggregatedEffects {
  readonly kind: AggregationKind;
  /** The effect drawn together over all that follows the start of treatment. */
  readonly overall: EffectEstimate;
  /** Empty for `simple`. */
  readonly effects: readonly AggregatedEffect[];
  /** Multiplier of the standard errors that makes the band of `effects` simultaneous; only with a bootstrap. */
  readonly critical?: number;
}

export interface AggregationOptions {
  readonly bootstrap?: Bootstrap;
  /** `dynamic` only: leave out times since the start below and above these. Default: all. */
  readonly from?: number;
  readonly to?: number;
  /** `dynamic` only: only groups observed for at least this long after their start, so that the same groups make every time from 0 to it. */
  readonly balance?: number;
}

interface Sum {
  readonly att: number;
  readonly influence: Float64Array;
}

/**
 * @returns averages weighted by the size of the groups, whose own uncertainty is in the standard errors. Overall: `simple` the mean over all
 *   groups and treated periods; `dynamic` and `calendar` the plain mean of the effects at or after the start; `group` the mean weighted by size of the groups
 * @throws MethodError `no-information` where the options leave nothing after the start
 */
export function aggregateGroupTime(result: GroupTimeEffects, kind: AggregationKind, options: AggregationOptions = {}): AggregatedEffects {
  const average = averages(result);
  const last = Math.max(...result.effects.map(({ time }) => time));
  const balanced = ({ group }: { group: number }): boolean => options.balance === undefined || last - group >= options.balance;
  const inWindow = (since: number): boolean => since >= (options.from ?? since) && since <= Math.min(options.to ?? since, options.balance ?? since);
  const select = (keep: (effect: { group: number; time: number }) => boolean): number[] => result.effects.flatMap((effect, k) => (keep(effect) ? [k] : []));
  const after = select(({ group, time }) => time >= group);

  const part = (key: (effect: { group: number; time: number }) => number, keep: (effect: { group: number; time: number }) => boolean) => {
    const keys = Float64Array.from(new Set(result.effects.filter(keep).map(key))).sort();
    return Array.from(keys, (value) => ({ at: value, members: select((effect) => keep(effect) && key(effect) === value) }));
  };
  const treated = ({ group, time }: { group: number; time: number }): boolean => time >= group;
  if (kind === 'simple') {
    const overall = average.bySize(after);
    return {
      kind,
      overall: entry(withIntervals([overall.att], [overall.influence], result.cluster, result.level, options.bootstrap).estimates, 0),
      effects: [],
    };
  }
  const parts =
    kind === 'dynamic'
      ? part(
          ({ group, time }) => time - group,
          (effect) => balanced(effect) && inWindow(effect.time - effect.group),
        )
      : part(kind === 'group' ? ({ group }) => group : ({ time }) => time, treated);
  const sums = parts.map(({ members }) => (kind === 'group' ? average.plain(members.map(average.effect)) : average.bySize(members)));
  const counted = kind === 'dynamic' ? sums.filter((_, k) => entry(parts, k).at >= 0) : sums;
  if (counted.length === 0) throw new MethodError('no-information', 'to', 'leaves no time at or after the start of treatment');
  const overall =
    kind === 'group'
      ? average.ofGroups(
          parts.map(({ at }) => at),
          sums,
        )
      : average.plain(counted);
  const { estimates, critical } = withIntervals(
    sums.map(({ att }) => att),
    sums.map(({ influence }) => influence),
    result.cluster,
    result.level,
    options.bootstrap,
  );
  return {
    kind,
    overall: entry(withIntervals([overall.att], [overall.influence], result.cluster, result.level, options.bootstrap).estimates, 0),
    effects: parts.map(({ at: where }, k) => ({ at: where, ...entry(estimates, k) })),
    ...(critical === undefined ? {} : { critical }),
  };
}

function averages(result: GroupTimeEffects) {
  const n = result.first.length;
  const shares = new Map<number, number>();
  for (const start of result.first) shares.set(start, (shares.get(start) ?? 0) + 1 / n);
  const share = (group: number): number => shares.get(group) ?? 0;
  const effect = (k: number): Sum => ({ att: entry(result.effects, k).att, influence: entry(result.influence, k) });

  /** The mean of several, weighted by the shares of their groups; that the shares are estimated too is the second part of the influence. */
  const weightedBy = (groups: readonly number[], of: readonly Sum[]): Sum => {
    const total = groups.reduce((sum, group) => sum + share(group), 0);
    const att = of.reduce((sum, each, m) => sum + (share(entry(groups, m)) / total) * each.att, 0);
    const influence = new Float64Array(n);
    of.forEach((each, m) => {
      const weight = share(entry(groups, m)) / total;
      for (let i = 0; i < n; i++) influence[i] = at(influence, i) + weight * at(each.influence, i);
    });
    // d(weighted mean)/d(share of a group) is (its effect - mean)/total, and the influence of a share is belonging less the share.
    const pull = new Map<number, number>();
    of.forEach((each, m) => {
      pull.set(entry(groups, m), (pull.get(entry(groups, m)) ?? 0) + (each.att - att) / total);
    });
    let mean = 0;
    for (const [group, value] of pull) mean += share(group) * value;
    for (let i = 0; i < n; i++) influence[i] = at(influence, i) + (pull.get(at(result.first, i)) ?? 0) - mean;
    return { att, influence };
  };
  return {
    effect,
    bySize: (members: readonly number[]): Sum =>
      weightedBy(
        members.map((k) => entry(result.effects, k).group),
        members.map(effect),
      ),
    ofGroups: weightedBy,
    plain: (of: readonly Sum[]): Sum => {
      const influence = new Float64Array(n);
      for (const each of of) for (let i = 0; i < n; i++) influence[i] = at(influence, i) + at(each.influence, i) / of.length;
      return { att: of.reduce((sum, each) => sum + each.att / of.length, 0), influence };
    },
  };
}
