/** Rows to a drawing: which chart, in which order, with which words. */
import { type AreaLevel, incompleteMonths, monthName, monthOfYear, monthShifted, onAxis, type PlannedView, written } from '../../understand/index.ts';
import type { Figure, Slice } from '../../warehouse/index.ts';
import { barChart, type BarGroup, groupChart, type HeatCell, heatChart, intervalChart, type TrendMonth, trendChart } from '../charts/index.ts';
import { choropleth, type ShapePaths } from '../maps/index.ts';
import { largestFirst, ranked, type Row } from './rows.ts';

/** Rows that a ranking or a list of bars draws; its table has them all. */
const DRAWN = 20;
const BARS = 14;

export interface DrawingContext {
  readonly slice: Slice;
  readonly level: AreaLevel;
  /** Null where no boundaries have been delivered. */
  readonly shapes: ShapePaths | null;
  /** Largest value, interval included, of the same view beside it, which has the same scale; 0 where there is none. */
  readonly reach: number;
  /** Values of the same view beside it, which has the same shades. */
  readonly among: readonly number[];
}

export function drawing(planned: PlannedView, figure: Figure, rows: readonly Row[], context: DrawingContext): string {
  const { reach } = context;
  switch (planned.view.chart) {
    case 'trend':
      return trend(figure, rows, context);
    case 'season':
      return season(figure, rows, context);
    case 'bars':
      return bars(planned, figure, rows, reach);
    case 'ranking':
      return ranking(figure, rows, reach);
    case 'map':
      return map(figure, rows, context);
    case 'groups':
      return groups(figure, rows, reach);
    case 'heat':
      return heat(figure, rows, context.among);
  }
}

const mark = ({ link, words, chosen }: Row) => ({ link, words, chosen });

/** Every month from the first to the last, whether or not there are data for it. */
export function monthsOf(rows: readonly Pick<Row, 'codes'>[]): readonly string[] {
  const held = rows.map((row) => row.codes[0] ?? '').sort();
  const [first, last] = [held[0], held.at(-1)];
  if (first === undefined || last === undefined) return [];
  const months: string[] = [];
  for (let month = first; month <= last; month = monthShifted(month, 1)) months.push(month);
  return months;
}

export function insidePeriod(month: string, slice: Slice): boolean {
  return (slice.from === null || month >= slice.from) && (slice.to === null || month <= slice.to);
}

function trend(figure: Figure, rows: readonly Row[], { slice, reach }: DrawingContext): string {
  const byMonth = new Map(rows.map((row) => [row.codes[0] ?? '', row]));
  const part = incompleteMonths(figure);
  const months = monthsOf(rows).map((month): TrendMonth => {
    const row = byMonth.get(month);
    const state = monthState(row, part.has(month));
    const before = state === 'none' ? null : (byMonth.get(monthShifted(month, -12))?.cell.value ?? null);
    const held = row === undefined ? { link: '', words: `${monthName(month)}: no data`, chosen: false } : mark(row);
    const was = before === null ? '' : `; ${written(before, figure.measure.kind)} a year before`;
    return { ...held, words: held.words + was, month, value: row?.cell.value ?? null, before, state, within: insidePeriod(month, slice) };
  });
  return trendChart(months, { now: figure.measure.title, before: 'Same month a year before', write: (value) => onAxis(value, figure.measure.kind) }, reach);
}

function monthState(row: Row | undefined, part: boolean): TrendMonth['state'] {
  if (row === undefined || row.cell.state === 'na') return 'none';
  if (row.cell.value === null) return 'hidden';
  return part ? 'part' : 'whole';
}

function season(figure: Figure, rows: readonly Row[], { slice, among }: DrawingContext): string {
  const years = [...new Set(rows.map((row) => (row.codes[0] ?? '').slice(0, 4)))].sort();
  const narrowed = slice.from !== null || slice.to !== null;
  const cells = rows.map((row): HeatCell => {
    const month = row.codes[0] ?? '';
    return {
      ...mark(row),
      chosen: narrowed && insidePeriod(month, slice),
      row: years.indexOf(month.slice(0, 4)),
      column: Number(month.slice(5, 7)) - 1,
      value: row.cell.value,
      state: row.cell.value === null ? (row.cell.state === 'na' ? 'none' : 'hidden') : 'shown',
      unknown: false,
    };
  });
  const columns = Array.from({ length: 12 }, (_, at) => ({ label: monthOfYear(at + 1).slice(0, 3), minor: at % 3 !== 0 }));
  return heatChart(
    years.map((year) => ({ label: year, minor: false })),
    columns,
    cells,
    (value) => written(value, figure.measure.kind),
    among,
  );
}

