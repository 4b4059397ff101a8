/** What the slice asks for and the data do not hold: forces named (R162), months named, months that look incomplete (R161). */
import { codeList, itemById, monthInt, monthText } from '../../reference/index.ts';
import type { FileFacts } from './context.ts';
import type { Condition } from './measures.ts';
import type { Caveat, Slice } from './types.ts';
import { monthWords } from './values.ts';
import { listWords } from './words.ts';

/** Under this share of the source's median month, a month is called incomplete. */
export const LOW_SHARE = 0.5;

/** Under this median a month can halve by chance (Poisson: about one month in 10,000 at 50). */
const LOW_FROM = 50;

/** Longer lists of months are cut: the delivery's page has them all. */
const MOST_RUNS = 8;

export interface Coverage {
  readonly forces: readonly number[];
  /** Months from first to last of the slice within the data, for filling zeros and gaps. */
  readonly months: readonly number[];
  /** The last month that any force of the slice has; null where none has any. */
  readonly latest: number | null;
  /** Force and month pairs of the slice without data. */
  readonly missing: readonly { readonly force: number; readonly months: readonly number[] }[];
  readonly low: readonly { readonly force: number; readonly month: number }[];
  readonly notes: readonly string[];
  readonly caveats: readonly Caveat[];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Months as "March to May 2020 and July 2020". */
export function monthRuns(months: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const month of [...months].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === month - 1) last[1] = month;
    else runs.push([month, month]);
  }
  const words = (month: number) => monthWords(monthText(month));
  const said = runs.map(([first, last]) => (first === last ? words(first) : `${words(first)} to ${words(last)}`));
  return said.length > MOST_RUNS ? `${said.slice(0, MOST_RUNS - 1).join(', ')} and ${months.length - covered(runs)} other months` : listWords(said);
}

