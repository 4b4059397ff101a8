/** One line for the next page: “The response was saved.” In a cookie of its own, shown once, gone after a minute. */
import type { FastifyReply, FastifyRequest } from 'fastify';

const COOKIE = '__Host-headwater-done';
const OPTIONS = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;
const LONGEST = 300;

export function say(reply: FastifyReply, words: string | undefined): FastifyReply {
  return words === undefined ? reply : reply.setCookie(COOKIE, Buffer.from(words.slice(0, LONGEST)).toString('base64url'), { ...OPTIONS, maxAge: 60 });
}

/** What the page before left to say, or null. */
export function takeDone(request: FastifyRequest, reply: FastifyReply): string | null {
  const held = request.cookies?.[COOKIE];
  if (held === undefined || held.length > 4 * LONGEST) return null;
  reply.clearCookie(COOKIE, OPTIONS);
  return Buffer.from(held, 'base64url').toString('utf8');
}
