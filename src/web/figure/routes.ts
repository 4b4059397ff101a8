/** `/figure/<measure>`: the permanent address of a figure, as a page, `.csv`, `.json` and `.csv-metadata.json`. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Cover } from '../../access/agreements/index.ts';
import {
  ask,
  type DimensionId,
  type DimensionValue,
  type Figure,
  makeSlice,
  type Measure,
  measure as measureOf,
  type Question,
  validDimensions,
} from '../../warehouse/index.ts';
import { noSuchMeasure } from '../catalogue/lookup.ts';
import { noneIfRefused, valuesHeld } from '../catalogue/values.ts';
import type { WebContext } from '../context.ts';
import { guard } from '../guard.ts';
import { figureForm, patterns, urls } from '../urls.ts';
import { cached, identityOf } from './cache.ts';
import { asked, keepPrivate, MARKING } from './clearance.ts';
import { csvwMetadata, figureCsv } from './export.ts';
import { formView } from './form.ts';
import { originOf } from './origin.ts';
import { provenanceRows } from './provenance.ts';
import { figureView } from './view.ts';

/** Lines of a table on a page; the CSV has all of them. */
const MAX_ROWS = 500;

const FORMS = ['.csv-metadata.json', '.csv', '.json'] as const;

/** Filters that the form offers, in its order; a district only once a force is chosen. */
const OFFERED: readonly DimensionId[] = [
  'force',
  'district',
  'crime-type',
  'outcome-group',
  'power-group',
  'object',
  'stop-outcome-group',
  'linked',
  'age-band',
  'sex',
  'ethnicity-group',
  'ethnicity-officer',
  'located',
];

export function registerFigure(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.figure, guard('picture.read'), async (request, reply) => {
    const { name } = request.params as { name: string };
    const form = FORMS.find((suffix) => name.endsWith(suffix));
    const measure = measureOf(form ? name.slice(0, -form.length) : name);
    if (!measure) throw noSuchMeasure();
    const { question, exactUnder } = await asked(context, request, measure);
    const figure = await ask(context.warehouse, question);
    return form ? sendFile(request, reply, figure, form) : sendPage(context, request, reply, { figure, measure, question, exactUnder });
  });
}

function sendFile(request: FastifyRequest, reply: FastifyReply, figure: Figure, form: (typeof FORMS)[number]): FastifyReply {
  const { address } = figure;
  const metadata = `<${figureForm(address, 'csv-metadata.json')}>; rel="describedby"; type="application/csvm+json"`;
  reply.header('link', form === '.csv' ? `<${address}>; rel="canonical", ${metadata}` : `<${address}>; rel="canonical"`);
  if (figure.clearance === 'analyst') keepPrivate(reply);
  else if (cached(request, reply, `${form} ${identityOf(figure)}`)) return reply.code(304).send();
  if (form === '.csv') {
    return reply
      .type('text/csv; charset=utf-8; header=present')
      .header('content-disposition', `attachment; filename="${fileName(figure)}.csv"`)
      .send(Readable.from(figureCsv(figure)));
  }
  if (form === '.json') return reply.type('application/json; charset=utf-8').send(JSON.stringify(figure));
  return reply
    .type('application/csvm+json; charset=utf-8')
    .send(JSON.stringify(csvwMetadata(figure, `${originOf(request)}${figureForm(address, 'csv')}`), null, 2));
}

/** `recorded-offences-by-month-s3`. */
const fileName = (figure: Figure): string =>
  [
    ...(figure.clearance === 'analyst' ? [MARKING] : []),
    figure.measure.id,
    ...(figure.dimensions.length > 0 ? ['by', ...figure.dimensions.map((each) => each.id)] : []),
    figure.snapshot.id,
  ].join('-');

interface Shown {
  readonly figure: Figure;
  readonly measure: Measure;
  readonly question: Question;
  readonly exactUnder: readonly Cover[] | null;
}

async function sendPage(
  context: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { figure, measure, question, exactUnder }: Shown,
): Promise<FastifyReply> {
  const exact = exactUnder !== null;
  const form = formView({
    ...(exact ? { keep: [['as', 'analyst']] } : {}),
    path: urls.figure(measure.id),
    by: question.by,
    slice: question.slice,
    dimensions: validDimensions(measure),
    months: monthsHeld(context, measure),
    offers: await offersOf(context, measure, question),
  });
  const view = figureView(figure, { origin: originOf(request), maxRows: MAX_ROWS });
  if (exact) keepPrivate(reply);
  else reply.header('cache-control', 'private, no-cache');
  return context.page(request, reply, 'figure/view.njk', {
    title: `${view.title}${view.byWords ? ` ${view.byWords}` : ''}`,
    wide: true,
    breadcrumbs: [
      { text: 'Catalogue', href: urls.catalogue },
      { text: measure.title, href: urls.measure(measure.id) },
    ],
    figure: view,
    provenance: provenanceRows(figure),
    ...(exact ? { marking: MARKING } : {}),
    exactUnder,
    // The same question with other eyes, for who may ask it.
    otherwise: exact ? figure.address.replace('&as=analyst', '') : `${figure.address}&as=analyst`,
    form,
  });
}

/** Months of the measure's dataset in the current snapshot, oldest first. */
function monthsHeld(context: WebContext, measure: Measure): string[] {
  const manifest = context.warehouse.manifest();
  const file = manifest.snapshots.find((snapshot) => snapshot.id === manifest.current)?.files[measure.dataset];
  return [...new Set(Object.values(file?.coverage ?? {}).flatMap((months) => Object.keys(months)))].sort();
}

async function offersOf(context: WebContext, measure: Measure, question: Question): Promise<Map<DimensionId, readonly DimensionValue[]>> {
  const offers = new Map<DimensionId, readonly DimensionValue[]>();
  const fixed = new Set(measure.fixed?.dimensions ?? []);
  const { where } = question.slice;
  for (const each of validDimensions(measure)) {
    if (!OFFERED.includes(each.id) || fixed.has(each.id)) continue;
    if (each.id === 'district' && !where.force && !where.district) continue;
    const values = await (AREAS.has(each.id) ? noneIfRefused(() => areasWithData(context, measure, question, each.id)) : valuesHeld(context.warehouse, each));
    if (values.length > 0) offers.set(each.id, values);
  }
  return new Map([...offers].sort(([a], [b]) => OFFERED.indexOf(a) - OFFERED.indexOf(b)));
}

const AREAS: ReadonlySet<DimensionId> = new Set(['force', 'district']);
/** Counts every record of its dataset. */
const ALL_RECORDS: Readonly<Record<Measure['dataset'], string>> = { street: 'street-records', stop: 'stops', 'lsoa-month-counts': 'area-offences' };

/** Forces that have delivered, or the districts of the chosen forces. */
async function areasWithData(context: WebContext, measure: Measure, question: Question, id: DimensionId): Promise<readonly DimensionValue[]> {
  const force = question.slice.where.force;
  const slice = makeSlice(null, null, id === 'district' && force ? { force } : {});
  const figure = await ask(context.warehouse, { measure: ALL_RECORDS[measure.dataset], by: [id], slice, clearance: 'partner' });
  return figure.dimensions[0]?.values ?? [];
}
