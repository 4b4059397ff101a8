/** What the partnership agrees, decides, and answers for: agreements, meetings, products, the log, what is kept and for how long. */
import type { FastifyInstance } from 'fastify';
import type { WebContext } from '../context.ts';
import { registerAgreements } from './agreements/routes.ts';
import { registerAudit } from './audit/routes.ts';
import { registerCases } from './cases/routes.ts';
import { registerMeetings } from './meetings/routes.ts';
import { registerProducts } from './products/routes.ts';
import { registerRetention } from './retention/routes.ts';
import { registerSharing } from './sharing/routes.ts';

export function registerGovernance(app: FastifyInstance, context: WebContext): void {
  registerAgreements(app, context);
  registerMeetings(app, context);
  registerCases(app, context);
  registerProducts(app, context);
  registerAudit(app, context);
  registerRetention(app, context);
  registerSharing(app, context);
}
