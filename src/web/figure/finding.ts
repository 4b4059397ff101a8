/**
 * The finding: one line computed from the cells, never canned. It ranks only where intervals allow (no interval, no ranking, save for counts
 * of records, which are what they are), leaves the unknown out of rankings, and says so when a difference is within the noise.
 */
import type { Cell, DimensionValue, Figure } from '../../warehouse/index.ts';
import { chanceWords, largestOf, type NumberWords, numberWords } from './number.ts';
import { isPart } from './periods.ts';

interface Point {
  readonly label: string;
  readonly unknown: boolean;
  readonly value: number;
  readonly cell: Cell;
}

const TIME = new Set(['month', 'quarter', 'year']);
const ORDERED = new Set(['hour', 'weekday', 'decile']);

/** Empty where the figure refuses, or where nothing can be said. */
export function findingOf(figure: Figure): string {
  if (figure.refusal) return '';
  const words = numberWords(figure.measure.kind, Math.max(largestOf(figure.cells), Math.abs(figure.total.value ?? 0)));
  if (figure.dimensions.length === 0) return totalLine(figure, words);
  const [first] = figure.dimensions;
  if (figure.dimensions.length > 1 || !first) return tableLine(figure, words);

  const points = pointsOf(figure, first.values);
  if (points.length === 0) return `Every ${first.title.toLowerCase()} has a count too small to show.`;
  if (TIME.has(first.id)) {
    const whole = points.filter((point) => !isPart(figure, point.cell.key[0] ?? ''));
    return trendLine(whole.length > 0 ? whole : points, figure, words);
  }
  return rankLine(points, figure, words, ORDERED.has(first.id));
}

function pointsOf(figure: Figure, values: readonly DimensionValue[]): Point[] {
  const byCode = new Map(values.map((value) => [value.code, value]));
  return figure.cells.flatMap((cell) => {
    const value = byCode.get(cell.key[0] ?? '');
    return value && cell.value !== null ? [{ label: value.label, unknown: value.unknown, value: cell.value, cell }] : [];
  });
}

function totalLine(figure: Figure, words: NumberWords): string {
  const { value } = figure.total;
  if (value === null) return figure.total.state === 'na' ? 'There is nothing to divide by.' : 'The count is too small to show.';
  const interval = words.interval(figure.total);
  const chance = figure.measure.kind === 'share' ? chanceWords(value) : '';
  const start = chance === '' ? '' : `${chance.charAt(0).toUpperCase()}${chance.slice(1)}: `;
  return `${start}${words.value(value)}${unitAfter(figure)}${interval ? `, between ${interval.replace(' to ', ' and ')} (95% interval)` : ''}.`;
}

function tableLine(figure: Figure, words: NumberWords): string {
  const hidden = figure.cells.filter((cell) => cell.state === 'hidden' || cell.state === 'withheld').length;
  const all = figure.total.value === null ? '' : `${words.value(figure.total.value)}${unitAfter(figure)} in all. `;
  return hidden === 0 ? all.trim() : `${all}${hidden} of ${figure.cells.length} cells are hidden to protect small counts.`;
}

function trendLine(points: readonly Point[], figure: Figure, words: NumberWords): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return '';
  if (first === last) return `${first.label}: ${words.value(first.value)}${unitAfter(figure)}.`;
  const ends = `${words.value(first.value)} in ${first.label}, ${words.value(last.value)} in ${last.label}`;
  if (apart(first.cell, last.cell) === false) return `${ends}: too close to tell apart.`;
  const top = points.reduce((most, point) => (point.value > most.value ? point : most));
  return top === first || top === last ? `${ends}.` : `${ends}; most in ${top.label} (${words.value(top.value)}).`;
}

function rankLine(points: readonly Point[], figure: Figure, words: NumberWords, ordered: boolean): string {
  const known = points.filter((point) => !point.unknown).sort((a, b) => b.value - a.value);
  const [top, second] = known;
  if (!top) return 'Only the unknown group is large enough to show.';
  const named = ordered ? `${figure.dimensions[0]?.title} ${top.label}` : top.label;
  const unit = figure.measure.kind === 'rate' ? unitAfter(figure) : '';
  const head = `Highest: ${named}, ${words.value(top.value)}${unit}`;
  const part = shareOf(top, figure);
  if (!second) return `${head}${part}.`;
  const far = apart(top.cell, second.cell);
  const tail = unknownTail(points, figure, words);
  if (far === false) return `${head}, but it cannot be told apart from ${second.label} (${words.value(second.value)}): their intervals overlap.${tail}`;
  if (far === undefined && figure.measure.kind !== 'count') return `${known.length} groups are shown; without intervals they are not ranked.${tail}`;
  return `${head}${part}, then ${second.label}, ${words.value(second.value)}.${tail}`;
}

/** ` (about 32% of the total)`, for counts only. */
function shareOf(point: Point, figure: Figure): string {
  const total = figure.total.value;
  if (figure.measure.kind !== 'count' || !total) return '';
  return ` (about ${Math.round((100 * point.value) / total)}% of the total)`;
}

function unknownTail(points: readonly Point[], figure: Figure, words: NumberWords): string {
  if (figure.measure.kind !== 'count') return '';
  const unknown = points.filter((point) => point.unknown).reduce((sum, point) => sum + point.value, 0);
  return unknown > 0 && figure.total.value && unknown / figure.total.value >= 0.05 ? ` Not known for ${words.value(unknown)}.` : '';
}

/** Do two intervals lie apart? Undefined where either is missing. */
function apart(a: Cell, b: Cell): boolean | undefined {
  if (a.lower === null || a.upper === null || b.lower === null || b.upper === null) return undefined;
  return a.lower > b.upper || b.lower > a.upper;
}

/** ` offences`, ` per 1,000 residents`; a share or a change already ends in % and takes what is left of its unit. */
export function unitAfter(figure: Figure): string {
  const unit = figure.measure.unit.replace(/^%\s*/, '');
  return unit === '' ? '' : ` ${unit}`;
}
