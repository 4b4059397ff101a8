/** Responses under section 55: the list, one response as a task list, and its pages. */
import type { FastifyInstance } from 'fastify';
import { listResponses } from '../../../account/responses/index.ts';
import { can } from '../../../access/index.ts';
import type { WebContext } from '../../context.ts';
import { guard } from '../../guard.ts';
import { deadlineTag, publishedWords } from '../shared.ts';
import { patterns, urls } from '../../urls.ts';
import { registerChiefComments } from './chief.ts';
import { registerDistribution } from './distribution.ts';
import { registerDrafting } from './drafting.ts';
import { byReport, isId, param, responseOf, responsesCrumbs } from './load.ts';
import { registerPreview } from './preview.ts';
import { registerReview } from './review.ts';
import { nextWords, taskGroups } from './tasks.ts';
import { registerVersions } from './versions.ts';

export function registerResponses(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.responses, guard('response.read'), async (request, reply) => {
    const rows = await context.acts().read(listResponses, {}, request.who);
    return context.page(request, reply, 'account/responses/list.njk', {
      title: 'Responses',
      rows: rows.map((row) => ({
        ...row,
        href: row.id !== null ? urls.response(row.id) : can(request.who, 'response.draft') ? urls.responseStart(row.slug) : urls.inspection(row.slug),
        tag: TAGS[row.state],
        due: row.deadline.state.startsWith('met') ? null : deadlineTag(row.deadline),
        met: row.deadline.state.startsWith('met') ? publishedWords(row.deadline) : null,
      })),
    });
  });

  app.get(patterns.response, guard('response.read'), async (request, reply) => {
    if (!isId(param(request, 'id'))) return reply.redirect(await byReport(context, request), 302);
    const one = await responseOf(context, request);
    const { who } = request;
    const may = {
      draft: can(who, 'response.draft'),
      approve: can(who, 'response.approve'),
      publish: can(who, 'response.publish'),
      distribute: can(who, 'response.distribute'),
    };
    return context.page(request, reply, 'account/responses/one.njk', {
      title: one.content.report.title,
      breadcrumbs: responsesCrumbs(),
      one,
      tag: TAGS[one.state],
      due: one.deadline.state.startsWith('met') ? null : deadlineTag(one.deadline),
      met: one.deadline.state.startsWith('met') ? publishedWords(one.deadline) : null,
      next: nextWords(one, may),
      groups: taskGroups(one, may),
    });
  });

  registerDrafting(app, context);
  registerChiefComments(app, context);
  registerPreview(app, context);
  registerReview(app, context);
  registerVersions(app, context);
  registerDistribution(app, context);
}

const TAGS: Readonly<Record<string, string>> = {
  'not-started': 'govuk-tag--grey',
  draft: 'govuk-tag--blue',
  review: 'govuk-tag--yellow',
  approved: 'govuk-tag--turquoise',
  published: 'govuk-tag--green',
};
