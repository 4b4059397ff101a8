/** The page on which people sign in: the organisation’s own sign-in where there is one, an account of this service, and in a demonstration anybody. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { afterFirst, checkPassword, enterAsGuest, guests, localPath } from '../../access/sign-in/index.ts';
import type { InputIssue } from '../../register/index.ts';
import { HeadwaterError } from '../../errors.ts';
import type { WebContext } from '../context.ts';
import { bodyOf, text } from '../forms/body.ts';
import { viewOf } from '../forms/form-page.ts';
import { guard } from '../guard.ts';
import { setSession } from '../identity.ts';
import { patterns, urls } from '../urls.ts';
import { arrivalOf, clearFlow } from './flow-cookie.ts';
import { goOn } from './go-on.ts';
import { destination, type Why, whyOf } from './next.ts';
import { refusedWords } from './words.ts';

const VIEW = 'sign-in/sign-in.njk';
interface Shown {
  readonly next: string;
  readonly why: Why | null;
  readonly email?: string;
  readonly issues?: readonly InputIssue[];
}

export function registerSignInPage(app: FastifyInstance, context: WebContext): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, { next, why, email = '', issues = [] }: Shown): Promise<FastifyReply> => {
    const title = 'Sign in';
    const form = viewOf(request, { title, values: { email } }, { issues });
    return context.page(request, reply, VIEW, {
      title: issues.length > 0 ? `Error: ${title}` : title,
      form,
      next,
      why,
      provider: context.signIn.provider?.name ?? null,
      groups: context.signIn.demonstrations ? await guests(context.acts().register) : null,
    });
  };

  app.get(patterns.signIn, guard('open'), (request, reply) => {
    const query = request.query as Readonly<Record<string, unknown>>;
    return show(request, reply, { next: localPath(query['next']), why: whyOf(query['why']) });
  });

  app.post(patterns.signIn, guard('open'), async (request, reply) => {
    const body = bodyOf(request);
    const email = text(body, 'email');
    const given = body['password'];
    // Not trimmed: a space is a character like any other.
    const password = typeof given === 'string' ? given : '';
    const next = localPath(text(body, 'next'));
    const why = whyOf(text(body, 'why'));
    const issues: InputIssue[] = [];
    if (email === '') issues.push({ path: 'email', message: 'Enter your e-mail address' });
    if (password === '') issues.push({ path: 'password', message: 'Enter your password' });
    if (issues.length > 0) return show(request, reply.code(400), { next, why, email, issues });
    const register = context.acts().register;
    const answer = await checkPassword(register, { email: email.slice(0, 254), password: password.slice(0, 1000), address: request.ip });
    if ('refused' in answer) {
      const { status, issues: said } = refusedWords(answer, 'password', 'The e-mail address or the password is wrong');
      return show(request, reply.code(status), { next, why, email, issues: said });
    }
    const step = await afterFirst(register, { ...answer, method: 'password', secondFactor: false, next: destination(next, why) }, arrivalOf(request));
    return goOn(reply, step);
  });

  app.post(patterns.signInDemonstration, guard('open'), async (request, reply) => {
    const body = bodyOf(request);
    const person = text(body, 'person');
    if (!context.signIn.demonstrations || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(person)) {
      throw new HeadwaterError('forbidden', 'not-a-demonstration', 'Nobody can sign in without a password here', {
        advice: 'Sign in with your e-mail address and password.',
      });
    }
    const token = await enterAsGuest(context.acts().register, person, arrivalOf(request));
    return setSession(clearFlow(reply), token).redirect(destination(localPath(text(body, 'next')), whyOf(text(body, 'why'))), 303);
  });

  app.get(patterns.signOut, guard('open'), (request, reply) =>
    request.session === null ? reply.redirect(urls.signIn(), 303) : context.page(request, reply, 'sign-in/sign-out.njk', { title: 'Sign out' }),
  );
}
