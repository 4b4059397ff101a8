/** Where a browser goes after a step of signing in. */
import type { FastifyReply } from 'fastify';
import type { NextStep } from '../../access/sign-in/index.ts';
import { clearFlow, setFlow } from './flow-cookie.ts';
import { setSession } from '../identity.ts';
import { urls } from '../urls.ts';

export function goOn(reply: FastifyReply, next: NextStep): FastifyReply {
  if (next.step === 'in') return setSession(clearFlow(reply), next.token).redirect(next.next, 303);
  return setFlow(reply, next.flow).redirect(next.step === 'code' ? urls.signInCode : urls.signInSetUp, 303);
}
