/** Whether a change in one group's count can be told at all, when some events have no group recorded. */
import { confidence, count, positive } from '../check.ts';
import { MethodError } from '../error.ts';
import { LEVEL } from '../rates/index.ts';
import { type GroupRatioInterval, ratioOf } from './ratio.ts';

export interface GuardedPeriod {
  /** Whole count of events known to be of the group. */
  readonly known: number;
  /** Events with no group recorded. */
  readonly unknown: number;
  /** Events known to be of other groups; needed only for the share of events that is unknown. */
  readonly others?: number;
  /** Population of the group, where it has changed; in both periods or in neither. */
  readonly population?: number;
}

export type TrendVerdict = 'rise' | 'fall' | 'cannot say';

/** Why it cannot be said: the unknowns could have made the change, chance could, or there is nothing to compare. Null with a verdict. */
export type TrendDoubt = 'recording' | 'chance' | 'no events' | null;

/** A change as a share of the earlier period: -0.2 is 20 % fewer; null where the earlier count is 0. */
interface ChangeRange {
  readonly lower: number;
  readonly upper: number | null;
}

export interface GuardedTrend {
  readonly verdict: TrendVerdict;
  readonly doubt: TrendDoubt;
  /** The verdict and its grounds in a sentence or two. */
  readonly reason: string;
  /** Change of the known events with its interval, which is about chance only. */
  readonly observed: { readonly value: number | null; readonly lower: number; readonly upper: number | null };
  /** Least and most that the change can have been, if each unknown may or may not have been of the group, in both periods. */
  readonly range: ChangeRange;
  /** The same if the unknowns were made up alike in both periods: some one share of them, from none to all, was of the group. */
  readonly alike: ChangeRange;
  /** Events of the later period's unknowns that must have been of the group for no change, if none of the earlier were; null unless the known events fell. */
  readonly hiddenFall: number | null;
  /** Share of all events that is unknown, before and after; null where `others` is not given or there are no events. */
  readonly unknownShare: { readonly before: number | null; readonly after: number | null };
}

export interface GuardOptions {
  readonly level?: number;
  /** `nothing` (default): the verdict must hold for every possible make-up of the unknowns. `alike`: for every make-up that is the same in both periods. */
  readonly assume?: 'nothing' | 'alike';
}

/**
 * Says `rise` or `fall` only if the change holds however the unknowns fall *and* chance does not account for it at the worst; else `cannot say`, with
 * the reason. A true count that stays the same is never called a fall because recording got worse.
 *
 * @param before, after periods of the same length, same definitions, same area
 * @returns changes as shares of the earlier period (per resident, where populations are given)
 * @throws MethodError `inconsistent` (a population in one period only), `not-whole`, `negative`, `not-positive`, `out-of-range`, `not-a-number`
 * @source bounds: Manski (2003), Partial Identification, ch. 1, for each period; chance: the ratio of two Poisson counts at the bound nearer to no change
 */
export function trendGuard(before: GuardedPeriod, after: GuardedPeriod, options: GuardOptions = {}): GuardedTrend {
  const level = confidence('level', options.level ?? LEVEL);
  const first = readPeriod('before', before);
  const last = readPeriod('after', after);
  if ((before.population === undefined) !== (after.population === undefined))
    throw new MethodError(
      'inconsistent',
      before.population === undefined ? 'before.population' : 'after.population',
      'is needed where the other period has one',
    );
  /** Change from x to y events, with the interval of chance. */
  const change = (x: number, y: number): GroupRatioInterval | null => {
    if (x + y === 0) return null;
    const ratio = ratioOf(y, last.population, x, first.population, level);
    return { ...ratio, value: less(ratio.value), lower: ratio.lower - 1, upper: less(ratio.upper) };
  };
  const observed = change(first.known, last.known);
  const least = change(first.known + first.unknown, last.known);
  const most = change(first.known, last.known + last.unknown);
  const none = observed;
  const all = change(first.known + first.unknown, last.known + last.unknown);
  const range = span(least, most);
  const alike = span(none, all);
  const judged = options.assume === 'alike' ? ([none, all] as const) : ([least, most] as const);
  const { verdict, doubt } = judge(judged, observed);
  const hiddenFall = Math.ceil((first.known * last.population) / first.population) - last.known;
  return {
    verdict,
    doubt,
    reason: reasonOf(verdict, doubt, first, last, observed, options.assume === 'alike' ? alike : range, options.assume === 'alike'),
    observed: observed === null ? { value: null, lower: -1, upper: null } : { value: observed.value, lower: observed.lower, upper: observed.upper },
    range,
    alike,
    hiddenFall: hiddenFall > 0 ? hiddenFall : null,
    unknownShare: { before: shareUnknown(first), after: shareUnknown(last) },
  };
}

