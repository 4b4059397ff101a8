/**
 * The finding at the head of a view: one line of ten words or fewer, computed from the same cells as the chart. It says "about" where
 * it rounds and keeps silent where intervals overlap; with nothing to say it says so.
 */
import type { Cell, Figure, FigureDimension } from '../warehouse/index.ts';
import type { PlannedView, View } from './types.ts';
import { aboutWords, capital, inSentence, monthName, monthOfYear, monthShifted, tenWords, written } from './words.ts';

interface Shown {
  readonly cell: Cell;
  readonly value: number;
  readonly label: string;
  readonly unknown: boolean;
}

export function finding(planned: PlannedView, figure: Figure): string {
  if (figure.refusal !== null) return 'Cannot be answered for this choice';
  const rows = shownRows(figure);
  if (rows.length === 0) return figure.cells.length === 0 ? 'No records match this choice' : 'All counts are too small to show';
  return byKind[planned.view.chart](planned.view, figure, rows);
}

/** Cells with a number and the label of their first grouping. */
function shownRows(figure: Figure): Shown[] {
  const values = new Map(figure.dimensions[0]?.values.map((value) => [value.code, value]));
  return figure.cells.flatMap((cell) => {
    const value = values.get(cell.key[0] ?? '');
    return cell.value === null || value === undefined ? [] : [{ cell, value: cell.value, label: value.label, unknown: value.unknown }];
  });
}

type Finder = (view: View, figure: Figure, rows: readonly Shown[]) => string;

const byKind: Record<View['chart'], Finder> = {
  trend: (_, figure) => trendFinding(figure, null, null),
  season: (_, figure) => seasonFinding(figure),
  bars: barsFinding,
  ranking: rankingFinding,
  map: mapFinding,
  groups: pairFinding,
  heat: (_, figure) => heatFinding(figure),
};

/**
 * The months in view against the same months a year before, where all of both are there; otherwise the range. The 95 % interval of
 * the ratio of two counts is log-normal with variance 1/a + 1/b (Poisson counts).
 */
export function trendFinding(figure: Figure, from: string | null, to: string | null): string {
  const part = incompleteMonths(figure);
  const byMonth = new Map(figure.cells.filter((cell) => !part.has(cell.key[0] ?? '')).map((cell) => [cell.key[0] ?? '', cell]));
  const months = [...byMonth.keys()].filter((month) => (from === null || month >= from) && (to === null || month <= to)).sort();
  const values = months.flatMap((month) => byMonth.get(month)?.value ?? []);
  if (values.length === 0) return 'No month can be shown';
  if (values.length < months.length / 2) return 'Most months are too small to show';
  const last12 = months.slice(-12);
  const now = last12.map((month) => byMonth.get(month)?.value);
  const before = last12.map((month) => byMonth.get(monthShifted(month, -12))?.value);
  const comparable = figure.measure.kind === 'count' && [...now, ...before].every((value) => value !== null && value !== undefined);
  if (comparable) return changeWords(sum(now), sum(before), last12.length);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const kind = figure.measure.kind;
  if (values.length === 1) return `${written(low, kind)} in ${monthName(months[0] ?? '')}`;
  return low === high ? `${written(low, kind)} a month` : `Between ${written(low, kind)} and ${written(high, kind)} a month`;
}

/** Months whose files look incomplete: a low one is not by itself a fall, so nothing is read from them. */
export function incompleteMonths(figure: Figure): ReadonlySet<string> {
  return new Set(figure.caveats.flatMap((caveat) => caveat.months ?? []));
}

function changeWords(now: number, before: number, months: number): string {
  const span = months === 1 ? 'the same month' : months === 12 ? 'the 12 months' : `the same ${months} months`;
  if (now === 0 || before === 0) return 'Too few to compare with a year before';
  const ratio = now / before;
  const spread = 1.96 * Math.sqrt(1 / now + 1 / before);
  if (Math.abs(Math.log(ratio)) < spread) return 'No clear change on the year before';
  const percent = Math.round(Math.abs(ratio - 1) * 100);
  return `${ratio > 1 ? 'Up' : 'Down'} about ${percent}% on ${span}${months === 12 ? ' before' : ' last year'}`;
}

