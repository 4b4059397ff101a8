/** Rates of several groups against one of them. */
import { confidence, count, positive } from '../check.ts';
import { MethodError } from '../error.ts';
import { EXACT_BELOW, type Interval, LEVEL, rateInterval } from '../rates/index.ts';
import { type MissingRatioBounds, missingRatioBounds } from './bounds.ts';
import { type GroupRatioInterval, ratioOf } from './ratio.ts';

export interface GroupEvents {
  readonly name: string;
  /** Whole count of events (or people) of the group. */
  readonly events: number;
  /** Residents or person-years at risk, of the same area, ages and year as the events. */
  readonly population: number;
}

export interface GroupWarning {
  readonly code: 'few-events' | 'few-events-reference' | 'more-events-than-people' | 'unknown-could-undo';
  readonly message: string;
}

export interface GroupRate {
  readonly name: string;
  readonly events: number;
  readonly population: number;
  readonly rate: Interval & { readonly method: 'exact' | 'byar' };
  /** Against the reference; null for the reference itself, and where neither has any event. */
  readonly ratio: GroupRatioInterval | null;
  /** What the events without a group could make of the ratio; null for the reference and where no unknowns were given. */
  readonly bounds: MissingRatioBounds | null;
  readonly warnings: readonly GroupWarning[];
}

export interface RateRatioTable {
  readonly groups: readonly GroupRate[];
  /** Share of all events that have no group recorded, 0 to 1; null where there are no events at all. */
  readonly unknownShare: number | null;
}

export interface ByGroupOptions {
  /** Name of the group that the others are compared with. */
  readonly reference: string;
  /** Events with no group recorded. Default 0. */
  readonly unknown?: number;
  /** Residents a rate is told for. Default 1,000. */
  readonly per?: number;
  readonly level?: number;
}

/**
 * Rate of every group and its ratio to the reference group's: exact conditional interval where either has under 10 events, log-Wald otherwise; a
 * warning in words where a number is too small to carry weight or the unknowns could turn the ratio round.
 *
 * @param groups two or more, each named once
 * @returns in the order given; rates per `per`
 * @throws MethodError `too-few`, `inconsistent` (a name twice; no such reference), `not-whole`, `negative`, `not-positive`, `out-of-range`, `not-a-number`
 * @source Rothman, Greenland and Lash (2008), Modern Epidemiology, ch. 14; the relative rate index of the US Office of Juvenile Justice is this ratio
 */
export function rateRatioByGroup(groups: readonly GroupEvents[], options: ByGroupOptions): RateRatioTable {
  if (groups.length < 2) throw new MethodError('too-few', 'groups', 'two or more groups are needed to compare any');
  const level = confidence('level', options.level ?? LEVEL);
  const per = positive('per', options.per ?? 1000);
  const unknown = count('unknown', options.unknown ?? 0);
  const names = new Set<string>();
  groups.forEach(({ name, events, population }, i) => {
    if (names.has(name)) throw new MethodError('inconsistent', `groups[${i}].name`, `“${name}” is there twice`);
    names.add(name);
    count(`groups[${i}].events`, events);
    positive(`groups[${i}].population`, population);
  });
  const reference = groups.find(({ name }) => name === options.reference);
  if (reference === undefined) throw new MethodError('inconsistent', 'reference', `“${options.reference}” is not one of the groups`);
  const known = groups.reduce((sum, { events }) => sum + events, 0);
  return {
    groups: groups.map((group): GroupRate => {
      const { name, events, population } = group;
      const rate = rateInterval(events, population, { per, level });
      const none = events + reference.events === 0;
      const isReference = group === reference;
      const bounds = isReference || unknown === 0 ? null : missingRatioBounds(events, population, reference.events, reference.population, unknown, { level });
      const ratio = isReference || none ? null : ratioOf(events, population, reference.events, reference.population, level);
      return { name, events, population, rate, ratio, bounds, warnings: warningsOf(group, isReference ? null : reference, bounds) };
    }),
    unknownShare: known + unknown === 0 ? null : unknown / (known + unknown),
  };
}

function warningsOf({ name, events, population }: GroupEvents, reference: GroupEvents | null, bounds: MissingRatioBounds | null): GroupWarning[] {
  const found: GroupWarning[] = [];
  const few = (n: number): string => (n === 0 ? 'no event' : n === 1 ? 'one event' : `${n} events`);
  if (events < EXACT_BELOW) found.push({ code: 'few-events', message: `${name} has ${few(events)}: one more or one fewer would change its rate a good deal.` });
  if (reference !== null && reference.events < EXACT_BELOW)
    found.push({
      code: 'few-events-reference',
      message: `The reference group has ${few(reference.events)}: no ratio to it can be firm, and a larger reference group should be used.`,
    });
  if (events > population)
    found.push({
      code: 'more-events-than-people',
      message: `${name} has more events than people: some had several, so they are not independent, and the interval is too narrow; or the population is not the one at risk.`,
    });
  if (bounds !== null && bounds.direction === 'open' && bounds.observed.value !== null && bounds.observed.value !== 1)
    found.push({
      code: 'unknown-could-undo',
      message: `The events without a recorded group could turn the ratio of ${name} round: from ${bounds.observed.value.toFixed(2)} to ${told(bounds.none)} if none of them were of it, and ${told(bounds.all)} if all.`,
    });
  return found;
}

const told = (value: number | null): string => (value === null ? 'no number' : value.toFixed(2));
