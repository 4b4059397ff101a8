/** The one place of every address: used by routes, templates and tests. Patterns (`:id`) are for routes, functions for links. */

type Query = string | URLSearchParams;

/** `path?query`, without a trailing `?`. */
export function withQuery(path: string, query: Query | undefined): string {
  const text = query === undefined ? '' : query.toString().replace(/^\?/, '');
  return text === '' ? path : `${path}?${text}`;
}

const part = encodeURIComponent;

export const patterns = {
  home: '/',
  signIn: '/sign-in',
  signOut: '/sign-out',
  you: '/you',
  deliveries: '/deliveries',
  delivery: '/deliveries/:id',
  quarantine: '/deliveries/:id/quarantine.csv',
  catalogue: '/catalogue',
  dataset: '/catalogue/datasets/:id',
  measure: '/catalogue/measures/:id',
  dimension: '/catalogue/dimensions/:id',
  codeList: '/catalogue/codes/:id',
  snapshots: '/snapshots',
  methods: '/methods',
  method: '/methods/:name',
  /** `:name` is a measure, with `.csv`, `.json` or `.csv-metadata.json` after it for the other forms of the same figure. */
  figure: '/figure/:name',
  explore: '/explore',
  protection: '/about/protection',
  accessibility: '/about/accessibility',
  licences: '/about/licences',
  asset: '/assets/*',
  api: '/api',
  openApi: '/api/openapi.json',
  apiMeasures: '/api/v1/measures',
  apiMeasure: '/api/v1/measures/:id',
  apiDimensions: '/api/v1/dimensions',
  apiDimension: '/api/v1/dimensions/:id',
  apiDatasets: '/api/v1/datasets',
  apiDeliveries: '/api/v1/deliveries',
  apiDelivery: '/api/v1/deliveries/:id',
  apiSnapshots: '/api/v1/snapshots',
  apiFigure: '/api/v1/figures/:measure',
} as const;

export const urls = {
  home: patterns.home,
  /** `next` is the page to come back to; `why` says what happened there. */
  signIn: (next?: string, why?: 'expired' | 'kept') =>
    withQuery(patterns.signIn, new URLSearchParams({ ...(next === undefined || next === '/' ? {} : { next }), ...(why === undefined ? {} : { why }) })),
  signOut: patterns.signOut,
  you: patterns.you,
  deliveries: (query?: Query) => withQuery(patterns.deliveries, query),
  delivery: (id: string) => `/deliveries/${part(id)}`,
  quarantine: (id: string) => `/deliveries/${part(id)}/quarantine.csv`,
  catalogue: patterns.catalogue,
  dataset: (id: string) => `/catalogue/datasets/${part(id)}`,
  measure: (id: string) => `/catalogue/measures/${part(id)}`,
  dimension: (id: string) => `/catalogue/dimensions/${part(id)}`,
  codeList: (id: string) => `/catalogue/codes/${part(id)}`,
  snapshots: patterns.snapshots,
  methods: patterns.methods,
  method: (name: string) => `/methods/${part(name)}`,
  figure: (measure: string, query?: Query) => withQuery(`/figure/${part(measure)}`, query),
  figureCsv: (measure: string, query?: Query) => withQuery(`/figure/${part(measure)}.csv`, query),
  figureJson: (measure: string, query?: Query) => withQuery(`/figure/${part(measure)}.json`, query),
  figureCsvMetadata: (measure: string, query?: Query) => withQuery(`/figure/${part(measure)}.csv-metadata.json`, query),
  explore: (query?: Query) => withQuery(patterns.explore, query),
  board: (id: string, query?: Query) => withQuery(`/explore/${part(id)}`, query),
  protection: patterns.protection,
  accessibility: patterns.accessibility,
  licences: patterns.licences,
  api: patterns.api,
  openApi: patterns.openApi,
  apiMeasure: (id: string) => `/api/v1/measures/${part(id)}`,
  apiDimension: (id: string) => `/api/v1/dimensions/${part(id)}`,
  apiDelivery: (id: string) => `/api/v1/deliveries/${part(id)}`,
  apiFigure: (measure: string, query?: Query) => withQuery(`/api/v1/figures/${part(measure)}`, query),
} as const;

/** The same figure in another form, from its permanent address (`/figure/stops?by=month` to `/figure/stops.csv?by=month`). */
export function figureForm(address: string, form: 'csv' | 'json' | 'csv-metadata.json'): string {
  const [path = '', query] = address.split('?');
  return withQuery(`${path}.${form}`, query);
}
