/** A person’s access tokens: made, shown once, taken away. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { can } from '../../access/index.ts';
import { createToken, hashOfAccessToken, listTokens, newAccessToken, revokeToken } from '../../access/sign-in/index.ts';
import { InputError, type InputIssue } from '../../register/index.ts';
import type { WebContext } from '../context.ts';
import { say } from '../done.ts';
import { bodyOf, type FormBody, text } from '../forms/body.ts';
import { viewOf } from '../forms/form-page.ts';
import { guard } from '../guard.ts';
import { patterns, urls } from '../urls.ts';

const TITLE = 'Access tokens';

export function registerTokens(app: FastifyInstance, context: WebContext): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, values: FormBody, issues: readonly InputIssue[] = []): Promise<FastifyReply> => {
    const tokens = await context.acts().read(listTokens, {}, request.who);
    const memberships = (request.session?.memberships ?? []).filter((each) => can({ ...request.who, roles: each.roles }, 'token.manage'));
    return context.page(request, reply, 'sign-in/tokens.njk', {
      title: issues.length > 0 ? `Error: ${TITLE}` : TITLE,
      heading: TITLE,
      breadcrumbs: [{ text: 'Your account', href: urls.you }],
      form: viewOf(request, { title: TITLE, values: { days: '90', membershipId: request.session?.membershipId ?? '', ...values } }, { issues }),
      memberships,
      tokens: tokens.map((each) => ({
        ...each,
        createdAt: each.createdAt.toISOString(),
        expiresAt: each.expiresAt.toISOString(),
        usedAt: each.usedAt?.toISOString() ?? null,
      })),
    });
  };

  app.get(patterns.tokens, guard('token.manage'), (request, reply) => show(request, reply, {}));

  app.post(patterns.tokens, guard('token.manage'), async (request, reply) => {
    const body = bodyOf(request);
    const input = { title: text(body, 'title'), days: text(body, 'days'), membershipId: text(body, 'membershipId') };
    const token = newAccessToken();
    try {
      const { title, expiresAt } = await context.acts().act(createToken, { ...input, hash: hashOfAccessToken(token) }, request.who);
      return await context.page(request, reply, 'sign-in/token.njk', {
        title: 'Copy your access token',
        name: title,
        expiresAt,
        token,
        breadcrumbs: [
          { text: 'Your account', href: urls.you },
          { text: TITLE, href: urls.tokens },
        ],
      });
    } catch (error) {
      if (error instanceof InputError) return show(request, reply.code(400), input, error.issues);
      throw error;
    }
  });

  app.post<{ Params: { id: string } }>(patterns.tokenRevoke, guard('token.manage'), async (request, reply) => {
    await context.acts().act(revokeToken, { id: request.params.id }, request.who);
    return say(reply, 'The token was taken away. Programs that use it are refused from now on.').redirect(urls.tokens, 303);
  });
}
