/** The response as it would be published, in both layouts, and its files. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { civilDay } from '../../../access/index.ts';
import { type Layout, LAYOUTS, listVersions, type OneResponse, responseDocument } from '../../../account/responses/index.ts';
import { renderHtml } from '../../../documents/index.ts';
import type { WebContext } from '../../context.ts';
import { queryOf } from '../../figure/question.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { fileType, sendFile } from './files.ts';
import { crumbs, responseOf } from './load.ts';

export function registerPreview(app: FastifyInstance, context: WebContext): void {
  const drafted = async (one: OneResponse, request: FastifyRequest, layout: Layout) => {
    const versions = await context.acts().read(listVersions, { id: one.id }, request.who);
    const sent = (one.distribution?.steps ?? []).map((step) => ({
      label: step.label,
      done: step.state === 'evidenced',
      on: one.sent.find((row) => row.step === step.code && row.withdrawn === null && row.number === one.published?.number)?.doneOn ?? null,
    }));
    const edition = versions.filter((each) => each.published).length;
    // What is published is no draft, in whichever layout it is looked at.
    const told =
      one.state === 'published' && one.published !== null
        ? { version: String(edition), date: civilDay(one.published.at) }
        : { version: `Draft, version ${versions.length}`, date: null };
    return responseDocument(one.content, { ...told, sent }, layout);
  };

  app.get(patterns.responsePreview, guard('response.read'), async (request, reply) => {
    const one = await responseOf(context, request);
    const layout = layoutOf(request, one);
    return context.page(request, reply, 'account/responses/preview.njk', {
      title: 'Preview of the response',
      breadcrumbs: crumbs(one),
      one,
      layouts: Object.keys(LAYOUTS).map((value) => ({
        text: value === 'norfolk' ? 'Headings and paragraphs' : 'A table of the record',
        href: urls.responsePreview(one.id, value),
        here: value === layout,
      })),
      docx: urls.responseFile(one.id, layout, 'docx'),
      odt: urls.responseFile(one.id, layout, 'odt'),
      html: renderHtml(await drafted(one, request, layout), { titleLevel: 2 }),
    });
  });

  app.get(patterns.responseFile, guard('response.read'), async (request, reply) => {
    const one = await responseOf(context, request);
    const doc = await drafted(one, request, layoutOf(request, one));
    return sendFile(
      reply,
      doc,
      fileType(queryOf(request.url).get('type')),
      `${one.content.report.slug}-${one.state === 'published' ? 'response' : 'draft-response'}`,
    );
  });
}

function layoutOf(request: FastifyRequest, one: OneResponse): Layout {
  const asked = queryOf(request.url).get('layout');
  return asked === 'norfolk' || asked === 'staffordshire' ? asked : one.content.layout;
}
