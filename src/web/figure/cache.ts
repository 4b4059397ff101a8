import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An address that names its snapshot gives the same cells for ever, but what is late changes with the day. */
const SECONDS_KEPT = 3600;

/**
 * Marks an answer by a hash of its text and says whether the asker holds the same one already, so that it need not be sent again. A copy from an
 * address that names its snapshot may be used for an hour without asking; any other must be checked each time.
 */
export function cached(request: FastifyRequest, reply: FastifyReply, text: string): boolean {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  reply.header('etag', etag).header('cache-control', /[?&]snapshot=s\d/.test(request.url) ? `private, max-age=${SECONDS_KEPT}` : 'private, no-cache');
  const held = request.headers['if-none-match'];
  return held?.split(',').some((each) => each.trim().replace(/^W\//, '') === etag) ?? false;
}