/** Months in the runs that are named when the list is cut. */
function covered(runs: readonly (readonly [number, number])[]): number {
  return runs.slice(0, MOST_RUNS - 1).reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

const name = (force: number): string => itemById('force', force)?.label ?? 'Force not recorded';

function forcesOf(facts: FileFacts, conditions: readonly Condition[]): number[] {
  const condition = conditions.find((each) => each.column === 'force');
  if (condition && !condition.not) return [...condition.ids];
  return [...facts.coverage.keys()].filter((force) => !condition?.ids.includes(force));
}

interface Reach {
  readonly first: number;
  readonly last: number;
  /** Records of the median month. */
  readonly usual: number;
}

const reaches = new WeakMap<ReadonlyMap<number, number>, Reach>();

/** First, last and usual month of a force: the same for every slice, so worked out once a data file. */
function reachOf(held: ReadonlyMap<number, number> | undefined): Reach | undefined {
  if (!held || held.size === 0) return undefined;
  const found = reaches.get(held) ?? { first: Math.min(...held.keys()), last: Math.max(...held.keys()), usual: median([...held.values()]) };
  reaches.set(held, found);
  return found;
}

const known = new WeakMap<FileFacts, Map<string, Coverage>>();

/** Only forces and the period matter, so the questions of a board share one answer. */
export function coverageOf(facts: FileFacts, conditions: readonly Condition[], slice: Slice): Coverage {
  const held = known.get(facts) ?? new Map<string, Coverage>();
  known.set(facts, held);
  const force = conditions.find((each) => each.column === 'force');
  const key = JSON.stringify([force?.ids, force?.not, slice.from, slice.to]);
  const found = held.get(key) ?? findCoverage(facts, conditions, slice);
  if (held.size > 1000) held.clear();
  held.set(key, found);
  return found;
}

function findCoverage(facts: FileFacts, conditions: readonly Condition[], slice: Slice): Coverage {
  const forces = forcesOf(facts, conditions);
  // Where the slice is open, it reaches as far as its own forces do, not as far as another force's data.
  const found = forces.flatMap((force) => reachOf(facts.coverage.get(force)) ?? []);
  const first = found.length > 0 ? Math.min(...found.map((reach) => reach.first)) : facts.from;
  const latest = found.length > 0 ? Math.max(...found.map((reach) => reach.last)) : null;
  const from = slice.from === null ? first : (monthInt(slice.from) as number);
  const to = slice.to === null ? (latest ?? facts.to) : (monthInt(slice.to) as number);
  const months = range(from, to);
  const missing: { force: number; months: number[] }[] = [];
  const low: { force: number; month: number }[] = [];
  for (const force of forces) {
    const held = facts.coverage.get(force);
    const absent = months.filter((month) => !held?.has(month));
    if (absent.length > 0) missing.push({ force, months: absent });
    const usual = held && held.size >= 4 ? (reachOf(held)?.usual ?? 0) : 0;
    if (!held || usual < LOW_FROM) continue;
    for (const month of months) {
      const n = held.get(month);
      if (n !== undefined && n < usual * LOW_SHARE) low.push({ force, month });
    }
  }
  return {
    forces,
    months,
    latest,
    missing,
    low,
    notes: notesOf(facts, forces, months, missing),
    caveats: [...scopeCaveats(facts, forces), ...lowCaveats(low)],
  };
}

function notesOf(facts: FileFacts, forces: readonly number[], months: readonly number[], missing: Coverage['missing']): string[] {
  const notes: string[] = [];
  const territorial = codeList('force').items.filter((item) => item.areaCode && !item.fictional);
  const real = forces.filter((force) => territorial.some((item) => item.id === force));
  if (real.length > 0 && real.length < territorial.length && forces.length === facts.coverage.size) {
    notes.push(
      `This total covers ${forces.length === 1 ? 'one force' : `${forces.length} forces`}: ${listWords(forces.map(name))}. The other ${territorial.length - real.length} of the ${territorial.length} forces of England and Wales are not in these data.`,
    );
  }
  // Missing months: forces with the same gap are named together.
  const byGap = new Map<string, number[]>();
  for (const each of missing) {
    const gap = each.months.length === months.length ? 'any month of this period' : monthRuns(each.months);
    byGap.set(gap, [...(byGap.get(gap) ?? []), each.force]);
  }
  for (const [gap, names] of byGap) notes.push(`No data from ${listWords(names.map(name))} for ${gap}.`);
  return notes;
}

/**
 * Whether a total of several forces holds British Transport Police: totals for England and Wales are published without it (R159), and the two differ.
 * Nothing to say of one force, or where only a fictional one is held. As a caveat it goes with the figure into every export.
 */
function scopeCaveats(facts: FileFacts, forces: readonly number[]): Caveat[] {
  const { territorial, btp } = scopes();
  const real = forces.filter((force) => territorial.has(force)).length;
  if (real === 0 || btp === undefined) return [];
  if (forces.includes(btp))
    return [
      {
        code: 'btp-included',
        text: `This total is of ${real === 1 ? 'one territorial force' : `${real} territorial forces`} and British Transport Police, ${real + 1} forces in all. England and Wales totals are usually published without British Transport Police, and differ from this one.`,
      },
    ];
  if (real < 2) return [];
  if (facts.coverage.has(btp))
    return [
      {
        code: 'btp-left-out',
        text: `This total is of ${real} territorial forces, without British Transport Police, whose records are held. A total with it (${real + 1} forces) differs from this one.`,
      },
    ];
  if (real < territorial.size) return [];
  return [
    {
      code: 'btp-not-held',
      text: `This total is of the ${real} territorial forces of England and Wales. British Transport Police, the ${real + 1}th, is not in these data.`,
    },
  ];
}

let known43: { readonly territorial: ReadonlySet<number>; readonly btp: number | undefined } | undefined;

/** The 43 territorial forces, and the one that is none. */
function scopes() {
  const { items } = codeList('force');
  known43 ??= {
    territorial: new Set(items.filter((item) => item.areaCode && !item.fictional).map((item) => item.id)),
    btp: items.find((item) => item.code === 'btp')?.id,
  };
  return known43;
}

function lowCaveats(low: Coverage['low']): Caveat[] {
  const byForce = new Map<number, number[]>();
  for (const each of low) byForce.set(each.force, [...(byForce.get(each.force) ?? []), each.month]);
  return [...byForce].map(([force, months]) => ({
    code: 'incomplete-month',
    text: `${name(force)}: ${monthRuns(months)} ${months.length === 1 ? 'holds' : 'hold'} less than half the records of a usual month, so the file may be incomplete. A low month is not by itself a fall.`,
    months: months.map(monthText),
  }));
}
