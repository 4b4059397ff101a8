/** Unknowns shared out among the groups as the known ones are. */
import { at, count, entry, nonNegative, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { checked } from './ratio.ts';

export interface AllocationOptions {
  /** Population of each group, for the ratios. */
  readonly populations?: ArrayLike<number>;
  /** Index of the group that the others are compared with, counted from 0; needed with `populations`. */
  readonly reference?: number;
  /** What to do where a stratum has unknowns and nobody known: `refuse` (default), or share out as all the known together are. */
  readonly whereNoneKnown?: 'refuse' | 'pooled';
}

export interface Allocation {
  /** Events of each stratum by group after sharing out; not whole. */
  readonly allocated: readonly (readonly number[])[];
  /** Of each group, over all strata: known, and after sharing out. */
  readonly known: readonly number[];
  readonly total: readonly number[];
  /** Ratio of each group's rate to the reference's, among the known and after; null without populations, an entry null where the reference has no events. */
  readonly observedRatios: readonly (number | null)[] | null;
  readonly ratios: readonly (number | null)[] | null;
}

/**
 * Proportional allocation: in each stratum (area, age band, month, kind) the unknowns are taken to be made up as the known ones are.
 *
 * @param known strata x groups, events known in each; 0 or more
 * @param unknown events of each stratum without a group
 * @returns allocated counts, which add up to all events
 * @throws MethodError `shape`, `too-few`, `no-information` (nobody known to share out by), `negative`, `not-whole`, `not-positive`, `out-of-range`, `not-a-number`
 * @source Little and Rubin (2019), Statistical Analysis with Missing Data, 3rd ed., ch. 13 (missing at random within strata)
 */
export function allocateUnknown(known: readonly ArrayLike<number>[], unknown: ArrayLike<number>, options: AllocationOptions = {}): Allocation {
  const groups = knownTable(known, unknown);
  const totals = new Array<number>(groups).fill(0);
  for (const row of known) for (let g = 0; g < groups; g++) totals[g] = entry(totals, g) + at(row, g);
  const everybody = totals.reduce((sum, n) => sum + n, 0);
  const allocated = known.map((row, s) => {
    const rest = at(unknown, s);
    let sum = 0;
    for (let g = 0; g < groups; g++) sum += at(row, g);
    const pooled = sum === 0 && rest > 0;
    if (pooled && (options.whereNoneKnown !== 'pooled' || everybody === 0))
      throw new MethodError('no-information', `known[${s}]`, `nobody is known by whom the ${rest} unknown could be shared out`);
    return Array.from({ length: groups }, (_, g) => {
      const own = at(row, g);
      if (rest === 0) return own;
      return own + rest * (pooled ? entry(totals, g) / everybody : own / sum);
    });
  });
  const total = totals.map((_, g) =>
    checked(
      'known',
      allocated.reduce((sum, row) => sum + entry(row, g), 0),
    ),
  );
  const populations = options.populations;
  return {
    allocated,
    known: totals,
    total,
    observedRatios: populations === undefined ? null : ratiosTo(totals, populations, options.reference),
    ratios: populations === undefined ? null : ratiosTo(total, populations, options.reference),
  };
}

/** Checks a strata x groups table and its unknowns; gives the number of groups. */
export function knownTable(known: readonly ArrayLike<number>[], unknown: ArrayLike<number>): number {
  const groups = known[0]?.length;
  if (groups === undefined || groups < 2) throw new MethodError('too-few', 'known', 'needs one or more strata of two or more groups');
  sized('unknown', unknown, known.length);
  known.forEach((row, s) => {
    sized(`known[${s}]`, row, groups);
    for (let g = 0; g < groups; g++) nonNegative(`known[${s}][${g}]`, at(row, g));
    nonNegative(`unknown[${s}]`, at(unknown, s));
  });
  return groups;
}

/** Index of the reference group, checked. */
export function referenceGroup(groups: number, reference: number | undefined): number {
  if (reference === undefined) throw new MethodError('input', 'reference', 'is needed, with populations, to compare with');
  if (count('reference', reference) >= groups) throw new MethodError('out-of-range', 'reference', `must be one of the ${groups} groups, counted from 0`);
  return reference;
}

function ratiosTo(events: readonly number[], populations: ArrayLike<number>, index: number | undefined): (number | null)[] {
  sized('populations', populations, events.length);
  const reference = referenceGroup(events.length, index);
  const rate = (g: number): number => entry(events, g) / positive(`populations[${g}]`, at(populations, g));
  const base = rate(reference);
  return events.map((_, g) => {
    const own = rate(g);
    return base === 0 ? null : checked(`populations[${g}]`, own / base);
  });
}
