/** A person’s own page: whom they act for, how they sign in, where they are signed in; and changing their password and second factor. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { roleTitle } from '../../access/index.ts';
import {
  changeFactor,
  changePassword,
  changeRecoveryCodes,
  credentialsOf,
  newTotpSecret,
  openSessions,
  removeFactor,
  seal,
  SHORTEST,
  totpWords,
  unseal,
} from '../../access/sign-in/index.ts';
import type { Session } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { badField, InputError, type InputIssue } from '../../register/index.ts';
import type { WebContext } from '../context.ts';
import { say } from '../done.ts';
import { bodyOf, type FormBody, text } from '../forms/body.ts';
import { viewOf } from '../forms/form-page.ts';
import { guard } from '../guard.ts';
import { patterns, urls } from '../urls.ts';
import { moment } from '../words.ts';
import { browserName } from './browser-name.ts';
import { qrSquare } from './qr.ts';

const METHODS = { password: 'e-mail and password', oidc: 'your organisation’s sign-in', demonstration: 'the demonstration' } as const;

export function registerYou(app: FastifyInstance, context: WebContext): void {
  const register = () => context.acts().register;

  app.get(patterns.you, guard('own.account'), async (request, reply) => {
    const session = sessionOf(request);
    const [open, credentials] = await Promise.all([openSessions(register(), session), credentialsOf(register(), session)]);
    return context.page(request, reply, 'sign-in/you.njk', {
      title: 'Your account',
      organisation: session.who.organisationName,
      roles: session.who.roles.map(roleTitle),
      method: METHODS[session.method],
      guest: session.method === 'demonstration',
      credentials: {
        ...credentials,
        passwordSetOn: credentials.passwordSetAt?.toISOString() ?? null,
        factorOn: credentials.factorSince?.toISOString() ?? null,
      },
      sessions: open.map((each) => ({
        ref: each.ref,
        browser: browserName(each.agent),
        since: moment(each.createdAt.toISOString()),
        seen: moment(each.seenAt.toISOString()),
        present: each.present,
      })),
    });
  });

  own(app, context, {
    pattern: patterns.youPassword,
    title: 'Change your password',
    view: 'sign-in/password.njk',
    data: () => ({ shortest: SHORTEST }),
    async send(session, body, _request, reply) {
      await changePassword(register(), session, { present: raw(body, 'present'), password: raw(body, 'password'), again: raw(body, 'again') });
      return say(reply, 'Your password was changed. Every other browser was signed out.').redirect(urls.you, 303);
    },
  });

  own(app, context, {
    pattern: patterns.youFactor,
    title: 'Set up your second factor',
    view: 'sign-in/factor.njk',
    data: async (session, body) => {
      const { sealed, secret } = secretOf(session, body);
      const { email } = await emailOf(session);
      const { uri, typed } = totpWords(secret, email);
      return { square: qrSquare(uri), typed, sealed, credentials: await credentialsOf(register(), session) };
    },
    async send(session, body, request, reply) {
      const codes = await changeFactor(register(), context.signIn.key, session, {
        secret: secretOf(session, body).secret,
        code: text(body, 'code'),
        present: raw(body, 'present'),
      });
      return context.page(request, reply, 'sign-in/codes.njk', { title: 'Keep your recovery codes', codes, next: urls.you });
    },
  });

  own(app, context, {
    pattern: patterns.youCodes,
    title: 'Make new recovery codes',
    view: 'sign-in/confirm.njk',
    data: async (session) => ({
      words: 'The codes that you have are good no longer. The new ones are shown once.',
      button: 'Make new codes',
      credentials: await credentialsOf(register(), session),
    }),
    async send(session, body, request, reply) {
      const codes = await changeRecoveryCodes(register(), context.signIn.key, session, raw(body, 'present'));
      return context.page(request, reply, 'sign-in/codes.njk', { title: 'Keep your recovery codes', codes, next: urls.you });
    },
  });

  own(app, context, {
    pattern: patterns.youNoFactor,
    title: 'Take your second factor away',
    view: 'sign-in/confirm.njk',
    data: async (session) => ({
      words: 'From now on your password alone lets you in, and anybody else who learns it.',
      button: 'Take it away',
      credentials: await credentialsOf(register(), session),
    }),
    async send(session, body, _request, reply) {
      await removeFactor(register(), session, raw(body, 'present'));
      return say(reply, 'Your second factor was taken away.').redirect(urls.you, 303);
    },
  });

  /** The secret that a page shows travels in the form, sealed for this session: nothing is kept before it is confirmed. */
  function secretOf(session: Session, body: FormBody): { secret: Uint8Array; sealed: string } {
    const held = text(body, 'sealed');
    const owner = `set-up ${session.id.toString('base64url')}`;
    if (held !== '') return { secret: unseal(context.signIn.key(), owner, Buffer.from(held, 'base64')), sealed: held };
    const secret = newTotpSecret();
    return { secret, sealed: seal(context.signIn.key(), owner, secret).toString('base64') };
  }

  const emailOf = async (session: Session): Promise<{ email: string }> => ({ email: (await credentialsOf(register(), session)).email });
}

interface OwnPage {
  readonly pattern: string;
  readonly title: string;
  readonly view: string;
  readonly data: (session: Session, body: FormBody) => Promise<object> | object;
  readonly send: (session: Session, body: FormBody, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
}

/** A form about oneself. It is no action of the register: what is typed here is secret, and its answer is kept nowhere. */
function own(app: FastifyInstance, context: WebContext, page: OwnPage): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, body: FormBody, issues: readonly InputIssue[] = []): Promise<FastifyReply> =>
    context.page(request, reply, page.view, {
      ...(await page.data(sessionOf(request), body)),
      title: issues.length > 0 ? `Error: ${page.title}` : page.title,
      heading: page.title,
      breadcrumbs: [{ text: 'Your account', href: urls.you }],
      form: viewOf(request, { title: page.title, values: {} }, { issues }),
    });
  app.get(page.pattern, guard('own.account'), (request, reply) => show(request, reply, {}));
  app.post(page.pattern, guard('own.account'), async (request, reply) => {
    const body = bodyOf(request);
    try {
      return await page.send(sessionOf(request), body, request, reply);
    } catch (error) {
      if (error instanceof InputError) return show(request, reply.code(400), body, error.issues);
      if (error instanceof HeadwaterError && error.kind === 'too-often')
        return show(request, reply.code(429), body, badField('present', `${error.message}. ${error.advice ?? ''}`).issues);
      throw error;
    }
  });
}

function sessionOf(request: FastifyRequest): Session {
  if (request.session !== null) return request.session;
  throw new HeadwaterError('unknown-person', 'sign-in-first', 'You need to sign in in a browser', {
    advice: 'An access token is for programs, and cannot open this page.',
  });
}

/** A password is taken as it was typed. */
const raw = (body: FormBody, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value.slice(0, 1000) : '';
};
