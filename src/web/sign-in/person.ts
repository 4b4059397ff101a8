/** For an administrator: how somebody signs in, and helping them where they cannot. */
import type { FastifyInstance } from 'fastify';
import { forgetFactor, personSignIn, unlockPerson } from '../../access/sign-in/index.ts';
import type { WebContext } from '../context.ts';
import { say } from '../done.ts';
import { guard } from '../guard.ts';
import { patterns, urls } from '../urls.ts';

interface ById {
  readonly Params: { readonly id: string };
}

export function registerPersonSignIn(app: FastifyInstance, context: WebContext): void {
  app.get<ById>(patterns.personSignIn, guard('person.manage'), async (request, reply) => {
    const { id } = request.params;
    const found = await context.acts().read(personSignIn, { id }, request.who);
    return context.page(request, reply, 'sign-in/person.njk', {
      title: `How ${found.name} signs in`,
      found,
      self: id === request.who.personId,
      breadcrumbs: [
        { text: 'People', href: urls.people() },
        { text: found.name, href: urls.person(id) },
      ],
    });
  });
  app.post<ById>(patterns.personUnlock, guard('person.manage'), async (request, reply) => {
    const { id, name } = await context.acts().act(unlockPerson, request.params, request.who);
    return say(reply, `${name} can try to sign in again.`).redirect(urls.personSignIn(id), 303);
  });
  app.post<ById>(patterns.personForgetFactor, guard('person.manage'), async (request, reply) => {
    const { id, name } = await context.acts().act(forgetFactor, request.params, request.who);
    return say(reply, `The second factor of ${name} was taken away, and they are signed out.`).redirect(urls.personSignIn(id), 303);
  });
}
