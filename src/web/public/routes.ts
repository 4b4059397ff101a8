/** What anybody may read without signing in: published responses with their proof, and the accountability page with its pack. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  accountabilityPack,
  canonical,
  CORRECTNESS,
  lateWords,
  listPublished,
  type PublishedOne,
  readAccountability,
  readPublished,
  responseDocument,
} from '../../account/responses/index.ts';
import { civilDay } from '../../access/index.ts';
import { renderHtml } from '../../documents/index.ts';
import { fileType, sendFile } from '../account/responses/files.ts';
import { deadlineTag } from '../account/shared.ts';
import type { WebContext } from '../context.ts';
import { originOf } from '../figure/origin.ts';
import { queryOf } from '../figure/question.ts';
import { guard } from '../guard.ts';
import { patterns, urls } from '../urls.ts';
import { outcomeFigures } from './figures.ts';

const editionOf = (text: string | null | undefined): number | null => {
  const edition = Number(text);
  return text !== null && text !== undefined && Number.isInteger(edition) && edition >= 1 && edition <= 10_000 ? edition : null;
};

const TAGS = {
  done: { text: 'Closed', colour: 'govuk-tag--green' },
  overdue: { text: 'Overdue', colour: 'govuk-tag--red' },
  open: { text: 'Not closed yet', colour: 'govuk-tag--blue' },
} as const;

export function registerPublic(app: FastifyInstance, context: WebContext): void {
  const published = (request: FastifyRequest, edition: number | null): Promise<PublishedOne> => {
    const { slug = '', body = '' } = request.params as Readonly<Record<string, string | undefined>>;
    return context.acts().read(readPublished, { path: `/responses/${slug}/${body}`, edition }, request.who);
  };
  const documentOf = (one: PublishedOne) => responseDocument(one.content, { version: String(one.shown.edition), date: civilDay(one.shown.at), sent: one.sent });

  app.get(patterns.published, guard('public.read'), async (request, reply) => {
    const rows = await context.acts().read(listPublished, {}, request.who);
    return context.page(request, reply, 'public/responses.njk', {
      title: 'Published responses',
      own: rows.filter((row) => !row.outside).map((row) => ({ ...row, late: lateWords(row.lateBy) })),
      examples: rows.filter((row) => row.outside),
    });
  });

  for (const pattern of [patterns.publishedOne, patterns.publishedEdition]) {
    app.get(pattern, guard('public.read'), async (request, reply) => {
      const { edition } = request.params as { readonly edition?: string };
      const one = await published(request, edition === undefined ? null : (editionOf(edition) ?? 10_000));
      return context.page(request, reply, 'public/response.njk', {
        title: `Response to ‘${one.content.report.title}’`,
        breadcrumbs: [{ text: 'Published responses', href: urls.published }],
        one,
        late: lateWords(one.lateBy),
        origin: originOf(request),
        iso: one.shown.at.toISOString(),
        contentHref: urls.publishedContent(one.path, one.newest ? undefined : one.shown.edition),
        docx: urls.publishedFile(one.path, 'docx', one.shown.edition),
        odt: urls.publishedFile(one.path, 'odt', one.shown.edition),
        others: one.versions
          .filter((version) => version.edition !== one.shown.edition)
          .map((version) => ({ ...version, href: version.edition === one.versions.length ? one.path : urls.publishedEdition(one.path, version.edition) })),
        html: renderHtml(documentOf(one), { titleLevel: 2 }),
      });
    });
  }

  for (const pattern of [patterns.publishedContent, patterns.publishedEditionContent]) {
    app.get(pattern, guard('public.read'), async (request, reply) => {
      const { edition } = request.params as { readonly edition?: string };
      const one = await published(request, edition === undefined ? null : (editionOf(edition) ?? 10_000));
      // Exactly the bytes that were hashed.
      return reply
        .type('application/json; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(Buffer.from(canonical(one.content), 'utf8'));
    });
  }

  app.get(patterns.publishedFile, guard('public.read'), async (request, reply) => {
    const query = queryOf(request.url);
    const one = await published(request, editionOf(query.get('edition')));
    return sendFile(reply, documentOf(one), fileType(query.get('type')), `${one.content.report.slug}-response`);
  });

  app.get(patterns.accountability, guard('public.read'), async (request, reply) => {
    const data = await context.acts().read(readAccountability, {}, request.who);
    const figures = data.publicPicture ? await outcomeFigures(context.warehouse, originOf(request)) : [];
    return context.page(request, reply, 'public/accountability.njk', {
      title: 'Public accountability',
      due: data.due.map((row) => ({ ...row, tag: deadlineTag(row.deadline) })),
      data,
      correctness: CORRECTNESS,
      published: data.published.map((row) => ({ ...row, late: lateWords(row.lateBy) })),
      figures,
      tags: TAGS,
      docx: urls.accountabilityPack('docx'),
      odt: urls.accountabilityPack('odt'),
    });
  });

  app.get(patterns.accountabilityPack, guard('public.read'), async (request, reply) => {
    const data = await context.acts().read(readAccountability, {}, request.who);
    const figures = data.publicPicture ? await outcomeFigures(context.warehouse, originOf(request)) : [];
    const doc = accountabilityPack(
      data,
      figures.map(({ href: _href, ...figure }) => figure),
      originOf(request),
    );
    return sendFile(reply, doc, fileType(queryOf(request.url).get('type')), 'public-accountability-pack');
  });
}
