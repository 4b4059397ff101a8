/** Pages about the service itself: how small numbers are protected, sources and licences, accessibility. */
import type { FastifyInstance } from 'fastify';
import type { WebContext } from '../context.ts';
import { liveDeliveries } from '../standing.ts';
import { guard } from '../guard.ts';
import { patterns } from '../urls.ts';

export function registerAbout(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.protection, guard('public.read'), (request, reply) =>
    context.page(request, reply, 'about/protection.njk', { title: 'How we protect small numbers' }),
  );
  app.get(patterns.accessibility, guard('public.read'), (request, reply) =>
    context.page(request, reply, 'about/accessibility.njk', { title: 'Accessibility' }),
  );
  app.get(patterns.licences, guard('public.read'), (request, reply) => {
    const sources = new Map<string, { publisher: string; source: string; licence: string; fictional: boolean; files: number }>();
    for (const { publisher, source, licence, fictional } of liveDeliveries(context.warehouse.manifest())) {
      const key = JSON.stringify([publisher, source, licence]);
      sources.set(key, { publisher, source, licence, fictional, files: (sources.get(key)?.files ?? 0) + 1 });
    }
    return context.page(request, reply, 'about/licences.njk', { title: 'Sources and licences', sources: [...sources.values()] });
  });
}
