/** From a figure to the rows of a view: labels, exact words, and where choosing each leads. Charts and tables are both made of these. */
import {
  areaFiltersBelow,
  type Board,
  type BoardPlan,
  type BoardState,
  cellText,
  chosen,
  type Kind,
  isExactly,
  monthToggled,
  type PlannedView,
  toggled,
  toggledPair,
  withMonths,
  without,
} from '../../understand/index.ts';
import type { Cell, DimensionId, Figure, Slice } from '../../warehouse/index.ts';
import { esc, linkTo } from '../charts/index.ts';
import { stateHref } from './addresses.ts';

export interface Row {
  readonly codes: readonly string[];
  readonly labels: readonly string[];
  readonly unknown: boolean;
  readonly cell: Cell;
  /** Attributes of the link to choosing it; without an address where that would mean nothing (areas that are not known). */
  readonly link: string;
  readonly isLink: boolean;
  readonly chosen: boolean;
  /** Exact words: what, how much, in which unit. */
  readonly words: string;
  readonly text: string;
}

/** `href` is safe in an attribute as it stands: it is made of an escaped base and encoded codes. */
type Linker = (codes: readonly string[]) => { readonly href: string; readonly chosen: boolean };

const NO_LINK = { href: '', chosen: false } as const;

/** What a cell says, whichever view shows it. */
type Worded = Pick<Row, 'codes' | 'labels' | 'unknown' | 'cell' | 'words' | 'text'>;

/** The words of every cell, made once for a figure that several views of one board show. */
export function wordedOnce(): (figure: Figure) => readonly Worded[] {
  const made = new Map<Figure, readonly Worded[]>();
  return (figure) => {
    const held = made.get(figure) ?? worded(figure);
    made.set(figure, held);
    return held;
  };
}

function worded(figure: Figure): readonly Worded[] {
  const maps = figure.dimensions.map((dimension) => new Map(dimension.values.map((value) => [value.code, value])));
  const { kind, unit } = figure.measure;
  return figure.cells.map((cell) => {
    const values = cell.key.map((code, at) => maps[at]?.get(code));
    const labels = values.map((value, at) => value?.label ?? cell.key[at] ?? '');
    const unknown = values.some((value) => value?.unknown === true);
    return { codes: cell.key, labels, unknown, cell, text: cellText(cell, kind), words: exactWords(labels.join(', '), cell, kind, unit) };
  });
}

/** Rows in the figure's own order. The same thing in two views has the same key after the colon. */
export function rowsOf(plan: BoardPlan, planned: PlannedView, figure: Figure, words = worded): readonly Row[] {
  const link = linkerOf(plan, planned);
  const dims = planned.view.by === 'month' ? 'month' : planned.by.join('+');
  return words(figure).map(({ codes, labels, unknown, cell, text, words: said }) => {
    const { href, chosen: isChosen } = unknown && planned.view.selects === 'area' ? NO_LINK : link(codes);
    const key = `${planned.view.id}:${dims}=${codes.length === 1 ? codes[0] : codes.join('+')}`;
    return { codes, labels, unknown, cell, link: linkTo(href, key), isLink: href !== '', chosen: isChosen, text, words: said };
  });
}

/** `Norwich: 27.7 per 1,000 residents (95% interval 26.9 to 28.5)`. */
export function exactWords(label: string, cell: Cell, kind: Kind, unit: string): string {
  if (cell.value === null || cell.state !== 'shown') return `${label}: ${stateWords(cell)}`;
  const write = (value: number) => cellText({ state: 'shown', value }, kind);
  const interval = cell.lower === null || cell.upper === null ? '' : ` (95% interval ${write(cell.lower)} to ${write(cell.upper)})`;
  return `${label}: ${write(cell.value)} ${unit.replace(/^% ?/, '')}${interval}`;
}

export function stateWords(cell: Pick<Cell, 'state'>): string {
  if (cell.state === 'hidden') return '[c] hidden, a small count';
  if (cell.state === 'withheld') return '[c] hidden, so that a small count cannot be worked out';
  return '[z] no figure';
}

/** Links are made from a base address once a view: a map has hundreds. */
function linkerOf(plan: BoardPlan, planned: PlannedView): Linker {
  const { board, state } = plan;
  if (planned.view.selects === 'months') return monthLinker(board, state);
  if (planned.selects.length > 1) return pairLinker(board, state, planned.selects);
  const dimension = planned.selects[0];
  if (dimension === undefined) return () => NO_LINK;
  const down = planned.view.selects === 'area' && plan.level !== 'lsoa';
  const base = withSlice(board, state, without(state.slice, down ? areaFiltersBelow(plan.level) : [dimension]));
  const held = chosen(state.slice, dimension);
  const others = held.reduce((href, value) => appended(href, dimension, value), base);
  return ([code = '']) => {
    const isChosen = held.includes(code);
    if (down) return { href: isChosen ? base : appended(base, dimension, code), chosen: isChosen };
    return { href: isChosen ? withSlice(board, state, toggled(state.slice, dimension, code)) : appended(others, dimension, code), chosen: isChosen };
  };
}

function monthLinker(board: Board, state: BoardState): Linker {
  const base = withSlice(board, state, withMonths(state.slice, null, null));
  return ([month = '']) => {
    const next = monthToggled(state.slice, month);
    return next.from === null ? { href: base, chosen: true } : { href: appended(appended(base, 'from', month), 'to', month), chosen: false };
  };
}

function pairLinker(board: Board, state: BoardState, dimensions: readonly DimensionId[]): Linker {
  const base = withSlice(board, state, without(state.slice, dimensions));
  return (codes) => {
    if (isExactly(state.slice, dimensions, codes)) return { href: withSlice(board, state, toggledPair(state.slice, dimensions, codes)), chosen: true };
    const href = dimensions.reduce((text, dimension, at) => appended(text, dimension, codes[at] ?? ''), base);
    const within = dimensions.every((dimension, at) => {
      const held = chosen(state.slice, dimension);
      return held.length === 0 || held.includes(codes[at] ?? '');
    });
    const any = dimensions.some((dimension) => chosen(state.slice, dimension).length > 0);
    return { href, chosen: any && within };
  };
}

function withSlice(board: Board, state: BoardState, slice: Slice): string {
  return esc(stateHref(board, { ...state, slice }));
}

/** What an address holds as it stands: nearly every code. */
const PLAIN = /^[\w-]*$/;

/** One more parameter on an address that is escaped already. */
function appended(href: string, name: string, value: string): string {
  const safe = PLAIN.test(value) ? value : encodeURIComponent(value).replaceAll("'", '%27');
  return `${href}${href.includes('?') ? '&amp;' : '?'}${name}=${safe}`;
}

const rank = (row: Row) => row.cell.value ?? -1;

/** Largest first, hidden next, unknown last. */
export function largestFirst(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => Number(a.unknown) - Number(b.unknown) || rank(b) - rank(a));
}

/** By rate where every one that is shown has an interval; otherwise by name, because counts do not rank places. */
export function ranked(rows: readonly Row[]): readonly Row[] {
  const shown = rows.filter((row) => row.cell.value !== null && !row.unknown);
  if (shown.length > 0 && shown.every((row) => row.cell.lower !== null)) return largestFirst(rows);
  return [...rows].sort((a, b) => Number(a.unknown) - Number(b.unknown) || (a.labels[0] ?? '').localeCompare(b.labels[0] ?? '', 'en-GB'));
}
