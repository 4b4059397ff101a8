/** The room at a glance: what is late, what comes next, how the own recommendations stand, and what others own. */
import type { FastifyInstance } from 'fastify';
import { listDeadlines } from '../../../account/deadlines/index.ts';
import { listInspections } from '../../../account/inspections/index.ts';
import { type ItemView, listItems } from '../../../account/items/index.ts';
import { ITEM_STATUS_WORDS, type ItemStatus } from '../../../account/rules/index.ts';
import type { WebContext } from '../../context.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { deadlineRow } from '../deadlines/view.ts';
import { itemRow, STATUS_TAGS } from '../shared.ts';

const NEXT = 6;
const STATUSES: readonly ItemStatus[] = ['overdue', 'at-risk', 'not-started', 'on-track', 'done'];

export function registerOverview(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.account, guard('inspection.read'), async (request, reply) => {
    const acts = context.acts();
    const items = await acts.read(listItems, {}, request.who);
    const deadlines = await acts.read(listDeadlines, {}, request.who);
    const reports = await acts.read(listInspections, {}, request.who);
    const own = items.filter((item) => item.own);
    const open = deadlines.filter((deadline) => !deadline.met && !deadline.external);
    return context.page(request, reply, 'account/overview/view.njk', {
      title: 'Account',
      reports: reports.length,
      late: open.filter((deadline) => deadline.state.state === 'overdue').map(deadlineRow),
      next: open
        .filter((deadline) => deadline.state.state !== 'overdue')
        .slice(0, NEXT)
        .map(deadlineRow),
      statuses: STATUSES.map((status) => card(status, own)),
      own: own.length,
      risk: own.filter((item) => item.status === 'at-risk').map(itemRow),
      external: items.filter((item) => !item.own).map(itemRow),
    });
  });
}

function card(status: ItemStatus, own: readonly ItemView[]) {
  return {
    text: ITEM_STATUS_WORDS[status],
    colour: STATUS_TAGS[status].replace('govuk-tag--', ''),
    count: own.filter((item) => item.status === status).length,
    href: urls.recommendations(new URLSearchParams({ owner: 'own', status })),
  };
}
