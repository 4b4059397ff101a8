/** The cookie of a sign-in under way, and what the browser that arrives brings along. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Arrival } from '../../access/sign-in/index.ts';
import { sessionToken } from '../identity.ts';

const COOKIE = '__Host-headwater-flow';
// Lax: it must come back with the browser from the organisation’s own sign-in.
const OPTIONS = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;
const SECONDS = 600;

export const setFlow = (reply: FastifyReply, token: string): FastifyReply => reply.setCookie(COOKIE, token, { ...OPTIONS, maxAge: SECONDS });
export const clearFlow = (reply: FastifyReply): FastifyReply => reply.clearCookie(COOKIE, OPTIONS);

export function flowToken(request: FastifyRequest): string | null {
  const token = request.cookies[COOKIE];
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : null;
}

export const arrivalOf = (request: FastifyRequest): Arrival => ({
  agent: request.headers['user-agent'] ?? '',
  address: request.ip,
  held: sessionToken(request),
});
