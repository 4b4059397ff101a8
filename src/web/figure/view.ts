/** A figure as words and flags, ready for a template: the same parts on its own page, on Home and on the board. Pure, and no HTML. */
import { itemByCode } from '../../reference/index.ts';
import { type Cell, dimension, type DimensionValue, type Figure, type FigureDimension, type SourceNote } from '../../warehouse/index.ts';
import { figureForm } from '../urls.ts';
import { day, list, span } from '../words.ts';
import { findingOf } from './finding.ts';
import { largestOf, type NumberWords, numberWords, REASONS, SHORTHAND } from './number.ts';
import { isPart } from './periods.ts';

export interface CellView {
  /** `1,235`, or the shorthand of a cell without a number. */
  readonly text: string;
  /** Why there is no number; null where there is one. */
  readonly reason: string | null;
  readonly interval: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
}

export interface RowView extends CellView {
  readonly heads: readonly { readonly label: string; readonly unknown: boolean }[];
}

type Head = RowView['heads'][number];

/** The first grouping down the side, the second across the top. */
export interface CrossView {
  readonly heads: readonly Head[];
  readonly rows: readonly { readonly head: Head; readonly cells: readonly CellView[] }[];
}

export interface FigureView {
  /** Unique in a page, for ids of elements. */
  readonly id: string;
  readonly measure: Figure['measure'];
  readonly title: string;
  /** `by month and crime type`, or nothing. */
  readonly byWords: string;
  readonly finding: string;
  readonly words: string;
  readonly columns: readonly string[];
  readonly valueTitle: string;
  readonly hasInterval: boolean;
  readonly hasParts: boolean;
  readonly rows: readonly RowView[];
  /** Counts by two groupings, where the second is short enough to stand across the page. */
  readonly cross: CrossView | null;
  /** Cells beyond those in `rows`. */
  readonly moreRows: number;
  readonly total: CellView;
  /** Shorthands that occur, with their meaning. */
  readonly notes: readonly { readonly mark: string; readonly text: string }[];
  readonly unknowns: readonly { readonly title: string; readonly text: string }[];
  readonly caveats: Figure['caveats'];
  readonly refusal: Figure['refusal'];
  readonly stale: readonly string[];
  readonly coverage: readonly string[];
  readonly citation: string;
  readonly links: { readonly page: string; readonly csv: string; readonly json: string; readonly metadata: string };
}

export interface ViewOptions {
  /** Scheme and host (`http://localhost:3000`), for an address that can be pasted anywhere. */
  readonly origin: string;
  /** Rows to write out; the rest are in the CSV. */
  readonly maxRows?: number;
}

export function figureView(figure: Figure, options: ViewOptions): FigureView {
  const cells = figure.cells;
  const words = numberWords(figure.measure.kind, Math.max(largestOf(cells), Math.abs(figure.total.value ?? 0)));
  const shown = cells.slice(0, options.maxRows ?? cells.length);
  const dimensions = figure.dimensions.map((each) => (PERIODS.has(each.id) ? { ...each, values: each.values.map((value) => markPart(figure, value)) } : each));
  const cross = crossOf({ ...figure, dimensions }, words, options.maxRows ?? Number.POSITIVE_INFINITY);
  const ratio = figure.measure.kind !== 'count';
  return {
    id: figure.id,
    measure: figure.measure,
    title: figure.measure.title,
    byWords: figure.dimensions.length === 0 ? '' : `by ${figure.dimensions.map((each) => lower(each.title)).join(' and ')}`,
    finding: findingOf(figure),
    words: capital(figure.words),
    columns: figure.dimensions.map((each) => each.title),
    valueTitle: valueTitle(figure),
    hasInterval: [...cells, figure.total].some((cell) => cell.lower !== null),
    hasParts: ratio && [...cells, figure.total].some((cell) => cell.denominator !== null),
    rows: cross ? [] : rowsOf(shown, dimensions, words),
    cross,
    moreRows: cross ? 0 : cells.length - shown.length,
    total: cellView(figure.total, words),
    notes: notesOf([...cells, figure.total]),
    // A share of nothing unknown is no news.
    unknowns: figure.unknowns
      .filter((unknown) => unknown.share !== 0)
      .map((unknown) => ({
        title: titleOf(figure, unknown.dimension),
        text: unknown.share === null ? REASONS[unknown.state === 'shown' ? 'na' : unknown.state] : `not known for ${(100 * unknown.share).toFixed(1)}%`,
      })),
    caveats: figure.caveats,
    refusal: figure.refusal,
    stale: figure.staleness.map((stale) => stale.text),
    coverage: figure.coverage,
    citation: citationOf(figure, options.origin),
    links: {
      page: figure.address,
      csv: figureForm(figure.address, 'csv'),
      json: figureForm(figure.address, 'json'),
      metadata: figureForm(figure.address, 'csv-metadata.json'),
    },
  };
}

