/** What came in, what was refused and why. */
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { can } from '../../access/index.ts';
import { deliveryValidation } from '../../access/validation/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { checkDelivery } from '../../warehouse/index.ts';
import { datasetTitle } from '../catalogue/datasets.ts';
import type { WebContext } from '../context.ts';
import { safeCsv } from '../csv.ts';
import { queryOf } from '../figure/question.ts';
import { guard } from '../guard.ts';
import { patterns, urls } from '../urls.ts';
import { deliveryOf } from './lookup.ts';
import { filterQuery, matching, parseFilter, STATE_WORDS, STATES } from './query.ts';
import { tellRegister } from './validation/know.ts';
import { checksView, queryView, signOffView } from './validation/view.ts';
import { deliveryView, rowView } from './view.ts';

const PAGE = 50;

export function registerDeliveries(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.deliveries, guard('delivery.read'), (request, reply) => {
    const { deliveries } = context.warehouse.manifest();
    const filter = parseFilter(queryOf(request.url));
    const found = matching(deliveries, filter);
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    const page = Math.min(filter.page, pages);
    const datasets = [...new Set(deliveries.map((each) => each.dataset))].sort();
    return context.page(request, reply, 'deliveries/list.njk', {
      title: 'Deliveries',
      rows: found.slice((page - 1) * PAGE, page * PAGE).map((each) => rowView(each, datasetTitle)),
      found: found.length,
      all: deliveries.length,
      page,
      pages,
      previous: page > 1 ? urls.deliveries(filterQuery(filter, page - 1)) : null,
      next: page < pages ? urls.deliveries(filterQuery(filter, page + 1)) : null,
      datasetOptions: [
        { value: '', text: 'All', chosen: filter.dataset === null },
        ...datasets.map((id) => ({ value: id, text: datasetTitle(id), chosen: id === filter.dataset })),
      ],
      stateOptions: [
        { value: '', text: 'All', chosen: filter.state === null },
        ...STATES.map((state) => ({ value: state, text: STATE_WORDS[state].text, chosen: state === filter.state })),
      ],
      wrong: filter.wrong,
    });
  });

  app.get(patterns.delivery, guard('delivery.read'), async (request, reply) => {
    const manifest = context.warehouse.manifest();
    const delivery = deliveryOf(manifest, request);
    const { who } = request;
    await tellRegister(context);
    const validation = context.acting === null ? null : await context.acting.read(deliveryValidation, { id: delivery.id }, who);
    const asks = context.acting !== null && can(who, 'delivery.query');
    const checks = await checkDelivery(context.warehouse, delivery.id);
    return context.page(request, reply, 'deliveries/one.njk', {
      title: delivery.fileName,
      breadcrumbs: [{ text: 'Deliveries', href: urls.deliveries() }],
      delivery: deliveryView(delivery, manifest, datasetTitle),
      checks: checksView(checks, asks ? delivery.id : null),
      askHref: asks ? urls.deliveryQueryNew(delivery.id) : null,
      validation: validation && {
        suppliers: validation.suppliers.map((each) => each.name),
        supplied: validation.suppliers.some((each) => each.id === who.organisationId) && can(who, 'delivery.answer'),
        signed: validation.signOffs.some((each) => each.withdrawnOn === null),
        open: validation.queries.filter((each) => each.closedOn === null).length,
        signOffs: validation.signOffs.map(signOffView),
        queries: validation.queries.map((each) =>
          queryView(each, each.organisationId === who.organisationId && can(who, 'delivery.answer'), asks && each.askingId === who.organisationId),
        ),
      },
    });
  });

  app.get(patterns.quarantine, guard('delivery.quarantine'), (request, reply) => {
    const delivery = deliveryOf(context.warehouse.manifest(), request);
    // The id is one of the manifest's own, which the manifest's schema keeps to letters, digits, dots and hyphens.
    const path = join(context.warehouse.home.paths.deliveries, delivery.id, 'quarantine.csv.gz');
    if (!existsSync(path)) {
      throw new HeadwaterError('not-found', 'no-quarantine', 'There are no quarantined rows to download', {
        advice: 'Every row of this delivery was accepted, or was an exact repeat.',
      });
    }
    const rows = pipeline(createReadStream(path), createGunzip(), safeCsv(), (error) => {
      if (error) request.log.error(error);
    });
    return reply
      .type('text/csv; charset=utf-8; header=present')
      .header('content-disposition', `attachment; filename="quarantine-${delivery.id}.csv"`)
      .header('cache-control', 'no-store')
      .send(rows);
  });
}
