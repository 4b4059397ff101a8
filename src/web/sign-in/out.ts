/** Signing out, acting for another organisation, and staying signed in. */
import type { FastifyInstance } from 'fastify';
import { endSessions, signOut, switchMembership } from '../../access/sign-in/index.ts';
import type { WebContext } from '../context.ts';
import { say } from '../done.ts';
import { bodyOf, text } from '../forms/body.ts';
import { guard } from '../guard.ts';
import { clearSession, setSession } from '../identity.ts';
import { patterns, urls, withQuery } from '../urls.ts';

export function registerSessions(app: FastifyInstance, context: WebContext): void {
  const register = () => context.acts().register;

  app.post(patterns.signOut, guard('open'), async (request, reply) => {
    if (request.session !== null) await signOut(register(), request.session);
    return clearSession(reply).header('clear-site-data', '"cache"').redirect(withQuery(urls.signIn(), 'why=out'), 303);
  });

  app.post(patterns.youSessions, guard('own.account'), async (request, reply) => {
    if (request.session === null) return reply.redirect(urls.you, 303);
    const which = text(bodyOf(request), 'which');
    if (which === 'all') {
      await endSessions(register(), request.session, 'all');
      return clearSession(reply).redirect(withQuery(urls.signIn(), 'why=everywhere'), 303);
    }
    const ended = await endSessions(register(), request.session, which === 'others' ? 'others' : { ref: which });
    return say(
      reply,
      ended === 0 ? 'That browser had been signed out already.' : ended === 1 ? 'One browser was signed out.' : `${ended} browsers were signed out.`,
    ).redirect(urls.you, 303);
  });

  app.post(patterns.youOrganisation, guard('own.account'), async (request, reply) => {
    if (request.session === null) return reply.redirect(urls.you, 303);
    const { token, organisation } = await switchMembership(register(), request.session, text(bodyOf(request), 'membership'));
    return say(setSession(reply, token), `You now act for ${organisation}.`).redirect(urls.home, 303);
  });

  // Asked by the page before it warns. Asking is not doing: it does not keep the session alive (identity.ts), sending is.
  app.get(patterns.sessionLeft, guard('open'), async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return { seconds: request.session?.secondsLeft ?? 0 };
  });
  app.post(patterns.sessionLeft, guard('own.account'), async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return { seconds: request.session?.secondsLeft ?? 0 };
  });
}