/** Groupings of which the first or the last value may be held in part. */
const PERIODS: ReadonlySet<string> = new Set(['quarter', 'year']);

const markPart = (figure: Figure, value: DimensionValue): DimensionValue => (isPart(figure, value.code) ? { ...value, label: `${value.label} (part)` } : value);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const lower = (title: string): string => (/^[A-Z]{2}/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1));

function rowsOf(cells: readonly Cell[], dimensions: readonly FigureDimension[], words: NumberWords): RowView[] {
  const labels = dimensions.map((each) => new Map(each.values.map((value) => [value.code, value])));
  return cells.map((cell) => ({
    ...cellView(cell, words),
    heads: cell.key.map((code, at) => {
      const value = labels[at]?.get(code);
      return { label: value?.label ?? code, unknown: value?.unknown ?? false };
    }),
  }));
}

const MAX_ACROSS = 9;

/** Null unless the cells are counts that fill a rectangle of at most {@link MAX_ACROSS} columns. */
function crossOf(figure: Figure, words: NumberWords, maxRows: number): CrossView | null {
  const [down, across, more] = figure.dimensions;
  if (figure.measure.kind !== 'count' || !down || !across || more || across.values.length > MAX_ACROSS || down.values.length > maxRows) return null;
  if (figure.cells.length !== down.values.length * across.values.length) return null;
  const byKey = new Map(figure.cells.map((cell) => [JSON.stringify(cell.key), cell]));
  const rows = down.values.map((value) => ({
    head: value,
    cells: across.values.flatMap((other) => {
      const cell = byKey.get(JSON.stringify([value.code, other.code]));
      return cell ? [cellView(cell, words)] : [];
    }),
  }));
  return { heads: across.values, rows };
}

const plain = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export function cellView(cell: Cell, words: NumberWords): CellView {
  const part = (n: number | null): string | null => (n === null ? null : plain.format(n));
  const bare = cell.state === 'shown' && cell.value !== null;
  const state = cell.state === 'shown' ? 'na' : cell.state;
  return {
    text: bare && cell.value !== null ? words.value(cell.value) : SHORTHAND[state],
    reason: bare ? null : REASONS[state],
    interval: words.interval(cell),
    numerator: part(cell.numerator),
    denominator: part(cell.denominator),
  };
}

function valueTitle(figure: Figure): string {
  const { kind, unit } = figure.measure;
  if (kind === 'share') return `Share${unit.replace(/^%/, '')}`;
  if (kind === 'change') return 'Change';
  return kind === 'rate' ? `Rate ${unit}` : unit.charAt(0).toUpperCase() + unit.slice(1);
}

function notesOf(cells: readonly Cell[]): { mark: string; text: string }[] {
  const states = new Set(cells.map((cell) => cell.state));
  const both = states.has('hidden') && states.has('withheld');
  const notes = (['hidden', 'withheld', 'na'] as const)
    .filter((state) => states.has(state))
    .map((state) => ({ mark: SHORTHAND[state], text: REASONS[state] as string }));
  return both ? [{ mark: SHORTHAND.hidden, text: REASONS.either }, ...notes.filter((note) => note.mark !== SHORTHAND.hidden)] : notes;
}

function titleOf(figure: Figure, id: string): string {
  return figure.dimensions.find((each) => each.id === id)?.title ?? dimension(id)?.title ?? id;
}

/** `Police forces through data.police.uk, Norfolk Constabulary, October 2018 to February 2019, received 21 November 2026, Open Government Licence v3.0`. */
export function sourceWords(source: SourceNote): string {
  const edition = source.edition === null ? '' : `edition ${source.edition}`;
  const received = source.receivedAt === null ? '' : `received ${day(source.receivedAt)}`;
  const named = source.fictional ? [`Fictional data in the form of ${source.publisher}`] : [source.publisher, source.licence];
  const forces = source.source.split(/[+,]\s*/).flatMap((slug) => itemByCode('force', slug)?.label ?? []);
  const parts = [named[0] ?? '', list(forces), span(source.from, source.to), edition, received, named[1] ?? ''];
  return [...new Set(parts.filter((part) => part !== ''))].join(', ');
}

function citationOf(figure: Figure, origin: string): string {
  const by = figure.dimensions.length === 0 ? '' : ` by ${figure.dimensions.map((each) => lower(each.title)).join(' and ')}`;
  const sources = [
    ...new Set(figure.sources.map((source) => (source.fictional ? `fictional data in the form of ${source.publisher}` : source.publisher))),
  ].join('; ');
  const words = figure.words === '' ? '' : `: ${figure.words}`;
  return `${figure.measure.title}${by}${words}. Headwater, measure version ${figure.measure.version}, snapshot ${figure.snapshot.id} of ${day(figure.snapshot.at)}. Source: ${sources || 'not stated'}. ${origin}${figure.address}`;
}
