/** Documents of evidence: always sent to be saved, never shown, and never taken for anything but what they are. */
import type { FastifyInstance } from 'fastify';
import { readDocument } from '../../../account/documents/index.ts';
import type { WebContext } from '../../context.ts';
import { guard } from '../../guard.ts';
import { patterns } from '../../urls.ts';
import { param } from '../shared.ts';

export function registerDocuments(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.document, guard('document.read'), async (request, reply) => {
    const { name, mediaType, content } = await context.acts().read(readDocument, { id: param(request, 'id') }, request.who);
    return reply
      .type(mediaType)
      .header('content-disposition', disposition(name))
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(content);
  });
}

/** RFC 6266: a plain name for old browsers, the whole one beside it. */
const disposition = (name: string): string =>
  `attachment; filename="${name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)}`;
