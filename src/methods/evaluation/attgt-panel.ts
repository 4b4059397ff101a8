/** Group-time effects from a panel: the same units in every period. */
import { at, count, entry } from '../check.ts';
import { type CallawayOptions, type Comparison, type GroupTimeEffects, groupTimeEffects, type StaggeredDesign } from './attgt.ts';
import { twoGroupEffect } from './callaway-cell.ts';
import { type StaggeredPanel, type WidePanel, widePanel } from './callaway-panel.ts';

/**
 * The average effect on each group (units first treated in the same period) in each period.
 *
 * @param panel balanced, in long form; a group that starts after the last period counts as never treated
 * @returns effects by group and period; standard errors are analytic, by cluster where the panel has clusters
 * @throws MethodError as {@link widePanel} and twoGroupEffect, and `no-information` where there is no treated or no comparison unit
 */
export function callawaySantAnna(panel: StaggeredPanel, options: CallawayOptions = {}): GroupTimeEffects {
  const anticipation = count('anticipation', options.anticipation ?? 0);
  const wide = withoutAlreadyTreated(widePanel(panel), anticipation);
  return groupTimeEffects({ ...wide, compare: (...comparison) => compareChanges(wide, ...comparison) }, options, anticipation);
}

/** One comparison; its influence function is spread over all units, those outside it getting nothing. */
function compareChanges(wide: WidePanel, ...[group, t, base, isComparison, estimator]: Parameters<StaggeredDesign['compare']>): Comparison | undefined {
  const n = wide.units.length;
  const periods = wide.times.length;
  const members: number[] = [];
  for (let i = 0; i < n; i++) if (at(wide.first, i) === group || isComparison(at(wide.first, i))) members.push(i);
  const treated = Uint8Array.from(members, (i) => Number(at(wide.first, i) === group));
  const treatedUnits = treated.reduce((sum, flag) => sum + flag, 0);
  const comparisonUnits = members.length - treatedUnits;
  if (comparisonUnits === 0) return undefined;
  const influence = new Float64Array(n);
  // A period compared with itself: zero by definition.
  if (t === base) return { att: 0, influence, trimmed: 0, treatedUnits, comparisonUnits };
  const change = Float64Array.from(members, (i) => at(wide.outcome, i * periods + t) - at(wide.outcome, i * periods + base));
  const covariates = wide.covariates.map((column) => Float64Array.from(members, (i) => at(column, i * periods + Math.min(t, base))));
  const effect = twoGroupEffect(change, treated, covariates, estimator);
  const scale = n / members.length;
  let size = 0;
  for (const i of members) size = Math.max(size, Math.abs(at(wide.outcome, i * periods + t)), Math.abs(at(wide.outcome, i * periods + base)));
  // Changes that differ by rounding alone do not vary.
  const varies = effect.influence.some((value) => Math.abs(value) > 1e-13 * size);
  if (varies) for (let m = 0; m < members.length; m++) influence[entry(members, m)] = at(effect.influence, m) * scale;
  return { att: effect.att, influence, trimmed: effect.trimmed, treatedUnits, comparisonUnits };
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