interface Period {
  readonly known: number;
  readonly unknown: number;
  readonly others: number | null;
  readonly population: number;
}

function readPeriod(name: string, { known, unknown, others, population }: GuardedPeriod): Period {
  return {
    known: count(`${name}.known`, known),
    unknown: count(`${name}.unknown`, unknown),
    others: others === undefined ? null : count(`${name}.others`, others),
    population: population === undefined ? 1 : positive(`${name}.population`, population),
  };
}

const less = (ratio: number | null): number | null => (ratio === null ? null : ratio - 1);

/** The range between two changes; where there is nothing to compare, from everything gone to no limit. */
function span(one: GroupRatioInterval | null, other: GroupRatioInterval | null): ChangeRange {
  const values = [one, other].map((change) => (change === null ? null : change.value));
  const told = values.filter((value) => value !== null);
  return { lower: told.length === 0 ? -1 : Math.min(...told), upper: told.length < values.length ? null : Math.max(...told) };
}

function judge(
  ends: readonly (GroupRatioInterval | null)[],
  observed: GroupRatioInterval | null,
): { readonly verdict: TrendVerdict; readonly doubt: TrendDoubt } {
  const doubt = (why: TrendDoubt): { readonly verdict: TrendVerdict; readonly doubt: TrendDoubt } => ({ verdict: 'cannot say', doubt: why });
  const changes = ends.filter((end) => end !== null);
  if (changes.length === 0) return doubt('no events');
  if (changes.length === ends.length) {
    if (changes.every(surelyFewer)) return { verdict: 'fall', doubt: null };
    if (changes.every(surelyMore)) return { verdict: 'rise', doubt: null };
  }
  // Were every event known, would chance alone leave it open?
  return doubt(observed !== null && (surelyFewer(observed) || surelyMore(observed)) ? 'recording' : 'chance');
}

/** A change below zero with all of its interval. */
function surelyFewer({ upper }: GroupRatioInterval): boolean {
  return upper !== null && upper < 0;
}

function surelyMore({ lower }: GroupRatioInterval): boolean {
  return lower > 0;
}

function shareUnknown({ known, unknown, others }: Period): number | null {
  if (others === null || known + unknown + others === 0) return null;
  return unknown / (known + unknown + others);
}

function reasonOf(
  verdict: TrendVerdict,
  doubt: TrendDoubt,
  first: Period,
  last: Period,
  observed: GroupRatioInterval | null,
  range: ChangeRange,
  alike: boolean,
): string {
  if (doubt === 'no events') return 'There is no event in either period, known or unknown.';
  const moved = last.known < first.known ? 'fell' : last.known > first.known ? 'rose' : 'stayed the same';
  const by = observed === null || observed.value === null || observed.value === 0 ? '' : ` (${percent(observed.value)})`;
  const known = `Known events ${moved}, from ${first.known} to ${last.known}${by}`;
  const recorded = `events with no group recorded went from ${first.unknown} to ${last.unknown}`;
  const between = `The true change lies between ${percent(range.lower)} and ${range.upper === null ? 'any increase' : percent(range.upper)}`;
  if (verdict !== 'cannot say')
    return `${known}, and ${recorded}. ${alike ? 'Made up alike in both periods, however' : 'However'} those fall, it is a ${verdict}: ${between.charAt(0).toLowerCase()}${between.slice(1)}, and chance does not account for the nearer end.`;
  if (doubt === 'chance') return `${known}, which is no more than chance can do. ${between}; ${recorded}.`;
  return `${known}, but ${recorded}, which could have made the whole of the change. ${between}.`;
}

function percent(change: number): string {
  const value = (100 * change).toFixed(Math.abs(change) < 0.0995 ? 1 : 0);
  return `${change > 0 ? '+' : ''}${value.replace(/^-/, '−')} %`;
}

/**
 * {@link trendGuard} along a series: each period against the first.
 *
 * @param periods two or more, in order
 * @returns one comparison for each period after the first
 * @throws MethodError `too-few`; else as {@link trendGuard}
 */
export function trendGuardSeries(periods: readonly GuardedPeriod[], options: GuardOptions = {}): readonly GuardedTrend[] {
  const [first, ...later] = periods;
  if (first === undefined || later.length === 0) throw new MethodError('too-few', 'periods', 'two or more periods are needed to compare any');
  return later.map((period) => trendGuard(first, period, options));
}
