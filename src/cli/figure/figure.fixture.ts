/** A figure by hand, with every state that a cell can have: for the tests of how figures are written. */
import type { Cell, Figure } from '../../warehouse/index.ts';

const cell = (key: readonly string[], more: Partial<Cell>): Cell => ({
  key,
  state: 'shown',
  value: null,
  lower: null,
  upper: null,
  numerator: null,
  denominator: null,
  ...more,
});

export const FIGURE: Figure = {
  id: 'f',
  measure: {
    id: 'stop-rate',
    version: '1.0.0',
    title: 'Stops per 1,000 residents',
    definition: 'Searches for each 1,000 residents.',
    unit: 'per 1,000',
    kind: 'rate',
    definitionId: 'none',
  },
  slice: { from: '2024-01', to: '2024-12', where: {} },
  words: 'Varrowshire, January to December 2024',
  basis: 'Residents of mid-2020.',
  clearance: 'partner',
  snapshot: { id: 's3', at: '2026-11-21T10:00:00Z' },
  asAt: '2026-11-21T10:00:00Z',
  dimensions: [
    {
      id: 'sex',
      title: 'Sex',
      values: [
        { code: 'female', label: 'Female', unknown: false },
        { code: 'male', label: '=Male', unknown: false },
        { code: 'other', label: 'Other', unknown: false },
        { code: 'not-recorded', label: 'Not recorded', unknown: true },
      ],
    },
  ],
  cells: [
    cell(['female'], { value: 1.234, lower: 1.1, upper: 1.4, numerator: 1235, denominator: 1_000_000 }),
    cell(['male'], { state: 'hidden' }),
    cell(['other'], { state: 'withheld' }),
    cell(['not-recorded'], { state: 'na', numerator: 40 }),
  ],
  total: cell([], { value: 2, lower: 1.9, upper: 2.1, numerator: 4000, denominator: 2_000_000 }),
  unknowns: [{ dimension: 'sex', share: 0.0125, state: 'shown' }],
  caveats: [{ code: 'x', text: 'Residents are not visitors.' }],
  refusal: null,
  staleness: [{ dataset: 'stop', since: '2026-02-01', text: 'Newer stops were due by 1 February 2026.' }],
  sources: [],
  coverage: ['Varrowshire: no stops for March 2024.'],
  protection: { applied: true, text: 'Small counts are hidden.' },
  address: '/figure/stop-rate?by=sex&snapshot=s3',
};