function bars(planned: PlannedView, figure: Figure, rows: readonly Row[], reach: number): string {
  const { view } = planned;
  const all = view.keepOrder ? [...rows].sort((a, b) => Number(a.unknown) - Number(b.unknown)) : largestFirst(rows);
  // Unknown is always drawn, and so is what was put apart.
  const ordered = all.filter((row, at) => at < BARS || row.unknown || row.chosen || view.apart?.codes.includes(row.codes[0] ?? ''));
  const total = figure.total.value;
  const toBar = (row: Row) => ({
    ...mark(row),
    label: row.labels[0] ?? '',
    text: figure.measure.kind === 'count' ? withShare(row, total) : row.text,
    value: row.cell.value,
    lower: row.cell.lower,
    upper: row.cell.upper,
    unknown: row.unknown,
  });
  const apart = new Set(view.apart?.codes ?? []);
  const main = ordered.filter((row) => !apart.has(row.codes[0] ?? ''));
  const other = ordered.filter((row) => apart.has(row.codes[0] ?? ''));
  const groups: BarGroup[] = [{ heading: null, bars: main.map(toBar) }];
  if (view.apart !== undefined && other.length > 0) groups.push({ heading: view.apart.heading, bars: other.map(toBar) });
  return (
    barChart(groups, reach) + (ordered.length < all.length ? `<p class="hw-note">${all.length - ordered.length} more, smaller, are in the table.</p>` : '')
  );
}

/** `1,240 (31%)`; the share only where the whole is shown. */
function withShare(row: Row, total: number | null): string {
  if (row.cell.value === null || total === null || total <= 0) return row.text;
  const share = row.cell.value / total;
  return `${row.text} (${share < 0.01 && share > 0 ? 'under 1' : Math.min(100, Math.round(share * 100))}%)`;
}

function ranking(figure: Figure, rows: readonly Row[], reach: number): string {
  const known = ranked(rows).filter((row) => !row.unknown);
  const drawn = known.filter((row, at) => at < DRAWN || row.chosen);
  const points = drawn.map((row) => ({
    ...mark(row),
    label: row.labels[0] ?? '',
    text: row.text,
    value: row.cell.value,
    lower: row.cell.lower,
    upper: row.cell.upper,
  }));
  const { kind } = figure.measure;
  const reference =
    kind === 'count' || figure.total.value === null ? null : { value: figure.total.value, label: `All together: ${written(figure.total.value, kind)}` };
  const more = known.length > drawn.length ? `<p class="hw-note">The first ${drawn.length} of ${known.length}. The table has them all.</p>` : '';
  return intervalChart(points, reference, (value) => onAxis(value, kind), reach) + more;
}

function map(figure: Figure, rows: readonly Row[], { shapes, among }: DrawingContext): string {
  if (shapes === null || shapes.paths.size === 0)
    return '<p class="hw-note">No boundaries have been delivered for these areas, so there is no map. The table has the areas.</p>';
  const areas = rows
    .filter((row) => !row.unknown)
    .map((row) => ({
      ...mark(row),
      code: row.codes[0] ?? '',
      value: row.cell.value,
      state: row.cell.value === null ? (row.cell.state === 'na' ? ('none' as const) : ('hidden' as const)) : ('shown' as const),
    }));
  return choropleth(areas, shapes, (value) => written(value, figure.measure.kind), among);
}

function groups(figure: Figure, rows: readonly Row[], reach: number): string {
  const [outer, inner] = figure.dimensions;
  if (outer === undefined || inner === undefined) return '';
  const byKey = new Map(rows.map((row) => [row.codes.join('+'), row]));
  const clusters = outer.values.map((band) => ({
    label: band.label,
    unknown: band.unknown,
    bars: inner.values.flatMap((each, series) => {
      const row = byKey.get(`${band.code}+${each.code}`);
      return row === undefined || row.cell.value === 0 ? [] : [{ ...mark(row), series, text: row.text, value: row.cell.value }];
    }),
  }));
  return groupChart(
    clusters.filter((cluster) => cluster.bars.length > 0),
    inner.values,
    reach,
  );
}

function heat(figure: Figure, rows: readonly Row[], among: readonly number[]): string {
  const [down, across] = figure.dimensions;
  if (down === undefined || across === undefined) return '';
  const at = [new Map(down.values.map((value, place) => [value.code, place])), new Map(across.values.map((value, place) => [value.code, place]))] as const;
  const cells = rows.map(
    (row): HeatCell => ({
      ...mark(row),
      row: at[0].get(row.codes[0] ?? '') ?? 0,
      column: at[1].get(row.codes[1] ?? '') ?? 0,
      value: row.cell.value,
      state: row.cell.value === null ? (row.cell.state === 'na' ? 'none' : 'hidden') : 'shown',
      unknown: row.unknown,
    }),
  );
  return heatChart(
    down.values.map((value) => ({ label: value.label, minor: false })),
    across.values.map((value, place) => ({ label: value.unknown ? '?' : value.label.slice(0, 2), minor: !value.unknown && place % 3 !== 0 })),
    cells,
    (value) => written(value, figure.measure.kind),
    among,
  );
}
