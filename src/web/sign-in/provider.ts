/** Going to the organisation’s own sign-in and coming back. */
import type { FastifyInstance } from 'fastify';
import { afterFirst, localPath, type Provider } from '../../access/sign-in/index.ts';
import { HeadwaterError } from '../../errors.ts';
import type { WebContext } from '../context.ts';
import { guard } from '../guard.ts';
import { patterns, urls } from '../urls.ts';
import { arrivalOf, flowToken, setFlow } from './flow-cookie.ts';
import { goOn } from './go-on.ts';
import { destination, whyOf } from './next.ts';

export function registerProvider(app: FastifyInstance, context: WebContext): void {
  const provider = (): Provider => {
    if (context.signIn.provider !== null) return context.signIn.provider;
    throw new HeadwaterError('not-found', 'no-provider', 'This service is not joined to another sign-in', {
      advice: 'Sign in with your e-mail address and password.',
    });
  };

  app.get(patterns.signInProvider, guard('open'), async (request, reply) => {
    const { next, why } = request.query as Readonly<Record<string, unknown>>;
    const { href, flow } = await provider().start(context.acts().register, destination(localPath(next), whyOf(why)));
    return setFlow(reply, flow).redirect(href, 303);
  });

  app.get(patterns.signInReturn, guard('open'), async (request, reply) => {
    const register = context.acts().register;
    const first = await provider().finish(register, flowToken(request), request.url.slice(patterns.signInReturn.length));
    return goOn(reply, await afterFirst(register, first, arrivalOf(request)));
  });

  app.get(patterns.signOutProvider, guard('open'), async (_request, reply) => reply.redirect((await provider().signOutHref()) ?? urls.signIn(), 303));
}
