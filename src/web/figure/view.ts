/** A figure as words and flags, ready for a template: the same parts on its own page, on Home and on the board. Pure, and no HTML. */
import { type Cell, dimension, type Figure, type FigureDimension, type SourceNote } from '../../warehouse/index.ts';
import { figureForm } from '../urls.ts';
import { day, moment, span } from '../words.ts';
import { findingOf } from './finding.ts';
import { largestOf, type NumberWords, numberWords, REASONS, SHORTHAND } from './number.ts';

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

export interface FigureView {
  /** Unique in a page, for ids of elements. */
  readonly id: string;
  readonly measure: Figure['measure'];
  readonly title: string;
  /** `by month and crime type`, or nothing. */
  readonly byWords: string;
  readonly finding: string;
  readonly words: string;
  readonly basis: string;
  readonly asAt: string;
  readonly snapshot: { readonly id: string; readonly at: string };
  readonly columns: readonly string[];
  readonly valueTitle: string;
  readonly hasInterval: boolean;
  readonly hasParts: boolean;
  readonly rows: readonly RowView[];
  /** Cells beyond those in `rows`. */
  readonly moreRows: number;
  readonly total: CellView;
  /** Shorthands that occur, with their meaning. */
  readonly notes: readonly { readonly mark: string; readonly text: string }[];
  readonly unknowns: readonly { readonly title: string; readonly text: string }[];
  readonly caveats: Figure['caveats'];
  readonly refusal: Figure['refusal'];
  readonly stale: readonly string[];
  readonly sources: readonly string[];
  readonly fictional: boolean;
  readonly coverage: readonly string[];
  readonly protection: string;
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
  const ratio = figure.measure.kind !== 'count';
  return {
    id: figure.id,
    measure: figure.measure,
    title: figure.measure.title,
    byWords: figure.dimensions.length === 0 ? '' : `by ${figure.dimensions.map((each) => lower(each.title)).join(' and ')}`,
    finding: findingOf(figure),
    words: figure.words,
    basis: figure.basis,
    asAt: moment(figure.asAt),
    snapshot: { id: figure.snapshot.id, at: moment(figure.snapshot.at) },
    columns: figure.dimensions.map((each) => each.title),
    valueTitle: valueTitle(figure),
    hasInterval: [...cells, figure.total].some((cell) => cell.lower !== null),
    hasParts: ratio && [...cells, figure.total].some((cell) => cell.denominator !== null),
    rows: rowsOf(shown, figure.dimensions, words),
    moreRows: cells.length - shown.length,
    total: cellView(figure.total, words),
    notes: notesOf([...cells, figure.total]),
    unknowns: figure.unknowns.map((unknown) => ({
      title: titleOf(figure, unknown.dimension),
      text: unknown.share === null ? REASONS[unknown.state === 'shown' ? 'na' : unknown.state] : `not known for ${(100 * unknown.share).toFixed(1)}%`,
    })),
    caveats: figure.caveats,
    refusal: figure.refusal,
    stale: figure.staleness.map((stale) => stale.text),
    sources: [...new Set(figure.sources.map(sourceWords))],
    fictional: figure.sources.some((source) => source.fictional),
    coverage: figure.coverage,
    protection: figure.protection.text,
    citation: citationOf(figure, options.origin),
    links: {
      page: figure.address,
      csv: figureForm(figure.address, 'csv'),
      json: figureForm(figure.address, 'json'),
      metadata: figureForm(figure.address, 'csv-metadata.json'),
    },
  };
}

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
  const order = ['hidden', 'withheld', 'na'] as const;
  return order.filter((state) => states.has(state)).map((state) => ({ mark: SHORTHAND[state], text: REASONS[state] }));
}

function titleOf(figure: Figure, id: string): string {
  return figure.dimensions.find((each) => each.id === id)?.title ?? dimension(id)?.title ?? id;
}

/** `data.police.uk, street-level crime, October 2018 to February 2019, edition …, received 21 November 2026, Open Government Licence v3.0`. */
export function sourceWords(source: SourceNote): string {
  const edition = source.edition === null ? '' : `edition ${source.edition}`;
  const received = source.receivedAt === null ? '' : `received ${day(source.receivedAt)}`;
  const parts = [source.publisher, source.source, span(source.from, source.to), edition, received, source.licence, source.fictional ? 'fictional' : ''];
  return [...new Set(parts.filter((part) => part !== ''))].join(', ');
}

function citationOf(figure: Figure, origin: string): string {
  const by = figure.dimensions.length === 0 ? '' : ` by ${figure.dimensions.map((each) => lower(each.title)).join(' and ')}`;
  const sources = [...new Set(figure.sources.map((source) => source.publisher + (source.fictional ? ' (fictional data)' : '')))].join('; ');
  const words = figure.words === '' ? '' : `: ${figure.words}`;
  return `${figure.measure.title}${by}${words}. Headwater, measure version ${figure.measure.version}, snapshot ${figure.snapshot.id} of ${day(figure.snapshot.at)}. Source: ${sources || 'not stated'}. ${origin}${figure.address}`;
}
