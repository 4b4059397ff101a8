/** Explore: a board of linked views for each dataset. Everything is drawn here; scripts only save a page from loading whole. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HeadwaterError } from '../../errors.ts';
import { type Board, type BoardState, boards } from '../../understand/index.ts';
import { boundaries, takeTurns } from '../../warehouse/index.ts';
import { patterns } from '../charts/index.ts';
import type { WebContext } from '../context.ts';
import { guard } from '../guard.ts';
import { withQuery } from '../urls.ts';
import { boardPath, explorePatterns, findBoard, readState, stateAddress } from './addresses.ts';
import { boardHtml } from './board.ts';
import { boardData } from './data.ts';
import { encodingOf, type Packed, packed } from './packed.ts';
import { shapeStore } from './shapes.ts';

interface BoardRequest {
  readonly Params: { readonly board: string };
}

export function registerExplore(app: FastifyInstance, context: WebContext): void {
  const data = boardData(
    context.warehouse,
    shapeStore((level, codes, snapshot) => boundaries(context.warehouse, level, codes, snapshot)),
  );

  const inTurn = takeTurns();

  app.get(explorePatterns.index, guard('picture.read'), (_request, reply) => reply.redirect(opening(context), 302));

  app.get<BoardRequest>(explorePatterns.board, guard('picture.read'), async (request, reply) => {
    const board = boardOf(request.params.board);
    const search = searchOf(request);
    const state = readState(board, search);
    // A form sends its empty fields too: the address that stays is the short one.
    if ([...search.values()].some((value) => value.trim() === '')) return reply.redirect(stateAddress(board, state), 303);
    const input = await data.load(board, state, { signal: signalOf(request, reply) });
    return context.page(request, reply, 'explore/board.njk', {
      title: board.title,
      wide: true,
      patterns: patterns(),
      boards: boards.map((each) => ({ text: each.title, href: sameElsewhere(each, state), here: each.id === board.id })),
      board: await inTurn(() => boardHtml(input)),
    });
  });

  const drawn = drawnBoards(context.now);
  app.get<BoardRequest>(explorePatterns.fragment, guard('picture.read'), async (request, reply) => {
    const board = boardOf(request.params.board);
    const search = searchOf(request);
    const brushing = search.get('brush') === '1';
    const snapshot = context.warehouse.manifest().current;
    const html = await drawn.once(brushing ? null : `${snapshot} ${request.url}`, async () => {
      const signal = signalOf(request, reply);
      const input = await data.load(board, readState(board, search), { signal, brushing });
      return packed(await inTurn(() => boardHtml(input, tablesOf(search))));
    });
    const encoding = encodingOf(request.headers['accept-encoding']);
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').header('vary', 'accept-encoding');
    return encoding === null ? reply.send(html.text) : reply.header('content-encoding', encoding).send(await html.as(encoding));
  });
}

/** Boards kept as drawn: about 180 kB each. */
const MOST_DRAWN = 64;

/**
 * The boards drawn last. A snapshot never changes, so a board of it is the same for everybody all day (staleness changes with the date); in a meeting
 * many people look at one. The moves of a brush are not kept.
 */
function drawnBoards(now: () => Date) {
  const held = new Map<string, Promise<Packed>>();
  const once = async (key: string, draw: () => Promise<Packed>): Promise<Packed> => {
    const found = held.get(key);
    if (found) {
      held.delete(key);
      held.set(key, found);
      // Whoever began it may have given up half-way: that is not this one's failure.
      return found.catch(() => once(key, draw));
    }
    const made = draw();
    held.set(key, made);
    made.catch(() => held.delete(key));
    if (held.size > MOST_DRAWN) held.delete(held.keys().next().value ?? '');
    return made;
  };
  return {
    once: (what: string | null, draw: () => Promise<Packed>): Promise<Packed> =>
      what === null ? draw() : once(`${now().toISOString().slice(0, 10)} ${what}`, draw),
  };
}

function boardOf(id: string): Board {
  const board = findBoard(id);
  if (board) return board;
  throw new HeadwaterError('not-found', 'board-unknown', 'There is no such board', {
    advice: `The boards are: ${boards.map((each) => each.title).join(' and ')}.`,
  });
}

/** `tables=trend,type`: the tables that are open; none for `tables=`, all without it. */
function tablesOf(search: URLSearchParams): ReadonlySet<string> | undefined {
  const asked = search.get('tables');
  return asked === null ? undefined : new Set(asked.split(','));
}

function searchOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(request.url.split('?')[1] ?? '');
}

/** The answer to a request that its sender has given up is not worked out to the end. */
function signalOf(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const control = new AbortController();
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) control.abort();
  });
  if (request.raw.destroyed) control.abort();
  return control.signal;
}

/** The first board that has data; where they are of one force, its districts. */
function opening(context: WebContext): string {
  const manifest = context.warehouse.manifest();
  const files = manifest.snapshots.find((snapshot) => snapshot.id === manifest.current)?.files;
  const board = boards.find((each) => files?.[each.dataset] !== undefined);
  const forces = Object.keys((board && files?.[board.dataset]?.coverage) ?? {});
  return withQuery(boardPath(board?.id ?? 'street'), forces.length === 1 ? new URLSearchParams({ force: forces[0] ?? '' }) : '');
}

/** The other board of the same place and months: what is chosen beside them may not exist there. */
function sameElsewhere(board: Board, { slice }: BoardState): string {
  const where = Object.fromEntries((['force', 'district', 'lsoa'] as const).flatMap((id) => (slice.where[id] === undefined ? [] : [[id, slice.where[id]]])));
  return stateAddress(board, { slice: { from: slice.from, to: slice.to, where }, measure: board.measures[0].id, switches: {} });
}
