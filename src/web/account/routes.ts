/** The Account room, but for the responses: overview, inspections, recommendations and their plans, deadlines. */
import type { FastifyInstance } from 'fastify';
import type { WebContext } from '../context.ts';
import { registerDeadlines } from './deadlines/routes.ts';
import { registerDocuments } from './documents/routes.ts';
import { registerImport } from './import/routes.ts';
import { registerInspections } from './inspections/routes.ts';
import { registerItems } from './items/routes.ts';
import { registerOverview } from './overview/routes.ts';
import { registerPlan } from './plan/routes.ts';

export function registerAccount(app: FastifyInstance, context: WebContext): void {
  registerOverview(app, context);
  registerInspections(app, context);
  registerImport(app, context);
  registerItems(app, context);
  registerPlan(app, context);
  registerDocuments(app, context);
  registerDeadlines(app, context);
}
