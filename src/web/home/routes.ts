/** Home: what needs whoever has signed in, what needs attention, the headline figures, what is here and how fresh, what is missing and what it would add. */
import type { FastifyInstance } from 'fastify';
import { can } from '../../access/index.ts';
import { boards } from '../../understand/index.ts';
import { askMany, describeData, type Figure, formatSlice, type Slice } from '../../warehouse/index.ts';
import type { WebContext } from '../context.ts';
import { originOf } from '../figure/origin.ts';
import { makeSince } from './looked.ts';
import { liveDeliveries } from '../standing.ts';
import { guard } from '../guard.ts';
import { patterns, urls } from '../urls.ts';
import { period, span } from '../words.ts';
import { attention } from './attention.ts';
import { workOf } from './own.ts';
import { headlineGroups, headlineView } from './headlines.ts';

export function registerHome(app: FastifyInstance, context: WebContext): void {
  const since = makeSince(context);
  app.get(patterns.home, guard('public.read'), async (request, reply) => {
    const { warehouse } = context;
    const picture = context.showsPicture(request.who);
    const state = await describeData(warehouse);
    const groups = picture ? headlineGroups(state) : [];
    const questions = groups.flatMap((group) => group.questions.flatMap((each) => each.questions));
    const figures = questions.length > 0 ? await askMany(warehouse, questions) : [];
    let at = 0;
    const firsts: Figure[] = [];
    const headlines = groups.map((group) => ({
      title: group.title,
      dataset: group.dataset,
      period: periodOf(group.questions[0]?.questions[0]?.slice),
      board: boardOf(group.dataset, group.questions[0]?.questions[0]?.slice),
      cards: group.questions.flatMap(({ questions }) => {
        const mine = figures.slice(at, at + questions.length);
        at += questions.length;
        firsts.push(...mine.slice(0, 1));
        return headlineView(mine, originOf(request)) ?? [];
      }),
    }));
    const datasets = state.datasets.map((dataset) => ({
      ...dataset,
      period: span(dataset.from, dataset.to) || 'No period',
      latest: dataset.to === null ? '' : period(dataset.to),
    }));
    const work = await workOf(context, request.who);
    const changed = work === null || state.snapshot === null ? null : await since(request, state.snapshot.id, firsts);
    // Deliveries are shown to those alone who may open them.
    const live = can(request.who, 'delivery.read') ? liveDeliveries(warehouse.manifest()) : [];
    return context.page(request, reply, 'home/view.njk', {
      title: work !== null ? 'Home' : state.snapshot ? 'The picture today' : 'Nothing is here yet',
      work,
      folded: work !== null && !work.data && state.snapshot !== null,
      picture,
      state,
      headlines,
      changed,
      datasets,
      attention: attention(state, live),
    });
  });
}

/** The board of a dataset over the same months; null where it has none. */
function boardOf(dataset: string, slice: Slice | undefined): string | null {
  const board = boards.find((each) => each.dataset === dataset);
  return board ? urls.board(board.id, slice && formatSlice(slice)) : null;
}

function periodOf(slice: Slice | undefined): string {
  return slice ? span(slice.from, slice.to) : '';
}
