/** The partnership's people and organisations. */
import type { FastifyInstance } from 'fastify';
import type { WebContext } from '../context.ts';
import { registerContacts } from './contacts/routes.ts';
import { registerHealth } from './health/routes.ts';
import { registerOrganisations } from './organisations/routes.ts';
import { registerPeople } from './people/routes.ts';
import { registerPosts } from './posts/routes.ts';
import { registerSeats } from './seats/routes.ts';
import { registerTerms } from './terms/routes.ts';

export function registerPartnership(app: FastifyInstance, context: WebContext): void {
  registerHealth(app, context);
  registerOrganisations(app, context);
  registerContacts(app, context);
  registerPeople(app, context);
  registerPosts(app, context);
  registerSeats(app, context);
  registerTerms(app, context);
}
