/** Who asks: from the session's cookie or an access token, once a request, before anything else looks at it. */
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findSession, type Session } from '../access/index.ts';
import { HeadwaterError } from '../errors.ts';
import { bearerOf, makeBearer } from './bearer.ts';
import { bringsForm } from './problem.ts';
import { patterns } from './urls.ts';
import { type Acting, PUBLIC, type Who } from '../register/index.ts';

export interface Identified {
  readonly who: Who;
  readonly session: Session | null;
  /** Somebody whose session has run out: what they send is kept for them, and nothing is done. */
  readonly expired: { readonly personId: string } | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    who: Who;
    session: Session | null;
    expired: { readonly personId: string } | null;
    /** Set where the register did not answer who asks. */
    away: HeadwaterError | null;
  }
}

/** Only over HTTPS or to this machine itself, only from our own pages, never to scripts. */
export const SESSION_COOKIE = '__Host-headwater';
const OPTIONS = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

export const setSession = (reply: FastifyReply, token: string): FastifyReply => reply.setCookie(SESSION_COOKIE, token, OPTIONS);
export const clearSession = (reply: FastifyReply): FastifyReply => reply.clearCookie(SESSION_COOKIE, OPTIONS);
export const sessionToken = (request: FastifyRequest): string | null => request.cookies[SESSION_COOKIE] ?? null;

const NOBODY: Identified = { who: PUBLIC, session: null, expired: null };

export type Identify = (request: FastifyRequest) => Promise<Identified>;

/** Where there is no register, nobody is signed in. */
export function identifyBy(acting: Acting | null): Identify {
  const bearer = acting === null ? null : makeBearer(acting.register);
  return async (request) => {
    const given = bearerOf(request);
    if (given !== null && bearer !== null) return { who: await bearer(request, given), session: null, expired: null };
    const token = sessionToken(request);
    if (acting === null || token === null) return NOBODY;
    // Asking how long is left must not make it longer.
    const touch = !(request.method === 'GET' && request.url === patterns.sessionLeft);
    const found = await findSession(acting.register, token, request.url.startsWith('/api/') ? 'api' : 'page', touch);
    if (found === null) return NOBODY;
    return 'session' in found ? { who: found.session.who, session: found.session, expired: null } : { ...NOBODY, expired: found.expired };
  };
}

export async function registerIdentity(app: FastifyInstance, identify: Identify): Promise<void> {
  await app.register(cookie);
  // Set for every request by the hook below; fastify wants the shape to be known beforehand.
  app.decorateRequest('who');
  app.decorateRequest('session', null);
  app.decorateRequest('expired', null);
  app.decorateRequest('away', null);
  app.decorateRequest('typed', null);
  app.addHook('onRequest', async (request) => {
    request.who = PUBLIC;
    if (request.url.startsWith('/assets/')) return;
    const { who, session, expired } = await identify(request).catch((error: unknown) => {
      if (!(error instanceof HeadwaterError) || error.code !== 'register-away') throw error;
      request.away = error;
      // What was typed is read first, so that it can be given back: the guard refuses it then (guard.ts).
      if (!bringsForm(request)) throw error;
      return NOBODY;
    });
    request.who = who;
    request.session = session;
    request.expired = expired;
  });
}