const sum = (values: readonly (number | null | undefined)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** A season is read from three whole years or more, never from less. */
function seasonFinding(figure: Figure): string {
  const months = new Map<number, number[]>();
  for (const cell of figure.cells) {
    if (cell.value === null) continue;
    const number = Number(cell.key[0]?.slice(5, 7));
    const held = months.get(number) ?? [];
    held.push(cell.value);
    months.set(number, held);
  }
  const years = Math.min(...Array.from({ length: 12 }, (_, at) => months.get(at + 1)?.length ?? 0));
  if (years < 3) return figure.cells.length < 36 ? 'Under three years of data: no season read' : 'Too many months are hidden to read a season';
  const means = [...months].map(([number, values]) => ({ number, mean: sum(values) / values.length })).sort((a, b) => b.mean - a.mean);
  const [top, bottom] = [means[0], means.at(-1)];
  if (top === undefined || bottom === undefined) return 'No season read';
  return `Highest on average in ${monthOfYear(top.number)}, lowest in ${monthOfYear(bottom.number)}`;
}

function barsFinding(view: View, figure: Figure, rows: readonly Shown[]): string {
  if (view.id === 'deprivation') return gradientFinding(figure, rows);
  if (view.id === 'located') return unknownFinding(figure, rows, 'have no known location', 'All have a known location');
  const total = figure.total.value;
  const known = rows.filter((row) => !row.unknown);
  const unknown = sum(rows.filter((row) => row.unknown).map((row) => row.value));
  const share = (value: number) => (figure.measure.kind === 'share' ? value : total === null || total <= 0 ? null : value / total);
  if (view.id === 'ethnicity' && (share(unknown) ?? 0) >= 0.1) return `Ethnicity is not known in ${aboutWords(share(unknown) ?? 0)}`;
  const top = [...known].sort((a, b) => b.value - a.value)[0];
  if (top === undefined) return 'Not recorded in any that can be shown';
  const part = share(top.value);
  if (part === null) return tenWords(`Most often: ${top.label}`, 'One value stands out');
  const name = top.label;
  const short = name.split(/[,(:;]/)[0]?.trim() ?? name;
  return tenWords(`${capital(aboutWords(part))}: ${name}`, `${capital(aboutWords(part))}: ${short}`, `The largest group is ${aboutWords(part)}`);
}

function unknownFinding(figure: Figure, rows: readonly Shown[], words: string, none: string): string {
  const unknown = sum(rows.filter((row) => row.unknown).map((row) => row.value));
  const total = figure.total.value;
  if (total === null || total <= 0) return 'The total is too small to show';
  if (unknown === 0) return figure.cells.some((cell) => cell.state === 'hidden' || cell.state === 'withheld') ? 'Very few have no known location' : none;
  return `${capital(aboutWords(Math.min(1, unknown / total)))} ${words}`;
}

/** Rates of the ends of the scale; counts say only where the records are, since more people may live there. */
function gradientFinding(figure: Figure, rows: readonly Shown[]): string {
  const at = (code: string) => rows.find((row) => row.cell.key[0] === code);
  const [most, least] = [at('1'), at('10')];
  if (figure.measure.kind !== 'rate') {
    const total = figure.total.value;
    return most === undefined || total === null || total <= 0
      ? 'The most deprived tenth cannot be shown'
      : `${capital(aboutWords(most.value / total))} in the most deprived tenth`;
  }
  if (most === undefined || least === undefined) return 'The two ends cannot be compared';
  if (overlaps(most.cell, least.cell) || most.value <= 0 || least.value <= 0) return 'No clear difference between most and least deprived tenths';
  const [high, low, names] = most.value > least.value ? [most, least, ['Most', 'least']] : [least, most, ['Least', 'most']];
  const ratio = high.value / low.value;
  return `${names[0]} deprived tenth: about ${ratio >= 2.5 ? Math.round(ratio) : written(ratio, 'rate')} times the ${names[1]}`;
}

function overlaps(a: Cell, b: Cell): boolean {
  if (a.lower === null || a.upper === null || b.lower === null || b.upper === null) return true;
  return a.lower <= b.upper && b.lower <= a.upper;
}

/** Names a first only when its interval clears the second's. */
function rankingFinding(view: View, figure: Figure, rows: readonly Shown[]): string {
  if (view.measure !== 'rate') return rateFinding(figure);
  const known = rows.filter((row) => !row.unknown).sort((a, b) => b.value - a.value);
  const [first, second] = known;
  if (first === undefined) return 'No area can be shown';
  if (first.cell.lower === null) return 'Counts depend on how many people live there';
  if (second === undefined) return tenWords(`${first.label}: ${written(first.value, 'rate')} per 1,000`, `${written(first.value, 'rate')} per 1,000 residents`);
  const lower = first.cell.lower;
  const level = known.filter((row) => row !== first && (row.cell.upper ?? row.value) >= lower).length;
  if (level === 0) return tenWords(`${first.label} is clearly highest`, 'One area is clearly highest');
  return tenWords(
    `${first.label} highest, but not clearly above ${level} other${level === 1 ? '' : 's'}`,
    `${level + 1} areas cannot be told apart at the top`,
  );
}

function rateFinding(figure: Figure): string {
  const { value, lower, upper } = figure.total;
  if (value === null) return 'Too few to show a rate';
  // A rate among the few that were recorded says little of the rest.
  const gap = figure.unknowns.find((each) => !figure.dimensions.some((dimension) => dimension.id === each.dimension))?.share ?? 0;
  if (gap >= 0.2) return `Rate uncertain: not recorded in ${aboutWords(gap)} searches`;
  const between = lower === null || upper === null ? '' : ` (${Math.round(lower * 100)}% to ${Math.round(upper * 100)}%)`;
  return `Object found in ${aboutWords(value)}${between}`;
}

function mapFinding(_: View, figure: Figure, rows: readonly Shown[]): string {
  const known = rows.filter((row) => !row.unknown).sort((a, b) => a.value - b.value);
  const [low, high] = [known[0], known.at(-1)];
  if (low === undefined || high === undefined) return 'No area can be shown';
  const kind = figure.measure.kind;
  if (low === high) return tenWords(`${low.label}: ${written(low.value, kind)}`, written(low.value, kind));
  return tenWords(
    `From ${written(low.value, kind)} in ${low.label} to ${written(high.value, kind)} in ${high.label}`,
    `From ${written(low.value, kind)} to ${written(high.value, kind)}${kind === 'rate' ? ' per 1,000' : ''} across areas`,
  );
}

/** The largest cell of two groupings whose values are known. */
function largestPair(figure: Figure): { readonly labels: readonly string[]; readonly value: number } | null {
  const maps = figure.dimensions.map((dimension: FigureDimension) => new Map(dimension.values.map((value) => [value.code, value])));
  let best: { labels: readonly string[]; value: number } | null = null;
  for (const cell of figure.cells) {
    const values = cell.key.map((code, at) => maps[at]?.get(code));
    if (cell.value === null || values.some((value) => value === undefined || value.unknown)) continue;
    if (best === null || cell.value > best.value) best = { labels: values.map((value) => value?.label ?? ''), value: cell.value };
  }
  return best;
}

function pairFinding(_: View, figure: Figure): string {
  const best = largestPair(figure);
  if (best === null) return 'Age and sex are not known together';
  const total = figure.total.value;
  const who = `${inSentence(best.labels[1] ?? '')}, ${inSentence(best.labels[0] ?? '')}`;
  return total === null || total <= 0 ? `Most often ${who}` : tenWords(`${capital(aboutWords(best.value / total))}: ${who}`, `Most often ${who}`);
}

function heatFinding(figure: Figure): string {
  const best = largestPair(figure);
  return best === null ? 'No hour can be shown' : `Most in one hour: ${best.labels[0]} from ${best.labels[1]}`;
}
