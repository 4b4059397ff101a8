/** What there is to ask: datasets, measures, dimensions and code lists, each with its own page. */
import type { FastifyInstance } from 'fastify';
import { listContracts } from '../../warehouse/door/index.ts';
import { describeData, dimension, dimensions, measure, measures, validDimensions } from '../../warehouse/index.ts';
import type { WebContext } from '../context.ts';
import { guard } from '../guard.ts';
import { patterns, urls } from '../urls.ts';
import { coverOf } from './cover.ts';
import { codeListView, codeLists } from './codes.ts';
import { datasetRows, datasetTitle, datasetView } from './datasets.ts';
import { noSuchDataset, noSuchDimension, noSuchMeasure } from './lookup.ts';
import { validatedWords } from './validated.ts';
import { valuesHeld } from './values.ts';

const CRUMBS = [{ text: 'Catalogue', href: urls.catalogue }];
/** Values of a dimension written out on its page. */
const MAX_VALUES = 200;

interface ById {
  readonly Params: { readonly id: string };
}

export function registerCatalogue(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.catalogue, guard('public.read'), async (request, reply) => {
    const state = await describeData(context.warehouse);
    const groups = [...new Set(measures().map((each) => each.dataset))].map((dataset) => ({
      title: datasetTitle(dataset),
      measures: measures().filter((each) => each.dataset === dataset),
    }));
    return context.page(request, reply, 'catalogue/index.njk', {
      title: 'Catalogue',
      datasets: datasetRows(state),
      groups,
      dimensions: dimensions(),
      lists: codeLists(),
    });
  });

  app.get<ById>(patterns.dataset, guard('picture.read'), async (request, reply) => {
    const { id } = request.params;
    if (!listContracts().some((contract) => contract.id === id)) throw noSuchDataset();
    const view = datasetView(id, await describeData(context.warehouse));
    const [cover, validated] = await Promise.all([coverOf(context, request, id), validatedWords(context, request, id)]);
    return context.page(request, reply, 'catalogue/dataset.njk', { title: view.contract.title, breadcrumbs: CRUMBS, ...view, cover, validated });
  });

  app.get<ById>(patterns.measure, guard('public.read'), (request, reply) => {
    const found = measure(request.params.id);
    if (!found) throw noSuchMeasure();
    const valid = validDimensions(found);
    return context.page(request, reply, 'catalogue/measure.njk', {
      title: found.title,
      breadcrumbs: CRUMBS,
      measure: found,
      datasetTitle: datasetTitle(found.dataset),
      valid,
      byMonth: valid.some((each) => each.id === 'month') ? urls.figure(found.id, 'by=month') : null,
      byForce: valid.some((each) => each.id === 'force') ? urls.figure(found.id, 'by=force') : null,
    });
  });

  app.get<ById>(patterns.dimension, guard('picture.read'), async (request, reply) => {
    const found = dimension(request.params.id);
    if (!found) throw noSuchDimension();
    const values = await valuesHeld(context.warehouse, found);
    return context.page(request, reply, 'catalogue/dimension.njk', {
      title: found.title,
      breadcrumbs: CRUMBS,
      dimension: found,
      datasets: found.datasets.map((id) => ({ id, title: datasetTitle(id) })),
      measures: measures().filter((each) => validDimensions(each).includes(found)),
      values: values.slice(0, MAX_VALUES),
      more: Math.max(0, values.length - MAX_VALUES),
    });
  });

  app.get<ById>(patterns.codeList, guard('public.read'), (request, reply) => {
    const view = codeListView(request.params.id);
    return context.page(request, reply, 'catalogue/codes.njk', { title: view.list.title, breadcrumbs: CRUMBS, ...view });
  });
}
