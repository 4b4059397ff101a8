/** Group-time effects from repeated cross-sections: other people in every period, such as the answers to a yearly survey. */
import { at, count, entry, finite, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { type CallawayOptions, type Comparison, type GroupTimeEffects, groupTimeEffects, type StaggeredDesign } from './attgt.ts';
import { squarable } from './callaway-panel.ts';
import { twoGroupSections } from './callaway-sections-cell.ts';

/** One entry an observation in every array. */
export interface CrossSections {
  readonly time: ArrayLike<number>;
  readonly outcome: ArrayLike<number>;
  /** The period in which the observation's place was first treated; null where it never was. */
  readonly firstTreated: ArrayLike<number | null>;
  readonly covariates?: readonly ArrayLike<number>[];
  /** A group whose outcomes move together, such as the place that was treated or not as a whole. Standard errors then allow for it. */
  readonly cluster?: ArrayLike<string | number>;
}

/**
 * The average effect on each group in each period, from people asked once each. Rests on more than a panel does: that those asked in a period are
 * a fair sample of the same population as in the others.
 *
 * @returns as {@link GroupTimeEffects}, with observations in place of units
 * @throws MethodError `shape`, `not-a-number`, `too-large`, `too-few`, `no-information`, and as twoGroupSections
 */
export function callawayCrossSections(sections: CrossSections, options: CallawayOptions = {}): GroupTimeEffects {
  const anticipation = count('anticipation', options.anticipation ?? 0);
  const rows = sections.time.length;
  sized('outcome', sections.outcome, rows);
  sized('firstTreated', sections.firstTreated, rows);
  for (const [j, column] of (sections.covariates ?? []).entries()) sized(`covariates[${j}]`, column, rows);
  if (sections.cluster) sized('cluster', sections.cluster, rows);
  const times = Float64Array.from(new Set(Array.from(sections.time, (time, row) => finite(`time[${row}]`, time)))).sort();
  if (times.length < 2) throw new MethodError('too-few', 'time', `a change needs at least two periods, and there are ${times.length}`);
  const [start, end] = [at(times, 0), at(times, times.length - 1)];
  const starts = Float64Array.from({ length: rows }, (_, row) => {
    const given = sections.firstTreated[row];
    const first = given === null || given === undefined ? Number.POSITIVE_INFINITY : finite(`firstTreated[${row}]`, given);
    return first > end + anticipation ? Number.POSITIVE_INFINITY : first;
  });
  const keep = Array.from(starts.keys()).filter((row) => at(starts, row) - anticipation > start);
  const numbers = new Map<string | number, number>();
  const numberOf = (name: string | number): number => {
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name) ?? 0;
  };
  const { cluster } = sections;
  const of = cluster && Int32Array.from(keep, (row) => numberOf(cluster[row] as string | number));
  const data = {
    times,
    time: Float64Array.from(keep, (row) => at(sections.time, row)),
    outcome: Float64Array.from(keep, (row) => squarable(`outcome[${row}]`, at(sections.outcome, row))),
    first: Float64Array.from(keep, (row) => at(starts, row)),
    covariates: (sections.covariates ?? []).map((column, j) => Float64Array.from(keep, (row) => squarable(`covariates[${j}][${row}]`, at(column, row)))),
    cluster: of && { of, count: numbers.size },
    alreadyTreated: [...new Set(starts.filter((first) => first - anticipation <= start))].sort((a, b) => a - b),
  };
  return groupTimeEffects({ ...data, compare: (...comparison) => compareSections(data, ...comparison) }, options, anticipation);
}

interface Observations extends Omit<StaggeredDesign, 'compare'> {
  readonly time: Float64Array;
  readonly outcome: Float64Array;
  readonly covariates: readonly Float64Array[];
}

function compareSections(data: Observations, ...[group, t, base, isComparison, estimator]: Parameters<StaggeredDesign['compare']>): Comparison | undefined {
  const n = data.outcome.length;
  const [later, earlier] = [at(data.times, t), at(data.times, base)];
  const members: number[] = [];
  for (let i = 0; i < n; i++) {
    const inPeriods = at(data.time, i) === later || at(data.time, i) === earlier;
    if (inPeriods && (at(data.first, i) === group || isComparison(at(data.first, i)))) members.push(i);
  }
  const treated = Uint8Array.from(members, (i) => Number(at(data.first, i) === group));
  const treatedUnits = treated.reduce((sum, flag) => sum + flag, 0);
  const comparisonUnits = members.length - treatedUnits;
  if (comparisonUnits === 0) return undefined;
  const influence = new Float64Array(n);
  // A period compared with itself: zero by definition.
  if (t === base) return { att: 0, influence, trimmed: 0, treatedUnits, comparisonUnits };
  const outcome = Float64Array.from(members, (i) => at(data.outcome, i));
  const after = Uint8Array.from(members, (i) => Number(at(data.time, i) === later));
  const covariates = data.covariates.map((column) => Float64Array.from(members, (i) => at(column, i)));
  const effect = twoGroupSections(outcome, treated, after, covariates, estimator);
  const size = outcome.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Outcomes that differ by rounding alone do not vary.
  const varies = effect.influence.some((value) => Math.abs(value) > 1e-13 * size);
  if (varies) for (let m = 0; m < members.length; m++) influence[entry(members, m)] = (at(effect.influence, m) * n) / members.length;
  return { att: effect.att, influence, trimmed: effect.trimmed, treatedUnits, comparisonUnits };
}
