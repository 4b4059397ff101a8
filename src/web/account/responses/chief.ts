/** The chief officer's pages, which show the report and the force's own comments; and the policing body's look at what was sent. */
import type { FastifyInstance } from 'fastify';
import { listComments, readComments, saveComments } from '../../../account/responses/index.ts';
import type { WebContext } from '../../context.ts';
import { text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { crumbs, isId, noResponse, param, responseOf } from './load.ts';
import { itemView } from './tasks.ts';

const PREFIX = 'item-';

export function registerChiefComments(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.chiefComments, guard('chief-comment.write'), async (request, reply) => {
    const rows = await context.acts().read(listComments, {}, request.who);
    return context.page(request, reply, 'account/responses/comments.njk', {
      title: 'Comments asked for',
      rows: rows.map((row) => ({ ...row, href: urls.chiefComment(row.id) })),
    });
  });

  formPage<{ readonly id: string; readonly sent: boolean }>(app, context, {
    pattern: patterns.chiefComment,
    access: 'chief-comment.write',
    view: 'account/responses/comment.njk',
    async load(request) {
      const id = param(request, 'id');
      if (!isId(id)) throw noResponse();
      const form = await context.acts().read(readComments, { id }, request.who);
      return {
        title: `Comment on ‘${form.report.title}’`,
        breadcrumbs: [
          { text: 'Account', href: urls.account },
          { text: 'Comments asked for', href: urls.chiefComments },
        ],
        version: form.version,
        values: { general: form.general, ...Object.fromEntries(form.items.map((item) => [`${PREFIX}${item.id}`, item.comment])) },
        held: Object.fromEntries([['general', form.general || 'Nothing'], ...form.items.map((item) => [item.id, item.comment || 'Nothing'])]),
        labels: Object.fromEntries([['general', 'Your comments'], ...form.items.map((item) => [item.id, `Your comment on ${item.name.toLowerCase()}`])]),
        asked: form,
      };
    },
    action: saveComments,
    input: (body, request, version) => ({
      id: param(request, 'id'),
      version,
      general: text(body, 'general'),
      items: Object.keys(body)
        .filter((name) => name.startsWith(PREFIX) && isId(name.slice(PREFIX.length)))
        .map((name) => ({ itemId: name.slice(PREFIX.length), text: text(body, name) })),
      send: text(body, 'send') === 'yes',
    }),
    next: (result) => ({
      href: urls.chiefComments,
      done: result.sent ? 'Your comments were sent to the policing body' : 'Your comments are saved. They have not been sent',
    }),
  });

  app.get(patterns.responseComments, guard('response.read'), async (request, reply) => {
    const one = await responseOf(context, request);
    return context.page(request, reply, 'account/responses/received.njk', {
      title: 'The chief officer’s comments',
      breadcrumbs: crumbs(one),
      one,
      items: one.items.filter((item) => item.chief !== '').map(itemView),
    });
  });
}
