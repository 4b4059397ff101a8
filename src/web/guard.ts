/**
 * The guard on every route. A route says which key of the policy table opens it, or `open` where nobody can be signed in yet; one that says
 * neither cannot be added. Rows are decided further in, by the reach of the action or read.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { can, type PolicyKey, POLICY, keepForm } from '../access/index.ts';
import { HeadwaterError } from '../errors.ts';
import type { Acting } from '../register/index.ts';
import { bodyOf, checkForm } from './forms/body.ts';
import { holdsSecret, readTyped } from './forms/send-again.ts';
import { readUpload } from './forms/upload.ts';
import { wantsProblem } from './problem.ts';
import { urls } from './urls.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: PolicyKey | 'open';
    /** The body is no form of ours: a file, or a program’s JSON. The handler checks it. */
    ownBody?: boolean;
    /** A form with a file: `readUpload` checks its token before it reads the file. */
    upload?: boolean;
  }
}

/** `app.get(patterns.x, guard('inspection.read'), …)`. */
export const guard = (access: PolicyKey | 'open', more: { readonly ownBody?: boolean; readonly upload?: boolean } = {}) => ({ config: { access, ...more } });

export interface GuardedRoute {
  readonly method: string;
  readonly url: string;
  readonly access: PolicyKey | 'open';
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Every route that was added since, for the test that walks them. */
/** @param publicPicture whether who has not signed in may see figures */
export function registerGuard(app: FastifyInstance, acting: Acting | null, publicPicture: () => boolean): readonly GuardedRoute[] {
  const routes: GuardedRoute[] = [];
  app.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (access === undefined) throw new Error(`the route ${String(route.method)} ${route.url} has no access: give it guard('…')`);
    for (const method of [route.method].flat()) routes.push({ method, url: route.url, access });
  });
  app.addHook('preHandler', async (request, reply) => {
    if (request.is404) return;
    const { access, ownBody, upload } = request.routeOptions.config;
    const changes = !SAFE.has(request.method);
    if (changes) sameSite(request);
    if (request.isMultipart() && upload !== true) {
      throw new HeadwaterError('bad-input', 'no-file-here', 'No file can be sent to this address', { advice: 'Go back and send it from the page.' });
    }
    if (request.away !== null) {
      await readTyped(request);
      throw request.away;
    }
    const kept = access === 'picture.read' && request.who.kind === 'public' && !publicPicture();
    if (access === 'open' || (access !== undefined && can(request.who, access) && !kept)) {
      if (changes && ownBody !== true && !request.isMultipart() && request.session !== null) checkForm(request);
      return;
    }
    return refuse(request, reply, access, acting);
  });
  return routes;
}

/** A form or script of another site may not send anything here, whatever cookies the browser adds. */
function sameSite(request: FastifyRequest): void {
  const from = request.headers.origin;
  const site = request.headers['sec-fetch-site'];
  const ours = from === undefined || from === `http://${request.host}` || from === `https://${request.host}`;
  if (ours && (site === undefined || site === 'same-origin' || site === 'none')) return;
  throw new HeadwaterError('forbidden', 'other-site', 'That came from another website, so nothing was done', {
    advice: 'Open the page here and send it from here.',
  });
}

async function refuse(request: FastifyRequest, reply: FastifyReply, access: PolicyKey | undefined, acting: Acting | null): Promise<FastifyReply> {
  const asks = SAFE.has(request.method);
  if (request.who.kind === 'public') {
    if (wantsProblem(request)) {
      throw new HeadwaterError('unknown-person', 'sign-in-first', 'You need to sign in', {
        advice: 'Send the session cookie of a browser, or an access token.',
      });
    }
    if (acting === null) {
      throw new HeadwaterError('busy', 'register-away', 'Signing in is not possible at the moment', { advice: 'What is public can still be read.' });
    }
    const path = asks ? request.url : (request.url.split('?')[0] ?? '/');
    if (!asks && request.expired !== null && request.routeOptions.config.ownBody !== true) {
      const typed = request.isMultipart() ? (await readUpload(request, { keep: true })).fields : bodyOf(request);
      if (!holdsSecret(typed)) {
        await keepForm(acting.register, request.expired.personId, path, typed);
        return reply.redirect(urls.signIn(path, 'kept'), 303);
      }
    }
    return reply.redirect(urls.signIn(path, request.expired === null ? undefined : 'expired'), 303);
  }
  await acting?.refused(request.who, `${request.method} ${request.routeOptions.url ?? ''}`, access ?? 'none');
  throw new HeadwaterError(
    'forbidden',
    'not-allowed',
    `Your role does not allow you to ${access === undefined || access === 'public.read' ? 'see this page' : POLICY[access].title}`,
    {
      advice: 'If you need to, ask your organisation’s administrator. That it was asked for is on record.',
    },
  );
}
