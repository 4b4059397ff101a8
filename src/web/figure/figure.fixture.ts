/** Figures for tests, made by hand so that each shows one thing. */
import type { Cell, DimensionId, DimensionValue, Figure } from '../../warehouse/index.ts';

export const cellOf = (key: readonly string[], value: number | null, more: Partial<Cell> = {}): Cell => ({
  key,
  state: value === null ? 'hidden' : 'shown',
  value,
  lower: null,
  upper: null,
  numerator: null,
  denominator: null,
  ...more,
});

export const dimensionOf = (id: DimensionId, title: string, values: readonly (string | DimensionValue)[]): Figure['dimensions'][number] => ({
  id,
  title,
  values: values.map((value) => (typeof value === 'string' ? { code: value, label: value, unknown: false } : value)),
});

export function figureOf(more: Partial<Omit<Figure, 'measure'>> & { readonly measure?: Partial<Figure['measure']> }): Figure {
  return {
    id: 'f1',
    slice: { from: '2018-10', to: '2019-02', where: { force: ['norfolk'] } },
    words: 'Norfolk Constabulary; October 2018 to February 2019',
    basis: 'By the month that the source gives for the record.',
    clearance: 'partner',
    snapshot: { id: 's3', at: '2026-11-20T09:00:00.000Z' },
    asAt: '2026-11-20T09:00:00.000Z',
    dimensions: [],
    cells: [],
    total: cellOf([], 1000),
    unknowns: [],
    caveats: [{ code: 'snap', text: 'Locations are map points.' }],
    refusal: null,
    staleness: [],
    sources: [
      {
        dataset: 'street',
        publisher: 'Police',
        source: 'norfolk',
        licence: 'Open Government Licence v3.0',
        edition: null,
        from: '2018-10',
        to: '2019-02',
        receivedAt: '2026-11-20T09:00:00.000Z',
        fictional: false,
      },
    ],
    coverage: [],
    protection: { applied: true, text: 'Counts are protected.' },
    address: '/figure/recorded-offences?by=month&force=norfolk&snapshot=s3',
    ...more,
    measure: {
      id: 'recorded-offences',
      version: '1',
      title: 'Recorded offences',
      definition: 'Street-level records.',
      unit: 'offences',
      kind: 'count',
      definitionId: 'police.uk street-level categories',
      ...more.measure,
    },
  };
}
