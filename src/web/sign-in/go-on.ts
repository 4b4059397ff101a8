/** Where a browser goes after a step of signing in. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findSession } from '../../access/index.ts';
import type { NextStep } from '../../access/sign-in/index.ts';
import { clearFlow, setFlow } from './flow-cookie.ts';
import type { Register } from '../../register/index.ts';
import { SESSION_COOKIE, setSession } from '../identity.ts';
import { urls } from '../urls.ts';

export function goOn(reply: FastifyReply, next: NextStep): FastifyReply {
  if (next.step === 'in') return setSession(clearFlow(reply), next.token).redirect(next.next, 303);
  return setFlow(reply, next.flow).redirect(next.step === 'code' ? urls.signInCode : urls.signInSetUp, 303);
}

/** The page that answers this very request is the new person’s already: its header and its forms are those of the new session. */
export async function becomes(request: FastifyRequest, register: Register, token: string): Promise<void> {
  const found = await findSession(register, token, 'page');
  if (found === null || !('session' in found)) return;
  request.cookies[SESSION_COOKIE] = token;
  request.session = found.session;
  request.who = found.session.who;
}
