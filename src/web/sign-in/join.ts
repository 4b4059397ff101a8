/** The page behind a link to join, or to choose a new password. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findInvitation, SHORTEST, usePasswordLink } from '../../access/sign-in/index.ts';
import { InputError, type InputIssue } from '../../register/index.ts';
import type { WebContext } from '../context.ts';
import { bodyOf } from '../forms/body.ts';
import { viewOf } from '../forms/form-page.ts';
import { guard } from '../guard.ts';
import { patterns, urls, withQuery } from '../urls.ts';

export function registerJoin(app: FastifyInstance, context: WebContext): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, issues: readonly InputIssue[] = []): Promise<FastifyReply> => {
    const person = await findInvitation(context.acts().register, tokenOf(request));
    const heading = person.purpose === 'join' ? 'Join: choose a password' : 'Choose a new password';
    const form = viewOf(request, { title: heading, values: {} }, { issues });
    return context.page(request, reply, 'sign-in/join.njk', {
      title: issues.length > 0 ? `Error: ${heading}` : heading,
      heading,
      form,
      invited: person,
      shortest: SHORTEST,
    });
  };

  app.get(patterns.join, guard('open'), (request, reply) => show(request, reply));

  app.post(patterns.join, guard('open'), async (request, reply) => {
    const { password, again } = bodyOf(request);
    try {
      await usePasswordLink(context.acts().register, tokenOf(request), plain(password), plain(again));
    } catch (error) {
      if (error instanceof InputError) return show(request, reply.code(400), error.issues);
      throw error;
    }
    return reply.redirect(withQuery(urls.signIn(), 'why=joined'), 303);
  });
}

const plain = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 1000) : '');
const tokenOf = (request: FastifyRequest): string => (request.params as { token: string }).token;
