/** /api/v1: the same figures and the same catalogue as the pages, as JSON. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ask, describeData, dimension, dimensions, measure, measures } from '../../warehouse/index.ts';
import { noSuchDimension, noSuchMeasure } from '../catalogue/lookup.ts';
import { valuesHeld } from '../catalogue/values.ts';
import type { WebContext } from '../context.ts';
import { matching, parseFilter } from '../deliveries/query.ts';
import { deliveryOf } from '../deliveries/lookup.ts';
import { cached, identityOf } from '../figure/cache.ts';
import { asked, keepPrivate } from '../figure/clearance.ts';
import { queryOf } from '../figure/question.ts';
import { guard } from '../guard.ts';
import { patterns, withQuery } from '../urls.ts';
import { byRoom } from './by-room.ts';
import { callsOf, registerCalls } from './calls.ts';
import { endpoints, openApiOf } from './openapi.ts';
import { callBody, datasetsBody, deliveryBody, dimensionBody, measureBody, snapshotBody } from './bodies.ts';
import { paging } from './schemas.ts';

interface ById {
  readonly Params: { readonly id: string };
}

export function registerApi(app: FastifyInstance, context: WebContext): void {
  const { warehouse } = context;
  const calls = callsOf(context.acting);
  // Made when it is first asked for: the schemas of a hundred actions.
  let document: string | undefined;
  app.get(patterns.api, guard('public.read'), (request, reply) =>
    context.page(request, reply, 'api/view.njk', { title: 'API', endpoints, callRooms: byRoom(calls, request.who) }),
  );
  app.get(patterns.openApi, guard('public.read'), (_request, reply) => {
    document ??= JSON.stringify(openApiOf(calls));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  for (const [pattern, kind] of [
    [patterns.apiActions, 'action'],
    [patterns.apiReads, 'read'],
  ] as const) {
    app.get(pattern, guard('public.read'), (request) =>
      page(
        request,
        calls.filter((call) => call.kind === kind).map((call) => callBody(call, request.who)),
      ),
    );
  }
  registerCalls(app, context.acting);

  app.get(patterns.apiMeasures, guard('public.read'), (request) => page(request, measures().map(measureBody)));
  app.get<ById>(patterns.apiMeasure, guard('public.read'), (request) => {
    const found = measure(request.params.id);
    if (!found) throw noSuchMeasure();
    return measureBody(found);
  });
  app.get(patterns.apiDimensions, guard('public.read'), (request) => page(request, dimensions().map(dimensionBody)));
  app.get<ById>(patterns.apiDimension, guard('picture.read'), async (request) => {
    const found = dimension(request.params.id);
    if (!found) throw noSuchDimension();
    return { ...dimensionBody(found), values: await valuesHeld(warehouse, found) };
  });
  app.get(patterns.apiDatasets, guard('picture.read'), async (request) => page(request, datasetsBody(await describeData(warehouse))));
  app.get(patterns.apiDeliveries, guard('delivery.read'), (request) => {
    const query = queryOf(request.url);
    query.delete('page');
    return page(request, matching(warehouse.manifest().deliveries, parseFilter(query)).map(deliveryBody));
  });
  app.get<ById>(patterns.apiDelivery, guard('delivery.read'), (request) => deliveryBody(deliveryOf(warehouse.manifest(), request)));
  app.get(patterns.apiSnapshots, guard('picture.read'), (request) => {
    const { snapshots, current } = warehouse.manifest();
    return page(
      request,
      [...snapshots].reverse().map((each) => snapshotBody(each, each.id === current)),
    );
  });
  app.get<{ Params: { measure: string } }>(patterns.apiFigure, guard('picture.read'), async (request, reply) => {
    const found = measure(request.params.measure);
    if (!found) throw noSuchMeasure();
    const { question, exactUnder } = await asked(context, request, found);
    const figure = await ask(warehouse, question);
    if (exactUnder !== null) keepPrivate(reply);
    else if (cached(request, reply, identityOf(figure))) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(figure));
  });
}

/** One page of a list, with the address of the next. Throws ZodError for a bad `page` or `size`. */
function page<T>(request: FastifyRequest, all: readonly T[]) {
  const query = queryOf(request.url);
  const { page: at, size } = paging.parse(Object.fromEntries(query));
  const items = all.slice((at - 1) * size, at * size);
  if (at * size >= all.length) return { items, total: all.length, next: null };
  query.set('page', String(at + 1));
  return { items, total: all.length, next: withQuery(request.url.split('?')[0] ?? '', query) };
}
