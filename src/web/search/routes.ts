/** One search over everything that somebody may open. What they look for is written down nowhere. */
import type { FastifyInstance } from 'fastify';
import type { WebContext } from '../context.ts';
import { MARKING } from '../figure/clearance.ts';
import { guard } from '../guard.ts';
import { asked } from '../partnership/id.ts';
import { patterns } from '../urls.ts';
import { plural } from '../words.ts';
import { search } from './match.ts';
import { CASES_TITLE, groupsFor } from './sources.ts';

/** Of each kind; whoever wants more types another word. */
const MOST = 8;

export function registerSearch(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.search, guard('public.read'), async (request, reply) => {
    const query = asked(request, 'q').trim();
    const groups = query === '' ? [] : search(await groupsFor(context, request.who, query), query, MOST);
    const count = groups.reduce((sum, group) => sum + group.found.length + group.more, 0);
    return context.page(request, reply, 'search/view.njk', {
      title: query === '' ? 'Search' : `${query}: search`,
      query,
      ...(groups.some((group) => group.title === CASES_TITLE) ? { marking: MARKING } : {}),
      groups,
      count: plural(count, 'result'),
      any: count > 0,
    });
  });
}
