import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Figure } from '../../warehouse/index.ts';

/** An address that names its snapshot gives the same cells for ever, but what is late changes with the day. */
const SECONDS_KEPT = 3600;

/**
 * What a figure's answer depends on, without going through its cells, which its id stands for: measure version, clearance, question and snapshot.
 */
export const identityOf = ({ cells: _cells, dimensions: _dimensions, ...rest }: Figure): string => JSON.stringify(rest);

/**
 * Marks an answer by a hash of what it depends on and says whether the asker holds the same one already, so that it need not be sent again. A copy from an
 * address that names its snapshot may be used for an hour without asking; any other must be checked each time.
 */
export function cached(request: FastifyRequest, reply: FastifyReply, identity: string): boolean {
  const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 27)}"`;
  reply.header('etag', etag).header('cache-control', /[?&]snapshot=s\d/.test(request.url) ? `private, max-age=${SECONDS_KEPT}` : 'private, no-cache');
  const held = request.headers['if-none-match'];
  return held?.split(',').some((each) => each.trim().replace(/^W\//, '') === etag) ?? false;
}
