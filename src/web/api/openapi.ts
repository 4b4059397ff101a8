/** The OpenAPI 3.1 document, made from the schemas, and the same as rows for a page. */
import { z } from 'zod';
import { dimensions } from '../../warehouse/index.ts';
import { STATES } from '../deliveries/query.ts';
import { patterns } from '../urls.ts';
import { callPaths, SECURITY } from './call-paths.ts';
import type { Call } from './calls.ts';
import { problems, schemaOf, withoutKeys } from './parts.ts';
import * as schemas from './schemas.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly description: string;
  readonly schema: object;
  readonly explode?: boolean;
}

interface Endpoint {
  readonly path: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly answer: z.ZodType;
  readonly tag: string;
  /** An address that can be tried. */
  readonly example: string;
}

const text = { type: 'string' };
const many = { type: 'array', items: text };
const query = (name: string, description: string, schema: object = text): Parameter => ({ name, in: 'query', description, schema });
const path = (name: string, description: string): Parameter => ({ name, in: 'path', description, schema: text });

const PAGING: readonly Parameter[] = [
  query('page', 'Which page of the list, from 1', { type: 'integer', minimum: 1, default: 1 }),
  query('size', 'Items a page', { type: 'integer', minimum: 1, maximum: 500, default: 100 }),
];

const FIGURE: readonly Parameter[] = [
  path('measure', 'Id of the measure'),
  { ...query('by', 'Dimension to group by; may be repeated', many), explode: true },
  query('from', 'First month, such as 2024-03'),
  query('to', 'Last month'),
  query('snapshot', 'Id of a snapshot; the current one when left out'),
  query('as', 'analyst for exact counts: for who may see them, under a live sharing agreement; each look is recorded', {
    type: 'string',
    enum: ['partner', 'analyst'],
  }),
  ...dimensions()
    .filter((each) => each.kind !== 'time')
    .map((each): Parameter => ({ ...query(each.id, `${each.title}: a value that may match; repeat it for any of several`, many), explode: true })),
];

const V1: readonly Endpoint[] = [
  {
    path: patterns.apiFigure,
    summary: 'A figure',
    parameters: FIGURE,
    answer: schemas.figure,
    tag: 'Figures',
    example: '/api/v1/figures/recorded-offences?by=month',
  },
  {
    path: patterns.apiMeasures,
    summary: 'Every measure',
    parameters: PAGING,
    answer: schemas.pageOf(schemas.measure),
    tag: 'Catalogue',
    example: patterns.apiMeasures,
  },
  {
    path: patterns.apiMeasure,
    summary: 'One measure',
    parameters: [path('id', 'Id of the measure')],
    answer: schemas.measure,
    tag: 'Catalogue',
    example: '/api/v1/measures/find-rate',
  },
  {
    path: patterns.apiDimensions,
    summary: 'Every dimension',
    parameters: PAGING,
    answer: schemas.pageOf(schemas.dimension),
    tag: 'Catalogue',
    example: patterns.apiDimensions,
  },
  {
    path: patterns.apiDimension,
    summary: 'One dimension with its values',
    parameters: [path('id', 'Id of the dimension')],
    answer: schemas.dimensionWithValues,
    tag: 'Catalogue',
    example: '/api/v1/dimensions/crime-type',
  },
  {
    path: patterns.apiDatasets,
    summary: 'Every dataset, and what is held of it',
    parameters: PAGING,
    answer: schemas.pageOf(schemas.dataset),
    tag: 'Data',
    example: patterns.apiDatasets,
  },
  {
    path: patterns.apiDeliveries,
    summary: 'Every delivery, newest first',
    parameters: [
      query('dataset', 'Only of this dataset'),
      query('state', 'Only in this state', { type: 'string', enum: STATES }),
      query('wrong', 'Only with rows in quarantine or codes to be mapped', { type: 'string', enum: ['yes'] }),
      ...PAGING,
    ],
    answer: schemas.pageOf(schemas.delivery),
    tag: 'Data',
    example: patterns.apiDeliveries,
  },
  {
    path: patterns.apiDelivery,
    summary: 'One delivery',
    parameters: [path('id', 'Id of the delivery')],
    answer: schemas.delivery,
    tag: 'Data',
    example: patterns.apiDeliveries,
  },
  {
    path: patterns.apiSnapshots,
    summary: 'Every snapshot, newest first',
    parameters: PAGING,
    answer: schemas.pageOf(schemas.snapshot),
    tag: 'Data',
    example: patterns.apiSnapshots,
  },
  {
    path: patterns.apiActions,
    summary: 'Every action',
    parameters: PAGING,
    answer: schemas.pageOf(schemas.call),
    tag: 'Actions and reads',
    example: patterns.apiActions,
  },
  {
    path: patterns.apiReads,
    summary: 'Every read',
    parameters: PAGING,
    answer: schemas.pageOf(schemas.call),
    tag: 'Actions and reads',
    example: patterns.apiReads,
  },
];

/** `/api/v1/measures/:id` as `/api/v1/measures/{id}`. */
const template = (pattern: string): string => pattern.replaceAll(/:(\w+)/g, '{$1}');

export const endpoints = V1.map((each) => ({ ...each, path: template(each.path) }));

/** JSON Schemas of everything that has a name, under `#/components/schemas`. */
function components(): Record<string, unknown> {
  const { schemas: all } = z.toJSONSchema(z.globalRegistry, { uri: (id) => `#/components/schemas/${id}`, io: 'output' });
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, withoutKeys(schema)]));
}

const reading = Object.fromEntries(
  endpoints.map((each) => [
    each.path,
    {
      get: {
        summary: each.summary,
        tags: [each.tag],
        operationId: each.summary.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
        parameters: each.parameters.map((parameter) => (parameter.in === 'path' ? { ...parameter, required: true } : parameter)),
        responses: {
          200: { description: each.summary, content: { 'application/json': { schema: schemaOf(each.answer) } } },
          ...problems(400, 'A name or a value that is not known'),
          ...problems(403, 'More than partner clearance was asked for'),
          ...problems(404, 'Not in the catalogue'),
          ...(each.tag === 'Figures' ? problems(410, 'The snapshot has been removed') : {}),
        },
      },
    },
  ]),
);

/** The document of a service with these actions and reads. */
export const openApiOf = (calls: readonly Call[]) => ({
  openapi: '3.1.0',
  info: {
    title: 'Headwater',
    version: '1',
    description: `Figures with their intervals, caveats and provenance, the catalogue that they come from, and every action and read of the pages. Counts are protected: small ones are hidden and the others are rounded. Exact counts are for analysts, under a live sharing agreement or of open data, and each look at them is recorded. What is not public needs an access token of a person, or their session: it may do what they may.`,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  paths: { ...reading, ...callPaths(calls) },
  components: { schemas: components(), securitySchemes: SECURITY },
});
