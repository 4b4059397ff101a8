/** A board's address: all of its state, canonical, so that the same board always has the same address. */
import { type Board, boardById, type BoardId, type BoardState, settled } from '../../understand/index.ts';
import { formatSlice, parseSlice } from '../../warehouse/index.ts';
import { patterns, urls } from '../urls.ts';

export const explorePatterns = {
  index: patterns.explore,
  board: `${patterns.explore}/:board`,
  /** The views alone, for a page that is already open. */
  fragment: `${patterns.explore}/:board/board`,
} as const;

/** How the slice without any filter is written where it is held for comparing. */
const EVERYTHING_HELD = 'all';

export function boardPath(board: BoardId): string {
  return urls.board(board);
}

export function findBoard(id: string): Board | undefined {
  return boardById(id);
}

/** @throws HeadwaterError for what is not a slice, in the user's words */
export function readState(board: Board, search: URLSearchParams): BoardState {
  const params = new URLSearchParams(search);
  const measure = params.get('measure') ?? '';
  const switches: Record<string, string> = {};
  for (const view of board.views) {
    if (view.switch === undefined) continue;
    const { name, options } = view.switch;
    const held = params.get(name);
    if (held !== null && held !== options[0].code && options.some((option) => option.code === held)) switches[name] = held;
    params.delete(name);
  }
  const compare = params.get('compare') ?? '';
  for (const name of ['measure', 'brush', 'tables', 'compare']) params.delete(name);
  const known = board.measures.some((each) => each.id === measure) ? measure : board.measures[0].id;
  const own = settled(board, { slice: parseSlice(params), measure: known, switches });
  if (compare === '') return own;
  return { ...own, held: settled(board, { ...own, slice: parseSlice(compare === EVERYTHING_HELD ? '' : compare) }).slice };
}

/** Canonical query of a state; defaults are left out. */
export function stateQuery(board: Board, state: BoardState): string {
  const parts = new URLSearchParams();
  if (state.measure !== board.measures[0].id) parts.append('measure', state.measure);
  for (const [name, code] of Object.entries(state.switches)) parts.append(name, code);
  if (state.held !== undefined) parts.append('compare', formatSlice(state.held) || EVERYTHING_HELD);
  return [parts.toString(), formatSlice(state.slice)].filter((part) => part !== '').join('&');
}

/** Address of a state from any page of its board: the query alone where there is one, since a board has hundreds of links. */
export function stateHref(board: Board, state: BoardState): string {
  const query = stateQuery(board, state);
  return query === '' ? boardPath(board.id) : `?${query}`;
}

/** The whole address of a state, without the host. */
export function stateAddress(board: Board, state: BoardState): string {
  return urls.board(board.id, stateQuery(board, state));
}
