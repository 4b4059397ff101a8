/** Everything about signing in and one’s own account. */
import type { FastifyInstance } from 'fastify';
import type { WebContext } from '../context.ts';
import { registerSecondFactor } from './code.ts';
import { registerJoin } from './join.ts';
import { registerPersonSignIn } from './person.ts';
import { registerProvider } from './provider.ts';
import { registerSessions } from './out.ts';
import { registerSignInPage } from './sign-in.ts';
import { registerTokens } from './tokens.ts';
import { registerYou } from './you.ts';

export function registerSignIn(app: FastifyInstance, context: WebContext): void {
  registerSignInPage(app, context);
  registerSecondFactor(app, context);
  registerProvider(app, context);
  registerJoin(app, context);
  registerSessions(app, context);
  registerYou(app, context);
  registerTokens(app, context);
  registerPersonSignIn(app, context);
}
